from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.elixir import extract
from scanner.languages.facts import FileFacts, Member
from tests.unit.languages.render import render, render_bindings, render_calls, render_function


def facts_of(source: str) -> FileFacts:
    return extract("app.ex", source.encode())


def value_of(source: str) -> str:
    """The value of `it`, which `source` is given to in a function of a module."""
    facts = facts_of(f"defmodule App do\n  def run do\n    it = {source}\n  end\nend\n")
    return render(next(b.value for b in facts.bindings if b.name == "it"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('"a"', "'a'", id="text"),
        pytest.param('""', "''", id="empty text"),
        pytest.param(r'"a\n\"\u00e9\x41\#{b}"', repr('a\n"éA#{b}'), id="escapes"),
        pytest.param('"a#{b}c"', "template('a', b, 'c')", id="interpolation"),
        pytest.param('"#{a.b(c)}"', "template(a.b(c))", id="interpolated call"),
        pytest.param('"a" <> b <> "c"', "template('a', b, 'c')", id="joined"),
        pytest.param('"""\n    a\n      b\n    """', repr("a\n  b\n"), id="heredoc"),
        pytest.param('~s(a "b")', repr('a "b"'), id="text sigil"),
        pytest.param("~w(a b)a", "['a', 'b']", id="words"),
        pytest.param("~r/a/", "~r/a/", id="regex"),
        pytest.param('~H"<a>"', "?~H:string", id="markup"),
        pytest.param("'a'", "'a'", id="charlist"),
        pytest.param(":a", "'a'", id="atom"),
        pytest.param(':"a b"', "'a b'", id="quoted atom"),
        pytest.param("3", "3", id="integer"),
        pytest.param("-1.5", "-1.5", id="negative number"),
        pytest.param("true", "true", id="boolean"),
        pytest.param("nil", "nil", id="nil"),
        pytest.param("a + 1", "?arithmetic:number", id="sum"),
        pytest.param("a == b", "?comparison:boolean", id="comparison"),
        pytest.param("a in [b]", "?comparison:boolean", id="membership"),
        pytest.param("not a", "?comparison:boolean", id="not"),
        pytest.param('a || b || "c"', "or(a, b, 'c')", id="or"),
        pytest.param("a && b", "and(b)", id="and"),
        pytest.param("A.B.C", "import A.B:C", id="module"),
        pytest.param("a.b.c", "a.b.c", id="fields"),
        pytest.param('a["b"][:c]', "a['b']['c']", id="access"),
        pytest.param("@event", "@event", id="attribute"),
        pytest.param("__MODULE__", "SELF", id="this module"),
        pytest.param("f(a, b)", "f(a, b)", id="call"),
        pytest.param("f a, b", "f(a, b)", id="call without parentheses"),
        pytest.param("A.b()", "import :A.b()", id="call of a module"),
        pytest.param("A.b", "import :A.b()", id="call of a module without parentheses"),
        pytest.param("a.b.(c)", "a.b(c)", id="call of a function value"),
        pytest.param("f(a, b: 1, c: d)", "f(a, {b: 1, c: d})", id="keywords"),
        pytest.param(":a.b(c)", "'a'.b(c)", id="call of an Erlang module"),
        pytest.param("a |> f(b) |> A.g()", "import :A.g(f(a, b))", id="pipe"),
        pytest.param("a |> f", "f(a)", id="pipe to a name"),
        pytest.param("a |> b.()", "b(a)", id="pipe to a function value"),
        pytest.param('a |> case do :b -> "x"; _ -> "y" end', "match('x', 'y')", id="pipe to a case"),
        pytest.param("%{}", "{}", id="empty map"),
        pytest.param('%{"b" => 1, c => 2, a: 3}', "{b: 1, [c]: 2, a: 3}", id="map"),
        pytest.param('%{:a => 1, "b c": 2}', "{a: 1, b c: 2}", id="map with quoted keys"),
        pytest.param("%{a | b: 1}", "{**a, b: 1}", id="updated map"),
        pytest.param("%User{name: a}", "{name: a}", id="struct"),
        pytest.param("[a: 1, b: c]", "{a: 1, b: c}", id="keyword list"),
        pytest.param("[a, b]", "[a, b]", id="list"),
        pytest.param("[a | b]", "[a, *b]", id="list with a rest"),
        pytest.param("[a] ++ b", "[a, *b]", id="lists"),
        pytest.param("a ++ [b: 1]", "{**a, **{b: 1}}", id="keyword lists"),
        pytest.param("{:ok, a}", "['ok', a]", id="tuple"),
        pytest.param("fn a -> a.b end", "function#1", id="function"),
        pytest.param("&f/1", "f", id="reference"),
        pytest.param("&A.f/2", "import :A.f", id="reference to a module's"),
        pytest.param("&f(&1, a)", "function#1", id="capture"),
        pytest.param('if a, do: "x", else: "y"', "match('x', 'y')", id="short if"),
        pytest.param('if a do\n "x"\n else\n f()\n "y"\n end', "match('x', 'y')", id="if"),
        pytest.param('unless a, do: "x"', "'x'", id="unless"),
        pytest.param('case a do\n :b -> "x"\n _ when c -> "y"\n end', "match('x', 'y')", id="case"),
        pytest.param('case a do\n :b -> "x"\n _ -> raise "no"\n end', "'x'", id="case that fails"),
        pytest.param('cond do\n a > b -> "x"\n true -> "y"\n end', "match('x', 'y')", id="cond"),
        pytest.param("with {:ok, a} <- f() do\n a\n end", "a", id="with"),
        pytest.param("try do\n a\n rescue\n _ -> b\n end", "match(a, b)", id="try"),
        pytest.param("for a <- b, do: a", "?comprehension:array", id="comprehension"),
        pytest.param("for {k, v} <- m, into: %{}, do: {k, v}", "{[k]: v}", id="comprehension of a map"),
        pytest.param("(a)", "a", id="parentheses"),
        pytest.param("<<a>>", "?bitstring", id="bits"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("alias A.B", ["import B = import A:B"], id="alias"),
        pytest.param("alias A.B, as: C", ["import C = import A:B"], id="alias by another name"),
        pytest.param("alias A.{B, C.D}", ["import B = import A:B", "import D = import A.C:D"], id="several aliases"),
        pytest.param("alias __MODULE__.B", [], id="alias of something inside"),
        pytest.param("import A.B", ["import * = import A.B:*"], id="import"),
        pytest.param("import A.B, only: [f: 1, g: 2]", ["import f = import A.B:f", "import g = import A.B:g"], id="import of some"),
        pytest.param("use A.B, c: 1", ["import {use} = import A.B", "import * = import A.B:*"], id="use"),
        pytest.param("require A", [], id="require"),
        pytest.param('@event "a"', ["declare @event = 'a'"], id="attribute"),
        pytest.param('@doc """\na\n"""', [], id="documentation"),
        pytest.param("@spec f(String.t()) :: :ok", [], id="type"),
        pytest.param("defstruct [:a, b: 1]", ["declare a", "declare b = 1"], id="struct"),
        pytest.param("a = b", ["assign a = b"], id="match"),
        pytest.param("_ = b", [], id="blank"),
        pytest.param('%{"c" => d, a: b} = e', ["assign d = e['c']", "assign b = e.a"], id="map"),
        pytest.param("%A{b: c} = d", ["assign c = d.b"], id="struct taken apart"),
        pytest.param("{:ok, a} = f()", ["assign a = f()[1]"], id="tuple"),
        pytest.param("{a, b} = {1, 2}", ["assign a = 1", "assign b = 2"], id="tuple of values"),
        pytest.param("[a, b | c] = d", ["assign a = d[0]", "assign b = d[1]", "assign c = ?rest of a list:array"], id="list"),
        pytest.param('"a" <> b = c', ["assign b = ?rest of a text:string"], id="text"),
        pytest.param("a = b = c", ["assign b = c", "assign a = c"], id="twice"),
        pytest.param("^a = b", [], id="pinned"),
        pytest.param("send = fn -> a end", ["assign send = function#0"], id="function"),
    ],
)
def test_binding(source: str, expected: list[str]) -> None:
    assert render_bindings(facts_of(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a do\n b = 1\n end", ["assign b = 1 @2"], id="if"),
        pytest.param("for {k, v} <- m, do: k", ["assign k = key-of(m) @2", "assign v = value-of(m) @2"], id="for over a map"),
        pytest.param("for a <- b, do: a", ["assign a = item-of(b) @2"], id="for"),
        pytest.param("with {:ok, a} <- f(), b = a do\n b\n end", ["assign a = f()[1] @2", "assign b = a @2"], id="with"),
        pytest.param("fn a, %{b: c} -> c end",
                     ["parameter a = param#1.0 @2", "parameter {1} = param#1.1 @2", "assign c = {1}.b @2"], id="fn"),
        pytest.param("fn :a -> 1\n b -> b end", [
            "parameter {0} = param#1.0 @2", "assign {subject} = {0} @3", "assign {case} = 'a' @3", "assign b = {0} @4",
        ], id="fn with clauses"),
        pytest.param("&f(&1, &2)", ["parameter &1 = param#1.0 @2", "parameter &2 = param#1.1 @2"], id="capture"),
        pytest.param("case a do\n :b -> 1\n {:c, d} -> d\n %E{} = e -> e\n _ -> 2\n end", [
            "assign {subject} = a @2", "assign {case} = 'b' @2", "assign d = a[1] @3", "assign {subject} = a @4",
            "assign {case} = import :E @4",
            "assign e = a @4",
        ], id="case"),
        pytest.param("try do\n a()\n rescue\n e in E -> b(e)\n end", ["assign e = ?error @3"], id="rescue"),
    ],
)  # fmt: skip
def test_local_binding(source: str, expected: list[str]) -> None:
    facts = facts_of(f"def run do\n{source}\nend\n")
    assert [line for line in render_bindings(facts) if not line.startswith("function run")] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(b(c))", ["a(b(c))", "b(c)"], id="nested"),
        pytest.param("a(b) |> c(d())", ["a(b)", "c(a(b), d())", "d()"], id="pipe"),
        pytest.param("if a() do\n b()\n else\n c()\n end", ["a()", "b()", "c()"], id="if"),
        pytest.param("case a() do\n _ when b() -> c()\n end", ["a()", "b()", "c()"], id="case"),
        pytest.param("cond do\n a() -> b()\n end", ["a()", "b()"], id="cond"),
        pytest.param("with {:ok, x} <- a() do\n b(x)\n else\n _ -> c()\n end", ["a()", "b(x)", "c()"], id="with"),
        pytest.param("try do\n a()\n rescue\n _ -> b()\n after\n c()\n end", ["a()", "b()", "c()"], id="try"),
        pytest.param("receive do\n :x -> a()\n after 10 -> b()\n end", ["a()", "b()"], id="receive"),
        pytest.param("for x <- a(), b(x), do: c(x)", ["a()", "b(x)", "c(x)"], id="for"),
        pytest.param("Enum.each(a, fn x -> b(x) end)", ["import :Enum.each(a, function#1)", "b(x)"], id="fn"),
        pytest.param("Enum.each(a, &b/1)", ["import :Enum.each(a, b)"], id="reference"),
        pytest.param('test "x" do\n a()\n end', ["test('x', {}=function#1)", "a()"], id="block"),
        pytest.param("quote do\n a(unquote(b()))\n end", ["a(b())", "b()"], id="quote"),
        pytest.param('"#{a()}" <> b()', ["a()", "b()"], id="text"),
        pytest.param("%{a: b(), c() => 1}", ["b()", "c()"], id="map"),
        pytest.param("@x a()", ["a()"], id="attribute"),
        pytest.param("@spec a() :: b()", [], id="a type is none"),
        pytest.param("a.b", [], id="nor is a field"),
        pytest.param("~s(a()) # b()", [], id="nor text and comments"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(f"def run do\n{source}\nend\n")) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f(a, b \\\\ 1), do: a", "static f(a, b = 1) -> a", id="short"),
        pytest.param("def f do\n g()\n h()\n end", "static f() -> h()", id="last expression"),
        pytest.param("defp f(%{a: b} = c, [d]), do: b", "static f(c, {1}) -> b", id="patterns"),
        pytest.param("def f(%User{} = u), do: u", "static f(u: import :User) -> u", id="struct"),
        pytest.param("def f(a) when is_map(a), do: a", "static f(a) -> a", id="guard"),
        pytest.param("def f(a) do\n if a do\n 1\n else\n 2\n end\n end", "static f(a) -> 1 | 2", id="if"),
        pytest.param('def f(a) do\n case a do\n :b -> 1\n _ -> raise "x"\n end\n end', "static f(a) -> 1", id="case"),
        pytest.param("def f(a) do\n g(a)\n rescue\n _ -> nil\n end", "static f(a) -> g(a) | nil", id="rescue"),
        pytest.param("defmacro f(a), do: quote(do: g(unquote(a)))", "static f(a)", id="macro"),
        pytest.param("defdelegate f(a, b), to: A.B, as: :g", "static f(a, b) -> import A:B.g(a, b)", id="delegate"),
        pytest.param("def f(a) do\n x = a\n end", "static f(a) -> a", id="match at the end"),
    ],
)
def test_function(source: str, expected: str) -> None:
    assert render_function(facts_of(f"defmodule App do\n{source}\nend\n").functions[0]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("defmodule A.B do\nend", "A: object B()", id="module"),
        pytest.param("defmodule B do\nend", ": object B()", id="module without a package"),
        pytest.param("defprotocol P do\n def f(a)\nend", ": interface P() f", id="protocol"),
        pytest.param("defimpl P, for: A.B do\n def f(_), do: 1\nend", ": extension B(import :P) f", id="implementation"),
    ],
)
def test_class(source: str, expected: str) -> None:
    facts = facts_of(source)
    cls = facts.classes[0]
    names = "".join(f" {binding.name}" for binding in facts.bindings if binding.home == cls.scope)
    assert f"{facts.package}: {cls.kind} {cls.name}({', '.join(render(base) for base in cls.bases)}){names}" == expected


