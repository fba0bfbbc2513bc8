"""What a filtered page costs over many facts, beside the same page over few, in both orders.

.venv/bin/python -m benchmarks.scaling [FEW [MANY [ROUNDS]]]

The data is made up (benchmarks/making), all facts casualty figures with their citations, kept in
.cache/bench for the next time. Two servers on SQLite, neither of which keeps answers, are asked in turn
for pages of 50 rows. Milliseconds are medians of the server's processor time for a whole request, which
other programs disturb less than the time of the clock; Linux only. Counts are asked once for a release,
so that the first answer is told apart. At the end, page 10,000 by its cursor beside the first page.
"""

import http.client
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import func, select

from app.api.casualties import CasualtyQuery
from app.database import Database
from app.records import CasualtyFigure, Place
from benchmarks.contenders.__main__ import FOLDER, NO_CACHE, UNCACHED, made
from benchmarks.contenders.question import MISSION
from benchmarks.figures import machine, table
from benchmarks.server import SERVE, Server, serving, used_cpu

LIMIT = 50
PAGES = 10_000
DEEP = "/v1/casualties?limit=50&sort={}"
QUESTIONS = (
    "",
    f"mission={MISSION}",
    "mission=made-mission-010",
    "country={country}",
    "place={town}",
    "bbox={box}",
    "lat={lat}&lon={lon}&radius_km=100",
    "datetime=2009",
    "datetime=2009&match=certain",
    "known_on=2024-06-30",
    "document=made-dataset-00",
    "document=made-article-00040",
    "contributor={contributor}",
    "outcome=displacement",
    "cause=not-stated",
    "group=mission-personnel",
    "basis=cumulative",
    "q=casualty",
    f"mission={MISSION}&datetime=2009",
    "country={country}&datetime=2009",
    "place={town}&datetime=2009",
    f"mission={MISSION}&outcome=displacement",
    "contributor={contributor}&datetime=2009",
)


class Asking:
    """A connection that stays open."""

    def __init__(self, server: Server) -> None:
        self.pid = server.pid
        self.connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)

    def ask(self, path: str) -> bytes:
        """The body of one answer."""
        self.connection.request("GET", path, headers=NO_CACHE)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, path
        return body

    def ms(self, path: str) -> float:
        """What one answer costs."""
        before = used_cpu(self.pid)
        self.ask(path)
        return (used_cpu(self.pid) - before) * 1000

    def rows(self, path: str) -> int:
        """How many rows an answer has."""
        returned: int = json.loads(self.ask(path))["numberReturned"]
        return returned


def filled(file: Path) -> dict[str, str]:
    """Where most facts are, and who sends most people."""
    database = Database(f"sqlite:///{file}")
    with database.session() as session:
        fact = CasualtyFigure
        few = select(fact.place_id, fact.contributor_id).where(fact.mission_id == MISSION)
        some = few.join(Place, Place.id == fact.place_id).where(Place.longitude.is_not(None))
        sample = some.limit(5000).subquery()
        most = func.count().desc()
        town_id = session.scalars(
            select(sample.c.place_id).group_by("place_id").order_by(most)
        ).first()
        sender = session.scalars(
            select(sample.c.contributor_id).group_by("contributor_id").order_by(most)
        ).first()
        town = session.scalars(select(Place).where(Place.id == town_id)).one()
        east, north = town.longitude or 0.0, town.latitude or 0.0
    database.close()
    box = ",".join(f"{edge:.4f}" for edge in (east - 1, north - 1, east + 1, north + 1))
    return {
        "town": town.id, "country": str(town.country_id), "contributor": str(sender), "box": box,
        "lon": str(east), "lat": str(north),
    }  # fmt: skip


def compared(few: Asking, many: Asking, known: dict[str, str], rounds: int) -> Iterator[list[str]]:
    """Each question, in both orders."""
    for question in QUESTIONS:
        for sort in ("date", "-date"):
            asked = f"{question.format(**known)}&" if question else ""
            path = f"/v1/casualties?{asked}sort={sort}&limit={LIMIT}"
            first, rows = many.ms(path), few.rows(path)
            took = [(few.ms(path), many.ms(path)) for _ in range(rounds)]
            small, large = (statistics.median(each) for each in zip(*took, strict=True))
            yield [
                f"`{question or 'all'}`", f"`{sort}`", f"{small:.2f}", f"{large:.2f}",
                f"{large / small:.2f}" if rows == LIMIT else f"fewer rows: {rows}", f"{first:.0f}",
            ]  # fmt: skip


def deep(file: Path, sort: str) -> str:
    """The cursor of page 10,000, or of the last one that is whole."""
    query = CasualtyQuery.read(parse_qsl(f"limit={LIMIT}&sort={sort}"))
    order = query.order(CasualtyFigure)
    database = Database(f"sqlite:///{file}")
    with database.session() as session:
        (stretch, *_) = order.stretches(None)
        rows = select(CasualtyFigure).where(*stretch.predicates).order_by(*stretch.order)
        number = session.scalar(select(func.count()).select_from(CasualtyFigure)) or 0
        at = min(PAGES * LIMIT, number // 2)
        row = session.scalars(rows.offset(at).limit(1)).one()
    database.close()
    return query.cursor_after(order.values(row))


def main(few: int, many: int, rounds: int) -> None:
    """Make what is not there yet, then compare."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = [made(facts) for facts in (few, many)]
    print(f"{few:,} and {many:,} facts, {rounds} rounds, {machine()}\n")
    with (
        serving(SERVE, files[0], **UNCACHED) as small,
        serving(SERVE, files[1], **UNCACHED) as large,
    ):
        known = filled(files[1])
        asking = Asking(small), Asking(large)
        head = ["filter", "order", f"{few:,}", f"{many:,}", "ratio", "first answer"]
        rows = list(compared(*asking, known, rounds))
        print(table(head, rows))
        ratios = [float(row[4]) for row in rows if "fewer" not in row[4]]
        within = sum(ratio <= 2 for ratio in ratios)
        print(
            f"\nAt most twice: {within} of {len(ratios)}; the median is {statistics.median(ratios):.2f}.\n"
        )
        for sort in ("date", "-date"):
            path = DEEP.format(sort)
            far = f"{path}&cursor={deep(files[1], sort)}"
            asking[1].ms(far)
            took = [(asking[1].ms(path), asking[1].ms(far)) for _ in range(rounds)]
            near, at_end = (statistics.median(each) for each in zip(*took, strict=True))
            print(
                f"`{sort}`: page 1 {near:.1f} ms, page {PAGES:,} {at_end:.1f} ms: {at_end / near:.2f}"
            )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000,
        int(sys.argv[3]) if len(sys.argv) > 3 else 21,
    )
