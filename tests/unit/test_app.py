from __future__ import annotations

from pathlib import Path

import pytest

from scanner.app.init import Draft, write_drafts
from scanner.app.plan import find_plan
from scanner.app.project import Options, find_root, open_project
from scanner.app.scan import untrusted
from scanner.app.trace import find_calls, suggest_event
from scanner.errors import ConfigError, SourceNotFound, TracklintError
from scanner.model import Coverage, EventName, Skipped, SourceError
from tests.support.calls import make_call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path.resolve()


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


# --- the root ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "current", "paths", "root"),
    [
        pytest.param([], "", [], "", id="nothing named"),
        pytest.param([".git/HEAD"], "web", [], "web", id="nothing named, in a repository"),
        pytest.param([".git/HEAD"], "", ["web/src"], "web/src", id="one folder"),
        pytest.param([".git/HEAD"], "", ["web/src/a.ts"], "", id="file from the top"),
        pytest.param([".git/HEAD"], "web", ["src/a.ts"], "web", id="file from a folder of the project"),
        pytest.param([".git/HEAD"], "web", ["../api/b.py"], "", id="file beside the current folder"),
        pytest.param([".git/HEAD"], "", ["web/src/a.ts", "api/b.py"], "", id="files of two folders"),
        pytest.param([".git/HEAD"], "", ["web", "api"], "", id="two folders"),
        pytest.param(["web/.git/HEAD"], "", ["web/src/a.ts"], "web", id="repository below the current folder"),
        pytest.param(["web/package.json"], "", ["web/src/a.ts"], "web", id="manifest"),
        pytest.param(
            ["web/tracklint.toml", "web/src/package.json"], "", ["web/src/a.ts"], "web", id="configuration goes before a manifest"
        ),
        pytest.param([], "", ["web/src/a.ts"], "web/src", id="no project"),
    ],
)
def test_root(folder: Path, marks: list[str], current: str, paths: list[str], root: str) -> None:
    touch(folder, "web/src/a.ts", "api/b.py", *marks)
    assert find_root([Path(path) for path in paths], folder / current) == folder / root


def test_missing_path(folder: Path) -> None:
    with pytest.raises(SourceNotFound, match=r"gone\.ts: there is no such file or folder"):
        find_root([Path("gone.ts")], folder)


# --- the project ---------------------------------------------------------------------------------


def test_options_go_before_the_configuration(folder: Path) -> None:
    (folder / "tracklint.toml").write_text('workers = 2\nfail_on = "info"\nselect = ["TL1"]\nignore = ["TL103"]\ninclude_tests = true\n')
    usual = open_project().settings
    assert (usual.workers, usual.fail_on, usual.select, usual.ignore, usual.include_tests) == (2, "info", ("TL1",), ("TL103",), True)
    given = open_project(Options(workers=1, fail_on="never", select=(), ignore=("TL104",), include_tests=False)).settings
    assert (given.workers, given.fail_on, given.select, given.ignore, given.include_tests) == (1, "never", (), ("TL103", "TL104"), False)


def test_named_files_are_what_is_reported(folder: Path) -> None:
    touch(folder, "package.json", "src/a.ts", "src/b.ts", "src/deep/c.ts", "src2/d.ts", "dist/e.js")
    project = open_project(Options(paths=(Path("src"), Path("dist/e.js"))))
    assert project.root == folder
    assert project.only == ("src/a.ts", "src/b.ts", "src/deep/c.ts")
    assert project.skipped == (Skipped("dist/e.js", "excluded"),)


def test_everything_is_reported_by_default(folder: Path) -> None:
    touch(folder, "src/a.ts")
    assert open_project().only is None
    assert open_project(Options(paths=(Path("src"),))).only is None


