from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.dart import extract
from scanner.languages.facts import Call, Class, FileFacts
from tests.unit.languages.render import render, render_binding, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("app.dart", source.encode())


def inside(source: str) -> FileFacts:
    """The facts of a method with these statements."""
    return facts_of(f"class App {{ void run(Param p) async {{\n{source}\n}} }}\n")


def value_of(source: str) -> str:
    """The value of `x`, which `source` is assigned to in a method."""
    return render(next(b.value for b in inside(f"final x = {source};").bindings if b.name == "x"))


def compared(facts: FileFacts) -> list[str]:
    """What the cases of switches are compared with."""
    values = {(b.home, b.name): render(b.value) for b in facts.bindings}
    return [f"{values[home, '{subject}']} is {value}" for (home, name), value in values.items() if name == "{case}"]


def shown(cls: Class) -> str:
    """`kind name(bases) members`."""
    members = "".join(f" {member.name}({', '.join(_arg(arg.keyword, render(arg.value)) for arg in member.args)})" for member in cls.members)
    return f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){members}"


def _arg(keyword: str | None, value: str) -> str:
    return value if keyword is None else f"{keyword}={value}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("'a'", "'a'", id="text"),
        pytest.param("''", "''", id="empty text"),
        pytest.param("""'a' "b" 'c'""", "'abc'", id="neighbours"),
        pytest.param(r"'a\n\t\'\$b\u00e9\x41\u{1F600}'", repr("a\n\t'$béA😀"), id="escapes"),
        pytest.param(r"'\ud800'", "'\ufffd'", id="lone surrogate"),
        pytest.param(r"r'a\n$b'", repr(r"a\n$b"), id="raw text"),
        pytest.param("'''\na\n b'''", repr("a\n b"), id="text over lines"),
        pytest.param('"""a"b"""', repr('a"b'), id="quotes in text"),
        pytest.param("'a$b'", "template('a', b)", id="interpolated name"),
        pytest.param("'a${b.c}d${e()}'", "template('a', b.c, 'd', e())", id="interpolation"),
        pytest.param("'a' '${b}c' r'$d'", "template('a', b, 'c$d')", id="neighbours with interpolation"),
        pytest.param("'${'a'}'", "'a'", id="text in text"),
        pytest.param("'a' + b + 'c'", "template('a', b, 'c')", id="sum"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("a ~/ b", "?arithmetic:number", id="division"),
        pytest.param("-3", "-3", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negation"),
        pytest.param("3.5", "3.5", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("null", "null", id="null"),
        pytest.param("#a", "?symbol", id="symbol"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("a && b || c", "?comparison:boolean", id="and or"),
        pytest.param("!a", "?negation:boolean", id="not"),
        pytest.param("a is B", "?comparison:boolean", id="is"),
        pytest.param("a < b", "?comparison:boolean", id="less"),
        pytest.param("a ?? b ?? 'c'", "or(a, b, 'c')", id="if null"),
        pytest.param("a ?? (throw b())", "or(a)", id="if null throw"),
        pytest.param("b ? 'a' : d ? 'e' : 'f'", "ternary('a', 'e', 'f')", id="ternary"),
        pytest.param("b.c ? d.e() : f.g", "ternary(d.e(), f.g)", id="ternary of chains"),
        pytest.param("switch (a) { B.c => 'x', D d when d.e => 'y', _ => throw f() }", "match('x', 'y')", id="switch"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("a as String?", "a", id="as"),
        pytest.param("(a as B).c()", "a.c()", id="member of a cast"),
        pytest.param("a.b.c", "a.b.c", id="members"),
        pytest.param("a?.b!.c[d]?.e()", "a.b.c[d].e()", id="null-aware"),
        pytest.param("a['b'][0]", "a['b'][0]", id="indexes"),
        pytest.param("this.a", "SELF.a", id="this"),
        pytest.param("super.a()", "SUPER.a()", id="super"),
        pytest.param("a.b(c, d: 1, e: f.g())", "a.b(c, d=1, e=f.g())", id="named arguments"),
        pytest.param("a()()", "a()()", id="call of a call"),
        pytest.param("context.read<A>().track('b')", "context.read().track('b')", id="type arguments"),
        pytest.param("a.b<C>(d)", "a.b(d)", id="type arguments before one argument"),
        pytest.param("a.b<C>(d).e", "a.b(d).e", id="member of a generic call"),
        pytest.param("await a.b()", "await a.b()", id="await"),
        pytest.param("(await a).b()", "await a.b()", id="member of await"),
        pytest.param("A(b, c: 1)", "A(b, c=1)", id="construction"),
        pytest.param("new A(b)", "new A(b)", id="new"),
        pytest.param("const A.b(c)", "new A.b(c)", id="const"),
        pytest.param("A<int>.b(1)", "new A.b(1)", id="generic constructor"),
        pytest.param("p.A(b)", "p.A(b)", id="construction of an imported class"),
        pytest.param(".red", ".red", id="implied member"),
        pytest.param(".opened(a)", ".opened(a)", id="implied member with arguments"),
        pytest.param("{'a': 1, b: c.d(), ...e, ...?f}", "{a: 1, [b]: c.d(), **e, **f}", id="map"),
        pytest.param("<String, Object?>{}", "{}", id="typed map"),
        pytest.param("{}", "{}", id="empty map"),
        pytest.param("{...a, ...b}", "{**a, **b}", id="map of spreads"),
        pytest.param("{if (a) 'b': c}", "{**and({b: c})}", id="conditional entry"),
        pytest.param("{if (a) 'b': c else 'd': e}", "{**ternary({b: c}, {d: e})}", id="conditional entries"),
        pytest.param("{if (a) ...b}", "{**and(b)}", id="conditional spread"),
        pytest.param("{for (final a in b) a: c}", "{[a]: c}", id="map comprehension"),
        pytest.param("<String>{'a'}", "['a']", id="typed set"),
        pytest.param("{'a', b}", "['a', b]", id="set"),
        pytest.param(
            "[a.b, ...c.d(), if (e) f else g, for (final h in i) j(h)]", "[a.b, *c.d(), ternary(f, g), *?comprehension:array]", id="list"
        ),
        pytest.param("(1, name: a)", "[1, name=a]", id="record"),
        pytest.param("() => a", "function#1", id="closure"),
        pytest.param("A.new", "A.new", id="tear-off"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "calls", "changes"),
    [
        pytest.param(
            "final a = B()..c('d', 1)..e = f..g['h'] = i;", ["B()", "a.c('d', 1)"], ["set a.e = f", "set a.g.h = i"], id="variable"
        ),
        pytest.param("a = B()..c()..d += e;", ["B()", "a.c()"], ["set SELF.a = B()", "augment a.d = e"], id="assigned"),
        pytest.param("a..b()..c.d(1)..e = f;", ["a.b()", "a.c.d(1)"], ["set a.e = f"], id="statement"),
        pytest.param("a?..b();", ["a.b()"], [], id="null-aware"),
        pytest.param("f(B(1)..c = d);", ["f(B(1, {}={c: d}))", "B(1, {}={c: d})"], [], id="new object that is passed on"),
        pytest.param("f(new B()..c('d'));", ["f(new B().c('d'))", "new B()", "new B().c('d')"], [], id="calls of a new object"),
        pytest.param("f(B()..c('d')..e('g'));", ["f(B().c('d').e('g'))", "B()", "B().c('d')", "B().c('d').e('g')"], [], id="chain"),
        pytest.param("f(a..b(c));", ["f(a)", "a.b(c)"], [], id="another object that is passed on"),
        pytest.param("g()..b()..c();", ["g()", "g().b()", "g().c()"], [], id="what a call hands back"),
    ],
)
def test_cascades(source: str, calls: list[str], changes: list[str]) -> None:
    facts = inside(source)
    assert (render_calls(facts), [render_mutation(m) for m in facts.mutations]) == (calls, changes)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("var a = 'x', b = 1;", ["declare a = 'x'", "declare b = 1"], id="var"),
        pytest.param("final B? a; late B b;", ["declare a: B", "declare b: B"], id="typed"),
        pytest.param("const a = 'x';", ["declare a = 'x'"], id="constant"),
        pytest.param(
            "q.B a = x; Map<String, B> b = x; Future<B> c = x; void Function() d = x;",
            ["declare a: q.B = x", "declare b: Map = x", "declare c: B = x", "declare d = x"],
            id="types",
        ),
        pytest.param("B a; a = x;", ["declare a: B", "assign a = x"], id="assigned"),
        pytest.param("p = x;", ["assign p = x"], id="parameter"),
        pytest.param(
            "var a; a += x; a ??= y; a++; a *= 2;",
            ["declare a", "augment a = x", "assign a = or(a, y)", "augment a = ?counted:number", "assign a = ?arithmetic:number"],
            id="changed",
        ),
        pytest.param("var (a, b) = (1, x);", ["declare a = 1", "declare b = x"], id="taken apart"),
        pytest.param("final (a, b) = x;", ["declare a = x[0]", "declare b = x[1]"], id="record"),
        pytest.param("final [a, ...b] = x;", ["declare a = ?matched by a pattern", "declare b = ?matched by a pattern"], id="list pattern"),
        pytest.param(
            "final B(:a, c: d) = x;", ["declare a = ?matched by a pattern", "declare d = ?matched by a pattern"], id="object pattern"
        ),
        pytest.param("var a, b; (a, b) = (b, a);", ["declare a", "declare b", "assign a = b", "assign b = a"], id="swapped"),
        pytest.param("if (x case B b when b.c) {}", ["declare b: B = x"], id="if case"),
        pytest.param("for (final a in x) {}", ["loop a = item-of(x)"], id="for in"),
        pytest.param("for (final B a in x.values) {}", ["loop a: B = value-of(x)"], id="values"),
        pytest.param("for (final a in x.keys) {}", ["loop a = key-of(x)"], id="keys"),
        pytest.param(
            "for (final MapEntry(:key, :value) in x.entries) {}", ["loop key = key-of(x)", "loop value = value-of(x)"], id="entries"
        ),
        pytest.param("for (final (a, b) in x) {}", ["loop a = ?matched by a pattern", "loop b = ?matched by a pattern"], id="pairs"),
        pytest.param("for (var i = 0; i < 3; i++) {}", ["declare i = 0", "augment i = ?counted:number"], id="for"),
        pytest.param("try {} on B catch (e, s) {}", ["declare e: B = ?exception", "declare s = ?exception"], id="catch"),
        pytest.param(
            "switch (x) { case B b: f(); case C(:var c): g(); }", ["declare b: B = x", "declare c = ?matched by a pattern"], id="case"
        ),
        pytest.param("switch (x) { case B(): f(); case _: g(); }", [], id="cases without names"),
        pytest.param("a = 'x';", [], id="a field is no variable"),
    ],
)
def test_local_names(source: str, expected: list[str]) -> None:
    facts = inside(source)
    found = [b for b in facts.bindings if b.home >= 2 and b.kind not in ("parameter", "function")]
    assert [render_binding(b).partition(" @")[0] for b in found] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("this.a = x;", ["set SELF.a = x"], id="this"),
        pytest.param("a = x;", ["set SELF.a = x"], id="implicit this"),
        pytest.param("a += x;", ["augment SELF.a = x"], id="implicit this added to"),
        pytest.param("a.b = x;", ["set a.b = x"], id="member"),
        pytest.param("a?.b.c = x;", ["set a.b.c = x"], id="null-aware member"),
        pytest.param("a['b'] = x;", ["set a.b = x"], id="text key"),
        pytest.param("a[b] = x;", ["set a[b] = x"], id="computed key"),
        pytest.param("a.b['c'] ??= x;", ["set a.b.c = or(a.b['c'], x)"], id="set once"),
        pytest.param("a.b++;", ["augment a.b = ?counted:number"], id="counted"),
        pytest.param("var a = x; a = y;", [], id="local variable"),
        pytest.param("a.b -= x;", [], id="subtracted"),
    ],
)
def test_changes(source: str, expected: list[str]) -> None:
    assert [render_mutation(m) for m in inside(source).mutations] == expected


