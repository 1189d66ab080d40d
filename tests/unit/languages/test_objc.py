from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.languages.facts import FileFacts
from scanner.languages.objc import extract
from tests.unit.languages.render import render, render_bindings, render_calls, render_function, render_mutation


def facts_of(source: str) -> FileFacts:
    return extract("App.m", b'#import "A.h"\n' + source.encode())


def inside(source: str) -> str:
    """A method's statements with what stands around them."""
    return "@implementation A\n- (void)f {\n" + source + "\n}\n@end\n"


def value_of(source: str) -> str:
    """The value of `x`, which `source` is given to."""
    return render(next(b.value for b in facts_of(inside(f"id x = {source};")).bindings if b.name == "x"))


def bindings_of(source: str) -> list[str]:
    """All bindings but the import that every source starts with."""
    return render_bindings(facts_of(source))[1:]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('@"a"', "'a'", id="text"),
        pytest.param('@"a" @"b"', "'ab'", id="texts side by side"),
        pytest.param('"a"', "'a'", id="text of C"),
        pytest.param('@""', "''", id="empty text"),
        pytest.param(r'@"a\n\u00e9\"\x41"', "'a\\né\"A'", id="escapes"),
        pytest.param(r'@"\uD800"', "'\ufffd'", id="a surrogate is no character"),
        pytest.param("@1", "1", id="boxed number"),
        pytest.param("@(a)", "a", id="boxed value"),
        pytest.param("@YES", "YES", id="boxed truth"),
        pytest.param("nil", "nil", id="nil"),
        pytest.param("-1.5f", "-1.5", id="negative number"),
        pytest.param("@[@1, a]", "[1, a]", id="list"),
        pytest.param('@{@"a": b, kC: @1, [d e]: f}', "{a: b, [kC]: 1, [d.e()]: f}", id="dictionary"),
        pytest.param("@{}", "{}", id="empty dictionary"),
        pytest.param("[NSMutableDictionary dictionary]", "{}", id="new dictionary"),
        pytest.param("[[NSMutableDictionary alloc] init]", "{}", id="allocated dictionary"),
        pytest.param("[NSMutableDictionary new]", "{}", id="new"),
        pytest.param('[NSDictionary dictionaryWithObjectsAndKeys:a, @"b", c, d, nil]', "{b: a, [d]: c}", id="values and keys in turn"),
        pytest.param('[NSDictionary dictionaryWithObject:a forKey:@"b"]', "{b: a}", id="one value and key"),
        pytest.param("[NSMutableDictionary dictionaryWithDictionary:a]", "{**a}", id="copied dictionary"),
        pytest.param("[[NSMutableDictionary alloc] initWithDictionary:a]", "{**a}", id="allocated copy"),
        pytest.param("[NSMutableArray array]", "[]", id="new list"),
        pytest.param("[NSArray arrayWithObjects:a, b, nil]", "[a, b]", id="list of objects"),
        pytest.param('[NSString stringWithFormat:@"%@ %ld %1$@", a, b]', "percent('%s %s %1$s'; a, b)", id="format"),
        pytest.param('[[NSString alloc] initWithFormat:@"%d", a]', "percent('%s'; a)", id="allocated format"),
        pytest.param('[@"a" stringByAppendingString:b]', "template('a', b)", id="appended"),
        pytest.param('[[a stringByAppendingString:@"b"] stringByAppendingString:c]', "template(a, 'b', c)", id="appended twice"),
        pytest.param('[a stringByAppendingFormat:@"%@", b]', "template(a, percent('%s'; b))", id="appended format"),
        pytest.param('[NSString stringWithString:@"a"]', "'a'", id="same text"),
        pytest.param("[a copy]", "a", id="copy"),
        pytest.param("[A class]", "A", id="class"),
        pytest.param("[[A alloc] init]", "new A()", id="construction"),
        pytest.param("[[A alloc] initWithB:c d:e]", "new A(c, d=e)", id="construction with arguments"),
        pytest.param("[A new]", "new A()", id="construction by new"),
        pytest.param("[[a b] initialize]", "a.b().initialize()", id="no construction"),
        pytest.param("[self a]", "SELF.a()", id="self"),
        pytest.param("[super a]", "SUPER.a()", id="super"),
        pytest.param("self.a.b", "SELF.a.b", id="property"),
        pytest.param("_a", "SELF.a", id="instance variable"),
        pytest.param("self->_a", "SELF.a", id="instance variable of self"),
        pytest.param("a[b]", "a[b]", id="subscript"),
        pytest.param('a ? @"b" : @"c"', "ternary('b', 'c')", id="ternary"),
        pytest.param('a ? @"b" : c ? @"d" : @"e"', "ternary('b', 'd', 'e')", id="ternaries"),
        pytest.param('a ?: @"b"', "or(a, 'b')", id="fallback"),
        pytest.param("a == b && !c", "?comparison:boolean", id="comparison"),
        pytest.param("!a", "?comparison:boolean", id="not"),
        pytest.param("a + 1", "?arithmetic:number", id="sum"),
        pytest.param("(NSString *)a", "a", id="cast"),
        pytest.param("&a", "a", id="address"),
        pytest.param("@selector(a:b:)", "?selector expression", id="selector"),
        pytest.param("sizeof(int)", "?sizeof expression", id="size"),
        pytest.param("^{ }", "function#1", id="block"),
    ],
)
def test_value(source: str, expected: str) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("#import <A/B.h>", ["import * = import A/B.h:*"], id="framework"),
        pytest.param("@import A;", ["import * = import A:*"], id="module"),
        pytest.param('NSString *const kA = @"b";', ["declare kA: string = 'b'"], id="constant"),
        pytest.param('static NSString * const kA = @"b";', ["declare kA: string = 'b'"], id="static constant"),
        pytest.param("extern NSString *const kA;", ["declare kA: string"], id="declared elsewhere"),
        pytest.param("FOUNDATION_EXPORT NSString * const kA;", ["declare kA: string"], id="exported"),
        pytest.param("MY_EXTERN NSString * const kA;", ["declare kA: string"], id="exported by a macro of one's own"),
        pytest.param('#define kA @"b"', ["declare kA = 'b'"], id="macro"),
        pytest.param("#define kA 3", ["declare kA = 3"], id="number macro"),
        pytest.param("#define kA kB", ["declare kA = kB"], id="alias macro"),
        pytest.param("#define kA [B c]", ["declare kA = ?macro"], id="macro that does something"),
        pytest.param("#define A(x) (x)", [], id="macro with parameters"),
        pytest.param(
            '#ifdef X\n#define kA @"b"\n#else\n#define kA @"c"\n#endif', ["declare kA = 'b'", "declare kA = 'c'"], id="either macro"
        ),
        pytest.param("typedef NSString *A;", ["declare A = string"], id="type alias"),
        pytest.param("typedef NSString *A NS_TYPED_ENUM;", ["declare A = string"], id="type alias with a macro"),
        pytest.param("typedef void (^A)(NSString *b);", [], id="type of a block"),
        pytest.param("void f(int a);", [], id="prototype"),
        pytest.param("typedef NS_ENUM(NSInteger, A) { B, C };", ["class A = class#0", "declare B = A.B", "declare C = A.C"], id="enum"),
        pytest.param("typedef enum { B } A;", ["class A = class#0", "declare B = A.B"], id="enum of C"),
        pytest.param("enum { B = 1 };", ["declare B = 1"], id="enum without a name"),
        pytest.param("@class A, B;", [], id="forward declaration"),
    ],
)
def test_bindings(source: str, expected: list[str]) -> None:
    assert bindings_of(source + "\n") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("A *a = b;", ["declare a: A = b @2"], id="variable"),
        pytest.param("int a = 1, b = 2;", ["declare a: int = 1 @2", "declare b: int = 2 @2"], id="two variables"),
        pytest.param("__weak typeof(self) a = self;", ["declare a = SELF @2"], id="weak self"),
        pytest.param("A<B *> *a = c;", ["declare a: A = c @2"], id="generic type"),
        pytest.param("id<B> a = c;", ["declare a: B = c @2"], id="type by protocol"),
        pytest.param("NSMutableDictionary *a = [b mutableCopy];", ["declare a: NSMutableDictionary = {**b} @2"], id="copied dictionary"),
        pytest.param("NSMutableArray *a = [b mutableCopy];", ["declare a: NSMutableArray = b.mutableCopy() @2"], id="copied list"),
        pytest.param('static NSString *const kA = @"b";', ["declare kA: string = 'b' @2"], id="constant of a function"),
        pytest.param("int a;\na = 1;\na += 2;", ["declare a: int @2", "assign a = 1 @2", "augment a = 2 @2"], id="assignments"),
        pytest.param("for (A *a in b) { }", ["loop a: A = item-of(b) @3"], id="loop"),
        pytest.param("for (int i = 0; i < 3; i++) { }", ["declare i: int = 0 @3"], id="counting loop"),
        pytest.param("@try { } @catch (A *a) { }", ["assign a = ?exception @4"], id="catch"),
        pytest.param(
            "switch (a) { case B: c(); break; case D: case E: { f(); } default: break; }",
            [
                "assign {subject} = a @3",
                "assign {case} = B @3",
                "assign {subject} = a @4",
                "assign {case} = match(D, E) @4",
            ],
            id="switch",
        ),
        pytest.param("void (^a)(void) = ^{ };", ["declare a = function#1 @2"], id="block"),
    ],
)
def test_local_bindings(source: str, expected: list[str]) -> None:
    assert bindings_of(inside(source))[:-1] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('a[@"b"] = c;', ["set a.b = c"], id="key"),
        pytest.param("a[b] = c;", ["set a[b] = c"], id="computed key"),
        pytest.param('[a setObject:b forKey:@"c"];', ["set a.c = b"], id="setObject"),
        pytest.param("[a.b setValue:c forKey:d];", ["set a.b[d] = c"], id="setValue"),
        pytest.param('[a removeObjectForKey:@"b"];', ["delete a.b"], id="removed"),
        pytest.param("[a setObject:b];", [], id="another message"),
        pytest.param("[a setValue:b forKeyPath:c];", [], id="key path"),
        pytest.param("self.a = b;", ["set SELF.a = b"], id="property"),
        pytest.param("_a = b;", ["set SELF.a = b"], id="instance variable"),
        pytest.param('_a[@"b"] = c;', ["set SELF.a.b = c"], id="key of an instance variable"),
        pytest.param("self->_a = b;", ["set SELF.a = b"], id="instance variable of self"),
        pytest.param("a.b += 1;", ["augment a.b = 1"], id="added"),
        pytest.param("int a; a = 1;", [], id="local variable"),
    ],
)
def test_mutations(source: str, expected: list[str]) -> None:
    assert [render_mutation(mutation) for mutation in facts_of(inside(source)).mutations] == expected


