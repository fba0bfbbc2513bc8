"""Made-up data is the same for the same seed, and as whole as any."""

from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from app.database import Database
from app.records import FACTS, CasualtyFigure, Contingent, Document, Mission, Place
from app.sources.prepare import migrate
from app.sources.seed import seed
from benchmarks.making import Size, make
from tests.conftest import NewUrl

SIZE = Size(600, missions=12, places=60, documents=40)


def made(url: str, seed_dir: Path, number: int = 5) -> Database:
    """A database with its seed and what is made up."""
    database = Database(url)
    migrate(database)
    seed(database, seed_dir)
    make(database, SIZE, number)
    return database


def told(database: Database) -> list[tuple[object, ...]]:
    """What was made up of casualties and contingents."""
    with database.session() as session:
        found: list[tuple[object, ...]] = []
        for fact in (CasualtyFigure, Contingent):
            columns = (fact.id, fact.mission_id, fact.place_id, fact.edtf, fact.value)
            rows = select(*columns).where(fact.id.startswith("made-")).order_by(fact.id)
            found += map(tuple, session.execute(rows))
    return found


def test_the_same_seed_makes_the_same_facts_and_another_makes_others(
    new_url: NewUrl, seed_dir: Path
) -> None:
    one, same, other = (made(new_url(), seed_dir, number) for number in (5, 5, 6))
    assert told(one) == told(same)
    assert told(one) != told(other)
    assert len(told(one)) == 360
    for database in (one, same, other):
        database.close()


def test_every_fact_is_of_a_mission_at_a_place_and_has_a_citation(
    empty_url: str, seed_dir: Path
) -> None:
    database = made(empty_url, seed_dir)
    with database.session() as session:
        missions = set(session.scalars(select(Mission.id)))
        places = set(session.scalars(select(Place.id)))
        documents = set(session.scalars(select(Document.id)))
        number, of_missions = 0, Counter[str | None]()
        for fact in FACTS:
            citation = fact.citations.property.mapper.class_
            is_made = fact.id.startswith("made-")
            rows = session.execute(select(fact.id, fact.mission_id, fact.place_id).where(is_made))
            facts = rows.all()
            of_missions.update(row.mission_id for row in facts)
            assert {row.mission_id for row in facts} <= missions
            assert {row.place_id for row in facts} <= places
            cited = select(citation.fact_id).where(citation.fact_id.startswith("made-"))
            assert {row.id for row in facts} == set(session.scalars(cited))
            assert set(session.scalars(select(citation.document_id))) <= documents
            number += len(facts)
        assert number == SIZE.facts
        assert session.scalar(select(func.count()).select_from(Mission)) == 13
    (_, most), *_, (_, least) = of_missions.most_common()
    assert most > 5 * least
    database.close()
