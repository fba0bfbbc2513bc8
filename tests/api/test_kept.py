"""Kept answers: as many as so many bytes hold, and only of the release that is known to be the newest."""

import random
import time
import tracemalloc
from datetime import UTC, datetime, timedelta

import zstandard

from app.api.kept import TRUST_SECONDS, KeptAnswer, KeptAnswers
from app.queries.readiness import HeldRelease

LONG_AGO = datetime(2026, 1, 1)  # noqa: DTZ001 -- as the database has it


def answer(release: str = "one", body: bytes | None = b"{}", tag: str = "a") -> KeptAnswer:
    headers = [(b"etag", f'W/"{tag}"'.encode()), (b"mission-kb-release", release.encode()),
               (b"last-modified", b"Thu, 01 Jan 2026 00:00:01 GMT")]  # fmt: skip
    return KeptAnswer(headers, body)


def keeping(most: int = 100_000) -> KeptAnswers:
    """Room for answers, and the release `one` is known."""
    kept = KeptAnswers(most)
    kept.see(HeldRelease("one", LONG_AGO), time.monotonic())
    return kept


def test_the_answer_that_was_not_asked_for_longest_is_given_up_first() -> None:
    one = answer(body=b"x" * 1000)
    kept = keeping(8 * one.size)
    for name in "abcdefgh":
        kept.keep(name, answer(body=b"x" * 1000))
    assert kept.size == 8 * one.size
    assert kept.get("a") is not None
    kept.keep("i", answer(body=b"x" * 1000))
    assert [name for name in "abcdefghi" if kept.get(name)] == list("acdefghi")
    assert kept.size == 8 * one.size == sum(one.size for one in kept.answers.values())


def test_what_takes_the_place_of_another_is_counted_once() -> None:
    kept = keeping()
    for length in (10, 1000, 5):
        kept.keep("a", answer(body=b"x" * length))
        assert kept.size == sum(one.size for one in kept.answers.values())
    assert kept.size < answer().size + 10
    kept.keep("a", answer(body=None))
    held = kept.get("a")
    assert held is not None
    assert held.body == b"xxxxx"


def test_one_answer_does_not_push_out_all_others() -> None:
    kept = keeping(100_000)
    kept.keep("small", answer())
    kept.keep("large", answer(body=b"x" * 12_500))
    assert kept.get("large") is None
    assert kept.get("small") is not None


def test_what_is_counted_is_what_memory_it_takes() -> None:
    kept = keeping(100_000_000)
    compressor = zstandard.ZstdCompressor()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(50):
            body = compressor.compress(random.Random(number).randbytes(5000) + bytes(100_000))
            kept.keep(str(number), answer(body=body))
            del body
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept.answers) == 50
    assert (after - before) / 2 < kept.size < (after - before) * 2


def test_an_answer_of_another_release_is_neither_kept_nor_repeated() -> None:
    kept = keeping()
    kept.keep("old", answer("zero"))
    kept.keep("new", answer("two"))
    assert kept.get("old") is None
    assert kept.get("new") is None
    kept.keep("a", answer("one"))
    kept.see(HeldRelease("two", LONG_AGO), time.monotonic())
    assert kept.get("a") is None
    assert (kept.size, len(kept.answers)) == (0, 0)


def test_nothing_is_repeated_once_nobody_knows_for_a_second_which_release_is_the_newest() -> None:
    kept = keeping()
    kept.keep("a", answer())
    assert kept.get("a") is not None
    one = HeldRelease("one", LONG_AGO)
    kept.see(one, time.monotonic() - TRUST_SECONDS)
    assert kept.get("a") is None
    kept.see(one, time.monotonic())
    assert kept.get("a") is not None
    assert TRUST_SECONDS <= 1


def test_after_an_answer_of_a_newer_release_no_older_one_is_repeated() -> None:
    kept = keeping()
    woken: list[bool] = []
    kept.wake = lambda: woken.append(True)
    kept.keep("a", answer("one"))
    asked_at = time.monotonic()
    kept.compare("two")
    assert woken
    assert kept.get("a") is None
    kept.see(HeldRelease("one", LONG_AGO), asked_at)
    assert kept.get("a") is None, "the watch had asked before"
    kept.see(HeldRelease("two", LONG_AGO), time.monotonic())
    assert kept.get("a") is None
    kept.keep("a", answer("two"))
    assert kept.get("a") is not None


def test_an_answer_without_the_date_of_its_release_lasts_until_there_is_one() -> None:
    kept = KeptAnswers(100_000)
    new = HeldRelease("one", datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1))
    kept.see(new, time.monotonic())
    undated = KeptAnswer([(b"etag", b'W/"a"'), (b"mission-kb-release", b"one")], b"{}")
    kept.keep("a", answer())
    assert kept.get("a") is None
    kept.keep("a", undated)
    assert kept.get("a") is undated
    kept.see(HeldRelease("one", LONG_AGO), time.monotonic())
    assert kept.get("a") is None


def test_what_is_kept_is_not_changed_by_what_is_around_the_application() -> None:
    sent = answer()
    headers = [*sent.headers]
    kept = KeptAnswer(headers, b"{}")
    headers.clear()
    assert kept.headers == sent.headers
