"""The sample repositories in memory, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

SAMPLES = Path(__file__).resolve().parents[2] / "sample_repos"
NAMES = sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir() and not folder.name.startswith("."))

Texts = Mapping[str, bytes]

# What hurts readers: openings without an end, bytes that are no text, the ends of comments, strings and regions.
_FRAGMENTS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"(", b"{", b"[", b"}}", b'"', b"'", b"`", b"${", b"#{", b"/*", b"*/", b"<!--", b"-->",
    b"<script>", b"</script>", b"<%", b"%>", b"{{", b"=>", b"...", b"**", b"::", b"@", b"#", b"\\", b"\n", b"posthog.capture(", b"track(",
    b"class ", b"enum ", b"import ", b"export default ", b"return ", b" = ", b"if (", b"else ",
)  # fmt: skip


@cache
def sample(name: str) -> Texts:
    """The files of one sample repository."""
    root = SAMPLES / name
    files = sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@cache
def all_samples() -> Texts:
    """All sample repositories as the folders of one project."""
    return {f"{name}/{path}": text for name in NAMES for path, text in sample(name).items()}


@st.composite
def spoiled_samples(draw: st.DrawFn) -> Texts:
    """A sample repository with some of its files cut, flipped, shuffled, or put in each other's places."""
    texts = dict(sample(draw(st.sampled_from(NAMES))))
    chosen = draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, max_size=4, unique=True))
    for path in chosen:
        for _ in range(draw(st.integers(1, 3))):
            texts[path] = draw(_spoiled(texts[path]))
    if len(chosen) > 1 and draw(st.booleans()):
        one, two = chosen[:2]
        texts[one], texts[two] = texts[two], texts[one]
    return texts


@st.composite
def _spoiled(draw: st.DrawFn, text: bytes) -> bytes:
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 300)))
    match draw(st.sampled_from(("cut", "truncate", "flip", "insert", "repeat", "lines"))):
        case "cut":
            return text[:start] + text[end:]
        case "truncate":
            return text[:start]
        case "flip":
            return text[:start] + bytes([draw(st.integers(0, 255))]) + text[start + 1 :]
        case "insert":
            return text[:start] + draw(st.sampled_from(_FRAGMENTS)) + text[start:]
        case "repeat":
            return text[:end] + text[start:]
        case _:
            lines = text.split(b"\n")
            at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[at], lines[to] = lines[to], lines[at]
            return b"\n".join(lines)
