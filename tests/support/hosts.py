"""Servers on this machine that play GitHub, GitLab and Bitbucket: their pages, their limits, and their errors."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

OURS, OTHERS = "ours", "others"


@dataclass
class Host:
    """The state of one played host.

    `failures` are answered first, one a request: a status, headers, and whether the request is done all the same. One that
    `fails_to_confirm` does what the first POST asks, and answers that it could not.
    """

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    failures: list[tuple[int, dict[str, str], bool]] = field(default_factory=list)
    longest: int = 65_536
    read_only: bool = False
    knows_user: bool = True
    page: int = 30
    fails_to_confirm: bool = False

    def add(self, body: str, author: str = OTHERS) -> None:
        self.comments.append({"id": 100 + len(self.comments), "body": body, "author": author})

    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]

    def writes(self) -> list[str]:
        return [method for method, _ in self.requests if method != "GET"]


Answer = tuple[int, Any, dict[str, str]]
Play = Callable[[Host, str, str, dict[str, str], Any], Answer]


def github(host: Host, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
    """As documented: pages of 30 unless asked for more, at most 100; a comment over the limit is 422."""
    if path == "/user":
        return (200, {"login": OURS}, {}) if host.knows_user else (403, {"message": "Resource not accessible by integration"}, {})
    if host.read_only and method != "GET":
        return 403, {"message": "Resource not accessible by integration"}, {}
    if body is not None and len(body["body"]) > host.longest:
        return 422, {"message": "Validation Failed", "errors": [{"message": "body is too long"}]}, {}
    if path == "/repos/shop/web/issues/7/comments":
        if method == "POST":
            host.add(body["body"], OURS if host.knows_user else "github-actions[bot]")
            return 201, {}, {}
        size, page = min(int(query.get("per_page", 30)), 100, host.page), int(query.get("page", 1))
        rows = host.comments[(page - 1) * size : page * size]
        return 200, [{"id": row["id"], "body": row["body"], "user": {"login": row["author"]}} for row in rows], {}
    if found := re.fullmatch(r"/repos/shop/web/issues/comments/(\d+)", path):
        return _replace(host, int(found[1]), body["body"])
    return 404, {"message": "Not Found"}, {}


def gitlab(host: Host, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
    """As documented: X-Next-Page tells whether there is more; notes of the system are among the others."""
    if path == "/user":
        return (200, {"id": OURS}, {}) if host.knows_user else (401, {"message": "401 Unauthorized"}, {})
    if host.read_only and method != "GET":
        return 403, {"message": "403 Forbidden"}, {}
    notes = "/projects/shop%2Fweb/merge_requests/7/notes"
    if path == notes:
        if method == "POST":
            host.add(body["body"], OURS)
            return 201, {}, {}
        size, page = min(int(query.get("per_page", 20)), 100, host.page), int(query.get("page", 1))
        rows = host.comments[(page - 1) * size : page * size]
        more = str(page + 1) if len(host.comments) > page * size else ""
        listed = [
            {"id": row["id"], "body": row["body"], "author": {"id": row["author"]}, "system": row["author"] == "system"} for row in rows
        ]
        return 200, listed, {"X-Next-Page": more}
    if found := re.fullmatch(re.escape(notes) + r"/(\d+)", path):
        return _replace(host, int(found[1]), body["body"])
    return 404, {"message": "404 Not Found"}, {}


def bitbucket(host: Host, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
    """As documented: `next` is the address of the next page; comments in the diff and deleted ones are among the others."""
    if path == "/user":
        return (200, {"uuid": OURS}, {}) if host.knows_user else (403, {"error": {"message": "Access denied"}}, {})
    if host.read_only and method != "GET":
        return 403, {"error": {"message": "Access denied"}}, {}
    comments = "/repositories/shop/web/pullrequests/7/comments"
    if path == comments:
        if method == "POST":
            host.add(body["content"]["raw"], OURS)
            return 201, {}, {}
        size, page = min(int(query.get("pagelen", 10)), 100, host.page), int(query.get("page", 1))
        rows = host.comments[(page - 1) * size : page * size]
        listed = [{"id": row["id"], "content": {"raw": row["body"]}, "user": {"uuid": row["author"]}, "deleted": False} for row in rows]
        more = {"next": f"{host.url}{comments}?pagelen={size}&page={page + 1}"} if len(host.comments) > page * size else {}
        return 200, {"values": listed, **more}, {}
    if found := re.fullmatch(re.escape(comments) + r"/(\d+)", path):
        return _replace(host, int(found[1]), body["content"]["raw"])
    return 404, {"error": {"message": "Not found"}}, {}


PLAYS: dict[str, Play] = {"github": github, "gitlab": gitlab, "bitbucket": bitbucket}


def _replace(host: Host, id: int, body: str) -> Answer:
    comment = next((each for each in host.comments if each["id"] == id), None)
    if comment is None:
        return 404, {"message": "Not Found"}, {}
    comment["body"] = body
    return 200, {}, {}


@contextmanager
def play(name: str) -> Iterator[Host]:
    """A server of that host, while the block runs."""
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            host.requests.append((self.command, parts.path))
            host.tokens.append(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or "")
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            failure = host.failures.pop(0) if host.failures else None
            if self.command == "POST" and host.fails_to_confirm:
                host.fails_to_confirm, failure = False, (502, {}, True)
            if failure is None or failure[2]:
                status, data, headers = PLAYS[name](host, self.command, parts.path, query, body)
            if failure is not None:
                status, data, headers = failure[0], {"message": "try again"}, failure[1]
            text = json.dumps(data).encode()
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = _answer  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Nothing to the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
