"""Security Council resolutions: one document of the Council a row, of which only resolutions are read.

The day of some is of another year than their symbol. A symbol is part of what the resolution is, so
the year is certain and the day is not: the year is kept.
"""

import re
from collections.abc import Iterator

from app.records import Resolution, ResolutionAction
from app.records.dated import date_columns
from app.sources.dataset import Dataset, LeftOut, Line, Thing, Told, Vintage
from app.sources.mentions import Mention, mentions
from app.sources.names import Names
from app.values.dates import FuzzyDate
from app.values.terms import ActionType, ResolutionBody

SYMBOL = re.compile(r"S/RES/([1-9][0-9]{0,3}) ?\(((?:19|20)[0-9]{2})\)")
UNANIMOUS = "Adopted unanimously"
MISREAD = "The title was written in one encoding and read in another; that is undone."
SAID = {
    ActionType.ESTABLISHES: "established {}",
    ActionType.EXTENDS: "extended the mandate of {}",
    ActionType.AMENDS: "changed the mandate of {}",
    ActionType.TERMINATES: "ended the mandate of {}",
    ActionType.PROVIDES_FOR_LIQUIDATION: "provided for the liquidation of {}",
}
FROM_TITLE = "Read from the title of the resolution."


def facts(line: Line, names: Names) -> Iterator[Told | Thing]:
    """A resolution, and what its title says that it does to missions."""
    number, year = numbered(line)
    adopted = adopted_on(line, year)
    subject = readable(line)
    title = f"Resolution {number} ({year}) {subject}" if subject else None
    yield Thing(
        record=Resolution,
        id=number,
        columns={
            "number": number,
            "symbol": f"S/RES/{number} ({year})",
            "body": ResolutionBody.SECURITY_COUNCIL,
            "title": title,
            **date_columns(adopted),
            **vote(line),
        },
        called=[number, f"S/RES/{number} ({year})", title],
    )
    for mention in mentions(subject, names):
        yield action(number, adopted, mention, names)


def key(line: Line) -> str:
    """The symbol, as the Council writes it, with or without a space."""
    symbol = line.needed("symbol")
    return symbol.replace(" ", "") if SYMBOL.fullmatch(symbol) else symbol


def numbered(line: Line) -> tuple[str, str]:
    """The number and the year of a resolution; other documents of the Council are left out."""
    match = SYMBOL.fullmatch(line.needed("symbol"))
    if match is not None:
        return match[1], match[2]
    if "S/RES" in line.text("symbol"):
        line.refuse(f"{line.text('symbol')!r} is no symbol such as S/RES/2100 (2013)")
    raise LeftOut(f"{line.text('symbol')} is no resolution")


def adopted_on(line: Line, year: str) -> FuzzyDate:
    """The day of adoption, or only the year of the symbol where the day is not of that year."""
    if not line.text("date"):
        line.repair("The dataset gives no day; the year is that of the symbol.")
        return FuzzyDate.parse(year)
    day = line.day("date")
    if str(day.year) != year:
        line.repair(f"The dataset gives {day}, which is not of the year of the symbol, {year}.")
        return FuzzyDate.parse(year)
    return FuzzyDate.parse(day.isoformat())


def readable(line: Line) -> str:
    """What the resolution is about; UTF-8 that was read as Latin-1 is read as what it is."""
    text = " ".join(line.text("subject").split())
    if text.isascii():
        return text
    try:
        meant = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    line.repair(MISREAD)
    return meant


def vote(line: Line) -> dict[str, int | bool | None]:
    """How the members voted; what is not told is null, and no count is made of `unanimously`."""
    if line.text("in_favour") == UNANIMOUS:
        return {"is_unanimous": True, "in_favour": None, "against": None, "abstaining": None}
    counts = {name: line.whole(name) for name in ("in_favour", "against", "abstaining")}
    is_opposed = any(counts[name] for name in ("against", "abstaining"))
    return {"is_unanimous": False if is_opposed else None, **counts}


def action(number: str, adopted: FuzzyDate, mention: Mention, names: Names) -> Told:
    """One thing that a resolution does to one mission."""
    mission = mention.mission
    if mission in names.register:
        names.needed[mission] = names.register[mission]
    does = SAID[mention.type].format(names.missions.first[mission])
    return Told(
        record=ResolutionAction,
        id=f"sc-resolution-{number}-{mention.type}-{mission}",
        mission=mission,
        date=adopted,
        summary=f"By resolution {number} of {spoken(adopted)} the Security Council {does}.",
        note=FROM_TITLE,
        columns={"resolution_id": number, "type": mention.type, "deadline_edtf": None},
    )


def spoken(adopted: FuzzyDate) -> str:
    """`25 April 2013`, or `1949`."""
    day = adopted.began_earliest
    return f"{day.day} {day:%B %Y}" if day == adopted.ended_latest else adopted.edtf


SC_RESOLUTIONS = Dataset(
    name="sc-resolutions",
    title="Resolutions of the Security Council",
    publisher="United Nations, Dag Hammarskjöld Library",
    origin="sc-resolutions",
    licence=None,
    url=None,
    vintages=(
        Vintage(
            name="2024",
            columns={
                "symbol": "symbol",
                "subject": "description",
                "date": "date",
                "in_favour": "voting_yes",
                "against": "voting_no",
                "abstaining": "voting_abstain",
                "updated": "last_update",
            },
            updated_in="updated",
            unread=frozenset(
                {
                    "id",
                    "title",
                    "meeting_number",
                    "organization_un_entity",
                    "topics",
                    "url",
                    "subjects",
                    "related_symbol",
                }
            ),
        ),
    ),
    key=key,
    facts=facts,
    is_searched=True,
)
