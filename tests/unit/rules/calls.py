"""Scans small programs written in a test, and prints the calls that were found one a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from scanner.files import MemorySource
from scanner.model import Call, EventName, Properties, PropertyKey, ScanResult
from scanner.rules.loading import load_packs
from scanner.rules.scan import scan_project
from scanner.rules.schema import Pack


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The shipped rule packs, read once."""
    return load_packs()


def scan_files(files: Mapping[str, str], packs: Sequence[Pack] | None = None) -> ScanResult:
    """A scan of files that stand in a test."""
    source = MemorySource({path: text.encode() for path, text in files.items()})
    return scan_project(source, shipped_packs() if packs is None else packs)


def calls_in(files: Mapping[str, str]) -> list[str]:
    """The calls in files that stand in a test, as `path:line kind name [keys] role confidence`."""
    return [show_call(call) for call in scan_files(files).calls]


def show_call(call: Call) -> str:
    """`a.ts:1 track "A" [k, sometimes?, +added by a wrapper, ...] direct high`; `...` where the keys are not complete."""
    place = f"{call.location.path}:{call.location.line}"
    return f"{place} {call.kind} {show_name(call.event)} {_properties(call.properties)} {call.role} {call.confidence}"


def show_name(event: EventName) -> str:
    """`"A"`, `"A" | "B"`, `"A *" (pattern)`, `dynamic (reason)`, or `-` where a call needs no name."""
    if event.kind == "dynamic":
        return f"dynamic ({event.reason})"
    texts = [f'"{name}"' for name in event.names]
    if event.pattern is not None:
        texts.append(f'"{event.pattern}" (pattern)')
    return " | ".join(texts) or "-"


def _properties(properties: Properties) -> str:
    keys = [_key(key) for key in properties.keys]
    return f"[{', '.join(keys if properties.complete else [*keys, '...'])}]"


def _key(key: PropertyKey) -> str:
    return f"{'+' if key.added_by == 'wrapper' else ''}{key.name}{'?' if key.conditional else ''}"
