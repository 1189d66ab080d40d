"""Which languages there are. A language's module is imported only when a file of it is parsed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.languages.facts import FileFacts


@dataclass(frozen=True, slots=True)
class Language:
    """One language: the suffixes of its files, the module that extracts facts (`extract(path, text) -> FileFacts`),
    the rule-pack family it belongs to, and how imports are followed."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    family: str
    notes: str

    def extract(self, path: str, text: bytes) -> FileFacts:
        """Facts of `text` (UTF-8). Never raises for bad source: what could not be read stands in `errors`."""
        facts: FileFacts = import_module(self.module).extract(path, text)
        return facts


_JAVASCRIPT_NOTES = "ES and CommonJS imports, tsconfig paths, workspace packages, enums, classes, hooks, closures, JSX"

LANGUAGES: tuple[Language, ...] = (
    Language("javascript", (".js", ".mjs", ".cjs"), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("jsx", (".jsx",), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("typescript", (".ts", ".mts", ".cts"), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("tsx", (".tsx",), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language(
        "python", (".py",), "scanner.languages.python", "python", "imports (absolute, relative, src layouts), enums, classes, closures"
    ),
    Language("go", (".go",), "scanner.languages.go", "go", "packages, typed constants, methods beside their type, struct and map literals"),
)


def language_of(path: str) -> Language | None:
    """The language of a file by its suffix, or None."""
    dot = path.rfind(".")
    suffix = path[dot:].lower() if dot > path.rfind("/") else ""
    return next((language for language in LANGUAGES if suffix in language.suffixes), None)
