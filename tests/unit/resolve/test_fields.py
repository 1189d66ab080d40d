"""Classes that are made of their fields, and what their properties make of these."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.unit.resolve.programs import show_values

EVENT = """
@dataclass(frozen=True)
class Event:
    name: str
    size: int = 0
    area: str = 'shop'

    @property
    def path(self):
        return f'{self.area}/{self.name}'

    @property
    def whole(self):
        return self.path + '!'
"""

KNOWN = [
    pytest.param(EVENT + "show(Event('a').name)", "'a'", id="by position"),
    pytest.param(EVENT + "show(Event('a', area='b').area)", "'b'", id="by position and by name"),
    pytest.param(EVENT + "show(Event('a').area)", "'shop'", id="default"),
    pytest.param(EVENT + "show(Event('a').path)", "'shop/a'", id="property"),
    pytest.param(EVENT + "show(Event(name='a', area='b').whole)", "'b/a!'", id="property of a property"),
    pytest.param(EVENT + "E = Event('a')\nF = Event('b')\nshow(F.path)", "'shop/b'", id="two objects"),
    pytest.param(EVENT + "@dataclass\nclass Sale(Event):\n    price: int = 1\nshow(Sale('a', 1, 'b', 2).path)", "'b/a'", id="base class"),
    pytest.param("class Event(NamedTuple):\n    size: int\n    name: str\nshow(Event(1, 'a').name)", "'a'", id="named tuple"),
    pytest.param("@attr.define\nclass Event:\n    name: str\nshow(Event('a').name)", "'a'", id="another library"),
    pytest.param(EVENT + "def f(n):\n    return Event(n)\nshow(f('a').path)", "'shop/a'", id="through a function"),
]

UNKNOWN = [
    pytest.param("class Event:\n    name: str\nshow(Event('a').name)", id="no such class"),
    pytest.param(EVENT + "show(Event().name)", id="no argument"),
    pytest.param(EVENT + "show(Event(*x).name)", id="spread"),
    pytest.param(EVENT + "show(Event(x).path)", id="argument that is not known"),
    pytest.param(
        "@dataclass\nclass E:\n    n: str\n    @property\n    def a(self):\n        return self.a\nshow(E('x').a)", id="property of itself"
    ),
    pytest.param("@dataclass\nclass E(E):\n    n: str\nshow(E('a', 'b').m)", id="base of itself"),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_known(text: str, expected: str) -> None:
    assert show_values({"a.py": text}) == [expected]


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown(text: str) -> None:
    assert "'a'" not in show_values({"a.py": text})[0]


PROMISES = [
    pytest.param({"a.ts": "import('./b').then(m => show(m.A))", "b.ts": "export const A = 'a'"}, "'a'", id="module"),
    pytest.param({"a.ts": "import('./b').then(({ A: x }) => show(x))", "b.ts": "export const A = 'a'"}, "'a'", id="taken apart"),
    pytest.param({"a.ts": "const f = async () => 'a'\nf().then(x => show(x))"}, "'a'", id="result of a function"),
    pytest.param({"a.ts": "f().then(x => show(x))"}, "param x", id="promise of something else"),
    pytest.param({"a.ts": "const f = async () => 'a'\nf().catch(x => show(x))"}, "param x", id="failure"),
    pytest.param({"a.ts": "const f = async () => 'a'\nf().then(y, x => show(x))"}, "param x", id="failure beside a result"),
]


@pytest.mark.parametrize(("files", "expected"), PROMISES)
def test_promises(files: Mapping[str, str], expected: str) -> None:
    assert show_values(files) == [expected]


BASES = [
    pytest.param(
        {"a.ts": "class A { constructor(public n) {} }\nclass B extends A { constructor() { super('a') } }\nshow(new B().n)"},
        "'a'",
        id="typescript",
    ),
    pytest.param(
        {
            "a.ts": "class A { constructor(n) { this.n = n } }\nclass B extends A { constructor(x) { super(x) } }\n"
            "class C extends B {}\nshow(new C('a').n)"
        },
        "'a'",
        id="two classes up",
    ),
    pytest.param(
        {
            "a.py": "class A:\n    def __init__(self, n):\n        self.n = n\n    def f(self):\n        return 'x ' + self.n\n"
            "class B(A):\n    def __init__(self):\n        super().__init__('a')\nshow(B().f())\n"
        },
        "'x a'",
        id="python",
    ),
    pytest.param(
        {
            "A.java": 'class A { String n; A(String n) { this.n = n; } }\nclass B extends A { B() { super("a"); } }\n'
            "class C { void f() { show(new B().n); } }"
        },
        "'a'",
        id="java",
    ),
    pytest.param({"A.kt": 'open class A(val n: String)\nclass B(s: String) : A(s)\nfun f() { show(B("a").n) }'}, "'a'", id="kotlin"),
    pytest.param(
        {
            "A.cs": 'class A { public string N; public A(string n) { N = n; } }\nclass B : A { public B() : base("a") {} }\n'
            "class C { void F() { show(new B().N); } }"
        },
        "'a'",
        id="csharp",
    ),
    pytest.param(
        {"a.dart": "class A { final String n; A(this.n); }\nclass B extends A { B() : super('a'); }\nvoid f() { show(B().n); }"},
        "'a'",
        id="dart",
    ),
    pytest.param(
        {
            "A.swift": 'class A { let n: String\n init(n: String) { self.n = n } }\nclass B: A { init() { super.init(n: "a") } }\n'
            "func f() { show(B().n) }"
        },
        "'a'",
        id="swift",
    ),
    pytest.param(
        {
            "a.php": "<?php\nclass A { public $n; function __construct($n) { $this->n = $n; } }\n"
            "class B extends A { function __construct() { parent::__construct('a'); } }\nshow((new B())->n);"
        },
        "'a'",
        id="php",
    ),
    pytest.param(
        {
            "a.rb": "class A\n  def initialize(n)\n    @n = n\n  end\n  def n\n    @n\n  end\nend\n"
            "class B < A\n  def initialize\n    super('a')\n  end\nend\nshow(B.new.n)\n"
        },
        "'a'",
        id="ruby",
    ),
    pytest.param(
        {"a.ts": "class A extends A { constructor(public n) { super(n) } }\nshow(new A('a').m)"}, "this A.m", id="class above itself"
    ),
    pytest.param(
        {"a.ts": "class A { constructor(public n) {} }\nclass B extends A { constructor() { other('a') } }\nshow(new B().n)"},
        "param n",
        id="another call in a constructor",
    ),
    pytest.param(
        {"a.ts": "class A { constructor(public n) {} }\nclass B extends A { f() { super.f('a') } }\nshow(new B().n)"},
        "missing",
        id="another method above",
    ),
]


@pytest.mark.parametrize(("files", "expected"), BASES)
def test_constructors_of_base_classes(files: Mapping[str, str], expected: str) -> None:
    assert show_values(files) == [expected]
