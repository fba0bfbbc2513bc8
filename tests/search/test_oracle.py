"""Any text at all is answered or refused, and what is found is what plain Python finds."""

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.queries import search as searching
from app.queries.common import Common, bits_at, positions_after
from app.queries.search import Searching, search
from app.sources.entries import Entry
from app.values.terms import SearchKind, SearchTier
from app.values.words import words

Found = list[tuple[str, str, str]]

SIGNS = "\"'()*:^=-+&|!<>\\/%_;,.~{}[]@#"
WORDS = ["mali", "Timbuktu", "minusma", "camp", "été", "CÔTE", "d'Ivoire", "AND", "OR", "NOT", "NEAR",
         "of", "the", "2100", "a", "x", "Тимбукту", "تمبكتو", "№", "ﬁ", "ß", "İ", "😀", "ﷺ"]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(WORDS), st.text(SIGNS, max_size=4), st.text(max_size=6), st.just(" ")
)
TEXTS = st.one_of(
    st.text(max_size=210),
    st.lists(PIECES, max_size=6).map("".join),
    st.lists(PIECES, max_size=6).map(" ".join),
)


def oracle(
    everything: list[Entry], q: str, kinds: tuple[str, ...] = (), mission: str | None = None
) -> Found:
    """What a search has to find: each word looked for in each entry, and sorted."""
    wanted = list(dict.fromkeys(words(q)))
    found: list[tuple[int, int, str, str]] = []
    for entry in everything:
        named = [words(name) for name in (entry.title, *entry.names)]
        in_title = {word for name in named for word in name}
        if not set(wanted) <= in_title | set(entry.text.split()):
            continue
        if (kinds and entry.kind not in kinds) or (mission and mission not in entry.missions):
            continue
        is_name = any(list(dict.fromkeys(words(name))) == wanted for name in entry.names)
        tier = 0 if is_name else 1 if set(wanted) <= in_title else 2
        found.append((tier, entry.rank, entry.id, entry.kind))
    tiers = list(SearchTier)
    return [(kind, id, tiers[tier]) for tier, _, id, kind in sorted(found)]


def searched(database: Database, q: str, *more: tuple[str, str]) -> tuple[Found, int | None]:
    with database.session() as session:
        query = Searching.read([("q", q), ("limit", "1000"), *more])
        found = search(session, query)
        rows = [(hit.entry.kind.value, hit.entry.id, hit.tier.value) for hit in found.rows]
        return rows, found.matched


@settings(max_examples=150, deadline=None)
@given(q=TEXTS)
def test_any_text_is_answered_or_refused(api: httpx.Client, q: str) -> None:
    response = api.get("/v1/search", params={"q": q})
    is_right = bool(words(q)) and 0 < len(q) <= 200 and "\x00" not in q
    assert response.status_code == (200 if is_right else 400), response.text


@settings(max_examples=150, deadline=None)
@given(
    q=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    kinds=st.lists(st.sampled_from(list(SearchKind)), max_size=3, unique=True),
    mission=st.sampled_from([None, "minusma"]),
)
def test_what_is_found_is_what_plain_python_finds(
    seeded: Database,
    everything: list[Entry],
    q: str,
    kinds: list[SearchKind],
    mission: str | None,
) -> None:
    if not words(q):
        return
    more = [("kind", str(kind)) for kind in kinds]
    more += [("mission", mission)] if mission else []
    wanted = oracle(everything, q, tuple(kinds), mission)
    assert searched(seeded, q, *more) == (wanted, len(wanted))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_entry_is_found_by_its_own_words(
    seeded: Database, everything: list[Entry], data: Any
) -> None:
    entry = data.draw(st.sampled_from(sorted(everything, key=lambda each: (each.rank, each.id))))
    own = [*words(entry.title), *entry.text.split()]
    q = " ".join(data.draw(st.lists(st.sampled_from(own), min_size=1, max_size=4)))[:200]
    wanted = oracle(everything, q)
    found, matched = searched(seeded, q)
    assert matched == len(wanted)
    assert found == wanted[:1000]


MORE: list[list[tuple[str, str]]] = [
    [],
    [("mission", "minusma")],
    [("kind", "event"), ("kind", "place")],
    *([("known_on", day)] for day in ("0001-01-01", "2023-12-11", "2023-12-12", "2024-12-31")),
    [("known_on", "2023-12-31"), ("match", "certain"), ("mission", "minusma")],
]


def paged(database: Database, limit: str, asked: list[tuple[str, str]]) -> tuple[Found, Any]:
    """All that a search finds, page after page, and how many it counts."""
    found: Found = []
    cursor: list[tuple[str, str]] = []
    with database.session() as session:
        while True:
            page = search(session, Searching.read([*asked, ("limit", limit), *cursor]))
            found += [(hit.entry.kind.value, hit.entry.id, hit.tier.value) for hit in page.rows]
            if page.cursor is None:
                return found, page.matched
            cursor = [("cursor", page.cursor)]


@pytest.mark.parametrize("q", ["mali", "mali minusma", "mali timbuktu", "united nations"])
def test_what_common_terms_find_is_what_the_index_finds(
    common_database: Database, seeded: Database, q: str
) -> None:
    for more in MORE:
        asked = [("q", q), *more]
        by_index = paged(seeded, "1000", asked)
        assert paged(common_database, "1000", asked) == by_index
        assert paged(common_database, "37", asked) == by_index
        assert by_index[1] == len(by_index[0])


def test_only_common_terms_have_bits(common_database: Database, seeded: Database) -> None:
    with common_database.session() as session:
        common = Common(session)
        assert common.having([["mali"], ["minusma", "mission/minusma"]])
        assert common.having([["mali"], ["timbuktu"]]) is None
    with seeded.session() as session:
        assert Common(session).having([["mali"]]) is None


@given(positions=st.sets(st.integers(1, 2000)), after=st.integers(0, 2100))
def test_bits_give_back_their_positions_in_order(positions: set[int], after: int) -> None:
    found = list(positions_after(bits_at(positions), after))
    assert found == sorted(position for position in positions if position > after)


def test_too_many_to_count_are_not_counted_unless_asked(
    seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 10)
    asked = [("q", "mali"), ("limit", "1")]
    with seeded.session() as session:
        assert search(session, Searching.read(asked)).matched is None
        exact = search(session, Searching.read([*asked, ("count", "exact")])).matched
    assert exact is not None
    assert exact > 100
