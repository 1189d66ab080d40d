from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from scanner.errors import PlanError
from scanner.plan.formats.tables import grid as grid_module
from scanner.plan.formats.tables.delimited import guard, unguard, write_delimited
from scanner.plan.formats.tables.grid import read_grid
from scanner.plan.formats.tables.workbook import write_workbook
from tests.support.tables import material, workbook


def rows(data: str | bytes, path: str = "plan.csv") -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for sheet in read_grid(material(data, path)).sheets for row in sheet.rows]


@pytest.mark.parametrize(
    ("data", "medium"),
    [
        pytest.param("Event,Trigger\nA,now\n", "csv", id="commas"),
        pytest.param("Event;Trigger\nA;now\n", "csv", id="semicolons"),
        pytest.param("Event|Trigger\nA|now\n", "csv", id="bars"),
        pytest.param("Event\tTrigger\nA\tnow\n", "tsv", id="tabs"),
        pytest.param("\ufeffEvent,Trigger\r\nA,now\r\n", "csv", id="mark-and-crlf"),
        pytest.param("Event,Trigger\rA,now\r", "csv", id="cr"),
        pytest.param('"Event","Trigger"\n"A","now"', "csv", id="quotes"),
        pytest.param("Event\tTrigger\r\nA\tnow\r\n".encode("utf-16"), "tsv", id="utf-16"),
    ],
)
def test_delimiters(data: str | bytes, medium: str) -> None:
    assert rows(data) == [(1, ("Event", "Trigger")), (2, ("A", "now"))]
    assert read_grid(material(data)).medium == medium


def test_a_delimiter_that_is_told() -> None:
    assert rows("sep=;\nEvent;Trigger\nA,B;now\n") == [(2, ("Event", "Trigger")), (3, ("A,B", "now"))]


def test_commas_in_cells_do_not_make_columns() -> None:
    data = "Event;Properties\nA;one, two, three, four\nB;one, two, three, four\n"
    assert rows(data)[1] == (2, ("A", "one, two, three, four"))


def test_a_row_is_named_by_the_line_it_begins_in() -> None:
    data = 'Event,Trigger\nA,"one\ntwo\n\nthree"\n\nB,now\n'
    assert [number for number, _ in rows(data)] == [1, 2, 6, 7]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param('Event,Trigger\nA,"never\nclosed\n', "plan.csv:2: a quoted cell that begins in this row is never closed", id="open"),
        pytest.param('Event,Trigger\nA,x\nB,"a" b\n', 'plan.csv:3: a closing " is followed by more text', id="text-after-a-quote"),
        pytest.param(b"Event,Trigger\nA,\xff\n", "plan.csv:2: the plan is not UTF-8 text", id="latin"),
        pytest.param(b"\xff\xfeE\x00v", "plan.csv:1: the table begins like UTF-16 text but is none", id="half-utf-16"),
        pytest.param("Event,Trigger\nA," + "x" * 200_000, "plan.csv:2: a cell of this row is too long to be read", id="long-cell"),
        pytest.param(b"PK\x03\x04nothing", "plan.csv: the workbook is damaged: it is no ZIP archive that can be read", id="no-archive"),
    ],
)
def test_cannot_be_read(data: str | bytes, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_grid(material(data))
    assert str(caught.value).startswith(message)


def test_a_row_without_end() -> None:
    with pytest.raises(PlanError, match=r"plan\.csv: the table has more than 2,000,000 cells"):
        read_grid(material("Event,Trigger\nA,now\n" + "," * 2_000_001))


def test_a_table_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_module, "MAX_ROWS", 3)
    assert len(rows("a\n" * 3)) == 3
    with pytest.raises(PlanError, match=r"plan\.csv:4: the table has more than 3 rows"):
        read_grid(material("a\n" * 4))


def test_cells_of_a_workbook() -> None:
    moment = datetime.datetime.fromisoformat("2026-01-02T03:04:00")
    data = workbook([["Event", True, False, 3, 2.5, datetime.date(2026, 1, 2), None, 1e3, "two\nlines", moment]])
    (row,) = rows(data, "plan.xlsx")
    assert row == (1, ("Event", "TRUE", "FALSE", "3", "2.5", "2026-01-02", "", "1000", "two\nlines", "2026-01-02 03:04:00"))


def test_rows_keep_their_numbers_in_a_workbook() -> None:
    data = workbook([["Title"], [], ["Event", "Trigger"], [None, "x"]])
    assert rows(data, "plan.xlsx") == [(1, ("Title",)), (2, ()), (3, ("Event", "Trigger")), (4, ("", "x"))]


