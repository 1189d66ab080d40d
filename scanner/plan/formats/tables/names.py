"""Names as they stand in tables: with parts that vary, and the paths of nested properties."""

from __future__ import annotations

import re
from collections.abc import Sequence

# `${type}`, `<<Library>>`, `{{id}}`
_HOLE = re.compile(r"\$\{[^{}]*\}|<<[^<>]*>>|\{\{[^{}]*\}\}")
_STARS = re.compile(r"\*{2,}")
_ESCAPED = re.compile(r"\\([\\*$<{.])")
_SPECIAL = re.compile(r"\\(?=[\\*$<{.]|\Z)|\*|\$(?=\{)|<(?=<)|\{(?=\{)")


def read_name(text: str) -> tuple[str, str]:
    """The name in a cell, or the pattern with `*` when a part of it varies: one of the two is empty. A backslash makes `*` literal."""
    if "\\" in text:
        plain = _ESCAPED.sub("", text)
        return (_ESCAPED.sub(r"\1", text), "") if "*" not in plain and not _HOLE.search(plain) else ("", _varied(text))
    pattern = _varied(text)
    return ("", pattern) if "*" in pattern else (text, "")


def _varied(text: str) -> str:
    return _STARS.sub("*", _HOLE.sub("*", text))


def write_name(name: str) -> str:
    """A name that `read_name` takes for one."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], name)


def split_path(text: str) -> list[str]:
    """The steps of `parent.child` and `items.$.child`. A dot behind a backslash belongs to a name."""
    steps = [""]
    place = 0
    while place < len(text):
        if text[place] == "\\" and text[place + 1 : place + 2] in (".", "\\"):
            steps[-1] += text[place : place + 2]
            place += 2
        elif text[place] == ".":
            steps.append("")
            place += 1
        else:
            steps[-1] += text[place]
            place += 1
    return steps


def write_path(steps: Sequence[str]) -> str:
    """Names as one path; `$` stands for the members of an array."""
    return ".".join(step if step == "$" else write_name(step).replace(".", "\\.") for step in steps)
