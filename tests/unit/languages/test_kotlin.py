from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.kotlin import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.kt", source.encode())


def in_class(members: str) -> FileFacts:
    return facts_of(f"class C {{\n{members}\n}}")


def in_function(statements: str) -> FileFacts:
    return facts_of(f"fun m() {{\n{statements}\n}}")


def value_of(source: str) -> str:
    """The value of the property `x`."""
    return render(next(b.value for b in facts_of(f"val x = {source}").bindings if b.name == "x"))


def locals_of(facts: FileFacts) -> list[str]:
    """The bindings in functions and blocks, without their homes."""
    homes = {scope.index for scope in facts.scopes if scope.kind in ("function", "block")}
    return [line.rpartition(" @")[0] for line, b in zip(render_bindings(facts), facts.bindings, strict=True) if b.home in homes]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\t\"\$b\u00e9"', repr('a\n\t"$bé'), id="escapes"),
        pytest.param(r'"\ud800"', repr("\ufffd"), id="lone surrogate"),
        pytest.param('"$a"', "template(a)", id="variable in text"),
        pytest.param('"x $a.b ${c.d} $e"', "template('x ', a, '.b ', c.d, ' ', e)", id="template"),
        pytest.param('"$a$b $1 $"', "template(a, b, ' $1 $')", id="dollar alone"),
        pytest.param('"${a("b")}c"', "template(a('b'), 'c')", id="call in a template"),
        pytest.param('"$this"', "template(SELF)", id="this in text"),
        pytest.param('"$`a b`"', "template(a b)", id="quoted name in text"),
        pytest.param('"""a\\n $b\n ${c}"""', "template('a\\\\n ', b, '\\n ', c)", id="raw text"),
        pytest.param("'c'", "'c'", id="character"),
        pytest.param('"a" + b + "c"', "template('a', b, 'c')", id="sum"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a + b * 2", "template(a, ?arithmetic:number)", id="sum with arithmetic"),
        pytest.param('a + ("k" to v)', "{**a, k: v}", id="map with an entry"),
        pytest.param('a + mapOf("k" to v)', "{**a, **mapOf(['k', v])}", id="maps"),
        pytest.param("a + listOf(b)", "[a, *listOf(b)]", id="lists"),
        pytest.param("a == b && !c || d", "?comparison:boolean", id="conditions"),
        pytest.param("a in b", "?comparison:boolean", id="in"),
        pytest.param("!a.b()", "?comparison:boolean", id="not a call"),
        pytest.param("-a.b", "?arithmetic:number", id="negative member"),
        pytest.param("a is B", "?comparison:boolean", id="is"),
        pytest.param("1..2", "?range:array", id="range"),
        pytest.param("a shl 2", "?arithmetic:number", id="shift"),
        pytest.param("-1", "-1", id="negative number"),
        pytest.param("0x1FL", "0x1FL", id="integer"),
        pytest.param("1.5f", "1.5f", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("null", "null", id="null"),
        pytest.param("a ?: b ?: c", "or(a, b, c)", id="elvis"),
        pytest.param("a ?: return", "a", id="elvis that leaves"),
        pytest.param("a ?: throw B()", "a", id="elvis that throws"),
        pytest.param("a!!.b", "a.b", id="not null"),
        pytest.param("(a as B).c", "a.c", id="cast"),
        pytest.param("a as? B", "a", id="safe cast"),
        pytest.param("a?.b?.c()", "a.b.c()", id="safe calls"),
        pytest.param("a[b][0]", "a[b][0]", id="indexes"),
        pytest.param("a[b, c]", "a[[b, c]]", id="two indexes"),
        pytest.param("this.a", "SELF.a", id="this"),
        pytest.param("super.a", "SUPER.a", id="super"),
        pytest.param("a(b, c = d, *e)", "a(b, c=d, *e)", id="arguments"),
        pytest.param("A(b)", "A(b)", id="construction"),
        pytest.param("a<B>(c)", "a(c)", id="type argument"),
        pytest.param('a.b<C>("d").e', "a.b('d').e", id="type argument in a chain"),
        pytest.param("a ?: b<C>(d)", "or(a, b(d))", id="type argument behind elvis"),
        pytest.param('"k" to a<B>(c)', "['k', a(c)]", id="type argument in a pair"),
        pytest.param("a<B, C>(d, e)", "a(d, e)", id="type arguments"),
        pytest.param("a < b", "?comparison:boolean", id="less"),
        pytest.param("a { b }", "a({}=function#0)", id="block"),
        pytest.param("a.b(c) { d }", "a.b(c, {}=function#0)", id="arguments and a block"),
        pytest.param("a { b }.c { d }", "a({}=function#0).c({}=function#1)", id="blocks in a chain"),
        pytest.param('mapOf("k" to v, K.A to w)', "mapOf(['k', v], [K.A, w])", id="map"),
        pytest.param("a put b", "a.put(b)", id="infix call"),
        pytest.param("::a", "a", id="reference"),
        pytest.param("A::b", "A.b", id="member reference"),
        pytest.param("A::class.java", "A.class.java", id="class reference"),
        pytest.param("{ a }", "function#0", id="lambda"),
        pytest.param("fun(a: B) = c", "function#0", id="anonymous function"),
        pytest.param("object : A(b) {}", "class#0", id="object"),
        pytest.param('if (a) "b" else "c"', "ternary('b', 'c')", id="if"),
        pytest.param('if (a) "b" else if (c) "d" else { e(); "f" }', "ternary('b', 'd', 'f')", id="if else if"),
        pytest.param('if (a) "b" else return', "ternary('b')", id="if that leaves"),
        pytest.param('when (a) { B -> "c"\n is D, E -> { "f" }\n else -> "g" }', "match('c', 'f', 'g')", id="when"),
        pytest.param('when { a -> "b"\n else -> throw c }', "match('b')", id="when without a subject"),
        pytest.param('try { "a" } catch (e: E) { "b" } finally { c }', "match('a', 'b')", id="try"),
        pytest.param('String.format("a %s %d", b, c)', "percent('a %s %s'; b, c)", id="format"),
        pytest.param('"a %s".format(b)', "percent('a %s'; b)", id="format of text"),
        pytest.param('"%2$s".format(Locale.US, b, c)', "percent(template('%2', s); b, c)", id="unescaped number"),
        pytest.param('"%2\\$s".format(Locale.US, b, c)', "percent('%s'; c)", id="numbered argument"),
        pytest.param("a.format(b)", "a.format(b)", id="format of another object"),
    ],
)  # fmt: skip
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import a.b.C", ["import C = import a.b:C"], id="class"),
        pytest.param("import a.b.C as D", ["import D = import a.b:C"], id="alias"),
        pytest.param("import a.b.*", ["import * = import a.b:*"], id="wildcard"),
        pytest.param("typealias A = b.C<D>", ["declare A = b.C"], id="alias of a type"),
        pytest.param('const val A = "b"', ["declare A = 'b'"], id="constant"),
        pytest.param("val a: B? = null", ["declare a: B = null"], id="nullable"),
        pytest.param("lateinit var a: B", ["declare a: B"], id="without a value"),
        pytest.param("val a by lazy { b }", ["declare a = lazy({}=function#0)"], id="lazy"),
        pytest.param("val a: B by inject()", ["declare a: B = inject()"], id="delegate"),
        pytest.param("val a: B by inject<B>(c)", ["declare a: B = inject(c)"], id="delegate with a type argument"),
        pytest.param("val a get() = b", ["function a = function#0"], id="getter"),
        pytest.param("val a: B\n  get() { return c }", ["function a = function#0"], id="getter on the next line"),
        pytest.param("var a = b\n  private set", ["declare a = b"], id="private setter"),
        pytest.param("val (a, _) = b", ["declare a = b[0]"], id="destructured"),
        pytest.param("fun a() {}", ["function a = function#0"], id="function"),
        pytest.param("fun A.b() {}", ["function b = function#0 @1", "function b = function#0"], id="extension"),
        pytest.param("val A.b get() = c", ["function b = function#0 @1"], id="extension property"),
        pytest.param("object A { const val B = 1 }", ["class A = class#0", "declare B = 1 @1"], id="object"),
    ],
)
def test_top_level(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


def test_package_and_modules() -> None:
    facts = facts_of("package a.b\nimport c.D\nimport e.*\nimport f.G as H\n")
    assert (facts.package, facts.modules) == ("a.b", ("c.D", "e", "f.G"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A(val b: B, c: C = d)", [
            "declare b: B @1", "parameter c: C = param#0.1 @1", "parameter b: B = param#0.0 @2", "parameter c: C = param#0.1 @2",
            "function constructor = function#0 @1",
        ], id="primary constructor"),
        pytest.param("class A {\n constructor(b: B) : this(c)\n}",
                     ["function constructor = function#0 @1", "parameter b: B = param#0.0 @2"],
                     id="secondary constructor"),
        pytest.param('class A { companion object { const val B = "c" } }', ["class Companion = class#0 @1", "declare B = 'c' @1"],
                     id="companion"),
        pytest.param("class A { companion object D { fun b() {} } }", ["class D = class#0 @1", "function b = function#0 @1"],
                     id="named companion"),
        pytest.param("class A { object B { val c = 1 } }", ["class B = class#1 @1", "declare c = 1 @2"], id="nested object"),
        pytest.param("class A { fun b() {}\n fun b(c: Int) {} }",
                     ["function b = function#0 @1", "function b = function#1 @1", "parameter c: Int = param#1.0 @3"], id="overloads"),
    ],
)  # fmt: skip
def test_members(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == ["class A = class#0", *expected]


def test_fields_of_the_primary_constructor_are_set() -> None:
    assert [render_mutation(mutation) for mutation in facts_of("class A(val b: B, c: C)").mutations] == ["set SELF.b = b"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("B", "B", id="name"),
        pytest.param("a.b.C?", "a.b.C", id="qualified and nullable"),
        pytest.param("B<D>", "B", id="generic"),
        pytest.param("Lazy<a.B>", "a.B", id="lazy"),
        pytest.param("Lazy<Provider<B>>?", "B", id="wrappers"),
        pytest.param("String", "String", id="string"),
        pytest.param("Flow<B>", "[B]", id="flow"),
        pytest.param("List<B>", "[B]", id="list"),
        pytest.param("List<B?>?", "[B]", id="list of what may be null"),
        pytest.param("List<*>", "-", id="list of anything"),
        pytest.param("Map<B, C>", "-", id="map"),
        pytest.param("(B) -> C", "-", id="function"),
        pytest.param("Lazy<*>", "-", id="star"),
    ],
)
def test_types(source: str, expected: str) -> None:
    (binding,) = facts_of(f"lateinit var x: {source}").bindings
    assert render(binding.type) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("fun f() {}", "method f()", id="method"),
        pytest.param("fun f(a: B = c, vararg d: D): E = g", "method f(a: B = c, rest d: D): E -> g", id="expression body"),
        pytest.param("fun f(): E { if (a) return b\n return c }", "method f(): E -> b | c", id="returns"),
        pytest.param("fun f() = when (a) { B -> 1\n else -> 2 }", "method f() -> match(1, 2)", id="when as a body"),
        pytest.param("abstract fun f()", "abstract f()", id="abstract"),
        pytest.param("companion object { fun f() {} }", "static f()", id="companion"),
        pytest.param("suspend fun <T> f(@A a: T) {}", "method f(a: T)", id="type parameter"),
        pytest.param("fun B?.f() = this", "method f() -> SELF", id="extension"),
        pytest.param("fun B.Companion.f() {}", "static f()", id="extension of a companion"),
        pytest.param("val f: B get() = a", "getter f() -> a", id="getter"),
        pytest.param("constructor(a: B) : super(a) {}", "constructor constructor(a: B)", id="constructor"),
        pytest.param("val f = { a: B, c -> d }", "lambda f(a: B, c) -> d", id="lambda"),
        pytest.param("val f = { it.a }", "lambda f(it) -> it.a", id="implicit parameter"),
        pytest.param("val f = { (a, b), c -> d }", "lambda f({0}, c) -> d", id="destructured parameter"),
        pytest.param("val f = { -> a }", "lambda f() -> a", id="no parameter"),
        pytest.param("val f = fun(a: B): C { return d }", "lambda f(a: B): C -> d", id="anonymous function"),
        pytest.param("val x = a.apply { it }", "lambda () -> it", id="block with the object as this"),
        pytest.param("val x = a.forEach { if (b) return@forEach\n c() }", "lambda (it) -> c()", id="block that is left"),
        pytest.param("val x = a.let { return@let b }", "lambda (it) -> b", id="value of a labelled return"),
        pytest.param("val x = a.let { b = c }", "lambda (it)", id="block without a value"),
        pytest.param("init { this.f = { a } }", "lambda f(it) -> a", id="lambda set to a field"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    assert render_function(in_class(source).functions[0]) == expected


def test_a_plain_return_in_a_block_is_not_the_blocks() -> None:
    facts = in_function("a.forEach { if (it.b) return it }")
    assert [render_function(function) for function in facts.functions] == ["function m()", "lambda (it)"]


@pytest.mark.parametrize(
    ("source", "kind", "bases"),
    [
        pytest.param("class A : B(c), D, e.F<G>", "class", ["new B(c)", "D", "e.F"], id="class"),
        pytest.param("data object A : B(\"c\")", "object", ["new B('c')"], id="data object"),
        pytest.param("class A(b: B) : C by b", "class", ["C"], id="delegation"),
        pytest.param("sealed interface A : B", "interface", ["B"], id="sealed interface"),
        pytest.param("fun interface A { fun b() }", "interface", [], id="fun interface"),
        pytest.param("enum class A : B { C }", "enum", ["B"], id="enum"),
        pytest.param("fun A.b() {}", "extension", [], id="extension"),
        pytest.param("fun c.A<D>?.b() {}", "extension", [], id="extension of a qualified type"),
    ],
)  # fmt: skip
def test_classes(source: str, kind: str, bases: list[str]) -> None:
    (cls,) = facts_of(source).classes
    assert (cls.name, cls.kind, [render(base) for base in cls.bases]) == ("A", kind, bases)


def test_extension_of_a_type_parameter_extends_nothing() -> None:
    facts = facts_of("fun <T> T.f() {}")
    assert (facts.classes, render_bindings(facts)) == ((), ["function f = function#0"])


def test_arguments_of_a_base_are_looked_up_in_the_constructor() -> None:
    facts = facts_of("class A(b: B) : C(b)")
    (call,) = facts.calls
    assert facts.scopes[call.scope].kind == "function"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('enum class E(val k: String) {\n A("a", 1),\n @X B { override fun f() {} };\n fun f() {}\n}', id="lines"),
        pytest.param('enum class E(val k: String) { A("a", 1), B { override fun f() {} }; fun f() {} }', id="one line"),
    ],
)
def test_enum_members(source: str) -> None:
    facts = facts_of(source)
    assert facts.classes[0].kind == "enum"
    assert [(member.name, [render(arg.value) for arg in member.args]) for member in facts.classes[0].members] == [
        ("A", ["'a'", "1"]), ("B", []),
    ]  # fmt: skip
    assert (facts.classes[1].name, [render(base) for base in facts.classes[1].bases]) == ("B", ["E"])


