"""Names taken apart: words, folding, English verb forms, nearness, and how a name is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def word_set(text: str) -> frozenset[str]:
    """The words of a text with spaces, for tables that are read by people."""
    return frozenset(text.split())


PARTICLES = word_set("up in out off on down away back over through")
PREPOSITIONS = word_set("to from for with of at by as into onto via without within per about after before during")
ARTICLES = word_set("a an the")

# Longer words are not compared letter by letter.
LONGEST_WORD = 40

_SHOWN = 80
_SENTENCE = 200
_APOSTROPHES = "'\u2019"
_NOT_PAST = word_set("bed red shed wed hundred kindred sacred embed naked wicked infrared biped moped")
_PAST_EED = word_set("agreed disagreed freed guaranteed refereed decreed")
_DOUBLED = word_set(
    "submit stop tap skip drop drag log plan scan swap zip pin unpin ship cancel opt map permit commit admit refer transfer prefer occur "
    "crop flag tag snap trim wrap unwrap chat step flip clip grab ban unban plug unplug trap rub strip jam dim"
)
# past form or participle -> base form; the first form given for a base is the one that is suggested
_IRREGULAR = {
    past: base
    for base, pasts in {
        "begin": "begun began",
        "bet": "bet",
        "bid": "bid",
        "break": "broken broke",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "catch": "caught",
        "choose": "chosen chose",
        "come": "came",
        "cut": "cut",
        "deal": "dealt",
        "do": "done did",
        "draw": "drawn drew",
        "drive": "driven drove",
        "eat": "eaten ate",
        "fall": "fallen fell",
        "feed": "fed",
        "feel": "felt",
        "fight": "fought",
        "find": "found",
        "fly": "flown flew",
        "forget": "forgotten forgot",
        "freeze": "frozen froze",
        "get": "got gotten",
        "give": "given gave",
        "go": "gone went",
        "grow": "grown grew",
        "hang": "hung",
        "hear": "heard",
        "hide": "hidden hid",
        "hit": "hit",
        "hold": "held",
        "keep": "kept",
        "know": "known knew",
        "lay": "laid",
        "lead": "led",
        "learn": "learnt",
        "leave": "left",
        "lend": "lent",
        "lose": "lost",
        "make": "made",
        "mean": "meant",
        "meet": "met",
        "override": "overridden",
        "pay": "paid",
        "prove": "proven",
        "put": "put",
        "quit": "quit",
        "read": "read",
        "ride": "ridden rode",
        "rise": "risen rose",
        "run": "run ran",
        "say": "said",
        "see": "seen saw",
        "seek": "sought",
        "sell": "sold",
        "send": "sent",
        "set": "set",
        "reset": "reset",
        "shake": "shaken shook",
        "shoot": "shot",
        "show": "shown",
        "shut": "shut",
        "sit": "sat",
        "sleep": "slept",
        "slide": "slid",
        "speak": "spoken spoke",
        "spend": "spent",
        "split": "split",
        "spread": "spread",
        "stand": "stood",
        "steal": "stolen stole",
        "stick": "stuck",
        "strike": "struck",
        "sweep": "swept",
        "swim": "swum swam",
        "take": "taken took",
        "teach": "taught",
        "tear": "torn",
        "tell": "told",
        "think": "thought",
        "throw": "thrown threw",
        "understand": "understood",
        "wake": "woken woke",
        "wear": "worn",
        "win": "won",
        "withdraw": "withdrawn withdrew",
        "write": "written wrote",
    }.items()
    for past in pasts.split()
}
_PAST_OF = {base: past for past, base in reversed(_IRREGULAR.items())}
_PREFIXES = ("un", "re", "over", "out", "mis", "under")
_OPPOSITES = ("un", "re", "de", "dis", "in", "im", "non", "pre", "post", "mis")


def quote(text: str) -> str:
    """A name as it is shown in a message: in quotes, at most 80 characters, with nothing in it that a terminal would obey."""
    if len(text) <= _SHOWN and text.isprintable() and '"' not in text:
        return f'"{text}"'
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return '"' + "".join(_escape(character) for character in shown) + '"'


def show(text: str) -> str:
    """A sentence as it is shown in a message: at most 200 characters, and as harmless as a name."""
    cut = text if len(text) <= _SENTENCE else text[: _SENTENCE - 1] + "…"
    return "".join(character if character == '"' else _escape(character) for character in cut)


def _escape(character: str) -> str:
    if character == '"':
        return '\\"'
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    # controls, direction marks, line separators, lone surrogates, private use and unassigned
    if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"):
        return f"\\u{{{ord(character):x}}}"
    return character


def split_words(text: str) -> tuple[str, ...]:
    """The words of a name in any case: `viewSMSMessage`, `order-completed` and `Order Completed` all fall apart.

    Digits stay with their word.
    """
    words: list[str] = []
    start = -1
    for index, character in enumerate(text):
        if not character.isalnum():
            if character in _APOSTROPHES and start >= 0:
                continue
            start = _close(words, text, start, index)
        elif start < 0:
            start = index
        elif _is_boundary(text, index):
            _close(words, text, start, index)
            start = index
    _close(words, text, start, len(text))
    return tuple(words)


def _close(words: list[str], text: str, start: int, end: int) -> int:
    if 0 <= start < end:
        words.append("".join(character for character in text[start:end] if character not in _APOSTROPHES))
    return -1


def _is_boundary(text: str, index: int) -> bool:
    here, before = text[index], text[index - 1]
    if not here.isupper():
        return False
    followed_by_lower = index + 1 < len(text) and text[index + 1].islower()
    return before.islower() or (followed_by_lower and (before.isupper() or before.isdigit()))


def fold(text: str) -> str:
    """A name without case, spaces and separators: what `order_completed`, `OrderCompleted` and `Order completed` have in common."""
    return "".join(character for character in text.casefold() if character.isalnum())


def is_past(word: str) -> bool:
    """Whether an English word is (or may be read as) a past form: `viewed`, `sent`, `put`, `unsent`."""
    word = word.lower()
    if word in _IRREGULAR or any(word.startswith(prefix) and word[len(prefix) :] in _IRREGULAR for prefix in _PREFIXES):
        return True
    return is_regular_past(word)


def is_regular_past(word: str) -> bool:
    """Whether a word is a past form made with -ed: `viewed`, not `feed`, `embed` or `hundred`."""
    word = word.lower()
    if not word.endswith("ed") or len(word) < 4 or word in _NOT_PAST:
        return False
    return word in _PAST_EED if word.endswith("eed") else any(letter in "aeiouy" for letter in word[:-2])


def past_of(base: str) -> str:
    """The past participle of an English base form: `complete` -> `completed`, `send` -> `sent`."""
    if base in _PAST_OF:
        return _PAST_OF[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and len(base) > 1 and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + (base[-1] if base in _DOUBLED else "") + "ed"


def stem(word: str) -> str:
    """What the forms of a verb have in common, roughly: `complete`, `completed` and `completing` give `complet`."""
    word = word.lower()
    word = _IRREGULAR.get(word, word)
    if is_regular_past(word):
        word = word[:-3] + "y" if word.endswith("ied") else word[:-2]
        word = _undouble(word)
    elif word.endswith("ing") and len(word) > 5:
        word = _undouble(word[:-3])
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


def stem_key(text: str) -> tuple[str, ...]:
    """The stems of a name's words without their order: equal for `Order Completed` and `Complete Order`. Empty for a single word."""
    words = [word for word in split_words(text) if word.lower() not in ARTICLES]
    return tuple(sorted(stem(word) for word in words)) if len(words) > 1 else ()


