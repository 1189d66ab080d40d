from __future__ import annotations

import ast
import pickle
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scanner
from scanner.languages.facts import FileFacts, Text
from scanner.languages.python import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("app.py", source.encode())


def value_of(source: str) -> str:
    """The value of `x`, which `source` is assigned to."""
    return render(next(b.value for b in facts_of(f"x = {source}\n").bindings if b.name == "x"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param("'a' \"b\"", "'ab'", id="implicit concatenation"),
        pytest.param('("a"\n  # why\n  "b")', "'ab'", id="implicit concatenation over lines"),
        pytest.param('"a" f"{b}"', "template('a', b)", id="implicit concatenation with an f-string"),
        pytest.param('f"a{b}c"', "template('a', b, 'c')", id="f-string"),
        pytest.param('f"a"', "'a'", id="f-string without parts"),
        pytest.param('f"{x!r:>10}"', "template(x)", id="conversion and format"),
        pytest.param('f"{a.b:{w}}"', "template(a.b)", id="nested format"),
        pytest.param('f"{a=}"', "template('a=', a)", id="self-documenting"),
        pytest.param('f"{{a}}"', "'{a}'", id="escaped braces"),
        pytest.param('"{{a}}"', "'{{a}}'", id="braces outside an f-string"),
        pytest.param('f""', "''", id="empty f-string"),
        pytest.param("'a' + b + 'c'", "template('a', b, 'c')", id="sum"),
        pytest.param("'a' + f'{b}c'", "template('a', b, 'c')", id="sum with an f-string"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a * 2 + 1", "?arithmetic:number", id="sum of arithmetic"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("'-' * 3", "?arithmetic", id="repeated text is no number"),
        pytest.param("'%s x' % a", "percent('%s x'; a)", id="percent"),
        pytest.param("'%s %s' % (a, b)", "percent('%s %s'; a, b)", id="percent with a tuple"),
        pytest.param("'%s' % [a]", "percent('%s'; [a])", id="percent with a list"),
        pytest.param("'%(a)s' % {'a': b}", "percent('%(a)s'; **{a: b})", id="percent with a dict"),
        pytest.param("NAME % a", "percent(NAME; a)", id="percent on a constant"),
        pytest.param("m.NAME % a", "percent(m.NAME; a)", id="percent on a constant of a module"),
        pytest.param("name % (a,)", "percent(name; a)", id="percent with a tuple on a name"),
        pytest.param("i % 2", "?arithmetic:number", id="remainder"),
        pytest.param("SIZE % 2", "?arithmetic:number", id="remainder of a constant"),
        pytest.param("i % n", "?arithmetic:number", id="remainder of names"),
        pytest.param("'{} {b}'.format(a, b=1)", "brace('{} {b}'; a, b=1)", id="brace"),
        pytest.param("('{}' '{}').format(*a)", "brace('{}{}'; *a)", id="brace on a concatenation"),
        pytest.param("a.format(b)", "a.format(b)", id="format of a name"),
        pytest.param("'_'.join([a, 'b'])", "'_'.join([a, 'b'])", id="join"),
        pytest.param("3", "3", id="integer"),
        pytest.param("-3.5", "-3.5", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negation"),
        pytest.param("True", "True", id="boolean"),
        pytest.param("None", "None", id="null"),
        pytest.param("...", "?ellipsis", id="ellipsis"),
        pytest.param("a < b", "?comparison:boolean", id="comparison"),
        pytest.param("a not in b", "?comparison:boolean", id="membership"),
        pytest.param("not a", "?comparison:boolean", id="not"),
        pytest.param("a or b or 'c'", "or(a, b, 'c')", id="or"),
        pytest.param("a and b", "and(b)", id="and"),
        pytest.param("a and b or c", "or(and(b), c)", id="and or"),
        pytest.param("'a' if b else 'c'", "ternary('a', 'c')", id="ternary"),
        pytest.param("'a' if b else 'c' if d else 'e'", "ternary('a', ternary('c', 'e'))", id="ternaries"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("(a.b).c", "a.b.c", id="parentheses in a chain"),
        pytest.param("a['b'][0]", "a['b'][0]", id="indexes"),
        pytest.param("a[1:2]", "a[?slice]", id="slice"),
        pytest.param("a[b, c]", "a[[b, c]]", id="index by a tuple"),
        pytest.param("a.b(c, k=d, *e, **f).g", "a.b(c, k=d, *e, **f).g", id="call"),
        pytest.param("a()()", "a()()", id="call of a call"),
        pytest.param("super().send(a)", "SUPER.send(a)", id="super"),
        pytest.param("{'a': 1, b: 2, **c, f'{d}': 3}", "{a: 1, [b]: 2, **c, [template(d)]: 3}", id="dict"),
        pytest.param("{'a': 1} | b", "{**{a: 1}, **b}", id="dict union"),
        pytest.param("a | b", "?union", id="unknown union"),
        pytest.param("{k: v for k, v in a.items()}", "{[k]: v}", id="dict comprehension"),
        pytest.param("[a, *b]", "[a, *b]", id="list"),
        pytest.param("(a, 1)", "[a, 1]", id="tuple"),
        pytest.param("a, 1", "[a, 1]", id="bare tuple"),
        pytest.param("{a, b}", "[a, b]", id="set"),
        pytest.param("{}", "{}", id="empty dict"),
        pytest.param("[a for a in b]", "?comprehension:array", id="list comprehension"),
        pytest.param("(a for a in b)", "?comprehension:array", id="generator"),
        pytest.param("await a()", "await a()", id="await"),
        pytest.param("(yield a)", "await a", id="yield"),
        pytest.param("lambda: a", "function#0", id="lambda"),
        pytest.param("(x := a)", "a", id="walrus"),
        pytest.param("a \\\n  .b", "a.b", id="line continuation"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        r'"a\n\t\\\"\'\x41\u00e9\U0001F600\101\0"', r"r'\n'", r"'\N{EM DASH}'", "'a\\\nb'", '"""a\n b"""', "u'ä'", "R'\\x'", "''",
    ],
)  # fmt: skip
def test_text_is_decoded_as_python_does(source: str) -> None:
    assert value_of(source) == repr(ast.literal_eval(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(r"b'x\x41'", "xA", id="bytes"),
        pytest.param(r"'\ud800'", "\ufffd", id="lone surrogate"),
        pytest.param(r"'\Uffffffff'", "\ufffd", id="no such character"),
        pytest.param(r"'\N{no such name}'", r"\N{no such name}", id="no such name"),
        pytest.param(r"'\d'", r"\d", id="no escape"),
        pytest.param("'''a\r\nb'''", "a\nb", id="CRLF"),
    ],
)
def test_odd_text(source: str, expected: str) -> None:
    value = facts_of(f"x = {source}\n").bindings[0].value
    assert isinstance(value, Text)
    assert value.value == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a = 1", ["assign a = 1"], id="assignment"),
        pytest.param("a = b = 1", ["assign a = 1", "assign b = 1"], id="chained"),
        pytest.param("a, b = x, y", ["assign a = x", "assign b = y"], id="pairwise"),
        pytest.param("a, b = x", ["assign a = x[0]", "assign b = x[1]"], id="unpacked"),
        pytest.param("(a, [b]) = x", ["assign a = x[0]", "assign b = x[1][0]"], id="nested"),
        pytest.param("a, b = *x, y", ["assign a = [*x, y][0]", "assign b = [*x, y][1]"], id="spread on the right"),
        pytest.param("a, b = x, y, z", ["assign a = [x, y, z][0]", "assign b = [x, y, z][1]"], id="uneven"),
        pytest.param("a, *b, c = 1, 2, 3, 4", ["assign a = 1", "assign b = [2, 3]", "assign c = 4"], id="starred pairwise"),
        pytest.param("*a, b = 1,", ["assign a = []", "assign b = 1"], id="starred takes nothing"),
        pytest.param("a, *b, c = x", ["assign a = x[0]", "assign b = ?rest of an unpacking:array", "assign c = x[-1]"], id="starred"),
        pytest.param("a: str = 'x'", ["declare a: str = 'x'"], id="annotated"),
        pytest.param("a: str", ["declare a: str"], id="declared"),
        pytest.param("a += 1", ["augment a = 1"], id="augmented"),
        pytest.param("a |= {'b': 1}", ["augment a = {b: 1}"], id="merged"),
        pytest.param("a *= 2", ["assign a = ?arithmetic:number"], id="multiplied"),
        pytest.param("if (n := f()): pass", ["assign n = f()"], id="walrus"),
        pytest.param("for a in x: pass", ["loop a = item-of(x)"], id="loop"),
        pytest.param("for a in sorted(x): pass", ["loop a = item-of(x)"], id="loop over a copy"),
        pytest.param("for k, v in d.items(): pass", ["loop k = key-of(d)", "loop v = value-of(d)"], id="items"),
        pytest.param("for k in d.keys(): pass", ["loop k = key-of(d)"], id="keys"),
        pytest.param("for v in d.values(): pass", ["loop v = value-of(d)"], id="values"),
        pytest.param("for a, b in x: pass", ["loop a = item-of(x)[0]", "loop b = item-of(x)[1]"], id="loop over pairs"),
        pytest.param("for i, a in enumerate(x): pass", ["loop i = ?counter:integer", "loop a = item-of(x)"], id="enumerate"),
        pytest.param(
            "for i, (k, v) in enumerate(d.items()): pass",
            ["loop i = ?counter:integer", "loop k = key-of(d)", "loop v = value-of(d)"],
            id="enumerated items",
        ),
        pytest.param("for a, b in zip(x, y): pass", ["loop a = ?zipped", "loop b = ?zipped"], id="zip"),
        pytest.param("[a for a in x]", ["loop a = item-of(x) @1"], id="comprehension"),
        pytest.param("[b for a in x for b in a if b]", ["loop a = item-of(x) @1", "loop b = item-of(a) @1"], id="two clauses"),
        pytest.param("with f() as a: pass", ["assign a = f()"], id="with"),
        pytest.param("with (f() as a, g() as b): pass", ["assign a = f()", "assign b = g()"], id="with several"),
        pytest.param("try: pass\nexcept E as e: pass", ["assign e = ?exception"], id="except"),
        pytest.param(
            "match x:\n  case P(a, k=b): pass", ["assign a = ?matched by a pattern", "assign b = ?matched by a pattern"], id="capture"
        ),
        pytest.param(
            "match x:\n  case {'k': v, **r}: pass", ["assign v = ?matched by a pattern", "assign r = ?matched by a pattern"], id="mapping"
        ),
        pytest.param("match x:\n  case 1 as n: pass", ["assign n = ?matched by a pattern"], id="capture as"),
        pytest.param("match x:\n  case A.b | 'c' | P() | _: pass", [], id="patterns without a name"),
        pytest.param("match x:\n  case 'a': n = 'b'", ["assign n = 'b'"], id="binding in a case"),
        pytest.param("type A = B", ["assign A: B = ?type alias"], id="type alias"),
        pytest.param("def f(): pass", ["function f = function#0"], id="function"),
        pytest.param("class A: pass", ["class A = class#0"], id="class"),
        pytest.param(
            "class A:\n  b: int = 1\n  def c(self): pass",
            ["class A = class#0", "declare b: int = 1 @1", "function c = function#0 @1"],
            id="class scope",
        ),
        pytest.param("class A:\n  class B: pass", ["class A = class#0", "class B = class#1 @1"], id="nested class"),
        pytest.param("def f():\n  if a:\n    b = 1", ["function f = function#0", "assign b = 1 @1"], id="a block owns no name"),
        pytest.param("def f():\n  global a\n  a = 1", ["function f = function#0", "assign a = 1"], id="global"),
        pytest.param(
            "def f():\n  a = 0\n  def g():\n    nonlocal a\n    a = 1",
            ["function f = function#0", "assign a = 0 @1", "function g = function#1 @1", "assign a = 1 @1"],
            id="nonlocal",
        ),
        pytest.param(
            "def f(a):\n  def g():\n    def h():\n      nonlocal a\n      a = 1",
            [
                "function f = function#0", "parameter a = param#0.0 @1", "function g = function#1 @1", "function h = function#2 @2",
                "assign a = 1 @1",
            ],
            id="nonlocal two functions up",
        ),
        pytest.param("a == 1", [], id="comparison binds nothing"),
        pytest.param("f(a=1)", [], id="keyword argument binds nothing"),
        pytest.param("a.b = 1", [], id="member binds nothing"),
        pytest.param("del a", [], id="delete binds nothing"),
        pytest.param("'a = 1'  # b = 2", [], id="text and comment bind nothing"),
    ],
)  # fmt: skip
def test_bindings(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected", "modules"),
    [
        pytest.param("import a", ["import a = import a"], ("a",), id="module"),
        pytest.param("import a.b", ["import a = import a"], ("a.b",), id="dotted module"),
        pytest.param("import a.b as c", ["import c = import a.b"], ("a.b",), id="aliased module"),
        pytest.param("from a.b import c", ["import c = import a.b:c"], ("a.b",), id="name"),
        pytest.param("from a import (b as c,\n d)", ["import c = import a:b", "import d = import a:d"], ("a",), id="names"),
        pytest.param("from .x import y as z", ["import z = import .x:y"], (".x",), id="relative"),
        pytest.param("from .. import y", ["import y = import ..:y"], ("..",), id="relative without module"),
        pytest.param("from x import *", ["import * = import x:*"], ("x",), id="star"),
        pytest.param("from __future__ import annotations", [], (), id="future"),
        pytest.param("try:\n import a\nexcept ImportError:\n a = None", ["import a = import a", "assign a = None"], ("a",), id="fallback"),
        pytest.param("if TYPE_CHECKING:\n from a import B", ["import B = import a:B"], ("a",), id="for types only"),
        pytest.param("m = importlib.import_module('x')", ["assign m = importlib.import_module('x')"], (), id="import by call"),
        pytest.param("__all__ = ['a']", ["assign __all__ = ['a']"], (), id="all"),
    ],
)
def test_imports(source: str, expected: list[str], modules: tuple[str, ...]) -> None:
    facts = facts_of(source)
    assert render_bindings(facts) == expected
    assert facts.modules == modules
    assert facts.exports == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("d['k'] = v", ["set d.k = v"], id="key"),
        pytest.param("d[k] = v", ["set d[k] = v"], id="computed key"),
        pytest.param("d['a']['b'] = v", ["set d['a'].b = v"], id="nested key"),
        pytest.param("o.a = v", ["set o.a = v"], id="attribute"),
        pytest.param("d['k'] += v", ["augment d.k = v"], id="augmented key"),
        pytest.param("o.n -= 1", ["set o.n = ?arithmetic:number"], id="counted down"),
        pytest.param("del d['k'], o.a", ["delete d.k", "delete o.a"], id="deleted"),
        pytest.param("a, d['k'] = 1, 2", ["set d.k = 2"], id="unpacked into a key"),
        pytest.param("class A:\n  def f(self): self.x = 1", ["set SELF.x = 1"], id="field"),
        pytest.param("class A:\n  def f(self): self.x: int = 1", ["set SELF.x = 1"], id="annotated field"),
        pytest.param("class A:\n  def f(self): self.x: int", [], id="declared field"),
        pytest.param("a = d['k']", [], id="read"),
        pytest.param("del a", [], id="deleted name"),
        pytest.param("d.update(a=1)", [], id="method"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(source).mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def f(a, /, b=1, *c, d, e=2, **k): pass",
            "function f(a, b = 1, rest c, keyword d, keyword e = 2, keyrest k)",
            id="parameters",
        ),
        pytest.param("def f(a, *, b): pass", "function f(a, keyword b)", id="keyword only"),
        pytest.param(
            "def f(a: str, *b: int, c: X = 1, **d: Y) -> Z: pass",
            "function f(a: str, rest b: int, keyword c: X = 1, keyrest d: Y): Z",
            id="types",
        ),
        pytest.param("async def f(): return await a", "function f() -> await a", id="async"),
        pytest.param("def f():\n  if a: return 1\n  return 2, 3", "function f() -> 1 | [2, 3]", id="returns"),
        pytest.param("def f():\n  def g(): return 1\n  return", "function f()", id="returns of its own only"),
        pytest.param("x = lambda a, *b: a", "lambda x(a, rest b) -> a", id="lambda"),
        pytest.param("x.y = lambda: 1", "lambda y() -> 1", id="lambda of a member"),
        pytest.param("f(lambda: 1)", "lambda () -> 1", id="anonymous lambda"),
        pytest.param("{'send': (lambda: 1)}", "lambda send() -> 1", id="lambda of an entry"),
        pytest.param("class A:\n  def f(self, a): return self", "method f(a) -> SELF", id="method"),
        pytest.param("class A:\n  def f(*args): pass", "method f(rest args)", id="method without a receiver"),
        pytest.param("class A:\n  def __init__(self, a): pass", "constructor __init__(a)", id="constructor"),
        pytest.param("class A:\n  @staticmethod\n  def f(a): return a", "static f(a) -> a", id="static"),
        pytest.param("class A:\n  @classmethod\n  def f(cls, a): return cls(a)", "method f(a) -> SELF(a)", id="class method"),
        pytest.param("class A:\n  @property\n  def f(self): return 1", "getter f() -> 1", id="property"),
        pytest.param("class A:\n  @functools.cached_property\n  def f(self): return 1", "getter f() -> 1", id="cached property"),
        pytest.param("class A:\n  @x.setter\n  def x(self, v): self.y = v", "method x(v)", id="setter"),
        pytest.param("class A(Protocol):\n  def f(self): ...", "abstract f()", id="protocol"),
        pytest.param("class A(Protocol[T]):\n  def f(self): ...", "abstract f()", id="generic protocol"),
        pytest.param("class A:\n  @abc.abstractmethod\n  def f(self):\n    '''Doc.'''", "abstract f()", id="abstract"),
        pytest.param("class A:\n  def f(self):\n    raise NotImplementedError('f')", "abstract f()", id="not implemented"),
        pytest.param("@overload\ndef f(a): ...", "abstract f(a)", id="overload"),
        pytest.param("class A:\n  def f(self): pass", "method f()", id="empty is not abstract"),
        pytest.param("class A(Protocol):\n  def f(self): return 1", "method f() -> 1", id="protocol with a body"),
        pytest.param("class A:\n  @abstractmethod\n  def f(self): return 1", "method f() -> 1", id="abstract with a body"),
        pytest.param("class A:\n  def f(self):\n    log()\n    raise NotImplementedError", "method f()", id="more than not implemented"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert render_function(facts_of(source).functions[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A:\n  def f(self):\n    def g(): return self.a", "SELF.a", id="nested function"),
        pytest.param("class A:\n  def f(self): return lambda: self.a", "SELF.a", id="nested lambda"),
        pytest.param("class A:\n  def f(this): return this.a", "SELF.a", id="another name"),
        pytest.param("class A:\n  def f(self):\n    class B:\n      def g(me): return self.a", "self.a", id="of the class around"),
        pytest.param("class A:\n  def f(self):\n    def g(self): return self.a", "self.a", id="shadowed by a parameter"),
        pytest.param("class A:\n  def f(self):\n    def g():\n      self = x\n      return self.a", "self.a", id="bound anew"),
        pytest.param("class A:\n  def f(self): return other.a", "other.a", id="another name is no receiver"),
        pytest.param("def f(self): return self.a", "self.a", id="function is no method"),
        pytest.param("class A:\n  @staticmethod\n  def f(self): return self.a", "self.a", id="static method"),
        pytest.param("class A:\n  def f(self): pass\ndef g(): return self.a", "self.a", id="after the class"),
    ],
)
def test_receiver(source: str, expected: str) -> None:
    returns = [item for function in facts_of(source).functions for item in function.returns]
    assert render(returns[-1].value) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        pytest.param("str", "str", id="primitive"),
        pytest.param("a.B", "a.B", id="dotted"),
        pytest.param("Optional[X]", "X", id="optional"),
        pytest.param("typing.Optional[a.X]", "a.X", id="qualified optional"),
        pytest.param("X | None", "X", id="union with none"),
        pytest.param("None | X", "X", id="none first"),
        pytest.param("Union[X, None]", "X", id="union"),
        pytest.param("Annotated[X, 'doc']", "X", id="annotated"),
        pytest.param("Awaitable[X]", "X", id="awaitable"),
        pytest.param("Coroutine[Any, Any, X]", "X", id="coroutine"),
        pytest.param("List[X]", "List", id="generic"),
        pytest.param("a.Box[X]", "a.Box", id="qualified generic"),
        pytest.param("'X'", "X", id="forward reference"),
        pytest.param("'a.X'", "a.X", id="dotted forward reference"),
        pytest.param("'Optional[a.X]'", "a.X", id="forward reference with a wrapper"),
        pytest.param("Optional['X']", "X", id="wrapped forward reference"),
        pytest.param("Literal['a', 'b']", "match('a', 'b')", id="literals"),
        pytest.param("t.Literal['a'] | None", "match('a')", id="optional literal"),
        pytest.param("'Literal[\"a\"]'", "match('a')", id="literal in a forward reference"),
        pytest.param("Literal['a'] | Literal['b']", "match('a', 'b')", id="union of literals"),
        pytest.param("Literal['a', 1]", "-", id="mixed literals"),
        pytest.param("Type[X]", "-", id="class object"),
        pytest.param("type[X]", "-", id="built-in class object"),
        pytest.param("X | Y", "-", id="two types"),
        pytest.param("None", "-", id="none"),
        pytest.param("'None'", "-", id="none as text"),
        pytest.param("'no type at all'", "-", id="any text"),
        pytest.param("''", "-", id="empty text"),
        pytest.param("Final", "Final", id="bare wrapper"),
        pytest.param("f(x)", "-", id="call"),
    ],
)
def test_types(annotation: str, expected: str) -> None:
    facts = facts_of(f"def f(a: {annotation}): pass\n")
    assert render(facts.functions[0].params[0].type) == expected


@pytest.mark.parametrize(
    ("source", "kind", "members"),
    [
        pytest.param("class A: B = 1", "class", [], id="class"),
        pytest.param("class A(Enum):\n  B = 'b'\n  C = auto()", "enum", ["B='b'", "C=auto()"], id="enum"),
        pytest.param("class A(str, enum.StrEnum): b = 'b'", "enum", ["b='b'"], id="qualified enum"),
        pytest.param("class A(BaseEnum): B = C = 1", "enum", ["B=1", "C=1"], id="enum of a base"),
        pytest.param("class A(models.TextChoices): B = 'b', 'Label'", "enum", ["B=['b', 'Label']"], id="choices"),
        pytest.param("class A(Enum):\n  _ignore_ = []\n  __x__ = 1\n  b: int\n  def f(self): C = 1", "enum", [], id="what is no member"),
        pytest.param("class A(Protocol): pass", "interface", [], id="protocol"),
        pytest.param("class A(Enumerable): B = 1", "class", [], id="name that only starts like an enum"),
        pytest.param("class A(make('Enum')): B = 1", "class", [], id="made base"),
        pytest.param("class A(metaclass=EnumMeta): B = 1", "class", [], id="metaclass is no base"),
    ],
)
def test_classes(source: str, kind: str, members: list[str]) -> None:
    (cls,) = facts_of(source).classes
    assert cls.kind == kind
    assert [f"{member.name}={render(member.value)}" for member in cls.members] == members


def test_enum_members_are_bindings_too() -> None:
    facts = facts_of("class A(Enum):\n  B = 'b'\n")
    assert render_bindings(facts) == ["class A = class#0", "assign B = 'b' @1"]


def test_bases_and_decorators() -> None:
    (cls,) = facts_of("@a\n@b.c(d())\nclass A(B, c.D[E], make(), metaclass=M): pass\n").classes
    assert [render(base) for base in cls.bases] == ["B", "c.D[E]", "make()"]
    assert [render(decorator) for decorator in cls.decorators] == ["a", "decorator b.c(d())"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f(g(h()))", ["f(g(h()))", "g(h())", "h()"], id="arguments"),
        pytest.param("a().b(c()).d()", ["a()", "a().b(c())", "c()", "a().b(c()).d()"], id="chain"),
        pytest.param("@f(1)\ndef g(): pass", ["decorator f(1)"], id="decorator"),
        pytest.param("@f(1)(2)\ndef g(): pass", ["f(1)", "decorator f(1)(2)"], id="outermost decorator call"),
        pytest.param("def f(a=g()): pass", ["g()"], id="default"),
        pytest.param("def f(a: Annotated[X, g()]) -> h(): pass", ["g()", "h()"], id="annotation"),
        pytest.param("class A(f()): b = g()", ["f()", "g()"], id="class"),
        pytest.param("class A(metaclass=f()): pass", ["f()"], id="metaclass"),
        pytest.param("x = f(), y = g()", ["f()", "g()"], id="chained assignment"),
        pytest.param("x[f()] = g()", ["f()", "g()"], id="target"),
        pytest.param("if f() == 1: g()\nelif h(): pass\nelse: i()", ["f()", "g()", "h()", "i()"], id="if"),
        pytest.param("while f():\n  g()\nelse:\n  h()", ["f()", "g()", "h()"], id="while"),
        pytest.param("for x in f():\n  g()\nelse:\n  h()", ["f()", "g()", "h()"], id="for"),
        pytest.param("for k, v in f().items(): pass", ["f()", "f().items()"], id="loop over items"),
        pytest.param("try: f()\nexcept g(): h()\nelse: i()\nfinally: j()", ["f()", "g()", "h()", "i()", "j()"], id="try"),
        pytest.param("with f() as x, g(): h()", ["f()", "g()", "h()"], id="with"),
        pytest.param("match f():\n  case A(x) if g(): h()", ["f()", "g()", "h()"], id="match"),
        pytest.param("[f(x) for x in g() if h(x)]", ["f(x)", "g()", "h(x)"], id="comprehension"),
        pytest.param("{f(): g() for x in h()}", ["f()", "g()", "h()"], id="dict comprehension"),
        pytest.param("f(g(x) for x in y)", ["f(?comprehension:array)", "g(x)"], id="generator argument"),
        pytest.param("f'{g():{h()}}'", ["g()", "h()"], id="f-string"),
        pytest.param("'{}'.format(f())", ["f()"], id="format"),
        pytest.param("'%s' % f()", ["f()"], id="percent"),
        pytest.param("a and f() or g()", ["f()", "g()"], id="and or"),
        pytest.param("f() and a", ["f()"], id="left of and"),
        pytest.param("a if f() else g()", ["f()", "g()"], id="ternary"),
        pytest.param("assert f(), g()", ["f()", "g()"], id="assert"),
        pytest.param("raise f() from g()", ["f()", "g()"], id="raise"),
        pytest.param("del a[f()]", ["f()"], id="del"),
        pytest.param("return_ = yield f()", ["f()"], id="yield"),
        pytest.param("a[f():g()]", ["f()", "g()"], id="slice"),
        pytest.param("lambda a=f(): g()", ["f()", "g()"], id="lambda"),
        pytest.param("x: f() = g()", ["f()", "g()"], id="annotated assignment"),
        pytest.param("if __name__ == '__main__': f()", ["f()"], id="main"),
        pytest.param("x = f(\n  # g()\n  1)", ["f(1)"], id="comment"),
        pytest.param("'f()'", [], id="text"),
        pytest.param("'f(%s)' % a", [], id="format text"),
        pytest.param("super()", [], id="super alone"),
        pytest.param("'{}'.format(a)", [], id="format alone"),
        pytest.param("def f(a): pass", [], id="definition"),
        pytest.param("x: 'f()'", [], id="call inside a forward reference"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f()", (1, 1), id="name"),
        pytest.param("a.b.track()", (1, 5), id="member"),
        pytest.param("x = 'ä€😀'; a.f()", (1, 14), id="characters, not bytes"),
        pytest.param("\ufeffa.f()", (1, 3), id="byte order mark"),
        pytest.param("\ufeff# ä\na.f()", (2, 3), id="line after a byte order mark"),
        pytest.param("x = 1\r\n  \r\na.f()", (3, 3), id="CRLF"),
        pytest.param("(a\n  .f)()", (2, 4), id="next line"),
        pytest.param("a['b']()", (1, 1), id="index has no last name"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    (call,) = facts_of(source).calls
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a: pass\nelif b: pass\nelse: pass", [(1, True), (1, True), (1, True)], id="if else"),
        pytest.param("if a: pass\nelif b: pass", [(1, False), (1, False)], id="if without else"),
        pytest.param("if a: pass\nif b: pass", [(1, False), (2, False)], id="two ifs"),
        pytest.param("match a:\n  case 1: pass\n  case _: pass", [(1, True), (1, True)], id="match with a default"),
        pytest.param("match a:\n  case x: pass", [(1, True)], id="match with a capture"),
        pytest.param("match a:\n  case 1: pass\n  case None: pass", [(1, False), (1, False)], id="match without a default"),
        pytest.param("match a:\n  case _ if b: pass", [(1, False)], id="guarded default"),
        pytest.param("try: pass\nexcept E: pass\nfinally: pass", [(None, False)] * 3, id="try"),
        pytest.param("for a in b: pass\nelse: pass", [(None, False)] * 2, id="for"),
        pytest.param("while a: pass", [(None, False)], id="while"),
        pytest.param("with a: pass", [], id="with is no block"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    blocks = [scope for scope in facts_of(source).scopes if scope.kind == "block"]
    assert [(block.group, block.exhaustive) for block in blocks] == expected


def test_scopes_know_their_function_and_class() -> None:
    facts = facts_of("class A:\n  def f(self):\n    if a:\n      def g(): pass\n")
    kinds = [(scope.kind, scope.function, scope.owner) for scope in facts.scopes]
    assert kinds == [("module", None, None), ("class", None, 0), ("function", 0, 0), ("block", 0, 0), ("function", 1, 0)]
    assert [function.owner for function in facts.functions] == [0, None]


def test_default_is_looked_up_outside_of_the_function() -> None:
    facts = facts_of("def f(a=g()):\n  h()\n")
    assert [call.scope for call in facts.calls] == [0, 1]


def test_first_collection_of_a_comprehension_is_looked_up_outside_of_it() -> None:
    facts = facts_of("[f(x) for x in g(x)]\n")
    assert [(render(call), call.scope) for call in facts.calls] == [("f(x)", 1), ("g(x)", 0)]


def test_setter_does_not_hide_its_getter() -> None:
    facts = facts_of("class A:\n  @property\n  def x(self): return 1\n  @x.setter\n  def x(self, v): pass\n")
    assert [line for line in render_bindings(facts) if line.startswith("function")] == ["function x = function#0 @1"]


def test_lambda_of_an_entry_knows_its_record() -> None:
    facts = facts_of("x = {'a': {}, 'b': lambda: 1}\n")
    assert facts.functions[0].record == 0
    assert render(facts.records[0]) == "{a: {}, b: function#0}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f():\n  '''Doc.'''\n  a = 1\n  g()\n  return a", 3, id="docstring is none"),
        pytest.param("def f():\n  if a:\n    g()", 1, id="inside a block"),
        pytest.param("def f():\n  def g():\n    h()\n    i()", 0, id="nested functions count for themselves"),
        pytest.param("def f(): pass", 0, id="pass is none"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert facts_of(source).functions[0].statements == expected


def test_comments() -> None:
    facts = facts_of("# a\nx = f(  # b\n  1)\n'# no'\n")
    assert [(comment.text, comment.span.line, comment.span.column) for comment in facts.comments] == [("# a", 1, 1), ("# b", 2, 9)]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("f(1)\nx = = 2\ng(2)\n", ["f(1)", "g(2)"], id="stray token"),
        pytest.param("def f(:\n  pass\ng()\n", ["g()"], id="broken head"),
        pytest.param("g()\ntrack('a', {'b':", ["g()"], id="cut off"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert facts.errors
    assert set(calls) <= set(render_calls(facts))


def test_whole_source_has_no_errors() -> None:
    assert facts_of("async def f[T](a: T, /, *, b) -> T:\n  async with a as b: pass\n  print(b, end='')\n").errors == ()


_MANY = 3000
_DEEP = {
    "sum": "x = " + " + ".join(["f()"] * _MANY),
    "or": "x = " + " or ".join(["f()"] * _MANY),
    "power": "x = " + " ** ".join(["f()"] * _MANY),
    "percent": "x = 'a'" + " % b" * _MANY,
    "dict union": "x = {}" + " | b" * _MANY,
    "parentheses": "x = " + "(" * _MANY + "a" + ")" * _MANY,
    "lists": "x = " + "[" * _MANY + "]" * _MANY,
    "dicts": "x = " + "{'a': " * _MANY + "1" + "}" * _MANY,
    "chain": "x = a" + ".b(f(1))" * _MANY,
    "indexes": "x = a" + "[0]" * _MANY,
    "arguments": "f(" * _MANY + ")" * _MANY,
    "not": "x = " + "not " * _MANY + "a",
    "lambdas": "x = " + "lambda: " * _MANY + "1",
    "ternaries": "x = " + "a if b else " * _MANY + "c",
    "awaits": "await " * _MANY + "x",
    "targets": "(" * _MANY + "a," + ")" * _MANY + " = x",
    "assignments": "a = " * _MANY + "1",
    "types": "x: " + "List[" * _MANY + "int" + "]" * _MANY,
    "type members": "x: a" + ".b" * _MANY,
    "forward references": "x: '" + "A[" * 100 + "'",
    "elif": "if x: pass\n" + "elif f(): pass\n" * _MANY,
    "blocks": "\n".join(" " * depth + "if x:" for depth in range(200)) + "\n" + " " * 200 + "f()",
    "functions": "\n".join(" " * depth + "def f(x):" for depth in range(200)),
    "patterns": "match x:\n case " + "[" * _MANY + "a" + "]" * _MANY + ": pass",
    "mixed": "x = " + "f('a' + {'k': [a.b." * _MANY,
    "open calls": "f(" * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(source)
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" + ".join(["f()"] * _MANY), _MANY, id="sum"),
        pytest.param("a" + ".b(f(1))" * _MANY, 2 * _MANY - _MANY // 100, id="chain"),
        pytest.param(" and ".join(["f()"] * _MANY), _MANY, id="and"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(source).calls) >= expected


_OWN_SOURCES = sorted(Path(scanner.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", _OWN_SOURCES, ids=lambda path: path.relative_to(Path(scanner.__file__).parent).as_posix())
def test_every_call_of_a_real_module_is_noted_once(path: Path) -> None:
    text = path.read_bytes()
    facts = extract(path.name, text)
    assert Counter(call.span.end_line for call in facts.calls) == Counter(_call_lines(text))
    assert facts.errors == ()


def _call_lines(text: bytes) -> list[int]:
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [call.end_lineno or 0 for call in calls if not _is_special(call.func)]


def _is_special(callee: ast.expr) -> bool:
    if isinstance(callee, ast.Attribute) and callee.attr == "format":
        return isinstance(callee.value, ast.Constant | ast.JoinedStr)
    return isinstance(callee, ast.Name) and callee.id == "super"


_PIECES = [
    "def f(self, *a, b: int = 1):\n", "class A(Enum):\n", " ", "  ", "\n", "(", ")", "[", "]", "{", "}", "'", '"', 'f"', '"""', "x", ".",
    ",",
    ":", "=", "+=", "+", "%", "|", "and ", "or ", "if ", "else ", "elif ", "for ", "in ", "lambda ", "match x:\n", "case ", "with ",
    "as ",
    "try:\n", "except ", "return ", "yield ", "await ", "import ", "from ", "*", "**", "@", "del ", "global ", "nonlocal ", "super()",
    ".format(", "\\", "#", ":=", "type ", "1", "ä", "\ufeff", "\r\n", "\x00", "->", "print ", "...", "not ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_python_never_raise(source: str) -> None:
    assert extract("app.py", source.encode()) == extract("app.py", source.encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.py", source))


_WHOLE = Path(__file__).with_name("render.py").read_bytes()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.py", _WHOLE[:start] + _WHOLE[start + length :])
