"""Reads rows below a header into a draft, whatever the layout: a row an event, a row a property, or several properties in a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scanner.plan.formats.tables.calls import read_call
from scanner.plan.formats.tables.cells import is_blank, is_nothing, read_flag, split_list
from scanner.plan.formats.tables.drafts import EventDraft, PlanDraft, PropertyDraft, fill
from scanner.plan.formats.tables.fields import EVENT_FIELDS, PROPERTY_FIELDS, Said, Style, read_types, settle_property
from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import Column, Header
from scanner.plan.formats.tables.lists import Listed, read_property_list
from scanner.plan.model import NAMED_KINDS, Alias, Status
from scanner.plan.words import fold, quote

_KIND_WORDS = {
    **{kind: kind for kind in ("track", "identify", "group", "page", "screen", "alias", "revenue", "reset")},
    **dict.fromkeys(("event", "trackevent", "custom", "customevent"), "track"),
    **dict.fromkeys(
        ("user", "userproperty", "userproperties", "usertraits", "profile", "userprofile", "people", "identifytraits"), "identify"
    ),
    **dict.fromkeys(("groupprofile", "groupproperties", "account", "grouptraits"), "group"),
    **dict.fromkeys(("pageview", "pageviewed"), "page"),
    **dict.fromkeys(("screenview", "screenviewed"), "screen"),
    **dict.fromkeys(("common", "global", "globals", "system", "super"), "globals"),
    **dict.fromkeys(("propertygroup", "bundle", "propertybundle"), "property group"),
    **dict.fromkeys(("type", "types", "customtype"), "type"),
}


# Whose property it is, in formats that have properties of users and of all events beside those of an event.
_SCOPE_WORDS = {
    **dict.fromkeys(("user", "userproperty", "people", "profile"), "identify"),
    **dict.fromkeys(("group", "groupproperty"), "group"),
    **dict.fromkeys(("system", "systemproperty", "global", "super"), "globals"),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one layout reads its rows.

    `kinds` and `types` are its own words for the kind of an event and the type of a property, folded; those of everybody are known
    anyway. `sections`: a row with one filled cell is always a title.
    """

    style: Style = field(default_factory=Style)
    kinds: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: bool = False


PROGRESS = ("ready", "installed", "tested")
PROGRESS_OF: Mapping[Status, tuple[bool, bool, bool]] = {
    "planned": (True, False, False),
    "implemented": (True, True, False),
    "verified": (True, True, True),
}


