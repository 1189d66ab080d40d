from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.javascript import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str, path: str = "x.tsx") -> FileFacts:
    return extract(path, source.encode())


def value_of(source: str, path: str = "x.ts") -> str:
    return render(facts_of(f"v = {source}", path).bindings[-1].value)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("'a'", "'a'", id="string"),
        pytest.param(r"'\u{1F600}\x41\n\'\\\u0042'", repr("\U0001f600A\n'\\B"), id="escapes"),
        pytest.param(r"'\uD83D\uDE00'", repr("\U0001f600"), id="surrogate-pair"),
        pytest.param(r"'\uD83D'", repr("\ufffd"), id="lone-surrogate"),
        pytest.param("`a`", "'a'", id="template-without-parts"),
        pytest.param("``", "''", id="empty-template"),
        pytest.param(r"`a\t${b}c`", r"template('a\t', b, 'c')", id="template"),
        pytest.param("'a' + b + 'c'", "template('a', b, 'c')", id="plus-is-flat"),
        pytest.param("1 + 2 + x", "template(?arithmetic:number, x)", id="numbers-then-name"),
        pytest.param("1 + 2", "?arithmetic:number", id="numbers"),
        pytest.param("a * 2", "?arithmetic:number", id="product"),
        pytest.param("a === b", "?comparison:boolean", id="comparison"),
        pytest.param("'k' in b", "?comparison:boolean", id="in"),
        pytest.param("!a", "?negation:boolean", id="not"),
        pytest.param("!0", "true", id="minified-true"),
        pytest.param("void 0", "undefined", id="void"),
        pytest.param("undefined", "undefined", id="undefined"),
        pytest.param("null", "null", id="null"),
        pytest.param("-1.5", "-1.5", id="negative"),
        pytest.param("/a/g", "/a/g", id="regex"),
        pytest.param("a ? b : c ? d : e", "ternary(b, d, e)", id="ternary-chain"),
        pytest.param("a || b || c", "or(a, b, c)", id="or"),
        pytest.param("a ?? b", "or(a, b)", id="nullish"),
        pytest.param("a && b", "and(b)", id="and"),
        pytest.param("(a, b)", "b", id="sequence"),
        pytest.param("a?.b?.[c]?.()", "a.b[c]()", id="optional-chain"),
        pytest.param("(a as B)!.c", "a.c", id="assertions-vanish"),
        pytest.param("'a' as const", "'a'", id="as-const"),
        pytest.param("a satisfies B", "a", id="satisfies"),
        pytest.param("<B>a", "a", id="old-assertion"),
        pytest.param("new A", "new A()", id="new-without-arguments"),
        pytest.param("new A.B(...c)", "new A.B(*c)", id="new"),
        pytest.param("[a, , ...b]", "[a, ?hole, *b]", id="array"),
        pytest.param("{a, 'b c': 1, 2: 3, [d]: 4, ['e']: 5, ...f}", "{a: a, b c: 1, 2: 3, [d]: 4, e: 5, **f}", id="object"),
        pytest.param(
            "{m() {}, get g() { return 1 }, set g(x) {}, f: () => 1}", "{m: function#0, g: function#1, f: function#3}", id="methods"
        ),
        pytest.param("tag`a${b}c`", "tagged tag(['a', 'c'], b)", id="tagged-template"),
        pytest.param("require('m').a", "import m.a", id="require"),
        pytest.param("require(m)", "require(m)", id="computed-require-stays-a-call"),
        pytest.param("await import('m')", "await import m", id="dynamic-import"),
        pytest.param("import(m)", "?computed import", id="computed-import"),
        pytest.param("await a.b()", "await a.b()", id="await"),
        pytest.param("this.a.b", "SELF.a.b", id="this"),
        pytest.param("(0, a.b)('x')", "a.b('x')", id="compiled-call"),
        pytest.param("(w = 1)", "1", id="assignment-has-a-value"),
        pytest.param("typeof a", "?type name:string", id="typeof"),
    ],
)
def test_expressions(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("const a = 1", ["declare a = 1"], id="const"),
        pytest.param("let a", ["declare a"], id="without-value"),
        pytest.param("{ let a = 1 }", ["declare a = 1 @1"], id="block-scope"),
        pytest.param("{ var a = 1 }", ["declare a = 1"], id="var-leaves-the-block"),
        pytest.param("a = 1", ["assign a = 1"], id="implicit-global"),
        pytest.param("{ a = 1; let a }", ["assign a = 1 @1", "declare a @1"], id="declared-later"),
        pytest.param("let a; { a = 1 }", ["declare a", "assign a = 1"], id="home-is-outside"),
        pytest.param("let a; { let a; a = 1 }", ["declare a", "declare a @1", "assign a = 1 @1"], id="shadowed"),
        pytest.param(
            "class A { b = 1; static { b = 2 } }", ["declare b = 1 @1", "assign b = 2", "class A = class#0"], id="fields-are-no-names"
        ),
        pytest.param("let a; a += 'x'", ["declare a", "augment a = 'x'"], id="augment"),
        pytest.param("a ||= b", ["assign a = or(a, b)"], id="or-assign"),
        pytest.param(
            "const {a, b: c = d, ...rest} = x", ["declare a = x.a", "declare c = or(x.b, d)", "declare rest = rest(x, a, b)"], id="object"
        ),
        pytest.param(
            "const [a,, b = 1, ...c] = x", ["declare a = x[0]", "declare b = or(x[2], 1)", "declare c = ?rest of a list:array"], id="array"
        ),
        pytest.param("const {a: {b: [c]}} = x", ["declare c = x.a.b[0]"], id="nested"),
        pytest.param("const {['a']: b, [k]: c} = x", ["declare b = x.a", "declare c = x[k]"], id="computed"),
        pytest.param("let a; ({a} = x)", ["declare a", "assign a = x.a"], id="destructuring-assignment"),
        pytest.param("for (const a of b) {}", ["loop a = item-of(b) @1"], id="for-of"),
        pytest.param("for (const a in b) {}", ["loop a = key-of(b) @1"], id="for-in"),
        pytest.param("for (const [k, v] of Object.entries(o)) {}", ["loop k = key-of(o) @1", "loop v = value-of(o) @1"], id="for-entries"),
        pytest.param("for (const v of Object.values(o)) {}", ["loop v = value-of(o) @1"], id="for-values"),
        pytest.param("try {} catch ({message}) {}", ["declare message = ?caught error.message @2"], id="catch"),
        pytest.param(
            "import d, {a as b, c} from 'm'", ["import d = import m:default", "import b = import m:a", "import c = import m:c"], id="import"
        ),
        pytest.param("import * as n from 'm'", ["import n = import m"], id="namespace-import"),
        pytest.param("import type {T} from 'm'", ["import T = import m:T"], id="type-import"),
        pytest.param("import r = require('m')", ["import r = import m"], id="import-require"),
        pytest.param("import 'm'", [], id="side-effect-import"),
        pytest.param("const a: A | null = b", ["declare a: A = b"], id="nullable-type"),
        pytest.param("const a: Promise<Readonly<A.B>> = b", ["declare a: A.B = b"], id="wrapped-type"),
        pytest.param("let a: typeof b.c", ["declare a: b.c"], id="type-query"),
        pytest.param("let a: ReturnType<typeof b>", ["declare a"], id="return-type"),
        pytest.param("let a: keyof B", ["declare a"], id="keyof"),
        pytest.param("let a: A[]", ["declare a"], id="array-type"),
        pytest.param("let a: A | B", ["declare a"], id="union-of-classes"),
        pytest.param("let a: string | undefined", ["declare a: string"], id="primitive"),
        pytest.param("type X = 'a' | 'b' | null", ["declare X = match('a', 'b')"], id="literal-union"),
        pytest.param("type X = A.B<C>", ["declare X = A.B"], id="alias"),
        pytest.param("interface P { a: A; b?: string }", ["declare a: A @1", "declare b: string @1", "class P = class#0"], id="interface"),
        pytest.param("type P = Q & { a: A }", ["declare a: A @1", "class P = class#0"], id="intersection"),
        pytest.param("namespace N { const a = 1; a = 2 }", ["declare a = 1 @1", "assign a = 2 @1", "class N = class#0"], id="namespace"),
        pytest.param("declare global { var a: A }", ["declare a: A"], id="global"),
    ],
)
def test_bindings(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("function f(a, b = 1, ...c) { return a }", ["function f(a, b = 1, rest c) -> a"], id="declaration"),
        pytest.param("const f = (a) => g(a)", ["lambda f(a) -> g(a)"], id="arrow"),
        pytest.param("const f = a => a", ["lambda f(a) -> a"], id="arrow-with-lone-name"),
        pytest.param("const f = function () {}", ["function f()"], id="expression"),
        pytest.param("X.prototype.f = function () {}", ["function f()"], id="prototype"),
        pytest.param("x['f'] = () => 1", ["lambda f() -> 1"], id="literal-key"),
        pytest.param("const o = {f: () => 1}", ["lambda f() -> 1"], id="entry"),
        pytest.param("useCallback(() => 1)", ["lambda () -> 1"], id="anonymous"),
        pytest.param("async function f(): Promise<A> {}", ["function f(): A"], id="return-type"),
        pytest.param("function f(this: A, b?: 'x' | 'y') {}", ["function f(b: match('x', 'y'))"], id="this-is-no-parameter"),
        pytest.param("function f({a}: {a: A} = {}) {}", ["function f({0}: class#0 = {})"], id="destructured"),
        pytest.param("const C: React.FC<P> = ({a}) => 1", ["lambda C({0}: P) -> 1"], id="component-props"),
        pytest.param("function f(a: A): void; function f(a) {}", ["function f(a)"], id="overloads"),
        pytest.param("declare function f(a: A): void", ["abstract f(a: A)"], id="declared"),
        pytest.param("interface P { f: (a: A) => void; g(b: B): C }", ["abstract f(a: A)", "abstract g(b: B): C"], id="signatures"),
        pytest.param("type F = (a: A) => void", ["abstract F(a: A)"], id="function-type"),
        pytest.param(
            "class A { constructor() {} m() {} static s() {} get g() { return 1 } f = () => 1 }",
            ["constructor constructor()", "method m()", "static s()", "getter g() -> 1", "method f() -> 1"],
            id="class",
        ),
        pytest.param("abstract class A { abstract m(): void; n(a: B): void; n(a) {} }", ["abstract m()", "method n(a)"], id="abstract"),
    ],
)
def test_functions(source: str, expected: list[str]) -> None:
    assert [render_function(function) for function in facts_of(source).functions] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(b(c()))", ["a(b(c()))", "b(c())", "c()"], id="nested"),
        pytest.param("a ? b() : c()", ["b()", "c()"], id="conditional"),
        pytest.param("if (a()) b(); else if (c()) d(); else e()", ["a()", "b()", "c()", "d()", "e()"], id="if"),
        pytest.param("switch (a()) { case b(): c(); default: d() }", ["a()", "b()", "c()", "d()"], id="switch"),
        pytest.param("for (a(); b(); c()) d()", ["a()", "b()", "c()", "d()"], id="for"),
        pytest.param("while (a()) b(); do c(); while (d())", ["a()", "b()", "c()", "d()"], id="while"),
        pytest.param("try { a() } catch { b() } finally { c() }", ["a()", "b()", "c()"], id="try"),
        pytest.param("throw a(); l: b()", ["a()", "b()"], id="throw-and-label"),
        pytest.param("function f(a = b()) { return c() }", ["b()", "c()"], id="function"),
        pytest.param("class A extends b() { c = d(); [e()]() { f() } static { g() } }", ["b()", "d()", "e()", "f()", "g()"], id="class"),
        pytest.param(
            "@a() class B { @c() d() {} @e() f = 1; constructor(@g() h) {} }", [f"decorator {n}()" for n in "aceg"], id="decorators"
        ),
        pytest.param("@a class B {}", [], id="bare-decorator"),
        pytest.param("`${a()}`; b`${c()}`", ["a()", "tagged b([], c())", "c()"], id="templates"),
        pytest.param("a() + b(); !c(); d() && e()", ["a()", "b()", "c()", "d()", "e()"], id="operators"),
        pytest.param("const {a = b()} = c()", ["b()", "c()"], id="destructuring"),
        pytest.param("(function (w) {})(window)", ["function#0(window)"], id="immediate"),
        pytest.param("super.m(); super(a)", ["SUPER.m()", "SUPER(a)"], id="super"),
        pytest.param(
            "<A b='x&amp;y' c {...d} e={f()}>{g()}</A>", ["element A({b: 'x&y', c: true, **d, e: f()})", "f()", "g()"], id="element"
        ),
        pytest.param("<a.B/>", ["element a.B({})"], id="member-element"),
        pytest.param("<div onClick={() => a()}><B/></div>", ["a()", "element B({})"], id="intrinsic"),
        pytest.param("<div data-x='y'/>", ["element div({data-x: 'y'})"], id="data-attributes"),
        pytest.param("<><A/></>", ["element A({})"], id="fragment"),
        pytest.param("type A = B<typeof c>; let d: e.f", [], id="types-call-nothing"),
        pytest.param("require('a'); import('b')", [], id="modules-are-not-called"),
        pytest.param("// a()\n/* b() */ 'c()'", [], id="comments-and-strings"),
        pytest.param("a.b; a[b]; new.target", [], id="reads"),
    ],
)
def test_every_call_is_noted_once(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a.b = 1", ["set a.b = 1"], id="member"),
        pytest.param("a['b'] = 1", ["set a.b = 1"], id="literal-key"),
        pytest.param("a[b] = 1", ["set a[b] = 1"], id="computed-key"),
        pytest.param("a.b += 1", ["augment a.b = 1"], id="augment"),
        pytest.param("a.b ??= 1; a[c] ||= 2", ["set a.b = or(a.b, 1)", "set a[c] = or(a[c], 2)"], id="keep-or-set"),
        pytest.param("delete a.b; delete a[c]", ["delete a.b", "delete a[c]"], id="delete"),
        pytest.param("const y = (window.x = window.x || [])", ["set window.x = or(window.x, [])"], id="nested"),
        pytest.param("class A { constructor(private a: B, c: D) {} }", ["set SELF.a = a"], id="parameter-property"),
        pytest.param("({a: b.c} = d)", ["set b.c = d.a"], id="destructuring"),
        pytest.param("a = 1; a == b.c", [], id="names-and-comparisons"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(source).mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("export const a = 1, {b, c: d} = e", [("a", "a"), ("b", "b"), ("d", "d")], id="const"),
        pytest.param("export function f() {} export class A {} export enum E {}", [("f", "f"), ("A", "A"), ("E", "E")], id="declarations"),
        pytest.param("export function f(a: A): void; export function f(a) {}", [("f", "f")], id="overloads"),
        pytest.param("export {a as b, c}", [("b", "a"), ("c", "c")], id="local"),
        pytest.param("export {a as b, default as c} from 'm'", [("b", "import m:a"), ("c", "import m:default")], id="from"),
        pytest.param("export * from 'm'; export * as n from 'k'", [("*", "import m"), ("n", "import k")], id="star"),
        pytest.param("export default a.b()", [("default", "a.b()")], id="default-value"),
        pytest.param("export default function f() {}", [("default", "f")], id="default-function"),
        pytest.param("export default () => 1", [("default", "function#0")], id="default-arrow"),
        pytest.param("export = a", [("=", "a")], id="assignment"),
        pytest.param("module.exports = {a}; exports.b = 1; module.exports.c = 2", [("=", "{a: a}"), ("b", "1"), ("c", "2")], id="commonjs"),
        pytest.param("namespace N { export const a = 1 }", [], id="inside-a-namespace"),
        pytest.param("const a = 1; other.exports.b = 1; exports[k] = 2", [], id="not-exported"),
    ],
)
def test_exports(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(export.name, render(export.value)) for export in facts_of(source).exports] == expected


