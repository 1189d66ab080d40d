from __future__ import annotations

import pytest

from scanner.model import Location
from scanner.resolve.values import (
    MISSING,
    MOST_OPTIONS,
    NULL,
    Applied,
    DefinitionId,
    EnumValue,
    FunctionValue,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Options,
    Parameter,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    join,
    one_of,
    options_of,
    parameters_of,
    present,
    text_of_enum,
    through,
)

HERE = Location("a.ts", 1, 1)
THERE = Location("b.ts", 2, 1)
A = Known("a", HERE)
B = Known("b", HERE)
P = Parameter("a.ts", 0, 0)
Q = Parameter("a.ts", 0, 1)
NOTHING = Unknown("nobody knows")
MEMBER = EnumValue(DefinitionId("a.ts", 0), "M", Known("m", HERE), THERE)
NUMBERED = EnumValue(DefinitionId("a.ts", 0), "M", Scalar("integer", "1"), THERE)


def texts(value: Value) -> list[str]:
    """The alternatives of a text, unknown parts as `*`."""
    return [_text(each) for each in options_of(value)]


def _text(value: Value) -> str:
    match value:
        case Known(text=text):
            return text
        case Joined(parts=parts):
            return "".join(_text(part) for part in parts)
        case _:
            return "*"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([A], A, id="one"),
        pytest.param([A, B], Options((A, B)), id="two, in order"),
        pytest.param([A, Known("a", THERE)], A, id="one text from two places"),
        pytest.param([Options((A, B)), A, Known("c", HERE)], Options((A, B, Known("c", HERE))), id="nested"),
        pytest.param([NULL, A], Options((NULL, A)), id="null is an option"),
        pytest.param([NOTHING, Unknown("nobody knows")], NOTHING, id="one reason"),
        pytest.param([], Unknown("no value"), id="none"),
        pytest.param([Options(())], Unknown("no value"), id="none inside"),
        pytest.param(
            [Known(str(n), HERE) for n in range(MOST_OPTIONS + 1)], Unknown(f"one of more than {MOST_OPTIONS} values"), id="too many"
        ),
    ],
)
def test_one_of(values: list[Value], expected: Value) -> None:
    assert one_of(values) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([A], ["a"], id="one"),
        pytest.param([A, B], ["ab"], id="two"),
        pytest.param([], [""], id="none"),
        pytest.param([A, NOTHING], ["a*"], id="unknown part"),
        pytest.param([NOTHING], ["*"], id="unknown alone"),
        pytest.param([A, Joined((NOTHING, B)), A], ["a*ba"], id="joined in joined"),
        pytest.param([A, Options((A, B))], ["aa", "ab"], id="choice"),
        pytest.param([Options((A, B)), Options((A, B))], ["aa", "ab", "ba", "bb"], id="two choices"),
        pytest.param([Options((A, B)), NOTHING], ["a*", "b*"], id="choice beside unknown"),
        pytest.param([A, Scalar("integer", "1")], ["a1"], id="number"),
        pytest.param([A, Scalar("boolean", "true")], ["atrue"], id="boolean"),
        pytest.param([A, NULL], ["a*"], id="null is no text"),
        pytest.param([A, MEMBER], ["am"], id="enum member with a text"),
        pytest.param([A, NUMBERED], ["a*"], id="enum member with a number"),
        pytest.param([A, Ref(P), B], ["a*b"], id="parameter"),
    ],
)
def test_join(parts: list[Value], expected: list[str]) -> None:
    assert texts(join(parts)) == expected


def test_join_multiplies_out_up_to_a_bound() -> None:
    ten = one_of(Known(str(n), HERE) for n in range(10))
    joined = join([ten, A, ten])
    assert len(options_of(joined)) == 10
    assert texts(joined)[0] == "0a*"


