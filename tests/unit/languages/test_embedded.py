from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.embedded import extract
from scanner.languages.embedded.scripts import decode_references
from scanner.languages.facts import Call, FileFacts
from scanner.languages.registry import language_of
from tests.unit.languages.render import render, render_bindings, render_calls

FILLED = "?filled in when the page is made"


def facts_of(source: str, path: str) -> FileFacts:
    return extract(path, source.encode())


def calls_of(source: str, path: str) -> list[str]:
    return render_calls(facts_of(source, path))


def named(facts: FileFacts, name: str) -> Call:
    return next(call for call in facts.calls if render(call.callee).endswith(name))


@pytest.mark.parametrize(
    ("path", "language"),
    [
        pytest.param("a.vue", "vue", id="vue"),
        pytest.param("a.svelte", "svelte", id="svelte"),
        pytest.param("a.astro", "astro", id="astro"),
        pytest.param("a.HTML", "html", id="html"),
        pytest.param("a.html.erb", "erb", id="erb"),
        pytest.param("a.js.erb", "erb", id="script-by-erb"),
        pytest.param("a.cshtml", "razor", id="razor"),
        pytest.param("a.razor", "razor", id="blazor"),
        pytest.param("a.blade.php", "blade", id="blade"),
        pytest.param("a.hbs", "handlebars", id="handlebars"),
        pytest.param("a.ejs", "ejs", id="ejs"),
        pytest.param("a.twig", "twig", id="twig"),
        pytest.param("a.html.j2", "jinja", id="jinja"),
        pytest.param("a.phtml", "php-template", id="php"),
    ],
)
def test_language(path: str, language: str) -> None:
    facts = facts_of("<script>track('é')</script>", path)
    known = language_of(path)
    assert (facts.path, facts.language, known and known.name) == (path, language, language)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("<a @click=\"track('x')\" />", ["track('x')"], id="handler"),
        pytest.param("<a v-on:click.prevent=\"track('x')\" />", ["track('x')"], id="handler-written-out"),
        pytest.param('<a @click="a(); b()" />', ["a()", "b()"], id="statements"),
        pytest.param('<a @click="if (x) { a() }" />', ["a()"], id="if"),
        pytest.param('<a @click="e => a(e)" />', ["a(e)"], id="arrow"),
        pytest.param('<a @click="function () { a() }" />', ["a()"], id="function"),
        pytest.param("<a @click=\"$emit('x', 1)\" />", ["$emit('x', 1)"], id="emit"),
        pytest.param('<a :b="f(1)" v-bind:c="g(2)" />', ["f(1)", "g(2)"], id="bound"),
        pytest.param('<a :b="{ c: f() }" />', ["f()"], id="object"),
        pytest.param(
            '<a v-if="f()" /><b v-else-if="g()" /><c v-show="h()" v-html="i()" v-model="j().k" />',
            ["f()", "g()", "h()", "i()", "j()"],
            id="directives",
        ),
        pytest.param("<p>{{ f(x) }} and {{ g() | h }}</p>", ["f(x)", "g()"], id="mustaches"),
        pytest.param("<p>{{ a < b ? f() : g() }}</p>", ["f()", "g()"], id="less-than"),
        pytest.param("<a @click=\"a(&quot;x&quot;) &amp;&amp; b('c &amp; d')\" />", ["a('x')", "b('c & d')"], id="references"),
        pytest.param("<a @click=a() />", ["a()"], id="no-quotes"),
        pytest.param('<a @click="track" :b="c" v-else>{{ d }}</a>', [], id="names-only"),
        pytest.param('<a b="f()" title="@click=f()">f()</a>', [], id="text"),
        pytest.param('<!-- <a @click="f()" /> -->', [], id="comment"),
        pytest.param('<a #item="{ f = g() }" v-slot:x="{ h = i() }" />', [], id="slots"),
        pytest.param('<a @click="f(" :b="g()" />', ["g()"], id="broken-is-left-out"),
        pytest.param('<a @click="`" :b="g()" />{{ h() }}', ["g()", "h()"], id="broken-backtick"),
        pytest.param('<a @click="f() // x" :b="g()" />', ["g()"], id="line-comment"),
    ],
)
def test_vue_template(template: str, expected: list[str]) -> None:
    assert calls_of(f"<template>\n{template}\n</template>\n", "x.vue") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<script>f()</script><script setup>g()</script>", ["f()", "g()"], id="two-scripts"),
        pytest.param('<script lang="ts">const a = <T,>(b: T) => f(b as any)</script>', ["f(b)"], id="typescript"),
        pytest.param('<script lang="tsx">const a = () => <A b={f()}/></script>', ["element A({b: f()})", "f()"], id="tsx"),
        pytest.param('<template lang="pug">\na(@click="f()")\n</template>', [], id="pug"),
        pytest.param("<docs>\n<a @click='f()'/> <script>g()</script>\n</docs>\n<script>h()</script>", ["h()"], id="other-block"),
        pytest.param('<script src="./x.js">f()</script>', [], id="other-file"),
        pytest.param("<style>a { b: f() }</style>", [], id="style"),
        pytest.param("<template><template #a><b @click='f()'/></template><c @d='g()'/></template>", ["f()", "g()"], id="nested-template"),
    ],
)
def test_vue_blocks(source: str, expected: list[str]) -> None:
    assert calls_of(source, "x.vue") == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param('<li v-for="item in items" :key="item.id" />', "loop item = item-of(items)", id="in"),
        pytest.param('<li v-for="(item, index) of a.items" :key="index">x</li>', "loop item = item-of(a.items)", id="with-index"),
        pytest.param('<li v-for="{ name } in items">x</li>', "loop name = item-of(items).name", id="destructured"),
    ],
)
def test_vue_loop(template: str, expected: str) -> None:
    assert [item.split(" @")[0] for item in render_bindings(facts_of(f"<template>\n  {template}\n</template>", "x.vue"))] == [expected]


