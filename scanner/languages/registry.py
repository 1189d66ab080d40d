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
_COMPONENT_NOTES = "scripts, event handlers, bindings and expressions of the markup, declaring attributes"
_PAGE_NOTES = "inline scripts, event handlers, declaring attributes; what the server fills in is unknown"
_SERVED_NOTES = "inline scripts, event handlers, declaring attributes"

LANGUAGES: tuple[Language, ...] = (
    Language("javascript", (".js", ".mjs", ".cjs"), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("jsx", (".jsx",), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("typescript", (".ts", ".mts", ".cts"), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language("tsx", (".tsx",), "scanner.languages.javascript", "javascript", _JAVASCRIPT_NOTES),
    Language(
        "python", (".py",), "scanner.languages.python", "python", "imports (absolute, relative, src layouts), enums, classes, closures"
    ),
    Language("go", (".go",), "scanner.languages.go", "go", "packages, typed constants, methods beside their type, struct and map literals"),
    Language("vue", (".vue",), "scanner.languages.embedded", "javascript", _COMPONENT_NOTES),
    Language("svelte", (".svelte",), "scanner.languages.embedded", "javascript", _COMPONENT_NOTES),
    Language("astro", (".astro",), "scanner.languages.embedded", "javascript", _COMPONENT_NOTES),
    Language("html", (".html", ".htm", ".xhtml"), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language(
        "erb", (".erb",), "scanner.languages.embedded", "javascript", f"{_SERVED_NOTES}; the Ruby between the tags, and what it fills in"
    ),
    Language("ejs", (".ejs",), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language(
        "razor",
        (".cshtml", ".razor"),
        "scanner.languages.embedded",
        "javascript",
        f"{_SERVED_NOTES}; expressions, handlers and blocks of C#",
    ),
    Language("blade", (".blade.php",), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language("handlebars", (".hbs", ".handlebars", ".mustache"), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language("jinja", (".jinja", ".jinja2", ".j2", ".njk", ".liquid"), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language("twig", (".twig",), "scanner.languages.embedded", "javascript", _PAGE_NOTES),
    Language("php-template", (".phtml",), "scanner.languages.embedded", "javascript", f"{_SERVED_NOTES}; the PHP between the tags"),
    Language("swift", (".swift",), "scanner.languages.swift", "swift", "enums and their values, extensions, implied members, closures"),
    Language("csharp", (".cs",), "scanner.languages.csharp", "csharp", "namespaces, partial classes, properties, extensions, initialisers"),
    Language("dart", (".dart",), "scanner.languages.dart", "dart", "imports and parts, mixins, extensions, enums with arguments, cascades"),
    Language(
        "php", (".php",), "scanner.languages.php", "php", "namespaces, use, traits, enums, closures, arrays; the page around the code"
    ),
    Language("ruby", (".rb", ".rake"), "scanner.languages.ruby", "ruby", "modules, mixins, reopened classes, bare calls, blocks"),
    Language("java", (".java",), "scanner.languages.java", "java", "packages, static imports, constants, enums, builders"),
    Language("kotlin", (".kt", ".kts"), "scanner.languages.kotlin", "kotlin", "packages, companions, sealed classes, extensions, blocks"),
    Language("objc", (".m", ".mm", ".h"), "scanner.languages.objc", "objc", "messages, constants, macros, categories, properties, blocks"),
    Language("rust", (".rs",), "scanner.languages.rust", "rust", "use trees, modules, impl blocks, enums, json! and format! macros"),
    Language("elixir", (".ex", ".exs"), "scanner.languages.elixir", "elixir", "modules, attributes, aliases, pipes, maps, pattern matches"),
    Language("scala", (".scala", ".sc"), "scanner.languages.scala", "scala", "packages, companions, case classes, enums, pairs"),
)


# What a server runs inside a page, and the page inside a program: one file is read once for each.
_PARTS: dict[str, Language] = {
    "ruby": Language("erb", (), "scanner.languages.embedded.server_code", "ruby", "the Ruby between the tags"),
    "csharp": Language("razor", (), "scanner.languages.embedded.server_code", "csharp", "expressions and blocks of C#"),
    "php": Language("php-template", (), "scanner.languages.embedded.server_code", "php", "the PHP between the tags"),
    "page": Language("php", (), "scanner.languages.embedded.server_code", "javascript", "the page around the PHP"),
}
_PART_OF = {"erb": "ruby", "razor": "csharp", "php-template": "php", "php": "page"}
# Stands between a path and the name of its part. No file name can hold it.
_PART_MARK = "\0"


def parts_of(path: str) -> tuple[str, ...]:
    """A file, and the part of it that is read as another language, if it has one."""
    language = language_of(path)
    part = _PART_OF.get(language.name) if language is not None and _PART_MARK not in path else None
    return (path,) if part is None else (path, path + _PART_MARK + part)


def source_path(path: str) -> str:
    """The file that a part is a part of; other paths as they are."""
    return path.partition(_PART_MARK)[0]


def part_name(path: str) -> str:
    """Which part of its file a path means; empty for the file itself."""
    return path.partition(_PART_MARK)[2]


def language_of(path: str) -> Language | None:
    """The language of a file by its suffix, or None. Of two suffixes that fit, the longer one tells (`.blade.php`)."""
    if _PART_MARK in path:
        return _PARTS.get(part_name(path))
    name = path[path.rfind("/") + 1 :].lower()
    dot = name.rfind(".")
    if dot < 0:
        return None
    longer = name[name.rfind(".", 0, dot) :] if "." in name[:dot] else ""
    return _BY_SUFFIX.get(longer) or _BY_SUFFIX.get(name[dot:])


_BY_SUFFIX = {suffix: language for language in LANGUAGES for suffix in language.suffixes}