def test_variables_of_the_file() -> None:
    facts = facts_of("class A { B b; void f() { a = 1; b = 2; c = 3; } }\nvar a;\nvar b;\n")
    assert "assign a = 1" in render_bindings(facts)
    assert [render_mutation(m) for m in facts.mutations] == ["set SELF.b = 2", "set SELF.c = 3"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("static const String a = 'a', b = 'b';", ["declare a: String = 'a' @1", "declare b: String = 'b' @1"], id="constants"),
        pytest.param("static const a = 'a';", ["declare a = 'a' @1"], id="constant without a type"),
        pytest.param(
            "final B? b; late final C c = d(); var e = 1;", ["declare b: B @1", "declare c: C = d() @1", "declare e = 1 @1"], id="fields"
        ),
        pytest.param("String get a => b;", ["function a = function#0 @1"], id="getter"),
        pytest.param("String get a { return b; } set a(String v) {}", ["function a = function#0 @1"], id="getter and setter"),
        pytest.param(
            "void f() {} static void g() {} void h();", [f"function {name} = function#{n} @1" for n, name in enumerate("fgh")], id="methods"
        ),
        pytest.param(
            "App(); App.named(); factory App.made() => x;",
            ["function constructor = function#0 @1", "function named = function#1 @1", "function made = function#2 @1"],
            id="constructors",
        ),
        pytest.param("bool operator ==(Object o) => true;", [], id="operator"),
    ],
)
def test_members(source: str, expected: list[str]) -> None:
    assert [render_binding(b) for b in facts_of(f"class App {{ {source} }}").bindings if b.home == 1] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("void f() {}", "method f()", id="method"),
        pytest.param("static String f() { return a; }", "static f(): String -> a", id="static"),
        pytest.param("String f();", "abstract f(): String", id="abstract"),
        pytest.param("Future<B> f() async => await a;", "method f(): B -> await a", id="async"),
        pytest.param("Future<void> f() async {}", "method f()", id="nothing"),
        pytest.param("String get a => b;", "getter a(): String -> b", id="getter"),
        pytest.param("void f(String a, [B? b, int c = 1]) {}", "method f(a: String, b: B, c: int = 1)", id="optional"),
        pytest.param(
            "void f({required String a, B? b, c = 'x'}) {}", "method f(keyword a: String, keyword b: B, keyword c = 'x')", id="named"
        ),
        pytest.param("void f(void Function(int) a, {q.B? b, final C? c}) {}", "method f(a, keyword b: q.B, keyword c: C)", id="types"),
        pytest.param("String f() => switch (a) { B.c => 'x', _ => 'y' };", "method f(): String -> 'x' | 'y'", id="switch body"),
        pytest.param("String f() { if (a) return b; return c; }", "method f(): String -> b | c", id="returns"),
        pytest.param("Never f() => throw b();", "method f(): Never", id="throws"),
        pytest.param("factory App.a(B b) => App(b);", "static a(b: B): App -> App(b)", id="named factory"),
        pytest.param("factory App() => _a;", "constructor constructor(): App -> _a", id="factory"),
        pytest.param("const factory App.a() = B;", "static a(): B", id="redirecting factory"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert render_function(facts_of(f"class App {{ {source} }}").functions[0]) == expected


@pytest.mark.parametrize(
    ("source", "function", "changes", "calls"),
    [
        pytest.param("App(this.a); final B a;", "constructor constructor(a: B): App", ["set SELF.a = a"], [], id="field"),
        pytest.param(
            "App({required this.a, this.b = 'x'}); B? a;",
            "constructor constructor(keyword a: B, keyword b = 'x'): App",
            ["set SELF.a = a", "set SELF.b = b"],
            [],
            id="named fields",
        ),
        pytest.param(
            "App(B a) : _a = a, c = d(a);",
            "constructor constructor(a: B): App",
            ["set SELF._a = a", "set SELF.c = d(a)"],
            ["d(a)"],
            id="initialisers",
        ),
        pytest.param("App(B a) : super('x', y: a);", "constructor constructor(a: B): App", [], ["SUPER('x', y=a)"], id="super"),
        pytest.param(
            "App(super.a, {super.b}) : super(c: 1);",
            "constructor constructor(a, keyword b): App",
            [],
            ["SUPER(a, b=b, c=1)"],
            id="super parameters",
        ),
        pytest.param("App(super.a);", "constructor constructor(a): App", [], ["SUPER(a)"], id="implied super"),
        pytest.param("const App({super.key});", "constructor constructor(keyword key): App", [], [], id="key alone"),
        pytest.param("App.a(B b) : this(b);", "constructor a(b: B): App", [], ["SELF(b)"], id="redirecting"),
        pytest.param("App.a(B b) : super.c(b);", "constructor a(b: B): App", [], ["SUPER.c(b)"], id="named super"),
        pytest.param(
            "App(B a) : assert(f(a)) { this.a = a; }", "constructor constructor(a: B): App", ["set SELF.a = a"], ["f(a)"], id="body"
        ),
    ],
)
def test_constructors(source: str, function: str, changes: list[str], calls: list[str]) -> None:
    facts = facts_of(f"class App {{ {source} }}")
    assert render_function(facts.functions[0]) == function
    assert [render_mutation(m) for m in facts.mutations] == changes
    assert render_calls(facts) == calls


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A extends B<C> with D, E implements F {}", ["class A(B, D, E, F)"], id="bases"),
        pytest.param("class A extends q.B {}", ["class A(q.B)"], id="imported base"),
        pytest.param("abstract class A {} sealed class B {}", ["class A()", "class B()"], id="modifiers"),
        pytest.param("abstract interface class A {}", ["interface A()"], id="interface"),
        pytest.param("mixin A on B implements C {}", ["class A(B, C)"], id="mixin"),
        pytest.param("class A = B with C;", ["class A(B, C)"], id="mixin application"),
        pytest.param("extension A on B { void f() {} }", ["extension B()"], id="extension"),
        pytest.param("extension on B? { }", ["extension B()"], id="extension without a name"),
        pytest.param("extension type A(int b) {}", ["class A()"], id="extension type"),
        pytest.param("enum A { b, c }", ["enum A() b() c()"], id="enum"),
        pytest.param(
            "enum A with M implements I { b('x', c: 1), d.named(2); const A(this.e); }",
            ["enum A(M, I) b('x', c=1) d(2)"],
            id="enum with arguments",
        ),
    ],
)
def test_classes(source: str, expected: list[str]) -> None:
    assert [shown(cls) for cls in facts_of(source).classes] == expected


