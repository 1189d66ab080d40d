"""The command line: the only place that prints or exits."""

from __future__ import annotations

from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 clean, 1 findings, 2 not to be trusted. Without `argv`, the arguments of the process."""
    from scanner.cli.run import run

    return run(argv)
