from __future__ import annotations

import pytest

from scanner.files import MemorySource
from scanner.resolve.definitions import Definitions, family_of
from scanner.search import TextIndex


def definitions(**texts: str) -> Definitions:
    source = MemorySource({name.replace("__", "."): text.encode() for name, text in texts.items()})
    index = TextIndex(source, source.paths())
    return Definitions(source.paths(), index.text, index.find)


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        pytest.param("a__kt", "class Tracker(val x: Int)", "Tracker", id="kotlin class"),
        pytest.param("a__kt", 'const val EVENT = "a"', "EVENT", id="kotlin constant"),
        pytest.param("a__kt", '@JvmField internal val EVENT = "a"', "EVENT", id="kotlin property behind an annotation"),
        pytest.param("a__kt", "sealed interface Event {\n    data object Opened : Event\n}", "Opened", id="kotlin object in a class"),
        pytest.param("a__java", "class A {\n    enum Event { A }\n}", "Event", id="java enum in a class"),
        pytest.param("a__cs", "static void Send(this ITracker t, string name) {}", "ITracker", id="csharp extended type"),
        pytest.param("a__cs", "public record struct Event(string Name);", "Event", id="csharp record"),
        pytest.param("a__kt", "const val EVENT = OTHER", "EVENT", id="kotlin constant of a constant"),
        pytest.param("a__kt", "fun track(name: String) {}", "track", id="kotlin function"),
        pytest.param("a__kt", "fun Context.track(name: String) {}", "track", id="kotlin extension function"),
        pytest.param("a__kt", "fun Context.track(name: String) {}", "Context", id="kotlin extended type"),
        pytest.param("a__kt", "fun <T> List<T>.each() {}", "each", id="kotlin generic function"),
        pytest.param("a__kt", "typealias Props = Map<String, Any>", "Props", id="kotlin alias"),
        pytest.param("a__java", "public interface Tracker {}", "Tracker", id="java interface"),
        pytest.param("a__java", "record Event(String name) {}", "Event", id="java record"),
        pytest.param("a__swift", "enum Event: String {", "Event", id="swift enum"),
        pytest.param("a__swift", "extension Tracker {", "Tracker", id="swift extension"),
        pytest.param("a__swift", "static let event = 1", "event", id="swift static"),
        pytest.param("a__swift", "func send(_ name: String) {}", "send", id="swift function"),
        pytest.param("a__m", "@implementation Tracker (Events)", "Tracker", id="objc category"),
        pytest.param("a__h", "@interface Tracker : NSObject", "Tracker", id="objc class"),
        pytest.param("a__h", '#define EVENT @"a"', "EVENT", id="objc macro"),
        pytest.param("a__m", 'NSString *const kEvent = @"a";', "kEvent", id="objc constant"),
        pytest.param("a__go", "func (c *Client) Track(name string) {}", "Track", id="go method"),
        pytest.param("a__go", "func (c *Client) Track(name string) {}", "Client", id="go receiver"),
        pytest.param("a__go", "func Send() {}", "Send", id="go function"),
        pytest.param("a__go", "type Event string", "Event", id="go type"),
        pytest.param("a__go", 'const (\n\tOne = "a"\n)', "One", id="go constant in a group"),
        pytest.param("a__rb", "module Tracking", "Tracking", id="ruby module"),
        pytest.param("a__rb", "class Api::Tracker", "Tracker", id="ruby class in a module"),
        pytest.param("a__rb", "def self.track(name)", "track", id="ruby class method"),
        pytest.param("a__rb", "EVENT = 'a'.freeze", "EVENT", id="ruby constant"),
        pytest.param("a__cs", "public static class Tracker", "Tracker", id="csharp class"),
        pytest.param("a__php", "define('EVENT', 'a');", "EVENT", id="php define"),
        pytest.param("a__php", "trait Tracks {}", "Tracks", id="php trait"),
        pytest.param("a__rs", "impl Display for Event {", "Event", id="rust implementation"),
        pytest.param("a__rs", "pub fn track(name: &str) {", "track", id="rust function"),
        pytest.param("a__dart", "mixin Tracks on Widget {", "Tracks", id="dart mixin"),
        pytest.param("a__dart", "static const event = 'a';", "event", id="dart constant"),
        pytest.param("a__dart", "void sent(String name) {", "sent", id="dart function"),
        pytest.param("a__dart", "Future<Map<String, int>> sent<T>(T name) async {", "sent", id="dart function of a generic type"),
        pytest.param("a__dart", "String get sent => 'a';", "sent", id="dart getter"),
        pytest.param("a__dart", "Tracker tracker = Tracker();", "tracker", id="dart variable of a type"),
        pytest.param("a__rs", "pub mod names {", "names", id="rust module"),
        pytest.param("a__ex", "defmodule Shop.Web.Page do", "Page", id="elixir module"),
    ],
)
def test_found(path: str, text: str, name: str) -> None:
    real = path.replace("__", ".")
    group = family_of(
        {"kt": "kotlin", "m": "objc", "h": "objc", "rb": "ruby", "cs": "csharp", "rs": "rust", "ex": "elixir"}.get(real[2:], real[2:])
    ).group
    assert definitions(**{path: text}).paths_of(group, name) == [real]


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        pytest.param("a__java", 'class A {\n    static final String EVENT = "a";\n}', "EVENT", id="java constant"),
        pytest.param("a__java", "class A {\n    void track(String name) {}\n}", "track", id="java method"),
        pytest.param("a__cs", 'class A {\n    public const string Event = "a";\n}', "Event", id="csharp constant"),
        pytest.param("a__cs", "class A {\n    void F() { var track = 1; }\n}", "track", id="csharp variable"),
        pytest.param("a__kt", "class A {\n    fun track() {}\n}", "track", id="kotlin method"),
        pytest.param("a__kt", "fun f() {\n    val event = 1\n}", "event", id="kotlin variable"),
    ],
)
def test_what_stands_in_a_class_or_function_is_found_there(path: str, text: str, name: str) -> None:
    group = {"kt": "jvm", "java": "jvm", "cs": "csharp"}[path.split("__")[1]]
    assert definitions(**{path: text}).paths_of(group, name) == []


