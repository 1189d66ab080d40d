"""A class with its other parts: extensions, categories, reopened and partial classes, methods beside their type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scanner.languages.facts import Class
from scanner.resolve.flow import END
from scanner.resolve.program import File
from scanner.resolve.project import package_of
from scanner.resolve.values import ClassValue, DefinitionId, options_of

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_EXTEND_BY_NAME = frozenset(("kotlin", "scala"))
_MANY_PARTS = frozenset(("csharp", "ruby", "objc", "swift", "go", "rust"))


class ClassParts:
    """The parts of classes."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._ids: dict[DefinitionId, tuple[DefinitionId, ...]] = {}

    def parts(self, cls: DefinitionId) -> tuple[DefinitionId, ...]:
        """A class with its other parts: extensions, categories, reopened and partial classes of the same name."""
        file, definition = self._all.program.cls(*cls)
        if not file.family.project or not definition.name:
            return (cls,)
        if cls not in self._ids:
            self._ids[cls] = (cls,)  # while they are being gathered
            self._ids[cls] = self._gather_parts(file, cls, definition.name)
        return self._ids[cls]

    def _gather_parts(self, file: File, cls: DefinitionId, name: str) -> tuple[DefinitionId, ...]:
        found = [cls]
        for path in self._all.project.likely_files(file, name):
            other = self._all.program.file(path)
            for part in other.top_classes.get(name, ()) if other is not None else ():
                if other is not None and self._is_part(file, self._all.program.cls(*cls)[1], other, part, found):
                    found.append(DefinitionId(other.path, part.index))
        return tuple(dict.fromkeys((*found, *self._extended(file, cls, name))))

    def _extended(self, file: File, cls: DefinitionId, name: str) -> Iterator[DefinitionId]:
        """What an extension extends: its members are seen in the extension by their bare names."""
        if self._all.program.cls(*cls)[1].kind == "extension" and file.language.family in _EXTEND_BY_NAME:
            for each in options_of(self._all.lookup(file, name, 0, END)):
                if isinstance(each, ClassValue) and each.id != cls:
                    yield each.id

    def _is_part(self, file: File, cls: Class, other: File, part: Class, found: Sequence[DefinitionId]) -> bool:
        """Whether a class of the same name is a part. In Swift a class is declared once, and extensions add to it, and to protocols; in C#
        methods for another type stand in a class of their own, anywhere, and what is partial in one namespace."""
        family = file.language.family
        if family == "csharp":
            added = part.kind == "extension" and _outer(other, part) is not None
            return added or (part.kind != "interface" and _place(file, cls) == _place(other, part))
        if part.kind == "extension" and family != "go":
            return True
        if file.family.packages and package_of(other) != package_of(file):
            return False
        if family == "swift":
            return all(self._all.program.cls(*each)[1].kind == "extension" for each in found)
        return part.kind != "interface" and family in _MANY_PARTS

    def names_of_parts(self, id: DefinitionId) -> set[str]:
        names: set[str] = set()
        for part in self.parts(id):
            file, cls = self._all.program.cls(*part)
            names.update(file.names_of.get(cls.scope, ()))
        return names


def _place(file: File, cls: Class) -> tuple[str, str | None]:
    return package_of(file), _outer(file, cls)


def _outer(file: File, cls: Class) -> str | None:
    """The name of the class around a class."""
    owner = file.facts.scopes[cls.parent_scope].owner
    return None if owner is None else file.facts.classes[owner].name
