"""A plan as a Markdown document: a heading for each event, what is said of it as a list, its properties as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.plan.formats.base import Written
from scanner.plan.formats.tables.columns import EVENT_COLUMNS, PROPERTY_COLUMNS, drop_empty_columns, kept_cells, walk_properties
from scanner.plan.formats.tables.markdown import code, escape, write_table
from scanner.plan.formats.tables.names import write_name, write_path
from scanner.plan.model import Plan, PlannedEvent, PlannedProperty

_X_KEY = "table"
_TITLES = {"Data Type": "Type", "Property Description": "Description", "Event Description": "Description"}


def write(plan: Plan) -> Written:
    from scanner.plan.formats.tables import documents
    from scanner.plan.formats.tables.generic import write_plan

    return write_plan(plan, "markdown", ".md", None, encode, documents.read)


def encode(plan: Plan) -> bytes:
    return "\n".join(_sections(plan)).encode("utf-8", "replace")


def _sections(plan: Plan) -> Iterator[str]:
    yield f"# {escape(plan.name) or 'Tracking Plan'}\n"
    if plan.description:
        yield escape(plan.description) + "\n"
    if plan.types:
        yield _section("##", "Types", (), plan.types)
    for group in plan.groups:
        lines = [("Description", group.description)] if group.description else []
        yield _section("##", f"Property Group: {escape(group.name)}", lines, group.properties)
    for scope in plan.globals:
        title = "Common Properties" if scope.scope == "all" else f"Common Properties: {scope.scope}"
        groups = [(each.title, each.show(PlannedEvent(use_groups=scope.use_groups))) for each in EVENT_COLUMNS if each.title == "Groups"]
        yield _section("##", title, [pair for pair in groups if pair[1]], scope.properties)
    yield "## Events\n"
    if not plan.events:
        yield "".join(write_table([["Event", "Kind"]]))
    for event in plan.events:
        yield _event(event)


def _event(event: PlannedEvent) -> str:
    name = escape(event.pattern or write_name(event.name)) if event.pattern or event.name else event.kind.capitalize()
    told = [("Kind", event.kind), *((_TITLES.get(each.title, each.title), each.show(event)) for each in EVENT_COLUMNS)]
    told += kept_cells(event.x, (_X_KEY,)).items()
    return _section("###", name, [(label, text) for label, text in told if text], event.properties, event.key_patterns)


def _section(
    mark: str,
    title: str,
    told: Iterable[tuple[str, str]],
    properties: Iterable[PlannedProperty],
    patterns: Iterable[PlannedProperty] = (),
) -> str:
    lines = [f"{mark} {title}\n"]
    fields = "".join(f"- **{escape(label)}**: {escape(text)}\n" for label, text in told)
    if fields:
        lines.append(fields)
    rows = list(_rows(properties, patterns))
    if rows:
        lines.append("".join(write_table(_table(rows))))
    return "\n".join(lines)


def _rows(properties: Iterable[PlannedProperty], patterns: Iterable[PlannedProperty]) -> Iterator[tuple[str, PlannedProperty]]:
    for steps, each in walk_properties(properties):
        yield write_path(steps), each
    for pattern in patterns:
        for steps, each in walk_properties((pattern,)):
            yield ".".join((steps[0], *((write_path(steps[1:]),) if len(steps) > 1 else ()))), each


def _table(rows: list[tuple[str, PlannedProperty]]) -> list[list[str]]:
    kept = dict.fromkeys(title for _, each in rows for title in kept_cells(each.x, (_X_KEY,)))
    taken = {_TITLES.get(each.title, each.title) for each in PROPERTY_COLUMNS}
    extra = [title for title in kept if title not in taken]
    table = [["Property", *(_TITLES.get(each.title, each.title) for each in PROPERTY_COLUMNS), *(escape(title) for title in extra)]]
    for path, each in rows:
        cells = kept_cells(each.x, (_X_KEY,))
        # a cell that said nothing that is known, such as a type of the code, stands where it stood
        shown = (column.show(each) or cells.get(_TITLES.get(column.title, column.title), "") for column in PROPERTY_COLUMNS)
        table.append([code(path), *map(escape, shown), *(escape(cells.get(title, "")) for title in extra)])
    return drop_empty_columns(table, 3)
