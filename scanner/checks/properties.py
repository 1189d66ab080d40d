"""The properties of a call held against those of its planned event: what is wrong with them, and in which call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.checks.base import PropertyFault, Sent, event_label, is_reserved, list_words, property_word
from scanner.model import Call, Location, PropertyKey
from scanner.plan.matching import expand_types, gather_properties
from scanner.plan.model import PROPERTY_TYPES, AdditionalProperties, Plan, PlannedEvent, PlannedProperty
from scanner.plan.patterns import fits_pattern
from scanner.plan.problems import show_scalar
from scanner.plan.wildcards import match_wildcard
from scanner.plan.words import fold, quote, split_words, typo_distance

# `address.street`, `products[].price`, `products.$.price`
_PATH = re.compile(r"(?P<head>[^.\[\]]+)(?P<members>\[\]|\.[$*])?\.(?P<rest>[^.].*)")


def find_faults(plan: Plan, sent: tuple[Sent, ...]) -> Iterator[PropertyFault]:
    """Everything that calls do wrong with the properties of planned events.

    Of several versions of an event the one that fits best counts; of several names that a call may send, only what is wrong for all.
    """
    gathered: dict[int, Mapping[str, PlannedProperty]] = {}
    for each in sent:
        if each.is_planned and not all(is_unwanted(event) for match in each.matches for event in match.events):
            yield from _judge_call(plan, each, gathered)


def is_unwanted(event: PlannedEvent) -> bool:
    """Whether an event is not to be sent at all, so that it does not matter what with."""
    return event.status in ("removed", "blocked", "excluded")


def _judge_call(plan: Plan, sent: Sent, gathered: dict[int, Mapping[str, PlannedProperty]]) -> Iterator[PropertyFault]:
    by_name = []
    for match in sent.matches:
        versions = [event for event in match.events if event.identity_section != "context.traits"]
        judged = [_judge_event(plan, sent.call, event, _gather(plan, event, gathered)) for event in versions]
        # newest last: it wins when versions fit equally well
        by_name.append(min(reversed(judged), key=len, default=[]))
    if not by_name:
        return
    everywhere = set.intersection(*({(fault.code, fault.name) for fault in faults} for faults in by_name))
    yield from (fault for fault in by_name[0] if (fault.code, fault.name) in everywhere)


def _gather(plan: Plan, event: PlannedEvent, gathered: dict[int, Mapping[str, PlannedProperty]]) -> Mapping[str, PlannedProperty]:
    # events live as long as their plan, so their identity is a safe key
    if id(event) not in gathered:
        gathered[id(event)] = {each.name: each for each in gather_properties(plan, event)}
    return gathered[id(event)]


@dataclass(frozen=True, slots=True)
class _Level:
    """Keys that are side by side, at the top of a call or inside one of its properties, and what is planned for them.

    `prefix` leads to them (`address.`, `products[].`), `holder` is the key that they are inside of.
    """

    keys: Mapping[str, PropertyKey]
    is_known: bool
    planned: Mapping[str, PlannedProperty]
    patterns: tuple[PlannedProperty, ...]
    more: AdditionalProperties
    origin: Location | None
    prefix: str = ""
    holder: PropertyKey | None = None


def _judge_event(plan: Plan, call: Call, event: PlannedEvent, planned: Mapping[str, PlannedProperty]) -> list[PropertyFault]:
    keys = {key.name: key for key in call.properties.keys}
    is_known = call.properties.complete and not call.properties.dynamic
    more = judge_more(plan, event, bool(planned))
    return _judge_level(plan, call, _Level(keys, is_known, planned, event.key_patterns, more, event.origin))


def _judge_level(plan: Plan, call: Call, level: _Level) -> list[PropertyFault]:
    faults: list[PropertyFault] = []
    paths = _paths_by_head(level.planned)
    for key in level.keys.values():
        rule = _find_rule(level, key.name, paths.get(key.name, ()))
        if rule is None:
            found = _judge_unplanned(call, key, level)
            faults.extend((found,) if found else ())
        else:
            faults.extend(_judge_planned(plan, call, key, rule, level.prefix + key.name))
    misnamed = {fault.suggestion for fault in faults if fault.code == "TL112"}
    faults.extend(_judge_missing(call, level, misnamed))
    return faults


def _judge_planned(plan: Plan, call: Call, key: PropertyKey, rule: PlannedProperty, path: str) -> Iterator[PropertyFault]:
    """What is wrong with a property that is planned; what it holds inside is only looked at when it is right itself."""
    found = _judge_value(call, key, rule, path)
    if found:
        yield found
    elif key.type == "object" and rule.properties:
        yield from _judge_level(plan, call, _inside(plan, key, rule, path))
    elif key.items and rule.items:
        (items,) = expand_types(plan, (rule.items,))
        yield from _judge_planned(plan, call, key.items, replace(items, origin=items.origin or rule.origin), f"{path}[]")


def _inside(plan: Plan, key: PropertyKey, rule: PlannedProperty, path: str) -> _Level:
    keys = {each.name: each for each in key.properties}
    planned = {each.name: each for each in expand_types(plan, rule.properties)}
    return _Level(keys, key.complete, planned, (), judge_more(plan, rule, True), rule.origin, f"{path}.", key)


def _paths_by_head(planned: Mapping[str, PlannedProperty]) -> Mapping[str, list[PlannedProperty]]:
    """The properties that are planned by a path, such as `address.street` or `products[].price`, by the name that it begins with."""
    found: dict[str, list[PlannedProperty]] = {}
    for each in planned.values():
        path = _PATH.fullmatch(each.name) if "." in each.name else None
        if path:
            found.setdefault(path["head"], []).append(each)
    return found


def _find_rule(level: _Level, name: str, paths: Sequence[PlannedProperty]) -> PlannedProperty | None:
    """What is planned for a key, together with what paths say of what it holds."""
    rule = level.planned.get(name) or next((each for each in level.patterns if match_wildcard(each.name, name)), None)
    for each in paths:
        rule = _with_path(rule or PlannedProperty(name, origin=each.origin), each)
    return rule


def _with_path(rule: PlannedProperty, each: PlannedProperty) -> PlannedProperty:
    path = _PATH.fullmatch(each.name)
    if path is None:
        return rule
    inside = replace(each, name=path["rest"])
    if not path["members"]:
        return replace(rule, properties=(*rule.properties, inside))
    items = rule.items or PlannedProperty("", origin=rule.origin)
    return replace(rule, items=replace(items, properties=(*items.properties, inside)))


def _label(call: Call) -> str:
    """The event in a message; the names that a call may send are told together."""
    return quote(event_label(call)) if call.kind in ("track", "revenue") else event_label(call)


def _judge_unplanned(call: Call, key: PropertyKey, level: _Level) -> PropertyFault | None:
    if is_reserved(key.name) or _is_nested(key.name, level.planned):
        return None
    path = level.prefix + key.name
    near = _find_near(key.name, level.planned, set(level.keys), strict=level.more == "allow")
    word = f"{property_word(call)} {quote(path)}"
    if near:
        meant = level.prefix + near
        told = f"{word} is not planned for {_label(call)}; did you mean {quote(meant)}?"
        return PropertyFault("TL112", call, path, told, key, meant, level.planned[near].origin or level.origin)
    if level.more == "allow":
        return None
    told = f"{word} is not planned for {_label(call)}; add it to the plan, or do not send it"
    return PropertyFault("TL111", call, path, told, key, "", level.origin, "error" if level.more == "forbid" else None)


def judge_more(plan: Plan, holder: PlannedEvent | PlannedProperty, lists_properties: bool) -> AdditionalProperties:
    """Whether properties that are not planned are allowed, forbidden or worth a warning, in an event or in an object."""
    if holder.additional_properties is not None:
        return "allow" if holder.additional_properties else "forbid"
    if plan.additional_properties is not None:
        return plan.additional_properties
    # a plan that lists no property of an event says nothing of them
    return "warn" if lists_properties else "allow"


def _is_nested(name: str, planned: Mapping[str, PlannedProperty]) -> bool:
    """Whether a name such as `address.city` leads into a planned object."""
    head = name.split(".", 1)[0].split("[", 1)[0]
    return head != name and head in planned


def _find_near(name: str, planned: Mapping[str, PlannedProperty], sent: set[str], strict: bool) -> str:
    """The planned property that is meant, unless it is sent as well: one that differs in its case, else an alias, else a slip."""
    free = [each for each in planned.values() if each.name not in sent]
    same = next((each.name for each in free if fold(each.name) == fold(name) != ""), "")
    if same or strict:
        return same
    alias = next((each.name for each in free if name in each.aliases), "")
    words = [word.casefold() for word in split_words(name)]
    slips = (
        (typo_distance(_lower_words(each.name), words) if len(_lower_words(each.name)) == len(words) else None, each.name) for each in free
    )
    return alias or min(((steps, slip) for steps, slip in slips if steps is not None), default=(0, ""))[1]


def _lower_words(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in split_words(name))


def _judge_missing(call: Call, level: _Level, misnamed: set[str]) -> Iterator[PropertyFault]:
    if not level.is_known:
        return
    for each in level.planned.values():
        path = level.prefix + each.name
        if each.required is True and path not in misnamed and not _is_sent(each.name, level.keys):
            told = f"{_label(call)} is sent without the required {property_word(call)} {quote(path)}"
            yield PropertyFault("TL113", call, path, told, level.holder, plan=each.origin)


def _is_sent(name: str, keys: Mapping[str, PropertyKey]) -> bool:
    """Whether a property is there; one that is planned by a path is looked for in what its path begins with."""
    path = _PATH.fullmatch(name) if "." in name else None
    return name in keys or (path is not None and path["head"] in keys)


def _judge_value(call: Call, key: PropertyKey, rule: PlannedProperty, path: str) -> PropertyFault | None:
    word = f"{property_word(call)} {quote(path)} of {_label(call)}"
    if not fits_type(key, rule):
        told = f"{word} must be {' or '.join(rule.types)}, not {key.type}"
        return PropertyFault("TL114", call, path, told, key, plan=rule.origin)
    wrong = _explain_values(key, rule)
    return PropertyFault("TL115", call, path, f"{word} {wrong}", key, plan=rule.origin) if wrong else None


def fits_type(key: PropertyKey, rule: PlannedProperty) -> bool:
    """Whether what is sent may be of a planned type; True when either is not known."""
    types = set(rule.types)
    if not key.type or not types or not types <= set(PROPERTY_TYPES) or key.type in types:
        return True
    if key.type == "null":
        return rule.nullable or rule.required is not True
    if key.type == "integer":
        return "number" in types
    if key.type == "number" and "integer" in types:
        # a computed number may well be whole
        return not key.values or all(_as_number(value) == int(_as_number(value) or 0) for value in key.values)
    # a date is an object in the source and text on its way
    return key.type == "object" and "string" in types and rule.format.startswith("date")


def _explain_values(key: PropertyKey, rule: PlannedProperty) -> str:
    """What is wrong with the values of a property, as the end of a sentence; empty when nothing is, or nothing can be told."""
    if not key.values or key.type in ("array", "object", "null"):
        return ""
    allowed = rule.enum or (() if rule.const is None else (rule.const,))
    shown = [show_scalar(value) for value in allowed]
    wrong = tuple(value for value in key.values if shown and not _is_among(value, shown))
    if wrong:
        wanted = f"one of {list_words(tuple(shown), 8)}" if len(shown) > 1 else quote(shown[0])
        return f"must be {wanted}, not {list_words(wrong)}"
    misfits = tuple(value for value in key.values if rule.pattern and key.type == "string" and fits_pattern(rule.pattern, value) is False)
    if misfits:
        return f"must fit the pattern {quote(rule.pattern)}; {list_words(misfits)} does not"
    return _explain_sizes(key, rule)


def _explain_sizes(key: PropertyKey, rule: PlannedProperty) -> str:
    for value in key.values:
        if key.type == "string":
            if rule.max_length is not None and len(value) > rule.max_length:
                return f"must have at most {rule.max_length} characters; {quote(value)} has {len(value)}"
            if rule.min_length is not None and len(value) < rule.min_length:
                return f"must have at least {rule.min_length} characters; {quote(value)} has {len(value)}"
        number = _as_number(value) if key.type in ("integer", "number") else None
        if number is not None and _bounds(number, rule):
            return f"must be {_bounds(number, rule)}, not {show_scalar(value)}"
    return ""


def _bounds(number: float, rule: PlannedProperty) -> str:
    """The bound that a number breaks."""
    if rule.min is not None and number < rule.min:
        return f"at least {rule.min:g}"
    if rule.max is not None and number > rule.max:
        return f"at most {rule.max:g}"
    if rule.exclusive_min is not None and number <= rule.exclusive_min:
        return f"more than {rule.exclusive_min:g}"
    return f"less than {rule.exclusive_max:g}" if rule.exclusive_max is not None and number >= rule.exclusive_max else ""


def _is_among(value: str, allowed: list[str]) -> bool:
    number = _as_number(value)
    return value in allowed or (number is not None and any(_as_number(each) == number for each in allowed))


def _as_number(text: str) -> float | None:
    try:
        return float(text) if len(text) <= 40 else None
    except ValueError:
        return None
