"""Other names under which a record is changed: `if let Some(fields) = properties.as_object_mut() { fields.insert(...) }`."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.languages import facts
from scanner.languages.facts import Binding, Expr
from scanner.resolve.program import File

# What hands out the object itself to be changed, in languages where a plain name would be a copy or a move.
_VIEWS = frozenset(("as_object_mut", "as_mut", "borrow_mut", "unwrap", "expect", "lock", "write", "get_mut", "as_deref_mut"))


@dataclass(frozen=True, slots=True)
class View:
    """A name that stands for a record, or for the record under `key` in it."""

    binding: Binding
    key: str | None


def views_of(file: File, home: int, name: str) -> list[View]:
    """The other names of what a name holds, in source order."""
    if file.language.family != "rust":
        return []
    found: list[View] = []
    for binding in file.facts.bindings:
        if binding.kind not in ("declare", "assign") or not isinstance(binding.value, facts.Call):
            continue
        seen, key = _seen(binding.value)
        if seen is not None and seen.name == name and file.home_of(name, seen.scope) == home:
            found.append(View(binding, key))
    return found


def _seen(expr: Expr) -> tuple[facts.Name | None, str | None]:
    """The name that a view is taken of, and the key in it."""
    key: str | None = None
    taken = False
    for _ in range(6):
        match expr:
            case facts.Call(callee=facts.Member(object=inner, name=method), args=args) if method in _VIEWS:
                if method == "get_mut" and len(args) == 1 and isinstance(args[0].value, facts.Text) and key is None:
                    key = args[0].value.value
                taken = taken or method.endswith("_mut")
                expr = inner
            case facts.Index(object=inner, key=facts.Text(value=text)) if key is None:
                key, expr = text, inner
            case facts.Name():
                return (expr, key) if taken else (None, None)
            case _:
                return None, None
    return None, None
