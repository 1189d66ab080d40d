from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.go import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("app.go", source.encode())


def value_of(source: str) -> str:
    """The value of `x`, which `source` is assigned to in a function."""
    facts = facts_of(f"package app\nfunc run() {{\nx := {source}\n}}\n")
    return render(next(b.value for b in facts.bindings if b.name == "x"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\t\\\"\u00e9\U0001F600\x41\101"', repr('a\n\t\\"é\U0001f600AA'), id="escapes"),
        pytest.param(r'"\xc3\xa9"', "'é'", id="escaped bytes"),
        pytest.param(r'"\ud800"', "'\ufffd'", id="lone surrogate"),
        pytest.param("`a\\n\r\nb`", repr("a\\n\nb"), id="raw text"),
        pytest.param('"a" + b + "c"', "template('a', b, 'c')", id="sum"),
        pytest.param('("a" + b) + "c"', "template('a', b, 'c')", id="sum in parentheses"),
        pytest.param("a + b", "template(a, b)", id="sum of names"),
        pytest.param("a + 1", "?arithmetic:number", id="sum with a number"),
        pytest.param("a * 2", "?arithmetic:number", id="product"),
        pytest.param("-3", "-3", id="negative number"),
        pytest.param("-a", "?arithmetic:number", id="negation"),
        pytest.param("3.5", "3.5", id="number"),
        pytest.param("'c'", "'c'", id="rune"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("nil", "nil", id="nil"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("a && b || c", "?comparison:boolean", id="and or"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("&a", "a", id="address"),
        pytest.param("*a", "a", id="pointed at"),
        pytest.param("<-ch", "?received", id="received"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("a.b.c", "a.b.c", id="members"),
        pytest.param('a["b"][0]', "a['b'][0]", id="indexes"),
        pytest.param("a[1:f()]", "?slice", id="slice"),
        pytest.param("a.(T)", "a", id="assertion"),
        pytest.param("(*a).b", "a.b", id="member of what is pointed at"),
        pytest.param("a.b(c, d...).e", "a.b(c, *d).e", id="call"),
        pytest.param("a()()", "a()()", id="call of a call"),
        pytest.param("Wrap[T](a)", "Wrap(a)", id="call of a generic"),
        pytest.param("pkg.Name(a)", "pkg.Name(a)", id="conversion to a named type"),
        pytest.param("string(a)", "a", id="conversion to text"),
        pytest.param("[]byte(a)", "a", id="conversion to bytes"),
        pytest.param("int64(a)", "?conversion:integer", id="conversion to a number"),
        pytest.param("int64(3)", "3", id="conversion of a literal"),
        pytest.param("float64(f(a))", "?conversion:number", id="conversion of a call"),
        pytest.param("map[string]any{}", "{}", id="empty map"),
        pytest.param('map[string]any{"a": 1, key: b, c.D: 2}', "{a: 1, [key]: b, [c.D]: 2}", id="map"),
        pytest.param('map[string]map[string]any{"a": {b: 1}}', "{a: {[b]: 1}}", id="map of maps"),
        pytest.param('map[string]T{"a": {B: 1}}', "{a: {B: 1}}", id="map of structs"),
        pytest.param("T{A: 1, B: b}", "{A: 1, B: b}", id="struct"),
        pytest.param("&pkg.T{A: 1}", "{A: 1}", id="pointer to a struct of a package"),
        pytest.param("T{1, b}", "{0: 1, 1: b}", id="struct without names"),
        pytest.param("T[int]{A: 1}", "{A: 1}", id="generic struct"),
        pytest.param("struct{ A int }{A: 1}", "{A: 1}", id="nameless struct"),
        pytest.param('Any{"a": 1, b: 2}', "{a: 1, [b]: 2}", id="named map by its keys"),
        pytest.param("pkg.Any{name: 2}", "{[name]: 2}", id="a field of another package is exported"),
        pytest.param("pkg.Properties{Name: 2}", "{[Name]: 2}", id="map type of a package"),
        pytest.param("pkg.Order{Name: 2}", "{Name: 2}", id="struct type of a package"),
        pytest.param('[]string{"a", b}', "['a', b]", id="slice"),
        pytest.param("[]*T{{A: 1}, {B: 2}}", "[{A: 1}, {B: 2}]", id="slice of structs"),
        pytest.param('[...]string{A: "a", "b"}', "{[A]: 'a', 1: 'b'}", id="array with indexes"),
        pytest.param("make(map[string]any, f())", "{}", id="make a map"),
        pytest.param("make([]string, 0)", "[]", id="make a slice"),
        pytest.param("make(chan int)", "?channel", id="make a channel"),
        pytest.param("make(pkg.Properties)", "{}", id="make a named map"),
        pytest.param("new(T)", "{}", id="new"),
        pytest.param("new(int)", "?new", id="new of a number"),
        pytest.param("func() string { return a }", "function#1", id="function"),
        pytest.param('fmt.Sprintf("%s viewed", a)', "percent('%s viewed'; a)", id="format"),
        pytest.param('fmt.Sprintf("%v %-5.2f %q %d%%", a, b, c, d)', "percent('%s %s %s %s%%'; a, b, c, d)", id="format verbs"),
        pytest.param('fmt.Sprintf("%[2]s %[1]d", a, b)', "percent('%s %s'; b, a)", id="format with indexes"),
        pytest.param('fmt.Sprintf("%[9]s", a)', "percent('%s'; a)", id="format with an index too large"),
        pytest.param("fmt.Sprintf(a, b...)", "percent(a; *b)", id="format with a template that is not known"),
        pytest.param('log.Sprintf("%v", a)', "log.Sprintf('%v', a)", id="a method called like it"),
        pytest.param('fmt.Println("%v", a)', "fmt.Println('%v', a)", id="no format"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('import "fmt"', ["import fmt = import fmt"], id="package"),
        pytest.param('import ("a/b"; c "d/e")', ["import b = import a/b", "import c = import d/e"], id="list and alias"),
        pytest.param('import . "a/b"', ["import * = import a/b:*"], id="dot"),
        pytest.param('import _ "a/b"', [], id="blank"),
        pytest.param('import "x.org/o/client/v3"', ["import client = import x.org/o/client/v3"], id="version"),
        pytest.param('import "gopkg.in/o/yaml.v3"', ["import yaml = import gopkg.in/o/yaml.v3"], id="version with a dot"),
        pytest.param('import "x.org/o/client-go"', ["import client = import x.org/o/client-go"], id="go at the end"),
        pytest.param('import "x.org/o/go-client"', ["import client = import x.org/o/go-client"], id="go at the start"),
        pytest.param('import "x.org/a-b"\nvar x = ab.C', ["import ab = import x.org/a-b", "declare x = ab.C"], id="the name that is used"),
        pytest.param('import "x.org/a-b"\nvar x = b.C', ["import b = import x.org/a-b", "declare x = b.C"], id="another name that is used"),
        pytest.param('const A = "a"', ["declare A = 'a'"], id="constant"),
        pytest.param('const A, B Kind = "a", 2', ["declare A: Kind = 'a'", "declare B: Kind = 2"], id="constants with a type"),
        pytest.param("const (A = iota + 1; B; _; C)", ["declare A = 1", "declare B = 2", "declare C = 4"], id="iota"),
        pytest.param("const (A = 1 << (10 * (iota + 1)); B)", ["declare A = 1024", "declare B = 1048576"], id="iota shifted"),
        pytest.param("const (A = f(iota); B)", ["declare A = f(0)", "declare B = f(0)"], id="iota that cannot be counted"),
        pytest.param("const A = 1 << 99999999999 << iota", ["declare A = ?arithmetic:number"], id="a number too large"),
        pytest.param('const (A = "a"; B)', ["declare A = 'a'", "declare B = 'a'"], id="repeated constant"),
        pytest.param("var a, b int", ["declare a: int", "declare b: int"], id="variables without a value"),
        pytest.param("var (a = 1; b T = f())", ["declare a = 1", "declare b: T = f()"], id="variables"),
        pytest.param("var a, b = f()", ["declare a = f()[0]", "declare b = f()[1]"], id="variables from a call"),
        pytest.param("type A = pkg.B", ["declare A = pkg.B"], id="alias"),
        pytest.param("type A string", ["class A = class#0"], id="named type"),
        pytest.param(
            "type S struct { Base; *pkg.Other; A, b string; fn func(s string); c []T; d *T }",
            [
                "declare Base: Base @1", "declare Other: pkg.Other @1", "declare A: string @1", "declare b: string @1", "declare fn @1",
                "declare c @1", "declare d: T @1", "class S = class#0",
            ],
            id="struct",
        ),
        pytest.param("func f() {}", ["function f = function#0"], id="function"),
        pytest.param(
            "func f(a, b string, c ...T) {}",
            [
                "parameter a: string = param#0.0 @1", "parameter b: string = param#0.1 @1", "parameter c: T = param#0.2 @1",
                "function f = function#0",
            ],
            id="parameters",
        ),
    ],
)  # fmt: skip
def test_binding(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(f"package app\n{source}\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a := 1; a = 2", ["declare a = 1 @1", "assign a = 2 @1"], id="assignment"),
        pytest.param("a, b := 1, 2", ["declare a = 1 @1", "declare b = 2 @1"], id="several"),
        pytest.param("a, err := f()", ["declare a = f()[0] @1", "declare err = f()[1] @1"], id="several results"),
        pytest.param("a, _ := f()", ["declare a = f()[0] @1"], id="blank"),
        pytest.param("a := 1; a, b := f()", ["declare a = 1 @1", "assign a = f()[0] @1", "declare b = f()[1] @1"], id="declared once"),
        pytest.param("v, ok := m[k]", ["declare v = m[k] @1", "declare ok = ?found:boolean @1"], id="found in a map"),
        pytest.param("v, ok := a.(T)", ["declare v: T = a @1", "declare ok = ?found:boolean @1"], id="asserted"),
        pytest.param("v := a.(pkg.T)", ["declare v: pkg.T = a @1"], id="asserted alone"),
        pytest.param("a += b", ["augment a = b"], id="added"),
        pytest.param("a += 1", ["assign a = ?arithmetic:number"], id="added number"),
        pytest.param("a -= b", ["assign a = ?arithmetic:number"], id="subtracted"),
        pytest.param("a++", ["assign a = ?arithmetic:number"], id="counted"),
        pytest.param("outer = 1", ["assign outer = 1"], id="name of the package"),
        pytest.param("send := func() {}", ["declare send = function#1 @1"], id="named function"),
        pytest.param("if a := f(); a {}", ["declare a = f() @2"], id="name of an if"),
        pytest.param("a := 1; if x { a = 2 }", ["declare a = 1 @1", "assign a = 2 @1"], id="assigned in a block"),
        pytest.param("a := 1; if x { a := 2 }", ["declare a = 1 @1", "declare a = 2 @2"], id="declared in a block"),
        pytest.param("for k, v := range m {}", ["loop k = key-of(m) @2", "loop v = value-of(m) @2"], id="range"),
        pytest.param("for _, v := range []T{a} {}", ["loop v = value-of([a]) @2"], id="range over items"),
        pytest.param("for i := range []T{a} {}", ["loop i = ?counter:integer @2"], id="range over indexes"),
        pytest.param("for i := range 10 {}", ["loop i = ?counter:integer @2"], id="range over a number"),
        pytest.param("var k int; for k = range m {}", ["declare k: int @1", "loop k = key-of(m) @1"], id="range into a variable"),
        pytest.param("for i := 0; i < 3; i++ {}", ["declare i = 0 @2", "assign i = ?arithmetic:number @2"], id="counting loop"),
        pytest.param("switch t := a.(type) { case *T: case B, C: }", ["declare t: T = a @2", "declare t = a @3"], id="type switch"),
        pytest.param("select { case a := <-ch: }", ["declare a = ?received @2"], id="select"),
        pytest.param("const c = 1", ["declare c = 1 @1"], id="constant"),
        pytest.param("type t struct { a int }", ["declare a: int @2", "class t = class#0 @1"], id="type"),
    ],
)
def test_local_binding(source: str, expected: list[str]) -> None:
    facts = facts_of(f"package app\nfunc run() {{ {source} }}\n")
    assert [line for line in render_bindings(facts) if not line.startswith("function run")] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('m["k"] = v', ["set m.k = v"], id="key"),
        pytest.param("m[k] = v", ["set m[k] = v"], id="computed key"),
        pytest.param('m["k"] += v', ["augment m.k = v"], id="augmented"),
        pytest.param('m["k"]++', ["set m.k = ?arithmetic:number"], id="counted"),
        pytest.param("e.Properties = v", ["set e.Properties = v"], id="field"),
        pytest.param("(*e).Properties = v", ["set e.Properties = v"], id="field of what is pointed at"),
        pytest.param('e.Properties["k"] = v', ["set e.Properties.k = v"], id="key of a field"),
        pytest.param("s.name = v", ["set SELF.name = v"], id="field of the receiver"),
        pytest.param("a.b, c[d] = f()", ["set a.b = f()[0]", "set c[d] = f()[1]"], id="several"),
        pytest.param('delete(m, "k")', ["delete m.k"], id="delete"),
        pytest.param("delete(m, k)", ["delete m[k]"], id="delete a computed key"),
        pytest.param("a = b", [], id="a name is no mutation"),
        pytest.param("*a = b", [], id="nor is a pointer"),
        pytest.param('m.delete(a, "k")', [], id="nor a method"),
        pytest.param('if m["k"] == v {}', [], id="nor a comparison"),
    ],
)
def test_mutation(source: str, expected: list[str]) -> None:
    facts = facts_of(f"package app\nfunc (s *S) run() {{ {source} }}\n")
    assert [render_mutation(mutation) for mutation in facts.mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(b(c))", ["a(b(c))", "b(c)"], id="nested"),
        pytest.param("defer a(); go b()", ["a()", "b()"], id="defer and go"),
        pytest.param("go func() { a() }()", ["function#1()", "a()"], id="go with a function"),
        pytest.param("if a() { b() } else if c() { d() } else { e() }", ["a()", "b()", "c()", "d()", "e()"], id="if"),
        pytest.param("if err := a(err); err != nil { b() }", ["a(err)", "b()"], id="if with a statement"),
        pytest.param("for a(); b(); c() { d() }", ["a()", "b()", "c()", "d()"], id="for"),
        pytest.param("for range a() { b() }", ["a()", "b()"], id="range without names"),
        pytest.param("switch a() { case b(): c(); default: d() }", ["a()", "b()", "c()", "d()"], id="switch"),
        pytest.param("switch x := a(); y := x.(type) { case T: b(y) }", ["a()", "b(y)"], id="type switch"),
        pytest.param("select { case a() <- b(): c(); case <-d(): }", ["a()", "b()", "c()", "d()"], id="select"),
        pytest.param("ch <- a()", ["a()"], id="send"),
        pytest.param("L: for { a(); break L }", ["a()"], id="label"),
        pytest.param("{ a() }", ["a()"], id="block"),
        pytest.param("return a(), b()", ["a()", "b()"], id="return"),
        pytest.param('_ = map[string]any{a(): b(), "c": func() { d() }}', ["a()", "b()", "d()"], id="literals"),
        pytest.param("_ = []T{{A: a()}}", ["a()"], id="literal without its type"),
        pytest.param("a[b()] = c()", ["c()", "b()"][::-1], id="target of an assignment"),
        pytest.param("make(map[string]any, a())", ["a()"], id="make is none"),
        pytest.param("_ = string(a())", ["a()"], id="a conversion is none"),
        pytest.param("string := b; string(a())", ["string(a())", "a()"], id="unless it is a name of its own"),
        pytest.param('fmt.Sprintf("%s", a())', ["a()"], id="a format is none"),
        pytest.param("var a = b; a.c = d", [], id="no call"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(f"package app\nfunc run() {{ {source} }}\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("func f(a string) error { return nil }", "function f(a: string): error -> nil", id="function"),
        pytest.param("func f() (a string, err error) { return }", "function f(): [string, error] -> [a, err]", id="bare return"),
        pytest.param("func f() (*pkg.T, error) { return x, nil }", "function f(): [pkg.T, error] -> [x, nil]", id="several results"),
        pytest.param("func f() (a T) { return }", "function f(): T -> a", id="one named result"),
        pytest.param("func f(a ...pkg.T) {}", "function f(rest a: pkg.T)", id="variadic"),
        pytest.param("func f(a map[string]any, b []T, c func()) {}", "function f(a, b, c)", id="types without a name"),
        pytest.param("func f(_ int, _ string) {}", "function f(_: int, _: string)", id="blank parameters"),
        pytest.param("func f[T any](a T, b *Box[T]) T { return a }", "function f(a: T, b: Box): T -> a", id="generic"),
        pytest.param("func f()", "abstract f()", id="without a body"),
        pytest.param("func (s *S) F(a int) string { return s.x }", "method F(a: int): string -> SELF.x", id="method"),
        pytest.param("func (S) F() {}", "method F()", id="receiver without a name"),
        pytest.param("func (s *S[T]) F() {}", "method F()", id="receiver of a generic"),
        pytest.param("func (s *S) F() any { if x { s := 1; return s } }", "method F(): any -> s", id="receiver hidden by a name"),
        pytest.param("func (s *S) F() any { if s := f(); s { }; return s }", "method F(): any -> SELF", id="receiver hidden elsewhere"),
        pytest.param("type I interface { F(string) (int, error) }", "abstract F({0}: string): [int, error]", id="method of an interface"),
    ],
)
def test_function(source: str, expected: str) -> None:
    assert render_function(facts_of(f"package app\n{source}\n").functions[0]) == expected


def test_the_receiver_is_known_in_functions_inside() -> None:
    facts = facts_of("package app\nfunc (s *S) F() { go func() { s.send(x) }() }\n")
    assert render_calls(facts) == ["function#1()", "SELF.send(x)"]


def test_functions_are_named_after_what_they_are_given_to() -> None:
    facts = facts_of("package app\nvar a = func() {}\nfunc f() { b := func() {}; c.d = func() {}; _ = T{E: func() {}}; g(func() {}) }\n")
    assert [f.name for f in facts.functions] == ["a", "f", "b", "d", "E", ""]
    assert [f.record for f in facts.functions] == [None, None, None, None, 0, None]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("type A struct { B; *pkg.C }", "class A(B, pkg.C)", id="embedded"),
        pytest.param("type A interface { B; F() }", "interface A(B)", id="interface"),
        pytest.param("type A interface { ~int | string }", "interface A()", id="constraint"),
        pytest.param("type A func(s string)", "interface A()", id="function type"),
        pytest.param("type A map[string]any", "class A(map)", id="named map"),
        pytest.param("type A []string", "class A(list)", id="named slice"),
        pytest.param("type A string", "class A(string)", id="named text"),
        pytest.param('type A string\nconst (B A = "b"; C A = "c"; D = "d")', "enum A(string) B='b' C='c'", id="typed constants"),
        pytest.param("const (B A = iota; C)\ntype A int", "enum A(int) B=0 C=1", id="typed constants before their type"),
        pytest.param("type A string\nfunc f() { const B A = 1 }", "class A(string)", id="constants of a function"),
        pytest.param("func (s *A) F() {}", "extension A()", id="method"),
    ],
)
def test_class(source: str, expected: str) -> None:
    cls = facts_of(f"package app\n{source}\n").classes[0]
    members = "".join(f" {member.name}={render(member.value)}" for member in cls.members)
    assert f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){members}" == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("T{A: 1}", ["T"], id="struct"),
        pytest.param("&pkg.T{A: 1}", ["pkg.T"], id="struct of a package"),
        pytest.param("T[int]{A: 1}", ["T"], id="generic struct"),
        pytest.param("[]*T{{A: 1}}", ["T"], id="item of a slice"),
        pytest.param('map[string]T{"a": {}}', ["-", "T"], id="value of a map"),
        pytest.param("make(pkg.Properties)", ["pkg.Properties"], id="make"),
        pytest.param("new(T)", ["T"], id="new"),
        pytest.param("map[string]any{}", ["-"], id="map"),
        pytest.param("struct{A int}{1}", ["-"], id="nameless struct"),
        pytest.param("[]string{}", [], id="slice"),
    ],
)
def test_record_type(source: str, expected: list[str]) -> None:
    assert [render(record.type) for record in facts_of(f"package app\nvar x = {source}\n").records] == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param("type P map[string]any", "{[KeyA]: 1}", id="map"),
        pytest.param("type P struct { KeyA int }", "{KeyA: 1}", id="struct"),
        pytest.param("type P Q\ntype Q map[string]any", "{[KeyA]: 1}", id="map by another name"),
        pytest.param('const KeyA = "a"', "{[KeyA]: 1}", id="constant of that name"),
        pytest.param("type P P", "{KeyA: 1}", id="a type that is itself"),
        pytest.param("", "{KeyA: 1}", id="unknown"),
    ],
)
def test_keys_of_a_named_type(declared: str, expected: str) -> None:
    facts = facts_of(f"package app\n{declared}\nvar x = P{{KeyA: 1}}\n")
    assert render(facts.records[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a { f() } else { f() }", [(1, True), (1, True)], id="if else"),
        pytest.param("if a { f() } else if b { f() }", [(1, False), (1, False)], id="else if"),
        pytest.param("switch a { case 1: f(); default: f() }", [(1, True), (1, True)], id="switch"),
        pytest.param("switch a { case 1: f(); case 2: f() }", [(1, False), (1, False)], id="switch without default"),
        pytest.param("switch a { case 1: f(); fallthrough; case 2: f() }", [(None, False), (1, False)], id="fallthrough"),
        pytest.param("select { case <-a: f(); case <-b: f() }", [(1, True), (1, True)], id="select"),
        pytest.param("for { f() }", [(None, False)], id="loop"),
        pytest.param("{ f() }", [(1, True)], id="bare block"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    facts = facts_of(f"package app\nfunc run() {{ {source} }}\n")
    scopes = [facts.scopes[call.scope] for call in facts.calls]
    assert [(scope.group, scope.exhaustive) for scope in scopes] == expected


def test_the_file_itself() -> None:
    facts = facts_of('// Package app.\npackage app\nimport "a/b" // why\n/* c */\n')
    assert (facts.package, facts.modules) == ("app", ("a/b",))
    assert [comment.text for comment in facts.comments] == ["// Package app.", "// why", "/* c */"]
    assert facts.errors == ()


def test_statements_are_counted() -> None:
    facts = facts_of("package app\nfunc f() { a(); b := 1; b++; go func() { c(); d() }(); return }\n")
    assert [function.statements for function in facts.functions] == [5, 2]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("package app\nfunc f() { a.Track(1) }", (2, 14, 19), id="plain"),
        pytest.param('package app\nfunc f() { x("ä😀", a.Track(1)) }', (2, 22, 27), id="not ASCII"),
        pytest.param("package app\r\n\r\nfunc f() { a.Track(1) }", (3, 14, 19), id="CRLF"),
        pytest.param("\ufeffpackage app; func f() { a.Track(1) }", (1, 27, 32), id="byte order mark"),
    ],
)
def test_position(source: str, expected: tuple[int, int, int]) -> None:
    span = next(call.name_span for call in facts_of(source).calls if render(call).startswith("a.Track"))
    assert (span.line, span.column, span.end_column) == expected
    assert source.encode()[span.start : span.end] == b"Track"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("package app\nfunc f() { a(", id="open call"),
        pytest.param("package app\nfunc f() { a(1) \n }}\n", id="brace too many"),
        pytest.param('package app\nvar a = "b\nfunc f() {}', id="open text"),
        pytest.param("package app\nfunc (s *) f() { g(1) }", id="receiver without a type"),
    ],
)
def test_broken_source_is_reported(source: str) -> None:
    assert facts_of(source).errors


