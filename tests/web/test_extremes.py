"""What is empty, large or odd has a designed answer, and null is never 0."""

import asyncio
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from app.database import Database
from app.main import create_app
from app.records import Base, Contingent, Country, Event, Mission, Place, StrengthFigure
from app.records.counted import quantity_columns
from app.settings import Settings
from app.sources.prepare import migrate
from app.values.quantities import Quantity
from app.values.terms import (
    BaseKind,
    ContingentRelation,
    EventType,
    MissionKind,
    PlaceKind,
    StrengthBasis,
    StrengthCategory,
    UnitType,
)
from app.values.words import padded
from tests.api import odd
from tests.conftest import serve
from tests.web.reading import data_links, page, section, table, text

LONG = "A name that goes on and on " * 7 + "to its end."
POINTS = 15_000


def mission(id: str, **more: Any) -> Mission:
    """A mission of which nothing is known but its name."""
    given = {"names": {"en": id}, "kind": MissionKind.PEACEKEEPING, "lead": "un"} | more
    return Mission(id=id, acronym=id.upper(), other_names=[], words=padded([id]), **given)


def strength(id: str, of: str, date: str | None, how_many: str) -> StrengthFigure:
    """So many troops present."""
    made: StrengthFigure = odd.fact(
        StrengthFigure,
        id,
        date,
        None,
        mission_id=of,
        contributor_id=None,
        category=StrengthCategory.TROOPS,
        basis=StrengthBasis.PRESENT,
        is_derived=False,
        **quantity_columns(Quantity.parse(how_many)),
    )
    return made


def base(id: str, of: str, place: str | None, name: str) -> Base:
    """A base of which nothing is known but where it is."""
    return Base(
        id=id,
        mission_id=of,
        place_id=place,
        kind=BaseKind.CAMP,
        names={"en": name},
        other_names=[],
        words=padded([name]),
    )


@pytest.fixture(scope="module", autouse=True)
def filled(own: Database) -> None:
    """Missions of which little is known."""
    odd.add(
        own,
        mission("silent"),
        mission("long", names={"en": LONG}),
        mission("gappy"),
        strength("gappy-2013", "gappy", "2013", "0"),
        strength("gappy-2017", "gappy", "2017-05", "about 900"),
        base("gappy-camp", "gappy", "mali", LONG),
        odd.fact(
            Contingent,
            "gappy-contingent",
            None,
            None,
            mission_id="gappy",
            contributor_id="MLI",
            unit_type=UnitType.NOT_STATED,
            relation=ContingentRelation.SEEN,
            **quantity_columns(None),
        ),
    )


def test_without_a_mission_the_first_page_says_so(empty: httpx.Client) -> None:
    assert "holds no mission yet" in text(page(empty, "/"))
    assert "There is nothing that meets this." in text(page(empty, "/missions"))
    assert page(empty, "/search?q=anything") is not None
    page(empty, "/missions/minusma", 404)


def test_where_minusma_is_not_there_the_first_mission_is_shown(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)
    odd.add(database, mission("another"), mission("last"))
    database.close()
    for address in serve(Settings(database_url=SecretStr(empty_url), cache_bytes=0)):
        with httpx.Client(base_url=address) as api:
            assert text(page(api, "/").xpath("//h1")[0]) == "ANOTHER"


def test_a_mission_of_which_nothing_is_known_says_so_everywhere(own_api: httpx.Client) -> None:
    tree = page(own_api, "/missions/silent")
    assert text(tree.find_class("sentence")[0]) == (
        "SILENT: a peacekeeping mission led by the United Nations."
        " No source says when it began or ended."
    )
    for id in ("figures", "timeline", "bases", "contingents", "strengths", "casualties"):
        assert section(tree, id).find_class("none"), id
        assert not section(tree, id).xpath(".//table")
    shown = text(section(tree, "casualties"))
    assert "That is not zero: it is not known." in shown
    assert " 0" not in text(tree.xpath("//main")[0]).replace("(0", "")
    assert not tree.xpath("//*[@data-slider]")
    for href in data_links(tree):
        assert own_api.get(href).status_code == 200


def test_a_gap_is_told_as_a_gap_and_a_zero_as_a_zero(own_api: httpx.Client) -> None:
    rows = table(section(page(own_api, "/missions/gappy"), "strengths"))
    assert [row[:2] for row in rows] == [
        ["troops, present"],
        ["2013", "0"],
        ["2014–2016: no source gives a figure"],
        ["May 2017", "about 900"],
    ]