@pytest.mark.parametrize(
    "source",
    [
        'class A { companion object { const val X = "a }" } }',
        "class A { fun f() {} }",
        "class A { val x = 1 } // }",
        "interface A { val x: List<B> }",
        "val a = object : B { override fun f() { g() } }",
        "class A { init { f() } }",
        "sealed interface A { object B : A }",
        'class A { val b = "${c { d }}" }',
    ],
)
def test_the_last_member_may_stand_on_the_line_of_the_brace(source: str) -> None:
    assert facts_of(source).errors == ()


def test_decorators() -> None:
    facts = facts_of('@A class B {\n @C("d") @e.F(g = 1)\n fun m(@I(1) x: Int) {}\n @J(2) val k = 3\n}')
    assert [render(decorator) for decorator in facts.classes[0].decorators] == ["A"]
    assert [render(decorator) for decorator in facts.functions[0].decorators] == ["decorator C('d')", "decorator e.F(g=1)"]
    assert render_calls(facts) == ["decorator C('d')", "decorator e.F(g=1)", "decorator I(1)", "decorator J(2)"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("val a: A = b", ["declare a: A = b"], id="local"),
        pytest.param("var a = b; a = c", ["declare a = b", "assign a = c"], id="assigned"),
        pytest.param("var a = b; a += c", ["declare a = b", "augment a = c"], id="augmented"),
        pytest.param('var a = b; a += "k" to v', ["declare a = b", "augment a = {k: v}"], id="entry added"),
        pytest.param("var a = 1; a -= 2", ["declare a = 1", "assign a = ?arithmetic:number"], id="subtracted"),
        pytest.param("var a = 1; a++", ["declare a = 1", "assign a = ?arithmetic:number"], id="counted"),
        pytest.param("val (a, b) = c to d", ["declare a = c", "declare b = d"], id="pair taken apart"),
        pytest.param("for (a in b) {}", ["loop a = item-of(b)"], id="loop"),
        pytest.param("for ((k, v) in b) {}", ["loop k = key-of(b)", "loop v = value-of(b)"], id="loop over a map"),
        pytest.param("for (k in b.keys) {}", ["loop k = key-of(b)"], id="loop over keys"),
        pytest.param("for ((i, a) in b.withIndex()) {}", ["loop i = ?counter:integer", "loop a = item-of(b)"], id="loop with an index"),
        pytest.param("try {} catch (e: E) {}", ["declare e = ?exception"], id="catch"),
        pytest.param("when (val a = b) { else -> c }", ["declare a = b"], id="subject"),
        pytest.param("a.let { (b, c) -> d }", ["parameter {0} = param#1.0", "assign b = {0}[0]", "assign c = {0}[1]"], id="destructured"),
        pytest.param("fun a() {}", ["function a = function#1"], id="local function"),
        pytest.param("class A", ["class A = class#0"], id="local class"),
        pytest.param("f.a = b", [], id="member"),
    ],
)
def test_locals(source: str, expected: list[str]) -> None:
    assert locals_of(in_function(source)) == expected


