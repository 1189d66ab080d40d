"""What a host of pull requests can do for us, and what can go wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from scanner.errors import TracklintError


class ForgeError(TracklintError):
    """The host did not do what it was asked."""


class Refused(ForgeError):
    """The host does not allow it: no token, one that may only read, a pull request from a fork, or nothing of that name."""


class Unreachable(ForgeError):
    """The host did not answer, or could not: it may do so later. `uncertain`: what was asked may have been done all the same."""

    def __init__(self, message: str, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a pull request. `author` is whatever tells accounts apart on the host, empty when it is not told."""

    id: str
    author: str
    body: str


class Forge(Protocol):
    """One pull request on its host. All methods raise ForgeError."""

    @property
    def longest(self) -> int:
        """How many characters a comment may have."""

    def marker(self, key: str) -> str:
        """A line of Markdown that nobody sees, by which a comment is found again."""

    def whoami(self) -> str:
        """The author of comments that are made with this token, as `Comment.author` has it; empty when the host does not tell."""

    def comments(self) -> Iterator[Comment]:
        """All comments, the oldest first, page by page."""

    def create(self, body: str) -> None: ...

    def update(self, id: str, body: str) -> None: ...
