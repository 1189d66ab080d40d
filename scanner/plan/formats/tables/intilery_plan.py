"""The what, where and why of events in one sheet, as Intilery's and Segment's guides hand it out: an event a row, sections between them.

Its short form has the columns Name, Why, Properties and Location; the long one also Property Values, Code, Ready?, Installed?, Tested? and
Notes. A property such as `method<<Method>>` has a name that varies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.formats.fitting import Capacity
from scanner.plan.formats.tables.cells import write_scalar
from scanner.plan.formats.tables.columns import Records, kept_cells
from scanner.plan.formats.tables.delimited import write_delimited
from scanner.plan.formats.tables.drafts import PlanDraft
from scanner.plan.formats.tables.generic import write_plan
from scanner.plan.formats.tables.grid import Row
from scanner.plan.formats.tables.headers import Vocabulary, once, spell
from scanner.plan.formats.tables.layouts import recogniser, require_sheets
from scanner.plan.formats.tables.lists import is_plain_name
from scanner.plan.formats.tables.names import write_name
from scanner.plan.formats.tables.rows import PROGRESS, PROGRESS_OF, Layout, read_rows
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty
from scanner.plan.words import word_set

NAME = "intilery-plan"

_VOCABULARY = Vocabulary(
    spell(
        {
            "event": "name|event name|event",
            "event.why": "why",
            "properties": "properties",
            "values": "property values",
            "event.location": "location|where",
            "code": "code",
            **{word: word for word in PROGRESS},
            "event.notes": "notes",
        }
    ),
    needs=frozenset({"event", "event.why", "properties", "event.location"}),
    settle=once,
)
CAPACITY = Capacity(
    format=NAME,
    vendor=NAME,
    plan=word_set("name"),
    events=word_set("name pattern why location notes category aliases properties key_patterns"),
    properties=word_set("types enum examples"),
    kinds=("track",),
    unnamed_kinds=(),
    statuses=("planned", "implemented", "verified"),
    scopes=(),
)
_HEAD = ("Name", "Why?", "Properties", "Property Values", "Location", "Code", "Ready?", "Installed?", "Tested?", "Notes")


def _read(material: Material) -> Plan:
    draft = PlanDraft(material.path, NAME)
    found, losses = require_sheets(material, draft, _VOCABULARY)
    for sheet, header in found:
        title, category = _read_titles(sheet.rows[: header.index])
        if title and "name" not in draft.said:
            draft.said["name"] = title
        read_rows(draft, header, sheet.rows[header.index + 1 :], Layout(sections=True), category=category)
    plan = draft.finish()
    return replace(plan, losses=(*losses, *plan.losses))


def _read_titles(rows: Sequence[Row]) -> tuple[str, str]:
    """The title of the sheet and the section it begins with: rows above the header with nothing else in them."""
    titles = [row.filled[0] for row in rows if len(row.filled) == 1]
    return (titles[0] if titles else "", titles[-1] if len(titles) > 1 else "")


def _encode(plan: Plan) -> bytes:
    return write_delimited(_records(plan))


def _records(plan: Plan) -> Records:
    rows: Records = [[plan.name]] if plan.name else []
    kept = [title for event in plan.events for title in kept_cells(event.x, (NAME,))]
    extra = [title for title in dict.fromkeys(kept) if title not in _HEAD]
    rows.append([*_HEAD, *extra])
    category = ""
    for event in plan.events:
        if event.category and event.category != category:
            category = event.category
            rows.append([category])
        cells = kept_cells(event.x, (NAME,))
        rows.append([*_cells(event, cells), *(cells.get(title, "") for title in extra)])
    width = len(_HEAD) + len(extra)
    return [row + [""] * (width - len(row)) for row in rows]


def _cells(event: PlannedEvent, kept: dict[str, str]) -> list[str]:
    properties = [*event.properties, *event.key_patterns]
    values = [_show_values(each) for each in properties]
    answers = PROGRESS_OF.get(event.status or "active", ("", "", ""))
    progress = ["YES" if answer else "NO" if answer is False else "" for answer in answers]
    return [
        event.pattern or write_name(event.name),
        event.why,
        "\n".join(_show_names(event)),
        "\n".join(value or "-" for value in values) if any(values) else kept.get("Property Values", ""),
        event.location,
        kept.get("Code", "") or _show_code(event),
        *(kept.get(title, shown) for title, shown in zip(_HEAD[6:9], progress, strict=True)),
        event.notes,
    ]


def _show_names(event: PlannedEvent) -> Iterable[str]:
    yield from (each.name if is_plain_name(each.name) else f'"{each.name}"' for each in event.properties)
    yield from (each.name.replace("*", "<<any>>") for each in event.key_patterns)


def _show_values(each: PlannedProperty) -> str:
    if each.enum:
        return " || ".join(write_scalar(value) for value in each.enum)
    return str(each.examples[0]) if len(each.examples) == 1 else ""


def _show_code(event: PlannedEvent) -> str:
    """A name that a code sample had is told by a sample again."""
    named = [alias.name for alias in event.aliases if alias.reason == "code-sample"]
    return f"track('{named[0]}')" if named and "'" not in named[0] else ""


def _write(plan: Plan) -> Written:
    return write_plan(plan, NAME, ".csv", CAPACITY, _encode, _read)


FORMATS = (
    PlanFormat(NAME, "Intilery: the sheet of what, where and why, a row an event", recogniser(80, _VOCABULARY), _read, _write, ".csv"),
)
