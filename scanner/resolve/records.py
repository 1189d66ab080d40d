"""Records and lists that are made of values: of keys and values in turn, of pairs, of other records; and what one item of them is."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model import Location
from scanner.resolve.values import (
    EnumValue,
    Given,
    Item,
    Known,
    ListValue,
    RecordValue,
    Ref,
    Unknown,
    Value,
    is_null,
    join,
    one_of,
    options_of,
    present,
    text_of_enum,
)

_NO_KEYS = frozenset(("{}", "&", "uniquingKeysWith"))  # what a merge is given beside records


def from_alternating(given: Sequence[Given]) -> Value | None:
    """`Map.of("a", 1, "b", 2)`."""
    if len(given) % 2 or any(each.spread or each.keyword for each in given):
        return None
    items = [entry(given[index].value, given[index + 1].value, given[index].location) for index in range(0, len(given), 2)]
    return RecordValue(tuple(items))


def from_pairs(given: Sequence[Given]) -> Value | None:
    """`mapOf("a" to 1, ...)`, `HashMap::from([("a", 1)])`: arguments, or items of one list, that are pairs."""
    if len(given) == 1 and isinstance(given[0].value, ListValue) and not is_pair(given[0].value):
        values: list[tuple[Value, Location | None]] = [(item, given[0].location) for item in given[0].value.items]
        is_open = given[0].value.open
    else:
        values = [(each.value, each.location) for each in given if not each.spread]
        is_open = any(each.spread for each in given)
    if not all(isinstance(value, ListValue) and is_pair(value) for value, _ in values) or (not values and given):
        return None
    items = [entry(value.items[0], value.items[1], place) for value, place in values if isinstance(value, ListValue)]
    if is_open:
        items.append(Item(Unknown("entries that are spread"), spread=True))
    return RecordValue(tuple(items))


def is_pair(value: ListValue) -> bool:
    """Whether a list is a key and its value."""
    return len(value.items) == 2 and not value.open


def entry(key: Value, value: Value, place: Location | None) -> Item:
    """A key with its value, as a record holds them."""
    key = text_of_enum(key) if isinstance(key, EnumValue) else key
    return Item(value, key=key.text, location=place) if isinstance(key, Known) else Item(value, key_value=key, location=place)


def merged_copy(target: Value, given: Sequence[Given]) -> Value:
    """The record with others merged in, as a new one."""
    others = (
        Item(each.value, key=each.keyword, location=each.location) if each.keyword else Item(each.value, spread=True)
        for each in given
        if each.keyword not in _NO_KEYS
    )
    return RecordValue((Item(target, spread=True), *others))


def merged(values: Sequence[Value]) -> Value:
    """The records merged into one, later ones over earlier ones."""
    items = tuple(Item(value, spread=True) for value in values if not is_null(value))
    return RecordValue(items)


def from_keywords(given: Sequence[Given]) -> Value:
    """`dict(first, b=2)`: named arguments are keys, others are records that are merged in."""
    items: list[Item] = []
    for each in given:
        if each.keyword is not None:
            items.append(Item(each.value, key=each.keyword, location=each.location))
        else:
            items.append(Item(each.value, spread=True))
    return RecordValue(tuple(items))


def joined_list(separator: Value, items: ListValue) -> Value:
    """The items as one text, with something between each."""
    if items.open:
        return Unknown("joined text", "string")
    parts: list[Value] = []
    for item in items.items:
        parts += [separator, item] if parts else [item]
    return join(parts)


def element_of(collection: Value, part: str) -> Value:
    """One item (or key) of a collection, as a loop gets it."""
    found: list[Value] = []
    for each in options_of(present(collection)):
        if isinstance(each, ListValue) and each.items and not each.open:
            found += each.items
        elif isinstance(each, RecordValue) and not any(item.spread or item.key is None for item in each.items):
            if part == "value":
                found += [item.value for item in each.items]
            else:
                found += [Known(item.key, item.location) for item in each.items if item.key is not None and item.location is not None]
        elif isinstance(each, Ref):
            found.append(each.step("[]") if part != "key" else Unknown("a key of something that is not known"))
        else:
            return Unknown("an item of something that is not known")
    return one_of(found) if found else Unknown("an item of something that is not known")
