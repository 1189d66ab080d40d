"""Which files hold which words: the cheap question that decides what is worth parsing."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from typing import Protocol

DEFAULT_MEMORY = 256 * 1024 * 1024

_IDENTIFIER = re.compile(r"[A-Za-z0-9_$]+")
_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$")
_SPACED = bytes(byte if byte in _WORD_BYTES else 0x20 for byte in range(256))
_FEW = 8  # for so few words, looking for each of them first is cheaper
_TELLING = re.compile(rb"(?i)analytics|telemetry")
_MANY_SEARCHES = 24  # by then, noting down once which identifiers each text holds is cheaper than to look again
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Matcher = Callable[[bytes], Iterable[str]]


class Readable(Protocol):
    """What a search needs of a source."""

    def read(self, path: str) -> bytes | None: ...


def find_paths(source: Readable, paths: Iterable[str], words: Iterable[str]) -> dict[str, frozenset[str]]:
    """The files that hold at least one of the words, in the order of `paths`, with the words that each holds.

    A word stands for itself only: no letter, digit, `_` or `$` joins it on a side where it begins or ends with one of these.
    """
    return TextIndex(source, paths, memory=0).find(words)


class TextIndex:
    """Searches the same files again and again for further words. Texts stay in memory up to `memory` bytes; others are read again."""

    def __init__(self, source: Readable, paths: Iterable[str], memory: int = DEFAULT_MEMORY) -> None:
        self._source = source
        self._room = memory
        self._texts: dict[str, bytes] = {}
        self._paths = tuple(dict.fromkeys(paths))
        self._holders: dict[str, Sequence[int]] = {}
        self._searches = 0

    @property
    def known(self) -> frozenset[str]:
        """The words that were searched for so far."""
        return frozenset(self._holders)

    @property
    def paths(self) -> tuple[str, ...]:
        return self._paths

    def find(self, words: Iterable[str]) -> dict[str, frozenset[str]]:
        """As `find_paths`. Words that were searched before cost nothing."""
        asked = frozenset(word for word in words if word)
        self._search(sorted(asked - self._holders.keys()))
        hits: dict[int, set[str]] = defaultdict(set)
        for word in asked:
            for number in self._holders[word]:
                hits[number].add(word)
        return {self._paths[number]: frozenset(hits[number]) for number in sorted(hits)}

    def text(self, path: str) -> bytes:
        """The bytes of a file, UTF-16 turned into UTF-8; empty when it cannot be read."""
        kept = self._texts.get(path)
        return kept if kept is not None else self._read(path)

    def _search(self, words: Sequence[str]) -> None:
        if not words:
            return
        self._searches += 1
        if self._searches > _MANY_SEARCHES:
            plain = [word for word in words if _IDENTIFIER.fullmatch(word)]
            self._holders.update((word, self._identifiers.get(word.encode(), ())) for word in plain)
            words = [word for word in words if word not in self._holders]
        if words:
            self._search_texts(words)

    def _search_texts(self, words: Sequence[str]) -> None:
        match = compile_words(words)
        found: dict[str, list[int]] = {word: [] for word in words}
        for number, path in enumerate(self._paths):
            for word in match(self.text(path)):
                found[word].append(number)
        self._holders.update(found)

    @cached_property
    def _identifiers(self) -> dict[bytes, list[int]]:
        """The identifiers of all texts, each with the texts that hold it."""
        found: dict[bytes, list[int]] = defaultdict(list)
        for number, path in enumerate(self._paths):
            for word in set(_identifiers_in(self.text(path))):
                found[word].append(number)
        return dict(found)

    def _read(self, path: str) -> bytes:
        data = self._source.read(path) or b""
        if data.startswith(_UTF16_MARKS):
            data = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
        if len(data) <= self._room:
            self._room -= len(data)
            self._texts[path] = data
        return data


def is_telling(text: bytes) -> bool:
    """Whether a text speaks of analytics, so that a scan reads it whatever words it holds."""
    return _TELLING.search(text) is not None


def may_hold(text: bytes, words: Iterable[str]) -> bool:
    """Whether a text may hold one of the words; false only when it surely holds none. For few texts this is cheaper than a matcher."""
    tokens = frozenset(_identifiers_in(text))
    raws = ((word, _raw(word)) for word in words)
    return any(raw in tokens if _IDENTIFIER.fullmatch(word) else raw in text for word, raw in raws)


def compile_words(words: Sequence[str]) -> Matcher:
    """A function that tells which of the words a text holds."""
    plain = {word.encode(): word for word in words if _IDENTIFIER.fullmatch(word)}
    others = _index_others(word for word in words if not _IDENTIFIER.fullmatch(word))
    keys = plain.keys() | others.keys()

    def match(text: bytes) -> list[str]:
        # Cutting a text into its identifiers costs the same for one word and for a thousand; a regular expression slows down with each.
        if len(keys) <= _FEW and not any(key in text for key in keys):
            return []
        hits = keys & set(_identifiers_in(text)) | {b""}
        found = [word for hit in hits for word in others.get(hit, ()) if _holds(text, word)]
        return [*found, *(plain[hit] for hit in hits if hit in plain)]

    return match


def _identifiers_in(text: bytes) -> list[bytes]:
    return text.translate(_SPACED).split()


def _index_others(words: Iterable[str]) -> dict[bytes, list[str]]:
    """Words that are no identifiers, by the longest identifier in each: where that is missing, so is the word. Without one, by nothing."""
    found: dict[bytes, list[str]] = {}
    for word in words:
        parts = _identifiers_in(_raw(word))
        found.setdefault(max(parts, key=len, default=b""), []).append(word)
    return found


def _holds(text: bytes, word: str) -> bool:
    return _raw(word) in text and _pattern_of(word).search(text) is not None


def _raw(word: str) -> bytes:
    return word.encode("utf-8", errors="surrogatepass")


@cache
def _pattern_of(word: str) -> re.Pattern[bytes]:
    raw = _raw(word)
    before = rb"(?<![\w$])" if raw[0] in _WORD_BYTES else b""
    after = rb"(?![\w$])" if raw[-1] in _WORD_BYTES else b""
    return re.compile(before + re.escape(raw) + after)
