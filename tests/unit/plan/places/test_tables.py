from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scanner.errors import PlanError
from scanner.plan.places import Places
from scanner.plan.places.cells import write_place
from scanner.plan.places.tables import write_table

PLACES = Places({("track", "A"): ("src/a.ts (send)", "src/b.ts"), ("track", "C"): ("c.ts",)}, frozenset({("track", "Other")}))


def write(text: str | bytes, path: str = "plan.csv", places: Places = PLACES) -> str:
    data = text.encode() if isinstance(text, str) else text
    made = write_table(data, path, places)
    assert write_table(made.data, path, places).data == made.data
    return made.data.decode("utf-8" if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else "utf-16")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Event,Why,Location\nA,x,\nB,y,\n", 'Event,Why,Location\nA,x,"src/a.ts (send)\nsrc/b.ts"\nB,y,\n', id="filled"),
        pytest.param("Event,Why,Location\nC,x,old/place.ts\n", "Event,Why,Location\nC,x,c.ts\n", id="places are replaced"),
        pytest.param("Event,Why,Location\nB,x,old/place.ts (f)\n", "Event,Why,Location\nB,x,\n", id="places that are gone"),
        pytest.param("Event,Why,Location\nC,x,The cart page\n", 'Event,Why,Location\nC,x,"The cart page\nc.ts"\n', id="words are kept"),
        pytest.param(
            'Event,Why,Location\nC,x,"See cart.ts, maybe\nold.ts:7 (f)\nFooter"\n',
            'Event,Why,Location\nC,x,"See cart.ts, maybe\nFooter\nc.ts"\n',
            id="words around places",
        ),
        pytest.param("Event,Why,Code\nC,x,track('C')\n", "Event,Why,Code\nC,x,\"track('C')\nc.ts\"\n", id="code if nothing is better"),
        pytest.param("Event,Why,Location,Code\nC,x,,track('C')\n", "Event,Why,Location,Code\nC,x,c.ts,track('C')\n", id="code kept"),
        pytest.param("Event,Why,Location,Where in code\nC,x,Cart,\n", "Event,Why,Location,Where in code\nC,x,Cart,c.ts\n", id="own column"),
        pytest.param("Event,Why,Installed?\nA,x,\nB,y,\n", "Event,Why,Installed?\nA,x,YES\nB,y,NO\n", id="installed"),
        pytest.param("Event,Why,Installed\nA,x,no\nB,y,yes\nC,z,yes\n", "Event,Why,Installed\nA,x,yes\nB,y,no\nC,z,yes\n", id="its words"),
        pytest.param("Event,Why,Installed\nA,x,\nB,y,x\nC,z,x\n", "Event,Why,Installed\nA,x,x\nB,y,\nC,z,x\n", id="ticks"),
        pytest.param("Event;Why;Location\r\nC;x;\r\n", "Event;Why;Location\r\nC;x;c.ts\r\n", id="semicolons and line ends"),
        pytest.param("\ufeffEvent,Why,Location\nC,x,\n", "\ufeffEvent,Why,Location\nC,x,c.ts\n", id="mark"),
        pytest.param('"Event","Why","Location"\n"C","a ""b""",""\n', '"Event","Why","Location"\n"C","a ""b""","c.ts"\n', id="quotes kept"),
        pytest.param('Event,"Why",Location\n"C", "x" ,\n', 'Event,"Why",Location\n"C", "x" ,c.ts\n', id="odd quotes kept"),
        pytest.param("sep=;\nEvent;Why;Location\nC;x;\n", "sep=;\nEvent;Why;Location\nC;x;c.ts\n", id="separator line"),
        pytest.param("Event,Why,Notes,Location\nC,x\n", "Event,Why,Notes,Location\nC,x,,c.ts\n", id="short row"),
        pytest.param("Event,Why,Location,Installed\nC,x", "Event,Why,Location,Installed\nC,x,c.ts,YES", id="short row, no last line end"),
        pytest.param(
            'Event,Why,Location\nB,"two\nlines",\nC,"three\n\nlines",\nA,x,\n',
            'Event,Why,Location\nB,"two\nlines",\nC,"three\n\nlines",c.ts\nA,x,"src/a.ts (send)\nsrc/b.ts"\n',
            id="cells of several lines",
        ),
        pytest.param(
            "Event Tracking,,\nCore,,\nName,Why?,Properties,Location\nC,x,p,\n",
            "Event Tracking,,\nCore,,\nName,Why?,Properties,Location\nC,x,p,c.ts\n",
            id="titles above the header",
        ),
        pytest.param(
            "Event,Location,Property,Type\nC,,location,string\nC,,code,string\n",
            "Event,Location,Property,Type\nC,c.ts,location,string\nC,,code,string\n",
            id="a row for each property",
        ),
        pytest.param("Event,Why,Location\nOther,x,other.ts\n", "Event,Why,Location\nOther,x,other.ts\n", id="of other code"),
    ],
)
def test_delimited(before: str, after: str) -> None:
    assert write(before) == after


