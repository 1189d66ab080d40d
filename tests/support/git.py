"""Git repositories made for one test."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_NAMES = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    """What git prints, asked without the variables and the settings of whoever runs the tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**clean, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *_NAMES, *arguments], cwd=folder, check=True, capture_output=True, env=environment, text=True)
    return done.stdout.strip()


class Repo:
    """A repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "-q")

    def git(self, *arguments: str) -> str:
        return git(self.folder, *arguments)

    def write(self, **texts: str) -> None:
        """Write files, with `/` in their names where a folder is meant."""
        for name, text in texts.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")

    def stage(self, **texts: str) -> None:
        self.write(**texts)
        self.git("add", "-A")

    def commit(self, **texts: str) -> str:
        """Write files, commit everything and give the commit."""
        self.stage(**texts)
        self.git("commit", "-q", "--allow-empty", "--no-verify", "-m", "change")
        return self.git("rev-parse", "HEAD")
