"""Prints values compactly, so that a test can hold them against one line of text."""

from __future__ import annotations

from scanner.resolve.program import Program
from scanner.resolve.values import (
    Applied,
    ClassValue,
    EnumValue,
    External,
    FunctionValue,
    Global,
    Instance,
    Item,
    Joined,
    Known,
    ListValue,
    Lookup,
    Missing,
    ModuleValue,
    Options,
    PackageValue,
    Parameter,
    Pending,
    RecordValue,
    Ref,
    Scalar,
    Unknown,
    Value,
)


def render(program: Program, value: Value) -> str:
    """`'text'`, `3`, `'a {?} b'` (text with unknown parts), `'a' | 'b'`, `{k: v, sometimes?: v, [computed]: v, ...other}`,
    `[a, b, ...]`, `lower(x)`, `fn f`, `class C`, `C()`, `E.member`, `module a.ts`, `import x.y()`, `global x.y`, `param x.y`,
    `this C.y`, `table[key]`, `missing`, `?reason`.

    A record is shown as what is left of it: entries that are overwritten or taken out, and spreads of records, are worked in.
    """
    return _Renderer(program).show(value)


class _Renderer:
    def __init__(self, program: Program) -> None:
        self._program = program

    def show(self, value: Value) -> str:
        match value:
            case Known(text=text):
                return repr(text)
            case Scalar(text=text):
                return text
            case Joined(parts=parts):
                return repr("".join(part.text if isinstance(part, Known) else "{?}" for part in parts))
            case Applied(operation=operation, value=inner):
                return f"{operation}({self.show(inner)})"
            case Options(values=values):
                return " | ".join(self.show(each) for each in values)
            case RecordValue():
                return self._record(value)
            case ListValue(items=items, open=is_open):
                return f"[{', '.join([*map(self.show, items), *(['...'] if is_open else [])])}]"
            case Ref():
                return self._path(value)
            case Lookup(table=table, key=key):
                return f"{self.show(table)}[{self.show(key)}]"
            case Missing():
                return "missing"
            case Unknown(reason=reason):
                return f"?{reason}"
            case _:
                return self._named(value)

    def _named(self, value: Value) -> str:
        match value:
            case FunctionValue(id=id):
                return f"fn {self._program.function(*id)[1].name or 'anonymous'}"
            case ClassValue(id=id):
                return f"class {self._program.cls(*id)[1].name}"
            case Instance(id=id):
                return f"{self._program.cls(*id)[1].name}()"
            case EnumValue(id=id, member=member):
                return f"{self._program.cls(*id)[1].name}.{member}"
            case ModuleValue(path=path):
                return f"module {path}"
            case PackageValue(name=name):
                return f"package {name}"
            case Pending(name=name):
                return f".{name}"
            case _:
                raise AssertionError(value)

    def _path(self, ref: Ref) -> str:
        match ref.root:
            case Parameter(path=path, function=function, position=index):
                root = f"param {self._program.function(path, function)[1].params[index].name}"
            case External(module=module):
                root = f"import {module}"
            case Global(name=name):
                root = f"global {name}"
            case receiver:
                root = f"this {self._program.cls(receiver.path, receiver.cls)[1].name}"
        return ".".join((root, *ref.steps)).replace(".()", "()").replace(".[]", "[]")

    def _record(self, record: RecordValue) -> str:
        left = self._left(record)
        text = ", ".join(self._item(item) for item in left)
        kind = f"{self.show(record.type)} " if record.type is not None else ""
        return f"{kind}{{{text}}}"

    def _left(self, record: RecordValue) -> list[Item]:
        left: list[Item] = []
        for item in record.items:
            if item.spread and isinstance(item.value, RecordValue) and not item.conditional:
                left = _added(left, self._left(item.value))
            else:
                left = _added(left, [item])
        return left

    def _item(self, item: Item) -> str:
        maybe = "?" if item.conditional else ""
        if item.removed:
            return f"-{item.key}{maybe}"
        if item.spread:
            return f"...{self.show(item.value)}{maybe}"
        if item.key is not None:
            return f"{item.key}{maybe}: {self.show(item.value)}"
        return f"[{self.show(item.key_value)}]{maybe}: {self.show(item.value)}" if item.key_value is not None else self.show(item.value)


def _added(left: list[Item], more: list[Item]) -> list[Item]:
    for item in more:
        if item.key is not None and not item.conditional:
            open_ = any(each.spread for each in left)
            left = [each for each in left if each.key != item.key]
            if item.removed and not open_:
                continue
        left = [*left, item]
    return left