def test_enum_members_count_on() -> None:
    (enum,) = facts_of("const enum E { A, B = 'x', C = 5, D, 'e f' = g.h, I }").classes
    members = [(member.name, render(member.value)) for member in enum.members]
    assert members == [("A", "0"), ("B", "'x'"), ("C", "5"), ("D", "6"), ("e f", "g.h"), ("I", "-")]


def test_functions_know_their_class_and_record() -> None:
    facts = facts_of("class A { m() { return {n() {}, o: () => 1} } }")
    assert [(f.name, f.owner, f.record) for f in facts.functions] == [("m", 0, None), ("n", None, 0), ("o", None, 0)]


def test_arms_exclude_each_other() -> None:
    facts = facts_of("if (a) {} else if (b) {} else {} if (c) {} switch (d) { case 1: break }")
    assert [(s.group, s.exhaustive) for s in facts.scopes[1:]] == [(1, True), (1, True), (1, True), (None, False), (2, False)]


def test_statements_leave_nested_functions_out() -> None:
    facts = facts_of("function f() { const a = () => { b(); c() }; if (d) { e() } return a }")
    assert {f.name: f.statements for f in facts.functions} == {"f": 3, "a": 2}


def test_modules_are_named_once() -> None:
    assert facts_of("import 'a'; import b from 'a'; export * from 'c'; require('d'); import('e')").modules == ("a", "c", "d", "e")


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        pytest.param("a.track()", 1, 3, id="member"),
        pytest.param("track()", 1, 1, id="name"),
        pytest.param("'é😀'; a.track()", 1, 9, id="non-ascii-before"),
        pytest.param("x\r\n  a.track()", 2, 5, id="crlf"),
        pytest.param("'é'\r\n'ü'; a.track()", 2, 8, id="crlf-and-non-ascii"),
        pytest.param("\ufeffx\na.track()", 2, 3, id="byte-order-mark"),
        pytest.param("a\n  .b\n  ?.track()", 3, 5, id="chain-over-lines"),
    ],
)
def test_positions(source: str, line: int, column: int) -> None:
    (call,) = facts_of(source).calls
    assert (call.name_span.line, call.name_span.column) == (line, column)


