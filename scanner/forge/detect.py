"""Which pull request a run of CI belongs to, from what the CI says in the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scanner.errors import TracklintError

Host = Literal["github", "gitlab", "bitbucket"]

HOSTS: tuple[Host, ...] = ("github", "gitlab", "bitbucket")
_BITBUCKET_API = "https://api.bitbucket.org/2.0"
# Where each host's tokens are looked for, in this order.
TOKENS: Mapping[Host, tuple[str, ...]] = {
    "github": ("TRACKLINT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("TRACKLINT_TOKEN", "GITLAB_TOKEN"),
    "bitbucket": ("TRACKLINT_TOKEN", "BITBUCKET_TOKEN", "BITBUCKET_APP_PASSWORD"),
}


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, the address of its host's API, and the commits that it compares; empty for what is not told."""

    host: Host
    api: str
    repository: str
    number: int
    base: str = ""
    head: str = ""


def find_pull_request(
    environment: Mapping[str, str], host: str = "", repository: str = "", number: int = 0, api: str = ""
) -> PullRequest | None:
    """The pull request; what is given goes before what the environment says. None when this is no run for one.

    Raises TracklintError when it cannot be told which.
    """
    chosen = _choose_host(environment, host)
    if chosen is None:
        return None
    told = {"github": _github, "gitlab": _gitlab, "bitbucket": _bitbucket}[chosen](environment)
    found = PullRequest(chosen, api or told.api, repository or told.repository, number or told.number, told.base, told.head)
    if not found.number:
        return None
    if not found.repository:
        raise TracklintError("which repository? name it with --repository")
    return found


def find_token(environment: Mapping[str, str], host: Host) -> str:
    """The token for a host; empty when there is none."""
    return next((environment[name] for name in TOKENS[host] if environment.get(name)), "")


def _choose_host(environment: Mapping[str, str], host: str) -> Host | None:
    if host:
        return next(each for each in HOSTS if each == host)
    if environment.get("GITHUB_ACTIONS") or environment.get("GITHUB_EVENT_PATH"):
        return "github"
    if environment.get("GITLAB_CI"):
        return "gitlab"
    return "bitbucket" if environment.get("BITBUCKET_REPO_FULL_NAME") else None


def _github(environment: Mapping[str, str]) -> PullRequest:
    event = _read_event(environment.get("GITHUB_EVENT_PATH", ""))
    pull = _pull_of(event)
    return PullRequest(
        "github",
        environment.get("GITHUB_API_URL") or "https://api.github.com",
        environment.get("GITHUB_REPOSITORY", ""),
        _number(pull.get("number")),
        _commit(pull.get("base")),
        _commit(pull.get("head")),
    )


def _pull_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The pull request of an event: its own, that of a comment, or that of the run which started this one."""
    if isinstance(pull := event.get("pull_request"), dict):
        return pull
    issue = event.get("issue")
    if isinstance(issue, dict) and issue.get("pull_request"):
        return {"number": issue.get("number")}
    run = event.get("workflow_run")
    pulls = run.get("pull_requests") if isinstance(run, dict) else None
    return pulls[0] if isinstance(pulls, list) and pulls and isinstance(pulls[0], dict) else {}


def _read_event(path: str) -> Mapping[str, Any]:
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise TracklintError("the event that started this run cannot be read", path) from error
    return event if isinstance(event, dict) else {}


def _gitlab(environment: Mapping[str, str]) -> PullRequest:
    return PullRequest(
        "gitlab",
        environment.get("CI_API_V4_URL") or "https://gitlab.com/api/v4",
        environment.get("CI_PROJECT_ID") or environment.get("CI_PROJECT_PATH", ""),
        _number(environment.get("CI_MERGE_REQUEST_IID")),
        environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""),
        environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environment.get("CI_COMMIT_SHA", ""),
    )


def _bitbucket(environment: Mapping[str, str]) -> PullRequest:
    return PullRequest(
        "bitbucket",
        _BITBUCKET_API,
        environment.get("BITBUCKET_REPO_FULL_NAME", ""),
        _number(environment.get("BITBUCKET_PR_ID")),
        environment.get("BITBUCKET_PR_DESTINATION_COMMIT", ""),
        environment.get("BITBUCKET_COMMIT", ""),
    )


def _number(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0


def _commit(side: object) -> str:
    return str(side.get("sha", "")) if isinstance(side, dict) else ""