def test_extension_is_bound_under_its_own_name() -> None:
    facts = facts_of("extension A on B { String get c => this.d; }")
    assert render_bindings(facts) == ["function c = function#0 @1", "class A = class#0"]
    assert facts.functions[0].owner == 0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import 'package:a/b.dart';", ["import * = import package:a/b.dart:*"], id="import"),
        pytest.param("import 'a.dart' as b;", ["import b = import a.dart"], id="as"),
        pytest.param("import 'a.dart' show B, C hide D;", ["import B = import a.dart:B", "import C = import a.dart:C"], id="show"),
        pytest.param("import 'a.dart' hide B;", ["import * = import a.dart:*"], id="hide"),
        pytest.param("import 'a.dart' if (dart.library.io) 'b.dart';", ["import * = import a.dart:*"], id="conditional"),
        pytest.param("part 'a.g.dart';", ["import * = import a.g.dart:*"], id="part"),
        pytest.param("part of 'a.dart';", ["import * = import a.dart:*"], id="part of a file"),
        pytest.param("part of a.b;", ["import * = import a.b:*"], id="part of a library"),
        pytest.param("export 'a.dart';", [], id="export"),
    ],
)
def test_imports(source: str, expected: list[str]) -> None:
    facts = facts_of(source)
    assert render_bindings(facts) == expected
    assert len(facts.modules) == 1


