"""Plans in Markdown: tables of events, headings with tables, headings with lists; and what in a document is no plan."""

from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.model import Location
from scanner.plan.formats import find_format, recognise
from scanner.plan.formats.tables.markdown import escape, read_blocks, split_cells, to_plain
from tests.support.tables import losses, material, means, read

TABLES = """\
# Shop Tracking Plan

What the shop sends.

> Made by a program. Do not edit.

## Table of Contents

- [Orders](#orders)
  - [Order Completed](#order-completed)

## Common Properties

| Property | Type | Required | Description |
| -------- | ---- | -------- | ----------- |
| `app_version` | `string \\| undefined` | No | |

## Identify

### Identify Traits

Sent with every login.

| Property | Type | Required | Description |
| --- | --- | --- | --- |
| `email` | `string` | Yes | Where to write (e.g. `a@b.c`) |

## Orders

### Order Completed

The order is paid.
Sent once.

Fired on bus event: `order:paid`

| Property | Type | Required | Description |
| --- | --- | --- | --- |
| `order_id` | `string` | Yes | Its *number* |
| `view` | `"stage" \\| "text" \\| undefined` | No | |
| `kind` | `SomeKind` | Yes | |

### Order Viewed

| Property | Type | Required |
| --- | --- | --- |
| `order_id` | `string \\| null` | Yes |

### `Shell ${string}`

| Property | Type | Required |
| --- | --- | --- |
| `session_id` | `string` | Yes |

### Order Lost

Nobody knows where it went.
"""

LISTS = """\
# Shop

## Table of Contents

### Orders

- [Order Completed](#event--OrderCompleted)

## Orders

<a name="event--OrderCompleted"></a>

### Order Completed

The order is paid.

**Properties**:

- **order_id** (required): `string`
  - Its number, as in
    the mail.
- **channel** (required): `"stable" | "beta"`
  - Where from.
- 'stable' for all.
- 'beta' for some.
- **status** (optional): `string | undefined`

NOTE: not the order's.

<a name="event--OrderViewed"></a>

### Order Viewed

**Properties**:

- **order_id** (required): `string`

### Order Changed

**Properties**:

- **order_id** (required): `string`

### Order Lost

Nobody knows where it went.
"""


def test_a_heading_and_a_table_for_each_event() -> None:
    plan = read(TABLES, "markdown", "plan.md")
    assert means(
        plan,
        """
        name: Shop Tracking Plan
        description: What the shop sends.
        globals: {all: {properties: {app_version: {type: string, required: false}}}}
        events:
          - kind: identify
            description: Sent with every login.
            properties: {email: {type: string, required: true, description: Where to write (e.g. a@b.c)}}
          - name: Order Completed
            description: "The order is paid.\\nSent once.\\n\\nFired on bus event: order:paid"
            category: Orders
            properties:
              order_id: {type: string, required: true, description: Its number}
              view: {type: string, required: false, enum: [stage, text]}
              kind: {required: true, x: {table: {Type: SomeKind}}}
          - {name: Order Viewed, category: Orders, properties: {order_id: {type: string, required: true, nullable: true}}}
          - {pattern: Shell *, category: Orders, properties: {session_id: {type: string, required: true}}}
          - {name: Order Lost, category: Orders, description: Nobody knows where it went.}
        """,
    )
    assert losses(plan) == [
        "1 passage: text that is about no one event; left out",
        "1 property: a type that is not known; it is kept as it stands, and any type is right",
    ]
    assert plan.events[1].origin == Location("plan.md", TABLES.splitlines().index("### Order Completed") + 1)
    assert plan.events[1].properties[0].origin == Location("plan.md", 39)


def test_a_heading_and_a_list_for_each_event() -> None:
    plan = read(LISTS, "markdown", "plan.md")
    assert means(
        plan,
        """
        name: Shop
        events:
          - name: Order Completed
            description: The order is paid.
            category: Orders
            properties:
              order_id: {type: string, required: true, description: "Its number, as in\\nthe mail."}
              channel:
                {type: string, required: true, enum: [stable, beta], description: "Where from.\\n'stable' for all.\\n'beta' for some."}
              status: {type: string, required: false, description: "NOTE: not the order's."}
          - {name: Order Viewed, category: Orders, properties: {order_id: {type: string, required: true}}}
          - {name: Order Changed, category: Orders, properties: {order_id: {type: string, required: true}}}
          - {name: Order Lost, category: Orders, description: Nobody knows where it went.}
        """,
    )
    assert losses(plan) == []


