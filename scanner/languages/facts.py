"""The facts of one source file: a small, language-neutral record of what its text says.

A language module turns the syntax tree of one file into a `FileFacts`. Nothing here knows analytics,
and nothing that reads facts knows tree-sitter. All records are frozen and picklable, so facts can be
made in another process and kept in a cache.

How a program is written down:

- Scopes form a tree. Scope 0 is the module. `module`, `function`, `class` scopes own names; a `block`
  scope is a region of control flow (an `if` arm, a loop body, a `case`), and also owns names in languages
  with block scoping. Blocks with the same `group` exclude each other (`if`/`else`, the cases of a switch).
- Everything that gives a name a value is a `Binding`: assignments, declarations, functions, classes,
  imports, parameters, loop variables, destructured names. What a name can be at a place is decided later
  from the bindings of its home scope, their order and their blocks.
- Everything that changes what a name or an object holds is a `Mutation`: `a.b = x`, `a["b"] = x`,
  `delete a.b`, `self.b = x`. (Changes made by a method, such as `a.update(...)`, stay calls.)
- Every call stands in `calls`, wherever it is nested, in source order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

# Why the value of a place is not known that a server fills in.
FILLED_IN = "filled in when the page is made"
# The name that the value of such a place is assigned to in the part of the file that the server runs.
SERVER_VALUE = "_"


class Span(NamedTuple):
    """A stretch of text. `start` and `end` are byte offsets; lines and columns are 1-based, columns count characters."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class _Fact:
    """What all facts share: they are pickled as a call of their class, several times faster than a dataclass's own way."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__slots__)


# --- expressions -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text(_Fact):
    """A string literal; `value` has escapes decoded."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Literal(_Fact):
    """A literal of another type. `text` is its source text (`3.5`, `true`)."""

    type: OneOf["integer", "number", "boolean", "null", "regex"]
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Template(_Fact):
    """Text put together from parts: interpolation, f-strings, `+` and other concatenation. Parts may be any expression."""

    parts: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Format(_Fact):
    """A format string with arguments: `"%s x" % y` and `sprintf` (percent), `"{} x".format(y)` (brace)."""

    template: Expr
    args: tuple[Arg, ...]
    style: OneOf["percent", "brace"]
    span: Span


@dataclass(frozen=True, slots=True)
class Name(_Fact):
    """A bare identifier, to be looked up from the scope it stands in (`scope` is the innermost scope's index)."""

    name: str
    scope: int
    span: Span


@dataclass(frozen=True, slots=True)
class SelfRef(_Fact):
    """`this`, `self`, `cls`: the object (or class) whose method this is. `function` is the method's index, None at class level."""

    scope: int
    span: Span


@dataclass(frozen=True, slots=True)
class SuperRef(_Fact):
    """`super` / `super()`: the same object, looked up from the base classes on."""

    scope: int
    span: Span


@dataclass(frozen=True, slots=True)
class Member(_Fact):
    """`object.name`, `object?.name`, `Object::name`. `name_span` is the span of the name alone."""

    object: Expr
    name: str
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Index(_Fact):
    """`object[key]`."""

    object: Expr
    key: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Arg(_Fact):
    """One argument. `keyword` is its name when written `k=v`; `spread` is `*` for a list and `**` for a record."""

    value: Expr
    keyword: str | None = None
    spread: OneOf["", "*", "**"] = ""


@dataclass(frozen=True, slots=True)
class Call(_Fact):
    """A call. `name_span` is the callee's last name (`track` in `a.b.track(x)`), or the whole callee when it has none.

    form: `call`; `new` (constructor, also where a language has no `new`, if the syntax tells); `element` (a JSX or
    template element, its attributes as one record argument); `decorator`; `tagged` (a tagged template).
    `types` are the type arguments (`read<Tracker>()`), as far as they name something.
    """

    callee: Expr
    args: tuple[Arg, ...]
    form: OneOf["call", "new", "element", "decorator", "tagged"]
    scope: int
    span: Span
    name_span: Span
    types: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry(_Fact):
    """One entry of a record. Exactly one of: `key` (known name), `key_expr` (computed key), `spread` (the value is another record)."""

    value: Expr
    key: str | None = None
    key_expr: Expr | None = None
    spread: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Record(_Fact):
    """An object, dict, hash, map or struct literal. `index` is its place in `FileFacts.records`.

    `type` is the type of a struct literal or object initialiser (`Track{...}`, `new Event { ... }`), as an expression.
    """

    entries: tuple[Entry, ...]
    index: int
    span: Span
    type: Expr | None = None


