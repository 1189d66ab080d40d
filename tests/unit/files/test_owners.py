from __future__ import annotations

from pathlib import Path

import pytest

from scanner.files.owners import Owners, parse_owners, read_owners


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("*", "src/cart.ts", id="everything"),
        pytest.param("**", "src/cart.ts", id="everything in other words"),
        pytest.param("*.ts", "src/deep/cart.ts", id="suffix anywhere"),
        pytest.param("/src/", "src/deep/cart.ts", id="folder at the top"),
        pytest.param("/src", "src/deep/cart.ts", id="folder without slash"),
        pytest.param("src/", "apps/src/cart.ts", id="folder anywhere"),
        pytest.param("src", "apps/src/cart.ts", id="name anywhere"),
        pytest.param("apps/web", "apps/web/cart.ts", id="slash in the middle binds to the top"),
        pytest.param("docs/*", "docs/start.md", id="files in a folder"),
        pytest.param("/apps/*/src/", "apps/web/src/cart.ts", id="one folder between"),
        pytest.param("/apps/**/cart.ts", "apps/cart.ts", id="no folder between"),
        pytest.param("/apps/**/cart.ts", "apps/web/src/cart.ts", id="folders between"),
        pytest.param("**/logs", "build/logs/a.py", id="any folders in front"),
        pytest.param("/src/**", "src/deep/cart.ts", id="all below"),
        pytest.param("cart?.ts", "src/cart1.ts", id="one character"),
        pytest.param("/my\\ app/", "my app/cart.ts", id="space"),
        pytest.param("/\\#odd/", "#odd/cart.ts", id="number sign kept"),
        pytest.param("/a*b*c.ts", "a-b-c.ts", id="several stars"),
    ],
)
def test_pattern_fits(pattern: str, path: str) -> None:
    assert parse_owners(f"{pattern} @team").of(path) == ("@team",)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("docs/*", "docs/guide/start.md", id="not what lies deeper"),
        pytest.param("/src/", "apps/src/cart.ts", id="not elsewhere"),
        pytest.param("apps/web", "old/apps/web/cart.ts", id="slash in the middle, elsewhere"),
        pytest.param("src/", "src", id="a file with the folder's name"),
        pytest.param("/src/**", "src", id="the folder itself"),
        pytest.param("*.ts", "src/cart.tsx", id="another suffix"),
        pytest.param("*.TS", "src/cart.ts", id="case matters"),
        pytest.param("!src/", "src/cart.ts", id="no negation"),
        pytest.param("/", "src/cart.ts", id="only a slash"),
        pytest.param("/a***b", "a/b", id="three stars"),
        pytest.param("# src/", "src/cart.ts", id="comment"),
        pytest.param("[a-z]art.ts", "cart.ts", id="no ranges"),
        pytest.param("/apps/*/src/", "apps/web/deep/src/cart.ts", id="one folder is one"),
        pytest.param("cart?.ts", "cart.ts", id="one character is needed"),
    ],
)
def test_pattern_does_not_fit(pattern: str, path: str) -> None:
    assert parse_owners(f"{pattern} @team").of(path) == ()


RULES = """\
# the last rule that fits decides
*            @everyone
/src/        @web ops@example.com  # both
/src/gen/
/docs/ @writers #none
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        pytest.param("README.md", ("@everyone",), id="first"),
        pytest.param("src/cart.ts", ("@web", "ops@example.com"), id="later rule"),
        pytest.param("src/gen/cart.ts", (), id="nobody on purpose"),
        pytest.param("docs/start.md", ("@writers",), id="comment without space"),
    ],
)
def test_last_match_wins(path: str, owners: tuple[str, ...]) -> None:
    assert parse_owners(RULES.replace("\n", "\r\n")).of(path) == owners


SECTIONS = """\
* @everyone

[Web][2] @web
/src/
/src/pay/ @pay

^[Docs]
/docs/ @writers
/notes/
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        pytest.param("src/cart.ts", ("@web",), id="owners of the section"),
        pytest.param("src/pay/cart.ts", ("@pay",), id="owners of its own"),
        pytest.param("docs/start.md", ("@writers",), id="optional section"),
        pytest.param("notes/a.md", (), id="section without owners"),
        pytest.param("README.md", ("@everyone",), id="before all sections"),
    ],
)
def test_sections(path: str, owners: tuple[str, ...]) -> None:
    assert parse_owners(SECTIONS).of(path) == owners


def test_first_file_counts(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / "CODEOWNERS").write_text("* @top\n")
    assert read_owners(tmp_path).of("a") == ("@top",)
    (tmp_path / ".github/CODEOWNERS").write_bytes(b"\xef\xbb\xbf* @first\n")
    assert read_owners(tmp_path).of("a") == ("@first",)


def test_no_file(tmp_path: Path) -> None:
    assert read_owners(tmp_path) == Owners()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("* @secret\n")
    (tmp_path / "CODEOWNERS").symlink_to(tmp_path / "secret")
    assert read_owners(tmp_path) == Owners()


def test_a_pattern_of_stars_ends() -> None:
    assert parse_owners(f"/{'*a' * 200}b @team").of("a" * 5000) == ()
