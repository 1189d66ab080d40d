"""The checks explained as Markdown, from what they say of themselves and from their examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scanner.checks.base import Check, CheckSettings, Example, Vendor, list_words

_HEAD = """\
# Checks

Every finding has a code that never changes its meaning. `tracklint explain CODE` shows one of these sections.
Switch checks on and off with `select` and `ignore`, by code, by the beginning of codes (`TL3`) or by name, and set how severe they are
under `severity`. A comment `tracklint: ignore[TL101] reason` silences a finding in its line. What is found with low confidence is an
info, whatever is set.

In the examples each line stands for one call, in whatever language it is written: `NAME = "X"` is a constant, `` `X *` `` a name with
unknown parts, `key?` a property that is only sent on some paths, `[key]` a computed one, `+key` one that a wrapper adds, and `...` means
that there may be more.
"""


def render_check(check: Check, plain: bool = False) -> str:
    """One check as a section of Markdown; `plain` for a terminal, which shows an escape as it is."""
    return "\n".join(_section(check, (lambda text: text) if plain else _escape)) + "\n"


def render_checks(checks: Iterable[Check]) -> str:
    """All of them as one page, with a table to find them by."""
    told = tuple(checks)
    table = ["| Code | Name | Severity | |", "| --- | --- | --- | --- |"]
    table += [f"| [{check.code}](#{_anchor(check)}) | {check.name} | {_severity(check)} | {check.summary} |" for check in told]
    return "\n".join([_HEAD, *table, ""]) + "\n" + "\n".join(render_check(check) for check in told)


def _anchor(check: Check) -> str:
    return f"{check.code} {check.name}".lower().replace(" ", "-")


def _severity(check: Check) -> str:
    return check.severity if check.enabled else f"{check.severity}, off"


def _section(check: Check, escape: Callable[[str], str]) -> Iterator[str]:
    yield f"## {check.code} {check.name}"
    yield ""
    yield f"{check.summary} ({_needs(check)})"
    yield ""
    yield check.rationale
    yield ""
    yield "### Found"
    for example in check.bad:
        yield from _example(example, escape)
    yield ""
    yield "### Not found"
    for example in check.good:
        yield from _example(example, escape)


def _needs(check: Check) -> str:
    needs = [f"Severity: {check.severity}"]
    if not check.enabled:
        needs.append("off unless selected")
    if check.needs_plan:
        needs.append("needs a plan")
    if check.needs_project:
        needs.append("needs the whole project")
    return ", ".join(needs)


def _example(example: Example, escape: Callable[[str], str]) -> Iterator[str]:
    yield ""
    yield f"{example.title}{_settings(example.settings)}:"
    if example.plan:
        yield from ("", "```yaml", *example.plan.rstrip("\n").split("\n"), "```")
    if example.calls:
        yield from ("", "```text", *example.calls, "```")
    if example.findings:
        yield ""
        yield from (f"- {escape(message)}" for message in example.findings)


def _settings(settings: CheckSettings) -> str:
    plain = CheckSettings()
    told = [
        *([f"`naming.event` is `{settings.event_case}`"] if settings.event_case != plain.event_case else []),
        *([f"`naming.property` is `{settings.property_case}`"] if settings.property_case != plain.property_case else []),
        *([f"a business spec has {list_words(tuple(sorted(settings.known_names)))}"] if settings.known_names else []),
        *(_vendor(vendor) for vendor in settings.vendors.values()),
        *(["only some files are scanned"] if not settings.whole_project else []),
    ]
    return f" ({' and '.join(told)})" if told else ""


def _vendor(vendor: Vendor) -> str:
    kept = list_words((*sorted(vendor.reserved_names), *(f"{prefix}..." for prefix in vendor.reserved_prefixes)))
    lengths = f"names of {vendor.name_length} characters, properties of {vendor.key_length} and {vendor.keys} of them"
    return f"the vendor {vendor.title} keeps {kept} and takes {lengths}"


def _escape(message: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_[]<>" else character for character in message)
