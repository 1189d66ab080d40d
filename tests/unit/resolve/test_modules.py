from __future__ import annotations

import pytest

from scanner.resolve.modules import JavaScriptModules, PythonModules


def resolve_script(files: dict[str, str], importer: str, module: str) -> str | None:
    texts = {path: text.encode() for path, text in files.items()}
    return JavaScriptModules(frozenset(texts), texts.get).resolve(importer, module, 0)


def paths(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "")


ALIASES = '{"compilerOptions": {"baseUrl": ".", "paths": {"@app/*": ["src/*"], "shared": ["packages/shared/src/main.ts"]}}}'
COMMENTED = """\
{
  // the base holds the aliases
  "extends": "./tsconfig.base.json", /* and "nothing" else */
  "compilerOptions": { "outDir": "a//b", },
}
"""


@pytest.mark.parametrize(
    ("files", "importer", "module", "expected"),
    [
        pytest.param(paths("src/a.ts"), "src/b.ts", "./a", "src/a.ts", id="beside"),
        pytest.param(paths("a.ts"), "src/b.ts", "../a", "a.ts", id="above"),
        pytest.param(paths("src/a.tsx"), "src/b.ts", "./a", "src/a.tsx", id="tsx"),
        pytest.param(paths("src/a.js", "src/a.ts"), "src/b.ts", "./a", "src/a.ts", id="source before output"),
        pytest.param(paths("src/a.ts"), "src/b.ts", "./a.js", "src/a.ts", id="suffix of the output"),
        pytest.param(paths("src/a.mts"), "src/b.mts", "./a.mjs", "src/a.mts", id="suffix of the output, module"),
        pytest.param(paths("src/a.js"), "src/b.ts", "./a.js", "src/a.js", id="suffix as written"),
        pytest.param(paths("src/a.d.ts"), "src/b.ts", "./a", "src/a.d.ts", id="declaration"),
        pytest.param(paths("src/A.vue"), "src/b.ts", "./A.vue", "src/A.vue", id="component"),
        pytest.param(paths("src/a.json"), "src/b.ts", "./a.json", "src/a.json", id="json"),
        pytest.param(paths("src/a/index.ts"), "src/b.ts", "./a", "src/a/index.ts", id="index"),
        pytest.param(paths("src/a.ts", "src/a/index.ts"), "src/b.ts", "./a", "src/a.ts", id="file before folder"),
        pytest.param(paths("src/index.ts"), "src/b.ts", ".", "src/index.ts", id="own folder"),
        pytest.param(paths("index.ts"), "src/b.ts", "..", "index.ts", id="folder above"),
        pytest.param(paths("src/a.ts"), "src/b.ts", "./a?raw", "src/a.ts", id="query of a bundler"),
        pytest.param(paths("src/a.ts"), "b.ts", "/src/a", "src/a.ts", id="from the root"),
        pytest.param({"tsconfig.json": ALIASES, **paths("src/x/a.ts")}, "src/b.ts", "@app/x/a", "src/x/a.ts", id="paths"),
        pytest.param(
            {"tsconfig.json": ALIASES, **paths("packages/shared/src/main.ts")}, "b.ts", "shared", "packages/shared/src/main.ts", id="path"
        ),
        pytest.param({"tsconfig.json": ALIASES, **paths("lib/a.ts")}, "src/b.ts", "lib/a", "lib/a.ts", id="baseUrl"),
        pytest.param(
            {"tsconfig.json": COMMENTED, "tsconfig.base.json": ALIASES, **paths("src/a.ts")},
            "src/b.ts",
            "@app/a",
            "src/a.ts",
            id="extends, comments",
        ),
        pytest.param(
            {"app/tsconfig.json": '{"extends": "../tsconfig.json"}', "tsconfig.json": ALIASES, **paths("src/a.ts")},
            "app/b.ts",
            "@app/a",
            "src/a.ts",
            id="extends from above",
        ),
        pytest.param(
            {"tsconfig.json": '{"references": [{"path": "./tsconfig.app.json"}]}', "tsconfig.app.json": ALIASES, **paths("src/a.ts")},
            "src/b.ts",
            "@app/a",
            "src/a.ts",
            id="references",
        ),
        pytest.param({"jsconfig.json": ALIASES, **paths("src/a.js")}, "src/b.js", "@app/a", "src/a.js", id="jsconfig"),
        pytest.param({"p/package.json": '{"name": "@x/p"}', **paths("p/src/index.ts")}, "a.ts", "@x/p", "p/src/index.ts", id="package"),
        pytest.param(
            {"p/package.json": '{"name": "p", "main": "./lib/m.js"}', **paths("p/lib/m.js")}, "a.ts", "p", "p/lib/m.js", id="main"
        ),
        pytest.param(
            {"p/package.json": '{"name": "p", "main": "dist/m.js"}', **paths("p/src/m.ts")},
            "a.ts",
            "p",
            "p/src/m.ts",
            id="main that is built",
        ),
        pytest.param({"p/package.json": '{"name": "p", "exports": "./m.js"}', **paths("p/m.js")}, "a.ts", "p", "p/m.js", id="exports"),
        pytest.param(
            {"p/package.json": '{"name": "p", "exports": {".": {"import": "./dist/m.js"}}}', **paths("p/src/m.ts")},
            "a.ts",
            "p",
            "p/src/m.ts",
            id="exports on conditions",
        ),
        pytest.param(
            {"p/package.json": '{"name": "p", "exports": {"./*": "./src/*.ts"}}', **paths("p/src/x.ts")},
            "a.ts",
            "p/x",
            "p/src/x.ts",
            id="exports *",
        ),
        pytest.param({"p/package.json": '{"name": "p"}', **paths("p/src/x.ts")}, "a.ts", "p/x", "p/src/x.ts", id="file of a package"),
        pytest.param(paths("src/a.ts"), "src/x/b.ts", "@/a", "src/a.ts", id="@/ by habit"),
        pytest.param(paths("web/src/a.ts"), "web/src/b.ts", "~/a", "web/src/a.ts", id="~/ by habit"),
        pytest.param(paths("src/lib/a.ts"), "src/routes/b.svelte", "$lib/a", "src/lib/a.ts", id="$lib by habit"),
    ],
)
def test_script_of_the_project(files: dict[str, str], importer: str, module: str, expected: str) -> None:
    assert resolve_script(files, importer, module) == expected


