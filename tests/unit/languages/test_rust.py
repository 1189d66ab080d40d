from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.rust import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("lib.rs", source.encode())


def value_of(source: str) -> str:
    """The value of `it`, which `source` is given to in a method."""
    facts = facts_of(f"impl T {{ fn run(&self) {{ let it = {source}; }} }}\n")
    return render(next(b.value for b in facts.bindings if b.name == "it"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\"\x41\u{1F600}\0"', repr('a\n"A\U0001f600\0'), id="escapes"),
        pytest.param('"a\\\n    b"', "'ab'", id="continued line"),
        pytest.param('r#"a"\\n"#', repr('a"\\n'), id="raw text"),
        pytest.param('b"a"', "'a'", id="bytes"),
        pytest.param("'c'", "'c'", id="character"),
        pytest.param('"a".to_owned() + &b + "c"', "template('a'.to_owned(), b, 'c')", id="sum"),
        pytest.param("a + 1", "?arithmetic:number", id="sum with a number"),
        pytest.param("a * b", "?arithmetic:number", id="product"),
        pytest.param("-3", "-3", id="negative number"),
        pytest.param("1.5", "1.5", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("a == b && c", "?comparison:boolean", id="comparison"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("None", "None", id="none"),
        pytest.param("Some(a)", "a", id="some"),
        pytest.param("Ok(a)", "a", id="ok"),
        pytest.param("Err(f())", "?error", id="err"),
        pytest.param("Arc::new(Client::new(a))", "Client.new(a)", id="pointer"),
        pytest.param("&mut a", "a", id="reference"),
        pytest.param("*a", "a", id="pointed at"),
        pytest.param("(a)", "a", id="parentheses"),
        pytest.param("a as u32", "?conversion:number", id="conversion"),
        pytest.param("self", "SELF", id="self"),
        pytest.param("self.a.b", "SELF.a.b", id="members"),
        pytest.param("self.0", "SELF.0", id="field of a newtype"),
        pytest.param("a.0.b", "a[0].b", id="item of a tuple"),
        pytest.param('a["b"][0]', "a['b'][0]", id="indexes"),
        pytest.param("crate::a::B", "crate.a.B", id="path from the crate"),
        pytest.param("super::a", "super.a", id="path from above"),
        pytest.param("self::a", "self.a", id="path from here"),
        pytest.param("Self::NAME", "T.NAME", id="path from the type"),
        pytest.param("<A as B>::c(d)", "A.c(d)", id="path from a trait"),
        pytest.param("HashMap::new()", "{}", id="empty map"),
        pytest.param("serde_json::Map::with_capacity(2)", "{}", id="empty map of a size"),
        pytest.param("Vec::new()", "[]", id="empty list"),
        pytest.param("Arc::clone(&a)", "a", id="another handle"),
        pytest.param("Client::new()", "Client.new()", id="new object"),
        pytest.param("HashMap::<A, B>::from([(\"k\", v)])", "HashMap.from([['k', v]])", id="map from pairs"),
        pytest.param("a::<T>(b)", "a(b)", id="generic call"),
        pytest.param("a.b(c)?.d().await?", "await a.b(c).d()", id="chain"),
        pytest.param("a()()", "a()()", id="call of a call"),
        pytest.param("(a, 1)", "[a, 1]", id="tuple"),
        pytest.param("[a, b]", "[a, b]", id="array"),
        pytest.param("[a; 3]", "?repeated item:array", id="repeated item"),
        pytest.param("vec![a, f(b)]", "[a, f(b)]", id="vector"),
        pytest.param("vec![a; 3]", "?repeated item:array", id="vector of one item"),
        pytest.param("Track { event, name: b.c }", "{event: event, name: b.c}", id="struct"),
        pytest.param("Track { name: b, ..Default::default() }", "{**Default.default(), name: b}", id="struct with a rest"),
        pytest.param("|a| a.b", "function#1", id="closure"),
        pytest.param('if a { "x" } else { "y" }', "ternary('x', 'y')", id="if"),
        pytest.param('if a { "x" } else if b { "y" } else { f(); "z" }', "ternary('x', 'y', 'z')", id="else if"),
        pytest.param('if a { "x" } else { return }', "'x'", id="if that leaves"),
        pytest.param('match a { A::B => "x", A::C(_) => { f(); "y" } _ => panic!("no") }', "match('x', 'y')", id="match"),
        pytest.param('match a { 1 => if b { "x" } else { "y" }, _ => "z" }', "match('x', 'y', 'z')", id="arms in arms"),
        pytest.param("{ f(); a }", "a", id="block"),
        pytest.param("unsafe { a }", "a", id="unsafe block"),
        pytest.param("async move { a.await }", "await a", id="async block"),
        pytest.param("0..3", "?range", id="range"),
        pytest.param('format!("{} viewed", a)', "brace('{} viewed'; a)", id="format"),
        pytest.param('format!("{a}_{b:?}_{0}_{{c}}", d)', "brace('{a}_{b:?}_{0}_{{c}}'; d, a=a, b=b)", id="format with names"),
        pytest.param('format!("{a}", a = b.c())', "brace('{a}'; a=b.c())", id="format with a named argument"),
        pytest.param('format!("{}", a.b(c, d).e)', "brace('{}'; a.b(c, d).e)", id="format of a chain"),
        pytest.param('concat!("a", B)', "template('a', B)", id="concat"),
        pytest.param('env!("A")', "?env!:string", id="text that is not known"),
        pytest.param("matches!(a, B::C)", "?comparison:boolean", id="matches"),
        pytest.param('json!({"a": 1, "b": x.y, "c": f(z)?, KEY: [1, null], (k): &v as i32})',
                     "{a: 1, b: x.y, c: f(z), [KEY]: [1, null], [k]: ?conversion:number}", id="json"),
        pytest.param('serde_json::json!({"a": {"b": {}}, "c": format!("{}", d)})', "{a: {b: {}}, c: brace('{}'; d)}", id="json in json"),
        pytest.param("json!([a, {}])", "[a, {}]", id="json list"),
        pytest.param("json!(a.b)", "a.b", id="json value"),
        pytest.param('hashmap! { "a" => b.c(), KEY => 2 }', "{a: b.c(), [KEY]: 2}", id="macro of pairs"),
        pytest.param('log!("a", b = c, d: f())', "log!('a', b=c, d=f())", id="macro"),
        pytest.param('a::log!("a")', "a.log!('a')", id="macro with a path"),
        pytest.param("dsl! { a b c }", "?macro", id="macro with a body"),
    ],
)  # fmt: skip
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("use a::B;", ["import B = import a:B"], id="use"),
        pytest.param("use a;", ["import a = import a"], id="crate"),
        pytest.param("use crate::a::B as C;", ["import C = import crate::a:B"], id="alias"),
        pytest.param("use a::{self, b::C, d::*};",
                     ["import a = import a", "import C = import a::b:C", "import * = import a::d:*"], id="tree"),
        pytest.param("use crate::a::{self};", ["import a = import crate:a"], id="self"),
        pytest.param("use ::core::w;", ["import w = import core:w"], id="from the root"),
        pytest.param("use a::B as _;", [], id="blank"),
        pytest.param("extern crate a as b;", ["import b = import a"], id="extern crate"),
        pytest.param("mod a; use a::B;", ["import a = import self::a", "import B = import self::a:B"], id="module of this file"),
        pytest.param("mod a;", ["import a = import self::a"], id="module in a file"),
        pytest.param("mod a { const B: i32 = 1; }", ["declare B: i32 = 1 @1", "class a = class#0"], id="module in place"),
        pytest.param("pub const A: &'static str = \"a\";", ["declare A: str = 'a'"], id="constant"),
        pytest.param("static A: Lazy<Client> = Lazy::new(|| f());", ["declare A: Client = Lazy.new(function#0)"], id="static"),
        pytest.param("lazy_static! { static ref A: B = f(); }", ["declare A: B = f()"], id="lazy static"),
        pytest.param("type A = b::C;", ["declare A = b.C"], id="alias of a type"),
        pytest.param("struct A { a: Option<Arc<dyn B>>, b: &'a str, c: fn() }",
                     ["declare a: B @1", "declare b: str @1", "declare c @1", "class A = class#0"], id="struct"),
        pytest.param("struct A(String, b::C);", ["declare 0: String @1", "declare 1: b.C @1", "class A = class#0"], id="newtype"),
        pytest.param("macro_rules! a { ($b:expr) => { c($b) } }", [], id="macro rules"),
    ],
)  # fmt: skip
def test_binding(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("let a: B = c;", ["declare a: B = c @1"], id="type"),
        pytest.param("let mut a; a = 1;", ["declare a @1", "assign a = 1 @1"], id="assigned later"),
        pytest.param("let (a, b) = f();", ["declare a = f()[0] @1", "declare b = f()[1] @1"], id="tuple"),
        pytest.param("let (a, b) = (1, 2);", ["declare a = 1 @1", "declare b = 2 @1"], id="tuple of values"),
        pytest.param("let [a, .., b] = c;", ["declare a = c[0] @1", "declare b @1"], id="slice"),
        pytest.param("let A { b, c: d, .. } = e;", ["declare b = e.b @1", "declare d = e.c @1"], id="struct"),
        pytest.param("let Some(a) = b else { return };", ["declare a = b @1"], id="let else"),
        pytest.param("if let Some(a) = b {}", ["declare a = b @2"], id="if let"),
        pytest.param("if let Ok(a) = b && let C(d) = a {}", ["declare a = b @2", "declare d = a.C[0] @2"], id="let chain"),
        pytest.param("while let Some(a) = b.next() {}", ["declare a = b.next() @2"], id="while let"),
        pytest.param("let State(a) = b;", ["declare a = b @1"], id="wrapper"),
        pytest.param("for a in b.iter() {}", ["loop a = item-of(b) @2"], id="for"),
        pytest.param("for (k, v) in &m {}", ["loop k = key-of(m) @2", "loop v = value-of(m) @2"], id="for over a map"),
        pytest.param("for (i, a) in b.iter().enumerate() {}", ["loop i = ?counter:integer @2", "loop a = item-of(b) @2"], id="enumerate"),
        pytest.param("for k in m.keys() {}", ["loop k = key-of(m) @2"], id="keys"),
        pytest.param("for (k, v) in [(1, 2)] {}", ["loop k = item-of([[1, 2]])[0] @2", "loop v = item-of([[1, 2]])[1] @2"], id="pairs"),
        pytest.param("let f = |a: B, (c, d)| c;", [
            "parameter a: B = param#1.0 @2", "parameter {1} = param#1.1 @2", "declare c = {1}[0] @2", "declare d = {1}[1] @2",
            "declare f = function#1 @1",
        ], id="closure"),
        pytest.param("let a = 1; if x { a = 2; }", ["declare a = 1 @1", "assign a = 2 @1"], id="assigned in a block"),
        pytest.param("let mut a = 1; a += b; a += 1;",
                     ["declare a = 1 @1", "augment a = b @1", "assign a = ?arithmetic:number @1"], id="added"),
        pytest.param("(a, b) = (b, a);", ["assign a = b", "assign b = a"], id="swapped"),
        pytest.param('match a { A::B(c) => {} "x" | "y" => {} d => {} }', [
            "assign {subject} = a @2", "assign {case} = A.B @2", "declare c = a.B[0] @2",
            "assign {subject} = a @3", "assign {case} = match('x', 'y') @3", "declare d = a @4",
        ], id="match"),
        pytest.param("match a { Some(B::C { d }) => {} None => {} Err(e) => {} _ => {} }", [
            "assign {subject} = a @2", "assign {case} = B.C @2", "declare d = a.C.d @2",
            "assign {subject} = a @3", "assign {case} = None @3", "declare e = ?error @4",
        ], id="match through wrappers"),
    ],
)  # fmt: skip
def test_local_binding(source: str, expected: list[str]) -> None:
    facts = facts_of(f"fn run() {{ {source} }}\n")
    assert [line for line in render_bindings(facts) if not line.startswith("function run")] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("self.a = b;", ["set SELF.a = b"], id="field"),
        pytest.param('a["k"] = b;', ["set a.k = b"], id="key"),
        pytest.param("a[k] = b;", ["set a[k] = b"], id="computed key"),
        pytest.param('a.b += "c";', ["augment a.b = 'c'"], id="added"),
        pytest.param("a.b += 1;", ["set a.b = ?arithmetic:number"], id="added number"),
        pytest.param("(self.a, b) = f();", ["set SELF.a = f()[0]"], id="tuple"),
        pytest.param("let a = b;", [], id="a name is none"),
        pytest.param('a.insert("k", b);', [], id="nor a method"),
        pytest.param("if a.b == c {}", [], id="nor a comparison"),
    ],
)
def test_mutation(source: str, expected: list[str]) -> None:
    facts = facts_of(f"impl T {{ fn run(&self) {{ {source} }} }}\n")
    assert [render_mutation(mutation) for mutation in facts.mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(b(c));", ["a(b(c))", "b(c)"], id="nested"),
        pytest.param("if a() { b(); } else if c() { d() } else { e() }", ["a()", "b()", "c()", "d()", "e()"], id="if"),
        pytest.param("if let Some(x) = a() { b(x) }", ["a()", "b(x)"], id="if let"),
        pytest.param("match a() { X if b() => c(), _ => { d(); e() } }", ["a()", "b()", "c()", "d()", "e()"], id="match"),
        pytest.param("for x in a() { b() }", ["a()", "b()"], id="for"),
        pytest.param("while a() { b() } loop { c(); break d(); }", ["a()", "b()", "c()", "d()"], id="while and loop"),
        pytest.param("tokio::spawn(async move { a().await; b() });", ["tokio.spawn(b())", "a()", "b()"], id="spawn"),
        pytest.param("let Some(x) = a() else { return b(); };", ["a()", "b()"], id="let else"),
        pytest.param("x.map(|y| a(y))?;", ["x.map(function#1)", "a(y)"], id="closure"),
        pytest.param('println!("{}", a(b(), c));', ["println!('{}', a(b(), c))", "a(b(), c)", "b()"], id="macro"),
        pytest.param("select! { x = a() => { b(x) } _ = c() => d() }", ["a()", "b(x)", "c()", "d()"], id="macro with arms"),
        pytest.param('let x = json!({"a": a(), "b": [b()]});', ["a()", "b()"], id="json"),
        pytest.param("let x = S { a: a(), ..b() };", ["a()", "b()"], id="struct"),
        pytest.param('let x = if p { a() } else { b() };', ["a()", "b()"], id="value of an if"),
        pytest.param("x[a()] = b();", ["a()", "b()"], id="target of an assignment"),
        pytest.param("return a();", ["a()"], id="return"),
        pytest.param("let x = Some(Ok(y)); let z = Box::new(x);", [], id="wrappers are none"),
        pytest.param('let x = format!("{y}"); // a()', [], id="nor are formats and comments"),
    ],
)  # fmt: skip
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(f"fn run() {{ {source} }}\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("fn f(a: &str) -> String { a.into() }", "function f(a: str): String -> a.into()", id="last expression"),
        pytest.param("fn f() -> i32 { return 1; }", "function f(): i32 -> 1", id="return"),
        pytest.param("fn f() -> i32 { if a { 1 } else { 2 } }", "function f(): i32 -> 1 | 2", id="if"),
        pytest.param("fn f() -> i32 { match a { B => 1, _ => { g(); 2 } } }", "function f(): i32 -> 1 | 2", id="match"),
        pytest.param("fn f() -> Result<T> { let a = g()?; Ok(a) }", "function f(): T -> a", id="result"),
        pytest.param("fn f() -> Result<(), E> { Err(g()) }", "function f()", id="error"),
        pytest.param("fn f() -> T { todo!() }", "function f(): T", id="never"),
        pytest.param("fn f() { g() }", "function f()", id="nothing"),
        pytest.param("async fn f(a: impl Into<String>, b: Option<&'a T>) {}", "function f(a: String, b: T)", id="types"),
        pytest.param("fn f(a: &dyn A, b: Box<dyn B>, c: impl Fn() -> i32, d: Vec<T>) {}",
                     "function f(a: A, b: B, c, d: Vec)", id="more types"),
        pytest.param("fn f() -> (A, B) { (a, b) }", "function f(): [A, B] -> [a, b]", id="tuple"),
        pytest.param("impl S { fn f(&self, a: T) {} }", "method f(a: T)", id="method"),
        pytest.param("impl S { fn f() -> Self { Self { a: 1 } } }", "static f(): S -> {a: 1}", id="static"),
        pytest.param("trait S { fn f(&self); }", "abstract f()", id="abstract"),
        pytest.param("trait S { fn f(&self) -> i32 { 1 } }", "method f(): i32 -> 1", id="default method"),
        pytest.param("mod m { fn f() {} }", "static f()", id="in a module"),
        pytest.param('impl Display for S { fn fmt(&self, f: &mut F) -> R { write!(f, "{} x", self.a) } }',
                     "method fmt(): R -> brace('{} x'; SELF.a)", id="display"),
        pytest.param('impl Display for S { fn fmt(&self, f: &mut F) -> R { match self { A => f.write_str("a"), B => f.pad("b") } } }',
                     "method fmt(): R -> 'a' | 'b'", id="display of an enum"),
    ],
)  # fmt: skip
def test_function(source: str, expected: str) -> None:
    assert render_function(facts_of(source).functions[0]) == expected