def test_exports() -> None:
    facts = facts_of("library a.b;\nexport 'c.dart';\nexport 'd.dart' show E, F;\n")
    assert [(e.name, render(e.value)) for e in facts.exports] == [
        ("*", "import c.dart"), ("E", "import d.dart:E"), ("F", "import d.dart:F"),
    ]  # fmt: skip
    assert facts.package == "a.b"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("const String a = 'x';", ["declare a: String = 'x'"], id="constant"),
        pytest.param("final a = <String>[], b = {};", ["declare a = []", "declare b = {}"], id="finals"),
        pytest.param("late final q.B a;", ["declare a: q.B"], id="late"),
        pytest.param("String a = 'x'; var b;", ["declare a: String = 'x'", "declare b"], id="variables"),
        pytest.param("String get a => 'x';", ["function a = function#0"], id="getter"),
        pytest.param("void f(int a) => g(a);", ["parameter a: int = param#0.0 @1", "function f = function#0"], id="function"),
        pytest.param("typedef A = B<C>;", ["declare A = B"], id="type alias"),
        pytest.param("typedef A = void Function(int);", [], id="function type"),
    ],
)
def test_top_level(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("@a class B {}", ["a"], id="name"),
        pytest.param("@A('x', b: f()) class B {}", ["decorator A('x', b=f())"], id="arguments"),
        pytest.param("@q.A() @b class C {}", ["decorator q.A()", "b"], id="several"),
    ],
)
def test_decorators(source: str, expected: list[str]) -> None:
    assert [render(each) for each in facts_of(source).classes[0].decorators] == expected


