"""Claims as the tests of the method make them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.values.agreement import Claim, Verdict
from app.values.assessment import Scope
from app.values.dates import FuzzyDate
from app.values.quantities import Quantity
from app.values.tally import Records, Tally
from app.values.terms import AssessedBasis, CasualtyGroup, Cause, Measure, StrengthCategory

DEATHS = Scope(
    Measure.DEATHS,
    "minusma",
    CasualtyGroup.MISSION_PERSONNEL,
    None,
    Cause.ANY,
    None,
    "mali",
    AssessedBasis.CUMULATIVE,
)
PRESENT = Scope(
    Measure.STRENGTH,
    "minusma",
    None,
    StrengthCategory.ALL_PERSONNEL,
    None,
    None,
    "mali",
    AssessedBasis.PRESENT,
)
DEPARTED = PRESENT._replace(basis=AssessedBasis.DEPARTED)
TALLY = Tally("list-2024", Records(1, ()), Records(1, ()), "1 recorded")
WORDS = ("{}", "about {}", "more-than {}", "at-least {}", "up-to {}")
EDTF = (
    "2013",
    "2013-07",
    "2013-07-05",
    "2013-07~",
    "2013-08",
    "[2013..2014]",
    "2013/2014",
    "2013/2013-08",
)


def claim(
    id: str,
    quantity: str,
    when: str | None = "2023-12-30",
    *origins: str,
    published: str = "2024-01-01",
    scope: Scope = DEATHS,
) -> Claim:
    """A claim, by one voice of the same name as its id unless said otherwise."""
    return Claim(
        id=id,
        quantity=Quantity.parse(quantity),
        origins=frozenset(origins or (id,)),
        published_on=date.fromisoformat(published),
        scope=scope,
        date=None if when is None else FuzzyDate.parse(when),
    )


def ids(claims: Any) -> list[str]:
    """The ids of claims, in their order."""
    return [claim.id for claim in claims]


def is_within(inner: Verdict | Quantity, outer: Verdict | Quantity) -> bool:
    """Whether a range lies in another one."""
    is_below = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return outer.low <= inner.low and is_below


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """A small number in any words, so that many overlap and many do not."""
    number = draw(st.integers(0, 60))
    if draw(st.booleans()):
        return Quantity.parse(draw(st.sampled_from(WORDS)).format(number))
    return Quantity.between(number, number + draw(st.integers(1, 20)))


def claims(
    scopes: tuple[Scope, ...] = (DEATHS,), dates: tuple[str, ...] = ("2023-12-30",)
) -> st.SearchStrategy[list[Claim]]:
    """One to nine claims with ids of their own; some are tallies."""
    made = st.tuples(
        quantities(),
        st.frozensets(st.sampled_from(("afp", "un", "reuters", "ap")), min_size=1, max_size=2),
        st.integers(0, 4),
        st.sampled_from(scopes),
        st.sampled_from(dates),
        st.sampled_from((None, None, TALLY)),
    )
    return st.lists(made, min_size=1, max_size=9).map(
        lambda rows: [
            Claim(
                f"claim-{number}",
                quantity,
                origins,
                date(2024, 1, 1) + timedelta(days=days),
                scope,
                FuzzyDate.parse(when),
                counted,
            )
            for number, (quantity, origins, days, scope, when, counted) in enumerate(rows)
        ]
    )
