"""What a server fills in before the page is a page: `<%= x %>`, `{{ x }}`, `{% if %}`, `@Model.X`, `<?= $x ?>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal as OneOf
from typing import NamedTuple

Kind = OneOf["value", "tag", "comment"]


class Insert(NamedTuple):
    """A stretch that is not sent as it stands. A `value` is replaced by text, a `tag` steers (or is replaced), a `comment` vanishes."""

    start: int
    end: int
    kind: Kind


# How one kind of delimiters is read: what opens, what closes, and the kind by what stands between (None: it is no insert after all).
_Rule = tuple[bytes, bytes, Callable[[bytes], Kind | None]]

_PHP_STATEMENT = re.compile(
    rb"\s*(?:(?:if|else|elseif|endif|for|foreach|endfor|endforeach|while|endwhile|switch|case|endswitch|break|use|namespace|require|include"
    rb"|require_once|include_once|function|return|\$[\w>\-\[\]']+\s*=[^=])\b|//|/\*|#|\})|.*[{:}]\s*\Z",
    re.DOTALL,
)
_STEERING = re.compile(
    rb"\s*(?:[#/^>&]|(?:if|else|end|range|with|define|block|template|break|continue|unless|each|for)\b(?!\s*\()|\$\w+\s*:?=)"
)
_NAME = re.compile(rb"[A-Za-z_]\w*")


def _comment(content: bytes) -> Kind | None:
    return "comment"


def _tag(content: bytes) -> Kind | None:
    return "tag"


def _value(content: bytes) -> Kind | None:
    return "value"


def _php(content: bytes) -> Kind | None:
    return "tag" if _PHP_STATEMENT.match(content) else "value"


def _curly(content: bytes) -> Kind | None:
    inner = content.strip(b"-~")
    if inner.startswith((b"!", b"/*", b"--")):
        return "comment"
    return "tag" if _STEERING.match(inner) else "value"


def _careful_curly(content: bytes) -> Kind | None:
    # In a page of unknown make, two braces may also be code.
    return None if b";" in content or b"\n\n" in content or not content.strip() else _curly(content)


_ERB: tuple[_Rule, ...] = (
    (b"<%%", b"", _tag),
    (b"<%#", b"%>", _comment),
    (b"<%--", b"--%>", _comment),
    (b"<%=", b"%>", _value),
    (b"<%", b"%>", _tag),
)
_EJS: tuple[_Rule, ...] = ((b"<%-", b"%>", _value), *_ERB)
_PHP: tuple[_Rule, ...] = ((b"<?=", b"?>", _value), (b"<?php", b"?>", _php))
_CURLY: tuple[_Rule, ...] = ((b"{{!--", b"--}}", _comment), (b"{{--", b"--}}", _comment), (b"{{{", b"}}}", _value), (b"{{", b"}}", _curly))
_JINJA: tuple[_Rule, ...] = ((b"{#", b"#}", _comment), (b"{%", b"%}", _tag))
_UNKNOWN: tuple[_Rule, ...] = (
    (b"{{!--", b"--}}", _comment),
    (b"{{{", b"}}}", _careful_curly),
    (b"{{", b"}}", _careful_curly),
    *_JINJA,
    *_PHP,
    *_ERB,
)
_RULES: dict[str, tuple[_Rule, ...]] = {
    "html": _UNKNOWN,
    "erb": _ERB,
    "ejs": _EJS,
    "php-template": _PHP,
    "php": _PHP,
    "handlebars": _CURLY,
    "jinja": (*_CURLY, *_JINJA),
    "twig": (*_CURLY, *_JINJA),
    "blade": ((b"@{{", b"", _tag), (b"{!!", b"!!}", _value), *_CURLY, *_PHP),
}
_LONGEST_CAREFUL = 400

_RAZOR_STEERING = frozenset((b"if", b"for", b"foreach", b"while", b"switch", b"using", b"lock", b"section"))
_RAZOR_LINES = frozenset((b"model", b"using", b"inject", b"inherits", b"page", b"namespace", b"layout", b"addTagHelper", b"implements"))
_BLADE_VALUES = frozenset((b"json", b"js", b"lang", b"choice", b"yield", b"route"))
_BLADE_ALONE = re.compile(
    rb"(?:end\w+|else|csrf|default|break|continue|show|stop|verbatim|php|parent|overwrite|append|once|production|guest|auth)\Z"
)


def find_inserts(text: bytes, language: str) -> list[Insert]:
    """All inserts of a file, in order and apart from each other. The time grows with the text, whatever it holds."""
    if language == "razor":
        return list(_RazorWords(text).inserts())
    found = list(_delimited(text, _RULES[language]))
    return _merged(found, _BladeWords(text).inserts()) if language == "blade" else found


def _merged(found: list[Insert], others: Iterator[Insert]) -> list[Insert]:
    kept: list[Insert] = []
    for insert in sorted((*found, *others)):
        if not kept or insert.start >= kept[-1].end:
            kept.append(insert)
    return kept


def _delimited(text: bytes, rules: tuple[_Rule, ...]) -> Iterator[Insert]:
    openers = re.compile(b"|".join(re.escape(opening) for opening, _, _ in rules))
    by_opening = {opening: (closing, kind_of) for opening, closing, kind_of in rules}
    closings: dict[bytes, int] = {}
    position = 0
    while (opener := openers.search(text, position)) is not None:
        closing, kind_of = by_opening[opener.group()]
        position = opener.end()
        if not closing:
            continue
        end = _closing(text, closing, position, closings)
        if end < 0 and kind_of is _php and rules is _PHP:
            yield Insert(opener.start(), len(text), "tag")  # a file may end inside PHP
            return
        if end < 0 or (kind_of is _careful_curly and end - position > _LONGEST_CAREFUL):
            continue
        kind = kind_of(text[position:end])
        if kind is not None:
            position = end + len(closing)
            yield Insert(opener.start(), position, kind)


def _closing(text: bytes, closing: bytes, position: int, closings: dict[bytes, int]) -> int:
    """Where `closing` stands next. It is looked for once for all openers before it."""
    known = closings.get(closing, 0)
    if 0 <= known < position:
        known = closings[closing] = text.find(closing, position)
    return known


# --- words behind an at sign ---


class _AtWords:
    """Inserts that an at sign begins; where they end is found by their brackets. After many unclosed ones none is looked for."""

    # What an at sign stands behind when it begins no insert, besides letters and digits.
    not_behind: tuple[bytes, ...] = (b"@",)

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._unclosed = 0

    def inserts(self) -> Iterator[Insert]:
        position = self._text.find(b"@")
        while position >= 0:
            before = self._text[position - 1 : position] if position else b""
            insert = None if before in self.not_behind or before.isalnum() else self.read(position)
            if insert is not None:
                yield insert
            position = self._text.find(b"@", position + 1 if insert is None else insert.end)

    def read(self, at: int) -> Insert | None:
        """The insert that begins here, or None."""
        raise NotImplementedError

    def balanced(self, start: int) -> int:
        """The place behind the bracket that closes the one at `start`; behind the opening one if none does within a fair stretch."""
        depth = 0
        if self._unclosed < _MOST_UNCLOSED:
            for found in _BRACKET.finditer(self._text, start, start + _LONGEST_BALANCED):
                bracket = found.group()
                depth += (bracket in b"([{") - (bracket in b")]}")
                if depth == 0:
                    return found.end()
            self._unclosed += 1
        return start + 1


class _RazorWords(_AtWords):
    def read(self, at: int) -> Insert | None:
        text = self._text
        if text.startswith(b"@*", at):
            end = text.find(b"*@", at + 2, at + _LONGEST_BALANCED)
            return None if end < 0 else Insert(at, end + 2, "comment")
        if text.startswith(b"@(", at):
            return Insert(at, self.balanced(at + 1), "value")
        if text.startswith(b"@:", at):
            return Insert(at, at + 2, "tag")
        if text.startswith(b"@{", at):
            end = self.balanced(at + 1)
            # A block of code may hold markup, which is read as any other.
            return Insert(at, end, "tag") if b"<" not in text[at:end] else None
        word = _NAME.match(text, at + 1)
        return None if word is None else self._word(at, word)

    def _word(self, at: int, word: re.Match[bytes]) -> Insert | None:
        text, name, end = self._text, word.group(), word.end()
        spaces = _SPACES.match(text, end)
        bracket = end if spaces is None else spaces.end()
        if name in _RAZOR_STEERING and text[bracket : bracket + 1] == b"(":
            return Insert(at, self.balanced(bracket), "tag")
        if name == b"section":
            return Insert(at, end, "tag")
        if name in _RAZOR_LINES and text[end : end + 1] in (b" ", b"\r", b"\n") and (at == 0 or text[at - 1] == 0x0A):
            line_end = text.find(b"\n", at)
            return Insert(at, len(text) if line_end < 0 else line_end, "tag")
        return Insert(at, self._path_end(bracket if name == b"await" else at + 1), "value")

    def _path_end(self, position: int) -> int:
        """The end of `Model.Name(x)[0].Y`."""
        while (word := _NAME.match(self._text, position)) is not None:
            position = word.end()
            while self._text[position : position + 1] in (b"(", b"["):
                position = self.balanced(position)
            dot = _DOT.match(self._text, position)
            if dot is None:
                break
            position = dot.end()
        return position


class _BladeWords(_AtWords):
    not_behind = (b"@", b"_")

    def read(self, at: int) -> Insert | None:
        word = _NAME.match(self._text, at + 1)
        if word is None:
            return None
        name, end = word.group(), word.end()
        spaces = _SPACES.match(self._text, end)
        bracket = end if spaces is None else spaces.end()
        if self._text[bracket : bracket + 1] == b"(":
            return Insert(at, self.balanced(bracket), "value" if name in _BLADE_VALUES else "tag")
        return Insert(at, end, "tag") if _BLADE_ALONE.match(name) else None


_BRACKET = re.compile(rb"[()\[\]{}]|\"(?:[^\"\\\n]|\\.){0,400}\"|'(?:[^'\\\n]|\\.){0,400}'")
_SPACES = re.compile(rb"[ \t]{1,8}")
_DOT = re.compile(rb"\??\.(?=[A-Za-z_])")
_LONGEST_BALANCED = 4_000
_MOST_UNCLOSED = 50
