"""The user's settings: `tracklint.toml`, or `[tool.tracklint]` in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from scanner.errors import ConfigError
from scanner.model import Severity
from scanner.reading import DISK, Reader

FailOn = Literal["error", "warning", "info", "never"]

CONFIG_FILE = "tracklint.toml"
PROJECT_FILE = "pyproject.toml"
NAME_STYLES = ("title", "snake", "camel", "pascal", "kebab", "sentence", "lower", "constant", "any", "auto")
LEVELS = (*get_args(Severity), "off")


@dataclass(frozen=True, slots=True)
class Naming:
    """How names are to be written: one of NAME_STYLES, or a regular expression for the whole name. Empty: as the checks have it."""

    event: str = ""
    property: str = ""
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with their defaults. `base` is the folder that relative paths and patterns start from, `file` what was read."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    plan_format: str = ""
    sources: tuple[str, ...] = ()
    specs: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    include_tests: bool = False
    max_file_size: int = 2 * 1024 * 1024
    workers: int = 0
    fail_on: FailOn = "error"
    max_findings: int = 0
    baseline: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    per_path: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    naming: Naming = Naming()
    link: str = ""
    cache_dir: str = ""
    base: Path | None = None
    file: Path | None = None


def load_settings(root: Path, file: Path | None = None, reader: Reader = DISK) -> Settings:
    """The settings of `file`, or of the nearest configuration at or above `root`, up to the top of its repository; defaults without one.

    Raises ConfigError that names every mistake with its line.
    """
    found = file if file is not None else find_config(root, reader)
    if found is None:
        return Settings(base=root.resolve())
    return parse_settings(_read(found, reader), found)


def find_config(root: Path, reader: Reader = DISK) -> Path | None:
    """The nearest configuration file at or above a folder. The search ends at the top of a repository."""
    for folder in (root.resolve(), *root.resolve().parents):
        if reader.is_file(folder / CONFIG_FILE):
            return folder / CONFIG_FILE
        if _has_section(folder / PROJECT_FILE, reader):
            return folder / PROJECT_FILE
        if (folder / ".git").exists():
            return None
    return None


def parse_settings(text: str, file: Path) -> Settings:
    """The settings written in `text`, which stood in `file`. Raises ConfigError that names every mistake with its line."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"not valid TOML: {error}", str(file), int(found[1]) if found else 0) from error
    section = _section(document) if file.name == PROJECT_FILE else document
    reader = _Reader(text, "tool.tracklint" if file.name == PROJECT_FILE else "")
    values = reader.read(section)
    if reader.problems:
        (line, first), *others = sorted(reader.problems)
        more = [str(ConfigError(message, str(file), at)) for at, message in others]
        raise ConfigError("\n".join([first, *more]), str(file), line)
    return Settings(**values, base=file.resolve().parent, file=file)


def config_template(given: Mapping[str, str] | None = None) -> str:
    """A first configuration: every setting with its default, all commented out. Lines of `given` take the place of those of their keys."""
    lines = _TEMPLATE.split("\n")
    wanted = {f"# {key} =": text for key, text in (given or {}).items()}
    return "\n".join(next((text for start, text in wanted.items() if line.startswith(start)), line) for line in lines)


