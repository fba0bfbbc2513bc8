"""The renderer: bounded in time, number and memory, and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Unavailable
from app.web.charts import renderer as rendering
from app.web.charts.pictures import Pictures
from app.web.charts.renderer import Renderer

ROOT = Path(__file__).resolve().parents[3]


def spec(rows: int = 3) -> dict[str, Any]:
    """A small document."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"x": number} for number in range(rows)]},
        "mark": "point",
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    """A renderer whose process is ended with the test."""
    made = Renderer()
    yield made
    made.close()


def test_nothing_runs_before_the_first_picture(renderer: Renderer) -> None:
    assert renderer.process is None
    svg = asyncio.run(renderer.draw("svg", spec()))
    assert svg.startswith(b"<svg")
    assert svg.count(b'aria-roledescription="point"') == 3
    assert renderer.process is not None


def test_a_process_that_was_killed_is_replaced_for_the_next_picture(renderer: Renderer) -> None:
    asyncio.run(renderer.draw("svg", spec()))
    assert renderer.process is not None
    first = renderer.process.pid
    os.kill(first, signal.SIGKILL)
    assert asyncio.run(renderer.draw("svg", spec())).startswith(b"<svg")
    assert renderer.process.pid != first


def test_a_process_that_is_killed_while_it_draws_is_replaced_too(renderer: Renderer) -> None:
    asyncio.run(renderer.draw("svg", spec()))

    async def killed_on_the_way() -> bytes:
        drawing = asyncio.create_task(renderer.draw("svg", spec(20_000)))
        await asyncio.sleep(0.1)
        assert renderer.process is not None
        os.kill(renderer.process.pid, signal.SIGKILL)
        return await drawing

    assert asyncio.run(killed_on_the_way()).startswith(b"<svg")


def test_what_takes_too_long_is_given_up_and_the_next_picture_is_drawn(renderer: Renderer) -> None:
    asyncio.run(renderer.draw("svg", spec()))
    renderer.seconds = 0.2
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"longer than 0\.2 s"):
        asyncio.run(renderer.draw("svg", spec(100_000)))
    assert time.monotonic() - began < 5
    assert renderer.process is None
    renderer.seconds = 20
    assert asyncio.run(renderer.draw("svg", spec())).startswith(b"<svg")


def test_more_than_the_queue_holds_are_refused_at_once(renderer: Renderer) -> None:
    renderer.queue = 2

    async def many() -> list[bytes | BaseException]:
        wanted = [renderer.draw("svg", spec(number)) for number in range(1, 6)]
        return await asyncio.gather(*wanted, return_exceptions=True)

    answers = asyncio.run(many())
    assert [isinstance(answer, Unavailable) for answer in answers] == [False, False, *[True] * 3]
    assert asyncio.run(renderer.draw("svg", spec())).startswith(b"<svg")


def test_a_process_that_has_grown_is_replaced(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MOST_KILOBYTES", 1)
    asyncio.run(renderer.draw("svg", spec()))
    assert renderer.process is None
    assert asyncio.run(renderer.draw("svg", spec())).startswith(b"<svg")


def test_what_cannot_be_drawn_is_a_fault_and_the_next_picture_is_drawn(renderer: Renderer) -> None:
    with pytest.raises(RuntimeError):
        asyncio.run(renderer.draw("svg", {"mark": "no such mark"}))
    assert asyncio.run(renderer.draw("svg", spec())).startswith(b"<svg")


def test_nothing_is_fetched_from_anywhere(renderer: Renderer) -> None:
    fetching = {**spec(), "data": {"url": "http://127.0.0.1:9/x.json"}}
    with pytest.raises(RuntimeError):
        asyncio.run(renderer.draw("svg", fetching))


def test_closing_ends_the_process_even_while_it_draws() -> None:
    async def closed_on_the_way() -> int:
        renderer = Renderer()
        await renderer.draw("svg", spec())
        drawing = asyncio.create_task(renderer.draw("svg", spec(100_000)))
        await asyncio.sleep(0.1)
        assert renderer.process is not None
        pid = renderer.process.pid
        renderer.close()
        with pytest.raises(Unavailable):
            await drawing
        return pid

    assert not is_alive(asyncio.run(closed_on_the_way()))


def test_the_process_ends_with_a_server_that_is_killed() -> None:
    program = (
        "import asyncio, time\n"
        "from app.web.charts.renderer import Renderer\n"
        "renderer = Renderer()\n"
        f"asyncio.run(renderer.draw('svg', {spec()!r}))\n"
        "print(renderer.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    server.wait()
    server.stdout.close()
    deadline = time.monotonic() + 10
    while is_alive(pid):
        assert time.monotonic() < deadline, "it outlived its server"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process runs: one that has ended and was not waited for does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


class Counting(Renderer):
    """Counts what it draws."""

    count = 0

    async def draw(self, form: str, spec: dict[str, Any], scale: float = 1.0) -> bytes:
        self.count += 1
        return await super().draw(form, spec, scale)


def test_a_picture_that_many_want_is_drawn_once_and_kept() -> None:
    renderer = Counting()
    pictures = Pictures(renderer)

    async def many() -> list[bytes]:
        return await asyncio.gather(*(pictures.draw("tag", "svg", spec()) for _ in range(10)))

    answers = asyncio.run(many())
    renderer.close()
    assert len(set(answers)) == renderer.count == 1
    assert pictures.get("tag") == answers[0]
    assert pictures.get("other") is None


def test_pictures_are_given_up_when_there_is_no_more_room(renderer: Renderer) -> None:
    pictures = Pictures(renderer, most_bytes=20_000)

    async def several() -> None:
        for number in range(1, 9):
            await pictures.draw(str(number), "svg", spec(number))

    asyncio.run(several())
    assert pictures.get("1") is None
    assert pictures.get("8") is not None
    assert pictures.size <= pictures.most
