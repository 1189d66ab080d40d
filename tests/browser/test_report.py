"""The page in a real browser. These tests are skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scanner.cli import main
from scanner.model import Coverage, Finding, Location, PropertyKey, Skipped
from scanner.reports.html.page import write_page
from scanner.reports.picture import EventPicture, Picture
from scanner.reports.places import EventPlaces, Site
from scanner.reports.text import SourceLines
from tests.support.calls import make_call, make_result

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

ROOT = Path(__file__).parents[2]
HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>"

Open = Callable[..., "Page"]


class Page:
    """The page that is open."""

    def __init__(self, driver: WebDriver, file: Path) -> None:
        self.driver = driver
        self.file = file

    def go(self, address: str = "") -> Page:
        self.driver.get("about:blank")
        self.complaints()
        self.driver.get(self.file.as_uri() + address)
        return self

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())", selector)
        return found

    def names(self) -> list[str]:
        return self.texts("tr[data-row] a[data-event]")

    def address(self) -> str:
        said: str = self.run("return location.hash")
        return said

    def click(self, selector: str) -> None:
        self.run("document.querySelector(arguments[0]).click()", selector)

    def press(self, key: str, selector: str = "body") -> None:
        from selenium.webdriver.common.by import By

        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(key)

    def search(self, text: str) -> None:
        from selenium.webdriver.common.by import By
        from selenium.webdriver.common.keys import Keys

        field = self.driver.find_element(By.ID, "search")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(Keys.BACKSPACE, text)
        self.wait(lambda: self.address() == (f"#q={text.replace(' ', '+')}" if text else ""))

    def wait(self, holds: Callable[[], bool]) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10).until(lambda _: holds())

    def complaints(self) -> list[str]:
        entries: list[dict[str, str]] = self.driver.execute("getLog", {"type": "browser"})["value"]
        return [entry["message"] for entry in entries]


@pytest.fixture(scope="module")
def shop(browser: WebDriver, tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(ROOT / "sample_repos/storefront_react", folder / "shop")
    file = folder / "report.html"
    assert main(["report", "--no-cache", "-q", "--html", str(file), str(folder / "shop")]) == 0
    return Page(browser, file)


def draw(*events: EventPicture, findings: tuple[Finding, ...] = (), title: str = "") -> str:
    calls = tuple(site.call for event in events for site in event.places.sites)
    coverage = Coverage(9, 8, 7, (Skipped(HOSTILE, HOSTILE),))
    picture = Picture(title, events, findings, make_result(*calls, coverage=coverage), ("plan.yaml",), "1.0")
    return write_page(picture, SourceLines(Source()))


class Source:
    def read(self, path: str) -> bytes | None:
        return f"one\ntwo {HOSTILE}\nthree {HOSTILE}\n".encode()


def event(name: str, *keys: str, link: str = "") -> EventPicture:
    call = make_call(name, *(PropertyKey(key) for key in keys))
    return EventPicture(EventPlaces(name, "track", (Site(call, ("web",), (), link),), False), "unplanned")


def is_shown(page: Page, view: str) -> bool:
    return page.texts("[aria-current=page]")[0].lower().startswith(view)


def test_loads_without_complaint_and_without_a_network(shop: Page) -> None:
    shop.go()
    assert shop.texts("h1") == ["Northgate storefront"]
    assert "Order Completed" in shop.names()
    for view in ("properties", "findings", "wrappers", "coverage", "events"):
        shop.click(f"[data-view={view}]")
        shop.wait(partial(is_shown, shop, view))
        assert shop.texts("#body tr")
    assert shop.run("return performance.getEntriesByType('resource').length") == 0
    assert shop.complaints() == []


def test_search_narrows(shop: Page) -> None:
    shop.go()
    everything = shop.names()
    shop.search("order")
    assert shop.names() != everything
    assert "Order Completed" in shop.names()
    assert "Products Searched" not in shop.names()
    assert shop.texts("#count") == [f"{len(shop.names())} of {len(everything)} events"]
    shop.search("no such event")
    assert shop.names() == []
    assert "No event fits" in shop.texts("#body")[0]
    shop.search("")
    assert shop.names() == everything


def test_search_finds_properties_and_files(shop: Page) -> None:
    assert "Products Searched" in shop.go("#q=results_count").names()
    assert "Products Searched" in shop.go("#q=SearchBox.tsx").names()


def test_filter_by_status(shop: Page) -> None:
    shop.go()
    shop.run("[...document.querySelectorAll('.chip')].find((chip) => chip.innerText.includes('Sent, not planned')).click()")
    assert shop.address() == "#status=unplanned"
    assert set(shop.texts("tr[data-row] .status")) == {"Sent, not planned"}
    assert shop.run("return [...document.querySelectorAll('.chip')].filter((chip) => chip.ariaPressed === 'true').length") == 1


def test_sort(shop: Page) -> None:
    shop.go()
    shop.click("[data-sort=calls]")
    calls = [int(text) if text.isdigit() else 0 for text in shop.texts("tr[data-row] td:nth-child(6)")]
    assert calls == sorted(calls, reverse=True)
    assert shop.run("return document.querySelector('[aria-sort]').ariaSort") == "descending"
    shop.click("[data-sort=name]")
    names = [name for name in shop.names() if name[0].isupper()]
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("event", ["track:Products%20Searched", "Products%20Searched"])
def test_deep_link(event: str, shop: Page) -> None:
    shop.go(f"#event={event}")
    assert shop.texts("#detail h2") == ["Products Searched"]
    detail = shop.texts("#detail")[0]
    assert "src/features/catalog/SearchBox.tsx:15" in detail
    assert "What people look for and do not find." in detail
    assert 'property "resultsCount" is not planned' in detail
    assert shop.texts("#detail .excerpt .hit")[0].startswith("trackEvent(AppEvents.ProductsSearched")
    assert shop.texts("tr[aria-current] a") == ["Products Searched"]
    assert shop.run("return document.title") == "Products Searched – Northgate storefront"


def test_opening_and_going_back(shop: Page) -> None:
    shop.go()
    shop.click('a[data-event="track:Order Completed"]')
    assert shop.texts("#detail h2") == ["Order Completed"]
    assert shop.run("return document.activeElement.id") == "detail-title"
    shop.press("\ue00c")
    assert shop.texts("#detail h2") == []
    assert shop.run("return document.activeElement.dataset.event") == "track:Order Completed"
    shop.driver.back()
    shop.wait(lambda: shop.texts("#detail h2") == ["Order Completed"])


def test_keys(shop: Page) -> None:
    shop.go()
    shop.press("/")
    assert shop.run("return document.activeElement.id") == "search"
    shop.run("document.querySelector('tr[data-row] a[data-event]').focus()")
    first, second = shop.names()[:2]
    shop.press("\ue015", f'a[data-event="track:{first}"]')
    assert shop.run("return document.activeElement.innerText") == second


def test_properties_lead_to_their_events(shop: Page) -> None:
    shop.go("#view=properties")
    shop.run("[...document.querySelectorAll('#body a')].find((one) => one.innerText === 'cart_id').click()")
    shop.wait(lambda: shop.address() == "#key=cart_id")
    assert "Cart Viewed" in shop.names()
    assert "Newsletter Subscribed" not in shop.names()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(shop: Page, scheme: str) -> None:
    feature = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    shop.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", feature)
    shop.go()
    shop.run("localStorage.clear()")
    shop.go()
    paper = "return getComputedStyle(document.body).backgroundColor"
    before = shop.run(paper)
    assert (before == "rgb(255, 255, 255)") == (scheme == "light")
    shop.click("#theme")
    assert shop.run(paper) != before
    shop.go()
    assert shop.run(paper) != before, "the choice is remembered"
    shop.run("localStorage.clear()")


def test_everything_has_a_name(shop: Page) -> None:
    """What can be operated can be told by someone who does not see it."""
    for address in ("", "#view=findings", "#view=properties", "#event=track:Products%20Searched"):
        shop.go(address)
        nameless = shop.run(
            "return [...document.querySelectorAll('button, a, input, select')].filter((one) => !one.hidden && !one.innerText.trim()"
            " && !one.ariaLabel && !(one.labels && one.labels.length)).map((one) => one.outerHTML)"
        )
        assert nameless == []
        assert shop.run("return [...document.querySelectorAll('table')].filter((one) => !one.ariaLabel).length") == 0
        assert shop.run(
            "return [...document.querySelectorAll('[id]')].length === new Set([...document.querySelectorAll('[id]')].map((o) => o.id)).size"
        )


def test_nothing_overflows_a_narrow_window(shop: Page) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    shop.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for address in ("", "#view=findings", "#view=properties", "#view=wrappers", "#view=coverage", "#event=track:Products%20Searched"):
            shop.go(address)
            assert shop.run("return document.documentElement.scrollWidth") <= 390, address
    finally:
        shop.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_hostile_names_do_not_run(browser: WebDriver, page: Path) -> None:
    finding = Finding("TL101", "unplanned-event", "error", HOSTILE, Location(HOSTILE, 2), event=HOSTILE)
    page.write_text(draw(event(HOSTILE, HOSTILE, link="javascript:document.title='owned'"), findings=(finding,), title=HOSTILE))
    opened = Page(browser, page)
    for address in ("", "#view=properties", "#view=findings", "#view=coverage"):
        opened.go(address)
        assert HOSTILE in opened.texts("#body")[0]
        assert opened.run("return document.title") == HOSTILE
        assert opened.run("return document.querySelectorAll('img, body script:not(#data):not(:last-of-type)').length") == 0
    opened.go()
    opened.click("a[data-event]")
    assert opened.texts("#detail h2") == [HOSTILE]
    assert opened.run("return document.title") == f"{HOSTILE} – {HOSTILE}"
    assert opened.run("return [...document.querySelectorAll('a')].filter((one) => !one.getAttribute('href').startsWith('#')).length") == 0
    assert opened.complaints() == []


def test_a_script_that_gets_in_does_not_run(browser: WebDriver, page: Path) -> None:
    """Should some text be read as markup after all, the page's policy still stops it."""
    page.write_text(draw(event("A")))
    opened = Page(browser, page).go()
    opened.run("document.body.insertAdjacentHTML('beforeend', arguments[0])", '<img src="data:," onerror="document.title=\'owned\'">')
    opened.run("const made = document.createElement('script'); made.text = \"document.title = 'owned'\"; document.body.append(made)")
    opened.wait(lambda: len(opened.complaints()) > 0)
    assert opened.run("return document.title") == "Events in plan and code"


def test_two_thousand_events(browser: WebDriver, page: Path) -> None:
    page.write_text(draw(*(event(f"Event {number}", "a", "b", "c") for number in range(2000))))
    opened = Page(browser, page).go()
    assert opened.texts("#count") == ["2,000 events"]
    shown = len(opened.names())
    assert 50 <= shown <= 300
    opened.run("window.scrollTo(0, document.body.scrollHeight)")
    opened.wait(lambda: len(opened.names()) > shown)
    opened.search("event 1999")
    assert opened.names() == ["Event 1999"]
    opened.go("#event=track:Event%201998")
    assert opened.texts("tr[aria-current] a") == ["Event 1998"]
    assert opened.complaints() == []


def test_an_empty_project(browser: WebDriver, page: Path) -> None:
    page.write_text(draw())
    opened = Page(browser, page).go()
    assert "sends no event" in opened.texts("#body")[0]
    assert opened.complaints() == []
