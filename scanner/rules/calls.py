"""Turns what was found into the records that a scan reports: names, keys, wrappers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.languages import facts
from scanner.model import Call, Confidence, EventName, Location, NameKind, Properties, PropertyKey, Via, Wrapper
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.values import (
    AS_TEXT,
    ATTRIBUTES,
    CALLED,
    MISSING,
    Applied,
    ClassValue,
    DefinitionId,
    EnumValue,
    External,
    FunctionValue,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Missing,
    Options,
    Parameter,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
    is_null,
    keyed,
    one_of,
    options_of,
    parameters_of,
    text_of_enum,
)
from scanner.rules.insides import MOST_LEVELS, Room, mark_added, merge_forms, with_insides
from scanner.rules.senders import Senders
from scanner.rules.sites import Site, Summary

_BLOCKS = frozenset(("{}", "&"))  # what language modules call a trailing block, no property
_RANK: dict[Confidence, int] = {"high": 2, "medium": 1, "low": 0}
_TYPES = {
    "string": "string", "str": "string", "String": "string", "number": "number", "float": "number", "Number": "number", "int": "integer",
    "boolean": "boolean", "bool": "boolean", "Boolean": "boolean", "dict": "object", "Dict": "object", "object": "object", "list": "array",
    "List": "array", "Array": "array", "tuple": "array", "Decimal": "number", "bigint": "integer",
}  # fmt: skip


def report_calls(senders: Senders) -> tuple[Call, ...]:
    """All calls, sorted by place. What one place sends is one call: to several vendors, under several fixed names."""
    reporter = _Reporter(senders.evaluator)
    by_place: dict[tuple[object, ...], list[Call]] = defaultdict(list)
    for site in senders.sites:
        call = reporter.call(site)
        fixed = call.event.kind in ("literal", "constant", "choice") and bool(call.event.names)
        by_place[call.location, call.kind, True if fixed else (call.event.names, call.event.pattern, call.event.reason)].append(call)
    merged = [_merge(calls) for calls in by_place.values()]
    return tuple(sorted(merged, key=lambda call: (call.location, call.kind, call.event.names, call.sdk)))


def report_wrappers(senders: Senders) -> tuple[Wrapper, ...]:
    """The functions that send for others, with the number of calls that go through each."""
    places = {(site.file.path, site.call.span, hop.id) for site in senders.sites for hop in site.sent.through}
    counts = Counter(id for _, _, id in places)
    reporter = _Reporter(senders.evaluator)
    found = [
        reporter.wrapper(summary, counts[id])
        for id, summaries in sorted(senders.summaries.items())
        for summary in summaries[:1]
        if summary.role != "event-method" or counts[id]
    ]
    return tuple(sorted(found, key=lambda wrapper: (wrapper.path, wrapper.line, wrapper.name)))


@dataclass
class _Reporter:
    """Writes down values. Holds only the evaluator, for declared types and source text."""

    evaluator: Evaluator

    # --- calls ---

    def call(self, site: Site) -> Call:
        self.evaluator.refuel()
        file, call = site.file, site.call
        span = call.name_span
        location = Location(file.source, span.line, span.column, call.span.end_line, call.span.end_column)
        function = next(iter(file.functions_around(call.scope)), None)
        event, written = self._event(site)
        return Call(
            location=location,
            language=file.facts.language,
            kind=site.reading.kind,
            sdk=site.sent.sdk,
            callee=self._source(site.file.path, call.callee.span),
            role=site.role,
            function=file.qualified_name(file.facts.functions[function]) if function is not None else "",
            confidence=site.sent.confidence,
            evidence=site.sent.evidence,
            event=event,
            properties=self._properties(site),
            via=tuple(self._via(hop.id) for hop in site.sent.through),
            user_id=self._described(site.reading.user_id),
            group_id=self._described(site.reading.group_id),
            name_location=written,
        )

    def _via(self, id: DefinitionId) -> Via:
        file, function = self.evaluator.program.function(*id)
        return Via(file.qualified_name(function), file.source, function.name_span.line)

    def _source(self, path: str, span: facts.Span) -> str:
        text = (self.evaluator.program.read(path) or b"")[span.start : span.end].decode("utf-8", "replace")
        return " ".join(text.split())[:200]

    def _described(self, value: Value) -> str | None:
        match value:
            case Missing():
                return None
            case Known(text=text) | Scalar(text=text):
                return text
            case Ref():
                return self._path(value)
            case _:
                return "(computed)"

    def _path(self, ref: Ref) -> str:
        match ref.root:
            case Parameter(path=path, function=function, position=index):
                root = self.evaluator.program.function(path, function)[1].params[index].name
            case Global(name=name):
                root = name
            case External(module=module):
                root = module
            case _:
                root = "this"
        names = [root, *ref.steps]
        return ".".join(names).replace(".()", "()").replace(".[", "[").replace(f".{AS_TEXT}()", "").removeprefix("{0}.")

    # --- names ---

    def _event(self, site: Site) -> tuple[EventName, Location | None]:
        name = site.reading.name
        text = self._name_source(site)
        if isinstance(name, Missing) or is_null(name):
            if site.reading.kind == "track":
                return EventName("dynamic", text=text, reason="no name is given"), None
            return EventName("literal", text=text), None
        if name.symbolic:
            name = self._of_callers(name) if isinstance(name, Ref | Options) else name
        known, patterns, reasons = self._sorted(name)
        names = tuple(dict.fromkeys(each.text for each in known))
        origin = tuple(dict.fromkeys(place for each in known for place in (*each.trail, each.written) if place.line))
        if reasons and not patterns:
            return EventName("dynamic", names, None, text, reasons[0], origin), None
        if patterns:
            return EventName("pattern", names, patterns[0], text, reasons[0] if reasons else "", origin), None
        if len(names) > 1:
            return EventName("choice", names, None, text, "", origin), None
        at_site = bool(known) and _within(known[0].written, site)
        kind: NameKind = "literal" if at_site and not known[0].trail else "constant"
        written = known[0].written if known and known[0].written.line and not known[0].trail else None
        return EventName(kind, names, None, text, "", () if kind == "literal" else origin), written

    def _of_callers(self, name: Ref | Options) -> Value:
        """What the program passes for the parameter that a name is, where that is known; or else what its type or default says."""
        if isinstance(name, Options):
            return one_of(self._of_callers(each) if isinstance(each, Ref) else each for each in name.values)
        passed = self.evaluator.passed(name)
        return passed if any(isinstance(each, Known | EnumValue) for each in options_of(passed)) else self.evaluator.typed(name)

    def _name_source(self, site: Site) -> str:
        known = next((each for each in options_of(site.reading.name) if isinstance(each, Known)), None)
        for arg in site.call.args:
            value = self.evaluator.evaluate(site.file, arg.value)
            if value == site.reading.name or (known is not None and known in options_of(value)):
                return self._source(site.file.path, arg.value.span)
        texts = dict.fromkeys(each.text for each in self._sorted(site.reading.name)[0])
        return " | ".join(texts) or self._described(site.reading.name) or ""

    def _sorted(self, name: Value) -> tuple[list[Known], list[str], list[str]]:
        """The exact texts of a name, its patterns, and the reasons why parts of it are not known."""
        known: list[Known] = []
        patterns: list[str] = []
        reasons: list[str] = []
        for each in options_of(name):
            each = text_of_enum(each) if isinstance(each, EnumValue) else each
            each = self.evaluator.members.all_of(each.table, each.key) if isinstance(each, Lookup) else each
            for option in options_of(each):
                option = text_of_enum(option) if isinstance(option, EnumValue) else option
                if isinstance(option, Known):
                    known.append(option)
                elif isinstance(option, Joined) and (pattern := _pattern(option)).strip("* "):
                    patterns.append(pattern)
                elif not is_null(option) and not isinstance(option, Missing):
                    reasons.append(self.reason(option))
        if not known and not patterns and not reasons:
            reasons.append("no name is given")
        return known, patterns, reasons

    def reason(self, value: Value) -> str:
        """Why a value is not known, for people."""
        match value:
            case Unknown(reason=reason):
                return reason
            case Ref(root=Parameter()):
                return f"it is the parameter {self._path(value)}"
            case Ref(root=External(module=module), steps=steps):
                what = "the result of a call into" if CALLED in steps else "a value of"
                return f"{what} {module}, which is not part of the project"
            case Ref(root=root) if root == ATTRIBUTES:
                return f"it is the attribute {value.steps[0]} of an element" if value.steps else "it is an attribute of an element"
            case Ref(root=Global()):
                return f"{self._path(value)} is not defined in the project"
            case Ref():
                return f"{self._path(value)} is not set where it can be seen"
            case Joined() | Applied():
                return "it is put together from values that are not known"
            case Instance():
                return "an object"
            case _:
                return "it is computed"

    # --- properties ---

    def _properties(self, site: Site) -> Properties:
        keys = _Keys(self)
        keys.add(site.reading.properties, conditional=False)
        own = site.sent.site_keys
        done = tuple(
            mark_added(key) if own is not None and site.sent.through and key.name not in own else key for key in keys.found.values()
        )
        return Properties(done, keys.complete, bool(keys.dynamic_at) or keys.dynamic, tuple(keys.dynamic_at))

    def type_of(self, value: Value) -> str:
        """The plan type of a value, empty when it is not known or there are several."""
        kinds = {self._type(each) for each in options_of(value) if not is_null(each) and not isinstance(each, Missing)}
        return kinds.pop() if len(kinds) == 1 else ""

    def _type(self, value: Value) -> str:
        match value:
            case Known() | Joined() | Applied():
                return "string"
            case Scalar(type=kind):
                return "" if kind == "regex" else kind
            case RecordValue() | Instance():
                return "object"
            case ListValue():
                return "array"
            case EnumValue():
                return self.type_of(value.value)
            case Unknown(type=kind):
                return kind
            case Ref(root=Parameter() as parameter, steps=()):
                return _TYPES.get(self.evaluator.parameter_type(parameter), "")
            case _:
                return ""

    def members(self, instance: Instance) -> Iterator[Item] | None:
        """The fields of an object of a class or interface that only holds data; None when there is more to it."""
        file, cls = self.evaluator.program.cls(*instance.id)
        names = [name for name in file.names_of.get(cls.scope, ()) if not name.startswith("_")]
        fields = [name for name in names if all(b.kind in ("declare", "assign") for b in file.bindings[cls.scope, name])]
        return (Item(self._field(file.bindings[cls.scope, name][0]), key=name) for name in fields) if fields and not cls.bases else None

    @staticmethod
    def _field(binding: facts.Binding) -> Value:
        name = binding.type.name if isinstance(binding.type, facts.Name) else ""
        return Unknown("a field", _TYPES.get(name, ""))

    # --- wrappers ---

    def wrapper(self, summary: Summary, calls: int) -> Wrapper:
        """A wrapper as it is listed."""
        from scanner.rules.reading import read_call

        file, function = self.evaluator.program.function(*summary.id)
        reading = read_call(self.evaluator, summary.sent.shape, summary.sent.given)
        parts = [
            f"{what}={', '.join(names)}"
            for what, value in (("name", reading.name), ("properties", reading.properties), ("user_id", reading.user_id))
            if (names := self._parameter_names(value))
        ]
        through = summary.sent.through
        forwards = self._via(through[0].id).name if through else summary.sent.callee
        return Wrapper(
            file.qualified_name(function) or "(anonymous)",
            file.source,
            function.name_span.line,
            reading.kind,
            ", ".join(parts),
            forwards,
            calls,
            "event-method" if summary.role == "event-method" else "wrapper",
        )

    def _parameter_names(self, value: Value) -> list[str]:
        found = [self.evaluator.program.function(p.path, p.function)[1].params[p.position].name for p in parameters_of(value)]
        return sorted(set(found))


class _Keys:
    """Gathers the keys of a properties value; later ones win, what is only on some paths is conditional."""

    def __init__(self, reporter: _Reporter, level: int = 0, room: Room | None = None) -> None:
        self._reporter = reporter
        self._level = level
        self._room = room or Room()
        self.found: dict[str, PropertyKey] = {}
        self.complete = True
        self.dynamic = False
        self.dynamic_at: list[Location] = []

    def add(self, value: Value, *, conditional: bool, depth: int = 0) -> None:
        """Add the keys of a value that is (spread into) the properties."""
        options = [each for each in options_of(value) if not is_null(each) and not isinstance(each, Missing)]
        if len(options) > 1:
            self._add_options(options, conditional or len(options) < len(options_of(value)), depth)
            return
        conditional = conditional or (bool(options) and len(options) < len(options_of(value)))
        for each in options:
            self._add_one(each, conditional, depth)

    def _add_options(self, options: Sequence[Value], conditional: bool, depth: int) -> None:
        """Several records: a key is certain when each of them certainly has it."""
        parts: list[_Keys] = []
        for option in options:
            part = _Keys(self._reporter, self._level, self._room)
            part._add_one(option, conditional, depth)
            parts.append(part)
        for part in parts:
            self.complete = self.complete and part.complete
            self.dynamic = self.dynamic or part.dynamic
            self.dynamic_at += part.dynamic_at
            for name, key in part.found.items():
                everywhere = all(name in other.found and not other.found[name].conditional for other in parts)
                forms = [other.found[name] for other in parts if name in other.found]
                key = merge_forms(forms) if self._level else with_insides(key, forms)
                self._put(replace(key, conditional=key.conditional or not everywhere))

    def _add_one(self, value: Value, conditional: bool, depth: int) -> None:
        match value:
            case RecordValue(items=items) if depth < 20:
                for item in items:
                    self._add_item(item, conditional, depth)
            case ListValue():
                self._add_entries(value, conditional)
            case Known() | Scalar() | FunctionValue() | ClassValue() | EnumValue():
                return
            case Instance():
                fields = self._reporter.members(value)
                if fields is None:
                    self.complete = False
                for item in fields or ():
                    self._add_item(item, conditional, depth)
            case Ref(root=Parameter()):
                self._add_parameter(value, conditional, depth)
            case _:
                self.complete = False

    def _add_entries(self, entries: ListValue, conditional: bool) -> None:
        """The entries of a list of objects with a key and a value, or of pairs; any other list has no keys."""
        for each in entries.items:
            key, held = self._entry(each)
            if isinstance(key, Known | EnumValue | Options | Unknown | Ref):
                self._add_item(keyed(key, held, False, None), conditional, 0)
                self.complete = self.complete and not entries.open

    def _entry(self, value: Value) -> tuple[Value, Value]:
        if isinstance(value, ListValue) and len(value.items) == 2:
            return value.items[0], value.items[1]
        if isinstance(value, Instance | RecordValue):
            member = self._reporter.evaluator.member
            return member(value, "key"), member(value, "value")
        return MISSING, MISSING

    def _add_parameter(self, value: Ref, conditional: bool, depth: int) -> None:
        """What the program's calls pass, or else what the declared type has."""
        evaluator = self._reporter.evaluator
        for known in (evaluator.passed(value), evaluator.typed(value)):
            if depth < 10 and known != value and not isinstance(known, Unknown | Ref):
                self.add(known, conditional=conditional, depth=depth + 5)
                return
        self.complete = False

    def _add_item(self, item: Item, conditional: bool, depth: int) -> None:
        sometimes = conditional or item.conditional
        if item.removed:
            if item.key is not None and not item.conditional:
                self.found.pop(item.key, None)
        elif item.spread:
            self.add(item.value, conditional=sometimes, depth=depth + 1)
        elif item.key is not None:
            self._put_item(item.key, item, sometimes)
        elif item.key_value is not None:
            self._add_computed(item, item.key_value)

    def _add_computed(self, item: Item, key: Value) -> None:
        texts = [text_of_enum(each) if isinstance(each, EnumValue) else each for each in options_of(key)]
        if all(isinstance(each, Known) for each in texts):
            for each in texts:
                if isinstance(each, Known):
                    self._put_item(each.text, item, True)
            return
        self.complete = False
        self.dynamic = True
        if item.location is not None:
            self.dynamic_at.append(item.location)

    def _put_item(self, name: str, item: Item, conditional: bool) -> None:
        if name in _BLOCKS:
            return
        if self._level and not self._room.take():
            self.complete = False
            return
        self._put(self._form(name, item.value, conditional, item.location))

    def _form(self, name: str, value: Value, conditional: bool, place: Location | None) -> PropertyKey:
        """A key as its value has it, with what the objects and lists in it hold."""
        values = [each for each in options_of(value) if not is_null(each)]
        texts = tuple(text for each in values if (text := _literal_text(each)) is not None)
        key = PropertyKey(name, self._reporter.type_of(value), texts if len(texts) == len(values) else (), conditional, "site", place)
        held = [each for each in values if not isinstance(each, Missing)]
        if key.type == "object":
            return self._with_keys(key, held)
        return self._with_members(key, held) if key.type == "array" else replace(key, complete=bool(key.type))

    def _with_keys(self, key: PropertyKey, objects: Sequence[Value]) -> PropertyKey:
        if self._level >= MOST_LEVELS or not all(isinstance(each, RecordValue) and _keeps_names(each) for each in objects):
            return replace(key, complete=False)
        inside = _Keys(self._reporter, self._level + 1, self._room)
        inside.add(one_of(objects), conditional=False)
        return replace(key, properties=tuple(inside.found.values()), complete=inside.complete)

    def _with_members(self, key: PropertyKey, lists: Sequence[Value]) -> PropertyKey:
        members = [item for each in lists if isinstance(each, ListValue) for item in each.items if not is_null(item)]
        if self._level >= MOST_LEVELS or not members:
            return replace(key, complete=False)
        inside = _Keys(self._reporter, self._level + 1, self._room)
        forms = [inside._form("", each, False, key.location) for each in members if self._room.take()]
        if len(forms) < len(members):
            return replace(key, complete=False)
        merged = merge_forms(forms)
        is_open = any(not isinstance(each, ListValue) or each.open for each in lists)
        return replace(key, items=merged if merged.type else None, complete=bool(merged.type) and not is_open)

    def _put(self, key: PropertyKey) -> None:
        before = self.found.get(key.name)
        if before is not None and key.conditional:
            key = with_insides(key, [before, key])
            if not before.conditional:
                key = replace(key, conditional=False, type=key.type if key.type == before.type else "", values=())
        self.found[key.name] = key