def test_tabs_and_utf_16() -> None:
    assert write("Event\tWhy\tLocation\nC\tx, y\t\n", "plan.tsv") == "Event\tWhy\tLocation\nC\tx, y\tc.ts\n"
    data = "Event,Why,Location\r\nC,ü,\r\n".encode("utf-16-le")
    assert write(b"\xff\xfe" + data) == "Event,Why,Location\r\nC,ü,c.ts\r\n"


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        pytest.param("src/a.ts (send)", "src/a.ts (send)", id="plain"),
        pytest.param("src/my app/a.ts (send)", '"src/my app/a.ts" (send)', id="space"),
        pytest.param("src/my app/a.ts:7,9 (send)", '"src/my app/a.ts":7,9 (send)', id="space and lines"),
        pytest.param("src/my app/a.ts", '"src/my app/a.ts"', id="space alone"),
        pytest.param("src/(app)/a.ts:7 (send)", '"src/(app)/a.ts":7 (send)', id="brackets"),
    ],
)
def test_places_can_be_told_from_words(place: str, cell: str) -> None:
    assert write_place(place) == cell
    written = write("Event,Why,Location\nC,x,Cart\n", places=Places({("track", "C"): (place,)}))
    assert write(written, places=Places({("track", "C"): ("new.ts",)})) == 'Event,Why,Location\nC,x,"Cart\nnew.ts"\n'


def test_a_formula_is_guarded() -> None:
    assert write("Event,Why,Location\nC,x,\n", places=Places({("track", "C"): ("@a/b.ts",)})) == "Event,Why,Location\nC,x,'@a/b.ts\n"


def test_an_answer_that_is_none_is_left() -> None:
    made = write_table(b"Event,Why,Installed\nA,x,iOS only\n", "plan.csv", PLACES)
    assert (made.data, made.notes) == (
        b"Event,Why,Installed\nA,x,iOS only\n",
        ('plan.csv:2: "iOS only" is neither yes nor no, and was left',),
    )


def test_no_column() -> None:
    with pytest.raises(PlanError, match='add one that is called "Where in code"'):
        write_table(b"Event,Why,Property\nA,x,location\n", "plan.csv", PLACES)


# --- workbooks -------------------------------------------------------------------------------------


