"""What every answer goes through on its way out, from the application to the client.

Each is plain ASGI and passes messages on as they come, so that what streams keeps streaming.
"""

import hashlib

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.api.asking import HEAD
from app.api.caching import OPAQUE_TAG, RELEASE_HEADER
from app.api.formatted import COUNTS
from app.api.problems import ALLOWED, UNKEPT
from app.api.problems import MEDIA_TYPE as PROBLEM
from app.api.secured import raw

SMALLEST_COMPRESSED = 500
ZSTD_LEVEL = 3
GZIP_LEVEL = 4
STREAMED = ("text/csv", "application/x-ndjson", "application/geo+json")
"""What may be long: each part is sent on as soon as it is there, compressed or not."""

NEGOTIATED = b"accept-encoding"
RATES = ("RateLimit", "RateLimit-Policy", "Retry-After")
READ_BY_SCRIPTS = ("ETag", "Link", "Last-Modified", "Allow", *RATES, RELEASE_HEADER, *COUNTS)
DAY = 86400
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join((*READ_BY_SCRIPTS, "*")),
}
PREFLIGHT = OPEN | UNKEPT | {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, *",
    "Access-Control-Max-Age": str(DAY),
}  # fmt: skip


def wrap(app: ASGIApp, cache_control: str) -> ASGIApp:
    """An application with all that goes around it, what is first on the way out first.

    It wraps what answers faults, too: a script is to read why something is refused. A page has its
    tag before it is compressed, HEAD has the length of what GET sends, and all are open to all.
    """
    app = TaggedPages(app, cache_control)
    app = compressed(app)
    app = HeadAsGet(app)
    return OpenToAll(app)


def compressed(app: ASGIApp) -> ASGIApp:
    """Compress for clients that say they can read it; zstd before gzip, for it takes a third of the time."""
    add_compress_type(PROBLEM)
    for media_type in STREAMED:
        add_compress_type(media_type, streaming=True)
    return CompressMiddleware(
        app,
        minimum_size=SMALLEST_COMPRESSED,
        zstd_level=ZSTD_LEVEL,
        gzip_level=GZIP_LEVEL,
        brotli=False,
    )


class TaggedPages:
    """Tells caches about what is no edition: the OpenAPI document, /docs and what it loads.

    Such a page changes with the code only; it is told apart by a hash of itself.
    """

    def __init__(self, app: ASGIApp, cache_control: str) -> None:
        self.app = app
        self.cache_control = raw({"Cache-Control": cache_control}.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back the start of an answer that says nothing of itself, until its body is there."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: Message | None = None

        async def tag(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                headers = Headers(raw=message["headers"])
                if "cache-control" not in headers:
                    message["headers"] = [*message["headers"], *self.cache_control]
                    if message["status"] == 200 and "etag" not in headers:
                        held = message
                        return
            elif held is not None:
                start, held = held, None
                if not message.get("more_body", False):
                    message = self.tagged(scope, start, message)
                await send(start)
            await send(message)

        await self.app(scope, receive, tag)

    def tagged(self, scope: Scope, start: Message, body: Message) -> Message:
        """The body, or none where the client names its tag; the start is completed."""
        opaque = f'"{hashlib.sha256(body.get("body", b"")).hexdigest()[:24]}"'
        start["headers"] += raw({"ETag": f"W/{opaque}"}.items())
        named = ", ".join(Headers(scope=scope).getlist("if-none-match"))
        if named.strip() != "*" and opaque not in OPAQUE_TAG.findall(named):
            return body
        start["status"] = 304
        start["headers"] = [
            pair for pair in start["headers"] if not pair[0].startswith(b"content-")
        ]
        return {**body, "body": b""}


class HeadAsGet:
    """Answers HEAD as GET without the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """End the answer to HEAD where its body would begin: a stream hears that nobody listens."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        is_ended = False

        async def without_body(message: Message) -> None:
            nonlocal is_ended
            if message["type"] == "http.response.start":
                await send(message)
            elif not is_ended:
                is_ended = True
                await send({"type": "http.response.body", "body": b""})

        await self.app({**scope, "method": "GET", HEAD: True}, receive, without_body)


class OpenToAll:
    """Lets scripts of any origin read every answer, and tells caches what answers depend on.

    The headers are the same whoever asks. Were they sent only to those that name an origin, a cache
    would hand to scripts what it had kept for others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open = raw(OPEN.items())
        self.vary = raw({"Vary": "Accept-Encoding"}.items())
        self.preflight = raw(PREFLIGHT.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what browsers ask beforehand; complete all other answers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and is_preflight(scope):
            start = {"type": "http.response.start", "status": 204, "headers": [*self.preflight]}
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*map(weakened, message["headers"]), *self.open]
                if not any(
                    name == b"vary" and NEGOTIATED in text.lower() for name, text in headers
                ):
                    headers += self.vary
                message["headers"] = headers
            await send(message)

        await self.app(scope, receive, complete)


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks if it may ask; whether there is anything, it will see then."""
    headers = Headers(scope=scope)
    return "origin" in headers and "access-control-request-method" in headers


def weakened(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A strong tag, as static files have it, made weak: it would claim the same bytes in every coding."""
    name, text = header
    return (name, b"W/" + text) if name == b"etag" and text.startswith(b'"') else header
