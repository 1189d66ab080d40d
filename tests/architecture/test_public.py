from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import scanner

ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "docs/library.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", scanner.__all__)
def test_public_name_is_documented(name: str) -> None:
    found = getattr(scanner, name)
    assert inspect.getdoc(found)
    assert f"`{name}`" in DOCUMENTED or f"`{name}(" in DOCUMENTED


def test_public_names_are_sorted_and_unique() -> None:
    assert scanner.__all__ == sorted(set(scanner.__all__))
    assert set(scanner.__all__) <= set(dir(scanner))


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="nothing_here"):
        scanner.nothing_here  # noqa: B018


@pytest.mark.parametrize(
    "module",
    [
        "yaml",
        "tabulate",
        "openpyxl",
        "tree_sitter",
        "libcst",
        "pathspec",
        "sqlite3",
        "multiprocessing",
        "asyncio",
        "requests",
        "scanner.changes",
        "scanner.forge",
        "scanner.plan.formats",
        "scanner.resolve",
        "scanner.languages",
        "scanner.rules",
    ],
)
def test_help_does_not_load(module: str) -> None:
    code = f"import sys; from scanner.cli import main; main(['--help']); sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    import re

    file = ROOT / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []
