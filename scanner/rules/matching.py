"""Tells which SDK a callee belongs to, from where it comes from or what it is called, and how sure that is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scanner.model import Confidence
from scanner.resolve.evaluate import Evaluator
from scanner.resolve.program import File
from scanner.resolve.values import CALLED, INDEXED, External, Global, Parameter, Receiver, Ref, Value, options_of, present
from scanner.rules.schema import CallShape, Pack, Surface

_RANK: dict[Confidence, int] = {"high": 2, "medium": 1, "low": 0}
_HOLDERS = frozenset((CALLED, INDEXED, "current", "default", "value", "instance", "getInstance", "shared", "get_instance"))
_LONG_RECEIVER = 8


@dataclass(frozen=True, slots=True)
class Match:
    """A callee of an SDK: the pack's shape for it, and what speaks for it."""

    pack: Pack
    surface: Surface
    shape: CallShape
    confidence: Confidence
    evidence: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One shape of one surface, as the index hands it out."""

    pack: Pack
    surface: Surface
    shape: CallShape


class ShapeIndex:
    """The shapes of all packs by the last name of their callee. `present` are the SDKs that the program is known to import."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs = tuple(packs)
        self._by_name: dict[str, list[Candidate]] = defaultdict(list)
        self._any_name: list[Candidate] = []
        self._attributes: list[Candidate] = []
        for pack in sorted(self.packs, key=lambda pack: (pack.tier, pack.sdk)):
            for surface in pack.surfaces:
                for shape in surface.calls:
                    self._add(Candidate(pack, surface, shape))
        self.present: frozenset[str] = frozenset()
        self._vendors: dict[tuple[str, str], Pack | None] = {}

    def _add(self, candidate: Candidate) -> None:
        if candidate.shape.form == "http":
            return
        if candidate.shape.form == "attribute":
            self._attributes.append(candidate)
            return
        if candidate.shape.method == ("*",):
            self._any_name.append(candidate)
        elif candidate.shape.method:
            self._by_name[candidate.shape.method[-1]].append(candidate)
        else:
            for name in {client.split(".")[-1].removesuffix("()") for client in candidate.surface.clients} | set(candidate.surface.globals):
                self._by_name[name].append(candidate)

    @property
    def names(self) -> frozenset[str]:
        """The last names that callees of SDKs have."""
        return frozenset(self._by_name)

    @property
    def attributes(self) -> frozenset[str]:
        """The attributes that declare an event by their whole name."""
        return frozenset(name for each in self._attributes if not (name := each.shape.method[-1]).endswith("*") and "-" in name)

    @property
    def vendor_words(self) -> frozenset[str]:
        """Single words that vendors and their global functions are called."""
        named = {pack.sdk for pack in self.packs} | {name for pack in self.packs for surface in pack.surfaces for name in surface.globals}
        return frozenset(name for name in named if name.isalnum() and name.islower() and len(name) > 1)

    def of_name(self, name: str) -> Sequence[Candidate]:
        """The shapes of a name in all languages."""
        return self._by_name.get(name, ())

    def candidates(self, name: str, family: str) -> Iterator[Candidate]:
        """The shapes that a callee of this name may have in a family of languages."""
        for candidate in (*self._by_name.get(name, ()), *self._any_name):
            if family in candidate.surface.languages or "*" in candidate.surface.languages:
                yield candidate

    def by_attribute(self, names: Sequence[str], family: str) -> Iterator[Match]:
        """The shapes that an element's attributes fit: a name, or the beginning of one."""
        for candidate in self._attributes:
            if family not in candidate.surface.languages and "*" not in candidate.surface.languages:
                continue
            wanted = ".".join(candidate.shape.method)
            hit = next((name for name in names if name == wanted or (wanted.endswith("*") and name.startswith(wanted[:-1]))), None)
            if hit is not None:
                yield Match(candidate.pack, candidate.surface, candidate.shape, candidate.shape.confidence, f"attribute {hit}")

    def has_telling_path(self, module: str) -> bool:
        """Whether the path of a module has a word that speaks for analytics."""
        words = _path_words(module)
        return any(word in words for candidate in self._any_name for word in candidate.surface.module_words)

    def vendor_of(self, module: str, family: str) -> Pack | None:
        """The vendor whose package a module is."""
        key = (module, family)
        if key not in self._vendors:
            self._vendors[key] = next((pack for pack in self.packs if _has_module(pack, module, family)), None)
        return self._vendors[key]

    def knows_module(self, module: str) -> bool:
        """Whether some pack names this module, in whatever language."""
        return any(module_fits(module, surface.modules) for pack in self.packs for surface in pack.surfaces)