@pytest.mark.parametrize(
    ("path", "language"),
    [
        pytest.param("a.js", "javascript", id="js"),
        pytest.param("a.mjs", "javascript", id="mjs"),
        pytest.param("a.jsx", "jsx", id="jsx"),
        pytest.param("a.cts", "typescript", id="cts"),
        pytest.param("a.TSX", "tsx", id="upper-case"),
        pytest.param("a.coffee", "javascript", id="unknown"),
    ],
)
def test_language_is_that_of_the_suffix(path: str, language: str) -> None:
    assert facts_of("a()", path).language == language


def test_types_in_javascript_are_read_as_types() -> None:
    facts = facts_of("function f(a: string): void { track(a) }", "a.js")
    assert (facts.errors, render_calls(facts)) == ((), ["track(a)"])


def test_broken_source_keeps_what_can_be_read() -> None:
    facts = facts_of("a();\nfunction ( { b(); \nc('x'", "a.js")
    assert facts.errors
    assert "a()" in render_calls(facts)


def test_comments_are_kept_everywhere() -> None:
    facts = facts_of("f(/* a */ 1) // b\n<A>{/* c */}</A>")
    assert [comment.text for comment in facts.comments] == ["/* a */", "// b", "/* c */"]


MANY = 3000


@pytest.mark.parametrize("path", ["x.js", "x.ts", "x.tsx"])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x=" + "+".join(["a"] * MANY), id="plus"),
        pytest.param("x=" + "||".join(["a+b&&c"] * MANY), id="mixed-operators"),
        pytest.param("(" * MANY + "a" + ")" * MANY, id="parentheses"),
        pytest.param("[" * MANY + "]" * MANY, id="lists"),
        pytest.param("x=" + "{a:" * MANY + "1" + "}" * MANY, id="records"),
        pytest.param("f(" * MANY + ")" * MANY, id="calls"),
        pytest.param("a" + ".b(c)" * MANY, id="chain"),
        pytest.param("a" + ".b(c.d(e.f.g.h([" * MANY, id="chains-in-arguments"),
        pytest.param("f(()=>({a:" * MANY + "1" + "}))" * MANY, id="arrows-in-records"),
        pytest.param("function f(a=" * MANY + "1" + "){}" * MANY, id="defaults"),
        pytest.param("<A>" * MANY + "</A>" * MANY, id="elements"),
        pytest.param("<A b={" * MANY + "1" + "}/>" * MANY, id="elements-in-attributes"),
        pytest.param("if(a){b()}" + "else if(c){d()}" * MANY, id="else-if"),
        pytest.param("x=" + "a?b:" * MANY + "c", id="ternary"),
        pytest.param("x=" + "class{a=" * MANY + "1" + "}" * MANY, id="classes"),
        pytest.param("const " + "{a:" * MANY + "b" + "}" * MANY + "=c", id="patterns"),
        pytest.param("let x:" + "{a:" * MANY + "b" + "}" * MANY, id="types"),
        pytest.param("`${" * MANY + "1" + "}`" * MANY, id="templates"),
    ],
)
def test_deep_nesting_is_read_and_stored(path: str, source: str) -> None:
    assert pickle.dumps(extract(path, source.encode()))