def test_decorators_of_methods() -> None:
    facts = facts_of("class A { @b void f() {} @C(1) final d = e(); void g() {} }")
    assert [[render(each) for each in f.decorators] for f in facts.functions] == [["b"], []]
    assert render_calls(facts) == ["decorator C(1)", "e()"]


@pytest.mark.parametrize(
    "source",
    [
        "if (f()) {}",
        "if (f() case B b) {}",
        "if (x case B b when f()) {}",
        "while (f()) {}",
        "do {} while (f());",
        "for (f(); ; ) {}",
        "for (final a in f()) {}",
        "await for (final a in f()) {}",
        "switch (f()) { case 1: g(); }",
        "switch (a) { case 1 when f(): g(); }",
        "switch (a) { case 1: f(); }",
        "try { f(); } finally {}",
        "try {} catch (e) { f(); }",
        "try {} finally { f(); }",
        "throw f();",
        "yield f();",
        "assert(f());",
        "x: f();",
        "var a = switch (b) { C() => f(), _ => 1 };",
        "var a = '${f()}';",
        "a += f();",
        "a[f()] = 1;",
        "g = () => f();",
        "g(() { f(); });",
        "var a = {f(): 1};",
        "var a = {'b': f()};",
        "var a = {if (f()) 'b': 1};",
        "var a = [if (b) f()];",
        "var a = [for (final b in c) f()];",
        "var a = (1, b: f());",
        "var a = -f();",
        "var a = f() is B;",
        "return f();",
        "a..b = f();",
        "a..c(f());",
        "B()..c(f());",
        "void g() { f(); }",
        "var a = b ? f() : c;",
        "var a = f() ?? b;",
        "var a = f() + 'x';",
        "var (a, b) = f();",
        "f()!;",
        "var a = f() as B;",
        "if (a == f() && b) {}",
        "a.b<C>(f());",
    ],
)
def test_every_call_is_noted_once(source: str) -> None:
    assert [render(call) for call in inside(source).calls].count("f()") == 1


