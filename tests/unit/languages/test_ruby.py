from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts, Text
from scanner.languages.ruby import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("app.rb", source.encode())


def value_of(source: str) -> str:
    """The value of `x`, which `source` is assigned to. `a`, `b` and `c` are local variables."""
    facts = facts_of(f"a = b = c = 1\nx = {source}\n")
    return render(next(binding.value for binding in facts.bindings if binding.name == "x"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param("'a' \"b\"", "'ab'", id="adjacent texts"),
        pytest.param('"a#{b}c"', "template('a', b, 'c')", id="interpolation"),
        pytest.param('"#{b}"', "template(b)", id="interpolation alone"),
        pytest.param('"#@y #$z"', "template(SELF.@y, ' ', $z)", id="short interpolation"),
        pytest.param("'a#{b}'", "'a#{b}'", id="single quotes do not interpolate"),
        pytest.param(r"'a\n\'\\'", '"a\\\\n\'\\\\"', id="single quotes keep escapes"),
        pytest.param(r'"a\n\t\"\#\x41\u00e9\u{42 43}\101\e\s"', r"""'a\n\t"#AéBCA\x1b '""", id="escapes"),
        pytest.param('"a\\\nb"', "'ab'", id="escaped line break"),
        pytest.param("%q(a#{b})", "'a#{b}'", id="percent q"),
        pytest.param("%Q(a#{b})", "template('a', b)", id="percent Q"),
        pytest.param("%(a)", "'a'", id="percent"),
        pytest.param("?a", "'a'", id="character"),
        pytest.param(":a", "'a'", id="symbol"),
        pytest.param(':"a b"', "'a b'", id="quoted symbol"),
        pytest.param(':"a#{b}"', "template('a', b)", id="interpolated symbol"),
        pytest.param('"a".freeze', "'a'", id="freeze"),
        pytest.param("%w[a b].freeze", "['a', 'b']", id="words"),
        pytest.param("%W[a#{b} c]", "[template('a', b), 'c']", id="interpolated words"),
        pytest.param("%i[a b]", "['a', 'b']", id="symbols"),
        pytest.param("<<~E\n    a\n      b\n\n    c\n  E", "'a\\n  b\\n\\nc\\n'", id="squiggly heredoc"),
        pytest.param("<<~E\n    a #{b}\n    c\nE", "template('a ', b, '\\nc\\n')", id="heredoc with interpolation"),
        pytest.param("<<-E\n  a\n  E", "'  a\\n'", id="heredoc with indented end"),
        pytest.param("<<~'E'\n  a\\n#{b}\nE", "'a\\\\n#{b}\\n'", id="raw heredoc"),
        pytest.param("<<~E.strip\n  a\nE", "'a\\n'.strip()", id="method of a heredoc"),
        pytest.param("[<<~E, <<~F]\n  a\nE\n  b\nF", "['a\\n', 'b\\n']", id="two heredocs"),
        pytest.param("'a' + b + 'c'", "template('a', b, 'c')", id="sum"),
        pytest.param("'a' + \"#{b}c\"", "template('a', b, 'c')", id="sum with interpolation"),
        pytest.param("'a' << b", "template('a', b)", id="shift of text"),
        pytest.param("a << 'c'", "template(a, 'c')", id="shift by text"),
        pytest.param("a << b", "a.<<(b)", id="shift"),
        pytest.param("1 + 2", "?arithmetic:number", id="sum of numbers"),
        pytest.param("a - b", "?arithmetic:number", id="difference"),
        pytest.param("'-' * 3", "?arithmetic", id="repeated text is no number"),
        pytest.param("'%s x' % a", "percent('%s x'; a)", id="percent format"),
        pytest.param("'%s %s' % [a, b]", "percent('%s %s'; a, b)", id="percent format with a list"),
        pytest.param("'%{k}' % { k: a }", "percent('%(k)s'; **{k: a})", id="percent format with a hash"),
        pytest.param("format('%<k>s_%d', k: a)", "percent('%(k)s_%d'; k=a)", id="format"),
        pytest.param("Kernel.sprintf('%p', a)", "percent('%s'; a)", id="sprintf"),
        pytest.param("a % 2", "?arithmetic:number", id="remainder"),
        pytest.param("3", "3", id="integer"),
        pytest.param("-3.5", "-3.5", id="negative number"),
        pytest.param("nil", "nil", id="nil"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("/a#{f(b)}/", "/a#{f(b)}/", id="regex"),
        pytest.param("1..2", "?range", id="range"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("defined?(a)", "?comparison:boolean", id="defined"),
        pytest.param("a || b || 'c'", "or(a, b, 'c')", id="or"),
        pytest.param("a && b", "and(b)", id="and"),
        pytest.param("a && b || c", "or(and(b), c)", id="and or"),
        pytest.param("b ? 'a' : 'c'", "ternary('a', 'c')", id="ternary"),
        pytest.param("b ? 'a' : c ? 'd' : 'e'", "ternary('a', 'd', 'e')", id="ternaries"),
        pytest.param("if b then 'a' elsif c then 'd' else 'e' end", "ternary('a', 'd', 'e')", id="if"),
        pytest.param("if b then 'a' end", "and('a')", id="if without else"),
        pytest.param("unless b then 'a' else 'c' end", "ternary('a', 'c')", id="unless"),
        pytest.param("('a' if b)", "and('a')", id="modifier"),
        pytest.param("case a when 1, 2 then 'a' else 'c' end", "match('a', 'c')", id="case"),
        pytest.param("case a\nin {k:} then k\nin [q, *] then q\nend", "match(k, q)", id="case in"),
        pytest.param("begin; f; 'a'; end", "'a'", id="begin"),
        pytest.param("begin; 'a'; rescue; 'b'; ensure; 'c'; end", "match('a', 'b')", id="begin with rescue"),
        pytest.param("(a rescue b)", "or(a, b)", id="rescue modifier"),
        pytest.param("((a))", "a", id="parentheses"),
        pytest.param("(a; b)", "b", id="statements in parentheses"),
        pytest.param("a[:b][0]", "a['b'][0]", id="indexes"),
        pytest.param("a.b", "a.b()", id="call without parentheses"),
        pytest.param("a&.b", "a.b()", id="safe navigation"),
        pytest.param("a::b", "a.b()", id="call with colons"),
        pytest.param("a.(b)", "a(b)", id="call of a value"),
        pytest.param("A::B::C", "A.B.C", id="constants"),
        pytest.param("::A::B", "A.B", id="constant of the top"),
        pytest.param("A::B.c(1)", "A.B.c(1)", id="call on a constant"),
        pytest.param("A::B.new(1)", "new A.B(1)", id="construction"),
        pytest.param("self.class.name", "SELF.name()", id="class of self"),
        pytest.param("@y", "SELF.@y", id="instance variable"),
        pytest.param("@@y", "SELF.@@y", id="class variable"),
        pytest.param("$y", "$y", id="global variable"),
        pytest.param("y", "y()", id="bare name"),
        pytest.param("y?", "y?()", id="bare question"),
        pytest.param("Y", "Y", id="bare constant"),
        pytest.param("{ k: 1, 'l' => 2, 'm n': 3, :o => 4 }", "{k: 1, l: 2, m n: 3, o: 4}", id="hash"),
        pytest.param('{ b => 1, A::K => 2, "#{a}_x" => 3 }', "{[b]: 1, [A.K]: 2, [template(a, '_x')]: 3}", id="computed keys"),
        pytest.param("{ **a, b:, y: }", "{**a, b: b, y: y()}", id="spread and shorthand"),
        pytest.param("[a, *b, k: 1]", "[a, *b, {k: 1}]", id="array"),
        pytest.param("1, *b", "[1, *b]", id="bare array"),
        pytest.param("a.merge(k: 1).to_h", "a.merge(k=1).to_h()", id="merge"),
        pytest.param("->(q) { q }", "function#0", id="lambda literal"),
        pytest.param("lambda { |q| q }", "function#0", id="lambda"),
        pytest.param("proc do |q| q end", "function#0", id="proc"),
        pytest.param("__FILE__", "?where the code stands:string", id="file"),
        pytest.param("`ls`", "?output of a program:string", id="subshell"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("f", ["f()"], id="bare name"),
        pytest.param("f = 1\nf", [], id="local variable is no call"),
        pytest.param("f = 1\nf()", ["f()"], id="parentheses always call"),
        pytest.param("f = 1\nf 2", ["f(2)"], id="arguments always call"),
        pytest.param("f = 1\ndef m\n  f\nend", ["f()"], id="method does not see variables around"),
        pytest.param("f = 1\ng { f }", ["g(&=function#0)"], id="block sees variables around"),
        pytest.param("g { f = 1 }\nf", ["g(&=function#0)", "f()"], id="block keeps its variables"),
        pytest.param("def m(f) = f", [], id="parameter is no call"),
        pytest.param("g { |f, (h, *i), j: 1; k| [f, h, i, j, k] }", ["g(&=function#0)"], id="block parameters are no calls"),
        pytest.param("f ||= 1\nf", [], id="or-assigned variable"),
        pytest.param("f, (g, h) = 1\n[f, g, h]", [], id="multiple assignment"),
        pytest.param("begin; rescue => f; f; end", [], id="rescued error"),
        pytest.param("for f in [1]\n  f\nend", [], id="loop variable"),
        pytest.param("f 'a', k: 1, 's' => 2, **h", ["f('a', k=1, s=2, **h())", "h()"], id="keywords"),
        pytest.param("f('a', { k: 1 })", ["f('a', {k: 1})"], id="hash in braces stays positional"),
        pytest.param("f(k => 1)", ["f(**{[k()]: 1})", "k()"], id="computed keyword"),
        pytest.param("f(k:)", ["f(k=k())", "k()"], id="shorthand keyword"),
        pytest.param("f(*a, &b)", ["f(*a(), &=b())", "a()", "b()"], id="splat and block argument"),
        pytest.param("f(&:name)", ["f(&='name')"], id="symbol as block"),
        pytest.param("def m(*, **, &) = f(*, **, &)", ["f(**, ****, &=&)"], id="anonymous splats"),
        pytest.param("def m(...) = f(1, ...)", ["f(1, **, ****, &=&)"], id="forwarded arguments"),
        pytest.param("f 'a' do |q| q.g end", ["f('a', &=function#0)", "q.g()"], id="do block"),
        pytest.param("a.b { c }.d", ["a()", "a().b(&=function#0)", "c()", "a().b(&=function#0).d()"], id="block in a chain"),
        pytest.param("a.b if c", ["a()", "a().b()", "c()"], id="modifier"),
        pytest.param("a.b = 1", ["a()"], id="assignment of an attribute is no call"),
        pytest.param("class A; def m(q, *r, k:, **o); super; end; end", ["SUPER.m(q, *r, k=k, **o)"], id="bare super"),
        pytest.param("class A; def m; super(1); end; end", ["SUPER.m(1)"], id="super"),
        pytest.param("def m = yield(1)", ["&(1)"], id="yield"),
        pytest.param("class A; def self.build = new(1); end", ["new SELF(1)"], id="new of the class itself"),
        pytest.param("class A; def m = new(1); end", ["new(1)"], id="new in an instance"),
        pytest.param("class A\n  after_action :m, only: :n\nend", ["after_action('m', only='n')"], id="callback"),
        pytest.param("private def m; f; end", ["private('m')", "f()"], id="definition as an argument"),
        pytest.param("a while b", ["a()", "b()"], id="while"),
        pytest.param("case f\nwhen A then g\nelse h\nend", ["f()", "g()", "h()"], id="case"),
        pytest.param("f(<<~E)\n  a #{g}\nE\n", ["f(template('a ', g(), '\\n'))", "g()"], id="heredoc argument"),
        pytest.param("def m\n  f(__method__)\nend", ["f('m')"], id="name of the method"),
        pytest.param("@a ||= f", ["f()"], id="memo"),
        pytest.param("BEGIN { f }", ["f()"], id="begin block"),
        pytest.param("f # g\n=begin\nh\n=end\n", ["f()"], id="comments hold no calls"),
        pytest.param("f\n__END__\ng\n", ["f()"], id="data after the end"),
        pytest.param("m = :track\n'track(1)'\n/track(1)/", [], id="texts are no calls"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = 1", ["assign x = 1"], id="variable"),
        pytest.param("X = 'a'.freeze", ["declare X = 'a'"], id="constant"),
        pytest.param("X ||= 'a'", ["declare X = 'a'"], id="constant if there is none"),
        pytest.param("$x = 1", ["assign $x = 1"], id="global"),
        pytest.param("def f\n  $x = 1\nend", ["function f = function#0", "assign $x = 1"], id="global from a method"),
        pytest.param("x = y = 1", ["assign y = 1", "assign x = 1"], id="chained"),
        pytest.param("x, y = 1, 2", ["assign x = 1", "assign y = 2"], id="multiple"),
        pytest.param("x, *y, z = 1, 2, 3, 4", ["assign x = 1", "assign y = [2, 3]", "assign z = 4"], id="multiple with rest"),
        pytest.param("x, y = A", ["assign x = A[0]", "assign y = A[1]"], id="taken apart"),
        pytest.param("x = 1\nx += 'a'", ["assign x = 1", "augment x = 'a'"], id="augment"),
        pytest.param("x = 'a'\nx << 'b' << C", ["assign x = 'a'", "augment x = 'b'", "augment x = C"], id="appended text"),
        pytest.param("x = []\nx << Y", ["assign x = []"], id="appended item is a call"),
        pytest.param("x = 1\nx ||= 'a'", ["assign x = 1", "assign x = or(x, 'a')"], id="or"),
        pytest.param("x ||= 'a'", ["assign x = 'a'"], id="or of nothing"),
        pytest.param("x = 1\nx -= 2", ["assign x = 1", "assign x = ?arithmetic"], id="arithmetic"),
        pytest.param("for x in A\nend", ["loop x = item-of(A)"], id="for"),
        pytest.param("alias a b", ["assign a = b"], id="alias"),
        pytest.param("alias_method :a, :b", ["assign a = b"], id="alias_method"),
        pytest.param("A => {k:}", ["assign k = A['k']"], id="pattern"),
        pytest.param("A => {k: {l: q}}", ["assign q = A['k']['l']"], id="nested pattern"),
        pytest.param("A => [String => q, r]", ["assign q = A[0]", "assign r = A[1]"], id="list pattern"),
        pytest.param("class A\n  X = 1\nend", ["class A = class#0", "declare X = 1 @1"], id="constant of a class"),
        pytest.param("class A\n  @x = 1\n  @@y = 2\nend", ["class A = class#0", "declare @x = 1 @1", "declare @@y = 2 @1"], id="level"),
        pytest.param(
            "class A\n  f do\n    X = 1\n  end\nend", ["class A = class#0", "declare X = 1 @1"], id="constant from a block of a class"
        ),
        pytest.param("module A::B\nend", ["class A = class#0", "class B = class#1 @1"], id="nested name"),
        pytest.param("def o.m; end", [], id="method of an object"),
        pytest.param("X == 1", [], id="comparison binds nothing"),
    ],
)
def test_bindings(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("@x = 1", ["set SELF.@x = 1"], id="instance variable"),
        pytest.param("def f\n  @x ||= 1\nend", ["set SELF.@x = 1"], id="memo"),
        pytest.param("def f\n  @x += 'a'\nend", ["augment SELF.@x = 'a'"], id="augmented"),
        pytest.param("def f\n  @x << 'a'\nend", ["augment SELF.@x = 'a'"], id="appended"),
        pytest.param("A.x = 1", ["set A.x = 1"], id="attribute"),
        pytest.param("A&.x = 1", ["set A.x = 1"], id="safe attribute"),
        pytest.param("A[:x] = 1", ["set A.x = 1"], id="key"),
        pytest.param("A[:x] ||= 1", ["set A.x = 1"], id="key if there is none"),
        pytest.param("A[X] += 'a'", ["augment A[X] = 'a'"], id="computed key"),
        pytest.param("A.x, A[:y] = 1, 2", ["set A.x = 1", "set A.y = 2"], id="multiple"),
        pytest.param("A::X = 1", ["set A.X = 1"], id="constant of another"),
        pytest.param("class A\n  attr_accessor :x\n  def f\n    self.x = 1\n  end\nend", ["set SELF.@x = 1"], id="own writer"),
        pytest.param("class A\n  def f\n    self.x = 1\n  end\nend", ["set SELF.x = 1"], id="unknown writer"),
        pytest.param("def o.m; end", ["set o().m = function#0"], id="method of an object"),
        pytest.param("x = 1", [], id="variable"),
        pytest.param("A.update(x: 1)", [], id="change by a method"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(source).mutations] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f; end", ["function f()"], id="function"),
        pytest.param("def f = 1", ["function f() -> 1"], id="short"),
        pytest.param(
            "def f(a, b = 1, *c, d:, e: 2, **g, &h); end",
            ["function f(a, b = 1, rest c, keyword d, keyword e = 2, keyrest g, keyword &)"],
            id="parameters",
        ),
        pytest.param("def f(a, (b, c)); end", ["function f(a, {1})"], id="destructured"),
        pytest.param("def f(**nil); end", ["function f()"], id="no keywords"),
        pytest.param("def f\n  1\n  2\nend", ["function f() -> 2"], id="last value"),
        pytest.param("def f\n  return 1 if A\n  2\nend", ["function f() -> 1 | 2"], id="return"),
        pytest.param("def f = (return 1, 2)", ["function f() -> [1, 2]"], id="return of several"),
        pytest.param("def f\n  if A\n    1\n  else\n    2\n  end\nend", ["function f() -> 1 | 2"], id="if"),
        pytest.param("def f\n  case A\n  when 1 then 2\n  else 3\n  end\nend", ["function f() -> 2 | 3"], id="case"),
        pytest.param("def f\n  1\nrescue\n  2\nensure\n  3\nend", ["function f() -> 1 | 2"], id="rescue"),
        pytest.param("def f\n  1\nrescue\n  2\nelse\n  3\nend", ["function f() -> 2 | 3"], id="rescue with else"),
        pytest.param("def f\n  A.each { |x| return x }\nend", ["function f() -> A.each(&=function#1)", "lambda (x)"], id="return inside"),
        pytest.param("f { |x| next 1 if x\n 2 }", ["lambda (x) -> 1 | 2"], id="next"),
        pytest.param("x = ->(a) { return a }", ["lambda x(a) -> a"], id="named lambda"),
        pytest.param("X = proc { |a| a }", ["lambda X(a) -> a"], id="named proc"),
        pytest.param("{ send: ->(a) { a } }", ["lambda send(a) -> a"], id="entry"),
        pytest.param("A.map { it }", ["lambda (it) -> it"], id="it"),
        pytest.param("A.map { _1 + 'a' }", ["lambda (_1) -> template(_1, 'a')"], id="numbered"),
        pytest.param("it { 'says' }", ["lambda () -> 'says'"], id="no implicit parameter"),
        pytest.param("def f = yield", ["function f(keyword &) -> &()"], id="yield"),
        pytest.param("class A\n  def f; end\nend", ["method f()"], id="method"),
        pytest.param("class A\n  def initialize(a)\n    a\n  end\nend", ["constructor initialize(a)"], id="constructor"),
        pytest.param("class A\n  def self.f; end\n  def A.g; end\nend", ["static f()", "static g()"], id="static"),
        pytest.param("class A\n  class << self\n    def f; end\n  end\n  def g; end\nend", ["static f()", "method g()"], id="singleton"),
        pytest.param("module A\n  module_function\n  def f; end\nend", ["static f()"], id="module functions"),
        pytest.param("module A\n  def f; end\n  def g; end\n  module_function :f\nend", ["static f()", "method g()"], id="named"),
        pytest.param("module A\n  extend self\n  def f; end\nend", ["static f()"], id="extend self"),
        pytest.param("module A\n  class_methods do\n    def f; end\n  end\nend", ["lambda () -> 'f'", "static f()"], id="class methods"),
        pytest.param(
            "class A\n  def f\n    raise NotImplementedError\n  end\nend", ["abstract f() -> raise(NotImplementedError)"], id="abstract"
        ),
        pytest.param("class A\n  attr_reader :x, :y\nend", ["getter x() -> SELF.@x", "getter y() -> SELF.@y"], id="readers"),
        pytest.param("class A\n  attr_writer :x\nend", [], id="writer"),
        pytest.param("class A\n  cattr_accessor :x\nend", ["getter x() -> SELF.@@x"], id="class attribute"),
        pytest.param("class A\n  define_method(:f) { |a| a }\nend", ["method f(a) -> a"], id="defined"),
        pytest.param("class A\n  define_method(n) { 1 }\nend", ["lambda () -> 1"], id="defined with unknown name"),
        pytest.param("class A\n  def f=(v)\n    v\n  end\nend", ["method f=(v)"], id="writer method"),
        pytest.param("class A\n  def ==(o)\n    true\n  end\nend", ["method ==(o) -> true"], id="operator"),
        pytest.param("X = Struct.new(:a)", ["getter a() -> SELF.@a", "constructor initialize(a)"], id="struct"),
    ],
)
def test_functions(source: str, expected: list[str]) -> None:
    assert [render_function(function) for function in facts_of(source).functions] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("class A; end", ["class A()"], id="class"),
        pytest.param("class A < B::C; end", ["class A(B.C)"], id="superclass"),
        pytest.param("module A; end", ["object A()"], id="module"),
        pytest.param("class A < D\n  include B, C\n  extend E\nend", ["class A(E, C, B, D)"], id="mixins come before the superclass"),
        pytest.param("class A\n  def f\n    include B\n  end\nend", ["class A()"], id="include in a method"),
        pytest.param("class A::B::C < D; end", ["extension A()", "extension B()", "class C(D)"], id="nested name"),
        pytest.param("class ::A; end", ["class A()"], id="name of the top"),
        pytest.param("class A; end\nclass A; end", ["class A()", "extension A()"], id="reopened"),
        pytest.param("A = Struct.new(:a, :b) do\n  def f; end\nend", ["class A(new Struct('a', 'b'))"], id="struct"),
        pytest.param("A = Class.new(B)", ["class A(B)"], id="class made by a call"),
        pytest.param("A = Data.define(:a)", ["class A(Data.define('a'))"], id="data"),
        pytest.param("class A < Struct.new(:a); end", ["class A(new Struct('a'))"], id="struct as superclass"),
        pytest.param("A = B.new(:a)", [], id="an object"),
    ],
)
def test_classes(source: str, expected: list[str]) -> None:
    facts = facts_of(source)
    assert [f"{cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)})" for cls in facts.classes] == expected


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        pytest.param("require 'a/b'", ("a/b",), id="require"),
        pytest.param("require_relative 'a'", ("./a",), id="beside"),
        pytest.param("require_relative '../a'", ("../a",), id="above"),
        pytest.param("autoload :A, 'a'", ("a",), id="autoload"),
        pytest.param("require name", (), id="computed"),
        pytest.param("x.require 'a'", (), id="another method"),
    ],
)
def test_imports(source: str, modules: tuple[str, ...]) -> None:
    assert facts_of(source).modules == modules


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a.track(1)", (1, 3), id="method"),
        pytest.param("a\n  .b\n  .track 1", (3, 4), id="chain over lines"),
        pytest.param("'ä→😀'; a.track 1", (1, 10), id="characters, not bytes"),
        pytest.param("\ufeffa.track 1", (1, 3), id="byte order mark"),
        pytest.param("x = 1\r\na.track 1\r\n", (2, 3), id="CRLF"),
        pytest.param("track 1", (1, 1), id="bare"),
        pytest.param("A::Track.new(1)", (1, 4), id="construction"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    call = facts_of(source).calls[-1]
    assert (call.name_span.line, call.name_span.column) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a\n f\nelsif b\n g\nelse\n h\nend", [(1, True), (1, True), (1, True)], id="if"),
        pytest.param("if a\n f\nend", [(1, False)], id="if without else"),
        pytest.param("f if a", [(1, False)], id="modifier"),
        pytest.param("case a\nwhen 1 then f\nelse g\nend", [(1, True), (1, True)], id="case"),
        pytest.param("case a\nin 1 then f\nend", [(1, False)], id="case in"),
        pytest.param("begin\n f\nrescue\n g\nensure\n h\nend", [(None, False)] * 3, id="rescue"),
        pytest.param("while a\n f\nend", [(None, False)], id="while"),
        pytest.param("begin\n f\nend", [], id="begin"),
        pytest.param("f(a)", [], id="call"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    assert [(scope.group, scope.exhaustive) for scope in facts_of(source).scopes if scope.kind == "block"] == expected


def test_methods_in_blocks_belong_to_the_class() -> None:
    facts = facts_of("module A\n  included do\n    def f; end\n  end\nend\n")
    function = next(function for function in facts.functions if function.name == "f")
    assert function.owner == 0
    assert next(binding for binding in facts.bindings if binding.name == "f").home == facts.classes[0].scope


def test_lambda_of_an_entry_knows_its_record() -> None:
    facts = facts_of("{ a: 1, send: -> { 1 } }")
    assert facts.functions[0].record == facts.records[0].index


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f\n  track 'a'\nend", 1, id="one"),
        pytest.param("def f\n  a = 1\n  g(a)\n  nil\nend", 3, id="three"),
        pytest.param("def f\n  g if a\nend", 1, id="modifier"),
        pytest.param("def f\n  g { h\n i }\nend", 1, id="blocks count for themselves"),
        pytest.param("def f\n  # nothing\nend", 0, id="comment"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert facts_of(source).functions[0].statements == expected


def test_comments() -> None:
    facts = facts_of("# a\nx = '# b' # c\n=begin\nd\n=end\n")
    assert [(comment.text.strip(), comment.span.line) for comment in facts.comments] == [("# a", 1), ("# c", 2), ("=begin\nd\n=end", 3)]


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        pytest.param("f(1)\nx = = 2\ng(2)\n", ["f(1)", "g(2)"], id="stray token"),
        pytest.param("g()\ndef f(", ["g()"], id="broken head"),
        pytest.param("g(1)\ntrack('a', { k:", ["g(1)"], id="cut off"),
    ],
)
def test_broken_source_keeps_the_rest(source: str, calls: list[str]) -> None:
    facts = facts_of(source)
    assert facts.errors
    assert set(calls) <= set(render_calls(facts))


_MANY = 3000
_DEEP = {
    "sum": "x = " + " + ".join(["f()"] * _MANY),
    "or": "x = " + " || ".join(["f()"] * _MANY),
    "power": "x = " + " ** ".join(["f()"] * _MANY),
    "shifts": "x = y" + " << f()" * _MANY,
    "formats": "x = 'a'" + " % b" * _MANY,
    "parentheses": "x = " + "(" * _MANY + "a" + ")" * _MANY,
    "lists": "x = " + "[" * _MANY + "]" * _MANY,
    "hashes": "x = " + "{'a' => " * _MANY + "1" + "}" * _MANY,
    "chain": "x = a" + ".b(f(1))" * _MANY,
    "indexes": "x = a" + "[0]" * _MANY,
    "constants": "x = A" + "::A" * _MANY,
    "arguments": "f(" * _MANY + ")" * _MANY,
    "commands": "f " * _MANY + "x",
    "not": "x = " + "!" * _MANY + "a",
    "lambdas": "x = " + "->{ " * _MANY + "}" * _MANY,
    "defaults": "def f(a = ->{ " * _MANY,
    "ternaries": "x = " + "a ? b : " * _MANY + "c",
    "ternaries inside": "x = " + "a ? " * _MANY + "c" + " : d" * _MANY,
    "assignments": "a = " * _MANY + "1",
    "targets": "(a, " * _MANY + "b" + ")" * _MANY + " = 1",
    "elsif": "if x\n 1\n" + "elsif f()\n 2\n" * _MANY + "end",
    "ifs": "def x\n" + "if x\n" * 300 + "1\n" + "end\n" * 300 + "end",
    "ifs as values": "x = " + "if x\n" * 300 + "1\n" + "end\n" * 300,
    "modifiers": "x" + " if y" * _MANY,
    "rescues": "x" + " rescue y" * _MANY,
    "cases": "def x\n" + "case x\nwhen 1\n" * 300 + "1\n" + "end\n" * 300 + "end",
    "begins": "def x\n" + "begin\n" * 300 + "1\n" + "rescue\n2\nend\n" * 300 + "end",
    "blocks": "a do\n" * 300 + "end\n" * 300,
    "blocks in arguments": "x = " + "[a(1) { |x| " * 300 + "}]" * 300,
    "methods": "def f(x)\n" * 300 + "end\n" * 300,
    "classes": "class A\n" * 300 + "end\n" * 300,
    "structs": "A = Struct.new(:a) do\n" * 300 + "end\n" * 300,
    "singleton classes": "class << self\n" * 300 + "end\n" * 300,
    "class names": "class A" + "::A" * _MANY + "\nend",
    "interpolations": "x = " + '"#{' * 300 + "a" + '}"' * 300,
    "list patterns": "case x\nin " + "[" * 300 + "a" + "]" * 300 + "\n1 end",
    "hash patterns": "case x\nin " + "{a: " * 300 + "a" + "}" * 300 + "\n1 end",
    "block patterns": "a do |" + "(a, " * 300 + "b" + ")" * 300 + "| end",
    "mixed": "x = " + "f('a' + {'k' => [a.b(1) { |z| " * _MANY,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(source)
    assert pickle.loads(pickle.dumps(facts)) == facts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(" + ".join(["f()"] * _MANY), _MANY, id="sum"),
        pytest.param("a = 1\na" + ".b(f(1))" * _MANY, 2 * _MANY, id="chain"),
        pytest.param(" && ".join(["f()"] * _MANY), _MANY, id="and"),
    ],
)
def test_flat_chains_keep_their_calls(source: str, expected: int) -> None:
    assert len(facts_of(source).calls) == expected


