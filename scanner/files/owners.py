"""Who owns a file, by CODEOWNERS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scanner.files.globs import match_wildcard, reach
from scanner.files.text import decode
from scanner.reading import DISK, Reader

# In the order in which hosts look for it.
_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_MAX_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """One line. `pattern` holds the parts of a path from the top, `**` for any folders; no owners means that nobody owns what it fits."""

    pattern: tuple[str, ...]
    owners: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Owners:
    """The rules of a repository, in the order of its file. The last one that fits a path decides."""

    rules: tuple[OwnerRule, ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, given as a posix path from the top of the repository; none when nobody is named for it."""
        parts = tuple(path.split("/"))
        return next((rule.owners for rule in reversed(self.rules) if _fits(rule.pattern, parts)), ())


def read_owners(top: Path, reader: Reader = DISK) -> Owners:
    """The rules of the repository at `top`: of the first file that there is. None at all when there is no such file."""
    found = next((top / place for place in _PLACES if reader.is_file(top / place) and not (top / place).is_symlink()), None)
    if found is None:
        return Owners()
    try:
        return parse_owners(decode(reader.read(found, _MAX_BYTES)).text.decode("utf-8", errors="replace"))
    except OSError:
        return Owners()


def parse_owners(text: str) -> Owners:
    """Rules as the hosts read them: without negation and ranges, with sections that have owners. What is no rule is passed over."""
    return Owners(tuple(_read_rules(text)))


def _read_rules(text: str) -> Iterator[OwnerRule]:
    common: tuple[str, ...] = ()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        words = _split(line)
        if not words:
            continue
        if _is_section(line):
            common = tuple(_section_owners(line))
            continue
        pattern = _parse_pattern(words[0])
        if pattern:
            yield OwnerRule(pattern, tuple(words[1:]) or common, number)


def _split(line: str) -> list[str]:
    """The words of a line without its comment. A backslash keeps the next character as it is, so that a path can hold a space."""
    words: list[str] = []
    word = ""
    characters = iter(line)
    for character in characters:
        if character == "\\":
            word += next(characters, "")
        elif character == "#" and not word:
            break
        elif character.isspace():
            words += [word] if word else []
            word = ""
        else:
            word += character
    return [*words, word] if word else words


def _is_section(line: str) -> bool:
    text = line.strip()
    return text.startswith(("[", "^[")) and "]" in text


def _section_owners(line: str) -> list[str]:
    """What stands behind `[Name]` and the number of approvals, `[2]`."""
    rest = line.strip().partition("]")[2]
    if rest.startswith("["):
        rest = rest.partition("]")[2]
    return _split(rest)


def _parse_pattern(written: str) -> tuple[str, ...]:
    """The parts of a pattern from the top; empty for one that fits nothing, or that hosts refuse."""
    if written.startswith("!") or "***" in written or not written.strip("/"):
        return ()
    parts = written.split("/")
    if parts[0] == "":
        parts = parts[1:]
    elif len([part for part in parts if part]) == 1:
        # only a pattern with a slash in the middle or in front is bound to the top
        parts = ["**", *parts]
    return (*(part for part in parts[:-1] if part), parts[-1] or "**")


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether a pattern fits a file or a folder above it. A `*` at the end is one name: what lies deeper is not meant."""
    reachable = reach(pattern, parts, _fits_name)
    if not reachable:
        return False
    if pattern[-1] == "**":
        # a folder's pattern is for what lies in it, and not for a file of that name
        return len(pattern) == 1 or min(reachable) < len(parts)
    return len(parts) in reachable or (pattern[-1] != "*" and bool(reachable))


@lru_cache(maxsize=4096)
def _fits_name(pattern: str, name: str) -> bool:
    return match_wildcard(pattern, name, any_one="?")
