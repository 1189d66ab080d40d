"""One module a command: `add` declares its arguments, `run` does it and gives the exit code."""

from __future__ import annotations

from scanner.cli.commands import baseline, check, comment, diff, explain, hook, init, plan, report, scan, trace, where

# In the order of the help.
COMMANDS = (
    scan,
    check,
    diff,
    comment,
    hook,
    trace,
    where,
    report,
    plan,
    baseline,
    explain,
    init,
)