def test_what_is_displayed_is_the_text() -> None:
    facts = facts_of('impl fmt::Display for S { fn fmt(&self, f: &mut F) -> R { f.write_str("a") } }')
    assert [binding.name for binding in facts.bindings] == ["fmt", "to_string"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("enum A { B, C(String), D { e: i32 }, F = 3 }", "enum A() B C D F=3", id="enum"),
        pytest.param('#[derive(Clone)] enum A { #[serde(rename = "b")] B, #[strum(serialize = "c")] C }',
                     "enum A() B='b' C='c'", id="renamed variants"),
        pytest.param("struct A;", "class A()", id="unit"),
        pytest.param("trait A: B + c::D {}", "interface A(B, c.D)", id="trait"),
        pytest.param("impl<T> A<T> where T: B {}", "extension A()", id="impl"),
        pytest.param("impl b::C for d::A {}", "extension A(b.C)", id="impl of a trait"),
        pytest.param("mod a {}", "object a()", id="module"),
    ],
)  # fmt: skip
def test_class(source: str, expected: str) -> None:
    cls = facts_of(source).classes[0]
    members = "".join(f" {member.name}" + (f"={render(member.value)}" if member.value else "") for member in cls.members)
    assert f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){members}" == expected


def test_attributes_are_decorators_of_what_follows() -> None:
    facts = facts_of('#[derive(A, b::C)]\n#[serde(rename_all = "x")]\n/// Text.\nenum E { F }\n#[test]\nfn g() {}\nfn h() {}\n')
    assert [render(each) for each in facts.classes[0].decorators] == ["decorator derive(A, b.C)", "decorator serde(rename_all='x')"]
    assert [[render(each) for each in function.decorators] for function in facts.functions] == [["test"], []]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Track { a: 1 }", ["Track"], id="struct"),
        pytest.param("m::Track { a: 1 }", ["m.Track"], id="struct of a module"),
        pytest.param("Event::Opened { a: 1 }", ["Event.Opened"], id="variant"),
        pytest.param("json!({})", ["-"], id="json"),
        pytest.param("Track(1)", [], id="call"),
    ],
)
def test_record_type(source: str, expected: list[str]) -> None:
    assert [render(record.type) for record in facts_of(f"fn f() {{ let x = {source}; }}").records] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a { f() } else { f() }", [(1, True), (1, True)], id="if else"),
        pytest.param("if a { f() }", [(1, False)], id="if"),
        pytest.param("match a { B => f(), _ => f() }", [(1, True), (1, True)], id="match"),
        pytest.param("loop { f() }", [(None, False)], id="loop"),
        pytest.param("{ f() }", [(1, True)], id="block"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    facts = facts_of(f"fn run() {{ {source} }}\n")
    scopes = [facts.scopes[call.scope] for call in facts.calls]
    assert [(scope.group, scope.exhaustive) for scope in scopes] == expected


def test_the_file_itself() -> None:
    facts = facts_of("//! Text.\nuse a::b; // why\n/* c */ mod d;\n")
    assert [comment.text.strip() for comment in facts.comments] == ["//! Text.", "// why", "/* c */"]
    assert (facts.modules, facts.errors) == (("a", "self::d"), ())


def test_statements_are_counted() -> None:
    facts = facts_of("fn f() -> T { a(); let b = 1; c.map(|d| { e(); g() }); h() }")
    assert [function.statements for function in facts.functions] == [4, 2]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("fn f() { a.track(1) }", (1, 12, 17), id="plain"),
        pytest.param('fn f() { x("ä😀", a.track(1)) }', (1, 20, 25), id="not ASCII"),
        pytest.param('\r\nfn f() { log!("ä",\r\n a.track(1)) }', (3, 4, 9), id="in a macro"),
        pytest.param("\ufefffn f() { a.track(1) }", (1, 12, 17), id="byte order mark"),
    ],
)
def test_position(source: str, expected: tuple[int, int, int]) -> None:
    span = next(call.name_span for call in facts_of(source).calls if render(call).startswith("a.track"))
    assert (span.line, span.column, span.end_column) == expected
    assert source.encode()[span.start : span.end] == b"track"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("fn f() { a(", id="open call"),
        pytest.param("fn f() { a(1) }}", id="brace too many"),
        pytest.param("impl { fn f() {} }", id="impl of nothing"),
    ],
)
def test_broken_source_is_reported(source: str) -> None:
    assert facts_of(source).errors


