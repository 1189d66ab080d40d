"""Which column means what: headers found by the words that people and vendors put over their columns.

A role names what a column holds. `event` and `property` are names; `event.why` or `property.pattern` are fields of the plan's records;
`row.description` belongs to the property of its row where there is one, else to the event; the empty role is a column nobody knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.plan.formats.tables.grid import MAX_COLUMNS, Row
from scanner.plan.words import split_words

HEADER_WITHIN = 20

_ASIDES = re.compile(r"\([^()]*\)|<[^<>]*>|[*`_]{2,}")
_WIDE = re.compile(
    r"(?:event )?(?:param|parameter|property|prop|attribute) (\d{1,3})(?: (name|key|type|value|example|description|required))?\Z"
)
_WIDE_NAMED = re.compile(r"\w+ param\Z")
_LISTED = re.compile(
    r" (?:properties|parameters|params|attributes|props)\Z"
    r"|\A(?:propiedades|propriedades|propriétés|parametros|parámetros|parâmetros|paramètres) "
)
_REQUIRED_LIST = re.compile(r"required|mandatory|obligator|obrigat|requis")
_OPTIONAL_LIST = re.compile(r"optional|opcional|optionnel")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: where it stands, its title as written, and its role."""

    index: int
    title: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns. `index` is its place among the rows of its sheet."""

    index: int
    number: int
    columns: tuple[Column, ...]

    def column(self, role: str) -> int | None:
        """Where the first column with this role stands, counted from 0."""
        return next((each.index for each in self.columns if each.role == role), None)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(each.role for each in self.columns if each.role)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The titles of a layout, folded, with their roles. `needs` are roles without which a row is no header of it.

    `settle` decides what a title means that means several things; `prefixes` are beginnings of titles whose rest is a name.
    """

    titles: Mapping[str, str]
    needs: frozenset[str] = frozenset()
    least: int = 2
    settle: Callable[[Sequence[Column]], tuple[Column, ...]] = tuple
    prefixes: Mapping[str, str] | None = None

    def titles_of_needs(self) -> tuple[str, ...]:
        """A title for each column that there must be, for a message."""
        return tuple(next(title for title, role in self.titles.items() if role == need).title() for need in sorted(self.needs))


def fold_title(title: str) -> str:
    """A title without case, separators, marks and what stands in brackets: `Required?`, `event_name`, `Type (JSON)`."""
    if len(title) > _LONGEST_TITLE:
        return ""
    return " ".join(split_words(_ASIDES.sub(" ", title))).casefold()


def read_columns(cells: Sequence[str], vocabulary: Vocabulary) -> tuple[Column, ...]:
    """The columns of a row, were it the header. Empty cells are none."""
    found = (Column(index, cell.strip(), _role(cell, vocabulary)) for index, cell in enumerate(cells[:MAX_COLUMNS]) if cell.strip())
    return vocabulary.settle(tuple(found))


def _role(title: str, vocabulary: Vocabulary) -> str:
    for prefix, role in (vocabulary.prefixes or {}).items():
        if title.strip().casefold().startswith(prefix):
            return f"{role}:{title.strip()[len(prefix) :].strip()}"
    return vocabulary.titles.get(fold_title(title), "")


