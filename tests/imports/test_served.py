"""What an import shows to clients: releases, what changed since, ids that are gone."""

import time
from pathlib import Path

import httpx
from sqlalchemy import update

from app.database import Database
from app.records import Withdrawn
from tests.imports.conftest import Importing
from tests.imports.made_up import death, new_file
from tests.imports.test_vintages import NEWER, OLDER


def newer(path: Path) -> Path:
    return new_file(path / "newer.csv", [{**row, "updated": "2024-02-01"} for row in NEWER])


def test_each_load_that_changed_something_is_a_release(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "older.csv", OLDER))
    importing(newer(tmp_path))
    importing(newer(tmp_path))
    page = api.get("/v1/releases").json()
    assert [item["source"] for item in page["items"]] == ["un-fatalities", "un-fatalities", "seed"]
    newest = page["items"][0]
    assert newest["document"] == "un-fatalities-2024-02-01"
    counts = ("added", "changed", "confirmed", "withdrawn", "unchanged", "refused")
    assert [newest[name] for name in counts] == [1, 1, 1, 1, 0, 0]
    assert api.get("/ready").json()["release"] == newest["id"]
    assert api.get("/v1/coverage").json()["totals"]["release"] == newest["id"]
    assert len({item["id"] for item in page["items"]}) == 3
    first = api.get("/v1/releases?limit=1&sort=loaded").json()
    assert first["items"][0]["source"] == "seed"
    following = api.get(first["links"][1]["href"]).json()["items"]
    assert following[0]["document"] == "un-fatalities-2023-11-28"
    assert api.get("/v1/releases?source=seed").json()["numberMatched"] == 1


def test_updated_since_keeps_what_a_load_added_changed_or_confirmed(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    rows = [*OLDER, death("A-9")]
    importing(new_file(tmp_path / "older.csv", rows))
    time.sleep(1.1)
    importing(new_file(tmp_path / "same.csv", [*rows, death("A-10")]))
    since = api.get("/v1/releases").json()["items"][0]["loaded"]
    found = api.get(f"/v1/casualties?updated_since={since}").json()["items"]
    assert [item["id"] for item in found] == ["un-fatality-a-10"]
    everything = api.get("/v1/casualties?updated_since=2020-01-01&basis=incident").json()
    assert everything["numberMatched"] == 5
    assert api.get("/v1/timeline?updated_since=2999-01-01").json()["items"] == []
    for wrong in ("yesterday", "2023-02-30", "2023-01-01T00:00:00", "2023-01-01T00:00:00+01:00"):
        answer = api.get(f"/v1/casualties?updated_since={wrong}")
        assert answer.status_code == 400, wrong
        assert answer.json()["errors"][0]["parameter"] == "updated_since"


def test_an_id_that_is_gone_answers_410_and_comes_back_with_its_row(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "older.csv", OLDER))
    importing(newer(tmp_path))
    gone = api.get("/v1/casualties/un-fatality-a-3")
    assert gone.status_code == 410
    assert gone.headers["content-type"] == "application/problem+json"
    assert gone.json()["type"] == "urn:mission-kb:problem:gone"
    assert api.get("/v1/casualties/un-fatality-a-0").status_code == 404
    back = [{**row, "updated": "2025-01-01"} for row in OLDER]
    importing(new_file(tmp_path / "back.csv", back))
    assert api.get("/v1/casualties/un-fatality-a-3").status_code == 200


def test_a_merged_id_leads_to_its_heir(
    api: httpx.Client, filled: Database, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "older.csv", OLDER))
    importing(newer(tmp_path))
    with filled.writing() as connection:
        connection.execute(update(Withdrawn).values(heir_id="un-fatality-a-1"))
    answer = api.get("/v1/casualties/un-fatality-a-3?known_on=2024-12-31")
    assert answer.status_code == 308
    assert answer.headers["location"].endswith("/v1/casualties/un-fatality-a-1?known_on=2024-12-31")
    assert api.get(answer.headers["location"]).json()["id"] == "un-fatality-a-1"


def test_what_was_imported_is_shown_with_the_release_and_the_row_that_says_it(
    api: httpx.Client, importing: Importing, tmp_path: Path
) -> None:
    importing(new_file(tmp_path / "newer.csv", NEWER))
    fact = api.get("/v1/casualties/un-fatality-a-1").json()
    (citation,) = fact["citations"]
    assert citation["document"]["id"] == "un-fatalities-2023-11-28"
    assert citation["locator"] == {"record": "A-1"}
    assert api.get("/v1/casualties?document=un-fatalities-2023-11-28").json()["numberMatched"] == 3
    assert api.get("/v1/casualties?q=untso+hostile").json()["numberMatched"] == 2
    assert api.get("/v1/search?q=untso").json()["items"][0]["id"] == "untso"
    assert api.get("/v1/search?q=untso&kind=casualty").json()["numberMatched"] == 0
