"""Reads the arguments of a matched call by its shape: which layout holds, what the name is, what the properties are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.model import Kind, Location
from scanner.resolve.arguments import Arguments
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.imports import from_json
from scanner.resolve.values import (
    MISSING,
    Applied,
    ClassValue,
    EnumValue,
    FunctionValue,
    Given,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Missing,
    Options,
    Parameter,
    Receiver,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_null,
    is_object_of_class,
    options_of,
    text_of_enum,
)
from scanner.rules.schema import ArgumentPath, CallShape, Condition, Layout

_TEXT_TYPES = frozenset(("string", "str", "String", "AnyStr", "StrEnum"))
_OBJECT_TYPES = frozenset(("dict", "Dict", "object", "Record", "Mapping", "Map"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a call sends. `decided` is false while the layout depends on a parameter that is not known yet.

    `name`, `properties` ... are MISSING when the layout has none or the argument is not there. `ignored`: with these arguments
    nothing is sent (while undecided: nothing would be sent if no earlier layout holds).
    """

    kind: Kind
    name: Value = MISSING
    properties: Value = MISSING
    user_id: Value = MISSING
    group_id: Value = MISSING
    decided: bool = True
    ignored: bool = False
    name_given: bool = True


def read_call(evaluator: Evaluator, shape: CallShape, given: Sequence[Given]) -> Reading:
    """Read the arguments by the first layout that holds; by the last possible one where none certainly does."""
    arguments = _Given(evaluator, _as_keywords(given) if shape.form in ("element", "attribute") else given)
    possible: list[Layout] = []
    is_open = False
    for layout in shape.layouts:
        holds = [arguments.holds(condition, layout) for condition in layout.when]
        if False in holds:
            continue
        possible.append(layout)
        if all(holds):
            break
        is_open = is_open or any(
            hold is None and arguments.is_open(condition.path) for hold, condition in zip(holds, layout.when, strict=True)
        )
    if not possible:
        return Reading(shape.kind, ignored=True)
    decided = not is_open or _agree(arguments, possible)
    return _read(arguments, shape, possible[-1], decided)


def _agree(arguments: _Given, layouts: Sequence[Layout]) -> bool:
    """Whether the layouts that are possible put the name into the same place, so that it does not matter which one holds."""
    return len({(layout.ignore, arguments.first_present(layout.name)) for layout in layouts}) == 1


def _read(arguments: _Given, shape: CallShape, layout: Layout, decided: bool) -> Reading:
    kind = layout.kind or shape.kind
    if layout.ignore:
        return Reading(kind, ignored=True, decided=decided)
    name_path = arguments.first_present(layout.name)
    name = _called(arguments.evaluator, arguments.at(name_path)) if name_path is not None else MISSING
    properties_path = arguments.first_present([path for path in layout.properties if arguments.holds_all(path, layout)])
    properties = _called(arguments.evaluator, arguments.at(properties_path)) if properties_path is not None else MISSING
    if isinstance(properties, Missing) and layout.properties:
        properties = arguments.filled_by_block()
    properties = _with_fields(arguments, layout, properties)
    excluded = {*layout.exclude}
    if name_path is not None and properties_path is not None and name_path.steps[:-1] == properties_path.steps and name_path.steps:
        excluded.add(name_path.steps[-1])
    if excluded and not isinstance(properties, Missing):
        properties = RecordValue((Item(properties, spread=True), *(Item(MISSING, key=key, removed=True) for key in sorted(excluded))))
    return Reading(
        kind,
        name,
        properties,
        arguments.first(layout.user_id),
        arguments.first(layout.group_id),
        decided,
        name_given=bool(layout.name),
    )


def _with_fields(arguments: _Given, layout: Layout, properties: Value) -> Value:
    """The properties with those that the SDK makes of single arguments."""
    found = [(key, arguments.at(path)) for key, path in layout.fields]
    items = tuple(Item(value, key=key) for key, value in found if not isinstance(value, Missing) and not is_null(value))
    if not items:
        return properties
    return RecordValue(items if isinstance(properties, Missing) else (Item(properties, spread=True), *items))


def _called(evaluator: Evaluator, value: Value) -> Value:
    """A name or properties may be given as a function that yields them, or that fills them in."""
    if not isinstance(value, FunctionValue):
        return value
    items = evaluator.filled_by(value)
    return RecordValue(tuple(items)) if items else evaluator.call(value, ())


def value_at(evaluator: Evaluator, given: Sequence[Given], path: ArgumentPath) -> Value:
    """What stands at a path of the arguments; MISSING when certainly nothing does."""
    return _Given(evaluator, given).at(path)


