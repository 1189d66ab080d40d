"""What writers of JSON and YAML plans share."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Mapping

from scanner.plan.write import write_yaml

_DOUBTFUL = re.compile(r"[^\x00-\x7e]")
_NAMESPACE = uuid.UUID("6f0c8f0e-6a53-4d3f-9d1b-3f2d0a7c51e4")


def to_json(data: object) -> bytes:
    """JSON with two spaces, text as it is read, and escapes for what nobody could see."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (_DOUBTFUL.sub(lambda match: _escape(match[0]), text) + "\n").encode("utf-8")


def to_yaml(data: Mapping[str, object]) -> bytes:
    return write_yaml(data).encode("utf-8") if data else b"{}\n"


def _escape(character: str) -> str:
    """What a reader could not see, and what YAML does not allow."""
    if character == "\x7f":
        return "\\u007f"
    is_seen = unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co", "Cs")
    return character if is_seen else json.dumps(character)[1:-1]


def filled(data: Mapping[str, object]) -> dict[str, object]:
    """A mapping without what says nothing: None, empty texts, lists and mappings."""
    return {key: value for key, value in data.items() if value is not None and value not in ("", [], {}, ())}


def kept(x: Mapping[str, object], vendor: str) -> dict[str, object]:
    """What was kept for a vendor, to be written back."""
    found = x.get(vendor)
    return dict(found) if isinstance(found, Mapping) else {}


def slug(name: str, taken: set[str], separator: str = "_") -> str:
    """A name as a word for ids and file names: small ASCII letters and digits, each one once among those `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)[:60].strip(separator) or "event"
    made, number = base, 2
    while made in taken:
        made, number = f"{base}{separator}{number}", number + 1
    taken.add(made)
    return made


def stable_uuid(*parts: str) -> str:
    """An id for formats that ask for one: the same for the same parts, on any machine."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(part.encode("utf-8", "backslashreplace").decode() for part in parts)))
