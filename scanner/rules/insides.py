"""What a property holds inside: the keys of an object, the members of a list, and of several forms of one what they have together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scanner.model import PropertyKey

MOST_LEVELS = 4
_MOST_KEYS = 100


@dataclass(slots=True)
class Room:
    """How many more keys and members one call may have inside its properties."""

    left: int = _MOST_KEYS

    def take(self) -> bool:
        """Whether there was room for one more."""
        self.left -= 1
        return self.left >= 0


def mark_added(key: PropertyKey) -> PropertyKey:
    """A key, and all inside it, as something that a wrapper adds."""
    return replace(
        key, added_by="wrapper", properties=tuple(map(mark_added, key.properties)), items=mark_added(key.items) if key.items else None
    )


def merge_forms(forms: Sequence[PropertyKey]) -> PropertyKey:
    """One key for several forms of it: the type that they agree on, all their values, and what any of them has inside."""
    types = {each.type for each in forms}
    is_known = len(types) == 1 and all(each.values for each in forms)
    key = replace(
        forms[0],
        type=types.pop() if len(types) == 1 else "",
        values=tuple(dict.fromkeys(value for each in forms for value in each.values)) if is_known else (),
        conditional=any(each.conditional for each in forms),
    )
    return with_insides(key, forms)


def with_insides(key: PropertyKey, forms: Sequence[PropertyKey]) -> PropertyKey:
    """A key with what its forms have inside, all together; nothing where they are not of one type."""
    if any(each.type != key.type for each in forms):
        return replace(key, properties=(), items=None, complete=False)
    if len(forms) == 1 or not any(each.properties or each.items or not each.complete for each in forms):
        return key
    items = [each.items for each in forms if each.items]
    return replace(
        key,
        properties=_unite([each.properties for each in forms]),
        items=merge_forms(items) if items else None,
        complete=all(each.complete for each in forms),
    )


def _unite(several: Sequence[tuple[PropertyKey, ...]]) -> tuple[PropertyKey, ...]:
    """The keys of several objects; one that not all of them have is conditional."""
    found: dict[str, list[PropertyKey]] = {}
    for keys in several:
        for key in keys:
            found.setdefault(key.name, []).append(key)
    merged = ((merge_forms(forms), len(forms) < len(several)) for forms in found.values())
    return tuple(replace(key, conditional=key.conditional or is_partial) for key, is_partial in merged)
