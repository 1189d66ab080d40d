"""What must not change the result of a scan: how many processes, what is cached, in which order files are listed, names of locals,
files that have nothing to do with it."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scanner.cache import FactsCache
from scanner.files import DEFAULT_MAX_SIZE, MemorySource, SourceFile
from scanner.languages.facts import FileFacts
from scanner.model import ScanResult, Skipped
from scanner.rules.scan import scan_project
from tests.property.samples import NAMES, Texts, all_samples, sample
from tests.unit.rules.calls import calls_in, shipped_packs


@dataclass(frozen=True)
class ListedSource:
    """Files in memory that are listed in a given order."""

    texts: Texts
    order: tuple[str, ...]
    root: str = "."
    revision: str | None = None
    skipped: tuple[Skipped, ...] = ()
    max_size: int = DEFAULT_MAX_SIZE

    def files(self) -> Iterator[SourceFile]:
        return (SourceFile(path, len(self.texts[path]), self) for path in self.order)

    def paths(self) -> tuple[str, ...]:
        return self.order

    def exists(self, path: str) -> bool:
        return path in self.texts

    def read(self, path: str) -> bytes | None:
        return self.texts.get(path)


def scan(texts: Texts, workers: int = 1) -> ScanResult:
    return scan_project(MemorySource(texts), shipped_packs(), workers=workers)


@cache
def plain_scan() -> ScanResult:
    """A scan of all samples in one process, without a cache."""
    return scan(all_samples())


def test_number_of_workers() -> None:
    assert scan(all_samples(), workers=2) == plain_scan()


def test_cold_and_warm_cache(tmp_path: Path) -> None:
    texts = all_samples()
    results = []
    for _ in ("cold", "warm"):
        with FactsCache[FileFacts](tmp_path) as cache:
            results.append(scan_project(MemorySource(texts), shipped_packs(), cache=cache))
    assert results == [plain_scan()] * 2


def test_a_cached_file_may_stand_elsewhere(tmp_path: Path) -> None:
    with FactsCache[FileFacts](tmp_path) as cache:
        scan_project(MemorySource(sample(NAMES[0])), shipped_packs(), cache=cache)
        moved = {f"moved/{path}": text for path, text in sample(NAMES[0]).items()}
        assert scan_project(MemorySource(moved), shipped_packs(), cache=cache) == scan(moved)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_order_of_the_listing(data: st.DataObject) -> None:
    texts = sample(data.draw(st.sampled_from(NAMES)))
    order = tuple(data.draw(st.permutations(sorted(texts))))
    assert scan_project(ListedSource(texts, order), shipped_packs()) == scan(texts)


# Names that mean something to a scan elsewhere; as the name of a local they must not.
_TELLING = (
    "track", "send", "capture", "event", "name", "analytics", "gtag", "dataLayer", "copy", "merge", "assign", "values", "keys", "dict",
    "format", "join", "get", "set", "call", "apply", "bind", "debounce", "parse", "str", "data", "props", "properties", "e", "it", "x", "_",
    "auto", "partial", "value", "current", "push", "update", "user", "client", "Map", "args", "kwargs", "self_", "lower", "title", "each",
    "freeze", "useMemo",
)  # fmt: skip
_USED = frozenset(("posthog", "Posthog", "mp", "Mixpanel", "go", "flag", "n", "p", "k", "l", "A", "T", "u", "self", "print"))
_SCRIPT_WORDS = """
break case catch class const continue debugger default delete do else enum export extends false finally for function if
implements import in instanceof interface let new null package private protected public return static super switch this
throw true try typeof var void while with yield await async of undefined NaN arguments eval
"""
_RESERVED = frozenset(keyword.kwlist) | frozenset(_SCRIPT_WORDS.split())
NAME = st.sampled_from(_TELLING) | st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True)

_TS = "import posthog from 'posthog-js'\n"
_PY = "from mixpanel import Mixpanel\nmp = Mixpanel('t')\n"


@pytest.mark.parametrize(
    ("path", "template"),
    [
        pytest.param(
            "a.ts", _TS + "function go() {\n  const NAME = { k: 1 }\n  if (flag) NAME.l = 2\n  posthog.capture('A', NAME)\n}", id="record"
        ),
        pytest.param("a.ts", _TS + "function go() {\n  const NAME = 'A'\n  posthog.capture(NAME)\n}", id="text"),
        pytest.param("a.ts", _TS + "function go() {\n  const NAME = posthog\n  NAME.capture('A', { k: 1 })\n}", id="client"),
        pytest.param(
            "a.ts", _TS + "function go() {\n  const NAME = (n, p) => posthog.capture(n, p)\n  NAME('A', { k: 1 })\n}", id="wrapper"
        ),
        pytest.param("a.ts", _TS + "class T {\n  go(NAME, p) { posthog.capture(NAME, p) }\n}\nnew T().go('A', { k: 1 })", id="parameter"),
        pytest.param("a.ts", _TS + "const go = ({ k: NAME, ...l }) => posthog.capture(NAME, l)\ngo({ k: 'A', u: 1 })", id="destructured"),
        pytest.param("a.ts", _TS + "for (const NAME of ['A', 'B']) posthog.capture(NAME)", id="loop"),
        pytest.param("a.ts", _TS + "const NAME = { k: 'A', l: 'B' }\nposthog.capture(NAME[flag], { k: NAME.k })", id="table"),
        pytest.param("a.py", _PY + "def go():\n    NAME = {'k': 1}\n    NAME['l'] = 2\n    mp.track('u', 'A', NAME)\n", id="python record"),
        pytest.param("a.py", _PY + "def go(n, NAME=None):\n    mp.track('u', n, NAME)\ngo('A', {'k': 1})\n", id="python parameter"),
        pytest.param("a.py", _PY + "def go():\n    NAME = Mixpanel('u')\n    NAME.track('u', 'A', {'k': 1})\n", id="python client"),
        pytest.param("a.py", _PY + "def go():\n    NAME = lambda n: mp.track('u', n)\n    NAME('A')\n", id="python wrapper"),
    ],
)
@settings(max_examples=25, deadline=None)
@given(name=NAME)
def test_name_of_a_local(path: str, template: str, name: str) -> None:
    assume(name not in _USED | _RESERVED)
    assert calls_in({path: template.replace("NAME", name)}) == calls_in({path: template.replace("NAME", "zebra")})


UNRELATED = st.sampled_from(
    [
        ("zz/Unrelated.ts", b"export class UnrelatedThing { unrelated(zebra) { return zebra + 1 } }"),
        ("zz/unrelated.ts", b"// track('A') posthog analytics.identify\nexport const UNRELATED = 'Unrelated'"),
        ("zz/unrelated.py", b"class UnrelatedThing:\n    def unrelated(self, zebra):\n        return zebra\n"),
        ("zz/unrelated.rb", b"class UnrelatedThing\n  def unrelated(zebra)\n    zebra\n  end\nend\n"),
        ("zz/Unrelated.kt", b"package unrelated\nclass UnrelatedThing { fun unrelated(zebra: Int) = zebra }\n"),
        ("zz/Unrelated.java", b"package unrelated; class UnrelatedThing { int unrelated(int zebra) { return zebra; } }\n"),
        ("zz/Unrelated.swift", b"class UnrelatedThing { func unrelated(_ zebra: Int) -> Int { zebra } }\n"),
        ("zz/Unrelated.cs", b"namespace Unrelated { class UnrelatedThing { int Unrelated(int zebra) { return zebra; } } }\n"),
        ("zz/unrelated.go", b"package unrelated\nfunc Unrelated(zebra int) int { return zebra }\n"),
        ("zz/unrelated.json", b'{"name": "unrelated", "track": "A"}'),
        ("zz/unrelated.md", b"posthog.capture('A')"),
        ("zz/unrelated.bin.ts", bytes(range(256))),
        ("zz/unrelated.js", b"posthog analytics ((((("),
        ("zz/unrelated.html", b"<script>"),
        ("zz/empty.ts", b""),
    ]
)


@settings(max_examples=20, deadline=None)
@given(name=st.sampled_from(NAMES), more=st.lists(UNRELATED, min_size=1, max_size=4))
def test_unrelated_files(name: str, more: list[tuple[str, bytes]]) -> None:
    before, after = scan(sample(name)), scan({**sample(name), **dict(more)})
    assert after.calls == before.calls
    assert after.wrappers == before.wrappers
