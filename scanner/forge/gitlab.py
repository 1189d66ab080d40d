"""GitLab, by its REST API (notes of merge requests, as its documentation describes them)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from scanner.forge.base import Comment, ForgeError, Refused
from scanner.forge.http import Client

_PAGE = 100


@dataclass(frozen=True, slots=True)
class GitLab:
    """A merge request of `project` (its number, or its path)."""

    client: Client
    project: str
    number: int
    longest: int = 1_000_000

    def marker(self, key: str) -> str:
        return f"<!-- tracklint:comment {key} -->"

    def whoami(self) -> str:
        try:
            user = self.client.get("user").data
        except Refused:
            return ""
        return str(user.get("id", "")) if isinstance(user, dict) else ""

    def comments(self) -> Iterator[Comment]:
        page = "1"
        while page:
            answer = self.client.get(self._notes(), per_page=_PAGE, page=page, sort="asc", order_by="created_at")
            if not isinstance(answer.data, list):
                raise ForgeError("the host answers with something else than notes; is the address of its API right?")
            yield from (_comment(row) for row in answer.data if not row.get("system"))
            page = answer.headers.get("X-Next-Page", "")

    def create(self, body: str) -> None:
        self.client.send("POST", self._notes(), {"body": body})

    def update(self, id: str, body: str) -> None:
        self.client.send("PUT", f"{self._notes()}/{id}", {"body": body})

    def _notes(self) -> str:
        return f"projects/{quote(self.project, safe='')}/merge_requests/{self.number}/notes"


def make_client(root: str, token: str) -> Client:
    return Client(root, {"PRIVATE-TOKEN": token})


def _comment(row: dict[str, Any]) -> Comment:
    author = row.get("author") or {}
    return Comment(str(row["id"]), str(author.get("id", "")), row.get("body") or "")
