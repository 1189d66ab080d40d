"""The texts behind an SDK's own constants, which are not in the program: `Event.SIGN_UP` is sent as `sign_up`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scanner.resolve.texts import words_of
from scanner.rules.schema import Constant, Conversion, Surface


def text_of_constant(surfaces: Sequence[Surface], path: str) -> str | None:
    """The text of the constant at an access path (`vendor.analytics.Event.SIGN_UP`), by the rules of `surfaces`; None when it is none.

    A rule speaks of the end of the path, so the module may stand before it or not. An implicit member is written with a dot before it.
    """
    for surface in surfaces:
        for known, text in surface.names:
            if path == known or path.endswith(f".{known}"):
                return text
    for surface in surfaces:
        for constant in surface.constants:
            found = _compiled(constant.pattern).fullmatch(path)
            if found is not None:
                return _text(constant, found["star"])
    return None


def _text(constant: Constant, word: str) -> str:
    return f"{constant.before}{_convert(constant.conversion, word)}{constant.after}"


def _convert(conversion: Conversion, text: str) -> str:
    match conversion:
        case "same":
            return text
        case "lower":
            return text.lower()
        case "snake":
            return "_".join(words_of(text))
        case "start":
            return " ".join(word.capitalize() for word in words_of(text))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    known = re.escape(pattern.removesuffix("*"))
    before = "" if pattern.startswith(".") else r"(?:[^\s]*\.)?"
    return re.compile(rf"{before}{known}(?P<star>\w+)")
