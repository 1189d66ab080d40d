"""What is taken apart into parts."""

from __future__ import annotations

import pytest
import tree_sitter_python
from tree_sitter import Language, Node, Parser

from scanner.languages.facts import Arg, Expr, Index, Listing, Literal, Name, Opaque, Span, Text
from scanner.languages.parts import part_of, unpacked

_SPAN = Span(0, 1, 1, 1, 1, 2)
_NAME = Name("pair", 0, _SPAN)
_RESTS = frozenset({"list_splat_pattern"})


def _listing(*texts: str, spread: bool = False) -> Listing:
    return Listing(tuple(Arg(Text(text, _SPAN), spread="*" if spread else "") for text in texts), _SPAN)


def _item(value: Expr, index: int) -> Index:
    return Index(value, Literal("integer", str(index), _SPAN), _SPAN)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(_listing("a", "b"), Text("b", _SPAN), id="written out"),
        pytest.param(_listing("a", "b", "c"), _item(_listing("a", "b", "c"), 1), id="of another length"),
        pytest.param(_listing("a", "b", spread=True), _item(_listing("a", "b", spread=True), 1), id="spread"),
        pytest.param(_NAME, _item(_NAME, 1), id="not written out"),
    ],
)
def test_a_part_is_the_item_where_it_is_written_out(value: Expr, expected: Expr) -> None:
    assert part_of(value, 1, 2, _SPAN) == expected


@pytest.mark.parametrize(
    ("targets", "value", "expected"),
    [
        pytest.param("a, b", _listing("x", "y"), [Text("x", _SPAN), Text("y", _SPAN)], id="each its item"),
        pytest.param("a, *b", _listing("x", "y", "z"), [Text("x", _SPAN), _listing("y", "z")], id="the rest behind"),
        pytest.param("*a, b", _listing("x", "y", "z"), [_listing("x", "y"), Text("z", _SPAN)], id="the rest before"),
        pytest.param("*a, b", _NAME, [Opaque("rest of an unpacking", "array", _SPAN), _item(_NAME, -1)], id="counted from the end"),
        pytest.param("a, b", _listing("x"), [_item(_listing("x"), 0), _item(_listing("x"), 1)], id="too few"),
        pytest.param("a, b", _NAME, [_item(_NAME, 0), _item(_NAME, 1)], id="not written out"),
    ],
)
def test_each_target_takes_its_part(targets: str, value: Expr, expected: list[Expr]) -> None:
    assert [part for _, part in unpacked(_targets(targets), value, _SPAN, _RESTS)] == expected


def _targets(written: str) -> list[Node]:
    tree = Parser(Language(tree_sitter_python.language())).parse(f"{written} = value".encode())
    left = tree.root_node.named_children[0].named_children[0].child_by_field_name("left")
    assert left is not None
    return left.named_children
