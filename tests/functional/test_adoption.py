"""How a project with many findings begins: baselines, a ratchet, comments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.cli import main

Capture = pytest.CaptureFixture[str]

CODE = """\
import posthog from 'posthog-js'
posthog.capture('Old One')
posthog.capture('Old Two')
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "cart.ts").write_text(CODE)
    (tmp_path / "tracking-plan.yaml").write_text("events: [{name: Order Completed, status: planned}]\n")
    (tmp_path / "tracklint.toml").write_text('baseline = "accepted.json"\n')
    return tmp_path


def check(*arguments: str) -> int:
    return main(["check", "--format", "concise", "--select", "TL101", *arguments])


def update(*arguments: str) -> int:
    return main(["baseline", "update", *arguments])


# --- baseline -------------------------------------------------------------------------------------


def test_only_new_findings_fail(shop: Path, capsys: Capture) -> None:
    assert update() == 0
    assert "accepted.json: 2 findings accepted, 2 added, 0 taken out" in capsys.readouterr().out
    assert check() == 0
    (shop / "cart.ts").write_text("// a line more\n" + CODE + "posthog.capture('New One')\n")
    assert check() == 1
    assert capsys.readouterr().out.splitlines() == [
        'cart.ts:5:9: TL101 "New One" is not in the plan; add it there, or send an event that is'
    ]


def test_what_is_mended_is_told(shop: Path, capsys: Capture) -> None:
    update()
    (shop / "cart.ts").write_text(CODE.replace("posthog.capture('Old Two')\n", ""))
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "1 entry of the baseline no longer found; `tracklint baseline update --prune` takes out what is gone" in capsys.readouterr().err
    assert update("--prune") == 0
    assert "1 finding accepted, 0 added, 1 taken out" in capsys.readouterr().out


def test_pruning_accepts_nothing_new(shop: Path, capsys: Capture) -> None:
    update()
    (shop / "cart.ts").write_text(CODE + "posthog.capture('New One')\n")
    assert update("--prune") == 0
    assert check() == 1


def test_an_update_changes_nothing_when_code_moves(shop: Path) -> None:
    update()
    before = (shop / "accepted.json").read_bytes()
    (shop / "cart.ts").write_text("\n\n\n" + CODE)
    update()
    assert (shop / "accepted.json").read_bytes() == before


def test_a_file_that_is_renamed_fails_nothing(shop: Path) -> None:
    update()
    (shop / "cart.ts").rename(shop / "basket.ts")
    assert check() == 0


def test_known_findings_are_counted_as_json(shop: Path, capsys: Capture) -> None:
    update()
    capsys.readouterr()
    assert main(["check", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["findings"] == []
    assert document["baseline"] == {"known": 2, "stale": []}


def test_part_of_a_project_leaves_the_rest_of_the_baseline(shop: Path, capsys: Capture) -> None:
    update()
    (shop / "other.ts").write_text("export const x = 1\n")
    assert check("other.ts") == 0
    assert "no longer found" not in capsys.readouterr().err
    assert update("other.ts") == 2
    assert "a baseline is of the whole project" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(None, "accepted.json: there is no such baseline; `tracklint baseline update` makes one", id="missing"),
        pytest.param(b"{", "accepted.json:1: this is no baseline", id="broken"),
        pytest.param(b"\xff", "accepted.json: the baseline is not UTF-8 text", id="bytes"),
    ],
)
def test_a_baseline_that_cannot_be_used(shop: Path, text: bytes | None, message: str, capsys: Capture) -> None:
    if text is not None:
        (shop / "accepted.json").write_bytes(text)
    assert check() == 2
    assert message in capsys.readouterr().err


def test_baseline_without_an_action(capsys: Capture) -> None:
    assert main(["baseline"]) == 2
    assert "the following arguments are required: ACTION" in capsys.readouterr().err


# --- ratchet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "code"), [("0", 1), ("1", 1), ("2", 0), ("3", 0)])
def test_ratchet(shop: Path, most: str, code: int) -> None:
    (shop / "tracklint.toml").write_text("")
    assert check("--max-findings", most) == code


def test_a_ratchet_that_can_be_tightened(shop: Path, capsys: Capture) -> None:
    (shop / "tracklint.toml").write_text("max_findings = 9\n")
    assert check() == 0
    assert "2 findings where max_findings lets 9 through; lower it to 2" in capsys.readouterr().err


def test_a_ratchet_counts_what_fails(shop: Path) -> None:
    (shop / "tracklint.toml").write_text('max_findings = 1\nseverity = { TL101 = "warning" }\n')
    assert check() == 0
    assert check("--fail-on", "warning") == 1


# --- comments -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "left"),
    [
        pytest.param("a.ts", "posthog.capture('X') // tracklint: ignore[TL101] sent by the widget", 0, id="line"),
        pytest.param("a.ts", "// tracklint: ignore[TL101]\nposthog.capture('X')", 0, id="next line"),
        pytest.param("a.ts", "// tracklint: ignore-file[TL101] old code\n\nposthog.capture('X')\nposthog.capture('Y')", 0, id="file"),
        pytest.param("a.ts", "posthog.capture('X')\nposthog.capture('Y')\n/* tracklint: ignore-file */", 0, id="file, all, at its end"),
        pytest.param("a.ts", "// tracklint: ignore-file[TL301]\nposthog.capture('X')", 1, id="file, another code"),
        pytest.param("a.ts", "// tracklint: ignore-files\nposthog.capture('X')", 1, id="no such word"),
        pytest.param("a.ts", "// tracklint: ignored\nposthog.capture('X')", 1, id="no such word either"),
        pytest.param("a.ts", "// tracklint: ignore[TL101]\n\nposthog.capture('X')", 1, id="a line between"),
    ],
)
def test_comment(shop: Path, name: str, code: str, left: int, capsys: Capture) -> None:
    (shop / "cart.ts").unlink()
    (shop / "tracklint.toml").write_text("")
    (shop / name).write_text(f"import posthog from 'posthog-js'\n{code}\n")
    check()
    assert len(capsys.readouterr().out.splitlines()) == left


def test_a_file_comment_that_silences_nothing(shop: Path, capsys: Capture) -> None:
    (shop / "tracklint.toml").write_text("")
    (shop / "cart.ts").write_text("// tracklint: ignore-file[TL301]\n" + CODE)
    main(["check", "--format", "concise", "--select", "TL301,TL902"])
    assert capsys.readouterr().out == ("cart.ts:1:1: TL902 this comment silences TL301, but there is no such finding here; take it out\n")
