"""The comment on a pull request, posted to servers that play the hosts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.cli import main
from tests.support.hosts import OTHERS, OURS, Host, play

Capture = pytest.CaptureFixture[str]

HOSTS = ("github", "gitlab", "bitbucket")
TOKEN = "t0p-secret-value"
VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "BITBUCKET_TOKEN", "BITBUCKET_APP_PASSWORD", "BITBUCKET_USERNAME")
MARKERS = {"bitbucket": "[//]: # (tracklint:comment default)"}
IMPORT = "import posthog from 'posthog-js'\n"


def marker(name: str, key: str = "default") -> str:
    return MARKERS.get(name, "<!-- tracklint:comment default -->").replace("default", key)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a branch `main`, and one more event on the branch that is checked out."""
    monkeypatch.chdir(tmp_path)
    for name in (
        *VARIABLES,
        "GITHUB_ACTIONS",
        "GITHUB_EVENT_PATH",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_API_URL",
        "GITHUB_REPOSITORY",
        "GITLAB_CI",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRACKLINT_TOKEN", TOKEN)
    monkeypatch.setenv("TRACKLINT_CACHE_DIR", str(tmp_path / ".cache"))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    git("init", "-q", "-b", "main")
    git("remote", "add", "origin", "https://github.com/shop/web.git")
    (tmp_path / ".gitignore").write_text(".cache\n")
    (tmp_path / "tracking-plan.yaml").write_text("events: [Order Completed, Cart Viewed]\n")
    (tmp_path / "CODEOWNERS").write_text("*.ts @web-team\n")
    commit("posthog.capture('Cart Viewed')")
    git("checkout", "-q", "-b", "feature")
    commit("posthog.capture('Cart Viewed')\nposthog.capture('Order Completed', { total: 3 })\nposthog.capture('order completd')")
    return tmp_path


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True, capture_output=True)


def commit(code: str) -> None:
    Path("cart.ts").write_text(f"{IMPORT}{code}\n")
    git("add", ".")
    git("commit", "-q", "-m", "x", "--allow-empty")


@pytest.fixture(params=HOSTS)
def named(request: pytest.FixtureRequest) -> Iterator[tuple[str, Host]]:
    with play(request.param) as host:
        yield request.param, host


@pytest.fixture
def hub() -> Iterator[Host]:
    with play("github") as host:
        yield host


def comment(name: str, host: Host, *arguments: str) -> int:
    place = ["--host", name, "--repository", "shop/web", "--pull-request", "7", "--api", host.url]
    return main(["comment", "main", *place, *arguments])


# --- the comment is kept up to date ---------------------------------------------------------------


