from __future__ import annotations

import codecs

import pytest

from scanner.fixes import apply_edits
from scanner.model import Edit, Location


def edit(line: int, first: int, last: int, text: str = "NEW") -> Edit:
    return Edit(Location("x", line, first, line, last), text)


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        pytest.param(b"t('old')\n", [edit(1, 4, 7)], b"t('NEW')\n", id="one"),
        pytest.param(b"t('old')\r\nt('old')\r\n", [edit(2, 4, 7)], b"t('old')\r\nt('NEW')\r\n", id="line ends"),
        pytest.param(b"t('old', 'old')", [edit(1, 4, 7), edit(1, 11, 14, "N")], b"t('NEW', 'N')", id="two in a line"),
        pytest.param("ä('old')\n".encode(), [edit(1, 4, 7)], "ä('NEW')\n".encode(), id="characters"),
        pytest.param("ä('old')\n".encode("latin-1"), [edit(1, 4, 7)], "ä('NEW')\n".encode("latin-1"), id="Latin-1"),
        pytest.param(codecs.BOM_UTF8 + b"t('old')\n", [edit(1, 4, 7)], codecs.BOM_UTF8 + b"t('NEW')\n", id="byte order mark"),
        pytest.param(b"a\n// c\nb\n", [Edit(Location("x", 2, 1, 3, 1), "")], b"a\nb\n", id="a whole line"),
        pytest.param(b"t('old')\n", [edit(1, 4, 7), edit(1, 4, 7)], b"t('NEW')\n", id="the same twice"),
    ],
)
def test_edits(before: bytes, edits: list[Edit], after: bytes) -> None:
    change = apply_edits("a.ts", before, edits)
    assert change is not None
    assert (change.before, change.after) == (before, after)


@pytest.mark.parametrize(
    ("before", "edits"),
    [
        pytest.param(b"t('old')", [edit(1, 4, 7), edit(1, 5, 8)], id="overlap"),
        pytest.param(b"t('old')", [edit(9, 1, 2)], id="no such line"),
        pytest.param(b"t('old')", [edit(1, 4, 99)], id="no such column"),
        pytest.param("ä('old')".encode("latin-1"), [edit(1, 4, 7, "€")], id="not in this encoding"),
        pytest.param("t('old')".encode("utf-16"), [edit(1, 4, 7)], id="UTF-16"),
    ],
)
def test_edits_that_do_not_go(before: bytes, edits: list[Edit]) -> None:
    assert apply_edits("a.ts", before, edits) is None


# --- Python ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        pytest.param("t('old')\n", [edit(1, 4, 7)], "t('NEW')\n", id="string"),
        pytest.param('t(u"old")\n', [edit(1, 5, 8)], 't(u"NEW")\n', id="prefix"),
        pytest.param('t("""old""")\n', [edit(1, 6, 9)], 't("""NEW""")\n', id="three quotes"),
        pytest.param("ä = 'old'\n", [edit(1, 6, 9)], "ä = 'NEW'\n", id="characters"),
        pytest.param("t('old')  # c\n", [edit(1, 4, 7), edit(1, 9, 14, "")], "t('NEW')\n", id="comment behind code"),
        pytest.param("a\n# c\nb\n", [Edit(Location("x", 2, 1, 3, 1), "")], "a\nb\n", id="comment alone"),
        pytest.param(
            "def f():\n    # c\n    return 'old'\n",
            [Edit(Location("x", 2, 1, 3, 1), ""), edit(3, 13, 16)],
            "def f():\n    return 'NEW'\n",
            id="in a function",
        ),
        pytest.param("if a:\r\n\tt('old')\r\n", [edit(2, 5, 8)], "if a:\r\n\tt('NEW')\r\n", id="line ends and tabs"),
    ],
)
def test_python(before: str, edits: list[Edit], after: str) -> None:
    change = apply_edits("a.py", before.encode(), edits)
    assert change is not None
    assert change.after == after.encode()


@pytest.mark.parametrize(
    ("before", "edits"),
    [
        pytest.param("t(f'old')\n", [edit(1, 5, 8)], id="template"),
        pytest.param("t(b'old')\n", [edit(1, 5, 8)], id="bytes"),
        pytest.param("t(old)\n", [edit(1, 3, 6)], id="no string"),
        pytest.param("def (\n", [edit(1, 1, 2)], id="no Python"),
    ],
)
def test_python_that_is_left_alone(before: str, edits: list[Edit]) -> None:
    assert apply_edits("a.py", before.encode(), edits) is None