def test_arms_exclude_each_other() -> None:
    facts = inside("if (a) b(); else if (c) { d(); } else { e(); } switch (x) { case 1: f(); break; default: g(); }")
    blocks = [scope for scope in facts.scopes if scope.kind == "block"]
    assert [(scope.group, scope.exhaustive) for scope in blocks] == [(1, True)] * 3 + [(2, True)] * 2


@pytest.mark.parametrize(
    ("source", "exhaustive"),
    [
        pytest.param("if (a) b();", [False], id="if"),
        pytest.param("switch (a) { case 1: case 2: b(); case 3: c(); }", [False, False], id="switch"),
    ],
)
def test_not_exhaustive(source: str, exhaustive: list[bool]) -> None:
    assert [scope.exhaustive for scope in inside(source).scopes if scope.kind == "block"] == exhaustive


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("switch (x) { case A.b: f(); case c: g(); default: h(); }", ["x is A.b", "x is c"], id="constants"),
        pytest.param("switch (x) { case A.b: case 'c': f(); }", ["x is match(A.b, 'c')"], id="several"),
        pytest.param("switch (x) { case .b: f(); }", ["x is .b"], id="implied"),
        pytest.param("switch (x) { case A.b: default: f(); }", [], id="beside the default"),
        pytest.param("switch (x) { case A(): f(); case _: g(); }", [], id="other patterns"),
        pytest.param("final a = switch (x) { A.b || A.c => 1, _ => 2 };", ["x is match(A.b, A.c)"], id="expression"),
    ],
)
def test_what_cases_compare(source: str, expected: list[str]) -> None:
    assert compared(inside(source)) == expected


