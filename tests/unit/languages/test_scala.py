from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.scala import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.scala", source.encode())


def value_of(source: str) -> str:
    """The value of `it`, which `source` is given to in a method."""
    facts = facts_of(f"class App {{ def run() = {{\nval it = {source}\n1 }} }}\n")
    return render(next(b.value for b in facts.bindings if b.name == "it"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\"\u00e9"', repr('a\n"é'), id="escapes"),
        pytest.param('"""a"b\\n"""', repr('a"b\\n'), id="raw text"),
        pytest.param('"""a\n  |b""".stripMargin', repr("a\nb"), id="margin"),
        pytest.param("'c'", "'c'", id="character"),
        pytest.param('s"a"', "'a'", id="interpolation without parts"),
        pytest.param('s"a$b c${d.e}f"', "template('a', b, ' c', d.e, 'f')", id="interpolation"),
        pytest.param('s"a\\n$$${b(c)}"', "template('a\\n$', b(c))", id="interpolation with escapes"),
        pytest.param('s"""a "$b" c"""', "template('a \"', b, '\" c')", id="raw interpolation"),
        pytest.param('f"$a%.2f x ${b}%s"', "template(a, ' x ', b)", id="interpolation with formats"),
        pytest.param('raw"a\\n$b"', "template('a\\\\n', b)", id="interpolation that is not escaped"),
        pytest.param('sql"a $b"', "?sql interpolation", id="another interpolation"),
        pytest.param('"a" + b + "c"', "template('a', b, 'c')", id="sum"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a * b", "?arithmetic:number", id="product"),
        pytest.param('"a" * 3', "?arithmetic", id="repeated text is no number"),
        pytest.param('"%s x".format(a)', "percent('%s x'; a)", id="format"),
        pytest.param('"%1$s %2$d" format (a, b)', "percent('%s %s'; [a, b], ?a missing argument:string)", id="infix format"),
        pytest.param('String.format("%d", a)', "percent('%s'; a)", id="static format"),
        pytest.param("a.format(b)", "a.format(b)", id="format of a name"),
        pytest.param("-1", "-1", id="negative number"),
        pytest.param("1.5f", "1.5f", id="number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("null", "null", id="null"),
        pytest.param("None", "None", id="none"),
        pytest.param("Some(a)", "a", id="some"),
        pytest.param("a == b && c", "?comparison:boolean", id="comparison"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("this.a", "SELF.a", id="this"),
        pytest.param("App.this.a", "SELF.a", id="this of a class around"),
        pytest.param("super.a()", "SUPER.a()", id="super"),
        pytest.param("a.b.c", "a.b.c", id="members"),
        pytest.param("a.b(c, d = e, f: _*)", "a.b(c, d=e, *f)", id="call"),
        pytest.param("a.b[C](d)", "a.b(d)", id="generic call"),
        pytest.param("f(a)(b)", "f(a, b)", id="two parameter lists"),
        pytest.param('Map(a)("b")', "Map(a)('b')", id="something out of what was made"),
        pytest.param("f(a) { b }", "f(a, {}=function#1)", id="block behind a call"),
        pytest.param("f { x => y }", "f({}=function#1)", id="function behind a call"),
        pytest.param("a map f", "a.map(f)", id="infix call"),
        pytest.param("a ! B(c)", "a.!(B(c))", id="message"),
        pytest.param("a.b(_.c)", "a.b(function#1)", id="placeholder"),
        pytest.param("a.b(_ + 1)", "a.b(function#1)", id="placeholder with an operator"),
        pytest.param("f(_, b)", "f(?placeholder, b)", id="argument that is left out"),
        pytest.param("f _", "f", id="function of a method"),
        pytest.param("new A(b)", "new A(b)", id="new"),
        pytest.param("new a.B", "new a.B()", id="new without arguments"),
        pytest.param("new A(b) { def c = d }", "class#1", id="new with a body"),
        pytest.param('"a" -> b', "['a', b]", id="pair"),
        pytest.param('Map("a" -> b, c -> 1)', "Map(['a', b], [c, 1])", id="map"),
        pytest.param('a + ("b" -> c)', "{**a, b: c}", id="map and an entry"),
        pytest.param('a + ("b" -> c, d -> e)', "{**a, b: c, [d]: e}", id="map and entries"),
        pytest.param("a ++ b", "{**a, **b}", id="maps"),
        pytest.param("List(a) ++ b", "[*List(a), *b]", id="lists"),
        pytest.param("a :: b :: Nil", "[a, *[b, *Nil]]", id="list by its head"),
        pytest.param("(a, 1)", "[a, 1]", id="tuple"),
        pytest.param("a._2", "a[1]", id="item of a tuple"),
        pytest.param("(a: String) => a", "function#1", id="function"),
        pytest.param("{ case A => b }", "function#1", id="function of cases"),
        pytest.param('if (a) "x" else "y"', "ternary('x', 'y')", id="if"),
        pytest.param('if (a) "x" else if (b) "y" else { f(); "z" }', "ternary('x', 'y', 'z')", id="else if"),
        pytest.param('a match { case B => "x"; case _ => "y" }', "match('x', 'y')", id="match"),
        pytest.param('a match { case B => "x"; case _ => throw new E }', "'x'", id="match that throws"),
        pytest.param('try "x" catch { case e: E => "y" }', "match('x', 'y')", id="try"),
        pytest.param("{ f(); a }", "a", id="block"),
        pytest.param("(a)", "a", id="parentheses"),
        pytest.param("a: B", "a", id="ascription"),
        pytest.param("1 to 3", "?range", id="range"),
        pytest.param("for (x <- a) yield x", "?comprehension:array", id="comprehension"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import a.b.C", ["import C = import a.b:C"], id="import"),
        pytest.param("import a.b.{C, D => E, F => _}", ["import C = import a.b:C", "import E = import a.b:D"], id="selectors"),
        pytest.param("import a.b._", ["import * = import a.b:*"], id="wildcard"),
        pytest.param("import a.b.*", ["import * = import a.b:*"], id="star"),
        pytest.param("import a.b, c.d", ["import b = import a:b", "import d = import c:d"], id="several"),
        pytest.param("import a.{B as C}", ["import C = import a:B"], id="as"),
        pytest.param('val a = "b"', ["declare a = 'b'"], id="val"),
        pytest.param("var a: B = _", ["declare a: B"], id="var without a value"),
        pytest.param("lazy val a: Option[b.C] = d", ["declare a: b.C = d"], id="lazy val"),
        pytest.param("val (a, b) = f()", ["declare a = f()[0]", "declare b = f()[1]"], id="tuple"),
        pytest.param("val Some(a) = b", ["declare a = b"], id="pattern"),
        pytest.param("val NAME = 1", ["declare NAME = 1"], id="upper case"),
        pytest.param("val a, b = 1", ["declare a = 1", "declare b = 1"], id="several names"),
        pytest.param("type A = b.C", ["declare A = b.C"], id="alias"),
        pytest.param("trait A { val b: C; def d: E }", ["class A = class#0", "declare b: C @1", "function d = function#0 @1"], id="trait"),
        pytest.param("case class A(b: C)", [
            "class A = class#0", "declare b: C @1", "parameter b: C = param#0.0 @2", "function constructor = function#0 @1",
        ], id="case class"),
        pytest.param("class A(b: C)", [
            "class A = class#0", "parameter b: C = param#0.0 @1", "parameter b: C = param#0.0 @2",
            "function constructor = function#0 @1",
        ], id="class"),
    ],
)  # fmt: skip
def test_binding(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("for (x <- xs; y = f(x)) g(y)", ["declare x = item-of(xs) @3", "declare y = f(x) @3"], id="for"),
        pytest.param("for ((k, v) <- m) g(k)", ["declare k = key-of(m) @3", "declare v = value-of(m) @3"], id="for over a map"),
        pytest.param("for (k <- m.keys) g(k)", ["declare k = key-of(m) @3"], id="for over keys"),
        pytest.param("var a = 1; if (x) { a = 2 }", ["declare a = 1 @2", "assign a = 2 @2"], id="assigned in a block"),
        pytest.param("var a = 1; a += b; a += 1", ["declare a = 1 @2", "augment a = b @2", "assign a = ?arithmetic:number @2"], id="added"),
        pytest.param('a match { case B(c, Some(d)) if c => d; case e: F => e; case "x" | "y" => 1; case g => g }', [
            "assign {subject} = a @3", "assign {case} = B @3", "declare c = a.B[0] @3", "declare d = a.B[1] @3",
            "assign {subject} = a @4", "assign {case} = F @4", "declare e: F = a @4",
            "assign {subject} = a @5", "assign {case} = match('x', 'y') @5", "declare g = a @6",
        ], id="match"),
        pytest.param("xs.map { case (k, v) => k }", [
            "parameter {0} = param#1.0 @3", "declare k = {0}[0] @4", "declare v = {0}[1] @4",
        ], id="function of cases"),
        pytest.param("a match { case h :: t => h; case x @ B(_) => x }", [
            "declare h = a[0] @3", "declare t = a[1] @3", "assign {subject} = a @4", "assign {case} = B @4", "declare x = a @4",
        ], id="more patterns"),
    ],
)  # fmt: skip
def test_local_binding(source: str, expected: list[str]) -> None:
    facts = facts_of(f"class App {{ def run() = {{ {source} }} }}\n")
    found = [line for line in render_bindings(facts) if not line.startswith(("function run", "class App"))]
    assert found == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("this.a = b", ["set SELF.a = b"], id="field"),
        pytest.param("count = 3", ["set SELF.count = 3"], id="field without this"),
        pytest.param("count += 1", ["set SELF.count = ?arithmetic:number"], id="counted field"),
        pytest.param('m("k") = v', ["set m.k = v"], id="key"),
        pytest.param("a.m(k) = v", ["set a.m[k] = v"], id="computed key"),
        pytest.param('m += ("k" -> v)', ["set m.k = v"], id="added entry"),
        pytest.param("a.b += c", ["augment a.b = c"], id="added to a field"),
        pytest.param("val a = b", [], id="a name is none"),
        pytest.param('m.put("k", v)', [], id="nor a method"),
        pytest.param("f(a = b)", [], id="nor a named argument"),
    ],
)
def test_mutation(source: str, expected: list[str]) -> None:
    facts = facts_of(f"class App {{ def run() = {{ {source} }}; var count = 0 }}\n")
    assert [render_mutation(mutation) for mutation in facts.mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(b(c))", ["a(b(c))", "b(c)"], id="nested"),
        pytest.param("if (a()) b() else if (c()) d() else e()", ["a()", "b()", "c()", "d()", "e()"], id="if"),
        pytest.param("a() match { case X if b() => c(); case _ => d() }", ["a()", "b()", "c()", "d()"], id="match"),
        pytest.param("for { x <- a(); y = b(x) if c(y) } yield d(y)", ["a()", "b(x)", "c(y)", "d(y)"], id="for"),
        pytest.param("while (a()) b()", ["a()", "b()"], id="while"),
        pytest.param("try a() catch { case e: E => b(e) } finally c()", ["a()", "b(e)", "c()"], id="try"),
        pytest.param("Future { a() }", ["Future({}=function#1)", "a()"], id="by name"),
        pytest.param("xs.foreach { x => a(x) }", ["xs.foreach({}=function#1)", "a(x)"], id="foreach"),
        pytest.param("xs.map(_.a())", ["xs.map(function#1)", "_.a()"], id="placeholder"),
        pytest.param('s"${a()}" + b()', ["a()", "b()"], id="text"),
        pytest.param("new A(b()) { c() }", ["new A(b())", "b()", "c()"], id="new"),
        pytest.param("throw a()", ["a()"], id="throw"),
        pytest.param("def f(x: Int = a()) = b(); f()", ["a()", "b()", "f()"], id="local function"),
        pytest.param("val x = a() -> b()", ["a()", "b()"], id="pair"),
        pytest.param("@A(b()) def f = 1", ["decorator A(b())", "b()"], id="annotation"),
        pytest.param("val x: A[B] = null", [], id="a type is none"),
        pytest.param("a.b // c()", [], id="nor is a member"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(f"class App {{ def run() = {{ {source} }} }}\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('def f(a: String, b: Int = 3): String = a', "method f(a: String, b: Int = 3): String -> a", id="method"),
        pytest.param("def f: String = a", "getter f(): String -> a", id="getter"),
        pytest.param("def f(implicit a: B) = c", "getter f(a: B) -> c", id="getter with an implicit"),
        pytest.param("def f(a: A)(b: => B, c: C*) = b", "method f(a: A, b: B, rest c: C) -> b", id="parameter lists"),
        pytest.param("def f(): Unit = { g() }", "method f(): Unit", id="unit"),
        pytest.param("def f() { g() }", "method f() -> g()", id="procedure"),
        pytest.param("def f() = if (a) 1 else { g(); 2 }", "method f() -> 1 | 2", id="if"),
        pytest.param("def f(a: A) = a match { case B => 1; case _ => 2 }", "method f(a: A) -> 1 | 2", id="match"),
        pytest.param("def f() = { return 1; 2 }", "method f() -> 1 | 2", id="return"),
        pytest.param("def f(a: Option[A], b: Future[b.B], c: Map[A, B], d: A => B): Unit",
                     "abstract f(a: A, b: b.B, c: Map, d): Unit", id="types"),
        pytest.param("def this(a: Int) = this(a, 1)", "constructor constructor(a: Int)", id="constructor"),
    ],
)  # fmt: skip
def test_function(source: str, expected: str) -> None:
    facts = facts_of(f"trait App {{\n{source}\n}}\n")
    assert render_function(facts.functions[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A extends B(c) with D", "class A(new B(c), D)", id="class"),
        pytest.param("sealed trait A extends B", "interface A(B)", id="trait"),
        pytest.param("object A", "object A()", id="object"),
        pytest.param("case object A extends B(\"c\")", "object A(new B('c'))", id="case object"),
        pytest.param("package object a { }", "object a()", id="package object"),
        pytest.param("enum A { case B, C }", "enum A() B C", id="enum"),
        pytest.param("enum A(b: String) { case C extends A(\"c\") }", "enum A() C('c')", id="enum with arguments"),
        pytest.param('object A extends Enumeration { val B, C = Value; val D = Value("d") }',
                     "enum A(Enumeration) B='B' C='C' D='d'", id="Enumeration"),
        pytest.param("extension (a: A) def b = 1", "extension A()", id="extension"),
    ],
)  # fmt: skip
def test_class(source: str, expected: str) -> None:
    cls = facts_of(source).classes[0]
    members = ""
    for member in cls.members:
        args = f"({', '.join(render(arg.value) for arg in member.args)})" if member.args else ""
        members += f" {member.name}{args}" + (f"={render(member.value)}" if member.value else "")
    assert f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){members}" == expected


def test_a_companion_extends_the_class_beside_it() -> None:
    facts = facts_of("case class A(b: B)\nobject A { val c = 1 }\nobject D { object E; class E }\n")
    kinds = [f"{cls.kind} {cls.name}" for cls in facts.classes]
    assert kinds == ["class A", "extension A", "object D", "extension E", "class E"]
    assert [b.name for b in facts.bindings if b.kind == "class"] == ["A", "D", "E"]


def test_indentation_instead_of_braces() -> None:
    facts = facts_of("object A:\n  def f(x: B) =\n    g()\n    x match\n      case C => 1\n      case _ => 2\n")
    assert render_function(facts.functions[0]) == "method f(x: B) -> 1 | 2"
    assert facts.errors == ()


def test_functions_are_named_after_what_they_are_given_to() -> None:
    facts = facts_of("class A { val b = (x: Int) => x; c.d = () => 1; f(e = y => y); g(z => z) }")
    assert [function.name for function in facts.functions] == ["b", "d", "e", ""]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if (a) f() else f()", [(1, True), (1, True)], id="if else"),
        pytest.param("if (a) f()", [(1, False)], id="if"),
        pytest.param("a match { case 1 => f(); case _ => f() }", [(1, True), (1, True)], id="match"),
        pytest.param("for (a <- b) f()", [(None, False)], id="loop"),
        pytest.param("{ f(); 1 }", [(1, True)], id="block"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    facts = facts_of(f"class A {{ def run() = {{ {source}; 1 }} }}\n")
    scopes = [facts.scopes[call.scope] for call in facts.calls]
    assert [(scope.group, scope.exhaustive) for scope in scopes] == expected


def test_the_file_itself() -> None:
    facts = facts_of("// why\npackage a.b\npackage c\nimport d.e /* this */\n")
    assert (facts.package, facts.modules, facts.errors) == ("a.b.c", ("d.e",), ())
    assert [comment.text for comment in facts.comments] == ["// why", "/* this */"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("val x = a.track(1)", (1, 11, 16), id="plain"),
        pytest.param('val x = y("ä😀", a.track(1))', (1, 19, 24), id="not ASCII"),
        pytest.param("val z = 1\r\nval x = a.track(1)", (2, 11, 16), id="CRLF"),
    ],
)
def test_position(source: str, expected: tuple[int, int, int]) -> None:
    span = next(call.name_span for call in facts_of(source).calls if render(call).startswith("a.track"))
    assert (span.line, span.column, span.end_column) == expected
    assert source.encode()[span.start : span.end] == b"track"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("object A { def f( }", id="open parameters"),
        pytest.param('val a = "b', id="open text"),
        pytest.param("class A { ) }", id="parenthesis too many"),
    ],
)
def test_broken_source_is_reported(source: str) -> None:
    assert facts_of(source).errors


