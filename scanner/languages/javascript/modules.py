"""Imports and exports."""

from __future__ import annotations

from tree_sitter import Node

from scanner.languages.facts import ImportRef, Name
from scanner.languages.javascript.chains import lower_decorator
from scanner.languages.javascript.classes import lower_class_declaration
from scanner.languages.javascript.literals import string_value
from scanner.languages.javascript.patterns import pattern_names
from scanner.languages.javascript.types import lower_type
from scanner.languages.javascript.walker import NOWHERE, Walker
from scanner.languages.treesitter import named_children

_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})


def _word(w: Walker, node: Node) -> str:
    """A name in an import or export clause, which may be written as a string."""
    return string_value(w, node) if node.type == "string" else w.text(node)


# --- imports ---


def lower_import(w: Walker, node: Node) -> None:
    children = list(named_children(node))
    required = next((child for child in children if child.type == "import_require_clause"), None)
    source = (required or node).child_by_field_name("source")
    if source is None:
        return
    module = string_value(w, source)
    w.builder.imports(module)
    if required is not None:
        _bind_import(w, next(named_children(required)), module, None)
    for clause in children:
        if clause.type == "import_clause":
            _lower_clause(w, clause, module)


def _lower_clause(w: Walker, clause: Node, module: str) -> None:
    for child in named_children(clause):
        if child.type == "identifier":
            _bind_import(w, child, module, "default")
        elif child.type == "namespace_import":
            for name in named_children(child):
                _bind_import(w, name, module, None)
        elif child.type == "named_imports":
            for specifier in named_children(child):
                _lower_specifier(w, specifier, module)


def _lower_specifier(w: Walker, specifier: Node, module: str) -> None:
    name = specifier.child_by_field_name("name")
    if name is not None:
        _bind_import(w, specifier.child_by_field_name("alias") or name, module, _word(w, name))


def _bind_import(w: Walker, local: Node, module: str, name: str | None) -> None:
    span = w.span(local)
    w.builder.bind(w.text(local), ImportRef(module, name, 0, span), "import", span)


def lower_import_alias(w: Walker, node: Node) -> None:
    """`import X = A.B`."""
    children = list(named_children(node))
    if len(children) == 2:
        w.builder.bind(w.text(children[0]), lower_type(w, children[1]), "declare", w.span(children[0]))


# --- exports ---


def lower_export(w: Walker, node: Node) -> None:
    """An export of the module. Inside a namespace only what it declares counts."""
    declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
    source = node.child_by_field_name("source")
    words = {child.type for child in node.children if not child.is_named}
    if declaration is not None:
        _export_declaration(w, node, declaration, default="default" in words)
    elif source is not None:
        _export_from(w, node, string_value(w, source))
    elif value is not None:
        w.builder.count_statement()
        w.builder.export("default", w.value(value, NOWHERE), w.span(node))
    elif "=" in words:
        for child in named_children(node):
            w.builder.export("=", w.expr(child), w.span(node))
    else:
        _export_local(w, node)


def _export_declaration(w: Walker, node: Node, declaration: Node, *, default: bool) -> None:
    if declaration.type in _CLASSES:
        decorators = tuple(lower_decorator(w, child) for child in node.children_by_field_name("decorator"))
        lower_class_declaration(w, declaration, decorators)
    else:
        w.statement(declaration)
    if w.builder.scope != 0 or _is_overload(w, declaration):
        return
    for name in _declared_names(w, declaration):
        w.builder.export("default" if default else name, Name(name, w.builder.scope, w.span(declaration)), w.span(node))


def _is_overload(w: Walker, declaration: Node) -> bool:
    name = declaration.child_by_field_name("name") if declaration.type == "function_signature" else None
    return name is not None and w.text(name) in w.implemented


def _declared_names(w: Walker, declaration: Node) -> list[str]:
    if declaration.type == "ambient_declaration":
        inner = next(named_children(declaration), None)
        return [] if inner is None or inner.type == "ambient_declaration" else _declared_names(w, inner)
    if declaration.type in ("lexical_declaration", "variable_declaration"):
        patterns = [child.child_by_field_name("name") for child in named_children(declaration)]
        return [name for pattern in patterns if pattern is not None for name in pattern_names(w, pattern)]
    named = declaration.child_by_field_name("name")
    if declaration.type == "import_alias":
        named = next(named_children(declaration), None)
    return [] if named is None or named.type == "string" else [w.text(named).split(".")[0]]


def _export_from(w: Walker, node: Node, module: str) -> None:
    w.builder.imports(module)
    clause = next(named_children(node))
    if clause.type == "export_clause":
        for specifier in named_children(clause):
            _export_specifier(w, specifier, module)
        return
    name = next(named_children(clause), None) if clause.type == "namespace_export" else None
    span = w.span(node)
    w.builder.export("*" if name is None else _word(w, name), ImportRef(module, None, 0, span), span)


def _export_specifier(w: Walker, specifier: Node, module: str) -> None:
    name = specifier.child_by_field_name("name")
    if name is not None:
        alias = specifier.child_by_field_name("alias") or name
        w.builder.export(_word(w, alias), ImportRef(module, _word(w, name), 0, w.span(specifier)), w.span(specifier))


def _export_local(w: Walker, node: Node) -> None:
    for clause in named_children(node):
        if clause.type != "export_clause":
            w.statement(clause)
            continue
        for specifier in named_children(clause):
            name = specifier.child_by_field_name("name")
            if name is not None:
                alias = specifier.child_by_field_name("alias") or name
                w.builder.export(_word(w, alias), w.name(name), w.span(specifier))