@dataclass(frozen=True, slots=True)
class Listing(_Fact):
    """A list, tuple, set or array literal. A spread item is wrapped in an `Arg` with spread `*`."""

    items: tuple[Arg, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice(_Fact):
    """One of several values: ternary, `a or b` / `a ?? b` (or), `cond and b` (and: the right side, or nothing), switch, match."""

    options: tuple[Expr, ...]
    kind: OneOf["ternary", "or", "and", "match"]
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionRef(_Fact):
    """A function value: `FileFacts.functions[index]`."""

    index: int
    span: Span


@dataclass(frozen=True, slots=True)
class ClassRef(_Fact):
    """A class value: `FileFacts.classes[index]`."""

    index: int
    span: Span


@dataclass(frozen=True, slots=True)
class ParamRef(_Fact):
    """The value of a parameter: `FileFacts.functions[function].params[index]`. Only as the value of a parameter's binding."""

    function: int
    index: int
    span: Span


@dataclass(frozen=True, slots=True)
class ImportRef(_Fact):
    """Something from another module. `name` is the imported name, `default`, or None for the module itself.

    `level` counts the dots of a relative Python import; elsewhere it is 0 and the specifier stands in `module` as written.
    """

    module: str
    name: str | None
    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Await(_Fact):
    """`await x`, `yield x`, `yield* x`: the value once it is there."""

    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Element(_Fact):
    """One item of a collection, as a loop or comprehension variable gets it."""

    collection: Expr
    part: OneOf["item", "key", "value"]
    span: Span


@dataclass(frozen=True, slots=True)
class Rest(_Fact):
    """What is left of a record after `keys` were taken out of it (`const {a, ...rest} = x`, `**rest`)."""

    object: Expr
    keys: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Implicit(_Fact):
    """A member of a type that only the context names: Swift's and Dart's `.welcomeShown`, with arguments `.opened(from: x)`."""

    name: str
    args: tuple[Arg, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Opaque(_Fact):
    """An expression whose value is not followed.

    `type` is what it must yield, when syntax tells (a comparison is boolean); `reason` is for people.
    """

    reason: str
    type: OneOf["", "string", "number", "integer", "boolean", "array", "object"]
    span: Span


Expr: TypeAlias = (
    Text
    | Literal
    | Template
    | Format
    | Name
    | SelfRef
    | SuperRef
    | Member
    | Index
    | Call
    | Record
    | Listing
    | Choice
    | FunctionRef
    | ClassRef
    | ParamRef
    | ImportRef
    | Await
    | Element
    | Rest
    | Implicit
    | Opaque
)


# --- what stands in a file ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope(_Fact):
    """A region of the file. `function` and `owner` are the innermost enclosing function and class (indexes, or None).

    `group` numbers blocks that exclude each other; `exhaustive` says that one arm of the group always runs (there is an `else`).
    """

    index: int
    parent: int | None
    kind: OneOf["module", "function", "class", "block"]
    function: int | None
    owner: int | None
    span: Span
    group: int | None = None
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Binding(_Fact):
    """`name` gets `value`. `home` is the scope that owns the name, `scope` where this binding is written.

    kind: assign, declare (const/let/val, field), augment (`+=`; the value is the added part), function, class, import, parameter, loop.
    `value` is None for a declaration without one. `type` is the declared type as an expression (see `Param.type`).
    """

    name: str
    value: Expr | None
    home: int
    scope: int
    kind: OneOf["assign", "declare", "augment", "function", "class", "import", "parameter", "loop"]
    span: Span
    type: Expr | None = None


@dataclass(frozen=True, slots=True)
class Mutation(_Fact):
    """`target.key = value`, `target[key] = value` (set), `target[key] += value` (augment), `delete target.key` (delete)."""

    target: Expr
    key: str | None
    key_expr: Expr | None
    value: Expr | None
    op: OneOf["set", "augment", "delete"]
    scope: int
    span: Span


@dataclass(frozen=True, slots=True)
class Param(_Fact):
    """A parameter. A destructured one has the name `{N}` (N its position); its names are bindings in the function's scope.

    `type` is the nominal type as an expression in the function's scope (`Name`, `Member`; of a list, a `Listing` of its items' type), with
    nullable, promise and
    generic wrappers taken off; a union of literal strings is a `Choice` of `Text`; None when there is none to name.
    The receiver (`self`, `cls`, `this`) is not a parameter. `label` is what callers write before the argument, where that is not the
    name: empty when they write nothing (Swift).
    """

    name: str
    kind: OneOf["positional", "keyword", "rest", "keyrest"]
    default: Expr | None
    type: Expr | None
    span: Span
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Return(_Fact):
    """A value that a function hands back; `scope` is the block the statement stands in."""

    value: Expr
    scope: int


@dataclass(frozen=True, slots=True)
class Function(_Fact):
    """A function, method, lambda or closure. `name` is empty for an anonymous one that is bound to no name.

    kind: function, method, static, constructor, getter (a property read as a field), abstract (no body), lambda.
    `owner` is the class it is a direct member of; `record` the record literal it is an entry of.
    `statements` counts the simple statements of its own body, nested functions left out.
    """

    index: int
    name: str
    params: tuple[Param, ...]
    kind: OneOf["function", "method", "static", "constructor", "getter", "abstract", "lambda"]
    scope: int
    parent_scope: int
    owner: int | None
    record: int | None
    returns: tuple[Return, ...]
    decorators: tuple[Expr, ...]
    return_type: Expr | None
    statements: int
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class EnumMember(_Fact):
    """A member of an enum. `value` is what it was given; `args` constructor arguments, where a language has those."""

    name: str
    value: Expr | None
    span: Span
    args: tuple[Arg, ...] = ()


@dataclass(frozen=True, slots=True)
class Class(_Fact):
    """A class, enum, interface or object. Fields and methods are the bindings whose home is `scope`.

    kind `object`: a namespace or singleton, used by its own name. kind `extension`: more members of the class called `name`,
    wherever that is declared (extensions, categories, reopened and partial classes, methods beside their type, mixed-in modules).
    A base that is given arguments (`object Opened : Event("opened")`) is a `Call` of form `new`.
    """

    index: int
    name: str
    kind: OneOf["class", "enum", "interface", "object", "extension"]
    bases: tuple[Expr, ...]
    members: tuple[EnumMember, ...]
    decorators: tuple[Expr, ...]
    scope: int
    parent_scope: int
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Export(_Fact):
    """What a module offers under `name`. `*` is everything of another module (`value` is an ImportRef without a name);
    `=` is the whole module object (`module.exports = x`, `export = x`)."""

    name: str
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class ParseError(_Fact):
    """A place that the grammar could not read."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Comment(_Fact):
    """A comment's text, delimiters included (read for suppressions)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FileFacts(_Fact):
    """All facts of one file. `package` is the declared package or namespace, where a language has one.

    Lists are in source order; `scopes[i].index == i`, likewise functions, classes and records.
    """

    path: str
    language: str
    package: str = ""
    scopes: tuple[Scope, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    records: tuple[Record, ...] = ()
    bindings: tuple[Binding, ...] = ()
    mutations: tuple[Mutation, ...] = ()
    calls: tuple[Call, ...] = ()
    exports: tuple[Export, ...] = ()
    modules: tuple[str, ...] = field(default=())
    comments: tuple[Comment, ...] = ()
    errors: tuple[ParseError, ...] = ()
