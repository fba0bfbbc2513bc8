"""Repeating: what was answered once is answered again without asking, until there is another release.

The outermost part of the application. A question that is known takes a look into a dictionary and two
messages; what it is known by is all that an answer depends on.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import parse_accept_encoding  # type: ignore[attr-defined]

from app.api.asking import pairs_of
from app.api.caching import in_order
from app.api.kept import ETAG, RELEASE, KeptAnswer, KeptAnswers, RawHeaders
from app.errors import InvalidParameters

CODINGS = ("zstd", "gzip")
"""What answers are compressed with, what is tried first before."""

METHODS = ("GET", "HEAD")
LONGEST_REMEMBERED = 1000
REPEATED = "mission_kb.repeated"
"""In the scope of a request that is answered with what is kept."""

ANEW = re.compile(rb"(?:^|,)\s*(?:no-cache|no-store|max-age\s*=\s*\"?0+\"?)\s*(?:,|$)", re.I)
UNKEPT = re.compile(rb"(?:^|,)\s*no-store\s*(?:,|$)", re.I)

RequestHeaders = Mapping[bytes, bytes]


class Repeating:
    """Answers from what is kept, and keeps what the application answers."""

    def __init__(self, app: ASGIApp, kept: KeptAnswers, public_url: str | None) -> None:
        self.app = app
        self.kept = kept
        self.public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Repeat an answer, or have the application answer."""
        if scope["type"] != "http" or scope["method"] not in METHODS:
            await self.app(scope, receive, send)
            return
        given = scope["headers"]
        headers: RequestHeaders = dict(given)
        if len(headers) != len(given):
            headers = merged(given)
        key = self.key(scope, headers)
        if key is None:
            await self.app(scope, receive, send)
            return
        is_asked_anew, may_be_kept = False, True
        if b"cache-control" in headers or b"pragma" in headers:
            is_asked_anew, may_be_kept = wanted(headers)
        answer = None if is_asked_anew else self.kept.get(key)
        if answer is not None:
            tags, since = headers.get(b"if-none-match"), headers.get(b"if-modified-since")
            if (tags or since) is not None and answer.is_held(tags, since):
                scope[REPEATED] = True
                await repeat(send, 304, answer.unchanged)
                return
            if answer.body is not None:
                scope[REPEATED] = True
                body = answer.body if scope["method"] == "GET" else b""
                await repeat(send, 200, answer.headers, body)
                return
        is_kept = may_be_kept and scope["method"] == "GET"
        await self.app(scope, receive, Keeping(send, self.kept, key if is_kept else None))

    def key(self, scope: Scope, headers: RequestHeaders) -> Hashable:
        """All that an answer depends on beside the release; None where it is not worth finding out."""
        query_string: bytes = scope["query_string"]
        read = canonical if len(query_string) <= LONGEST_REMEMBERED else written
        query = read(query_string)
        host = headers.get(b"host")
        if query is None or host is None:
            return None
        coding = coded(headers.get(b"accept-encoding", b""))
        if self.public_url is not None:
            return scope["path"], query, coding
        return scope["path"], query, coding, host, scope["scheme"], scope["server"]


class Keeping:
    """Sends on what the application answers, and keeps it where it is whole and tells of which release."""

    def __init__(self, send: Send, kept: KeptAnswers, key: Hashable | None) -> None:
        self.send = send
        self.kept = kept
        self.key = key
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Look at a message and send it on."""
        if message["type"] == "http.response.start":
            self.begin(message)
        elif self.start is not None:
            self.go_on(self.start, message)
        await self.send(message)

    def begin(self, start: Message) -> None:
        """Whatever comes from another release says that there is one, streams too."""
        told = dict(start["headers"])
        if start["status"] in (200, 304) and ETAG in told and RELEASE in told:
            self.kept.compare(told[RELEASE].decode())
            if self.key is not None:
                self.start = {**start, "headers": list(start["headers"])}

    def go_on(self, start: Message, part: Message) -> None:
        """Keep the answer when it is whole, unless it is longer than any that is kept."""
        self.body += part.get("body", b"")
        if not part.get("more_body", False):
            body = None if start["status"] == 304 else self.body
            self.kept.keep(self.key, KeptAnswer(start["headers"], body))
        if not part.get("more_body", False) or len(self.body) > self.kept.largest:
            self.start, self.body = None, b""


async def repeat(send: Send, status: int, headers: RawHeaders, body: bytes = b"") -> None:
    """Send what is kept: a copy of its headers, for whatever is around may add to them."""
    await send({"type": "http.response.start", "status": status, "headers": headers.copy()})
    await send({"type": "http.response.body", "body": body})


def merged(given: Iterable[tuple[bytes, bytes]]) -> RequestHeaders:
    """Headers by name, those of one name in one line; two hosts are none."""
    found: dict[bytes, bytes] = {}
    hosts = 0
    for name, text in given:
        found[name] = b"%b, %b" % (found[name], text) if name in found else text
        hosts += name == b"host"
    if hosts > 1:
        del found[b"host"]
    return found


def wanted(headers: RequestHeaders) -> tuple[bool, bool]:
    """Whether a client wants to be answered anew, and whether its answer may be kept."""
    told = headers.get(b"cache-control")
    if told is None:
        return b"no-cache" in headers.get(b"pragma", b"").lower(), True
    return ANEW.search(told) is not None, UNKEPT.search(told) is None


def written(query_string: bytes) -> str | None:
    """The same for all ways to write the same parameters; None for what is refused."""
    try:
        return urlencode(in_order(pairs_of(query_string)))
    except InvalidParameters:
        return None


canonical = lru_cache(maxsize=2048)(written)
"""Few questions are asked often, and reading one takes as long as answering it."""


@lru_cache(maxsize=64)
def coded(accepted: bytes) -> str:
    """What an answer is compressed with for a client that accepts this, as `middleware.compressed` does."""
    codings = parse_accept_encoding(accepted.decode("latin-1"))
    return next((coding for coding in CODINGS if coding in codings), "")
