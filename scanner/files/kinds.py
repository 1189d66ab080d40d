from __future__ import annotations

import re
from posixpath import basename, dirname

from scanner.files.text import UTF16_MARKS

DEFAULT_MAX_SIZE = 2 * 1024 * 1024

_HEAD = 8 * 1024
_POINTER = b"version https://git-lfs.github.com/spec/"
# How the output of bundlers begins: helpers that nobody writes by hand, before the code of all modules.
_BUNDLED = re.compile(rb"^(?:var|let|const) __(?:defProp|commonJS|getOwnPropNames) ?= ?|\bwebpackBootstrap\b|^/\*{6}/ ?\(", re.MULTILINE)
_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx")

# --- tests ---------------------------------------------------------------------------------------

_TEST_FOLDERS = frozenset({
    "test", "tests", "spec", "specs", "testing", "testdata", "test-utils", "test_utils", "testutils",
    "e2e", "e2e-tests", "cypress", "playwright", "mock", "mocks", "fixture", "fixtures",
    "__test__", "__tests__", "__mock__", "__mocks__", "__fixtures__", "__snapshots__", "__stories__", ".storybook",
    "androidtest", "unittest", "unittests", "integrationtest", "integrationtests", "uitests",
})  # fmt: skip
_COMMANDS = frozenset({"cmd", "command", "commands"})
_TEST_FOLDER_END = re.compile(r"(?:[._-][Tt]ests?|[._-][Ss]pecs?|(?<=[a-z])(?:Tests|UITests|UnitTests))$")
# `stories` is also a word of products, so the folder counts only where a package keeps its Storybook.
_STORYBOOK = re.compile(r"^(?:(?:packages|apps|libs|modules)/[^/]+/)?(?:src/)?stories/")
_TEST_FILE = re.compile(
    r"\.(?:(?:client|server|unit|integration|int|api|ui|browser|e2e|db)?(?:test|spec)s?|stories|story|mocks?|fixtures?|e2e|cy|bench)\.[^/]+$"
    r"|^(?:test_[^/]*|[^/]*_test|conftest)\.py$"
    r"|_(?:test|spec)\.(?:go|rb|exs?|dart|rs|js|ts)$"
    r"|(?<=[a-z0-9])(?:Test|Tests|TestCase|Spec|IT|UITests)\.(?:java|kts?|swift|mm?|cs|php|scala|groovy)$"
)


def is_test_path(path: str) -> bool:
    """Whether a file belongs to tests, mocks, fixtures or stories, judged by its path alone."""
    folders = dirname(path).split("/")
    if any(_is_test_folder(folder, parent) for folder, parent in zip(folders, ["", *folders], strict=False)):
        return True
    return bool(_TEST_FILE.search(basename(path)) or _STORYBOOK.match(path))


def _is_test_folder(folder: str, parent: str) -> bool:
    # `cmd/test` is the command `test` of a program.
    if folder.lower() in _TEST_FOLDERS:
        return parent not in _COMMANDS
    return _TEST_FOLDER_END.search(folder) is not None


# --- what is left out of a search ----------------------------------------------------------------

_DEPENDENCIES = frozenset({
    "node_modules", "bower_components", "jspm_packages", "third_party", "thirdparty", "3rdparty", "site-packages", "__pycache__",
    ".venv", "venv", ".tox", ".nox", ".git", ".hg", ".svn", ".yarn", ".pnpm-store", "Pods", "Carthage", "DerivedData",
    ".next", ".nuxt", ".output", ".svelte-kit", ".turbo", ".gradle", ".dart_tool", ".eggs", ".mypy_cache", ".ruff_cache", ".pytest_cache",
})  # fmt: skip
# These are words of products too: they count only beside a manifest, or at the root.
_OUTPUTS = frozenset({"dist", "build", "out", "target", "vendor", "vendors", "coverage"})
_VENDOR = frozenset({"vendor", "vendors"})
_STATIC = frozenset(
    {"public", "static", "assets", "js", "javascript", "javascripts", "lib", "libs", "www", "wwwroot", "webroot", "scripts"}
)
_GENERATED = re.compile(
    r"[.-]min\.(?:js|mjs|cjs|css)$"
    r"|\.d\.[cm]?ts$"
    r"|[.-](?:bundle|chunk|packed)\.(?:js|mjs|cjs)$|^bundle\.js$"
    r"|\.(?:map|lock)$|(?:^|[.-])lock\.(?:json|ya?ml)$"
    r"|\.pb\.(?:go|js|ts)$|_pb2(?:_grpc)?\.pyi?$|\.(?:g|freezed)\.dart$|\.designer\.cs$"
)
MANIFESTS = frozenset({
    "package.json", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Gemfile", "composer.json", "go.mod", "Cargo.toml",
    "pom.xml", "build.gradle", "build.gradle.kts", "Package.swift", "pubspec.yaml", "mix.exs", "build.sbt", "Makefile", "action.yml",
})  # fmt: skip


def is_left_out_folder(folder: str, projects: frozenset[str]) -> bool:
    """Whether the default is not to search a folder: dependencies, build output. `projects` are the folders that hold a manifest."""
    parts = folder.split("/")
    return any(_is_left_out(parts, at, projects) for at in range(len(parts)))


def _is_left_out(parts: list[str], at: int, projects: frozenset[str]) -> bool:
    name = parts[at]
    if name in _DEPENDENCIES:
        return True
    if name not in _OUTPUTS:
        return False
    parent = "/".join(parts[:at])
    return not parent or parent in projects or (name in _VENDOR and parts[at - 1] in _STATIC)


def is_generated_name(name: str) -> bool:
    """Whether a file's name says that no person wrote it: minified, a bundle, a declaration file, a lock file."""
    return _GENERATED.search(name) is not None


# --- what cannot be read as source ---------------------------------------------------------------


# Stands at the head of every page that is written here: names in it are a report of calls and no calls.
OWN_PAGE = b'<meta name="generator" content="tracklint">'


def classify(path: str, head: bytes, size: int, max_size: int = DEFAULT_MAX_SIZE) -> str | None:
    """Why a file is not to be parsed, or None. `head` is how its content begins (8 KB at least, if there is that much)."""
    if size > max_size:
        return f"larger than {max_size} bytes"
    if head.startswith(_POINTER):
        return "kept in Git LFS, only the pointer is here"
    if _is_binary(head):
        return "binary"
    if path.endswith(".html") and OWN_PAGE in head[:_HEAD]:
        return "a page that tracklint wrote"
    if path.endswith(_SCRIPTS):
        if _is_minified(head[: 8 * _HEAD]):
            return "minified"
        if _BUNDLED.search(head[:_HEAD]):
            return "a bundle"
    return None


def _is_binary(head: bytes) -> bool:
    return not head.startswith(UTF16_MARKS) and b"\0" in head[:_HEAD]


def _is_minified(head: bytes) -> bool:
    """A few ordinary lines at most (a licence), and all the rest in very long ones. One long line of data among code is not enough."""
    if len(head) < 5000:
        return False
    ordinary = [line for line in head.splitlines() if line.strip() and len(line) <= 300]
    return len(ordinary) < 40 and sum(map(len, ordinary)) < len(head) // 10
