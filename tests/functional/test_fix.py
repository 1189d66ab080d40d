from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli import main

Capture = pytest.CaptureFixture[str]

PLAN = """\
events:
  - {name: Order Completed, properties: {order_id: string, total: number}}
  - {name: Cart Viewed}
"""
IMPORT = "import posthog from 'posthog-js'\n"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracking-plan.yaml").write_text(PLAN)
    return tmp_path


def fix(*arguments: str) -> int:
    return main(["check", "--fix", "--no-cache", "--format", "concise", *arguments])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("posthog.capture('order completed')", "posthog.capture('Order Completed')", id="case"),
        pytest.param("posthog.capture('Order Complete')", "posthog.capture('Order Completed')", id="tense"),
        pytest.param(
            "const DONE = 'order_completed'\nposthog.capture(DONE)", "const DONE = 'Order Completed'\nposthog.capture(DONE)", id="constant"
        ),
        pytest.param(
            "posthog.capture('Order Completed', { orderId: a, total: 1 })",
            "posthog.capture('Order Completed', { order_id: a, total: 1 })",
            id="key",
        ),
        pytest.param(
            "posthog.capture('Order Completed', { 'orderId': a })", "posthog.capture('Order Completed', { 'order_id': a })", id="quoted key"
        ),
        pytest.param(
            "posthog.capture('order completed', { orderId: a })", "posthog.capture('Order Completed', { order_id: a })", id="name, then key"
        ),
        pytest.param("posthog.capture('Cart Viewed') // tracklint: ignore[TL301]", "posthog.capture('Cart Viewed')", id="unused comment"),
    ],
)
def test_mended(shop: Path, before: str, after: str) -> None:
    (shop / "a.ts").write_text(f"{IMPORT}{before}\n")
    fix()
    assert (shop / "a.ts").read_text() == f"{IMPORT}{after}\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("posthog.capture('Something Else')", id="unplanned"),
        pytest.param("posthog.capture('Order Completed', { orderId })", id="short form of a key"),
        pytest.param("posthog.capture('order' + ' completed')", id="put together"),
        pytest.param("posthog.capture(`${x} completed`)", id="template"),
        pytest.param(
            "function send(p) { posthog.capture('Order Completed', { order_id: p.orderId }) }\nsend({ orderId: 'x' })",
            id="a key that a wrapper reads",
        ),
        pytest.param("posthog.capture('Cart Viewed') // tracklint: ignore[TL101, TL301] x", id="comment of which one code may be needed"),
    ],
)
def test_left_alone(shop: Path, code: str) -> None:
    (shop / "a.ts").write_text(f"{IMPORT}{code}\n")
    fix("--ignore", "TL101")
    assert (shop / "a.ts").read_text() == f"{IMPORT}{code}\n"


def test_a_constant_in_another_file_says_what_else_it_changes(shop: Path, capsys: Capture) -> None:
    (shop / "events.ts").write_text("export const DONE = 'order completed'\n")
    (shop / "a.ts").write_text(f"{IMPORT}import {{ DONE }} from './events'\nposthog.capture(DONE)\nposthog.capture(DONE)\n")
    assert fix() == 0
    shown = capsys.readouterr()
    assert (shop / "events.ts").read_text() == "export const DONE = 'Order Completed'\n"
    assert "mended 2 findings in 1 file" in shown.err
    assert "events.ts:1:22: Order Completed is now what 2 calls send: a.ts:3:9, a.ts:4:9" in shown.err


def test_a_constant_that_also_sends_what_is_planned_otherwise_is_left(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").write_text("events:\n  - {name: Order Completed}\n  - {name: order completed, kind: page}\n")
    code = f"{IMPORT}import {{ Analytics }} from '@segment/analytics-node'\nconst analytics = new Analytics({{}})\n"
    code += "const DONE = 'order completed'\n"
    code += "posthog.capture(DONE)\nanalytics.page({ userId: 'x', name: DONE })\n"
    (shop / "a.ts").write_text(code)
    fix()
    assert (shop / "a.ts").read_text() == code
    assert "is left as it is: the change would not mend it, or would bring another finding" in capsys.readouterr().err


def test_diff_writes_nothing(shop: Path, capsys: Capture) -> None:
    code = f"{IMPORT}posthog.capture('order completed')\n"
    (shop / "a.ts").write_text(code)
    assert main(["check", "--diff", "--no-cache"]) == 1
    shown = capsys.readouterr()
    assert "-posthog.capture('order completed')\n+posthog.capture('Order Completed')\n" in shown.out
    assert "would mend 1 finding in 1 file" in shown.err
    assert (shop / "a.ts").read_text() == code


def test_diff_of_nothing(shop: Path, capsys: Capture) -> None:
    (shop / "a.ts").write_text(f"{IMPORT}posthog.capture('Order Completed')\n")
    assert main(["check", "--diff", "--no-cache"]) == 0
    assert capsys.readouterr().out == ""


def test_exit_code_tells_what_is_left(shop: Path) -> None:
    (shop / "a.ts").write_text(f"{IMPORT}posthog.capture('order completed')\n")
    assert fix() == 0
    (shop / "a.ts").write_text(f"{IMPORT}posthog.capture('order completed')\nposthog.capture('Unplanned Thing')\n")
    assert fix() == 1


GO = """\
package a

import "github.com/posthog/posthog-go"

func f(c posthog.Client) {
\tc.Enqueue(posthog.Capture{Event: "order completed"})
}
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.py", "import posthog\nposthog.capture('u', 'order completed', {'order_id': 'x'})\n", id="Python"),
        pytest.param("a.vue", f"<script>\n{IMPORT}posthog.capture('order completed')\n</script>\n", id="Vue"),
        pytest.param("a.go", GO, id="Go"),
        pytest.param("a.ts", f"{IMPORT}posthog.capture('order completed') // Größe\n".replace("\n", "\r\n"), id="line ends"),
    ],
)
def test_other_files(shop: Path, name: str, text: str) -> None:
    (shop / name).write_bytes(text.encode())
    fix()
    assert (shop / name).read_bytes() == text.replace("order completed", "Order Completed").encode()


def test_other_encodings(shop: Path) -> None:
    text = "// Größe\nimport posthog from 'posthog-js'\nposthog.capture('order completed')\n"
    (shop / "a.ts").write_bytes(text.encode("latin-1"))
    fix()
    assert (shop / "a.ts").read_bytes() == text.replace("order completed", "Order Completed").encode("latin-1")


@pytest.mark.parametrize("option", ["--staged", "--rev=HEAD"])
def test_only_the_work_tree_is_mended(option: str, capsys: Capture) -> None:
    assert main(["check", "--fix", option]) == 2
    assert "only files of the work tree can be mended" in capsys.readouterr().err


def test_it_is_said_when_there_is_nothing_to_mend(shop: Path, capsys: Capture) -> None:
    (shop / "a.ts").write_text(f"{IMPORT}posthog.capture('Something Else')\n")
    assert main(["check", "--diff", "--no-cache"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "tracklint: note: there is nothing that can be mended safely\n")
