"""Whether the name of an event is still written where a call sent it."""

from __future__ import annotations

import re

from scanner.model import Call, Location
from scanner.plan.words import split_words

# `Events.OrderCompleted`, `Events::DONE`: an expression that stands for this event and for no other.
_MEMBER = re.compile(r"[\w$]+(?:(?:\.|::|->|\?\.)[\w$]+)+")

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


def find_mention(call: Call, name: str, path: str, text: bytes) -> Location | None:
    """The first place in a file that still names an event as a call did: by the same constant, by a member of that name, or in quotes."""
    written = [f"(?<![\\w$.]){re.escape(call.event.text)}(?![\\w$])"] if _names_one(call) else []
    if call.event.kind != "literal" and _IDENTIFIER.fullmatch(name) and len(split_words(name)) > 1:
        written.append(f"(?:\\.|::|->){re.escape(name)}(?![\\w$])")
    quoted = f"([\"'`]){re.escape(name)}\\1"
    found = re.search("|".join([quoted, *written]).encode("utf-8", "surrogatepass"), text)
    return Location(path, text.count(b"\n", 0, found.start()) + 1) if found else None


def _names_one(call: Call) -> bool:
    return call.event.kind == "constant" and _MEMBER.fullmatch(call.event.text) is not None
