from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.plan.native import read_plan
from scanner.plan.places import Places
from scanner.plan.places.yaml import write_yaml

PLACES = Places(
    {
        ("track", "A"): ("src/a.ts (send)", "src/b.ts"),
        ("identify", "identify"): ("src/user.py",),
        ("track", "Shell *"): ("src/shell.ts:4,9 (run)",),
    },
    frozenset({("track", "Other")}),
)
LIST = '["src/a.ts (send)", "src/b.ts"]'


def write(text: str, places: Places = PLACES, path: str = "plan.yaml") -> str:
    made = write_yaml(text.encode(), path, places)
    again = write_yaml(made.data, path, places)
    assert again.data == made.data
    read_plan(made.data.decode("utf-8-sig"), path)
    return made.data.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "events:\n  - name: A\n    why: x\n  - name: B\n",
            "events:\n  - name: A\n    why: x\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n  - name: B\n",
            id="added",
        ),
        pytest.param(
            "events:\n  - name: A\n    x-where:\n      - old.ts\n    why: x\n",
            "events:\n  - name: A\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n    why: x\n",
            id="replaced where it stood",
        ),
        pytest.param(
            "events:\n  - x-where: [old.ts]\n    name: A\n",
            "events:\n  - x-where:\n      - src/a.ts (send)\n      - src/b.ts\n    name: A\n",
            id="first key",
        ),
        pytest.param(
            "events:\n  - name: B\n    x-where:\n      - old.ts\n    why: x # y\n",
            "events:\n  - name: B\n    why: x # y\n",
            id="taken out when nothing sends it",
        ),
        pytest.param(
            "events:\n  - x-where:\n      - old.ts\n    name: B\n", "events:\n  - x-where: []\n    name: B\n", id="emptied when first"
        ),
        pytest.param(
            "# head\nevents:   # all\n  # one\n  - name: A   # first\n    why: x    # because\n\n  # two\n  - name: B\n# end\n",
            "# head\nevents:   # all\n  # one\n  - name: A   # first\n    why: x    # because\n"
            "    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n\n  # two\n  - name: B\n# end\n",
            id="comments and blank lines",
        ),
        pytest.param(
            "events:\n- name: A\n  why: |\n    long\n\n    text\n\n\n- name: B",
            "events:\n- name: A\n  why: |\n    long\n\n    text\n  x-where:\n    - src/a.ts (send)\n    - src/b.ts\n\n\n- name: B",
            id="after a block of text",
        ),
        pytest.param(
            "events:\n- name: A\n  why: |+\n    text\n\n- name: B\n",
            "events:\n- name: A\n  why: |+\n    text\n\n  x-where:\n    - src/a.ts (send)\n    - src/b.ts\n- name: B\n",
            id="after a block that keeps its blank lines",
        ),
        pytest.param("events:\n  - {name: A, why: x}\n", f"events:\n  - {{name: A, why: x, x-where: {LIST}}}\n", id="in braces"),
        pytest.param("events:\n  - {name: A, x-where: [old]}\n", f"events:\n  - {{name: A, x-where: {LIST}}}\n", id="replaced in braces"),
        pytest.param("events: {A: {}, B: {}}\n", f"events: {{A: {{x-where: {LIST}}}, B: {{}}}}\n", id="empty braces"),
        pytest.param("events:\n  A: {}\n  B: {}\n", f"events:\n  A: {{x-where: {LIST}}}\n  B: {{}}\n", id="empty braces under a name"),
        pytest.param(
            "events:\n  A:\n    why: x\n  B:\n",
            "events:\n  A:\n    why: x\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n  B:\n",
            id="under a name",
        ),
        pytest.param(
            "events:\n  A:  # first\n  B:\n",
            "events:\n  A:  # first\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n  B:\n",
            id="nothing under a name",
        ),
        pytest.param(
            "events:\n  - A  # first\n  - B\n",
            "events:\n  - name: A  # first\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n  - B\n",
            id="only a name",
        ),
        pytest.param("events: [A, B]\n", f"events: [{{name: A, x-where: {LIST}}}, B]\n", id="only names in brackets"),
        pytest.param("- A\n- B\n", "- name: A\n  x-where:\n    - src/a.ts (send)\n    - src/b.ts\n- B\n", id="a list alone"),
        pytest.param(
            "plan:\n  events:\n    - name: A",
            "plan:\n  events:\n    - name: A\n      x-where:\n        - src/a.ts (send)\n        - src/b.ts",
            id="under plan, no last line end",
        ),
        pytest.param(
            "events:\n  - kind: identify\n  - pattern: Shell *\n",
            "events:\n  - kind: identify\n    x-where:\n      - src/user.py\n"
            "  - pattern: Shell *\n    x-where:\n      - src/shell.ts:4,9 (run)\n",
            id="by kind, by pattern",
        ),
        pytest.param(
            "events:\r\n  - name: A\r\n    why: x\r\n",
            "events:\r\n  - name: A\r\n    why: x\r\n    x-where:\r\n      - src/a.ts (send)\r\n      - src/b.ts\r\n",
            id="line ends kept",
        ),
        pytest.param(
            "\ufeffevents:\n  - name: A\n",
            "\ufeffevents:\n  - name: A\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n",
            id="mark kept",
        ),
        pytest.param(
            "events:\n  - &a\n    name: A\n  - <<: *a\n    name: B\n",
            "events:\n  - &a\n    name: A\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n"
            "  - <<: *a\n    name: B\n    x-where: []\n",
            id="anchors",
        ),
        pytest.param(
            "events:\n  - name: A\n    properties:\n      where: string\n      x: {type: string}\n",
            "events:\n  - name: A\n    properties:\n      where: string\n      x: {type: string}\n"
            "    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n",
            id="after properties",
        ),
    ],
)
def test_write(before: str, after: str) -> None:
    assert write(before) == after


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("events:\n  - name: B\n    location: The checkout page\n", id="nothing to say"),
        pytest.param("events:\n  - name: A\n    x-where: ['src/a.ts (send)', src/b.ts]  # ours\n", id="said already, in another way"),
        pytest.param("events:\n  - name: B\n    x-where: []\n", id="said to be nowhere"),
        pytest.param("events:\n  - name: Other\n    x-where: [other.ts]\n", id="of other code"),
    ],
)
def test_nothing_to_write(text: str) -> None:
    assert write(text) == text