def _keeps_names(record: RecordValue) -> bool:
    """Whether its keys are sent as they are written; the fields of a class may have other names on their way."""
    of = record.type
    return of is None or (isinstance(of, Ref) and isinstance(of.root, Global) and of.root.name.endswith(("Dictionary", "Map")))


def _literal_text(value: Value) -> str | None:
    value = text_of_enum(value) if isinstance(value, EnumValue) else value
    return value.text if isinstance(value, Known | Scalar) else None


def _pattern(joined: Joined) -> str:
    text = ""
    for part in joined.parts:
        piece = part.text if isinstance(part, Known) else "*"
        text += "" if piece == "*" and text.endswith("*") else piece
    return text


def _within(place: Location, site: Site) -> bool:
    span = site.call.span
    if place.path != site.file.source:
        return False
    return (span.line, span.column) <= (place.line, place.column) <= (span.end_line, span.end_column)


def _merge(calls: Sequence[Call]) -> Call:
    """One call for what several vendors, or several paths through a wrapper, get from one place."""
    best = max(calls, key=lambda call: _RANK[call.confidence])
    others = sorted({call.sdk for call in calls} - {best.sdk})
    evidence = f"{best.evidence}; also sent to {', '.join(others)}" if others else best.evidence
    event = _merge_names([call.event for call in calls]) if len({call.event.names for call in calls}) > 1 else best.event
    return replace(best, evidence=evidence, event=event, properties=_merge_properties([call.properties for call in calls]))


def _merge_names(events: Sequence[EventName]) -> EventName:
    names = tuple(dict.fromkeys(name for event in events for name in event.names))
    origin = tuple(dict.fromkeys(place for event in events for place in event.origin))
    return EventName("choice", names, None, events[0].text, "", origin)


def _merge_properties(several: Sequence[Properties]) -> Properties:
    if len(several) == 1:
        return several[0]
    keys: dict[str, PropertyKey] = {}
    for properties in several:
        for key in properties.keys:
            everywhere = all(any(other.name == key.name for other in each.keys) for each in several)
            if key.name not in keys:
                forms = [other for each in several for other in each.keys if other.name == key.name]
                keys[key.name] = replace(with_insides(key, forms), conditional=key.conditional or not everywhere)
    places = tuple(dict.fromkeys(place for each in several for place in each.dynamic_at))
    return Properties(tuple(keys.values()), all(each.complete for each in several), any(each.dynamic for each in several), places)
