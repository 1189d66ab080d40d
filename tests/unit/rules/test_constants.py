from __future__ import annotations

import pytest

from scanner.rules.constants import text_of_constant
from scanner.rules.schema import Constant, Surface

SURFACE = Surface(
    languages=("kotlin",),
    modules=("com.acme",),
    clients=(),
    globals=(),
    receivers=(),
    calls=(),
    constants=(
        Constant("Acme.Event.*", "lower"),
        Constant("AcmeEvent*", "snake"),
        Constant("AcmeParam.*", "lower", before="acme_"),
        Constant("AcmeTitle*", "start", after=" (app)"),
        Constant("AcmeRaw.*", "same"),
        Constant(".acme*", "snake"),
    ),
    names=(("Acme.Event.SIGN_UP", "registered"), ("AcmeEventOdd", "even"), (".bought", "purchase")),
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("Acme.Event.ADD_TO_CART", "add_to_cart", id="constant-of-a-class"),
        pytest.param("com.acme.Acme.Event.ADD_TO_CART", "add_to_cart", id="with-its-package"),
        pytest.param("AcmeEventAddToCart", "add_to_cart", id="part-of-a-name"),
        pytest.param("AcmeEventItemID", "item_id", id="capitals-are-one-word"),
        pytest.param("AcmeEventCategory2", "category2", id="digit-stays-with-its-word"),
        pytest.param("AcmeEventCP1", "cp1", id="capitals-and-digit"),
        pytest.param("AcmeParam.PRICE", "acme_price", id="text-before"),
        pytest.param("AcmeTitleORDER_COMPLETED", "Order Completed (app)", id="text-after"),
        pytest.param("AcmeRaw.AddToCart", "AddToCart", id="as-it-is"),
        pytest.param(".acmeSignUp", "sign_up", id="implicit-member"),
        pytest.param("Acme.Event.SIGN_UP", "registered", id="exception-comes-first"),
        pytest.param("com.acme.AcmeEventOdd", "even", id="exception-with-its-package"),
        pytest.param(".bought", "purchase", id="implicit-exception"),
    ],
)
def test_constants_with_a_rule(path: str, text: str) -> None:
    assert text_of_constant([SURFACE], path) == text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "Acme.Event",
        "Acme.Event.",
        "AcmeEvent",
        "OtherAcme.Event.ADD",
        "Acme.Events.ADD",
        "Acme.Event.ADD.name",
        "MyAcmeEventAdd",
        "other.acmeSignUp",
        "acmeSignUp",
        "bought",
        "Rebought",
        "Acme.Event.ADD\n",
    ],
    ids=repr,
)
def test_no_constants(path: str) -> None:
    assert text_of_constant([SURFACE], path) is None


def test_no_surface_knows_no_constant() -> None:
    assert text_of_constant([], "Acme.Event.ADD_TO_CART") is None
