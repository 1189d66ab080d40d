"""Each vendor's table, in the shape that its tool writes."""

from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.model import Location
from scanner.plan.formats import find_format
from tests.support.tables import losses, material, means, problems, read, workbook

SEGMENT = """\
Version,Event Type,Event Name,Property Name,Description,Labels,Property Data Type,Enum Values,Allowed Property Values,Status
1,Track,Order Completed,,An order is paid,team:shop,,,,
1,Track,Order Completed,order_id,Its number,,string,,^o_,required
1,Track,Order Completed,coupon,,,"string,null",,,optional
1,Track,Order Completed,currency,,,string,"EUR,USD",,
1,Track,Order Completed,items,,,array,,,required
1,Track,Order Completed,items.$,,,object,,,
1,Track,Order Completed,items.$.sku,,,string,,,required
1,Track,Order Completed,address.city,,,string,,,
2,Track,Order Completed,,,,,,,
2,Track,Order Completed,total,,,number,,,
1,Identify,,,,,,,,
1,Identify,,email,,,string,,,required
1,Page,Home,,,,,,,
1,Common,,,,,,,,
1,Common,,app,,,any,,,
"""


def test_segment() -> None:
    plan = read(SEGMENT, "segment-csv")
    assert means(
        plan,
        """
        globals: {all: {properties: {app: any}}}
        events:
          - name: Order Completed
            version: 1
            description: An order is paid
            labels: {team: shop}
            properties:
              order_id: {type: string, required: true, description: Its number, pattern: ^o_}
              coupon: {type: string, required: false, nullable: true}
              currency: {type: string, enum: [EUR, USD]}
              items: {type: array, required: true, items: {type: object, properties: {sku: {type: string, required: true}}}}
              address: {type: object, properties: {city: string}}
          - {name: Order Completed, version: 2, properties: {total: number}}
          - {kind: identify, version: 1, properties: {email: {type: string, required: true}}}
          - {kind: page, name: Home, version: 1}
        """,
    )
    assert losses(plan) == []
    assert plan.events[0].origin == Location("plan.csv", 2)
    assert plan.events[0].properties[1].origin == Location("plan.csv", 4)


def test_a_vendors_layout_in_a_workbook() -> None:
    rows = [line.split(",") for line in SEGMENT.splitlines()[:3]]
    plan = read(workbook([["Downloaded for you"], *rows]), "segment-csv", "plan.xlsx")
    assert [event.name for event in plan.events] == ["Order Completed"]
    assert plan.events[0].properties[0].origin == Location("plan.xlsx", 4)


# Exports carry tabs before values, and name an event once or in every row of its properties.
AMPLITUDE = (
    "Action,Object Type,Object Name,Object Description,Event Display Name,Event Source,Event Activity,Event Category,Tags,Property Type,"
    "Property Group Names,Event Property Name,Property Description,Property Value Type,Property Required,Property Is Array,Enum Values,"
    "Const Value,Property Regex,Number Property Value Min,Number Property Value Max,Number Is Integer,Array Min Items,Event First Seen\n"
    ',Event,\tOrder Completed,Paid,Order,"Web, iOS",Active,Orders,"money, core",,,,,,,,,,,,,,,01/02/2026\n'
    ",,,,,,,,,Event Property,,order_id,Its number,string,True,False,,,^o_,,,,,\n"
    ',Event,Order Completed,,,,,,,Event Property,,currency,,enum,False,,"EUR, USD",,,,,,,\n'
    ",,,,,,,,,Event Property,,count,,number,,False,,,,1,5,True,,\n"
    ",,,,,,,,,Event Property,,tags,,string,,True,,,,,,,1,\n"
    ",,,,,,,,,Event Property,,source,,const,,,,shop,,,,,,\n"
    ",,,,,,,,,Event Property Group,Experiment,,,,,,,,,,,,,\n"
    "Ignore,Event,Test Event,,,,,,,,,,,,,,,,,,,,,\n"
    "Remove,Event,Old Event,,,,,,,,,,,,,,,,,,,,,\n"
    ",Property Group,Experiment,Of a test,,,,,,,,,,,,,,,,,,,,\n"
    ",,,,,,,,,Event Property,,variant,,string,True,,,,,,,,,\n"
)


