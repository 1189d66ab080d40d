from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.csharp import extract
from scanner.languages.facts import Call, Class, FileFacts, Name
from tests.unit.languages.render import render, render_binding, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.cs", source.encode())


def value_of(source: str) -> str:
    """The value of `x`, which `source` is assigned to in a method."""
    facts = facts_of(f"class App {{ void Run() {{\nvar x = {source};\n}} }}\n")
    return render(next(b.value for b in facts.bindings if b.name == "x"))


def inside(source: str) -> FileFacts:
    """The facts of a method with these statements."""
    return facts_of(f"class App {{ void Run(Param p) {{\n{source}\n}} }}\n")


def members_of(source: str) -> list[str]:
    """What stands in a class with these members."""
    facts = facts_of(f"class App {{\n{source}\n}}\n")
    return [render_binding(b) for b in facts.bindings if b.home == 1]


def compared(facts: FileFacts) -> list[str]:
    """What the cases of switches are compared with."""
    values = {(b.home, b.name): render(b.value) for b in facts.bindings}
    return [f"{values[home, '{subject}']} is {value}" for (home, name), value in values.items() if name == "{case}"]


def shown(cls: Class) -> str:
    """`kind name(bases) members`."""
    members = " ".join(
        member.name
        + ("" if member.value is None else f"={render(member.value)}")
        + "".join(f"[{arg.keyword}: {render(arg.value)}]" for arg in member.args)
        for member in cls.members
    )
    return f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){' ' + members if members else ''}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\t\\\"\u00e9\x41\U0001F600\0"', repr('a\n\t\\"éA😀\0'), id="escapes"),
        pytest.param(r'"\ud800"', "'\ufffd'", id="lone surrogate"),
        pytest.param('@"a""b\\n"', repr('a"b\\n'), id="verbatim text"),
        pytest.param('@""', "''", id="empty verbatim text"),
        pytest.param('"""a"b"""', "'a\"b'", id="raw text"),
        pytest.param('"""\n    a\n      b\n    """', repr("a\n  b"), id="raw text over lines"),
        pytest.param('"""\n    """', "''", id="empty raw text"),
        pytest.param("'c'", "'c'", id="character"),
        pytest.param('"a"u8', "'a'", id="bytes"),
        pytest.param('$"a{b}c"', "template('a', b, 'c')", id="interpolation"),
        pytest.param('$"{b:F2}{c,-3}{{d}}"', "template(b, c, '{d}')", id="formats and braces"),
        pytest.param('$"a\\n"', repr("a\n"), id="interpolation of nothing"),
        pytest.param('$@"a""{b}\\n"', "template('a\"', b, '\\\\n')", id="verbatim interpolation"),
        pytest.param('$$"""a{{b}}{c}"""', "template('a', b, '{c}')", id="raw interpolation"),
        pytest.param('$"""\n    a{b}\n    c\n    """', "template('a', b, '\\nc')", id="raw interpolation over lines"),
        pytest.param('"a" + b + "c"', "template('a', b, 'c')", id="sum"),
        pytest.param('("a" + b) + "c"', "template('a', b, 'c')", id="sum in parentheses"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("-3", "-3", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negation"),
        pytest.param("3.5f", "3.5f", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("null", "null", id="null"),
        pytest.param("default", "default", id="default"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("a && b || c", "?logic:boolean", id="and or"),
        pytest.param("!a", "?negation:boolean", id="not"),
        pytest.param("a is B b", "?comparison:boolean", id="is"),
        pytest.param('a ?? b ?? "c"', "or(a, b, 'c')", id="null-coalescing"),
        pytest.param("a ?? throw new E()", "or(a)", id="null-coalescing throw"),
        pytest.param('b ? "a" : d ? "e" : "f"', "ternary('a', 'e', 'f')", id="ternary"),
        pytest.param('b switch { A.B => "a", C c when c.D => "b", _ => throw new E() }', "match('a', 'b')", id="switch"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("(string)a", "a", id="cast"),
        pytest.param("a as string", "a", id="as"),
        pytest.param("a!", "a", id="null-forgiving"),
        pytest.param("(a as B)?.c", "a.c", id="member of a cast"),
        pytest.param("a.b.c", "a.b.c", id="members"),
        pytest.param("a?.b?.c(d)?[1].e", "a.b.c(d)[1].e", id="null-conditional"),
        pytest.param('a["b"][0]', "a['b'][0]", id="indexes"),
        pytest.param("this.a", "SELF.a", id="this"),
        pytest.param("base.a()", "SUPER.a()", id="base"),
        pytest.param("global::A.B.C", "A.B.C", id="global"),
        pytest.param("A<int>.B<string>(1)", "A.B(1)", id="type arguments"),
        pytest.param("a.b(c, d: 1, e: out f)", "a.b(c, d=1, e=f)", id="named arguments"),
        pytest.param("a()()", "a()()", id="call of a call"),
        pytest.param("await a.b()", "await a.b()", id="await"),
        pytest.param("nameof(A.B)", "'B'", id="nameof"),
        pytest.param("nameof(A<int>)", "'A'", id="nameof of a generic"),
        pytest.param("typeof(A).Name", "'A'", id="name of a type"),
        pytest.param("typeof(A)", "?type", id="type"),
        pytest.param('string.Format("a{0}", b)', "brace('a{0}'; b)", id="format"),
        pytest.param('String.Format(culture, "a{0}", b)', "brace('a{0}'; b)", id="format for a culture"),
        pytest.param('string.Concat("a", b)', "template('a', b)", id="concat"),
        pytest.param('string.Join("_", a, b)', "string.Join('_', a, b)", id="join"),
        pytest.param("string.Empty", "''", id="string.Empty"),
        pytest.param("a.Empty", "a.Empty", id="Empty of something else"),
        pytest.param("a.Format(b)", "a.Format(b)", id="Format of something else"),
        pytest.param("new A(b, c: 1)", "new A(b, c=1)", id="construction"),
        pytest.param("new A.B<int>()", "new A.B()", id="construction of a nested generic"),
        pytest.param("new A { B = 1, C = c }", "{B: 1, C: c}", id="initialiser"),
        pytest.param("new A() { B = new C { D = 1 } }", "{B: {D: 1}}", id="initialisers in each other"),
        pytest.param("new A(b) { C = 1 }", "new A(b, {}={C: 1})", id="construction with an initialiser"),
        pytest.param('new A { { "b", 1 }, { c, 2 } }', "{b: 1, [c]: 2}", id="pairs"),
        pytest.param('new A { ["b"] = 1, [c] = 2 }', "{b: 1, [c]: 2}", id="indexers"),
        pytest.param('new List<string> { "a", b }', "['a', b]", id="list"),
        pytest.param('new Bag2 { new P("k", v) }', "new Bag2({}=[new P('k', v)])", id="items of another class"),
        pytest.param('new Obj(new P("k", v))', "new Obj(new P('k', v))", id="items as arguments"),
        pytest.param("new Dictionary<string, object>()", "{}", id="empty dictionary"),
        pytest.param("new JsonObject()", "{}", id="empty JSON object"),
        pytest.param('new Dictionary<string, object>(a, StringComparer.Ordinal) { ["b"] = 1 }', "{**a, **{b: 1}}", id="copy"),
        pytest.param("new Dictionary<string, object>(8)", "{}", id="dictionary of a size"),
        pytest.param('new JObject(new JProperty("k", v), new JProperty(l, w))', "{k: v, [l]: w}", id="pairs as arguments"),
        pytest.param('new JObject { new JProperty("k", v) }', "{k: v}", id="pairs in braces"),
        pytest.param("new Dictionary<string, A>(b.ToDictionary())", "{**b.ToDictionary()}", id="copy of a call"),
        pytest.param("new() { A = 1 }", "{A: 1}", id="target-typed initialiser"),
        pytest.param("new { a = 1, b, c.d, e = f() }", "{a: 1, b: b, d: c.d, e: f()}", id="anonymous object"),
        pytest.param("a with { B = 1 }", "{**a, B: 1}", id="with"),
        pytest.param('new[] { "a", b }', "['a', b]", id="array"),
        pytest.param('new string[] { "a" }', "['a']", id="typed array"),
        pytest.param("[a, ..b]", "[a, *b]", id="collection"),
        pytest.param("(a, b: 1)", "[a, b=1]", id="tuple"),
        pytest.param("() => a", "function#1", id="lambda"),
        pytest.param("from a in b where a.c select a.d", "?query:array", id="query"),
        pytest.param("a[1..^2]", "a[?range expression]", id="range"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


def test_record_of_a_type() -> None:
    facts = facts_of("class A { B b = new() { C = 1 }; D d = new(1); E F() => new(2); G H() { return new(3); } I J => new(4); }")
    record = facts.records[0]
    assert isinstance(record.type, Name)
    assert record.type.name == "B"
    assert render_calls(facts) == ["new D(1)", "new E(2)", "new G(3)", "new I(4)"]


def test_construction_without_a_known_type() -> None:
    assert render_calls(inside("f(new(1));")) == ["f(new ?type from the context(1))", "new ?type from the context(1)"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('var a = "x";', ["declare a = 'x'"], id="var"),
        pytest.param("B a = x, b;", ["declare a: B = x", "declare b: B"], id="typed"),
        pytest.param('const string A = "a";', ["declare A: string = 'a'"], id="constant"),
        pytest.param("using var a = f();", ["declare a = f()"], id="using"),
        pytest.param("B a; a = x;", ["declare a: B", "assign a = x"], id="assigned"),
        pytest.param("p = x;", ["assign p = x"], id="parameter"),
        pytest.param("string a; a += x;", ["declare a: string", "augment a = x"], id="added to"),
        pytest.param("int a; a++; --a;", ["declare a: int", "augment a = ?counted:number", "augment a = ?counted:number"], id="counted"),
        pytest.param("B a; a ??= x;", ["declare a: B", "assign a = or(a, x)"], id="set once"),
        pytest.param("var (a, b) = (1, x);", ["declare a = 1", "declare b = x"], id="taken apart"),
        pytest.param("var (a, (b, c)) = x;", ["declare a = x[0]", "declare b = x[1][0]", "declare c = x[1][1]"], id="nested"),
        pytest.param("(var a, B b) = x;", ["declare a = x[0]", "declare b: B = x[1]"], id="declared apart"),
        pytest.param("f(out var a, out B b);", ["declare a = ?set by what is called", "declare b: B = ?set by what is called"], id="out"),
        pytest.param("B a; f(out a);", ["declare a: B", "assign a = ?set by what is called"], id="out to a variable"),
        pytest.param("if (x is B b) {}", ["declare b: B = x"], id="is"),
        pytest.param(
            "if (x is { C: var c } b) {}", ["declare b = ?matched by a pattern", "declare c = ?matched by a pattern"], id="property pattern"
        ),
        pytest.param("foreach (var a in x) {}", ["loop a = item-of(x)"], id="foreach"),
        pytest.param("foreach (B a in x) {}", ["loop a: B = item-of(x)"], id="typed foreach"),
        pytest.param("foreach (var (k, v) in x) {}", ["loop k = key-of(x)", "loop v = value-of(x)"], id="pairs"),
        pytest.param("foreach (var k in x.Keys) {}", ["loop k = key-of(x)"], id="keys"),
        pytest.param("foreach (var v in x.Values) {}", ["loop v = value-of(x)"], id="values"),
        pytest.param("for (int i = 0; i < 3; i++) {}", ["declare i: int = 0", "augment i = ?counted:number"], id="for"),
        pytest.param("using (var a = f()) {}", ["declare a = f()"], id="using block"),
        pytest.param("try {} catch (E e) when (e.F) {}", ["declare e: E = ?exception"], id="catch"),
        pytest.param("var q = from a in x select a;", ["loop a = item-of(x)", "declare q = ?query:array"], id="query"),
        pytest.param("switch (x) { case B b: f(); break; }", ["declare b: B = x"], id="case"),
        pytest.param('a = "x";', [], id="a field is no variable"),
        pytest.param("void F(int a) {}", ["parameter a: int = param#0.0", "function F = function#0"], id="local function"),
    ],
)
def test_local_names(source: str, expected: list[str]) -> None:
    found = [render_binding(b).partition(" @")[0] for b in inside(source).bindings if (b.home >= 2 and b.name != "p") or b.kind == "assign"]
    assert [each.replace("function#1", "function#0").replace("param#1", "param#0") for each in found] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("this.a = x;", ["set SELF.a = x"], id="this"),
        pytest.param("a = x;", ["set SELF.a = x"], id="implicit this"),
        pytest.param("a += x;", ["augment SELF.a = x"], id="implicit this added to"),
        pytest.param("a.b = x;", ["set a.b = x"], id="member"),
        pytest.param('a["b"] = x;', ["set a.b = x"], id="text key"),
        pytest.param("a[b] = x;", ["set a[b] = x"], id="computed key"),
        pytest.param('a["b"] += x;', ["augment a.b = x"], id="added to"),
        pytest.param('a["b"] ??= x;', ["set a.b = or(a['b'], x)"], id="set once"),
        pytest.param("(this.a, b.c) = (x, y);", ["set SELF.a = x", "set b.c = y"], id="several"),
        pytest.param("a.B += () => f();", ["augment a.B = ?event handler"], id="event"),
        pytest.param("a.B -= f;", [], id="event taken back"),
        pytest.param("var a = x; a = y;", [], id="local variable"),
        pytest.param("var a = new B { C = x };", [], id="initialiser"),
    ],
)
def test_changes(source: str, expected: list[str]) -> None:
    assert [render_mutation(m) for m in inside(source).mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('public const string A = "a", B = "b";', ["declare A: string = 'a' @1", "declare B: string = 'b' @1"], id="constants"),
        pytest.param("readonly C? c;", ["declare c: C @1"], id="field"),
        pytest.param(
            "Task<C> c; List<C> d; C[] e; N.C f;",
            ["declare c: C @1", "declare d: [C] @1", "declare e: [C] @1", "declare f: N.C @1"],
            id="types",
        ),
        pytest.param('string A { get; set; } = "a";', ["declare A: string = 'a' @1"], id="automatic property"),
        pytest.param("string A { get; }", ["declare A: string @1"], id="property without a value"),
        pytest.param("string A => b;", ["function A = function#0 @1"], id="expression property"),
        pytest.param("string A { get { return b; } set { c = value; } }", ["function A = function#1 @1"], id="full property"),
        pytest.param("event Action A;", ["declare A: Action @1"], id="event"),
        pytest.param("void F() {} void F(int a) {}", ["function F = function#0 @1", "function F = function#1 @1"], id="overloads"),
        pytest.param("void I.F() {}", ["function F = function#0 @1"], id="explicit interface"),
        pytest.param("App() {} static App() {}", ["function constructor = function#0 @1"], id="constructors"),
        pytest.param("class B {} enum C {}", ["class B = class#1 @1", "class C = class#2 @1"], id="nested types"),
        pytest.param(
            '#if X\nconst string A = "a";\n#else\nconst string A = "b";\n#endif',
            ["declare A: string = 'a' @1", "declare A: string = 'b' @1"],
            id="#if",
        ),
        pytest.param("~App() {} public static App operator +(App a, App b) => a;", [], id="no names"),
    ],
)
def test_members(source: str, expected: list[str]) -> None:
    assert members_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("void F() { }", "method F()", id="method"),
        pytest.param("static string F() { return a; }", "static F(): string -> a", id="static"),
        pytest.param("abstract void F();", "abstract F()", id="abstract"),
        pytest.param("async Task<B> F() => await a;", "method F(): B -> await a", id="async"),
        pytest.param("string A => b;", "getter A(): string -> b", id="getter"),
        pytest.param("string A { get => b; }", "getter A(): string -> b", id="get accessor"),
        pytest.param("App(B b) { this.b = b; }", "constructor constructor(b: B)", id="constructor"),
        pytest.param('void F(string a = "x", B? b = null) {}', "method F(a: string = 'x', b: B = null)", id="defaults"),
        pytest.param("void F(ref int a, out B b, in C c) {}", "method F(a: int, b: B, c: C)", id="modifiers"),
        pytest.param("void F(B b, params object[] rest) {}", "method F(b: B, rest rest)", id="params"),
        pytest.param('string F() => a switch { 1 => "x", _ => "y" };', "method F(): string -> 'x' | 'y'", id="switch body"),
        pytest.param("string F() { if (a) return b; return c; }", "method F(): string -> b | c", id="returns"),
        pytest.param("string F() => throw new E();", "method F(): string", id="throws"),
        pytest.param(
            "T F<T>(IDictionary<string, object> a) where T : B => default;", "method F(a: IDictionary): T -> default", id="generic"
        ),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert render_function(facts_of(f"class App {{ {source} }}").functions[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A : B, I<C> {}", ["class A(B, I)"], id="bases"),
        pytest.param("struct A {} record B; record struct C {}", ["class A()", "class B()", "class C()"], id="structs and records"),
        pytest.param("interface A : B {}", ["interface A(B)"], id="interface"),
        pytest.param("static class A { static class B {} }", ["object A()", "object B()"], id="static classes"),
        pytest.param("partial class A : B {}", ["class A(B)"], id="partial with a base"),
        pytest.param("partial class A {}", ["extension A()"], id="partial without a base"),
        pytest.param("class A(B b) : C(b) {}", ["class A(new C(b))"], id="primary constructor"),
        pytest.param("record A(B b) : C(b, 1);", ["class A(new C(b, 1))"], id="record"),
        pytest.param("enum A { B = 1, C, D = B | C }", ["enum A() B=1 C D=?arithmetic:number"], id="enum"),
        pytest.param('enum A { [Description("b")] B }', ["enum A() B[Description: decorator Description('b')]"], id="enum with attributes"),
        pytest.param("namespace A.B; class C {}", ["class C()"], id="file-scoped namespace"),
        pytest.param("namespace A { namespace B { class C {} } }", ["class C()"], id="block namespaces"),
    ],
)
def test_classes(source: str, expected: list[str]) -> None:
    assert [shown(cls) for cls in facts_of(source).classes] == expected


def test_primary_constructor() -> None:
    facts = facts_of("class A(B b, int c = 1) : D(b) { void F() => b.G(); }")
    assert [render_function(f) for f in facts.functions] == ["constructor constructor(b: B, c: int = 1)", "method F() -> b.G()"]
    assert [render_mutation(m) for m in facts.mutations] == ["set SELF.b = b", "set SELF.c = c"]
    assert [render_binding(b) for b in facts.bindings if b.home == 1] == [
        "declare b: B @1", "declare c: int @1", "function constructor = function#0 @1", "function F = function#1 @1",
    ]  # fmt: skip


def test_extension_method() -> None:
    facts = facts_of("static class A { public static B F(this C c, string d, int e = 1) => c.G(d); static void H(C c) {} }")
    assert [shown(cls) for cls in facts.classes] == ["object A()", "extension C()"]
    assert [(f.owner, render_function(f)) for f in facts.functions] == [
        (0, "static F(c: C, d: string, e: int = 1): B -> c.F(d, e)"),
        (1, "method F(d: string, e: int = 1): B -> c.G(d)"),
        (0, "static H(c: C)"),
    ]
    assert render_calls(facts) == ["c.G(d)"]
    assert "parameter c: C = param#0.0 @4" in render_bindings(facts)


@pytest.mark.parametrize(
    ("source", "extended"),
    [
        pytest.param("static void F(this IList<A> a) {}", "IList", id="generic"),
        pytest.param("static void F<T>(this T a) where T : B, new() {}", "B", id="type parameter"),
        pytest.param("static void F(this Task<A> a) {}", "A", id="task"),
        pytest.param("static void F(this A[] a) {}", None, id="array"),
    ],
)
def test_extended_type(source: str, extended: str | None) -> None:
    found = [cls.name for cls in facts_of(f"static class E {{ {source} }}").classes if cls.kind == "extension"]
    assert found == ([] if extended is None else [extended])


@pytest.mark.parametrize(
    ("source", "package", "expected"),
    [
        pytest.param("using A.B;", "", ["import * = import A.B:*"], id="using"),
        pytest.param("using static A.B;", "", ["import * = import A.B:*"], id="using static"),
        pytest.param("global using A;", "", ["import * = import A:*"], id="global using"),
        pytest.param("using X = A.B.C;", "", ["import X = import A.B:C"], id="alias"),
        pytest.param("using X = A.B<int, C.D>;", "", ["import X = import A:B"], id="alias of a generic"),
        pytest.param("namespace A.B;", "A.B", [], id="file-scoped namespace"),
        pytest.param("namespace A { using B; } namespace C {}", "A", ["import * = import B:*"], id="block namespaces"),
    ],
)
def test_imports(source: str, package: str, expected: list[str]) -> None:
    facts = facts_of(source)
    assert (facts.package, render_bindings(facts)) == (package, expected)


def test_modules() -> None:
    assert facts_of("using A.B; using static C.D; using X = E.F;").modules == ("A.B", "C.D", "E.F")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("[A] class C {}", ["A"], id="name"),
        pytest.param('[A("x", B = f(), C: 1)] class C {}', ["decorator A('x', B=f(), C=1)"], id="arguments"),
        pytest.param("[A, B(1)][N.C(2)] class D {}", ["A", "decorator B(1)", "decorator N.C(2)"], id="several"),
    ],
)
def test_decorators(source: str, expected: list[str]) -> None:
    assert [render(each) for each in facts_of(source).classes[0].decorators] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A { int b = f(); string C { get; } = g(); }", ["f()", "g()"], id="fields"),
        pytest.param('class A { A(int x) : base(f(x), "y") {} }', ["SUPER(f(x), 'y')", "f(x)"], id="base constructor"),
        pytest.param("class A { A() : this(1) {} }", ["SELF(1)"], id="own constructor"),
        pytest.param(
            "class A { event E B { add { f(); } remove { g(); } } int this[int i] => h(i); }", ["f()", "g()", "h(i)"], id="accessors"
        ),
        pytest.param("[assembly: A(1)]", ["decorator A(1)"], id="global attribute"),
        pytest.param("f(); class A {}", ["f()"], id="top-level statement"),
        pytest.param("class A { [B(1)] void F([C(2)] int x = 3) { g(); } }", ["decorator B(1)", "decorator C(2)", "g()"], id="attributes"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source)) == expected


