from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from scanner.files.writing import write_file
from scanner.reports.text import Style, safe

_PATIENCE = 1.0
_INTERVAL = 0.1


def choose_style(wish: str, stream: TextIO, environment: Mapping[str, str]) -> Style:
    """Colours as the user wishes; with `auto` only on a terminal, and as NO_COLOR and FORCE_COLOR say."""
    if wish != "auto":
        return Style(wish == "always")
    if environment.get("NO_COLOR"):
        return Style(False)
    if environment.get("FORCE_COLOR"):
        return Style(True)
    return Style(stream.isatty() and environment.get("TERM") != "dumb")


def write(text: str, output: Path | None) -> None:
    """To standard output, or to a file. Raises TracklintError when the file cannot be written."""
    if output is None:
        _write_stream(text, sys.stdout)
    else:
        write_file(output, text.encode("utf-8", "backslashreplace"))


def name_from_here(path: str) -> str:
    """A path, or a text that begins with one, as seen from the current folder when it lies below it."""
    return path.removeprefix(f"{Path.cwd()}{os.sep}")


def complain(message: str) -> None:
    """One line of an error to standard error for each line of the message."""
    for line in message.split("\n"):
        _write_stream(f"tracklint: error: {safe(line)}\n", sys.stderr)


def note(message: str) -> None:
    """A line to standard error that tells something worth knowing and fails nothing."""
    _write_stream(f"tracklint: note: {safe(message)}\n", sys.stderr)


def _write_stream(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding))
    stream.flush()


class ProgressLine:
    """One line on standard error that counts what is done. Shown on a terminal only, and only once a run takes long."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _INTERVAL
        self._shown = True
        self._stream.write(f"\r\x1b[K{step} {done:,}/{total:,}")
        self._stream.flush()

    def clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
