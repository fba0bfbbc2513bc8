"""Files of rows, read one row at a time whatever their size: CSV, JSON, or a workbook's sheet."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple

from app.errors import OperatorError

CHUNK = 1 << 16
WORKBOOK = b"PK\x03\x04"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_CELL = 1 << 20

Cells = Sequence[str]


class Sheet(NamedTuple):
    """The header of a file, its rows with their numbers, and how far the file has been read."""

    header: Sequence[str]
    rows: Iterator[tuple[int, Cells]]
    file: IO[bytes]

    @property
    def position(self) -> int:
        """How many bytes have been read, more or less."""
        return self.file.tell()


@contextmanager
def open_sheet(path: Path, sheet: str | None = None) -> Iterator[Sheet]:
    """The rows of a file; what it is is seen by how it begins."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from error
    with file:
        start = file.read(CHUNK)
        file.seek(0)
        first = start.removeprefix(BYTE_ORDER_MARK).lstrip()[:1]
        try:
            if start.startswith(WORKBOOK):
                yield workbook(path, file, sheet)
            elif first == b"<":
                raise OperatorError(f"{path.name} is a web page, or XML, and no file of rows")
            elif first in (b"[", b"{"):
                yield json_rows(file)
            else:
                yield csv_rows(file)
        except UnicodeDecodeError as error:
            raise OperatorError(f"{path.name} is not UTF-8: {error.reason}") from error
        except csv.Error as error:
            raise OperatorError(f"{path.name} is no CSV that can be read: {error}") from error


def csv_rows(file: IO[bytes]) -> Sheet:
    """The rows of a CSV file, with or without a byte order mark, whatever its line ends."""
    csv.field_size_limit(LONGEST_CELL)
    # The file itself still tells how far it has been read.
    reader = csv.reader(TextIOWrapper(file, "utf-8-sig", newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    return Sheet(header, filter(itemgetter(1), enumerate(reader, start=2)), file)


def json_rows(file: IO[bytes]) -> Sheet:
    """The objects of an array, or of the one array within an object; the first tells the columns."""
    objects = array_items(file)
    first = next(objects, {})
    header = list(first)

    def rows() -> Iterator[tuple[int, Cells]]:
        if not first:
            return
        yield 2, cells_of(first, header)
        for number, item in enumerate(objects, start=3):
            yield number, cells_of(item, header)

    return Sheet(header, rows(), file)


def array_items(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The objects of the first array in a file, decoded one by one."""
    decode = json.JSONDecoder().raw_decode
    text = ""
    while "[" not in text:
        text += more(file)
    text = text[text.index("[") + 1 :].lstrip()
    while not text.startswith("]"):
        try:
            item, end = decode(text)
        except json.JSONDecodeError:
            text += more(file)
            continue
        if not isinstance(item, dict):
            raise OperatorError("the JSON is no array of objects")
        yield item
        text = text[end:].lstrip()
        while not text:
            text = more(file).lstrip()
        text = text.removeprefix(",").lstrip()


def more(file: IO[bytes]) -> str:
    """The next lines of a JSON file, which has to go on."""
    chunk = file.read(CHUNK)
    if not chunk:
        raise OperatorError("the JSON ends before its array does, or is broken")
    while chunk[-1] >= 0x80 and (rest := file.read(1)):  # not within a character
        chunk += rest
    return chunk.decode("utf-8-sig")


def cells_of(item: dict[str, Any], header: Sequence[str]) -> Cells:
    """The values of an object as texts, in the order of the header."""
    return [text_of(item.get(name)) for name in header]


def workbook(path: Path, file: IO[bytes], sheet: str | None) -> Sheet:
    """The rows of a sheet of a workbook, by default the first one; a row without anything is none."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError as error:
        raise OperatorError(
            "python-calamine is not installed, which workbooks need: install mission-kb[xlsx]"
        ) from error
    try:
        book = CalamineWorkbook.from_path(str(path))
        name = sheet or book.sheet_names[0]
        found = book.get_sheet_by_name(name)
        rows, first = found.iter_rows(), (found.start or (0, 0))[0] + 1
    except (CalamineError, IndexError) as error:
        raise OperatorError(f"{path.name} is no workbook that can be read: {error}") from error
    header = [text_of(cell).strip() for cell in next(rows, [])]
    texts = ([text_of(cell) for cell in row] for row in rows)
    return Sheet(header, (each for each in enumerate(texts, first + 1) if any(each[1])), file)


def text_of(value: Any) -> str:
    """A value as a CSV file would write it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)
