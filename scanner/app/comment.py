"""The comment on a pull request: what it says, and keeping it up to date on the host."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.app.diff import DiffReport, diff
from scanner.app.project import Options, open_project
from scanner.app.where import Links, make_sites
from scanner.errors import TracklintError
from scanner.files import Repository
from scanner.reports.comment import CommentContext, CommentStyle, comment_markdown
from scanner.reports.diff import Changes
from scanner.reports.links import make_linker

if TYPE_CHECKING:
    from scanner.forge import Action, Forge
    from scanner.forge.detect import PullRequest

# A job summary of GitHub takes a MiB for each step.
_LARGEST_SUMMARY = 1_000_000


@dataclass(frozen=True, slots=True)
class CommentRequest:
    """What is asked: from which base to which head, under which key the comment is kept, and where.

    Empty and 0 mean: as the environment of the CI says. `always`: also when nothing changed and there is no comment yet.
    """

    base: str = ""
    head: str = ""
    key: str = "default"
    host: str = ""
    repository: str = ""
    number: int = 0
    api: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class DraftedComment:
    """What there is to say, in full, and whether anything changed."""

    report: DiffReport
    changes: Changes
    context: CommentContext

    @property
    def is_news(self) -> bool:
        return bool(self.report.differences)

    def body(self, style: CommentStyle) -> str:
        return comment_markdown(self.changes, self.context, style)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a comment. `problem` says why it was not posted, empty when all went well."""

    action: Action
    problem: str = ""


def comment(options: Options | None = None, request: CommentRequest | None = None) -> Delivery:
    """Make the comment on a pull request say what it changes in what is sent. The token comes from the environment.

    Raises TracklintError when there is no pull request, or nothing to compare with. What the host refuses is told in the result.
    """
    asked = request or CommentRequest()
    pull = find_pull(asked)
    if pull is None:
        raise TracklintError("this is no run for a pull request; name its host, repository and number")
    return deliver_comment(draft_comment(options or Options(), asked, pull), pull, open_forge(pull), asked)


def find_pull(request: CommentRequest, environment: Mapping[str, str] | None = None) -> PullRequest | None:
    """The pull request that this run is for; None when there is none. Raises TracklintError when it cannot be told which."""
    from scanner.forge.detect import find_pull_request

    given = os.environ if environment is None else environment
    return find_pull_request(given, request.host, request.repository, request.number, request.api)


def draft_comment(options: Options, request: CommentRequest, pull: PullRequest | None) -> DraftedComment:
    """Compare the two states of a pull request. Raises TracklintError, also when it is not told what to compare with."""
    base, head = request.base or (pull.base if pull else ""), request.head or "HEAD"
    if not base:
        raise TracklintError("what is this to be compared with? name the base, as in `tracklint comment origin/main`")
    report = _compare(options, base, head)
    project = open_project(replace(options, rev=head))
    # a run for a pull request checks out a merge that no link leads to
    revision = (pull.head if pull else "") or report.head.revision or ""
    sites = make_sites(project, report.plan, Links("", revision))
    template = _template_of(project.settings.link, project.root)
    before = make_linker(template, report.base.revision or "", sites.prefix)
    changes = Changes(report.differences, base, head, report.head.result, report.base.revision, report.plan_files)
    return DraftedComment(report, changes, CommentContext(before, sites.linker, lambda path: sites.owners.of(sites.prefix + path)))


def _compare(options: Options, base: str, head: str) -> DiffReport:
    """From where the two parted; from the base itself where a shallow clone does not hold that commit."""
    try:
        return diff(options, base, head)
    except TracklintError:
        if not Repository.find(Path.cwd()).is_shallow():
            raise
        return diff(options, base, head, exact=True)


def _template_of(link: str, folder: Path) -> str:
    from scanner.files.origin import read_origin
    from scanner.reports.links import link_template

    return link or link_template(read_origin(folder).remote)


def open_forge(pull: PullRequest, environment: Mapping[str, str] | None = None) -> Forge | None:
    """The pull request on its host; None without a token. Raises TracklintError."""
    from scanner.forge import bitbucket, github, gitlab
    from scanner.forge.detect import find_token

    given = os.environ if environment is None else environment
    token = find_token(given, pull.host)
    if not token:
        return None
    if pull.host == "github":
        return github.GitHub(github.make_client(pull.api, token), pull.repository, pull.number)
    if pull.host == "gitlab":
        return gitlab.GitLab(gitlab.make_client(pull.api, token), pull.repository, pull.number)
    user = given.get("BITBUCKET_USERNAME", "") if given.get("BITBUCKET_APP_PASSWORD") == token else ""
    return bitbucket.Bitbucket(bitbucket.make_client(pull.api, token, user), pull.repository, pull.number)


def deliver_comment(drafted: DraftedComment, pull: PullRequest, forge: Forge | None, request: CommentRequest) -> Delivery:
    """Make the comment say what there is to say. What the host does not allow or cannot do is told, and fails nothing."""
    from scanner.forge import ForgeError, Refused, Unreachable, upsert
    from scanner.forge.detect import TOKENS

    if forge is None:
        return Delivery("none", f"there is no token in {' or '.join(TOKENS[pull.host])}, so no comment was posted")
    style = CommentStyle(forge.longest - len(forge.marker(request.key)) - 2, folds=pull.host != "bitbucket")
    try:
        return Delivery(upsert(forge, request.key, drafted.body(style), drafted.is_news or request.always))
    except Refused as error:
        return Delivery("none", f"{error.message}; a pull request from a fork has a token that may only read")
    except Unreachable as error:
        return Delivery("none", error.message)
    except ForgeError as error:
        return Delivery("none", error.message)


def write_summary(text: str, environment: Mapping[str, str] | None = None) -> bool:
    """Add to the summary of the job, where the CI has one. False when it has none or it cannot be written."""
    given = os.environ if environment is None else environment
    file = given.get("GITHUB_STEP_SUMMARY", "")
    if not file:
        return False
    cut = text.encode("utf-8", "backslashreplace")
    if len(cut) > _LARGEST_SUMMARY:
        cut = cut[:_LARGEST_SUMMARY].rpartition(b"\n")[0] + b"\n\nThe rest did not fit.\n"
    try:
        with open(file, "ab") as opened:
            opened.write(cut + b"\n")
    except OSError:
        return False
    return True
