"""Swift source to facts.

What a reader of these facts has to know of the language:

- `Param.name` is the internal name, the one the body uses. A call is written with external labels (`send(event, with: props)`
  for `func send(_ event: Event, with properties: [String: Any])`), so a keyword argument that names no parameter is taken in order.
- A trailing closure is a last argument with the keyword `{}`; a further one keeps its label.
- Whatever stands at the top of a file is seen in the whole module, without an import and without an export.
- A case of a switch is a block that holds two bindings no name of the language can clash with: `{subject}` is what is switched
  on, `{case}` what it is compared with (`.opened` is an `Implicit`, several patterns are a `Choice`); a default has no `{case}`.
- A name that a pattern takes out of an enum's case is `Index(Member(subject, case), position or label)`.
- A closure that uses `$0` has a parameter of that name.
- A body that is one expression hands it back, where a result is declared; closures always do.
- Objective-C calls these methods under other names; nothing here says which.
"""

from __future__ import annotations

from scanner.languages.swift.lowering import extract

__all__ = ["extract"]