@pytest.mark.parametrize(
    ("files", "module"),
    [
        pytest.param(paths("src/a.ts"), "a", id="bare name beside a file"),
        pytest.param(paths("src/react.ts"), "react", id="package with the name of a file"),
        pytest.param(paths("src/a.ts"), "./c", id="file that is not there"),
        pytest.param(paths("src/a.css"), "./a.css", id="no source"),
        pytest.param(paths("src/a.ts"), "../../../a", id="above the root"),
        pytest.param({"tsconfig.json": ALIASES, **paths("src/a.ts")}, "@app/c", id="alias of a file that is not there"),
        pytest.param({"tsconfig.json": "{not json", **paths("src/a.ts")}, "@app/a", id="config that is broken"),
        pytest.param({"tsconfig.json": '{"extends": "./tsconfig.json"}', **paths("src/a.ts")}, "@app/a", id="config of itself"),
        pytest.param({"tsconfig.json": '["a"]', **paths("src/a.ts")}, "@app/a", id="config that is a list"),
        pytest.param(
            {"tsconfig.json": '{"compilerOptions": {"paths": [1], "baseUrl": 2}}', **paths("src/a.ts")}, "@app/a", id="config of nonsense"
        ),
        pytest.param(
            {"tsconfig.json": '{"references": 3}', **paths("src/a.ts")},
            "@app/a",
            id="config with references of nonsense",
        ),
        pytest.param({"p/package.json": '{"name": "p"}', **paths("p/src/x.ts")}, "p/y", id="file that the package lacks"),
        pytest.param({"p/package.json": '{"name": ["p"], "exports": 1}', **paths("p/src/index.ts")}, "p", id="package of nonsense"),
        pytest.param(paths("src/a.ts"), "@scope/a", id="scoped package"),
        pytest.param(paths("src/a.ts"), "", id="nothing"),
    ],
)
def test_script_outside_the_project(files: dict[str, str], module: str) -> None:
    assert resolve_script(files, "src/b.ts", module) is None