def test_merged_cells_stand_for_all_their_rows() -> None:
    data = workbook([["A", "x"], [None, "y"], [None, "z"], ["Wide", None]], merged=["A1:A3", "A4:B4"])
    assert rows(data, "plan.xlsx") == [(1, ("A", "x")), (2, ("A", "y")), (3, ("A", "z")), (4, ("Wide",))]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', id="merge"),
        pytest.param(b"<x:mergeCell count=\"1\" ref='A1:XFD1048576'/>", id="prefix"),
        pytest.param(b'<hyperlinks><hyperlink ref="A1:A1048576"/><hyperlink ref="B1:B1048576"/></hyperlinks>', id="links"),
    ],
)
def test_a_range_as_large_as_the_sheet_can_be(body: bytes) -> None:
    data = spoiled("xl/worksheets/sheet1.xml", b"<worksheet><sheetData/>" + body + b"</worksheet>")
    with pytest.raises(PlanError, match=r"plan\.xlsx: the workbook has merged or linked ranges of more than 2,000,000 cells"):
        read_grid(material(data, "plan.xlsx"))


def test_a_merge_beyond_the_last_row() -> None:
    data = workbook([["A", "x"], [None, "y"]], merged=["A1:A5000"])
    assert rows(data, "plan.xlsx") == [(1, ("A", "x")), (2, ("A", "y"))]


_FAR = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def test_cells_far_away() -> None:
    row = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>x</t></is></c></row>'
    near = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Event</t></is></c></row>'
    assert rows(spoiled("xl/worksheets/sheet1.xml", _FAR % (near + row % (9, 9))), "plan.xlsx") == [(1, ("Event",))]
    with pytest.raises(PlanError, match=r"plan\.xlsx:200001: the table has more than 200,000 rows"):
        read_grid(material(spoiled("xl/worksheets/sheet1.xml", _FAR % (near + row % (900_000, 900_000))), "plan.xlsx"))
    many = b"".join(row % (number, number) for number in range(1, 1500))
    with pytest.raises(PlanError, match=r"plan\.xlsx:1221: the table is too wide to be read"):
        read_grid(material(spoiled("xl/worksheets/sheet1.xml", _FAR % many), "plan.xlsx"))


def test_a_workbook_that_unpacks_to_too_much() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    assert len(file.getvalue()) < 100_000
    with pytest.raises(PlanError, match=r"plan\.xlsx: the workbook is larger than 60 MB when it is unpacked"):
        read_grid(material(file.getvalue(), "plan.xlsx"))


def spoiled(name: str, body: bytes) -> bytes:
    """A workbook with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["Event", "Trigger"]]))) as source, zipfile.ZipFile(file, "w") as target:
        for part in source.namelist():
            target.writestr(part, body if part == name else source.read(part))
    return file.getvalue()


_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]><worksheet>&f;</worksheet>' % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 100) for letter in b"bcdef"
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(spoiled("xl/workbook.xml", b"<workbook"), id="workbook"),
        pytest.param(spoiled("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), id="sheet"),
        pytest.param(spoiled("xl/worksheets/sheet1.xml", _LAUGHS), id="entities-of-entities"),
        pytest.param(spoiled("[Content_Types].xml", b""), id="types"),
    ],
)
def test_a_damaged_workbook(data: bytes) -> None:
    with pytest.raises(PlanError, match=r"plan\.xlsx: the workbook is damaged"):
        read_grid(material(data, "plan.xlsx"))


def test_an_archive_of_something_else() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    with pytest.raises(PlanError, match="no workbook in the XLSX format"):
        read_grid(material(file.getvalue(), "plan.xlsx"))


def test_formulas_without_a_stored_result_are_told() -> None:
    found = read_grid(material(workbook([["Event", "=1+1", "=A1"]]), "plan.xlsx"))
    assert [loss.message for loss in found.losses] == ["2 cells: a formula whose result is not stored; open and save the workbook"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+x", "'+x", id="plus"),
        pytest.param("-x", "'-x", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\tx", "'\tx", id="tab"),
        pytest.param("'=x", "''=x", id="a-quote-of-its-own"),
        pytest.param("-1", "-1", id="a-number-is-no-formula"),
        pytest.param("+1.5", "+1.5", id="nor-is-this"),
        pytest.param("'quoted'", "'quoted'", id="a-quote-of-nothing"),
        pytest.param("a=b", "a=b", id="inside"),
        pytest.param("", "", id="empty"),
    ],
)
def test_formulas_are_neutralised(text: str, written: str) -> None:
    assert guard(text) == written
    assert unguard(written) == text


def test_no_cell_of_a_written_file_is_a_formula() -> None:
    cells = [["=HYPERLINK(1)", "+1+1", "-x", "@x", "\x1b[31m", "_x0041_", "\ud800", "plain"]]
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(write_workbook({"Plan": cells})))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in found} == {"s"}
    assert [bool(cell.quotePrefix) for cell in found] == [True, True, True, True, False, False, False, False]
    assert rows(write_workbook({"Plan": cells}), "plan.xlsx")[0][1] == tuple(cells[0])
    assert write_delimited([["=x", "a\nb", "c,d"]]) == b'\'=x,"a\nb","c,d"\n'


def test_a_workbook_is_the_same_to_the_byte() -> None:
    first = write_workbook({"Plan": [["Event", "Why"], ["A", "b"]]})
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    assert write_workbook({"Plan": [["Event", "Why"], ["A", "b"]]}) == first
