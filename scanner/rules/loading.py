"""Finds rule packs and reads them: strict YAML in, `Pack` records out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import cast, get_args

from scanner.errors import PackError
from scanner.files.shipped import find_rules_folder
from scanner.model import Confidence, Kind, Role
from scanner.reading import DISK, Reader
from scanner.rules.nodes import Node, Problems, compose
from scanner.rules.schema import (
    ArgumentPath,
    ArgumentTest,
    Builder,
    CallShape,
    Condition,
    Constant,
    Conversion,
    Form,
    Layout,
    Limits,
    Pack,
    Surface,
)

_PACK_KEYS = ("sdk", "title", "tier", "docs", "endpoints", "reserved", "limits", "surfaces")
_SURFACE_KEYS = (
    *("languages", "source", "modules", "clients", "globals", "receivers", "module_words", "strict"),
    *("constants", "names", "builders", "calls"),
)
_EVIDENCE_KEYS = ("modules", "globals", "receivers", "module_words")
_PATH_KEYS = ("name", "properties", "user_id", "group_id")
_PART_KEYS = ("when", *_PATH_KEYS, "fields", "exclude")
_LAYOUT_KEYS = (*_PART_KEYS, "kind", "ignore")
_CALL_KEYS = ("method", "form", "kind", "role", "confidence", "note", "layouts", *_PART_KEYS)

_TIERS = ("1", "2", "3")
_FORMS: tuple[str, ...] = get_args(Form)
_KINDS: tuple[str, ...] = get_args(Kind)
_ROLES: tuple[str, ...] = get_args(Role)
_CONFIDENCES: tuple[str, ...] = get_args(Confidence)
_TESTS: tuple[str, ...] = get_args(ArgumentTest)
_CONVERSIONS: tuple[str, ...] = get_args(Conversion)

_PATH = re.compile(
    r"(?P<receiver>receiver\.)?(?:chain\.(?P<chain>\w+)\.)?"
    r"(?:(?P<source>kw|words):(?P<keyword>\*|[\w-]+\*?)|(?P<position>\d))(?P<steps>(?:\.[^\s.=*\[\]]+\*?|\[\d+\])*)"
)
_WHOLE = {"rest": ArgumentPath(), "receiver": ArgumentPath(receiver=True), "chain": ArgumentPath(chain="")}
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_METHOD = re.compile(r"\*|[^\s.()/]+(?:\(\))?(?:\.[^\s.()/]+(?:\(\))?)*")
_ATTRIBUTE = re.compile(r"[\w:@-]+\*?")
_CONSTANT = re.compile(r"\.?\w+(?:\.\w+)*")
_CONSTANTS = re.compile(r"\.?(?:\w+\.)*\w*\*")
_TEMPLATE = re.compile(r"(?P<before>[^{}]*)\{(?P<conversion>\w+)\}(?P<after>[^{}]*)")
_CLIENT = re.compile(r"(?:\*|[\w$@-]+)(?:\(\)|\[\d+\])*(?:\.[\w$]+(?:\(\)|\[\d+\])*)*")
_SDK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LARGEST = 1 << 20


def load_packs(extra: Sequence[Path] = (), reader: Reader = DISK) -> tuple[Pack, ...]:
    """The shipped packs by file name, then those of `extra` files and folders, which `reader` reads.

    A pack of `extra` takes the place of a shipped one with the same `sdk`. Raises PackError with every problem of every file.
    """
    own = _by_sdk(_parse_all([(file, file.as_posix()) for path in extra for file in _pack_files(path, reader)], reader))
    return (*(pack for pack in _load_shipped() if pack.sdk not in own), *own.values())


@cache
def _load_shipped() -> tuple[Pack, ...]:
    """They do not change while the program runs, and reading them takes a quarter of a second."""
    return tuple(_parse_all([(file, f"rules/sdks/{file.name}") for file in _pack_files(find_rules_folder() / "sdks", DISK)], DISK))


def parse_pack(text: str, path: str) -> Pack:
    """The pack written in `text`. Raises PackError with all its problems, a line each; `path` is only named in them."""
    problems = Problems(path)
    root = compose(text, problems)
    pack = _read_pack(root, path) if root else None
    if pack is None or problems.found:
        raise _error(path, problems)
    return pack


@lru_cache(maxsize=1024)
def parse_path(text: str) -> ArgumentPath | None:
    """The argument path written as `1`, `0.event`, `0[1]`, `kw:event`, `kw:*`, `rest`, `const:Name` ...; None when it is none.

    A list position becomes a step of digits; `rest` is the empty path.
    """
    key, equals, value = text.rpartition("=")
    first, second = _parse_one(key), _parse_one(value)
    if equals and first and second:
        return replace(first, value=second)
    return _parse_one(text)


def _parse_one(text: str) -> ArgumentPath | None:
    if text in _WHOLE:
        return _WHOLE[text]
    if text.endswith("?"):
        inner = _parse_one(text[:-1])
        return replace(inner, alone=True) if inner and inner.steps else None
    if text.startswith("const:") and text != "const:":
        return ArgumentPath(constant=text.removeprefix("const:"))
    found = _PATH.fullmatch(text)
    if found is None:
        return None
    steps = tuple(key or index for key, index in _STEP.findall(found["steps"]))
    path = ArgumentPath(
        position=int(found["position"]) if found["position"] else None,
        keyword=found["keyword"],
        steps=steps,
        receiver=bool(found["receiver"]),
        chain=found["chain"],
        words=found["source"] == "words",
    )
    return path if _is_sound(path) else None


def _is_sound(path: ArgumentPath) -> bool:
    """Whether a star ends the path, one call is read and words have a key."""
    *first, last = (path.keyword or "", *path.steps)
    if any(step.endswith("*") for step in first) or (path.receiver and path.chain is not None):
        return False
    return not path.words or (bool(path.steps) and last != "*")


# --- files -------------------------------------------------------------------------------------------


def _pack_files(path: Path, reader: Reader) -> tuple[Path, ...]:
    if reader.is_dir(path):
        return tuple(path / name for name in reader.below(path) if "/" not in name and name.endswith((".yaml", ".yml")))
    if not reader.is_file(path):
        raise PackError("there is no such rule pack", path.as_posix())
    return (path,)


def _parse_all(files: Iterable[tuple[Path, str]], reader: Reader) -> list[Pack]:
    packs, errors = [], []
    for file, path in files:
        try:
            packs.append(parse_pack(_read_file(file, path, reader), path))
        except PackError as error:
            errors.append(error)
    if errors:
        raise PackError("\n".join([errors[0].message, *map(str, errors[1:])]), errors[0].path, errors[0].line)
    return packs


def _read_file(file: Path, path: str, reader: Reader) -> str:
    try:
        content = reader.read(file)
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", path) from error
    if len(content) > _LARGEST:
        raise PackError(f"larger than {_LARGEST} bytes", path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError("not UTF-8", path, content.count(b"\n", 0, error.start) + 1) from error


def _by_sdk(packs: Iterable[Pack]) -> dict[str, Pack]:
    found: dict[str, Pack] = {}
    for pack in packs:
        if pack.sdk in found:
            raise PackError(f"{pack.sdk!r} is also the sdk of {found[pack.sdk].path}", pack.path)
        found[pack.sdk] = pack
    return found


def _error(path: str, problems: Problems) -> PackError:
    (line, message), *others = problems.told()
    more = [str(PackError(text, path, at)) for at, text in others]
    return PackError("\n".join([message, *more]), path, line)


# --- sections ----------------------------------------------------------------------------------------


def _read_pack(root: Node, path: str) -> Pack:
    root.what = "the pack"
    parts = root.mapping(_PACK_KEYS, required=("sdk", "title", "tier", "surfaces"))
    reserved = parts["reserved"].mapping(("names", "prefixes")) if "reserved" in parts else {}
    endpoints = _texts(parts, "endpoints")
    surfaces = tuple(_read_surface(node, bool(endpoints)) for node in _items(parts, "surfaces"))
    return Pack(
        sdk=_read_sdk(parts),
        title=_text(parts, "title"),
        tier=int(parts["tier"].one_of(_TIERS)) if "tier" in parts else 3,
        surfaces=surfaces,
        endpoints=endpoints,
        reserved_names=_texts(reserved, "names"),
        reserved_prefixes=_texts(reserved, "prefixes"),
        limits=_read_limits(parts["limits"]) if "limits" in parts else Limits(),
        path=path,
        docs=_text(parts, "docs"),
    )


def _read_limits(node: Node) -> Limits:
    parts = node.mapping(("name", "key", "keys"))
    return Limits(**{name: part.number() for name, part in parts.items()})


def _read_sdk(parts: Mapping[str, Node]) -> str:
    sdk = _text(parts, "sdk")
    if sdk and not _SDK.fullmatch(sdk):
        parts["sdk"].complain(f"`sdk`: {sdk!r} is not in small letters, digits and single hyphens")
    return sdk


def _read_surface(node: Node, has_endpoints: bool) -> Surface:
    parts = node.mapping(_SURFACE_KEYS, required=("languages", "calls"))
    calls = tuple(call for item in _items(parts, "calls") for call in _read_call(item))
    surface = Surface(
        languages=_texts(parts, "languages"),
        modules=_texts(parts, "modules"),
        clients=tuple(_read_client(item) for item in _items(parts, "clients")),
        globals=_texts(parts, "globals"),
        receivers=_texts(parts, "receivers"),
        calls=calls,
        strict=parts["strict"].flag() if "strict" in parts else False,
        module_words=_texts(parts, "module_words"),
        source=_text(parts, "source"),
        constants=tuple(_read_constants(parts["constants"])) if "constants" in parts else (),
        names=tuple(_read_names(parts["names"])) if "names" in parts else (),
        builders=tuple(_read_builders(parts["builders"])) if "builders" in parts else (),
    )
    _check_evidence(node, surface, has_endpoints)
    return surface


def _check_evidence(node: Node, surface: Surface, has_endpoints: bool) -> None:
    if any(call.form == "http" for call in surface.calls) and not has_endpoints:
        node.complain("a call of form http needs `endpoints` in the pack")
    if not all(call.form in ("http", "attribute") for call in surface.calls) and not any(getattr(surface, key) for key in _EVIDENCE_KEYS):
        node.complain(f"nothing tells these calls from others: give one of {', '.join(_EVIDENCE_KEYS)}")
    if surface.strict and not surface.clients:
        node.complain("`strict` needs `clients`")


def _read_constants(node: Node) -> Iterator[Constant]:
    for pattern, value in node.pairs():
        template = _TEMPLATE.fullmatch(value.scalar() or "")
        if not _CONSTANTS.fullmatch(pattern):
            value.complain(f"`constants`: {pattern!r} is not an access path that ends in *")
        elif template is None or template["conversion"] not in _CONVERSIONS:
            value.complain(f"`constants`: {value.scalar()!r} is not a text with one of {', '.join(f'{{{each}}}' for each in _CONVERSIONS)}")
        else:
            yield Constant(pattern, cast(Conversion, template["conversion"]), template["before"], template["after"])


def _read_names(node: Node) -> Iterator[tuple[str, str]]:
    for path, value in node.pairs():
        if not _CONSTANT.fullmatch(path):
            value.complain(f"`names`: {path!r} is not an access path such as Event.SIGN_UP")
        yield path, value.text()


def _read_builders(node: Node) -> Iterator[Builder]:
    for path, value in node.pairs():
        if not _CONSTANT.fullmatch(path):
            value.complain(f"`builders`: {path!r} is not the access path of a class or factory")
        yield Builder(path, tuple(_read_named_paths(value, "builders")))


def _read_named_paths(node: Node, key: str) -> Iterator[tuple[str, ArgumentPath]]:
    for name, value in node.pairs():
        path = _read_path(value, key)
        if path is not None:
            yield name, path


def _read_client(node: Node) -> str:
    client = node.text()
    if client and not _CLIENT.fullmatch(client):
        node.complain(f"`clients`: {client!r} is not an access path such as default, Client() or hub.client()")
    return client


def _read_call(node: Node) -> Iterator[CallShape]:
    before = len(node.problems.found)
    parts = node.mapping(_CALL_KEYS, required=("method", "kind"))
    form = cast(Form, _word(parts, "form", _FORMS))
    shape = CallShape(
        method=(),
        form=form,
        kind=cast(Kind, _word(parts, "kind", _KINDS)),
        layouts=_read_layouts(node, parts),
        role=_read_role(parts, form),
        confidence=cast(Confidence, _word(parts, "confidence", _CONFIDENCES)),
        note=_text(parts, "note"),
    )
    if len(node.problems.found) == before:
        _check_layouts(node, shape)
    for method in parts["method"].one_or_more() if "method" in parts else ():
        yield replace(shape, method=_read_method(method, shape.form))


def _read_role(parts: Mapping[str, Node], form: Form) -> Role:
    if form == "attribute" and "role" not in parts:
        return "declarative"
    return cast(Role, _word(parts, "role", _ROLES))


def _read_method(node: Node, form: Form) -> tuple[str, ...]:
    # the client itself is called: `method: ""`
    text = node.scalar()
    if not text:
        return ()
    if form == "http":
        return tuple(part for part in text.split("/") if part)
    if form == "attribute":
        if not _ATTRIBUTE.fullmatch(text):
            node.complain(f"`method`: {text!r} is not the name of an attribute")
        return (text,)
    if not _METHOD.fullmatch(text):
        node.complain(f"`method`: {text!r} is not a chain of names such as track or people.set")
    return tuple(text.replace("()", ".()").split("."))


def _read_layouts(node: Node, parts: Mapping[str, Node]) -> tuple[Layout, ...]:
    direct = {key: parts[key] for key in _PART_KEYS if key in parts}
    if "layouts" not in parts:
        return (_layout_of(direct),)
    if direct:
        node.complain(f"{', '.join(f'`{key}`' for key in direct)} must stand in the layouts")
    return tuple(_layout_of(item.mapping(_LAYOUT_KEYS)) for item in parts["layouts"].items())


def _layout_of(parts: Mapping[str, Node]) -> Layout:
    layout = Layout(
        when=tuple(_read_conditions(parts["when"])) if "when" in parts else (),
        name=_read_paths(parts, "name"),
        properties=_read_paths(parts, "properties"),
        user_id=_read_paths(parts, "user_id"),
        group_id=_read_paths(parts, "group_id"),
        exclude=_texts(parts, "exclude"),
        kind=cast(Kind, _word(parts, "kind", _KINDS)) if "kind" in parts else None,
        ignore=parts["ignore"].flag() if "ignore" in parts else False,
        fields=tuple(_read_named_paths(parts["fields"], "fields")) if "fields" in parts else (),
    )
    if layout.exclude and not layout.properties:
        parts["exclude"].complain("`exclude` needs `properties`")
    if layout.ignore and set(parts) - {"when", "ignore"}:
        parts["ignore"].complain("a layout with `ignore` has only `when` beside it")
    if any(condition.test == "object-with-name" for condition in layout.when) and not layout.name:
        parts["when"].complain("`object-with-name` needs `name`")
    return layout


def _check_layouts(node: Node, shape: CallShape) -> None:
    if not all(layout.when for layout in shape.layouts[:-1]):
        node.complain("a layout without `when` hides those after it")
    for layout in shape.layouts:
        if (layout.kind or shape.kind) == "track" and not layout.name and not layout.ignore:
            node.complain("a track call needs `name` in each layout")
            return


def _read_conditions(node: Node) -> Iterator[Condition]:
    for key, value in node.pairs():
        path = parse_path(key)
        test = value.scalar() or ""
        if path is None:
            value.complain(f"`when`: {key!r} is not an argument path")
        elif test.startswith("=") and len(test) > 1:
            yield Condition(path, test)
        else:
            yield Condition(path, value.one_of(_TESTS))


def _read_paths(parts: Mapping[str, Node], key: str) -> tuple[ArgumentPath, ...]:
    if key not in parts:
        return ()
    return tuple(path for node in parts[key].one_or_more() if (path := _read_path(node, key)))


def _read_path(node: Node, key: str) -> ArgumentPath | None:
    text = node.scalar()
    path = parse_path(text) if text else None
    if text is not None and path is None:
        node.complain(f"`{key}`: {text!r} is not an argument path")
    return path


def _items(parts: Mapping[str, Node], key: str) -> tuple[Node, ...]:
    if key not in parts:
        return ()
    items = parts[key].items()
    if not items and parts[key].is_list():
        parts[key].complain(f"`{key}` is empty")
    return items


def _texts(parts: Mapping[str, Node], key: str) -> tuple[str, ...]:
    return tuple(item.text() for item in _items(parts, key))


def _text(parts: Mapping[str, Node], key: str) -> str:
    return parts[key].text() if key in parts else ""


def _word(parts: Mapping[str, Node], key: str, words: Sequence[str]) -> str:
    return parts[key].one_of(words) if key in parts else words[0]