def test_amplitude() -> None:
    plan = read(AMPLITUDE, "amplitude-csv")
    assert means(
        plan,
        """
        sources: [Web, iOS]
        groups: {Experiment: {description: Of a test, properties: {variant: {type: string, required: true}}}}
        events:
          - name: Order Completed
            description: Paid
            category: Orders
            display_name: Order
            tags: [money, core]
            status: active
            sources: [Web, iOS]
            use_groups: [Experiment]
            properties:
              order_id: {type: string, required: true, description: Its number, pattern: ^o_}
              currency: {type: string, required: false, enum: [EUR, USD]}
              count: {type: integer, min: 1, max: 5}
              tags: {type: array, min_items: 1, items: string}
              source: {type: string, const: shop}
            x: {amplitude-csv: {Event First Seen: 01/02/2026}}
          - {name: Old Event, status: removed}
        """,
    )
    assert losses(plan) == ["1 row: to be ignored, as they say themselves; left out"]


def test_amplitude_user_properties() -> None:
    data = (
        "Action,Property Type,Property Name,Property Description,Property Value Type,Property Required,Property Is Array,Enum Values\n"
        ',User Property,plan,Of the account,enum,False,False,"free, paid"\n'
        ",User Property,age,,number,,False,\n"
    )
    assert means(
        read(data, "amplitude-user-csv"),
        """
        events:
          - kind: identify
            properties:
              plan: {type: string, required: false, description: Of the account, enum: [free, paid]}
              age: number
        """,
    )


AVO = """\
Event Name,Event Description,Event Category,Sources,Property Name,Property Description,Property Value Type,Is Property Required?,\
Is Property Array?,Property Enumeration Options,Property Type,Event Tags,Owner,Event Name Mapping: Ads,Property Bundle Name,\
Property Bundle Description,Event Property Bundle Name,Property Regex,Property Name Mapping: Ads,Event Variant Name
Order Completed,Paid,Orders,"Web, iOS",,,,,,,,money; core,Ann,purchase,,,Experiment,,,Checkout v2
Order Completed,,,,order_id,Its number,string,TRUE,FALSE,,Event,,,,,,,^o_,id,
Order Completed,,,,sizes,,string,FALSE,TRUE,"S,M",Event,,,,,,,,,
Order Completed,,,,count,,int,,,,Event,,,,,,,,,
,,,,app,,string,TRUE,FALSE,,System,,,,,,,,,
,,,,email,,string,,,,User,,,,,,,,,
,,,,variant,,string,,,,Event,,,,Experiment,Of a test,,,,
"""


def test_avo() -> None:
    plan = read(AVO, "avo-csv")
    assert means(
        plan,
        """
        sources: [Web, iOS]
        groups: {Experiment: {description: Of a test, properties: {variant: string}}}
        globals: {all: {properties: {app: {type: string, required: true}}}}
        events:
          - name: Order Completed
            description: Paid
            category: Orders
            owner: Ann
            tags: [money, core]
            sources: [Web, iOS]
            destinations: {Ads: purchase}
            use_groups: [Experiment]
            properties:
              order_id:
                {type: string, required: true, description: Its number, pattern: ^o_, aliases: [id],
                 x: {avo-csv: {"Property Name Mapping: Ads": id}}}
              sizes: {type: array, required: false, items: {type: string, enum: [S, M]}}
              count: integer
            x: {avo-csv: {Event Variant Name: Checkout v2}}
          - {kind: identify, properties: {email: string}}
        """,
    )
    assert losses(plan) == []


def test_avo_user_property_of_an_event() -> None:
    head, first = AVO.splitlines()[0], AVO.splitlines()[1]
    plan = read(f"{head}\n{first}\nOrder Completed,,,,email,,string,,,,User,,,,,,,,,\n", "avo-csv")
    assert [event.label for event in plan.events] == ["Order Completed", "identify"]
    assert losses(plan) == ["1 property: sent with one event but planned for identify"]


