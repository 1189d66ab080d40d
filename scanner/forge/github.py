"""GitHub, by its REST API (issue comments, as its documentation describes them)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scanner.forge.base import Comment, ForgeError, Refused
from scanner.forge.http import Client

_ACTIONS = "github-actions[bot]"
_PAGE = 100


@dataclass(frozen=True, slots=True)
class GitHub:
    """A pull request of `repository` (`owner/name`)."""

    client: Client
    repository: str
    number: int
    longest: int = 65_536

    def marker(self, key: str) -> str:
        return f"<!-- tracklint:comment {key} -->"

    def whoami(self) -> str:
        """The token of a workflow may not ask who it is; its comments are those of the bot."""
        try:
            user = self.client.get("user").data
        except Refused:
            return _ACTIONS
        return str(user.get("login", "")) if isinstance(user, dict) else ""

    def comments(self) -> Iterator[Comment]:
        page = 1
        while True:
            rows = self.client.get(f"repos/{self.repository}/issues/{self.number}/comments", per_page=_PAGE, page=page).data
            yield from map(_comment, _list(rows))
            if len(rows) < _PAGE:
                return
            page += 1

    def create(self, body: str) -> None:
        self.client.send("POST", f"repos/{self.repository}/issues/{self.number}/comments", {"body": body})

    def update(self, id: str, body: str) -> None:
        self.client.send("PATCH", f"repos/{self.repository}/issues/comments/{id}", {"body": body})


def make_client(root: str, token: str) -> Client:
    return Client(root, {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28"})


def _comment(row: dict[str, Any]) -> Comment:
    user = row.get("user") or {}
    return Comment(str(row["id"]), str(user.get("login", "")), row.get("body") or "")


def _list(rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        raise ForgeError("the host answers with something else than comments; is the address of its API right?")
    return rows
