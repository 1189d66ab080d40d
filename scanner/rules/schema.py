"""Rule packs as data: what an SDK's calls look like, one pack a vendor.

A pack is a YAML file in the top-level `rules/sdks/` (or named in the user's config). It has *surfaces*: a set of
languages that share modules, clients and call shapes. Nothing outside the packs knows a vendor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.model import Confidence, Kind, Role

ArgumentTest = Literal[
    "string", "object", "object-with-name", "function", "list", "null", "absent", "present", "number", "boolean", "not-string", "not-object"
]


@dataclass(frozen=True, slots=True)
class ArgumentPath:
    """Where in the arguments something stands: a first step (a position or a keyword), then keys or list positions inside that value.

    Written `1`, `kw:event`, `0.event`, `0.properties`, `0[1]`, `kw:*` (all other keywords), `rest` (all further positional arguments).
    `const:Name` is fixed text that the call implies. `receiver.0.event` reads the call that made the receiver (a builder, a constructor).
    """

    position: int | None = None
    keyword: str | None = None
    steps: tuple[str, ...] = ()
    constant: str | None = None
    receiver: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one argument: a type word of `ArgumentTest`, or a literal text that it must equal (`=event`), one of several when `|` separates them."""

    path: ArgumentPath
    test: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a call stand, if `when` holds. The first layout that holds is taken. Paths are alternatives: the first one present wins.

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


@dataclass(frozen=True, slots=True)
class CallShape:
    """One callee of an SDK. `method` is a chain below a client (`track`, `people.set`); empty when the client itself is called.

    form: `method` (called on a client), `function` (a function imported from a module, or a global function), `new`
    (the event is an object that is constructed), `element` (a component), `http` (a request to one of the pack's endpoints).
    `layouts` are tried in order. `confidence` caps what evidence gives.
    """

    method: tuple[str, ...]
    form: Literal["method", "function", "new", "element", "http"]
    kind: Kind
    layouts: tuple[Layout, ...]
    role: Role = "direct"
    confidence: Confidence = "high"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """Where an SDK is met in one family of languages.

    modules: package names as imported; everything that comes out of one of them is taken for the SDK, unless `strict`,
    where only values reached through `clients` (access paths below the module: `default`, `AnalyticsBrowser.load()`, `usePostHog()`) are.
    globals: free names that hold a client or are the function (`analytics`, `gtag`, `dataLayer`). receivers: names that, on a
    receiver that cannot be traced, are evidence of medium confidence. module_words: path words that make an unknown external module evidence.
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
    path: str = ""
    docs: str = ""