@pytest.mark.parametrize(
    ("text", "native"),
    [
        pytest.param(
            "| Event | Trigger | Data |\n|---|---|---|\n| `cta_click` | Click | `page`, `service` (`a`\\|`b`) |\n"
            "| `logout` *(custom)* | Out | — |\n",
            """
            events:
              - name: cta_click
                trigger: Click
                properties: {page: any, service: {type: string, enum: [a, b]}}
              - {name: logout, trigger: Out, x: {table: {Event (beside the name): (custom)}}}
            """,
            id="a-table-of-events",
        ),
        pytest.param(
            "| Evento | Cuando | Origen | Parametros principales |\n|---|---|---|---|\n"
            "| `a_b` | Al abrir | cliente + servidor (ver abajo) | `x`, `y` |\n",
            """
            sources: [cliente, servidor]
            events: [{name: a_b, trigger: Al abrir, sources: [cliente, servidor], properties: [x, y]}]
            """,
            id="in-spanish",
        ),
        pytest.param(
            "### Propriedades comuns\n\n| Propriedade | Tipo | Observação |\n|---|---|---|\n| `role` | string | O papel |\n",
            "{globals: {all: {properties: {role: {type: string, description: O papel}}}}, events: []}",
            id="in-portuguese",
        ),
        pytest.param(
            "### Signed Up\n\n| Key | Type |\n|---|---|\n| x | string |\n\n### Logged In\n\n| Key | Type |\n|---|---|\n| x | string |\n\n"
            "### Logged Out\n\n| Key | Type |\n|---|---|\n| x | string |\n",
            "events: {Signed Up: {properties: {x: string}}, Logged In: {properties: {x: string}}, Logged Out: {properties: {x: string}}}",
            id="three-alike-are-events",
        ),
        pytest.param(
            "## Core\n\n| Event | Properties |\n|---|---|\n| `a_b` / `c_d` | x |\n\n"
            "## More\n\n| Event | Properties |\n|---|---|\n| e_f | y |\n",
            """
            events:
              - {name: a_b, category: Core, properties: [x]}
              - {name: c_d, category: Core, properties: [x]}
              - {name: e_f, category: More, properties: [y]}
            """,
            id="several-names-and-tables",
        ),
        pytest.param(
            "| Event | Trigger |\n|---|---|\n| a_b | now |\n\n### `a_b`\n\n| Key | Type |\n|---|---|\n| x | string |\n\n"
            "### The items array\n\n| Key | Type |\n|---|---|\n| y | string |\n",
            "events: [{name: a_b, trigger: now, properties: {x: string}}]",
            id="a-table-of-events-and-more-of-one",
        ),
        pytest.param(
            "## Event: Signed Up\n\n**Trigger:** When done\n\n- **Owner**: Ann\n- **Mood**: good\n\n"
            "### Properties\n\n- `method` (string, required)\n- `plan`: free | paid\n",
            """
            events:
              - name: Signed Up
                trigger: When done
                owner: Ann
                properties: {method: {type: string, required: true}, plan: {type: string, enum: [free, paid]}}
                x: {table: {Mood: good}}
            """,
            id="fields-and-a-list",
        ),
        pytest.param(
            "### 1. Signed Up\n\n```js\ntrack('Signed Up')\n```\n\n| Property | Type |\n|---|---|\n| method | string |\n",
            "events: [{name: Signed Up, properties: {method: string}, x: {table: {Code: \"track('Signed Up')\"}}}]",
            id="numbers-and-code",
        ),
        pytest.param(
            "---\ntitle: x\n---\n\nSigned Up\n---------\n\n| Property | Type |\n|---|---|\n| method | string |\n",
            "events: [{name: Signed Up, properties: {method: string}}]",
            id="front-matter-and-underlined-headings",
        ),
        pytest.param(
            "### User Properties\n\n| Property | Type |\n|---|---|\n| email | string |\n",
            "events: [{kind: identify, properties: {email: string}}]",
            id="user-properties",
        ),
    ],
)
def test_layouts(text: str, native: str) -> None:
    plan = read(text, "markdown", "plan.md")
    if "items array" in text:
        assert losses(plan) == ["1 table: it names no event; left out"]
    assert means(plan, native)


