"""What imports bring, and what modules offer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.model import Location
from scanner.resolve.program import File
from scanner.resolve.values import (
    External,
    Global,
    Item,
    Known,
    ListValue,
    Missing,
    ModuleValue,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_COMPONENTS = (".vue", ".svelte", ".astro")


class Imports:
    """What imports bring."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._budget = evaluator.budget
        self._exports: dict[tuple[str, str], Value] = {}
        self._json: dict[str, Value] = {}

    def imported(self, file: File, module: str, name: str | None, level: int) -> Value:
        """What an import brings: `name` of a module, or the module itself."""
        if file.family.project:
            return self._all.project.imported_by_project(file, module, name)
        resolver = self._all.modules.get(file.language.family)
        path = resolver.resolve(file.path, module, level) if resolver is not None else None
        if path is None:
            outside = Ref(External("." * level + module))
            return outside if name is None else outside.step(name)
        if name is None:
            return self._module(path)
        return self.exported(path, name)

    def _module(self, path: str) -> Value:
        return self._json_value(path) if path.endswith(".json") else ModuleValue(path)

    def exported(self, path: str, name: str) -> Value:
        """What a module of the project offers under a name."""
        key = (path, name)
        if key in self._exports:
            return self._exports[key]
        if key in self._budget.running:
            return Unknown("an import that leads back to itself")
        with self._budget.holding(key):
            value = self._exported(path, name)
        self._exports[key] = value
        return value

    def _exported(self, path: str, name: str) -> Value:
        if path.endswith(".json"):
            data = self._json_value(path)
            return data if name == "default" else self._all.member(data, name)
        file = self._all.program.file(path)
        if file is None:
            return Unknown(f"{path} was not read")
        if file.language.family == "javascript":
            return self._js_export(file, name)
        return self._module_name(file, name)

    def _module_name(self, file: File, name: str) -> Value:
        """A name of a module in which every top-level name is visible; a submodule where there is no such name."""
        if (0, name) in file.bindings:
            return self._all.names.captured(file, 0, name, file.bindings[0, name])
        resolver = self._all.modules[file.language.family]
        submodule = resolver.resolve(file.path, name, 1)
        if submodule is not None and submodule != file.path:
            return ModuleValue(submodule)
        value = self._all.names.free_name(file, name)
        return Unknown(f"{file.path} has no {name}") if isinstance(value, Ref) and value.root == Global(name) else value

    def _js_export(self, file: File, name: str) -> Value:
        named = [export for export in file.facts.exports if export.name == name]
        if named:
            return self._all.evaluate(file, named[-1].value)
        whole = [export for export in file.facts.exports if export.name == "="]
        if whole:
            value = self._all.evaluate(file, whole[-1].value)
            return value if name == "default" else self._all.member(value, name)
        if name == "default":
            component = file.facts.exports or file.path.endswith(_COMPONENTS)
            return ModuleValue(file.path) if component else Unknown(f"{file.path} has no default export")
        for export in file.facts.exports:
            if export.name == "*" and isinstance(export.value, facts.ImportRef):
                value = self.imported(file, export.value.module, name, 0)
                if not isinstance(value, Missing | Unknown):
                    return value
        if (0, name) in file.bindings and not file.facts.exports:
            return self._all.names.captured(file, 0, name, file.bindings[0, name])
        return Unknown(f"{file.path} does not export {name}")

    def _json_value(self, path: str) -> Value:
        if path not in self._json:
            try:
                data = json.loads((self._all.program.read(path) or b"").decode("utf-8-sig"))
            except (ValueError, RecursionError):
                data = None
            self._json[path] = from_json(data, Location(path, 1))
        return self._json[path]


def from_json(data: object, place: Location) -> Value:
    """The value of data that stands in a file as JSON."""
    match data:
        case str():
            return Known(data, place)
        case bool() | None | int() | float():
            kinds = {bool: "boolean", type(None): "null", int: "integer", float: "number"}
            return Scalar(kinds[type(data)], json.dumps(data))
        case list():
            return ListValue(tuple(from_json(each, place) for each in data))
        case dict():
            return RecordValue(tuple(Item(from_json(value, place), key=str(key), location=place) for key, value in data.items()))
        case _:
            return Unknown("data")