@pytest.mark.parametrize(
    "source",
    [
        "if (f()) {}", "while (f()) {}", "do {} while (f());", "for (f(); ; ) {}", "foreach (var a in f()) {}", "lock (f()) {}",
        "switch (f()) { }", "switch (a) { case 1 when f(): break; }", "try { f(); } finally {}", "try {} catch { f(); }", "throw f();",
        "yield return f();", "checked { f(); }", "unsafe { f(); }", "x: f();", "var a = b switch { C => f() };", "var a = $\"{f()}\";",
        "a += f();", "a[f()] = 1;", "a?.b(f);", "g = () => f();", "g = delegate { f(); };", "_ = f();", "var a = new B[f()];",
        "var a = new { b = f() };", "var a = -f();", "var a = f() is B;", "var a = from b in c select f();", "return f();",
        "#if A\nf();\n#endif", "using (f()) {}", "await foreach (var a in f()) {}", "var a = stackalloc int[f()];", "goto b; { f(); }",
    ],
)  # fmt: skip
def test_every_call_is_noted_once(source: str) -> None:
    assert sum("f" in (render(call.callee), *(render(arg.value) for arg in call.args)) for call in inside(source).calls) == 1


def test_arms_exclude_each_other() -> None:
    facts = inside("if (a) b(); else if (c) d(); else { e(); } switch (x) { case 1: f(); break; default: g(); break; }")
    blocks = [scope for scope in facts.scopes if scope.kind == "block"]
    assert [(scope.group, scope.exhaustive) for scope in blocks] == [(1, True)] * 3 + [(2, True)] * 2


