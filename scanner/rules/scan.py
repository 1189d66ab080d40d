"""Scans a program: chooses the files that can matter, reads them, and lets the senders be found round by round."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from scanner.cache import Cache, facts_key
from scanner.files import Source, SourceFile
from scanner.files.kinds import classify, is_test_path
from scanner.files.text import decode
from scanner.languages import facts
from scanner.languages.facts import FileFacts
from scanner.languages.registry import language_of, part_name, parts_of, source_path
from scanner.languages.suppressions import find_suppressions
from scanner.model import Coverage, Scanned, ScanResult, Skipped, SourceError, Suppression
from scanner.resolve.definitions import Definitions
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.modules import JavaScriptModules, ModuleResolver, PythonModules
from scanner.resolve.program import File, Program
from scanner.resolve.values import External, Ref, options_of
from scanner.rules.attributes import words_to_find
from scanner.rules.builders import Builders
from scanner.rules.calls import report_calls, report_wrappers
from scanner.rules.constants import Constants
from scanner.rules.matching import ShapeIndex
from scanner.rules.schema import Pack
from scanner.rules.senders import Senders
from scanner.search import TextIndex, is_telling

Progress = Callable[[str, int, int], None]

_FACTS_VERSION = "12"
_MOST_ROUNDS = 14
_PARALLEL_FROM = 60
# New objects between two looks for garbage.
_RARELY = 200_000
_HEAD = 65_536


def scan_project(
    source: Source,
    packs: Sequence[Pack],
    *,
    workers: int = 1,
    cache: Cache[FileFacts] | None = None,
    include_tests: bool = False,
    only: tuple[str, ...] | None = None,
    progress: Progress | None = None,
) -> ScanResult:
    """Find every call that sends an event. `only` limits what is reported, never what is read: names may come from anywhere.

    The result does not depend on `workers`, on the cache, or on the folder the program is run from.
    """
    return limit_calls(scan_program(source, packs, workers, cache, include_tests, progress).result, only)


def limit_calls(result: ScanResult, only: tuple[str, ...] | None) -> ScanResult:
    """A result with the calls of some files; of all of them for None."""
    if only is None:
        return result
    chosen = frozenset(only)
    return replace(result, calls=tuple(call for call in result.calls if call.location.path in chosen))


def scan_program(
    source: Source,
    packs: Sequence[Pack],
    workers: int = 1,
    cache: Cache[FileFacts] | None = None,
    include_tests: bool = False,
    progress: Progress | None = None,
) -> Scanned:
    """As `scan_project`, with what the result rests on."""
    with _collecting_rarely():
        scan = _Scan(source, packs, workers, cache, include_tests, progress)
        senders = scan.run()
        result = ScanResult(".", report_calls(senders), report_wrappers(senders), scan.coverage(), source.revision, scan.suppressions())
        return Scanned(result, scan.words(), scan.parsed())


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Facts are many small records that stay and hold no circles; to look through them for garbage all the time took half of it."""
    before = gc.get_threshold()
    gc.set_threshold(_RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Scan:
    """One scan under way."""

    def __init__(
        self,
        source: Source,
        packs: Sequence[Pack],
        workers: int,
        cache: Cache[FileFacts] | None,
        include_tests: bool,
        progress: Progress | None,
    ) -> None:
        self._source = source
        self._index = ShapeIndex(packs)
        self._progress = progress or (lambda step, done, total: None)
        self._reader = _FactsReader(source, workers, cache, self._progress)
        files = [file for file in source.files() if language_of(file.path) is not None]
        if not include_tests:
            files = [file for file in files if not is_test_path(file.path)]
        self._skipped: list[Skipped] = list(source.skipped)
        self._searched = tuple(file.path for file in files if self._is_readable(file))
        self._seen = len(files)
        self._texts = TextIndex(source, self._searched)
        paths = frozenset(source.paths())
        self._program = Program(paths, self._reader.read, self._reader.text)
        modules: dict[str, ModuleResolver] = {"javascript": JavaScriptModules(paths, source.read), "python": PythonModules(paths)}
        definitions = Definitions(self._searched, self._texts.text, self._texts.find)
        self._definitions = definitions
        self._evaluator = Evaluator(self._program, modules, definitions, Constants(packs).text_of, Builders(packs).added)
        self._active: dict[str, None] = {}

    def _is_readable(self, file: SourceFile) -> bool:
        reason = classify(file.path, file.read()[:_HEAD], file.size, self._source.max_size)
        if reason is not None:
            self._skipped.append(Skipped(file.path, reason))
        return reason is None

    # --- rounds ---

    def run(self) -> Senders:
        """Round after round, until no new function is found that sends."""
        senders = Senders(self._evaluator, self._index)
        self._add_files(self._seeds())
        self._index.present = self._imported_vendors()
        self._add_users_of_clients()
        words = self._rounds(senders, self._index.names, self._index.names)
        names = senders.look_for_sinks(self._files())
        self._add_files(self._texts.find(names))
        self._rounds(senders, words | names, frozenset(words | names))
        self._add_files(self._texts.find(senders.attribute_words()))
        senders.read_attributes(self._files())
        senders.finish()
        return senders

    def _rounds(self, senders: Senders, words: frozenset[str], changed: frozenset[str]) -> frozenset[str]:
        for number in range(_MOST_ROUNDS):
            self._progress("finding senders", number, _MOST_ROUNDS)
            changed = senders.search(self._files(), words, changed)
            words = words | changed
            before = len(self._active)
            self._add_files(self._texts.find(changed))  # also where a wrapper is called like a method of an SDK
            if not changed and len(self._active) == before:
                break
        return words

    def _files(self) -> list[File]:
        found = (self._program.file(path) for path in sorted(self._active))
        return [file for file in found if file is not None]

    def _add_files(self, paths: Iterable[str]) -> None:
        new = [part for path in paths for part in parts_of(path) if part not in self._active]
        self._reader.prefetch(new)
        self._active.update(dict.fromkeys(new))

    # --- which files to begin with ---

    def _seeds(self) -> list[str]:
        """The files that hold a word which speaks for analytics: a vendor's module, a client's usual name, an endpoint."""
        self._progress("searching", 0, len(self._searched))
        words: set[str] = {"tracklint"}
        for pack in self._index.packs:
            words.update(endpoint.split("/")[0] for endpoint in pack.endpoints)
            for surface in pack.surfaces:
                words.update(surface.modules, surface.globals, surface.receivers)
        found = self._texts.find(words | words_to_find(self._index.attributes))
        return [path for path in self._searched if path in found or is_telling(self._texts.text(path))]

    def _imported_vendors(self) -> frozenset[str]:
        found: set[str] = set()
        for file in self._files():
            for module in file.facts.modules:
                pack = self._index.vendor_of(module, file.language.family)
                if pack is not None:
                    found.add(pack.sdk)
        return frozenset(found)

    def _add_users_of_clients(self) -> None:
        """The names of variables and functions that hold or hand out a vendor's client: files that use them matter too."""
        names: set[str] = set()
        for file in self._files():
            if any(self._index.vendor_of(module, file.language.family) for module in file.facts.modules):
                names.update(self._holders(file))
        self._add_files(self._texts.find(names))

    def _holders(self, file: File) -> Iterator[str]:
        for binding in file.facts.bindings:
            value = binding.value if binding.home == 0 and binding.kind in ("declare", "assign") else None
            if value is not None and self._is_client(file, value):
                yield binding.name
        for function in file.facts.functions:
            if function.name and any(self._is_client(file, each.value) for each in function.returns):
                yield function.name

    def _is_client(self, file: File, expr: facts.Expr) -> bool:
        if not isinstance(expr, facts.Call | facts.Name | facts.Member | facts.Await | facts.Choice):
            return False
        return any(
            isinstance(each, Ref) and isinstance(each.root, External) and self._index.knows_module(each.root.module)
            for each in options_of(self._evaluator.evaluate(file, expr))
        )

    # --- what was seen ---

    def coverage(self) -> Coverage:
        """What the scan looked at. Errors are told for the files that matter: those that were parsed."""
        loaded = self._program.loaded()
        errors = [SourceError(file.source, error.line, error.message) for file in loaded for error in file.facts.errors]
        return Coverage(
            files_seen=self._seen + len(self._source.skipped),
            files_searched=len(self._searched),
            files_parsed=len({file.source for file in loaded}),
            skipped=tuple(sorted(self._skipped, key=lambda skipped: skipped.path)),
            parse_errors=tuple(errors),
        )

    def words(self) -> frozenset[str]:
        """The words that a file must hold to matter."""
        return self._texts.known | self._definitions.asked

    def parsed(self) -> frozenset[str]:
        """The files that were read as a whole."""
        return frozenset(file.source for file in self._program.loaded())

    def suppressions(self) -> tuple[Suppression, ...]:
        """The inline comments of all files that were parsed."""
        found = (
            replace(suppression, path=file.source)
            for file in self._files()
            for suppression in find_suppressions(file.facts, self._reader.text(file.path) or b"")
        )
        return tuple(dict.fromkeys(found))


class _FactsReader:
    """Gives the facts of files: from the cache, or parsed here or in other processes."""

    def __init__(self, source: Source, workers: int, cache: Cache[FileFacts] | None, progress: Progress) -> None:
        self._source = source
        self._workers = workers
        self._cache = cache
        self._progress = progress
        self._ready: dict[str, FileFacts] = {}

    def text(self, path: str) -> bytes | None:
        """The text of a file as UTF-8."""
        data = self._source.read(source_path(path))
        return None if data is None else decode(data).text

    def read(self, path: str) -> FileFacts | None:
        """The facts of one file; None when it is not there or is no source."""
        if path not in self._ready:
            self.prefetch([path])
        return self._ready.get(path)

    def prefetch(self, paths: Sequence[str]) -> None:
        """Make the facts of many files ready."""
        texts = {
            path: text
            for path in paths
            if path not in self._ready and (text := self.text(path)) is not None and _reason_of(path, text) is None
        }
        keys = {path: _key(path, text) for path, text in texts.items()}
        known = self._cache.get_many(keys.values()) if self._cache is not None and texts else {}
        for path, key in keys.items():
            if key in known:
                self._ready[path] = replace(known[key], path=path)
        missing = [(path, text) for path, text in texts.items() if path not in self._ready]
        for found in self._extract(missing):
            self._ready[found.path] = found
        if self._cache is not None and missing:
            self._cache.put_many({keys[path]: self._ready[path] for path, _ in missing})

    def _extract(self, files: list[tuple[str, bytes]]) -> Iterator[FileFacts]:
        if self._workers < 2 or len(files) < _PARALLEL_FROM:
            yield from map(_extract, files)
            return
        with ProcessPoolExecutor(self._workers, initializer=gc.disable) as pool:
            for number, found in enumerate(pool.map(_extract, files, chunksize=8)):
                self._progress("reading", number, len(files))
                yield found


_WHOLE = facts.Scope(0, None, "module", None, None, facts.Span(0, 0, 1, 1, 1, 1))


def _reason_of(path: str, text: bytes) -> str | None:
    return classify(source_path(path), text[:_HEAD], len(text))


def _extract(file: tuple[str, bytes]) -> FileFacts:
    path, text = file
    language = language_of(path)
    assert language is not None
    try:
        return language.extract(path, text)
    except Exception as error:  # noqa: BLE001 - a file that breaks its reader is reported; it must not end the run
        return FileFacts(
            path, language.name, errors=(facts.ParseError(1, f"could not be read ({type(error).__name__}: {error})"),), scopes=(_WHOLE,)
        )


def _key(path: str, text: bytes) -> str:
    language = language_of(path)
    name = f"{language.name}:{part_name(path)}" if language is not None else ""
    return facts_key(text, name, _FACTS_VERSION)
