"""What a page costs inside the app: warm, and cold, with nothing remembered of the release.

.venv/bin/python -m benchmarks.pages [ROUNDS [COPIES]]

Each page is asked for through httpx.ASGITransport, past the response cache: milliseconds of processor
time, all threads. The data is the seed, and with COPIES each of its facts so many times more
(benchmarks/listing.py). Weights are of the page with its style and script, compressed with gzip.
"""

import asyncio
import gzip
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from pydantic import SecretStr

from app.database import Database
from app.main import create_app
from app.queries.memory import Memories
from app.settings import Settings
from app.sources.prepare import prepare
from benchmarks import listing
from benchmarks.figures import machine, summary, table
from benchmarks.listing import Ask, asker, multiply, statements_counted

PAGES = (
    "/missions/minusma",
    "/missions/minusma?datetime=2023-12-08&known_on=2023-12-12&lang=fr",
    "/missions/minusma/timeline",
    "/documents/diplomatic-insight-2023-12-12",
    "/places/mali",
    "/places",
    "/search?q=timbuktu",
)
REQUESTS = 20
WARM_MS, COLD_MS, WEIGHT_KB = 50, 300, 60
LOADED = re.compile(r'"(/static/[^"]+)"')


async def cpu_ms(ask: Callable[[], Awaitable[object]], requests: int) -> float:
    """Processor time of one of some answers."""
    used = time.process_time()
    for _ in range(requests):
        await ask()
    return (time.process_time() - used) * 1000 / requests


async def weight(ask: Ask, path: str) -> str:
    """What a browser loads for a page the first time."""
    page = await ask(path)
    loaded = [await ask(href) for href in LOADED.findall(page.decode())]
    return f"{sum(len(gzip.compress(part, 4)) for part in (page, *loaded)) / 1000:.1f} kB"


async def cost(app: FastAPI, ask: Ask, path: str, rounds: int) -> list[str]:
    """What a page costs, how many statements it takes, and how much it weighs."""

    async def anew() -> None:
        app.state.memories = Memories()
        await ask(path)

    with statements_counted(app.state.database) as first:
        await anew()
    with statements_counted(app.state.database) as again:
        await ask(path)
    cold = [await cpu_ms(anew, REQUESTS) for _ in range(rounds)]
    warm = [await cpu_ms(lambda: ask(path), REQUESTS) for _ in range(rounds)]
    statements = f"{len(again)} ({len(first)} cold)"
    return [f"`{path}`", summary(warm), summary(cold), statements, await weight(ask, path)]


async def run(settings: Settings, rounds: int) -> None:
    """Ask an application with its database open."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        ask = asker(app)
        head = ["page", "warm", "cold", "SQL statements", "weight"]
        print(table(head, [await cost(app, ask, path, rounds) for path in PAGES]))


def main(rounds: int, copies: int) -> None:
    """Make the database, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'pages.sqlite3'}"
        settings = Settings(database_url=SecretStr(url), cache_bytes=0)
        list(prepare(settings))
        facts = 0
        if copies:
            listing.COPIES = copies
            database = Database(url)
            facts = multiply(database)
            database.close()
        print(f"Pages: {facts:,} facts more than the seed, {rounds} rounds of {REQUESTS} requests,")
        print(f"{machine()}, targets {WARM_MS} ms warm, {COLD_MS} ms cold, {WEIGHT_KB} kB\n")
        asyncio.run(run(settings, rounds))


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [5, 0][len(given) :]))
