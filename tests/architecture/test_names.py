from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.rules.loading import load_packs

ROOT = Path(__file__).parents[2]
# A vendor's plan file has a format, and its reader must know it.
FORMATS = ROOT / "scanner/plan/formats"
SOURCES = sorted(file for file in (ROOT / "scanner").rglob("*.py") if FORMATS not in file.parents)
# Names of vendors that are also words of the trade: a scanner cannot do without them.
COMMON_WORDS = {"generic", "getanalytics", "heap", "iterable", "plausible", "segment", "split"}


def vendors() -> list[str]:
    return sorted({pack.sdk for pack in load_packs()} - COMMON_WORDS)


@pytest.mark.parametrize("vendor", vendors())
def test_no_module_knows_a_vendor(vendor: str) -> None:
    words = r"[-_ ]?".join(map(re.escape, vendor.split("-")))
    # A short name may well be the middle of another word, a long one is what it looks like.
    name = re.compile(words if len(vendor) > 5 else rf"(?<![a-z]){words}(?![a-z])", re.IGNORECASE)
    assert [str(file.relative_to(ROOT)) for file in SOURCES if name.search(file.read_text(encoding="utf-8"))] == []


def test_there_are_vendors_to_look_for() -> None:
    assert len(vendors()) >= 5