def test_field_without_underscore() -> None:
    source = "@implementation A { int a; }\n- (void)f { a = 1; b = 2; }\n@end\n"
    assert [render_mutation(mutation) for mutation in facts_of(source).mutations] == ["set SELF.a = 1"]


def test_a_property_is_not_named_alone() -> None:
    source = "@interface A : B\n@property int a;\n@end\n@implementation A\n- (void)f { a(); }\n@end\n"
    assert render_calls(facts_of(source)) == ["a()"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("- (void)f { }", "method f()", id="method"),
        pytest.param("- (A *)f:(NSString *)a b:(id<C>)c { return d; }", "method f(a: string, c: C): A -> d", id="parameters"),
        pytest.param("+ (instancetype)f { return a; }", "static f(): A -> a", id="class method"),
        pytest.param("- (instancetype)initWithA:(int)a { return self; }", "constructor initWithA(a: int): A", id="constructor"),
        pytest.param("- (void)initialize { }", "method initialize()", id="no constructor"),
        pytest.param("- (BOOL)f { return a == b; }", "method f(): boolean -> ?comparison:boolean", id="boolean"),
        pytest.param("- (void)f:(void (^)(int x))a { }", "method f(a)", id="block parameter"),
        pytest.param("- (void)f:(NSString * _Nullable)a { }", "method f(a: string)", id="nullable parameter"),
        pytest.param("static NSString *f(A *a, int b) { return c; }", "function f(a: A, b: int): string -> c", id="function of C"),
        pytest.param("- (void)f { [a b:^(C *c, int d) { e(); }]; }", "lambda (c: C, d: int)", id="block"),
        pytest.param("- (void)f { void (^a)(int) = ^(int b) { }; }", "lambda a(b: int)", id="named block"),
        pytest.param("- (void)f { self.a = ^{ return b; }; }", "lambda a() -> b", id="block given to a property"),
        pytest.param('- (A *)f { switch (a) { case B: return @"b"; case C: return @"c"; } }', "method f(): A -> 'b' | 'c'", id="switch"),
    ],
)
def test_functions(source: str, expected: str) -> None:
    facts = facts_of("@implementation A\n" + source + "\n@end\n")
    assert expected in [render_function(function) for function in facts.functions]


