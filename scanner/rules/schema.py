"""Rule packs as data: what an SDK's calls look like, one pack a vendor.

A pack is a YAML file in the top-level `rules/sdks/` (or named in the user's config). It has *surfaces*: a set of
languages that share modules, clients and call shapes. Nothing outside the packs knows a vendor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.model import Confidence, Kind, Role

Form = Literal["method", "function", "new", "element", "attribute", "http"]
Conversion = Literal["same", "lower", "snake", "start"]
ArgumentTest = Literal[
    "string", "object", "object-with-name", "function", "list", "null", "absent", "present", "number", "boolean", "not-string", "not-object"
]


@dataclass(frozen=True, slots=True)
class ArgumentPath:
    """Where in the arguments something stands: a first step (a position or a keyword), then keys or list positions inside that value.

    Written `1`, `kw:event`, `0.event`, `0.properties`, `0[1]`, `kw:*` (all other keywords), `rest` (all further positional arguments).
    `const:Name` is fixed text that the call implies. A keyword or a last step that ends in `*` (`kw:data-event-*`) is a record of all
    that begin so, without that beginning.

    `receiver.0.event` reads the call that made the receiver (a builder, a constructor); `receiver` alone is the receiver itself, as
    the record that it has collected. `chain.userId.0` reads a later call, `userId`, of the same chain of methods; `chain` alone (then
    empty) is what the chain makes, as a record. `words:class.event` takes the text of the keyword `class` for a record of words
    (`event=Name`). `0=1` is a record of one entry: its key stands at the path, its value at `value`. `0.params?` holds only where the
    record around it has nothing else beside the name and what is named for users: else all of it is meant.
    """

    position: int | None = None
    keyword: str | None = None
    steps: tuple[str, ...] = ()
    constant: str | None = None
    receiver: bool = False
    chain: str | None = None
    words: bool = False
    value: ArgumentPath | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one argument: a type word of `ArgumentTest`, or a text that it must equal (`=event`, one of several in
    `=a|b`, any that ends so in `=*.send`)."""

    path: ArgumentPath
    test: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a call stand, if `when` holds. The first that holds is taken. Paths are alternatives: the first present wins.

    `fields` are properties whose keys the SDK gives to single arguments; each is there when its argument is.
    `exclude` are keys of the properties record that belong to the protocol. `kind` overrides the call's kind.
    `ignore` means: with these arguments the call sends nothing.
    """

    when: tuple[Condition, ...] = ()
    name: tuple[ArgumentPath, ...] = ()
    properties: tuple[ArgumentPath, ...] = ()
    user_id: tuple[ArgumentPath, ...] = ()
    group_id: tuple[ArgumentPath, ...] = ()
    exclude: tuple[str, ...] = ()
    kind: Kind | None = None
    ignore: bool = False
    fields: tuple[tuple[str, ArgumentPath], ...] = ()


@dataclass(frozen=True, slots=True)
class CallShape:
    """One callee of an SDK. `method` is a chain below a client (`track`, `people.set`); empty when the client itself is called.

    form: `method` (called on a client), `function` (a function imported from a module, or a global function), `new`
    (the event is an object that is constructed), `element` (a component), `attribute` (an attribute of any element; `method` is
    its name, or the beginning of it and `*`), `http` (a request to one of the pack's endpoints).
    `layouts` are tried in order. `confidence` caps what evidence gives.
    """

    method: tuple[str, ...]
    form: Form
    kind: Kind
    layouts: tuple[Layout, ...]
    role: Role = "direct"
    confidence: Confidence = "high"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """Constants of the SDK that all follow one rule. `pattern` is an access path below the module, its last name in whole or in part a `*`
    (`Event.*`, `AnalyticsEvent*`); what the star stands for, converted, between `before` and `after` is the text.
    """

    pattern: str
    conversion: Conversion
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Builder:
    """An object of the SDK that collects keys. `path` is the class or factory that makes it, as an access path without parentheses.

    `methods` are pairs of a method and what one call of it adds: an entry (a path with `value`) or all entries of a record. The method
    `()` is the making itself. An assignment to a member counts as a call with one argument. What other methods get is no key.
    """

    path: str
    methods: tuple[tuple[str, ArgumentPath], ...]


@dataclass(frozen=True, slots=True)
class Surface:
    """Where an SDK is met in one family of languages.

    modules: package names as imported; everything that comes out of one of them is taken for the SDK, unless `strict`,
    where only values reached through `clients` (access paths below the module: `default`, `Insight.load()`, `useInsight()`) are.
    globals: free names that hold a client or are the function (`analytics`, `gtag`, `dataLayer`). receivers: names that, on a
    receiver that cannot be traced, are evidence of medium confidence. module_words: path words that make an unknown external module
    evidence. constants: rules for the texts of the SDK's own constants. names: those that follow no rule, as pairs of access path and
    text; they come first. builders: the SDK's objects that collect keys.
    """

    languages: tuple[str, ...]
    modules: tuple[str, ...]
    clients: tuple[str, ...]
    globals: tuple[str, ...]
    receivers: tuple[str, ...]
    calls: tuple[CallShape, ...]
    strict: bool = False
    module_words: tuple[str, ...] = ()
    source: str = ""
    constants: tuple[Constant, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    builders: tuple[Builder, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor cuts off or drops: characters of an event's name and of a property's, and properties of one event. 0: not known."""

    name: int = 0
    key: int = 0
    keys: int = 0


@dataclass(frozen=True, slots=True)
class Pack:
    """All that is known of one vendor. `path` is the pack's file, for messages. `endpoints` are host and path prefixes of its HTTP API."""

    sdk: str
    title: str
    tier: int
    surfaces: tuple[Surface, ...]
    endpoints: tuple[str, ...] = ()
    reserved_names: tuple[str, ...] = ()
    reserved_prefixes: tuple[str, ...] = ()
    limits: Limits = Limits()
    path: str = ""
    docs: str = ""
