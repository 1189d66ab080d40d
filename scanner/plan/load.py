"""Reads a plan from disk, in whatever format it is kept."""

from __future__ import annotations

import os
import re
from pathlib import Path

from scanner.errors import PlanError
from scanner.plan.extending import extend_plan
from scanner.plan.formats import Material, find_format, recognise
from scanner.plan.model import Plan
from scanner.plan.specs import is_spec, load_spec
from scanner.plan.words import quote
from scanner.reading import DISK, Reader

MAX_BYTES = 20_000_000
MAX_FILES = 10_000
# A registry of schemas calls its files by their version alone.
_VERSION_NAME = re.compile(r"\d+-\d+-\d+", re.ASCII)
_SUFFIXES = frozenset((".yaml", ".yml", ".json", ".csv", ".tsv", ".md", ".xlsx"))


def load_plan(path: Path, root: Path, format_name: str = "", reader: Reader = DISK) -> Plan:
    """Read the plan at `path`, a file or a folder. Its places are named relative to `root`, or by the path as given when it lies elsewhere.

    `format_name` is the name of a format; empty: told from the content. Raises `PlanError` when the plan is not there, too large, not
    UTF-8, in no known format, or wrong in itself.
    """
    material = read_material(path, root, reader)
    chosen = find_format(format_name, material.path) if format_name else recognise(material)
    return _extend(chosen.read(material), path, root, reader, ())


def _extend(plan: Plan, path: Path, root: Path, reader: Reader, above: tuple[Path, ...]) -> Plan:
    """The plan with what it extends. Raises `PlanError` for a base that is not there or leads back to the plan."""
    if not plan.extends:
        return plan
    here = path.resolve()
    if here in above:
        raise PlanError("this plan extends itself, by way of those that it extends", show_path(path, root))
    return extend_plan(plan, [_load_base(name, path, root, reader, (*above, here)) for name in plan.extends])


def _load_base(name: str, path: Path, root: Path, reader: Reader, above: tuple[Path, ...]) -> Plan:
    """A business spec by its name, or a plan by its path from the plan that extends it."""
    file = path.parent / name
    if not reader.is_file(file) and not reader.is_dir(file):
        if is_spec(name) or Path(name).suffix not in _SUFFIXES:
            return _load_spec(name, show_path(path, root))
        raise PlanError(f"the plan extends {quote(name)}, which is not there", show_path(path, root))
    material = read_material(file, root, reader)
    return _extend(recognise(material).read(material), file, root, reader, above)


def _load_spec(name: str, shown: str) -> Plan:
    try:
        return load_spec(name)
    except PlanError as error:
        raise PlanError(f"`extends`: {error.message}", shown) from error


def read_material(path: Path, root: Path, reader: Reader = DISK) -> Material:
    """The bytes of a file, or of all files in a folder that may belong to a plan. Raises `PlanError`."""
    shown = show_path(path, root)
    if not reader.is_dir(path):
        return Material(shown, {"": _read(reader, path, shown, MAX_BYTES)})
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    for name in reader.below(path):
        if Path(name).suffix.lower() not in _SUFFIXES and not _VERSION_NAME.fullmatch(Path(name).name):
            continue
        if len(files) == MAX_FILES:
            raise PlanError(f"the folder holds more than {MAX_FILES:,} files of a plan", shown)
        files[name] = _read(reader, path / name, f"{shown}/{name}", left)
        left -= len(files[name])
    if not files:
        raise PlanError(f"the folder holds no file of a plan ({', '.join(sorted(_SUFFIXES))})", shown)
    return Material(shown, files)


def show_path(path: Path, root: Path) -> str:
    """A path as it is shown: posix, relative to the root when it is below it or beside what is above it, else as it was given."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        near = Path(os.path.relpath(path, root)).as_posix()
        return near if path.is_absolute() and len(near) < len(path.as_posix()) else path.as_posix()


def _read(reader: Reader, path: Path, shown: str, limit: int) -> bytes:
    try:
        data = reader.read(path, limit + 1)
    except OSError as error:
        raise PlanError(f"the plan cannot be read: {error.strerror or error}", shown) from error
    if len(data) > limit:
        raise PlanError(f"the plan is larger than {MAX_BYTES // 1_000_000} MB", shown)
    return data
