from __future__ import annotations

import codecs
from dataclasses import dataclass

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file as UTF-8, without its byte order mark; line ends are as they were.

    `encoding` is what the bytes were in. `note` says what a reader should know, empty for plain UTF-8.
    `mark` is the byte order mark that was taken off: whoever writes the file again puts it back.
    """

    text: bytes
    encoding: str = "utf-8"
    note: str = ""
    mark: bytes = b""


def decode(data: bytes) -> Decoded:
    """Never fails: text in an unknown encoding is read as Latin-1, with a note."""
    if data.startswith(UTF16_MARKS):
        return _decode_utf16(data)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    body = data[len(mark) :]
    if _is_utf8(body):
        return Decoded(body, mark=mark)
    return Decoded(body.decode("latin-1").encode("utf-8"), "latin-1", "not UTF-8, read as Latin-1", mark)


def _decode_utf16(data: bytes) -> Decoded:
    text = data.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return Decoded(text, "utf-16", "read as UTF-16", data[:2])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