def test_created(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    assert comment(name, host) == 0
    (body,) = host.bodies()
    assert body.startswith(f"{marker(name)}\n\n### Tracklint: 2 events added\n")
    assert "`Order Completed`" in body
    assert "cart.ts:3" in body
    assert "@\u200bweb\\-team" in body
    assert "misnamed, did you mean" in body
    assert "the comment was posted" in capsys.readouterr().err


def test_unchanged_is_not_touched(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    comment(name, host)
    host.comments[0]["body"] = host.comments[0]["body"].replace("\n", "\r\n").rstrip()
    host.requests.clear()
    assert comment(name, host) == 0
    assert host.writes() == []
    assert "says the same already" in capsys.readouterr().err


def test_updated(named: tuple[str, Host]) -> None:
    name, host = named
    comment(name, host)
    commit("posthog.capture('Cart Viewed')\nposthog.capture('Order Completed')")
    assert comment(name, host) == 0
    (body,) = host.bodies()
    assert "### Tracklint: 1 event added" in body


def test_brought_up_to_date_when_the_problem_is_gone(named: tuple[str, Host]) -> None:
    name, host = named
    comment(name, host)
    commit("posthog.capture('Cart Viewed')")
    assert comment(name, host) == 0
    (body,) = host.bodies()
    assert "No change in what is sent, in the latest revision." in body


def test_nothing_is_posted_when_nothing_changed(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    commit("posthog.capture('Cart Viewed')")
    assert comment(name, host) == 0
    assert host.bodies() == []
    assert "so there is no comment" in capsys.readouterr().err
    assert comment(name, host, "--always") == 0
    assert len(host.bodies()) == 1


@pytest.mark.parametrize("count", [29, 30, 31, 100, 101, 250])
def test_found_on_later_pages(named: tuple[str, Host], count: int) -> None:
    name, host = named
    for number in range(count):
        host.add(f"comment {number}")
    host.page = 100 if name == "github" else 30
    comment(name, host)
    assert len(host.comments) == count + 1
    commit("posthog.capture('Cart Viewed')\nposthog.capture('Order Completed')")
    comment(name, host)
    assert len(host.comments) == count + 1


def test_someone_elses_comment_with_the_marker_is_left_alone(named: tuple[str, Host]) -> None:
    name, host = named
    quoted = f"{marker(name)}\n\nI am not the bot"
    host.add(quoted)
    host.add(f"> {marker(name)}\n\nlook at this", OURS)
    assert comment(name, host) == 0
    assert host.bodies()[0] == quoted
    assert len(host.bodies()) == 3
    assert comment(name, host) == 0
    assert len(host.bodies()) == 3


def test_a_token_that_has_no_user(named: tuple[str, Host]) -> None:
    name, host = named
    host.knows_user = False
    host.add(f"{marker(name)}\n\nhijacked", OTHERS if name == "github" else OURS)
    assert comment(name, host) == 0
    assert len(host.bodies()) == (2 if name == "github" else 1)


def test_one_comment_for_each_key(named: tuple[str, Host]) -> None:
    name, host = named
    comment(name, host, "--key", "shop")
    comment(name, host, "--key", "admin")
    comment(name, host, "--key", "shop")
    assert [body.splitlines()[0] for body in host.bodies()] == [marker(name, "shop"), marker(name, "admin")]


def test_notes_of_the_system_are_none() -> None:
    with play("gitlab") as host:
        host.add(f"{marker('gitlab')}\n\nx", "system")
        comment("gitlab", host)
        assert len(host.comments) == 2


# --- what the host does not allow -----------------------------------------------------------------


def test_a_read_only_token_fails_nothing(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    host.read_only = True
    assert comment(name, host) == 0
    assert host.bodies() == []
    told = capsys.readouterr().err
    assert "the host refuses (403)" in told
    assert "fork" in told


def test_no_token(named: tuple[str, Host], monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    name, host = named
    monkeypatch.delenv("TRACKLINT_TOKEN")
    assert comment(name, host) == 0
    assert host.requests == []
    assert "there is no token in TRACKLINT_TOKEN or" in capsys.readouterr().err


def test_in_a_workflow_the_summary_has_it_and_a_notice_says_why(
    hub: Host, repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    hub.read_only = True
    summary = repository / "summary.md"
    summary.write_text("# before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert comment("github", hub) == 0
    assert capsys.readouterr().out.startswith("::notice title=Tracklint::the host refuses (403)")
    assert summary.read_text().startswith("# before\n### Tracklint: 2 events added")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_tried_again(named: tuple[str, Host], status: int) -> None:
    name, host = named
    host.failures = [(status, {"Retry-After": "1"} if status == 429 else {}, False)] * 2
    assert comment(name, host) == 0
    assert len(host.bodies()) == 1


def test_a_comment_that_was_posted_though_the_host_failed_is_not_posted_twice(named: tuple[str, Host]) -> None:
    name, host = named
    host.fails_to_confirm = True
    assert comment(name, host) == 0
    assert host.writes() == ["POST"]
    assert len(host.bodies()) == 1


def test_a_limit_that_is_spent(hub: Host, capsys: Capture) -> None:
    hub.failures = [(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, False)]
    assert comment("github", hub) == 0
    assert len(hub.bodies()) == 1


def test_a_host_that_stays_away_fails_nothing(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    host.failures = [(503, {}, False)] * 50
    assert comment(name, host) == 0
    assert "answers 503, 4 times" in capsys.readouterr().err


def test_a_host_that_is_not_there(capsys: Capture) -> None:
    assert comment("github", Host(url="http://127.0.0.1:9")) == 0
    assert "cannot be reached (ConnectionError)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        pytest.param((404, {}, False), "the host refuses (404)", id="not found"),
        pytest.param((301, {"Location": "http://127.0.0.1:9/"}, False), "answers with a redirect", id="redirect"),
    ],
)
def test_other_answers(hub: Host, failure: tuple[int, dict[str, str], bool], message: str, capsys: Capture) -> None:
    hub.failures = [(200, {}, True), failure]
    assert comment("github", hub) == 0
    assert message in capsys.readouterr().err


def test_the_token_is_sent_and_never_shown(named: tuple[str, Host], capsys: Capture) -> None:
    name, host = named
    comment(name, host, "--traceback", "-v")
    host.read_only = True
    commit("posthog.capture('Another')")
    comment(name, host, "--traceback", "-v")
    shown = capsys.readouterr()
    assert all(TOKEN in token for token in host.tokens)
    assert TOKEN not in shown.out + shown.err


def test_a_page_on_another_host_is_not_asked(capsys: Capture) -> None:
    with play("bitbucket") as host, play("bitbucket") as evil:
        for number in range(40):
            host.add(f"{number}")
        url = host.url
        host.url = evil.url
        assert main(["comment", "main", "--host", "bitbucket", "--repository", "shop/web", "--pull-request", "7", "--api", url]) == 0
        assert evil.requests == []
        assert "names a page on another host" in capsys.readouterr().err


# --- what it says ---------------------------------------------------------------------------------


def test_a_comment_stays_below_the_limit(named: tuple[str, Host]) -> None:
    name, host = named
    lines = [f"posthog.capture('Event number {number} with a rather long name', {{ total: 3 }})" for number in range(700)]
    commit("\n".join(lines))
    limits = {"github": 65_536, "gitlab": 1_000_000, "bitbucket": 32_768}
    assert comment(name, host) == 0
    (body,) = host.bodies()
    assert len(body) <= limits[name]
    assert body.count("| 🔵 |") > 50
    if name != "gitlab":
        assert "more did not fit; the summary of the job has all of them." in body
    rows = [line for line in body.splitlines() if line.startswith("| ")]
    assert {line.count(" | ") for line in rows} == {5}


@pytest.mark.parametrize(
    "event",
    [
        pytest.param("<img src=x onerror=alert(1)>", id="HTML"),
        pytest.param("a | b | c", id="cells"),
        pytest.param("`` ` ```", id="backticks"),
        pytest.param("@everyone #1 [x](https://evil.example)", id="mentions"),
        pytest.param("<!-- tracklint:comment default -->", id="marker"),
        pytest.param("\\u202e\\u0000\\u001b[2J", id="controls"),
        pytest.param("</details></summary>", id="folds"),
    ],
)
def test_a_hostile_name_is_only_shown(named: tuple[str, Host], event: str) -> None:
    name, host = named
    commit(f"posthog.capture({json.dumps(event).replace(chr(92) * 2, chr(92))})")
    assert comment(name, host) == 0
    (body,) = host.bodies()
    rows = [line for line in body.splitlines() if line.startswith("| ")]
    assert len(rows) == 4
    for row in rows:
        outside = "".join(row.replace("\\|", "").split("`")[::2])
        assert "<img" not in outside.replace("\\<", "")
    assert not any(ord(character) < 32 and character != "\n" for character in body)
    assert comment(name, host) == 0
    assert len(host.bodies()) == 1


def test_links_lead_to_the_commit(hub: Host) -> None:
    comment("github", hub)
    head = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    assert f"[`cart.ts:3`](https://github.com/shop/web/blob/{head}/cart.ts#L3)" in hub.bodies()[0]


def test_dry_run(hub: Host, capsys: Capture) -> None:
    assert comment("github", hub, "--dry-run") == 0
    assert hub.requests == []
    assert capsys.readouterr().out.startswith("### Tracklint: 2 events added\n")


# --- what the CI says -----------------------------------------------------------------------------


def sha(revision: str) -> str:
    return subprocess.run(["git", "rev-parse", revision], check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"pull_request": {"number": 7, "base": {"sha": "BASE"}, "head": {"sha": "HEAD"}}}, id="pull request"),
        pytest.param(
            {"workflow_run": {"pull_requests": [{"number": 7, "base": {"sha": "BASE"}, "head": {"sha": "HEAD"}}]}}, id="workflow run"
        ),
    ],
)
def test_github_says_which(hub: Host, repository: Path, event: object, monkeypatch: pytest.MonkeyPatch) -> None:
    file = repository / "event.json"
    file.write_text(json.dumps(event).replace("BASE", sha("main")).replace("HEAD", sha("HEAD")))
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_REPOSITORY": "shop/web",
        "GITHUB_API_URL": hub.url,
    }.items():
        monkeypatch.setenv(name, value)
    assert main(["comment"]) == 0
    assert len(hub.bodies()) == 1


def test_gitlab_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    with play("gitlab") as host:
        told = {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": host.url,
            "CI_PROJECT_ID": "shop/web",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": sha("main"),
        }
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        assert main(["comment"]) == 0
        assert len(host.bodies()) == 1


def test_no_pull_request(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (repository / "event.json").write_text('{"ref": "refs/heads/main"}')
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(repository / "event.json"))
    assert main(["comment", "main"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("### Tracklint: 2 events added")
    assert "this is no run for a pull request" in shown.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "what is this to be compared with? name the base", id="no base"),
        pytest.param(["mian"], "mian", id="no such revision"),
        pytest.param(["main", "--key", "a -->"], "a key has letters, digits, hyphens and slashes", id="key"),
        pytest.param(["main", "--host", "githb"], "unknown value 'githb' (did you mean github?)", id="host"),
    ],
)
def test_bad_arguments(arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(["comment", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_an_event_that_cannot_be_read(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (repository / "event.json").write_text("{")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(repository / "event.json"))
    assert main(["comment", "main"]) == 2
    assert "event.json: the event that started this run cannot be read" in capsys.readouterr().err
