from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pytest

from scanner.cache import FactsCache, NullCache, default_cache_folder, facts_key
from scanner.languages.facts import Binding, FileFacts, Scope, Span, Text

SPAN = Span(0, 1, 1, 1, 1, 2)
FACTS = FileFacts(
    "a.ts",
    "typescript",
    scopes=(Scope(0, None, "module", None, None, SPAN),),
    bindings=(Binding("x", Text("y", SPAN), 0, 0, "assign", SPAN),),
)


class Harmful:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("harm",))


def store_raw(folder: Path, key: str, value: bytes) -> None:
    with FactsCache[object](folder):
        pass
    database = sqlite3.connect(next(folder.iterdir()))
    with database:
        database.execute("INSERT INTO records VALUES (?, ?)", (key, value))
    database.close()


def test_records_come_back(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path / "new" / "folder") as cache:
        cache.put_many({"k": FACTS, "l": FACTS})
    with FactsCache[FileFacts](tmp_path / "new" / "folder") as cache:
        assert cache.get_many(["k", "unknown", "k"]) == {"k": FACTS}


def test_more_keys_than_one_statement_takes(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path) as cache:
        cache.put_many({f"k{number}": FACTS for number in range(1100)})
        assert len(cache.get_many(f"k{number}" for number in range(1200))) == 1100


def test_record_is_replaced(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path) as cache:
        cache.put_many({"k": FACTS})
        cache.put_many({"k": FileFacts("b.ts", "typescript")})
        assert cache.get_many(["k"])["k"].path == "b.ts"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(pickle.dumps(Harmful()), id="a function of python"),
        pytest.param(b"cos\nsystem\n(S'exit 1'\ntR.", id="a shell command"),
        pytest.param(b"cscanner.languages.facts\nfield\n.", id="a name that the module imports"),
        pytest.param(b"\x80\x05\x8c\x17scanner.languages.facts\x8c\x0eFileFacts.path\x93.", id="an attribute of a class"),
        pytest.param(b"not a pickle", id="no pickle"),
        pytest.param(b"", id="nothing"),
        pytest.param(pickle.dumps(FACTS)[:-20], id="cut off"),
    ],
)
def test_bad_record_is_left_out(tmp_path: Path, value: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    store_raw(tmp_path, "k", value)
    with FactsCache[FileFacts](tmp_path) as cache:
        assert cache.get_many(["k"]) == {}
    assert capsys.readouterr().out == ""


def test_broken_database_is_made_anew(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path) as cache:
        cache.put_many({"k": FACTS})
    next(tmp_path.iterdir()).write_bytes(b"this is no database at all" * 100)
    with FactsCache[FileFacts](tmp_path) as cache:
        assert cache.get_many(["k"]) == {}
        cache.put_many({"k": FACTS})
        assert cache.get_many(["k"]) == {"k": FACTS}


def test_damaged_database_is_as_good_as_none(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path) as cache:
        cache.put_many({f"k{number}": FACTS for number in range(500)})
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 20_000)
    with FactsCache[FileFacts](tmp_path) as cache:
        cache.put_many({"k": FACTS})
        cache.get_many(["k1"])


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with FactsCache[FileFacts](tmp_path / "file" / "cache") as cache:
        cache.put_many({"k": FACTS})
        assert cache.get_many(["k"]) == {}


def test_null_cache() -> None:
    with NullCache[FileFacts]() as cache:
        cache.put_many({"k": FACTS})
        assert cache.get_many(["k"]) == {}


def test_key_depends_on_each_part() -> None:
    keys = {
        facts_key(b"x", "typescript", "1"),
        facts_key(b"y", "typescript", "1"),
        facts_key(b"x", "tsx", "1"),
        facts_key(b"x", "typescript", "2"),
        facts_key(b"x", "typescript", "1", "a.ts"),
    }
    assert len(keys) == 5
    assert facts_key(b"x", "typescript", "1") in keys


def test_default_folder() -> None:
    assert default_cache_folder({"TRACKLINT_CACHE_DIR": "/c"}) == Path("/c")


@pytest.mark.skipif("sys.platform in ('win32', 'darwin')")
def test_default_folder_of_a_desktop() -> None:
    assert default_cache_folder({"XDG_CACHE_HOME": "/x"}) == Path("/x/tracklint")
    assert default_cache_folder({}) == Path.home() / ".cache/tracklint"
