from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import main

Capture = pytest.CaptureFixture[str]

CODE = """\
import { Analytics } from '@segment/analytics-node';
const analytics = new Analytics({});
analytics.track({ userId: 'u', event: 'Order Completed', properties: { order_id: '1' } });
analytics.track({ userId: 'u', event: 'order cancelled' });
analytics.track({ userId: 'u', event: 'Cart Viewed' });
analytics.track({ userId: 'u', event: next() });
analytics.track({ userId: 'u', event: `Shell ${name}` });
analytics.track({ userId: 'u', event: `${name}: ${other}` });
analytics.identify({ userId: 'u' });
"""
PLAN = """\
name: Shop
events:
  - name: Order Completed
  - name: Order Cancelled
  - name: Order Refunded
  - {name: Order Forgotten, status: planned}
  - {name: Order Old, deprecated: {replaced_by: Order Completed}}
  - pattern: Shell *
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cart.ts").write_text(CODE)
    return tmp_path


def report(*arguments: str) -> Any:
    assert main(["report", "--no-cache", "--html", "out.html", *arguments]) == 0
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', Path("out.html").read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def statuses(data: Any) -> dict[str, str]:
    return {event["name"]: event["status"] for event in data["events"]}


def test_plan_and_code(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").write_text(PLAN)
    data = report()
    assert statuses(data) == {
        "(dynamic name)": "dynamic",
        "*: *": "dynamic",
        "Cart Viewed": "unplanned",
        "Order Cancelled": "missing",
        "Order Completed": "planned",
        "Order Forgotten": "idle",
        "Order Old": "idle",
        "Order Refunded": "missing",
        "Shell *": "planned",
        "identify": "sent",
        "order cancelled": "misnamed",
    }
    assert [event["meant"] for event in data["events"] if event["name"] == "order cancelled"] == ["Order Cancelled"]
    assert (data["title"], data["plans"]) == ("Shop", ["tracking-plan.yaml"])
    assert {finding["code"] for finding in data["findings"]} >= {"TL101", "TL102", "TL103"}
    assert re.fullmatch(r"wrote out\.html: 11 events, \d+ kB\n", capsys.readouterr().out)


def test_without_a_plan(shop: Path) -> None:
    assert set(statuses(report("-q")).values()) == {"sent", "dynamic"}


def test_the_same_twice(shop: Path) -> None:
    (shop / "tracking-plan.yaml").write_text(PLAN)
    (shop / "cart.ts").write_text(CODE.replace("Cart Viewed", "Wishlist Viewed"))
    report("-q")
    (shop / "cart.ts").write_text(CODE)
    data = report("-q")
    assert "Wishlist Viewed" not in statuses(data), "the last page is not read as code"
    assert data["coverage"]["skipped"] == [["out.html", "a page that tracklint wrote"]]
    first = (shop / "out.html").read_bytes()
    report("-q")
    assert (shop / "out.html").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "required: --html", id="no file"),
        pytest.param(["--html", "none/out.html"], "cannot be written", id="no folder"),
        pytest.param(["--html", "out.html", "--plan", "none.yaml"], "cannot be read", id="no plan"),
        pytest.param(["--html", "out.html", "--link-template", "x"], "needs {path}", id="bad template"),
    ],
)
def test_refused(shop: Path, capsys: Capture, arguments: list[str], message: str) -> None:
    assert main(["report", "--no-cache", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (shop / "out.html").exists()
