from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts, Name
from scanner.languages.swift import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.swift", source.encode())


def value_of(source: str) -> str:
    """The value of `x`, which `source` is given to."""
    return render(next(b.value for b in facts_of(f"let x = {source}\n").bindings if b.name == "x"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param('"a \\(b.c) d"', "template('a ', b.c, ' d')", id="interpolation"),
        pytest.param('"\\(a, default: f())"', "template(a)", id="an option of an interpolation is no part"),
        pytest.param('"\\(f("b"))"', "template(f('b'))", id="call in an interpolation"),
        pytest.param(r'"a\n\u{e9}\"\\"', "'a\\né\"\\\\'", id="escapes"),
        pytest.param(r'"\u{D800}"', "'\ufffd'", id="a surrogate is no character"),
        pytest.param(r'#"a\n"b"#', "'a\\\\n\"b'", id="raw text"),
        pytest.param(r'#"a \#(b)"#', "template('a ', b)", id="raw interpolation"),
        pytest.param('"""\n    a\n      b\n    """', "'a\\n  b'", id="lines lose the indentation of the closing quotes"),
        pytest.param('"""\n  a \\\n  b\n  """', "'a b'", id="line continued"),
        pytest.param('"""\n  a \\(b)\n  c\n  """', "template('a ', b, '\\nc')", id="lines with interpolation"),
        pytest.param('"""\r\n  a\r\n  b\r\n  """', "'a\\nb'", id="lines with carriage returns"),
        pytest.param('#"""\n  a "\\n"\n  """#', "'a \"\\\\n\"'", id="raw lines"),
        pytest.param('"a" + b + "c"', "template('a', b, 'c')", id="sum"),
        pytest.param('"a \\(b)" + c', "template('a ', b, c)", id="sum with interpolation"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("a + b - c", "?arithmetic:number", id="difference after a sum"),
        pytest.param("[a] + b", "?arithmetic:array", id="sum of lists"),
        pytest.param("a * 2 + 1", "?arithmetic:number", id="product"),
        pytest.param('"a" + b.c(1).d + e!.f()', "template('a', b.c(1).d, e.f())", id="calls in a sum"),
        pytest.param("a() + b[1] + (c as? D)!.e { f }", "template(a(), b[1], c.e({}=function#0))", id="every link finds its operand"),
        pytest.param("try a + b.c()", "template(a, b.c())", id="try before a sum"),
        pytest.param("(a + b).c()", "template(a, b).c()", id="call of a sum in parentheses"),
        pytest.param("await a() + b()", "template(await a(), b())", id="await in a sum"),
        pytest.param('"a" + (b + c())', "template('a', b, c())", id="sum in a sum"),
        pytest.param("!a.b().c()", "?comparison:boolean", id="not before a call"),
        pytest.param("-a.b()", "?arithmetic:number", id="minus before a call"),
        pytest.param("a != b()", "?comparison:boolean", id="unequal"),
        pytest.param(".a.b(c).d", ".a.b(c).d", id="chain from an implicit member"),
        pytest.param(".a(b).c(d)", ".a(b).c(d)", id="builder from an implicit member"),
        pytest.param('a ? "b" : (c ? "d" : "e")', "ternary('b', 'd', 'e')", id="ternary in parentheses"),
        pytest.param("-1", "-1", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negated name"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("a == b && c", "?comparison:boolean", id="and"),
        pytest.param("a is B", "?comparison:boolean", id="type check"),
        pytest.param('a ?? b ?? "c"', "or(a, b, 'c')", id="fallbacks"),
        pytest.param('a ? "b" : "c"', "ternary('b', 'c')", id="ternary"),
        pytest.param('a ? "b" : c ? "d" : "e"', "ternary('b', 'd', 'e')", id="ternaries"),
        pytest.param('if a { "b" } else if c { "d" } else { "e" }', "match('b', 'd', 'e')", id="if expression"),
        pytest.param('switch a { case .b: "c"\n default: "d" }', "match('c', 'd')", id="switch expression"),
        pytest.param("a!.b?.c", "a.b.c", id="optional chain"),
        pytest.param("(a as? B)?.c", "a.c", id="cast in a chain"),
        pytest.param("try? a.b()", "a.b()", id="try"),
        pytest.param("try await a()", "await a()", id="await"),
        pytest.param("self.a", "SELF.a", id="self"),
        pytest.param("Self.a", "SELF.a", id="own type"),
        pytest.param("super.a()", "SUPER.a()", id="super"),
        pytest.param("A.self", "A", id="the type itself"),
        pytest.param("a.`default`.b", "a.default.b", id="backticks"),
        pytest.param("a[b]", "a[b]", id="subscript"),
        pytest.param('a["b", default: c]', "or(a['b'], c)", id="subscript with a fallback"),
        pytest.param("a.0", "a[0]", id="part of a tuple"),
        pytest.param(".a", ".a", id="implicit member"),
        pytest.param(".a(b, c: d)", ".a(b, c=d)", id="implicit member with arguments"),
        pytest.param(".a.b", ".a.b", id="member of an implicit member"),
        pytest.param("[:]", "{}", id="empty dictionary"),
        pytest.param('["a": b, c: 1, .d: e, K.f.rawValue: g]', "{a: b, [c]: 1, [.d]: e, [K.f.rawValue]: g}", id="dictionary"),
        pytest.param('["a": b as Any]', "{a: b}", id="cast in a dictionary"),
        pytest.param("[String: Any]()", "{}", id="new dictionary"),
        pytest.param("Dictionary<String, Any>()", "{}", id="new dictionary by its name"),
        pytest.param("[String]()", "[]", id="new list"),
        pytest.param("[a, 1]", "[a, 1]", id="list"),
        pytest.param("(a, 1)", "[a, 1]", id="tuple"),
        pytest.param("(a: b, c: 1)", "{a: b, c: 1}", id="labelled tuple"),
        pytest.param("(a)", "a", id="parentheses"),
        pytest.param('String(format: "%@ %ld %1$d", a, b)', "percent('%s %s %1$s'; a, b)", id="format"),
        pytest.param("String(format)", "String(format)", id="text of a value"),
        pytest.param("A<B>(c: d)", "new A(c=d)", id="generic type"),
        pytest.param("A(b)", "A(b)", id="construction looks like a call"),
        pytest.param("a(b:c:)", "a", id="function by its labels"),
        pytest.param("#selector(A.b(_:))", "?selector expression", id="selector"),
        pytest.param("\\A.b", "?key path expression.b", id="key path"),
        pytest.param("#function", "?#function:string", id="special literal"),
        pytest.param("a <> b", "?operator", id="operator of one's own"),
        pytest.param("nil", "nil", id="nil"),
        pytest.param("{ $0.a }", "function#0", id="closure"),
        pytest.param("{ A() }()", "function#0()", id="closure that is called"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import A", ["import * = import A:*"], id="module"),
        pytest.param("@testable import A.B", ["import * = import A.B:*"], id="submodule"),
        pytest.param("import class A.B", ["import B = import A:B"], id="one symbol"),
        pytest.param("let a: B? = nil", ["declare a: B = nil"], id="declared type"),
        pytest.param("let a, b: B", ["declare a: B", "declare b: B"], id="one type for two"),
        pytest.param("let a = 1, b = 2", ["declare a = 1", "declare b = 2"], id="two values"),
        pytest.param("let (a, _, b) = (1, 2, 3)", ["declare a = 1", "declare b = 3"], id="tuple taken apart"),
        pytest.param("let (a, b) = c", ["declare a = c[0]", "declare b = c[1]"], id="unknown tuple taken apart"),
        pytest.param("let a = b as? C", ["declare a: C = b"], id="type of a cast"),
        pytest.param("typealias A = B.C", ["declare A = B.C"], id="type alias"),
        pytest.param("@Environment(A.self) var a", ["declare a: A"], id="type of a wrapper"),
        pytest.param('@AppStorage("k") var a = 1', ["declare a = 1"], id="wrapper without a type"),
        pytest.param("a = 1\na += b", ["assign a = 1", "augment a = b"], id="assignments"),
        pytest.param("_ = f()", [], id="nothing is kept"),
        pytest.param("if let a = b.c { }", ["declare a = b.c @1"], id="if let"),
        pytest.param("if let a = b, let c = a.d { }", ["declare a = b @1", "declare c = a.d @1"], id="one after the other"),
        pytest.param("if let a { }", [], id="what is unwrapped keeps its name"),
        pytest.param("if let a = a { }", [], id="unwrapped to the same name"),
        pytest.param("if let a: B = c { }", ["declare a: B = c @1"], id="if let with a type"),
        pytest.param("guard let a = b else { return }", ["declare a = b"], id="guard let is seen after it"),
        pytest.param("guard let self = self else { return }", [], id="self stays self"),
        pytest.param("if case .a(let b) = c { }", ["declare b = c.a[0] @1"], id="if case"),
        pytest.param("if case let .a(_, k: b)? = c { }", ["declare b = c.a['k'] @1"], id="if case let with a label"),
        pytest.param("for a in b { }", ["loop a = item-of(b) @1"], id="loop"),
        pytest.param("for (a, b) in c { }", ["loop a = key-of(c) @1", "loop b = value-of(c) @1"], id="loop over pairs"),
        pytest.param("for a in b.keys { }", ["loop a = key-of(b) @1"], id="loop over keys"),
        pytest.param("for (i, a) in b.enumerated() { }", ["loop i = ?counter:integer @1", "loop a = item-of(b) @1"], id="counted loop"),
        pytest.param("for case let .a(b) in c { }", ["declare b = item-of(c).a[0] @1"], id="loop with a pattern"),
        pytest.param("do { } catch { }", ["assign error = ?exception @1"], id="catch"),
        pytest.param(
            "switch a { case .b(let c): d()\n case .e, .f: break\n default: break }",
            [
                "declare c = a.b[0] @1",
                "assign {subject} = a @1",
                "assign {case} = .b @1",
                "assign {subject} = a @2",
                "assign {case} = match(.e, .f) @2",
            ],
            id="switch",
        ),
        pytest.param(
            'switch (a, b) { case let (c, "d"): e() }', ["declare c = a @1"], id="a tuple of patterns is compared with no one value"
        ),
    ],
)
def test_bindings(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source + "\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('a["b"] = c', ["set a.b = c"], id="key"),
        pytest.param("a[b] = c", ["set a[b] = c"], id="computed key"),
        pytest.param("a[.b] = c", ["set a[.b] = c"], id="implicit key"),
        pytest.param('a?.b["c"] = d', ["set a.b.c = d"], id="key of a member"),
        pytest.param('a!["b"] = c', ["set a.b = c"], id="key of an unwrapped value"),
        pytest.param('a["b", default: 0] += 1', ["augment a.b = 1"], id="key with a fallback"),
        pytest.param("a.b += c", ["augment a.b = c"], id="added"),
        pytest.param("a.b -= c", ["set a.b = ?arithmetic:number"], id="arithmetic"),
        pytest.param("class A { var b: C?\n func f() { b = c } }", ["set SELF.b = c"], id="field without self"),
        pytest.param("class A: B { func f() { g { b = c } } }", ["set SELF.b = c"], id="inherited field in a closure"),
        pytest.param("class A { func f() { self.b = c } }", ["set SELF.b = c"], id="field"),
        pytest.param("class A { func f() { var b = 1\n b = c } }", [], id="local variable of a method"),
        pytest.param("var b = 1\nfunc f() { b = c }", [], id="global variable"),
        pytest.param("a.merge(b) { $1 }", [], id="a changing method stays a call"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(source + "\n").mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("func f(a: String, _ b: C?, with c: [D]) {}", "function f(a: string, b: C, c: [D])", id="internal names"),
        pytest.param("func f(a: Int = 1, b: any C = .d) {}", "function f(a: int = 1, b: C = .d)", id="defaults"),
        pytest.param("func f(a: String...) {}", "function f(rest a: string)", id="any number"),
        pytest.param("func f(a: @escaping (B) -> Void, c: D.E<F>) {}", "function f(a, c: D.E)", id="function type"),
        pytest.param('func f() -> String { "a" }', "function f(): string -> 'a'", id="one expression"),
        pytest.param("func f() { g() }", "function f()", id="nothing is handed back"),
        pytest.param("func f() -> Void { g() }", "function f(): Void", id="nothing is declared"),
        pytest.param('func f() -> A { if b { return "c" }\n return "d" }', "function f(): A -> 'c' | 'd'", id="returns"),
        pytest.param('func f() -> A { if b { "c" } else { "d" } }', "function f(): A -> 'c' | 'd'", id="if at the end"),
        pytest.param("func f() -> A { throw B.c }", "function f(): A", id="throw"),
        pytest.param("func f() -> A { for b in c { continue d } }", "function f(): A", id="a label is no value"),
        pytest.param("class A { func f() {} }", "method f()", id="method"),
        pytest.param("class A { static func f() {} }", "static f()", id="static"),
        pytest.param("class A { class func f() -> Self { Self() } }", "static f(): A -> SELF()", id="class method"),
        pytest.param("class A { init?(a: B) {} }", "constructor init(a: B)", id="constructor"),
        pytest.param("class A { deinit {} }", "method deinit()", id="destructor"),
        pytest.param("protocol A { func f(a: B) -> C }", "abstract f(a: B): C", id="protocol"),
        pytest.param('class A { var b: String { "c" } }', "getter b(): string -> 'c'", id="computed property"),
        pytest.param('class A { var b: String { get { "c" } } }', "getter b(): string -> 'c'", id="computed property with get"),
        pytest.param(
            'enum A { case a, b\n var c: String { switch self { case .a: return "d"\n case .b: return "e" } } }',
            "getter c(): string -> 'd' | 'e'",
            id="switch over itself",
        ),
        pytest.param("class A { var b = 1 { didSet { f(oldValue) } } }", "method didSet(oldValue)", id="observer"),
        pytest.param("let f = { (a: B, c) -> D in a }", "lambda f(a: B, c): D -> a", id="closure"),
        pytest.param("let f = { g($1) }", "lambda f($0, $1) -> g($1)", id="closure with numbered parameters"),
        pytest.param("a.f = { b }", "lambda f() -> b", id="closure given to a member"),
        pytest.param("g { b in c() }", "lambda (b) -> c()", id="trailing closure"),
        pytest.param("class A { subscript(b: Int) -> C { d[b] } }", "method subscript(b: int) -> d[b]", id="subscript"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert expected in [render_function(function) for function in facts_of(source + "\n").functions]


@pytest.mark.parametrize(
    ("source", "kind", "members"),
    [
        pytest.param('enum A: String { case b, c = "d" }', "enum", ["b='b'", "c='d'"], id="text by name or given"),
        pytest.param("enum A: String, B { case `default` }", "enum", ["default='default'"], id="backticks"),
        pytest.param("enum A { case b, c }", "enum", ["b=-", "c=-"], id="no raw value"),
        pytest.param("enum A: Int { case b = 1, c }", "enum", ["b=1", "c=-"], id="numbers"),
        pytest.param(
            "enum A { case b(c: String, Int)\n case d }",
            "enum",
            ["b=-(c=?associated value:string, ?associated value:integer)", "d=-"],
            id="values",
        ),
        pytest.param("indirect enum A { case b(A) }", "enum", ["b=-(?associated value)"], id="indirect"),
        pytest.param("enum A: CodingKey { case b }", "enum", ["b='b'"], id="coding keys"),
        pytest.param("class A: String { let b = 1 }", "class", [], id="class"),
        pytest.param("struct A {}", "class", [], id="struct"),
        pytest.param("actor A {}", "class", [], id="actor"),
        pytest.param("protocol A: B { var c: D { get } }", "interface", [], id="protocol"),
        pytest.param("extension A: B { func c() {} }", "extension", [], id="extension"),
        pytest.param("extension B.A { func c() {} }", "extension", [], id="extension of a nested type"),
    ],
)
def test_classes(source: str, kind: str, members: list[str]) -> None:
    (found,) = facts_of(source + "\n").classes
    shown = [
        f"{member.name}={render(member.value)}"
        + (f"({', '.join((arg.keyword + '=' if arg.keyword else '') + render(arg.value) for arg in member.args)})" if member.args else "")
        for member in found.members
    ]
    assert (found.name, found.kind, shown) == ("A", kind, members)


def test_extension_does_not_bind_the_name_of_its_type() -> None:
    assert render_bindings(facts_of("extension A { static let b = 1 }\n")) == ["declare b = 1 @1"]


def test_bases_and_decorators() -> None:
    (found,) = facts_of("@MainActor final class A<T>: B<T>, C.D where T: E {}\n").classes
    assert ([render(base) for base in found.bases], [render(item) for item in found.decorators]) == (["B", "C.D"], ["MainActor"])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a.b(c, d: 1)", ["a.b(c, d=1)"], id="labels"),
        pytest.param("a?.b?(c)", ["a.b(c)"], id="optional"),
        pytest.param("a.b(c(d))", ["a.b(c(d))", "c(d)"], id="nested"),
        pytest.param("a(.b(c()))", ["a(.b(c()))", "c()"], id="inside an implicit member's arguments"),
        pytest.param("A.b.c(\n  .d,\n  [.e: f()]\n)", ["A.b.c(.d, {[.e]: f()})", "f()"], id="over lines"),
        pytest.param("a { b() }", ["a({}=function#0)", "b()"], id="trailing closure"),
        pytest.param("let m = a(1) { b() }", ["a(1, {}=function#0)", "b()"], id="trailing closure behind arguments"),
        pytest.param("let m = a(1)(2)", ["a(1)", "a(1)(2)"], id="call of a result"),
        pytest.param("a(1) { b() } c: { d() }", ["a(1, {}=function#0, c=function#1)", "b()", "d()"], id="two trailing closures"),
        pytest.param("a[b()].c()", ["b()", "a[b()].c()"], id="in a subscript"),
        pytest.param("a[b()] = c()", ["b()", "c()"], id="on both sides of an assignment"),
        pytest.param("if a() { b() } else if let c = d() { e() }", ["a()", "b()", "d()", "e()"], id="conditions"),
        pytest.param("guard a(), let b = c() else { d() }", ["a()", "c()", "d()"], id="guard"),
        pytest.param("while a() { b() }\nrepeat { c() } while d()", ["a()", "b()", "c()", "d()"], id="loops"),
        pytest.param("for a in b() where c(a) { d() }", ["b()", "c(a)", "d()"], id="for"),
        pytest.param("switch a() { case b() where c(): d() }", ["a()", "b()", "c()", "d()"], id="switch"),
        pytest.param("do { try a() } catch let b as C { d() }", ["a()", "d()"], id="do"),
        pytest.param("defer { a() }", ["a()"], id="defer is no call"),
        pytest.param("#if A\na()\n#else\nb()\n#endif", ["a()", "b()"], id="both sides of a condition of the build"),
        pytest.param("func f(a: B = c()) {}", ["c()"], id="default"),
        pytest.param("@A(b()) var c = d()", ["decorator A(b())", "b()", "d()"], id="wrapper"),
        pytest.param("@available(iOS 13, *) func f() {}", [], id="availability is no call"),
        pytest.param("class A { lazy var b: C = { d() }() }", ["function#0()", "d()"], id="lazy"),
        pytest.param('"\\(a()) \\(b())"', ["a()", "b()"], id="interpolation"),
        pytest.param("a() && b() || !c()", ["a()", "b()", "c()"], id="conditions as values"),
        pytest.param("if !a.b(c()) { }", ["a.b(c())", "c()"], id="not"),
        pytest.param('a("b" + c.d(), e() - f())', ["a(template('b', c.d()), ?arithmetic:number)", "c.d()", "e()", "f()"], id="in sums"),
        pytest.param("#Preview { a() }", ["a()"], id="macro"),
        pytest.param("if #available(iOS 13, *) { a() }", ["a()"], id="available"),
        pytest.param("return a ? b() : c()", ["b()", "c()"], id="return"),
        pytest.param("enum A: String { case b; static let c = d() }", ["d()"], id="enum's constant"),
        pytest.param("String(format: a(), b())", ["a()", "b()"], id="format"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source + "\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a.b()", (1, 3), id="member"),
        pytest.param('\n  f("é", a.b())', (2, 12), id="after text that is not ASCII"),
        pytest.param("x()\r\n  a.b()", (2, 5), id="carriage return"),
        pytest.param("\ufeffa.b()", (1, 3), id="byte order mark"),
        pytest.param("a\n  .c()\n  .b()", (3, 4), id="chain over lines"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    call = next(call for call in facts_of(source + "\n").calls if render(call).endswith(".b()"))
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a { b() } else { c() }", [(1, True), (1, True)], id="if and else"),
        pytest.param("if a { b() }", [(1, False)], id="if"),
        pytest.param("if a { } else if let b { } else { }", [(1, True)] * 3, id="chain"),
        pytest.param("switch a { case .b: c()\n case .d: e() }", [(1, True), (1, True)], id="a switch covers all"),
        pytest.param("guard a else { return }", [(None, False)], id="guard"),
        pytest.param("do { a() } catch { b() }", [(None, False)] * 2, id="do and catch do not exclude each other"),
        pytest.param("for a in b { }", [(None, False)], id="for"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    blocks = [scope for scope in facts_of(source + "\n").scopes if scope.kind == "block"]
    assert [(scope.group, scope.exhaustive) for scope in blocks] == expected


def test_call_in_a_sum_starts_at_its_own_operand() -> None:
    (call,) = facts_of("let x = a + b.c()\n").calls
    assert (call.span.column, call.span.end_column) == (13, 18)


def test_scopes_know_their_function_and_class() -> None:
    facts = facts_of("class A { func f() { if a { b() } } }\n")
    scope = facts.scopes[facts.calls[0].scope]
    assert (scope.kind, scope.function, scope.owner) == ("block", 0, 0)


def test_condition_that_unwraps_nothing_is_outside_of_the_block() -> None:
    facts = facts_of("if a() { b() }\n")
    assert [facts.scopes[call.scope].kind for call in facts.calls] == ["module", "block"]


def test_default_is_looked_up_outside_of_the_function() -> None:
    default = facts_of("func f(a: B = c) {}\n").functions[0].params[0].default
    assert isinstance(default, Name)
    assert default.scope == 0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("func f() { a()\n let b = 1\n return }", 3, id="simple statements"),
        pytest.param("func f() { if a { b() } else { c = 1 } }", 2, id="in blocks"),
        pytest.param("func f() { a { b()\n c() } }", 1, id="a closure counts for itself"),
        pytest.param("func f() {}", 0, id="none"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert facts_of(source + "\n").functions[0].statements == expected


def test_comments() -> None:
    facts = facts_of("// a\nf(/* b */ 1) // c\n/** d */\n")
    assert [comment.text for comment in facts.comments] == ["// a", "/* b */", "// c", "/** d */"]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("a.b()\nfunc (", ["a.b()"], id="what stands before"),
        pytest.param("let x = \na.b()\n", ["a.b()"], id="value is missing"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert render_calls(facts)[: len(calls)] == calls


def test_broken_source_has_errors() -> None:
    assert facts_of("func (\n").errors
    assert facts_of("func f() {}\n").errors == ()


_MANY = 3000
_DEEP = {
    "sum": "let x = " + " + ".join(["a"] * _MANY),
    "and": "let x = " + " && ".join(["f()"] * _MANY),
    "fallbacks": "let x = " + " ?? ".join(["f()"] * _MANY),
    "ternaries": "let x = " + "a ? b : " * 1000 + "c",
    "parentheses": "let x = " + "(" * 500 + "a" + ")" * 500,
    "lists": "let x = " + "[" * 500 + "]" * 500,
    "chain": "x = a" + ".b(f(1))" * _MANY,
    "subscripts": "x = a" + "[0]" * _MANY,
    "arguments": "f(" * 500 + ")" * 500,
    "not": "let x = " + "!" * 500 + "a",
    "closures": "f {" * 300 + "}" * 300,
    "else if": "if a { }" + " else if f() { }" * 500,
    "blocks": "if a { " * 300 + "f()" + " }" * 300,
    "functions": "func f() { " * 300 + "}" * 300,
    "classes": "class A { " * 300 + "}" * 300,
    "types": "let x: " + "A<" * 300 + "B" + ">" * 300,
    "optional types": "let x: A" + "?" * 300,
    "patterns": "switch x { case " + ".a(" * 300 + "let b" + ")" * 300 + ": f() }",
    "targets": "(" * 300 + "a, b" + ")" * 300 + " = x",
    "interpolation": 'let x = "' + '\\("' * 200 + '")' * 200 + '"',
    "open calls": "f(" * 1000,
    "open closures": "f {" * 1000,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(source)
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" + ".join(["f()"] * _MANY), _MANY, id="sum"),
        pytest.param("a" + ".b(f(1))" * _MANY, 2 * _MANY - _MANY // 40, id="chain"),
        pytest.param(" ?? ".join(["f()"] * _MANY), _MANY, id="fallbacks"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(source).calls) >= expected


_PIECES = [
    "func f(_ a: B = 1) -> C {\n",
    "class A: B {\n", "enum A: String {\n", "case a(b: C)\n", "protocol P {", "extension A {", " ", "\n", "(",
    ")", "[", "]", "{", "}", '"', '"""', "\\(", "#\"", "x", ".a", ",", ":", "=", "+=", "+", "??", "?", "!", "&&", "if ", "if let x = ",
    "guard ", "else ", "for (a, b) in ", "while ", "switch self {\n", "case .a(let b):\n", "default:\n", "return ", "throw ", "try ",
    "await ", "as? B", "is B", "import A\n", "let ", "var ", "static ", "lazy ", "@A(b) ", "init(", "get {", "set {", "didSet {", "self",
    "super", "$0", "in\n", "->", "#if A\n", "#endif\n", "//", "/*", "*/", "1", "ä", "\ufeff", "\r\n", "\x00", "subscript(", "defer {",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_swift_never_raise(source: str) -> None:
    pickle.dumps(facts_of(source))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("App.swift", source))


_WHOLE = b"""
import Foundation
enum Event: String {
    case opened, closed = "Closed"
    case item(id: String)
    var name: String { switch self { case .item(let id) where id == "": return "a"
        case .opened, .closed: return rawValue } }
}
final class Tracker: NSObject {
    static let shared = Tracker()
    @Published private var user: User? { didSet { reload(oldValue) } }
    lazy var client: Client = { [weak self] in Client(key: "k\\(self?.user?.id ?? "")") }()
    func send(_ event: Event, with properties: [String: Any] = [:]) {
        var all = properties
        all["name"] = event.rawValue + "x"
        guard let user = self.user, case .a(let b)? = user.c else { return }
        for (key, value) in all where value is String { print(key) }
        client.track(event.name, properties: all) { result in try? result.get() }
    }
}
"""


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("App.swift", _WHOLE[:start] + _WHOLE[start + length :])


def test_whole_source_has_no_errors() -> None:
    assert extract("App.swift", _WHOLE).errors == ()
