"""Where names are defined in languages whose files see each other without naming files: one package, one module, one program.

A cheap look at the text tells which files may define a name; only those are parsed. What they really define, their facts say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scanner.languages.registry import language_of


@dataclass(frozen=True, slots=True)
class Family:
    """How names are seen in a family of languages.

    group: languages that share one program (Java and Kotlin). implicit_self: bare names see the members of the class around.
    project: names of other files are seen without naming the file. packages: a declared package (or folder) separates names,
    so that an import of an unknown package is external.
    """

    group: str
    implicit_self: bool
    project: bool
    packages: bool


_FAMILIES: Mapping[str, Family] = {
    "javascript": Family("javascript", False, False, False),
    "python": Family("python", False, False, False),
    "java": Family("jvm", True, True, True),
    "kotlin": Family("jvm", True, True, True),
    "scala": Family("jvm", True, True, True),
    "swift": Family("apple", True, True, False),
    "objc": Family("apple", True, True, False),
    "csharp": Family("csharp", True, True, False),
    "dart": Family("dart", True, True, False),
    "go": Family("go", False, True, True),
    "rust": Family("rust", False, True, False),
    "ruby": Family("ruby", True, True, False),
    "php": Family("php", False, True, True),
    "elixir": Family("elixir", True, True, True),
}


def family_of(name: str) -> Family:
    """The family of a language; one like Python's for a language that is not listed."""
    return _FAMILIES.get(name, Family(name, False, False, False))


_DEFINED = re.compile(
    rb"""
    \bfunc\s*\(\s*\w*\s*\*?(?P<receiver>[A-Za-z_]\w*)(?:\[[^\]]*\])?\s*\)\s*(?P<method>\w+)
    | (?<!\bimport[ ])
       \b(?:class|struct|enum|interface|object|protocol|trait|module|mod|record|extension|mixin|typealias|type|impl|defmodule|actor|namespace
       |const|val|var|let|def|func|fun|fn|function|static|final|interface|implementation)
       (?:[ \t]+(?:class|final|static|case|const|let|var|val|func|fun))*[ \t]+(?:<[^<>\n]{0,80}>\s*)?(?:self\.)?
       (?P<path>(?:[A-Za-z_]\w*(?:<[^<>\n]{0,40}>)?\??[.:]+)*)(?P<name>[A-Za-z_]\w*)
    | ^[ \t]*\#[ \t]*define[ \t]+(?P<macro>[A-Za-z_]\w*)
    | \bdefine\(\s*['"](?P<constant>\w+)
    | \bfor\s+(?P<implemented>[A-Z]\w*)\b
    | (?<![\w.])(?P<text>[A-Za-z_]\w*)(?:[ \t]+[\w.]+)?[ \t]*=[ \t]*[@$rR]?["'`]
    | ^(?P<global>[A-Z_]\w*)[ \t]*=
    """,
    re.VERBOSE | re.MULTILINE,
)

