"""Naming conventions: whether a name follows one, what it would be in it, and which one a set of names follows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.plan.patterns import fits_pattern, read_pattern
from scanner.plan.words import split_words, word_set

CASES = ("title", "sentence", "lower", "snake", "kebab", "camel", "pascal", "constant")
# Words that title case may leave small.
SMALL_WORDS = word_set("a an the and but or nor for so yet as at by from in into of off on onto out over per to up upon via vs with")
_JOINED = ("snake", "kebab", "camel", "pascal", "constant")
_SEPARATORS = re.compile(r"([.:/])")
_ACRONYMS = word_set("sms url id api faq pdf csv sso otp 2fa nps cta ui qr gps vip tv http https html json xml ai pr sku crm b2b mfa")
_SHOUTED = 5
_SHOWN = {"title": "Title Case", "sentence": "Sentence case", "lower": "lower case", "constant": "CONSTANT_CASE", "pascal": "PascalCase"}

_LEAST_NAMES = 10
_LEAST_SHARE = 0.8


def show_case(case: str) -> str:
    """A convention as people write it: `Title Case`, `snake_case`; a regular expression as it stands."""
    plain = {"snake": "snake_case", "kebab": "kebab-case", "camel": "camelCase"}
    return _SHOWN.get(case) or plain.get(case) or f"of the form {case}"


def follows_case(name: str, case: str) -> bool:
    """Whether a name follows a convention: a word of `CASES`, `any`, or a regular expression for the whole name."""
    if case == "any" or not any(character.isalpha() for character in name):
        return True
    if case in ("title", "sentence", "lower"):
        return _follows_spaced(name, case)
    if case in CASES:
        # a name may have a prefix such as `checkout:` or `client.project.`
        return all(_follows_joined(part, case) for part in _SEPARATORS.split(name)[::2])
    return fits_pattern(case, name, "full") is not False


def is_usable(case: str) -> bool:
    """Whether a convention can be held against names at all."""
    return case in (*CASES, "any", "auto", "") or not read_pattern(case)[1]


def _follows_spaced(name: str, case: str) -> bool:
    words = name.split(" ")
    if "_" in name or not all(words) or any(character.isspace() and character != " " for character in name):
        return False
    if case == "lower":
        return not any(character.isupper() for character in name)
    if _is_shouted(words) or (len(words) == 1 and _humps(name) > 1):
        return False
    if case == "title":
        return all(_is_titled(word, index) for index, word in enumerate(words))
    return _is_titled(words[0], 0) and all(_is_quiet(word) for word in words[1:])


def _is_shouted(words: list[str]) -> bool:
    letters = ["".join(character for character in word if character.isalpha()) for word in words]
    return all(word.isupper() for word in letters if word) and any(len(word) > _SHOUTED for word in letters)


def _humps(word: str) -> int:
    """How many words are run together: 2 for `PageView` and `pageView`, 1 for `Page` and `SMS`."""
    return len(split_words(word)) if word.isalnum() and not word.isupper() else 1


def _is_titled(word: str, index: int) -> bool:
    first = next((character for character in word if character.isalnum()), "")
    if not first.islower():
        return True
    # iOS, macOS and eBook are written so; small words may be small, but not the first
    return any(character.isupper() for character in word[1:4]) or (index > 0 and word.strip("()[],:;!?.\"'").lower() in SMALL_WORDS)


def _is_quiet(word: str) -> bool:
    letters = "".join(character for character in word if character.isalpha())
    return not letters[:1].isupper() or (letters.isupper() and len(letters) <= _SHOUTED) or any(c.isupper() for c in letters[1:])


def _follows_joined(name: str, case: str) -> bool:
    if case in ("camel", "pascal"):
        return name.isalnum() and (name[0].isupper() if case == "pascal" else not name[0].isupper()) and not _is_all_upper(name)
    separator, other = ("-", str.isupper) if case == "kebab" else ("_", str.islower if case == "constant" else str.isupper)
    # a leading underscore marks a property as private to its library
    parts = (name.lstrip("_") if separator == "_" else name).split(separator)
    return all(part.isalnum() and not any(other(character) for character in part) for part in parts)


def _is_all_upper(name: str) -> bool:
    return name.isupper() and len(name) > 1


def to_case(name: str, case: str) -> str:
    """A name in a convention; empty when the convention is a regular expression or the name has no words."""
    if case == "title" and " " in name and "_" not in name and not _is_shouted(name.split(" ")):
        return " ".join(_raise_word(word, index) for index, word in enumerate(name.split()))
    parts = _SEPARATORS.split(name.lower() if _is_shouted(name.split(" ")) else name)
    if case not in _JOINED:
        return join_words(list(split_words(" ".join(parts[::2]))), case)
    parts[::2] = [join_words(list(split_words(part)), case) for part in parts[::2]]
    return "".join(parts) if all(parts) else ""


def _raise_word(word: str, index: int) -> str:
    """A word of a name with spaces, with nothing changed but its first letter."""
    return word if _is_titled(word, index) else _title_word(word, index) if word.isalpha() else word[:1].upper() + word[1:]


def join_words(words: list[str], case: str) -> str:
    """Words put together in a convention; empty when there are none, or it is none of `CASES`."""
    if not words:
        return ""
    lower = [word.lower() for word in words]
    if case == "title":
        return " ".join(_title_word(word, index) for index, word in enumerate(words))
    if case == "sentence":
        return " ".join([_title_word(words[0], 0), *(word if _is_acronym(word) else word.lower() for word in words[1:])])
    if case in ("camel", "pascal"):
        joined = "".join(word[:1].upper() + word[1:] for word in lower)
        return joined if case == "pascal" else lower[0] + joined[len(lower[0]) :]
    separators = {"lower": " ", "snake": "_", "constant": "_", "kebab": "-"}
    if case not in separators:
        return ""
    joined = separators[case].join(lower)
    return joined.upper() if case == "constant" else joined


def _title_word(word: str, index: int) -> str:
    if _is_acronym(word):
        return word.upper() if word.lower() in _ACRONYMS else word
    if index and word.lower() in SMALL_WORDS - {"up", "in", "out", "off", "on", "over"}:
        return word.lower()
    return word[:1].upper() + word[1:].lower()


def _is_acronym(word: str) -> bool:
    return word.lower() in _ACRONYMS or (word.isupper() and 1 < len(word) <= _SHOUTED)


def find_case(names: Iterable[str], fallback: str) -> str:
    """The convention that at least four fifths of at least ten names follow; else the fallback."""
    told = sorted({name for name in names if any(character.isalpha() for character in name)})
    if len(told) < _LEAST_NAMES:
        return fallback
    # a single word in small letters follows nearly every convention, so it says nothing
    telling = [name for name in told if len(split_words(name)) > 1] or told
    order = (fallback, *(case for case in CASES if case != fallback)) if fallback in CASES else CASES
    shares = {case: sum(follows_case(name, case) for name in telling) / len(telling) for case in order}
    best = max(order, key=lambda case: shares[case])
    return best if shares[best] >= _LEAST_SHARE else fallback
