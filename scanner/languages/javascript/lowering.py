"""From a file's text to its facts."""

from __future__ import annotations

from tree_sitter import Tree

from scanner.languages import treesitter
from scanner.languages.builder import FactsBuilder
from scanner.languages.facts import FileFacts
from scanner.languages.javascript import chains, classes, functions, literals, markup, modules, objects, operators, statements
from scanner.languages.javascript.homes import settle_homes
from scanner.languages.javascript.parsing import find_comments, parse_source
from scanner.languages.javascript.walker import ExpressionHandler, StatementHandler, ValueHandler, Walker
from scanner.languages.registry import language_of

_EXPRESSIONS: dict[str, ExpressionHandler] = {
    "array": chains.lower_array,
    "assignment_expression": operators.lower_assignment,
    "augmented_assignment_expression": operators.lower_augmented,
    "await_expression": operators.lower_await,
    "binary_expression": operators.lower_binary,
    "call_expression": chains.lower_chain,
    "decorator": chains.lower_decorator,
    "false": literals.lower_boolean,
    "identifier": chains.lower_identifier,
    "jsx_element": markup.lower_element,
    "jsx_self_closing_element": markup.lower_element,
    "jsx_text": literals.lower_markup_text,
    "member_expression": chains.lower_chain,
    "new_expression": chains.lower_new,
    "null": literals.lower_null,
    "number": literals.lower_number,
    "object": objects.lower_object,
    "regex": literals.lower_regex,
    "sequence_expression": operators.lower_sequence,
    "string": literals.lower_string,
    "subscript_expression": chains.lower_chain,
    "super": chains.lower_super,
    "template_string": literals.lower_template,
    "ternary_expression": operators.lower_ternary,
    "this": chains.lower_this,
    "true": literals.lower_boolean,
    "unary_expression": operators.lower_unary,
    "undefined": literals.lower_null,
    "update_expression": operators.lower_update,
    "yield_expression": operators.lower_await,
}

_VALUES: dict[str, ValueHandler] = {
    "arrow_function": functions.lower_function,
    "class": classes.lower_class,
    "function_expression": functions.lower_function,
    "generator_function": functions.lower_function,
}

_STATEMENTS: dict[str, StatementHandler] = {
    "abstract_class_declaration": classes.lower_class_declaration,
    "ambient_declaration": statements.lower_ambient,
    "break_statement": statements.lower_nothing,
    "class_declaration": classes.lower_class_declaration,
    "continue_statement": statements.lower_nothing,
    "debugger_statement": statements.lower_nothing,
    "do_statement": statements.lower_while,
    "empty_statement": statements.lower_nothing,
    "enum_declaration": classes.lower_enum,
    "export_statement": modules.lower_export,
    "expression_statement": statements.lower_expression_statement,
    "for_in_statement": statements.lower_for_in,
    "for_statement": statements.lower_for,
    "function_declaration": functions.lower_function_declaration,
    "function_signature": functions.lower_function_declaration,
    "generator_function_declaration": functions.lower_function_declaration,
    "hash_bang_line": statements.lower_nothing,
    "if_statement": statements.lower_if,
    "import_alias": modules.lower_import_alias,
    "import_statement": modules.lower_import,
    "interface_declaration": classes.lower_interface_declaration,
    "internal_module": classes.lower_namespace,
    "labeled_statement": statements.lower_labeled,
    "lexical_declaration": statements.lower_declaration,
    "module": classes.lower_namespace,
    "return_statement": statements.lower_return,
    "statement_block": statements.lower_block,
    "switch_statement": statements.lower_switch,
    "throw_statement": statements.lower_throw,
    "try_statement": statements.lower_try,
    "type_alias_declaration": classes.lower_type_alias,
    "type_annotation": statements.lower_nothing,
    "type_arguments": statements.lower_nothing,
    "using_declaration": statements.lower_declaration,
    "variable_declaration": statements.lower_declaration,
    "while_statement": statements.lower_while,
}


def extract(path: str, text: bytes, whole: bytes | None = None) -> FileFacts:
    """The facts of a JavaScript or TypeScript file; its suffix says which. Never raises for bad source.

    `whole` is the file that `text` was cut out of, with as many bytes and the same line ends: positions are those in it."""
    tree = parse_source(path, text)
    positions = treesitter.Positions(text if whole is None else whole)
    language = language_of(path)
    builder = FactsBuilder(path, "javascript" if language is None else language.name, positions.span(tree.root_node))
    walker = Walker(builder, positions, text, _EXPRESSIONS, _VALUES, _STATEMENTS)
    walker.body(tree.root_node)
    _note_comments(walker, tree)
    builder.errors(treesitter.errors(tree))
    return settle_homes(builder.finish())


def _note_comments(walker: Walker, tree: Tree) -> None:
    for node in find_comments(tree):
        walker.builder.comment(walker.text(node), walker.span(node))
