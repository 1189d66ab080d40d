"""Which file of the project an import means, per language family. What is not in the project is external."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

_JS_SUFFIXES = (".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".json")
_JS_TO_TS = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}


class ModuleResolver(Protocol):
    """Finds the file behind an import."""

    def resolve(self, importer: str, module: str, level: int) -> str | None:
        """The path of `module` as `importer` sees it, or None when it is not part of the project."""
        ...


class JavaScriptModules:
    """Relative paths, index files, `paths` and `baseUrl` of tsconfig/jsconfig, workspace packages by name, `@/` and `~/` by habit."""

    def __init__(self, paths: frozenset[str], read: Callable[[str], bytes | None]) -> None:
        self._paths = paths
        self._read = read
        self._found: dict[tuple[str, str], str | None] = {}
        self._configs: dict[str, dict[str, Any]] = {}

    def resolve(self, importer: str, module: str, level: int) -> str | None:
        folder = posixpath.dirname(importer)
        key = (folder, module)
        if key not in self._found:
            self._found[key] = self._resolve(folder, module.split("?")[0].split("!")[-1])
        return self._found[key]

    def _resolve(self, folder: str, module: str) -> str | None:
        if module.startswith("."):
            return self._file(_join(folder, module))
        if module.startswith("/"):
            return self._file(module.lstrip("/"))
        return self._by_config(folder, module) or self._by_package(module) or self._by_habit(folder, module)

    def _file(self, base: str) -> str | None:
        if base in self._paths and posixpath.splitext(base)[1] in _JS_SUFFIXES:
            return base
        stem, suffix = posixpath.splitext(base)
        for other in _JS_TO_TS.get(suffix, ()):
            if stem + other in self._paths:
                return stem + other
        candidates = [base + suffix for suffix in _JS_SUFFIXES]
        candidates += [_join(base, "index" + suffix) for suffix in _JS_SUFFIXES]
        return next((path for path in candidates if path in self._paths), None)

    # --- tsconfig ---

    @cached_property
    def _config_paths(self) -> frozenset[str]:
        return frozenset(path for path in self._paths if re.search(r"(^|/)(ts|js)config(\.[\w-]+)?\.json$", path))

    def _by_config(self, folder: str, module: str) -> str | None:
        for around in _folders_up(folder):
            for name in ("tsconfig.json", "jsconfig.json", "tsconfig.base.json", "tsconfig.app.json"):
                path = _join(around, name)
                if path in self._config_paths:
                    found = self._by_options(self._options(path), module)
                    if found:
                        return found
        return None

    def _options(self, path: str, depth: int = 0) -> dict[str, Any]:
        """`paths` (patterns to folders) and `baseUrl`, both from the project's root, with what the config extends."""
        if path in self._configs:
            return self._configs[path]
        data = _read_json(self._read(path))
        here = posixpath.dirname(path)
        options: dict[str, Any] = {}
        extends = data.get("extends", [])
        parents = extends if isinstance(extends, list) else [extends]
        listed = data.get("references")
        references = [each.get("path") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        for parent in [*parents, *references]:
            parent_path = self._config_path(here, parent) if isinstance(parent, str) else None
            if parent_path and depth < 6:
                options = {**options, **self._options(parent_path, depth + 1)}
        compiler = data.get("compilerOptions")
        if isinstance(compiler, dict):
            base = compiler.get("baseUrl")
            if isinstance(base, str):
                options["baseUrl"] = _join(here, base)
            if isinstance(compiler.get("paths"), dict):
                options["paths"] = compiler["paths"]
                options["pathsBase"] = options.get("baseUrl", here)
        self._configs[path] = options
        return options

    def _config_path(self, here: str, name: str) -> str | None:
        base = _join(here, name)
        return next((path for path in (base, base + ".json", _join(base, "tsconfig.json")) if path in self._config_paths), None)

    def _by_options(self, options: dict[str, Any], module: str) -> str | None:
        for pattern, targets in options.get("paths", {}).items():
            rest = _match_star(pattern, module)
            if rest is not None and isinstance(targets, list):
                for target in targets:
                    found = self._file(_join(options["pathsBase"], str(target).replace("*", rest)))
                    if found:
                        return found
        base = options.get("baseUrl")
        return self._file(_join(base, module)) if base is not None else None

    # --- packages of a workspace ---

    @cached_property
    def _packages(self) -> dict[str, tuple[str, dict[str, Any]]]:
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for path in sorted(self._paths):
            if path.endswith("package.json") and posixpath.basename(path) == "package.json":
                data = _read_json(self._read(path))
                if isinstance(data.get("name"), str):
                    found.setdefault(data["name"], (posixpath.dirname(path), data))
        return found

    def _by_package(self, module: str) -> str | None:
        parts = module.split("/")
        name = "/".join(parts[:2]) if module.startswith("@") else parts[0]
        if name not in self._packages:
            return None
        folder, data = self._packages[name]
        inside = module[len(name) :].lstrip("/")
        candidates = [*_entries(data, inside)]
        if inside:
            candidates += [inside, f"src/{inside}"]
        else:
            candidates += ["src/index", "index", "lib/index", "src/main"]
        for candidate in candidates:
            for variant in (candidate, re.sub(r"^(\./)?(dist|lib|build|es|esm|cjs)/", "src/", candidate)):
                found = self._file(_join(folder, variant)) or self._file(_join(folder, posixpath.splitext(variant)[0]))
                if found:
                    return found
        return None

    def _by_habit(self, folder: str, module: str) -> str | None:
        match = re.match(r"^(?:[@~#]/|~|\$lib/|\$|@)(.+)$", module)
        if match is None:
            return None
        for around in _folders_up(folder):
            for base in ("src/lib", "src", "app", "lib", "client", "") if module.startswith("$") else ("src", "app", "", "client"):
                found = self._file(_join(_join(around, base), match[1]))
                if found:
                    return found
        return None


def _entries(data: dict[str, Any], inside: str) -> list[str]:
    found: list[str] = []
    exports = data.get("exports")
    if isinstance(exports, dict):
        key = "./" + inside if inside else "."
        for pattern, target in exports.items():
            rest = _match_star(pattern, key)
            if rest is not None:
                found += [each.replace("*", rest) for each in _strings(target)]
        if not inside and not any(str(each).startswith(".") for each in exports):
            found += list(_strings(exports))
    elif isinstance(exports, str) and not inside:
        found.append(exports)
    if not inside:
        found += [data[key] for key in ("source", "module", "main", "types") if isinstance(data.get(key), str)]
    return found


def _strings(target: Any) -> list[str]:
    if isinstance(target, str):
        return [target]
    if isinstance(target, dict):
        return [text for each in target.values() for text in _strings(each)]
    return []


def _match_star(pattern: str, text: str) -> str | None:
    """What `*` stands for where `text` fits `pattern`, or None."""
    if "*" not in pattern:
        return "" if pattern == text else None
    before, after = pattern.split("*", 1)
    if text.startswith(before) and text.endswith(after) and len(text) >= len(before) + len(after):
        return text[len(before) : len(text) - len(after)]
    return None


def _read_json(data: bytes | None) -> dict[str, Any]:
    """A JSON object that may have comments and trailing commas; empty when it cannot be read."""
    if data is None:
        return {}
    text = data.decode("utf-8-sig", "replace")
    for candidate in (text, _without_comments(text)):
        try:
            loaded = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        return loaded if isinstance(loaded, dict) else {}
    return {}


def _without_comments(text: str) -> str:
    text = re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda match: match[1] or "", text, flags=re.DOTALL)
    return re.sub(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', lambda match: match[1] or "", text)


def _join(folder: str, path: str) -> str:
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined == "." else joined


def _folders_up(folder: str) -> list[str]:
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found


class PythonModules:
    """Relative and absolute imports; packages, modules and namespace folders; any folder above the importer may be the import root."""

    def __init__(self, paths: frozenset[str]) -> None:
        self._paths = paths
        self._found: dict[tuple[str, str, int], str | None] = {}

    def resolve(self, importer: str, module: str, level: int) -> str | None:
        folder = posixpath.dirname(importer)
        key = (folder, module, level)
        if key not in self._found:
            self._found[key] = self._relative(folder, module, level) if level else self._absolute(folder, module)
        found = self._found[key]
        return None if found == importer and not level else found

    def _relative(self, folder: str, module: str, level: int) -> str | None:
        for _ in range(level - 1):
            folder = posixpath.dirname(folder)
        return self._file(_join(folder, module.replace(".", "/")) if module else folder)

    def _absolute(self, folder: str, module: str) -> str | None:
        tail = module.replace(".", "/")
        for around in _folders_up(folder):
            if _join(around, "__init__.py") in self._paths:
                continue  # a package is no import root: its modules do not shadow installed ones
            for root in (around, _join(around, "src")):
                found = self._file(_join(root, tail))
                if found:
                    return found
        return self._anywhere(tail) if "/" in tail else None

    def _file(self, base: str) -> str | None:
        return next((path for path in (f"{base}/__init__.py", f"{base}.py", f"{base}.pyi") if path.lstrip("/") in self._paths), None)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            if path.endswith(".py"):
                stem = path.removesuffix("/__init__.py").removesuffix(".py")
                found.setdefault(posixpath.basename(stem), []).append(path)
        return found

    def _anywhere(self, tail: str) -> str | None:
        """The one file of the project that a dotted module can mean, whatever its root (several apps in one repository)."""
        ends = (f"/{tail}.py", f"/{tail}/__init__.py")
        found = [path for path in self._by_name.get(posixpath.basename(tail), ()) if path.endswith(ends)]
        return found[0] if len(found) == 1 else None