def _has_module(pack: Pack, module: str, family: str) -> bool:
    return any(module_fits(module, surface.modules) for surface in pack.surfaces if family in surface.languages or "*" in surface.languages)


def find_matches(evaluator: Evaluator, index: ShapeIndex, callee: Value, name: str, file: File) -> list[Match]:
    """The shapes that a callee in `file` can be, the surest first: by import, by global name, by the name of what it is called on."""
    found: list[Match] = []
    for option in options_of(present(callee)):
        if isinstance(option, Ref):
            found += _matches_of_path(evaluator, index, option, name, file)
    return sorted(found, key=lambda match: (-_RANK[match.confidence], match.pack.sdk not in index.present, match.pack.tier))


def _matches_of_path(evaluator: Evaluator, index: ShapeIndex, ref: Ref, name: str, file: File) -> Iterator[Match]:
    last = ref.steps[-1] if ref.steps else ref.root.name if isinstance(ref.root, Global) else ""
    if last == CALLED and len(ref.steps) > 1:
        last = ref.steps[-2]  # a hook that hands out the sending function itself
    for candidate in index.candidates(name if last in ("", "default", CALLED) else last, file.language.family):
        evidence = _evidence(evaluator, index, ref, candidate, file)
        if evidence is not None:
            confidence, text = evidence
            confidence = min(confidence, candidate.shape.confidence, key=lambda each: _RANK[each])
            yield Match(candidate.pack, candidate.surface, candidate.shape, confidence, text)


def _evidence(evaluator: Evaluator, index: ShapeIndex, ref: Ref, candidate: Candidate, file: File) -> tuple[Confidence, str] | None:
    surface, shape = candidate.surface, candidate.shape
    if isinstance(ref.root, External):
        found = _by_import(ref, surface, shape)
        if found is not None:
            return found
        if index.vendor_of(ref.root.module, file.language.family) is not None:
            return None
    if isinstance(ref.root, Global):
        found = _by_global(ref, surface, shape, file)
        if found is not None:
            return found
    return _by_receiver(evaluator, ref, surface, shape) or _by_module_word(ref, surface, shape)


def _by_import(ref: Ref, surface: Surface, shape: CallShape) -> tuple[Confidence, str] | None:
    assert isinstance(ref.root, External)
    for module, steps in _splits(ref.root.module, ref.steps):
        if not module_fits(module, surface.modules):
            continue
        tail = len(shape.method)
        if steps[len(steps) - tail :] != shape.method if tail else False:
            continue
        path = steps[: len(steps) - tail]
        if shape.form == "function" and (len(path) > 1 or CALLED in path):
            continue
        if shape.form == "method" and surface.strict and _client_text(path) not in _clients(surface):
            continue
        if not tail and _client_text(path) not in _clients(surface):
            continue
        return "high", f"import of {module}"
    return None


