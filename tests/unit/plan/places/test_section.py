from __future__ import annotations

import pytest

from scanner.errors import TracklintError
from scanner.plan.places.section import MarkerStyle, blank_section, update_section

BEGIN, END = "<!-- tracklint:where begin -->", "<!-- tracklint:where end -->"
SECTION = f"{BEGIN}\n\nnew\n\n{END}\n"


def update(text: str, style: MarkerStyle = "html") -> str:
    return update_section(text, "new\n", "docs/events.md", style)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        pytest.param(f"a\n{BEGIN}\nold\n{END}\nb\n", f"a\n{SECTION}b\n", id="replaced"),
        pytest.param(f"{BEGIN}\n{END}", SECTION[:-1], id="empty, without a last line end"),
        pytest.param(f"a\r\n{BEGIN}\r\nold\r\n{END}\r\nb", f"a\n{SECTION}b".replace("\n", "\r\n"), id="line ends kept"),
        pytest.param(f"a  \n\n\n{BEGIN}  \n{END}\t\n\n\n", f"a  \n\n\n{BEGIN}  \n\nnew\n\n{END}\t\n\n\n", id="all else kept"),
        pytest.param(f"a\n\n  {BEGIN}\n{END}\n", f"a\n\n  {BEGIN}\n\nnew\n\n{END}\n", id="indented a little"),
        pytest.param(
            "<!--tracklint:where   begin-->\n<!--tracklint:where end-->\n",
            "<!--tracklint:where   begin-->\n\nnew\n\n<!--tracklint:where end-->\n",
            id="spaces",
        ),
        pytest.param(
            "[//]: # (tracklint:where begin)\nold\n\n[//]: # (tracklint:where end)\n",
            "[//]: # (tracklint:where begin)\n\nnew\n\n[//]: # (tracklint:where end)\n",
            id="link definitions",
        ),
        pytest.param(
            "{/* tracklint:where begin */}\n{/* tracklint:where end */}\n",
            "{/* tracklint:where begin */}\n\nnew\n\n{/* tracklint:where end */}\n",
            id="comments of MDX",
        ),
        pytest.param(f"```\n{BEGIN}\n```\n{BEGIN}\n{END}\n", f"```\n{BEGIN}\n```\n{SECTION}", id="not the one in code"),
        pytest.param(f"a\u2028{BEGIN}\n{BEGIN}\n{END}\n", f"a\u2028{BEGIN}\n{SECTION}", id="no line of its own"),
    ],
)
def test_update(text: str, after: str) -> None:
    assert update(text) == after
    assert update(after) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        pytest.param("", f"# Where events live in code\n\n{SECTION}", id="new file"),
        pytest.param("# Plan\n", f"# Plan\n\n## Where events live in code\n\n{SECTION}", id="at the end"),
        pytest.param("# Plan", f"# Plan\n\n## Where events live in code\n\n{SECTION}", id="without a last line end"),
        pytest.param("# Plan\n\n", f"# Plan\n\n## Where events live in code\n\n{SECTION}", id="after a blank line"),
        pytest.param(
            "# Plan\r\n", f"# Plan\n\n## Where events live in code\n\n{SECTION}".replace("\n", "\r\n"), id="line ends of the file"
        ),
        pytest.param(
            f"~~~~\n{BEGIN}\n~~~\n{END}\n~~~~\n",
            f"~~~~\n{BEGIN}\n~~~\n{END}\n~~~~\n\n## Where events live in code\n\n{SECTION}",
            id="only in code",
        ),
        pytest.param(f"    {BEGIN}\n", f"    {BEGIN}\n\n## Where events live in code\n\n{SECTION}", id="indented code"),
        pytest.param(f"Write `{BEGIN}`.\n", f"Write `{BEGIN}`.\n\n## Where events live in code\n\n{SECTION}", id="spoken of"),
        pytest.param(f"``` `x` {BEGIN}\n", f"``` `x` {BEGIN}\n\n## Where events live in code\n\n{SECTION}", id="no fence"),
        pytest.param(
            "<!-- other:where begin -->\n", f"<!-- other:where begin -->\n\n## Where events live in code\n\n{SECTION}", id="another's"
        ),
    ],
)
def test_new_section(text: str, after: str) -> None:
    assert update(text) == after
    assert update(after) == after


def test_style_of_a_new_section() -> None:
    assert "[//]: # (tracklint:where begin)\n\nnew\n\n[//]: # (tracklint:where end)\n" in update("a\n", "link")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(f"a\n{BEGIN}\n", r"^docs/events\.md:2: .* begins and never ends", id="no end"),
        pytest.param(f"{END}\n", r":1: .* ends without a beginning", id="no beginning"),
        pytest.param(f"{END}\n{BEGIN}\n", r":1: .* ends without a beginning", id="reversed"),
        pytest.param(f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n", r":2: .* begins again .* line 1", id="nested"),
        pytest.param(f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", r":3: .* is there twice; the first begins in line 1", id="twice"),
        pytest.param(f"{BEGIN}\n{END}\n{END}\n", r":3: .* ends without a beginning", id="two ends"),
        pytest.param(f"{BEGIN}\n```\n{END}\n", r":1: .* begins and never ends", id="end in code"),
        pytest.param("a\n```\nb\n", r":2: the block of code that begins here never ends", id="open block of code"),
        pytest.param("<!-- tracklint:where start -->\n", r":1: .* the word 'start'", id="unknown word"),
    ],
)
def test_broken_markers(text: str, message: str) -> None:
    with pytest.raises(TracklintError, match=message):
        update(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        pytest.param(f"a\n{BEGIN}\n| Event |\n{END}\nb\n", "a\n\n\n\nb\n", id="section"),
        pytest.param("a\nb\n", "a\nb\n", id="none"),
        pytest.param(f"```\n{BEGIN}\n{END}\n```\n", f"```\n{BEGIN}\n{END}\n```\n", id="in code"),
        pytest.param(f"{BEGIN}\na\n", f"{BEGIN}\na\n", id="broken"),
    ],
)
def test_blank_section(text: str, after: str) -> None:
    assert blank_section(text) == after
