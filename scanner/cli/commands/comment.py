from __future__ import annotations

import argparse
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.cli.options import Commands, add_command, add_common_options, add_plan_options, add_project_options, count, to_options
from scanner.cli.shared import progress_of
from scanner.cli.terminal import note, write
from scanner.errors import TracklintError

if TYPE_CHECKING:
    from scanner.app.comment import CommentRequest, Delivery

_HOSTS = ("github", "gitlab", "bitbucket")
_EXAMPLES = """\
  tracklint comment                       in a workflow for a pull request: what it changes, as one comment
  tracklint comment origin/main --dry-run  what the comment would say
  tracklint comment --key shop            one of several comments, for one part of a monorepo

The token is read from TRACKLINT_TOKEN, else from the host's usual variable. What the host does not allow is said, and fails nothing.
"""


def add(commands: Commands) -> None:
    parser = add_command(commands, "comment", "tell a pull request what it changes in what is sent", _EXAMPLES, run)
    parser.add_argument("base", nargs="?", default="", metavar="BASE", help="compare with this revision (default: as the CI says)")
    parser.add_argument("head", nargs="?", default="", metavar="HEAD", help="another revision than HEAD")
    add_project_options(parser, paths=False, strict=False)
    add_plan_options(parser)
    group = parser.add_argument_group("the comment")
    group.add_argument("--key", default="default", metavar="NAME", help="which comment, when a pull request has several")
    group.add_argument("--always", action="store_true", help="post one even when nothing changed")
    group.add_argument("--dry-run", action="store_true", help="show what it would say, and post nothing")
    group = parser.add_argument_group("where (default: as the CI says)")
    group.add_argument("--host", choices=_HOSTS, default="", help="github, gitlab or bitbucket")
    group.add_argument("--repository", default="", metavar="NAME", help="owner/name, or the number of the project")
    group.add_argument("--pull-request", type=count, default=0, metavar="N", help="its number")
    group.add_argument("--api", default="", metavar="URL", help="the address of the host's API")
    add_common_options(parser)


def run(given: argparse.Namespace) -> int:
    from scanner.app.comment import Delivery, deliver_comment, draft_comment, find_pull, open_forge, write_summary
    from scanner.reports.comment import CommentStyle

    request = _request(given)
    pull = find_pull(request)
    with progress_of(given) as line:
        drafted = draft_comment(replace(to_options(given), progress=line), request, pull)
    if given.dry_run:
        write(drafted.body(CommentStyle()), None)
        return 0
    if drafted.is_news or request.always:
        write_summary(drafted.body(CommentStyle()))
    if pull is None:
        write(drafted.body(CommentStyle()), None)
        _tell(Delivery("none", "this is no run for a pull request; name one with --host, --repository and --pull-request"))
        return 0
    delivery = deliver_comment(drafted, pull, open_forge(pull), request)
    _tell(delivery)
    if not given.quiet and not delivery.problem:
        note(_said(delivery))
    return 0


def _request(given: argparse.Namespace) -> CommentRequest:
    if not given.key or not given.key.replace("-", "").replace("_", "").replace("/", "").isalnum():
        raise TracklintError(f"a key has letters, digits, hyphens and slashes, not {given.key!r}")
    from scanner.app.comment import CommentRequest

    return CommentRequest(given.base, given.head, given.key, given.host, given.repository, given.pull_request, given.api, given.always)


def _tell(delivery: Delivery) -> None:
    if not delivery.problem:
        return
    if os.environ.get("GITHUB_ACTIONS"):
        from scanner.reports.comment import notice

        write(notice(delivery.problem), None)
    else:
        note(delivery.problem)


def _said(delivery: Delivery) -> str:
    return {
        "created": "the comment was posted",
        "updated": "the comment was brought up to date",
        "unchanged": "the comment says the same already",
        "none": "nothing changed in what is sent, so there is no comment",
    }[delivery.action]
