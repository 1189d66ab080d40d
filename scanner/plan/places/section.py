"""A generated section of a Markdown file: what stands between two markers is ours, all the rest is kept to the byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scanner.errors import TracklintError

MarkerStyle = Literal["html", "link", "mdx"]

NAME = "tracklint:where"
# Comments in HTML; link definitions, for hosts that show comments as text; comments of MDX.
_STYLES: dict[MarkerStyle, tuple[str, str]] = {"html": ("<!-- ", " -->"), "link": ("[//]: # (", ")"), "mdx": ("{/* ", " */}")}
_MARKER = re.compile(
    rf" {{0,3}}(?:<!--\s*(?P<html>{NAME}\s+\w+)\s*-->|\[//\]:\s*#\s*\((?P<link>{NAME}\s+\w+)\)|\{{/\*\s*(?P<mdx>{NAME}\s+\w+)\s*\*/\}})\s*"
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class _Marker:
    """A line that begins or ends a section. `index` counts lines from 0."""

    index: int
    is_begin: bool


def update_section(text: str, content: str, path: str, style: MarkerStyle = "html", heading: str = "Where events live in code") -> str:
    """The text with `content` between its markers. Without markers a section is added at the end, under a heading.

    Line ends stay what they are. `path` is for messages. Raises TracklintError when a marker stands alone, twice or within another pair.
    """
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    end = _line_end(lines)
    body = ["", *content.rstrip("\n").split("\n"), ""]
    pair = _find_pair(lines, path)
    if pair is None:
        _refuse_open_fence(lines, path)
        return text + end.join(_new_section(lines, body, style, heading))
    begin, last = pair
    return "".join([*lines[: begin + 1], *(line + end for line in body), *lines[last:]])


def blank_section(text: str) -> str:
    """The text with the lines of its section empty: what is generated is no part of what people wrote. Broken markers are no section."""
    if NAME not in text:
        return text
    lines = text.split("\n")
    try:
        pair = _find_pair(lines, "")
    except TracklintError:
        return text
    begin, end = pair or (0, -1)
    return "\n".join("" if begin <= index <= end else line for index, line in enumerate(lines))


def _refuse_open_fence(lines: list[str], path: str) -> None:
    """What is added behind a block of code that never ends would be code."""
    fence, begun = "", 0
    for index, line in enumerate(lines):
        before = fence
        fence, _ = _follow_fence(fence, line.rstrip("\r\n"))
        begun = index if fence and not before else begun
    if fence:
        raise TracklintError("the block of code that begins here never ends, so no section can be added behind it", path, begun + 1)


def _new_section(lines: list[str], body: list[str], style: MarkerStyle, heading: str) -> list[str]:
    """The lines to add, a blank one before them where there is none yet."""
    before, after = _STYLES[style]
    level = "##" if any(line.strip() for line in lines) else "#"
    return [*_gap(lines), f"{level} {heading}", "", f"{before}{NAME} begin{after}", *body, f"{before}{NAME} end{after}", ""]


def _gap(lines: list[str]) -> list[str]:
    if not lines or not lines[-1].strip():
        return []
    return [""] if lines[-1].endswith(("\n", "\r")) else ["", ""]


def _line_end(lines: list[str]) -> str:
    """The line end of the first line, as that of the file."""
    first = lines[0] if lines else ""
    return next((end for end in ("\r\n", "\n", "\r") if first.endswith(end)), "\n")


def _find_pair(lines: list[str], path: str) -> tuple[int, int] | None:
    """The lines of the two markers, None when there are none."""
    markers = _find_markers(lines, path)
    opened: _Marker | None = None
    pair: tuple[int, int] | None = None
    for marker in markers:
        if marker.is_begin:
            if opened is not None:
                raise _broken(path, marker, f"begins again before the end of the one in line {opened.index + 1}")
            if pair is not None:
                raise _broken(path, marker, f"is there twice; the first begins in line {pair[0] + 1}")
            opened = marker
        elif opened is None:
            raise _broken(path, marker, "ends without a beginning")
        else:
            pair, opened = (opened.index, marker.index), None
    if opened is not None:
        raise _broken(path, opened, "begins and never ends")
    return pair


def _broken(path: str, marker: _Marker, what: str) -> TracklintError:
    return TracklintError(f"the section {NAME} {what}; a section is one line with `begin` and one with `end`", path, marker.index + 1)


def _find_markers(lines: list[str], path: str) -> list[_Marker]:
    """The markers outside of code."""
    found: list[_Marker] = []
    fence = ""
    for index, line in enumerate(lines):
        plain = line.rstrip("\r\n")
        fence, is_code = _follow_fence(fence, plain)
        match = None if is_code else _MARKER.fullmatch(plain)
        if match:
            word = (match["html"] or match["link"] or match["mdx"]).split()[1]
            marker = _Marker(index, word == "begin")
            if word not in ("begin", "end"):
                raise _broken(path, marker, f"has a marker with the word {word!r}")
            found.append(marker)
    return found


def _follow_fence(fence: str, line: str) -> tuple[str, bool]:
    """The fence that is open after a line, and whether the line belongs to a block of code."""
    match = _FENCE.match(line)
    if fence:
        closes = match is not None and match[1].startswith(fence) and not match[2].strip()
        return ("" if closes else fence), True
    # a fence of backticks has no backtick behind it: that is code within a line
    if match and not (match[1][0] == "`" and "`" in match[2]):
        return match[1], True
    return "", False
