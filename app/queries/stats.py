"""Stats: facts by the keys that they share, counted, and added up where that means something."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    case,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.queries.find import MOST_COUNTED, Counts, Found, counted, may_lack
from app.queries.grouping import Grouping, dimension, field_of
from app.queries.query import Condition, Query, in_parts, repeatable
from app.queries.reference import check_among
from app.queries.show import places_by_id
from app.records import Place, Release
from app.values.terms import Count

Group = dict[str, Any]
OF_ALL = "of_all_"
LACKING = ("undated", "unplaced")


@dataclass(frozen=True, slots=True)
class Grouped(Found[Group]):
    """A page of groups, and what is told of all facts that match."""

    totals: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FromSource(Query):
    """`source`, on who brought a fact."""

    source: tuple[str, ...] = repeatable(
        str,
        "Who brought the facts: `seed`, or the name of a dataset, in whichever of its releases.",
        example="seed",
    )

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The source, exactly."""
        yield from super().conditions(record, session)
        if self.source:
            check_among(session, "source", Release.source, self.source)
            yield Condition(record.source.in_(self.source))


@dataclass(frozen=True, kw_only=True)
class Counting(FromSource, Grouping):
    """Facts that are counted; a subclass adds up what they say."""

    def kept(self, record: Any) -> ColumnElement[bool]:
        """Whether a fact is in a group at all."""
        return true()

    def amounts(self, record: Any) -> Sequence[ColumnElement[Any]]:
        """What groups need of each fact beside its keys."""
        return ()

    def sums(self, line: Any) -> Sequence[ColumnElement[Any]]:
        """What is told of the facts of a group beside their number."""
        return ()

    def checks(self, line: Any, group: CTE) -> Sequence[ColumnElement[Any]]:
        """What tells whether the question is sound, and is no part of an answer by itself."""
        return ()

    def refuse(self, session: Session, lines: CTE, checked: Mapping[str, Any]) -> None:
        """Refuse to answer what has no sound answer."""


@dataclass(frozen=True)
class Stats:
    """The groups of a record's facts that a query asks for."""

    record: type[Any]
    keys: type[enum.StrEnum]

    def __call__(self, session: Session, query: Counting) -> Grouped:
        """A page of them, once the question is known to be sound."""
        conditions = list(query.conditions(self.record, session))
        lines = lines_of(self.record, query, conditions)
        groups = groups_of(lines, query)
        totals, rows = asked(session, groups, totals_of(lines, groups, query), query)
        query.refuse(session, lines, totals)
        cursor = None
        if len(rows) > query.size:
            rows.pop()
            cursor = query.cursor_after(query.order(groups).values(rows[-1]))
        left_out = Counts(None, 0, 0)
        if may_lack(conditions):
            left_out = counted(session, self.record, conditions, query.count)
        is_bounded = query.count is Count.BOUNDED and totals["groups"] > MOST_COUNTED
        return Grouped(
            self.shown(session, query, rows),
            None if is_bounded else totals["groups"],
            left_out.undated,
            left_out.unlocated,
            cursor,
            totals,
        )

    def shown(self, session: Session, query: Counting, rows: Sequence[Any]) -> list[Group]:
        """Groups as answers show them; keys that were not asked for are null."""
        ways = {field_of(key): dimension(self.record, key).shown for key in query.group_by}
        groups = []
        for row in rows:
            group = {**dict.fromkeys(map(field_of, self.keys)), **row._mapping}
            group |= {name: show(group[name]) for name, show in ways.items()}
            groups.append(group)
        if "place" in query.group_by:
            at = [group["place"] for group in groups if group["place"] is not None]
            places = places_by_id(session, at)
            for group in groups:
                group["place"] = places.get(group["place"])
        return groups


def lines_of(record: Any, query: Counting, conditions: Sequence[Condition]) -> CTE:
    """A line for each fact that matches: its keys, and what is to be told of it."""
    line = select(
        record.id,
        record.source,
        literal_column("0", Integer).label("whole"),
        *(dimension(record, key).expression.label(field_of(key)) for key in query.group_by),
        case((query.kept(record), 1), else_=0).label("kept"),
        case((record.edtf.is_(None), 1), else_=0).label("undated"),
        case((record.place_id.is_(None), 1), else_=0).label("unplaced"),
        *query.amounts(record),
    ).select_from(record)
    if "country" in query.group_by:
        line = line.join(Place, Place.id == record.place_id, isouter=True)
    parts = (
        line.where(*(condition.predicate for condition in part)) for part in in_parts(conditions)
    )
    return union_all(*parts).cte("line")


def groups_of(lines: CTE, query: Counting) -> CTE:
    """Every group that holds a fact: what holds none is no group, and no zero."""
    line = lines.c
    keys = [line[field_of(key)] for key in query.group_by] or [line.whole]
    lacking = (func.sum(line[name]).label(name) for name in LACKING)
    measures = (func.count().label("facts"), *lacking, *query.sums(line))
    return select(*keys, *measures).where(line.kept == 1).group_by(*keys).cte("of_key")


def totals_of(lines: CTE, groups: CTE, query: Counting) -> CTE:
    """What is told of all facts that match, on all pages, and what the question is checked by."""
    line = lines.c
    number = func.coalesce(func.sum(line.kept), 0)
    return (
        select(
            select(func.count()).select_from(groups).scalar_subquery().label("groups"),
            number.label("facts"),
            (func.count() - number).label("unsummed"),
            *(func.coalesce(func.sum(line.kept * line[name]), 0).label(name) for name in LACKING),
            *query.checks(line, groups),
        )
        .select_from(lines)
        .cte("total")
    )


def asked(
    session: Session, groups: CTE, totals: CTE, query: Counting
) -> tuple[dict[str, Any], list[Any]]:
    """The totals, and the groups of a page and one more where there is one, by one statement."""
    order = query.order(groups)
    position = query.position(order)
    follows = true() if position is None else order.after(position)
    of_all = [column.label(f"{OF_ALL}{column.name}") for column in totals.c]
    statement = (
        select(*groups.c, *of_all)
        .select_from(totals.outerjoin(groups, follows))
        .order_by(*order.sorted())
        .limit(query.size + 1)
    )
    rows = list(session.execute(statement))
    told = {name.removeprefix(OF_ALL): value for name, value in rows[0]._mapping.items()
            if name.startswith(OF_ALL)}  # fmt: skip
    return told, [row for row in rows if row.facts is not None]
