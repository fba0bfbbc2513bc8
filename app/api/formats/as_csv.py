"""CSV (RFC 4180): a header, and a row a line in flat columns; nothing that a spreadsheet would run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from app.api.formats.citing import Citing
from app.api.formats.flat import Flat, flat, parts
from app.api.formats.format import Format, Sheets, Told
from app.api.formats.sheet import Sheet
from app.api.formats.written import Written
from app.api.schemas import Answer
from app.queries.batches import Citations

FORMULA_SIGNS = frozenset("=+-@\t\r")
GUARD = "'"
END = "\r\n"


class CsvResponse(Response):
    """A table."""

    media_type = "text/csv"


def write(row: type[Answer], sheets: Sheets, told: Told) -> Iterator[bytes]:
    """The header and the first rows, then more rows; the header alone where there are none."""
    header = ",".join(cell(column.name) for column in flat(row).columns) + END
    written = {name: writing(part) for name, part in parts(row).items()}
    citing = Citing(doubled, around='"')
    for sheet in sheets:
        rows = map(",".join, zip(*columns(sheet, written, citing), strict=True))
        yield (header + END.join((*rows, ""))).encode()
        header = ""
    yield header.encode()


def columns(
    sheet: Sheet, written: Mapping[str, Written[str]], citing: Citing
) -> Iterator[Iterable[str]]:
    """The cells of each field, those of one row with commas between them."""
    for name, field in sheet.fields.items():
        if isinstance(field, Citations):
            yield citing.of(field)
        else:
            yield written[name].of(field)


def writing(part: Flat) -> Written[str]:
    """How the cells of a field are written."""
    if part.is_plain:
        return Written(cell, cells)
    return Written(lambda value: ",".join(map(cell, part.cells(value))))


def cells(values: Sequence[Any]) -> Sequence[str]:
    """Cells, as `cell` writes them; most texts need quotes for a comma only, if at all."""
    try:
        text = "".join(values)
    except TypeError:  # some are no texts
        return list(map(cell, values))
    starts = {value[:1] for value in values}
    if '"' in text or "\n" in text or "\r" in text or not starts.isdisjoint(FORMULA_SIGNS):
        return list(map(cell, values))
    return [f'"{value}"' if "," in value else value for value in values] if "," in text else values


def cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str):
        text = str(GUARD + value if value[:1] in FORMULA_SIGNS else value)
        if "," in text or '"' in text or "\n" in text or "\r" in text:
            return f'"{doubled(text)}"'
        return text
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def doubled(text: str) -> str:
    """A text as it stands between quotes."""
    return text.replace('"', '""')


CSV = Format(ending=".csv", name="Csv", title="CSV", response=CsvResponse, write=write)
