from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scanner.config import SETTING_NAMES, Naming, Settings, config_template, find_config, load_settings, parse_settings, suggest
from scanner.errors import ConfigError

FILE = Path("tracklint.toml")


def problems(text: str, file: Path = FILE) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        parse_settings(text, file)
    return str(raised.value).splitlines()


def test_everything_at_once() -> None:
    settings = parse_settings(
        """
        include = ["web/**"]
        exclude = ["gen/"]
        plan = "docs/plan.yaml"
        plan_format = "csv"
        sources = "web"
        packs = ["rules/own.yaml"]
        include_tests = true
        max_file_size = 10
        workers = 3
        fail_on = "warning"
        select = ["TL1", "TL301"]
        ignore = ["TL103", "event-name-case"]
        cache_dir = "cache"
        [severity]
        TL201 = "info"
        [per_path]
        "legacy/**" = ["TL3"]
        [naming]
        event = "title"
        property = "[a-z_]+"
        trait = "any"
        """,
        FILE,
    )
    assert settings == Settings(
        include=("web/**",),
        exclude=("gen/",),
        plan=("docs/plan.yaml",),
        plan_format="csv",
        sources=("web",),
        packs=("rules/own.yaml",),
        include_tests=True,
        max_file_size=10,
        workers=3,
        fail_on="warning",
        select=("TL1", "TL301"),
        ignore=("TL103", "event-name-case"),
        severity={"TL201": "info"},
        per_path={"legacy/**": ("TL3",)},
        naming=Naming("title", "[a-z_]+", "any"),
        cache_dir="cache",
        base=Path.cwd(),
        file=FILE,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('\nexlude = ["x"]', "tracklint.toml:2: unknown setting `exlude` (did you mean exclude?)", id="unknown key"),
        pytest.param("zzz = 1", "tracklint.toml:1: unknown setting `zzz`", id="nothing near"),
        pytest.param('include = "web"', "tracklint.toml:1: `include` must be a list of texts, not 'web'", id="text for a list"),
        pytest.param("exclude = [1]", "tracklint.toml:1: `exclude` must be a list of texts, not [1]", id="number in a list"),
        pytest.param("plan = 3", "tracklint.toml:1: `plan` must be a text or a list of texts, not 3", id="number for a plan"),
        pytest.param('include_tests = "yes"', "tracklint.toml:1: `include_tests` must be true or false, not 'yes'", id="text for a flag"),
        pytest.param(
            "workers = true", "tracklint.toml:1: `workers` must be a whole number that is not negative, not true", id="flag for a number"
        ),
        pytest.param("workers = -1", "tracklint.toml:1: `workers` must be a whole number that is not negative, not -1", id="negative"),
        pytest.param(
            'fail_on = "warnings"',
            "tracklint.toml:1: `fail_on` must be one of error, warning, info, never, not 'warnings' (did you mean warning?)",
            id="word",
        ),
        pytest.param(
            '[severity]\nTL201 = "eror"',
            "tracklint.toml:2: `severity.TL201` must be one of error, warning, info, off, not 'eror' (did you mean error?)",
            id="level",
        ),
        pytest.param("severity = 1", "tracklint.toml:1: `severity` must be a table, not 1", id="table"),
        pytest.param(
            "[naming]\n\nevnt = 'title'", "tracklint.toml:3: unknown setting `naming.evnt` (did you mean event?)", id="unknown nested key"
        ),
        pytest.param(
            "naming = { event = 'titel' }",
            "tracklint.toml:1: `naming.event` must be one of title, snake, camel, pascal, kebab, sentence, lower, constant, any, auto "
            "or a regular expression, not 'titel' (did you mean title?)",
            id="style in an inline table",
        ),
        pytest.param(
            "naming.event = '[a-'",
            "tracklint.toml:1: `naming.event` is not a regular expression: unterminated character set at position 0",
            id="bad expression",
        ),
        pytest.param(
            'select = ["TL1O1"]',
            "tracklint.toml:1: `select`: 'TL1O1' is neither a code (TL101), the beginning of codes (TL3) nor a name (unplanned-event)",
            id="no code",
        ),
        pytest.param(
            '[per_path]\n"a/**" = ["x"]',
            "tracklint.toml:2: `per_path.a/**`: 'x' is neither a code (TL101), the beginning of codes (TL3) nor a name (unplanned-event)",
            id="no code for a path",
        ),
    ],
)
def test_mistake(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_all_mistakes_at_once_by_line() -> None:
    found = problems('workers = "2"\nexlude = []\n[naming]\nevent = 1\n')
    assert [line.split(":")[1] for line in found] == ["1", "2", "4"]


def test_bad_toml_names_the_line() -> None:
    (found,) = problems("include = [\n\nworkers = 1")
    assert found.startswith("tracklint.toml:3: not valid TOML")


def test_section_of_pyproject() -> None:
    text = '[project]\nworkers = "no"\n[tool.tracklint]\nworkers = 2\n[tool.tracklint.naming]\nevent = "snake"\n'
    settings = parse_settings(text, Path("pyproject.toml"))
    assert (settings.workers, settings.naming.event) == (2, "snake")


def test_mistake_in_pyproject_has_its_line() -> None:
    text = '[tool.other]\nworkers = "x"\n[tool.tracklint]\nworkers = "x"\n'
    assert problems(text, Path("pyproject.toml"))[0].startswith("pyproject.toml:4: `workers`")


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\ntracklint = 3", ""], ids=["tool", "tracklint", "empty"])
def test_pyproject_without_a_section(text: str) -> None:
    assert parse_settings(text, Path("pyproject.toml")).workers == 0


def test_nearest_configuration_wins(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "tracklint.toml").write_text("workers = 1")
    (tmp_path / "web").mkdir()
    (tmp_path / "web/pyproject.toml").write_text("[tool.tracklint]\nworkers = 2")
    (tmp_path / "api/sub").mkdir(parents=True)
    (tmp_path / "api/pyproject.toml").write_text("[project]\nname = 'x'")
    assert load_settings(tmp_path / "web").workers == 2
    assert load_settings(tmp_path / "api/sub").workers == 1


def test_search_ends_at_the_repository(tmp_path: Path) -> None:
    (tmp_path / "tracklint.toml").write_text("workers = 1")
    (tmp_path / "repo/.git").mkdir(parents=True)
    assert find_config(tmp_path / "repo") is None
    assert load_settings(tmp_path / "repo") == Settings(base=tmp_path / "repo")


def test_named_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("\ufeffworkers = 4", encoding="utf-8")
    assert load_settings(Path("/"), tmp_path / "own.toml").workers == 4


@pytest.mark.parametrize(("content", "message"), [(None, "cannot be read"), (b"\xff", "not UTF-8")], ids=["missing", "bytes"])
def test_unreadable_file(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "own.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        load_settings(tmp_path, tmp_path / "own.toml")


@pytest.mark.parametrize(("word", "hint"), [("chekc", " (did you mean check?)"), ("zzz", ""), ("", "")])
def test_suggest(word: str, hint: str) -> None:
    assert suggest(word, ["check", "scan"]) == hint


def test_template_changes_nothing_until_it_is_uncommented() -> None:
    assert parse_settings(config_template(), FILE) == Settings(base=Path.cwd(), file=FILE)


def test_template_shows_every_setting_with_a_value_that_is_read() -> None:
    lines = [line.removeprefix("# ") for line in config_template().splitlines() if re.match(r"# (?:\w+ = |\[\w+\]|\"legacy)", line)]
    shown = parse_settings("\n".join(lines).replace('plan_format = ""', 'plan_format = "csv"'), FILE)
    document = tomllib.loads("\n".join(lines))
    assert set(document) == set(SETTING_NAMES)
    assert shown.severity == {"TL201": "info"}


@pytest.mark.parametrize("name", SETTING_NAMES)
def test_setting_is_documented(name: str) -> None:
    page = Path(__file__).parents[2] / "docs/configuration.md"
    assert f"| `{name}` |" in page.read_text(encoding="utf-8")
