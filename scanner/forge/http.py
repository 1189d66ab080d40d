"""Requests to one host: tried again when it is worth it, and never telling anybody the token."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from scanner.forge.base import ForgeError, Refused, Unreachable

_TRIES = 4
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_TIMEOUT = (10.0, 30.0)
_BUSY = (429, 500, 502, 503, 504)
_REFUSED = (401, 403, 404)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: the JSON in its body, and the headers that page through a list."""

    data: Any
    headers: Mapping[str, str]


@dataclass(slots=True)
class Client:
    """Talks to the API below `root`. `headers` carry the token."""

    root: str
    headers: Mapping[str, str] = field(repr=False)
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    def get(self, path: str, **parameters: str | int) -> Answer:
        return self._ask("GET", self._address(path), parameters, None)

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Answer:
        """POST, PUT or PATCH. A POST is not tried again when it may have been done: that raises Unreachable with `uncertain`."""
        return self._ask(method, self._address(path), {}, body)

    def _address(self, path: str) -> str:
        """An address below the root. One that a host gives for the next page must be its own, for the token goes along."""
        if not path.startswith(("http://", "https://")):
            return f"{self.root.rstrip('/')}/{path.lstrip('/')}"
        if urlsplit(path)[:2] != urlsplit(self.root)[:2]:
            raise ForgeError("the host names a page on another host; it is not asked")
        return path

    def _ask(self, method: str, address: str, parameters: Mapping[str, str | int], body: Mapping[str, Any] | None) -> Answer:
        for number in range(1, _TRIES + 1):
            try:
                answer = self._once(method, address, parameters, body)
            except requests.RequestException as error:
                problem, wait, done = f"cannot be reached ({type(error).__name__})", None, not isinstance(error, requests.ConnectTimeout)
            else:
                if 200 <= answer.status_code < 300:
                    return Answer(_json(answer), answer.headers)
                wait = _wait_of(answer)
                if answer.status_code not in _BUSY and wait is None:
                    raise _failure(answer)
                problem, done = f"answers {answer.status_code}", answer.status_code in (500, 502, 504)
            if method == "POST" and done:
                raise Unreachable(f"the host {problem}", uncertain=True)
            if number < _TRIES:
                time.sleep(min(wait if wait is not None else _FIRST_WAIT * 2 ** (number - 1), _LONGEST_WAIT))
        raise Unreachable(f"the host {problem}, {_TRIES} times")

    def _once(self, method: str, address: str, parameters: Mapping[str, str | int], body: Mapping[str, Any] | None) -> requests.Response:
        headers = {"User-Agent": "tracklint", "Accept": "application/json", **self.headers}
        # a redirect could lead the token to another host
        return self.session.request(
            method, address, params=parameters or None, json=body, headers=headers, timeout=_TIMEOUT, allow_redirects=False
        )


def _json(answer: requests.Response) -> Any:
    if not answer.content:
        return None
    try:
        return answer.json()
    except ValueError as error:
        raise ForgeError("the host answers with something that is no JSON; is the address of its API right?") from error


def _wait_of(answer: requests.Response) -> float | None:
    """How many seconds a host asks to wait when it has had too many requests; None when it does not."""
    told = answer.headers.get("Retry-After", "")
    if told.isdecimal():
        return float(told)
    spent = answer.headers.get("X-RateLimit-Remaining") == "0" or answer.headers.get("RateLimit-Remaining") == "0"
    reset = answer.headers.get("X-RateLimit-Reset") or answer.headers.get("RateLimit-Reset") or ""
    if answer.status_code in (403, 429) and spent and reset.isdecimal():
        return max(0.0, float(reset) - time.time())
    return None


def _failure(answer: requests.Response) -> ForgeError:
    told = _message(answer)
    if answer.status_code in _REFUSED:
        return Refused(f"the host refuses ({answer.status_code}){told}")
    if 300 <= answer.status_code < 400:
        return ForgeError(f"the host answers with a redirect ({answer.status_code}); name the address of its API itself")
    return ForgeError(f"the host does not accept the comment ({answer.status_code}){told}")


def _message(answer: requests.Response) -> str:
    try:
        data = answer.json()
    except ValueError:
        return ""
    told = data.get("message") or data.get("error") if isinstance(data, dict) else None
    told = told.get("message") if isinstance(told, dict) else told
    return f": {told[:200]}" if isinstance(told, str) else ""
