"""Edits of Python sources, by way of libcst: what is changed is a string of the program, or a comment, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from scanner.model import Edit

_Place: TypeAlias = tuple[int, int]


def rewrite_python(text: bytes, edits: Sequence[Edit]) -> bytes | None:
    """The module with exact edits: of the text inside a plain string, or of a comment that goes. None when one of them meets neither."""
    try:
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    except (cst.ParserSyntaxError, RecursionError, UnicodeDecodeError):
        return None
    strings = {(edit.location.line, edit.location.column): edit for edit in edits if edit.text}
    comments = {_line_of(edit): edit for edit in edits if not edit.text}
    rewriter = _Rewriter(strings, comments, wrapper.resolve(PositionProvider))
    changed = wrapper.module.visit(rewriter)
    return changed.bytes if rewriter.done == len(edits) else None


def _line_of(edit: Edit) -> int:
    return edit.location.line


class _Rewriter(cst.CSTTransformer):
    """Visits a module once and does the edits it meets."""

    def __init__(self, strings: Mapping[_Place, Edit], comments: Mapping[int, Edit], positions: Mapping[cst.CSTNode, CodeRange]) -> None:
        super().__init__()
        self._strings = strings
        self._comments = comments
        self._positions = positions
        self.done = 0

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.BaseExpression:  # noqa: N802
        start = self._positions[original_node].start
        inside = (start.line, start.column + 1 + len(original_node.prefix) + len(original_node.quote))
        edit = self._strings.get(inside)
        if edit is None or original_node.prefix.lower() not in ("", "u"):
            return updated_node
        self.done += 1
        return updated_node.with_changes(value=f"{original_node.prefix}{original_node.quote}{edit.text}{original_node.quote}")

    def leave_TrailingWhitespace(  # noqa: N802
        self, original_node: cst.TrailingWhitespace, updated_node: cst.TrailingWhitespace
    ) -> cst.TrailingWhitespace:
        if original_node.comment is None or self._positions[original_node.comment].start.line not in self._comments:
            return updated_node
        self.done += 1
        return updated_node.with_changes(comment=None, whitespace=cst.SimpleWhitespace(""))

    def leave_EmptyLine(self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine) -> cst.EmptyLine | cst.RemovalSentinel:  # noqa: N802
        if original_node.comment is None or self._positions[original_node.comment].start.line not in self._comments:
            return updated_node
        self.done += 1
        return cst.RemoveFromParent()