def _as_keywords(given: Sequence[Given]) -> Sequence[Given]:
    """The attributes of an element are keywords."""
    return [Given(_with_data(given[0].value), spread="**")] if given else given


class _Given:
    """The arguments of one call, by path."""

    def __init__(self, evaluator: Evaluator, given: Sequence[Given]) -> None:
        self.evaluator = evaluator
        self._given = given

    def at(self, path: ArgumentPath) -> Value:
        """What stands at a path; MISSING when certainly nothing does."""
        if path.value is not None:
            return self._entry(path, path.value)
        if path.words:
            return _words(self._first(path), path.steps)
        value = self._first(path)
        for step in path.steps:
            value = self._inside(value, step)
        return value

    def _entry(self, key: ArgumentPath, value: ArgumentPath) -> Value:
        """A record of one entry whose key and value are arguments."""
        name = self.at(replace(key, value=None))
        name = text_of_enum(name) if isinstance(name, EnumValue) else name
        if isinstance(name, Missing):
            return MISSING
        given = self.at(value)
        return RecordValue((Item(given, key=name.text) if isinstance(name, Known) else Item(given, key_value=name),))

    def _first(self, path: ArgumentPath) -> Value:
        if path.constant is not None:
            return Known(path.constant, Location("", 0))
        if path.chain is not None or path.receiver:
            return self._of_chain(path)
        taken = Arguments(self.evaluator, self._given)
        if path.position is not None:
            value: Value = taken.positional(path.position)
        elif path.keyword == "*":
            value = taken.keyword_rest()
        elif path.keyword is not None and path.keyword.endswith("*"):
            value = self._with_prefix(taken.keyword_rest(), path.keyword[:-1])
        elif path.keyword is not None:
            value = taken.keyword(path.keyword)
        else:
            value = taken.rest()
        return value

    def _of_chain(self, path: ArgumentPath) -> Value:
        """What was noted of the receiver and of later calls in the same chain."""
        place = path.position if path.keyword is None else path.keyword
        if path.receiver:
            wanted = "receiver" if place is None else f"receiver.{place}"
        else:
            wanted = f"chain.{path.chain}.{place}" if path.chain else "chain"
        return next((each.value for each in self._given if each.keyword == wanted), MISSING)

    @staticmethod
    def _with_prefix(value: Value, prefix: str) -> Value:
        """The entries of a record whose keys begin so, without that beginning."""
        if not isinstance(value, RecordValue):
            return MISSING
        items = tuple(
            replace(item, key=item.key[len(prefix) :])
            for item in _flat(value)
            if item.key is not None and item.key.startswith(prefix) and item.key != prefix
        )
        return RecordValue(items) if items else MISSING

    def _inside(self, value: Value, step: str) -> Value:
        if step.endswith("*") and len(step) > 1:
            return self._with_prefix(value, step[:-1])
        made_of = self._made_of(value, step)
        if not isinstance(made_of, Missing) or (isinstance(value, Ref) and value.given and is_object_of_class(value)):
            return made_of
        if step.isdigit():
            if isinstance(value, ListValue) and not value.open:
                return value.items[int(step)] if int(step) < len(value.items) else MISSING
            return self.evaluator.index(value, Scalar("integer", step)) if isinstance(value, ListValue | Ref) else MISSING
        if isinstance(value, Known | Scalar | Joined | ListValue | FunctionValue) or (
            isinstance(value, Unknown) and value.type not in ("", "object")
        ):
            return MISSING
        found = self.evaluator.member(value, step)
        is_method = isinstance(value, RecordValue) and isinstance(value.type, Ref) and found == value.type.step(step)
        is_none = isinstance(value, RecordValue) and _is_not_of_class(found)  # all fields of such an object are known
        return MISSING if is_method or is_none else found

    def _made_of(self, value: Value, step: str) -> Value:
        """What an object of an outside class was made of: its keywords are keys, its positional arguments numbers."""
        made = value.type if isinstance(value, RecordValue) else value
        if not isinstance(made, Ref) or not made.given or (step.isdigit() and not is_object_of_class(made)):
            return MISSING
        taken = Arguments(self.evaluator, made.given)
        return taken.positional(int(step)) if step.isdigit() else taken.keyword(step)

    def holds_all(self, path: ArgumentPath, layout: Layout) -> bool:
        """Whether nothing stands beside a path that asks for that, in the record around it."""
        if not path.alone:
            return True
        around = self.at(replace(path, steps=path.steps[:-1], alone=False))
        if not isinstance(around, RecordValue):
            return True
        told = {each.steps[-1] for each in (*layout.name, *layout.user_id, *layout.group_id, path) if each.steps}
        return all(item.key is None or item.key in told or item.key in layout.exclude for item in around.items)

    def filled_by_block(self) -> Value:
        """What a block behind the arguments puts into an object that the SDK hands it (`logEvent("name") { param("k", v) }`)."""
        block = next((each.value for each in self._given if each.keyword == "{}"), MISSING)
        items = self.evaluator.filled_by(block) if isinstance(block, FunctionValue) else []
        return RecordValue(tuple(items)) if items else MISSING

    def first_present(self, paths: Sequence[ArgumentPath]) -> ArgumentPath | None:
        """The first path that has something; one that may have, where none certainly does."""
        possible: ArgumentPath | None = None
        for path in paths:
            value = self.at(path)
            if isinstance(value, Missing) or (is_null(value) and len(paths) > 1):
                continue
            if (isinstance(value, Unknown) and not value.type) or _is_unset(value) or self._is_only_possible(path, value):
                possible = possible or path
                continue
            return path
        return possible

    def _is_only_possible(self, path: ArgumentPath, value: Value) -> bool:
        """Whether an argument that goes by its name can only come out of a record that is spread and not known (`**extra`)."""
        named = path.keyword is not None and path.chain is None and not path.receiver and not path.keyword.endswith("*")
        return named and _is_vague(value) and all(each.keyword != path.keyword for each in self._given)

    def first(self, paths: Sequence[ArgumentPath]) -> Value:
        """What stands at the first path that has something."""
        path = self.first_present(paths)
        return self.at(path) if path is not None else MISSING

    def is_open(self, path: ArgumentPath) -> bool:
        """Whether what stands at a path depends on a parameter."""
        return self.at(path).symbolic

    def holds(self, condition: Condition, layout: Layout) -> bool | None:
        """Whether a condition is met; None when that cannot be told."""
        value = self.at(condition.path)
        if condition.test.startswith("="):
            answer = _equals(value, condition.test[1:].split("|"))
            return answer if value.symbolic else answer or False  # what is not seen to be a command is none
        if condition.test == "object-with-name":
            return self._has_name(value, condition.path, layout)
        if condition.test in ("present", "absent"):
            there = self._is_there(value, condition.path)
            return there if condition.test == "present" or there is None else not there
        return self._test(value, condition.test)

    def _is_there(self, value: Value, path: ArgumentPath) -> bool | None:
        """Whether something stands at a path. An argument that was passed does, whatever it is; a key of something unknown may."""
        if path.steps and self._is_written(path):
            return True
        answers = [False if isinstance(each, Missing) else None if _is_vague(each) and path.steps else True for each in options_of(value)]
        return _all_agree(answers)

    def _is_written(self, path: ArgumentPath) -> bool:
        """Whether a key certainly stands in a record, whatever it holds."""
        holder = self.at(replace(path, steps=path.steps[:-1]))
        return isinstance(holder, RecordValue) and any(
            item.key == path.steps[-1] and not item.removed and not item.conditional for item in holder.items
        )

    def _has_name(self, value: Value, path: ArgumentPath, layout: Layout) -> bool | None:
        is_object = self._test(value, "object")
        if is_object is not True:
            return is_object
        below = [
            each
            for each in layout.name
            if each.position == path.position and each.keyword == path.keyword and len(each.steps) > len(path.steps)
        ]
        found = [self.at(each) for each in below]
        answers = [
            False
            if isinstance(each, Missing | Scalar | RecordValue | ListValue) or _is_not_of_class(each)
            else None
            if _is_vague(each)
            else True
            for each in found
        ]
        return True if True in answers else None if None in answers else False

    def _test(self, value: Value, test: str) -> bool | None:
        if test.startswith("not-"):
            answer = self._test(value, test[4:])
            return None if answer is None else not answer
        if test == "null":
            return _all_agree(
                [is_null(each) or isinstance(each, Missing) or (None if _is_vague(each) else False) for each in options_of(value)]
            )
        concrete = [each for each in options_of(value) if not is_null(each)] or [value]
        return _all_agree([self._is(each, test) for each in concrete])

    def _is(self, value: Value, test: str) -> bool | None:
        kind = self._kind(value)
        return None if kind == "" else kind == test

    def _kind(self, value: Value) -> str:
        """`string`, `object`, `function` ..., empty when it may be anything."""
        match value:
            case Known() | Joined() | Applied() | EnumValue():
                return "string"
            case RecordValue() | Instance():
                return "object"
            case ListValue():
                return "list"
            case FunctionValue() | ClassValue():
                return "function"
            case Scalar(type=kind):
                return {"integer": "number", "number": "number", "boolean": "boolean", "null": "null"}.get(kind, "other")
            case Missing():
                return "absent"
            case Lookup(table=table):
                return "string" if any(isinstance(each, Known) for each in self._values_of(table)) else ""
            case Unknown(type=kind):
                return {
                    "string": "string",
                    "object": "object",
                    "array": "list",
                    "boolean": "boolean",
                    "number": "number",
                    "integer": "number",
                }.get(kind, "")
            case Ref(root=Parameter() as parameter, steps=()):
                return self._declared(parameter)
            case _:
                return ""

    def _values_of(self, table: Value) -> Sequence[Value]:
        return [item.value for item in table.items] if isinstance(table, RecordValue) else []

    def _declared(self, parameter: Parameter) -> str:
        name = self.evaluator.parameter_type(parameter)
        typed = self.evaluator.typed(Ref(parameter))
        if any(isinstance(each, Known | EnumValue) for each in options_of(typed)):
            return "string"
        return "string" if name in _TEXT_TYPES else "object" if name in _OBJECT_TYPES else ""


