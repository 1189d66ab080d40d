"""What a call is told beside its own arguments: by its receiver, by later calls in its chain and on the variable that holds it."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from scanner.languages import facts
from scanner.resolve import mutators
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.flow import END
from scanner.resolve.program import File, last_name
from scanner.resolve.values import Given, RecordValue, Value
from scanner.rules.requests import BODY_METHODS
from scanner.rules.schema import ArgumentPath, CallShape, Layout


class Chains:
    """Reads what stands around a call as named arguments of it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def around(self, shape: CallShape, file: File, call: facts.Call) -> Iterator[Given]:
        """What the shape reads beside the arguments: the receiver, and later calls in the same chain, as named arguments."""
        paths = [path for layout in shape.layouts for path in _paths_of(layout)]
        if any(path.receiver for path in paths) and isinstance(call.callee, facts.Member):
            receiver = call.callee.object
            yield Given(self._evaluator.evaluate(file, receiver), keyword="receiver")
            for position, arg in enumerate(receiver.args if isinstance(receiver, facts.Call) else ()):
                yield Given(self._evaluator.evaluate(file, arg.value), keyword=f"receiver.{arg.keyword or position}")
        if any(path.chain is not None for path in paths):
            last = call
            while id(last) in file.chained:
                last = file.chained[id(last)]
                for position, arg in enumerate(last.args):
                    yield Given(
                        self._evaluator.evaluate(file, arg.value), keyword=f"chain.{last_name(last.callee)}.{arg.keyword or position}"
                    )
            made = self._evaluator.evaluate(file, last)
            holder = file.held_by.get(id(last))
            if holder is not None:
                made = yield from self._of_holder(file, holder)
            if isinstance(made, RecordValue):
                yield Given(made, keyword="chain")

    def _of_holder(self, file: File, holder: facts.Binding) -> Generator[Given, None, Value]:
        """What is called later on the variable that holds what a chain yields; and the variable as it is in the end."""
        others = file.bindings[holder.home, holder.name]
        end = min((other.span.start for other in others if other.span.start > holder.span.end), default=END)
        for change in file.changes.get((holder.home, holder.name), ()):
            if isinstance(change, facts.Call) and mutators.is_method_on(change, holder.name) and holder.span.end <= change.span.start < end:
                for position, arg in enumerate(change.args):
                    name = f"chain.{last_name(change.callee)}.{arg.keyword or position}"
                    yield Given(self._evaluator.evaluate(file, arg.value), keyword=name)
        return self._evaluator.lookup(file, holder.name, holder.scope, end)

    def bodies(self, file: File, call: facts.Call) -> Iterator[Given]:
        """The body that a request is given by a later call in its chain: `post(url).json(message)`."""
        while id(call) in file.chained:
            call = file.chained[id(call)]
            if last_name(call.callee) in BODY_METHODS and len(call.args) == 1:
                yield Given(self._evaluator.evaluate(file, call.args[0].value), keyword="body")


def _paths_of(layout: Layout) -> Iterator[ArgumentPath]:
    for paths in (layout.name, layout.properties, layout.user_id, layout.group_id):
        yield from paths
    yield from (path for _, path in layout.fields)
    yield from (condition.path for condition in layout.when)
