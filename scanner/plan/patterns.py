"""Regular expressions that come from plans: checked before use, and never allowed to take long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

_LONGEST = 1000
_STEPS = 2_000_000


@lru_cache(maxsize=4096)
def read_pattern(pattern: str) -> tuple[re.Pattern[str] | None, int, str]:
    """The compiled pattern, the longest text it may be held against, and why it cannot be used (empty when it can)."""
    if len(pattern) > _LONGEST:
        return None, 0, f"is longer than {_LONGEST} characters"
    try:
        compiled = re.compile(pattern)
        depth, repeats = _measure(re._parser.parse(pattern))  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError) as error:
        return None, 0, f"is not a regular expression ({error})"
    if depth > 1:
        return None, 0, "repeats a part that itself repeats, which can take for ever"
    # each open repeat may in the worst case try every length: texts are kept so short that this stays small
    return compiled, int(_STEPS ** (1 / repeats)) if repeats else _STEPS, ""


def fits_pattern(pattern: str, text: str, mode: Literal["search", "full"] = "search") -> bool | None:
    """Whether a text fits, anywhere in it or as a whole; None when that cannot be told safely."""
    compiled, longest, _ = read_pattern(pattern)
    if compiled is None or len(text) > longest:
        return None
    return (compiled.search(text) if mode == "search" else compiled.fullmatch(text)) is not None


def _measure(parsed: Any) -> tuple[int, int]:
    """How deep open repeats are nested in a parsed pattern, and how many there are."""
    depth = repeats = 0
    for operation, argument in parsed:
        inner_depth, inner_repeats = _measure_parts(argument)
        is_repeat = str(operation) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[1] > 30
        depth = max(depth, inner_depth + is_repeat)
        # a closed repeat such as (a+){9} counts its parts as often as it runs
        times = min(int(argument[1]), 30) if "REPEAT" in str(operation) else 1
        repeats += inner_repeats * times + is_repeat
    return depth, repeats


def _measure_parts(argument: Any) -> tuple[int, int]:
    """The same for whatever a parsed operation carries: patterns in tuples and lists."""
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        return _measure(argument)
    if not isinstance(argument, tuple | list):
        return 0, 0
    measured = [_measure_parts(part) for part in argument]
    return max((depth for depth, _ in measured), default=0), sum(repeats for _, repeats in measured)
