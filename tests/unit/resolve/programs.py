"""Small programs written in a test, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.files import MemorySource
from scanner.languages.facts import Call, FileFacts
from scanner.languages.registry import language_of
from scanner.resolve.definitions import Definitions
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.modules import JavaScriptModules, ModuleResolver, PythonModules
from scanner.resolve.program import File, Program, last_name
from scanner.resolve.values import Value
from scanner.search import TextIndex
from tests.unit.resolve.render import render


def make_evaluator(files: Mapping[str, str]) -> Evaluator:
    """An evaluator over files that stand in a test."""
    source = MemorySource({path: text.encode() for path, text in files.items()})
    paths = frozenset(source.paths())
    searched = tuple(path for path in source.paths() if language_of(path) is not None)
    texts = TextIndex(source, searched)
    program = Program(paths, lambda path: _extract(source, path), source.read)
    modules: dict[str, ModuleResolver] = {"javascript": JavaScriptModules(paths, source.read), "python": PythonModules(paths)}
    return Evaluator(program, modules, Definitions(searched, texts.text, texts.find))


def show_values(files: Mapping[str, str]) -> list[str]:
    """What the first argument of each call of `show` is, in the order of paths and places."""
    evaluator = make_evaluator(files)
    return [render(evaluator.program, value) for value in _shown(evaluator, files)]


def _shown(evaluator: Evaluator, files: Mapping[str, str]) -> list[Value]:
    found: list[Value] = []
    for path in sorted(files):
        file = evaluator.program.file(path) if language_of(path) is not None else None
        found += [evaluator.evaluate(file, call.args[0].value) for call in shows(file)] if file is not None else []
    return found


def shows(file: File) -> list[Call]:
    """The calls of `show` in a file."""
    return [call for call in file.facts.calls if last_name(call.callee) == "show"]


def _extract(source: MemorySource, path: str) -> FileFacts | None:
    language = language_of(path)
    text = source.read(path)
    return language.extract(path, text) if language is not None and text is not None else None