def test_vue_members_are_names_of_the_template() -> None:
    facts = facts_of(
        "<template><a @click=\"open('x')\" /></template>\n"
        "<script>export default { methods: { open(name) {} }, setup() { const f = () => 1; return { label: f } } }</script>",
        "x.vue",
    )
    template = next(scope for scope in facts.scopes if scope.kind == "block")
    assert sorted(binding.name for binding in facts.bindings if binding.home == template.index) == ["label", "open"]
    assert "open" not in {binding.name for binding in facts.bindings if binding.home == 0}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<a on:click={() => f()} />", ["f()"], id="directive"),
        pytest.param("<a on:click|once={f} onclick={g(1)} />", ["g(1)"], id="attribute"),
        pytest.param("<a b={f()} {c} {...g()} />", ["f()", "g()"], id="spread"),
        pytest.param("<a class=\"x {f('}')} y\" />", ["f('}')"], id="in-quotes"),
        pytest.param("<p>{f()}{g()} don't {h(`}${i()}`)}</p>", ["f()", "g()", "h(template('}', i()))", "i()"], id="text"),
        pytest.param("{#if f()}{g()}{:else if h()}{i()}{:else}{j()}{/if}", ["f()", "g()", "h()", "i()", "j()"], id="if"),
        pytest.param("{#await f() then x}{g(x)}{:catch e}{h(e)}{/await}", ["f()", "g(x)", "h(e)"], id="await"),
        pytest.param("{#key f()}{g()}{/key}{@html h()}{@render i(1)}", ["f()", "g()", "h()", "i(1)"], id="tags"),
        pytest.param("{#if f()}{g()}", ["f()", "g()"], id="unclosed-block"),
        pytest.param("{/if}{f()}{:else}", ["f()"], id="stray-ends"),
        pytest.param("<script>f()</script><script context='module'>g()</script>", ["f()", "g()"], id="scripts"),
        pytest.param("<p>f() {a} {b.c}</p><style>a { b: f() }</style>", [], id="silent"),
        pytest.param("<!-- {f()} -->{/* g() */ null}", [], id="comments"),
        pytest.param("<p>{f(} {g()}</p>", ["g()"], id="broken"),
    ],
)
def test_svelte(source: str, expected: list[str]) -> None:
    assert calls_of(source, "x.svelte") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("  {#each items as item, i (item.id)}{f(item)}{/each}", ["loop item = item-of(items)"], id="each"),
        pytest.param("    {#each list as { name }}{f(name)}{/each}", ["loop name = item-of(list).name"], id="each-destructured"),
        pytest.param("{#each items}{f()}{/each}", [], id="each-without-a-name"),
        pytest.param("{#await p then value}{value}{/await}", ["declare value"], id="then"),
        pytest.param("{@const x = f(1)}", ["declare x = f(1)"], id="const"),
        pytest.param("{#snippet row(a)}{a}{/snippet}", ["parameter a = param#0.0", "function row = function#0"], id="snippet"),
    ],
)
def test_svelte_names(source: str, expected: list[str]) -> None:
    assert [item.split(" @")[0] for item in render_bindings(facts_of(source, "x.svelte"))] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("---\nf('x')\n---\n<p>{g()}</p>", ["f('x')", "g()"], id="front-matter"),
        pytest.param("<ul>{xs.map((x) => <li onclick={f(x)}>Don't</li>)}</ul>", ["xs.map(function#0)", "f(x)"], id="markup-in-expression"),
        pytest.param("<script>const a: B = f()</script>", ["f()"], id="script"),
        pytest.param("<p>---\nf()\n---</p>", [], id="rules-in-text"),
    ],
)
def test_astro(source: str, expected: list[str]) -> None:
    assert calls_of(source, "x.astro") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<script>f()</script>", ["f()"], id="script"),
        pytest.param("<SCRIPT TYPE=module>f()</SCRIPT><SCRIPT SRC=x>g()</SCRIPT>", ["f()"], id="capitals"),
        pytest.param('<script type="text/javascript; charset=utf-8">f()</script>', ["f()"], id="type"),
        pytest.param('<script type="text/plain" data-category="analytics">f()</script>', ["f()"], id="waits-for-consent"),
        pytest.param("<a onclick=\"f('x')\" ><b ONCLICK=g()>", ["f('x')", "g()"], id="handler"),
        pytest.param("<a onclick='return f(&quot;x&quot;, {a: 1})'>", ["f('x', {a: 1})"], id="return"),
        pytest.param('<a href="javascript:f()">', ["f()"], id="address"),
        pytest.param('<a (click)="f()" x-on:click="g()" @click="h()">', ["f()", "g()", "h()"], id="frameworks"),
        pytest.param("<script>\n<!--\nf()\n//-->\n</script>", ["f()"], id="old-comment"),
        pytest.param('<script type="application/ld+json">{"a": f()}</script>', [], id="data"),
        pytest.param('<script type="text/x-template"><a onclick="f()"></script>', [], id="template"),
        pytest.param('<script type="text/plain">f()</script>', [], id="plain-text"),
        pytest.param('<script src="x.js">f()</script>', [], id="other-file"),
        pytest.param("<p>f()</p><style>a{b:f()}</style><!-- <script>f()</script> -->", [], id="text"),
        pytest.param('<a href="f()" title="onclick=f()">', [], id="attributes"),
        pytest.param("<textarea><script>f()</script></textarea>", [], id="textarea"),
    ],
)
def test_html(source: str, expected: list[str]) -> None:
    assert [render(call) for call in facts_of(source, "x.html").calls if call.form == "call"] == expected