def test_a_macro_that_cannot_be_read_is_no_error() -> None:
    assert facts_of("fn f() { html! { <a href={g()}>b</a> } }").errors == ()


_MANY = 5_000
_DEEP = {
    "sum": "let x = " + "a + " * _MANY + "a;",
    "parentheses": "let x = " + "(" * _MANY + "a" + ")" * _MANY + ";",
    "chain": "let x = a" + ".b(f(1))?" * _MANY + ";",
    "path": "let x = a" + "::b" * _MANY + ";",
    "arguments": "f(" * _MANY + ")" * _MANY,
    "references": "let x = " + "&" * _MANY + "a;",
    "not": "let x = " + "!" * _MANY + "a;",
    "blocks": "{" * _MANY + "f()" + "}" * _MANY,
    "else if": "if x {} " + "else if f() {} " * _MANY,
    "ifs": "if x { " * 1000 + "}" * 1000,
    "matches": "match x { _ => " * 1000 + "1" + "}" * 1000,
    "value of ifs": "let x = " + "if x { " * 1000 + "1" + "}" * 1000 + ";",
    "closures": "let x = " + "|a| " * _MANY + "1;",
    "macros": "a!(" * 1000 + ")" * 1000,
    "json": "let x = json!(" + '{"a": ' * 1000 + "1" + "}" * 1000 + ");",
    "json lists": "let x = json!(" + "[" * 1000 + "]" * 1000 + ");",
    "structs": "let x = " + "A { b: " * _MANY + "1" + "}" * _MANY + ";",
    "types": "let x: " + "Option<" * _MANY + "A" + ">" * _MANY + ";",
    "tuple types": "let x: " + "(" * _MANY + "A," + ")" * _MANY + ";",
    "patterns": "let " + "(" * _MANY + "a," + ")" * _MANY + " = x;",
    "uses": "use " + "a::{" * _MANY + "b" + "}" * _MANY + ";",
    "functions": "fn f() { " * 1000 + "}" * 1000,
    "mixed": "let x = f(a + " + 'json!({"k": b.c.' * 1000,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(f"fn run() -> T {{\n{source}\n}}\n")
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" + ".join(["f()"] * _MANY), _MANY, id="sum"),
        pytest.param("a" + ".b(f(1))" * _MANY, 2 * _MANY, id="chain"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(f"const X: T = {source};\n").calls) == expected