def test_protocol_methods_are_abstract_and_declared_ones_are_left_out() -> None:
    facts = facts_of("@protocol P\n- (void)f:(int)a;\n@end\n@interface A : B\n- (void)g;\n@end\n")
    assert [render_function(function) for function in facts.functions] == ["abstract f(a: int)"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("@interface A : B <C, D>\n@end", ("A", "class", ["B", "C", "D"]), id="interface"),
        pytest.param("NS_ASSUME_NONNULL_BEGIN\n@interface A : B\n@end\nNS_ASSUME_NONNULL_END", ("A", "class", ["B"]), id="in macros"),
        pytest.param("@interface A ()\n@end", ("A", "extension", []), id="class extension"),
        pytest.param("@interface A (B)\n@end", ("A", "extension", []), id="category"),
        pytest.param("@implementation A\n@end", ("A", "extension", []), id="implementation"),
        pytest.param("@implementation A (B)\n@end", ("A", "extension", []), id="implementation of a category"),
        pytest.param("@protocol A <B>\n@end", ("A", "interface", ["B"]), id="protocol"),
    ],
)
def test_classes(source: str, expected: tuple[str, str, list[str]]) -> None:
    (found,) = facts_of(source + "\n").classes
    assert (found.name, found.kind, [render(base) for base in found.bases]) == expected


