"""What is taken apart into parts: `a, b = value`."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from scanner.languages.facts import Arg, Expr, Index, Listing, Literal, Opaque, Span


def part_of(value: Expr, position: int, count: int, span: Span) -> Expr:
    """One of `count` parts: the item itself where it is written out, else an index."""
    if isinstance(value, Listing) and len(value.items) == count and not any(item.spread for item in value.items):
        return value.items[position].value
    return Index(value, Literal("integer", str(position), span), span)


def unpacked(targets: Sequence[Node], value: Expr, span: Span, rests: frozenset[str]) -> list[tuple[Node, Expr]]:
    """Each target with its part of `value`: the item itself where both sides are written out, else an index. A target of one of the
    types `rests` takes what the others leave."""
    rest = next((position for position, target in enumerate(targets) if target.type in rests), None)
    items = value.items if isinstance(value, Listing) and not any(item.spread for item in value.items) else None
    if items is not None and (len(items) != len(targets) if rest is None else len(items) < len(targets) - 1):
        items = None
    return [(target, _part(value, items, position, rest, len(targets), span)) for position, target in enumerate(targets)]


def _part(value: Expr, items: tuple[Arg, ...] | None, position: int, rest: int | None, count: int, span: Span) -> Expr:
    from_end = position - count
    if position == rest:
        if items is None:
            return Opaque("rest of an unpacking", "array", span)
        return Listing(items[position : len(items) + from_end + 1], span)
    index = position if rest is None or position < rest else from_end
    if items is not None:
        return items[index].value
    return Index(value, Literal("integer", str(index), span), span)