def suggest(word: str, known: Iterable[str]) -> str:
    """` (did you mean x?)` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def _read(file: Path, reader: Reader) -> str:
    try:
        return reader.read(file).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8", str(file), error.object.count(b"\n", 0, error.start) + 1) from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(file)) from error


def _has_section(file: Path, reader: Reader) -> bool:
    try:
        text = reader.read(file).decode("utf-8", errors="replace")
    except OSError:
        return False
    return re.search(r"^\s*\[tool\.tracklint[\].]", text, re.MULTILINE) is not None


def _section(document: Mapping[str, Any]) -> Mapping[str, Any]:
    tools = document.get("tool", {})
    section = tools.get("tracklint", {}) if isinstance(tools, dict) else {}
    return section if isinstance(section, dict) else {}


# --- reading one value --------------------------------------------------------------------------

Read = Callable[["_Reader", str, Any], Any]


class _Reader:
    """Turns TOML values into settings and notes what is wrong with them."""

    def __init__(self, text: str, section: str) -> None:
        self._lines = text.splitlines()
        self._section = section
        self.problems: list[tuple[int, str]] = []

    def read(self, section: Mapping[str, Any]) -> dict[str, Any]:
        values = {}
        for key, value in section.items():
            read = _READERS.get(key)
            if read is None:
                self.complain(key, f"unknown setting `{key}`{suggest(key, _READERS)}")
            else:
                values[key] = read(self, key, value)
        return values

    def complain(self, key: str, message: str) -> None:
        self.problems.append((self._line_of(key), message))

    def _line_of(self, key: str) -> int:
        """The line on which a key (`naming.event` for a nested one) is set; tomllib does not tell."""
        wanted = f"{self._section}.{key}" if self._section else key
        table = ""
        for number, line in enumerate(self._lines, 1):
            if header := re.match(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$", line):
                table = _plain_key(header[1])
                if table == wanted:
                    return number
            elif (assigned := re.match(r"\s*((?:[\w.-]|\"[^\"]*\"|'[^']*')+)\s*=", line)) and (
                wanted == (f"{table}." if table else "") + _plain_key(assigned[1])
            ):
                return number
        # A key inside an inline table stands on the line of the table.
        return self._line_of(key.rpartition(".")[0]) if "." in key else 0

    def flag(self, key: str, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        self._wrong(key, "true or false", value)
        return False

    def number(self, key: str, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong(key, "a whole number that is not negative", value)
        return 0

    def text(self, key: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        self._wrong(key, "a text", value)
        return ""

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._wrong(key, "a list of texts", value)
        return ()

    def one_or_more(self, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list):
            return self.texts(key, value)
        self._wrong(key, "a text or a list of texts", value)
        return ()

    def one_of(self, key: str, value: Any, words: Iterable[str]) -> str:
        known = tuple(words)
        if isinstance(value, str) and value in known:
            return value
        self._wrong(key, f"one of {', '.join(known)}", value, suggest(value, known) if isinstance(value, str) else "")
        return known[0]

    def fail_on(self, key: str, value: Any) -> str:
        return self.one_of(key, value, get_args(FailOn))

    def codes(self, key: str, value: Any) -> tuple[str, ...]:
        found = self.one_or_more(key, value)
        for code in found:
            self._check_code(key, code)
        return found

    def severity(self, key: str, value: Any) -> dict[str, str]:
        table = self._table(key, value)
        for code in table:
            self._check_code(f"{key}.{code}", code)
        return {code: self.one_of(f"{key}.{code}", level, LEVELS) for code, level in table.items()}

    def per_path(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {glob: self.codes(f"{key}.{glob}", codes) for glob, codes in self._table(key, value).items()}

    def naming(self, key: str, value: Any) -> Naming:
        table = self._table(key, value)
        for name in table:
            if name not in _NAMING_KEYS:
                self.complain(f"{key}.{name}", f"unknown setting `{key}.{name}`{suggest(name, _NAMING_KEYS)}")
        return Naming(**{name: self._style(f"{key}.{name}", table[name]) for name in _NAMING_KEYS if name in table})

    def _style(self, key: str, value: Any) -> str:
        style = self.text(key, value)
        if style in NAME_STYLES or not isinstance(value, str):
            return style
        if re.fullmatch(r"[\w -]*", style):
            self.complain(
                key, f"`{key}` must be one of {', '.join(NAME_STYLES)} or a regular expression, not {style!r}{suggest(style, NAME_STYLES)}"
            )
        elif problem := _pattern_problem(style):
            self.complain(key, f"`{key}` is not a regular expression: {problem}")
        return style

    def _check_code(self, key: str, code: str) -> None:
        if not re.fullmatch(r"TL\d{0,3}|[a-z]+(?:-[a-z]+)+", code):
            self.complain(key, f"`{key}`: {code!r} is neither a code (TL101), the beginning of codes (TL3) nor a name (unplanned-event)")

    def _table(self, key: str, value: Any) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self._wrong(key, "a table", value)
        return {}

    def _wrong(self, key: str, wanted: str, value: Any, hint: str = "") -> None:
        self.complain(key, f"`{key}` must be {wanted}, not {_show(value)}{hint}")


_NAMING_KEYS = tuple(entry.name for entry in fields(Naming))
_READERS: Mapping[str, Read] = {
    "include": _Reader.texts,
    "exclude": _Reader.texts,
    "plan": _Reader.one_or_more,
    "plan_format": _Reader.text,
    "sources": _Reader.one_or_more,
    "specs": _Reader.one_or_more,
    "packs": _Reader.texts,
    "include_tests": _Reader.flag,
    "max_file_size": _Reader.number,
    "workers": _Reader.number,
    "fail_on": _Reader.fail_on,
    "max_findings": _Reader.number,
    "baseline": _Reader.text,
    "select": _Reader.codes,
    "ignore": _Reader.codes,
    "severity": _Reader.severity,
    "per_path": _Reader.per_path,
    "naming": _Reader.naming,
    "link": _Reader.text,
    "cache_dir": _Reader.text,
}
SETTING_NAMES = tuple(_READERS)


def _plain_key(written: str) -> str:
    return re.sub(r"[\"'\s]", "", written)


def _show(value: Any) -> str:
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _pattern_problem(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return ""


_TEMPLATE = """\
# Settings of tracklint. Each line shows a default; take off the # to change it.

# The tracking plan, relative to this file. Without it, tracking-plan.yaml (or .yml, .json) is looked for here, in docs/ and in .tracklint/.
# plan = "tracking-plan.yaml"
# plan_format = ""            # how the plan is written; told from the file when empty
# specs = []                  # business specs that the code follows, such as "ecommerce"; a plan may also extend them
# sources = []                # which of the plan's sources this code is, where the plan's paths do not tell

# Which files: patterns as in .gitignore, relative to this file. `exclude` may take back a default with !, as in "!vendor/ours/".
# include = []
# exclude = []
# include_tests = false       # tests, mocks, fixtures and stories
# max_file_size = 2097152     # bytes; larger files are not read

# Which findings: codes (TL101), beginnings of codes (TL3) or names (unplanned-event).
# select = []                 # only these; empty: the default ones
# ignore = []
# fail_on = "error"           # error, warning, info or never
# max_findings = 0            # so many findings that count for fail_on are let through; lower it as they are mended
# baseline = ""               # findings that are accepted for now; `tracklint baseline update` writes it

# link = ""                   # how links to code are made, as "https://git.test/shop/{revision}/{path}#L{line}"; empty: as the host has it

# packs = []                  # rule packs of your own: files or folders
# workers = 0                 # processes; 0: one for each core
# cache_dir = ""              # empty: the cache folder of your system

# [severity]
# TL201 = "info"              # error, warning, info or off

# [per_path]
# "legacy/**" = ["TL3"]       # findings to ignore in these files

# [naming]                    # title, sentence, lower, snake, camel, pascal, kebab, constant, any, auto or a regular expression
# event = "auto"
# property = "auto"
# trait = "any"
"""
