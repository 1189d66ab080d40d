"""Plans that say everything that a plan can say, and what reads and writes them in some format."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from scanner.model import Kind
from scanner.plan.formats import Material, find_format
from scanner.plan.formats.fitting import Capacity, fit
from scanner.plan.model import (
    STATUSES,
    Alias,
    Conditional,
    Deprecation,
    Entity,
    GlobalProperties,
    Naming,
    Pii,
    Plan,
    PlannedEvent,
    PlannedProperty,
    PropertyGroup,
    Source,
)

_SKU = PlannedProperty("sku", types=("string",), required=True, pattern="^[A-Z]+$")
_PRICE = PlannedProperty("price", types=("number",), required=False)
RICH = Plan(
    name="Shop",
    id="plan-1",
    description="What the shop sends.",
    owner="data",
    links=("https://example.com/plan",),
    created="2026-01-01",
    updated="2026-02-01",
    naming=Naming("title", "snake"),
    additional_properties="warn",
    sources=(Source("web", "Web shop", "web", ("apps/web/**",)), Source("ios", platform="ios", paths=("apps/ios/**",))),
    types=(PlannedProperty("money", types=("number",), min=0, description="In euros"),),
    groups=(PropertyGroup("experiment", "Of a test", (PlannedProperty("variant", types=("string",), required=True),)),),
    globals=(
        GlobalProperties("all", properties=(PlannedProperty("app_version", types=("string",), required=False),)),
        GlobalProperties("track", ("experiment",)),
    ),
    events=(
        PlannedEvent(
            name="Order Completed",
            id="e1",
            ids=(("other", "17"),),
            version="2",
            description="The order is paid.",
            why="Revenue",
            trigger="The provider has confirmed.",
            location="checkout",
            category="Orders",
            display_name="Order",
            owner="checkout@example.com",
            contacts=("a@example.com",),
            labels=(("team", "shop"), ("tier", "1")),
            tags=("money",),
            links=("https://example.com/1",),
            notes="Twice on retries",
            status="active",
            aliases=(Alias("Order Done", "renamed"),),
            sources=("web", "ios"),
            destinations=(("warehouse", "orders"),),
            use_groups=("experiment",),
            additional_properties=False,
            properties=(
                PlannedProperty("order_id", types=("string",), required=True, description="Its number", min_length=3, max_length=9),
                PlannedProperty("total", types=("money",), required=True),
                PlannedProperty("currency", types=("string",), required=False, enum=("EUR", "USD"), display_name="Currency"),
                PlannedProperty("coupon", types=("string",), required=False, nullable=True, enum=("A", "B")),
                PlannedProperty("count", types=("integer",), min=1, exclusive_max=10, multiple_of=1),
                PlannedProperty("is_gift", types=("boolean",), required=False, const=True),
                PlannedProperty("when", types=("string",), format="date-time", required=True),
                PlannedProperty("anything", required=False),
                PlannedProperty("mixed", types=("string", "integer"), required=False, examples=("a", 1)),
                PlannedProperty("email", types=("string",), required=False, pii=Pii(type="email"), sensitive=True, hidden=False),
                PlannedProperty(
                    "products",
                    types=("array",),
                    required=True,
                    min_items=1,
                    unique=True,
                    items=PlannedProperty(
                        "", types=("object",), properties=(_SKU, PlannedProperty("price", types=("number",), required=False))
                    ),
                ),
                PlannedProperty("address", types=("object",), required=False, additional_properties=False, properties=(_SKU,)),
                PlannedProperty(
                    "odd",
                    types=("string",),
                    required=False,
                    status="planned",
                    aliases=("strange",),
                    conditional=(Conditional((("is_gift", (True,)),), True),),
                    json_schema={"x-mask": True},
                    x={"other": {"a": 1}},
                ),
            ),
            key_patterns=(PlannedProperty("library_*", types=("string",)),),
            entities=(Entity("iglu:com.acme/user/jsonschema/1-0-0", 0, 1),),
            x={"other": {"a": 1}},
        ),
        PlannedEvent(name="Order Completed", version="3", properties=(PlannedProperty("order_id", types=("integer",), required=True),)),
        PlannedEvent(name="Cart Viewed", status="planned", properties=(PlannedProperty("cart_id", types=("string",), required=True),)),
        PlannedEvent(name="Signed Up", deprecated=Deprecation("2026-01-01", "Cart Viewed", "2027-01-01")),
        PlannedEvent(pattern="Shell *"),
        PlannedEvent(name="Mouse Moved", status="excluded"),
        PlannedEvent(name="Home", kind="page", properties=(PlannedProperty("path", types=("string",), required=False),)),
        PlannedEvent(name="Main", kind="screen"),
        PlannedEvent(kind="page"),
        PlannedEvent(
            kind="identify",
            identity_section="context.traits",
            properties=(PlannedProperty("email", types=("string",), required=True, format="email"),),
        ),
        PlannedEvent(kind="group", properties=(PlannedProperty("plan", types=("string",), required=False),)),
        PlannedEvent(kind="alias"),
        PlannedEvent(name="purchase", kind="revenue", properties=(PlannedProperty("amount", types=("number",), required=True),)),
    ),
    x={"other": {"b": [1, None]}},
)

# No name of the schema language: a remainder is what the language has no field for.
_words = st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=1, max_size=10).filter(lambda word: word.strip() == word)
_kinds: list[Kind] = ["track", "track", "page", "identify", "group", "screen"]
_scalars = st.one_of(_words, st.integers(-(10**9), 10**9), st.booleans(), st.floats(-1e6, 1e6))


@st.composite
def properties(draw: st.DrawFn, depth: int = 1) -> PlannedProperty:
    return PlannedProperty(
        name=draw(_words),
        types=draw(st.sampled_from([(), ("string",), ("integer", "object"), ("array",), ("null",), ("number", "boolean"), ("boolean",)])),
        required=draw(st.none() | st.booleans()),
        nullable=draw(st.booleans()),
        description=draw(_words | st.just("")),
        display_name=draw(_words | st.just("")),
        enum=tuple(draw(st.lists(_scalars, max_size=3))),
        const=draw(st.none() | _scalars),
        format=draw(st.just("") | _words),
        pattern=draw(st.just("") | _words),
        min=draw(st.none() | st.integers(-5, 5) | st.floats(-9, 9)),
        exclusive_max=draw(st.none() | st.integers(-5, 5)),
        max_length=draw(st.none() | st.integers(0, 9)),
        min_items=draw(st.none() | st.integers(0, 9)),
        items=replace(draw(properties(0)), name="", required=None) if depth and draw(st.booleans()) else None,
        properties=draw(named(properties(depth - 1))) if depth else (),
        additional_properties=draw(st.none() | st.booleans()),
        examples=tuple(draw(st.lists(_scalars, max_size=2))),
        pii=draw(st.none() | st.builds(Pii, st.booleans(), _words | st.just(""))),
        json_schema={f"x-{key}": value for key, value in draw(st.dictionaries(_words, _scalars | st.lists(_scalars), max_size=1)).items()},
    )


def named(strategy: st.SearchStrategy[PlannedProperty]) -> st.SearchStrategy[tuple[PlannedProperty, ...]]:
    return st.lists(strategy, max_size=3, unique_by=lambda each: each.name).map(tuple)


@st.composite
def events(draw: st.DrawFn) -> PlannedEvent:
    return PlannedEvent(
        name=draw(_words),
        kind=draw(st.sampled_from(_kinds)),
        version=draw(st.just("") | _words | st.sampled_from(["1", "2", "1-0-0"])),
        description=draw(_words | st.just("")),
        why=draw(_words | st.just("")),
        category=draw(_words | st.just("")),
        owner=draw(_words | st.just("")),
        labels=tuple(draw(st.dictionaries(_words, _words, max_size=2)).items()),
        tags=tuple(draw(st.lists(_words, max_size=2))),
        status=draw(st.none() | st.sampled_from(STATUSES)),
        deprecated=draw(st.none() | st.builds(Deprecation, _words | st.just(""), _words | st.just(""))),
        aliases=tuple(draw(st.lists(st.builds(Alias, _words, st.sampled_from(["renamed", "other"])), max_size=2))),
        additional_properties=draw(st.none() | st.booleans()),
        properties=draw(named(properties())),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    return Plan(
        name=draw(_words | st.just("")),
        description=draw(_words | st.just("")),
        globals=(GlobalProperties("all", properties=draw(named(properties(0)))),) if draw(st.booleans()) else (),
        events=tuple(draw(st.lists(events(), max_size=3, unique_by=lambda event: (event.kind, event.name, event.version)))),
    )


def write_and_read(plan: Plan, name: str) -> Plan:
    """A plan written in a format and read from what was written."""
    format_ = find_format(name)
    assert format_.write is not None
    return format_.read(material(format_.write(plan).files, name))


def material(files: dict[str, bytes] | object, name: str) -> Material:
    assert isinstance(files, dict)
    return Material("plan" if find_format(name).is_folder else f"plan{find_format(name).suffix}", files)


def explain(plan: Plan, capacity: Capacity) -> Plan:
    """What of a plan a format can hold."""
    return fit(plan, capacity)[0]
