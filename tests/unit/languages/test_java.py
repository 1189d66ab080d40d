from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.java import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.java", source.encode())


def in_class(members: str) -> FileFacts:
    return facts_of(f"class C {{ {members} }}")


def in_method(statements: str) -> FileFacts:
    return in_class(f"void m() {{ {statements} }}")


def value_of(source: str) -> str:
    """The value of the field `x`."""
    return render(next(b.value for b in in_class(f"Object x = {source};").bindings if b.name == "x"))


def locals_of(facts: FileFacts) -> list[str]:
    """The bindings in functions and blocks, without their homes."""
    homes = {scope.index for scope in facts.scopes if scope.kind in ("function", "block")}
    return [line.rpartition(" @")[0] for line, b in zip(render_bindings(facts), facts.bindings, strict=True) if b.home in homes]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param(r'"a\n\t\"\\\u00e9\101"', repr("a\n\t\"\\éA"), id="escapes"),
        pytest.param(r'"\ud800"', repr("\ufffd"), id="lone surrogate"),
        pytest.param("'c'", "'c'", id="character"),
        pytest.param('"""\n      a\n        "b" \\\n      c  \n      """', repr('a\n  "b" c\n'), id="text block"),
        pytest.param('"""\n  a\\n"""', repr("a\n"), id="text block without a last line"),
        pytest.param('"a" + b + \'c\'', "template('a', b, 'c')", id="sum"),
        pytest.param('"a" + (b + "c")', "template('a', b, 'c')", id="sum in parentheses"),
        pytest.param('"a" + b * 2', "template('a', ?arithmetic:number)", id="sum with arithmetic"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("a && b || c", "?comparison:boolean", id="and or"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("a instanceof B", "?comparison:boolean", id="instanceof"),
        pytest.param("-1", "-1", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negation"),
        pytest.param("0x1FL", "0x1FL", id="integer"),
        pytest.param("1.5f", "1.5f", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("null", "null", id="null"),
        pytest.param('a ? "b" : "c"', "ternary('b', 'c')", id="ternary"),
        pytest.param('a ? "b" : c ? "d" : "e"', "ternary('b', 'd', 'e')", id="ternaries"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("(String) a", "a", id="cast"),
        pytest.param("((A) b).c", "b.c", id="cast in a chain"),
        pytest.param("a.b.c[0].d", "a.b.c[0].d", id="members"),
        pytest.param("this.a", "SELF.a", id="this"),
        pytest.param("C.this.a", "SELF.a", id="outer this"),
        pytest.param("super.a", "SUPER.a", id="super"),
        pytest.param("A.super.f(b)", "SUPER.f(b)", id="super of an interface"),
        pytest.param("a.b(c, d).e()", "a.b(c, d).e()", id="calls"),
        pytest.param("A.<T>f(b)", "A.f(b)", id="type arguments"),
        pytest.param("new A(b)", "new A(b)", id="new"),
        pytest.param("new a.b.C<D>(e)", "new a.b.C(e)", id="new of a qualified generic"),
        pytest.param("a.new B(c)", "new B(c)", id="new of an inner class"),
        pytest.param('new P().put("k", v).put("l", w)', "new P().put('k', v).put('l', w)", id="chained builder"),
        pytest.param('Event.builder("a").property("b", c).build()', "Event.builder('a').property('b', c).build()", id="static builder"),
        pytest.param('Map.of("a", b)', "Map.of('a', b)", id="map"),
        pytest.param("new A[]{b, c}", "[b, c]", id="array"),
        pytest.param("{b, c}", "[b, c]", id="array initializer"),
        pytest.param("new int[3]", "?array:array", id="empty array"),
        pytest.param("A.class", "A.class", id="class literal"),
        pytest.param("a::b", "a.b", id="method reference"),
        pytest.param("A::new", "A", id="constructor reference"),
        pytest.param("a -> b", "function#0", id="lambda"),
        pytest.param('new A() {{ put("k", v); }}', "new A({}=function#0)", id="double brace"),
        pytest.param("new A(b) { void f() {} }", "new A(b, {}=class#1)", id="anonymous class"),
        pytest.param('switch (a) { case B, C -> "d"; default -> { yield "e"; } }', "match('d', 'e')", id="switch"),
        pytest.param('switch (a) { case B: yield "d"; default: throw e; }', "match('d')", id="switch with yields"),
        pytest.param("a = b", "b", id="assignment"),
        pytest.param('String.format("a %s %d", b, c)', "percent('a %s %s'; b, c)", id="format"),
        pytest.param('String.format(Locale.US, "a %s", b)', "percent('a %s'; b)", id="format with a locale"),
        pytest.param('String.format("%2$s %1$s", b, c)', "percent('%s %s'; c, b)", id="numbered arguments"),
        pytest.param('String.format("%9$s", b)', "percent('%s'; ?a missing argument:string)", id="argument that is not there"),
        pytest.param('String.format("100%%%n%,.2f %b", b, c)', "percent('100%%\\n%s %s'; b, c)", id="other verbs"),
        pytest.param('String.format(F, b)', "percent(F; b)", id="format of a constant"),
        pytest.param('"a %s".formatted(b)', "percent('a %s'; b)", id="formatted"),
        pytest.param("a.format(b)", "a.format(b)", id="format of another object"),
    ],
)  # fmt: skip
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import a.b.C;", ["import C = import a.b:C"], id="class"),
        pytest.param("import a.b.*;", ["import * = import a.b:*"], id="wildcard"),
        pytest.param("import static a.B.c;", ["import c = import a.B:c"], id="static"),
        pytest.param("import static a.B.*;", ["import * = import a.B:*"], id="static wildcard"),
        pytest.param("import A;", ["import A = import :A"], id="no package"),
    ],
)
def test_imports(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


def test_package_and_modules() -> None:
    facts = facts_of("package a.b;\nimport c.D;\nimport static e.F.g;\nimport h.*;")
    assert (facts.package, facts.modules) == ("a.b", ("c.D", "e.F.g", "h"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('interface A { String B = "c"; }', ["class A = class#0", "declare B: String = 'c' @1"], id="interface constant"),
        pytest.param('class A { String B = "c", D; }', ["class A = class#0", "declare B: String = 'c' @1", "declare D: String @1"],
                     id="fields"),
        pytest.param("class A { static class B {} }", ["class A = class#0", "class B = class#1 @1"], id="nested class"),
        pytest.param("class A { void f() {} static void f(int a) {} }",
                     ["class A = class#0", "function f = function#0 @1", "function f = function#1 @1", "parameter a: int = param#1.0 @3"],
                     id="overloads"),
        pytest.param("class A { A(B b) {} }",
                     ["class A = class#0", "function constructor = function#0 @1", "parameter b: B = param#0.0 @2"],
                     id="constructor"),
        pytest.param("record A(B b) {}",
                     ["class A = class#0", "parameter b: B = param#0.0 @2", "declare b: B @1", "function constructor = function#0 @1"],
                     id="record"),
        pytest.param("@interface A { String b(); }", ["class A = class#0", "function b = function#0 @1"], id="annotation"),
    ],
)  # fmt: skip
def test_members(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("B", "B", id="name"),
        pytest.param("a.b.C", "a.b.C", id="qualified"),
        pytest.param("B<D>", "B", id="generic"),
        pytest.param("a.B<D>.E", "a.B.E", id="member of a generic"),
        pytest.param("Optional<B>", "B", id="optional"),
        pytest.param("Provider<Lazy<a.B>>", "a.B", id="wrappers"),
        pytest.param("int", "int", id="primitive"),
        pytest.param("String", "String", id="string"),
        pytest.param("List<B>", "[B]", id="list"),
        pytest.param("Map<String, B>", "-", id="map"),
        pytest.param("List<? extends B>", "[B]", id="list of something below"),
        pytest.param("java.util.Map<B, C>", "-", id="map"),
        pytest.param("B[]", "[B]", id="array"),
        pytest.param("@A B", "B", id="annotated"),
        pytest.param("Optional<?>", "-", id="wildcard"),
    ],
)
def test_types(source: str, expected: str) -> None:
    (field,) = (b for b in in_class(f"{source} x;").bindings if b.name == "x")
    assert render(field.type) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("void f() {}", "method f()", id="method"),
        pytest.param("static A f(B b, String... c) { return d; }", "static f(b: B, rest c: String): A -> d", id="static"),
        pytest.param("abstract void f();", "abstract f()", id="abstract"),
        pytest.param("native void f();", "method f()", id="native"),
        pytest.param("<T> T f(final @A B b, int c[]) { if (x) return d; return e; }", "method f(b: B, c): T -> d | e", id="parameters"),
        pytest.param("C(B b) { super(b); }", "constructor constructor(b: B)", id="constructor"),
        pytest.param("void f(C this, int a) {}", "method f(a: int)", id="receiver"),
        pytest.param("F f = (a, b) -> c;", "lambda f(a, b) -> c", id="lambda"),
        pytest.param("F f = a -> { return b; };", "lambda f(a) -> b", id="lambda with a body"),
        pytest.param("F f = (A a) -> { };", "lambda f(a: A)", id="typed lambda"),
        pytest.param("{ this.f = () -> a; }", "lambda f() -> a", id="lambda set to a field"),
        pytest.param("Object x = g(() -> a);", "lambda () -> a", id="lambda as an argument"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert render_function(in_class(source).functions[0]) == expected


def test_enum_members_and_their_constructor() -> None:
    facts = facts_of('enum E implements I { A("a", 1), B { void f() {} }; private final String k; E(String k, int n) { this.k = k; } }')
    kind, bases, (first, second) = facts.classes[0].kind, facts.classes[0].bases, facts.classes[0].members
    assert (kind, [render(base) for base in bases]) == ("enum", ["I"])
    assert (first.name, [render(arg.value) for arg in first.args], first.value) == ("A", ["'a'", "1"], None)
    assert (second.name, second.args, second.value) == ("B", (), None)
    assert (facts.classes[1].name, [render(base) for base in facts.classes[1].bases]) == ("B", ["E"])
    assert [render_mutation(mutation) for mutation in facts.mutations] == ["set SELF.k = k"]


@pytest.mark.parametrize(
    ("source", "kind", "bases"),
    [
        pytest.param("class A extends B<T> implements C, d.D {}", "class", ["B", "C", "d.D"], id="class"),
        pytest.param("interface A extends B, C {}", "interface", ["B", "C"], id="interface"),
        pytest.param("record A(int b) implements C {}", "class", ["C"], id="record"),
        pytest.param("@interface A {}", "interface", [], id="annotation"),
        pytest.param("sealed interface A permits B {}", "interface", [], id="sealed"),
    ],
)
def test_classes(source: str, kind: str, bases: list[str]) -> None:
    (cls,) = facts_of(source).classes
    assert (cls.name, cls.kind, [render(base) for base in cls.bases]) == ("A", kind, bases)


def test_anonymous_class_has_the_type_as_its_base() -> None:
    facts = in_method("new A(b) { void f() { this.g(); } };")
    assert [render(base) for base in facts.classes[1].bases] == ["A"]
    assert (facts.functions[1].owner, facts.functions[0].owner) == (1, 0)


def test_decorators() -> None:
    facts = facts_of('@A class B { @C("d") @E(f = 1, g = {"h"}) void m(@I(1) int x) {} @J(2) int k; }')
    assert [render(decorator) for decorator in facts.classes[0].decorators] == ["A"]
    assert [render(decorator) for decorator in facts.functions[0].decorators] == ["decorator C('d')", "decorator E(f=1, g=['h'])"]
    assert render_calls(facts) == ["decorator C('d')", "decorator E(f=1, g=['h'])", "decorator I(1)", "decorator J(2)"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("A a = b;", ["declare a: A = b"], id="local"),
        pytest.param("var a = b, c = d;", ["declare a = b", "declare c = d"], id="var"),
        pytest.param("A a; a = b;", ["declare a: A", "assign a = b"], id="assigned"),
        pytest.param("String a; a += b;", ["declare a: String", "augment a = b"], id="augmented"),
        pytest.param("int a; a -= b;", ["declare a: int", "assign a = ?arithmetic:number"], id="subtracted"),
        pytest.param("int a; a++;", ["declare a: int", "assign a = ?arithmetic:number"], id="counted"),
        pytest.param("for (A a : b) {}", ["loop a: A = item-of(b)"], id="loop"),
        pytest.param("for (A a : b.keySet()) {}", ["loop a: A = key-of(b)"], id="loop over keys"),
        pytest.param("for (int i = 0; i < 1; i++) {}", ["declare i: int = 0", "assign i = ?arithmetic:number"], id="for"),
        pytest.param("try (A a = b) {} catch (E e) {}", ["declare a: A = b", "declare e = ?exception"], id="try"),
        pytest.param("if (a instanceof B b) {}", ["declare b: B = a"], id="pattern"),
        pytest.param("switch (a) { case B b -> c(); }", ["declare b: B = a"], id="type pattern"),
        pytest.param("switch (a) { case R(B b) -> c(); }", ["declare b: B = ?matched by a pattern"], id="record pattern"),
        pytest.param("class A {}", ["class A = class#1"], id="local class"),
        pytest.param("f.a = b;", [], id="member"),
    ],
)
def test_locals(source: str, expected: list[str]) -> None:
    assert locals_of(in_method(source)) == expected


@pytest.mark.parametrize(
    ("members", "mutations", "bindings"),
    [
        pytest.param("A a; void f() { this.a = b; }", ["set SELF.a = b"], [], id="this"),
        pytest.param("A a; void f() { a = b; }", ["set SELF.a = b"], [], id="field by its name"),
        pytest.param("void f() { a = b; } A a;", ["set SELF.a = b"], [], id="field declared below"),
        pytest.param("void f() { a = b; }", ["set SELF.a = b"], [], id="inherited field"),
        pytest.param("static A a; static void f() { a = b; }", [], ["assign a = b @1"], id="static method"),
        pytest.param("A a; void f() { new I() { void g() { a = b; } }; }", [], ["assign a = b @1"], id="field of the class around"),
        pytest.param("void f(A a) { a = b; }", [], ["assign a = b @2"], id="parameter"),
        pytest.param("void f() { a.b += c; }", ["augment a.b = c"], [], id="augmented member"),
        pytest.param('void f() { a["b"] = c; }', ["set a.b = c"], [], id="known key"),
        pytest.param("void f() { a[i] = c; }", ["set a[i] = c"], [], id="computed key"),
        pytest.param("void f() { x(new M() {{ a = b; }}); }", [], ["assign a = b @3"], id="field of the object that is filled"),
    ],
)
def test_assignments(members: str, mutations: list[str], bindings: list[str]) -> None:
    facts = in_class(members)
    assert [render_mutation(mutation) for mutation in facts.mutations] == mutations
    assert [line for line in render_bindings(facts) if line.startswith("assign")] == bindings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f(g(h()));", ["f(g(h()))", "g(h())", "h()"], id="arguments"),
        pytest.param("a().b(c()).d();", ["a()", "a().b(c())", "c()", "a().b(c()).d()"], id="chain"),
        pytest.param("if (f() == 1) g(); else if (h()) i(); else j();", ["f()", "g()", "h()", "i()", "j()"], id="if"),
        pytest.param("while (f()) g(); do h(); while (i());", ["f()", "g()", "h()", "i()"], id="while"),
        pytest.param("for (a = f(); g(); h()) i();", ["f()", "g()", "h()", "i()"], id="for"),
        pytest.param("for (A a : f()) g();", ["f()", "g()"], id="for each"),
        pytest.param("try (A a = f(); b) { g(); } catch (E e) { h(); } finally { i(); }", ["f()", "g()", "h()", "i()"], id="try"),
        pytest.param("switch (f()) { case 1: g(); default: h(); }", ["f()", "g()", "h()"], id="switch"),
        pytest.param("switch (f()) { case A a when g() -> h(); }", ["f()", "g()", "h()"], id="guard"),
        pytest.param("synchronized (f()) { g(); }", ["f()", "g()"], id="synchronized"),
        pytest.param("throw f();", ["f()"], id="throw"),
        pytest.param("assert f() : g();", ["f()", "g()"], id="assert"),
        pytest.param("l: for (;;) { f(); break l; }", ["f()"], id="label"),
        pytest.param("a = f() ? g() : h();", ["f()", "g()", "h()"], id="ternary"),
        pytest.param("boolean b = f() && !g();", ["f()", "g()"], id="and"),
        pytest.param('String.format("a", f());', ["f()"], id="format"),
        pytest.param("a[f()] = g();", ["f()", "g()"], id="target"),
        pytest.param("new int[f()][g()];", ["f()", "g()"], id="sizes"),
        pytest.param("run(() -> { f(); });", ["run(function#1)", "f()"], id="lambda"),
        pytest.param("new A() {{ put(f()); }};", ["new A({}=function#1)", "put(f())", "f()"], id="double brace"),
        pytest.param("new A() {{ this.put(b); }};", ["new A({}=function#1)", "put(b)"], id="this in a double brace"),
        pytest.param("Runnable r = this::f;", [], id="method reference"),
        pytest.param('"f()".length;', [], id="text"),
        pytest.param("// f()\n;", [], id="comment"),
        pytest.param("void g() { }", [], id="definition"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(in_method(source)) == expected


def test_constructors_call_each_other() -> None:
    assert render_calls(in_class("C() { this(1); } C(int a) { super(a); }")) == ["SELF(1)", "SUPER(a)"]


def test_blocks_of_a_class_are_walked() -> None:
    assert render_calls(in_class("static { f(); } { g(); }")) == ["f()", "g()"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class C { Object x = f(); }", (1, 22), id="name"),
        pytest.param("class C { Object x = a.b.track(); }", (1, 26), id="member"),
        pytest.param('class C { String s = "ä€😀"; Object x = a.f(); }', (1, 42), id="characters, not bytes"),
        pytest.param("\ufeffclass C { Object x = f(); }", (1, 22), id="byte order mark"),
        pytest.param("class C {\r\n  Object x = f();\r\n}", (2, 14), id="CRLF"),
        pytest.param("class C {\n Object x = a\n  .f(); }", (3, 4), id="next line"),
        pytest.param("class C { Object x = new a.B(); }", (1, 28), id="new"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    (call,) = facts_of(source).calls
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if (a) {} else if (b) {} else {}", [(1, True)] * 3, id="if else"),
        pytest.param("if (a) {} else if (b) c();", [(1, False)] * 2, id="if without else"),
        pytest.param("if (a) {} if (b) {}", [(1, False), (2, False)], id="two ifs"),
        pytest.param("switch (a) { case 1: case 2: f(); break; default: g(); }", [(1, True)] * 2, id="switch with a default"),
        pytest.param("switch (a) { case 1 -> f(); case 2 -> { g(); } }", [(1, False)] * 2, id="switch without a default"),
        pytest.param("try {} catch (E e) {} finally {}", [(None, False)] * 3, id="try"),
        pytest.param("while (a) {}", [(None, False)], id="while"),
        pytest.param("{ f(); }", [(None, False)], id="block"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    blocks = [scope for scope in in_method(source).scopes if scope.kind == "block"]
    assert [(block.group, block.exhaustive) for block in blocks] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("int a = 1; f(); return;", 3, id="simple"),
        pytest.param("if (a) { f(); }", 1, id="inside a block"),
        pytest.param("run(() -> { f(); g(); });", 1, id="lambdas count for themselves"),
        pytest.param(";", 0, id="empty"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert in_method(source).functions[0].statements == expected


def test_comments() -> None:
    facts = facts_of("// a\nclass C { /* b */ int x; /** c */ }")
    assert [(comment.text, comment.span.line) for comment in facts.comments] == [("// a", 1), ("/* b */", 2), ("/** c */", 2)]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("class C { void f() { g(); x = = 1; h(); } }", ["g()", "h()"], id="stray token"),
        pytest.param("class C { void f( { g(); } }", ["g()"], id="broken head"),
        pytest.param('class C { void f() { g(); track("a", ', ["g()"], id="cut off"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert facts.errors
    assert set(calls) <= set(render_calls(facts))


_MANY = 3000
_DEEP = {
    "sum": "a" + " + f()" * _MANY,
    "mixed operators": "a" + " + b * c && d" * _MANY,
    "parentheses": "(" * _MANY + "a" + ")" * _MANY,
    "casts": "(A) " * _MANY + "a",
    "chain": "a" + ".b(f(1))" * _MANY,
    "indexes": "a" + "[0]" * _MANY,
    "arguments": "f(" * _MANY + ")" * _MANY,
    "not": "!" * _MANY + "a",
    "lambdas": "a -> " * _MANY + "b",
    "ternaries": "a ? b : " * _MANY + "c",
    "nested ternaries": "a ? " * _MANY + "b" + ": c" * _MANY,
    "arrays": "new A[]{" * _MANY + "}" * _MANY,
    "anonymous classes": "new A() { Object x = " * 300 + "b" + "; }" * 300,
    "assignments": "a = " * _MANY + "b",
    "switches": "switch (a) { default -> " * 500 + "b" + "; }" * 500,
    "open calls": "f(" * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = in_class(f"Object x = {source};")
    assert pickle.loads(pickle.dumps(facts)) == facts


_DEEP_STATEMENTS = {
    "else if": "if (a) f();" + " else if (b) g();" * _MANY,
    "blocks": "{" * _MANY + "f();" + "}" * _MANY,
    "ifs": "if (a) " * _MANY + "f();",
    "types": "A" + "<B" * _MANY + ">" * _MANY + " a;",
    "qualified types": "a" + ".b" * _MANY + " c;",
    "classes": "class A { void f() { " * 300 + "} }" * 300,
}


@pytest.mark.parametrize("source", _DEEP_STATEMENTS.values(), ids=_DEEP_STATEMENTS.keys())
def test_deep_statements_are_bounded(source: str) -> None:
    facts = in_method(source)
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_flat_chains_keep_their_calls() -> None:
    assert len(in_class("Object x = a" + " + f()" * _MANY + ";").calls) == _MANY
    assert len(in_class("Object x = a" + ".b()" * _MANY + ";").calls) == _MANY


_SAMPLE = """
package a.b; import c.D; import static e.F.*;
@G("h") public enum E implements I { A("é", 1) { @Override void f() { super.f(); } }, B; final String k; E(String k) { this.k = k; } }
record R(String a, @N int... b) { R { a = a; } static int c() { return 1; } }
class C<T extends X> extends D<T> { static { x(); } List<A[]> m = new HashMap<>() {{ put("a", 1); }}, n[] = {{1}, {}};
  <T> a.b.C<T> f(final T[] x) throws Y { F g = (a, b) -> { return a::new; };
    String s = switch (x) { case A, B -> "a"; default -> { yield b; } };
    switch (x) { case 1: case J(int q) when q > 1: f(); break; default: }
    for (var s : l) f(s); for (int i = 0; i < 1; i++) { continue; }
    try (A a = b(); c) { d(); } catch (A | B e) { throw e; } finally { g(); }
    if (a instanceof B b && c) x(); else if (d) y(); else { z(); }
    a.b.c(1)[2].d += 3; x++; (String) a; new int[3]; o.new P(1) { void g() {} }; Q.this.b();
    Q.super.f(); this.<T>u(String.format("%1$s", v));
    l: do { break l; } while (w); return \"\"\"
      text \\
      block\"\"\" + 'c' + (d ? e : -1); } }
"""


def assert_whole(facts: FileFacts) -> None:
    assert all(index == scope.index for index, scope in enumerate(facts.scopes))
    assert all(index == function.index for index, function in enumerate(facts.functions))
    assert all(index == cls.index for index, cls in enumerate(facts.classes))
    assert all(0 <= binding.home < len(facts.scopes) for binding in facts.bindings)
    assert len({call.span for call in facts.calls}) == len(facts.calls)


def test_truncated_source_is_read() -> None:
    text = _SAMPLE.encode()
    for at in range(0, len(text), 7):
        assert_whole(extract("x.java", text[:at]))
        assert_whole(extract("x.java", text[at:]))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(text: bytes) -> None:
    pickle.dumps(extract("x.java", text))


_TOKENS = [*_SAMPLE.split(), *"(){}[]<>;,.=:?'\"@+-!&|", "->", "::", "case", "default", '"""', "\ufeff", "\x00", "ä"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=40).map(" ".join))
def test_any_tokens_are_read(source: str) -> None:
    assert_whole(facts_of(source))
