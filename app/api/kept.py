"""Kept answers: as many as so many bytes hold, all of the release that is known to be the newest."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from time import monotonic
from typing import NamedTuple

from app.api.caching import RELEASE_HEADER, names, read
from app.api.secured import UNCHANGED
from app.queries.readiness import HeldRelease

TRUST_SECONDS = 1.0
"""How long it holds that a release was seen to be the newest."""

LARGEST_SHARE = 8
"""No answer takes more than this part of all bytes."""

ENTRY_BYTES = 1000
HEADER_BYTES = 100
"""What Python takes beside the bytes themselves, measured."""

ETAG, RELEASE, MODIFIED = b"etag", RELEASE_HEADER.lower().encode(), b"last-modified"
TOLD_UNCHANGED = frozenset((ETAG, RELEASE, MODIFIED, b"cache-control", b"vary")) | UNCHANGED
"""What 304 repeats of the whole answer, beside what opens it to scripts."""

RawHeaders = list[tuple[bytes, bytes]]


class Standing(NamedTuple):
    """Of which release an answer is, and whether that has a date yet: in its first second it has none."""

    release: str | None = None
    is_dated: bool = False


class Seen(NamedTuple):
    """What was seen to stand, by a question that was asked at an instant."""

    standing: Standing
    asked_at: float


class KeptAnswer:
    """An answer as it was sent; without a body it is good only for whoever holds it already."""

    __slots__ = ("body", "etag", "headers", "modified", "size", "standing", "unchanged")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]], body: bytes | None) -> None:
        self.headers: RawHeaders = list(headers)
        # A copy, for zstd hands out what it has made in all the room that it had asked for.
        self.body = None if body is None else bytes(memoryview(body))
        told = dict(self.headers)
        self.etag = told.get(ETAG, b"")
        self.modified = told.get(MODIFIED)
        self.standing = Standing(told.get(RELEASE, b"").decode() or None, MODIFIED in told)
        self.unchanged = [
            pair
            for pair in self.headers
            if pair[0] in TOLD_UNCHANGED or pair[0].startswith(b"access-control-")
        ]
        texts = sum(len(name) + len(text) + HEADER_BYTES for name, text in self.headers)
        self.size = ENTRY_BYTES + texts + len(body or b"")

    def is_held(self, tags: bytes | None, since: bytes | None) -> bool:
        """Whether the client holds it; a tag counts before a date.

        A date, and `*`, say nothing of an answer that nobody has seen here.
        """
        if tags is not None:
            is_any = self.body is not None and tags.strip() == b"*"
            return tags == self.etag or is_any or names(tags.decode("latin-1"), self.etag.decode())
        if since is None or self.modified is None or self.body is None:
            return False
        return since == self.modified or read(self.modified.decode()) <= read(
            since.decode("latin-1")
        )


class KeptAnswers:
    """The answers that one worker repeats, the one not asked for longest given up first.

    A watch tells from its thread which release is the newest. All else happens on the event loop.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most = most_bytes
        self.largest = most_bytes // LARGEST_SHARE
        self.size = 0
        self.answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self.standing = Standing()
        self.trusted_until = 0.0
        self.doubted_at = 0.0
        self.seen = self.heard = Seen(self.standing, 0.0)
        self.wake: Callable[[], None] = lambda: None
        self.hits = self.misses = 0
        self.release: HeldRelease | None = None

    def see(self, release: HeldRelease | None, asked_at: float) -> None:
        """The watch has found this release to be the newest."""
        self.release = release
        standing = Standing() if release is None else Standing(release.id, release.is_dated())
        self.seen = Seen(standing, asked_at)

    def hear(self, seen: Seen) -> None:
        """Give up what is not of the newest release."""
        self.heard = seen
        if seen.standing != self.standing:
            self.standing = seen.standing
            self.clear()
        is_doubted = seen.asked_at < self.doubted_at
        self.trusted_until = 0.0 if is_doubted else seen.asked_at + TRUST_SECONDS

    def get(self, key: Hashable) -> KeptAnswer | None:
        """The answer to a question, if it is kept and known to be of the newest release."""
        seen = self.seen
        if seen is not self.heard:
            self.hear(seen)
        if monotonic() >= self.trusted_until:
            self.misses += 1
            return None
        answer = self.answers.get(key)
        if answer is None:
            self.misses += 1
        else:
            self.hits += 1
            self.answers.move_to_end(key)
        return answer

    def compare(self, release: str) -> None:
        """The application has answered from this release: if it is another, nothing is repeated.

        Not before the watch has looked again, so that nobody sees an older release after a newer one.
        """
        if self.seen is not self.heard:
            self.hear(self.seen)
        if release != self.standing.release:
            self.doubted_at, self.trusted_until = monotonic(), 0.0
            self.wake()

    def keep(self, key: Hashable, answer: KeptAnswer) -> None:
        """Keep an answer, if it is of the newest release and not too large."""
        if self.seen is not self.heard:
            self.hear(self.seen)
        is_better = answer.body is not None or key not in self.answers
        if answer.standing == self.standing and answer.size <= self.largest and is_better:
            self.put(key, answer)

    def put(self, key: Hashable, answer: KeptAnswer) -> None:
        """Put it in the place of an older one, and give up what is then too much."""
        if key in self.answers:
            self.size -= self.answers.pop(key).size
        self.answers[key] = answer
        self.size += answer.size
        while self.size > self.most:
            _, given_up = self.answers.popitem(last=False)
            self.size -= given_up.size

    def clear(self) -> None:
        """Give up everything."""
        self.answers.clear()
        self.size = 0
