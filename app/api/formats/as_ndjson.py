"""NDJSON: a row a line, each as the JSON list has it."""

from collections.abc import Iterator

from pydantic_core import to_json
from starlette.responses import Response

from app.api.formats.format import Batches, Format, Told
from app.api.schemas import Answer


class NdjsonResponse(Response):
    """Lines of JSON."""

    media_type = "application/x-ndjson"


def write(row: type[Answer], batches: Batches, told: Told) -> Iterator[bytes]:
    """A line for each row."""
    for items in batches:
        yield b"".join(to_json(item) + b"\n" for item in items)


NDJSON = Format(
    ending=".ndjson", name="Ndjson", title="NDJSON", response=NdjsonResponse, write=write
)
