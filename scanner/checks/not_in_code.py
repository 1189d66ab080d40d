"""Planned events that nothing sends: TL103."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, CheckSettings, Draft, Example, known_names, list_words
from scanner.model import Severity
from scanner.plan.matching import says_something
from scanner.plan.model import PlannedEvent
from scanner.plan.words import quote

_EXPECTED = (None, "implemented", "verified", "active")


def _find_missing(context: CheckContext) -> Iterator[Draft]:
    sent = _sent_labels(context)
    hidden = _has_unknown(context)
    for event in expected_events(context):
        if (event.kind, event.label) in sent or event.origin is None:
            continue
        told, severity = f"{_label(event)} is planned, but nothing in the code sends it", None
        elsewhere = _unplaced_sources(context, event)
        if elsewhere:
            told, severity = f"{told}; if {list_words(elsewhere)} is not this project, give its paths in the plan", "info"
        elif event.kind == "track" and hidden:
            told, severity = f"{told}, unless a call whose name is not known does", "info"
        level: Severity | None = "info" if severity else None
        yield Draft(told, event.origin, event.label, plan=event.origin, severity=level)


def _label(event: PlannedEvent) -> str:
    if event.kind in ("track", "revenue"):
        return quote(event.label)
    return f"{event.kind} {quote(event.name or event.pattern)}" if event.name or event.pattern else event.kind


def _sent_labels(context: CheckContext) -> set[tuple[str, str]]:
    """Kind and label of all planned events that are sent, under their own name or one that comes close (TL102)."""
    events = [event for sent in context.sent for match in sent.matches for event in match.events]
    events += [event for sent in context.sent for event in sent.covered]
    return {(event.kind, event.label) for event in events}


def _has_unknown(context: CheckContext) -> bool:
    """Whether some call could be sending anything."""
    return any(
        sent.call.kind == "track"
        and sent.call.confidence != "low"
        and not known_names(sent.call)
        and not says_something(sent.call.event.pattern or "")
        for sent in context.sent
    )


def expected_events(context: CheckContext) -> Iterator[PlannedEvent]:
    """The events that this project should send, each once however many versions it has."""
    seen: set[tuple[str, str]] = set()
    for event in context.plan.events if context.plan else ():
        key = (event.kind, event.label)
        if event.status in _EXPECTED and event.deprecated is None and key not in seen and _belongs_here(context, event):
            seen.add(key)
            yield event


def _placed_sources(context: CheckContext) -> frozenset[str]:
    """The sources that are known to be this project: those named in the settings, or those with paths."""
    if context.settings.sources or context.plan is None:
        return frozenset(context.settings.sources)
    return frozenset(source.key for source in context.plan.sources if source.paths)


def _belongs_here(context: CheckContext, event: PlannedEvent) -> bool:
    placed = _placed_sources(context)
    return not event.sources or not placed or bool(placed & set(event.sources))


def _unplaced_sources(context: CheckContext, event: PlannedEvent) -> tuple[str, ...]:
    """The sources of an event, when nothing says whether they are this project."""
    return () if _placed_sources(context) else event.sources


def lives_elsewhere(context: CheckContext, event: PlannedEvent) -> bool:
    """Whether an event is of another source than this project, or may be."""
    return not _belongs_here(context, event) or bool(_unplaced_sources(context, event))


_PLAN = """\
events:
  Order Completed: {}
  Cart Viewed: {}
"""

EVENT_NOT_IN_CODE = Check(
    code="TL103",
    name="event-not-in-code",
    severity="warning",
    summary="The plan has an event that no code sends.",
    rationale=(
        "Either the event was lost in a change, or the plan is behind. Send it, or set its status: `planned` when it is yet to come, "
        "`deprecated` or `removed` when it is gone. Events of other sources are not looked for: this project is the sources that have "
        "`paths` in the plan. When some calls send names that are not known, the finding is only an info, since one of them may be it."
    ),
    run=_find_missing,
    needs_plan=True,
    needs_project=True,
    bad=(
        Example("Nothing sends it", ('track("Order Completed")',), ('"Cart Viewed" is planned, but nothing in the code sends it',), _PLAN),
        Example(
            "It may hide behind a name that is not known",
            ('track("Order Completed")', "track(eventName)"),
            ('"Cart Viewed" is planned, but nothing in the code sends it, unless a call whose name is not known does',),
            _PLAN,
            others=("TL203",),
        ),
        Example(
            "It may belong to another project",
            ('track("Order Completed")',),
            ('"Cart Viewed" is planned, but nothing in the code sends it; if "ios" is not this project, give its paths in the plan',),
            "events:\n  Order Completed: {}\n  Cart Viewed: {sources: [ios]}\n",
        ),
        Example(
            "A page", (), ('page "Pricing" is planned, but nothing in the code sends it',), "events:\n  - {name: Pricing, kind: page}\n"
        ),
    ),
    good=(
        Example("Sent", ('track("Order Completed")', 'track("Cart Viewed")'), plan=_PLAN),
        Example("Sent under a slip of the name (TL102)", ('track("Order Completed")', 'track("cart viewed")'), plan=_PLAN),
        Example("One of several names", ('track("Order Completed" | "Cart Viewed")',), plan=_PLAN),
        Example("Sent by pattern", ("track(`Cart *`)", 'track("Order Completed")'), plan=_PLAN),
        Example("A planned pattern", ('track("Shell Opened")',), plan="events:\n  - pattern: Shell *\n"),
        Example(
            "Yet to come, going, gone, unwanted",
            (),
            plan="events:\n  A: {status: planned}\n  B: {status: deprecated}\n  C: {status: removed}\n  D: {status: excluded}\n",
        ),
        Example(
            "Of another source",
            ('apps/web/a.ts: track("Order Completed")',),
            plan="sources: {web: apps/web/**, ios: {}}\nevents:\n  Order Completed: {}\n  Cart Viewed: {sources: [ios]}\n",
        ),
        Example(
            "Only some files were scanned",
            ('track("Order Completed")',),
            plan=_PLAN,
            settings=CheckSettings(whole_project=False),
        ),
    ),
)