def test_modules_inside() -> None:
    facts = facts_of("defmodule A.B do\n  defmodule C do\n    def f, do: 1\n  end\nend\n")
    assert [cls.name for cls in facts.classes] == ["B", "C"]
    assert render_bindings(facts) == ["function f = function#0 @2", "class C = class#1 @1", "class B = class#0"]


def test_the_type_of_a_struct() -> None:
    facts = facts_of("defmodule A do\n def f, do: {%B.C{}, %__MODULE__{}, %{}}\nend\n")
    assert [render(record.type) for record in facts.records] == ["import B:C", "A", "-"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("alias A.B\n B.f(1)", "import A:B.f(1)", id="alias"),
        pytest.param("alias A.B\n B.C.f(1)", "import A.B:C.f(1)", id="module below an alias"),
        pytest.param("alias A.B, as: D\n D.f(1)", "import A:B.f(1)", id="renamed"),
        pytest.param("alias A.{B, C}\n C.f(1)", "import A:C.f(1)", id="several"),
        pytest.param("alias A.B\n alias B.C\n C.f(1)", "import A.B:C.f(1)", id="alias of an alias"),
        pytest.param("defmodule B do\n end\n B.f(1)", "B.f(1)", id="module inside"),
        pytest.param("alias A.B\n C.B.f(1)", "import C:B.f(1)", id="another of the same last name"),
        pytest.param("alias A.B, as: D\n B.f(1)", "import :B.f(1)", id="the name that was given up"),
        pytest.param("defmodule I do\n alias A.B\n end\n B.f(1)", "import :B.f(1)", id="alias of another module"),
    ],
)
def test_the_whole_name_of_a_module(source: str, expected: str) -> None:
    facts = facts_of(f"defmodule App do\n {source}\nend\n")
    assert [render(call) for call in facts.calls] == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if a do\n f()\n else\n f()\n end", [(1, True), (1, True)], id="if else"),
        pytest.param("if a, do: f()", [(1, False)], id="if"),
        pytest.param("case a do\n 1 -> f()\n _ -> f()\n end", [(1, True), (1, True)], id="case"),
        pytest.param("for a <- b, do: f()", [(None, False)], id="loop"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    facts = facts_of(f"def run do\n{source}\nend\n")
    scopes = [facts.scopes[call.scope] for call in facts.calls]
    assert [(scope.group, scope.exhaustive) for scope in scopes] == expected


def test_the_file_itself() -> None:
    facts = facts_of("# why\nalias A.B # this\nrequire C\n")
    assert [comment.text for comment in facts.comments] == ["# why", "# this"]
    assert (facts.modules, facts.errors) == (("A.B", "C"), ())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("A.B.track(1)", (1, 5, 10), id="plain"),
        pytest.param('x("ä😀", A.B.track(1))', (1, 13, 18), id="not ASCII"),
        pytest.param("x()\r\nA.B.track(1)", (2, 5, 10), id="CRLF"),
    ],
)
def test_position(source: str, expected: tuple[int, int, int]) -> None:
    span = next(call.name_span for call in facts_of(source).calls if render(call).startswith("import A:B.track"))
    assert (span.line, span.column, span.end_column) == expected
    assert source.encode()[span.start : span.end] == b"track"