@pytest.mark.parametrize(
    ("members", "mutations", "bindings"),
    [
        pytest.param("var a: A\n fun f() { this.a = b }", ["set SELF.a = b"], [], id="this"),
        pytest.param("fun f() { a = b }\n var a: A", ["set SELF.a = b"], [], id="property by its name"),
        pytest.param("fun f() { x.let { a = b } }", ["set SELF.a = b"], [], id="inherited property in a block"),
        pytest.param("companion object { var a: A? = null\n fun f() { a = b } }", [], ["assign a = b @1"], id="companion"),
        pytest.param('fun f() { a["k"] = b }', ["set a.k = b"], [], id="known key"),
        pytest.param("fun f() { a[k] += b }", ["augment a[k] = b"], [], id="computed key"),
        pytest.param("fun f() { a?.b = c }", ["set a.b = c"], [], id="safe member"),
        pytest.param("fun f() { a!!.b = c }", ["set a.b = c"], [], id="member of what is not null"),
        pytest.param("fun f() = A().apply { b = c }", [], ["assign b = c @3"], id="property of the object of a block"),
        pytest.param('fun f() = A().apply { this["k"] = c }', ["set this.k = c"], [], id="key of the object of a block"),
        pytest.param("var b: B\n fun f() = A().apply { this@C.b = c }", ["set SELF.b = c"], [], id="property of the object around"),
    ],
)
def test_assignments(members: str, mutations: list[str], bindings: list[str]) -> None:
    facts = in_class(members)
    assert [render_mutation(mutation) for mutation in facts.mutations] == mutations
    assert [line for line in render_bindings(facts) if line.startswith("assign")] == bindings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f(g(h()))", ["f(g(h()))", "g(h())", "h()"], id="arguments"),
        pytest.param("a().b(c()).d()", ["a()", "a().b(c())", "c()", "a().b(c()).d()"], id="chain"),
        pytest.param("if (f()) g() else if (h()) i() else j()", ["f()", "g()", "h()", "i()", "j()"], id="if"),
        pytest.param("while (f()) g()\ndo { h() } while (i())", ["f()", "g()", "h()", "i()"], id="while"),
        pytest.param("for (a in f()) g()", ["f()", "g()"], id="for"),
        pytest.param("try { f() } catch (e: E) { g() } finally { h() }", ["f()", "g()", "h()"], id="try"),
        pytest.param("when (f()) { g() -> h()\n is A -> i()\n else -> j() }", ["f()", "g()", "h()", "i()", "j()"], id="when"),
        pytest.param("throw f()", ["f()"], id="throw"),
        pytest.param("return f()", ["f()"], id="return"),
        pytest.param("f() ?: g()", ["f()", "g()"], id="elvis"),
        pytest.param("f() && !g() || h() in i()", ["f()", "g()", "h()", "i()"], id="conditions"),
        pytest.param('"${f()} $a"', ["f()"], id="template"),
        pytest.param('"a".format(f())', ["f()"], id="format"),
        pytest.param("a[f()] = g()", ["f()", "g()"], id="target"),
        pytest.param("f() to g()", ["f()", "g()"], id="pair"),
        pytest.param("a put f()", ["a.put(f())", "f()"], id="infix"),
        pytest.param("a.apply { put(b); this.set(c) }", ["a.apply({}=function#1)", "put(b)", "set(c)"], id="this in a block"),
        pytest.param("f<A>(g())", ["f(g())", "g()"], id="type argument"),
        pytest.param("label@ f()", ["f()"], id="label"),
        pytest.param("@A f()", ["f()"], id="annotated"),
        pytest.param("val a = object : B(f()) { val c = g() }", ["new B(f())", "f()", "g()"], id="object"),
        pytest.param("fun g(a: A = f()) {}", ["f()"], id="default"),
        pytest.param("val a = ::f", [], id="reference"),
        pytest.param('"f()"', [], id="text"),
        pytest.param("// f()", [], id="comment"),
        pytest.param("a < b", [], id="comparison"),
        pytest.param("fun g() {}", [], id="definition"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(in_function(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("val x = f()", (1, 9), id="name"),
        pytest.param("val x = a.b.track()", (1, 13), id="member"),
        pytest.param('val s = "ä€😀"; val x = a.f()', (1, 26), id="characters, not bytes"),
        pytest.param("\ufeffval x = f()", (1, 9), id="byte order mark"),
        pytest.param("val a = b\r\nval x = f()", (2, 9), id="CRLF"),
        pytest.param("val x = a\n  .f()", (2, 4), id="next line"),
        pytest.param("val x = a.f<B>(c)", (1, 11), id="type argument"),
        pytest.param("class A { val x = f() }", (1, 19), id="closed member"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    (call,) = facts_of(source).calls
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('val x = "ä $name"', ["1:10-1:12", "1:12-1:17"], id="one line"),
        pytest.param('val x = "${a} $b c"', ["1:14-1:15", "1:15-1:17", "1:17-1:19"], id="behind an expression"),
        pytest.param('val x = """ä\n  $b"""', ["1:12-2:3", "2:4-2:5"], id="lines"),
    ],
)
def test_positions_in_text(source: str, expected: list[str]) -> None:
    value = facts_of(source).bindings[0].value
    spans = [part.span for part in getattr(value, "parts", ())]
    assert [f"{s.line}:{s.column}-{s.end_line}:{s.end_column}" for s in spans][-len(expected) :] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if (a) {} else if (b) {} else {}", [(1, True)] * 3, id="if else"),
        pytest.param("if (a) {} else if (b) c()", [(1, False)] * 2, id="if without else"),
        pytest.param("if (a) {}\nif (b) {}", [(1, False), (2, False)], id="two ifs"),
        pytest.param("when (a) { 1 -> b()\n else -> c() }", [(1, True)] * 2, id="when with else"),
        pytest.param("when (a) { 1 -> b() }", [(1, False)], id="when without else"),
        pytest.param("try {} catch (e: E) {} finally {}", [(None, False)] * 3, id="try"),
        pytest.param("for (a in b) {}", [(None, False)], id="for"),
        pytest.param("while (a) {}", [(None, False)], id="while"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    blocks = [scope for scope in in_function(source).scopes if scope.kind == "block"]
    assert [(block.group, block.exhaustive) for block in blocks] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("val a = 1\nf()\na = 2\nreturn", 4, id="simple"),
        pytest.param("if (a) { f() }", 1, id="inside a block"),
        pytest.param("run { f(); g() }", 1, id="blocks count for themselves"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert in_function(source).functions[0].statements == expected


def test_comments() -> None:
    facts = facts_of("// a\nclass C { /* b */ val x = 1 } /** c */")
    assert [(comment.text, comment.span.line) for comment in facts.comments] == [("// a", 1), ("/* b */", 2), ("/** c */", 2)]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("fun f() {\n g()\n x = = 1\n h()\n}", ["g()"], id="stray token"),
        pytest.param('fun f() {\n g()\n track("a", ', ["g()"], id="cut off"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert facts.errors
    assert set(calls) <= set(render_calls(facts))


_MANY = 3000
_DEEP = {
    "sum": "a" + " + f()" * _MANY,
    "elvis": "a" + " ?: f()" * _MANY,
    "mixed operators": "a" + " + b * c && d" * _MANY,
    "pairs": "a" + " to b" * _MANY,
    "parentheses": "(" * _MANY + "a" + ")" * _MANY,
    "casts": "a" + " as A" * _MANY,
    "not null": "a" + "!!" * _MANY,
    "chain": "a" + ".b(f(1))" * _MANY,
    "blocks in a chain": "a" + ".b { c }" * _MANY,
    "indexes": "a" + "[0]" * _MANY,
    "arguments": "f(" * _MANY + ")" * _MANY,
    "lambdas": "{ " * 500 + "a" + " }" * 500,
    "blocks": "f { " * 500 + "a" + " }" * 500,
    "templates": '"${' * 500 + "a" + '}"' * 500,
    "else if": "if (a) f()" + " else if (b) g()" * _MANY + " else c",
    "ifs": "if (a) " * _MANY + "f()",
    "whens": "when (a) { else -> " * 500 + "b" + " }" * 500,
    "objects": "object : A { val x = " * 300 + "b" + "\n}" * 300,
    "type arguments": "a" + "<B>(c)" * 1000,
    "text": '"' + "$a \\n" * _MANY + '"',
    "open calls": "f(" * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(f"val x = {source}")
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_flat_chains_keep_their_calls() -> None:
    assert len(facts_of("val x = a" + " + f()" * _MANY).calls) == _MANY
    assert len(facts_of("val x = a" + ".b()" * _MANY).calls) == _MANY


_SAMPLE = """
@file:A("b") package a.b; import c.D as E; import f.*
@G("h") enum class E(val k: String, n: Int = 1) : I { A("é", 1) { override fun f() { super<I>.f() } }, B
  companion object { const val X = "x" } }
sealed class Ev(val name: String) { data object Open : Ev("o"); class Click(id: Int) : Ev(name = "c"), J by k {
  constructor(x: Int) : this(x) { y() } } }
object O { init { f() }; lateinit var b: Lazy<Foo?>; val c: Foo by lazy { x() }; var y: Int get() = 1
  set(v) { field = v } }
fun <T : X> a.B<T>?.ext(vararg a: (Int) -> Unit = {}): Flow<Foo> where T : Y = when (val q = this) { is A, in 1..2 -> "a"; else -> { b } }
fun g() { val s = "x ${a.b} $c y"; val r = \"\"\"raw $x ${y}\"\"\"; m["k"] = 1; x?.y += "k" to 3; z++; this@C.x = a!!.b as? D ?: return@g e
  foo.apply { put("a", 1) }.also { (x, y), _ -> x(*y) }; foo<T>(1, k = 2) { it }; A::class.java; l@ for ((k, v) in m) { continue@l }
  try { if (a) b else if (c) d else { e } } catch (e: E) { throw e } finally { do { c() } while (d) }
  object : I, J(1) { val x = fun(a: Int) = a } }
"""


def assert_whole(facts: FileFacts) -> None:
    assert all(index == scope.index for index, scope in enumerate(facts.scopes))
    assert all(index == function.index for index, function in enumerate(facts.functions))
    assert all(index == cls.index for index, cls in enumerate(facts.classes))
    assert all(index == record.index for index, record in enumerate(facts.records))
    assert all(0 <= binding.home < len(facts.scopes) for binding in facts.bindings)


def test_truncated_source_is_read() -> None:
    text = _SAMPLE.encode()
    for at in range(0, len(text), 7):
        assert_whole(extract("x.kt", text[:at]))
        assert_whole(extract("x.kt", text[at:]))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(text: bytes) -> None:
    pickle.dumps(extract("x.kt", text))


_TOKENS = [*_SAMPLE.split(), *"(){}[]<>;,.=:?'\"@+-!&|$", "->", "::", "?:", '"""', "\ufeff", "\x00", "ä", "\n"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_TOKENS), max_size=40).map(" ".join))
def test_any_tokens_are_read(source: str) -> None:
    assert_whole(facts_of(source))