# Where only types stand on their own, or only what begins a line, the rest is found through its class: fewer files are read for a name.
_TYPES = re.compile(rb"\b(?:class|struct|interface|enum|record(?:[ \t]+(?:class|struct))?)[ \t]+(?P<name>[A-Za-z_]\w*)")
_EXTENDED = re.compile(rb"\([ \t\r\n]*this[ \t]+(?:(?:ref|in)[ \t]+)?(?P<name>[A-Za-z_]\w*)")
_TYPES_AND_TOP_LEVEL = re.compile(
    rb"""
    \b(?:class|interface|object|typealias)[ \t]+(?P<type>[A-Za-z_]\w*)
    | ^(?:(?:@[\w.]+(?:\([^)\n]*\))?|[a-z]+)[ \t]+)*(?:fun|val|var)[ \t]+(?:<[^>\n]{0,80}>\s*)?
       (?P<path>(?:[A-Za-z_]\w*(?:<[^>\n]{0,40}>)?\??\.)*)(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.MULTILINE,
)
# Definitions without a word for them, where only those at the top of a file are names of the program.
_TYPED = re.compile(
    rb"^(?!return\b|import\b|export\b|part\b)[A-Za-z_][\w<>?,. ]*[ \t](?P<name>[A-Za-z_]\w*)[ \t]*(?:[(<=;]|async\b)", re.MULTILINE
)
_DEFINED_IN: Mapping[str, Sequence[re.Pattern[bytes]]] = {
    "java": (_TYPES,), "csharp": (_TYPES, _EXTENDED), "kotlin": (_TYPES_AND_TOP_LEVEL,), "dart": (_DEFINED, _TYPED),
}  # fmt: skip
# The head of something that is made after a class or interface: its bases behind a word or a colon, before its body.
_MADE_AFTER = (
    rb"(?:\b(?:implements|extends|with|impl|behaviour|use|include)\b|\)[ \t]*:|"
    rb"\b(?:class|struct|record|interface|object|extension|actor|enum|trait|protocol|implementation)\b[^{}();]{0,200}[:<]|"
    rb"^[ \t]*class[ \t]+\w+[ \t]*\((?=[^):]*\):))"
    rb"[^{};=]{0,400}?(?<![\w$])%s(?![\w$])"
)
_PACKAGE = re.compile(rb"^[ \t]*package[ \t]+([\w.]+)", re.MULTILINE)
_WITH_PACKAGES = frozenset(("java", "kotlin"))


class Definitions:
    """The files that may define a name, per group of languages. A group's files are looked at once, when first asked.
    `find` tells which files hold a word."""

    def __init__(self, paths: Sequence[str], text: Callable[[str], bytes], find: Callable[[frozenset[str]], Iterable[str]]) -> None:
        self._text = text
        self._find = find
        self._paths: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths):
            language = language_of(path)
            if language is not None:
                self._paths[family_of(language.family).group].append(path)
        self._found: dict[str, dict[str, list[str]]] = {}
        self.asked: set[str] = set()
        self._packages: dict[str, str] = {}
        self._below: dict[tuple[str, str], list[str]] = {}

    def paths_of(self, group: str, name: str) -> list[str]:
        """The files of a group that may define `name`, sorted."""
        self.asked.add(name)
        if group not in self._found:
            self._found[group] = self._look(group)
        return self._found[group].get(name, [])

    def _look(self, group: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._paths.get(group, ()):
            for name in sorted(self._names_in(path)):
                found[name].append(path)
        return found

    def _names_in(self, path: str) -> set[str]:
        patterns = _DEFINED_IN.get(_family_name(path), (_DEFINED,))
        text = self._text(path)
        return {name for pattern in patterns for match in pattern.finditer(text) for name in _names_of(match)}

    def package_of(self, path: str) -> str | None:
        """The package that a file declares, as its text tells; None where only its facts can tell."""
        if _family_name(path) not in _WITH_PACKAGES:
            return None
        if path not in self._packages:
            match = _PACKAGE.search(self._text(path))
            self._packages[path] = match[1].decode("utf-8", "replace") if match is not None else ""
        return self._packages[path]

    def paths_with(self, group: str, name: str) -> list[str]:
        """The files of a group that hold a name anywhere, sorted."""
        return sorted(path for path in self._find(frozenset((name,))) if path in self._groups.get(group, frozenset()))

    def paths_below(self, group: str, name: str) -> list[str]:
        """The files of a group that may define something made after `name`: a class below it, an implementation. Where none looks like
        that, those that hold the name."""
        if (group, name) not in self._below:
            holders = self.paths_with(group, name)
            made_after = re.compile(_MADE_AFTER % re.escape(name).encode(), re.MULTILINE)
            self._below[group, name] = [path for path in holders if made_after.search(self._text(path))] or holders
        return self._below[group, name]

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        return {group: frozenset(paths) for group, paths in self._paths.items()}


def _family_name(path: str) -> str:
    language = language_of(path)
    return language.family if language is not None else ""


def _names_of(match: re.Match[bytes]) -> list[str]:
    """All names in a definition: of `fun Context.track` the type that is extended too; of a module that is named in full the last."""
    if match[0].startswith(b"defmodule"):
        return [match["name"].decode("ascii", "replace")]
    text = b" ".join(part for part in match.groups() if part).decode("ascii", "replace")
    return re.findall(r"[A-Za-z_]\w*", text)