@pytest.mark.parametrize(
    ("source", "name", "members"),
    [
        pytest.param("typedef NS_ENUM(NSInteger, A) { B, C = 3 };", "A", ["B=-", "C=3"], id="macro"),
        pytest.param("typedef NS_OPTIONS(NSUInteger, A) {\n  B = 1,\n};", "A", ["B=1"], id="options"),
        pytest.param("typedef enum : NSUInteger { B } A;", "A", ["B=-"], id="of C"),
        pytest.param("enum A { B };", "A", ["B=-"], id="without an alias"),
    ],
)
def test_enums(source: str, name: str, members: list[str]) -> None:
    (found,) = facts_of(source + "\n").classes
    assert (found.name, found.kind, [f"{m.name}={render(m.value)}" for m in found.members]) == (name, "enum", members)


def test_properties_are_fields() -> None:
    source = "@interface A : B {\n  C *_d;\n}\n@property (nonatomic, strong, nullable) E *f;\n@property (class) int g, h;\n@end\n"
    assert bindings_of(source)[:-1] == ["declare d: C @1", "declare f: E @1", "declare g: int @1", "declare h: int @1"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("[a b:c d:e];", ["a.b(c, d=e)"], id="selector"),
        pytest.param("[a b:c, d, nil];", ["a.b(c, d, nil)"], id="any number"),
        pytest.param("[a b:c :d];", ["a.b(c, d)"], id="part without a name"),
        pytest.param("[[a b] c:[d e]];", ["a.b()", "a.b().c(d.e())", "d.e()"], id="nested"),
        pytest.param("[a.b[c()] d];", ["c()", "a.b[c()].d()"], id="receiver"),
        pytest.param("f(a, [b c]);", ["f(a, b.c())", "b.c()"], id="function"),
        pytest.param("self.a(b);", ["SELF.a(b)"], id="block of a property"),
        pytest.param("[a b:^{ c(); } d:^{ e(); }];", ["a.b(function#1, d=function#2)", "c()", "e()"], id="blocks"),
        pytest.param('[a setObject:b() forKey:@"c"];', ["a.setObject(b(), forKey='c')", "b()"], id="a change is a call too"),
        pytest.param("[NSString stringWithFormat:a(), b()];", ["a()", "b()"], id="in a format"),
        pytest.param("@{a(): b()};", ["a()", "b()"], id="in a dictionary"),
        pytest.param("if (a()) { b(); } else if (c()) d(); else { e(); }", ["a()", "b()", "c()", "d()", "e()"], id="if"),
        pytest.param("while (a()) { b(); }\ndo { c(); } while (d());", ["a()", "b()", "c()", "d()"], id="loops"),
        pytest.param("for (id a in b()) { c(); }\nfor (int i = d(); e(); f()) g();", [f"{n}()" for n in "bcdefg"], id="for"),
        pytest.param("switch (a()) { case B: { c(); } }", ["a()", "c()"], id="switch"),
        pytest.param("@try { a(); } @catch (B *b) { c(); } @finally { d(); }", ["a()", "c()", "d()"], id="try"),
        pytest.param("@synchronized (a()) { b(); }\n@autoreleasepool { c(); }", ["a()", "b()", "c()"], id="synchronized"),
        pytest.param("dispatch_once(&t, ^{ a(); });", ["dispatch_once(t, function#1)", "a()"], id="dispatch"),
        pytest.param("#if X\na();\n#else\nb();\n#endif", ["a()", "b()"], id="both sides of a condition of the build"),
        pytest.param("a[b()] = c();", ["b()", "c()"], id="assignment"),
        pytest.param("a = b = c();", ["c()"], id="two targets"),
        pytest.param("return a ? b() : c();", ["b()", "c()"], id="return"),
        pytest.param("@selector(a:); @protocol(B); sizeof(c);", [], id="what looks like a call"),
        pytest.param("a, b(), c();", ["b()", "c()"], id="comma"),
        pytest.param("(void)a();", ["a()"], id="cast"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert render_calls(facts_of(inside(source))) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("[a b];", (1, 4), id="message"),
        pytest.param('f(@"é", [a b]);', (1, 12), id="after text that is not ASCII"),
        pytest.param("c();\r\n  [a b:1];", (2, 6), id="carriage return"),
        pytest.param("[a\n  b];", (2, 3), id="message over lines"),
        pytest.param("NS_ASSUME_NONNULL_BEGIN [a b];", (1, 28), id="after a macro"),
    ],
)
def test_positions(source: str, expected: tuple[int, int]) -> None:
    call = next(call for call in facts_of("void f() {\n" + source + "\n}\n").calls if ".b(" in render(call) and "f(" not in render(call))
    assert (call.name_span.line - 2, call.name_span.column) == expected


