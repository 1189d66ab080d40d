from __future__ import annotations

import pytest

from scanner.checks import CHECKS, Check, Example, run_checks
from scanner.checks.examples import read_calls
from scanner.model import Finding
from scanner.plan.native import read_plan


def make_rows(bad: bool, good: bool) -> list[object]:
    return [
        pytest.param(check, example, id=f"{check.code}-{'bad' if example.findings else 'good'}-{example.title}")
        for check in CHECKS
        for example in (*(check.bad if bad else ()), *(check.good if good else ()))
    ]


def find(example: Example) -> tuple[Finding, ...]:
    plan = read_plan(example.plan, "tracking-plan.yaml") if example.plan else None
    return run_checks(read_calls(example.calls), plan, example.settings)


@pytest.mark.parametrize(("check", "example"), make_rows(bad=True, good=True))
def test_example(check: Check, example: Example) -> None:
    found = [finding.message for finding in find(example) if finding.code == check.code]
    assert sorted(found) == sorted(example.findings)


@pytest.mark.parametrize(("check", "example"), make_rows(bad=True, good=False))
def test_bad_example_has_one_cause(check: Check, example: Example) -> None:
    # the plans of examples hold more than their calls send
    found = {finding.code for finding in find(example)} - ({"TL103"} - {check.code, *example.others})
    assert found == {check.code, *example.others}


@pytest.mark.parametrize("check", [pytest.param(check, id=check.code) for check in CHECKS])
def test_check_explains_itself(check: Check) -> None:
    assert check.bad
    assert len(check.good) >= 1
    assert all(example.findings for example in check.bad)
    assert not any(example.findings for example in check.good)
    assert check.summary.endswith(".")
    assert check.rationale.endswith(".")


def test_codes_and_names_are_unique() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS) == len({check.name for check in CHECKS})
