"""Tables that people make up: every layout that is met, read into the same plan."""

from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.model import Location
from scanner.plan.formats import all_formats, find_format
from tests.support.tables import losses, material, means, problems, read, workbook


@pytest.mark.parametrize(
    ("data", "native"),
    [
        pytest.param(
            "Event Name,Trigger,Property,Type,Required,Description\n"
            "Signed Up,When done,method,string,yes,How\n,,plan,free | paid,no,\nLogged In,,,,,A user is back\n",
            """
            events:
              - name: Signed Up
                trigger: When done
                properties:
                  method: {type: string, required: true, description: How}
                  plan: {type: string, required: false, enum: [free, paid]}
              - {name: Logged In, description: A user is back}
            """,
            id="a-row-a-property",
        ),
        pytest.param(
            "Event,Property,Type\nSigned Up,method,string\nSigned Up,plan,string\n",
            "events: [{name: Signed Up, properties: {method: string, plan: string}}]",
            id="the-event-in-every-row",
        ),
        pytest.param(
            'event_name,trigger,parameters\nestimate_click,Click,"link_url, link_text"\nview,Path,\n',
            "events: [{name: estimate_click, trigger: Click, properties: [link_url, link_text]}, {name: view, trigger: Path}]",
            id="a-list-in-a-cell",
        ),
        pytest.param(
            'Event,Why,Properties\nSigned Up,Growth,"- method: string\n- plan (required): free | paid"\n',
            """
            events:
              - name: Signed Up
                why: Growth
                properties: {method: string, plan: {type: string, required: true, enum: [free, paid]}}
            """,
            id="lines-in-a-cell",
        ),
        pytest.param(
            "event_name,platform,param_1,param_2,revenue_param,notes\nopen,both,source,medium,,Launch\npurchase,ios,product_id,,revenue,\n",
            """
            sources: [ios]
            events:
              - {name: open, notes: Launch, properties: [source, medium], x: {table: {platform: both}}}
              - {name: purchase, sources: [ios], properties: [product_id, revenue]}
            """,
            id="wide-columns",
        ),
        pytest.param(
            "event,param_1,param_1_type,param_1_required,param_2,param_2_value\nA,one,int,yes,two,x\n",
            "events: [{name: A, properties: {one: {type: integer, required: true}, two: {examples: [x]}}}]",
            id="wide-columns-with-types",
        ),
        pytest.param(
            'Event,Required Properties,Optional Properties,Trigger\nA,"one, two",three,now\n',
            """
            events:
              - name: A
                trigger: now
                properties: {one: {required: true}, two: {required: true}, three: {required: false}}
            """,
            id="lists-by-need",
        ),
        pytest.param("Event,Trigger\nA,now\nB,later\n", "events: [{name: A, trigger: now}, {name: B, trigger: later}]", id="only-events"),
        pytest.param(
            "Event,Trigger,Owner\nCheckout,,\nA,now,me\nB,now,me\nC,now,me\n",
            """
            events:
              - {name: A, trigger: now, category: Checkout, owner: me}
              - {name: B, trigger: now, category: Checkout, owner: me}
              - {name: C, trigger: now, category: Checkout, owner: me}
            """,
            id="sections",
        ),
        pytest.param(
            'Event,Properties,Property Values\nA,"one\ntwo","x || y\n5"\n',
            "events: [{name: A, properties: {one: {enum: [x, y]}, two: {examples: ['5']}}}]",
            id="values-beside-properties",
        ),
        pytest.param(
            "Event,Kind,Property,Type\n,identify,email,string\nHome,page,,\n,page,,\n,page,url,string\n",
            """
            events:
              - {kind: identify, properties: {email: string}}
              - {kind: page, name: Home}
              - {kind: page, properties: {url: string}}
            """,
            id="kinds",
        ),
        pytest.param(
            "Event,Property,Type\nShell ${string},library<<Name>>,string\nLiteral \\*,plain,string\n",
            "events: [{pattern: Shell *, key_patterns: {library*: string}}, {name: 'Literal *', properties: {plain: string}}]",
            id="patterns",
        ),
        pytest.param(
            "Event,Property,Type\nA,items,array\nA,items.$,object\nA,items.$.sku,string\nA,user.id,string\n",
            "events: [{name: A, properties: {items: {type: array, items: {type: object, properties: {sku: string}}}, user.id: string}}]",
            id="nested-below-what-is-there",
        ),
        pytest.param(
            'Event,Status,Property,Status,Value\nA,Done,one,required,"Vienna, Austria"\n',
            "events: [{name: A, status: implemented, properties: {one: {required: true, examples: ['Vienna, Austria']}}}]",
            id="status-of-both",
        ),
        pytest.param(
            "Event,Source,Trigger\nA,app/checkout.tsx,now\nB,Android+iOS,now\nC,Implemented hook,\n",
            """
            sources: [Android, iOS, Implemented hook]
            events:
              - {name: A, location: app/checkout.tsx, trigger: now}
              - {name: B, trigger: now, sources: [Android, iOS]}
              - {name: C, sources: [Implemented hook]}
            """,
            id="a-source-that-is-a-file",
        ),
        pytest.param(
            "Event,Trigger,Code\nAccount Created,now,track('Signed Up')\n",
            """
            events:
              - name: Account Created
                trigger: now
                aliases: [{name: Signed Up, reason: code-sample}]
                x: {table: {Code: "track('Signed Up')"}}
            """,
            id="a-sample-with-another-name",
        ),
    ],
)
def test_layouts(data: str, native: str) -> None:
    assert means(read(data, "csv"), native)


def test_a_tsv() -> None:
    assert means(read("Event\tTrigger\nA\tnow\n", "tsv", "plan.txt"), "events: [{name: A, trigger: now}]")