def test_what_is_kept_is_written_where_it_stood() -> None:
    table = "| Property | Type | Mask |\n|---|---|---|\n| kind | SomeKind | yes |\n"
    text = f"### Signed Up\n\n- **call_site**: app.ts\n- **Platform**: both\n\n{table}"
    plan = read(text, "markdown", "plan.md")
    assert plan.events[0].x == {"table": {"call_site": "app.ts", "Platform": "both"}}
    assert plan.events[0].properties[0].x == {"table": {"Type": "SomeKind", "Mask": "yes"}}
    written = find_format("markdown").write
    assert written is not None
    assert written(plan).losses == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Notes\n\nNothing here.\n", id="prose"),
        pytest.param("| Layer | File | Mechanism |\n|---|---|---|\n| Client | a.ts | hook |\n", id="an-architecture"),
        pytest.param("### 1. Settings\n\n| Key | Type | Default |\n|---|---|---|\n| enabled | bool | no |\n", id="settings"),
        pytest.param("| Question | Events |\n|---|---|\n| Which? | `a_b` |\n", id="questions"),
        pytest.param("| Parameter | Priority | Reason |\n|---|---|---|\n| platform | P0 | Compare |\n", id="a-table-of-parameters"),
        pytest.param("```\n| Event | Trigger |\n|---|---|\n| a | b |\n```\n", id="a-table-in-code"),
        pytest.param("<!--\n| Event | Trigger |\n|---|---|\n| a | b |\n-->\n", id="a-table-in-a-comment"),
        pytest.param("| Event | Trigger |\n| a | b |\n", id="no-line-of-dashes"),
        pytest.param("- **One**: two\n- **Three**: four\n", id="a-list-of-words"),
        pytest.param("", id="empty"),
    ],
)
def test_no_plan(text: str) -> None:
    assert find_format("markdown").recognise(material(text, "notes.md")) == 5
    with pytest.raises(PlanError, match=r"^notes\.md:1: the document names no event: there must be a table"):
        find_format("markdown").read(material(text, "notes.md"))


def test_only_markdown_is_read_as_such() -> None:
    assert find_format("markdown").recognise(material(TABLES, "plan.txt")) == 0
    assert recognise(material(TABLES, "PLAN.MD")).name == "markdown"


def test_what_is_about_no_event_is_told() -> None:
    setup = "# Plan\n\n## Setup\n\nInstall it.\n\n| Layer | File |\n|---|---|\n| a | b |\n\n"
    text = f"{setup}## Events\n\n| Event | Trigger |\n|---|---|\n| A | now |\n"
    assert losses(read(text, "markdown", "plan.md")) == [
        "1 passage: text that is about no one event; left out",
        "1 table: it names no event; left out",
    ]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param("| a | b |", ("a", "b"), id="bars"),
        pytest.param("a | b", ("a", "b"), id="no-outer-bars"),
        pytest.param("| a \\| b | c |", ("a \\| b", "c"), id="escaped"),
        pytest.param("| `a \\| b` | c |", ("`a | b`", "c"), id="escaped-in-code"),
        pytest.param("| a | | c |", ("a", "", "c"), id="empty"),
        pytest.param("|  | b |", ("", "b"), id="empty-first"),
    ],
)
def test_cells(line: str, cells: tuple[str, ...]) -> None:
    assert split_cells(line) == cells


@pytest.mark.parametrize("mark", ["*a ", "**a ", "_a ", "`a ", "~~a ", "[a ", "<a ", "\\"])
def test_nothing_but_marks(mark: str) -> None:
    text = mark * 20_000
    assert to_plain(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("**bold** and *thin* and ~~gone~~", "bold and thin and gone", id="emphasis"),
        pytest.param("`a_b` and snake_case_name", "a_b and snake_case_name", id="names-keep-their-underscores"),
        pytest.param("[text](https://x.y) ![alt](z.png)", "text alt", id="links"),
        pytest.param("a<br>b &lt;c&gt; <b>d</b>", "a\nb <c> d", id="html"),
        pytest.param("\\*not\\* bold", "*not* bold", id="escapes"),
        pytest.param("`Array<string>`", "Array<string>", id="code-is-left-alone"),
        pytest.param("`` a`b ``", "a`b", id="a-mark-in-code"),
        pytest.param("2 * 3 * 4", "2 * 3 * 4", id="stars-alone"),
    ],
)
def test_plain(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a | b",
        "*x* _y_ `z`",
        "[a](b)",
        "# no heading",
        "- no item",
        "1. no item",
        "a\nb",
        "&amp;",
        "\\*",
        "~~x~~",
    ],
)
def test_what_is_escaped_is_only_text(text: str) -> None:
    assert to_plain(escape(text)) == text
    (block,) = [block for block in read_blocks(escape(text), "x.md") if block.text]
    assert block.kind == "text"
    assert "<" not in escape(text).replace("<br>", "").replace("\\<", "")
