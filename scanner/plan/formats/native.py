"""The project's own format: `tracking-plan.yaml`, or the same in JSON."""

from __future__ import annotations

from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.model import Plan
from scanner.plan.native import read_plan
from scanner.plan.nodes import MappingNode, Node, SequenceNode
from scanner.plan.write import write_plan

_TELLING = {"naming", "globals", "groups", "defaults", "types"}


def _recognise(material: Material) -> int:
    """A file with `events`, however it is written otherwise. A vendor's export that has them too says more of itself."""
    if material.is_folder or material.suffix not in (".yaml", ".yml", ".json"):
        return 0
    root = material.node
    if root is None or isinstance(root, SequenceNode):
        return 5  # a mistake in the file, or a bare list: better told by this reader than by none
    return _rate(root)


def _rate(root: Node) -> int:
    inner = root.get("plan") if isinstance(root, MappingNode) else None
    node = inner if isinstance(inner, MappingNode) else root
    if not isinstance(node, MappingNode):
        return 5
    keys = {entry.key for entry in node.entries}
    if "events" not in keys:
        return 20 if keys & _TELLING else 5
    return 60 if keys & _TELLING or node.get("version") is not None else 40


def _read(material: Material) -> Plan:
    return read_plan(material.text, material.path)


def _write(plan: Plan) -> Written:
    return Written({"": write_plan(plan).encode("utf-8")})


FORMATS = (PlanFormat("native", "Tracklint's own: tracking-plan.yaml", _recognise, _read, _write, ".yaml"),)