def test_a_function_hands_back_each_arm_from_its_block() -> None:
    facts = facts_of("extension on A { String get b => switch (this) { A.c => 'x', _ => throw d() }; }")
    returned = facts.functions[0].returns
    assert [render(each.value) for each in returned] == ["'x'"]
    assert facts.scopes[returned[0].scope].kind == "block"
    assert compared(facts) == ["SELF is A.c"]


def test_names_of_functions() -> None:
    facts = inside("final a = () {}; b = (x) => 1; this.c = (y) => 2; var d = {'e': () => 3}; f((z) => 4); g(h: () => 5);")
    assert [f.name for f in facts.functions if f.kind == "lambda"] == ["a", "b", "c", "e", "", "h"]
    assert [f.record for f in facts.functions if f.kind == "lambda"] == [None, None, None, 0, None, None]


def test_statements_are_counted() -> None:
    facts = facts_of("void f() { var a = 1; if (a) return; b(); }\nString get g => c;\nvoid h() => d();\n")
    assert [(f.name, f.statements) for f in facts.functions] == [("f", 3), ("g", 1), ("h", 1)]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        pytest.param("void f() { a.track(1); }", 1, 14, id="first line"),
        pytest.param("var é = 'ü😀'; var x = a.track(1);", 1, 25, id="non-ASCII before it"),
        pytest.param("\ufeffvar x = a.track(1);", 1, 11, id="byte order mark"),
        pytest.param("// é\r\n\r\nvar x = a.track(1);", 3, 11, id="CRLF"),
        pytest.param("var x = a\n  .b()\n  ?.track<C>(1);", 3, 5, id="chain over lines"),
        pytest.param("var x = track(1);", 1, 9, id="bare name"),
        pytest.param("void f() { a..b()\n  ..track(1); }", 2, 5, id="cascade"),
    ],
)
def test_position_of_the_last_name(source: str, line: int, column: int) -> None:
    call = facts_of(source).calls[-1]
    assert (call.name_span.line, call.name_span.column, call.name_span.end_column) == (line, column, column + len("track"))


def test_span_of_a_call_in_a_chain() -> None:
    call = facts_of("var x = a.b(1).c(2);").calls[0]
    assert (call.span.column, call.span.end_column) == (9, 15)


def test_comments() -> None:
    facts = facts_of("// a\n/* b */ class C { } /// d\n")
    assert [(c.text.strip(), c.span.line) for c in facts.comments] == [("// a", 1), ("/* b */", 2), ("/// d", 2)]


def test_broken_source_is_told_and_the_rest_is_read() -> None:
    facts = facts_of("class A { void f() { a.b(; } void g() { c.d(1); } }")
    assert facts.errors
    assert "c.d(1)" in render_calls(facts)