@pytest.mark.parametrize(
    ("source", "exhaustive"),
    [
        pytest.param("if (a) b();", [False], id="if"),
        pytest.param("switch (a) { case 1: case 2: b(); break; case 3: c(); break; }", [False, False], id="switch"),
        pytest.param("#if A\nb();\n#else\nc();\n#endif", [True, True], id="#if"),
    ],
)
def test_exhaustive(source: str, exhaustive: list[bool]) -> None:
    assert [scope.exhaustive for scope in inside(source).scopes if scope.kind == "block"] == exhaustive


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "switch (x) { case A.B: f(); break; case C: g(); break; default: h(); break; }", ["x is A.B", "x is C"], id="constants"
        ),
        pytest.param('switch (x) { case A.B: case "c": f(); break; }', ["x is match(A.B, 'c')"], id="several"),
        pytest.param("switch (x) { case A.B: default: f(); break; }", [], id="beside the default"),
        pytest.param("switch (x) { case A a: f(); break; case > 3: g(); break; }", [], id="other patterns"),
        pytest.param("var a = x switch { A.B or A.C => 1, _ => 2 };", ["x is match(A.B, A.C)"], id="expression"),
    ],
)
def test_what_cases_compare(source: str, expected: list[str]) -> None:
    assert compared(inside(source)) == expected


