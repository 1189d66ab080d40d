from __future__ import annotations

import pytest

from scanner.files import Decoded, decode


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"x = 1\n", Decoded(b"x = 1\n"), id="ascii"),
        pytest.param("ü".encode(), Decoded("ü".encode()), id="utf-8"),
        pytest.param(b"a\r\nb\r\n", Decoded(b"a\r\nb\r\n"), id="crlf is kept"),
        pytest.param(b"", Decoded(b""), id="empty"),
        pytest.param(b"\xef\xbb\xbfx", Decoded(b"x", mark=b"\xef\xbb\xbf"), id="utf-8 with a mark"),
        pytest.param(b"\xff\xfex\0", Decoded(b"x", "utf-16", "read as UTF-16", b"\xff\xfe"), id="utf-16 little endian"),
        pytest.param(b"\xfe\xff\0x", Decoded(b"x", "utf-16", "read as UTF-16", b"\xfe\xff"), id="utf-16 big endian"),
        pytest.param(b"caf\xe9", Decoded("café".encode(), "latin-1", "not UTF-8, read as Latin-1"), id="latin-1"),
        pytest.param(b"\xff\xfe\0\xd8", Decoded("\ufffd".encode(), "utf-16", "read as UTF-16", b"\xff\xfe"), id="half a surrogate pair"),
    ],
)
def test_decode(data: bytes, expected: Decoded) -> None:
    assert decode(data) == expected
