"""What is loaded from an export is the same database, on either kind."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from app.api.routes import LISTINGS
from app.database import Database
from app.records import Release
from app.settings import Settings
from app.sources.exports.exporting import Order, export
from app.sources.seed import seed
from tests.cli.commands import contents
from tests.conftest import serve
from tests.exports.conftest import FORMATS, KINDS, SHUT, Loading, importing
from tests.imports.made_up import new_file
from tests.imports.test_vintages import NEWER

ITEMS = {
    "missions": "minusma", "casualties": "un-fatality-a-1", "documents": "un-fatalities-2024-02-01",
    "resolutions": "2690", "bases": "minusma-gao", "places": "gao",
}  # fmt: skip
MORE = (
    "/v1/search?q=gao", "/v1/search?q=untso", "/v1/timeline?mission=minusma&limit=500",
    "/v1/assessments?mission=minusma&measure=deaths", "/v1/coverage", "/v1/releases",
    "/v1/casualties?mission=untso&updated_since=2020-01-01", "/v1/casualties/un-fatality-a-3",
    "/v1/dataset.jsonld", "/ready",
    *(f"/v1/{noun}/{id}" for noun, id in ITEMS.items()),
)  # fmt: skip


def releases(database: Database) -> list[str]:
    with database.session() as session:
        return list(session.scalars(select(Release.id).order_by(Release.number)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_was_loaded_has_the_same_releases_and_the_same_export(
    source: Database,
    exports: dict[str, Path],
    loading: Loading,
    tmp_path: Path,
    form: str,
    kind: str,
) -> None:
    loaded = loading(exports[form], kind)
    assert releases(loaded) == releases(source)
    assert len(releases(loaded)) == 4
    export(loaded, Order(tmp_path / "again", (form,)))
    assert contents(tmp_path / "again") == contents(exports[form])


def test_what_went_to_a_file_of_sqlite_and_back_is_the_same(
    exports: dict[str, Path], loading: Loading, tmp_path: Path
) -> None:
    first = loading(exports["csv"], "sqlite")
    export(first, Order(tmp_path / "first", ("ndjson",)))
    second = loading(tmp_path / "first", "the same kind")
    export(second, Order(tmp_path / "second", ("csv",)))
    assert contents(tmp_path / "second") == contents(exports["csv"])


def clients(*databases: Database) -> Iterator[httpx.Client]:
    for database in databases:
        url = SecretStr(database.url.render_as_string(hide_password=False))
        for address in serve(Settings(database_url=url, documents_dir=None)):
            with httpx.Client(base_url=address, timeout=30) as client:
                yield client


def answers(client: httpx.Client) -> dict[str, tuple[int, bytes, str | None]]:
    alone = f"?document={ITEMS['documents']}"  # one source at a time can be added up
    lists = [
        f"/v1{one.path}.ndjson{alone if one.path.startswith('/stats/') else ''}"
        for one in LISTINGS
        if not one.has_id and one.path != "/search"
    ]
    lists.append(f"/v1/documents/{ITEMS['documents']}/facts.ndjson")
    asked = {path: client.get(path) for path in (*lists, *MORE)}
    own = str(client.base_url).encode().rstrip(b"/")
    return {
        path: (
            answer.status_code,
            answer.content.replace(own, b""),
            answer.headers.get("Last-Modified"),
        )
        for path, answer in asked.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_of_what_was_loaded_is_the_same_to_the_byte(
    source: Database, exports: dict[str, Path], loading: Loading, kind: str
) -> None:
    before, after = map(answers, clients(source, loading(exports["parquet"], kind)))
    refused = {path: status for path, (status, _, _) in before.items() if status != 200}
    assert refused == {"/v1/casualties/un-fatality-a-3": 410}
    for path, answer in before.items():
        assert after[path] == answer, path


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_and_a_dataset_that_were_loaded_are_known_again(
    source: Database,
    exports: dict[str, Path],
    loading: Loading,
    seed_dir: Path,
    tmp_path: Path,
    kind: str,
) -> None:
    loaded = loading(exports["ndjson"], kind)
    again = seed(loaded, seed_dir)
    assert not again.is_changed
    newer = [{**row, "updated": "2024-02-01"} for row in NEWER]
    imported = importing(loaded, SHUT, new_file(tmp_path / "newer.csv", newer), seed_dir)
    assert [again.release, imported] == [releases(source)[-1]] * 2
    assert releases(loaded) == releases(source)
