"""Reads a plan from disk, in whatever format it is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scanner.errors import PlanError
from scanner.plan.formats import Material, find_format, recognise
from scanner.plan.model import Plan

MAX_BYTES = 20_000_000
MAX_FILES = 10_000
_SUFFIXES = frozenset((".yaml", ".yml", ".json", ".csv", ".tsv", ".md", ".xlsx"))


def load_plan(path: Path, root: Path, format_name: str = "") -> Plan:
    """Read the plan at `path`, a file or a folder. Its places are named relative to `root`, or by the path as given when it lies elsewhere.

    `format_name` is the name of a format; empty: told from the content. Raises `PlanError` when the plan is not there, too large, not
    UTF-8, in no known format, or wrong in itself.
    """
    material = read_material(path, root)
    chosen = find_format(format_name, material.path) if format_name else recognise(material)
    return chosen.read(material)


def read_material(path: Path, root: Path) -> Material:
    """The bytes of a file, or of all files in a folder that may belong to a plan. Raises `PlanError`."""
    shown = show_path(path, root)
    if not path.is_dir():
        return Material(shown, {"": _read(path, shown, MAX_BYTES)})
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    for name in _below(path):
        if len(files) == MAX_FILES:
            raise PlanError(f"the folder holds more than {MAX_FILES:,} files of a plan", shown)
        files[name] = _read(path / name, f"{shown}/{name}", left)
        left -= len(files[name])
    if not files:
        raise PlanError(f"the folder holds no file of a plan ({', '.join(sorted(_SUFFIXES))})", shown)
    return Material(shown, files)


def show_path(path: Path, root: Path) -> str:
    """A path as it is shown: posix, relative to the root when it is below it."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _below(folder: Path) -> Iterator[str]:
    """The files of a folder that may belong to a plan, sorted; hidden ones and links are none."""
    for current, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(current, name)
            if file.suffix.lower() in _SUFFIXES and not name.startswith(".") and not file.is_symlink():
                yield file.relative_to(folder).as_posix()


def _read(path: Path, shown: str, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise PlanError(f"the plan cannot be read: {error.strerror or error}", shown) from error
    if len(data) > limit:
        raise PlanError(f"the plan is larger than {MAX_BYTES // 1_000_000} MB", shown)
    return data
