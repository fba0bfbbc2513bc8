"""Make and drop a database that is only there for one run of the tests.

create URL...   prints the address of a new database on the first server that lets one be made
drop URL        drops it again
"""

import os
import secrets
import sys

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

PREFIX = "mission_kb_ci_"


def create(candidates: list[str]) -> str:
    """Make a database on the first of the servers that lets one be made, and say where it is."""
    for candidate in candidates:
        url = make_url(candidate)
        name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
        try:
            _execute(
                url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + _unicode(url)
            )
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0]
            print(f"not on {url.render_as_string(hide_password=True)}: {reason}", file=sys.stderr)
        else:
            return url.set(database=name).render_as_string(hide_password=False)
    sys.exit(1)


def drop(address: str) -> None:
    """Drop a database that `create` made, and no other; whoever is still connected is sent away."""
    url = make_url(address)
    name = url.database or ""
    if not name.startswith(PREFIX):
        sys.exit(f"{name} is not a throw-away database")
    _execute(
        url.set(database="postgres"),
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)),
    )


def _unicode(url: URL) -> sql.SQL:
    """What makes the new database hold every script, even on a server that was set up without."""
    with _connect(url) as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'"
        ).fetchone()
    if row is not None and row[0] == "UTF8":
        return sql.SQL("")
    return sql.SQL(" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")


def _execute(url: URL, statement: sql.Composed) -> None:
    with _connect(url) as connection:
        connection.execute(statement)


def _connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=5)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["create", *candidates] if candidates:
            print(create(candidates))
        case ["drop", address]:
            drop(address)
        case _:
            sys.exit(__doc__)
