from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.app.diff import Range, read_range
from scanner.cli import main
from tests.support.git import Repo, git

Capture = pytest.CaptureFixture[str]

CLIENT = "import { Analytics } from '@segment/analytics-node';\nexport const analytics = new Analytics({});\n"
EVENTS = "export const Events = { Done: 'Order Completed', Viewed: 'Cart Viewed' };\n"
SEND = """\
import { analytics } from './client';
export function send(event: string, properties: object) {
  analytics.track({ userId: 'u', event, properties: { ...properties } });
}
"""
CART = """\
import { Events } from './events';
import { send } from './send';
export function checkout() { send(Events.Done, { order_id: '1' }); }
export function view() { send(Events.Viewed, { cart_id: '1' }); }
"""
FILES = {"client.ts": CLIENT, "events.ts": EVENTS, "send.ts": SEND, "cart.ts": CART}
PLAN = "version: 1\nevents:\n  - name: Order Completed\n    owner: Checkout\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    made = Repo(tmp_path)
    made.commit(**FILES)
    return made


def diff(capsys: Capture, *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["diff", "--no-cache", "--format", "json", *arguments]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def told(document: dict[str, Any]) -> list[str]:
    return [f"{each['level']}: {each['message']}" for each in document["differences"]]


def test_a_constant_in_one_file_changes_calls_in_another(repo: Repo, capsys: Capture) -> None:
    repo.write(**{"events.ts": EVENTS.replace("Order Completed", "Order Finished")})
    document = diff(capsys, "HEAD")
    assert told(document) == ['breaking: "Order Finished" was renamed from "Order Completed"']
    (found,) = document["differences"]
    assert [(at["path"], at["line"]) for at in found["after"]] == [("cart.ts", 3)]
    assert [at["path"] for at in found["written"]] == ["events.ts"]


def test_a_wrapper_in_one_file_changes_calls_in_another(repo: Repo, capsys: Capture) -> None:
    repo.write(**{"send.ts": SEND.replace("...properties", "...properties, version: 2")})
    document = diff(capsys, "HEAD")
    assert told(document) == [
        'info: "Cart Viewed": property "version" is new (number)',
        'info: "Order Completed": property "version" is new (number)',
    ]
    assert {at["path"] for each in document["differences"] for at in each["written"]} == {"send.ts"}


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        pytest.param(["HEAD~1"], ["committed", "on disk", "staged"], id="work tree"),
        pytest.param(["HEAD~1", "--staged"], ["committed", "staged"], id="index"),
        pytest.param(["HEAD~1", "HEAD"], ["committed"], id="two revisions"),
        pytest.param(["HEAD~1..HEAD"], ["committed"], id="two dots"),
        pytest.param(["HEAD~1..."], ["committed"], id="three dots"),
        pytest.param(["HEAD", "HEAD"], [], id="the same"),
    ],
)
def test_which_states_are_compared(repo: Repo, capsys: Capture, arguments: list[str], seen: list[str]) -> None:
    def add(name: str) -> dict[str, str]:
        text = (repo.folder / "cart.ts").read_text()
        return {"cart.ts": f"{text}export function f{len(text)}() {{ send('{name}', {{}}); }}\n"}

    repo.commit(**add("committed"))
    repo.stage(**add("staged"))
    repo.write(**add("on disk"))
    document = diff(capsys, *arguments)
    assert sorted(each["events"][0] for each in document["differences"]) == seen


def test_base_is_where_the_branches_parted(repo: Repo, capsys: Capture) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"cart.ts": CART + "export function a() { send('On Topic', {}); }\n"})
    repo.git("checkout", "-q", "main")
    start = repo.git("rev-parse", "HEAD")
    repo.commit(**{"other.ts": "import { send } from './send';\nexport function b() { send('On Main', {}); }\n"})
    repo.git("checkout", "-q", "topic")
    for arguments in (["main"], ["main", "topic"], ["main...topic"]):
        document = diff(capsys, *arguments)
        assert told(document) == ['info: "On Topic" is new']
        assert document["base"] == {"name": "main", "revision": start}
    assert told(diff(capsys, "main", "--exact")) == ['breaking: "On Main" is no longer sent', 'info: "On Topic" is new']
    assert told(diff(capsys, "main..topic")) == ['breaking: "On Main" is no longer sent', 'info: "On Topic" is new']


