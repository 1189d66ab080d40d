"""Prints facts compactly, so that a test can hold them against one line of text."""

from __future__ import annotations

from scanner.languages.facts import (
    Arg,
    Await,
    Binding,
    Call,
    Choice,
    ClassRef,
    Element,
    Entry,
    Expr,
    FileFacts,
    Format,
    Function,
    FunctionRef,
    Implicit,
    ImportRef,
    Index,
    Listing,
    Literal,
    Member,
    Mutation,
    Name,
    Opaque,
    Param,
    ParamRef,
    Record,
    Rest,
    SelfRef,
    SuperRef,
    Template,
    Text,
)


def render(expr: Expr | None) -> str:
    """`'text'`, `3`, `name`, `a.b`, `f(x, k=v, *rest)`, `{k: v, [computed]: v, **other}`, `or(a, b)`, `?reason:type`."""
    match expr:
        case None:
            return "-"
        case Text(value):
            return repr(value)
        case Literal(_, text):
            return text
        case Template(parts):
            return f"template({_all(parts)})"
        case Format(template, args, style):
            return f"{style}({render(template)}; {_args(args)})"
        case Name(name):
            return name
        case SelfRef():
            return "SELF"
        case SuperRef():
            return "SUPER"
        case Member(object, name):
            return f"{render(object)}.{name}"
        case Index(object, key):
            return f"{render(object)}[{render(key)}]"
        case Call(callee, args, form):
            return f"{'' if form == 'call' else form + ' '}{render(callee)}({_args(args)})"
        case Record(entries):
            return "{" + ", ".join(_entry(entry) for entry in entries) + "}"
        case Listing(items):
            return f"[{_args(items)}]"
        case Choice(options, kind):
            return f"{kind}({_all(options)})"
        case FunctionRef(index):
            return f"function#{index}"
        case ClassRef(index):
            return f"class#{index}"
        case ParamRef(function, index):
            return f"param#{function}.{index}"
        case ImportRef(module, name, level):
            return f"import {'.' * level}{module}{'' if name is None else ':' + name}"
        case Await(value):
            return f"await {render(value)}"
        case Element(collection, part):
            return f"{part}-of({render(collection)})"
        case Rest(object, keys):
            return f"rest({', '.join((render(object), *keys))})"
        case Implicit(name, args):
            return f".{name}({_args(args)})" if args else f".{name}"
        case Opaque(reason, type):
            return f"?{reason}{':' + type if type else ''}"


def render_binding(binding: Binding) -> str:
    """`kind name: type = value`, with ` @home` when the home is not the module."""
    declared = "" if binding.type is None else f": {render(binding.type)}"
    value = "" if binding.value is None else f" = {render(binding.value)}"
    home = f" @{binding.home}" if binding.home else ""
    return f"{binding.kind} {binding.name}{declared}{value}{home}"


def render_mutation(mutation: Mutation) -> str:
    """`op target.key = value`, or `op target[key] = value` for a computed key."""
    key = f"[{render(mutation.key_expr)}]" if mutation.key is None else f".{mutation.key}"
    value = "" if mutation.value is None else f" = {render(mutation.value)}"
    return f"{mutation.op} {render(mutation.target)}{key}{value}"


def render_param(param: Param) -> str:
    """`name: type = default`, with the kind before it when it is not positional."""
    kind = "" if param.kind == "positional" else f"{param.kind} "
    declared = "" if param.type is None else f": {render(param.type)}"
    default = "" if param.default is None else f" = {render(param.default)}"
    return f"{kind}{param.name}{declared}{default}"


def render_function(function: Function) -> str:
    """`kind name(params): return type -> value | value`."""
    declared = "" if function.return_type is None else f": {render(function.return_type)}"
    returns = " | ".join(render(item.value) for item in function.returns)
    params = ", ".join(render_param(param) for param in function.params)
    return f"{function.kind} {function.name}({params}){declared}{' -> ' + returns if returns else ''}"


def render_calls(facts: FileFacts) -> list[str]:
    """Every call, in order."""
    return [render(call) for call in facts.calls]


def render_bindings(facts: FileFacts) -> list[str]:
    """Every binding, in order."""
    return [render_binding(binding) for binding in facts.bindings]


def _all(exprs: tuple[Expr, ...]) -> str:
    return ", ".join(render(expr) for expr in exprs)


def _args(args: tuple[Arg, ...]) -> str:
    return ", ".join(f"{arg.spread}{arg.keyword + '=' if arg.keyword else ''}{render(arg.value)}" for arg in args)


def _entry(entry: Entry) -> str:
    if entry.spread:
        return f"**{render(entry.value)}"
    return f"{entry.key if entry.key_expr is None else '[' + render(entry.key_expr) + ']'}: {render(entry.value)}"
