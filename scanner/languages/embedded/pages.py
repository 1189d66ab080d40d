"""Pages that a server makes or that are served as they are: HTML, ERB, EJS, Razor, Blade, Handlebars, Twig, Jinja, PHP templates.

Read are inline scripts, event handlers in attributes, and elements whose attributes may declare an event.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from scanner.languages.embedded.canvas import Canvas
from scanner.languages.embedded.elements import add_comments, add_elements, declares
from scanner.languages.embedded.filling import bind_fillers, fill_inserts, write_script
from scanner.languages.embedded.markup import Attribute, Raw, Remark, Tag, read_markup
from scanner.languages.embedded.scripts import attribute_value, decode_references, is_handler, is_script
from scanner.languages.embedded.server import Insert, find_inserts
from scanner.languages.facts import FileFacts

_OTHER_SUFFIX = re.compile(r"\.(?:js|mjs|ts)\.[a-z0-9]+$", re.IGNORECASE)
_RUBY_SCRIPT = re.compile(rb"javascript_tag\b.*\bdo\s*(?:-?%>)\Z", re.DOTALL)
_RUBY_OPENS = re.compile(rb"<%[-=]*\s*(?:(?:if|unless|case|while|until|for|begin)\b|.*\bdo\b\s*(?:\|[^|]*\|)?\s*-?%>\Z)", re.DOTALL)
_RUBY_ENDS = re.compile(rb"<%-?\s*end\b")
_OLD_COMMENT = re.compile(rb"\A(\s*)<!--[^\n]*|\n[ \t]*-->[ \t]*(?=\s*\Z)")
_NOT_BREAK = re.compile(rb"[^\r\n]")
_TYPED = ("ts", "tsx", "typescript", "text/typescript", "application/typescript")


def extract_page(path: str, text: bytes, language: str) -> FileFacts:
    """The facts of a page's scripts, handlers and declaring elements."""
    return _Page(text, language).read(path)


class _Page:
    def __init__(self, text: bytes, language: str) -> None:
        self._language = language
        self._inserts = find_inserts(text, language)
        self._filled = fill_inserts(text, self._inserts) if self._inserts else text
        self._canvas = Canvas(text)
        self._text = text
        self._tags: list[Tag] = []
        self._comments = [(start, end) for start, end, kind in self._inserts if kind == "comment"]

    def read(self, path: str) -> FileFacts:
        if _OTHER_SUFFIX.search(path):
            self._script(0, len(self._text))
        else:
            self._read_markup()
        facts, kept = self._canvas.finish(path, self._language)
        facts = add_elements(facts, self._tags, self._canvas, kept, self._cut)
        facts = add_comments(facts, self._comments, self._canvas)
        return bind_fillers(facts, self._canvas.written) if self._inserts else facts

    def _read_markup(self) -> None:
        helpers = list(self._helper_scripts()) if self._language == "erb" else []
        markup = bytearray(self._filled)
        for start, end in helpers:
            # A script between tags of Ruby is taken out of the markup, lest its `<` be read as tags.
            markup[start:end] = _NOT_BREAK.sub(b" ", self._filled[start:end])
        helpers.reverse()
        for piece in read_markup(bytes(markup)):
            while helpers and helpers[-1][0] <= piece.start:
                self._script(*helpers.pop())
            if isinstance(piece, Remark):
                self._comments.append((piece.start, piece.end))
            elif isinstance(piece, Raw):
                self._raw(piece)
            elif isinstance(piece, Tag):
                self._tag(piece)
        for start, end in reversed(helpers):
            self._script(start, end)

    def _raw(self, raw: Raw) -> None:
        if raw.tag.name.lower() != "script" or not is_script(self._filled, raw.tag):
            return
        words = [attribute_value(self._filled, raw.tag, name) for name in ("lang", "type")]
        if any(word in _TYPED for word in words):
            self._canvas.suffix = ".tsx"
        self._script(raw.start, raw.end)

    def _script(self, start: int, end: int) -> None:
        if start < self._canvas.used or start >= end:
            return
        code = write_script(self._filled, start, end, self._inserts)
        code = _OLD_COMMENT.sub(lambda found: _NOT_BREAK.sub(b" ", found.group()), code)
        # Where tags of the server steer what is sent, what cannot be read is not the author's error.
        self._canvas.script(start, end, code, trusted=not self._is_steered(start, end))

    def _within(self, start: int, end: int) -> Sequence[Insert]:
        return self._inserts[bisect_left(self._inserts, (start,)) : bisect_left(self._inserts, (end,))]

    def _is_steered(self, start: int, end: int) -> bool:
        return any(insert.kind == "tag" for insert in self._within(start, end))

    def _tag(self, tag: Tag) -> None:
        if declares(self._text, tag):
            self._tags.append(tag)
        for attribute in tag.attributes:
            if is_handler(attribute):
                self._handler(attribute, attribute.start)
            elif attribute.name == "href" and self._filled[attribute.start : attribute.start + 11].lower() == b"javascript:":
                self._handler(attribute, attribute.start + 11)

    def _handler(self, attribute: Attribute, start: int) -> None:
        code = write_script(self._filled, start, attribute.end, self._inserts)
        if attribute.start >= self._canvas.used:
            self._canvas.statements(start, attribute.end, decode_references(code))

    def _cut(self, attribute: Attribute) -> list[tuple[int, int, bool]]:
        parts: list[tuple[int, int, bool]] = []
        position = attribute.start
        for start, end, kind in self._within(attribute.start, attribute.end):
            parts.append((position, start, True))
            if kind != "comment":
                parts.append((start, end, False))
            position = end
        parts.append((position, attribute.end, True))
        return parts

    def _helper_scripts(self) -> Iterator[tuple[int, int]]:
        """What stands between `<%= javascript_tag do %>` and its `<% end %>`."""
        start, depth = -1, 0
        for insert in self._inserts:
            raw = self._text[insert.start : insert.end]
            if start < 0:
                start, depth = (insert.end, 1) if _RUBY_SCRIPT.search(raw) else (-1, 0)
            elif insert.kind != "comment":
                depth += 1 if _RUBY_OPENS.match(raw) else -1 if _RUBY_ENDS.match(raw) else 0
                if depth == 0:
                    yield start, insert.start
                    start = -1