def test_a_function_hands_back_each_arm_from_its_block() -> None:
    facts = facts_of('static class E { static string F(this A a) => a switch { A.B => "x", _ => throw new D() }; }')
    returned = facts.functions[1].returns
    assert [render(each.value) for each in returned] == ["'x'"]
    assert facts.scopes[returned[0].scope].kind == "block"
    assert compared(facts) == ["a is A.B"]


def test_names_of_functions() -> None:
    facts = inside("Action a = () => {}; b = x => 1; this.c = y => 2; var d = new D { E = () => 3 }; f(z => 4); g(h: () => 5);")
    assert [f.name for f in facts.functions if f.kind == "lambda"] == ["a", "b", "c", "E", "", "h"]
    assert [f.record for f in facts.functions if f.kind == "lambda"] == [None, None, None, 0, None, None]


def test_statements_are_counted() -> None:
    facts = facts_of("class A { void F() { var a = 1; if (a) return; b(); } string G => c; void H() => d(); }")
    assert [(f.name, f.statements) for f in facts.functions] == [("F", 3), ("G", 1), ("H", 1)]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        pytest.param("a.Track(1);", 1, 3, id="first line"),
        pytest.param('var é = "ü😀"; a.Track(1);', 1, 17, id="non-ASCII before it"),
        pytest.param("\ufeffa.Track(1);", 1, 3, id="byte order mark"),
        pytest.param("// é\r\n\r\n  a.Track(1);", 3, 5, id="CRLF"),
        pytest.param("a\n  .B()\n  ?.Track<int>(1);", 3, 5, id="chain over lines"),
        pytest.param("Track(1);", 1, 1, id="bare name"),
    ],
)
def test_position_of_the_last_name(source: str, line: int, column: int) -> None:
    call = facts_of(source).calls[-1]
    assert (call.name_span.line, call.name_span.column, call.name_span.end_column) == (line, column, column + len("Track"))


