"""What is remembered of scans must be what a scan would find."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.app.project import Options, Project, open_project
from scanner.app.results import is_unread, name_state, open_results
from scanner.app.scan import scan_files
from scanner.files import WorkTree
from tests.functional.test_diff import CART, FILES
from tests.support.git import Repo

SAMPLES = Path(__file__).parents[2] / "sample_repos"
OTHER = {"util.ts": "export function trim(text: string) { return text.trim(); }\n", "package.json": "{}", "a.css": "a {}\n"}


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path / ".git/cache"))
    made = Repo(tmp_path)
    made.commit(**FILES, **OTHER)
    return made


def opened(**options: object) -> Project:
    return open_project(Options(**options))  # type: ignore[arg-type]


def knows(project: Project) -> bool:
    with open_results(project) as results:
        return results is not None and results.find(name_state(project)) is not None


UNAFFECTED = {
    "a function that sends nothing": {"util.ts": "export function cut(text: string) { return text.slice(1); }\n"},
    "a comment": {"util.ts": "// nothing\n" + OTHER["util.ts"]},
    "a style sheet": {"a.css": "b {}\n"},
}
AFFECTED = {
    "a file that was read": {"cart.ts": CART + "\n"},
    "the name of a wrapper": {"util.ts": "import { send } from './send';\nsend('New', {});\n"},
    "an SDK": {"util.ts": "import '@segment/analytics-node';\n"},
    "a word that speaks for analytics": {"util.ts": "export const ProductAnalyticsThing = 1;\n"},
    "a comment that silences": {"util.ts": "// tracklint: ignore\n"},
    "a new file": {"new.ts": ""},
    "settings of a module system": {"package.json": '{"name": "x"}'},
    "a file that cannot be read now": {"util.ts": "\0"},
}


@pytest.mark.parametrize("change", UNAFFECTED.values(), ids=UNAFFECTED)
def test_a_result_is_taken_over(repo: Repo, change: dict[str, str]) -> None:
    before = opened(rev="HEAD")
    scan_files(before)
    repo.stage(**change)
    after = opened(staged=True)
    with open_results(after) as results:
        assert results is not None
        carried = results.carry_over(before, after)
    assert carried == scan_files(opened(staged=True, cache=False))
    assert knows(after)


@pytest.mark.parametrize("change", AFFECTED.values(), ids=AFFECTED)
def test_a_result_is_not_taken_over(repo: Repo, change: dict[str, str]) -> None:
    before = opened(rev="HEAD")
    scan_files(before)
    repo.stage(**change)
    after = opened(staged=True)
    with open_results(after) as results:
        assert results is not None
        assert results.carry_over(before, after) is None


def test_a_scan_of_the_index_is_known_after_the_commit(repo: Repo) -> None:
    repo.stage(**{"cart.ts": CART + "export function more() { send('More', {}); }\n"})
    staged = scan_files(opened(staged=True))
    repo.git("commit", "-q", "-m", "change")
    committed = opened(rev="HEAD")
    assert knows(committed)
    found = scan_files(committed)
    assert found.calls == staged.calls
    assert (found.revision, staged.revision) == (repo.git("rev-parse", "HEAD"), None)


def test_what_is_known_depends_on_the_settings(repo: Repo) -> None:
    scan_files(opened(rev="HEAD"))
    assert knows(opened(rev="HEAD"))
    assert not knows(opened(rev="HEAD", include_tests=True))
    assert not knows(opened(rev="HEAD", cache=False))
    repo.commit(**{"tracklint.toml": 'exclude = ["cart.ts"]\n'})
    assert not knows(opened(rev="HEAD"))


def test_what_is_known_of_all_files_is_known_of_some(repo: Repo) -> None:
    scan_files(opened())
    some = {"paths": (Path("cart.ts"),)}
    assert knows(opened(**some))
    assert scan_files(opened(**some)) == scan_files(opened(**some, cache=False))


CHANGED = {
    "a file that was read": {"cart.ts": CART.replace("order_id", "basket_id")},
    "a file of the same size": {"util.ts": OTHER["util.ts"].replace("trim", "crop")},
    "settings of a module system": {"package.json": '{"name": "x"}'},
    "a new file": {"new.ts": ""},
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_changed_work_tree_is_scanned_again(repo: Repo, change: dict[str, str]) -> None:
    scan_files(opened())
    assert knows(opened())
    for path, text in change.items():
        Path(path).write_text(text, encoding="utf-8")
    assert not knows(opened())
    assert scan_files(opened()) == scan_files(opened(cache=False))


def test_a_work_tree_is_known_from_what_was_committed(repo: Repo) -> None:
    scan_files(opened(rev="HEAD"))
    assert knows(opened())
    assert scan_files(opened()) == scan_files(opened(cache=False))
    Path("a.css").write_text("c {}\n", encoding="utf-8")
    assert knows(opened())


def test_a_changed_plan_needs_no_new_scan(repo: Repo) -> None:
    Path("tracking-plan.yaml").write_text("events: [Order Completed]\n", encoding="utf-8")
    scan_files(opened())
    Path("tracking-plan.yaml").write_text("events: [Cart Viewed]\n", encoding="utf-8")
    assert knows(opened())


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.is_dir()))
def test_no_scan_reads_what_is_not_compared(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    usual = WorkTree.read

    def note(source: WorkTree, path: str) -> bytes | None:
        read.append(path)
        return usual(source, path)

    monkeypatch.setattr(WorkTree, "read", note)
    scan_files(opened(paths=(SAMPLES / sample,), cache=False, workers=1))
    assert read
    assert [path for path in read if is_unread(path)] == []


def test_a_file_that_changes_during_a_scan_is_not_remembered(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(step: str, done: int, total: int) -> None:
        Path("util.ts").write_text("export const changed = true\n", encoding="utf-8")

    project = opened(progress=change)
    scan_files(project)
    assert not knows(opened())
