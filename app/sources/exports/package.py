"""datapackage.json: what the files of an export are, so that whoever finds them can read them.

The form is that of Data Package 2.0 (datapackage.org); `missionKb` is our own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from app.database import SCHEMA_REVISION
from app.errors import OperatorError
from app.records import Document
from app.sources.exports.fields import TABLES, Field, fields_of
from app.sources.exports.forms import FORMS, Form
from app.sources.exports.licences import OURS, open_licence
from app.sources.exports.selection import Selection
from app.sources.keeping import table_of
from app.values.terms import DocumentKind

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ABOUT = (
    "What documents say of peace operations, each fact with its citations: a file a table, as the"
    " tables are kept. `mission-kb load` makes a database of it."
)


class Written(NamedTuple):
    """A file as it was written."""

    table: Table
    form: Form
    rows: int
    bytes: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, which is the resource's too."""
        return name_of(self.table, self.form)


class Contents(NamedTuple):
    """What an export holds, and how many rows of each table it does not."""

    release: str
    whole_release: str
    selection: Selection
    left_out: Mapping[str, int]
    files: Sequence[Written]


def name_of(table: Table, form: Form) -> str:
    """The name of a table's file."""
    return f"{table.name}.{form.ending}"


def described(connection: Connection, contents: Contents) -> str:
    """The whole file."""
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "mission-kb",
        "title": f"Mission KB, release {contents.release}",
        "description": ABOUT,
        "version": contents.release,
        **licences(connection, contents.selection),
        "resources": [resource(each) for each in contents.files],
        "missionKb": ours(contents),
    }
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n"


def ours(contents: Contents) -> dict[str, Any]:
    """The release, and where it is not the whole of one, what is left out of which."""
    told: dict[str, Any] = {"release": contents.release, "schemaRevision": SCHEMA_REVISION}
    if contents.selection.left_out:
        told["partOfRelease"] = contents.whole_release
        told["leftOut"] = {
            "documents": contents.selection.left_out,
            "rows": {name: count for name, count in contents.left_out.items() if count},
        }
    return told


def licences(connection: Connection, selection: Selection) -> dict[str, Any]:
    """Every document as a source; `licenses` only where they allow the whole to be passed on."""
    table = table_of(Document)
    rows = connection.execute(
        select(table).where(selection.where(table)).order_by(table.c.id)
    ).all()
    stated = [OURS, *(open_licence(row.licence) for row in rows
                      if row.kind == DocumentKind.DATASET)]  # fmt: skip
    sources = [
        {
            "title": row.title or row.id,
            **({"path": row.url} if row.url else {}),
            "document": row.id,
            "licence": row.licence,
        }
        for row in rows
    ]
    if None in stated:
        return {"sources": sources}
    free = {each.id: each for each in stated if each is not None}
    licenses = [{"name": one.id, "title": one.title, "path": one.url} for one in free.values()]
    return {"licenses": licenses, "sources": sources}


def resource(file: Written) -> dict[str, Any]:
    """A file with its columns and their keys."""
    return {
        "name": file.name,
        "path": file.name,
        "type": "table",
        "format": file.form.ending,
        "mediatype": file.form.media_type,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": {
            "fields": [described_field(field) for field in fields_of(file.table)],
            "missingValues": [""],
            "primaryKey": [column.name for column in file.table.primary_key],
            "foreignKeys": list(foreign_keys(file)),
        },
    }


def described_field(field: Field) -> dict[str, Any]:
    """A column."""
    constraints: dict[str, Any] = {"required": True} if field.is_needed else {}
    if field.codes:
        constraints["enum"] = list(field.codes)
    told = {"name": field.name, "type": field.kind.value}
    return {**told, "constraints": constraints} if constraints else told


def foreign_keys(file: Written) -> Iterator[dict[str, Any]]:
    """The columns that hold keys of other files in the same form; a file's own needs no name."""
    for key in sorted(file.table.foreign_keys, key=lambda one: one.parent.name):
        of = key.column.table
        within = of is file.table
        reference = {"fields": [key.column.name]}
        named = {} if within else {"resource": name_of(of, file.form)}
        yield {"fields": [key.parent.name], "reference": {**named, **reference}}


class Said(NamedTuple):
    """What a file has to be."""

    rows: int
    sha256: str


class Package(NamedTuple):
    """An export to be loaded: its release, and what its files have to be, by name."""

    folder: Path
    release: str
    files: Mapping[str, Said]

    def form(self) -> Form:
        """The first form that every table is there in."""
        for form in FORMS.values():
            if all(name_of(table, form) in self.files for table in TABLES):
                return form
        raise OperatorError(f"{self.folder / NAME} does not name a file for each table: {AGAIN}")


AGAIN = "export it again with `mission-kb export`"


def read_package(folder: Path) -> Package:
    """What a folder says that it holds, if this version can load it."""
    path = folder / NAME
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        ours = package["missionKb"]
        revision, release = str(ours["schemaRevision"]), str(ours["release"])
        files = {
            str(each["name"]): Said(int(each["rows"]), str(each["hash"]).removeprefix("sha256:"))
            for each in package["resources"]
        }
    except OSError as error:
        raise OperatorError(
            f"{path} cannot be read: {error.strerror}; name a folder that `mission-kb export` wrote"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise OperatorError(f"{path} is not as `mission-kb export` writes it: {AGAIN}") from error
    if revision != SCHEMA_REVISION:
        raise OperatorError(
            f"{folder} is an export of revision {revision}, this version loads {SCHEMA_REVISION}:"
            " load it with the version that wrote it, and migrate that database"
        )
    return Package(folder, release, files)
