"""What a deployment can set, each with its default; every name has the prefix MISSION_KB_."""

from ipaddress import ip_network
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.logs import LogFormat

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "MISSION_KB_"


class Settings(BaseSettings):
    """Read once from the environment; a value given by hand wins, and an empty one is none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database_url: SecretStr = Field(
        SecretStr("sqlite:///data/mission-kb.sqlite3"),
        description="Where the data is: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    host: str = Field("127.0.0.1", description="The address that `serve` listens on.")
    port: int = Field(
        8000, ge=0, le=65535, description="Its port, 0 to 65535; 0 takes any free one."
    )
    seed_dir: Path = Field(ROOT / "seed_data", description="The folder of the seed files.")
    documents_dir: Path | None = Field(
        None, description="The folder of the documents' texts, where they are at hand."
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/?#\s]+",
        description="The address that links are written with, as https://kb.example.org; by default"
        " the one asked for.",
    )
    workers: int = Field(1, ge=1, le=64, description="Processes that answer requests, 1 to 64.")
    reader_threads: int | None = Field(
        None,
        ge=1,
        le=64,
        description="Threads of each worker that read the database, 1 to 64; by default 1 on"
        " SQLite, 8 on PostgreSQL.",
    )
    query_seconds: float = Field(
        30,
        gt=0,
        le=600,
        description="For how many seconds a question may wait and be worked on, up to 600, before it is"
        " broken off and answered 503; whole lists as CSV and the like may take as long as they are"
        " read.",
    )
    most_waiting: int = Field(
        2000,
        ge=1,
        le=100_000,
        description="How many questions of each worker may wait at once, 1 to 100000; one more is"
        " answered 503, unless it is the only one of its client.",
    )
    largest_download: int = Field(
        1 << 30, ge=1, description="The most bytes that `import` fetches from an address."
    )
    streams: int = Field(
        4,
        ge=1,
        le=64,
        description="How many lists may be sent whole at once, as CSV and the like, 1 to 64.",
    )
    cache_seconds: int = Field(
        0,
        ge=0,
        le=86400,
        description="For how many seconds clients may repeat an answer without asking, 0 to 86400;"
        " with 0 they ask each time and are told where nothing has changed.",
    )
    cache_bytes: int = Field(
        4 << 20,
        ge=0,
        description="How many bytes of answers each worker keeps, to repeat them until there is"
        " another release; with 0 it keeps none.",
    )
    cache_dir: Path = Field(
        Path("data/cache"),
        description="The folder of what is made once and may be made again: the scripts of charts.",
    )
    caches: str | None = Field(
        None,
        pattern=r"^https?://[^/?#\s,]+/?(,https?://[^/?#\s,]+/?)*$",
        description="Caches in front that are told of each new release, as http://127.0.0.1:6081,"
        " with commas between several.",
    )
    log_format: LogFormat = Field(
        "text",
        description="How `serve` logs: `text`, or `json`, a line an event and one for each request.",
    )
    metrics: str = Field(
        "on",
        pattern=r"^(on|off|(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):[0-9]{1,5})$",
        description="Where Prometheus reads: `on` for `/metrics` beside all else, `off`, or HOST:PORT,"
        " an address of its own.",
    )
    rate_limit: str | None = Field(
        None,
        pattern=r"^[1-9][0-9]{0,8}/(second|minute|hour|day)$",
        description="How many requests each client may make, as 600/minute; by default as many as it likes.",
    )
    redis_url: SecretStr | None = Field(
        None,
        description="Where all workers count the requests together, as redis://127.0.0.1:6379/0; by default each"
        " counts its own.",
    )
    trusted_proxies: str | None = Field(
        None,
        description="Proxies in front whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or"
        " networks, as 10.0.0.7,fd00::/8; by default none is.",
    )
    trusted_hosts: str | None = Field(
        None,
        pattern=r"^[^\s,/@:*]+(,[^\s,/@:*]+)*$",
        description="Names that the server may be asked by, as kb.example.org, with commas between several;"
        " by default any.",
    )
    mcp: bool = Field(
        False,
        description="Whether assistants are answered over MCP, at /mcp: true or false.",
    )

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """The host and the port that are for Prometheus alone, if any."""
        if self.metrics in ("on", "off"):
            return None
        host, _, port = self.metrics.rpartition(":")
        return host.strip("[]"), int(port)

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, url: SecretStr | None) -> SecretStr | None:
        """An address of Redis, with TLS or without."""
        if url is not None and not url.get_secret_value().startswith(("redis://", "rediss://")):
            raise ValueError("it begins with redis:// or rediss://")
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def check_trusted_proxies(cls, proxies: str | None) -> str | None:
        """Addresses and networks, each written as one: whoever is trusted by mistake may be anyone."""
        for proxy in proxies.split(",") if proxies else ():
            ip_network(proxy)
        return proxies

    @property
    def proxies(self) -> list[str]:
        """The proxies that are trusted."""
        return self.trusted_proxies.split(",") if self.trusted_proxies else []

    @property
    def hosts(self) -> frozenset[str]:
        """The names that the server may be asked by; empty where it may be asked by any."""
        return frozenset(self.trusted_hosts.lower().split(",") if self.trusted_hosts else ())

    @property
    def cache_addresses(self) -> list[str]:
        """The addresses of the caches in front."""
        return self.caches.split(",") if self.caches else []