def test_comments() -> None:
    facts = facts_of("// a\n/* b */ class C { } /// d\n")
    assert [(c.text, c.span.line) for c in facts.comments] == [("// a", 1), ("/* b */", 2), ("/// d", 2)]


def test_broken_source_is_told_and_the_rest_is_read() -> None:
    facts = facts_of("class A { void F() { a.b(; } void G() { c.d(1); } }")
    assert facts.errors
    assert "c.d(1)" in render_calls(facts)


_DEEP = 5000


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = " + "a + " * _DEEP + "a;", id="sum"),
        pytest.param("x = " + "a ?? " * _DEEP + "a;", id="null-coalescing"),
        pytest.param("x = " + "(" * _DEEP + "a" + ")" * _DEEP + ";", id="parentheses"),
        pytest.param("x = " + "f(" * _DEEP + "a" + ")" * _DEEP + ";", id="calls"),
        pytest.param("x = a" + ".b(1)" * _DEEP + ";", id="chain"),
        pytest.param("x = a" + "?.b" * _DEEP + ";", id="null-conditional chain"),
        pytest.param("x = " + "a ? b : " * _DEEP + "c;", id="ternaries"),
        pytest.param("x = " + "new A { B = " * 500 + "1" + "}" * 500 + ";", id="initialisers"),
        pytest.param("x = " + "a => " * 500 + "1;", id="lambdas"),
        pytest.param("if (a) b(); else " * 2000 + "c();", id="else ifs"),
        pytest.param("{" * _DEEP + "}" * _DEEP, id="blocks"),
        pytest.param("class A {" * 1000 + "}" * 1000, id="classes"),
        pytest.param("A." * _DEEP + "B x;", id="qualified type"),
        pytest.param("A<" * 500 + "B" + ">" * 500 + " x;", id="generic type"),
        pytest.param('x = $"{' * 50 + "a" + '}"' * 50 + ";", id="interpolations"),
        pytest.param("#if A\n" * 500 + "f();\n" + "#endif\n" * 500, id="#if"),
    ],
)
def test_deep_nesting(source: str) -> None:
    pickle.loads(pickle.dumps(facts_of(source)))