def rate_header(cells: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many columns are known, were this row the header; 0 when it is none."""
    roles = {column.role for column in read_columns(cells, vocabulary)} - {""}
    return len(roles) if len(roles) >= vocabulary.least and roles >= vocabulary.needs else 0


def find_header(rows: Sequence[Row], vocabulary: Vocabulary) -> Header | None:
    """The row among the first twenty that knows most columns; the first one at a tie. Title rows above it are passed over."""
    rated = [(rate_header(row.cells, vocabulary), -index) for index, row in enumerate(rows[:HEADER_WITHIN])]
    score, place = max(rated, default=(0, 0))
    if not score:
        return None
    row = rows[-place]
    return Header(-place, row.number, read_columns(row.cells, vocabulary))


def spell(roles: Mapping[str, str]) -> dict[str, str]:
    """Titles by role, written `a|b|c`, turned into roles by title."""
    return {title.strip(): role for role, titles in roles.items() for title in titles.split("|")}


def once(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Only the first column of each role keeps it; lists of properties may stand in several."""
    seen: Counter[str] = Counter()
    made: list[Column] = []
    for column in columns:
        seen[column.role] += 1
        is_second = column.role and seen[column.role] > 1 and not column.role.startswith("properties")
        made.append(replace(column, role="") if is_second else column)
    return tuple(made)


def _settle_generic(columns: Sequence[Column]) -> tuple[Column, ...]:
    """What `Name`, `Description`, `Type`, `Status` and `Value` mean, by the columns they stand among."""
    columns = _settle_wide([_settle_list(column) for column in columns])
    named = {column.role for column in columns}
    columns = _settle_names(columns, named)
    place = next((column.index for column in columns if column.role == "property"), None)
    roles = Counter("description" if column.role == "event.description" else column.role for column in columns)
    return once(replace(column, role=_settle_one(column, place, roles)) for column in columns)


def _settle_list(column: Column) -> Column:
    """`Useful parameters`, `Mandatory event properties`: a list of properties under any title that ends so."""
    title = fold_title(column.title)
    if column.role or not (_LISTED.search(title) and len(title.split()) <= 4):
        return column
    required, optional = _REQUIRED_LIST.search(title), _OPTIONAL_LIST.search(title)
    return replace(column, role="properties.required" if required else "properties.optional" if optional else "properties")


def _settle_wide(columns: Sequence[Column]) -> tuple[Column, ...]:
    """`param_1`, `param_2`, `param_1_type`; with them also `revenue_param`."""
    made: list[Column] = []
    for column in columns:
        match = _WIDE.match(fold_title(column.title))
        made.append(replace(column, role=f"wide:{match[1]}:{match[2] or 'name'}") if match else column)
    if not any(column.role.startswith("wide:") for column in made):
        return tuple(made)
    named = ((column, _WIDE_NAMED.match(fold_title(column.title)) if not column.role else None) for column in made)
    return tuple(replace(column, role=f"wide:{column.index + 1000}:name") if match else column for column, match in named)


def _settle_names(columns: Sequence[Column], named: set[str]) -> tuple[Column, ...]:
    """`Name`, `Key` and `Action` name the event where nothing else does, else the property where nothing else does."""
    has_event, has_property = "event" in named, bool(named & {"property", "properties"})
    is_tracking = bool(named & _ONLY_TRACKING) or any(role.startswith(("wide:", "properties")) for role in named)
    made: list[Column] = []
    for column in columns:
        role = column.role
        if role == "name":
            has_detail = bool(named & _TELLS_PROPERTY) and not has_property
            role = "property" if has_detail else "event.display_name" if has_event else "event" if is_tracking else ""
        elif role == "action":
            role = "" if has_event or "name" in named or not is_tracking else "event"
        has_event |= role == "event"
        has_property |= role == "property"
        made.append(replace(column, role=role))
    return tuple(made)


def _settle_one(column: Column, property_place: int | None, roles: Mapping[str, int]) -> str:
    is_after = property_place is not None and column.index > property_place
    match column.role:
        case "description" | "status" | "display_name":
            is_second = is_after and column.role == "description" and roles["description"] > 1
            return f"{'property' if is_second else 'row' if is_after else 'event'}.{column.role}"
        case "type":
            return "property.types" if property_place is not None else "kind"
        case "event.notes" if is_after and not {"description", "property.description"} & set(roles):
            return "row.description"
        case "values":
            return "property.values" if property_place is not None else "values" if "properties" in roles else ""
        case role if role.startswith("property.") and property_place is None:
            return ""
        case role:
            return role


# Columns that tell a list of events from one of products or people, when events are only called names.
_ONLY_TRACKING = frozenset({"property", "event.trigger", "event.why", "kind", "code"})
# Columns that only a property can have.
_TELLS_PROPERTY = frozenset({"type", "property.types", "property.required", "property.optional", "property.values", "property.enum"})

# What a header of events needs beside the event: a table that has only names and dates is about something else.
TELLING = frozenset(
    {
        *("property", "properties", "properties.required", "properties.optional", "event.trigger", "event.why", "kind", "code"),
        *("event.description", "row.description", "event.sources", "event.owner", "event.status", "event.category", "values"),
    }
)

_GENERIC_TITLES = spell(
    {
        "event": "event|event name|eventname|event key|event id|event title|event type name|tracking event|track event|analytics event"
        "|custom event|evento|nombre del evento|nome do evento|evenement|événement|nom de l événement|ereignis",
        "name": "name|key|field|nom|nome",
        "action": "action|event action|user action",
        "kind": "kind|call|call type|event type|method|api call|sdk method|entity type",
        "property": "property|property name|property key|event property|event property name|parameter|parameter name|param|param name"
        "|event parameter|event parameter name|attribute|attribute name|prop|prop name|trait|trait name|field name"
        "|propiedad|propriedade|propriété|parametro|parámetro|parâmetro|paramètre",
        "properties": "properties|event properties|parameters|event parameters|params|event params|attributes"
        "|event attributes|props|payload"
        "|key properties|key parameters|main properties|main parameters|traits|data|event data|custom properties|custom parameters"
        "|properties sent|payload fields|fields|propiedades|propriedades|propriétés|parametros|parámetros|parâmetros|paramètres",
        "properties.required": "required properties|required parameters|required params|required props|required fields"
        "|mandatory properties"
        "|mandatory parameters",
        "properties.optional": "optional properties|optional parameters|optional params|optional props|optional fields",
        "type": "type|tipo",
        "property.types": "data type|datatype|value type|property type|property data type|property value type|variable type"
        "|parameter type"
        "|param type|types",
        "property.required": "required|reqd|req|mandatory|is required|property required|is property required|requis"
        "|obrigatório|obligatorio",
        "property.optional": "optional|is optional",
        "description": "description|definition|meaning|details|detail|explanation|what|descrição|descripción|descripcion|beschreibung",
        "event.description": "event description|event definition|event details|what it tracks|what is tracked",
        "property.description": "property description|property definition|parameter description|event parameter description"
        "|event property description|param description|property details|attribute description",
        "event.why": "why|why tracked|why it matters|why we track|purpose|business question|business value|business reason"
        "|business purpose|rationale|goal"
        "|reason|decision it informs|raison business|porquê|objetivo",
        "event.trigger": "trigger|triggers|triggered when|triggered by|trigger description|event trigger|event trigger description"
        "|trigger event description|when|when fired|when it fires|when triggered|when to fire|when to send|when sent"
        "|fires when|fires on|fired when"
        "|fired on|sent when|tracked when|firing condition|trigger condition|trigger point|firing rule|gatilho|disparador"
        "|déclencheur|quando"
        "|cuándo|cuando|quand",
        "event.location": "location|where|donde|dónde|onde|où|donde se dispara|dónde se dispara|onde dispara|code location"
        "|source file|file|files|implementation|implemented in|fired from|sent from|path",
        "event.category": "category|event category|area|feature|product area|module|section|group|domain|catégorie|categoria|categoría",
        "display_name": "display name|friendly name|title|label name|event display name",
        "event.owner": "owner|event owner|team|owned by|responsible|object owner",
        "event.contacts": "contacts|stakeholders",
        "event.labels": "labels|event labels",
        "event.tags": "tags|tag|event tags",
        "event.links": "links|link|ticket|tickets|jira|url|figma",
        "event.notes": "notes|note|comments|comment|remarks|remark|observação|observación|observações|observaciones|commentaires",
        "status": "status|state|implementation status|tracking status|event status|lifecycle",
        "event.sources": "sources|source|origin|origem|origen|origine|platform|platforms|app|apps|application|event source"
        "|plataforma|plateforme",
        "event.version": "version|event version",
        "event.aliases": "aliases|alias|other names|former names",
        "event.destinations": "destinations|destination|sent to|tools",
        "event.deprecated": "deprecated",
        "event.use_groups": "groups|property groups|property group names",
        "event.id": "id",
        "event.ids": "ids|vendor ids",
        "event.identity_section": "identity section",
        "event.additional_properties": "additional properties",
        "code": "code|code sample|sample code|code snippet|snippet|example code|sample call",
        "values": "values|value|property value|property values|parameter value|parameter values|event parameter value",
        "property.enum": "permitted values|allowed values|possible values|accepted values|valid values|enum|enum values"
        "|options|allowed options"
        "|property enumeration options|enumeration",
        "property.examples": "example|examples|sample value|sample values|example value|example values|sample|samples"
        "|ejemplo|exemplo|exemple"
        "|property example values|exemple de valeur",
        "property.pattern": "pattern|regex|property regex|regular expression",
        "property.format": "format|value format",
        "property.const": "const|constant|const value|pinned value|fixed value",
        "property.min": "min|minimum|min value",
        "property.max": "max|maximum|max value",
        "property.exclusive_min": "exclusive min|exclusive minimum",
        "property.exclusive_max": "exclusive max|exclusive maximum",
        "property.multiple_of": "multiple of",
        "property.min_length": "min length",
        "property.max_length": "max length",
        "property.min_items": "min items",
        "property.max_items": "max items",
        "property.unique": "unique|unique items",
        "property.nullable": "nullable|null allowed|is nullable",
        "property.array": "is array|is property array|property is array",
        "property.pii": "pii|personal data|is pii|contains pii",
        "property.sensitive": "sensitive|is sensitive|property sensitive",
        "property.hidden": "hidden|property hidden",
        "property.display_name": "property display name|property label",
        "property.status": "property status",
        "property.aliases": "property aliases",
        "property.additional_properties": "property additional properties",
    }
)


GENERIC = Vocabulary(_GENERIC_TITLES, settle=_settle_generic)


def is_event_header(roles: Iterable[str]) -> bool:
    """Whether a table with these roles lists events: it names them and says something about them."""
    found = set(roles)
    return "event" in found and (bool(found & TELLING) or any(role.startswith("wide:") for role in found))


def is_property_header(roles: Iterable[str]) -> bool:
    """Whether a table with these roles lists the properties of one event, which is named elsewhere."""
    found = set(roles)
    return "event" not in found and "property" in found and bool(found & {"property.types", "property.required", "property.optional"})