_PIECES = [
    "use ", "mod ", "pub ", "fn ", "f", "impl ", "for ", "trait ", "struct ", "enum ", "const ", "static ", "let ", "mut ", "match ", "=>",
    "if ", "else ", "while ", "loop ", "return ", "self", "Self", "crate", "::", ".", ",", ";", ":", "=", "+=", "+", "&", "*", "!", "?",
    "->", "|", "(", ")", "[", "]", "{", "}", "<", ">", '"', "'", "r#", "json!(", "format!(", "vec![", "m!{", "#[", "..", "0", "1.5", "a",
    "B", "Some(", "async ", "move ", ".await", "//", "/*", "\n", "\\", "ä", "\ufeff", "\r\n", "\x00", "unsafe ", "_", " ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("lib.rs", source))


_WHOLE = """use crate::{a::B, c as d};
#[derive(Serialize)]
enum Event { #[serde(rename = "opened")] Opened { id: u32 }, Closed(String) }
impl Display for Event {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self { Self::Opened { id } => write!(f, "opened {id}"), Event::Closed(x) if x == "ä" => f.write_str(x) }
    }
}
impl<T: Client> Tracker<T> {
    pub async fn track(&self, event: Event, (a, b): (i32, i32)) -> Result<(), Error> {
        let mut props = json!({"a": a, "b": {"c": [f(b)?, null]}});
        if let Some(x) = self.user.as_ref() { props["user"] = x.id.into(); } else { return Err(Error::new()); }
        for (k, v) in &self.extra { props[k] = v.clone(); }
        self.client.send(Track { event: format!("{}_{event}", self.0), properties: props, ..Default::default() }).await?;
        Ok(())
    }
}
""".encode()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("lib.rs", _WHOLE[:start] + _WHOLE[start + length :])


def test_a_module_of_tests_is_no_part_of_the_program() -> None:
    facts = facts_of(
        'fn f() { a(); }\n#[cfg(test)]\nmod tests { fn g() { b(); } }\n#[cfg(feature = "test")]\nmod other { fn h() { c(); } }\n'
    )
    assert [render(call) for call in facts.calls] == ["a()", "c()"]
