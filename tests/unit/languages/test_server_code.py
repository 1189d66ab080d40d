"""The other language of a file: what is read of it, and that every place is a place in the file."""

from __future__ import annotations

import pytest

from scanner.languages.embedded import server_code
from scanner.languages.facts import FileFacts
from scanner.languages.registry import language_of, parts_of, source_path
from tests.unit.languages.render import render


def read(path: str, text: str) -> FileFacts:
    """The facts of the part of a file."""
    part = parts_of(path)[1]
    return server_code.extract(part, text.encode())


def calls_of(path: str, text: str) -> list[str]:
    """The calls in it, with their places."""
    return [f"{call.name_span.line}:{call.name_span.column} {render(call)}" for call in read(path, text).calls]


RUBY = [
    pytest.param("<% f(1) %>", ["1:4 f(1)"], id="statement"),
    pytest.param("<p>\n  <%= f 1, k: 2 %>\n</p>", ["2:7 f(1, k=2)"], id="value"),
    pytest.param("<%= f(1) -%><%== g(2) %>", ["1:5 f(1)", "1:18 g(2)"], id="other tags"),
    pytest.param("<% if a(1) %>x<% else %><%= b(2) %><% end %>", ["1:7 a(1)", "1:29 b(2)"], id="condition"),
    pytest.param("<%= f x do |y| %><b><%= y.g(1) %></b><% end %>", ["1:5 f(x(), &=function#0)", "1:7 x()", "1:27 y.g(1)"], id="block"),
    pytest.param("<%= f(\n  1,\n  2\n) %>", ["1:5 f(1, 2)"], id="several lines"),
    pytest.param("é😀<%= f(1) %>", ["1:7 f(1)"], id="columns count characters"),
    pytest.param("<%# f(1) %><% # g(1) %><%% h(1) %>i(1)", [], id="comments and text"),
    pytest.param("<%= %><% %><%", [], id="nothing"),
    pytest.param("<% f(1 %><%= g(2) %>", ["1:4 f(1)", "1:14 g(2)"], id="unfinished"),
]

HELPERS = [
    pytest.param("<%= f 'x', data: { a_b: 1, c: 2 } %>", ["{data-a-b: 1, data-c: 2}"], id="data"),
    pytest.param("<%= f 'x', 'data-a': 1, class: 'c' %>", ["{data-a: 1, class: 'c'}"], id="keywords"),
    pytest.param("<%= f 'x', { 'data-a' => 1 } %>", ["{data-a: 1}"], id="hash"),
    pytest.param("<%= f 'x', data: y %><%= f 'x', class: 'a' %><%= f data %>", [], id="no attributes"),
    pytest.param("<%= f({ data: 1 }) %><% data = { a: 1 } %>", [], id="something else called data"),
]

CSHARP = [
    pytest.param("<p>@F.G(1)</p>", ["1:7 F.G(1)"], id="expression"),
    pytest.param("<p>@(F.G(1))</p>", ["1:8 F.G(1)"], id="in brackets"),
    pytest.param("<p>@await F.G(1)</p>", ["1:13 F.G(1)"], id="awaited"),
    pytest.param("@{ F(1); var x = G(2); }", ["1:4 F(1)", "1:18 G(2)"], id="block"),
    pytest.param('@page "/a"\n<p></p>\n@code {\n  void M() { F(1); }\n}\n', ["4:14 F(1)"], id="members"),
    pytest.param("@functions {\n  void M() { F(1); }\n}\n<p>@G.H(2)</p>", ["2:14 F(1)", "4:7 G.H(2)"], id="members at the start"),
    pytest.param("<b @onclick=\"F\" x='1' @onblur='() => G(1)'>", ["1:38 G(1)"], id="handlers"),
    pytest.param('<b @onclick="@(() => F(1))">', ["1:22 F(1)"], id="handler in brackets"),
    pytest.param("@G.H(1)\n@G.H(2)\n", ["1:4 G.H(1)", "2:4 G.H(2)"], id="one a line"),
    pytest.param("<p>a@b.c @@F(1) @* G(1) *@ @Model</p>", [], id="addresses and comments"),
    pytest.param("<script>f(1)</script>", [], id="script"),
    pytest.param("@", [], id="nothing"),
    pytest.param("@code { void M() { F(1)", [], id="unfinished"),
]

PAGE = [
    pytest.param("<?php a(); ?><script>f(1)</script>", ["1:22 f(1)"], id="script"),
    pytest.param('<b onclick="f(1)"><?php a();', ["1:13 f(1)"], id="handler before code that does not end"),
    pytest.param("<script>f(<?= a() ?>)</script>", ["1:9 f(__________)"], id="value"),
    pytest.param('<?php f("<script>g(1)</script>"); ?>', [], id="text of the code"),
    pytest.param("<?php\nif (a() < 1) { f(1); }\n", [], id="no markup"),
    pytest.param("<?php a(); ?>\n", [], id="nothing behind"),
]


@pytest.mark.parametrize(("text", "expected"), RUBY)
def test_ruby(text: str, expected: list[str]) -> None:
    assert [call for call in calls_of("a.html.erb", text) if "element" not in call] == expected


@pytest.mark.parametrize(("text", "expected"), HELPERS)
def test_helpers(text: str, expected: list[str]) -> None:
    elements = [call for call in read("a.html.erb", text).calls if call.form == "element"]
    assert [render(call.args[0].value) for call in elements] == expected


@pytest.mark.parametrize(("text", "expected"), CSHARP)
def test_csharp(text: str, expected: list[str]) -> None:
    assert calls_of("a.razor", text) == expected


@pytest.mark.parametrize(("text", "expected"), PAGE)
def test_page_around_php(text: str, expected: list[str]) -> None:
    assert calls_of("a.php", text) == expected


def test_php_of_a_template() -> None:
    assert calls_of("a.phtml", "<b><?php f(1); ?></b><script>g(1)</script>") == ["1:10 f(1)"]


@pytest.mark.parametrize("text", ["<% f( %>", "@{ F( }", "<% end %>", "\xff<%= \x00 %>"])
@pytest.mark.parametrize("path", ["a.erb", "a.cshtml", "a.php", "a.phtml"])
def test_what_cannot_be_read_is_no_error_of_the_author(path: str, text: str) -> None:
    assert read(path, text).errors == ()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        pytest.param("a.html.erb", "ruby", id="erb"),
        pytest.param("a.cshtml", "csharp", id="razor"),
        pytest.param("a.php", "javascript", id="php"),
        pytest.param("a.phtml", "php", id="php template"),
    ],
)
def test_parts(path: str, language: str) -> None:
    whole, part = parts_of(path)
    found = language_of(part)
    assert (whole, source_path(part)) == (path, path)
    assert found is not None
    assert found.family == language
    assert parts_of(part) == (part,)


@pytest.mark.parametrize("path", ["a.rb", "a.ts", "a.blade.php", "a.txt", "a", "a.vue"])
def test_files_of_one_language(path: str) -> None:
    assert parts_of(path) == (path,)
    assert source_path(path) == path
