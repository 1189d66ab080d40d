"""What a function is there for: whether sending an event is all that it does, as its names and its body tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scanner.languages import facts
from scanner.resolve.program import File, children, last_name
from scanner.resolve.texts import words_of
from scanner.rules.requests import REQUEST_FUNCTIONS

SENDING_VERBS = frozenset(("track", "log", "record", "capture", "send", "fire", "report", "emit", "identify", "alias", "push", "trigger"))
SENDING_NOUNS = frozenset(("analytics", "telemetry", "tracking", "tracker", "tracks"))
_TELLING_VERBS = frozenset(("track", "log", "identify", "alias"))
_CERTAIN_NOUNS = frozenset(("analytics", "telemetry"))  # a tracker may follow anything
_LIKE_TRACK = frozenset(("track", "tracks", "record", "log", "capture", "report"))
_USER_WORDS = frozenset(
    ("user", "users", "identity", "person", "people", "profile", "traits", "account", "customer", "login", "signup", "signin")
)
_BUS_VERBS = frozenset(("send", "fire", "emit"))
_HANDLER = re.compile(r"^_*(?:on|handle|On|Handle)(?=[A-Z_])")
# What frameworks call when the time has come: the event is named in the body, the call of such a method means something else.
_LIFECYCLE = frozenset(
    ("init", "initialize", "start", "setup", "awake", "update", "lateupdate", "fixedupdate", "dispose", "disposeasync", "destroy", "close",
     "finalize", "cleanup", "teardown", "deinit", "run", "main", "execute", "executeasync", "invoke", "invokeasync", "call", "apply",
     "doinbackground", "render", "build", "mounted", "created", "register", "initstate", "accept", "perform", "boot")
)  # fmt: skip
_AT_END = frozenset(("dispose", "disposeasync", "close", "end", "finish", "exit", "deinit", "finalize", "destroy", "complete"))
_SETS_UP = frozenset(("add", "observe", "register", "subscribe", "listen", "attach", "install", "bind", "setup", "configure", "watch"))
_LISTENERS = frozenset(
    ("observer", "observers", "listener", "listeners", "handler", "handlers", "hook", "hooks", "callback", "callbacks", "notifications",
     "subscriptions", "bindings", "events")
)  # fmt: skip
# What a class that shows or does something is called; one that is called so shows analytics, and does not send them.
_PARTS_OF_APP = re.compile(
    r"(?:View|ViewModel|ViewController|HostingController|TableViewCell|Cell|Activity|Fragment|Presenter|Coordinator|UseCase|Interactor|Page|Screen"
    r"|Component|Dialog|Delegate|ViewState|Reducer|Bloc|Cubit|Widget|Form|Repository|Model|Factory)$"
)
_LOGS = frozenset(("log", "logger", "logging", "logs", "timber", "console", "slog", "logcat", "nslog", "lumberjack", "trace"))
_PRINTS = frozenset(("print", "println", "printf", "NSLog", "os_log", "debugPrint", "puts", "error_log", "log", "eprintln", "logger"))
_DEEPEST = 8
_PLAIN_VERB = "track"  # the one verb that nobody uses for logs, messages or errors
_MOST_OTHER_CALLS = 6
_MOST_STATEMENTS = 30
_FEW_CALLS = 0
_FEW_STATEMENTS = 6
_SHORTEST_STEM = 4
_SHORT_NAME = 2
# What a parameter that takes an event's name is called: by one word, or by words of which one is among these.
_PLAIN_NAMES = frozenset(
    ("name", "action", "type", "key", "label", "title", "category", "id", "message", "msg", "text", "string", "str", "slug", "step",
     "page", "screen", "kind", "what")
)  # fmt: skip
_HOLDERS = frozenset(("payload", "data", "params", "options", "opts", "props", "args", "body", "properties", "object"))
_NAMELESS = frozenset(("user", "identify", "alias", "group", "page", "pageview", "screen"))
_NAME_WORDS = frozenset(("event", "events", "evt", "name", "action", "metric", "stat", "analytic", "analytics", "telemetry", "track"))
_SAY_NOTHING = frozenset(
    ("event", "events", "track", "screen", "page", "view", "viewed", "action", "click", "clicked", "the", "for", "with")
)
# What hands an event to whoever listens for it.
_BUSES = frozenset(
    ("emit", "$emit", "$broadcast", "dispatchEvent", "postMessage", "trigger", "triggerHandler", "fire", "publish", "dispatch", "next")
)
_TRIFLES = frozenset(
    ("dict", "debug", "info", "warning", "warn", "error", "exception", "log", "get", "keys", "items", "values", "update", "append",
     "put", "set", "len", "str", "int", "bool", "float", "isinstance", "format", "join", "toString", "map", "filter", "Date",
     "now", "time", "bind", "getattr", "suppress", "split", "toISOString", "Number", "String", "lower", "toLowerCase", "isArray",
     "assign", "stringify", "dumps", "strip", "trim", "useCallback", "getTime", "find", "some", "toFixed", "round")
)  # fmt: skip


def is_about_sending(file: File, owner: int) -> bool:
    """Whether a class, or the file it stands in, is there for analytics."""
    name = file.facts.classes[owner].name
    words = words_of(name) + words_of("/".join(file.path.split("/")[-2:]).split(".")[0])
    return bool(SENDING_NOUNS & set(words)) and not _PARTS_OF_APP.search(name)


def may_be_bus(file: File, function: facts.Function) -> bool:
    """Whether a function that is called like one that sends events may as well hand them to the program itself (`send_event`,
    `emitEvent`): neither its class nor its file says analytics, and it makes no request."""
    words = words_of(function.name)
    owner = file.facts.classes[function.owner].name if function.owner is not None else ""
    near = {*words, *words_of(owner), *words_of("/".join(file.path.split("/")[-3:]))}
    requests = any(last_name(call.callee) in REQUEST_FUNCTIONS for call in file.function_calls.get(function.index, ()))
    return words[:1] != [] and words[0] in _BUS_VERBS and not SENDING_NOUNS & near and not requests


def is_for_sending(file: File, index: int, calls: Sequence[facts.Call], elsewhere: int = 1) -> bool:
    """Whether a function is there to send: named for it, or part of what is, and with little else to do than `calls`. A function
    that nothing is telling of may have `elsewhere` statements."""
    function = file.facts.functions[index]
    owner = file.facts.classes[function.owner].name if function.owner is not None else ""
    words = words_of(function.name) or [word for name in sorted(file.callable_names(index)) for word in words_of(name)]
    telling = SENDING_VERBS & set(words[:2]) or SENDING_NOUNS & {*words, *words_of(owner)}
    near = SENDING_NOUNS & set(words_of("/".join(file.path.split("/")[-2:])))
    others = sum(1 for call in other_calls(file, function, calls) if last_name(call.callee) not in _TRIFLES)
    if not telling:
        return others <= (_FEW_CALLS if near else 0) and function.statements <= (_FEW_STATEMENTS if near else elsewhere)
    return others <= _MOST_OTHER_CALLS and function.statements <= _MOST_STATEMENTS


def is_called_back(function: facts.Function) -> bool:
    """Whether a function is called like a handler, or like what a framework calls when the time has come."""
    if _HANDLER.match(function.name) or function.name.replace("_", "").lower() in _LIFECYCLE:
        return True
    verb, *nouns = words_of(function.name) or [""]
    return verb in _SETS_UP and bool(_LISTENERS & set(nouns))


def hands_out(function: facts.Function) -> bool:
    """Whether a function makes something for its callers, as a hook does that hands out what sends."""
    return any(isinstance(each.value, facts.Record | facts.FunctionRef | facts.Listing) for each in function.returns)


def is_called_at_end(function: facts.Function) -> bool:
    """Whether a function is called like what ends the life of an object."""
    return function.name.replace("_", "").lower() in _AT_END


def is_named_for_sending(function: facts.Function) -> bool:
    """Whether a function is called like one that sends, by a word that hardly means anything else."""
    words = words_of(function.name)
    return bool(_TELLING_VERBS & set(words[:2]) or SENDING_NOUNS & set(words))


def is_named_for_user(function: facts.Function) -> bool:
    """Whether a function says by its name that it tells who the user is."""
    words = words_of(function.name)
    return bool(_TELLING_VERBS & set(words[:2]) or _USER_WORDS & set(words))


def is_named_for(function: facts.Function, events: Iterable[str]) -> bool:
    """Whether a function says by its name that it tracks, and what: `track_search` for "Searched", not `trackScreen` or `logSearch`."""
    verb, *words = words_of(function.name) or [""]
    said = [word for event in events for word in words_of(event) if word not in _SAY_NOTHING]
    return verb == _PLAIN_VERB and any(_alike(word, other) for word in words if word not in _SAY_NOTHING for other in said)


def is_handed_on(file: File, function: facts.Function) -> bool:
    """Whether a function only hands on an event of another kind, to listeners of the page or of a bus: `emitEvent` that dispatches."""
    if (SENDING_NOUNS | {"track"}) & set(words_of(function.name)):
        return False
    return any(last_name(call.callee) in _BUSES for call in file.function_calls.get(function.index, ()))


def is_like_sender(owner: str, function: facts.Function) -> bool:
    """Whether a method of a tracker says that it sends an event, in words of its own, and takes one: `maybe_record_shopper_event`."""
    words = set(words_of(function.name))
    takes_event = any("event" in words_of(param.name) for param in function.params)
    nouns = set(words_of(owner))
    verbs = _LIKE_TRACK | _BUS_VERBS if _CERTAIN_NOUNS & nouns else _LIKE_TRACK if SENDING_NOUNS & nouns else frozenset[str]()
    return takes_event and bool(verbs & words) and bool({"event", "events"} & words)


def is_sender_of_module(file: File, function: facts.Function) -> bool:
    """Whether a function at the top of a module for analytics says that it sends an event, in words of its own: `recordUserEvent`."""
    near = " ".join(file.path.rsplit(".", 1)[0].split("/")[-2:])
    is_function = function.owner is None and function.kind != "abstract" and function.parent_scope == 0 and bool(function.name)
    return is_function and is_like_sender(near, function)


def takes_name(function: facts.Function) -> bool:
    """Whether a function takes something that can be the name of an event, or holds one; one about users and screens takes those."""
    nameless = bool(_NAMELESS & set(words_of(function.name)))
    holds_name = any(param.name.lower() in _HOLDERS for param in function.params[:1])
    return bool(function.params) if nameless else holds_name or any(_may_take_name(param) for param in function.params)


def place_of_name(function: facts.Function) -> int:
    """The position of the parameter that takes the name of an event, as the names of the parameters tell; 0 when they do not."""
    events = [position for position, param in enumerate(function.params) if "event" in words_of(param.name)]
    others = [position for position, param in enumerate(function.params) if _may_take_name(param)]
    return next(iter(events or others), 0)


def _may_take_name(param: facts.Param) -> bool:
    words = words_of(param.name)
    declared = words_of(last_name(param.type)) if param.type is not None else []
    is_taken_apart = param.name.startswith("{") or param.kind in ("rest", "keyrest")
    is_plain = len(words) == 1 and (words[0] in _PLAIN_NAMES or len(words[0]) <= _SHORT_NAME)
    return is_taken_apart or is_plain or bool(_NAME_WORDS & {*words, *declared})


def only_logs(file: File, function: facts.Function) -> bool:
    """Whether a function hands what it is given to a log, and to nothing else."""
    names = {param.name for param in function.params}
    handed = [call for call in file.function_calls.get(function.index, ()) if any(_mentions(arg.value, names) for arg in call.args)]
    logs = [call.span for call in handed if _is_log(call)]
    return bool(logs) and all(any(_inside(call.span, span) for span in logs) for call in handed)


def _is_log(call: facts.Call) -> bool:
    if isinstance(call.callee, facts.Member):
        return bool(_LOGS & set(words_of(last_name(call.callee.object))))
    return last_name(call.callee) in _PRINTS


def _mentions(expr: facts.Expr, names: set[str], depth: int = 0) -> bool:
    if isinstance(expr, facts.Name):
        return expr.name in names
    return depth < _DEEPEST and any(_mentions(each, names, depth + 1) for each in children(expr))


def is_short(function: facts.Function) -> bool:
    """Whether a function is short enough to do nothing but what its name says."""
    return function.statements <= _FEW_STATEMENTS


def _alike(word: str, other: str) -> bool:
    """Whether two words are forms of one: `search`, `searched`."""
    shorter, longer = sorted((word, other), key=len)
    return word == other or (len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter))


def other_calls(file: File, function: facts.Function, calls: Sequence[facts.Call]) -> Iterator[facts.Call]:
    """The calls in a function that are neither among `calls` nor inside them."""
    sending = [call.span for call in calls]
    return (call for call in file.function_calls.get(function.index, ()) if not any(_inside(call.span, span) for span in sending))


def _inside(inner: facts.Span, outer: facts.Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