def make_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Core & more"
    rows: list[list[Any]] = [
        ["Event Tracking"],
        ["Name", "Why?", "Properties", "Location", "Installed?", "Count"],
        ["A", "Revenue", "total", "The cart", True, "=COUNTA(A3:A6)"],
        ["B", "x < y & z", "", None, True, None],
        ["C", "ü", "coupon", "=1+1", None, 1.5],
        ["Other", "elsewhere", "", "other.ts", False, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["A3"].font = Font(bold=True, color="FF0000")
    sheet["D3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["D3"].alignment = Alignment(wrap_text=True)
    sheet["D4"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["D3"].comment = Comment("Look here", "Ann")
    sheet.merge_cells("A1:F1")
    sheet.column_dimensions["D"].width = 44
    sheet.freeze_panes = "A3"
    sheet.conditional_formatting.add("E3:E9", CellIsRule(operator="equal", formula=["TRUE"], font=Font(bold=True)))  # type: ignore[no-untyped-call]
    sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="B3:B9"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=2, max_row=6))
    drawn: Any = sheet
    drawn.add_chart(chart, "H2")
    notes = book.create_sheet("Notes")
    assert isinstance(notes, Worksheet)
    notes.append(["nothing", "of interest"])
    return book


def to_bytes(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def load(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells_of(data: bytes) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Value, type, look and comment of every cell."""
    cells = [(sheet.title, cell) for sheet in load(data).worksheets for row in sheet.iter_rows() for cell in row]
    return {(title, cell.coordinate): (cell.value, cell.data_type, cell.style_id, str(cell.comment)) for title, cell in cells}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {part.filename: archive.read(part.filename) for part in archive.infolist()}


def test_workbook() -> None:
    before = to_bytes(make_book())
    made = write_table(before, "plan.xlsx", PLACES)
    sheet = load(made.data)["Core & more"]
    assert sheet["D3"].value == "The cart\nsrc/a.ts (send)\nsrc/b.ts"
    assert [sheet[place].value for place in ("E3", "E4", "E5", "E6")] == [True, False, True, False]
    assert made.notes == ("plan.xlsx: Core & more!D5 holds a formula, and was left",)
    assert made.changes == (
        'Core & more!D3: "The cart" becomes "The cart\\nsrc/a.ts (send)\\nsrc/b.ts"',
        'Core & more!E4: "TRUE" becomes "FALSE"',
        'Core & more!E5: "" becomes "TRUE"',
    )


def test_everything_else_in_a_workbook_is_as_before() -> None:
    before = to_bytes(make_book())
    made = write_table(before, "plan.xlsx", PLACES).data
    changed = {("Core & more", place) for place in ("D3", "E4", "E5")}
    old, new = cells_of(before), cells_of(made)
    assert list(new) == list(old)
    assert {place for place in old if new[place] != old[place]} == changed
    assert all(new[place][2:] == old[place][2:] for place in changed)
    parts, others = parts_of(before), parts_of(made)
    assert list(others) == list(parts)
    assert {name for name in parts if others[name] != parts[name]} == {"xl/worksheets/sheet1.xml"}
    assert any("chart" in name for name in parts)


def test_a_workbook_is_written_once() -> None:
    made = write_table(to_bytes(make_book()), "plan.xlsx", PLACES)
    again = write_table(made.data, "plan.xlsx", PLACES)
    assert (again.data, again.changes) == (made.data, ())


def test_cells_that_are_not_there_yet() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (["Event", "Why", "Location", "Notes", "Installed"], ["C", "x", "c.ts", None, "yes"], ["A", "y"], ["B", "z", None, "n"]):
        sheet.append(row)
    sheet["C2"].font = Font(italic=True)
    made = load(write_table(to_bytes(book), "plan.xlsx", PLACES).data).worksheets[0]
    assert [[cell.value for cell in row] for row in made.iter_rows(min_row=3)] == [
        ["A", "y", "src/a.ts (send)\nsrc/b.ts", None, "yes"],
        ["B", "z", None, "n", "no"],
    ]
    assert made["C3"].font.italic


def test_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (
        ["Event", "Location", "Property", "Type"],
        ["A", "", "p", "string"],
        [None, None, "q", "string"],
        ["B", "", "r", "string"],
        ["C", None, "s", "string"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("B4:B5")
    made = write_table(to_bytes(book), "plan.xlsx", PLACES)
    after = load(made.data).worksheets[0]
    assert after["B2"].value == "src/a.ts (send)\nsrc/b.ts"
    assert after["B4"].value in (None, "")
    assert made.notes == ("plan.xlsx: Sheet!B5 is merged with others, and was left",)


def test_sheets_that_count_their_rows_alike() -> None:
    book = openpyxl.Workbook()
    for title, name in (("Web", "A"), ("App", "C")):
        sheet = book.create_sheet(title)
        sheet.append(["Event", "Why", "Location"])
        sheet.append([name, "x", None])
    made = load(write_table(to_bytes(book), "plan.xlsx", PLACES).data)
    assert (made["Web"]["C2"].value, made["App"]["C2"].value) == ("src/a.ts (send)\nsrc/b.ts", "c.ts")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        pytest.param("a/<b>&.ts", "a/<b>&.ts", id="markup"),
        pytest.param("a/_x0041_.ts", "a/_x0041_.ts", id="an escape of the format"),
        pytest.param("=cmd.ts", "=cmd.ts", id="formula"),
    ],
)
def test_hostile_places(place: str, value: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["Event", "Why", "Location"])
    sheet.append(["C", "x", None])
    cell = load(write_table(to_bytes(book), "plan.xlsx", Places({("track", "C"): (place,)})).data).worksheets[0]["C2"]
    assert (str(cell.value).replace("_x005F_", "_"), cell.data_type) == (value, "s")


def test_a_part_with_declarations_is_refused() -> None:
    data = to_bytes(make_book())
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as target:
        for part in archive.infolist():
            text = archive.read(part.filename)
            hostile = (
                text.replace(b"<workbook ", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook ', 1) if part.filename == "xl/workbook.xml" else text
            )
            target.writestr(part, hostile)
    with pytest.raises(PlanError):
        write_table(made.getvalue(), "plan.xlsx", PLACES)
