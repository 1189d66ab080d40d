from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import main

SAMPLES = Path(__file__).parents[2] / "sample_repos"
Capture = pytest.CaptureFixture[str]

CODE = """\
import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({});
const send = (event, properties) => analytics.track({ userId: 'u', event, properties });
export function complete(order) {
  send('Order Completed', { order_id: order.id });
}
export function cancel(order) {
  send('Order Cancelled', { order_id: order.id });
  send('Order Cancelled', { order_id: order.id, reason: order.reason });
}
"""
PLAN = """\
# What the shop sends.
sources: {shop: src/**}
events:
  - name: Order Completed   # the one that counts
    why: Revenue.
  - name: Order Refunded
    location: The back office
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/order.ts").write_text(CODE)
    (tmp_path / "tracking-plan.yaml").write_text(PLAN)
    (tmp_path / "CODEOWNERS").write_text("* @everyone\n/src/ @acme/shop\n")
    return tmp_path


def where(capsys: Capture, *arguments: str, code: int = 0) -> str:
    assert main(["where", "--no-cache", *arguments]) == code
    return capsys.readouterr().out


def where_json(capsys: Capture, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(where(capsys, "--format", "json", *arguments))
    return document


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=True, text=True).stdout.strip()


def make_repository(folder: Path, remote: str = "git@github.com:acme/shop.git") -> str:
    git(folder, "init", "-q")
    git(folder, "remote", "add", "origin", remote)
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return git(folder, "rev-parse", "HEAD")


def test_human(shop: Path, capsys: Capture) -> None:
    assert where(capsys, "-q") == (
        "Order Cancelled  track  2 places  not in the plan\n"
        "    src/order.ts:8  cancel  shop; via send; @acme/shop\n"
        "        order_id\n"
        "    src/order.ts:9  cancel  shop; via send; @acme/shop\n"
        "        order_id, reason\n"
        "\n"
        "Order Completed  track  1 place\n"
        "    src/order.ts:5  complete  shop; via send; @acme/shop\n"
        "        order_id\n"
        "\n"
        "Planned, and sent by no code\n"
        "    Order Refunded\n"
    )


def test_json(shop: Path, capsys: Capture) -> None:
    head = make_repository(shop)
    document = where_json(capsys)
    assert document["format"] == "tracklint.where/1"
    assert document["plan"] == ["tracking-plan.yaml"]
    assert [(event["name"], event["planned"], len(event["places"])) for event in document["events"]] == [
        ("Order Cancelled", False, 2),
        ("Order Completed", True, 1),
        ("Order Refunded", True, 0),
    ]
    assert document["events"][1]["places"] == [
        {
            "path": "src/order.ts",
            "line": 5,
            "column": 3,
            "function": "complete",
            "platforms": ["shop"],
            "language": "typescript",
            "keys": [{"name": "order_id", "type": "", "conditional": False}],
            "keys_complete": True,
            "through": ["send"],
            "sdk": "segment",
            "confidence": "high",
            "owners": ["@acme/shop"],
            "link": f"https://github.com/acme/shop/blob/{head}/src/order.ts#L5",
        }
    ]


def test_csv(shop: Path, capsys: Capture) -> None:
    rows = list(csv.DictReader(io.StringIO(where(capsys, "--format", "csv"))))
    assert [(row["event"], row["planned"], row["path"], row["line"], row["keys"]) for row in rows] == [
        ("Order Cancelled", "no", "src/order.ts", "8", "order_id"),
        ("Order Cancelled", "no", "src/order.ts", "9", "order_id reason"),
        ("Order Completed", "yes", "src/order.ts", "5", "order_id"),
        ("Order Refunded", "yes", "", "", ""),
    ]


def test_markdown(shop: Path, capsys: Capture) -> None:
    assert where(capsys, "--format", "markdown") == (
        "| Event | Place | Function | Properties | Through | Owner |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| `Order Cancelled` | `src/order.ts:8,9` | `cancel` | `order_id`, `reason?` | `send` | `@acme/shop` |\n"
        "| `Order Completed` | `src/order.ts:5` | `complete` | `order_id` | `send` | `@acme/shop` |\n"
        "| `Order Refunded` | sent by no code |  |  |  |  |\n"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("Order Completed", ["Order Completed"], id="exact"),
        pytest.param("order_completed", ["Order Completed"], id="another spelling"),
        pytest.param("Order Refunded", ["Order Refunded"], id="only planned"),
    ],
)
def test_one_event(shop: Path, capsys: Capture, name: str, found: list[str]) -> None:
    assert [event["name"] for event in where_json(capsys, "--event", name)["events"]] == found


def test_no_such_event(shop: Path, capsys: Capture) -> None:
    assert main(["where", "--no-cache", "--event", "Order Complete"]) == 1
    assert capsys.readouterr().err == "tracklint: error: there is no event 'Order Complete' (did you mean Order Completed?)\n"


@pytest.mark.parametrize(
    ("config", "arguments", "link"),
    [
        pytest.param("", ["--link-revision", "main"], "https://github.com/acme/shop/blob/main/src/order.ts#L5", id="revision"),
        pytest.param("", ["--link-template", "https://x.test/{path}:{line}"], "https://x.test/src/order.ts:5", id="template"),
        pytest.param('link = "https://y.test/{path}"', [], "https://y.test/src/order.ts", id="configured"),
        pytest.param('link = "https://y.test/{path}"', ["--link-template", "z/{path}"], "z/src/order.ts", id="flag before configuration"),
    ],
)
def test_links(shop: Path, capsys: Capture, config: str, arguments: list[str], link: str) -> None:
    (shop / "tracklint.toml").write_text(config)
    make_repository(shop)
    assert where_json(capsys, "--event", "Order Completed", *arguments)["events"][0]["places"][0]["link"] == link


def test_links_and_owners_from_a_folder_of_the_repository(shop: Path, capsys: Capture) -> None:
    make_repository(shop)
    place = where_json(capsys, "--event", "Order Completed", "--link-revision", "main", "src")["events"][0]["places"][0]
    assert (place["path"], place["owners"]) == ("order.ts", ["@acme/shop"])
    assert place["link"] == "https://github.com/acme/shop/blob/main/src/order.ts#L5"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--check"], "name it with --write FILE", id="check without a file"),
        pytest.param(["--write", "a.md", "--event", "A"], "leave --event out", id="one event"),
        pytest.param(["--write", "a.txt"], "a.txt: places cannot be written into this kind of file", id="unknown kind"),
        pytest.param(["--write", "none.yaml"], "none.yaml: there is no such file", id="no such plan"),
        pytest.param(["--write", "tracking-plan.yaml", "src/order.ts"], "speaks of the whole project", id="part of the code"),
        pytest.param(["--link-template", "x"], "needs {path}", id="bad template"),
        pytest.param(["--write", "none/a.md"], "cannot be written", id="no folder"),
    ],
)
def test_refused(shop: Path, capsys: Capture, arguments: list[str], message: str) -> None:
    assert main(["where", "--no-cache", *arguments]) == 2
    assert message in capsys.readouterr().err


# --- files ----------------------------------------------------------------------------------------


def test_write_markdown(shop: Path, capsys: Capture) -> None:
    (shop / "docs").mkdir()
    page = shop / "docs/events.md"
    page.write_bytes(b"# Events\r\n\r\nWhat we send.\r\n")
    assert where(capsys, "--write", "docs/events.md") == "wrote docs/events.md\n"
    written = page.read_bytes()
    assert written.startswith(
        b"# Events\r\n\r\nWhat we send.\r\n\r\n## Where events live in code\r\n\r\n<!-- tracklint:where begin -->\r\n\r\n| Event"
    )
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert (
        b"| `Order Cancelled` | [`src/order.ts`](../src/order.ts) | `cancel` | `order_id`, `reason?` | `send` | `@acme/shop` |\r\n"
        in written
    )
    assert where(capsys, "--write", "docs/events.md") == "up to date: docs/events.md\n"
    assert page.read_bytes() == written


def test_lines_and_links_in_markdown(shop: Path, capsys: Capture) -> None:
    make_repository(shop)
    where(capsys, "--write", "a.md", "--lines")
    assert "| [`src/order.ts:8,9`](src/order.ts#L8) |" in (shop / "a.md").read_text()
    where(capsys, "--write", "a.md", "--link-revision", "main")
    assert "| [`src/order.ts`](https://github.com/acme/shop/blob/main/src/order.ts#L8) |" in (shop / "a.md").read_text()


def test_markers_of_a_new_section(shop: Path, capsys: Capture) -> None:
    where(capsys, "--write", "a.md", "--markers", "link")
    where(capsys, "--write", "b.mdx")
    assert "\n[//]: # (tracklint:where begin)\n" in (shop / "a.md").read_text()
    assert "\n{/* tracklint:where begin */}\n" in (shop / "b.mdx").read_text()


def test_write_yaml(shop: Path, capsys: Capture) -> None:
    where(capsys, "--write", "tracking-plan.yaml")
    written = PLAN.replace("why: Revenue.\n", "why: Revenue.\n    x-where:\n      - src/order.ts (complete)\n")
    assert (shop / "tracking-plan.yaml").read_text() == written
    assert where(capsys, "--write", "tracking-plan.yaml") == "up to date: tracking-plan.yaml\n"
    assert main(["check", "--no-cache", "-q", "--select", "TL1", "--exit-zero"]) == 0


@pytest.mark.parametrize("name", ["events.md", "tracking-plan.yaml"])
def test_check(shop: Path, capsys: Capture, name: str) -> None:
    where(capsys, "--write", name)
    before = (shop / name).read_bytes()
    assert where(capsys, "--write", name, "--check") == ""
    code = CODE.replace("function complete(", "function finish(")
    (shop / "src/order.ts").write_text(code)
    shown = where(capsys, "--write", name, "--check", code=1)
    assert shown.startswith(f"--- {name} (as it is)\n+++ {name} (as the code has it)\n@@ ")
    assert [line for line in shown.splitlines() if line.startswith("+") and "finish" in line]
    assert (shop / name).read_bytes() == before


def test_a_line_added_above_changes_nothing(shop: Path, capsys: Capture) -> None:
    where(capsys, "--write", "events.md", "--write", "tracking-plan.yaml")
    (shop / "src/order.ts").write_text("// The orders.\n" + CODE)
    assert where(capsys, "--write", "events.md", "--write", "tracking-plan.yaml", "--check") == ""


def test_check_of_broken_markers(shop: Path, capsys: Capture) -> None:
    (shop / "a.md").write_text("a\n<!-- tracklint:where begin -->\n")
    assert main(["where", "--no-cache", "--write", "a.md", "--check"]) == 2
    assert capsys.readouterr().err.startswith("tracklint: error: a.md:2: the section tracklint:where begins and never ends")


def test_nothing_is_written_when_one_file_is_broken(shop: Path, capsys: Capture) -> None:
    (shop / "a.md").write_text("a\n<!-- tracklint:where begin -->\n")
    assert main(["where", "--no-cache", "--write", "tracking-plan.yaml", "--write", "a.md"]) == 2
    assert (shop / "tracking-plan.yaml").read_text() == PLAN


def test_hostile_names(shop: Path, capsys: Capture) -> None:
    name = "<img src=x onerror=alert(1)>|\\n<!-- tracklint:where end -->"
    (shop / "src/order.ts").write_text(CODE.replace("Order Completed", name))
    where(capsys, "--write", "a.md")
    before = (shop / "a.md").read_text()
    assert "| `<img src=x onerror=alert(1)>\\|\\n<!-- tracklint:where end -->` |" in before
    assert where(capsys, "--write", "a.md") == "up to date: a.md\n"


CSV = "Name,Why?,Properties,Location,Installed?\r\nOrder Completed,Revenue,order_id,The cart,\r\nOrder Refunded,Loss,,,YES\r\n"


def test_write_csv(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").unlink()
    (shop / "plan.csv").write_text(CSV, newline="")
    files = ("--plan", "plan.csv", "--write", "plan.csv")
    where(capsys, *files)
    assert (shop / "plan.csv").read_bytes().decode() == CSV.replace("The cart,", '"The cart\nsrc/order.ts (complete)",YES').replace(
        ",,YES", ",,NO"
    )
    assert where(capsys, *files) == "up to date: plan.csv\n"
    (shop / "src/order.ts").write_text(CODE.replace("function complete(", "function finish("))
    assert "+src/order.ts (finish)" in where(capsys, *files, "--check", code=1)


def test_write_workbook(shop: Path, capsys: Capture) -> None:
    import openpyxl

    (shop / "tracking-plan.yaml").unlink()
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(CSV, newline="")):
        book.worksheets[0].append(row)
    book.save(shop / "plan.xlsx")
    files = ("--plan", "plan.xlsx", "--write", "plan.xlsx")
    where(capsys, *files)
    sheet = openpyxl.load_workbook(shop / "plan.xlsx").worksheets[0]
    assert [sheet[place].value for place in ("D2", "E2", "E3")] == ["The cart\nsrc/order.ts (complete)", "YES", "NO"]
    before = (shop / "plan.xlsx").read_bytes()
    assert where(capsys, *files) == "up to date: plan.xlsx\n"
    (shop / "src/order.ts").write_text(CODE.replace("function complete(", "function finish("))
    shown = where(capsys, *files, "--check", code=1)
    assert shown == 'plan.xlsx: Sheet!D2: "The cart\\nsrc/order.ts (complete)" becomes "The cart\\nsrc/order.ts (finish)"\n'
    assert (shop / "plan.xlsx").read_bytes() == before


def test_what_is_left_is_told(shop: Path, capsys: Capture) -> None:
    (shop / "plan.csv").write_text("Event,Why,Installed\nOrder Completed,x,iOS only\n")
    where(capsys, "--plan", "plan.csv", "--write", "plan.csv", "-q")
    assert capsys.readouterr().err == ""
    assert main(["where", "--no-cache", "--plan", "plan.csv", "--write", "plan.csv"]) == 0
    assert capsys.readouterr().err == 'tracklint: note: plan.csv:2: "iOS only" is neither yes nor no, and was left\n'


def test_events_of_other_code_are_left(shop: Path, capsys: Capture) -> None:
    text = "sources: {web: src/**, ios: {}}\nevents:\n  - name: Only There\n    sources: [ios]\n    x-where: [ios/A.swift]\n"
    (shop / "tracking-plan.yaml").write_text(text)
    assert where(capsys, "--write", "tracking-plan.yaml") == "up to date: tracking-plan.yaml\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "# Plan\n\n| Event | Why | Properties |\n| --- | --- | --- |\n| Order Completed | x | order_id |\n| Order Refunded | y | |\n",
            id="table",
        ),
        pytest.param(
            "# Events\n\n## Order Completed\n\nPaid.\n\n| Property | Type |\n| --- | --- |\n| order_id | string |\n", id="sections"
        ),
    ],
)
def test_a_plan_in_markdown_is_the_same_with_its_places(shop: Path, capsys: Capture, text: str) -> None:
    from scanner.plan.load import load_plan

    (shop / "tracking-plan.yaml").unlink()
    plan = shop / "tracking-plan.md"
    plan.write_text(text)
    before = load_plan(plan, shop)
    where(capsys, "--write", "tracking-plan.md")
    assert "src/order.ts" in plan.read_text()
    assert load_plan(plan, shop) == before


@pytest.mark.parametrize("name", sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "tracking-plan.yaml").is_file()))
def test_samples(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Written once, nothing changes the second time, and the plan says the same as before but for the places."""
    shutil.copytree(SAMPLES / name, tmp_path / name)
    monkeypatch.chdir(tmp_path / name)
    plan = Path("tracking-plan.yaml").read_text().splitlines()
    files = ("--write", "events.md", "--write", "tracking-plan.yaml")
    where(capsys, "-q", *files)
    written = [line for line in Path("tracking-plan.yaml").read_text().splitlines() if line not in plan]
    assert any("x-where" in line for line in written)
    before = {file: Path(file).read_bytes() for file in ("events.md", "tracking-plan.yaml")}
    where(capsys, "-q", *files)
    assert {file: Path(file).read_bytes() for file in before} == before


def test_a_revision(shop: Path, capsys: Capture) -> None:
    head = make_repository(shop)
    (shop / "src/order.ts").write_text("")
    (shop / "CODEOWNERS").write_text("* @other\n")
    place = where_json(capsys, "--event", "Order Completed", "--rev", "HEAD")["events"][0]["places"][0]
    assert (place["line"], place["owners"]) == (5, ["@acme/shop"])
    assert place["link"] == f"https://github.com/acme/shop/blob/{head}/src/order.ts#L5"