def _splits(module: str, steps: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ways to cut a path into a module and what is inside: `import a` and then `a.b.track` may be `track` of the module `a.b`."""
    yield module, steps
    for count in range(1, min(len(steps), 3)):
        if all(step.isidentifier() for step in steps[:count]):
            yield ".".join((module, *steps[:count])), steps[count:]


def module_fits(module: str, modules: tuple[str, ...]) -> bool:
    """Whether a module is one of those that a pack names, or inside one."""
    return any(module == each or module.startswith((f"{each}/", f"{each}.", f"{each}::")) for each in modules)


def _client_text(path: tuple[str, ...]) -> str:
    return ".".join(path).replace(".()", "()").replace(".[]", "[]")


def _clients(surface: Surface) -> frozenset[str]:
    named = {client.replace("[0]", "[]") for client in surface.clients}
    if "default" in named or "*" in named:
        named |= {"", "default", "*"}
    return frozenset(named | {f"default.{client}" for client in named})


def _by_global(ref: Ref, surface: Surface, shape: CallShape, file: File) -> tuple[Confidence, str] | None:
    assert isinstance(ref.root, Global)
    if file.family.project:
        return _by_whole_import(ref, ref.root.name, surface, shape, file)
    if ref.root.name not in surface.globals:
        return None
    fits = ref.steps == () if shape.form in ("function", "new", "element") else ref.steps == shape.method
    if not fits or (shape.form != "method" and ref.root.name != shape.method[-1]):
        return None
    return "high", f"global {ref.root.name}"


def _by_whole_import(ref: Ref, name: str, surface: Surface, shape: CallShape, file: File) -> tuple[Confidence, str] | None:
    """A name that nothing in the project defines, in a language that imports whole modules: the file's imports tell whose it is."""
    path = (name, *ref.steps)
    if shape.form == "method":
        fits = len(path) > len(shape.method) and path[-len(shape.method) :] == shape.method
    else:
        fits = path == shape.method or (path[0], *path[-1:]) == shape.method
    if not fits:
        return None
    module = next((module for module in file.facts.modules if module_fits(module, surface.modules)), None)
    known = name in surface.globals or any(client.split(".")[0].removesuffix("()") == name for client in surface.clients)
    if module is not None and (known or not surface.strict):
        return ("high" if known else "medium"), f"import of {module}"
    if name not in surface.globals:
        return None
    return ("medium" if surface.modules else "high"), f"global {name}"


def _by_receiver(evaluator: Evaluator, ref: Ref, surface: Surface, shape: CallShape) -> tuple[Confidence, str] | None:
    if shape.form == "method" and shape.method and ref.steps[-len(shape.method) :] == shape.method:
        name = receiver_name(evaluator, ref, len(shape.method))
        if name and any(_same_receiver(name, each) for each in surface.receivers):
            return "medium", f"receiver named {name}"
    is_function = shape.form == "function" and isinstance(ref.root, External) and surface.globals and not surface.modules
    if is_function and ref.steps[-1:] == shape.method and len(ref.steps) <= 2 and CALLED not in ref.steps:
        assert isinstance(ref.root, External)
        return "medium", f"{ref.steps[-1]} of {ref.root.module}"
    return None


def receiver_name(evaluator: Evaluator, ref: Ref, method: int) -> str:
    """The name of what a method is called on: the last name in its path that says something."""
    for step in reversed(ref.steps[: len(ref.steps) - method]):
        if step not in _HOLDERS and step[:1] != "[":
            return step
    match ref.root:
        case Global(name=name):
            return name
        case External(module=module):
            return re.split(r"[/.]", module)[-1]
        case Parameter(path=path, function=function, position=index):
            return evaluator.program.function(path, function)[1].params[index].name
        case Receiver(path=path, cls=cls):
            return evaluator.program.cls(path, cls)[1].name


def _same_receiver(name: str, known: str) -> bool:
    name, known = plain_name(name), plain_name(known)
    return name == known or (len(known) >= _LONG_RECEIVER and name.endswith(known))


def plain_name(name: str) -> str:
    """A receiver's name without `get`, `use`, `_`, `$` and case: `useAnalytics`, `_analytics`, `getAnalytics` are all `analytics`."""
    bare = re.sub(r"^[_$]+", "", name)
    bare = re.sub(r"^(?:get|use|create|make|the|my)(?=[A-Z_])", "", bare)
    return bare.replace("_", "").replace("$", "").lower()


def _path_words(module: str) -> frozenset[str]:
    return frozenset(word.lower() for word in re.split(r"[^A-Za-z0-9]+", module))


def _by_module_word(ref: Ref, surface: Surface, shape: CallShape) -> tuple[Confidence, str] | None:
    if not surface.module_words or not isinstance(ref.root, External) or not ref.steps:
        return None
    words = _path_words(ref.root.module)
    hit = next((word for word in surface.module_words if word in words), None)
    if hit is None:
        return None
    if shape.form == "function" and CALLED not in ref.steps and len(ref.steps) <= 2 and shape.method in (("*",), ref.steps[-1:]):
        return "medium", f"{ref.steps[-1]} of {ref.root.module}"
    if shape.form == "method" and len(ref.steps) > len(shape.method) and ref.steps[-len(shape.method) :] == shape.method:
        return "medium", f"from {ref.root.module}"
    return None
