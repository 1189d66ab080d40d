from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli import main
from scanner.config import load_settings
from scanner.plan.load import load_plan
from scanner.plan.model import Naming

Capture = pytest.CaptureFixture[str]
CODE = """\
import { Analytics } from '@segment/analytics-node';
new Analytics({}).track({ userId: 'u', event: 'Order Completed', properties: { total: 1 } });
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cart.ts").write_text(CODE)
    return tmp_path


def test_init_writes_a_configuration_and_a_plan_that_can_be_read(shop: Path, capsys: Capture) -> None:
    assert main(["init", "--no-cache"]) == 0
    assert load_settings(shop).file == shop / "tracklint.toml"
    (event,) = load_plan(shop / "tracking-plan.yaml", shop).events
    assert (event.name, [entry.name for entry in event.properties]) == ("Order Completed", ["total"])
    assert capsys.readouterr().out == "wrote tracklint.toml\nwrote tracking-plan.yaml\n"


def test_init_does_not_write_over_anything(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").write_text("mine")
    assert main(["init", "--no-cache"]) == 2
    assert "tracking-plan.yaml: already there; --force writes over it" in capsys.readouterr().err
    assert not (shop / "tracklint.toml").exists()
    assert main(["init", "--no-cache", "--force"]) == 0
    assert (shop / "tracking-plan.yaml").read_text() != "mine"


def test_dry_run_writes_nothing(shop: Path, capsys: Capture) -> None:
    assert main(["init", "--no-cache", "--dry-run"]) == 0
    assert "Order Completed" in capsys.readouterr().out
    assert [file.name for file in shop.iterdir()] == ["cart.ts"]


def _send(tmp_path: Path, names: list[str]) -> None:
    calls = "".join(f"client.track({{ userId: 'u', event: '{name}', properties: {{ order_id: 1 }} }});\n" for name in names)
    (tmp_path / "cart.ts").write_text(
        f"import {{ Analytics }} from '@segment/analytics-node';\nconst client = new Analytics({{}});\n{calls}"
    )


OBJECTS = ("cart", "order", "page", "list", "item", "shop", "user", "deal", "club", "offer")


def test_a_first_plan_asks_for_what_the_code_does(shop: Path, capsys: Capture) -> None:
    _send(shop, [f"open_{name}" for name in OBJECTS])
    assert main(["init", "--no-cache"]) == 0
    assert load_plan(shop / "tracking-plan.yaml", shop).naming == Naming(event="snake")
    assert load_settings(shop).ignore == ("TL302",)
    assert "# 7 of 10 event names are in another order" in (shop / "tracklint.toml").read_text()
    capsys.readouterr()
    assert main(["check", "--no-cache", "-q"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([f"{name.title()} Opened" for name in OBJECTS], id="the recommended convention"),
        pytest.param(["open_cart", "open_list"], id="too few names to speak of a habit"),
        pytest.param([f"{name}_opened" if name < "l" else f"{name.title()} Opened" for name in OBJECTS], id="no convention"),
    ],
)
def test_a_first_plan_says_nothing_of_names_where_there_is_no_other_habit(shop: Path, names: list[str]) -> None:
    _send(shop, names)
    assert main(["init", "--no-cache"]) == 0
    assert load_plan(shop / "tracking-plan.yaml", shop).naming == Naming()
    assert load_settings(shop).ignore == ()
