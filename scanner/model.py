"""What a scan yields: plain frozen records, shared by every layer and by library users."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["track", "identify", "group", "page", "screen", "alias", "revenue", "reset"]
Role = Literal["direct", "wrapper", "event-method", "declarative"]
Confidence = Literal["high", "medium", "low"]
NameKind = Literal["literal", "constant", "choice", "pattern", "dynamic"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. `path` is posix and relative to the root; lines and columns are 1-based."""

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class EventName:
    """The name an event is sent under.

    kind literal (written at the call), constant (one value from elsewhere), choice (one of `names`), pattern (`pattern`
    has `*` for each unknown part), dynamic (`reason` says why it is not known). `text` is the source text of the name.
    `origin` leads from the nearest place to the place where the text is written.
    """

    kind: NameKind
    names: tuple[str, ...] = ()
    pattern: str | None = None
    text: str = ""
    reason: str = ""
    origin: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyKey:
    """One property that reaches the SDK.

    type: string, integer, number, boolean, array, object, null, or empty when unknown. `values`: the literal values, when all are known.
    `conditional`: only sent on some paths. `added_by`: `site` (written at the call) or `wrapper` (added on the way).
    `properties`: the known keys inside an object. `items`: the known members of a list as one key without a name, when they are of one
    type; of objects it has the keys of all, and one that not all of them have is conditional. `complete`: nothing unknown is inside.
    """

    name: str
    type: str = ""
    values: tuple[str, ...] = ()
    conditional: bool = False
    added_by: Literal["site", "wrapper"] = "site"
    location: Location | None = None
    properties: tuple[PropertyKey, ...] = ()
    items: PropertyKey | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a call. `complete`: nothing unknown can add keys. `dynamic`: a key itself is computed."""

    keys: tuple[PropertyKey, ...] = ()
    complete: bool = True
    dynamic: bool = False
    dynamic_at: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Via:
    """A wrapper that a call goes through, outermost first."""

    name: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """One place that sends an event. `location` is the callee's last name, to the end of the call.

    `function` names the enclosing function (`Class.method`), empty at module level. `user_id` and `group_id` are the
    source text of what is passed, None when nothing is.
    """

    location: Location
    language: str
    kind: Kind
    sdk: str
    callee: str
    role: Role
    function: str
    confidence: Confidence
    evidence: str
    event: EventName
    properties: Properties
    via: tuple[Via, ...] = ()
    user_id: str | None = None
    group_id: str | None = None
    name_location: Location | None = None


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A function of the project that sends what it is given.

    `signature` says which parameter holds what (`name=event, properties=props`).
    """

    name: str
    path: str
    line: int
    kind: Kind
    signature: str
    forwards_to: str
    calls: int
    role: Literal["wrapper", "event-method"] = "wrapper"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceError:
    """A place in a file that could not be parsed."""

    path: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """An inline comment that silences findings: `tracklint: ignore[TL101] reason`. No codes means all.

    `line` is the line it applies to, 0 for the whole file (`ignore-file`). `comment` is the whole comment, when it holds nothing else.
    """

    path: str
    line: int
    comment_line: int
    codes: tuple[str, ...]
    reason: str
    comment: Location | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a scan looked at."""

    files_seen: int = 0
    files_searched: int = 0
    files_parsed: int = 0
    skipped: tuple[Skipped, ...] = ()
    parse_errors: tuple[SourceError, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Everything one scan found, sorted by path, line and column."""

    root: str
    calls: tuple[Call, ...]
    wrappers: tuple[Wrapper, ...]
    coverage: Coverage
    revision: str | None = None
    suppressions: tuple[Suppression, ...] = ()


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan of a whole program, and what it rests on.

    A change in a file that is not among `parsed`, and that holds none of `words` before and after, changes nothing in it.
    """

    result: ScanResult
    words: frozenset[str]
    parsed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of a location with `text`.

    With `old`, the literal that begins there and has that value is to have the value `text`. Without `old` and `text`, a comment is to go.
    """

    location: Location
    text: str
    old: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell a person. `plan` is the place in the plan that it speaks of, when there is one."""

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    event: str = ""
    property: str = ""
    suggestion: str = ""
    fix: tuple[Edit, ...] = ()
    plan: Location | None = None
    confidence: Confidence = "high"
    fingerprint: str = ""
    related: tuple[Location, ...] = field(default=())
