"""The tracking plan as records: the union of what the plan formats in use can say.

Every reader of a plan format yields a `Plan`, every writer takes one. Nothing here depends on a format.
`origin`, `problems`, `losses` and `suppressions` belong to the file that a plan was read from and take no part in comparison.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from scanner.model import Kind, Location, Suppression

Scalar: TypeAlias = str | int | float | bool | None
PropertyType = Literal["string", "integer", "number", "boolean", "array", "object", "null"]
Status = Literal["planned", "implemented", "verified", "active", "deprecated", "removed", "blocked", "excluded"]
AdditionalProperties = Literal["allow", "warn", "forbid"]
IdentitySection = Literal["properties", "traits", "context.traits"]
AliasReason = Literal["renamed", "destination", "code-sample", "other"]
GlobalScope = Literal["all", "track", "identify", "group", "page", "screen", "alias", "revenue", "reset"]

KINDS: tuple[Kind, ...] = ("track", "identify", "group", "page", "screen", "alias", "revenue", "reset")
PROPERTY_TYPES: tuple[PropertyType, ...] = ("string", "integer", "number", "boolean", "array", "object", "null")
STATUSES: tuple[Status, ...] = ("planned", "implemented", "verified", "active", "deprecated", "removed", "blocked", "excluded")
ADDITIONAL_PROPERTIES: tuple[AdditionalProperties, ...] = ("allow", "warn", "forbid")
IDENTITY_SECTIONS: tuple[IdentitySection, ...] = ("properties", "traits", "context.traits")
ALIAS_REASONS: tuple[AliasReason, ...] = ("renamed", "destination", "code-sample", "other")
GLOBAL_SCOPES: tuple[GlobalScope, ...] = ("all", *KINDS)

# Kinds whose events need a name; the others may be planned once for all their calls.
NAMED_KINDS: frozenset[Kind] = frozenset({"track", "revenue"})


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """Something in a plan that does not make sense but does not stop it from being used."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a reader found and could not carry, or that has no place in the format a writer writes.

    `subject` is what it concerns (a field, a column, a kind of rule), `message` says it in a sentence, `count` how often it occurs.
    """

    subject: str
    message: str
    count: int = 1
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Pii:
    """Whether a property holds personal data, and of what type (`email`, `name`)."""

    is_pii: bool = True
    type: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """A rule that holds only `when` other properties have one of the values listed for them. `required` has three states."""

    when: tuple[tuple[str, tuple[Scalar, ...]], ...]
    required: bool | None = None
    enum: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedProperty:
    """One property. Empty `types` means any; a type may also be the name of one of the plan's own `types`.

    `required` has three states: None when the plan does not say, so that nothing is held against it. `const` None means there is none.
    `items` describes the members of an array, `properties` those of an object. `json_schema` keeps what has no field here.
    """

    name: str
    types: tuple[str, ...] = ()
    required: bool | None = None
    nullable: bool = False
    description: str = ""
    display_name: str = ""
    status: Status | None = None
    enum: tuple[Scalar, ...] = ()
    const: Scalar = None
    pattern: str = ""
    format: str = ""
    min: float | None = None
    max: float | None = None
    exclusive_min: float | None = None
    exclusive_max: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: bool | None = None
    items: PlannedProperty | None = None
    properties: tuple[PlannedProperty, ...] = ()
    additional_properties: bool | None = None
    examples: tuple[Scalar, ...] = ()
    pii: Pii | None = None
    sensitive: bool | None = None
    hidden: bool | None = None
    aliases: tuple[str, ...] = ()
    conditional: tuple[Conditional, ...] = ()
    json_schema: Mapping[str, object] = field(default_factory=dict, hash=False)
    x: Mapping[str, object] = field(default_factory=dict, hash=False)
    origin: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PropertyGroup:
    """Properties that several events share, known by a name (`use_groups`)."""

    name: str
    description: str = ""
    properties: tuple[PlannedProperty, ...] = ()
    x: Mapping[str, object] = field(default_factory=dict, hash=False)
    origin: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class GlobalProperties:
    """Properties that every event of a kind (or of all kinds) may carry: common, system or context properties."""

    scope: GlobalScope
    use_groups: tuple[str, ...] = ()
    properties: tuple[PlannedProperty, ...] = ()
    origin: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """An application or part of one that sends events. `paths` are globs below the root: which files are this source."""

    key: str
    name: str = ""
    platform: str = ""
    paths: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    x: Mapping[str, object] = field(default_factory=dict, hash=False)
    origin: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Naming:
    """The conventions that a plan declares: a case word (`title`, `snake`, ...), `auto`, `any` or a regular expression. Empty: not said."""

    event: str = ""
    property: str = ""
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when an event is deprecated, what takes its place and when it goes. Dates are kept as written."""

    since: str = ""
    replaced_by: str = ""
    remove_after: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name an event is or was known by. It is not a name that may be sent."""

    name: str
    reason: AliasReason = "other"
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A context that is sent with an event, by reference, and how many of it."""

    ref: str
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """One event. Track events have a `name` or a `pattern` with `*`; other kinds may have neither: then all calls of the kind are meant.

    Several entries may share kind and name when their `version` differs. Empty `sources` means all sources.
    `key_patterns` are properties whose `name` has `*` for a part that varies.
    """

    name: str = ""
    pattern: str = ""
    kind: Kind = "track"
    id: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    version: str = ""
    description: str = ""
    why: str = ""
    trigger: str = ""
    location: str = ""
    category: str = ""
    display_name: str = ""
    owner: str = ""
    contacts: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: str = ""
    status: Status | None = None
    deprecated: Deprecation | None = None
    aliases: tuple[Alias, ...] = ()
    sources: tuple[str, ...] = ()
    destinations: tuple[tuple[str, str], ...] = ()
    identity_section: IdentitySection | None = None
    use_groups: tuple[str, ...] = ()
    additional_properties: bool | None = None
    properties: tuple[PlannedProperty, ...] = ()
    key_patterns: tuple[PlannedProperty, ...] = ()
    entities: tuple[Entity, ...] = ()
    x: Mapping[str, object] = field(default_factory=dict, hash=False)
    origin: Location | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """What to call this event in a message: its name, its pattern, or its kind when all calls of the kind are meant."""
        return self.name or self.pattern or self.kind


@dataclass(frozen=True, slots=True)
class Plan:
    """A tracking plan. `additional_properties` is the default for events that do not say; None when the plan does not either.

    `extends` are business specs and other plans whose events this one takes over, by name or path.
    """

    name: str = ""
    id: str = ""
    description: str = ""
    owner: str = ""
    links: tuple[str, ...] = ()
    created: str = ""
    updated: str = ""
    naming: Naming = Naming()
    extends: tuple[str, ...] = ()
    additional_properties: AdditionalProperties | None = None
    sources: tuple[Source, ...] = ()
    types: tuple[PlannedProperty, ...] = ()
    groups: tuple[PropertyGroup, ...] = ()
    globals: tuple[GlobalProperties, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
    x: Mapping[str, object] = field(default_factory=dict, hash=False)
    origin: Location | None = field(default=None, compare=False)
    problems: tuple[PlanProblem, ...] = field(default=(), compare=False)
    losses: tuple[Loss, ...] = field(default=(), compare=False)
    suppressions: tuple[Suppression, ...] = field(default=(), compare=False)
