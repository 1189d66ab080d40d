from __future__ import annotations

import pytest

from scanner.fixes.settle import Lines, settle
from scanner.model import Edit, Location


def wish(text: str, old: str = "order completed", new: str = "Order Completed", path: str = "a.ts", column: int = 7) -> Edit | None:
    return settle(Edit(Location(path, 1, column, 1, column + 9), new, old), Lines.of(path, text.encode()))


@pytest.mark.parametrize(
    ("text", "path", "column"),
    [
        pytest.param("track('order completed')", "a.ts", 8, id="single quotes"),
        pytest.param('track("order completed")', "a.py", 8, id="double quotes"),
        pytest.param("track(`order completed`)", "a.ts", 8, id="template without a part"),
        pytest.param('track(@"order completed")', "a.m", 9, id="Objective-C"),
        pytest.param("größe('order completed')", "a.ts", 8, id="columns count characters"),
    ],
)
def test_string(text: str, path: str, column: int) -> None:
    assert wish(text, path=path) == Edit(Location(path, 1, column, 1, column + 15), "Order Completed")


@pytest.mark.parametrize(
    ("text", "old", "new", "path"),
    [
        pytest.param("track('order completed')", "order complete", "x", "a.ts", id="another text"),
        pytest.param("track(event)", "order completed", "x", "a.ts", id="a variable"),
        pytest.param("track('order ' + 'completed')", "order completed", "x", "a.ts", id="put together"),
        pytest.param("track(`order ${state}`)", "order completed", "x", "a.ts", id="template"),
        pytest.param('track("order #{state}")', "order completed", "x", "a.rb", id="interpolation"),
        pytest.param("track('order\\x20completed')", "order completed", "x", "a.ts", id="escape"),
        pytest.param("track('order completed\")", "order completed", "x", "a.ts", id="quotes that do not match"),
        pytest.param("track(f'order completed')", "order completed", "x", "a.py", id="prefix"),
        pytest.param("track('order completed')", "order completed", "Order 'Completed'", "a.ts", id="a quote in the new name"),
        pytest.param("track('order completed')", "order completed", "Order $Completed", "a.ts", id="a dollar in the new name"),
        pytest.param("track('order completed')", "order completed", "Order\nCompleted", "a.ts", id="a line end in the new name"),
        pytest.param("track('order completed')", "order completed", "Order\\Completed", "a.ts", id="a backslash in the new name"),
        pytest.param("track('order completed')", "order completed", "Order {0}", "a.ts", id="braces in the new name"),
        pytest.param("short", "order completed", "x", "a.ts", id="no such column"),
    ],
)
def test_what_is_left_alone(text: str, old: str, new: str, path: str) -> None:
    assert wish(text, old, new, path) is None


@pytest.mark.parametrize(
    ("text", "old", "new", "path", "expected"),
    [
        pytest.param("{ 'orderId': 1 }", "orderId", "order_id", "a.ts", (4, 11), id="quoted key"),
        pytest.param("{ orderId: 1 }", "orderId", "order_id", "a.ts", (3, 10), id="bare key"),
        pytest.param("{ orderId : 1 }", "orderId", "order_id", "a.vue", (3, 10), id="bare key, space"),
        pytest.param("{ :orderId => 1 }", "orderId", "order_id", "a.rb", (4, 11), id="symbol"),
        pytest.param("{ orderId }", "orderId", "order_id", "a.ts", None, id="short form"),
        pytest.param("{ orderId, x }", "orderId", "order_id", "a.ts", None, id="short form, first"),
        pytest.param("{ orderId: 1 }", "orderId", "order id", "a.ts", None, id="no word"),
        pytest.param("f(orderId: 1)", "orderId", "order_id", "a.rb", None, id="keyword argument"),
        pytest.param("f(orderId=1)", "orderId", "order_id", "a.py", None, id="keyword argument, Python"),
        pytest.param("{ orderId::x }", "orderId", "order_id", "a.ts", None, id="two colons"),
    ],
)
def test_key(text: str, old: str, new: str, path: str, expected: tuple[int, int] | None) -> None:
    found = wish(text, old, new, path, column=3)
    assert (found and (found.location.column, found.location.end_column)) == expected


@pytest.mark.parametrize(
    ("lines", "place", "expected"),
    [
        pytest.param(["x // c", "y"], (1, 3, 1, 7), (1, 2, 1, 7), id="behind code"),
        pytest.param(["  // c", "y"], (1, 3, 1, 7), (1, 1, 2, 1), id="alone"),
        pytest.param(["f(/* c */ x)"], (1, 3, 1, 10), (1, 3, 1, 10), id="in the middle"),
        pytest.param(["x", "// c"], (2, 1, 2, 5), None, id="at the end, without a line end"),
        pytest.param(["/* a", "c */", ""], (1, 1, 2, 5), None, id="over lines"),
    ],
)
def test_comment_that_goes(lines: list[str], place: tuple[int, int, int, int], expected: tuple[int, int, int, int] | None) -> None:
    found = settle(Edit(Location("a.ts", *place), ""), Lines.of("a.ts", "\n".join(lines).encode()))
    assert found == (Edit(Location("a.ts", *expected), "") if expected else None)


def test_an_exact_edit_stays() -> None:
    edit = Edit(Location("a.ts", 1, 1, 1, 2), "x")
    assert settle(edit, Lines.of("a.ts", b"abc")) == edit