@pytest.mark.parametrize(
    ("path", "text", "package"),
    [
        pytest.param("a__kt", "// b\npackage a.b\nclass A", "a.b", id="kotlin"),
        pytest.param("a__java", "package a.b;\nclass A {}", "a.b", id="java"),
        pytest.param("a__java", "class A {}", "", id="no package"),
        pytest.param("a__scala", "package a\npackage b\nclass A", None, id="only its facts can tell"),
        pytest.param("a__swift", "class A {}", None, id="no packages"),
    ],
)
def test_package(path: str, text: str, package: str | None) -> None:
    assert definitions(**{path: text}).package_of(path.replace("__", ".")) == package


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("track(EVENT)", "track", id="a call defines nothing"),
        pytest.param("val other = EVENT", "EVENT", id="a use defines nothing"),
        pytest.param("import app.Tracker", "Tracker", id="an import defines nothing"),
        pytest.param("class TrackerFactory", "Tracker", id="part of a name"),
        pytest.param('log("class Tracker2")', "Tracker", id="in a text"),
        pytest.param("if (name == other)", "name", id="a comparison defines nothing"),
    ],
)
def test_not_found(text: str, name: str) -> None:
    assert definitions(a__kt=text).paths_of("jvm", name) == []


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        pytest.param("a__dart", "  void sent(String name) {", "sent", id="dart method"),
        pytest.param("a__dart", "return sent(name);", "sent", id="dart result"),
        pytest.param("a__dart", "import 'sent.dart';", "sent", id="dart import"),
        pytest.param("a__ex", "defmodule Shop.Web.Page do", "Shop", id="what stands before an elixir module"),
    ],
)
def test_not_found_in(path: str, text: str, name: str) -> None:
    assert definitions(**{path: text}).paths_of({"dart": "dart", "ex": "elixir"}[path.split("__")[1]], name) == []


def test_java_and_kotlin_are_one_group() -> None:
    both = definitions(a__java="class Event {}", b__kt="class Event", c__swift="class Event {}")
    assert both.paths_of("jvm", "Event") == ["a.java", "b.kt"]
    assert both.paths_of("apple", "Event") == ["c.swift"]
    assert both.paths_of("go", "Event") == []


def test_paths_with_a_name_anywhere() -> None:
    found = definitions(a__kt="track(EVENT)", b__kt="class Other", c__rb="EVENT")
    assert found.paths_with("jvm", "EVENT") == ["a.kt"]
    assert found.paths_with("jvm", "EVEN") == []


def test_a_language_that_is_not_listed_names_its_files() -> None:
    family = family_of("cobol")
    assert (family.group, family.project, family.implicit_self) == ("cobol", False, False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a__kt", "class A(private val x: Int) : Base(), Tracker {", id="kotlin class"),
        pytest.param("a__kt", "object A : Tracker by other", id="kotlin object"),
        pytest.param("a__java", "class A extends B implements C, Tracker {", id="java class"),
        pytest.param("a__cs", "public sealed class A : B<C>, Tracker\n{", id="csharp class"),
        pytest.param("a__swift", "extension A: Tracker {", id="swift extension"),
        pytest.param("a__ts", "export class A implements Tracker {", id="typescript class"),
        pytest.param("a__py", "class A(Tracker):", id="python class"),
        pytest.param("a__rs", "impl Tracker for A {", id="rust implementation"),
        pytest.param("a__m", "@interface A : NSObject <Tracker>", id="objc protocol"),
        pytest.param("a__dart", "class A with B implements Tracker {", id="dart class"),
    ],
)
def test_below(path: str, text: str) -> None:
    language = {"kt": "kotlin", "m": "objc", "cs": "csharp", "rs": "rust", "ts": "javascript", "py": "python"}
    suffix = path.split("__")[1]
    group = family_of(language.get(suffix, suffix)).group
    user = {f"b__{suffix}": "f(Tracker)"}
    assert definitions(**{path: text}, **user).paths_below(group, "Tracker") == [path.replace("__", ".")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("class A(private val tracker: Tracker)", id="parameter"),
        pytest.param("class A : Base { val tracker: Tracker }", id="property"),
        pytest.param("class A : TrackerBase {", id="part of a name"),
        pytest.param("import a.Tracker\nclass A", id="import"),
    ],
)
def test_not_below(text: str) -> None:
    assert definitions(a__kt=text, b__kt="class B : Tracker {").paths_below("jvm", "Tracker") == ["b.kt"]


def test_without_any_below_all_that_name_it_count() -> None:
    assert definitions(a__kt="val x: Tracker = make()").paths_below("jvm", "Tracker") == ["a.kt"]
