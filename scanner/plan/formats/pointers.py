"""Files of vendors' tools that only say where a plan is. Taken for a plan, they would be an empty one; so they say where it really is."""

from __future__ import annotations

from scanner.errors import PlanError
from scanner.plan.formats import segment_json
from scanner.plan.formats.base import Material, PlanFormat
from scanner.plan.formats.reading import documents, keys_of, list_of, mapping_of, text_of
from scanner.plan.model import Plan
from scanner.plan.words import quote

_AMPLI_KEYS = {"OrgId", "WorkspaceId", "SourceId", "Branch", "Version", "Path", "Runtime", "SDK"}
_SURE = 98


def _is_typewriter(material: Material) -> bool:
    root = material.node
    return bool(list_of(root, "trackingPlans")) and mapping_of(root, "client") is not None


def _typewriter_files(material: Material) -> tuple[Material, ...]:
    if not material.is_folder:
        return (material,) if _is_typewriter(material) else ()
    named = (member for member in documents(material) if member.path.endswith(("typewriter.yml", "typewriter.yaml")))
    return tuple(member for member in named if _is_typewriter(member))


def _recognise_typewriter(material: Material) -> int:
    return _SURE if _typewriter_files(material) else 0


def _read_typewriter(material: Material) -> Plan:
    """The `plan.json` beside the configuration, when the folder holds one; a single file cannot be followed."""
    found = _typewriter_files(material)
    plans = [member for member in documents(material) if member.path.endswith("/plan.json")] if material.is_folder else []
    readable = [member for member in plans if segment_json.FORMATS[0].recognise(member)]
    if len(readable) == 1:
        return segment_json.FORMATS[0].read(readable[0])
    if readable:
        listed = ", ".join(member.path for member in readable)
        raise PlanError(f"the folder holds several plans: {listed}; name one of them", found[0].path if found else material.path)
    pointer = found[0] if found else material
    paths = [path for each in list_of(pointer.node, "trackingPlans") if (path := text_of(each, "path"))]
    place = f"{paths[0].rstrip('/')}/plan.json" if paths else "the plan.json beside its clients"
    told = f"this is Typewriter's configuration and holds no events; the plan that it fetched is {quote(place)}: name that file"
    raise PlanError(told, pointer.path, 1)


def _recognise_ampli(material: Material) -> int:
    keys = keys_of(material.node) if material.suffix == ".json" else frozenset()
    return _SURE if len(keys & _AMPLI_KEYS) >= 4 else 0


def _read_ampli(material: Material) -> Plan:
    told = "this is Ampli's configuration and holds no events; export the plan from Amplitude Data as CSV and name that file"
    raise PlanError(told, material.path, 1)


def _recognise_avo(material: Material) -> int:
    root = material.node if material.suffix == ".json" else None
    keys = keys_of(root)
    return _SURE if "events" not in keys and keys & {"avo", "branch"} and mapping_of(root, "schema") is not None else 0


def _read_avo(material: Material) -> Plan:
    name = text_of(material.node, "schema", "name")
    workspace = f" of the workspace {quote(name)}" if name else ""
    told = f"this is the configuration of Avo's command line and holds no events; export the plan{workspace} from Avo as JSON or CSV"
    raise PlanError(f"{told} and name that file", material.path, 1)


FORMATS = (
    PlanFormat("typewriter", "Typewriter's configuration, which leads to a plan.json", _recognise_typewriter, _read_typewriter),
    PlanFormat("ampli", "Ampli's configuration, which holds no plan", _recognise_ampli, _read_ampli),
    PlanFormat("avo-pointer", "Avo's configuration, which holds no plan", _recognise_avo, _read_avo),
)
