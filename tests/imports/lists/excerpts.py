"""Made-up excerpts of lists of missions, resolutions and mandates, of the same shape and dirt."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

from app.sources.mandates import COMPONENTS
from tests.sources.small_seed import Seed, csv_text, small_seed

Cells = dict[str, str]

MISSIONS = (
    "id", "mission_acronym", "mission_name", "lead_department", "mission_isactive", "start_date",
    "end_date", "mission_location", "mission_longitude", "mission_latitude", "last_update",
)  # fmt: skip
MANDATES = (
    "mission_id", "mission_abbrev", "mission_fullname", "mission_location", "mission_yearest",
    "mission_yearend", "mission_startdate", "mission_enddate", "task_yearest", *COMPONENTS,
)  # fmt: skip
REGISTER = (
    ("unosom", "UNOSOM", "United Nations Operation in Somalia"),
    ("unosom-i", "UNOSOM I", "United Nations Operation in Somalia I"),
    ("unosom-ii", "UNOSOM II", "United Nations Operation in Somalia II"),
    ("unpsg", "UNPSG", "United Nations Civilian Police Support Group"),
    ("unsom", "UNSOM", "United Nations Assistance Mission in Somalia"),
    ("unoci", "UNOCI", "United Nations Operation in Côte d'Ivoire"),
    ("unficyp", "UNFICYP", "United Nations Peacekeeping Force in Cyprus"),
)


def seed() -> Seed:
    """The small seed, the mission MINUSMA of its own, and a register with aliases."""
    rows = small_seed()
    rows["countries"] += [
        {"id": "SOM", "alpha2": "SO", "m49": "706", "name_en": "Somalia", "name_fr": "Somalie"},
    ]
    rows["places"] += [
        {"id": "somalia", "kind": "country", "country": "SOM", "name_en": "Somalia"},
    ]
    rows["missions"] += [
        {
            "id": "minusma",
            "acronym": "MINUSMA",
            "name_en": "United Nations Multidimensional Integrated Stabilization Mission in Mali",
            "kind": "peacekeeping",
            "lead": "un",
            "countries": "MLI",
        }
    ]
    rows["mission_register"] = [
        {"id": id, "acronym": acronym, "name_en": name, "kind": "peacekeeping", "lead": "un"}
        for id, acronym, name in REGISTER
    ]
    rows["mission_register"][3]["other_names"] = "UNCPSG"
    rows["mission_aliases"] = [
        {"source": "sc-resolutions", "name": "UN Operation in Somalia", "mission": "unosom-i"},
        {"source": "sc-resolutions", "name": "UN Force"},
    ]
    rows["country_aliases"] = [{"source": "unpmm", "name": "Sahel", "note": "It is a region."}]
    return rows


def mission(acronym: str, **other: str) -> Cells:
    """A row of the list of operations, right unless told otherwise."""
    right = {
        "id": "1", "mission_acronym": acronym, "mission_name": acronym, "mission_isactive": "No",
        "lead_department": "DPO", "start_date": "1992-04-24", "end_date": "1993-03-01",
        "mission_location": "Mogadishu", "mission_longitude": "45,3500",
        "mission_latitude": "2,0333", "last_update": "2024-02-19",
    }  # fmt: skip
    return right | other


def missions_file(folder: Path, *rows: Cells) -> Path:
    path = folder / "missions.csv"
    path.write_text(csv_text(MISSIONS, rows), encoding="utf-8", newline="")
    return path


def resolution(symbol: str, day: str, about: str | None, **other: object) -> dict[str, object]:
    """An object of the Council's documents, right unless told otherwise."""
    right = {
        "symbol": symbol, "description": about, "date": milliseconds(day),
        "voting_yes": "Adopted unanimously", "voting_no": None, "voting_abstain": None,
        "last_update": milliseconds("2024-02-02"),
    }  # fmt: skip
    return right | other


def resolutions_file(folder: Path, *rows: Mapping[str, object]) -> Path:
    path = folder / "resolutions.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def milliseconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)


def mandate(acronym: str, year: int, *components: str, **other: str | int) -> dict[str, str | int]:
    """A mission in one year with the tasks that it was given then."""
    right: dict[str, str | int] = {
        "mission_id": 1, "mission_abbrev": acronym, "mission_fullname": "", "task_yearest": year,
        "mission_location": "Somalia", "mission_yearest": 1992, "mission_yearend": 1995,
        "mission_startdate": "24.04.1992", "mission_enddate": "01.03.1995",
    }  # fmt: skip
    return right | dict.fromkeys(COMPONENTS, 0) | dict.fromkeys(components, 1) | other


def workbook(path: Path, header: Iterable[str], rows: Iterable[Mapping[str, str | int]]) -> Path:
    """The least that is a workbook: one sheet of numbers and texts."""
    names = list(header)
    lines = ["".join(cell(name) for name in names)]
    lines += ["".join(cell(row[name]) for name in names) for row in rows]
    sheet = "".join(f"<row>{line}</row>" for line in lines)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="a"'
        f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Peace Missions" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="b" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
    }
    with ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


def cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
