"""The forms a tracking plan is kept in, a module each. Nothing outside this package knows any of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath

from scanner.errors import PlanError
from scanner.plan.formats.base import Material, PlanFormat, Written
from scanner.plan.nodes import hint_or_list
from scanner.plan.words import quote

__all__ = ["Material", "PlanFormat", "Written", "all_formats", "find_format", "recognise"]

# Each holds `FORMATS`, a tuple. The order decides nothing but the order of lists shown to people.
_MODULES = (
    "native",
    *(f"tables.{name}" for name in ("generic", "documents", "intilery_plan", "intilery_sheet", "amplitude", "avo", "mixpanel", "segment")),
    "segment_json",
    "rudder_json",
    "rudder_yaml",
    "avo_json",
    "mixpanel_json",
    "posthog_json",
    "mparticle_json",
    "glean",
    "gitlab_events",
    "json_schema_files",
    "analytics_gen",
    "snowplow",
    "yaml_folder",
    "pointers",
)
_SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx", ".md")


def all_formats() -> tuple[PlanFormat, ...]:
    """Every format that can be read."""
    return tuple(each for module in _MODULES for each in import_module(f"{__name__}.{module}").FORMATS)


def find_format(name: str, path: str = "") -> PlanFormat:
    """The format of that name. Raises PlanError, with what may have been meant."""
    formats = all_formats()
    for each in formats:
        if each.name == name:
            return each
    known = sorted(each.name for each in formats)
    raise PlanError(f"there is no plan format {quote(name)}{hint_or_list(name, known)}", path)


def recognise(material: Material) -> PlanFormat:
    """The format that fits best, told by content; at a tie the first by name. Raises PlanError when none fits."""
    rated = [(-each.recognise(material), each.name, each) for each in all_formats()]
    score, _, best = min(rated, key=lambda row: row[:2])
    if score >= 0:
        told = "this is no tracking plan in a form that is known; `tracklint plan formats` lists the forms, --plan-format names one"
        raise PlanError(told + _explain_suffix(material), material.path)
    return best


def _explain_suffix(material: Material) -> str:
    """What to do about a file whose ending says nothing of what is in it."""
    if "" not in material.files or PurePath(material.path).suffix.lower() in _SUFFIXES:
        return ""
    return f", and a name that ends in {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]} may be enough"
