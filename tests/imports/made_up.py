"""A made-up excerpt of the fatalities, of the same shape and dirt, and a seed to import it into."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.sources.small_seed import Seed, csv_text, small_seed

Cells = dict[str, str]

NEW = {
    "id": "id", "date": "incident_date", "key": "casualty_id", "mission": "mission_acronym",
    "outcome": "type_of_casualty", "gender": "gender", "nationality": "casualty_nationality",
    "group": "casualty_personnel_type", "cause": "type_of_incident", "m49": "m49_code",
    "iso3": "isocode3", "updated": "last_update",
}  # fmt: skip
OLD = {
    "key": "Casualty_ID", "date": "Incident_Date", "mission": "Mission_Acronym",
    "outcome": "Type_of_Casualty", "nationality": "Casualty_Nationality", "m49": "M49_Code",
    "iso3": "ISOCode3", "group": "Casualty_Personnel_Type", "cause": "Type_Of_Incident",
}  # fmt: skip

COUNTRIES = {
    "FRA": ("FR", "250", "France"), "NOR": ("NO", "578", "Norway"),
    "CIV": ("CI", "384", "Côte d'Ivoire"), "MNE": ("ME", "499", "Montenegro"),
    "SCG": ("CS", "891", "Serbia and Montenegro"), "TCD": ("TD", "148", "Chad"),
}  # fmt: skip


def seed() -> Seed:
    """The small seed with some countries, and the names that the dataset goes by."""
    rows = small_seed()
    rows["countries"] += [
        {"id": id, "alpha2": alpha2, "m49": m49, "name_en": name, "name_fr": name}
        for id, (alpha2, m49, name) in COUNTRIES.items()
    ]
    rows["mission_register"] = [
        {"id": id, "acronym": acronym, "name_en": name, "kind": "peacekeeping", "lead": "un"}
        for id, acronym, name in (
            ("untso", "UNTSO", "United Nations Truce Supervision Organization"),
            ("unmik", "UNMIK", "United Nations Interim Administration Mission in Kosovo"),
            ("ose-syria", "OSE-Syria", "Office of the Special Envoy for Syria"),
        )
    ]
    rows["mission_aliases"] = [
        {"source": "un-fatalities", "name": "OSESyria", "mission": "ose-syria"},
        {"source": "un-fatalities", "name": "UNSecretariat", "note": "It is no mission."},
    ]
    rows["country_aliases"] = [{"source": "un-fatalities", "name": "ZZ [Undetermined]"}]
    return rows


def death(key: str = "UNTSO-1948-07-00001", **other: str) -> Cells:
    """A row, right unless told otherwise, by our own names of the columns."""
    right = {
        "id": "1", "date": "1948-07-06", "key": key, "mission": "UNTSO", "outcome": "Fatality",
        "gender": "", "nationality": "France", "group": "Military", "cause": "Malicious Act",
        "m49": "250.0", "iso3": "FRA", "updated": "2023-11-28",
    }  # fmt: skip
    return right | other


def new_file(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """The file of a newer vintage: UTF-8, line feeds, codes as floats."""
    header = list(NEW.values())
    text = csv_text(header, [{NEW[name]: row[name] for name in NEW} for row in rows])
    path.write_text(text, encoding="utf-8", newline="")
    return path


def old_file(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """The file of an older vintage: a byte order mark, CRLF, other names, whole codes."""
    cells = [{OLD[name]: row[name].removesuffix(".0") for name in OLD} for row in rows]
    text = csv_text(list(OLD.values()), cells).replace("\n", "\r\n")
    path.write_text(text, encoding="utf-8-sig", newline="")
    return path


def json_file(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """The newer vintage as JSON: days in milliseconds since 1970, codes as numbers, nulls."""
    objects = [
        {
            **{NEW[name]: row[name] or None for name in NEW},
            "incident_date": milliseconds(row["date"]),
            "last_update": milliseconds(row["updated"]),
            "m49_code": float(row["m49"]) if row["m49"] else None,
        }
        for row in rows
    ]
    path.write_text(json.dumps(objects), encoding="utf-8")
    return path


def milliseconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)