def test_avo_sheet_of_properties() -> None:
    head = "Property Name,Property Definition,Data Type,Sample Values,Group Type,Sent with Events"
    data = f"{head}\nplan,Of the account,string,free,,A / B\nseats,,int,5,company,A\n"
    assert means(
        read(data, "avo-csv"),
        """
        events:
          - kind: identify
            properties:
              plan: {type: string, description: Of the account, examples: [free], x: {avo-csv: {Sent with Events: A / B}}}
          - kind: group
            properties:
              seats: {type: integer, examples: [5], x: {avo-csv: {Group Type: company, Sent with Events: A}}}
        """,
    )


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            "Event Name,Trigger + Event Description,Event Category,Platform,Property Name,Property Description,Property Type", id="taxonomy"
        ),
        pytest.param("Event Name,Event Definition,Event Category,Platform,Property Name,Property Definition,Data Type", id="template"),
    ],
)
def test_other_sheets_that_avo_takes(head: str) -> None:
    plan = read(f"{head},Sample Values\nSigned Up,When done,Users,Web,,,,\n,,,,method,How,string,email\n", "csv")
    (event,) = plan.events
    (prop,) = event.properties
    assert (event.name, event.description or event.trigger, event.category, event.sources) == ("Signed Up", "When done", "Users", ("Web",))
    assert (prop.name, prop.description, prop.types, prop.examples) == ("method", "How", ("string",), ("email",))
    assert losses(plan) == []


MIXPANEL = """\
Entity Type,Entity Name,Entity Display Name,Entity Description,Event Volume,Event Query Volume,Event Tags,Event Hidden,Event Dropped,\
Property Name,Property Display Name,Property Description,Property Volume,Property Query Volume,Property Type,Property Example Values,\
Property Hidden,Property Dropped,Property Required,Property Sensitive
Event,Order Completed,Order,Paid,17,3,"money, core",FALSE,FALSE,,,,,,,,,,,
,,,,,,,,,order_id,Order ID,Its number,17,1,string,"o_1, o_2",FALSE,FALSE,TRUE,FALSE
,,,,,,,,,tags,,,,,list,,TRUE,TRUE,,
Event,Spam,,,,,,TRUE,TRUE,,,,,,,,,,,
User Profile,,,,,,,,,email,,,,,string,,,,,TRUE
"""


def test_mixpanel() -> None:
    assert means(
        read(MIXPANEL, "mixpanel-csv"),
        """
        events:
          - name: Order Completed
            description: Paid
            display_name: Order
            tags: [money, core]
            properties:
              order_id:
                {type: string, required: true, description: Its number, display_name: Order ID, examples: [o_1, o_2], sensitive: false,
                 hidden: false, x: {mixpanel-csv: {Property Volume: "17", Property Query Volume: "1"}}}
              tags: {type: array, status: blocked, hidden: true}
            x: {mixpanel-csv: {Event Volume: "17", Event Query Volume: "3", Event Hidden: "FALSE"}}
          - name: Spam
            status: blocked
            x: {mixpanel-csv: {Event Hidden: "TRUE"}}
          - {kind: identify, properties: {email: {type: string, sensitive: true}}}
        """,
    )


SHEET = """\
Name,Description,Status,Data Type,Permitted Values
Order Completed,An order is paid,,,
order_id,Its number,required,string,
season,,optional,string,fall|winter|spring
address,,optional,object,
address.city,,required,string,
items,,required,array,
items.$.sku,,required,string,
Signed Up,,,,
"""


def test_intilery_sheet() -> None:
    plan = read(SHEET, "intilery-sheet")
    assert means(
        plan,
        """
        events:
          - name: Order Completed
            description: An order is paid
            properties:
              order_id: {type: string, required: true, description: Its number}
              season: {type: string, required: false, pattern: fall|winter|spring}
              address: {type: object, required: false, properties: {city: {type: string, required: true}}}
              items: {type: array, required: true, items: {type: object, properties: {sku: {type: string, required: true}}}}
          - name: Signed Up
        """,
    )
    assert plan.events[1].origin == Location("plan.csv", 9)


