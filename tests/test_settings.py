"""Every setting does what docs/settings.md says, and the document says all of them."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.settings import PREFIX, ROOT, Settings

DOCUMENT = ROOT / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def shown(default: object) -> str:
    """A default as the document shows it."""
    if default is None:
        return ""
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, Path) and default.is_absolute():
        default = default.relative_to(ROOT)
    return f"`{default}`"


def documented() -> list[list[str]]:
    """The rows of the first table of the document, without its head."""
    lines = DOCUMENT.read_text(encoding="utf-8").split("\n\n| Variable ")[1].splitlines()[2:]
    rows = lines[: lines.index("")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_the_document_lists_every_setting_with_its_default() -> None:
    assert documented() == [
        [f"`{variable(name)}`", shown(field.default), field.description]
        for name, field in Settings.model_fields.items()
    ]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_by_a_sentence(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description is not None
    assert description[0].isupper()
    assert description.endswith(".")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("database_url", "postgresql:///kb", SecretStr("postgresql:///kb")),
        ("host", "0.0.0.0", "0.0.0.0"),
        ("port", "0", 0),
        ("port", "65535", 65535),
        ("seed_dir", "/srv/seed", Path("/srv/seed")),
        ("documents_dir", "/srv/texts", Path("/srv/texts")),
        ("public_url", "https://kb.example.org", "https://kb.example.org"),
        ("reader_threads", "3", 3),
        ("cache_seconds", "86400", 86400),
        ("caches", "http://127.0.0.1:6081", "http://127.0.0.1:6081"),
        ("rate_limit", "600/minute", "600/minute"),
        ("redis_url", "redis://127.0.0.1/0", SecretStr("redis://127.0.0.1/0")),
        ("trusted_proxies", "10.0.0.7,fd00::/8", "10.0.0.7,fd00::/8"),
        ("trusted_hosts", "kb.example.org", "kb.example.org"),
    ],
)
def test_a_variable_sets_what_it_names(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
) -> None:
    monkeypatch.setenv(variable(name), text)
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize("name", Settings.model_fields)
def test_an_empty_variable_stands_for_the_default(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(variable(name), "")
    assert getattr(Settings(), name) == Settings.model_fields[name].default


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "http"),
        ("port", "-1"),
        ("port", "65536"),
        ("port", "80.5"),
        ("public_url", "kb.example.org"),
        ("public_url", "ftp://kb.example.org"),
        ("reader_threads", "0"),
        ("reader_threads", "65"),
        ("reader_threads", "many"),
        ("cache_seconds", "-1"),
        ("cache_seconds", "86401"),
        ("caches", "127.0.0.1:6081"),
        ("caches", "http://127.0.0.1:6081/v1"),
        ("caches", "http://127.0.0.1:6081,"),
        ("caches", "http://127.0.0.1:6081 http://127.0.0.1:6082"),
        ("rate_limit", "600"),
        ("rate_limit", "0/minute"),
        ("rate_limit", "600/fortnight"),
        ("redis_url", "127.0.0.1:6379"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "10.0.0.7/8"),
        ("trusted_hosts", "kb.example.org:8000"),
        ("trusted_hosts", "https://kb.example.org"),
        ("trusted_hosts", "*"),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(variable(name), text)
    with pytest.raises(ValidationError, match=name):
        Settings()


def test_several_caches_stand_with_commas_between() -> None:
    assert Settings().cache_addresses == []
    assert Settings(caches="http://a:6081,https://b/").cache_addresses == [
        "http://a:6081",
        "https://b/",
    ]


def test_what_is_given_by_hand_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISSION_KB_PORT", "9000")
    assert Settings(port=9001).port == 9001


def test_settings_do_not_change_once_read() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_a_password_is_not_shown() -> None:
    settings = Settings(database_url=SecretStr("postgresql://kb:hunter2@db/kb"))
    assert "hunter2" not in f"{settings} {settings!r} {settings.model_dump_json()}"
