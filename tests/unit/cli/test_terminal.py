from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from scanner.cli.terminal import ProgressLine, choose_style, complain, write
from scanner.errors import TracklintError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("wish", "terminal", "environment", "colored"),
    [
        pytest.param("auto", True, {}, True, id="terminal"),
        pytest.param("auto", False, {}, False, id="pipe"),
        pytest.param("auto", True, {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param("auto", True, {"NO_COLOR": ""}, True, id="empty NO_COLOR"),
        pytest.param("auto", False, {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="both"),
        pytest.param("auto", True, {"TERM": "dumb"}, False, id="dumb terminal"),
        pytest.param("always", False, {"NO_COLOR": "1"}, True, id="always"),
        pytest.param("never", True, {"FORCE_COLOR": "1"}, False, id="never"),
    ],
)
def test_style(wish: str, terminal: bool, environment: dict[str, str], colored: bool) -> None:
    assert choose_style(wish, Terminal() if terminal else io.StringIO(), environment).colored is colored


def test_write_to_a_file(tmp_path: Path) -> None:
    write("é\n", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == "é\n".encode()


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(TracklintError, match="cannot be written"):
        write("x", tmp_path / "missing" / "out.txt")


def test_stream_that_cannot_hold_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write("注 …\n", None)
    assert stream.buffer.getvalue() == b"\\u6ce8 \\u2026\n"


def test_complaint_of_several_lines_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    complain("first\nsecond \x1b[2J")
    assert capsys.readouterr().err == "tracklint: error: first\ntracklint: error: second \\e[2J\n"


def test_short_run_shows_no_progress() -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line("parse", 1, 2)
    line.clear()
    assert stream.getvalue() == ""


def test_long_run_shows_progress_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("scanner.cli.terminal.time.monotonic", lambda: now[0])
    stream = Terminal()
    line = ProgressLine(stream)
    now[0] = 2.0
    line("parse", 1000, 2000)
    line("parse", 1001, 2000)
    line.clear()
    assert stream.getvalue() == "\r\x1b[Kparse 1,000/2,000\r\x1b[K"
