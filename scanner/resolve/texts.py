"""Text conversions that code applies to names: evaluated on exact text, kept for later on text that is not known yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scanner.resolve.values import Applied, EnumValue, Joined, Known, Options, Ref, Unknown, Value, is_of_parameter, one_of, text_of_enum


def words_of(text: str) -> list[str]:
    """The words of a name in any case: `orderCompleted`, `order_completed`, `Order Completed`, `HTTPError2` -> lower-case words."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])", r"\1\3 \2\4", text)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def _camel(text: str) -> str:
    words = words_of(text)
    return "".join(words[:1] + [word.capitalize() for word in words[1:]])


def _replace(text: str, old: str, new: str) -> str:
    return text.replace(old, new)


def _replace_first(text: str, old: str, new: str) -> str:
    return text.replace(old, new, 1)


_CONVERSIONS: Mapping[str, Callable[..., str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
    "trim": str.strip,
    "upper_first": lambda text: text[:1].upper() + text[1:],
    "lower_first": lambda text: text[:1].lower() + text[1:],
    "snake": lambda text: "_".join(words_of(text)),
    "kebab": lambda text: "-".join(words_of(text)),
    "camel": _camel,
    "pascal": lambda text: "".join(word.capitalize() for word in words_of(text)),
    "start": lambda text: " ".join(word.capitalize() for word in words_of(text)),
    "replace": _replace,
    "replace_first": _replace_first,
    "remove_prefix": lambda text, prefix: text.removeprefix(prefix),
    "remove_suffix": lambda text, suffix: text.removesuffix(suffix),
}

# What methods and library functions of many languages call these conversions.
_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("lower", "toLowerCase", "toLocaleLowerCase", "lowercase", "lowercased", "downcase", "ToLower", "casefold"), "lower"),
    **dict.fromkeys(("upper", "toUpperCase", "toLocaleUpperCase", "uppercase", "uppercased", "upcase", "ToUpper"), "upper"),
    **dict.fromkeys(("title", "titleize", "titlecase", "titleCase"), "title"),
    **dict.fromkeys(("capitalize", "capitalized"), "capitalize"),
    **dict.fromkeys(("strip", "trim", "trimStart", "trimEnd", "lstrip", "rstrip", "Trim"), "trim"),
    **dict.fromkeys(("upperFirst", "ucfirst"), "upper_first"),
    **dict.fromkeys(("lowerFirst", "lcfirst"), "lower_first"),
    **dict.fromkeys(("snakeCase", "snakecase", "snake_case", "toSnakeCase", "underscore", "to_snake_case"), "snake"),
    **dict.fromkeys(("kebabCase", "kebabcase", "paramCase", "toKebabCase", "dasherize", "slugify", "parameterize"), "kebab"),
    **dict.fromkeys(("camelCase", "camelcase", "toCamelCase", "camelize"), "camel"),
    **dict.fromkeys(("pascalCase", "toPascalCase"), "pascal"),
    **dict.fromkeys(("startCase", "capitalCase", "toTitleCase"), "start"),
    **dict.fromkeys(("replaceAll", "gsub"), "replace"),
    **dict.fromkeys(("replace",), "replace"),
    **dict.fromkeys(("removeprefix", "delete_prefix"), "remove_prefix"),
    **dict.fromkeys(("removesuffix", "delete_suffix"), "remove_suffix"),
}

# What projects call conversions of their own: `toSnakeCaseFromCamelCase`, `camelCaseToKebabCase`, `convert_to_snake_case`, `snakeCased`.
_OWN_CONVERSION = re.compile(
    r"(?i)^(?:(?:convert|camel|pascal)(?:ed)?_?(?:case)?_?)?(?:to_?|2)?(snake|kebab)_?cased?(?:_?string)?(?:_?from_?\w*)?$"
)
_TAKES = {"replace": 2, "replace_first": 2, "remove_prefix": 1, "remove_suffix": 1}


def conversion_named(name: str, family: str) -> str | None:
    """The conversion that a method or function of this name is, or None. In JavaScript `replace` changes the first place only."""
    if name == "replace" and family == "javascript":
        return "replace_first"
    if name in _NAMES:
        return _NAMES[name]
    own = _OWN_CONVERSION.match(name)
    return own[1].lower() if own is not None else None


def convert(operation: str, arguments: tuple[Value, ...], value: Value) -> Value:
    """Apply a conversion. Unknown when the value cannot be text."""
    texts = [argument.text for argument in arguments if isinstance(argument, Known)]
    needed = _TAKES.get(operation, 0)
    if len(texts) < needed:
        return Unknown("a replacement that is not known", "string")
    return _convert(operation, tuple(texts[:needed]), value)


def _convert(operation: str, arguments: tuple[str, ...], value: Value) -> Value:
    match value:
        case Known(text=text, written=written, trail=trail):
            return Known(_CONVERSIONS[operation](text, *arguments), written, trail)
        case EnumValue():
            inner = text_of_enum(value)
            return inner if isinstance(inner, EnumValue) else _convert(operation, arguments, inner)
        case Options(values=values):
            return one_of(_convert(operation, arguments, each) for each in values)
        case Joined(parts=parts) if operation in ("lower", "upper", "replace"):
            return Joined(tuple(_convert(operation, arguments, part) for part in parts))
        case Joined() | Ref() | Applied() if value.symbolic and (not isinstance(value, Ref) or is_of_parameter(value)):
            return Applied(operation, arguments, value)
        case Joined() | Ref() | Applied():
            return Unknown("text that is not known", "string")
        case Unknown(reason=reason):
            return Unknown(reason, "string")
        case _:
            return Unknown("no text")


def reapply(applied: Applied, value: Value) -> Value:
    """The conversion kept in `applied`, now that its value is `value`."""
    return _convert(applied.operation, applied.arguments, value)
