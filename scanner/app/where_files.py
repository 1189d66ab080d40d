"""Writing where events live into the files in which a team keeps its plan."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from scanner.app.plan import find_plan
from scanner.app.project import Project
from scanner.app.where import WhereReport
from scanner.errors import TracklintError
from scanner.plan.load import show_path
from scanner.plan.places.base import Places, Rewritten
from scanner.plan.places.section import MarkerStyle
from scanner.reports.places import Spot, list_spots
from scanner.reports.text import safe


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How places are written into files. `links`: as the link template has it, else relative to the file. `markers` is for new sections."""

    lines: bool = False
    links: bool = False
    markers: MarkerStyle | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a file holds and what it should hold. `before` is None for a file that is not there yet."""

    path: Path
    shown: str
    before: bytes | None
    after: bytes
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        return self.before != self.after


_Write = Callable[[WhereReport, Project, Path, bytes, FileOptions], Rewritten]


def rewrite_files(report: WhereReport, project: Project, files: tuple[Path, ...], options: FileOptions) -> tuple[FileChange, ...]:
    """What each file should hold. Raises TracklintError for a kind of file that cannot be written, and for one that is broken."""
    return tuple(_rewrite(report, project, file, options) for file in files)


def _rewrite(report: WhereReport, project: Project, file: Path, options: FileOptions) -> FileChange:
    shown = show_path(file, project.root)
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise TracklintError(f"places cannot be written into this kind of file; there are {', '.join(sorted(_WRITERS))}", shown)
    before = _read(file, shown)
    if before is None and write is not _write_markdown:
        raise TracklintError("there is no such file; only Markdown is made anew", shown)
    if project.only is not None and write is not _write_markdown:
        raise TracklintError("a plan speaks of the whole project; write into it without naming parts of the code", shown)
    made = write(report, project, file, before or b"", options)
    return FileChange(file, shown, before, made.data, made.notes, made.changes)


def _read(file: Path, shown: str) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TracklintError(f"cannot be read: {error.strerror or error}", shown) from error


def _write_markdown(report: WhereReport, project: Project, file: Path, data: bytes, options: FileOptions) -> Rewritten:
    from scanner.plan.places.section import update_section
    from scanner.reports.where import where_markdown

    shown = show_path(file, project.root)
    style: MarkerStyle = options.markers or ("mdx" if file.suffix.lower() == ".mdx" else "html")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        text = data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise TracklintError("not UTF-8", shown, data.count(b"\n", 0, error.start) + 1) from error
    table = where_markdown(report.certain, _spot_links(project, file, options), options.lines)
    return Rewritten(mark + update_section(text, table, shown, style).encode("utf-8"))


def _spot_links(project: Project, file: Path, options: FileOptions) -> Callable[[Spot], str]:
    if options.links:
        return lambda spot: spot.link
    folder = file.resolve().parent

    def relative(spot: Spot) -> str:
        path = os.path.relpath(project.root / spot.path, folder).replace(os.sep, "/")
        return quote(path.encode("utf-8", "surrogateescape"), safe="/") + (f"#L{spot.lines[0]}" if options.lines else "")

    return relative


def _write_yaml(report: WhereReport, project: Project, file: Path, data: bytes, options: FileOptions) -> Rewritten:
    from scanner.plan.places.yaml import write_yaml

    return write_yaml(data, show_path(file, project.root), _texts(report, options))


def _write_table(report: WhereReport, project: Project, file: Path, data: bytes, options: FileOptions) -> Rewritten:
    from scanner.plan.places.tables import write_table

    format_name = project.settings.plan_format if file in find_plan(project) else ""
    return write_table(data, show_path(file, project.root), _texts(report, options), format_name)


def _texts(report: WhereReport, options: FileOptions) -> Places:
    """The places of each planned event as text."""
    sent = {key: tuple(_text(spot, options) for spot in list_spots(sites)) for key, sites in report.planned.items()}
    return Places(sent, report.foreign)


def _text(spot: Spot, options: FileOptions) -> str:
    return safe(" ".join(filter(None, (spot.text(options.lines), spot.link if options.links else ""))))


_WRITERS: Mapping[str, _Write] = {
    ".md": _write_markdown,
    ".markdown": _write_markdown,
    ".mdx": _write_markdown,
    ".yaml": _write_yaml,
    ".yml": _write_yaml,
    ".json": _write_yaml,
    **dict.fromkeys((".csv", ".tsv", ".xlsx"), _write_table),
}


def diff(change: FileChange) -> str:
    """What would change in a file, as a unified diff that is safe to print."""
    from difflib import unified_diff

    if change.changes:
        return "".join(f"{change.shown}: {safe(line)}\n" for line in change.changes)
    before, after = _shown_lines(change.before or b""), _shown_lines(change.after)
    lines = unified_diff(before, after, f"{change.shown} (as it is)", f"{change.shown} (as the code has it)", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _shown_lines(data: bytes) -> list[str]:
    return [safe(line) for line in data.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n").split("\n")]


def write_changes(changes: tuple[FileChange, ...]) -> None:
    """Write the files that need it. Raises TracklintError when one cannot be written; none is, when a folder is not there."""
    from scanner.files.writing import write_files

    write_files({change.path: change.after for change in changes if change.is_needed})
