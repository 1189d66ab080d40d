"""A language costs nothing until a file of it is parsed, and says of itself what is followed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scanner.languages.registry import LANGUAGES, Language, language_of, parts_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/languages.md").read_text(encoding="utf-8")
# The grammars that a file of a language needs; a page needs that of its scripts, and that of its server.
GRAMMARS = {
    "javascript": {"tree_sitter_javascript"},
    "typescript": {"tree_sitter_typescript"},
    "python": {"tree_sitter_python"},
    "vue": {"tree_sitter_javascript"},
    "html": {"tree_sitter_javascript"},
    "erb": {"tree_sitter_javascript", "tree_sitter_ruby"},
    "razor": {"tree_sitter_javascript", "tree_sitter_c_sharp"},
    "php": {"tree_sitter_php"},
    "ruby": {"tree_sitter_ruby"},
    "swift": {"tree_sitter_swift"},
    "go": {"tree_sitter_go"},
    "kotlin": {"tree_sitter_kotlin"},
    "java": {"tree_sitter_java"},
    "csharp": {"tree_sitter_c_sharp"},
    "rust": {"tree_sitter_rust"},
    "elixir": {"tree_sitter_elixir"},
    "scala": {"tree_sitter_scala"},
}
_LOADED = "sorted(name for name in sys.modules if name.startswith('tree_sitter_') and '.' not in name)"


def loaded_after(code: str) -> set[str]:
    """The grammars that a program has loaded when it ends."""
    text = f"import sys\n{code}\nprint(*{_LOADED})"
    done = subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_nothing_is_loaded_before_a_file_is_parsed() -> None:
    assert loaded_after("import scanner.rules.scan\nfrom scanner.languages.registry import language_of\nlanguage_of('a.py')") == set()


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_file_loads_the_grammars_of_its_language(name: str) -> None:
    path = "a" + next(language.suffixes[0] for language in LANGUAGES if language.name == name)
    code = (
        "from scanner.languages.registry import language_of, parts_of\n"
        f"for part in parts_of({path!r}):\n    language_of(part).extract(part, b'a')"
    )
    assert loaded_after(code) == GRAMMARS[name]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_language_says_what_is_followed(language: Language) -> None:
    assert language.notes
    assert language.suffixes
    for suffix in language.suffixes:
        assert f"`{suffix}" in PAGE or f" {suffix}" in PAGE, suffix


def test_suffixes_belong_to_one_language() -> None:
    suffixes = [suffix for language in LANGUAGES for suffix in language.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("part", [part for language in LANGUAGES for part in parts_of("a" + language.suffixes[0])])
def test_a_part_is_read_by_a_module_of_its_own(part: str) -> None:
    found = language_of(part)
    assert found is not None
    assert found.extract(part, b"").errors == ()


def test_the_page_says_what_is_not_followed_in_each_language() -> None:
    sections = [section for section in PAGE.split("\n## ")[1:] if "Followed:" in section]
    assert sections
    assert [section.split("\n")[0] for section in sections if "Not followed:" not in section] == []
