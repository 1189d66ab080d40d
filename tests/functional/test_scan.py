from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.cli import main

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]
Capture = pytest.CaptureFixture[str]

LIB = "import { Analytics } from '@segment/analytics-node';\nexport const analytics = new Analytics({ writeKey: 'k' });\n"
EVENTS = "export const Events = { DONE: 'Order Completed' } as const;\n"
CART = (
    "import { analytics } from './lib';\n"
    "import { Events } from './events';\n"
    "export function done(id: string) {\n"
    "  analytics.track({ userId: id, event: Events.DONE, properties: { order_id: id } });\n"
    "}\n"
)
PYTHON = "import segment.analytics as analytics\n\n\ndef done(user):\n    analytics.track(user.id, 'Order Completed', {'order_id': 1})\n"
SHOP = {"src/lib.ts": LIB, "src/events.ts": EVENTS, "src/cart.ts": CART}


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path.parent / f"{tmp_path.name}-cache"))

    def write_files(files: dict[str, str | bytes]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write_files


def scan(capsys: Capture, *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["scan", "--format", "json", *arguments]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def events(document: dict[str, Any]) -> list[tuple[str, int, list[str]]]:
    return [(call["path"], call["line"], call["event"]["names"]) for call in document["calls"]]


FOUND = [("src/cart.ts", 4, ["Order Completed"])]


def test_name_from_another_file(write: Write, capsys: Capture) -> None:
    write(SHOP)
    assert events(scan(capsys)) == FOUND


@pytest.mark.parametrize(
    "arguments", [["--no-cache"], ["--workers", "1"], ["--workers", "3"], ["."], ["src/.."], ["src/cart.ts", "src/lib.ts"]]
)
def test_same_result_however_it_is_asked(write: Write, capsys: Capture, arguments: list[str]) -> None:
    write({**SHOP, "package.json": "{}"})
    assert events(scan(capsys, *arguments)) == FOUND


def test_second_run_gives_the_same_bytes_from_the_cache(write: Write, capsys: Capture) -> None:
    write(SHOP)
    assert scan(capsys) == scan(capsys)


def test_output_does_not_depend_on_the_current_folder(
    write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(SHOP)
    here = scan(capsys)
    monkeypatch.chdir(tmp_path.parent)
    assert scan(capsys, str(tmp_path)) == here
    assert str(tmp_path) not in json.dumps(here)


def test_file_is_read_with_its_project(write: Write, capsys: Capture) -> None:
    write({**SHOP, "package.json": "{}", "src/other.ts": CART.replace("done", "other")})
    assert events(scan(capsys, "src/cart.ts")) == FOUND


def test_file_of_another_folder(write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write({f"shop/{path}": text for path, text in {**SHOP, "package.json": "{}"}.items()})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert events(scan(capsys, "../shop/src/cart.ts")) == FOUND


def test_excluded_file_is_named(write: Write, capsys: Capture) -> None:
    write({**SHOP, "package.json": "{}", "dist/cart.js": CART, "tracklint.toml": "exclude = ['src/cart.ts']"})
    document = scan(capsys, "src/cart.ts", "dist/cart.js")
    assert document["calls"] == []
    assert document["coverage"]["skipped"] == [
        {"path": "dist/cart.js", "reason": "excluded"},
        {"path": "src/cart.ts", "reason": "excluded"},
    ]


TEST_FILE = "src/__tests__/cart.ts"


@pytest.mark.parametrize(
    ("config", "arguments", "found"),
    [
        pytest.param("", [], False, id="default"),
        pytest.param("", ["--include-tests"], True, id="flag"),
        pytest.param("include_tests = true", [], True, id="configured"),
        pytest.param("include_tests = true", ["--no-include-tests"], False, id="flag against configuration"),
    ],
)
def test_calls_in_tests(write: Write, capsys: Capture, config: str, arguments: list[str], found: bool) -> None:
    write({**SHOP, TEST_FILE: CART.replace("'./", "'../"), "tracklint.toml": config})
    assert (TEST_FILE in {call["path"] for call in scan(capsys, *arguments)["calls"]}) is found


# --- input that is not what it should be ------------------------------------------------------------


@pytest.mark.parametrize(
    ("cart", "line"),
    [
        pytest.param(CART.replace("\n", "\r\n").encode(), 4, id="crlf"),
        pytest.param(b"\xef\xbb\xbf" + CART.encode(), 4, id="byte order mark"),
        pytest.param(("\ufeff" + CART).encode("utf-16-le"), 4, id="utf-16"),
        pytest.param(b"// caf\xe9\n" + CART.encode(), 5, id="latin-1"),
        pytest.param(CART.encode() + b"export function broken( {\n", 4, id="broken at the end"),
        pytest.param(CART.encode() + b"const x = " + b"(" * 5000 + b"1" + b")" * 5000 + b";\n", 4, id="deeply nested"),
        pytest.param(CART.encode() + b"const icon = '" + b"A" * 100_000 + b"';\n" + b"// x\n" * 50, 4, id="long line"),
        pytest.param(CART.rstrip("\n").encode(), 4, id="no last line end"),
    ],
)
def test_odd_text_is_read(write: Write, capsys: Capture, cart: bytes, line: int) -> None:
    write({**SHOP, "src/cart.ts": cart})
    assert events(scan(capsys)) == [("src/cart.ts", line, ["Order Completed"])]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("src/blob.ts", CART.encode() + b"\0\0\0", "binary", id="binary"),
        pytest.param("src/big.ts", CART.encode() + b"// x\n" * 500_000, "larger than 2097152 bytes", id="huge"),
        pytest.param("src/all.js", CART.replace("\n", "").encode() + b"var x=1;" * 2000, "minified", id="minified"),
    ],
)
def test_file_that_is_no_source_is_named(write: Write, capsys: Capture, name: str, content: bytes, reason: str) -> None:
    write({**SHOP, name: content})
    document = scan(capsys)
    assert events(document) == FOUND
    assert document["coverage"]["skipped"] == [{"path": name, "reason": reason}]


def test_link_out_of_the_root_is_not_read(write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write({"outside/cart.ts": CART, "shop/a.ts": "export {}\n"})
    (tmp_path / "shop/cart.ts").symlink_to(tmp_path / "outside/cart.ts")
    monkeypatch.chdir(tmp_path / "shop")
    document = scan(capsys)
    assert document["calls"] == []
    assert document["coverage"]["skipped"] == [{"path": "cart.ts", "reason": "symbolic link"}]


@pytest.mark.parametrize("content", [b"", b"\n", b"\0", b"\xff", b"\xff\xfe\0", b"(" * 3000, b"`${" * 500, b"\xed\xa0\x80"])
@pytest.mark.parametrize("name", ["a.ts", "a.tsx", "a.js", "a.py"])
def test_no_content_stops_a_run(write: Write, capsys: Capture, name: str, content: bytes) -> None:
    write({name: b"analytics.track('x')\n" + content, f"b/{name}": content})
    scan(capsys)


def test_broken_source_is_named_and_fails_a_strict_run(write: Write, capsys: Capture) -> None:
    write({**SHOP, "src/cart.ts": CART + "export function broken( {\n"})
    document = scan(capsys)
    assert [error["path"] for error in document["coverage"]["parse_errors"]] == ["src/cart.ts"]
    scan(capsys, "--strict", code=2)


def test_hostile_names_do_not_reach_the_terminal(write: Write, capsys: Capture) -> None:
    write({**SHOP, "src/events.ts": "export const Events = { DONE: '\\x1b[2J\\u202eDone' } as const;\n"})
    for form in ("human", "concise", "table", "json"):
        assert main(["scan", "--format", form]) == 0
        text = capsys.readouterr().out
        assert "Done" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_empty_folder(write: Write, capsys: Capture) -> None:
    write({})
    assert main(["scan"]) == 0
    assert capsys.readouterr().out.startswith("0 events in 0 calls\n")


# --- configuration ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "tracklint.toml",
            "\nexlude = []\nworkers = 'x'\n",
            "tracklint.toml:2: unknown setting `exlude` (did you mean exclude?)",
            id="key",
        ),
        pytest.param("tracklint.toml", "x = [", "not valid TOML", id="toml"),
        pytest.param("pyproject.toml", "[tool.tracklint]\nexlude = []\n", "pyproject.toml:2: unknown setting `exlude`", id="pyproject"),
        pytest.param("tracklint.toml", "packs = ['none.yaml']", "none.yaml: there is no such rule pack", id="pack"),
        pytest.param("tracklint.toml", "exclude = ['!']", "a pattern of include or exclude cannot be read", id="pattern"),
    ],
)
def test_bad_configuration(write: Write, capsys: Capture, name: str, text: str, message: str) -> None:
    write({**SHOP, name: text})
    assert main(["scan"]) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


# --- as a process ----------------------------------------------------------------------------------


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "scanner.cli", *arguments], cwd=folder, env=given, capture_output=True, check=False, timeout=120
    )


def test_output_in_a_plain_locale(write: Write) -> None:
    root = write({**SHOP, "src/events.ts": "export const Events = { DONE: 'Größe 注' } as const;\n"})
    done = run(root, "scan", "--no-cache", "--format", "concise", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.startswith(b"src/cart.ts:4:13: track Gr\\xf6\\xdfe \\u6ce8 [order_id]")
    assert done.stderr == b""


def test_reader_that_goes_away(write: Write) -> None:
    root = write(SHOP)
    command = f"'{sys.executable}' -m scanner.cli scan --no-cache --format json | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False, timeout=120
    )
    assert done.stderr == b""


def test_file_name_that_is_not_utf8(write: Write) -> None:
    root = write(SHOP)
    try:
        os.link(root / "src/cart.ts", os.fsencode(root / "src") + b"/caf\xe9.ts")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    for form in ("concise", "json"):
        done = run(root, "scan", "--no-cache", "--format", form)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"caf\\udce9.ts" in done.stdout
