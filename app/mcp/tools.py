"""The eight tools, in the order in which an assistant is told of them."""

from app.api.assessments import ASSESSMENTS
from app.api.bases import BASES
from app.api.coverage import COVERAGE
from app.api.document_facts import DOCUMENT_FACTS
from app.api.missions import MISSION
from app.api.search import SEARCH
from app.api.timeline import TIMELINE
from app.mcp.arguments import pairs_of
from app.mcp.bounds import MOST_BYTES, Row
from app.mcp.reading import Reading, left
from app.mcp.tool import (
    LISTS,
    ROWS,
    Arguments,
    OfResource,
    OfResourceRow,
    OfRow,
    Tool,
    apart,
    asked,
    of_list,
    taking,
)

INSTRUCTIONS = """\
What documents say of peace operations: missions, bases, contingents, casualties, strengths, events,
statements, resolutions. Each fact has `citations`: quote them, by document and paragraph. Dates are
EDTF, and `2023-06` is some time in June; `quantity` keeps the words that hedge a number; null is
unknown and never 0. Sources that disagree are several facts: `assess` says what is best supported
and why. What is asked wrongly is refused with what would be right. An answer holds so many rows and
bytes: `notice` says what was left out, `cursor` leads on, and `api` is the address of the same
answer, to be given to whoever asks.
"""

FOR_MISSION = MOST_BYTES * 3 // 4
"""So many bytes of an answer are for the mission itself, and what it leaves is for its bases."""


def list_facts(reading: Reading, arguments: Arguments) -> Row:
    """A page of any list by its name."""
    own, rest = apart(OfResource, arguments)
    listing = LISTS[own.resource]
    return reading.rows(listing, asked(listing, rest))


def get_fact(reading: Reading, arguments: Arguments) -> Row:
    """One row of any list."""
    own, rest = apart(OfResourceRow, arguments)
    showing = ROWS[own.resource]
    return reading.one(showing, pairs_of(rest, showing.query), own.id)


def mission(reading: Reading, arguments: Arguments) -> Row:
    """A mission on a day, and its bases on the same."""
    own, rest = apart(OfRow, arguments)
    pairs = pairs_of(rest, MISSION.query)
    answer = reading.one(MISSION, pairs, own.id, FOR_MISSION)
    of_mission = [("mission", answer["item"]["id"]), *pairs]
    return {**answer, "bases": reading.rows(BASES, of_mission, room=left(answer))}


def document_passages(reading: Reading, arguments: Arguments) -> Row:
    """What a document says, and where."""
    own, rest = apart(OfRow, arguments)
    return reading.rows(DOCUMENT_FACTS, asked(DOCUMENT_FACTS, rest), own.id)


TOOLS = (
    of_list(
        "coverage",
        "What there is",
        "How many facts there are of which kind, mission, year and document, with first and last"
        " dates and the release of the data. Ask it first where it is open whether anything is known.",
        COVERAGE,
    ),
    of_list(
        "search",
        "Search by words",
        "Things and facts of every kind that hold all the words `q`, the nearest first: names, ids"
        " and the `href` of each. Use it to find the id of a mission, place, base, person or document"
        " before the other tools; it gives no sources, get_fact does.",
        SEARCH,
    ),
    of_list(
        "assess",
        "What is best supported",
        "The best supported number of deaths, injuries, displaced people or strength where sources"
        " differ: best, low and high, which facts agree, which conflict, how many independent voices"
        " there are and which rule decided. Use it for `how many` in preference to single facts.",
        ASSESSMENTS,
    ),
    Tool(
        name="list_facts",
        title="List facts or things of one kind",
        description="Rows of one list with their sources: casualties, strengths, contingents (whose"
        " people served where), events, statements, tasks (of mandates), bases with what became of"
        " each, missions, resolutions, places, countries, people, organisations, documents. The"
        " filters are those of the resource; another one's are refused.",
        input_schema=taking(OfResource, {name: listing.query for name, listing in LISTS.items()}),
        answer=list_facts,
    ),
    Tool(
        name="get_fact",
        title="One fact or thing with its sources",
        description="One fact or thing by its id, whole: each citation with document, paragraph and"
        " what exactly was stated, and a note where sources are garbled or at odds. Search and"
        " timeline give `href` as /v1/{resource}/{id}.",
        input_schema=taking(OfResourceRow, {name: showing.query for name, showing in ROWS.items()}),
        answer=get_fact,
    ),
    of_list(
        "timeline",
        "What happened when",
        "Facts of every kind in the order of their dates, in short: of a mission, at a place, in a"
        " time. Use it for `what happened`; get_fact gives the sources of one.",
        TIMELINE,
    ),
    Tool(
        name="mission",
        title="A mission on a date",
        description="What a mission was on a date: status, milestones, resolutions and headquarters"
        " in `item`, and what each of its bases was by then in `bases`. For more bases call"
        " list_facts with resource bases, the same date and `bases.cursor`.",
        input_schema=taking(OfRow, {"mission": MISSION.query}),
        answer=mission,
    ),
    Tool(
        name="document_passages",
        title="What a document says, and where",
        description="Every fact that one document says, each with the passages: paragraph, character"
        " offsets, hash, and the words themselves where this deployment has the text. Use it to check"
        " or to quote a source; list_facts with resource documents lists them.",
        input_schema=taking(OfRow, {"document_passages": DOCUMENT_FACTS.query}),
        answer=document_passages,
    ),
)
BY_NAME = {tool.name: tool for tool in TOOLS}
