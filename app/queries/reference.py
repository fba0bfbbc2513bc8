"""Codes that name a row: a filter on one that does not exist is refused with the nearest that does."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.errors import InvalidParameters, ParameterError
from app.queries.memory import memory_of
from app.queries.query import nearest, quoted
from app.queries.show import IDS, ask
from app.records import Country

MOST_ADVISED = 10


def countries_coded(codes: Sequence[str]) -> Select[str]:
    """The ids of countries by alpha-3, alpha-2 or M49."""
    return select(Country.id).where(
        or_(Country.id.in_(codes), Country.alpha2.in_(codes), Country.m49.in_(codes))
    )


def check_known(session: Session, parameter: str, record: Any, codes: Sequence[str]) -> None:
    """Refuse codes that name no row of the record."""
    known = memory_of(session).by_id(
        ids_of(record), codes, lambda new: dict.fromkeys(known_among(session, record, new), True)
    )
    unknown = [code for code in codes if code not in known]
    if unknown:
        refuse(parameter, unknown, labels(session, record))


def check_among(session: Session, parameter: str, column: Any, wanted: Sequence[str]) -> None:
    """Refuse values that no row holds in the column."""
    held = {value: value for value in session.scalars(select(column).distinct())}
    unknown = [value for value in wanted if value not in held]
    if unknown:
        refuse(parameter, unknown, held)


def refuse(parameter: str, unknown: Sequence[str], meant: Mapping[str, str]) -> None:
    """Name the nearest code to each one that is not known; the search is dear, so to a few."""
    errors = []
    for code in unknown[:MOST_ADVISED]:
        word = nearest(code, meant) if meant else ""
        close = meant.get(word)
        named = close if close == word else f"{close} ({word})"
        advice = f"the nearest is {named}" if close else "there are none yet"
        detail = f"{parameter}: {quoted(code)} is not known; {advice}."
        errors.append(ParameterError(parameter, detail, close))
    raise InvalidParameters(*errors)


def known_among(session: Session, record: Any, codes: Sequence[str]) -> set[str]:
    """Those of the codes that name a row."""
    if record is Country:
        rows = session.execute(
            select(Country.id, Country.alpha2, Country.m49).where(
                Country.id.in_(countries_coded(codes))
            )
        )
        return {code for row in rows for code in row}
    return {row.id for row in ask(session, ids_of(record), codes)}


@cache
def ids_of(record: Any) -> Select[str]:
    """Those of some ids that rows have: put together once, for every filter asks."""
    return select(record.id).where(record.id.in_(IDS))


def labels(session: Session, record: Any) -> dict[str, str]:
    """What a reader may have meant, and the id that it stands for: ids, and names of countries."""
    if record is not Country:
        return {id: id for id in session.scalars(select(record.id))}
    meant: dict[str, str] = {}
    for country in session.scalars(select(Country)):
        names = [*country.names.values(), *country.other_names, *country.former_names]
        meant |= dict.fromkeys([*names, country.alpha2, country.m49, country.id], country.id)
    return meant
