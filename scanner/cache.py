"""What was learned of a file before, kept on disk by its content."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import pickle
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

Record = TypeVar("Record")

_LOG = logging.getLogger(__name__)
_SCHEMA = "CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_FILE = "facts-1.sqlite"
_LARGEST = 1024 * 1024 * 1024
_BATCH = 500


class Cache(Protocol[Record]):
    """A store that may forget anything at any time and never fails a run."""

    def get_many(self, keys: Iterable[str]) -> dict[str, Record]:
        """The records that are there, by key."""

    def put_many(self, records: Mapping[str, Record]) -> None:
        """Keep these."""


class NullCache(Generic[Record]):
    """Keeps nothing."""

    def get_many(self, keys: Iterable[str]) -> dict[str, Record]:
        return {}

    def put_many(self, records: Mapping[str, Record]) -> None:
        return None

    def close(self) -> None:
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None


class SharedCache(Generic[Record]):
    """Keeps in memory what went through it, so that several scans of one run read and parse what they have in common once."""

    def __init__(self, below: Cache[Record]) -> None:
        self._below = below
        self._kept: dict[str, Record] = {}

    def get_many(self, keys: Iterable[str]) -> dict[str, Record]:
        asked = dict.fromkeys(keys)
        self._kept.update(self._below.get_many(key for key in asked if key not in self._kept))
        return {key: self._kept[key] for key in asked if key in self._kept}

    def put_many(self, records: Mapping[str, Record]) -> None:
        self._kept.update(records)
        self._below.put_many(records)


class FactsCache(Generic[Record]):
    """Records in one sqlite file in `folder`, which is begun anew when it has grown over `largest` bytes.

    A file that is locked, broken or cannot be made is as good as an empty one.

    `modules` name the modules whose classes a record may hold: nothing else is ever built from the file.
    """

    def __init__(
        self, folder: Path, modules: tuple[str, ...] = ("scanner.languages.facts",), file: str = _FILE, largest: int = _LARGEST
    ) -> None:
        self._modules = modules
        self._database = _open(folder / file, largest)

    def get_many(self, keys: Iterable[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for key, value in self._select(sorted(set(keys))):
            record = self._load(key, value)
            if record is not None:
                found[key] = record
        return found

    def put_many(self, records: Mapping[str, Record]) -> None:
        if self._database is None or not records:
            return
        rows = [(key, pickle.dumps(record, protocol=5)) for key, record in sorted(records.items())]
        with _forgiving("write"), self._database as database:
            database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", rows)

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _select(self, keys: list[str]) -> Iterator[tuple[str, bytes]]:
        if self._database is None:
            return
        remaining = iter(keys)
        while batch := list(islice(remaining, _BATCH)):
            marks = ",".join("?" * len(batch))
            with _forgiving("read"):
                # Only question marks are put into the statement.
                yield from self._database.execute(f"SELECT key, value FROM records WHERE key IN ({marks})", batch).fetchall()  # noqa: S608

    def _load(self, key: str, value: bytes) -> Record | None:
        try:
            record: Record = _Unpickler(value, self._modules).load()
        # A damaged pickle can raise nearly anything, and no record is worth a failed run.
        except Exception as error:  # noqa: BLE001
            _LOG.debug("cached record %s is not usable: %s", key, error)
            return None
        return record


class _Unpickler(pickle.Unpickler):
    def __init__(self, value: bytes, modules: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(value))
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in self._modules and "." not in name else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a record")


def facts_key(content: bytes, language: str, version: str, path: str = "") -> str:
    """The key of what was learned of `content`. Give the path when the record names it."""
    head = f"{language}\0{version}\0{path}\0".encode("utf-8", errors="surrogateescape")
    digest = hashlib.sha1(head, usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def default_cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the cache of this user lives: TRACKLINT_CACHE_DIR, else a folder of the platform's cache folder."""
    given = os.environ if environment is None else environment
    if named := given.get("TRACKLINT_CACHE_DIR"):
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(given.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "tracklint/Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/tracklint"
    return Path(given.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tracklint"


def _open(file: Path, largest: int) -> sqlite3.Connection | None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.is_file() and (file.stat().st_size > largest or not _is_database(file)):
            file.unlink()
        database = sqlite3.connect(file, timeout=1.0)
    except (OSError, sqlite3.Error) as error:
        _LOG.debug("no cache at %s: %s", file, error)
        return None
    try:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_SCHEMA)
    except sqlite3.Error as error:
        _LOG.debug("cache at %s is not usable: %s", file, error)
        database.close()
        return None
    return database


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        head = opened.read(16)
    return not head or head == b"SQLite format 3\0"


@contextmanager
def _forgiving(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        _LOG.debug("cannot %s the cache: %s", what, error)
