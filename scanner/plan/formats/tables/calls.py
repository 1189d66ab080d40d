"""A sample call as it stands in a plan's Code column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scanner.model import Kind

_CALL = re.compile(
    r"\b(?P<method>track|page|screen|identify|group)\w*\s*\(\s*(?:(?P<mark>['\"`])(?P<name>(?:(?!(?P=mark)).){1,300})(?P=mark))?"
)
_KINDS: dict[str, Kind] = {"track": "track", "page": "page", "screen": "screen", "identify": "identify", "group": "group"}


@dataclass(frozen=True, slots=True)
class SampleCall:
    """What a sample call sends; `name` is empty when it names nothing."""

    kind: Kind
    name: str


def read_call(text: str) -> SampleCall | None:
    """The first call in a code sample; None when there is none that sends anything."""
    match = _CALL.search(text)
    if match is None:
        return None
    kind = _KINDS[match["method"]]
    return SampleCall(kind, (match["name"] or "") if kind in ("track", "page", "screen") else "")
