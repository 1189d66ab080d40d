"""The sample repositories are the test: what their marks say is what a scan and a check must find, no more and no less."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.rules.marks import Marks, call_differences, finding_differences, read_marks

SAMPLES = Path(__file__).resolve().parents[2] / "sample_repos"
NAMES = sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir() and not folder.name.startswith("."))
NOT_SOURCE = frozenset({"__pycache__", "node_modules"})


def _report(differences: list[str]) -> str:
    return "\n".join([f"{len(differences)} differences from the marks", *differences])


@cache
def _marks(name: str) -> dict[str, Marks]:
    root = SAMPLES / name
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not NOT_SOURCE & set(path.parts))
    named = ((path.relative_to(root).as_posix(), path) for path in files)
    return {path: read_marks(file.read_text(encoding="utf-8", errors="replace"), path) for path, file in named}


@pytest.mark.parametrize("name", NAMES)
def test_has_marks(name: str) -> None:
    assert any(marks.events for marks in _marks(name).values())
    assert any(marks.silent for marks in _marks(name).values())


@pytest.mark.parametrize("name", NAMES)
def test_calls(name: str) -> None:
    from scanner import Options, scan

    marks = _marks(name)
    result = scan(Options(paths=(SAMPLES / name,), workers=1, cache=False))
    assert result.coverage.parse_errors == ()
    paths = sorted({*marks, *(call.location.path for call in result.calls)})
    calls = {path: [call for call in result.calls if call.location.path == path] for path in paths}
    differences = [told for path in paths for told in call_differences(path, marks.get(path, Marks()), calls[path])]
    assert not differences, _report(differences)


@pytest.mark.parametrize("name", NAMES)
def test_findings(name: str) -> None:
    from scanner import Options, check

    marks = _marks(name)
    report = check(Options(paths=(SAMPLES / name,), workers=1, cache=False))
    paths = sorted({*marks, *(finding.location.path for finding in report.findings)})
    findings = {path: [finding for finding in report.findings if finding.location.path == path] for path in paths}
    differences = [told for path in paths for told in finding_differences(path, marks.get(path, Marks()), findings[path])]
    assert not differences, _report(differences)
