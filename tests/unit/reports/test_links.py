from __future__ import annotations

import pytest

from scanner.errors import TracklintError
from scanner.reports.links import check_template, link_template, make_linker

SHA = "0123abc"


@pytest.mark.parametrize(
    ("remote", "link"),
    [
        pytest.param("https://github.com/acme/shop.git", "https://github.com/acme/shop/blob/0123abc/src/a.ts#L7", id="https"),
        pytest.param("https://github.com/acme/shop", "https://github.com/acme/shop/blob/0123abc/src/a.ts#L7", id="without suffix"),
        pytest.param("git@github.com:acme/shop.git", "https://github.com/acme/shop/blob/0123abc/src/a.ts#L7", id="ssh as scp has it"),
        pytest.param("ssh://git@github.com:22/acme/shop.git", "https://github.com/acme/shop/blob/0123abc/src/a.ts#L7", id="ssh with port"),
        pytest.param("https://me:secret@github.com/acme/shop", "https://github.com/acme/shop/blob/0123abc/src/a.ts#L7", id="no password"),
        pytest.param("https://github.acme.test/a/b", "https://github.acme.test/a/b/blob/0123abc/src/a.ts#L7", id="a host of one's own"),
        pytest.param("git@gitlab.com:a/b/c.git", "https://gitlab.com/a/b/c/-/blob/0123abc/src/a.ts#L7", id="groups of groups"),
        pytest.param("https://bitbucket.org/a/b.git", "https://bitbucket.org/a/b/src/0123abc/src/a.ts#lines-7", id="another fragment"),
        pytest.param("https://codeberg.org/a/b.git", "https://codeberg.org/a/b/src/commit/0123abc/src/a.ts#L7", id="commit in the path"),
        pytest.param("https://github.com/a/{path}", "https://github.com/a/%7Bpath%7D/blob/0123abc/src/a.ts#L7", id="braces in the remote"),
    ],
)
def test_hosts(remote: str, link: str) -> None:
    linker = make_linker(link_template(remote), SHA)
    assert linker is not None
    assert linker("src/a.ts", 7) == link


@pytest.mark.parametrize(
    "remote",
    [
        "",
        "https://git.acme.test/a/b",
        "/srv/git/github.git",
        "C:\\github\\shop",
        "file:///srv/github/shop",
        "javascript://github.com/%0aalert(1)",
    ],
)
def test_unknown_hosts(remote: str) -> None:
    assert link_template(remote) == ""


@pytest.mark.parametrize(
    ("template", "path", "link"),
    [
        pytest.param("https://x.test/{path}#L{line}", "a b/ü#?.ts", "https://x.test/a%20b/%C3%BC%23%3F.ts#L7", id="odd path"),
        pytest.param("https://x.test/{revision}/{path}", "{line}.ts", "https://x.test/0123abc/%7Bline%7D.ts", id="a path like a field"),
        pytest.param("{path}#L{line}", "a.ts", "a.ts#L7", id="relative"),
        pytest.param("https://x.test/{path}", 'a")<.ts', "https://x.test/a%22%29%3C.ts", id="hostile path"),
    ],
)
def test_templates(template: str, path: str, link: str) -> None:
    linker = make_linker(check_template(template), SHA)
    assert linker is not None
    assert linker(path, 7) == link


def test_prefix() -> None:
    linker = make_linker("{revision}/{path}", "main", "apps/web/")
    assert linker is not None
    assert linker("a.ts", 1) == "main/apps/web/a.ts"


@pytest.mark.parametrize(
    ("template", "revision"), [pytest.param("", SHA, id="no template"), pytest.param("{revision}/{path}", "", id="no revision")]
)
def test_no_link(template: str, revision: str) -> None:
    assert make_linker(template, revision) is None


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param("https://x.test/{file}", r"no field \{file\}", id="unknown field"),
        pytest.param("https://x.test/", r"needs \{path\}", id="without a path"),
        pytest.param("https://x.test/{path}) [b](c", "without spaces", id="markup"),
        pytest.param("javascript:alert//{path}", "begins with", id="script"),
    ],
)
def test_bad_templates(template: str, message: str) -> None:
    with pytest.raises(TracklintError, match=message):
        check_template(template)
