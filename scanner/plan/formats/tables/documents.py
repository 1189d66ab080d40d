"""Plans written as Markdown documents: tables of events, a heading and a table of properties for each event, or a heading and a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from scanner.errors import PlanError
from scanner.plan.formats.base import Material, PlanFormat
from scanner.plan.formats.tables.cells import is_blank, read_flag
from scanner.plan.formats.tables.document_writing import write
from scanner.plan.formats.tables.drafts import EventDraft, PlanDraft, PropertyDraft, fill
from scanner.plan.formats.tables.fields import EVENT_FIELDS, read_types, settle_property
from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import Column, Header, is_property_header
from scanner.plan.formats.tables.lists import read_property_list
from scanner.plan.formats.tables.markdown import Block, code_spans, read_blocks, to_plain
from scanner.plan.formats.tables.owners import clean_title, is_special, open_owner
from scanner.plan.formats.tables.rows import Layout, read_kind, read_rows
from scanner.plan.formats.tables.sections import (
    FIELD,
    PROPERTY_ITEM,
    Section,
    lists_events,
    plain_row,
    read_field,
    split_sections,
    table_header,
)
from scanner.plan.model import NAMED_KINDS, Plan
from scanner.plan.places.section import blank_section
from scanner.plan.words import fold

X_KEY = "table"
_SUFFIXES = (".md", ".markdown", ".mdx", ".mdown")
_SEPARATORS_ONLY = re.compile(r"[\s,/|+&·]*(?:(?:and|or|et|ou)[\s,/|+&·]*)*\Z")
_IDENTIFIER = re.compile(r"[A-Za-z0-9$]+(?:[_.:-][A-Za-z0-9$*]+)+\Z")
_LEAST_ALIKE = 3


def _recognise(material: Material) -> int:
    if material.is_folder or material.suffix not in _SUFFIXES:
        return 0
    try:
        document = material.derive(_open)
    except PlanError:
        return 5
    return 50 if document.event_tables or document.events else 5


class _Document:
    """A document whose sections are sorted: those that list events, and those that are about one."""

    def __init__(self, sections: list[Section]) -> None:
        self.sections = sections
        self.event_tables = [table for section in sections for table in section.tables if lists_events(table)]
        self.listed = frozenset(name for table in self.event_tables for name in _listed_names(table))
        self.events: dict[int, Section] = {}
        for section in sections:
            owner = _find_named(section)
            if owner is not None and _tells(section) and self._may_name(owner, section):
                self.events[owner.line] = owner
        self._drop_doubtful()
        self._add_siblings()

    def _may_name(self, owner: Section, section: Section) -> bool:
        """Where tables list the events, a heading is one of them, or looks like nothing else."""
        if section.has_kind() or is_special(owner.title):
            return True
        if not self.event_tables:
            return not owner.is_generic
        title = clean_title(owner.title)
        return title in self.listed or bool(_IDENTIFIER.match(title)) or code_spans(owner.markdown)[0] == [title]

    def _drop_doubtful(self) -> None:
        """A single table of `Key` and `Type` under a heading in words is about settings as often as about an event."""
        levels = [section.level for section in self.events.values()]
        for line, section in list(self.events.items()):
            is_sure = is_special(section.title) or section.title in self.listed or _IDENTIFIER.match(clean_title(section.title))
            if section.is_doubtful() and not is_sure and levels.count(section.level) < _LEAST_ALIKE:
                del self.events[line]

    def _add_siblings(self) -> None:
        """An event without properties has only a text: known by the events that stand beside it."""
        levels = [section.level for section in self.events.values() if not is_special(section.title)]
        usual = {level for level in levels if levels.count(level) >= _LEAST_ALIKE}
        if self.event_tables:
            return
        for section in self.sections:
            beside = any(above.line in self.events for above in section.above)
            if section.level in usual and section.has_text_only and not section.is_generic and not section.label and not beside:
                self.events.setdefault(section.line, section)


def _find_named(section: Section) -> Section | None:
    """The section whose heading names what this one describes: itself, or the one above when it is only `Properties`."""
    return next((each for each in (section, *reversed(section.above)) if not each.label and each.title), None)


def _tells(section: Section) -> bool:
    """Whether a section says something of one event, or of what events have in common."""
    is_common = is_special(section.title) and any(role == "event.use_groups" for role, _, _ in section.fields())
    return section.has_properties() or section.has_kind() or is_common


def _listed_names(table: Block) -> Iterable[str]:
    column = table_header(table).column("event")
    for row in table.rows[1:]:
        yield to_plain(row.cell(column))


def _open(material: Material) -> _Document:
    return _Document(split_sections(read_blocks(blank_section(material.text), material.path)))


def read(material: Material) -> Plan:
    document = material.derive(_open)
    if not document.event_tables and not document.events:
        wanted = "a table with a column such as Event, or a heading for each event with a table or list of its properties below"
        raise PlanError(f"the document names no event: there must be {wanted}", material.path, 1)
    return _DocumentReader(document, material.path).read()


class _DocumentReader:
    def __init__(self, document: _Document, path: str) -> None:
        self._document = document
        self.draft = PlanDraft(path, X_KEY)
        self._owners: dict[int, EventDraft] = {}

    def read(self) -> Plan:
        titles = [section for section in self._document.sections if section.level == 1]
        title = titles[0] if len(titles) == 1 and titles[0].line not in self._document.events else None
        if title is not None and fold(title.title) != "trackingplan":
            self.draft.said["name"] = title.title
        for section in self._document.sections:
            if section is title:
                self._read_introduction(section)
            else:
                self._read_section(section)
        return self.draft.finish()

    def _read_introduction(self, section: Section) -> None:
        passages = [block for block in section.blocks if block.kind == "text" and block.text and not block.text.startswith(">")]
        if passages:
            self.draft.said["description"] = "\n\n".join(to_plain(block.text) for block in passages)
        rest = [block for block in section.blocks if block not in passages]
        self._read_loose(replace_blocks(section, rest))

    def _read_section(self, section: Section) -> None:
        named = _find_named(section)
        if named is None or named.line not in self._document.events:
            self._read_loose(section)
            return
        owner = self._owners.setdefault(named.line, self._open(named))
        fill(owner.said, {"category": _category(named)} if not is_special(named.title) else {})
        _EventReader(self, owner, section).read()

    def _open(self, named: Section) -> EventDraft:
        """What a heading names. A section that says its kind and version was written from a plan: its heading is the name itself."""
        told = {role: value for role, _, value in named.fields()}
        kind = read_kind(to_plain(told.get("kind", "")))
        if kind is None:
            return open_owner(self.draft, named.line, named.title)
        name = "" if kind not in NAMED_KINDS and fold(named.title) == fold(kind) else named.title
        return self.draft.event(named.line, name, kind, to_plain(told.get("event.version", "")))

    def _read_loose(self, section: Section) -> None:
        """A section that is about no one event: its tables may list some. The rest is told and left."""
        for block in section.blocks:
            if block.kind == "table" and lists_events(block):
                self.read_event_table(section, block)
            elif block.kind == "table":
                self.draft.lose(block.line, "tables", "table", "it names no event; left out")
            elif block.text.strip() and not _is_contents(block):
                self.draft.lose(block.line, "passages", "text", "text that is about no one event; left out")

    def read_event_table(self, section: Section, table: Block) -> None:
        header = table_header(table)
        width = len(table.rows[0].cells)
        columns = (*header.columns, Column(width, "Event (beside the name)"))
        rows = [made for row in table.rows[1:] for made in _split_names(row, header, width)]
        before = set(self.draft.events)
        read_rows(self.draft, Header(0, header.number, columns), rows, Layout())
        category = _category_of_table(section)
        for key, event in self.draft.events.items():
            if key not in before and category:
                fill(event.said, {"category": category})


def replace_blocks(section: Section, blocks: list[Block]) -> Section:
    return replace(section, blocks=blocks)


def _is_contents(block: Block) -> bool:
    """An item of a table of contents."""
    return block.kind == "item" and bool(re.match(r"^\[.*\]\(#[^)]*\)\s*\Z", block.text, re.DOTALL))


def _category(section: Section) -> str:
    found = next((each for each in reversed(section.above) if each.level > 1), None)
    return "" if found is None or found.is_generic else clean_title(found.title)


def _category_of_table(section: Section) -> str:
    return clean_title(section.title) if section.level > 1 and not section.is_generic else ""


def _split_names(row: Row, header: Header, width: int) -> Iterable[Row]:
    """A row with its event as plain text; several names in code give several rows; what stands beside a name goes to its own column."""
    place = header.column("event")
    plain = plain_row(row, header)
    raw = row.cell(place)
    if place is None or is_blank(raw):
        return [plain]
    names, rest = code_spans(raw)
    if not names or not raw.lstrip("*_~ ").startswith("`"):
        return [plain]
    aside = "" if _SEPARATORS_ONLY.match(rest.strip("*_~ ")) else to_plain(rest)
    if aside or len(names) == 1:
        names = names[:1]
    made: list[Row] = []
    for name in names:
        cells = [*plain.cells, *("" for _ in range(width + 1 - len(plain.cells)))]
        cells[place], cells[width] = name, aside
        made.append(Row(row.number, tuple(cells)))
    return made


class _EventReader:
    """Reads the blocks of one section into what its heading names."""

    def __init__(self, reader: _DocumentReader, owner: EventDraft, section: Section) -> None:
        self._reader = reader
        self._draft = reader.draft
        self._owner = owner
        self._section = section
        self._in_properties = section.label == "properties"
        self._last: PropertyDraft | None = None
        self._passages: list[str] = []

    def read(self) -> None:
        for block in self._section.blocks:
            if block.kind == "table":
                self._read_table(block)
            elif block.kind == "code":
                self._owner.x.setdefault("Code", block.text)
            elif block.text.strip():
                self._read_text(block)
        label = self._section.label or "event.description"
        text = "\n\n".join(self._passages)
        if text and label.startswith("event."):
            said = EVENT_FIELDS[label.removeprefix("event.")](text, Layout().style)
            fill(self._owner.said, said or {})
        elif text:
            self._owner.x.setdefault(self._section.title, text)

    def _read_table(self, block: Block) -> None:
        header = table_header(block)
        if lists_events(block):
            self._reader.read_event_table(self._section, block)
        elif is_property_header(header.roles) or (self._in_properties and "property" in header.roles):
            rows = [plain_row(row, header) for row in block.rows[1:]]
            read_rows(self._draft, header, rows, Layout(), self._owner)
            self._last = None
        else:
            self._draft.lose(block.line, "tables", "table", "it names no event; left out")

    def _read_text(self, block: Block) -> None:
        item = PROPERTY_ITEM.match(block.text) if block.kind == "item" else None
        if item:
            self._add_property(block.line, to_plain(item["name"]), item["need"], item["type"] or "", item["rest"])
        elif self._in_properties and block.kind == "item" and block.level == 0 and self._add_listed(block):
            pass
        elif self._last is not None and (block.kind == "item" or not FIELD.match(block.text)):
            self._describe(block.text)
        elif not self._read_field(block):
            self._passages.append(to_plain(block.text))

    def _add_property(self, line: int, name: str, need: str, types: str, rest: str) -> None:
        self._in_properties = True
        self._last = self._draft.property(self._owner, line, name)
        said = read_types(to_plain(types)) if types else {}
        settle_property(said)
        flag = read_flag(need)
        fill(self._last.said, {**said, "required": flag})
        if rest.strip(" :-"):
            self._describe(rest.strip(" :-"))

    def _add_listed(self, block: Block) -> bool:
        found, rest = read_property_list(to_plain(block.text, keep_code=True).split("\n")[0])
        if len(found) != 1 or rest:
            return False
        self._last = self._draft.property(self._owner, block.line, found[0].name)
        fill(self._last.said, found[0].said)
        return True

    def _describe(self, text: str) -> None:
        """Text below a property is about it."""
        if self._last is None:
            return
        before = self._last.said.get("description", "")
        self._last.said["description"] = f"{before}\n{to_plain(text)}".strip()

    def _read_field(self, block: Block) -> bool:
        found = read_field(block.text)
        if found is None:
            return False
        role, label, value = found
        text = to_plain(value)
        if role == "properties":
            self._in_properties = True
            self._add_list(block, label, value)
        elif role == "kind":
            if read_kind(text) is None:
                self._owner.x.setdefault(label, text)
        elif role == "code":
            self._owner.x.setdefault(label, text)
        elif text and role:
            name = role.removeprefix("event.")
            said = EVENT_FIELDS[name](text, Layout().style) if name in EVENT_FIELDS else None
            if said is None and name != "version":
                self._owner.x.setdefault(label, text)
            fill(self._owner.said, said or {})
        elif text:
            self._owner.x.setdefault(label, text)
        return True

    def _add_list(self, block: Block, label: str, value: str) -> None:
        found, rest = read_property_list(to_plain(value, keep_code=True))
        for listed in found:
            fill(self._draft.property(self._owner, block.line, listed.name).said, listed.said)
        if rest:
            self._draft.lose(block.line, "passages", label, "words among properties that name none; kept as they stand", len(rest))
            self._owner.x.setdefault(label, to_plain(value))


FORMATS = (PlanFormat("markdown", "a document in Markdown, with tables or lists of events", _recognise, read, write, ".md"),)
