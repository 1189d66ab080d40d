"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from scanner.reports.findings import FindingsReport
from scanner.reports.text import safe

COLUMNS = ("code", "name", "severity", "path", "line", "column", "event", "property", "message", "suggestion", "confidence", "fingerprint")
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@")


def write_findings(report: FindingsReport) -> str:
    """One row a finding below a row of names."""
    rows = (
        (
            *(each.code, each.name, each.severity, each.location.path, str(each.location.line), str(each.location.column)),
            *(each.event, each.property, each.message, each.suggestion, each.confidence, each.fingerprint),
        )
        for each in report.findings
    )
    return write_rows(COLUMNS, rows)


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A header and rows. No cell is taken for a formula, and none moves a cursor."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(text: str) -> str:
    shown = safe(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
