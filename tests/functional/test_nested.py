"""A small shop that sends objects and lists of objects, held against a plan that says what they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import main

Capture = pytest.CaptureFixture[str]

PLAN = """\
types:
  place:
    type: object
    properties:
      street: {type: string, required: true}
      zip_code: string
events:
  Order Completed:
    properties:
      address: {type: place, required: true}
      products:
        type: array
        items:
          type: object
          additional_properties: false
          properties:
            sku: {type: string, required: true}
            price: {type: number, min: 0}
            maker: place
      tags: {type: array, items: string}
"""
TYPESCRIPT = """\
import posthog from 'posthog-js'
const address = { street: cart.street, zipCode: '1' }
export function order(cart: Cart) {
  const products = []
  for (const line of cart.lines) {
    products.push({ sku: line.sku, color: line.color })
  }
  posthog.capture('Order Completed', { address, products, tags: [1, 2] })
  posthog.capture('Order Completed', { address: { street: cart.street, ...cart.rest }, products: cart.lines.map(asProduct) })
  posthog.capture('Order Completed', { address: cart.address, products: [{ sku: 'A', price: 1, maker: { street: 'x' } }], tags: cart.tags })
}
"""
PYTHON = """\
from posthog import Posthog
client = Posthog("key")
address = {"zip_code": "1"}
address["floor"] = 2
client.capture("u", "Order Completed", properties={"address": address, "products": [{"sku": "A", "price": -1}]})
client.capture("u", "Order Completed", properties={"address": {"street": "x"}, "products": [{"sku": 1, "maker": {}}], "tags": ["x"]})
client.capture("u", "Order Completed", properties={"address": {"street": "x", **more}, "products": [product(each) for each in cart]})
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracking-plan.yaml").write_text(PLAN)
    (tmp_path / "order.ts").write_text(TYPESCRIPT)
    (tmp_path / "order.py").write_text(PYTHON)
    return tmp_path


def check(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    main(["check", "--no-cache", "--format", "json", "--select", "TL11", *arguments])
    findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return findings


def test_what_objects_and_lists_hold_is_held_against_the_plan(capsys: Capture) -> None:
    assert sorted((each["path"], each["line"], each["code"], each["property"]) for each in check(capsys)) == [
        ("order.py", 4, "TL111", "address.floor"),
        ("order.py", 5, "TL113", "address.street"),
        ("order.py", 5, "TL115", "products[].price"),
        ("order.py", 6, "TL113", "products[].maker.street"),
        ("order.py", 6, "TL114", "products[].sku"),
        ("order.ts", 2, "TL112", "address.zipCode"),
        ("order.ts", 6, "TL111", "products[].color"),
        ("order.ts", 8, "TL114", "tags[]"),
    ]


def test_object_that_forbids_more_makes_an_error(capsys: Capture) -> None:
    severities = {each["property"]: each["severity"] for each in check(capsys) if each["code"] == "TL111"}
    assert severities == {"address.floor": "warning", "products[].color": "error"}


def test_key_inside_is_mended_where_it_is_written(shop: Path) -> None:
    main(["check", "--fix", "--no-cache", "--select", "TL112"])
    assert (shop / "order.ts").read_text() == TYPESCRIPT.replace("zipCode", "zip_code")
    assert (shop / "order.py").read_text() == PYTHON


def test_plan_without_what_is_inside_says_nothing_of_it(shop: Path, capsys: Capture) -> None:
    (shop / "tracking-plan.yaml").write_text("events:\n  Order Completed: {properties: {address: object, products: array, tags: array}}\n")
    assert check(capsys) == []


def test_drafted_plan_fits_the_code(shop: Path, capsys: Capture) -> None:
    (shop / "order.ts").write_text(
        "".join(f"{line}\n" for line in TYPESCRIPT.splitlines() if "rest" not in line and "cart.tags" not in line)
    )
    (shop / "order.py").write_text("".join(f"{line}\n" for line in PYTHON.splitlines()[:5]))
    main(["init", "--from-code", "--force"])
    capsys.readouterr()
    plan = (shop / "tracking-plan.yaml").read_text()
    assert "zipCode: {type: string" in plan
    assert check(capsys) == []


def test_scan_lists_what_is_inside(capsys: Capture) -> None:
    main(["scan", "--no-cache", "--format", "json", "order.ts"])
    first, second, _ = json.loads(capsys.readouterr().out)["calls"]
    address, products, tags = first["properties"]["keys"]
    assert [key["name"] for key in address["properties"]] == ["street", "zipCode"]
    assert [key["name"] for key in products["items"]["properties"]] == ["sku", "color"]
    assert tags["items"] == {"type": "integer", "values": ["1", "2"]}
    assert [key.get("complete") for key in second["properties"]["keys"]] == [False, None]