def resolve_python(files: dict[str, str], importer: str, module: str, level: int = 0) -> str | None:
    return PythonModules(frozenset(files)).resolve(importer, module, level)


@pytest.mark.parametrize(
    ("files", "importer", "module", "level", "expected"),
    [
        pytest.param(paths("p/b.py"), "p/a.py", "b", 1, "p/b.py", id="relative"),
        pytest.param(paths("p/b.py"), "p/q/a.py", "b", 2, "p/b.py", id="relative from below"),
        pytest.param(paths("p/q/b.py"), "p/a.py", "q.b", 1, "p/q/b.py", id="relative, dotted"),
        pytest.param(paths("p/__init__.py"), "p/a.py", "", 1, "p/__init__.py", id="own package"),
        pytest.param(paths("b.py"), "a.py", "b", 0, "b.py", id="beside"),
        pytest.param(paths("p/b.py"), "a.py", "p.b", 0, "p/b.py", id="module of a package"),
        pytest.param(paths("p/b/__init__.py"), "a.py", "p.b", 0, "p/b/__init__.py", id="package"),
        pytest.param(paths("p/b/__init__.py", "p/b.py"), "a.py", "p.b", 0, "p/b/__init__.py", id="package before module"),
        pytest.param(paths("p/__init__.py", "p/b.py"), "p/q/a.py", "p.b", 0, "p/b.py", id="from inside the package"),
        pytest.param(paths("src/p/b.py"), "tests/a.py", "p.b", 0, "src/p/b.py", id="src layout"),
        pytest.param(paths("web/p/b.py"), "web/q/a.py", "p.b", 0, "web/p/b.py", id="folder above is the root"),
        pytest.param(paths("apps/one/p/b.py"), "apps/two/a.py", "p.b", 0, "apps/one/p/b.py", id="unique anywhere"),
        pytest.param(paths("p/b.pyi"), "a.py", "p.b", 0, "p/b.pyi", id="stub"),
    ],
)
def test_python_module_of_the_project(files: dict[str, str], importer: str, module: str, level: int, expected: str) -> None:
    assert resolve_python(files, importer, module, level) == expected


@pytest.mark.parametrize(
    ("files", "importer", "module", "level"),
    [
        pytest.param(paths("p/__init__.py", "p/json.py"), "p/a.py", "json", 0, id="a package is no root"),
        pytest.param(paths("one/p/b.py", "two/p/b.py"), "a/c.py", "p.b", 0, id="twice is not unique"),
        pytest.param(paths("one/two/b.py"), "a/c.py", "b", 0, id="a bare name is not looked for anywhere"),
        pytest.param(paths("b.py"), "b.py", "b", 0, id="a module does not import itself"),
        pytest.param(paths("p/b.py"), "p/a.py", "c", 1, id="not there"),
        pytest.param(
            paths("b.py"),
            "a.py",
            "b",
            4,
            id="above the root",
            marks=pytest.mark.xfail(strict=True, reason="dots beyond the root lead to the root"),
        ),
        pytest.param(paths("p/b.txt"), "a.py", "p.b", 0, id="no source"),
        pytest.param(paths("p/b.py"), "a.py", "", 0, id="nothing"),
    ],
)
def test_python_module_outside_the_project(files: dict[str, str], importer: str, module: str, level: int) -> None:
    assert resolve_python(files, importer, module, level) is None
