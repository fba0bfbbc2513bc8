"""CSV (RFC 4180): a header, and a row a line in flat columns; nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from app.api.formats.flat import flat
from app.api.formats.format import Batches, Format, Told
from app.api.schemas import Answer

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


class CsvResponse(Response):
    """A table."""

    media_type = "text/csv"


def write(row: type[Answer], batches: Batches, told: Told) -> Iterator[bytes]:
    """The header and the first rows, then more rows; the header alone where there are none."""
    of = flat(row)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in of.columns)
    for items in batches:
        writer.writerows([inert(cell) for cell in of.cells(item)] for item in items)
        yield taken(written)
    yield taken(written)


def taken(written: io.StringIO) -> bytes:
    """What has been written since the last time."""
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text.encode()


def inert(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str):
        return GUARD + cell if cell.startswith(FORMULA_SIGNS) else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


CSV = Format(ending=".csv", name="Csv", title="CSV", response=CsvResponse, write=write)
