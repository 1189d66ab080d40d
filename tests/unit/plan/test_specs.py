from __future__ import annotations

import pytest

from scanner.errors import PlanError
from scanner.plan.specs import find_specs, is_spec, load_spec, spec_names

SHOP = ("Product Added", "Order Completed", "Checkout Started")


@pytest.mark.parametrize("name", spec_names())
def test_shipped_spec(name: str) -> None:
    spec = load_spec(name)
    assert spec.name
    assert spec.events
    assert spec.problems == ()
    assert all(event.trigger and event.origin and event.origin.path == f"rules/specs/{name}.yaml" for event in spec.events)


@pytest.mark.parametrize(
    ("short", "name"), [("ecommerce", "Intilery Retail/Ecommerce"), ("b2b", "Intilery B2B SaaS"), ("mobile", "Intilery Native App")]
)
def test_short_name(short: str, name: str) -> None:
    assert load_spec(short).name == name
    assert is_spec(short)


def test_short_names_are_unique() -> None:
    shorts = [short for name in spec_names() for short in load_spec(name).x.get("short", ())]  # type: ignore[attr-defined]
    assert len(shorts) == len(set(shorts))
    assert not set(shorts) & set(spec_names())


def test_unknown_spec() -> None:
    with pytest.raises(PlanError, match='there is no business spec "intilery-comerce"; did you mean "intilery-ecommerce"'):
        load_spec("intilery-comerce")
    assert not is_spec("intilery-comerce")


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        pytest.param(SHOP, ("intilery-ecommerce",), id="three of a shop"),
        pytest.param((*SHOP, "Coupon Entered", "Products Searched"), ("intilery-ecommerce",), id="more of them"),
        pytest.param(("sign_up", "login", "view_item", "add_to_cart"), ("ga4",), id="small letters"),
        pytest.param(SHOP[:2], (), id="two are chance"),
        pytest.param(("order_completed", "product_added", "checkout_started"), (), id="another spelling"),
        pytest.param(("Signup", "Login", "Search"), (), id="others"),
        pytest.param((), (), id="nothing"),
    ],
)
def test_specs_that_code_follows(sent: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert find_specs(sent) == found
