"""Assessments: what is best supported where sources differ, who says so, and who says otherwise."""

from dataclasses import dataclass
from typing import Annotated, Any

from app.api.listing import Listing
from app.api.schemas import (
    DATE_EXAMPLE,
    PLACE_EXAMPLE,
    Answer,
    Cited,
    DocumentRef,
    MaybeDate,
    MaybePlace,
    Page,
    Quantity,
    told,
)
from app.api.shaping import Shaped, shaper
from app.queries.assess import find_assessments
from app.queries.assessing import Assessing
from app.queries.figures import Figure
from app.queries.walk import AtOnce
from app.values.agreement import SENTENCES, Rule
from app.values.terms import (
    AssessedBasis,
    CasualtyGroup,
    Cause,
    FactKind,
    Measure,
    StrengthCategory,
)


class FactRef(Answer):
    """A fact that an assessment rests on, or is at odds with."""

    kind: FactKind = told("What kind of fact it is.", "casualty")
    id: str = told("Its id.", "minusma-deaths-all-causes-311")
    summary: str = told("The fact in one plain sentence of ours.", "311 members of MINUSMA died.")
    quantity: Quantity = told("How many.")
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    citations: list[Cited] = told("Who says so: at least one.")


def shaped_fact(figure: Figure) -> dict[str, Any]:
    """A fact as assessments show it, made once however many name it."""
    if figure.shape is None:
        figure.shape = shaper(FactRef)(figure)
    return figure.shape


Referred = Annotated[FactRef, Shaped(shaped_fact)]


class Derivation(Answer):
    """How a number that no document states was worked out."""

    parents: list[Referred] = told(
        "The facts that it comes from; none where it is a count: `tallies` lead to what was counted."
    )
    arithmetic: str = told("The sums.", "13,800 − 10,500 = 3,300; 14,490 − 10,501 = 3,989 at most")


class TallyRecords(Answer):
    """Some facts on single cases, of one release of a dataset."""

    fact_count: int = told("How many facts.", 174)
    href: str = told(
        "Where just these facts are listed.",
        "/v1/casualties?document=un-fatalities-2023-11-28&basis=incident&outcome=death"
        "&mission=minusma&cause=hostile-act&datetime=../2023-12-11&match=certain",
    )


class Tally(Answer):
    """What a dataset that lists single cases says of the number, by counting them."""

    document: DocumentRef = told("The release of the dataset.")
    quantity: Quantity = told("How many it says there were.")
    agrees: bool = told("Whether it can be true together with the range.", True)
    recorded: TallyRecords = told("The facts that certainly belong to the number.")
    possible: TallyRecords = told("These, and those that may belong to it.")
    arithmetic: str = told(
        "The sums.", "174 recorded; 174 + 14 to-be-determined + 2 not-stated = 190 at most"
    )


class RuleRef(Answer):
    """The sentence of the published method that decided."""

    id: Rule = told("Which rule.", "only-fact")
    text: str = told("The rule in one sentence.", SENTENCES[Rule.ONLY_FACT])
    href: str = told(
        "Where it stands in the method, in the project's own folder.", "docs/method.md#only-fact"
    )


class Assessment(Answer):
    """What is best supported of one number, and why."""

    id: str = told(
        "A slug of the scope and the date, stable.",
        "deaths-minusma-mission-personnel-any-cause-in-mali-cumulative-2013-to-2023-12-30",
    )
    measure: Measure = told("What the number is of.", "deaths")
    mission: str | None = told("The mission; null for none.", "minusma")
    group: CasualtyGroup | None = told("Of casualties: who is counted.", "mission-personnel")
    category: StrengthCategory | None = told("Of strengths: who is counted.", None)
    cause: Cause | None = told("Of casualties: why; `any` is all causes together.", "any")
    contributor: str | None = told(
        "The country whose people are counted, ISO alpha-3; null for all.", None
    )
    place: MaybePlace = told("Where; null where no source says.", PLACE_EXAMPLE)
    date: MaybeDate = told("When; null where no source says.", DATE_EXAMPLE)
    basis: AssessedBasis = told("What is counted.", "cumulative")
    best: Quantity = told("The best supported value.")
    low: int = told("The least that it can be.", 311)
    high: int | None = told("The most that it can be; null where nothing limits it.", 311)
    disputed: bool = told("Whether some fact cannot be true together with this range.", False)
    is_derived: bool = told("Whether we worked it out and no document states it.", False)
    derivation: Derivation | None = told("How it was worked out; null where it is stated.", None)
    agreeing: list[Referred] = told("The facts that agree, by id; none where it is derived.")
    conflicting: list[Referred] = told("The facts that cannot be true together with it, by id.")
    tallies: list[Tally] = told(
        "What datasets say that list single cases, each counted for this number."
    )
    origins: int = told(
        "How many independent voices stand behind the agreeing facts and tallies.", 2
    )
    voices: list[str] = told("Their names: the `origin` of the documents.", ["united-nations"])
    rule: RuleRef = told("Which sentence of the published method decided.")


class AssessmentPage(Page):
    """A page of assessments."""

    items: list[Assessment] = told("The assessments.")


@dataclass(frozen=True, kw_only=True)
class AssessmentQuery(Assessing):
    """What assessments can be asked for."""


ASSESSMENTS = Listing(
    path="/assessments",
    operation="listAssessments",
    what="assessments",
    tag="assessments",
    query=AssessmentQuery,
    page=AssessmentPage,
    search=AtOnce(find_assessments),
)