def test_broken_script_does_not_hide_the_next() -> None:
    assert "g()" in calls_of("<script>f(</script>\n<script>g()</script>", "x.html")


@pytest.mark.parametrize(
    ("path", "script", "expected"),
    [
        pytest.param("x.erb", "f('<%= a %>')", ["f(template(U))"], id="erb-text"),
        pytest.param("x.erb", "f('a <%= b ? 'c' : %q(\") %> d')", ["f(template('a ', U, ' d'))"], id="erb-part"),
        pytest.param("x.erb", "f(<%= raw a.to_json %>, 1)", ["f(U, 1)"], id="erb-code"),
        pytest.param("x.erb", 'f({ "a": 1, <%= b %> })', ["f({a: 1, **U})"], id="erb-entries"),
        pytest.param("x.erb", "f({ <%= b %>: 1 })", ["f({[U]: 1})"], id="erb-key"),
        pytest.param("x.erb", 'f({ "a_<%= b %>": 1 })', ["f({[template('a_', U)]: 1})"], id="erb-part-of-key"),
        pytest.param("x.erb", "<% if a %>f()<% else %>g()<% end %>", ["f()", "g()"], id="erb-steering"),
        pytest.param("x.erb", "if (a) { f() <% if b %> } else { <% end %> g() }", ["f()", "g()"], id="erb-steering-between-braces"),
        pytest.param("x.erb", "f(<%=\n a %>)", ["f(U)"], id="erb-two-lines"),
        pytest.param("x.erb", "<%# f() %> // <%= g() %>\n", [], id="erb-comments"),
        pytest.param("x.erb", "f('a %> b {{ c }}')", ["f('a %> b {{ c }}')"], id="erb-others-delimiters"),
        pytest.param("x.ejs", "f('<%- a %>', <%- b %>)", ["f(template(U), U)"], id="ejs"),
        pytest.param("x.cshtml", "f('a @Model.B(1)[2].C d', @(x + y), @Html.Raw(z))", ["f(template('a ', U, ' d'), U, U)"], id="razor"),
        pytest.param("x.cshtml", "@if (a(b)) {\n f('x');\n } else { g() }", ["f('x')", "g()"], id="razor-steering"),
        pytest.param("x.cshtml", "f('a_@Model.B')", ["f(template('a_', U))"], id="razor-behind-an-underscore"),
        pytest.param("x.cshtml", "f('a@b.example', '@@c')", ["f('a@b.example', '@@c')"], id="razor-addresses"),
        pytest.param(
            "x.blade.php", "@if($a) f('{{ $b }}', @json($c), '{!! $d !!}') @endif", ["f(template(U), U, template(U))"], id="blade"
        ),
        pytest.param("x.blade.php", "f('a@b.example', '@click')", ["f('a@b.example', '@click')"], id="blade-addresses"),
        pytest.param("x.hbs", "{{#if a}}f('{{b}}', {{{json c}}}){{/if}}", ["f(template(U), U)"], id="handlebars"),
        pytest.param("x.twig", "{% if a %}f('{{ b|e('js') }}', {{ c|json_encode|raw }}){% endif %}", ["f(template(U), U)"], id="twig"),
        pytest.param("x.html", "f('{{ a }}', \"{% url 'b' %}\")", ["f(template(U), template(U))"], id="django"),
        pytest.param("x.html", "(() => {{f();g()}})()", ["function#0()", "f()", "g()"], id="braces-that-are-code"),
        pytest.param(
            "x.phtml",
            "f('<?= $a ?>', <?php echo json_encode($b); ?>)<?php if ($c): ?>;g()<?php endif; ?>",
            ["f(template(U), U)", "g()"],
            id="php",
        ),
        pytest.param("x.erb", "f(`a ${b} <%= c %>`)", ["f(template('a ', b, ' ', U))"], id="in-template"),
        pytest.param("x.erb", "f(/'/, '<%= c %>')", ["f(/'/, template(U))"], id="after-regex"),
    ],
)
def test_what_the_server_fills_in(path: str, script: str, expected: list[str]) -> None:
    facts = facts_of(f"<script>\n{script}\n</script>", path)
    unknown = sorted((binding.name for binding in facts.bindings if render(binding.value) == FILLED), key=len, reverse=True)
    found = render_calls(facts)
    for name in unknown:
        found = [call.replace(name, "U") for call in found]
    assert found == expected
    assert facts.errors == ()