def test_byte_order_mark_is_no_column() -> None:
    (call,) = extract("App.m", b"\xef\xbb\xbfid x = @{f(): @1};\n").calls
    assert (call.name_span.line, call.name_span.column) == (1, 10)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("if (a) { b(); } else { c(); }", [(1, True), (1, True)], id="if and else"),
        pytest.param("if (a) b();", [(1, False)], id="if"),
        pytest.param("if (a) { } else if (b) { } else c();", [(1, True)] * 3, id="chain"),
        pytest.param("switch (a) { case B: c(); case D: e(); }", [(1, False), (1, False)], id="switch"),
        pytest.param("switch (a) { case B: c(); break; default: d(); }", [(1, True), (1, True)], id="switch with a default"),
        pytest.param("for (id a in b) { }", [(None, False)], id="for"),
        pytest.param("@try { } @catch (A *a) { }", [(None, False)] * 2, id="try and catch do not exclude each other"),
    ],
)
def test_blocks(source: str, expected: list[tuple[int | None, bool]]) -> None:
    blocks = [scope for scope in facts_of(inside(source)).scopes if scope.kind == "block"]
    assert [(scope.group, scope.exhaustive) for scope in blocks] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a(); int b = 1; return;", 3, id="simple statements"),
        pytest.param("if (a) { b(); } else { c = 1; }", 2, id="in blocks"),
        pytest.param("[a b:^{ c(); d(); }];", 1, id="a block counts for itself"),
        pytest.param("", 0, id="none"),
    ],
)
def test_statements(source: str, expected: int) -> None:
    assert facts_of(inside(source)).functions[0].statements == expected


def test_comments() -> None:
    assert [comment.text for comment in facts_of("// a\nf(/* b */ 1); // c\n").comments] == ["// a", "/* b */", "// c"]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"class A { public: int f(); };\n", id="header of C++"),
        pytest.param(b"int f(void);\n#include <a.h>\n", id="header of C"),
        pytest.param(b"function y = f(x)\n  y = [x, 1];\nend\n", id="a matrix language"),
        pytest.param(b"", id="empty"),
    ],
)
def test_files_of_other_languages_have_no_facts(source: bytes) -> None:
    facts = extract("a.h", source)
    assert (facts.calls, facts.bindings, facts.functions, facts.errors) == ((), (), (), ())


def test_broken_source_keeps_the_rest() -> None:
    facts = facts_of("void f() { [a b]; }\n@implementation (\n")
    assert render_calls(facts) == ["a.b()"]
    assert facts.errors


