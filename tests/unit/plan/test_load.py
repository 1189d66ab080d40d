from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import PlanError
from scanner.plan import load_plan
from scanner.plan.load import MAX_BYTES


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("tracking-plan.yaml", b"events: [A]\n", id="yaml"),
        pytest.param("plan.YML", b"events: [A]\n", id="capitals"),
        pytest.param("plan.json", b'{"events": ["A"]}', id="json"),
        pytest.param("plan.yaml", b"\xef\xbb\xbfevents:\r\n- A\r\n", id="mark-and-crlf"),
        pytest.param("plan.yaml", b"events:\r- A\r", id="cr"),
    ],
)
def test_load(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / name
    path.write_bytes(data)
    (event,) = load_plan(path, tmp_path).events
    assert event.name == "A"
    assert event.origin is not None
    assert event.origin.path == f"docs/{name}"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("plan.csv", b"a,b", "plan.csv: a plan is a file in .yaml, .yml, .json", id="suffix"),
        pytest.param("plan.yaml", b"a: 1\nb: \xff\n", "plan.yaml:2: the plan is not UTF-8 text: byte 0xff stands in this line", id="bytes"),
        pytest.param("plan.yaml", b"#" * (MAX_BYTES + 1), "plan.yaml: the plan is larger than 20 MB", id="large"),
        pytest.param("plan.yaml", b"", 'plan.yaml:1: the plan is empty; it needs "events"', id="empty"),
        pytest.param("plan.yaml", None, "plan.yaml: the plan cannot be read: No such file or directory", id="missing"),
    ],
)
def test_cannot_load(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path / name, tmp_path)
    assert str(caught.value) == message


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").mkdir()
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(tmp_path / "plan.yaml", tmp_path)


def test_a_plan_outside_the_root_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("events: [A]\n", encoding="utf-8")
    (event,) = load_plan(path, tmp_path / "app").events
    assert event.origin is not None
    assert event.origin.path == path.as_posix()