def _is_not_of_class(value: Value) -> bool:
    """Whether an object's class has no such member, so that it leads nowhere."""
    return isinstance(value, Ref) and isinstance(value.root, Receiver)


def _is_unset(value: Value) -> bool:
    """Whether it is a member that the class of an object does not have; something may set it all the same."""
    return isinstance(value, Ref) and isinstance(value.root, Receiver) and len(value.steps) == 1


def _with_data(value: Value) -> Value:
    """An element's attributes; one that holds an object as JSON is that object."""
    if not isinstance(value, RecordValue):
        return value
    return replace(value, items=tuple(replace(item, value=_as_data(item.value)) for item in value.items))


def _as_data(value: Value) -> Value:
    if not isinstance(value, Known) or not value.text.lstrip().startswith("{"):
        return value
    try:
        data = json.loads(value.text)
    except (ValueError, RecursionError):
        return value
    return from_json(data, value.written)


def _flat(record: RecordValue) -> Iterator[Item]:
    """The entries of a record and of the records spread into it."""
    for item in record.items:
        if item.spread and isinstance(item.value, RecordValue):
            yield from _flat(item.value)
        else:
            yield item


def _words(value: Value, steps: Sequence[str]) -> Value:
    """What a text of words such as `event=Name plan=Pro` says of a key; its `+` stand for spaces."""
    if not isinstance(value, Known):
        return MISSING
    pairs = dict(word.split("=", 1) for word in value.text.split() if "=" in word)
    key = steps[0] if steps else ""
    if key.endswith("*"):
        found = {name[len(key) - 1 :]: text for name, text in pairs.items() if name.startswith(key[:-1]) and len(name) >= len(key)}
        return RecordValue(tuple(Item(Known(text, value.written), key=name) for name, text in found.items())) if found else MISSING
    return Known(pairs[key].replace("+", " "), value.written) if key in pairs else MISSING


