"""Streams: whole lists to real clients, who take their time, who leave, and who must not be misled."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from fastapi import Request
from pydantic import SecretStr
from sqlalchemy import Text, cast, insert, literal, select, text, true, update
from starlette.responses import Response

from app import records
from app.api import sending
from app.api.answer import Answering
from app.api.formats.sheet import Sheet
from app.api.listing import Listing
from app.database import Database
from app.main import create_app
from app.settings import Settings
from app.streams import PATIENCE_SECONDS
from tests.api import odd
from tests.conftest import run

ROWS = 12_000
FOREVER = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000)"
    " SELECT count(*) FROM n"
)
"""A statement that takes hours."""

SOON = PATIENCE_SECONDS + 3  # on a busy machine


def multiply(database: Database, rows: int = ROWS) -> None:
    """Make many events of one, in the database itself."""
    odd.add(database, odd.event("event", "2023"))
    event: Any = records.Event.__table__
    number = select(literal(1).label("n")).cte("number", recursive=True)
    number = number.union_all(select(number.c.n + 1).where(number.c.n < rows - 1))
    own = event.c.id + "-" + cast(number.c.n, Text)
    columns = [own if column.name == "id" else column for column in event.columns]
    made = select(*columns).join_from(event, number, true())
    with database.writing() as connection:
        names = [column.name for column in event.columns]
        connection.execute(insert(event).from_select(names, made))


async def forever(request: Request) -> Response:
    """A long answer whose first row never comes, or no row after the first."""

    def ask(session: Any, go_on: Callable[[], None]) -> tuple[dict[str, str], Iterator[bytes]]:
        def parts() -> Iterator[bytes]:
            if "first" in request.query_params:
                yield b"first\n"
            session.execute(FOREVER)

        return {}, parts()

    return await Answering(request).stream(ask, "text/plain")


@pytest.fixture
def single(own: Database) -> Iterator[str]:
    """A server that has a place for one stream, and beside the API a path that takes forever."""
    url = own.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=SecretStr(url), streams=1))
    app.router.add_api_route("/forever", forever, response_model=None)
    yield from run(app)


@contextmanager
def half_read(address: str, path: str) -> Iterator[socket.socket]:
    """A client that has read the beginning of an answer, and takes no more."""
    url = httpx.URL(address)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        client.connect((url.host, url.port or 80))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: kb\r\n\r\n".encode())
        client.settimeout(20)
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        yield client


def rest(client: socket.socket) -> bytes:
    """All that is still sent until the server hangs up or the last chunk has come."""
    body = b""
    while part := client.recv(1 << 20):
        body += part
        if body.endswith(b"\r\n0\r\n\r\n"):
            break
    return body


def test_a_large_list_is_whole(own: Database, own_api: httpx.Client) -> None:
    multiply(own)
    lines = own_api.get("/v1/events.ndjson").text.splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) == ROWS


@pytest.mark.parametrize("query", ["", "?first"])
def test_a_client_that_leaves_stops_its_query_in_the_middle_of_a_statement(
    single: str, query: str
) -> None:
    with httpx.Client(base_url=single, timeout=20) as other:
        with (
            pytest.raises(httpx.ReadTimeout),
            httpx.stream("GET", f"{single}/forever{query}", timeout=1) as answer,
        ):
            for _ in answer.iter_bytes():
                pass
        began = time.monotonic()
        assert other.get("/v1/missions.csv").status_code == 200
        assert time.monotonic() - began < SOON


def test_nothing_runs_on_in_the_database_when_the_client_has_left(
    own: Database, single: str
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{single}/forever", timeout=1)
    until_there_is_a_place(single)
    if not own.is_sqlite:
        running = "query LIKE 'WITH RECURSIVE%' AND state = 'active'"
        with own.session() as session:
            asked = text(f"SELECT count(*) FROM pg_stat_activity WHERE {running}")
            assert session.scalar(asked) == 0


def until_there_is_a_place(address: str) -> None:
    """Ask until a stream is no longer refused."""
    deadline = time.monotonic() + 30
    while httpx.get(f"{address}/v1/missions.csv", timeout=20).status_code != 200:
        assert time.monotonic() < deadline, "the place is never given back"


def test_when_all_places_are_taken_a_stream_is_refused_and_short_answers_are_not(
    single: str,
) -> None:
    with half_read(single, "/forever?first"), httpx.Client(base_url=single, timeout=20) as other:
        response = other.get("/v1/missions.csv")
        assert response.status_code == 503
        assert response.headers["retry-after"] == "1"
        assert "No more than 1 " in response.json()["detail"]
        began = time.monotonic()
        assert other.get("/v1/missions").status_code == 200
        assert time.monotonic() - began < 1


def test_a_client_that_leaves_a_large_list_gives_its_place_to_the_next(
    own: Database, single: str
) -> None:
    multiply(own)
    for _ in range(3):
        with half_read(single, "/v1/events.csv"):
            pass
    assert len(httpx.get(f"{single}/v1/events.csv", timeout=20).text.splitlines()) == ROWS + 1


def test_a_client_that_takes_nothing_loses_its_place(
    own: Database, single: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "STALLED_SECONDS", 0.5)
    multiply(own, 60_000)  # more than the buffers between the two hold
    with half_read(single, "/v1/events.ndjson") as stalled:
        until_there_is_a_place(single)
        assert not rest(stalled).endswith(b"0\r\n\r\n")


def test_a_slow_client_sees_one_release_however_the_data_changes(
    own: Database, single: str
) -> None:
    multiply(own)
    with half_read(single, "/v1/events.csv?sort=-date") as slow:
        adding = threading.Thread(target=add_patiently, args=(own, odd.event("late", "1999")))
        adding.start()
        time.sleep(0.5)
        body = rest(slow)
        adding.join(60)
    assert body.endswith(b"0\r\n\r\n")
    assert b"\nlate," not in body
    assert b"\nlate," in httpx.get(f"{single}/v1/events.csv", timeout=60).content


def add_patiently(database: Database, row: Any) -> None:
    """Keep a row; on SQLite that has to wait until nobody reads."""
    wait = {"timeout": "60"} if database.is_sqlite else {}
    patient = Database(database.url.update_query_dict(wait).render_as_string(hide_password=False))
    odd.add(patient, row)
    patient.close()


@pytest.fixture
def broken(own: Database) -> None:
    """A table whose last row cannot be shown: its date is none."""
    multiply(own, 3000)
    odd.add(own, odd.event("last", "2024", None))
    with own.writing() as connection:
        connection.execute(
            update(records.Event).where(records.Event.id == "last").values(edtf="some day")
        )


@pytest.mark.parametrize("ending", [".csv", ".ndjson", ".geojson"])
@pytest.mark.usefixtures("broken")
def test_what_breaks_in_the_middle_does_not_look_whole(single: str, ending: str) -> None:
    with half_read(single, f"/v1/events{ending}") as client:
        assert not rest(client).endswith(b"0\r\n\r\n")
    with httpx.Client(base_url=single, timeout=20) as other:
        got = bytearray()
        with pytest.raises(httpx.RemoteProtocolError):
            read_into(got, other, f"/v1/events{ending}")
        assert got
        if ending == ".geojson":
            with pytest.raises(json.JSONDecodeError):
                json.loads(got)
        assert other.get("/v1/missions.csv").status_code == 200


def read_into(got: bytearray, client: httpx.Client, path: str) -> None:
    """Keep what comes, even where it does not come to an end."""
    with client.stream("GET", path) as answer:
        for part in answer.iter_bytes():
            got += part


@pytest.mark.usefixtures("broken")
def test_parquet_that_breaks_in_the_middle_is_a_problem(single: str) -> None:
    response = httpx.get(f"{single}/v1/events.parquet", timeout=20)
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{single}/v1/missions.csv", timeout=20).status_code == 200


def test_head_does_not_read_the_rows(
    own: Database, single: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    multiply(own)
    shown: list[int] = []

    def counted(self: Listing, batch: Any) -> Sheet:
        made = of_batch(self, batch)
        shown.append(made.size)
        return made

    of_batch = Listing.sheet
    monkeypatch.setattr(Listing, "sheet", counted)
    for ending in (".csv", ".parquet"):
        head = httpx.head(f"{single}/v1/events{ending}", timeout=20)
        assert head.status_code == 200
        assert head.headers["mission-kb-number-matched"] == str(ROWS)
        assert sum(shown) == 0
        httpx.get(f"{single}/v1/events{ending}", timeout=60)
        assert sum(shown) == ROWS
        shown.clear()
