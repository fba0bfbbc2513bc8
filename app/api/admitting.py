"""Admitting: who may ask at all, by which name and how often, before anything else looks at a request."""

from collections.abc import Mapping
from math import ceil
from time import time

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import respond
from app.api.rates import Counts, OwnCounts, Rate, SharedCounts, client
from app.errors import ParameterError, Problem, TooManyRequests, UnknownHost
from app.settings import Settings

PROBES = frozenset({"/health", "/ready", "/metrics"})
"""Asked by whoever watches over the server, by its address and as often as they like."""

STATIC = ("/static/", "/static-offline-docs/")
REFUSED = "mission_kb.refused"


def admitted(app: ASGIApp, settings: Settings, dressed: ASGIApp) -> ASGIApp:
    """An application behind what the settings ask for, and as it is where they ask for nothing.

    `dressed` is `refusing` with all that goes around an answer.
    """
    if settings.rate_limit:
        rate = Rate.read(settings.rate_limit)
        app = Limited(app, dressed, rate, counts(settings, rate))
    return TrustedHosts(app, dressed, settings.hosts) if settings.hosts else app


def counts(settings: Settings, rate: Rate) -> Counts:
    """Where requests are counted."""
    if settings.redis_url is None:
        return OwnCounts()
    return SharedCounts(settings.redis_url.get_secret_value(), rate.seconds)


def refusing(app: FastAPI) -> ASGIApp:
    """What answers with the problem that a scope holds, as the application answers with its own."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        problem, headers = scope[REFUSED]
        request = Request({**scope, "app": app})
        await respond(problem, request, headers)(scope, receive, send)

    return refuse


def refused(scope: Scope, problem: Problem, headers: Mapping[str, str]) -> Scope:
    """A request that is to be refused."""
    return {**scope, REFUSED: (problem, headers)}


class TrustedHosts:
    """Answers only to the names that are its own, so that none but these stands in links."""

    def __init__(self, app: ASGIApp, dressed: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.dressed = dressed
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse another name, or several."""
        if scope["type"] != "http" or scope["path"] in PROBES or self.is_trusted(scope):
            await self.app(scope, receive, send)
            return
        told = ParameterError("Host", "This server does not answer by that name.", min(self.hosts))
        await self.dressed(refused(scope, UnknownHost(told), {}), receive, send)

    def is_trusted(self, scope: Scope) -> bool:
        """Whether there is one name, and a trusted one, whatever its port."""
        given = [text for name, text in scope["headers"] if name == b"host"]
        return len(given) == 1 and name_of(given[0].decode("latin-1")) in self.hosts


def is_free(scope: Scope) -> bool:
    """Whether a request does not count: probes, what pages are made of, and what browsers ask beforehand."""
    path: str = scope["path"]
    return path in PROBES or path.startswith(STATIC) or scope["method"] == "OPTIONS"


def name_of(host: str) -> str:
    """The name in a Host header: `name_of("KB.example.org:8000") == "kb.example.org"`."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host.lower()


class Limited:
    """Lets each client ask so often within each window of time, and tells it how often it still may.

    The fields are those of draft-ietf-httpapi-ratelimit-headers-10.
    """

    def __init__(self, app: ASGIApp, dressed: ASGIApp, rate: Rate, counts: Counts) -> None:
        self.app = app
        self.dressed = dressed
        self.rate = rate
        self.counts = counts
        self.policy = (b"ratelimit-policy", b'"client";q=%d;w=%d' % rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request, and answer it or not."""
        if scope["type"] == "lifespan":
            await self.live(scope, receive, send)
            return
        if is_free(scope):
            await self.app(scope, receive, send)
            return
        now, seconds = time(), self.rate.seconds
        window = int(now // seconds)
        host = scope["client"][0] if scope["client"] else ""
        left = self.rate.most - await self.counts.count(client(host), window)
        reset = ceil((window + 1) * seconds - now) or 1
        if left < 0:
            await self.dressed(self.too_many(scope, reset), receive, send)
            return
        told = [self.policy, (b"ratelimit", b'"client";r=%d;t=%d' % (left, reset))]

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *told]
            await send(message)

        await self.app(scope, receive, tell)

    async def live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From the start of the application to its end."""
        try:
            await self.app(scope, receive, send)
        finally:
            await self.counts.close()

    def too_many(self, scope: Scope, reset: int) -> Scope:
        """A request too many: when there may be others."""
        most, seconds = self.rate
        problem = TooManyRequests(
            f"Each client may ask {most:,} times in {seconds:,} s; ask again in {reset} s."
        )
        headers = {
            "Retry-After": str(reset),
            "RateLimit-Policy": self.policy[1].decode(),
            "RateLimit": f'"client";r=0;t={reset}',
        }
        return refused(scope, problem, headers)