def test_ruby_helper_is_a_script() -> None:
    source = "<%= javascript_tag nonce: true do %>\n <% if a %>\n if (a < b) f('x')\n <% end %>\n<% end %><p>g()</p><script>h()</script>"
    assert calls_of(source, "x.html.erb") == ["f('x')", "h()"]


def test_file_of_script() -> None:
    assert calls_of("f(1);", "x.js.erb") == ["f(1)"]
    assert calls_of("f(1);", "x.txt.erb") == []


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        pytest.param("x.html", '<a data-b="c &amp; d" e>', "element a({data-b: 'c & d', e: true})", id="html"),
        pytest.param("x.html", '<a class="x some-event-name=Y">', "element a({class: 'x some-event-name=Y'})", id="class"),
        pytest.param(
            "x.erb", '<a data-b="c <%= d %>" f="<%= g %>">', f"element a({{data-b: template('c ', {FILLED}), f: {FILLED}}})", id="erb"
        ),
        pytest.param(
            "x.svelte",
            '<a data-b={c} data-d="e {f()}" g={h}/>',
            "element a({data-b: c, data-d: template('e ', f()), g: ?filled in when the page is made})",
            id="svelte",
        ),
        pytest.param(
            "x.vue",
            '<template><a data-b="c" :data-d="e.f" @g="h()" v-if="i"/></template>',
            "element a({data-b: 'c', data-d: e.f})",
            id="vue",
        ),
        pytest.param("x.html", '<a class="x" onclick="f()" aria-label="data-b">', None, id="nothing-declared"),
        pytest.param("x.html", '<!-- <a data-b="c"> --></a data-b="c">', None, id="comment-and-end-tag"),
        pytest.param("x.vue", '<docs><a data-b="c"/></docs>', None, id="other-block"),
        pytest.param("x.svelte", '<script>const a = "<a data-b=c>"</script>', None, id="script"),
    ],
)
def test_elements(path: str, source: str, expected: str | None) -> None:
    facts = facts_of(source, path)
    assert [render(call) for call in facts.calls if call.form == "element"] == ([] if expected is None else [expected])
    assert [record.index for record in facts.records] == list(range(len(facts.records)))