def test_a_long_chain_notes_all_its_calls() -> None:
    assert len(facts_of("a" + ".b()" * MANY).calls) == MANY


SAMPLE = """
import d, {a as b} from 'm'; export const {c = d(), ...e} = f, [g] = h;
@I({j: 1}) export class K<T> extends L<T> implements M {
  @N() private o = (p) => q.r`s${p}`; constructor(private t: U) { super(t) } get v(): W { return 1 } }
type X = {y: (z: string) => void} & Z; enum A { B, C = 'd' } namespace E.F { export let g = 1 }
const H: React.FC<I> = ({j, k: [l]}) => <M.N o={p} {...q}>{r?.[s]?.('é') ?? t}</M.N>;
for (const [u, v] of Object.entries(w)) { switch (x) { case 'y': z.a ||= b; default: delete c.d } }
try { if (e) f(); else if (g) h = i; else { j += `k${l}` } } catch { await import('m') } finally { module.exports = {n, [o]: 1} }
"""


def assert_whole(facts: FileFacts) -> None:
    assert all(index == scope.index for index, scope in enumerate(facts.scopes))
    assert all(index == function.index for index, function in enumerate(facts.functions))
    assert all(index == cls.index for index, cls in enumerate(facts.classes))
    assert all(index == record.index for index, record in enumerate(facts.records))
    assert all(0 <= binding.home < len(facts.scopes) for binding in facts.bindings)


@pytest.mark.parametrize("path", ["x.js", "x.ts", "x.tsx"])
def test_truncated_source_is_read(path: str) -> None:
    text = SAMPLE.encode()
    for end in range(0, len(text), 7):
        assert_whole(extract(path, text[:end]))
        assert_whole(extract(path, text[end:]))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["x.js", "x.ts", "x.tsx"]))
def test_any_bytes_are_read(text: bytes, path: str) -> None:
    assert_whole(extract(path, text))


TOKENS = SAMPLE.split() + list("(){}[]<>;,.=:?`'\"$@#*!&|/\\") + ["=>", "...", "${", "import", "export", "type", "default"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=40), st.sampled_from(["x.js", "x.ts", "x.tsx"]))
def test_any_tokens_are_read(tokens: list[str], path: str) -> None:
    assert_whole(extract(path, " ".join(tokens).encode()))
