"""A file as rows of texts that know where they stand, whatever kind of table it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.errors import PlanError
from scanner.plan.formats.base import Material
from scanner.plan.model import Loss

Medium = Literal["csv", "tsv", "xlsx"]

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` is the line of the file it begins in, or its row in a workbook; 1-based."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The text of a cell without space around it; empty when there is none."""
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(cell.strip() for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file: all its rows, blank ones too. `name` is that of a worksheet, else empty."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A file of tables."""

    medium: Medium
    sheets: tuple[Sheet, ...]
    losses: tuple[Loss, ...] = ()


def is_workbook(material: Material) -> bool:
    return not material.is_folder and material.data[:4] == b"PK\x03\x04"


def read_grid(material: Material) -> Grid:
    """A CSV, TSV or XLSX file. Raises PlanError when it cannot be read as one, or is too large."""
    return material.derive(_read_grid)


def try_grid(material: Material) -> Grid | None:
    """The same for recognition: None when it is no table. What is wrong is told when it is read."""
    return material.derive(_try_grid)


def _read_grid(material: Material) -> Grid:
    from scanner.plan.formats.tables import delimited, workbook

    if material.is_folder:
        raise PlanError("a table is one file, not a folder", material.path)
    return workbook.read_workbook(material) if is_workbook(material) else delimited.read_delimited(material)


def _try_grid(material: Material) -> Grid | None:
    if material.is_folder or material.suffix in (".yaml", ".yml", ".json", ".md", ".markdown"):
        return None
    try:
        return read_grid(material)
    except PlanError:
        return None


def check_size(rows: int, cells: int, path: str) -> None:
    """Raises PlanError for a table that no plan needs."""
    if rows > MAX_ROWS:
        raise PlanError(f"the table has more than {MAX_ROWS:,} rows", path, MAX_ROWS + 1)
    if cells > MAX_CELLS:
        raise PlanError(f"the table has more than {MAX_CELLS:,} cells", path)
