"""Requests to a vendor's HTTP API: the URL tells the vendor, the body is the message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.resolve.evaluate import Evaluator
from scanner.resolve.values import External, Given, Item, Joined, Known, ListValue, Missing, RecordValue, Ref, Value, options_of
from scanner.rules.matching import module_fits
from scanner.rules.schema import CallShape, Pack

REQUEST_FUNCTIONS = frozenset(
    ("fetch", "$fetch", "ofetch", "post", "put", "request", "Request", "sendBeacon", "axios", "ajax", "urlopen", "got", "ky", "postJSON")
)
# What gives a request its body after it was made.
BODY_METHODS = frozenset(("json", "body", "send_json", "body_json", "setBody", "bodyValue", "withBody"))
_BODY_KEYS = ("json", "body", "data", "payload", "content")


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a vendor's endpoint. `path` is the URL from the endpoint on; `body` the message, as an argument called `body`."""

    pack: Pack
    endpoint: str
    path: str
    body: Given

    def messages(self) -> Iterator[Given]:
        """The body, once for each of several messages that it lists (`{ events: [a, b] }`)."""
        body = self.body.value
        listed = next((item for item in body.items if _lists_several(item)), None) if isinstance(body, RecordValue) else None
        if listed is None or not isinstance(body, RecordValue) or not isinstance(listed.value, ListValue):
            yield self.body
            return
        for each in listed.value.items:
            items = tuple(replace(item, value=ListValue((each,))) if item is listed else item for item in body.items)
            yield replace(self.body, value=replace(body, items=items))

    def shapes(self) -> Iterator[CallShape]:
        """The pack's shapes for this URL: those whose path it has; those for any path, where there is none."""
        shapes = [shape for surface in self.pack.surfaces for shape in surface.calls if shape.form == "http"]
        fitting = [shape for shape in shapes if "".join(shape.method) and "".join(shape.method) in self.path]
        yield from fitting or [shape for shape in shapes if not "".join(shape.method)] or shapes[:1]


def find_request(evaluator: Evaluator, packs: Sequence[Pack], given: tuple[Given, ...]) -> Request | None:
    """The request that a call makes to a vendor; None for any other call."""
    for position, text in _texts(evaluator, given):
        for pack in packs:
            endpoint = next((each for each in pack.endpoints if each in text), None)
            if endpoint is not None:
                body = _body(evaluator, given, position)
                path = text[text.index(endpoint) + len(endpoint) :]
                if body is not None and _is_made_by(pack, body):
                    return None  # where the vendor's own message is made is the place to name
                return None if body is None else Request(pack, endpoint, path, Given(body, keyword="body"))
    return None


def _lists_several(item: Item) -> bool:
    value = item.value
    return isinstance(value, ListValue) and len(value.items) > 1 and all(isinstance(each, RecordValue) for each in value.items)


def _is_made_by(pack: Pack, body: Value) -> bool:
    root = body.root if isinstance(body, Ref) else None
    return isinstance(root, External) and any(module_fits(root.module, surface.modules) for surface in pack.surfaces)


def _texts(evaluator: Evaluator, given: tuple[Given, ...]) -> Iterator[tuple[int, str]]:
    """What may be the URL: text in the first two arguments, or under `url`."""
    for position, each in enumerate(given):
        if each.keyword not in (None, "url") or (each.keyword is None and position > 1):
            continue
        for value in options_of(each.value):
            inner = evaluator.member(value, "url") if isinstance(value, RecordValue) else value
            for option in options_of(inner):
                if isinstance(option, Known):
                    yield position, option.text
                elif isinstance(option, Joined):
                    yield position, "".join(part.text if isinstance(part, Known) else "*" for part in option.parts)


def _body(evaluator: Evaluator, given: tuple[Given, ...], url: int) -> Value | None:
    named = next((each.value for key in _BODY_KEYS for each in given if each.keyword == key), None)
    if named is not None:
        return named
    for each in given[url:]:
        for value in options_of(each.value):
            if isinstance(value, RecordValue):
                for key in _BODY_KEYS:
                    inside = evaluator.member(value, key)
                    if not isinstance(inside, Missing):
                        return inside
                if each is not given[url]:
                    return value
            elif isinstance(value, Ref) and value.symbolic and each is not given[url]:
                return value
    return None
