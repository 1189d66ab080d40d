"""Bitbucket Cloud, by its REST API 2.0 (comments of pull requests, as its documentation describes them)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scanner.forge.base import Comment, ForgeError, Refused
from scanner.forge.http import Client

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Bitbucket:
    """A pull request of `repository` (`workspace/name`)."""

    client: Client
    repository: str
    number: int
    longest: int = 32_768

    def marker(self, key: str) -> str:
        """HTML comments are shown as text there; a link that nothing refers to is not."""
        return f"[//]: # (tracklint:comment {key})"

    def whoami(self) -> str:
        """A token of the repository has no user that it could ask for."""
        try:
            user = self.client.get("user").data
        except Refused:
            return ""
        return str(user.get("uuid", "")) if isinstance(user, dict) else ""

    def comments(self) -> Iterator[Comment]:
        path = f"{self._comments()}?pagelen={_PAGE}&sort=created_on"
        while path:
            page = self.client.get(path).data
            if not isinstance(page, dict) or not isinstance(page.get("values"), list):
                raise ForgeError("the host answers with something else than comments; is the address of its API right?")
            yield from (_comment(row) for row in page["values"] if not row.get("deleted") and not row.get("inline"))
            path = str(page.get("next") or "")

    def create(self, body: str) -> None:
        self.client.send("POST", self._comments(), {"content": {"raw": body}})

    def update(self, id: str, body: str) -> None:
        self.client.send("PUT", f"{self._comments()}/{id}", {"content": {"raw": body}})

    def _comments(self) -> str:
        return f"repositories/{self.repository}/pullrequests/{self.number}/comments"


def make_client(root: str, token: str, user: str = "") -> Client:
    """With a user, the token is that user's password for applications; alone it is an access token."""
    if not user:
        return Client(root, {"Authorization": f"Bearer {token}"})
    return Client(root, {"Authorization": "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode("ascii")})


def _comment(row: dict[str, Any]) -> Comment:
    content, user = row.get("content") or {}, row.get("user") or {}
    return Comment(str(row["id"]), str(user.get("uuid", "")), content.get("raw") or "")