def test_joined_text_is_written_where_its_first_part_is() -> None:
    assert join([Known("a", HERE, (THERE,)), B]) == Known("ab", HERE, (THERE,))
    assert join([Scalar("integer", "1"), Known("b", THERE)]) == Known("1b", THERE)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(A, (A,), id="one"),
        pytest.param(Options((A, B)), (A, B), id="several"),
        pytest.param(MISSING, (MISSING,), id="missing"),
        pytest.param(NOTHING, (NOTHING,), id="unknown"),
    ],
)
def test_options_of(value: Value, expected: tuple[Value, ...]) -> None:
    assert options_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Options((A, NULL)), A, id="null goes"),
        pytest.param(Options((A, MISSING, NOTHING)), A, id="missing and unknown go"),
        pytest.param(Options((A, NULL, B)), Options((A, B)), id="two are left"),
        pytest.param(NULL, NULL, id="null alone stays"),
        pytest.param(Options((NULL, MISSING)), Options((NULL, MISSING)), id="nothing else remains"),
        pytest.param(NOTHING, NOTHING, id="unknown alone stays"),
    ],
)
def test_present(value: Value, expected: Value) -> None:
    assert present(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(A, [], id="text"),
        pytest.param(Ref(Global("x")), [], id="global"),
        pytest.param(NOTHING, [], id="unknown"),
        pytest.param(RecordValue((Item(A, key="k"),)), [], id="record of what is known"),
        pytest.param(Ref(P), [P], id="parameter"),
        pytest.param(Ref(P, ("x", "()")), [P], id="path from a parameter"),
        pytest.param(Joined((A, Ref(P))), [P], id="text"),
        pytest.param(Options((Ref(P), Ref(Q))), [P, Q], id="choice"),
        pytest.param(Applied("lower", (), Ref(Q)), [Q], id="conversion"),
        pytest.param(ListValue((A, Ref(P))), [P], id="list"),
        pytest.param(Lookup(RecordValue(()), Ref(P)), [P], id="key of a table"),
        pytest.param(RecordValue((Item(Ref(P), key="k"),)), [P], id="value of an entry"),
        pytest.param(RecordValue((Item(A, key_value=Ref(Q)),)), [Q], id="computed key"),
        pytest.param(RecordValue((Item(Ref(P), spread=True),)), [P], id="spread"),
        pytest.param(Instance(DefinitionId("a.ts", 0), ((Q, Ref(P)),)), [P], id="argument of a constructor"),
        pytest.param(FunctionValue(DefinitionId("a.ts", 0), ((Q, Ref(P)),)), [P], id="variable of a closure"),
    ],
)
def test_parameters_of(value: Value, expected: list[Parameter]) -> None:
    assert sorted(parameters_of(value)) == expected
    assert value.symbolic == bool(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(MEMBER, Known("m", HERE, (THERE,)), id="text"),
        pytest.param(NUMBERED, NUMBERED, id="number: the member itself"),
        pytest.param(
            EnumValue(DefinitionId("A.kt", 0), "M", Scalar("boolean", "true"), THERE),
            Known("M", THERE),
            id="where members print their names",
        ),
        pytest.param(EnumValue(MEMBER.id, "M", ListValue((A, B)), THERE), Known("a", HERE, (THERE,)), id="first of several"),
        pytest.param(EnumValue(MEMBER.id, "M", ListValue(()), THERE), EnumValue(MEMBER.id, "M", ListValue(()), THERE), id="of none"),
    ],
)
def test_text_of_enum(value: EnumValue, expected: Value) -> None:
    assert text_of_enum(value) == expected


def test_through_notes_each_place_once() -> None:
    assert through(A, THERE) == Known("a", HERE, (THERE,))
    assert through(through(A, THERE), THERE) == Known("a", HERE, (THERE,))
    assert through(A, HERE) == A
    assert through(Options((A, NULL)), THERE) == Options((Known("a", HERE, (THERE,)), NULL))


def test_a_path_does_not_grow_for_ever() -> None:
    ref = Ref(Global("x"))
    for _ in range(100):
        ref = ref.step("y")
    assert len(ref.steps) == 24
