"""A class with its other parts: extensions, categories, reopened and partial classes, methods beside their type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.languages.facts import Class
from scanner.resolve.program import File
from scanner.resolve.project import package_of
from scanner.resolve.values import (
    DefinitionId,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_MANY_PARTS = frozenset(("csharp", "ruby", "objc", "swift", "go", "rust"))


class ClassParts:
    """The parts of classes."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._ids: dict[tuple[str, str], tuple[DefinitionId, ...]] = {}

    def parts(self, cls: DefinitionId) -> tuple[DefinitionId, ...]:
        """A class with its other parts: extensions, categories, reopened and partial classes of the same name."""
        file, definition = self._all.program.cls(*cls)
        if not file.family.project or not definition.name:
            return (cls,)
        key = (file.family.group, definition.name)
        if key not in self._ids:
            self._ids[key] = (cls,)  # while they are being gathered
            self._ids[key] = self._gather_parts(file, cls, definition.name)
        return self._ids[key] if cls in self._ids[key] else (cls, *self._ids[key])

    def _gather_parts(self, file: File, cls: DefinitionId, name: str) -> tuple[DefinitionId, ...]:
        found = [cls]
        for path in self._all.project.likely_files(file, name):
            other = self._all.program.file(path)
            if other is None:
                continue
            same = not file.family.packages or package_of(other) == package_of(file)
            for part in other.top_classes.get(name, ()):
                anywhere = part.kind == "extension" and file.language.family != "go"
                if anywhere or (same and self._is_part(file, part, found)):
                    found.append(DefinitionId(other.path, part.index))
        return tuple(dict.fromkeys(found))

    def _is_part(self, file: File, part: Class, found: Sequence[DefinitionId]) -> bool:
        """Whether a class of the same name is a part. In Swift a class is declared once, and extensions add to it, and to protocols."""
        if file.language.family == "swift":
            return all(self._all.program.cls(*each)[1].kind == "extension" for each in found)
        return part.kind != "interface" and file.language.family in _MANY_PARTS

    def names_of_parts(self, id: DefinitionId) -> set[str]:
        names: set[str] = set()
        for part in self.parts(id):
            file, cls = self._all.program.cls(*part)
            names.update(file.names_of.get(cls.scope, ()))
        return names