@dataclass(slots=True)
class Table:
    """A header and what is being read below it."""

    draft: PlanDraft
    header: Header
    layout: Layout
    owner: EventDraft | None = None
    category: str = ""
    begun: set[int] = field(default_factory=set)
    _places: dict[str, int | None] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], list[tuple[Column, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {role: self.header.column(role) for role in self.header.roles}

    def place(self, role: str) -> int | None:
        """Where the first column with this role stands."""
        return self._places.get(role)

    def columns(self, *prefixes: str) -> list[tuple[Column, str]]:
        """The columns whose role begins so, with the rest of the role. Types come first: other fields are read by them."""
        if prefixes not in self._columns:
            self._columns[prefixes] = [pair for prefix in prefixes for pair in self._begin_with(prefix)]
        return self._columns[prefixes]

    def _begin_with(self, prefix: str) -> list[tuple[Column, str]]:
        found = [(each, each.role[len(prefix) :]) for each in self.header.columns if each.role.startswith(prefix)]
        return sorted(found, key=lambda pair: pair[1] != "types")


def read_rows(
    draft: PlanDraft, header: Header, rows: Sequence[Row], layout: Layout, owner: EventDraft | None = None, category: str = ""
) -> None:
    """Read all rows below a header. `owner` is what properties belong to that stand before any event; `category`: of the first."""
    table = Table(draft, header, layout, owner, category)
    has_sections = layout.sections or _has_sections(header, rows)
    for row in rows:
        if not row.filled or _repeats_header(row, header):
            continue
        if has_sections and len(row.filled) == 1 and (row.cell(header.column("event")) or row.cell(0)):
            table.category = row.filled[0]
            continue
        if _is_ignored(table, row):
            continue
        _read_row(table, row)


def _find_sheet_owner(table: Table, row: Row) -> EventDraft | None:
    """In a sheet of user and group properties, those with a type of group are the group's."""
    if "sent with" not in table.header.roles:
        return None
    kind = "identify" if is_blank(row.cell(table.place("group"))) else "group"
    return table.draft.event(row.number, "", kind)


def _is_ignored(table: Table, row: Row) -> bool:
    """A row that says itself that it is to be passed over."""
    if fold(row.cell(table.place("action"))) != "ignore":
        return False
    table.draft.lose(row.number, "rows", "action", "to be ignored, as they say themselves; left out")
    return True


def _has_sections(header: Header, rows: Sequence[Row]) -> bool:
    """Whether rows with one filled cell are titles: where most rows say more, and events need no rows of their own."""
    if "property" in header.roles:
        return False
    filled = [len(row.filled) for row in rows if row.filled]
    single = sum(count == 1 for count in filled)
    return 0 < single <= len(filled) / 3


def _repeats_header(row: Row, header: Header) -> bool:
    return all(row.cell(column.index) == column.title for column in header.columns)


def _read_row(table: Table, row: Row) -> None:
    name = row.cell(table.place("property"))
    is_new = _find_owner(table, row, has_property=not is_blank(name))
    shared = _find_shared(table, row) if not is_blank(name) else None
    owner = table.owner or shared
    if owner is None:
        table.draft.lose(row.number, "rows", "event", "something is said before any event is named; left out")
        return
    prop = table.draft.property(shared or owner, row.number, name) if not is_blank(name) else None
    if is_new and table.category:
        fill(owner.said, {"category": table.category})
    if table.owner is not None:
        _read_event_cells(table, row, table.owner, prop)
    if prop is not None:
        _read_property_cells(table, row, prop)
    _read_wide(table, row, owner)
    _read_lists(table, row, owner)
    _read_unknown(table, row, owner, prop)


def _find_shared(table: Table, row: Row) -> EventDraft | None:
    """What a property belongs to that is no event's own: a user, all events, or a group of properties."""
    sheet = _find_sheet_owner(table, row)
    if sheet is not None:
        return sheet
    bundle = row.cell(table.place("bundle"))
    scope = _SCOPE_WORDS.get(fold(row.cell(table.place("scope"))), "")
    name = row.cell(table.place("event"))
    if not is_blank(bundle):
        found = table.draft.group(row.number, bundle)
        told = row.cell(table.place("bundle.description"))
        fill(found.said, {"description": told} if told else {})
        if not is_blank(name) and table.owner is not None:
            table.owner.said["use_groups"] = tuple(dict.fromkeys((*table.owner.said.get("use_groups", ()), bundle)))
        return found
    if scope == "globals":
        return table.draft.scope(row.number, "all")
    if not scope:
        return None
    if not is_blank(name):
        table.draft.lose(row.number, "properties", "event", f"sent with one event but planned for {scope}")
    return table.draft.event(row.number, "", scope)


def read_kind(word: str) -> str | None:
    """The kind that a word stands for; also `globals`, `property group` and `type`, whose rows are no events."""
    return _KIND_WORDS.get(fold(word))


def _find_owner(table: Table, row: Row, *, has_property: bool) -> bool:
    """Set what the row speaks of. True when it begins something."""
    text = row.cell(table.place("event"))
    word = row.cell(table.place("kind"))
    kind = table.layout.kinds.get(fold(word)) or read_kind(word) or "track"
    if is_blank(text):
        goes_on = table.owner is not None and (not word or kind == "track" or (has_property and table.owner.said.get("kind") == kind))
        if goes_on or kind in NAMED_KINDS:
            return False
        text = ""
    before = table.owner
    table.owner = _open(table, row.number, text, kind, row.cell(table.place("event.version")))
    if not has_property:
        _note_double(table, row, table.owner)
    return table.owner is not before


def _note_double(table: Table, row: Row, owner: EventDraft) -> None:
    """The same event in two rows of a table that has a row for each: one of them is a slip."""
    if owner.label and id(owner) in table.begun:
        first = owner.origin.line
        told = f"event {quote(owner.label)} is planned again; what its first row, in line {first}, says counts"
        table.draft.note(row.number, told)
    table.begun.add(id(owner))


def _open(table: Table, line: int, text: str, kind: str, version: str) -> EventDraft:
    if kind == "globals":
        return table.draft.scope(line, fold(text) or "all")
    if kind == "property group":
        return table.draft.group(line, text)
    if kind == "type":
        return table.draft.type_list(line)
    is_kind_itself = kind not in NAMED_KINDS and _KIND_WORDS.get(fold(text)) == kind
    return table.draft.event(line, "" if is_kind_itself else text, kind, version)


def _read_event_cells(table: Table, row: Row, owner: EventDraft, prop: PropertyDraft | None) -> None:
    for column, name in table.columns("event.", *(() if prop is not None else ("row.",))):
        text = row.cell(column.index)
        if is_nothing(text) or name == "version":
            continue
        said = EVENT_FIELDS[name](text, table.layout.style) if name in EVENT_FIELDS else None
        if said is None:
            owner.x.setdefault(column.title, text)
            continue
        _say_once(table, row, owner, said)
    if fold(row.cell(table.place("action"))) == "remove" and prop is None:
        owner.said["status"] = "removed"
    _read_mappings(table, row, owner, prop)
    _read_code(table, row, owner)
    _read_progress(table, row, owner)
    kind = row.cell(table.place("kind"))
    if kind and fold(kind) not in _KIND_WORDS and fold(kind) not in table.layout.kinds:
        column = next(each for each in table.header.columns if each.role == "kind")
        owner.x.setdefault(column.title, kind)


def _read_mappings(table: Table, row: Row, owner: EventDraft, prop: PropertyDraft | None) -> None:
    """`Event Name Mapping: tool`: what the event is called in a destination; the same for a property."""
    for column, destination in table.columns("mapping:"):
        text = row.cell(column.index)
        if not is_blank(text) and destination not in dict(owner.said.get("destinations", ())):
            owner.said["destinations"] = (*owner.said.get("destinations", ()), (destination, text))
    for column, _ in table.columns("alias:") if prop is not None else ():
        text = row.cell(column.index)
        if not is_blank(text) and prop is not None:
            prop.x.setdefault(column.title, text)
            prop.said["aliases"] = tuple(dict.fromkeys((*prop.said.get("aliases", ()), text)))


def _read_progress(table: Table, row: Row, owner: EventDraft) -> None:
    """`Ready?`, `Installed?`, `Tested?`: how far an event has come. An answer that says more than the status is kept."""
    cells = {column.role: (column.title, row.cell(column.index)) for column in table.header.columns if column.role in PROGRESS}
    answers = tuple(read_flag(cells[role][1]) if role in cells else None for role in PROGRESS)
    if all(answer is None for answer in answers):
        owner.x.update({title: text for title, text in cells.values() if text})
        return
    status: Status = "verified" if answers[2] else "implemented" if answers[1] else "planned"
    fill(owner.said, {"status": status})
    if answers != PROGRESS_OF[status]:
        owner.x.update({title: text for title, text in cells.values() if text})


def _say_once(table: Table, row: Row, owner: EventDraft, said: Said) -> None:
    for key, value in said.items():
        if owner.said.get(key) not in (None, "", (), value):
            table.draft.lose(row.number, "events", key, f'"{key}" is said again and differently; the first counts')
    fill(owner.said, said)


def _read_code(table: Table, row: Row, owner: EventDraft) -> None:
    """A sample call. When it sends another name than the plan says, one of them is wrong."""
    column = next((each for each in table.header.columns if each.role == "code"), None)
    text = row.cell(column.index) if column else ""
    if column is None or is_nothing(text):
        return
    owner.x.setdefault(column.title, text)
    call = read_call(text)
    if call is None or not owner.said.get("name") or call.name in ("", owner.said["name"]):
        return
    told = f"event {quote(owner.label)} is called {quote(call.name)} in its code sample"
    table.draft.note(row.number, told)
    fill(owner.said, {"aliases": ()})
    owner.said["aliases"] = (*owner.said["aliases"], Alias(call.name, "code-sample"))


def _read_property_cells(table: Table, row: Row, prop: PropertyDraft) -> None:
    said: Said = {}
    for column, name in table.columns("property.", "row."):
        text = row.cell(column.index)
        if is_blank(text) or (is_nothing(text) and name in ("description", "display_name", "format")):
            continue
        found = _read_field(table, name, text)
        if found is None:
            prop.x.setdefault(column.title, text)
        else:
            said.update({key: value for key, value in found.items() if key not in said})
    if fold(row.cell(table.place("action"))) == "remove":
        said["status"] = "removed"
    settle_property(said)
    if any(prop.said.get(key) not in (None, "", (), value) for key, value in said.items()):
        table.draft.lose(row.number, "properties", "property", "planned again for the same event and differently; the first counts")
    fill(prop.said, said)


def _read_field(table: Table, name: str, text: str) -> Said | None:
    if name == "status" and read_flag(text) is not None:
        return {"required": read_flag(text)}
    own = table.layout.types.get(fold(text)) if name == "types" else None
    if own is not None:
        return {"types": own}
    if name == "types":
        return read_types(text, table.draft.types.properties if table.draft.types else ())
    reading = PROPERTY_FIELDS.get(name)
    return reading(text, table.layout.style) if reading else None


def _read_wide(table: Table, row: Row, owner: EventDraft) -> None:
    """`param_1`, `param_1_type`: several columns a property, several properties a row."""
    by_number: dict[str, dict[str, str]] = {}
    for column, rest in table.columns("wide:"):
        number, _, part = rest.partition(":")
        by_number.setdefault(number, {})[part] = row.cell(column.index)
    for number in sorted(by_number, key=int):
        parts = by_number[number]
        name = parts.get("name") or parts.get("key") or ""
        if is_nothing(name):
            continue
        prop = table.draft.property(owner, row.number, name)
        said: Said = {}
        for part, field_name in (("type", "types"), ("value", "values"), ("example", "examples"), ("description", "description")):
            found = _read_field(table, field_name, parts[part]) if parts.get(part) else None
            said.update(found or {})
        required = read_flag(parts.get("required", ""))
        settle_property(said)
        fill(prop.said, {**said, **({} if required is None else {"required": required})})


_LIST_REQUIRED = {"properties": None, "properties.required": True, "properties.optional": False}


def _read_lists(table: Table, row: Row, owner: EventDraft) -> None:
    values = row.cell(table.place("values"))
    for column in table.header.columns:
        text = row.cell(column.index)
        if column.role not in _LIST_REQUIRED or is_nothing(text):
            continue
        found, rest = read_property_list(text)
        for listed, value in zip(found, _pair_values(text, values, len(found)), strict=True):
            _add_listed(table, row, owner, listed, value, _LIST_REQUIRED[column.role])
        if rest:
            table.draft.lose(row.number, "passages", column.title, "words among properties that name none; kept as they stand", len(rest))
            owner.x.setdefault(column.title, text)
    if values and not any(column.role in _LIST_REQUIRED and not is_nothing(row.cell(column.index)) for column in table.header.columns):
        owner.x.setdefault(next(each.title for each in table.header.columns if each.role == "values"), values)
    elif values and not _pair_values_fit(table, row, values):
        table.draft.lose(row.number, "cells", "values", "the values do not stand line by line beside the properties; kept as they stand")
        owner.x.setdefault(next(each.title for each in table.header.columns if each.role == "values"), values)


def _pair_values(text: str, values: str, count: int) -> list[str]:
    """The values that stand in the same line as each property, of the cell beside."""
    lines = values.split("\n")
    return [line.strip() for line in lines] if values and len(lines) == count else [""] * count


def _pair_values_fit(table: Table, row: Row, values: str) -> bool:
    cells = [row.cell(column.index) for column in table.header.columns if column.role in _LIST_REQUIRED]
    return any(len(read_property_list(cell)[0]) == len(values.split("\n")) for cell in cells)


def _add_listed(table: Table, row: Row, owner: EventDraft, listed: Listed, value: str, required: bool | None) -> None:
    prop = table.draft.property(owner, row.number, listed.name)
    said: Said = dict(listed.said)
    if not is_nothing(value):
        said.update(_read_listed_value(value))
    settle_property(said)
    fill(prop.said, {**({} if required is None else {"required": required}), **said})


def _read_listed_value(value: str) -> Said:
    """`true || false` is a choice; anything else is what a value may look like."""
    if len(split_list(value.replace("||", "|"), "|")) > 1:
        return {"raw_enum": value.replace("||", "|"), "enum_separator": "|"}
    return {"examples": (value,)}


def _read_unknown(table: Table, row: Row, owner: EventDraft, prop: PropertyDraft | None) -> None:
    """Columns that nobody knows are kept: before the name of the property they are the event's, behind it the property's."""
    place = table.place("property")
    known = {column.index for column in table.header.columns}
    for column in table.header.columns:
        text = row.cell(column.index)
        if (column.role and column.role not in ("sent with", "group")) or not text:
            continue
        is_property = prop is not None and place is not None and column.index > place
        holder: dict[str, Any] = prop.x if is_property and prop is not None else owner.x
        if holder.setdefault(column.title, text) != text and prop is not None:
            prop.x.setdefault(column.title, text)
    for index, cell in enumerate(row.cells):
        if cell.strip() and index not in known:
            table.draft.lose(row.number, "cells", "column", "a column without a title; left out")
