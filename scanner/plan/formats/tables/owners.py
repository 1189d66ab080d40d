"""What the title over a table of properties names: an event, or what all events or all users have in common."""

from __future__ import annotations

import re

from scanner.plan.formats.tables.drafts import EventDraft, PlanDraft
from scanner.plan.words import fold, word_set

_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)])\s+")
_LABEL = re.compile(r"^(?:event|track|evento|événement)\s*(?:\d+\s*)?[:\u2013\u2014-]\s*", re.IGNORECASE)
_SCOPED = re.compile(r"^common properties: (\w+)\Z", re.IGNORECASE)
_GROUPED = re.compile(r"^property group: (.+)\Z", re.IGNORECASE | re.DOTALL)
_COMMON = word_set(
    "commonproperties commonparameters commonparams commonfields commoneventproperties globalproperties globalparameters "
    "globaleventproperties "
    "sharedproperties sharedparameters sharedeventproperties superproperties defaultproperties defaultparameters baseproperties "
    "propriedadescomuns propiedadescomunes parametroscomunes parâmetroscomuns propriétéscommunes paramètrescommuns "
    "standardproperties standardparameters systemproperties contextproperties automaticproperties commonattributes globalattributes "
    "propertiesonallevents propertiesonallevents"
)
_IDENTIFY = word_set(
    "identify identifytraits identifycall usertraits userproperties userattributes traits personproperties peopleproperties "
    "profileproperties "
    "userprofile userprofileproperties usertrait userproperty"
)
_GROUP = word_set("group grouptraits groupproperties groupcall accounttraits accountproperties companytraits organizationtraits")


def clean_title(text: str) -> str:
    """A title without its number and without `Event:` before the name."""
    return _LABEL.sub("", _NUMBERING.sub("", text.strip())).strip()


def is_common(title: str) -> bool:
    return fold(title) in _COMMON or bool(_SCOPED.match(title))


def is_special(title: str) -> bool:
    """Whether a title names something that is no track event but has properties."""
    return is_common(title) or fold(title) in _IDENTIFY | _GROUP | {"types"} or bool(_GROUPED.match(title))


def open_owner(draft: PlanDraft, line: int, text: str) -> EventDraft:
    """What a title names."""
    title = clean_title(text)
    scoped, grouped, word = _SCOPED.match(title), _GROUPED.match(title), fold(title)
    if is_common(title):
        return draft.scope(line, scoped[1].lower() if scoped else "all")
    if grouped:
        return draft.group(line, grouped[1])
    if word == "types":
        return draft.type_list(line)
    if word in _IDENTIFY or word in _GROUP:
        return draft.event(line, "", "identify" if word in _IDENTIFY else "group")
    return draft.event(line, title)
