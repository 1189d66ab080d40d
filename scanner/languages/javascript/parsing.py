"""Which grammar reads a file, and where its nodes stand."""

from __future__ import annotations

from tree_sitter import Node, Tree

from scanner.languages.treesitter import captured, parse

_JAVASCRIPT = ("tree_sitter_javascript", "language")
_TYPESCRIPT = ("tree_sitter_typescript", "language_typescript")
_TSX = ("tree_sitter_typescript", "language_tsx")
_COMMENTS = frozenset({"comment"})
_TYPESCRIPT_SUFFIXES = (".ts", ".mts", ".cts")


def parse_source(path: str, text: bytes) -> Tree:
    """The tree of a file. JavaScript that its own grammar cannot read (types, Flow) is read as TSX if that goes better."""
    name = path.lower()
    if name.endswith(".tsx"):
        return parse(text, *_TSX)
    if name.endswith(_TYPESCRIPT_SUFFIXES):
        return parse(text, *_TYPESCRIPT)
    tree = parse(text, *_JAVASCRIPT)
    if not tree.root_node.has_error:
        return tree
    return min((tree, parse(text, *_TSX)), key=_count_errors)


def _count_errors(tree: Tree) -> int:
    count, stack = 0, [tree.root_node]
    while stack:
        node = stack.pop()
        count += node.is_error or node.is_missing
        stack.extend(child for child in node.children if child.has_error)
    return count


def find_comments(tree: Tree) -> list[Node]:
    """All comments of the file in source order."""
    return captured(tree, _COMMENTS)
