"""NDJSON: a row a line, each as the JSON list has it."""

from collections.abc import Iterator
from itertools import repeat

from starlette.responses import Response

from app.api.formats.format import Format, Sheets, Told
from app.api.formats.json_rows import JsonRows
from app.api.schemas import Answer


class NdjsonResponse(Response):
    """Lines of JSON."""

    media_type = "application/x-ndjson"


def write(row: type[Answer], sheets: Sheets, told: Told) -> Iterator[bytes]:
    """A line for each row."""
    rows = JsonRows(row)
    for sheet in sheets:
        lines = zip(*rows.pieces(sheet), repeat("\n"), strict=False)
        yield "".join(map("".join, lines)).encode()


NDJSON = Format(
    ending=".ndjson", name="Ndjson", title="NDJSON", response=NdjsonResponse, write=write
)