def test_parts_of_a_module_name_have_places_of_their_own() -> None:
    facts = facts_of("defmodule O do\n defmodule Ab do\n end\n Ab.Cd.f(1)\nend\nalias X\n")
    callee = facts.calls[0].callee
    assert render(callee) == "Ab.Cd.f"
    member = callee.object if isinstance(callee, Member) else callee
    assert isinstance(member, Member)
    assert [(each.line, each.column, each.end_column) for each in (member.object.span, member.name_span)] == [(4, 2, 4), (4, 5, 7)]
    assert [(b.span.line, b.span.column, b.span.end_column) for b in facts.bindings if b.kind == "import"] == [(6, 7, 8)]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f(a do", id="open call"),
        pytest.param("f(1))", id="parenthesis too many"),
        pytest.param('a = "b', id="open text"),
    ],
)
def test_broken_source_is_reported(source: str) -> None:
    assert facts_of(source).errors


_MANY = 5_000
_DEEP = {
    "joined": "x = " + "a <> " * _MANY + "a",
    "right": "x = " + "a ++ " * _MANY + "a",
    "pipes": "a" + " |> f(b())" * _MANY,
    "parentheses": "x = " + "(" * 1000 + "a" + ")" * 1000,
    "members": "x = a" + ".b" * _MANY,
    "access": "x = a" + "[b]" * _MANY,
    "arguments": "f(" * 1000 + ")" * 1000,
    "lists": "x = " + "[" * 1000 + "]" * 1000,
    "maps": "x = " + "%{a: " * 1000 + "1" + "}" * 1000,
    "not": "x = " + "!" * _MANY + "a",
    "matches": "a = " * 1000 + "1",
    "patterns": "{" * 1000 + "a" + "}" * 1000 + " = x",
    "functions": "fn -> " * 1000 + "1" + " end" * 1000,
    "captures": "&(" * 500 + "f(&1)" + ")" * 500,
    "ifs": "if a do " * 500 + "1" + " end" * 500,
    "value of ifs": "x = " + "if a do " * 500 + "1" + " end" * 500,
    "cases": "case a do _ -> " * 500 + "1" + " end" * 500,
    "modules": "defmodule A do " * 500 + " end" * 500,
    "names": "A" + ".B" * _MANY + ".f()",
    "blocks": "test do " * 500 + " end" * 500,
    "interpolations": "x = " + '"#{' * 300 + "a" + '}"' * 300,
    "attributes": "@a " * 500 + "1",
    "mixed": "x = f([%{a: b <> " * 300,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(f"defmodule A do\ndef run do\n{source}\nend\nend\n")
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_long_pipes_keep_their_calls() -> None:
    assert len(facts_of("a" + " |> f(b())" * _MANY).calls) == 2 * _MANY


_PIECES = [
    "defmodule A do\n",
    "def f(", "def ", "defp ", "do\n", "do: ", "end\n", "alias A.", "import ", "use ", "@", "@x ", "%{", "%A{", "}", "{",
    "(", ")", "[", "]", "fn ", "->", "|>", "<>", "=", "=>", "|", "||", "&", "&1", "^", ":a", "a: ", '"', "#{", '"""', "~s(", "'", "a", "A",
    ".", ",", "\\\\ ", "when ", "case ", "cond ", "with ", "<-", "if ", "else\n", "for ", "try ", "rescue\n", "quote ", "unquote(", "#",
    "\n", ";", "1", "?a", "nil", "ä", "\ufeff", "\r\n", "\x00", "..", "++", "not ", "in ", "defstruct ", "defimpl ", " ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_never_raise(source: str) -> None:
    assert facts_of(source) == facts_of(source)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("app.ex", source))


_WHOLE = """defmodule App.Analytics do
  alias App.{Users, Plans.Plan}
  @events %{"b" => :c, signup: "Signed Up"}
  defstruct [:a, b: 1]
  def track(%User{id: id} = user, event \\\\ :x, props) when is_map(props) do
    props = props |> Map.put(:plan, user.plan.name) |> Map.merge(%{a: 1})
    with {:ok, client} <- fetch(user), do: client.capture("ä#{event}" <> @events[event], props)
    case event do
      :signup -> {:ok, Enum.map(props, fn {k, v} -> {k, &f(&1, v)} end)}
      "a" <> rest when rest != "" -> raise "no"
      _ -> for {k, v} <- props, into: %{}, do: {k, v}
    end
  rescue
    e in RuntimeError -> Logger.error(e, x: [1 | y])
  end
end
""".encode()


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("app.ex", _WHOLE[:start] + _WHOLE[start + length :])