def test_every_call_of_a_long_chain_is_noted() -> None:
    assert len(facts_of("a" + ".B(1)" * 300 + ";").calls) == 300


_PIECES = [
    "class A", "static", "partial", "record B(int c)", ": D(e)", "{", "}", "(", ")", "[", "]", ";", ",", "=", "=>", "new", "new()",
    "this", "base", "string", "var x", "a", ".b", "?.c", "!", "??", "?", ":", '"s"', '$"{', '}"', '"""', "@", "1", "+", "switch",
    "case", "if", "else", "foreach (var (k, v) in d)", "using", "namespace N", "enum E", "out var o", "is { P: var q } r", "await",
    "throw", "return", "get", "set", "#if X\n", "#else\n", "#endif\n", "// c\n", "nameof(", "typeof(T).Name", "where T : U", "this T t",
    "params object[] r", "with", "..",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("App.cs", source))


_WHOLE = b"""\xef\xbb\xbfusing System;
using static App.Names;
using Props = System.Collections.Generic.Dictionary<string, object>;

namespace App.Analytics
{
    [Serializable, Obsolete("old")]
    public sealed partial class Tracker<T>(IClient client) : Base<T>(client), ITracker where T : class
    {
        private const string Prefix = "app_";
        public string Name { get; private set; } = $"{Prefix}tracker";
        public event Action<string>? Sent;

        public async Task TrackAsync(string name, Props? props = null, params object[] rest)
        {
            var all = new Props(props ?? new()) { ["source"] = "web", ["at"] = DateTime.Now };
            if (props is { Count: > 0 } given && given.TryGetValue("k", out var value)) all["k"] = value;
            foreach (var (key, item) in all) Log(@"a""b", key, item);
            await client.Send(name switch { "a" => "b", _ => Prefix + name }, all)?.Then(x => x.Done());
        }
    }

    public enum Kind { [Description("one")] One = 1, Two }
    public static class Extensions { public static void Go(this ITracker t, Kind kind) => t.TrackAsync(kind.ToString()); }
}
"""


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("App.cs", _WHOLE[:start] + _WHOLE[start + length :])


def test_calls_in_values_are_the_noted_ones() -> None:
    facts = extract("App.cs", _WHOLE)
    noted = {id(call) for call in facts.calls}
    held = [binding.value for binding in facts.bindings if isinstance(binding.value, Call)]
    assert all(id(call) in noted for call in held)
    assert [record.index for record in facts.records] == list(range(len(facts.records)))