_MANY = 3000
_DEEP = {
    "messages": "[" * 500 + "a" + " b]" * 500 + ";",
    "arguments": "[a b:" * 500 + "c" + "]" * 500 + ";",
    "calls": "f(" * 500 + ")" * 500 + ";",
    "members": "x = a" + ".b" * _MANY + ";",
    "subscripts": "x = a" + "[0]" * _MANY + ";",
    "sum": "x = " + " + ".join(["f()"] * _MANY) + ";",
    "parentheses": "x = " + "(" * 500 + "a" + ")" * 500 + ";",
    "lists": "x = " + "@[" * 500 + "]" * 500 + ";",
    "ternaries": "x = " + "a ? b : " * 500 + "c;",
    "assignments": "a = " * 500 + "1;",
    "commas": "a" + ", f()" * 500 + ";",
    "else if": "if (a) { }" + " else if (f()) { }" * 500,
    "blocks": "{" * 400 + "f();" + "}" * 400,
    "closures": "x = " + "^{ y = " * 300 + "1;" + " };" * 300,
    "texts": "x = " + '@"a" ' * _MANY + ";",
    "pointers": "int " + "*" * 500 + "a;",
    "open messages": "[a b:" * 1000,
}


@pytest.mark.parametrize("source", _DEEP.values(), ids=_DEEP.keys())
def test_deep_nesting_is_bounded(source: str) -> None:
    facts = facts_of(inside(source))
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_flat_sums_keep_their_calls() -> None:
    assert len(facts_of(inside("x = " + " + ".join(["f()"] * _MANY) + ";")).calls) == _MANY


_PIECES = [
    "@interface A : B\n", "@interface A ()\n", "@implementation A\n", "@protocol P\n", "@end\n", "- (void)a:(B *)c d:(int)e ", "+ (id)f ",
    "{", "}", "(", ")", "[", "]", "[a b:", " c:", "@[", "@{", '@"', '"', "x", "_y", ".", "->", ",", ":", ";", "=", "+=", "^", "^(A *a) {",
    "@property (nonatomic) A *b;", "typedef ", "NS_ENUM(NSInteger, A)", "enum ", "static ", "const ", "extern ", "NSString *", "#import ",
    "#define A ", "#if X\n", "#endif\n", "if (", "else ", "for (A *a in ", "switch (", "case A:", "default:", "return ", "@try {",
    "@catch (A *b) {", "@selector(", "[[A alloc] init", "stringWithFormat:", "dictionaryWithObjectsAndKeys:", "setObject:", "forKey:",
    "self",
    "super", "nil", "@1", "//", "/*", "*/", "1", "ä", "\ufeff", "\r\n", "\x00", "\\", "?", "?:", "!", "*", "&", " ", "\n",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_pieces_of_objective_c_never_raise(source: str) -> None:
    pickle.dumps(facts_of(source))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_bytes_never_raise(source: bytes) -> None:
    pickle.dumps(extract("App.m", b"@end\n" + source))


_WHOLE = b"""
#import "Tracker.h"
@import Foundation;
#define kPrefix @"app_"
NSString *const TrackerOpened = @"Opened";
typedef NS_ENUM(NSInteger, Stat) { StatA, StatB = 3 };
NS_ASSUME_NONNULL_BEGIN
@interface Tracker ()
@property (nonatomic, strong, nullable) NSMutableDictionary<NSString *, id> *props;
@end
@implementation Tracker
+ (instancetype)shared {
    static Tracker *one = nil;
    dispatch_once(&token, ^{ one = [[self alloc] initWithName:@"a"]; });
    return one;
}
- (void)track:(NSString *)name properties:(nullable NSDictionary *)properties {
    NSMutableDictionary *all = [properties mutableCopy] ?: [NSMutableDictionary new];
    all[@"k"] = @(1 + 2);
    for (NSString *key in properties) { [all setObject:properties[key] forKey:key]; }
    switch (self.stat) { case StatA: return; default: break; }
    [self.client track:[NSString stringWithFormat:@"%@%@", kPrefix, name] properties:all];
}
@end
NS_ASSUME_NONNULL_END
"""


@settings(deadline=None)
@given(st.integers(0, len(_WHOLE)), st.integers(0, 400))
def test_cut_source_never_raises(start: int, length: int) -> None:
    extract("App.m", _WHOLE[:start] + _WHOLE[start + length :])


def test_whole_source_has_no_errors() -> None:
    assert extract("App.m", _WHOLE).errors == ()
