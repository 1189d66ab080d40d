from __future__ import annotations

import pytest

from scanner.files.kinds import OWN_PAGE, classify, is_generated_name, is_left_out_folder, is_test_path


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("src/__tests__/cart.ts", id="jest folder"),
        pytest.param("src/cart.test.tsx", id="test suffix"),
        pytest.param("src/cart.spec.ts", id="spec suffix"),
        pytest.param("src/cart.clienttest.tsx", id="test of the client"),
        pytest.param("src/cart.servertest.ts", id="test of the server"),
        pytest.param("src/Button.stories.tsx", id="story"),
        pytest.param("tests/unit/cart.py", id="tests folder"),
        pytest.param("app/test_cart.py", id="pytest file"),
        pytest.param("app/cart_test.py", id="python test suffix"),
        pytest.param("app/conftest.py", id="conftest"),
        pytest.param("src/__mocks__/analytics.js", id="mock folder"),
        pytest.param("cypress/support/commands.js", id="cypress"),
        pytest.param("apps/web/e2e/login.ts", id="e2e in a package"),
        pytest.param("packages/ui/stories/Button.tsx", id="storybook of a package"),
        pytest.param("stories/Button.tsx", id="storybook at the root"),
        pytest.param("app/src/androidTest/java/A.kt", id="android tests"),
        pytest.param("App.Tests/CartFacts.cs", id="dotnet test project"),
        pytest.param("AppUITests/Launch.swift", id="xcode test target"),
        pytest.param("spec/models/user.rb", id="rspec folder"),
        pytest.param("internal/cart_test.go", id="go"),
        pytest.param("src/CartTest.java", id="junit class"),
    ],
)
def test_test_path(path: str) -> None:
    assert is_test_path(path)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("src/cart.ts", id="plain"),
        pytest.param("src/features/stories/Viewer.tsx", id="stories of a product"),
        pytest.param("src/contest/entry.py", id="contest"),
        pytest.param("src/latest.ts", id="ends in test"),
        pytest.param("src/cart.latest.ts", id="a part that ends in test"),
        pytest.param("src/Latest.java", id="class that ends in test"),
        pytest.param("src/testimonials/list.tsx", id="begins with test"),
        pytest.param("src/specials/offer.ts", id="begins with spec"),
        pytest.param("app/inspector.rb", id="holds spec"),
        pytest.param("src/abtest.ts", id="ab test"),
        pytest.param("lib/attest_service.py", id="attest"),
        pytest.param("src/mockup/canvas.ts", id="mockup"),
        pytest.param("src/history.tsx", id="holds story"),
        pytest.param("src/test.config/index.ts", id="dotted folder"),
        pytest.param("src/orchestration/run.go", id="holds test nowhere"),
        pytest.param("src/Manifest.kt", id="manifest"),
        pytest.param("src/forest/tree.swift", id="forest"),
        pytest.param("app/tested.py", id="tested"),
        pytest.param("app/my_test_helper.rb", id="test in the middle"),
        pytest.param("src/storyline.ts", id="storyline"),
        pytest.param("cmd/test/run.go", id="a command named test"),
    ],
)
def test_no_test_path(path: str) -> None:
    assert not is_test_path(path)


PROJECTS = frozenset({"", "packages/web"})


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("node_modules/lib", id="node_modules"),
        pytest.param("packages/web/node_modules/lib", id="nested node_modules"),
        pytest.param("dist", id="output at the root"),
        pytest.param("packages/web/build/static", id="output beside a manifest"),
        pytest.param("vendor/github.com/x", id="go vendor"),
        pytest.param("app/assets/vendor/js", id="vendored scripts"),
        pytest.param("ios/Pods/Lib", id="pods"),
        pytest.param("lib/python3.12/site-packages/x", id="site-packages"),
    ],
)
def test_left_out_folder(folder: str) -> None:
    assert is_left_out_folder(folder, PROJECTS)


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("src", id="source"),
        pytest.param("src/build", id="build is a word of the product"),
        pytest.param("src/features/vendor", id="a vendor of a market place"),
        pytest.param("packages/web/src/target", id="a target below source"),
        pytest.param("app/out", id="no manifest beside it"),
        pytest.param("src/distribution", id="begins with dist"),
        pytest.param("src/node_modules_tools", id="longer name"),
        pytest.param("packages/web", id="the project itself"),
    ],
)
def test_searched_folder(folder: str) -> None:
    assert not is_left_out_folder(folder, PROJECTS)


@pytest.mark.parametrize(
    "name", ["app.min.js", "jquery-min.js", "types.d.ts", "types.d.mts", "app.bundle.js", "main.chunk.js", "bundle.js", "yarn.lock"]
)
def test_generated_name(name: str) -> None:
    assert is_generated_name(name)


@pytest.mark.parametrize(
    "name", ["app.js", "admin.js", "d.ts", "feed.ts", "unbundle.js", "bundle.ts", "chunk.js", "clock.json", "block.yaml", "minify.js"]
)
def test_written_name(name: str) -> None:
    assert not is_generated_name(name)


CODE = b"export const total = (cart) => cart.items.length;\n"
LICENCE = b"/*! a licence */\n" * 12


@pytest.mark.parametrize(
    ("path", "head", "size", "reason"),
    [
        pytest.param("a.js", CODE + b"\0", 60, "binary", id="nul"),
        pytest.param("a.js", CODE, 3_000_000, "larger than 2097152 bytes", id="huge"),
        pytest.param("a.js", b"x=1;" * 5000, 20_000, "minified", id="one long line"),
        pytest.param("a.js", LICENCE + b"x=1;" * 5000, 20_500, "minified", id="licence, then one long line"),
        pytest.param("a.js", b'"use strict";\nvar __defProp = Object.defineProperty;\n' + CODE, 90, "a bundle", id="helpers of a bundler"),
        pytest.param("a.js", b"/******/ (() => { // webpackBootstrap\n" + CODE, 90, "a bundle", id="start of a bundle"),
        pytest.param("a.js", CODE * 500, 25_000, None, id="code"),
        pytest.param("a.js", b"/************************\n * Shop\n ****/\n" + CODE, 90, None, id="comment of stars"),
        pytest.param("a.js", b"Object.defineProperty(x, '__defProp', {})\n" + CODE, 90, None, id="code that defines a property"),
        pytest.param("a.ts", b"var __defProp = Object.defineProperty;\n" + CODE, 90, None, id="no script that a bundler writes"),
        pytest.param("a.js", CODE * 60 + b'const icon = "' + b"A" * 60_000 + b'";\n', 63_000, None, id="data among code"),
        pytest.param("a.js", b"x=1;" * 500, 2000, None, id="short one-liner"),
        pytest.param("a.html", b"<p>x</p>" * 5000, 40_000, None, id="page on one line"),
        pytest.param("a.py", "\ufeffx = 1\n".encode("utf-16-le"), 14, None, id="utf-16 with a mark"),
        pytest.param("a.py", b"", 0, None, id="empty"),
        pytest.param("a.html", b"<!doctype html>\n<head>" + OWN_PAGE, 99, "a page that tracklint wrote", id="own page"),
        pytest.param("a.html", b'<meta name="generator" content="other">', 99, None, id="page of another program"),
        pytest.param("a.py", OWN_PAGE, 99, None, id="words of an own page"),
    ],
)
def test_classify(path: str, head: bytes, size: int, reason: str | None) -> None:
    assert classify(path, head, size) == reason
