"""A document as sections: a heading, what stands above it, and the blocks up to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import GENERIC, Header, fold_title, is_event_header, is_property_header, read_columns
from scanner.plan.formats.tables.lists import read_property_list
from scanner.plan.formats.tables.markdown import Block, code_spans, to_plain
from scanner.plan.formats.tables.owners import clean_title
from scanner.plan.words import fold, word_set

# `- **key** (required): type`, as documents write that are made from types
PROPERTY_ITEM = re.compile(
    r"^(?:\*\*|__|`)(?P<name>[^*`]+?)(?:\*\*|__|`)\s*\((?P<need>required|optional)\)\s*:?\s*"
    r"(?P<type>`.+?`(?=\s|\Z))?\s*(?P<rest>.*)\Z",
    re.DOTALL,
)
FIELD = re.compile(r"^(?P<mark>\*\*|__)(?P<label>(?:\\.|[^*:\\]){1,60}?):?(?P=mark)\s*:?\s*(?P<value>.*)\Z", re.DOTALL)
_PLAIN_FIELD = re.compile(r"^(?P<label>[A-Z][A-Za-z ]{1,25}):\s+(?P<value>.+)\Z", re.DOTALL)
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)])\s+")
_LIST_LABELS = word_set("properties parameters params attributes payload eventproperties eventparameters traits fields arguments")
_GENERIC_TITLES = word_set(
    "events trackedevents eventlist eventinventory eventcatalog eventcatalogue customevents trackingplan eventtaxonomy "
    "taxonomy eventschema "
    "eventreference events trackingevents analyticsevents eventdefinitions allevents tableofcontents contents toc"
)
_NO_EVENTS = word_set(
    "notes note overview introduction intro changelog changes glossary references reference namingconventions naming "
    "conventions setup usage "
    "installation implementation governance privacy debugging testing appendix summary background purpose goals "
    "tableofcontents contents toc "
    "howtouse faq versionhistory history ownership contact contacts tools stack architecture principles guidelines rules legend funnels "
    "dashboards kpis metrics nextsteps todo maintenance"
)


# What words mean as the label of a field, that may mean several things over a column.
_FIELD_ROLES = {"description": "event.description", "status": "event.status", "type": "kind", "display_name": "event.display_name"}


@dataclass(slots=True)
class Section:
    """A heading (none at the top of a document) and its blocks. `above` are the sections it stands under, outermost first."""

    line: int
    level: int
    title: str
    markdown: str
    above: tuple[Section, ...]
    blocks: list[Block] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The role of a section that only holds a part of an event: `properties`, `event.trigger`; empty for others."""
        if self.has_kind():
            return ""
        if fold(self.title) in _LIST_LABELS:
            return "properties"
        role = GENERIC.titles.get(fold_title(self.title), "")
        return {"description": "event.description", "status": "event.status"}.get(role, role if role.startswith("event.") else "")

    @property
    def is_generic(self) -> bool:
        return fold(self.title) in _GENERIC_TITLES or fold(self.title) in _NO_EVENTS

    @property
    def tables(self) -> list[Block]:
        return [block for block in self.blocks if block.kind == "table"]

    @property
    def has_text_only(self) -> bool:
        filled = [block for block in self.blocks if block.kind != "text" or block.text]
        return bool(filled) and all(block.kind == "text" for block in filled)

    def has_properties(self) -> bool:
        """Whether it describes properties: a table of them, items that say whether each is required, or whatever is so titled."""
        if any(is_property_header(table_header(table).roles) for table in self.tables):
            return True
        items = [block for block in self.blocks if block.kind == "item"]
        if any(PROPERTY_ITEM.match(block.text) for block in items):
            return True
        if self.label == "properties":
            return any(_names_property(block.text) for block in items)
        found = (read_field(block.text) for block in self.blocks if block.kind in ("item", "text") and FIELD.match(block.text))
        return any(each is not None and each[0] == "properties" for each in found)

    def is_doubtful(self) -> bool:
        """Whether nothing says that its tables hold properties but a column such as `Key` or `Name`."""
        headers = [table_header(table) for table in self.tables]
        titles = [column.title for header in headers for column in header.columns if column.role == "property"]
        is_weak = bool(titles) and all(GENERIC.titles.get(fold_title(title)) == "name" for title in titles)
        return (
            is_weak
            and not self.has_kind()
            and not code_spans(self.markdown)[0]
            and clean_title(self.title) == _NUMBERED.sub("", self.title)
        )

    def fields(self) -> list[tuple[str, str, str]]:
        """The fields among its items: role, label and value."""
        return [each for block in self.blocks if block.kind == "item" and (each := read_field(block.text))]

    def has_kind(self) -> bool:
        """Whether a field says what kind of event it is, as in documents that were written from a plan."""
        return any(role == "kind" for role, _, _ in self.fields())


def _names_property(text: str) -> bool:
    found, rest = read_property_list(to_plain(text, keep_code=True).split("\n")[0])
    return len(found) == 1 and not rest


def split_sections(blocks: Iterable[Block]) -> list[Section]:
    sections = [Section(1, 0, "", "", ())]
    stack: list[Section] = []
    for block in blocks:
        if block.kind != "heading":
            sections[-1].blocks.append(block)
            continue
        stack = [each for each in stack if each.level < block.level]
        sections.append(Section(block.line, block.level, to_plain(block.text), block.text, tuple(stack)))
        stack.append(sections[-1])
    return sections


def table_header(table: Block) -> Header:
    """The head of a table with the roles of its columns."""
    head = table.rows[0]
    columns = read_columns([to_plain(cell) for cell in head.cells], GENERIC)
    return Header(0, head.number, columns)


def lists_events(table: Block) -> bool:
    return is_event_header(table_header(table).roles)


def read_field(text: str) -> tuple[str, str, str] | None:
    """`**Trigger**: when` as role, label and value; None when it is no field. The role of a label in bold that nobody knows is empty."""
    match = FIELD.match(text) or _PLAIN_FIELD.match(text)
    if match is None:
        return None
    label = to_plain(match["label"])
    if fold(label) in _LIST_LABELS:
        return "properties", label, match["value"].strip()
    role = GENERIC.titles.get(fold_title(label), "")
    role = {"description": "event.description", "status": "event.status", "type": "kind", "display_name": "event.display_name"}.get(
        role, role
    )
    if role in ("kind", "code") or role.startswith("event."):
        return role, label, match["value"].strip()
    return ("", label, match["value"].strip()) if match.re is FIELD and match["value"].strip() else None


def plain_row(row: Row, header: Header) -> Row:
    """A row as text, but for lists of properties, whose code marks tell names from words."""
    listed = {column.index for column in header.columns if column.role.startswith("properties") or column.role == "values"}
    return Row(row.number, tuple(to_plain(cell, keep_code=index in listed) for index, cell in enumerate(row.cells)))
