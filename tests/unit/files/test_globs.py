from __future__ import annotations

import operator

import pytest

from scanner.files.globs import reach


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        pytest.param("a/b", "a/b/c", {2}, id="a folder above"),
        pytest.param("a/**", "a/b/c", {1, 2, 3}, id="any folders at the end"),
        pytest.param("**/c", "a/b/c", {3}, id="any folders in front"),
        pytest.param("", "", {1}, id="an empty name"),
        pytest.param("a/c", "a/b/c", set(), id="another name"),
        pytest.param("a/b/c", "a/b", set(), id="longer than the path"),
        pytest.param("**/d", "a/b/c", set(), id="no such name anywhere"),
    ],
)
def test_reach(pattern: str, path: str, expected: set[int]) -> None:
    assert reach(pattern.split("/"), path.split("/"), operator.eq) == expected
