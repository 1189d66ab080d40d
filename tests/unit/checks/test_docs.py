from __future__ import annotations

from pathlib import Path

import pytest

from scanner.checks import CHECKS, Check
from scanner.checks.docs import render_check, render_checks

PAGE = Path(__file__).parents[3] / "docs" / "checks.md"
AGAIN = "from scanner.checks import *; from scanner.checks.docs import *; print(render_checks(CHECKS), end='')"


def test_page_is_what_the_checks_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_checks(CHECKS), f'make it again: python -c "{AGAIN}" > docs/checks.md'


@pytest.mark.parametrize("check", [pytest.param(check, id=check.code) for check in CHECKS])
def test_section_tells_everything(check: Check) -> None:
    text = render_check(check)
    assert text.startswith(f"## {check.code} {check.name}\n")
    assert check.rationale in text
    assert all(example.title in text for example in (*check.bad, *check.good))


def test_a_terminal_is_shown_no_escapes() -> None:
    from scanner.app.explain import explain

    assert 'write "order_id"' in explain("TL304")
    assert "\\_" not in explain("TL304")