_PIECES = [
    "def f(a, *b, k: 1, &c)\n", "class A < B\n", "module M\n", "class << self\n", "end\n", " ", "\n", "(", ")", "[", "]", "{", "}",
    "'", '"', "#{", "x", "X", "@x", "@@x", "$x", ":x", ".", "&.", "::", ",", "=", "||=", "+=", "+", "<<", "%", "||", "&&", "and ",
    "if ", "unless ", "else\n", "elsif ", "case x\n", "when ", "in ", "then ", "while ", "for ", "do ", "|x, (y, z)|", "->",
    "lambda ", "begin\n", "rescue => e\n", "ensure\n", "return ", "next ", "yield ", "super", "self", "require 'a'\n", "*", "**",
    "&", "...", "=> ", "k: ", "<<~E\n", "E\n", "%w[", "attr_reader ", "include ", "define_method", "Struct.new", "alias a b\n",
    "\\", "#", "?", "!", "1", "ä", "\ufeff", "\r\n", "\x00", "__END__\n", "it", "_1",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_ruby_never_raise(source: str) -> None:
    assert extract("app.rb", source.encode()) == extract("app.rb", source.encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.rb", source))


_WHOLE = b"""
# frozen_string_literal: true
require "segment/analytics"
module Shop
  class Tracker < Base
    include Helpers
    EVENTS = { paid: "Order Paid", "sent" => "Order Sent" }.freeze
    attr_reader :user
    def self.for(user) = new(user: user, **defaults)
    def initialize(user:, backend: Analytics)
      @user, @backend = user, backend
    end
    def paid(order, *rest, &block)
      return if order.nil?
      props = { total: order.total, **extras }
      props[:note] = <<~NOTE.strip if order.note?
        text #{order.note}
      NOTE
      track EVENTS[:paid], props.merge(at: Time.now) do |sent|
        sent ? yield(sent) : super
      end
    rescue KeyError => e
      log("#{e.message}: " << 'failed')
    end
    private
    def track(name, props = {}) = @backend&.track(event: name, properties: props)
  end
end
"""


def test_whole_source_has_no_errors() -> None:
    assert extract("app.rb", _WHOLE).errors == ()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.rb", _WHOLE[:start] + _WHOLE[start + length :])


def test_own_samples_have_no_errors() -> None:
    samples = Path(__file__).parents[3] / "sample_repos"
    sources = [path for path in samples.rglob("*.rb") if path.is_file()]
    assert [path.name for path in sources if extract(path.name, path.read_bytes()).errors] == []


def test_text_knows_where_it_stands() -> None:
    facts = facts_of("x = 1\ny = :track\n")
    value = facts.bindings[-1].value
    assert isinstance(value, Text)
    assert (value.span.line, value.span.column) == (2, 5)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a.b(c).track(1) do |x| end", "a.b(c).track", id="method"),
        pytest.param("track 1", "track", id="bare"),
        pytest.param("A::B.new(1)", "A::B", id="construction"),
        pytest.param("a&.track :x, y: 1", "a&.track", id="safe navigation"),
    ],
)
def test_callee_ends_with_its_name(source: str, expected: str) -> None:
    span = facts_of(source).calls[-1].callee.span
    assert source[span.start : span.end] == expected