def test_kept_values_leave_no_trace() -> None:
    facts = facts_of('<template><a :data-b="c" :data-d="f()"/></template>', "x.vue")
    assert facts.bindings == ()
    assert [(call.form, render(call.callee)) for call in facts.calls] == [("element", "a"), ("call", "f")]


@pytest.mark.parametrize(
    ("path", "source", "place"),
    [
        pytest.param("x.vue", "<template>\n <p>é 😀 {{ a }} <b @click=\"x.track('é')\"/></p>\n</template>", (2, 30), id="vue"),
        pytest.param("x.svelte", "<p>é 😀</p>\r\n{#if é}<b on:click={() => track('x')}/>{/if}", (2, 27), id="svelte-crlf"),
        pytest.param("x.html", "\ufeff<i>é😀</i><script>track()</script>", (1, 18), id="html-mark"),
        pytest.param("x.erb", "<p><%= 'é😀' %></p><script>f('<%= é %>'); track()</script>", (1, 42), id="erb"),
        pytest.param("x.html", "<a\n  data-x='é'\n  onclick='track()'>", (3, 12), id="attribute"),
    ],
)
def test_positions(path: str, source: str, place: tuple[int, int]) -> None:
    facts = facts_of(source, path)
    span = named(facts, "track").name_span
    assert (span.line, span.column) == place
    assert source.encode()[span.start : span.end] == b"track"


def test_position_of_an_element() -> None:
    span = facts_of("<p>é😀<a data-b='c'>", "x.html").calls[0].name_span
    assert (span.line, span.column, span.end_column) == (1, 7, 8)


