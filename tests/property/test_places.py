"""Whatever a plan looks like: places are written once, and all else in it stays."""

from __future__ import annotations

import csv
import io
import json
from typing import Literal

import openpyxl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scanner.errors import TracklintError
from scanner.plan.native import read_plan
from scanner.plan.places import Places
from scanner.plan.places.section import update_section
from scanner.plan.places.tables import write_table
from scanner.plan.places.yaml import write_yaml

Quoting = Literal[0, 1, 2]

PLACES = Places({("track", "A"): ("src/a.ts (send)", "src/b.ts"), ("track", "C"): ("my app/c.ts",)})
ENDS = {"A": "src/a.ts (send)\nsrc/b.ts", "B": "", "C": '"my app/c.ts"'}
TEXT = st.text(st.sampled_from("aé \"',;|\t\n=+-@x.:#[]{}&*!%\\"), max_size=12)
NAMES = st.sampled_from(["A", "B", "C"])
# a row that says nothing but a name may be the title of a section
ROWS = st.lists(st.tuples(NAMES, TEXT.map("why {}".format), TEXT), min_size=1, max_size=3, unique_by=lambda row: row[0])
QUOTING: tuple[Quoting, ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(QUOTING), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=100, deadline=None)
def test_delimited(rows: list[tuple[str, str, str]], delimiter: str, quoting: Quoting, end: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerows([("Event", "Why", "Location"), *rows])
    made = write_table(file.getvalue().encode(), "plan.csv", PLACES).data
    assert write_table(made, "plan.csv", PLACES).data == made
    again = list(csv.reader(io.StringIO(made.decode(), newline=""), delimiter=delimiter))
    assert [row[:2] for row in again[1:]] == [list(row[:2]) for row in rows]
    for name, _, cell in again[1:]:
        assert cell.endswith(ENDS[name])


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_workbooks(rows: list[tuple[str, str, str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Event", "Why", "Location"])
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            sheet.cell(number, column, text or None).data_type = "s" if text else "n"
    file = io.BytesIO()
    book.save(file)
    made = write_table(file.getvalue(), "plan.xlsx", PLACES).data
    assert write_table(made, "plan.xlsx", PLACES).data == made
    after = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    before = openpyxl.load_workbook(file).worksheets[0]
    for number in range(1, len(rows) + 2):
        assert [after.cell(number, column).value for column in (1, 2)] == [before.cell(number, column).value for column in (1, 2)]


ENTRIES = st.dictionaries(st.sampled_from(["why", "notes", "trigger"]), TEXT, max_size=3)
EVENTS = st.lists(st.tuples(NAMES, ENTRIES), min_size=1, max_size=3, unique_by=lambda event: event[0])


@given(EVENTS, st.booleans())
@settings(max_examples=100, deadline=None)
def test_yaml(events: list[tuple[str, dict[str, str]]], is_flow: bool) -> None:
    lines = ["events:"]
    for name, entries in events:
        said = [f"{key}: {json.dumps(text)}" for key, text in {"name": name, **entries}.items()]
        lines += [f"  - {{{', '.join(said)}}}"] if is_flow else [f"  - {said[0]}  # one", *(f"    {one}" for one in said[1:]), ""]
    text = "\n".join(lines) + "\n"
    made = write_yaml(text.encode(), "plan.yaml", PLACES).data
    assert write_yaml(made, "plan.yaml", PLACES).data == made
    before, after = read_plan(text, "plan.yaml"), read_plan(made.decode(), "plan.yaml")
    assert [event.x.get("x-where", []) for event in after.events] == [list(PLACES.of("track", event.label)) for event in before.events]
    told = [[(event.label, event.why, event.notes, event.trigger) for event in plan.events] for plan in (before, after)]
    assert told[0] == told[1]


@given(st.text(st.sampled_from("a#`~<>|\n\r -"), max_size=60))
def test_sections(text: str) -> None:
    try:
        made = update_section(text, "content\n", "a.md")
    except TracklintError as error:
        assume("never ends" not in str(error))
        raise
    assert made.startswith(text)
    assert update_section(made, "content\n", "a.md") == made