def test_renamed_file(repo: Repo, capsys: Capture) -> None:
    repo.git("mv", "cart.ts", "basket.ts")
    repo.write(**{"basket.ts": CART.replace("Events.Viewed", "'Basket Viewed'")})
    assert told(diff(capsys, "HEAD")) == [
        'breaking: "Basket Viewed" was renamed from "Cart Viewed"',
        'info: "Basket Viewed", "Order Completed": 2 calls moved from "cart.ts" to "basket.ts"',
    ]


def test_plan_of_the_head_speaks(repo: Repo, capsys: Capture) -> None:
    repo.write(**{"tracking-plan.yaml": PLAN, "cart.ts": CART.replace("Events.Viewed", "'order_completed'")})
    document = diff(capsys, "HEAD")
    assert document["plan"] == ["tracking-plan.yaml"]
    states = {each["events"][0]: each["plan"] for each in document["differences"]}
    assert states["order_completed"] == {
        "state": "misnamed",
        "suggestion": "Order Completed",
        "owner": "Checkout",
        "file": "tracking-plan.yaml",
        "line": 3,
    }


def test_configuration_of_the_head_holds_for_both(repo: Repo, capsys: Capture) -> None:
    repo.commit(**{"tracklint.toml": 'exclude = ["cart.ts"]\n'})
    assert told(diff(capsys, "HEAD~1")) == []


def test_folder_that_the_base_has_not(repo: Repo, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write(**{f"new/{name}": text for name, text in FILES.items()})
    monkeypatch.chdir(repo.folder / "new")
    assert len(told(diff(capsys, "HEAD"))) == 3


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("never", 0), ("info", 1), ("maybe", 1), ("breaking", 1)],
)
def test_fail_on_a_breaking_change(repo: Repo, capsys: Capture, fail_on: str, code: int) -> None:
    repo.write(**{"cart.ts": CART.replace("send(Events.Done, { order_id: '1' });", "")})
    diff(capsys, "HEAD", "--fail-on", fail_on, code=code)


@pytest.mark.parametrize(("fail_on", "code"), [("info", 1), ("maybe", 0), ("breaking", 0)])
def test_fail_on_a_harmless_change(repo: Repo, capsys: Capture, fail_on: str, code: int) -> None:
    repo.write(**{"cart.ts": CART + "export function a() { send('New Event', {}); }\n"})
    diff(capsys, "HEAD", "--fail-on", fail_on, code=code)


def test_formats(repo: Repo, capsys: Capture, tmp_path: Path) -> None:
    repo.write(**{"events.ts": EVENTS.replace("Order Completed", "Order Finished")})
    assert main(["diff", "HEAD", "--no-cache", "--format", "concise", "--output", "markdown=out.md"]) == 0
    assert capsys.readouterr().out == 'cart.ts:3:30: breaking event-renamed "Order Finished" was renamed from "Order Completed"\n'
    assert "| ❌ | `Order Finished` | was renamed from `Order Completed` | `cart.ts:3` |  |  |\n" in (tmp_path / "out.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["mian"], "there is no revision 'mian' in this repository (did you mean main?)", id="unknown revision"),
        pytest.param(["main", "mian"], "there is no revision 'mian'", id="unknown head"),
        pytest.param(["main", "main", "--staged"], "leave out HEAD or --staged", id="head and index"),
    ],
)
def test_mistakes(repo: Repo, capsys: Capture, arguments: list[str], said: str) -> None:
    assert main(["diff", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_shallow_clone(repo: Repo, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit(**{"a.ts": ""})
    repo.git("checkout", "-q", "main")
    repo.commit(**{"b.ts": ""})
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", repo.folder.as_uri(), str(copy))
    monkeypatch.chdir(copy)
    assert main(["diff", "origin/topic"]) == 2
    said = capsys.readouterr().err
    assert "no common ancestor here; this clone is shallow: `git fetch --unshallow`" in said
    assert told(diff(capsys, "origin/topic", "--exact")) == []


@pytest.mark.parametrize(
    ("base", "head", "exact", "expected"),
    [
        pytest.param("a", None, False, Range("a", None), id="work tree"),
        pytest.param("a", "b", True, Range("a", "b", True), id="exact"),
        pytest.param("a..b", None, False, Range("a", "b", True), id="two dots"),
        pytest.param("a...b", None, False, Range("a", "b"), id="three dots"),
        pytest.param("a...b", None, True, Range("a", "b", True), id="three dots, exact"),
        pytest.param("...b", None, False, Range("HEAD", "b"), id="from HEAD"),
        pytest.param("a..", None, False, Range("a", "HEAD", True), id="to HEAD"),
    ],
)
def test_ranges(base: str, head: str | None, exact: bool, expected: Range) -> None:
    assert read_range(base, head, exact) == expected
