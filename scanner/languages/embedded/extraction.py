"""Which reader reads which file."""

from __future__ import annotations

from scanner.languages.embedded.pages import extract_page
from scanner.languages.embedded.svelte import extract_astro, extract_svelte
from scanner.languages.embedded.vue import extract_vue
from scanner.languages.facts import FileFacts
from scanner.languages.registry import language_of

_COMPONENTS = {"vue": extract_vue, "svelte": extract_svelte, "astro": extract_astro}


def extract(path: str, text: bytes) -> FileFacts:
    """The facts of a file; its suffix says of what kind it is. Every place is a place in the file. Never raises for bad source."""
    language = language_of(path)
    name = "html" if language is None else language.name
    reader = _COMPONENTS.get(name)
    return extract_page(path, text, name) if reader is None else reader(path, text)
