from __future__ import annotations

import pytest

from scanner.plan.wildcards import match_path, match_wildcard


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        pytest.param("Shell *", "Shell Opened", True, id="end"),
        pytest.param("Shell *", "Shell ", True, id="nothing"),
        pytest.param("* Viewed", "Cart Viewed", True, id="start"),
        pytest.param("A*B*C", "A--B--B--C", True, id="several"),
        pytest.param("*", "", True, id="anything"),
        pytest.param("Cart", "Cart", True, id="no-star"),
        pytest.param("Shell *", "Shell", False, id="space-missing"),
        pytest.param("Shell *", "shell Opened", False, id="case"),
        pytest.param("A*B", "AB!", False, id="rest"),
        pytest.param("a.c", "abc", False, id="dot-is-a-dot"),
        pytest.param("[ab]", "a", False, id="brackets-are-brackets"),
        pytest.param("*" * 40 + "b", "a" * 5000, False, id="many-stars"),
    ],
)
def test_match_wildcard(pattern: str, text: str, fits: bool) -> None:
    assert match_wildcard(pattern, text) is fits


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        pytest.param("apps/web/**", "apps/web/src/a.ts", True, id="below"),
        pytest.param("apps/web/", "apps/web", True, id="itself"),
        pytest.param("**/*.ts", "a.ts", True, id="any-folder-or-none"),
        pytest.param("src/**/b/*.ts", "src/a/b/c.ts", True, id="in-between"),
        pytest.param("*.test.ts", "src/a.test.ts", True, id="name-anywhere"),
        pytest.param("legacy", "src/legacy/a.ts", True, id="folder-anywhere"),
        pytest.param("./apps/*/a.ts", "apps/web/a.ts", True, id="one-folder"),
        pytest.param("**", "a/b/c", True, id="everything"),
        pytest.param("apps/web/**", "apps/website/a.ts", False, id="longer-name"),
        pytest.param("apps/*/a.ts", "apps/web/src/a.ts", False, id="two-folders"),
        pytest.param("src/*.ts", "lib/src/a.ts", False, id="anchored"),
        pytest.param("*.ts", "a.tsx", False, id="other-suffix"),
    ],
)
def test_match_path(glob: str, path: str, fits: bool) -> None:
    assert match_path(glob, path) is fits


@pytest.mark.parametrize("glob", ["apps/web", "apps/web/"])
def test_a_folder_stands_for_all_below_it(glob: str) -> None:
    assert match_path(glob, "apps/web/src/a.ts")


def test_many_double_stars_stay_cheap() -> None:
    assert not match_path("**/a/" * 50 + "b", "a/" * 200 + "c")