def test_intilery_sheet_with_children_set_in() -> None:
    data = "Name,Status,Data Type,Permitted Values,Labels\nA,,,,team:shop\n"
    data += "  address,optional,object,,\n    city,optional,string,,\n  total,optional,number,,\n"
    (event,) = read(data, "intilery-sheet").events
    assert event.labels == (("team", "shop"),)
    assert [(each.name, [inner.name for inner in each.properties]) for each in event.properties] == [("address", ["city"]), ("total", [])]


PLAN = """\
Event Tracking,,,,,,,,,
Core Events,,,,,,,,,
Name,Why?,Properties,Property Values,Location,Code,Ready?,Installed?,Tested?,Notes
Account Created,To count them,"plan
is_invited
method<<Method>>","free || paid
true || false
-",/signup after form submission,"track('Signed Up', { plan: <<plan>> })",YES,YES,NO,
Logged In,,source,invite (if invited) or organic (no invite),,"analytics.track(""Logged In"")",YES,YES,YES,
Subscription Events,,,,,,,,,
Started,Money,,,account billing page (server side),,NO,NO,NO,soon
"""


def test_intilery_plan() -> None:
    plan = read(PLAN, "intilery-plan")
    assert means(
        plan,
        """
        name: Event Tracking
        events:
          - name: Account Created
            why: To count them
            location: /signup after form submission
            category: Core Events
            status: implemented
            aliases: [{name: Signed Up, reason: code-sample}]
            properties:
              plan: {enum: [free, paid]}
              is_invited: {type: boolean, enum: [true, false]}
            key_patterns: {method*: any}
            x: {intilery-plan: {Code: "track('Signed Up', { plan: <<plan>> })"}}
          - name: Logged In
            category: Core Events
            status: verified
            properties: {source: {examples: [invite (if invited) or organic (no invite)]}}
            x: {intilery-plan: {Code: 'analytics.track("Logged In")'}}
          - name: Started
            why: Money
            location: account billing page (server side)
            category: Subscription Events
            notes: soon
            status: planned
            x: {intilery-plan: {Ready?: "NO", Installed?: "NO", Tested?: "NO"}}
        """,
    )
    assert problems(plan) == ['4: event "Account Created" is called "Signed Up" in its code sample']
    assert [event.origin and event.origin.line for event in plan.events] == [4, 9, 11]


def test_intilery_plan_in_short() -> None:
    data = 'NAME,WHY,PROPERTIES,LOCATION\nUser Signed Up,Growth,"plan\nsource\nlibrary<<Library>>",/signup\n'
    assert means(
        read(data, "intilery-plan"),
        """
        events:
          - name: User Signed Up
            why: Growth
            location: /signup
            properties: [plan, source]
            key_patterns: {library*: any}
        """,
    )


def test_values_that_do_not_stand_beside_their_properties() -> None:
    data = 'Name,Why,Properties,Property Values,Location\nA,because,"one\ntwo",only this,here\n'
    plan = read(data, "intilery-plan")
    assert plan.events[0].x == {"intilery-plan": {"Property Values": "only this"}}
    assert losses(plan) == ["1 cell: the values do not stand line by line beside the properties; kept as they stand"]


VENDORS = {
    "segment-csv": SEGMENT,
    "amplitude-csv": AMPLITUDE,
    "avo-csv": AVO,
    "mixpanel-csv": MIXPANEL,
    "intilery-sheet": SHEET,
    "intilery-plan": PLAN,
}


@pytest.mark.parametrize("name", VENDORS)
def test_what_a_vendor_wrote_comes_back_whole(name: str) -> None:
    format_ = find_format(name)
    assert format_.write is not None
    plan = format_.read(material(VENDORS[name]))
    written = format_.write(plan)
    assert [loss.message for loss in written.losses] == []
    assert format_.read(material(written.files[""])) == plan


@pytest.mark.parametrize("name", VENDORS)
def test_a_table_of_another_kind(name: str) -> None:
    with pytest.raises(PlanError, match=r"^plan\.csv:1: the table has no header of this format: there must be the columns "):
        find_format(name).read(material("Event,Trigger\nA,now\n"))
