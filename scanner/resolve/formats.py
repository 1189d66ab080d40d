"""Format strings: what `%` and braces in a text are filled with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scanner.resolve.values import Given, Known, Options, RecordValue, Unknown, Value, join, one_of

_PERCENT = re.compile(r"%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?[sdifrxX@]|%%")
_BRACE = re.compile(r"\{\{|\}\}|\{([\w.]*)(?:\[[^\]]*\])?(?:![rsa])?(?::[^{}]*)?\}")


def format_text(template: Value, given: Sequence[Given], style: str) -> Value:
    """A format string with its arguments put in."""
    if isinstance(template, Options):
        return one_of(format_text(each, given, style) for each in template.values)
    if not isinstance(template, Known):
        return Unknown("a format string that is not known", "string")
    named = {each.keyword: each.value for each in given if each.keyword}
    for each in given:
        if each.spread == "**" and isinstance(each.value, RecordValue):
            named.update({item.key: item.value for item in each.value.items if item.key is not None})
    positional = [each.value for each in given if not each.keyword and not each.spread]
    pattern = _PERCENT if style == "percent" else _BRACE
    return join(_formatted(template, pattern, positional, named))


def _formatted(template: Known, pattern: re.Pattern[str], positional: list[Value], named: Mapping[str, Value]) -> list[Value]:
    parts: list[Value] = []
    position = taken = 0
    for match in pattern.finditer(template.text):
        parts.append(Known(template.text[position : match.start()], template.written, template.trail))
        position = match.end()
        if match[0] in ("%%", "{{", "}}"):
            parts.append(Known(match[0][0], template.written))
            continue
        field = (match[1] or "").split(".")[0]
        if field.isdigit():
            parts.append(positional[int(field)] if int(field) < len(positional) else Unknown("a missing argument"))
        elif field:
            parts.append(named.get(field, Unknown("a missing argument")))
        else:
            parts.append(positional[taken] if taken < len(positional) else Unknown("a missing argument"))
            taken += 1
    parts.append(Known(template.text[position:], template.written, template.trail))
    return [part for part in parts if not (isinstance(part, Known) and not part.text)] or [template]
