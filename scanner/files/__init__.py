"""Which files there are, and their text: a frozen snapshot that everything above reads through."""

from __future__ import annotations

from scanner.files.git import Repository, RevisionNotFound
from scanner.files.kinds import DEFAULT_MAX_SIZE, classify, is_test_path
from scanner.files.revision import GitSource, GitTree
from scanner.files.source import MemorySource, Source, SourceFile
from scanner.files.text import Decoded, decode
from scanner.files.worktree import WorkTree

__all__ = [
    "DEFAULT_MAX_SIZE",
    "Decoded",
    "GitSource",
    "GitTree",
    "MemorySource",
    "Repository",
    "RevisionNotFound",
    "Source",
    "SourceFile",
    "WorkTree",
    "classify",
    "decode",
    "is_test_path",
]