_DEEP = 5000


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("var x = " + "a + " * _DEEP + "a;", id="sum"),
        pytest.param("var x = " + "a ?? " * _DEEP + "a;", id="if null"),
        pytest.param("var x = " + "a && " * _DEEP + "a;", id="and"),
        pytest.param("var x = " + "(" * 1000 + "a" + ")" * 1000 + ";", id="parentheses"),
        pytest.param("var x = " + "f(" * 1000 + "a" + ")" * 1000 + ";", id="calls"),
        pytest.param("var x = a" + ".b(1)" * _DEEP + ";", id="chain"),
        pytest.param("var x = A()" + "..b(1)" * _DEEP + ";", id="cascade"),
        pytest.param("var x = f(A()" + "..b(1)" * _DEEP + ");", id="cascade of a new object"),
        pytest.param("var x = " + "a ? b : " * 2000 + "c;", id="ternaries"),
        pytest.param("var x = " + "{'a': " * 1000 + "1" + "}" * 1000 + ";", id="maps"),
        pytest.param("var x = " + "[if (a) " * 500 + "1" + "]" * 500 + ";", id="conditional items"),
        pytest.param("var x = " + "() => " * 500 + "1;", id="closures"),
        pytest.param("void f() { " + "if (a) b(); else " * 2000 + "c(); }", id="else ifs"),
        pytest.param("void f() " + "{" * 2000 + "}" * 2000, id="blocks"),
        pytest.param("A" + "<A" * 500 + ">" * 500 + " x;", id="generic type"),
        pytest.param("Future<" * 500 + "B" + ">" * 500 + " x;", id="futures"),
        pytest.param("var x = " + "'${" * 50 + "a" + "}'" * 50 + ";", id="interpolations"),
        pytest.param("var x = " + "switch (a) { _ => " * 300 + "1" + "}" * 300 + ";", id="switches"),
        pytest.param("void f() { switch (a) { case " + "[" * 500 + "var b" + "]" * 500 + ": c(); } }", id="patterns"),
    ],
)
def test_deep_nesting(source: str) -> None:
    pickle.loads(pickle.dumps(facts_of(source)))


def test_every_call_of_a_long_chain_is_noted() -> None:
    assert len(facts_of("var x = a" + ".b(1)" * 300 + ";").calls) == 300


_PIECES = [
    "class A", "static", "const", "extends B", "{", "}", "(", ")", "[", "]", ";", ",", "=", "=>", "..a", "?..b", "this", "super",
    "var x", "a", ".b", "?.c", "!", "??", "?", ":", "'s'", "'${", "}'", "'''", "r'", "1", "+", "switch (x)", "case", "if (y)", "else",
    "for (final k in d)", "import 'a.dart'", "as p", "enum E", "extension on T", "mixin M", "factory A.b()", "{required this.x}",
    "super.y", "await", "throw", "return", "get g", "set s", "async", "// c\n", "@a", "...", "when", "_", "<T>", "typedef F",
    "late final", "case A(:var b)", "part of", "#s",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.dart", source))


_WHOLE = """\ufeffimport 'dart:async';
import 'package:app/names.dart' as names show Event;
part 'tracker.g.dart';

const _prefix = 'app_';

@immutable
class Tracker<T extends Object> extends Base<T> with Logging implements ITracker {
  Tracker(super.client, {required this.name, this.props = const {}, String? tag}) : _tag = tag ?? 'none', super(key: 1);
  factory Tracker.create(Client c) => Tracker(c, name: '${_prefix}tracker');

  static final Tracker instance = Tracker._()..start();
  final String name; final Map<String, Object?> props; String? _tag;
  String get title => 'A' 'b$name${props['x']}';

  Future<void> track(Event event, {Map<String, Object>? extra, bool now = false}) async {
    final all = {...props, ...?extra, if (now) 'at': DateTime.now(), for (final e in extras) e.key: e.value};
    if (event case Opened(:final from) when from != null) all['from'] = from;
    await client.send(switch (event) { Event.a => 'x', _ => names.other }, all)?.then((x) => x.done());
    for (final MapEntry(:key, :value) in all.entries) { log(r'$raw', key, value!); }
  }
}

enum Kind { one('1', tag: 't'), two.named(2); const Kind(this.v, {this.tag}); final String v; }
extension KindX on Kind { String get text => this.v.toUpperCase(); }
""".encode()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.dart", _WHOLE[:start] + _WHOLE[start + length :])


def test_calls_in_values_are_the_noted_ones() -> None:
    facts = extract("app.dart", _WHOLE)
    assert not facts.errors
    noted = {id(call) for call in facts.calls}
    assert all(id(b.value) in noted for b in facts.bindings if isinstance(b.value, Call))
    assert [record.index for record in facts.records] == list(range(len(facts.records)))
