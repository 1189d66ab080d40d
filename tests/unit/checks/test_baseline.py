from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scanner.checks.baseline import Accepted, accept, compare_baseline, read_baseline, write_baseline
from scanner.errors import TracklintError
from scanner.model import Finding, Location
from tests.support.calls import make_finding


def found(path: str = "a.ts", line: int = 1, event: str = "A", message: str = "not in the plan", code: str = "TL101") -> Finding:
    return replace(make_finding(code, message=message), location=Location(path, line, 1), event=event)


OLD = [found(line=3), found(line=9), found("b.ts", event="B")]


@pytest.mark.parametrize(
    ("now", "new", "stale"),
    [
        pytest.param(OLD, 0, 0, id="the same"),
        pytest.param([found(line=30), found(line=90), found("b.ts", 5, "B")], 0, 0, id="other lines"),
        pytest.param([*OLD, found(line=20)], 1, 0, id="once more in a file"),
        pytest.param([*OLD, found(event="C")], 1, 0, id="another event"),
        pytest.param([*OLD, found(code="TL301")], 1, 0, id="another check"),
        pytest.param([*OLD[:2], found("b.ts", event="B", message="was renamed")], 1, 1, id="says something else"),
        pytest.param(OLD[1:], 0, 1, id="one is mended"),
        pytest.param([], 0, 3, id="all are mended"),
        pytest.param([*OLD[:2], found("moved.ts", event="B")], 0, 0, id="moved to another file"),
        pytest.param([*OLD, found("copy.ts", event="B")], 1, 0, id="copied to another file"),
        pytest.param([found("c.ts"), found("d.ts"), found("b.ts", event="B")], 0, 0, id="one file became two"),
    ],
)
def test_compare(now: list[Finding], new: int, stale: int) -> None:
    compared = compare_baseline(now, map(accept, OLD))
    assert (len(compared.new), len(compared.stale)) == (new, stale)
    assert len(compared.new) + len(compared.known) == len(now)


def test_numbers_in_a_message_do_not_matter() -> None:
    assert accept(found(message="4 of 9 events")) == accept(found(message="5 of 9 events"))


def test_the_new_one_is_the_one_that_is_told() -> None:
    compared = compare_baseline([found(event="B"), found(event="A")], [accept(found(event="A"))])
    assert [finding.event for finding in compared.new] == ["B"]


# --- the file -------------------------------------------------------------------------------------


def test_written_and_read() -> None:
    entries = [accept(finding) for finding in OLD]
    text = write_baseline(entries)
    assert read_baseline(text, "x") == tuple(sorted(entries))
    assert text == write_baseline(reversed(entries))
    assert sum('"code"' in line for line in text.splitlines()) == 3
    assert '"line"' not in text


def test_empty() -> None:
    text = write_baseline([])
    assert text == '{\n  "format": "tracklint.baseline/1",\n  "findings": []\n}\n'
    assert read_baseline(text, "x") == ()


def test_hostile_names() -> None:
    entry = Accepted("TL101", "a\n.ts", '"},{"code": "\ud800', "\x1b[2J", "0")
    text = write_baseline([entry])
    assert text.isascii()
    assert json.loads(text)["findings"][0]["path"] == "a\n.ts"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{\n", "base.json:2: this is no baseline: Expecting property name enclosed in double quotes", id="no JSON"),
        pytest.param("<<<<<<< HEAD\n{}", "it holds marks of a merge that was not finished", id="merge"),
        pytest.param("[]", 'base.json: this is no baseline: it lacks "format": "tracklint.baseline/1"', id="list"),
        pytest.param('{"format": "tracklint.baseline/9", "findings": []}', "this is no baseline", id="other version"),
        pytest.param('{"format": "tracklint.baseline/1"}', "this is no baseline", id="no findings"),
        pytest.param('{"format": "tracklint.baseline/1", "findings": [{"code": "TL101"}]}', "lacks one of code, path", id="half an entry"),
        pytest.param('{"format": "tracklint.baseline/1", "findings": [3]}', "lacks one of code, path", id="no entry"),
        pytest.param("[" * 100_000, "this is no baseline", id="deep"),
    ],
)
def test_what_is_no_baseline(text: str, message: str) -> None:
    with pytest.raises(TracklintError) as caught:
        read_baseline(text, "base.json")
    assert message in str(caught.value)
