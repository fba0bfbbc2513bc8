"""The server that is held against the checks: the project's own, as whoever installs it runs it."""

import os
import re
import secrets
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from app.settings import PREFIX
from conformance.check import Failed, Kind, tail
from conformance.tools import OWN

ADDRESS = re.compile(r"Serving on (http://\S+)")
PATIENCE_SECONDS = 30
TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")


@dataclass(frozen=True)
class Server:
    """A server that runs, and the file with what it has said on standard error."""

    process: "subprocess.Popen[str]"
    address: str
    log: Path

    def stop(self) -> None:
        """Tell it to stop; it ends well, and has logged no fault of its own."""
        self.process.terminate()
        status = self.process.wait(PATIENCE_SECONDS)
        said = self.log.read_text(encoding="utf-8")
        if status != 0 or "Traceback" in said or "unhandled error" in said:
            raise Failed(f"the server ended with {status}\n{tail(said)}")


@contextmanager
def serving(kind: Kind, folder: Path) -> Iterator[Server]:
    """Serve the seed from a fresh database on a free port; both are gone afterwards."""
    with fresh_database(kind, folder) as url:
        own = {"DATABASE_URL": url, "PORT": "0", "MCP": "true"}
        variables = {f"{PREFIX}{name}": value for name, value in own.items()}
        variables["PYTHONUNBUFFERED"] = "1"
        kept = {k: v for k, v in os.environ.items() if not k.startswith((PREFIX, "TEST_"))}
        log = folder / f"{kind}.log"
        with log.open("w", encoding="utf-8") as said:
            process = subprocess.Popen(
                [OWN / "mission-kb", "serve"],
                cwd=folder,
                env=kept | variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            )
        try:
            yield Server(process, address_of(process, log), log)
        finally:
            process.kill()
            process.communicate()


def address_of(process: "subprocess.Popen[str]", log: Path) -> str:
    """Where it serves, as it says itself."""
    assert process.stdout is not None
    for line in process.stdout:
        if match := ADDRESS.match(line):
            return match.group(1)
    status = process.wait(PATIENCE_SECONDS)
    raise Failed(f"the server ended with {status}\n{tail(log.read_text(encoding='utf-8'))}")


@contextmanager
def fresh_database(kind: Kind, folder: Path) -> Iterator[str]:
    """The address of an empty database: a file, or a schema of the server that is named."""
    if kind is Kind.SQLITE:
        yield f"sqlite:///{folder / 'conformance.sqlite3'}"
        return
    assert TEST_DATABASE_URL is not None
    url = make_url(TEST_DATABASE_URL)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    schema = f"conformance_{uuid.uuid4().hex[:12]}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        own = url.update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@contextmanager
def by_network(address: str) -> Iterator[str]:
    """The address for whoever has neither our socket nor our account: that of a role made for it."""
    url = make_url(address)
    if url.host is not None:
        yield address
        return
    schema = str(url.query["options"]).partition("=")[2]
    role, password = f"{schema}_guest", secrets.token_hex(16)
    engine = create_engine(make_url(TEST_DATABASE_URL or ""), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'"))
        connection.execute(text(f"GRANT {role} TO CURRENT_USER"))
        connection.execute(text(f"ALTER SCHEMA {schema} OWNER TO {role}"))
        port = connection.scalar(text("SHOW port"))
    own = url.set(username=role, password=password, host="127.0.0.1", port=int(port or 5432))
    try:
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"REASSIGN OWNED BY {role} TO CURRENT_USER"))
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
        engine.dispose()
