from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.model import Finding
from scanner.reports.check import check_concise
from scanner.reports.text import plural, safe

# What is mended in the plan as often as in the code.
_PLANNED = ("TL101", "TL111")


def hook_text(findings: Sequence[Finding], plans: Sequence[str] = (), whole: bool = False, advice: bool = True) -> str:
    """One line a finding, and what to do about them; empty when there are none."""
    if not findings or not advice:
        return check_concise(findings)
    return check_concise(findings) + "\n" + "".join(f"{line}\n" for line in _advice(findings, plans, whole))


def _advice(findings: Sequence[Finding], plans: Sequence[str], whole: bool) -> Iterator[str]:
    codes = sorted({finding.code for finding in findings})
    brought = "; nothing is staged, so everything was checked" if whole else " that this change brings; what was there before is not told"
    yield f"{plural(len(findings), 'finding')}{brought}."
    if any(code in _PLANNED for code in codes):
        yield f"  plan it:     add it to {', '.join(map(safe, plans)) or 'the tracking plan'}"
    yield f"  silence it:  a comment `tracklint: ignore[{codes[0]}] reason` in the line, or above it"
    yield f"  understand:  {', '.join(f'tracklint explain {code}' for code in codes[:3])}"
