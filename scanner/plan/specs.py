"""Business specs: what events of a trade are called and carry, shipped as plans in `rules/specs/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from scanner.errors import PlanError
from scanner.files.shipped import find_rules_folder
from scanner.plan.model import Plan
from scanner.plan.native import read_plan
from scanner.plan.nodes import hint_or_list
from scanner.plan.words import quote

# As `rules/specs/*.yaml` are written: told without reading them as plans, which takes ten times as long.
_NAME = re.compile(r'^  - name: "?(.+?)"?$', re.MULTILINE)
_SHORT = re.compile(r"^x: \{short: \[(.+)\]\}$", re.MULTILINE)
# So many of a spec's names in the code mean that the code follows it.
_ENOUGH = 3


def spec_names() -> tuple[str, ...]:
    """The names of all specs, sorted."""
    return tuple(sorted(file.stem for file in _folder().glob("*.yaml")))


def load_spec(name: str) -> Plan:
    """The spec of that name, or of that short name (`ecommerce`). Raises PlanError, with what may have been meant."""
    for spec in spec_names():
        text = _text(spec)
        if name == spec or name in _short_names(text):
            return read_plan(text, f"rules/specs/{spec}.yaml")
    known = spec_names()
    raise PlanError(f"there is no business spec {quote(name)}{hint_or_list(name, known)}")


def is_spec(name: str) -> bool:
    return any(name == spec or name in _short_names(_text(spec)) for spec in spec_names())


def find_specs(sent: Iterable[str]) -> tuple[str, ...]:
    """The specs that code follows which sends events of these names: those of which it has at least three, to the letter.

    Of two that share them, the one with more of them counts.
    """
    names = frozenset(sent)
    found = {spec: names & frozenset(_NAME.findall(_text(spec))) for spec in spec_names()}
    return tuple(spec for spec, shared in found.items() if len(shared) >= _ENOUGH and not _is_outdone(spec, shared, found))


def _is_outdone(spec: str, shared: frozenset[str], found: Mapping[str, frozenset[str]]) -> bool:
    return any(shared < other or (shared == other and name < spec) for name, other in found.items() if name != spec)


def _short_names(text: str) -> list[str]:
    found = _SHORT.search(text)
    return found[1].split(", ") if found else []


def _text(spec: str) -> str:
    return (_folder() / f"{spec}.yaml").read_text(encoding="utf-8")


def _folder() -> Path:
    return find_rules_folder() / "specs"
