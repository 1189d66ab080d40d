"""Plans in tables: files built in a test, read, and held against what they mean in the native format."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

from scanner.plan.formats import Material, find_format, recognise
from scanner.plan.model import Plan
from scanner.plan.native import read_plan
from scanner.plan.write import write_plan


def material(data: str | bytes, path: str = "plan.csv") -> Material:
    return Material(path, {"": data.encode("utf-8") if isinstance(data, str) else data})


def read(data: str | bytes, name: str, path: str = "plan.csv") -> Plan:
    """Read a file that must be recognised as that format."""
    found = material(data, path)
    assert recognise(found).name == name
    return find_format(name).read(found)


def means(plan: Plan, native: str) -> bool:
    """Whether a plan says what a native plan says; asserts, so that a difference is shown."""
    assert write_plan(plan) == write_plan(read_plan(native, "plan.yaml"))
    return True


def workbook(*sheets: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """An XLSX file with these cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(list(row))
        for cells in merged if number == 1 else ():
            sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def losses(plan: Plan) -> list[str]:
    return [loss.message for loss in plan.losses]


def problems(plan: Plan) -> list[str]:
    return [f"{problem.location.line}: {problem.message}" for problem in plan.problems]