def test_inherited_places_are_not_those_of_the_heir() -> None:
    text = "events:\n  - &a\n    name: A\n    x-where:\n      - src/a.ts (send)\n      - src/b.ts\n  - <<: *a\n    name: B\n"
    assert write(text) == text + "    x-where: []\n"


def test_json() -> None:
    text = '{\n  "events": [\n    {\n      "name": "A",\n      "why": "x"\n    },\n    {"name": "B"}\n  ]\n}\n'
    after = text.replace('"x"\n', f'"x",\n      "x-where": {LIST}\n')
    assert write(text, path="plan.json") == after


@pytest.mark.parametrize(
    ("place", "written"),
    [
        pytest.param("src/a b.ts (send)", '"src/a b.ts (send)"', id="space"),
        pytest.param("src/a: b.ts", '"src/a: b.ts"', id="colon"),
        pytest.param("a.ts # b", '"a.ts # b"', id="comment"),
        pytest.param("no", '"no"', id="a word of YAML"),
        pytest.param("*a.ts", '"*a.ts"', id="alias"),
        pytest.param("a.ts\n- b", '"a.ts\\n- b"', id="line end"),
        pytest.param("ü/\u2028.ts", '"\\u00fc/\\u2028.ts"', id="not ASCII"),
        pytest.param("a.ts (Cart.send)", "a.ts (Cart.send)", id="method"),
        pytest.param("a.ts:7 (Cart.send)", "a.ts:7 (Cart.send)", id="line"),
    ],
)
def test_hostile_places(place: str, written: str) -> None:
    made = write("events:\n  - name: A\n", Places({("track", "A"): (place,)}))
    assert made == f"events:\n  - name: A\n    x-where:\n      - {written}\n"
    assert read_plan(made, "plan.yaml").events[0].x == {"x-where": [place]}


def test_an_event_without_room() -> None:
    text = b'events:\n  - "B\n    C"\n'
    made = write_yaml(text, "plan.yaml", Places({("track", "B C"): ("b.ts",)}))
    assert (made.data, made.notes) == (text, ('plan.yaml:2: "B C" is written in a way that leaves no room for its places',))


def test_a_bad_plan() -> None:
    with pytest.raises(PlanError, match=r"plan\.yaml:2"):
        write_yaml(b"events:\n  - nam: A\n", "plan.yaml", Places({}))
