from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts, Text
from scanner.languages.php import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("app.php", f"<?php {source}".encode())


def value_of(source: str) -> str:
    """The value of `$x`, which `source` is assigned to."""
    return render(next(binding.value for binding in facts_of(f"$x = {source};").bindings if binding.name == "x"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("'a'", "'a'", id="text"),
        pytest.param(r"'it\'s \n \\'", '"it\'s \\\\n \\\\"', id="single quotes keep escapes"),
        pytest.param(r'"a\n\t\"\$\x41\u{e9}\101\q"', "'a\\n\\t\"$AéA\\\\q'", id="escapes"),
        pytest.param('"a $b c"', "template('a ', b, ' c')", id="variable in a text"),
        pytest.param('"$b->c $d[k] $d[0]"', "template(b.c, ' ', d['k'], ' ', d[0])", id="simple interpolation"),
        pytest.param("\"{$b['k']}{$b->c()}${d}\"", "template(b['k'], b.c(), d)", id="braces"),
        pytest.param("'a $b'", "'a $b'", id="single quotes do not interpolate"),
        pytest.param("<<<E\n    a\n      b $c\n    d\n    E", "template('a\\n  b ', c, '\\nd')", id="heredoc"),
        pytest.param("<<<'E'\n  a $b\\n\n  E", "'a $b\\\\n'", id="nowdoc"),
        pytest.param("<<<E\nE", "''", id="empty heredoc"),
        pytest.param("'a' . $b . 'c'", "template('a', b, 'c')", id="concatenation"),
        pytest.param("'a' . \"{$b}c\"", "template('a', b, 'c')", id="concatenation with interpolation"),
        pytest.param("A . self::B", "template(A, SELF.B)", id="concatenation of constants"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum"),
        pytest.param("$a - $b", "?arithmetic:number", id="difference"),
        pytest.param("$a + ['k' => 1]", "{**{k: 1}, **a}", id="sum of arrays"),
        pytest.param("3", "3", id="integer"),
        pytest.param("-3.5", "-3.5", id="negative number"),
        pytest.param("null", "null", id="null"),
        pytest.param("TRUE", "TRUE", id="boolean"),
        pytest.param("$a === 'b'", "?comparison:boolean", id="comparison"),
        pytest.param("$a && f()", "?comparison:boolean", id="and is a boolean"),
        pytest.param("!$a", "?comparison:boolean", id="not"),
        pytest.param("isset($a['k'])", "?comparison:boolean", id="isset"),
        pytest.param("$a instanceof B", "?comparison:boolean", id="instanceof"),
        pytest.param("$a ? 'b' : 'c'", "ternary('b', 'c')", id="ternary"),
        pytest.param("$a ?: 'c'", "or(a, 'c')", id="short ternary"),
        pytest.param("$a ?? $b['k'] ?? 'c'", "or(a, b['k'], 'c')", id="null coalescing"),
        pytest.param("match($a) { 1, 2 => 'b', default => 'c' }", "match('b', 'c')", id="match"),
        pytest.param("(string) $a", "a", id="cast to text"),
        pytest.param("(int) $a", "?cast:number", id="cast to number"),
        pytest.param("@$a['k']", "a['k']", id="silenced"),
        pytest.param("clone $a", "a", id="clone"),
        pytest.param("['k' => 1, $a => 2, 'l' => ['m' => 3]]", "{k: 1, [a]: 2, l: {m: 3}}", id="record"),
        pytest.param("array('k' => 1)", "{k: 1}", id="old record"),
        pytest.param("[...$a, 'k' => 1]", "{**a, k: 1}", id="spread"),
        pytest.param("[...$a, ...$b]", "{**a, **b}", id="spreads alone"),
        pytest.param("['a', $b, ...$c]", "['a', b, *c]", id="listing"),
        pytest.param("['k' => 1, 'b', 3 => 4]", "{k: 1, 1: 'b', 3: 4}", id="record with items"),
        pytest.param("[]", "{}", id="empty array"),
        pytest.param("[A::K => 1]", "{[A.K]: 1}", id="constant as key"),
        pytest.param("$a['b'][0]", "a['b'][0]", id="indexes"),
        pytest.param("$a->b->c", "a.b.c", id="fields"),
        pytest.param("$a?->b?->c()", "a.b.c()", id="nullsafe"),
        pytest.param("$this->b", "SELF.b", id="field of this"),
        pytest.param("self::$b", "SELF.b", id="static field"),
        pytest.param("static::B", "SELF.B", id="late static constant"),
        pytest.param("parent::b()", "SUPER.b()", id="parent"),
        pytest.param("A::B", "A.B", id="class constant"),
        pytest.param("A::class", "A.class", id="class name"),
        pytest.param("A::b($c)->d()", "A.b(c).d()", id="chain"),
        pytest.param("$a->$b", "a[b]", id="computed field"),
        pytest.param("$a->{'b'}", "a.b", id="written field"),
        pytest.param("$a(1)", "a(1)", id="call of a value"),
        pytest.param("$$a", "?variable whose name is computed", id="variable variable"),
        pytest.param("new A", "new A()", id="construction"),
        pytest.param("new static($a)", "new SELF(a)", id="construction of the own class"),
        pytest.param("new $a(1)", "new a(1)", id="construction of a value"),
        pytest.param("new class(1) extends A {}", "new class#0(1)", id="anonymous class"),
        pytest.param("\\A\\B\\C::d()", "import A\\B:C.d()", id="full name"),
        pytest.param("A\\B::d()", "import A:B.d()", id="partly qualified name"),
        pytest.param("\\strlen($a)", "strlen(a)", id="global function"),
        pytest.param("namespace\\f()", "f()", id="function of this namespace"),
        pytest.param("sprintf('%s_%d', $a, $b)", "percent('%s_%s'; a, b)", id="sprintf"),
        pytest.param("sprintf('%2$s %1$05.2f 100%%', $a, $b)", "percent('%(1)s %(0)s 100%%'; a, b)", id="sprintf with positions"),
        pytest.param("vsprintf('%s', [$a])", "percent('%s'; a)", id="vsprintf"),
        pytest.param("sprintf(A, $b)", "percent(A; b)", id="sprintf of a constant"),
        pytest.param("compact('a', 'b')", "{a: a, b: b}", id="compact"),
        pytest.param("compact(['a'], $b)", "{a: a, [b]: ?variable whose name is computed}", id="compact of a list"),
        pytest.param("array_merge($a, ['k' => 1])", "array_merge(a, {k: 1})", id="array_merge"),
        pytest.param("strlen(...)", "strlen", id="function without a call"),
        pytest.param("function ($a) { return $a; }", "function#0", id="closure"),
        pytest.param("fn($a) => $a", "function#0", id="arrow function"),
        pytest.param("require 'a.php'", "import a.php", id="required file"),
        pytest.param("include $a", "?another file", id="computed file"),
        pytest.param("__DIR__", "?where the code stands:string", id="folder"),
        pytest.param("PHP_EOL", "PHP_EOL", id="constant"),
        pytest.param("(yield $a)", "await a", id="yield"),
        pytest.param("((($a)))", "a", id="parentheses"),
        pytest.param("$y = 'a'", "'a'", id="assignment as a value"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f($a, k: 1, ...$b);", ["f(a, k=1, *b)"], id="arguments"),
        pytest.param("f(['k' => g()]);", ["f({k: g()})", "g()"], id="inside an array"),
        pytest.param('echo "a {$b->c()} d";', ["b.c()"], id="inside a text"),
        pytest.param("$a = <<<E\n{$b->c()}\nE;", ["b.c()"], id="inside a heredoc"),
        pytest.param("if (f()) g(); elseif (h()) { i(); } else j();", ["f()", "g()", "h()", "i()", "j()"], id="if"),
        pytest.param("if (f()): g(); else: h(); endif;", ["f()", "g()", "h()"], id="if with colons"),
        pytest.param("switch (f()) { case g(): h(); default: i(); }", ["f()", "g()", "h()", "i()"], id="switch"),
        pytest.param("for ($i = f(); g(); h()) i();", ["f()", "g()", "h()", "i()"], id="for"),
        pytest.param("do { f(); } while (g());", ["f()", "g()"], id="do"),
        pytest.param("try { f(); } catch (A | B $e) { g(); } finally { h(); }", ["f()", "g()", "h()"], id="try"),
        pytest.param("match(f()) { g() => h(), default => i() };", ["f()", "g()", "h()", "i()"], id="match"),
        pytest.param("f() ?? g() ?: h();", ["f()", "g()", "h()"], id="operators"),
        pytest.param("class A { const B = [C::D]; public $e = F; }", [], id="constants hold no calls"),
        pytest.param("#[Route('/a')]\nclass A { #[B] function c() {} }", ["decorator Route('/a')"], id="attributes"),
        pytest.param("function f($a = new B()) { g(); }", ["new B()", "g()"], id="default"),
        pytest.param("add_action('init', [$this, 'm']);", ["add_action('init', [SELF, 'm'])"], id="hook"),
        pytest.param("add_action('init', function () { f(); });", ["add_action('init', function#0)", "f()"], id="hook with a closure"),
        pytest.param("new A(f());", ["new A(f())", "f()"], id="construction"),
        pytest.param("sprintf('%s', f());", ["f()"], id="inside sprintf"),
        pytest.param("isset($a[f()]);", ["f()"], id="inside isset"),
        pytest.param("f()()['k']();", ["f()", "f()()", "f()()['k']()"], id="call of a call"),
        pytest.param("$a->b->c(1)->d(2);", ["a.b.c(1)", "a.b.c(1).d(2)"], id="chain"),
        pytest.param("$a[f()] = g();", ["f()", "g()"], id="assignment"),
        pytest.param("throw new A(f());", ["new A(f())", "f()"], id="throw"),
        pytest.param("return f();", ["f()"], id="return of a file"),
        pytest.param("f(); ?>\n<b><?= g() ?></b>\nh();\n<?php i();", ["f()", "g()", "i()"], id="text outside"),
        pytest.param("// f()\n# g()\n/* h() */ 'i()';", [], id="comments and texts"),
        pytest.param("function track($a) {}\n$track = 'track';", [], id="definitions"),
        pytest.param("use function A\\f; use A\\{B, C as D};", [], id="imports"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("$x = 1;", ["assign x = 1"], id="variable"),
        pytest.param("$x = $y = 1;", ["assign y = 1", "assign x = 1"], id="chained"),
        pytest.param("$x .= 'a';", ["augment x = 'a'"], id="concatenated"),
        pytest.param("$x += ['k' => 1];", ["augment x = {k: 1}"], id="array added"),
        pytest.param("$x += 1;", ["assign x = ?arithmetic:number"], id="number added"),
        pytest.param("$x++;", ["assign x = ?arithmetic:number"], id="counted"),
        pytest.param("$x ??= 'a';", ["assign x = or(x, 'a')"], id="null coalescing"),
        pytest.param("[$x, , $y] = $z;", ["assign x = z[0]", "assign y = z[1]"], id="list"),
        pytest.param("list('k' => $x, 'l' => $y) = $z;", ["assign x = z['k']", "assign y = z['l']"], id="list with keys"),
        pytest.param("[$x, [$y]] = ['a', ['b']];", ["assign x = 'a'", "assign y = 'b'"], id="nested list"),
        pytest.param("$x = &$y;", ["assign x = y"], id="reference"),
        pytest.param("define('X', 'a');", ["declare X = 'a'"], id="define"),
        pytest.param("define($n, 'a');", [], id="define of an unknown name"),
        pytest.param("const X = 'a', Y = X . 'b';", ["declare X = 'a'", "declare Y = template(X, 'b')"], id="constants"),
        pytest.param("foreach ($a as $x) {}", ["loop x = value-of(a)"], id="foreach"),
        pytest.param("foreach ($a as $k => &$v) {}", ["loop k = key-of(a)", "loop v = value-of(a)"], id="foreach with keys"),
        pytest.param("foreach ($a as [$x, $y]) {}", ["assign x = value-of(a)[0]", "assign y = value-of(a)[1]"], id="foreach with a list"),
        pytest.param("try {} catch (A $e) {}", ["assign e: A = ?exception"], id="catch"),
        pytest.param("static $x = 1;", ["assign x = 1"], id="static variable"),
        pytest.param("function f() { $x = 1; }", ["assign x = 1 @1", "function f = function#0"], id="local"),
        pytest.param("function f() { global $x; $x = 1; }", ["assign x = 1", "function f = function#0"], id="global"),
        pytest.param("$f = function () { $x = 1; };", ["assign x = 1 @1", "assign f = function#0"], id="local of a closure"),
        pytest.param("$f = function () use (&$x) { $x = 1; };", ["assign x = 1", "assign f = function#0"], id="used by reference"),
        pytest.param("if ($a) { $x = 1; }", ["assign x = 1"], id="blocks own nothing"),
        pytest.param(
            "switch ($a) { case 'b': $x = 1; }", ["assign {subject} = a @1", "assign {case} = 'b' @1", "assign x = 1"], id="switch"
        ),
        pytest.param(
            "class A { public ?B $x = null; static $y; const string Z = 'a'; }",
            ["declare x: B = null @1", "declare y @1", "declare Z: string = 'a' @1", "class A = class#0"],
            id="members",
        ),
        pytest.param("class A { use T { a as b; } }", ["assign b = a @1", "class A = class#0"], id="renamed method of a trait"),
        pytest.param("enum A: string { case B = 'b'; }", ["declare B = 'b' @1", "class A = class#0"], id="enum"),
        pytest.param("$x == 1;", [], id="comparison binds nothing"),
        pytest.param("f($x);", [], id="use binds nothing"),
    ],
)
def test_bindings(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected", "modules"),
    [
        pytest.param("use A\\B;", ["import B = import A:B"], ("A\\B",), id="class"),
        pytest.param("use A\\B as C, \\D;", ["import C = import A:B", "import D = import :D"], ("A\\B", "D"), id="alias"),
        pytest.param("use A\\{B, C as D};", ["import B = import A:B", "import D = import A:C"], ("A\\B", "A\\C"), id="group"),
        pytest.param("use function A\\f;", ["import f = import A:f"], ("A\\f",), id="function"),
        pytest.param("use const A\\X;", ["import X = import A:X"], ("A\\X",), id="constant"),
        pytest.param("require_once __DIR__ . '/a.php';", [], ("./a.php",), id="beside"),
        pytest.param("require dirname(__FILE__) . '/a.php';", [], ("./a.php",), id="beside, the old way"),
        pytest.param("include 'a/b.php';", [], ("a/b.php",), id="include"),
        pytest.param("include FOLDER . '/a.php';", [], (), id="computed"),
    ],
)
def test_imports(source: str, expected: list[str], modules: tuple[str, ...]) -> None:
    facts = facts_of(source)
    assert render_bindings(facts) == expected
    assert facts.modules == modules


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("use A\\B; B\\C::d();", "import A\\B:C.d()", id="below an import"),
        pytest.param("namespace N; B\\C::d();", "import N\\B:C.d()", id="below the namespace"),
        pytest.param("use A\\B as C; \\C::d();", "import :C.d()", id="global beside an import"),
        pytest.param("use function A\\b; B\\C::d();", "import B:C.d()", id="a function is no namespace"),
        pytest.param("use A\\B; B::d();", "B.d()", id="imported"),
    ],
)
def test_qualified_names(source: str, expected: str) -> None:
    assert render_calls(facts_of(source)) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("namespace A\\B;", "A\\B", id="namespace"),
        pytest.param("namespace A { f(); }", "A", id="with braces"),
        pytest.param("f();", "", id="none"),
    ],
)
def test_package(source: str, expected: str) -> None:
    assert facts_of(source).package == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("$a['k'] = 1;", ["set a.k = 1"], id="key"),
        pytest.param("$a[$b] = 1;", ["set a[b] = 1"], id="computed key"),
        pytest.param("$a[] = 1;", ["set a[?the next item:integer] = 1"], id="next item"),
        pytest.param("$a['k']['l'] = 1;", ["set a['k'].l = 1"], id="nested key"),
        pytest.param("$a->b = 1;", ["set a.b = 1"], id="field"),
        pytest.param("$this->b['k'] = 1;", ["set SELF.b.k = 1"], id="key of a field"),
        pytest.param("self::$b = 1;", ["set SELF.b = 1"], id="static field"),
        pytest.param("A::$b = 1;", ["set A.b = 1"], id="static field of another"),
        pytest.param("$a['k'] .= 'b';", ["augment a.k = 'b'"], id="concatenated"),
        pytest.param("$a->b ??= 1;", ["set a.b = 1"], id="null coalescing"),
        pytest.param("unset($a['k'], $a->b, $c);", ["delete a.k", "delete a.b"], id="unset"),
        pytest.param("[$a->b, $c['k']] = $d;", ["set a.b = d[0]", "set c.k = d[1]"], id="list"),
        pytest.param("class A { function __construct(private B $b) {} }", ["set SELF.b = b"], id="promoted parameter"),
        pytest.param("$a = 1;", [], id="variable"),
        pytest.param("array_push($a, 1);", [], id="change by a function"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(source).mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("function f() {}", ["function f()"], id="function"),
        pytest.param(
            "function f(string $a, ?B $b = null, &$c, int ...$d): ?E {}",
            ["function f(a: string, b: B = null, c, rest d: int): E"],
            id="parameters",
        ),
        pytest.param("function f(\\A\\B $a, C|null $b, C|D $c, mixed $d) {}", ["function f(a: import A:B, b: C, c, d)"], id="types"),
        pytest.param("function f() { if ($a) { return 1; } return 2; }", ["function f() -> 1 | 2"], id="returns"),
        pytest.param("function f() { return; }", ["function f()"], id="empty return"),
        pytest.param("class A { function f() {} }", ["method f()"], id="method"),
        pytest.param("class A { static function f(): static {} }", ["static f(): A"], id="static"),
        pytest.param("class A { function __construct() {} }", ["constructor __construct()"], id="constructor"),
        pytest.param("abstract class A { abstract function f(); }", ["abstract f()"], id="abstract"),
        pytest.param("interface A { function f(): self; }", ["abstract f(): A"], id="interface"),
        pytest.param("$f = function ($a) { return $a; };", ["lambda f(a) -> a"], id="closure"),
        pytest.param("$this->f = fn($a) => $a . 'b';", ["lambda f(a) -> template(a, 'b')"], id="arrow function"),
        pytest.param("['send' => fn() => 1];", ["lambda send() -> 1"], id="entry"),
        pytest.param("f(static function () {});", ["lambda ()"], id="argument"),
        pytest.param("class A { function f() { return __FUNCTION__ . __CLASS__; } }", ["method f() -> template('f', 'A')"], id="magic"),
        pytest.param("f();", [], id="call"),
    ],
)
def test_functions(source: str, expected: list[str]) -> None:
    assert [render_function(function) for function in facts_of(source).functions] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A {}", ["class A()"], id="class"),
        pytest.param("final class A extends B implements C, \\D\\E {}", ["class A(B, C, import D:E)"], id="bases"),
        pytest.param("class A extends B { use T, U; use V; }", ["class A(T, U, V, B)"], id="traits come before the parent"),
        pytest.param("interface A extends B {}", ["interface A(B)"], id="interface"),
        pytest.param("trait A {}", ["class A()"], id="trait"),
        pytest.param("enum A {}", ["enum A()"], id="enum"),
        pytest.param("$a = new class extends B {};", ["class (B)"], id="anonymous"),
        pytest.param("$a = A::class;", [], id="name of a class"),
    ],
)
def test_classes(source: str, expected: list[str]) -> None:
    facts = facts_of(source)
    assert [f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)})" for cls in facts.classes] == expected


