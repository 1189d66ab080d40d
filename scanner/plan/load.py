"""Reads the plan's file."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import PlanError
from scanner.plan.model import Plan
from scanner.plan.native import read_plan

MAX_BYTES = 20_000_000
_SUFFIXES = (".yaml", ".yml", ".json")


def load_plan(path: Path, root: Path) -> Plan:
    """Read the plan at `path`. Its places are named relative to `root`, or by the path as given when it is not below it.

    Raises `PlanError` when the file is not there, too large, not UTF-8, of a kind that is not known, or not a plan.
    """
    shown = show_path(path, root)
    if path.suffix.lower() not in _SUFFIXES:
        raise PlanError(f"a plan is a file in {', '.join(_SUFFIXES)}", shown)
    return read_plan(_read_text(path, shown), shown)


def show_path(path: Path, root: Path) -> str:
    """A path as it is shown: posix, relative to the root when it is below it."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _read_text(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PlanError(f"the plan cannot be read: {error.strerror or error}", shown) from error
    if len(data) > MAX_BYTES:
        raise PlanError(f"the plan is larger than {MAX_BYTES // 1_000_000} MB", shown)
    try:
        # one kind of line end, so that a line is a line whoever counts
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PlanError(f"the plan is not UTF-8 text: byte 0x{data[error.start]:02x} stands in this line", shown, line) from error
