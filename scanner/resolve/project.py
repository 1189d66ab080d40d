"""Names of other files, in languages whose files see each other without naming them: one package, one module, one program."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.languages import facts
from scanner.resolve.flow import END
from scanner.resolve.limits import MOST_DEFINITIONS
from scanner.resolve.program import File
from scanner.resolve.values import (
    MISSING,
    ClassValue,
    DefinitionId,
    External,
    FunctionValue,
    Instance,
    Missing,
    PackageValue,
    Receiver,
    Ref,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.resolve.evaluate import Evaluator

_HIDE_NESTED = frozenset(("csharp", "java", "kotlin"))


class ProjectNames:
    """The names that the files of a program share."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._all = evaluator
        self._likely: dict[tuple[str, str, str, frozenset[str] | None], Sequence[str]] = {}
        self._holders: dict[tuple[str, str, str], Value | None] = {}
        self._folder_sets: dict[tuple[str, ...], frozenset[str]] = {}

    def visible(self, file: File, name: str, scope: int) -> Value | None:
        """What a name that nothing around binds is in the program: of a file that is seen, imported with all of a class, or, where nothing
        else bears it, a class inside another."""
        packages = self._visible_packages(file)
        found = self._of_files(file, name, packages, beside=file.path) or self.of_star(file, name, scope)
        return found or (self._of_files(file, name, packages, nested=True, beside=file.path) if _hides_nested(file) else None)

    def of_project(self, file: File, name: str, package: str) -> Value | None:
        """What the program defines under a name in a package (which counts where packages separate names)."""
        packages = frozenset((package,))
        found = self._of_files(file, name, packages)
        return found or (self._of_files(file, name, packages, nested=True) if _hides_nested(file) else None)

    def _of_files(self, file: File, name: str, packages: frozenset[str], *, nested: bool = False, beside: str = "") -> Value | None:
        """What a file of the packages, other than `beside`, defines under a name; of the languages that hide them, classes inside classes
        if `nested`."""
        extension: Value | None = None
        for path in self._likely_in(file, name, packages):
            other = self._all.program.file(path) if path != beside else None
            if other is None or (file.family.packages and package_of(other) not in packages):
                continue
            value = self._symbol(other, name, nested)
            if value is not None and self._is_extension(value):
                extension = extension or value
            elif value is not None:
                return value
        helpers = file.path != file.source and file.language.family == "ruby" and extension is None
        return self._of_helpers(file, name) if helpers else extension

    def _is_extension(self, value: Value) -> bool:
        """Whether a class only adds to one that is declared elsewhere."""
        return isinstance(value, ClassValue) and self._all.program.cls(*value.id)[1].kind == "extension"

    def _of_helpers(self, file: File, name: str) -> Value | None:
        """A method of a module of helpers, all of which are mixed into the pages of a server."""
        for path in self.likely_files(file, name):
            other = self._all.program.file(path)
            for cls in other.facts.classes if other is not None else ():
                if cls.name.endswith("Helper"):
                    value = self._all.member(Instance(DefinitionId(path, cls.index)), name)
                    if isinstance(value, FunctionValue):
                        return value
        return None

    def _visible_packages(self, file: File) -> frozenset[str]:
        stars = [binding.value.module for binding in file.bindings.get((0, "*"), ()) if isinstance(binding.value, facts.ImportRef)]
        shared = ("",) if file.language.family == "php" else ()  # a function that a namespace lacks is looked for outside of all
        return frozenset((package_of(file), *stars, *shared))

    def of_star(self, file: File, name: str, scope: int) -> Value | None:
        """A member of a class or module all of whose members are imported around a place."""
        for here in file.scope_chain(scope):
            for binding in file.bindings.get((here.index, "*"), ()):
                holder = self._holder(file, binding.value.module) if isinstance(binding.value, facts.ImportRef) else None
                value = self._all.member(holder, name) if holder is not None else MISSING
                if not isinstance(value, Missing | Unknown) and not (isinstance(value, Ref) and isinstance(value.root, Receiver)):
                    return value
        return self._of_used(file, name)

    def _of_used(self, file: File, name: str) -> Value | None:
        """What the code that another module writes into this file (`use`) imports under a name."""
        uses = [binding.value for binding in file.facts.bindings if binding.name == "{use}"]
        for use in uses:
            used = self._holder(file, use.module) if isinstance(use, facts.ImportRef) else None
            if not isinstance(used, ClassValue):
                continue
            other, cls = self._all.program.cls(*used.id)
            for binding in other.facts.bindings:
                if binding.name not in ("*", name) or other.facts.scopes[binding.scope].owner != cls.index:
                    continue
                value = self._imported_under(other, binding, name)
                if value is not None and not isinstance(value, Missing | Unknown | Ref):
                    return value
        return None

    def _imported_under(self, file: File, binding: facts.Binding, name: str) -> Value | None:
        if not isinstance(binding.value, facts.ImportRef):
            return None
        if binding.name == name:
            return self._all.evaluate(file, binding.value)
        holder = self._holder(file, binding.value.module)
        return self._all.member(holder, name) if holder is not None else None

    def _holder(self, file: File, module: str) -> Value | None:
        parts = re.split(r"[.\\\\/]|::", module) if module else []
        key = (file.family.group, posixpath.dirname(file.path), module)
        if key not in self._holders:
            self._holders[key] = self._class_by_path(file, parts) if parts else None
        found = self._holders[key]
        return self._near(file, parts) if found is None and parts and file.language.family == "scala" else found

    def _near(self, file: File, parts: list[str]) -> Value | None:
        """In Scala an import may begin with what is known at its place."""
        key = ("holder", file.path)
        if key in self._all.budget.running:
            return None
        with self._all.budget.holding(key):
            near = self._all.names.lookup(file, parts[0], 0, END)
        return self._all.substitution.follow(near, parts[1:]) if isinstance(near, ClassValue | Instance) else None

    def _symbol(self, file: File, name: str, nested: bool) -> Value | None:
        """What a file defines under a name: at its top level first, then as a class inside something."""
        if (0, name) in file.bindings:
            if all(binding.kind == "import" for binding in file.bindings[0, name]):
                return None
            value = self._all.names.captured(file, 0, name, file.bindings[0, name])
            return None if isinstance(value, Missing | Unknown) else value
        for cls in file.top_classes.get(name, ()):
            if not _hides_nested(file) or nested == (file.facts.scopes[cls.parent_scope].owner is not None):
                return ClassValue(DefinitionId(file.path, cls.index))
        return None

    def imported_by_project(self, file: File, module: str, name: str | None) -> Value:
        """An import in a language of packages: of a name in a package, of a name in a class, of a package."""
        outside = Ref(External(module or name or ""))
        if name is None and file.language.family == "rust" and "::" in module:
            module, _, name = module.rpartition("::")
        if name is None:
            folder = self._package_folder(file, module)
            return PackageValue(file.family.group, folder) if folder is not None else outside
        found = self._all.crates.imported(file, module, name) if file.language.family == "rust" else None
        if found is None and self._may_be_own(file, module, name):
            found = self.of_project(file, name, module)
        if found is not None:
            return found
        holder = self._holder(file, module)
        if holder is None and not module:
            return self._of_used(file, name) or outside
        return self._all.member(holder, name) if holder is not None else outside.step(name)

    def _class_by_path(self, file: File, parts: list[str]) -> Value | None:
        """The class that a path of packages and classes inside classes ends with (`com.shop.Tracker.Stat`), where the program has it."""
        for start in range(len(parts) - 1, -1, -1):
            name, package = parts[start], ".".join(parts[:start])
            if name[:1].isupper() and self._may_be_own(file, package, name):
                found = self.of_project(file, name, package)
                if isinstance(found, ClassValue):
                    return self._all.substitution.follow(found, parts[start + 1 :])
        return None

    def _may_be_own(self, file: File, module: str, name: str) -> bool:
        """Whether a module may be the program's own, where only its name can tell."""
        if file.family.packages:
            return True
        first = re.split(r"[/:.\\]+", module.removeprefix("package:"))[0]
        if first in ("crate", "self", "super", "", "lib", "src"):
            return True
        if file.language.family == "rust" and self._all.crates.is_own(first):
            return True
        return any(
            first.replace("_", "-") in path.replace("_", "-").split("/") for path in self._all.definitions.paths_of(file.family.group, name)
        )

    def _package_folder(self, file: File, module: str) -> str | None:
        """The folder of a Go package: the longest end of the import path that is a folder of the project with Go files."""
        folders = self._folders(file.language.suffixes)
        parts = module.split("/")
        for start in range(len(parts)):
            tail = "/".join(parts[start:])
            found = [folder for folder in folders if folder == tail or folder.endswith("/" + tail)]
            if found and (len(parts) - start > 1 or start == 0 or self._is_own_module(module, tail)):
                return min(found, key=lambda folder: (-_shared(folder, posixpath.dirname(file.path)), len(folder), folder))
        return None

    def _is_own_module(self, module: str, tail: str) -> bool:
        """Whether a folder at the root belongs to an import path, by the module path that a go.mod declares."""
        for path in sorted(self._all.program.paths):
            if path == "go.mod" or path.endswith("/go.mod"):
                match = re.search(rb"^module\s+(\S+)", self._all.program.read(path) or b"", re.MULTILINE)
                if match and module.startswith(match[1].decode("utf-8", "replace")):
                    return True
        return False

    def _folders(self, suffixes: tuple[str, ...]) -> frozenset[str]:
        key = suffixes
        if key not in self._folder_sets:
            self._folder_sets[key] = frozenset(posixpath.dirname(path) for path in self._all.program.paths if path.endswith(suffixes))
        return self._folder_sets[key]

    def package_member(self, package: PackageValue, name: str) -> Value:
        if package.group == "rust":
            return self._all.crates.member(package, name) or Unknown(f"{package.name} has no {name}")
        for path in self._all.definitions.paths_of(package.group, name):
            if posixpath.dirname(path) == package.name:
                other = self._all.program.file(path)
                value = self._symbol(other, name, False) if other is not None else None
                if value is not None:
                    return value
        return Unknown(f"{package.name} has no {name}")

    def _likely_in(self, file: File, name: str, packages: frozenset[str]) -> Sequence[str]:
        """As `likely_files`, without those whose text declares another package."""
        if not file.family.packages or file.language.family == "go":
            return self.likely_files(file, name)
        key = (file.family.group, name, posixpath.dirname(file.path), packages)
        if key not in self._likely:
            paths = self._all.definitions.paths_of(file.family.group, name)
            declared = ((path, self._all.definitions.package_of(path)) for path in paths)
            self._likely[key] = _nearest([path for path, package in declared if package is None or package in packages], key[2])
        return self._likely[key]

    def likely_files(self, file: File, name: str) -> Sequence[str]:
        """The files that may define a name as `file` sees it, the nearest first, at most so many. Where folders are packages, only those of
        the folder."""
        folder = posixpath.dirname(file.path)
        key = (file.family.group, name, folder, None)
        if key not in self._likely:
            paths = self._all.definitions.paths_of(file.family.group, name)
            own = [path for path in paths if posixpath.dirname(path) == folder] if file.language.family == "go" else paths
            self._likely[key] = _nearest(own, folder)
        return self._likely[key]


def _nearest(paths: Sequence[str], folder: str) -> Sequence[str]:
    return sorted(paths, key=lambda path: (-_shared(posixpath.dirname(path), folder), path))[:MOST_DEFINITIONS]


def _hides_nested(file: File) -> bool:
    """Whether a class inside another is not seen by its bare name elsewhere."""
    return file.language.family in _HIDE_NESTED


def package_of(file: File) -> str:
    """The package that separates names: what the file declares, or its folder where the folder is the package (Go)."""
    return posixpath.dirname(file.path) if file.language.family == "go" else file.facts.package


def _shared(folder: str, other: str) -> int:
    """How many folders two folders have in common, from the root on."""
    count = 0
    for one, two in zip(folder.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        count += 1
    return count
