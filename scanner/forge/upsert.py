"""One comment on a pull request, kept up to date."""

from __future__ import annotations

from typing import Literal

from scanner.forge.base import Comment, Forge, Unreachable

Action = Literal["created", "updated", "unchanged", "none"]

_TRIES = 3


def upsert(forge: Forge, key: str, body: str, is_news: bool = True) -> Action:
    """Make the comment with this key say `body`. Raises ForgeError.

    Ours is the one that holds the marker and is written by the account that we write as: somebody else may quote it. It is not touched
    when it says the same already. Without news there is no new comment, but one that is there is brought up to date.
    """
    marker = forge.marker(key)
    text = f"{marker}\n\n{body}"
    for number in range(1, _TRIES + 1):
        ours = _find(forge, marker)
        if ours is None and not is_news:
            return "none"
        if ours is not None and _is_same(ours.body, text):
            # on a later try: what the host did not confirm was done
            return "unchanged" if number == 1 else "created"
        try:
            if ours is None:
                forge.create(text)
                return "created"
            forge.update(ours.id, text)
            return "updated"
        except Unreachable as error:
            if not error.uncertain or number == _TRIES:
                raise
    raise AssertionError("the last try returns or raises")


def _find(forge: Forge, marker: str) -> Comment | None:
    author = forge.whoami()
    found = [comment for comment in forge.comments() if comment.body.lstrip().startswith(marker)]
    return next((comment for comment in found if not author or not comment.author or comment.author == author), None)


def _is_same(one: str, other: str) -> bool:
    """Hosts change line ends and drop spaces at the end."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
