"""Times a cold and a warm scan of a folder.

python benchmarks/scan_time.py path/to/project [--workers 2] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from scanner.cache import FactsCache
from scanner.files import WorkTree
from scanner.languages.facts import FileFacts
from scanner.model import ScanResult
from scanner.rules.loading import load_packs
from scanner.rules.scan import scan_project
from scanner.rules.schema import Pack


@dataclass(frozen=True, slots=True)
class Timing:
    """One scan: how long it took, and what it found."""

    name: str
    seconds: float
    result: ScanResult


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table of the scans of the folder that is named."""
    parser = argparse.ArgumentParser(description="Times a cold and a warm scan of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3, help="warm scans after the cold one; the fastest counts")
    options = parser.parse_args(arguments)
    print(show(measure(options.folder, options.workers, options.rounds)))


def measure(folder: Path, workers: int, rounds: int) -> list[Timing]:
    """A scan with an empty cache, and the fastest of some with a full one."""
    packs = load_packs()
    with tempfile.TemporaryDirectory() as cache:
        cold = _scan("cold", folder, packs, workers, Path(cache))
        warm = [_scan("warm", folder, packs, workers, Path(cache)) for _ in range(max(rounds, 1))]
    return [cold, min(warm, key=lambda timing: timing.seconds)]


def show(timings: Sequence[Timing]) -> str:
    """The timings as a table."""
    rows = [
        (
            timing.name,
            f"{timing.seconds:.2f}",
            timing.result.coverage.files_seen,
            timing.result.coverage.files_parsed,
            len(timing.result.calls),
            len(timing.result.wrappers),
        )
        for timing in timings
    ]
    return tabulate(rows, headers=("scan", "seconds", "files seen", "files parsed", "calls", "wrappers"))


def _scan(name: str, folder: Path, packs: Sequence[Pack], workers: int, cache: Path) -> Timing:
    begin = time.perf_counter()
    # Listing the files is a part of every scan, and so a part of what is timed.
    with FactsCache[FileFacts](cache) as facts:
        result = scan_project(WorkTree.open(folder), packs, workers=workers, cache=facts)
    return Timing(name, time.perf_counter() - begin, result)


if __name__ == "__main__":
    main()