def test_required_has_three_states() -> None:
    (event,) = read("Event,Property,Required\nA,one,yes\nA,two,no\nA,three,\nA,four,if paid\n", "csv").events
    assert [each.required for each in event.properties] == [True, False, None, None]
    assert event.properties[3].x == {"table": {"Required": "if paid"}}


def test_unknown_columns_are_kept_where_they_belong() -> None:
    (event,) = read("Event,Priority,Property,Type,Mask\nA,high,one,string,yes\n,,two,string,\n", "csv").events
    assert event.x == {"table": {"Priority": "high"}}
    assert [each.x for each in event.properties] == [{"table": {"Mask": "yes"}}, {}]


def test_every_event_and_property_knows_its_row() -> None:
    plan = read('Plan of record,,\n\nEvent,Trigger,Property\nA,"two\nlines",one\n,,two\nB,,\n', "csv")
    assert [event.origin for event in plan.events] == [Location("plan.csv", 4), Location("plan.csv", 7)]
    assert [each.origin for each in plan.events[0].properties] == [Location("plan.csv", 4), Location("plan.csv", 6)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            "Event,Trigger,Property,Type\n,now,one,string\nA,,two,string\n",
            ["1 row: something is said before any event is named; left out"],
            id="before-any-event",
        ),
        pytest.param(
            'Event,Properties\nA,"same as above, one"\n',
            ["1 passage: words among properties that name none; kept as they stand"],
            id="words",
        ),
        pytest.param(
            "Event,Property,Type\nA,one,SomeType\n",
            ["1 property: a type that is not known; it is kept as it stands, and any type is right"],
            id="unknown-type",
        ),
        pytest.param("Event,Trigger\nA,now,lost\n", ["1 cell: a column without a title; left out"], id="no-title"),
        pytest.param(
            "Event,Property,Type\nA,one,string\nA,one,number\n",
            ["1 property: planned again for the same event and differently; the first counts"],
            id="a-property-twice",
        ),
        pytest.param(
            "Event,Trigger,Properties\nA,now,one\nA,later,two\n",
            ['1 event: "trigger" is said again and differently; the first counts'],
            id="an-event-twice",
        ),
        pytest.param("Event,Trigger,Properties\nA,now,one\nA,now,two\n", [], id="twice-the-same"),
        pytest.param("Event,Trigger,Properties\nA,n/a,-\n", [], id="nothing-is-no-loss"),
    ],
)
def test_losses(data: str, expected: list[str]) -> None:
    assert losses(read(data, "csv")) == expected


def test_problems() -> None:
    plan = read("Event,Trigger,Code\nA,now,track('B')\nC,now,track('C')\nA,now,\n", "csv")
    assert problems(plan) == [
        '2: event "A" is called "B" in its code sample',
        '4: event "A" is planned again; what its first row, in line 2, says counts',
    ]


def test_all_sheets_of_a_workbook() -> None:
    data = workbook(
        [["Event", "Property", "Type"], ["A", "one", "string"], [None, "two", "boolean"], ["B", "three", None]],
        [["Event", "Trigger"], ["C", "now"]],
        [["Read me"]],
        merged=["A2:A3"],
    )
    plan = read(data, "xlsx", "plan.xlsx")
    assert [(event.name, [each.name for each in event.properties]) for event in plan.events] == [
        ("A", ["one", "two"]),
        ("B", ["three"]),
        ("C", []),
    ]
    assert losses(plan) == ["1 worksheet: no header of events in it; left out"]


def test_a_sheet_for_each_event() -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in ("Signed Up", "User Properties"):
        sheet = book.create_sheet(name)
        sheet.append(["Property", "Type", "Required"])
        sheet.append(["plan", "string", True])
    file = io.BytesIO()
    book.save(file)
    native = """
        events:
          - {name: Signed Up, properties: {plan: {type: string, required: true}}}
          - {kind: identify, properties: {plan: {type: string, required: true}}}
        """
    assert means(read(file.getvalue(), "xlsx", "plan.xlsx"), native)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Item,Requirement,Acceptance evidence,Owner,Status\nWindow,Fix it,Done,,\n", id="a-checklist"),
        pytest.param("Name,Email,Phone\nAnn,a@b.c,1\n", id="people"),
        pytest.param("Event,Date,Count\nParty,2026-01-01,3\n", id="a-calendar"),
        pytest.param("Parameter,Priority,Reason\nplatform,P0,Compare\n", id="parameters-of-nothing"),
        pytest.param("id,name,description\n1,Shirt,Cotton\n", id="products"),
        pytest.param("key,value\na,b\n", id="settings"),
        pytest.param("2026-01-01,Order Completed,5\n", id="data"),
    ],
)
def test_tables_of_something_else(data: str) -> None:
    assert {each.name: score for each in all_formats() if (score := each.recognise(material(data))) > 5} == {}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param("a,b\n1,2\n", "plan.csv:1: the table has no header that is understood", id="no-header"),
        pytest.param("", "plan.csv:1: the table has no header that is understood", id="empty"),
        pytest.param("Event,Kind,Trigger\n,track,now\n", None, id="a-row-without-a-name-is-told"),
    ],
)
def test_not_a_plan(data: str, message: str | None) -> None:
    if message is None:
        assert losses(read(data, "csv")) == ["1 row: something is said before any event is named; left out"]
        return
    with pytest.raises(PlanError) as caught:
        find_format("csv").read(material(data))
    assert str(caught.value).startswith(message)


def test_a_path_that_is_too_deep() -> None:
    with pytest.raises(PlanError, match=r"plan\.csv:3: the property .* is nested more than 20 levels deep"):
        find_format("csv").read(material("Event,Property,Type\nA,a,object\nA," + "a." * 30 + "a,string\n"))
