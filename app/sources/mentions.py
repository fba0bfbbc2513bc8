"""What the title of a resolution plainly says that it does to a mission, and to which.

A mission is meant where its whole name follows the words of an action, word by word: `Mali` does not
stand in `Somalia`, `UN Operation in Somalia` not in `UN Operation in Somalia II`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from app.sources.names import Names, Unresolved
from app.values.terms import ActionType
from app.values.words import words

WORD = re.compile(r"[^\W_]+")
ACRONYM = re.compile(r" ?\(([A-Z][A-Za-z]+(?: [IV]+)?)\)")
NAME_GOES_ON = re.compile(r"[-/]|\s+[A-Z0-9]")
LIKE_A_MISSION = re.compile(
    r"United Nations (?:[A-Z][\w'-]+ )*(?:Mission|Force|Operation|Office|Authority|Administration)s?\b"
    r"(?: (?:in|for|of)(?: the)?(?: [A-Z][\w'-]+)+)?"
)
NOT_ALL_THERE_IS = re.compile(r"\b(?:proposal for|proposed|possible|initial)\s+$", re.IGNORECASE)
SHORT_FORMS = {
    re.compile(r"\bUN\b"): "United Nations",
    re.compile(r"\bPeace-?keeping\b", re.IGNORECASE): "Peacekeeping",
}
ALSO = (
    r"(?: and (?:the )?(?:adjustment|capacity|deployment|enlargement|expansion|strengthening"
    r"|expansion of the military component|increase (?:in|of) the (?:strength|personnel)"
    r"|(?:personnel )?strength))?"
)
OF_MANDATE = rf"(?:(?: of)?(?: the)? (?:mandates?|manadate|deployment){ALSO})?"
OF = r"(?: of)?(?: the| an?)? "
PHRASES = (
    (ActionType.ESTABLISHES, re.compile(r"\bestablishment of(?: the| an?)? ")),
    (ActionType.EXTENDS, re.compile(rf"\b(?:extension|renewal){ALSO}{OF_MANDATE}{OF}")),
    (
        ActionType.EXTENDS,
        re.compile(rf"\b(?:extending|renewing)(?: and strengthening)?{OF_MANDATE}{OF}"),
    ),
    (
        ActionType.AMENDS,
        re.compile(
            r"\b(?:adjustment|enlargement|expansion)(?: and extension)? of the (?:size and )?mandate"
            rf"(?: and (?:the )?strength)?{OF}"
        ),
    ),
    (ActionType.TERMINATES, re.compile(rf"\btermination(?: of the mandates?)?{OF}")),
    (ActionType.TERMINATES, re.compile(r"\bto terminate the ")),
    (ActionType.PROVIDES_FOR_LIQUIDATION, re.compile(rf"\btechnical liquidation{OF}")),
)

Known = Mapping[tuple[str, ...], str | None]


class Mention(NamedTuple):
    """What a resolution does, and to which mission."""

    type: ActionType
    mission: str


def mentions(title: str, names: Names) -> Iterator[Mention]:
    """Every action on a mission that a title tells, each once."""
    plain = spelled_out(title)
    found = {
        Mention(type, mission): None
        for type, phrase in PHRASES
        for match in phrase.finditer(plain)
        if not NOT_ALL_THERE_IS.search(plain[: match.start()])
        if (mission := mission_at(plain[match.end() :], names)) is not None
    }
    yield from found


def mission_at(text: str, names: Names) -> str | None:
    """The mission whose name the text begins with, the longest that there is."""
    known, told = missions(names), list(WORD.finditer(text))[:24]
    folded_words = [words(word.group()) for word in told]
    for end in range(len(told), 0, -1):
        name = tuple(part for word in folded_words[:end] for part in word)
        if name not in known:
            continue
        rest = text[told[end - 1].end() :]
        acronym = ACRONYM.match(rest)
        if acronym is not None:
            is_agreed = known.get(tuple(words(acronym[1]))) in (None, known[name])
            return known[name] if is_agreed else None
        return None if NAME_GOES_ON.match(rest) else known[name]
    if like := LIKE_A_MISSION.match(text):
        note_unresolved(names, like.group().strip())
    return None


def note_unresolved(names: Names, name: str) -> None:
    """Have the report name what reads like a mission and is none that is known."""
    try:
        names.missions.refuse(name, ())
    except Unresolved:
        return


@lru_cache(maxsize=4)
def missions(names: Names) -> Known:
    """Missions by the words of each name, as long as it stands for one; aliases before names.

    What other datasets call a mission of the register is not asked: it would depend on which are loaded.
    """
    found: dict[tuple[str, ...], set[str | None]] = {}
    for name, ids in names.missions.exact.items():
        found.setdefault(tuple(words(name)), set()).update(ids - names.registered.keys())
    for row in names.registered.values():
        for name in filter(None, (row.acronym, row.name_en, row.name_fr, *row.other_names)):
            found.setdefault(tuple(words(name)), set()).add(row.id)
    known = {name: ids.pop() for name, ids in found.items() if len(ids) == 1}
    for name, alias in names.missions.aliases.items():
        known[tuple(words(spelled_out(name)))] = alias.id
    return known


def spelled_out(text: str) -> str:
    """A text with the short forms of the Council's library written in full."""
    for short, whole in SHORT_FORMS.items():
        text = short.sub(whole, text)
    return text
