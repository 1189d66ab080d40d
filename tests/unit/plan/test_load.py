from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import PlanError
from scanner.plan.load import MAX_BYTES, load_plan, read_material, show_path

UNKNOWN = "this is no tracking plan in a form that is known; `tracklint plan formats` lists the forms, --plan-format names one"


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
        pytest.param(
            "plan.txt",
            b"a,b",
            f"plan.txt: {UNKNOWN}, and a name that ends in .yaml, .yml, .json, .csv, .tsv, .xlsx or .md may be enough",
            id="unknown",
        ),
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


def test_an_empty_folder_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/.hidden.yaml").write_text("events: [A]\n")
    with pytest.raises(PlanError, match="plan: the folder holds no file of a plan"):
        load_plan(tmp_path / "plan", tmp_path)


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.json", "a/jsonschema/1-0-2", "a/1-0", "notes.txt", ".git/x.yaml"):
        (tmp_path / "plan" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plan" / name).write_text("x")
    (tmp_path / "plan/link.yaml").symlink_to(tmp_path / "plan/b.yaml")
    material = read_material(tmp_path / "plan", tmp_path)
    assert material.is_folder
    assert [member.path for member in material.members()] == ["plan/a/c.json", "plan/a/jsonschema/1-0-2", "plan/b.yaml"]


def test_a_named_format(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("events: [A]\n")
    assert [event.name for event in load_plan(tmp_path / "plan.txt", tmp_path, "native").events] == ["A"]
    with pytest.raises(PlanError, match=r'plan\.txt: there is no plan format "nativ"; did you mean "native"\?'):
        load_plan(tmp_path / "plan.txt", tmp_path, "nativ")


def test_a_plan_above_the_root_is_named_from_there(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("events: [A]\n", encoding="utf-8")
    (event,) = load_plan(path, tmp_path / "app").events
    assert event.origin is not None
    assert event.origin.path == "../plan.yaml"


def test_a_plan_elsewhere_is_named_as_it_was_given(tmp_path: Path) -> None:
    assert show_path(Path("../other/plan.yaml"), tmp_path) == "../other/plan.yaml"
    assert show_path(Path("/srv/plan.yaml"), tmp_path / "a" / "b" / "c") == "/srv/plan.yaml"
