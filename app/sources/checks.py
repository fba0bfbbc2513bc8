"""What has to hold between the rows of the seed files."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from app.errors import SeedError
from app.sources.cells import Ref
from app.sources.rows import (
    FACT_FILES,
    KIND_FILES,
    BaseRow,
    CitationRow,
    CountryAliasRow,
    CountryRow,
    Files,
    MergedRow,
    MissionAliasRow,
    MissionRow,
    OrganisationRow,
    PersonRow,
    PlaceRow,
    Row,
)
from app.values.terms import BaseKind

WITHIN: dict[type[Row], str] = {PlaceRow: "parent", OrganisationRow: "part_of"}
"""The columns that refer to rows of their own file."""


def check_all(files: Files) -> None:
    """Refuse what no single row shows to be wrong."""
    check_ids(files)
    check_codes(files)
    check_references(files)
    check_nesting(files)
    check_leads(files)
    check_headquarters(files)
    check_citations(files)
    check_every_fact_is_cited(files)
    check_merged(files)
    check_aliases(files)


def numbered(files: Files, file: type[Row]) -> Iterator[tuple[int, Any]]:
    """The rows of a file with their numbers; the header is row 1."""
    return enumerate(files[file], start=2)


def wrong(file: type[Row], number: int, column: str, reason: str) -> SeedError:
    """What is wrong with a cell of a row that is right in itself."""
    return SeedError(f"{file.file}.csv", reason, number, column)


def check_ids(files: Files) -> None:
    """An id stands for one thing; people and organisations share their ids."""
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        if "id" not in file.model_fields or file is MergedRow:
            continue
        space = "actors" if file in (PersonRow, OrganisationRow) else file.file
        for number, row in numbered(files, file):
            key, here = (space, row.id), f"row {number} of {file.file}.csv"
            if seen.setdefault(key, here) != here:
                raise wrong(file, number, "id", f"{row.id!r} is taken already, by {seen[key]}")


def check_codes(files: Files) -> None:
    """A country's codes are its own."""
    seen: dict[tuple[str, str], str] = {}
    for number, row in numbered(files, CountryRow):
        for column in ("alpha2", "m49"):
            code = getattr(row, column)
            other = seen.setdefault((column, code), row.id)
            if other != row.id:
                raise wrong(CountryRow, number, column, f"{code!r} is the code of {other} already")


def check_references(files: Files) -> None:
    """Whatever a row refers to exists."""
    ids = {
        file.file: {row.id for row in rows}
        for file, rows in files.items()
        if "id" in file.model_fields
    }
    for file in files:
        for column, mark in references(file).items():
            known = set().union(*(ids[target] for target in mark.files))
            for number, row in numbered(files, file):
                value = getattr(row, column)
                for id in value if isinstance(value, list) else [value]:
                    if id is not None and id not in known:
                        targets = " or ".join(f"{target}.csv" for target in mark.files)
                        raise wrong(file, number, column, f"{id!r} is no id of {targets}")


def references(file: type[Row]) -> dict[str, Ref]:
    """The columns of a file that refer to other files."""
    return {
        name: mark
        for name, field in file.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Ref)
    }


def check_nesting(files: Files) -> None:
    """Nothing lies within itself, however far round."""
    for file, column in WITHIN.items():
        above = {row.id: [getattr(row, column)] for row in files[file] if getattr(row, column)}
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            circle = error.args[1]
            number = next(number for number, row in numbered(files, file) if row.id in circle)
            raise wrong(file, number, column, f"a circle: {' < '.join(circle)}") from error


def check_leads(files: Files) -> None:
    """A mission is led by the UN or by a country that is known."""
    known = {"un", *(row.id for row in files[CountryRow])}
    for number, row in numbered(files, MissionRow):
        if row.lead not in known:
            raise wrong(MissionRow, number, "lead", f"{row.lead!r} is neither un nor a country")


def check_headquarters(files: Files) -> None:
    """A mission has one headquarters at most."""
    seen: set[str] = set()
    for number, row in numbered(files, BaseRow):
        if row.kind == BaseKind.HEADQUARTERS:
            if row.mission in seen:
                raise wrong(BaseRow, number, "kind", f"{row.mission} has a headquarters already")
            seen.add(row.mission)


def check_citations(files: Files) -> None:
    """Every citation is of a fact, and cites a passage once."""
    facts = {(kind, row.id) for kind, file in FACT_FILES.items() for row in files[file]}
    seen: set[tuple[Any, ...]] = set()
    for number, row in numbered(files, CitationRow):
        if row.kind not in FACT_FILES:
            why = f"{row.kind!r} is not one of {', '.join(FACT_FILES)}"
            raise wrong(CitationRow, number, "kind", why)
        if (row.kind, row.fact) not in facts:
            raise wrong(CitationRow, number, "fact", f"there is no {row.kind} {row.fact!r}")
        passage = (row.kind, row.fact, row.document, row.start, row.end)
        if passage in seen:
            raise wrong(CitationRow, number, "start", "this passage is cited twice for the fact")
        seen.add(passage)


def check_every_fact_is_cited(files: Files) -> None:
    """There is no fact without a citation."""
    cited = {(row.kind, row.fact) for row in files[CitationRow]}
    for kind, file in FACT_FILES.items():
        for number, row in numbered(files, file):
            if (kind, row.id) not in cited:
                why = f"the {kind} {row.id!r} has no citation in citations.csv"
                raise wrong(file, number, "id", why)


def check_merged(files: Files) -> None:
    """What was merged is gone, and its heir is there."""
    for number, row in numbered(files, MergedRow):
        if row.kind not in KIND_FILES:
            why = f"{row.kind!r} is not one of {', '.join(KIND_FILES)}"
            raise wrong(MergedRow, number, "kind", why)
        ids = {one.id for one in files[KIND_FILES[row.kind]]}
        if row.id in ids:
            raise wrong(MergedRow, number, "id", f"the {row.kind} {row.id!r} is still there")
        if row.heir not in ids:
            raise wrong(MergedRow, number, "heir", f"there is no {row.kind} {row.heir!r}")


def check_aliases(files: Files) -> None:
    """A dataset means one thing by a name."""
    for file in (MissionAliasRow, CountryAliasRow):
        seen: set[tuple[str, str]] = set()
        for number, row in numbered(files, file):
            if (row.source, row.name) in seen:
                raise wrong(file, number, "name", f"{row.source} has {row.name!r} already")
            seen.add((row.source, row.name))
