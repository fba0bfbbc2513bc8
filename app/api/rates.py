"""Rates: how often each client has asked within the present window of time."""

import asyncio
import logging
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Any, NamedTuple, Protocol

from app.errors import OperatorError

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
MOST_CLIENTS = 50_000
"""Some 8 MB of counts. Where there are more, counting begins anew."""

NETWORK_BITS = 64
"""What one subscriber has of IPv6, at the least: any number of addresses."""

LONGEST_NAME = 100
REDIS_SECONDS = 0.25
AWAY_SECONDS = 5.0
"""How long Redis is left alone when it did not answer."""

log = logging.getLogger(__name__)


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    most: int
    seconds: int

    @classmethod
    def read(cls, text: str) -> "Rate":
        """`Rate.read("600/minute") == Rate(600, 60)`."""
        most, _, unit = text.partition("/")
        return cls(int(most), SECONDS[unit])


class Counts(Protocol):
    """Where the requests of clients are counted."""

    async def count(self, client: str, window: int) -> int:
        """How many requests a client has made in a window, this one among them."""
        ...

    async def close(self) -> None:
        """Give back what is held."""
        ...


class OwnCounts:
    """The counts of this worker alone, of one window at a time."""

    def __init__(self) -> None:
        self.window = 0
        self.counts: dict[str, int] = {}

    async def count(self, client: str, window: int) -> int:
        """Windows are those of the clock, the same for all, so that an old one is forgotten at once."""
        counts = self.counts
        if window != self.window or len(counts) >= MOST_CLIENTS:
            self.window = window
            counts = self.counts = {}
        count = counts[client] = counts.get(client, 0) + 1
        return count

    async def close(self) -> None:
        """Nothing is held."""


class SharedCounts:
    """The counts of all workers, in Redis; while it is away, each worker counts its own.

    So a limit always holds, if a wider one for a while, and nobody is refused for what Redis does.
    """

    def __init__(self, url: str, seconds: int) -> None:
        try:
            from limits.aio.storage import RedisStorage
            from limits.errors import StorageError
            from redis.asyncio import ConnectionPool
        except ImportError as error:
            raise OperatorError(
                "MISSION_KB_REDIS_URL needs the extra `redis`: pip install 'mission-kb[redis]'"
            ) from error
        self.pool: Any = ConnectionPool.from_url(
            url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
        )
        self.storage = RedisStorage(
            "async+redis://",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="mission-kb",
            connection_pool=self.pool,  # type: ignore[arg-type] # its documentation asks for a pool
        )
        self.failures = (StorageError, OSError, TimeoutError)
        self.seconds = seconds
        self.own = OwnCounts()
        self.away_until = 0.0

    async def count(self, client: str, window: int) -> int:
        """One trip to Redis, which adds and tells in one step."""
        if monotonic() < self.away_until:
            return await self.own.count(client, window)
        try:
            async with asyncio.timeout(2 * REDIS_SECONDS):
                return await self.storage.incr(f"{client}/{window}", self.seconds + 1)
        except self.failures as error:
            self.away_until = monotonic() + AWAY_SECONDS
            log.warning("Redis is away, each worker counts requests itself: %s", error)
            return await self.own.count(client, window)

    async def close(self) -> None:
        """Close the connections."""
        with suppress(*self.failures):
            await self.pool.disconnect()


@lru_cache(maxsize=4096)
def client(host: str) -> str:
    """Who asks from an address: itself, or the network of 64 bits that it is in.

    `client("2001:db8::7") == "2001:db8::/64"`. What is no address is taken as it is.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return host[:LONGEST_NAME]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    network = int(address) >> NETWORK_BITS << NETWORK_BITS
    return f"{IPv6Address(network)}/{NETWORK_BITS}"
