"""Links to lines of code on the web."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from scanner.errors import TracklintError

_FIELDS = ("path", "line", "revision")
# user@host:path, as ssh has it; a letter before the colon alone is a drive
_SCP = re.compile(r"(?:[^@/\s]+@)?([\w.-]{2,}):(?!//)(.+)")
_URL = re.compile(r"(?:https?|ssh|git|git\+ssh)://(?:[^@/\s]*@)?([\w.-]+)(?::\d+)?/(.+)", re.IGNORECASE)

# A word of the host's name, and how it writes the address of a line.
_HOSTS = (
    ("github", "blob/{revision}/{path}#L{line}"),
    ("gitlab", "-/blob/{revision}/{path}#L{line}"),
    ("bitbucket.org", "src/{revision}/{path}#lines-{line}"),
    ("gitea", "src/commit/{revision}/{path}#L{line}"),
    ("forgejo", "src/commit/{revision}/{path}#L{line}"),
    ("codeberg", "src/commit/{revision}/{path}#L{line}"),
)

Linker = Callable[[str, int], str]


def link_template(remote: str) -> str:
    """How the host of a repository writes the address of a line, by the address it was cloned from; empty for an unknown host.

    Names and passwords in the address are left out.
    """
    found = _URL.fullmatch(remote.strip()) or _SCP.fullmatch(remote.strip())
    if found is None:
        return ""
    host, path = found[1].lower(), found[2].strip("/").removesuffix(".git")
    tail = next((tail for word, tail in _HOSTS if word in host), "")
    return f"https://{host}/{_literal(quote(path, safe='/~'))}/{tail}" if tail and path else ""


def check_template(template: str) -> str:
    """The template itself. Raises TracklintError for a field that is not known, and for one that says nothing of the path."""
    unknown = [name for name in re.findall(r"\{([^{}]*)\}", template) if name not in _FIELDS]
    if unknown:
        raise TracklintError(f"a link template has no field {{{unknown[0]}}}; there are {', '.join(f'{{{name}}}' for name in _FIELDS)}")
    if "{path}" not in template:
        raise TracklintError(f"a link template needs {{path}}, as in 'https://example.com/{{path}}#L{{line}}', not {template!r}")
    if re.search(r"[\s<>\"`|()\\\x00-\x1f\x7f]", template):
        raise TracklintError(f"a link template is an address, without spaces, quotes or brackets: {template!r}")
    if re.match(r"(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:|//", template, re.IGNORECASE):
        raise TracklintError(f"a link template begins with https://, http:// or a path, not {template!r}")
    return template


def make_linker(template: str, revision: str, prefix: str = "") -> Linker | None:
    """Gives the address of a line of a file; None when there is no template, or it needs a revision and there is none.

    `prefix` leads from the top of the repository to the folder that paths start from.
    """
    if not template or ("{revision}" in template and not revision):
        return None
    at = template.replace("{revision}", _literal(quote(revision, safe="/")))
    return lambda path, line: _fill(at, prefix + path, line)


def _fill(template: str, path: str, line: int) -> str:
    fields = {"{path}": quote(path.encode("utf-8", "surrogateescape"), safe="/"), "{line}": str(line)}
    return re.sub(r"\{(?:path|line)\}", lambda found: fields[found[0]], template)


def _literal(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D")
