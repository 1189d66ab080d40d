from __future__ import annotations

from scanner.config import suggest
from scanner.errors import TracklintError
from scanner.reports.findings import Rule


def explain(code: str | None = None) -> str:
    """What a finding means, with examples, as Markdown; without a code, a line on each. Raises TracklintError for an unknown code."""
    from scanner.checks import CHECKS
    from scanner.checks.docs import render_check

    if code is None:
        return "".join(
            f"{check.code}  {check.name:<26} {check.severity if check.enabled else 'off':<8} {check.summary}\n" for check in CHECKS
        )
    wanted = code.casefold()
    for check in CHECKS:
        if wanted in (check.code.casefold(), check.name.casefold()):
            return render_check(check, plain=True)
    known = [word for check in CHECKS for word in (check.code, check.name)]
    raise TracklintError(f"there is no finding {code!r}{suggest(code if '-' in code else code.upper(), known)}")


def rules() -> tuple[Rule, ...]:
    """What every finding is, for reports that explain them."""
    from scanner.checks import CHECKS
    from scanner.checks.docs import render_check

    return tuple(Rule(check.code, check.name, check.severity, check.summary, render_check(check)) for check in CHECKS)
