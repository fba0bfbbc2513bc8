"""Quotes: passages are shown where the very text that was cited is at hand, and only there."""

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.errors import OperatorError
from app.settings import Settings
from app.sources.prepare import prepare
from tests.conftest import serve
from tests.sources.small_seed import SENTENCE, TEXT, small_seed, write_seed

Quote = Callable[[bytes | None], Any]


@pytest.fixture
def quote(tmp_path: Path, empty_url: str) -> Quote:
    """What is quoted for the small seed's one citation when the folder of texts holds this file."""

    def ask(content: bytes | None) -> Any:
        texts = tmp_path / "texts"
        texts.mkdir()
        if content is not None:
            (texts / "any name.txt").write_bytes(content)
        seed_dir = write_seed(tmp_path, small_seed())
        settings = Settings(
            database_url=SecretStr(empty_url), seed_dir=seed_dir, documents_dir=texts
        )
        list(prepare(settings))
        running = serve(settings)
        with closing(running):
            fact = httpx.get(f"{next(running)}/v1/casualties/deaths").json()
        return fact["citations"][0]["quote"]

    return ask


def test_a_passage_is_quoted_where_its_text_is_at_hand(quote: Quote) -> None:
    assert quote(TEXT.encode()) == SENTENCE


def test_a_text_that_is_not_the_very_same_is_not_quoted_and_is_reported(
    quote: Quote, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="app.main"):
        assert quote(TEXT.replace("180", "190").encode()) is None
    assert "the text of report is not at hand" in caplog.text


def test_without_texts_nothing_is_quoted(quote: Quote) -> None:
    assert quote(None) is None


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, empty_url: str) -> None:
    settings = Settings(
        database_url=SecretStr(empty_url),
        seed_dir=write_seed(tmp_path, small_seed()),
        documents_dir=tmp_path / "nowhere",
    )
    with pytest.raises(OperatorError, match="cannot be read"):
        list(prepare(settings))


def test_without_a_folder_nothing_is_quoted(api: httpx.Client) -> None:
    facts = api.get("/v1/casualties").json()["items"]
    assert {citation["quote"] for fact in facts for citation in fact["citations"]} == {None}
