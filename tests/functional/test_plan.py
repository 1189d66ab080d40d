from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scanner.cli import main

Capture = pytest.CaptureFixture[str]

PLAN = """\
version: 1
name: Shop
events:
  - name: Order Completed
    why: Revenue
    properties:
      order_id: {type: string, required: true}
      total: number
  - kind: identify
    properties: {email: string}
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracking-plan.yaml").write_text(PLAN)
    return tmp_path


# --- lint ----------------------------------------------------------------------------------------


def test_lint_of_a_good_plan(capsys: Capture) -> None:
    assert main(["plan", "lint"]) == 0
    assert capsys.readouterr().out == "No findings in 2 events; plan: tracking-plan.yaml\n"


def test_lint(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").write_text(PLAN + "  - {name: order completed, why: x}\n")
    assert main(["plan", "lint", "--format", "concise"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[1] for line in out] == ["TL301", "TL903"]
    assert out[0].startswith("tracking-plan.yaml:11:5: TL301 ")


@pytest.mark.parametrize(("arguments", "code"), [(["--fail-on", "error"], 0), (["--ignore", "TL3,TL9"], 0), (["--select", "TL301"], 1)])
def test_lint_fails_as_it_is_told(shop: Path, arguments: list[str], code: int) -> None:
    (shop / "tracking-plan.yaml").write_text("events: [{name: order completed, why: x}]\n")
    assert main(["plan", "lint", *arguments]) == code


def test_lint_looks_at_no_code(shop: Path, capsys: Capture) -> None:
    (shop / "a.ts").write_text("analytics.track('not planned')\n")
    assert main(["plan", "lint"]) == 0
    assert "not planned" not in capsys.readouterr().out


@pytest.mark.parametrize("action", [["lint"], ["show", "A"], ["export", "native"]])
def test_no_plan(shop: Path, action: list[str], capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").unlink()
    assert main(["plan", *action]) == 2
    assert "there is no tracking plan here; name one with --plan" in capsys.readouterr().err


# --- show ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Order Completed", "order_completed"])
def test_show(name: str, capsys: Capture) -> None:
    assert main(["plan", "show", name]) == 0
    assert capsys.readouterr().out == (
        "Order Completed  track  tracking-plan.yaml:4\n  why: Revenue\n  properties:\n    order_id: string, required\n    total: number\n"
    )


def test_show_as_json(capsys: Capture) -> None:
    assert main(["plan", "show", "identify", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == "tracklint.plan-event/1"
    assert document["events"][0]["kind"] == "identify"


def test_show_an_unknown_event(capsys: Capture) -> None:
    assert main(["plan", "show", "Order Compleded"]) == 1
    assert "the plan has no event 'Order Compleded' (did you mean Order Completed?)" in capsys.readouterr().err


# --- diff ----------------------------------------------------------------------------------------


def test_diff(shop: Path, capsys: Capture) -> None:
    (shop / "new.yaml").write_text(PLAN.replace("total: number", "total: string"))
    assert main(["plan", "diff", "tracking-plan.yaml", "new.yaml"]) == 0
    assert capsys.readouterr().out == (
        'Order Completed\n  breaking: property "total": type was "number", is now "string"  new.yaml:8\n\n'
        "1 change: 1 breaking, 0 maybe, 0 info\n"
    )


def test_diff_one_line_a_change(shop: Path, capsys: Capture) -> None:
    (shop / "new.yaml").write_text(PLAN.replace("total: number", "total: string"))
    assert main(["plan", "diff", "tracking-plan.yaml", "new.yaml", "--format", "concise"]) == 0
    assert capsys.readouterr().out == (
        'new.yaml:8: breaking property-type "Order Completed": property "total": type was "number", is now "string"\n'
    )


@pytest.mark.parametrize(("fail_on", "code"), [("breaking", 0), ("maybe", 0), ("info", 1), ("never", 0)])
def test_diff_fails_as_it_is_told(shop: Path, fail_on: str, code: int) -> None:
    (shop / "new.yaml").write_text(PLAN + "  - {name: New, why: x}\n")
    assert main(["plan", "diff", "tracking-plan.yaml", "new.yaml", "--fail-on", fail_on]) == code


@pytest.mark.parametrize("form", ["human", "markdown"])
def test_no_differences(form: str, capsys: Capture) -> None:
    assert main(["plan", "diff", "tracking-plan.yaml", "tracking-plan.yaml", "--format", form, "--fail-on", "info"]) == 0
    assert capsys.readouterr().out == "The plans are the same.\n"


def test_diff_of_two_revisions(shop: Path, capsys: Capture) -> None:
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=shop, check=True)
    (shop / "tracking-plan.yaml").write_text(PLAN + "  - {name: New, why: x}\n")
    assert main(["plan", "diff", "main:tracking-plan.yaml", "tracking-plan.yaml", "--format", "json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["kind"], change["event"], change["after"]) == ("event-added", "New", {"path": "tracking-plan.yaml", "line": 11})


def test_diff_of_a_hostile_name(shop: Path, capsys: Capture) -> None:
    (shop / "new.yaml").write_text(PLAN + '  - {name: "<img src=x>|`\\e[2J", why: x}\n')
    main(["plan", "diff", "tracking-plan.yaml", "new.yaml", "--format", "markdown"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\<img src\\=x\\>" in out


# --- other formats -------------------------------------------------------------------------------


def test_import_writes_the_plan(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").rename(shop / "other.yaml")
    assert main(["plan", "import", "other.yaml"]) == 0
    assert capsys.readouterr().out == "wrote tracking-plan.yaml\n"
    assert main(["plan", "diff", "other.yaml", "tracking-plan.yaml", "--fail-on", "info"]) == 0


def test_import_does_not_write_over_a_plan(shop: Path, capsys: Capture) -> None:
    (shop / "other.yaml").write_text("events: [A]\n")
    assert main(["plan", "import", "other.yaml"]) == 2
    assert "tracking-plan.yaml: already there; --force writes over it" in capsys.readouterr().err
    assert (shop / "tracking-plan.yaml").read_text() == PLAN
    assert main(["plan", "import", "other.yaml", "--force", "-q"]) == 0
    assert capsys.readouterr().out == ""


def test_export_to_the_terminal_says_what_is_lost(capsys: Capture) -> None:
    assert main(["plan", "export", "segment-json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["rules"][0]["key"] == "Order Completed"
    assert 'tracklint: note: 1 event: "why" has no place in segment-json\n' in shown.err


def test_strict_export_writes_nothing(shop: Path, capsys: Capture) -> None:
    assert main(["plan", "export", "segment-json", "--strict", "--output", "out.json"]) == 1
    assert "nothing was written, because something would be lost" in capsys.readouterr().err
    assert not (shop / "out.json").exists()


def test_convert_there_and_back(shop: Path, capsys: Capture) -> None:
    assert main(["plan", "convert", "tracking-plan.yaml", "segment-json", "--output", "out.json"]) == 0
    assert main(["plan", "convert", "out.json", "native", "--output", "-"]) == 0
    assert "  - name: Order Completed\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["convert", "tracking-plan.yaml", "segment-jsn"],
            'there is no plan format "segment-jsn"; did you mean',
            id="format",
        ),
        pytest.param(["import", "gone.yaml"], "gone.yaml: the plan cannot be read", id="missing"),
        pytest.param(["lnt"], "unknown command 'lnt' (did you mean lint?)", id="action"),
        pytest.param([], "the following arguments are required: ACTION", id="no action"),
    ],
)
def test_bad_arguments(arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(["plan", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_formats(capsys: Capture) -> None:
    assert main(["plan", "formats"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("native ")]
    assert line.split()[1:3] == ["read,", "written"]


# --- init from a spec ----------------------------------------------------------------------------


def test_init_from_a_spec(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").unlink()
    assert main(["init", "--spec", "ecommerce"]) == 0
    capsys.readouterr()
    assert main(["plan", "show", "Product Added", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["events"][0]["status"] == "planned"


def test_init_from_code_and_a_spec(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").unlink()
    (shop / "a.ts").write_text("import posthog from 'posthog-js'\nposthog.capture('Order Completed', { order_id: 'x', gift: true })\n")
    assert main(["init", "--from-code", "--spec", "segment-ecommerce", "--no-cache"]) == 0
    capsys.readouterr()
    main(["plan", "show", "Order Completed", "--format", "json"])
    (event,) = json.loads(capsys.readouterr().out)["events"]
    assert event["status"] == "implemented"
    assert event["properties"]["gift"]["type"] == "boolean"
    assert "revenue" in event["properties"]


def test_init_from_an_unknown_spec(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").unlink()
    assert main(["init", "--spec", "ecomerce-x"]) == 2
    assert "there is no business spec" in capsys.readouterr().err
    assert not (shop / "tracking-plan.yaml").exists()


# --- the sample that follows a planning guide -----------------------------------------------------

NEWSDESK = Path(__file__).resolve().parents[2] / "sample_repos/newsdesk_web"


def test_lint_reads_the_sample_as_a_careful_reader(capsys: Capture) -> None:
    assert main(["plan", "lint", "--plan", str(NEWSDESK / "tracking-plan.yaml"), "--format", "concise"]) == 1
    told = [line.split(": ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    assert told == [
        'TL301 the event name "User referred" is not in Title Case; write "User Referred"',
        'TL301 the event name "Journey put live" is not in Title Case; write "Journey Put Live"',
    ]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        pytest.param("lead captured", "TL102", id="near miss"),
        pytest.param("workspace created", "TL102", id="another near miss"),
        pytest.param("Product Add", "TL102", id="tense, in a constant of another file"),
        pytest.param("Business Tier Workspace Created", "TL303", id="a property in the name"),
        pytest.param("User Signed Up (11-01-2019)", "TL303", id="a date in the name"),
        pytest.param("Blog Post Read *", "TL201", id="a name made at run time"),
    ],
)
def test_check_reads_the_sample_as_a_careful_reader(event: str, code: str, capsys: Capture) -> None:
    assert main(["check", str(NEWSDESK), "--no-cache", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert (event, code) in {(finding["event"], finding["code"]) for finding in found} or any(
        code == finding["code"] and event in finding["message"] for finding in found
    )
