"""deploy/compose.yaml: its settings are real, its files are there, it is locked up, and no secret is in it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url

from app.settings import PREFIX, Settings

FOLDER = Path(__file__).resolve().parents[2] / "deploy"
TOLD: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = TOLD["services"]
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+):(?:-(?P<default>[^}]*)|\?)\}")
WRITING = ("migrate", "seed")


def filled(text: str) -> str:
    """What Compose makes of a value where only the passwords are set."""
    return VARIABLE.sub(
        lambda found: found["default"] or "" if "-" in found[0] else "made-up", text
    )


def settings_of(service: str) -> dict[str, str]:
    """What a service is told, by the names of the settings."""
    told: dict[str, str] = SERVICES[service].get("environment", {})
    ours = {name: filled(value) for name, value in told.items() if name.startswith(PREFIX)}
    return {name.removeprefix(PREFIX).lower(): value for name, value in ours.items() if value}


@pytest.mark.parametrize("service", [*WRITING, "server"])
def test_what_a_service_is_told_can_be_set(service: str) -> None:
    told = settings_of(service)
    assert told
    assert not told.keys() - Settings.model_fields.keys()
    Settings(**told)  # type: ignore[arg-type]


def test_who_serves_may_only_read() -> None:
    roles = {name: make_url(settings_of(name)["database_url"]).username for name in SERVICES if
             "database_url" in settings_of(name)}  # fmt: skip
    assert roles.pop("server") == "mission_kb_reader"
    assert roles == dict.fromkeys(WRITING, "mission_kb_writer")
    made = (FOLDER / "roles.sql").read_text(encoding="utf-8")
    assert "CREATE ROLE mission_kb_writer" in made
    assert "ALTER ROLE mission_kb_reader SET default_transaction_read_only = on" in made


def test_the_proxy_in_front_is_believed_and_told() -> None:
    told = settings_of("server")
    assert told["trusted_proxies"] == "127.0.0.1"
    port = SERVICES["cache"]["command"][SERVICES["cache"]["command"].index("-a") + 1]
    assert {told["caches"], *(settings_of(name)["caches"] for name in WRITING)} == {
        f"http://127.0.0.1{port}"
    }
    assert all(
        SERVICES[name]["network_mode"] == "service:network"
        for name in (*WRITING, "server", "cache")
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_locked_up(service: str) -> None:
    told = SERVICES[service]
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert "cap_add" not in told
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["mem_limit"]


def test_every_file_that_is_mounted_is_there() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = [mount.partition(":")[0] for mount in mounts if mount.startswith("./")]
    assert len(files) == 3
    for file in files:
        assert (FOLDER / file).is_file()
        assert f"{file}:" in " ".join(mount for mount in mounts if mount.endswith(":ro"))


def test_no_password_is_in_it() -> None:
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    for name, value in re.findall(r"^\s+([A-Z_]+_PASSWORD): (.+)$", text, re.MULTILINE):
        assert value == f'"${{{name}:?}}"'
    addresses = re.findall(r"postgresql://([^@]+)@", text)
    assert len(addresses) == 2
    assert all(
        re.fullmatch(r"mission_kb_[a-z]+:\$\{[A-Z]+_PASSWORD:\?\}", one) for one in addresses
    )
