"""Which bindings of `a` reach `show(a)`, by what each gives it."""

from __future__ import annotations

import pytest

from scanner.languages.facts import Literal, Name, Text
from scanner.resolve.flow import reach, reaching, same_function
from scanner.resolve.program import File
from tests.unit.resolve.programs import make_evaluator, shows


def file_of(source: str, path: str = "a.ts") -> File:
    file = make_evaluator({path: source}).program.file(path)
    assert file is not None
    return file


def reaching_show(source: str, path: str = "a.ts") -> list[str]:
    """The values of the bindings that reach the argument of `show`, nearest first."""
    file = file_of(source, path)
    name = shows(file)[0].args[0].value
    assert isinstance(name, Name)
    home = file.home_of(name.name, name.scope)
    assert home is not None
    found = reaching(file, file.bindings[home, name.name], name.scope, name.span.start)
    return [each.value.value if isinstance(each.value, Text) else each.kind for each in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("let a = 'A'; show(a)", ["A"], id="one"),
        pytest.param("let a = 'A'; a = 'B'; show(a)", ["B"], id="the last one"),
        pytest.param("let a = 'A'; show(a); a = 'B'", ["A"], id="not what comes later"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } show(a)", ["B", "A"], id="one arm may have run"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } else { a = 'C' } show(a)", ["C", "B"], id="one of both arms has run"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } else if (y) { a = 'C' } show(a)", ["C", "B", "A"], id="no else: none may have run"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } else if (y) { a = 'C' } else { a = 'D' } show(a)", ["D", "C", "B"], id="three arms"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } else { show(a) }", ["A"], id="not from the other arm"),
        pytest.param("let a = 'A'; if (x) { a = 'B'; show(a) } else { a = 'C' }", ["B"], id="in the same arm"),
        pytest.param("let a = 'A'; if (x) { a = 'B' } a = 'C'; show(a)", ["C"], id="overwritten after the arms"),
        pytest.param("let a = 'A'; for (const i of l) { a = 'B' } show(a)", ["B", "A"], id="a loop may not have run"),
        pytest.param("let a = 'A'; while (x) { show(a); a = 'B' }", ["A"], id="first time round"),
        pytest.param("let a; switch (x) { case 1: a = 'A'; break; default: a = 'B' } show(a)", ["B", "A"], id="switch with a default"),
        pytest.param("let a = 'A'; switch (x) { case 1: a = 'B' } show(a)", ["B", "A"], id="switch without a default"),
        pytest.param(
            "let a = 'A'; try { a = 'B' } catch (e) { a = 'C' } show(a)", ["C", "B", "A"], id="try and catch may both have stopped early"
        ),
        pytest.param("let a = 'A'; { a = 'B' } show(a)", ["B", "A"], id="bare block"),
        pytest.param("let a = 'A'; a += 'B'; show(a)", ["B", "A"], id="added to, and what it is added to"),
        pytest.param("show(a); var a = 'A'", ["A"], id="nothing before: all"),
        pytest.param("show(a); function a() {}", ["function"], id="functions hold in the whole block"),
        pytest.param("function f(a) { show(a) }", ["parameter"], id="parameter"),
        pytest.param("function f(a) { a = 'B'; show(a) }", ["B"], id="parameter that is assigned"),
        pytest.param("function f(a) { if (x) a = 'B'; show(a) }", ["B", "parameter"], id="parameter that may be assigned"),
        pytest.param("const a = 'A'; { const a = 'B'; show(a) }", ["B"], id="shadowed"),
        pytest.param("const a = 'A'; { const a = 'B' } show(a)", ["A"], id="shadowed elsewhere"),
        pytest.param("for (const a of ['A']) show(a)", ["loop"], id="loop variable"),
        pytest.param("let a = 'A'; a = show(a)", ["A"], id="a binding does not reach its own value"),
    ],
)
def test_reaching(source: str, expected: list[str]) -> None:
    assert reaching_show(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a = 'A'\nif x:\n    a = 'B'\nshow(a)\n", ["B", "A"], id="if"),
        pytest.param("if x:\n    a = 'A'\nelif y:\n    a = 'B'\nelse:\n    a = 'C'\nshow(a)\n", ["C", "B", "A"], id="all arms"),
        pytest.param("a = 'A'\nif x:\n    a = 'B'\nelse:\n    show(a)\n", ["A"], id="other arm"),
        pytest.param("a = 'A'\nfor i in l:\n    a = 'B'\nshow(a)\n", ["B", "A"], id="loop"),
        pytest.param(
            "a = 'A'\nmatch x:\n    case 1:\n        a = 'B'\n    case _:\n        a = 'C'\nshow(a)\n",
            ["C", "B"],
            id="match with a default",
        ),
        pytest.param("a = 'A'\nmatch x:\n    case 1:\n        a = 'B'\nshow(a)\n", ["B", "A"], id="match without a default"),
        pytest.param("a = 'A'\nwith x:\n    a = 'B'\nshow(a)\n", ["B"], id="with always runs"),
    ],
)
def test_reaching_in_python(source: str, expected: list[str]) -> None:
    assert reaching_show(source, "a.py") == expected


def test_reach_between_arms() -> None:
    file = file_of("if (x) { one(1) } else { two(2) } three(3)")
    one, two, three = (call.scope for call in file.facts.calls)
    assert reach(file, one, one) == "always"
    assert reach(file, three, one) == "always"
    assert reach(file, one, three) == "maybe"
    assert reach(file, one, two) == "never"


def test_same_function() -> None:
    file = file_of("top(1); function f() { if (x) { inner(2) } own(3) } class C { m() { method(4) } n() { other(5) } }")
    top, inner, own, method, other = (call.scope for call in file.facts.calls if isinstance(call.args[0].value, Literal))
    assert same_function(file, inner, own)
    assert not same_function(file, top, own)
    assert not same_function(file, method, other)