def test_a_base_without_coordinates_says_so(own_api: httpx.Client) -> None:
    (row,) = table(section(page(own_api, "/missions/gappy"), "bases"))
    name, kind, place, at, status, statuses = row
    assert (name, kind, place) == (LONG, "camp", "mali")
    assert at == "no point: known no finer than this"
    assert (status, statuses) == ("not known", "not known")


def test_a_contingent_of_unknown_size_is_not_of_size_zero(own_api: httpx.Client) -> None:
    (row,) = table(section(page(own_api, "/missions/gappy"), "contingents"))
    assert row[:6] == ["Mali", "not stated", "not stated", "no place stated", "seen there",
                       "no date stated"]  # fmt: skip


def test_a_name_of_two_hundred_characters_is_shown_whole(own_api: httpx.Client) -> None:
    assert len(LONG) == 200
    assert LONG in text(page(own_api, "/missions/long").find_class("full-name")[0])
    assert LONG in text(page(own_api, "/missions"))


def statements_of(database: Database, path: str) -> int:
    """How many statements a page takes."""
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=SecretStr(url), cache_bytes=0))
    asked: list[str] = []

    async def ask() -> None:
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://kb") as client,
        ):
            engine = app.state.database.engine
            event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text

    asyncio.run(ask())
    return len([statement for statement in asked if statement != "BEGIN"])


def test_a_page_of_fifteen_thousand_points_is_as_light_as_any(
    own: Database, own_api: httpx.Client
) -> None:
    with Session(own.engine, expire_on_commit=False) as session:
        mali = session.get_one(Country, "MLI")
    odd.add(
        own,
        mission("large", countries=[mali]),
        odd.event("large-first", "2014-06", "gao", mission_id="large"),
    )
    fill(own, range(100))
    assert page(own_api, "/missions/large").xpath("//select[@name='place']")
    fill(own, range(100, 1000))
    few = statements_of(own, "/missions/large")
    fill(own, range(1000, POINTS))
    assert statements_of(own, "/missions/large") == few
    tree = page(own_api, "/missions/large")
    rows = section(tree, "timeline").xpath(".//ol[@class='timeline']/li")
    assert len(rows) == 60
    assert f"60 of {POINTS + 1:,}" in text(section(tree, "timeline"))
    assert f"50 of {POINTS:,}" in text(section(tree, "bases"))
    (href,) = section(tree, "timeline").xpath(".//p[@class='more']/a/@href")
    onward = page(own_api, str(href))
    assert len(onward.xpath("//ol[@class='timeline']/li")) == 60
    assert onward.xpath("//a[@rel='next']")
    assert tree.xpath("//input[@name='place']")
    whole = own_api.get("/missions/large", headers={"Accept-Encoding": "gzip"})
    assert int(whole.headers["content-length"]) <= 60_000


def fill(database: Database, numbers: range) -> None:
    """Many points, a base and an event at each."""
    columns = odd.dated("2015-03-04")
    with database.writing() as connection:
        connection.execute(
            insert(Place),
            [
                {
                    "id": f"point-{number}",
                    "kind": PlaceKind.LANDMARK,
                    "names": {"en": f"Point {number}"},
                    "other_names": [],
                    "former_names": [],
                    "parent_id": "mali",
                    "country_id": "MLI",
                    "longitude": number / 1000,
                    "latitude": 10.0,
                    "words": padded([f"point {number}"]),
                }
                for number in numbers
            ],
        )
        connection.execute(
            insert(Base),
            [
                {
                    "id": f"base-{number}",
                    "mission_id": "large",
                    "place_id": f"point-{number}",
                    "kind": BaseKind.SITE,
                    "names": {"en": f"Base {number}"},
                    "other_names": [],
                    "words": padded([f"base {number}"]),
                }
                for number in numbers
            ],
        )
        connection.execute(
            insert(Event),
            [
                {
                    "id": f"large-{number}",
                    "mission_id": "large",
                    "place_id": f"point-{number}",
                    "type": EventType.ATTACK,
                    "summary": f"Something happened at point {number}.",
                    "words": padded([f"point {number}"]),
                    **columns,
                }
                for number in numbers
            ],
        )