_MANY = 5_000
_DEEP = {
    "sum": "x := " + "a + " * _MANY + "a",
    "parentheses": "x := " + "(" * _MANY + "a" + ")" * _MANY,
    "chain": "x := a" + ".b(f(1))" * _MANY,
    "indexes": "x := a" + "[0]" * _MANY,
    "arguments": "f(" * _MANY + ")" * _MANY,
    "not": "x := " + "!" * _MANY + "a",
    "pointers": "x := " + "&" * _MANY + "a",
    "maps": "x := map[string]any{" + '"a": T{' * _MANY + "}" * _MANY + "}",
    "bare literals": "x := T{" + "{" * _MANY + "}" * _MANY + "}",
    "functions": "x := " + "func() any { return " * _MANY + "1" + "}" * _MANY,
    "else if": "if x {} " + "else if f() {} " * _MANY,
    "else if with statements": "if x {} " + "else if y := f(); y {} " * 500,
    "blocks": "{" * _MANY + "f()" + "}" * _MANY,
    "types": "var x " + "[]" * _MANY + "int",
    "pointer types": "var x " + "*" * _MANY + "int",
    "conversions": "x := " + "[]byte(" * _MANY + "a" + ")" * _MANY,
    "mixed": "x := f('a' + " + 'map[string]any{"k": a.b.' * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(f"package app\nfunc run() {{\n{source}\n}}\n")
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" + ".join(["f()"] * _MANY), _MANY, id="sum"),
        pytest.param("a" + ".b(f(1))" * _MANY, 2 * _MANY, id="chain"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(f"package app\nvar x = {source}\n").calls) == expected