def test_enum_members() -> None:
    facts = facts_of("enum A: string { case B = 'b'; case C = 'c'; const D = self::B; function f() { return $this->value; } }")
    assert [(member.name, render(member.value)) for member in facts.classes[0].members] == [("B", "'b'"), ("C", "'c'")]


def test_file_that_returns_a_value_exports_it() -> None:
    facts = facts_of("return ['a' => 1];")
    assert [(export.name, render(export.value)) for export in facts.exports] == [("=", "{a: 1}")]


def test_promoted_parameter_is_a_field_of_its_class() -> None:
    facts = facts_of("class A { function __construct(private ?B $b, C $c) {} }")
    fields = [binding for binding in facts.bindings if binding.home == facts.classes[0].scope and binding.kind == "declare"]
    assert [(binding.name, render(binding.type)) for binding in fields] == [("b", "B")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<?php a::track(1);", (1, 10), id="static"),
        pytest.param("<?php $a\n  ->b()\n  ->track(1);", (3, 5), id="chain over lines"),
        pytest.param("<?php 'ä→😀'; $a->track(1);", (1, 18), id="characters, not bytes"),
        pytest.param("\ufeff<?php track(1);", (1, 7), id="byte order mark"),
        pytest.param("<b>\r\n<?php\r\n$a->track(1);\r\n", (3, 5), id="CRLF"),
        pytest.param("<?php new \\A\\Track(1);", (1, 11), id="full name"),
        pytest.param("<p>é</p><?= track(1) ?>", (1, 13), id="after text"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    call = extract("app.php", source.encode()).calls[-1]
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if ($a) f(); elseif ($b) g(); else h();", [(1, True), (1, True), (1, True)], id="if"),
        pytest.param("if ($a) { f(); }", [(1, False)], id="if without else"),
        pytest.param("switch ($a) { case 1: f(); default: g(); }", [(1, True), (1, True)], id="switch"),
        pytest.param("switch ($a) { case 1: f(); }", [(1, False)], id="switch without default"),
        pytest.param("try { f(); } catch (A $e) {} finally {}", [(None, False)] * 3, id="try"),
        pytest.param("while ($a) f();", [(None, False)], id="while"),
        pytest.param("{ f(); }", [], id="braces"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    assert [(scope.group, scope.exhaustive) for scope in facts_of(source).scopes if scope.kind == "block"] == expected


def test_closure_of_an_entry_knows_its_record() -> None:
    facts = facts_of("$a = ['b' => 1, 'send' => fn() => 1];")
    assert facts.functions[0].record == facts.records[0].index


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("function f() { track('a'); }", 1, id="one"),
        pytest.param("function f() { $a = 1; g($a); return; }", 3, id="three"),
        pytest.param("function f() { if ($a) { g(); } }", 1, id="if"),
        pytest.param("function f() { g(function () { h(); i(); }); }", 1, id="closures count for themselves"),
        pytest.param("function f() { /* nothing */ }", 0, id="comment"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    function = next(function for function in facts_of(source).functions if function.name == "f")
    assert function.statements == expected


def test_comments() -> None:
    facts = facts_of("// a\n$x = '# b'; # c\n/** d */")
    assert [(comment.text.strip(), comment.span.line) for comment in facts.comments] == [("// a", 1), ("# c", 2), ("/** d */", 3)]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("f(1); $x = = 2; g(2);", ["f(1)", "g(2)"], id="stray token"),
        pytest.param("g(); function f(", ["g()"], id="broken head"),
        pytest.param("g(1); track('a', ['k' =>", ["g(1)"], id="cut off"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert facts.errors
    assert set(calls) <= set(render_calls(facts))


_MANY = 3000
_DEEP = {
    "concatenation": "$x = " + " . ".join(["f()"] * _MANY) + ";",
    "concatenation to the right": "$x = " + "f() . (" * _MANY + "1" + ")" * _MANY + ";",
    "comparisons": "$x = " + " && ".join(["f()"] * _MANY) + ";",
    "null coalescing": "$x = " + " ?? ".join(["f()"] * _MANY) + ";",
    "array sums": "$x = " + " + ".join(["[]"] * _MANY) + ";",
    "parentheses": "$x = " + "(" * _MANY + "1" + ")" * _MANY + ";",
    "arrays": "$x = " + "[" * _MANY + "]" * _MANY + ";",
    "records": "$x = " + "['a' => " * _MANY + "1" + "]" * _MANY + ";",
    "methods": "$x = $a" + "->b(f(1))" * _MANY + ";",
    "fields": "$x = $a" + "->b" * _MANY + ";",
    "indexes": "$x = $a" + "[0]" * _MANY + ";",
    "static calls": "$x = A" + "::b()" * _MANY + ";",
    "calls of calls": "$x = f" + "()" * _MANY + ";",
    "arguments": "f(" * _MANY + ")" * _MANY + ";",
    "constructions": "new A(" * _MANY + ")" * _MANY + ";",
    "formats": "$x = " + "sprintf('%s', " * _MANY + "1" + ")" * _MANY + ";",
    "not": "$x = " + "!" * _MANY + "$a;",
    "casts": "$x = " + "(string) " * _MANY + "$a;",
    "ternaries": "$x = " + "$a ? (" * _MANY + "1" + ") : 2" * _MANY + ";",
    "closures": "$x = " + "function () { return " * 300 + "1" + "; }" * 300 + ";",
    "arrow functions": "$x = " + "fn() => " * _MANY + "1;",
    "assignments": "$x = " * _MANY + "1;",
    "lists": "[" * _MANY + "$a" + "]" * _MANY + " = $b;",
    "ifs": "if ($a) { " * _MANY + "}" * _MANY,
    "elseifs": "if ($a) {}" + " elseif (f()) {}" * _MANY,
    "else ifs": "if ($a) {}" + " else if (f()) {}" * _MANY,
    "loops": "foreach ($a as $b) { " * 300 + "}" * 300,
    "switches": "switch ($a) { case 1: " * 300 + "}" * 300,
    "tries": "try { " * 300 + "} catch (E $e) {}" * 300,
    "functions": "function f() { " * 300 + "}" * 300,
    "classes": "$x = " + "new class { function f() { return " * 300 + "1" + "; } }" * 300 + ";",
    "matches": "$x = " + "match(1) { 1 => " * 300 + "1" + "}" * 300 + ";",
    "interpolations": "$x = " + '"{$a[' * 200 + "1" + ']}"' * 200 + ";",
    "names": "$x = \\A" + "\\A" * _MANY + "::b();",
    "types": "function f(" + "A|" * _MANY + "B $a) {}",
    "mixed": "$x = " + "f('a' . ['k' => [$a->b(function () { return " * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(source)
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" . ".join(["f()"] * _MANY) + ";", _MANY, id="concatenation"),
        pytest.param("$a" + "->b(f(1))" * _MANY + ";", 2 * _MANY, id="chain"),
        pytest.param(" ?? ".join(["f()"] * _MANY) + ";", _MANY, id="null coalescing"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(source).calls) == expected


_PIECES = [
    "<?php ", "?>", "<?= ", "<b>", "function f(A $a = 1, ...$b) ", "class A extends B ", "enum E: string ", "case A = 'a';", "use T;",
    "use A\\B as C;", "namespace N;", "const X = ", "public ?A $x = ", "static ", "fn($a) => ", "match($x) ", "default => ", "if ($a) ",
    "else ", "foreach ($a as $k => $v) ", "switch ($a) ", "case 1: ", "try ", "catch (E $e) ", "return ", "new ", "$x", "$this", "$$",
    "->", "?->", "::", "[", "]", "(", ")", "{", "}", ";", ",", "=", ".=", "??=", "=>", "...", ".", "+", "??", "?", ":", "&", "!", "@",
    "'", '"', "{$", "<<<E\n", "\nE", "<<<'E'\n", "\\A\\B", "self", "parent", "compact('a')", "sprintf(", "isset(", "list(", "array(",
    "define('X', ", "global $x;", "unset(", "yield ", "#[A(1)]", "# c\n", "/* d */", "1", "ä", "\ufeff", "\r\n", "\x00", " ", "\n",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_php_never_raise(source: str) -> None:
    assert extract("app.php", f"<?php {source}".encode()) == extract("app.php", f"<?php {source}".encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.php", b"<?php " + source))


_WHOLE = b"""<div><?php
declare(strict_types=1);
namespace Shop\\Analytics;
use Vendor\\{Client, Event as VendorEvent};
define('SHOP_PREFIX', 'shop_');
#[Service('tracker')]
final class Tracker extends Base implements Sender {
    use Queues { push as private enqueue; }
    public const PAID = SHOP_PREFIX . 'paid', SENT = self::PAID . "_sent";
    private static ?self $instance = null;
    public function __construct(private readonly Client $client, array $options = ['debug' => false]) {}
    public function paid(Order $order, ?string $note = null, mixed ...$rest): void {
        [$id, 'total' => $total] = $order->parts();
        $properties = compact('id') + ['total' => $total, ...$rest];
        $properties['note'] = <<<TEXT
            Note: {$order->note} of $id
            TEXT;
        $kind = match (true) { $total > 10 => 'big', default => $order?->kind ?? 'small' };
        foreach ($order->items as $key => ['name' => $name]): $names[] = "$key: {$name}"; endforeach;
        try { $this->client->track(sprintf('%1$s_%2$s', self::PAID, $kind), array_merge($properties, $names ?? [])); }
        catch (A | B $error) { static::log($error?->getMessage() ?: 'none'); }
        add_action('shutdown', static function () use (&$names) { $names .= PHP_EOL; });
    }
}
if (!function_exists('tracker')): function tracker() { return Tracker::$instance; } endif; ?>
</div><?= tracker()->name ?>
"""


def test_whole_source_has_no_errors() -> None:
    assert extract("app.php", _WHOLE).errors == ()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.php", _WHOLE[:start] + _WHOLE[start + length :])


def test_own_samples_have_no_errors() -> None:
    samples = Path(__file__).parents[3] / "sample_repos"
    sources = [path for path in samples.rglob("*.php") if path.is_file() and not path.name.endswith(".blade.php")]
    assert [path.name for path in sources if extract(path.name, path.read_bytes()).errors] == []


def test_text_knows_where_it_stands() -> None:
    value = facts_of("\n$y = 'track';").bindings[-1].value
    assert isinstance(value, Text)
    assert (value.span.line, value.span.column) == (2, 6)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("$a->b($c)->track(1);", "$a->b($c)->track", id="method"),
        pytest.param("A\\B::track(1);", "A\\B::track", id="static"),
        pytest.param("track(1);", "track", id="function"),
        pytest.param("new A\\B(1);", "A\\B", id="construction"),
    ],
)
def test_callee_ends_with_its_name(source: str, expected: str) -> None:
    text = f"<?php {source}"
    span = extract("app.php", text.encode()).calls[-1].callee.span
    assert text[span.start : span.end] == expected
