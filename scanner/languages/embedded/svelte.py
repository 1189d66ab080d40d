"""Svelte components, and Astro files, whose markup has expressions in braces as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanner.languages.embedded.canvas import Canvas
from scanner.languages.embedded.code import Braces
from scanner.languages.embedded.elements import add_comments, add_elements, declares, keep_values
from scanner.languages.embedded.markup import Attribute, Braced, Piece, Raw, Remark, Tag, read_markup
from scanner.languages.embedded.scripts import attribute_value, decode_references, is_handler, is_script
from scanner.languages.facts import FileFacts

_FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*---[ \t]*\r?\n")
_FRONT_MATTER_END = re.compile(rb"^---[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(rb"\{\s*([#:/@])\s*([a-z]+)((?:\s+if\b)?)\s*")
_EACH_AS = re.compile(rb"\A\s*(?P<item>[\w$]+|\{.*\}|\[.*\])\s*(?:,\s*[\w$]+\s*)?(?:\(.*\)\s*)?\Z", re.DOTALL)
_NAME_OR_PATTERN = re.compile(rb"\A\s*(?:[\w$]+|\{[^;]*\}|\[[^;]*\])\s*\Z", re.DOTALL)
_TYPED = ("ts", "typescript", "tsx")


def extract_svelte(path: str, text: bytes) -> FileFacts:
    """The facts of a Svelte component: its scripts, and the expressions of its markup."""
    pieces = list(read_markup(text, braces=True))
    scripts = [piece for piece in pieces if isinstance(piece, Raw) and piece.tag.name == "script"]
    is_typed = any(attribute_value(text, script.tag, "lang") in _TYPED for script in scripts)
    component = _Component(text, Canvas(text, ".ts" if is_typed else ".js"))
    component.pair(piece for piece in pieces if isinstance(piece, Braced))
    return component.read(path, "svelte", pieces)


def extract_astro(path: str, text: bytes) -> FileFacts:
    """The facts of an Astro file: the code at its head, its scripts, and the expressions of its markup."""
    component, start = _Component(text, Canvas(text, ".tsx")), 0
    opening = _FRONT_MATTER.match(text)
    closing = None if opening is None else _FRONT_MATTER_END.search(text, opening.end())
    if opening is not None and closing is not None:
        component.canvas.script(opening.end(), closing.start())
        start = closing.end()
    return component.read(path, "astro", list(read_markup(text, braces=True, start=start)))


@dataclass(slots=True)
class _Component:
    text: bytes
    canvas: Canvas
    tags: list[Tag] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    # The blocks whose ends were found, by their start, and for every later part the word that opened its block.
    paired: dict[int, bytes] = field(default_factory=dict)

    def pair(self, blocks: Iterator[Braced]) -> None:
        """Find which blocks are closed: only those become blocks of code."""
        stack: list[tuple[bytes, list[int]]] = []
        for block in blocks:
            found = _BLOCK.match(self.text, block.start, block.end)
            if found is None or found[1] == b"@":
                continue
            if found[1] == b"#":
                stack.append((found[2], [block.start]))
            elif stack and found[1] == b":":
                stack[-1][1].append(block.start)
            elif stack and stack[-1][0] == found[2]:
                word, starts = stack.pop()
                self.paired.update(dict.fromkeys((*starts, block.start), word))

    def read(self, path: str, language: str, pieces: Sequence[Piece]) -> FileFacts:
        for piece in pieces:
            if isinstance(piece, Remark):
                self.comments.append((piece.start, piece.end))
            elif isinstance(piece, Raw):
                self._raw(piece)
            elif isinstance(piece, Tag):
                self._tag(piece)
            elif isinstance(piece, Braced):
                self._braced(piece)
        facts, kept = self.canvas.finish(path, language)
        facts = add_elements(facts, self.tags, self.canvas, kept, self._cut)
        return add_comments(facts, self.comments, self.canvas)

    def _raw(self, raw: Raw) -> None:
        if raw.tag.name == "script" and raw.start < raw.end and is_script(self.text, raw.tag):
            self.canvas.script(raw.start, raw.end)

    # --- attributes ---

    def _tag(self, tag: Tag) -> None:
        declaring = declares(self.text, tag)
        if declaring:
            self.tags.append(tag)
        for attribute in tag.attributes:
            if declaring and attribute.name.startswith("data-"):
                keep_values(self.canvas, attribute, self._cut)
            elif is_handler(attribute) and attribute.name.startswith("on") and ":" not in attribute.name:
                self.canvas.statements(attribute.start, attribute.end, decode_references(self.text[attribute.start : attribute.end]))
            else:
                self._expressions(attribute)

    def _expressions(self, attribute: Attribute) -> None:
        for start, end, is_text in self._cut(attribute):
            if not is_text:
                spread = self.text.find(b"...", start, end) if not attribute.name else -1
                self.canvas.expression(start if spread < 0 else spread + 3, end)

    def _cut(self, attribute: Attribute) -> list[tuple[int, int, bool]]:
        if attribute.kind == "braces":
            return [(attribute.start, attribute.end, False)]
        parts: list[tuple[int, int, bool]] = []
        braces, position = Braces(self.text), attribute.start
        while (brace := self.text.find(b"{", position, attribute.end)) >= 0:
            closing = braces.closing(brace)
            if closing is None or closing > attribute.end:
                break
            parts += [(position, brace, True), (brace + 1, closing - 1, False)]
            position = closing
        return [*parts, (position, attribute.end, True)]

    # --- expressions and blocks in the text ---

    def _braced(self, piece: Braced) -> None:
        found = _BLOCK.match(self.text, piece.start, piece.end)
        if found is None:
            self.canvas.expression(piece.start + 1, piece.end - 1)
        elif found[1] == b"@":
            self._tagged(piece, found)
        elif found[1] == b"/":
            if piece.start in self.paired:
                self.canvas.put(piece.start, b"}")
        elif piece.start in self.paired:
            self._block(piece, found)
        else:
            self.canvas.expression(found.end(), piece.end - 1)

    def _tagged(self, piece: Braced, found: re.Match[bytes]) -> None:
        """`{@html x}`, `{@render x()}`, `{@const x = y}`."""
        code = self.text[found.end() : piece.end - 1]
        if found[2] != b"const":
            self.canvas.expression(found.end(), piece.end - 1)
        elif self.canvas.reads(b"const " + code) and self.canvas.put_before(found.end(), b";const "):
            self.canvas.put(found.end(), code + b";")

    def _block(self, piece: Braced, found: re.Match[bytes]) -> None:
        start, end = found.end(), piece.end - 1
        word = found[2] if found[1] == b"#" else b""
        if word == b"each":
            self._each(piece, start, end)
        elif word == b"snippet":
            self._snippet(piece, start, end)
        elif word == b"await":
            self._await(piece, start, end)
        elif found[2] in (b"then", b"catch"):
            self._open(piece, found)
            self._declare(start, end)
        else:
            self._open(piece, found)
            if start < end:
                self.canvas.expression(start, end)

    def _open(self, piece: Braced, found: re.Match[bytes]) -> None:
        self.canvas.put(piece.start, b"{" if found[1] == b"#" else b"}{")

    def _declare(self, start: int, end: int) -> None:
        if _NAME_OR_PATTERN.match(self.text[start:end]) and self.canvas.put_before(start, b";let "):
            self.canvas.put(start, self.text[start:end] + b";")

    def _each(self, piece: Braced, start: int, end: int) -> None:
        """`{#each xs as x}` is a loop over `xs`, if there is room to write one."""
        words = self.text.rfind(b" as ", start, end)
        context = None if words < 0 else _EACH_AS.match(self.text[words + 4 : end])
        if context is not None and self.canvas.loop(context["item"], (start, words), piece.end):
            return
        self.canvas.put(piece.start, b"{")
        self.canvas.expression(start, end if words < 0 else words)

    def _snippet(self, piece: Braced, start: int, end: int) -> None:
        code = self.text[start:end]
        if self.canvas.reads(b"function " + code + b"{}") and self.canvas.put_before(start, b";function "):
            self.canvas.put(start, code + b"{")
        else:
            self.canvas.put(piece.start, b"{")

    def _await(self, piece: Braced, start: int, end: int) -> None:
        self.canvas.put(piece.start, b"{")
        words = self.text.rfind(b" then ", start, end)
        self.canvas.expression(start, end if words < 0 else words)
        if words >= 0:
            self._declare(words + 6, end)