_PIECES = [
    "package a\n", "import ",
    "const ", "var ", "type ", "func ", "f", "(", ")", "[", "]", "{", "}", '"', "`", "'", "a", ".", ",", ":", ":=",
    "=", "+=", "++", "+", "*", "&", "<-", "!", "if ", "else ", "for ", "range ", "switch ", "case ", "default:", "select ", "go ", "defer ",
    "return ", "struct ", "interface ", "map", "chan ", "iota", "nil", "...", "make(", "new(", "delete(", "fmt.Sprintf(", "//", "/*", "\n",
    ";", "1", "0x", "\\", "ä", "\ufeff", "\r\n", "\x00", "string(", "fallthrough", " ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.go", source))


_WHOLE = b"""package app

import ("fmt"; client "x.org/o/client-go")

const (
	Opened Event = "opened"
	Closed
)

type Tracker struct { client client.Client; fn func(e Event) }

func (t *Tracker) Send(ctx context.Context, e Event, props map[string]any) (err error) {
	if props == nil { props = map[string]any{"a": 1, key: T{B: []string{`x`, "\\u00e9"}}} }
	for k, v := range props { delete(props, k); t.fields[k] = v.(string) + "x" }
	switch x := v.(type) { case *T: fallthrough; default: go func() { t.fn(e) }() }
	return t.client.Enqueue(&client.Capture{Event: fmt.Sprintf("%v", e), Properties: props})
}
"""


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.go", _WHOLE[:start] + _WHOLE[start + length :])
