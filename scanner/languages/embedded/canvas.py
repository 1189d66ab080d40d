"""Writes the JavaScript of a file into a text of the same length, every byte at its own place and blanks elsewhere.

So everything that is said of the text holds for the file, line by line and byte by byte, and nothing has to be mapped back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scanner.languages import javascript
from scanner.languages.facts import Binding, Expr, FileFacts
from scanner.languages.javascript.parsing import parse_source
from scanner.languages.treesitter import Positions

# A name that no program uses: what is assigned to it is handed to whoever wrote it, and leaves the facts again.
KEPT_NAME = "$$$"

_BLANK = bytes(byte if byte in b"\r\n\t" else 0x20 for byte in range(256))
# Without one of these a fragment neither calls nor changes anything.
_TELLING = (b"(", b"`", b"=", b"++", b"--", b"delete ")


@dataclass(slots=True)
class Canvas:
    """The text while it is written, from the start of the file to its end. `suffix` (`.js`, `.ts`, `.tsx`) chooses the grammar."""

    source: bytes
    suffix: str = ".js"
    used: int = 0
    trusted: list[tuple[int, int]] = field(default_factory=list)
    kept: dict[int, int] = field(default_factory=dict)
    positions: Positions = field(init=False)
    _text: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.positions = Positions(self.source)
        self._text = bytearray(self.source.translate(_BLANK))

    # --- writing ---

    def put(self, position: int, code: bytes) -> None:
        """Write `code` at `position`, which nothing has been written at or behind yet."""
        self._text[position : position + len(code)] = code
        self.used = max(self.used, position + len(code))

    def put_before(self, position: int, *tokens: bytes) -> bool:
        """Write tokens into the blanks that end at `position`, none of them across the end of a line. False if there is no room."""
        places: list[tuple[int, bytes]] = []
        for token in reversed(tokens):
            place = self._room(position, len(token))
            if place is None:
                return False
            places.append((place, token))
            position = place - 1
        for place, token in reversed(places):
            self.put(place, token)
        return True

    def loop(self, item: bytes, collection: tuple[int, int], end: int) -> bool:
        """Write the head of a loop, with its opening brace, before `end`: its collection stays in its place if there is room for that."""
        start, stop = collection
        code = self.source[start:stop]
        if b"\n" in item or not self.reads(b"for(let " + item + b" of " + code + b"){}"):
            return False
        if stop + 2 <= end and b"\n" not in self.source[stop : stop + 2] and self.put_before(start, b";for(let", item, b"of "):
            self.put(start, code + b"){")
            return True
        # What is called in the collection would be told at another place.
        moved = b";for(let " + item + b" of " + code.strip() + b"){"
        return b"(" not in code and b"\n" not in moved and self.put_before(end, moved)

    def _room(self, end: int, width: int) -> int | None:
        while end - width >= self.used:
            line_end = self.source.rfind(b"\n", end - width, end)
            if line_end < 0:
                return end - width
            end = line_end
        return None

    def script(self, start: int, end: int, code: bytes | None = None, *, trusted: bool = True) -> None:
        """A script of its own. `code` replaces it by as many bytes; `trusted`: what cannot be read there is the author's error."""
        if trusted:
            self.trusted.append((start, end))
        self._separate(start)
        self.put(start, self.source[start:end] if code is None else code)
        if end < len(self.source) and self.source[end] not in b"\r\n":
            self.put(end, b";")

    def _separate(self, start: int) -> None:
        if start > self.used and self.source[start - 1] not in b"\r\n":
            self.put(start - 1, b";")

    def expression(self, start: int, end: int, code: bytes | None = None) -> None:
        """An expression in markup. It is run later, so it is written as a function where there is room for one.

        One that cannot be read by itself is left out: it must not spoil what follows."""
        code = self.source[start:end] if code is None else code
        if self._is_telling(code) and self.reads(b"(" + code + b")"):
            self._wrap(start, code, ((b";()=>(", b")"), (b";(", b")"), (b";", b";")))

    def statements(self, start: int, end: int, code: bytes | None = None) -> None:
        """What an event handler says: an expression, or statements."""
        code = self.source[start:end] if code is None else code
        if not self._is_telling(code):
            return
        if self.reads(b"(" + code + b")"):
            self.expression(start, end, code)
        elif self.reads(b"()=>{" + code + b"}"):
            self._wrap(start, code, ((b";()=>{", b"}"), (b";{", b"}"), (b";", b";")))

    def keep(self, start: int, end: int) -> None:
        """An expression whose value is asked for in `finish` under its `start`."""
        code = self.source[start:end]
        if self.reads(b"(" + code + b")"):
            place = self._wrap(start, code, ((b";()=>" + KEPT_NAME.encode() + b"=(", b")"), (b";" + KEPT_NAME.encode() + b"=(", b")")))
            if place is not None:
                self.kept[place] = start

    def _is_telling(self, code: bytes) -> bool:
        return any(mark in code for mark in _TELLING)

    def _wrap(self, start: int, code: bytes, wrappers: Sequence[tuple[bytes, bytes]]) -> int | None:
        end = start + len(code)
        if end >= len(self.source) or self.source[end] in b"\r\n":
            return None
        for before, after in wrappers:
            place = start - len(before)
            if place >= self.used and b"\n" not in self.source[place:start]:
                self.put(place, before + code + after)
                return place + before.find(KEPT_NAME.encode()) if KEPT_NAME.encode() in before else place
        return None

    def reads(self, code: bytes) -> bool:
        """Whether code can be read by itself."""
        return not parse_source("x" + self.suffix, code).root_node.has_error

    # --- reading ---

    @property
    def written(self) -> bytes:
        """The whole text as it stands."""
        return bytes(self._text[: len(self.source)])

    def finish(self, path: str, language: str) -> tuple[FileFacts, dict[int, Expr]]:
        """The facts of what was written, and the values of the expressions that were kept."""
        facts = javascript.extract(path + self.suffix, self.written, self.source)
        kept = {self.kept[each.span.start]: each.value for each in facts.bindings if self._is_kept(each) and each.value is not None}
        bindings = tuple(binding for binding in facts.bindings if not self._is_kept(binding))
        spans = [self.positions.stretch(start, end) for start, end in self.trusted]
        errors = tuple(error for error in facts.errors if any(span.line <= error.line <= span.end_line for span in spans))
        return replace(facts, path=path, language=language, bindings=bindings, errors=errors), kept

    def _is_kept(self, binding: Binding) -> bool:
        return binding.name == KEPT_NAME and binding.span.start in self.kept
