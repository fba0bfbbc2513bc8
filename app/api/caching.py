"""Editions: what tells one answer to a request from another, so that caches need not ask twice."""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from operator import itemgetter
from typing import Any

from fastapi import Request

from app.api.asking import pairs
from app.queries.readiness import HeldRelease

RELEASE_HEADER = "Mission-KB-Release"
"""Says which data an answer comes from: a cache in front keeps no other than the newest."""

OPAQUE_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
"""A tag without the `W/` before it, which a weak comparison leaves out (RFC 9110, 8.8.3)."""


DATE_FORMS = (
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S %Y",
)
"""How HTTP writes dates, and how it used to (RFC 9110, 5.6.7)."""

TOLD = {
    "ETag": ("A weak tag of this answer: the same as long as data, code and deployment are.",
             'W/"0f3a9c1b2d4e5f60718293a4"'),
    "Last-Modified": ("When the data was loaded, to the next whole second.",
                      "Sat, 21 Nov 2026 10:00:00 GMT"),
    "Cache-Control": ("How long the answer may be repeated without asking.",
                      "public, max-age=0, must-revalidate"),
    RELEASE_HEADER: ("The release of the data that the answer comes from.",
                     "2026-11-21-0f3a9c1b2d4e"),
}  # fmt: skip
"""The headers of an edition, and an example of each."""


class Edition:
    """One form of one answer, as long as data, code and deployment stay (RFC 9110, 8.8).

    The tag is weak: what is compressed is the same answer in other bytes.
    """

    def __init__(self, request: Request, release: HeldRelease | None, media_type: str) -> None:
        self.request = request
        self.release = release
        self.media_type = media_type

    @cached_property
    def etag(self) -> str:
        """A hash of all that the answer follows from, whatever the order of its parameters."""
        app = self.request.app
        parts: Sequence[object] = (
            app.version,
            app.state.deployment,
            None if self.release is None else self.release.id,
            app.state.public_url or str(self.request.base_url),
            self.request.url.path,
            in_order(pairs(self.request)),
            self.media_type,
        )
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'

    @property
    def headers(self) -> dict[str, str]:
        """What tells caches how long an answer holds: until there is another release."""
        headers = {"ETag": self.etag, "Cache-Control": self.request.app.state.cache_control}
        if self.release is not None:
            headers[RELEASE_HEADER] = self.release.id
            if self.release.is_dated():
                headers["Last-Modified"] = format_datetime(self.release.modified_at, usegmt=True)
        return headers

    def is_held(self) -> bool:
        """Whether the client names this very edition: then it was answered once, and would be again."""
        return names(self.tags or "", self.etag)

    def is_unchanged(self) -> bool:
        """Whether the client holds this edition, now that there is an answer; a tag counts before a date.

        `*` stands for any edition, which is not there where nothing is found (RFC 9110, 13.1.2).
        """
        if self.tags is not None:
            return self.tags.strip() == "*" or self.is_held()
        since = self.request.headers.get("if-modified-since")
        if since is None or self.release is None:
            return False
        return self.release.modified_at <= read(since)

    @cached_property
    def tags(self) -> str | None:
        """The tags that the client sends, of however many headers; None where it sends none."""
        given = self.request.headers.getlist("if-none-match")
        return ", ".join(given) if given else None


def in_order(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters by name, and by name only: the numbers of a repeated `bbox` have an order of their own."""
    return sorted(given, key=itemgetter(0))


def names(tags: str, etag: str) -> bool:
    """Whether a tag is among those that a client sends, compared weakly."""
    return etag.removeprefix("W/") in OPAQUE_TAG.findall(tags)


def read(text: str) -> datetime:
    """A date of HTTP in any of its three forms; what is none is before everything: it holds nothing."""
    for form in DATE_FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    return datetime.min.replace(tzinfo=UTC)


def cache_control(seconds: int) -> str:
    """How long an answer may be repeated without asking; then it has to be asked for anew."""
    return f"public, max-age={seconds}, must-revalidate"


def documented_headers() -> dict[str, dict[str, Any]]:
    """The headers of an edition as OpenAPI describes them, by name."""
    return {
        name: {"description": description, "schema": {"type": "string"}, "example": example}
        for name, (description, example) in TOLD.items()
    }


def describe(responses: dict[str, Any]) -> None:
    """Add to what an operation may answer that the client has it already, and what tells so."""
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in TOLD}
    responses["200"].setdefault("headers", {}).update(headers)
    unchanged = "The client holds this answer: its `If-None-Match` or `If-Modified-Since` says so."
    responses["304"] = {"description": unchanged, "headers": headers}
