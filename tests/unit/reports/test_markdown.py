from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.reports.markdown import code, escape, table, write_findings
from tests.support.calls import make_call, make_finding, make_report, make_result


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Order Completed", "Order Completed", id="plain"),
        pytest.param("a|b", r"a\|b", id="cell border"),
        pytest.param("<img src=x onerror=alert(1)>", r"\<img src\=x onerror\=alert\(1\)\>", id="html"),
        pytest.param("[x](https://evil)", r"\[x\]\(https\://evil\)", id="link"),
        pytest.param("www.evil.example", r"www\.evil\.example", id="bare link"),
        pytest.param("**bold** _it_ ~~s~~", r"\*\*bold\*\* \_it\_ \~\~s\~\~", id="emphasis"),
        pytest.param("@team", "@\u200bteam", id="mention"),
        pytest.param("fixes #12", "fixes \\#\u200b12", id="reference"),
        pytest.param("# head", r"\# head", id="number sign"),
        pytest.param("a\nb", r"a\\nb", id="line end"),
        pytest.param("&lt;b&gt;", r"\&lt;b\&gt;", id="entity"),
        pytest.param("$$x$$", r"\$\$x\$\$", id="mathematics"),
    ],
)
def test_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Order Completed", "`Order Completed`", id="plain"),
        pytest.param("a`b", "``a`b``", id="backtick"),
        pytest.param("`a``", "``` `a`` ```", id="backticks at the ends"),
        pytest.param("a|b", r"`a\|b`", id="cell border"),
        pytest.param("a\r\nb", r"`a\r\nb`", id="line end"),
        pytest.param(" a", "`  a `", id="space"),
        pytest.param("  ", "` `", id="spaces"),
        pytest.param("", "", id="empty"),
        pytest.param("@team <b>", "`@team <b>`", id="not read in code"),
    ],
)
def test_code(text: str, shown: str) -> None:
    assert code(text) == shown


def test_table() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"


def test_findings() -> None:
    shown = write_findings(make_report(make_finding(message='"a|b" is not in the plan'), result=make_result(make_call())))
    assert shown.startswith("## Tracklint\n\n1 finding in 1 call of 1 event; plan: `plan.yaml`\n\n|  | Finding | Place | What |\n")
    assert shown.endswith('| ❌ error | `TL101 unplanned-event` | `src/cart.ts:2` | \\"a\\|b\\" is not in the plan |\n')


def test_no_findings() -> None:
    assert write_findings(make_report(result=make_result(make_call()))) == (
        "## Tracklint\n\nNo findings in 1 call of 1 event; plan: `plan.yaml`\n"
    )


def test_a_finding_is_one_row() -> None:
    hostile = replace(make_finding(message="a\n| b |\n"), name="x\ny")
    rows = write_findings(make_report(hostile)).split("\n\n")[-1].splitlines()
    assert len(rows) == 3
