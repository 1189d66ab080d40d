"""What the run itself has to tell: TL901, TL902, TL903."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.checks.base import Check, CheckContext, Draft, Example
from scanner.model import Location, SourceError
from scanner.plan.words import show


def _find_parse_errors(context: CheckContext) -> Iterator[Draft]:
    """One finding a file, at its first error."""
    first: dict[str, SourceError] = {}
    for error in sorted(context.result.coverage.parse_errors, key=lambda error: (error.path, error.line, error.message)):
        first.setdefault(error.path, error)
    for path, error in first.items():
        told = f"this could not be read as source code, so calls near it may be missed: {show(error.message)}"
        yield Draft(told, Location(path, max(error.line, 1)))


def _find_unused(context: CheckContext) -> Iterator[Draft]:
    yield from context.unused


def _find_plan_problems(context: CheckContext) -> Iterator[Draft]:
    for problem in context.plan.problems if context.plan else ():
        yield Draft(problem.message, problem.location, plan=problem.location)


PARSE_ERROR = Check(
    code="TL901",
    name="parse-error",
    severity="info",
    summary="A part of a file could not be read.",
    rationale=(
        "The rest of the file was read, but a call near this place may have been missed. "
        "The file may be broken, or use a language feature that is not known yet."
    ),
    run=_find_parse_errors,
    bad=(
        Example(
            "A broken line",
            ("!! unexpected `}`",),
            ("this could not be read as source code, so calls near it may be missed: unexpected `}`",),
        ),
    ),
    good=(Example("A sound file", ('track("Order Completed")',)),),
)

UNUSED_SUPPRESSION = Check(
    code="TL902",
    name="unused-suppression",
    severity="warning",
    summary="A comment silences a finding that is not there.",
    rationale=(
        "What was wrong has been mended, or the comment stands in the wrong place, or its code does not exist. Take it out, "
        "lest it hide the next mistake. Codes whose checks did not run this time are left alone."
    ),
    run=_find_unused,
    bad=(
        Example(
            "Nothing to silence",
            ('track("Order Completed")  # tracklint: ignore[TL301]',),
            ("this comment silences TL301, but there is no such finding here; take it out",),
        ),
        Example(
            "Nothing at all",
            ('track("Order Completed")  # tracklint: ignore',),
            ("this comment silences nothing; take it out",),
            "events: [Order Completed]\n",
        ),
        Example(
            "No such code",
            ('track("Order Completed")  # tracklint: ignore[TL999]',),
            ('this comment names "TL999", which is no check',),
        ),
    ),
    good=(
        Example("Something to silence", ('track("order completed")  # tracklint: ignore[TL301]',)),
        Example("By its name", ('track("order completed")  # tracklint: ignore[event-name-case]',)),
        Example("By the beginning of its code", ('track("order completed")  # tracklint: ignore[TL3]',)),
        Example("Whatever there is", ('track("order completed")  # tracklint: ignore',)),
        Example("A check that did not run, for want of a plan", ('track("Order Completed")  # tracklint: ignore[TL101]',)),
    ),
)

PLAN_PROBLEM = Check(
    code="TL903",
    name="plan-problem",
    severity="warning",
    summary="Something in the plan does not make sense.",
    rationale=(
        "The plan can be used all the same, but this part of it has no effect: a group, a source or a replacement that it does not have, "
        "a value that is not of its own type, a pattern that is not one or not supported."
    ),
    run=_find_plan_problems,
    needs_plan=True,
    bad=(
        Example(
            "A group that is not there",
            ('track("Order Completed")',),
            ('event "Order Completed" uses the group "ab_test", which the plan does not have',),
            "events:\n  Order Completed: {use_groups: [ab_test]}\n",
        ),
        Example(
            "A value of another type",
            ('track("Order Completed", items: integer)',),
            ('event "Order Completed", "items": the value "many" is not of the type integer',),
            "events:\n  Order Completed: {properties: {items: {type: integer, enum: [1, many]}}}\n",
        ),
        Example(
            "A pattern that is not supported",
            ('track("Order Completed", sku: string)',),
            (
                (
                    'event "Order Completed", "sku": the pattern "^(?!X-)" looks around, refers back or changes flags,'
                    " which is not supported; it is not checked"
                ),
            ),
            "events:\n  Order Completed: {properties: {sku: {type: string, pattern: '^(?!X-)'}}}\n",
        ),
    ),
    good=(
        Example(
            "A sound plan",
            ('track("Order Completed")',),
            plan="groups: {ab_test: {properties: [variant]}}\nevents:\n  Order Completed: {use_groups: [ab_test]}\n",
        ),
    ),
)

UPKEEP_CHECKS = (PARSE_ERROR, UNUSED_SUPPRESSION, PLAN_PROBLEM)