_MANY = 5_000
_DEEP = {
    "sum": "val x = " + "a + " * _MANY + "a",
    "lists": "val x = " + "a :: " * 1000 + "Nil",
    "maps": "val x = a" + ' + ("b" -> c)' * 1000,
    "parentheses": "val x = " + "(" * 1000 + "a" + ")" * 1000,
    "chain": "val x = a" + ".b(f(1))" * _MANY,
    "arguments": "f(" * 1000 + ")" * 1000,
    "parameter lists": "f" + "(a)" * 2000,
    "not": "val x = " + "!" * 1000 + "a",
    "blocks": "{" * 1000 + "f()" + "}" * 1000,
    "else if": "if (x) 1 " + "else if (f()) 2 " * 1000,
    "ifs": "if (x) " * 1000 + "1",
    "matches": "x match { case _ => " * 500 + "1" + "}" * 500,
    "functions": "val x = " + "(a: A) => " * 1000 + "1",
    "closures": "f { " * 500 + "}" * 500,
    "definitions": "def f() = { " * 500 + "1 " + "}" * 500,
    "classes": "class A { " * 500 + "}" * 500,
    "types": "val x: " + "Option[" * 1000 + "A" + "]" * 1000 + " = y",
    "paths": "val x: a" + ".b" * _MANY + " = y",
    "patterns": "val " + "Some(" * 1000 + "a" + ")" * 1000 + " = x",
    "placeholders": "f(_" + ".a" * _MANY + ")",
    "interpolations": "val x = " + 's"${' * 300 + "a" + '}"' * 300,
    "new": "new A { " * 500 + "}" * 500,
    "mixed": "val x = f(a + Map(b -> " * 300,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(f"object A {{ def run() = {{\n{source}\n}} }}\n")
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_flat_chains_keep_their_calls() -> None:
    assert len(facts_of("val x = a" + ".b(f(1))" * _MANY).calls) == 2 * _MANY


_PIECES = [
    "package a\n", "import a.",
    "class A", "case class ", "object ", "trait ", "enum ", "extends ", "with ", "def f", "val ", "var ", "lazy ",
    "new ", "if ", "else ", "match ", "case ", "=>", "->", "<-", "for ", "yield ", "try ", "catch ", "finally ", "while ", "return ",
    "throw ", "this", "super", "_", "=", "+=", "+", "++", "::", ":", "(", ")", "[", "]", "{", "}", '"', 's"', "${", "$", '"""', "'", "a",
    "B", ".", ",", ";", "\n", "  ", "1", "1.5", "@", "//", "/*", "\\", "ä", "\ufeff", "\r\n", "\x00", "given ", "extension ", "implicit ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("App.scala", source))


_WHOLE = """package com.acme
import a.b.{C, D => E, _}
sealed abstract class Event(val name: String)
object Event { case object Opened extends Event("opened"); case class Closed(id: String) extends Event(s"closed_$id ä") }
class Tracker(client: Client)(implicit ec: EC) extends Base with Logging {
  private var count = 0
  def track(e: Event, props: Map[String, Any] = Map.empty): Future[Unit] = Future {
    val all = Map("k" -> e.name, ("a", 1)) ++ props + ("z" -> f"${count}%d")
    e match { case Event.Opened => count += 1; case Event.Closed(id) if id.nonEmpty => send(id); case _ => throw new E }
    for { (k, v) <- all; x = f(v) } yield client.enqueue(name = e.name, properties = all.asJava)
    xs.map(_.name).foreach { case Some(x) => this.count = x; case None => }
  }
}
""".encode()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("App.scala", _WHOLE[:start] + _WHOLE[start + length :])
