"""What must hold whatever is compared."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from scanner.changes import compare
from scanner.changes.model import CallsMoved
from scanner.files import MemorySource
from scanner.model import Call, ScanResult
from scanner.rules.loading import load_packs
from scanner.rules.scan import scan_project
from tests.property.samples import NAMES, sample

# A few of each kind of language; each costs a scan.
CHOSEN = NAMES[:: max(1, len(NAMES) // 6)]


@cache
def scan(name: str) -> ScanResult:
    return scan_project(MemorySource(sample(name)), load_packs())


@pytest.mark.parametrize("name", CHOSEN)
def test_nothing_changed(name: str) -> None:
    assert scan(name).calls
    assert compare(scan(name), scan(name)) == ()


@pytest.mark.parametrize("name", CHOSEN)
def test_lines_that_moved_are_no_change(name: str) -> None:
    lower = tuple(replace(call, location=replace(call.location, line=call.location.line + 100)) for call in scan(name).calls)
    assert compare(scan(name), replace(scan(name), calls=lower)) == ()


@pytest.mark.parametrize("name", CHOSEN)
def test_renamed_files_are_moves_only(name: str) -> None:
    result = scan(name)
    renames = {path: f"moved/{path}" for path in sample(name)}
    wrappers = tuple(replace(wrapper, path=renames[wrapper.path]) for wrapper in result.wrappers)
    found = compare(result, replace(result, calls=tuple(map(_moved, result.calls)), wrappers=wrappers), renames)
    assert {type(each) for each in found} == {CallsMoved}


def _moved(call: Call) -> Call:
    return replace(call, location=replace(call.location, path=f"moved/{call.location.path}"))


@pytest.mark.parametrize("name", CHOSEN)
def test_what_comes_goes_on_the_way_back(name: str) -> None:
    result = scan(name)
    nothing = replace(result, calls=(), wrappers=())
    come = {(each.event, each.call_kind) for each in compare(nothing, result) if each.kind == "event-added"}
    gone = {(each.event, each.call_kind) for each in compare(result, nothing) if each.kind == "event-removed"}
    assert come == gone != set()