def _is_vague(value: Value) -> bool:
    return isinstance(value, Unknown | Ref | Lookup) or (isinstance(value, Options) and all(_is_vague(each) for each in value.values))


def _equals(value: Value, texts: Sequence[str]) -> bool | None:
    answers: list[bool | None] = []
    for each in options_of(value):
        if isinstance(each, Known):
            answers.append(any(_is_text(each.text, text) for text in texts))
        elif isinstance(each, Joined) and not any(_can_become(each, text) for text in texts):
            answers.append(False)
        elif isinstance(each, EnumValue) or _is_vague(each) or isinstance(each, Joined | Applied):
            answers.append(None)
        else:
            answers.append(False)
    return _all_agree(answers)


def _is_text(text: str, wanted: str) -> bool:
    """Whether a text is the one that is wanted: `*.send` is any that ends so."""
    return text.endswith(wanted[1:]) if wanted[:1] == "*" and len(wanted) > 1 else text == wanted


def _can_become(joined: Joined, text: str) -> bool:
    first, last = joined.parts[0], joined.parts[-1]
    if text[:1] == "*" and len(text) > 1:
        return not isinstance(last, Known) or last.text.endswith(text[1:]) or text[1:].endswith(last.text)
    starts = not isinstance(first, Known) or text.startswith(first.text)
    return starts and (not isinstance(last, Known) or text.endswith(last.text))


def _all_agree(answers: Sequence[bool | None]) -> bool | None:
    return answers[0] if len(set(answers)) == 1 else None
