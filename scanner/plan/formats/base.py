"""What a plan format is made of, and what it reads from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from scanner.errors import PlanError
from scanner.plan.model import Loss, Plan
from scanner.plan.nodes import Node, Problems, compose, compose_json

_T = TypeVar("_T")


@dataclass(frozen=True)
class Material:
    """What a plan is read from: a file, or all files of a folder.

    `path` is what its places are called by. `files` holds bytes by posix path below the folder; a single file stands under the empty
    path. What is derived from the bytes is computed once.
    """

    path: str
    files: Mapping[str, bytes]
    _derived: dict[Callable[[Material], object], object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_folder(self) -> bool:
        return "" not in self.files

    @property
    def suffix(self) -> str:
        """The suffix of a single file in lower case (`.csv`), empty for a folder."""
        return "" if self.is_folder else PurePosixPath(self.path).suffix.lower()

    @property
    def data(self) -> bytes:
        """The bytes of a single file."""
        return self.files[""]

    @cached_property
    def text(self) -> str:
        """The text of a single file, with `\\n` at the end of its lines and no byte order mark. Raises PlanError when it is not UTF-8."""
        return decode(self.data, self.path)

    @cached_property
    def node(self) -> Node | None:
        """A single file as YAML or JSON with lines; None when it is neither, or empty. For recognition: reading tells what is wrong."""
        try:
            found, problems = self._parsed
        except PlanError:
            return None
        return None if problems.fatal else found

    def parse(self) -> tuple[Node | None, Problems]:
        """A single file as YAML or JSON that another tool wrote, and what is wrong with it. Raises PlanError when it is not UTF-8."""
        found, problems = self._parsed
        return found, replace(problems, fatal=list(problems.fatal), minor=list(problems.minor))

    @cached_property
    def _parsed(self) -> tuple[Node | None, Problems]:
        problems = Problems(self.path, is_foreign=True)
        is_json = self.suffix == ".json" or (self.suffix not in (".yaml", ".yml") and self.text.lstrip()[:1] in ("{", "["))
        return (compose_json if is_json else compose)(self.text, problems), problems

    def derive(self, make: Callable[[Material], _T]) -> _T:
        """What `make` makes of this material, made once however many formats ask."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return self._derived[make]  # type: ignore[return-value]

    def members(self) -> tuple[Material, ...]:
        """The files of a folder, each as a single file, sorted by path."""
        return self._members

    @cached_property
    def _members(self) -> tuple[Material, ...]:
        # kept, so that a file that several formats look at is taken apart once
        return tuple(Material(f"{self.path}/{name}", {"": data}) for name, data in sorted(self.files.items()) if name)


@dataclass(frozen=True, slots=True)
class Written:
    """A plan in some format. A single file stands under the empty path. `losses` tell what has no place in the format."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PlanFormat:
    """A form that plans are kept in.

    `recognise` says how surely some material is in this format, from 0 (not at all) to 100; it never raises.
    `read` raises PlanError that tells everything wrong, with its line or row. What could not be carried is in `Plan.losses`.
    `write` is None for a format that is only read. `is_folder`: a plan in it is a folder of files.
    """

    name: str
    title: str
    recognise: Callable[[Material], int]
    read: Callable[[Material], Plan]
    write: Callable[[Plan], Written] | None = None
    suffix: str = ".json"
    is_folder: bool = False


def decode(data: bytes, path: str) -> str:
    """UTF-8 text, with one kind of line end, so that a line is a line whoever counts. Raises PlanError."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PlanError(f"the plan is not UTF-8 text: byte 0x{data[error.start]:02x} stands in this line", path, line) from error
