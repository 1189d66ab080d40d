"""The data that comes with the program."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import TracklintError


def find_rules_folder() -> Path:
    """The folder with `sdks/` and the other shipped rules: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_rules", package.parent / "rules"):
        if (folder / "sdks").is_dir():
            return folder
    raise TracklintError("the shipped rules are missing; the installation is not whole")
