"""Vue components: scripts, and the expressions of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scanner.languages.embedded.canvas import Canvas
from scanner.languages.embedded.elements import add_comments, add_elements, declares, keep_values, plain
from scanner.languages.embedded.markup import Attribute, Piece, Raw, Remark, Tag, Words, read_markup
from scanner.languages.embedded.scripts import attribute_value, decode_references, is_script
from scanner.languages.facts import Binding, Call, Entry, Expr, FileFacts, FunctionRef, Record

_PATTERN = rb"[\w$]+|\{[^{}\n]*\}|\[[^\[\]\n]*\]"
_LOOP = re.compile(rb"\s*(?:\(\s*(?P<first>" + _PATTERN + rb")[^()]*\)|(?P<item>" + _PATTERN + rb"))\s+(?:in|of)\s+")
_NO_EXPRESSION = frozenset({"v-for", "v-slot", "v-else", "v-pre", "v-cloak", "v-once"})
_DIRECTIVES = ("v-bind:", ":")


def extract_vue(path: str, text: bytes) -> FileFacts:
    """The facts of a Vue component."""
    pieces = list(read_markup(text))
    return _Component(text, pieces, Canvas(text, _suffix(text, pieces))).read(path)


def _suffix(text: bytes, pieces: Sequence[Piece]) -> str:
    scripts = [piece.tag for piece in pieces if isinstance(piece, Raw) and piece.tag.name == "script"]
    languages = {attribute_value(text, tag, "lang") for tag in scripts}
    return ".tsx" if languages & {"tsx", "jsx"} else ".ts" if languages & {"ts", "typescript"} else ".js"


@dataclass(slots=True)
class _Component:
    text: bytes
    pieces: list[Piece]
    canvas: Canvas
    ends: dict[int, Tag] = field(init=False)
    tags: list[Tag] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    templates: set[int] = field(default_factory=set)
    # Where the end tags of blocks that were opened stand.
    open_until: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ends = _end_tags(self.pieces)

    def read(self, path: str) -> FileFacts:
        block_end, in_template = 0, False
        for piece in self.pieces:
            if isinstance(piece, Remark):
                self.comments.append((piece.start, piece.end))
            elif piece.start < block_end:
                if in_template:
                    self._template_piece(piece)
            elif isinstance(piece, Raw):
                self._script(piece)
            elif isinstance(piece, Tag):
                self._close(piece)
                if piece.start in self.ends and piece.name not in ("script", "style"):
                    block_end, in_template = self.ends[piece.start].start, self._open_template(piece)
        facts, kept = self.canvas.finish(path, "vue")
        facts = add_elements(facts, self.tags, self.canvas, kept)
        return _bind_members(add_comments(facts, self.comments, self.canvas), self.templates)

    def _script(self, raw: Raw) -> None:
        if raw.tag.name == "script" and raw.start < raw.end and is_script(self.text, raw.tag):
            self.canvas.script(raw.start, raw.end)

    def _open_template(self, tag: Tag) -> bool:
        """Whether a block of the file is a template that can be read; other blocks are documentation, translations."""
        if tag.name != "template" or attribute_value(self.text, tag, "lang") not in (None, "html"):
            return False
        self._open(tag.start, self.ends[tag.start])
        self.templates.add(tag.start)
        return True

    def _open(self, position: int, end: Tag) -> None:
        self.canvas.put(position, b"{")
        self.open_until.add(end.start)

    def _close(self, tag: Tag) -> None:
        if tag.start in self.open_until:
            self.canvas.put(tag.start, b"}")

    # --- the template ---

    def _template_piece(self, piece: Piece) -> None:
        if isinstance(piece, Words):
            for start, end in self._mustaches(piece):
                self.canvas.expression(start, end)
        elif isinstance(piece, Tag) and piece.closing:
            self._close(piece)
        elif isinstance(piece, Tag):
            self._tag(piece)

    def _mustaches(self, words: Words) -> Iterator[tuple[int, int]]:
        opening = self.text.find(b"{{", words.start, words.end)
        while opening >= 0:
            closing = self.text.find(b"}}", opening + 2, words.end)
            if closing < 0:
                return
            yield opening + 2, closing
            opening = self.text.find(b"{{", closing + 2, words.end)

    def _tag(self, tag: Tag) -> None:
        is_loop = self._loop(tag)
        declaring = replace(tag, attributes=tuple(_declared(attribute) for attribute in tag.attributes if not _is_code(attribute)))
        kept = {attribute.start for attribute in declaring.attributes if attribute.kind == "braces" and attribute.name.startswith("data-")}
        if declares(self.text, declaring):
            self.tags.append(declaring)
        for attribute in tag.attributes:
            if attribute.kind in ("quoted", "bare"):
                self._attribute(attribute, keep=attribute.start in kept)
        if is_loop and tag.alone:
            self.canvas.put(tag.end - 1, b"}")

    def _attribute(self, attribute: Attribute, *, keep: bool) -> None:
        name, code = attribute.name, decode_references(self.text[attribute.start : attribute.end])
        if keep:
            keep_values(self.canvas, replace(attribute, kind="braces"), plain)
        elif name.startswith(("@", "v-on")):
            self.canvas.statements(attribute.start, attribute.end, code)
        elif name.startswith((":", "v-")) and not _has_no_expression(name):
            self.canvas.expression(attribute.start, attribute.end, code)

    def _loop(self, tag: Tag) -> bool:
        """`v-for` is a loop around its element, if there is room to write one before what else the tag says."""
        given = next((attribute for attribute in tag.attributes if attribute.name == "v-for"), None)
        found = None if given is None else _LOOP.match(self.text, given.start, given.end)
        if given is None or found is None or not (tag.alone or tag.start in self.ends):
            return False
        others = (attribute.at for attribute in tag.attributes if attribute is not given and attribute.name[:1] in (":", "@", "v"))
        before = next(others, tag.end - 1)
        written = self.canvas.loop(found["first"] or found["item"], (found.end(), given.end), before)
        if written and not tag.alone:
            self.open_until.add(self.ends[tag.start].start)
        return written


def _has_no_expression(name: str) -> bool:
    return name.split(":", 1)[0].split(".", 1)[0] in _NO_EXPRESSION


def _is_code(attribute: Attribute) -> bool:
    """Whether an attribute is handled here and never reaches the page."""
    return attribute.name.startswith(("@", "v-", "#")) and not attribute.name.startswith("v-bind:")


def _declared(attribute: Attribute) -> Attribute:
    """An attribute under the name it has in the page; a bound one holds an expression."""
    for directive in _DIRECTIVES:
        if attribute.name.startswith(directive):
            return replace(attribute, name=attribute.name.removeprefix(directive), kind="braces")
    return attribute


def _end_tags(pieces: Sequence[Piece]) -> dict[int, Tag]:
    """The end tag of every element that has one, by the start of its start tag."""
    found: dict[int, Tag] = {}
    stack: list[Tag] = []
    open_names: dict[str, int] = {}
    for piece in pieces:
        if not isinstance(piece, Tag) or piece.alone:
            continue
        if not piece.closing:
            stack.append(piece)
            open_names[piece.name] = open_names.get(piece.name, 0) + 1
        elif open_names.get(piece.name, 0) > 0:
            while stack:
                start = stack.pop()
                open_names[start.name] -= 1
                if start.name == piece.name:
                    found[start.start] = piece
                    break
    return found


# --- members of the component, which the template names without `this` ---


def _bind_members(facts: FileFacts, templates: set[int]) -> FileFacts:
    scopes = [scope.index for scope in facts.scopes if scope.kind == "block" and scope.span.start in templates]
    members = [entry for export in facts.exports if export.name == "default" for entry in _members(facts, export.value)]
    bound = tuple(
        Binding(entry.key, entry.value, scope, scope, "declare", entry.span or entry.value.span)
        for scope in scopes
        for entry in members
        if entry.key is not None
    )
    return replace(facts, bindings=(*facts.bindings, *bound)) if bound else facts


def _members(facts: FileFacts, value: Expr) -> Iterator[Entry]:
    """The methods of a component, and what its `setup` hands back."""
    if isinstance(value, Call) and value.args:
        value = value.args[0].value
    for entry in value.entries if isinstance(value, Record) else ():
        if entry.key == "methods" and isinstance(entry.value, Record):
            yield from entry.value.entries
        elif entry.key == "setup" and isinstance(entry.value, FunctionRef):
            for returned in facts.functions[entry.value.index].returns:
                yield from returned.value.entries if isinstance(returned.value, Record) else ()
