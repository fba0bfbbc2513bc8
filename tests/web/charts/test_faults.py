"""What is answered where charts cannot be drawn: not just now, or not here."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.settings import Settings
from app.web.charts import renderer as rendering

MINUSMA = {"mission": "minusma"}
Test = Callable[[httpx.AsyncClient, Any], Awaitable[None]]


def within(settings: Settings, test: Test) -> None:
    """Run a test inside a deployment, with what it keeps at hand."""

    async def run() -> None:
        app = create_app(settings.model_copy(update={"cache_bytes": 0}))
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://kb.test") as client,
        ):
            await test(client, app.state)

    asyncio.run(run())


def test_who_comes_when_too_many_wait_is_asked_to_come_again(settings: Settings) -> None:
    async def test(client: httpx.AsyncClient, state: Any) -> None:
        state.pictures.renderer.queue = 0
        answer = await client.get("/embed/map.svg", params=MINUSMA)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["type"] == "urn:mission-kb:problem:unavailable"
        assert (await client.get("/embed/map.vl.json", params=MINUSMA)).status_code == 200

    within(settings, test)


def test_a_picture_that_takes_too_long_is_refused_and_no_fault(settings: Settings) -> None:
    async def test(client: httpx.AsyncClient, state: Any) -> None:
        assert (await client.get("/embed/map.svg", params=MINUSMA)).status_code == 200
        state.pictures.renderer.seconds = 0.001
        answer = await client.get("/embed/strength.svg", params=MINUSMA)
        assert answer.status_code == 503
        assert "longer than" in answer.json()["detail"]

    within(settings, test)


def test_when_the_renderer_is_killed_the_next_picture_is_drawn(settings: Settings) -> None:
    async def test(client: httpx.AsyncClient, state: Any) -> None:
        first = await client.get("/embed/strength.svg", params=MINUSMA)
        os.kill(state.pictures.renderer.process.pid, signal.SIGKILL)
        again = await client.get("/embed/strength.svg", params=MINUSMA)
        assert again.content == first.content  # kept, and not drawn anew
        assert (await client.get("/embed/map.svg", params=MINUSMA)).status_code == 200

    within(settings, test)


def test_the_renderer_ends_with_the_server(settings: Settings) -> None:
    ended = []

    async def test(client: httpx.AsyncClient, state: Any) -> None:
        await client.get("/embed/strength.svg", params=MINUSMA)
        ended.append(state.pictures.renderer.process)

    within(settings, test)
    assert [process.poll() for process in ended] == [-signal.SIGKILL]


def test_without_the_library_pages_have_tables_and_embeds_say_why(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "LIBRARY", "no-such-library")

    async def test(client: httpx.AsyncClient, state: Any) -> None:
        page = await client.get("/missions/minusma")
        assert page.status_code == 200
        assert "<table" in page.text
        assert "data-chart" not in page.text
        assert "charts." not in page.text
        for path in ("/embed/map", "/embed/map.svg", "/embed/map.png"):
            answer = await client.get(path, params=MINUSMA)
            assert answer.status_code == 501
            assert "mission-kb[images]" in answer.json()["detail"]
        assert (await client.get("/embed/map.vl.json", params=MINUSMA)).status_code == 200

    within(settings, test)
