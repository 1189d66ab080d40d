"""Modules of Rust: a path of names leads through crates and files, as `mod` declares them."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.program import File
from scanner.resolve.values import External, Missing, PackageValue, Ref, Unknown, Value

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

GROUP = "rust"
_CRATE = re.compile(rb"^\[(?:package|lib)\]\s*\n(?:(?!\[)[^\n]*\n)*?name\s*=\s*\"([\w-]+)\"", re.MULTILINE)
_PATH_DEPENDENCY = re.compile(rb"^([\w-]+)\s*=\s*\{[^}\n]*\bpath\s*=\s*\"([^\"\n]+)\"", re.MULTILINE)
_ROOTS = ("lib.rs", "main.rs", "mod.rs")


class Crates:
    """The crates of the program, and the modules in them. A module is known by its path without an ending: `app/src/analytics`."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator

    def is_own(self, crate: str) -> bool:
        """Whether a crate is part of the program."""
        return crate.replace("-", "_") in self._folders

    def root(self, file: File, name: str) -> Value | None:
        """The module that a path begins with: `crate`, `self`, `super`, or a crate of the program."""
        base = self._base(file, name)
        return PackageValue(GROUP, base) if base is not None else None

    def imported(self, file: File, module: str, name: str) -> Value | None:
        """What stands under a name in a module of the program; None where that is not there."""
        parts = [part for part in module.split("::") if part]
        base = self._base(file, parts[0]) if parts else None
        for part in parts[1:]:
            base = posixpath.dirname(base) if part == "super" and base is not None else None if base is None else f"{base}/{part}"
        return self.member(PackageValue(GROUP, base), name) if base is not None else None

    def member(self, module: PackageValue, name: str) -> Value | None:
        """What a module has under a name: of its own, handed on from another, or a module below it."""
        for path in self._files_of(module.name):
            file = self._all.program.file(path)
            value = self._in_file(file, name) if file is not None else None
            if value is not None and not isinstance(value, Missing | Unknown):
                return value
        below = f"{module.name}/{name}"
        return PackageValue(GROUP, below) if self._files_of(below) else None

    def _in_file(self, file: File, name: str) -> Value | None:
        key = ("rust module", file.path, name)
        if key in self._all.budget.running:
            return None
        with self._all.budget.holding(key):
            if (0, name) in file.bindings:
                value = self._all.names.captured(file, 0, name, file.bindings[0, name])
                return None if isinstance(value, Ref) and isinstance(value.root, External) else value
            for binding in file.bindings.get((0, "*"), ()):
                if isinstance(binding.value, facts.ImportRef):
                    value_ = self.imported(file, binding.value.module, name)
                    if value_ is not None:
                        return value_
        return None

    def _base(self, file: File, first: str) -> str | None:
        match first:
            case "crate":
                return self._source_of(file.path)
            case "self":
                return _module_of(file.path)
            case "super":
                return posixpath.dirname(_module_of(file.path))
            case _:
                folder = self._folders.get(first.replace("-", "_"))
                return None if folder is None else posixpath.join(folder, "src")

    def _source_of(self, path: str) -> str:
        """The folder of the crate's own code: `src` beside the nearest Cargo.toml."""
        folder = posixpath.dirname(path)
        while folder and posixpath.join(folder, "Cargo.toml") not in self._all.program.paths:
            folder = posixpath.dirname(folder)
        return posixpath.join(folder, "src")

    def _files_of(self, module: str) -> list[str]:
        paths = (f"{module}.rs", *(f"{module}/{root}" for root in _ROOTS))
        return [path for path in paths if path in self._all.program.paths]

    @cached_property
    def _folders(self) -> dict[str, str]:
        """The folders of crates by the names under which Rust sees them: their own, and those that a dependency by path is given."""
        found: dict[str, str] = {}
        for path in sorted(self._all.program.paths):
            if path != "Cargo.toml" and not path.endswith("/Cargo.toml"):
                continue
            text, folder = self._all.program.read(path) or b"", posixpath.dirname(path)
            for match in _PATH_DEPENDENCY.finditer(text):
                target = posixpath.normpath(posixpath.join(folder, match[2].decode("utf-8", "replace")))
                found.setdefault(match[1].decode("ascii", "replace").replace("-", "_"), target)
            for match in _CRATE.finditer(text):
                found[match[1].decode("ascii", "replace").replace("-", "_")] = folder
        return found


def _module_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return folder if name in _ROOTS else posixpath.join(folder, name.removesuffix(".rs"))
