from __future__ import annotations

import pytest

from scanner.languages.registry import LANGUAGES
from scanner.resolve.program import File
from scanner.resolve.values import External, Global, Ref
from scanner.rules.constants import Constants
from scanner.rules.loading import load_packs
from scanner.rules.schema import Constant, Pack, Surface

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


def file_of(language: str) -> File:
    known = next(each for each in LANGUAGES if each.name == language)
    return File(known.extract(f"a{known.suffixes[0]}", b""), known)


def ref_of(path: str) -> Ref:
    """A path from a free name; the package stands before a slash, an implicit member begins with a dot."""
    module, slash, inside = path.rpartition("/")
    first, *steps = inside.split(".")
    return Ref(External(module), (first, *steps)) if slash else Ref(Global(first), tuple(steps))


def text_of(path: str) -> str | None:
    return Constants([Pack("acme", "Acme", 1, (SURFACE,))]).text_of(ref_of(path), file_of("kotlin"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("Acme.Event.ADD_TO_CART", "add_to_cart", id="constant-of-a-class"),
        pytest.param("com.acme/Acme.Event.ADD_TO_CART", "add_to_cart", id="with-its-package"),
        pytest.param("AcmeEventAddToCart", "add_to_cart", id="part-of-a-name"),
        pytest.param("AcmeEventItemID", "item_id", id="capitals-are-one-word"),
        pytest.param("AcmeEventCategory2", "category2", id="digit-stays-with-its-word"),
        pytest.param("AcmeEventCP1", "cp1", id="capitals-and-digit"),
        pytest.param("AcmeParam.PRICE", "acme_price", id="text-before"),
        pytest.param("AcmeTitleORDER_COMPLETED", "Order Completed (app)", id="text-after"),
        pytest.param("AcmeRaw.AddToCart", "AddToCart", id="as-it-is"),
        pytest.param(".acmeSignUp", "sign_up", id="implicit-member"),
        pytest.param("Acme.Event.SIGN_UP", "registered", id="exception-comes-first"),
        pytest.param("com.acme/AcmeEventOdd", "even", id="exception-with-its-package"),
        pytest.param(".bought", "purchase", id="implicit-exception"),
    ],
)
def test_constants_with_a_rule(path: str, text: str) -> None:
    assert text_of(path) == text


@pytest.mark.parametrize(
    "path",
    [
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
    ],
    ids=repr,
)
def test_no_constants(path: str) -> None:
    assert text_of(path) is None


def test_no_pack_knows_no_constant() -> None:
    assert Constants([]).text_of(ref_of("Acme.Event.ADD_TO_CART"), file_of("kotlin")) is None


def test_the_result_of_a_call_is_no_constant() -> None:
    called = Ref(Global("Acme"), ("Event", "()", "ADD"))

    assert Constants([Pack("acme", "Acme", 1, (SURFACE,))]).text_of(called, file_of("kotlin")) is None


@pytest.mark.parametrize(
    ("sdk", "language", "path", "text"),
    [
        pytest.param(
            "firebase", "kotlin", "com.google.firebase.analytics/FirebaseAnalytics.Event.SELECT_CONTENT", "select_content", id="android"
        ),
        pytest.param("firebase", "java", "FirebaseAnalytics.Param.ITEM_CATEGORY2", "item_category2", id="android-digit"),
        pytest.param("firebase", "swift", "AnalyticsEventAddPaymentInfo", "add_payment_info", id="swift"),
        pytest.param("firebase", "swift", "AnalyticsParameterItemListID", "item_list_id", id="swift-id"),
        pytest.param("firebase", "swift", "AnalyticsParameterAdNetworkClickID", "aclid", id="swift-exception"),
        pytest.param("firebase", "objc", "kFIREventSignUp", "sign_up", id="objc"),
        pytest.param("firebase", "csharp", "FirebaseAnalytics.EventLevelUp", "level_up", id="unity"),
        pytest.param("firebase", "csharp", "FirebaseAnalytics.ParameterCP1", "cp1", id="unity-capitals"),
        pytest.param("appsflyer", "java", "AFInAppEventType.ADD_TO_CART", "af_add_to_cart", id="prefix"),
        pytest.param("appsflyer", "swift", "AFEventParamContentId", "af_content_id", id="prefix-of-a-parameter"),
        pytest.param("appsflyer", "swift", "AFEventTutorial_completion", "af_tutorial_completion", id="mixed-case"),
        pytest.param("facebook-app-events", "kotlin", "AppEventsConstants.EVENT_NAME_ADDED_TO_CART", "fb_mobile_add_to_cart", id="table"),
        pytest.param("facebook-app-events", "swift", ".addedToCart", "fb_mobile_add_to_cart", id="implicit-member"),
        pytest.param("facebook-app-events", "kotlin", "AppEventsConstants.EVENT_PARAM_NUM_ITEMS", "fb_num_items", id="parameter"),
        pytest.param("branch-io", "kotlin", "BRANCH_STANDARD_EVENT.ADD_TO_CART", "ADD_TO_CART", id="as-it-is-written"),
        pytest.param("firebase", "swift", "AnalyticsManager", None, id="a-class-of-the-project"),
        pytest.param("firebase", "kotlin", "MyAnalytics.Event.SIGN_UP", None, id="an-enum-of-the-project"),
        pytest.param("firebase", "kotlin", "AnalyticsEventSignUp", None, id="a-constant-of-another-language"),
        pytest.param("facebook-app-events", "kotlin", ".addedToCart", None, id="implicit-member-of-another-language"),
    ],
)
def test_constants_of_the_shipped_packs(sdk: str, language: str, path: str, text: str | None) -> None:
    pack = next(pack for pack in load_packs() if pack.sdk == sdk)

    assert Constants([pack]).text_of(ref_of(path), file_of(language)) == text
