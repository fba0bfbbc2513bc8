"""Made-up excerpts of contributions and of Geo-PKO, of the same shape and dirt, and a seed for them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.database import Database
from app.records import Record
from app.sources.datasets import DATASETS
from app.sources.geo_pko import GEO_PKO
from app.sources.importing import file_of, load
from app.sources.staging import staging
from app.sources.un_contributions import UN_CONTRIBUTIONS
from app.sources.un_contributions_missions import UN_CONTRIBUTIONS_MISSIONS
from tests.imports.conftest import Done
from tests.sources.small_seed import Seed, csv_text, small_seed

Cells = dict[str, str]

COUNTRIES = {
    "CIV": ("CI", "384", "Côte d'Ivoire"), "EGY": ("EG", "818", "Egypt"),
    "NAM": ("NA", "516", "Namibia"), "SCG": ("CS", "891", "Serbia and Montenegro"),
    "SDN": ("SD", "729", "Sudan"), "SSD": ("SS", "728", "South Sudan"),
    "TCD": ("TD", "148", "Chad"), "TGO": ("TG", "768", "Togo"), "TUR": ("TR", "792", "Türkiye"),
}  # fmt: skip


def seed() -> Seed:
    """The small seed with some countries and missions, and Kidal and Mopti where they are."""
    rows = small_seed()
    rows["countries"] += [
        {"id": id, "alpha2": alpha2, "m49": m49, "name_en": name, "name_fr": name}
        for id, (alpha2, m49, name) in COUNTRIES.items()
    ]
    rows["places"] += [
        {"id": "south-sudan", "kind": "country", "country": "SSD", "name_en": "South Sudan"},
        {"id": "kidal", "kind": "town", "parent": "mali", "country": "MLI", "name_en": "Kidal",
         "longitude": "1.40921", "latitude": "18.44345"},
        {"id": "mopti", "kind": "town", "parent": "mali", "country": "MLI", "name_en": "Mopti",
         "longitude": "-4.182", "latitude": "14.484"},
    ]  # fmt: skip
    rows["mission_register"] = [
        {"id": id, "acronym": acronym, "name_en": name, "kind": "peacekeeping", "lead": "un"}
        for id, acronym, name in (
            ("minusma", "MINUSMA", "A mission in Mali"),
            ("unmis", "UNMIS", "A mission in Sudan"),
            ("unmiss", "UNMISS", "A mission in South Sudan"),
            ("unoci", "UNOCI", "An operation in Côte d'Ivoire"),
        )
    ]
    rows["mission_aliases"] = [
        {"source": "un-contributions-missions", "name": "ONUCI", "mission": "unoci"},
        {"source": "un-contributions-missions", "name": "LBB", "note": "It is no mission."},
    ]
    rows["country_aliases"] = [
        {"source": "un-contributions", "name": "Cote d Ivoire", "country": "CIV"},
        {"source": "geo-pko", "name": "unknown", "note": "Nobody knows whose."},
    ]
    return rows


def bring(database: Database, folder: Path, kind: str, path: Path, **options: Any) -> Done:
    """Import a file of a dataset; all its rows may be refused."""
    with staging() as staged:
        chosen = {"most_refused": 1.0, **options}
        report = load(database, DATASETS[kind], file_of(path), folder, staged, **chosen)
        return Done(report, list(staged.remarks()))


def rows_of(database: Database, record: type[Record], source: str) -> dict[str, dict[str, Any]]:
    """What a dataset brought of one kind, by id."""
    table: Any = record.__table__
    with database.engine.connect() as connection:
        rows = connection.execute(select(table).where(table.c.source == source))
        return {row.id: row._asdict() for row in rows}


def written(path: Path, columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> Path:
    """A file of these rows, told by our own names of its columns."""
    cells = [{columns[name]: row[name] for name in columns} for row in rows]
    path.write_text(csv_text(list(columns.values()), cells), encoding="utf-8", newline="")
    return path


def month_of_mission(**other: str) -> Cells:
    """A row of contributions by mission, right unless told otherwise."""
    right = {
        "date": "2013-07-31", "mission": "MINUSMA", "troops": "5494", "police": "800",
        "observers": "NA", "total": "6294",
    }  # fmt: skip
    return right | other


def missions_file(path: Path, *rows: Cells) -> Path:
    return written(path, UN_CONTRIBUTIONS_MISSIONS.vintages[0].columns, rows)


def month_of_contributor(**other: str) -> Cells:
    """A row of contributions by contributor: of 939 troops, all of them men, unless told otherwise."""
    right = dict.fromkeys(UN_CONTRIBUTIONS.vintages[0].columns, "NA")
    right |= {"date": "2013-07-31", "contributor": "Togo", "iso3": "TGO", "mission": "MINUSMA"}
    right |= men("troops", "939") | men("total", "939")
    return right | other


def men(column: str, number: str) -> Cells:
    """So many of a kind, none of them women."""
    return {column: number, f"{column}_male": number, f"{column}_female": "0"}


def contributors_file(path: Path, *rows: Cells) -> Path:
    return written(path, UN_CONTRIBUTIONS.vintages[0].columns, rows)


def drawn(**other: str) -> Cells:
    """A row of Geo-PKO: Kidal on a map, with troops of Chad, unless told otherwise."""
    right = dict.fromkeys(GEO_PKO.vintages[0].columns, "NA")
    right |= {
        "source": "Map no. 4506 Rev. 13", "mission": "MINUSMA", "year": "2016", "month": "3",
        "location": "Kidal", "country": "Mali", "region": "Kidal", "cell": "155883",
        "latitude": "18.441109999999998", "longitude": "1.40778", "troops": "650", "fpu": "0",
        "kinds": "1", "hq": "2", "tcc1": "Chad", "troops1": "650",
    }  # fmt: skip
    return right | other


def maps_file(path: Path, *rows: Cells) -> Path:
    return written(path, GEO_PKO.vintages[0].columns, rows)
