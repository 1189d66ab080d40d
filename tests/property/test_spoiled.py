"""Whatever stands in the files, a scan ends, says what it could not read, and says the same again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from scanner.files import MemorySource
from scanner.model import ScanResult
from scanner.rules.scan import scan_project
from tests.property.samples import Texts, spoiled_samples
from tests.unit.rules.calls import shipped_packs

# How a scan tells that a reader raised: it goes on without the file, but it must not come to that.
CRASHED = "could not be read ("
DEEP = 3_000


def scan(texts: Texts) -> ScanResult:
    return scan_project(MemorySource(texts), shipped_packs())


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(spoiled_samples())
def test_a_spoiled_sample_is_scanned_twice_alike(texts: Texts) -> None:
    result = scan(texts)
    assert result == scan(texts)
    assert list(result.calls) == sorted(result.calls, key=lambda call: call.location)
    assert [error for error in result.coverage.parse_errors if error.message.startswith(CRASHED)] == []
    assert {call.location.path for call in result.calls} <= texts.keys()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.ts", "(" * DEEP + "posthog" + ")" * DEEP, id="parentheses"),
        pytest.param("a.ts", "posthog.capture(" + "[" * DEEP, id="open lists"),
        pytest.param("a.ts", "posthog.capture(" + "{a:" * DEEP + "1" + "}" * DEEP + ")", id="records"),
        pytest.param("a.ts", "const x = posthog" + ".a" * DEEP + "()", id="members"),
        pytest.param("a.ts", "const x = posthog" + ".a()" * DEEP, id="chain"),
        pytest.param("a.ts", "posthog.capture(" + " + ".join(["a"] * DEEP) + ")", id="sum"),
        pytest.param("a.ts", "posthog.capture(" + "x ? 'a' : " * DEEP + "'b')", id="ternaries"),
        pytest.param("a.ts", "posthog;" + "() => " * DEEP + "1", id="functions"),
        pytest.param("a.ts", "posthog;" + "if (x) {" * DEEP + "}" * DEEP, id="blocks"),
        pytest.param("a.tsx", "const posthog = " + "<a>" * DEEP + "</a>" * DEEP, id="elements"),
        pytest.param(
            "a.ts", "let a0 = posthog;\n" + "".join(f"let a{n + 1} = a{n};\n" for n in range(DEEP)) + f"a{DEEP}.capture('A')", id="names"
        ),
        pytest.param("a.py", "posthog\nx = " + "(" * DEEP + "1" + ")" * DEEP, id="python parentheses"),
        pytest.param("a.py", "posthog\nx = " + "{'a': " * DEEP + "1" + "}" * DEEP, id="python dicts"),
        pytest.param("a.py", "posthog\n" + "".join(" " * n + "if x:\n" for n in range(300)) + " " * 300 + "pass\n", id="python blocks"),
        pytest.param("a.py", "posthog\nx = a" + ".b()" * DEEP, id="python chain"),
        pytest.param("a.rb", "posthog\nx = " + "[" * DEEP + "]" * DEEP, id="ruby lists"),
        pytest.param("a.go", "package a\nvar posthog = " + "(" * DEEP + "1" + ")" * DEEP, id="go parentheses"),
        pytest.param("A.java", "class posthog { int x = " + "(" * DEEP + "1" + ")" * DEEP + "; }", id="java parentheses"),
        pytest.param("A.kt", "val posthog = " + "(" * DEEP + "1" + ")" * DEEP, id="kotlin parentheses"),
        pytest.param("A.swift", "let posthog = " + "[" * DEEP + "]" * DEEP, id="swift lists"),
        pytest.param("a.html", "<div posthog>" * DEEP, id="open tags"),
        pytest.param("a.vue", "<template>" + "<div>" * DEEP + "{{ posthog }}" + "</div>" * DEEP + "</template>", id="template"),
    ],
)
def test_deep_nesting_ends(path: str, text: str) -> None:
    result = scan({path: text.encode()})
    assert result.coverage.files_parsed == 1
    assert [error.message for error in result.coverage.parse_errors if error.message.startswith(CRASHED)] == []
