from __future__ import annotations

import pytest

from scanner.changes import find_renames

TEXT = "".join(f"line number {number}\n" for number in range(10))


def changed(lines: int) -> str:
    return TEXT.replace("line", "other", lines)


@pytest.mark.parametrize(
    ("gone", "new", "expected"),
    [
        pytest.param({}, {"b.ts": TEXT}, {}, id="nothing gone"),
        pytest.param({"a.ts": TEXT}, {}, {}, id="nothing new"),
        pytest.param({"a.ts": TEXT}, {"b.ts": "else\n"}, {}, id="another file"),
        pytest.param({"a.ts": TEXT}, {"b.ts": changed(6)}, {}, id="less than half"),
        pytest.param({"a.ts": TEXT}, {"a.py": changed(1)}, {}, id="another language"),
        pytest.param({"a.ts": ""}, {"b.ts": "\n\n"}, {}, id="empty files"),
        pytest.param({"a.ts": TEXT}, {"b.ts": TEXT}, {"a.ts": "b.ts"}, id="the same bytes"),
        pytest.param({"a.ts": TEXT}, {"b.ts": changed(5)}, {"a.ts": "b.ts"}, id="half"),
        pytest.param({"a.ts": TEXT}, {"b.ts": TEXT.replace("line", "\tline")}, {"a.ts": "b.ts"}, id="indented"),
        pytest.param({"x/a.ts": TEXT}, {"b.ts": TEXT, "y/a.ts": TEXT}, {"x/a.ts": "y/a.ts"}, id="of two, the one of the same name"),
        pytest.param({"a.ts": TEXT}, {"b.ts": changed(4), "c.ts": changed(1)}, {"a.ts": "c.ts"}, id="of two, the likest"),
        pytest.param({"a.ts": TEXT, "b.ts": changed(2)}, {"c.ts": changed(2)}, {"b.ts": "c.ts"}, id="each only once"),
    ],
)
def test_renames(gone: dict[str, str], new: dict[str, str], expected: dict[str, str]) -> None:
    found = find_renames({path: text.encode() for path, text in gone.items()}, {path: text.encode() for path, text in new.items()})
    assert found == expected
