"""Fetching a file over HTTP: patiently, within bounds, and not again while it is unchanged."""

import hashlib
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import random
from typing import IO, NamedTuple

import httpx
from sqlalchemy import select

from app import __version__
from app.database import SCHEMA_REVISION, Database
from app.database.dialects import upsert
from app.errors import OperatorError
from app.records import Fetched
from app.settings import Settings
from app.sources.keeping import instant, table_of
from app.sources.rows import CountryAliasRow, MissionAliasRow, RegisterRow
from app.sources.seed import contents

SCHEMES = ("http://", "https://")
TIMEOUT = httpx.Timeout(30, connect=10)
MOST_REDIRECTS = 5
ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60
CHUNK = 1 << 16
GZIP = zlib.MAX_WBITS | 16
"""What makes zlib read gzip."""

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class Reply(NamedTuple):
    """A file that was fetched, and what the server said to know it again by."""

    url: str
    path: Path
    etag: str | None
    last_modified: str | None


class TryAgain(Exception):
    """It did not work this time; `pause` is what the server asked for, in seconds."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


def is_address(source: str) -> bool:
    """Whether this is to be fetched rather than opened; other schemes than HTTP's are refused."""
    scheme, separator, _ = source.partition("://")
    if separator and not source.lower().startswith(SCHEMES):
        raise OperatorError(f"{scheme} is not supported; give a file, or an http or https address")
    return bool(separator)


@contextmanager
def fetch(database: Database, settings: Settings, url: str) -> Iterator[Reply | None]:
    """The file behind an address, gone afterwards; None where it is the one of last time."""
    asked = conditions(database, settings, url)
    with tempfile.TemporaryDirectory(prefix="mission-kb-") as folder:
        path = Path(folder) / "fetched"
        with httpx.Client(
            timeout=TIMEOUT,
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            headers={"User-Agent": f"mission-kb/{__version__}", "Accept-Encoding": "gzip"},
        ) as client:
            yield patiently(client, url, asked, path, settings.largest_download)


def patiently(
    client: httpx.Client, url: str, asked: Mapping[str, str], path: Path, most: int
) -> Reply | None:
    """Ask again after a while where that may help."""
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with path.open("wb") as out:
                return download(client, url, asked, out, most)
        except TryAgain as error:
            if attempt == ATTEMPTS:
                why = f"{url} could not be fetched, {ATTEMPTS} times: {error}"
                raise OperatorError(why) from error
            wanted = pause * (1 + random() / 4) if error.pause is None else error.pause  # noqa: S311
            if wanted > LONGEST_PAUSE_SECONDS:
                why = f"{url}: {error}, and it asks to wait for {wanted:.0f} s: try again then"
                raise OperatorError(why) from error
            time.sleep(wanted)
            pause *= 2
    raise AssertionError


def download(
    client: httpx.Client, url: str, asked: Mapping[str, str], out: IO[bytes], most: int
) -> Reply | None:
    """One attempt: the whole file, or the reason why not."""
    try:
        with client.stream("GET", url, headers=asked) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            check(response, url, most)
            size = 0
            for chunk in unpacked(response):
                size += len(chunk)
                if size > most:
                    raise too_large(url, most)
                out.write(chunk)
            headers = response.headers
            return Reply(url, Path(out.name), headers.get("ETag"), headers.get("Last-Modified"))
    except httpx.TooManyRedirects as error:
        raise OperatorError(f"{url} redirects more than {MOST_REDIRECTS} times") from error
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise OperatorError(f"{url} is, or leads to, no http or https address") from error
    except httpx.TransportError as error:  # a download that was cut short is one, too
        raise TryAgain(str(error) or type(error).__name__) from error
    except zlib.error as error:
        raise TryAgain(f"what came is not what its encoding says: {error}") from error


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The file as it was before it was compressed. httpx would not say where that breaks off."""
    coding = response.headers.get("Content-Encoding", "identity").lower()
    if coding == "identity":
        yield from response.iter_raw(CHUNK)
        return
    if coding not in ("gzip", "x-gzip"):
        raise OperatorError(f"{response.url} is sent as {coding}, which was not asked for")
    packed = zlib.decompressobj(GZIP)
    for chunk in response.iter_raw(CHUNK):
        rest = chunk
        while rest:
            yield packed.decompress(rest, CHUNK)
            rest = packed.unconsumed_tail
    yield packed.flush()  # what it has read already and had no room for
    if not packed.eof or packed.unused_data:
        raise TryAgain("what came is compressed, and is not whole")


def check(response: httpx.Response, url: str, most: int) -> None:
    """Refuse an answer that is no file, or one that is too large."""
    status = response.status_code
    if status in AGAIN:
        raise TryAgain(f"the server answers {status}", pause_of(response.headers))
    if status != httpx.codes.OK:
        raise OperatorError(f"{url}: the server answers {status} {response.reason_phrase}")
    if int(response.headers.get("Content-Length", 0)) > most:
        raise too_large(url, most)


def pause_of(headers: Mapping[str, str]) -> float | None:
    """How long the server asks to wait: seconds, or until an instant (RFC 9110, 10.2.3)."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def too_large(url: str, most: int) -> OperatorError:
    """What is said of a file that goes beyond the limit."""
    return OperatorError(
        f"{url} is larger than {most:,} bytes: set MISSION_KB_LARGEST_DOWNLOAD to allow more"
    )


def conditions(database: Database, settings: Settings, url: str) -> dict[str, str]:
    """What makes the server answer 304 where the file is still the one that was imported."""
    query = select(Fetched.etag, Fetched.last_modified).where(
        Fetched.url == url, Fetched.digest == reader_digest(settings.seed_dir)
    )
    with database.session() as session:
        held = session.execute(query).first()
    if held is None:
        return {}
    asked = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in asked.items() if value}


def remember(database: Database, settings: Settings, reply: Reply, sha256: str) -> None:
    """Note what the server said of the file that was just imported."""
    row = {
        "url": reply.url,
        "etag": reply.etag,
        "last_modified": reply.last_modified,
        "sha256": sha256,
        "digest": reader_digest(settings.seed_dir),
        "fetched_at": instant(),
    }
    with database.writing() as connection:
        upsert(connection, table_of(Fetched), [row])


def reader_digest(seed_dir: Path) -> str:
    """What makes rows of a file: another version, or other aliases, may make others."""
    whole = hashlib.sha256(f"{__version__} {SCHEMA_REVISION}\n".encode())
    for file in (RegisterRow, MissionAliasRow, CountryAliasRow):
        whole.update(contents(seed_dir / f"{file.file}.csv"))
    return whole.hexdigest()