def distance(left: str, right: str) -> int:
    """How many letters must be added, dropped, changed or swapped with their neighbour to get from one text to the other."""
    earlier: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left):
        row = [i + 1]
        for j, b in enumerate(right):
            cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a != b))
            if i and j and a == right[j - 1] and left[i - 1] == b:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
        earlier, last = last, row
    return last[-1]


def typo_distance(left: Iterable[str], right: Iterable[str]) -> int | None:
    """How far apart two names are when one is a slip of the pen for the other; None when they say different things.

    Every word must be the same or nearly so: short words, words with digits and opposites (`pinned`, `unpinned`) never count as near.
    """
    pairs = tuple(zip(left, right, strict=False))
    steps = [_word_distance(a.casefold(), b.casefold()) for a, b in pairs]
    known = [step for step in steps if step is not None]
    return sum(known) if len(known) == len(steps) and 0 < sum(known) <= 2 else None


def _word_distance(left: str, right: str) -> int | None:
    if left == right:
        return 0
    shorter = min(len(left), len(right))
    if shorter < 4 or shorter > LONGEST_WORD or not (left.isalpha() and right.isalpha()) or _are_opposites(left, right):
        return None
    limit = 2 if shorter >= 8 else 1
    if abs(len(left) - len(right)) > limit:
        return None
    steps = distance(left, right)
    return steps if steps <= limit else None


def _are_opposites(left: str, right: str) -> bool:
    shorter, longer = sorted((left, right), key=len)
    return any(longer == prefix + shorter for prefix in _OPPOSITES)