# --- the plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "config", "options", "plan"),
    [
        pytest.param([], "", Options(), [], id="none"),
        pytest.param(["tracking-plan.yaml", "docs/tracking-plan.yaml"], "", Options(), ["tracking-plan.yaml"], id="root first"),
        pytest.param(["docs/tracking-plan.json"], "", Options(), ["docs/tracking-plan.json"], id="docs"),
        pytest.param([".tracklint/tracking-plan.yml"], "", Options(), [".tracklint/tracking-plan.yml"], id="own folder"),
        pytest.param(["tracking-plan.yaml"], 'plan = "p.yaml"', Options(), ["p.yaml"], id="configured"),
        pytest.param(["tracking-plan.yaml"], 'plan = ["p.yaml", "q.yaml"]', Options(), ["p.yaml", "q.yaml"], id="two files"),
        pytest.param(["other/tracking-plan.yaml"], "", Options(), [], id="not anywhere"),
    ],
)
def test_plan_is_found(folder: Path, files: list[str], config: str, options: Options, plan: list[str]) -> None:
    touch(folder, *files)
    (folder / "tracklint.toml").write_text(config)
    assert find_plan(open_project(options)) == tuple(folder / name for name in plan)


def test_named_plan_goes_before_the_configuration(folder: Path) -> None:
    (folder / "tracklint.toml").write_text('plan = "p.yaml"')
    assert find_plan(open_project(Options(plan=(Path("q.yaml"),)))) == (Path("q.yaml"),)


def test_plan_of_the_folder_with_the_configuration(folder: Path) -> None:
    touch(folder, "web/a.ts", "tracking-plan.yaml", "tracklint.toml")
    assert find_plan(open_project(Options(paths=(Path("web"),)))) == (folder / "tracking-plan.yaml",)


# --- trace ---------------------------------------------------------------------------------------

DONE = make_call("Order Completed")
SNAKE = make_call("order_completed")
EITHER = make_call(event=EventName("choice", ("Signed Up", "Signed In")))
VIEWED = make_call(event=EventName("pattern", (), "Viewed *"))
ANYTHING = make_call(event=EventName("pattern", (), "* *"))


@pytest.mark.parametrize(
    ("event", "calls"),
    [
        pytest.param("Order Completed", (DONE,), id="exact"),
        pytest.param("order_completed", (SNAKE,), id="exact goes before another spelling"),
        pytest.param("orderCompleted", (DONE, SNAKE), id="another spelling"),
        pytest.param("Signed In", (EITHER,), id="one of several"),
        pytest.param("Viewed Home", (VIEWED,), id="pattern"),
        pytest.param("Viewed *", (VIEWED,), id="the pattern itself"),
        pytest.param("Order", (), id="part of a name"),
        pytest.param("Home Viewed", (), id="pattern that does not fit"),
        pytest.param("", (), id="nothing"),
        pytest.param("!!", (), id="no letters"),
    ],
)
def test_find_calls(event: str, calls: tuple[object, ...]) -> None:
    assert find_calls(event, (DONE, SNAKE, EITHER, VIEWED, ANYTHING)) == calls


def test_suggest_event() -> None:
    assert suggest_event("Order Complete", (DONE, EITHER)) == " (did you mean Order Completed?)"
    assert suggest_event("Xyz", (DONE, EITHER)) == ""


# --- trust, init ---------------------------------------------------------------------------------


def test_untrusted() -> None:
    skipped = (
        Skipped("a.ts", "not readable"),
        Skipped("b.js", "minified"),
        Skipped("c.ts", "larger than 10 bytes"),
        Skipped("d.ts", "symbolic link"),
    )
    coverage = Coverage(skipped=skipped, parse_errors=(SourceError("e.ts", 3, "unexpected )"),))
    assert untrusted(coverage) == ("a.ts: not readable", "c.ts: larger than 10 bytes", "e.ts:3: unexpected )")
    assert untrusted(Coverage(skipped=(Skipped("b.js", "minified"),))) == ()


def test_drafts_are_not_written_over_what_is_there(folder: Path) -> None:
    touch(folder, "b.yaml")
    drafts = (Draft(folder / "a.toml", "a\n"), Draft(folder / "b.yaml", "b\n"))
    with pytest.raises(TracklintError, match=r"b\.yaml: already there"):
        write_drafts(drafts)
    assert not (folder / "a.toml").exists()
    write_drafts(drafts, force=True)
    assert (folder / "b.yaml").read_text() == "b\n"


def test_broken_configuration(folder: Path) -> None:
    (folder / "tracklint.toml").write_text("nothing = 1")
    with pytest.raises(ConfigError):
        open_project()
