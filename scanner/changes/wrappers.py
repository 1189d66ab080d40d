from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scanner.changes.model import Difference, WrapperAdded, WrapperChanged, WrapperRemoved
from scanner.model import Location, Wrapper


def compare_wrappers(before: Sequence[Wrapper], after: Sequence[Wrapper], renames: Mapping[str, str]) -> Iterator[Difference]:
    """The functions that send what they are given. Those that send one fixed event are told by that event."""
    old = {(renames.get(each.path, each.path), each.name, each.kind): each for each in before if each.role == "wrapper"}
    new = {(each.path, each.name, each.kind): each for each in after if each.role == "wrapper"}
    gone = {key: each for key, each in old.items() if key not in new}
    come = {key: each for key, each in new.items() if key not in old}
    pairs = [(old[key], each) for key, each in new.items() if key in old]
    for key in list(gone):
        other = next((found for found in come if found[1:] == key[1:]), None)
        if other is not None:
            pairs.append((gone.pop(key), come.pop(other)))
    yield from (_changed(a, b) for a, b in pairs if _sends(a) != _sends(b))
    # one that nothing calls sends nothing yet
    for each in filter(_is_called, come.values()):
        yield WrapperAdded(level="info", events=(), call_kind=each.kind, after=(_place(each),), wrapper=each.name, signature=_sends(each))
    for each in filter(_is_called, gone.values()):
        yield WrapperRemoved(level="info", events=(), call_kind=each.kind, before=(_place(each),), wrapper=each.name)


def _changed(old: Wrapper, new: Wrapper) -> Difference:
    return WrapperChanged(
        level="maybe",
        events=(),
        call_kind=new.kind,
        before=(_place(old),),
        after=(_place(new),),
        wrapper=new.name,
        old=_sends(old),
        new=_sends(new),
    )


def _sends(wrapper: Wrapper) -> str:
    """How a wrapper sends, in one line."""
    return f"{wrapper.name}({wrapper.signature}) > {wrapper.forwards_to}"


def _is_called(wrapper: Wrapper) -> bool:
    return wrapper.calls > 0


def _place(wrapper: Wrapper) -> Location:
    return Location(wrapper.path, wrapper.line)
