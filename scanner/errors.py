"""What can go wrong in a way that a user should read."""

from __future__ import annotations


class TracklintError(Exception):
    """A problem that the user can mend. Its text is shown as it is, without a traceback; the exit code is 2.

    `path` and `line` say where, when it is about a file.
    """

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        if not self.path:
            return self.message
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class ConfigError(TracklintError):
    """The configuration cannot be used."""


class PlanError(TracklintError):
    """The tracking plan cannot be read."""


class PackError(TracklintError):
    """A rule pack does not fit the schema."""


class SourceNotFound(TracklintError):
    """A path that was asked for is not there."""