@pytest.mark.parametrize(
    ("path", "source", "lines"),
    [
        pytest.param("x.html", "<p>\n<script>\nvar = 1;\n</script>", [3], id="in-a-script"),
        pytest.param("x.vue", "<template>\n<a @click='f(' />\n</template>\n<script>\nvar = 1\n</script>", [5], id="only-in-the-script"),
        pytest.param("x.html", "<a onclick='f('>\n<p <>\n</b>", [], id="in-markup"),
        pytest.param("x.erb", "<script>\nvar a = <% if b %>1<% else %>2<% end %>;\n</script>", [], id="steered"),
        pytest.param("x.svelte", "{#if a}\n{f(}\n<script>g()</script>", [], id="in-an-expression"),
        pytest.param("x.html", '<script type="text/template">\n{{#a\n</script>', [], id="in-data"),
    ],
)
def test_errors(path: str, source: str, lines: list[int]) -> None:
    assert sorted({error.line for error in facts_of(source, path).errors}) == lines


def test_comments() -> None:
    facts = facts_of("<!-- a -->\n<%# b %>\n<script>// c\n</script>", "x.erb")
    assert [(comment.text, comment.span.line) for comment in facts.comments] == [("<!-- a -->", 1), ("<%# b %>", 2), ("// c", 3)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(b"a", b"a", id="none"),
        pytest.param(b"f(&quot;x&quot;)", b'f(     "x"     )', id="quotes"),
        pytest.param(b"a &amp;&amp; b", b"a &&         b", id="operator"),
        pytest.param(b"'a &amp; b'+c", b"'a & b'    +c", id="in-a-string"),
        pytest.param(b"a & b &nosuch; c", b"a & b &nosuch; c", id="no-reference"),
    ],
)
def test_references(code: bytes, expected: bytes) -> None:
    assert decode_references(code) == expected


PATHS = (
    "x.vue",
    "x.svelte",
    "x.astro",
    "x.html",
    "x.html.erb",
    "x.cshtml",
    "x.blade.php",
    "x.hbs",
    "x.ejs",
    "x.twig",
    "x.phtml",
    "x.js.erb",
)
PIECES = [
    "<template>", "</template>", "<script>", "</script>", "<script lang=ts>", "<!--", "-->", "<a ", ">", "/>", "@click=\"", "\"", "'",
    "`", "${", "{", "}", "{{", "}}", "{#each ", " as x}", "{/each}", "{#if ", "{:else}", "{/if}", "{@const a=", "v-for=\"x in y\"",
    ":data-a=\"b\"", "data-a=", "<%=", "<%", "%>", "@", "@if(", "@Model.X", "(", ")", "f()", "\n", "\r\n", "é", "😀", "//", "/*", "*/",
    "/", "\\", "&quot;", "onclick=", "<?php", "?>", "{%", "%}", "<%= javascript_tag do %>", "<% end %>", "---\n",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_never_raises_on_pieces(path: str, pieces: list[str]) -> None:
    text = "".join(pieces).encode()
    facts = extract(path, text)
    assert all(0 <= call.name_span.start <= call.name_span.end <= len(text) for call in facts.calls)
    assert [scope.index for scope in facts.scopes] == list(range(len(facts.scopes)))
    pickle.dumps(facts)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=30, deadline=None)
@given(text=st.binary(max_size=200))
def test_never_raises_on_bytes(path: str, text: bytes) -> None:
    extract(path, text)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 3000, id="tags"),
        pytest.param("{" * 2000, id="braces"),
        pytest.param("{{ (" * 2000, id="mustaches"),
        pytest.param("<a @click='" * 2000, id="quotes"),
        pytest.param("@(" * 2000, id="brackets"),
        pytest.param("{#if a}" * 1500 + "{/if}" * 1500, id="blocks"),
        pytest.param("<template>" + "<a v-for='b in c'>" * 1000 + "</a>" * 1000 + "</template>", id="loops"),
        pytest.param("<script>f(" + "'<%= a %>' + " * 2000 + "b)</script>", id="texts"),
    ],
)
def test_deep_nesting(path: str, text: str) -> None:
    pickle.dumps(facts_of(text, path))
