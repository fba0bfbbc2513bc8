"""A made-up file of the fatalities, as long as wanted: the same file each time, and of the real shape.

.venv/bin/python -m benchmarks.many_deaths ROWS FILE

Missions, nationalities, groups and causes are as frequent as in the published file, and so is its dirt:
`Local ` with a space behind it, a name without apostrophe and code, a death listed under two nationalities.
"""

import csv
import random
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from app.sources.datasets import DATASETS

Item = TypeVar("Item")

SEED = 1948
FIRST, DAYS = date(1948, 7, 6), 27_520
UPDATED = "2023-11-28"
COLUMNS = DATASETS["un-fatalities"].vintages[0].columns
MISSIONS = {
    "UNIFIL": 333, "MINUSMA": 311, "UNAMID": 295, "MONUSCO": 270, "ONUC": 249, "UNPROFOR": 213,
    "UNMIL": 204, "UNAMSIL": 192, "MINUSTAH": 187, "MINUSCA": 187, "UNFICYP": 183, "MONUC": 161,
    "UNEF": 160, "UNOSOM": 160, "UNOCI": 151, "UNMISS": 130, "UNTAC": 82, "UNMIK": 62, "UNMIS": 60,
    "UNDOF": 57, "UNTSO": 52, "UNISFA": 52, "UNAMA": 44, "UNAVEM": 41, "UNAMI": 34, "OSESyria": 1,
}  # fmt: skip
COUNTRIES = {
    ("India", "356.0", "IND"): 179, ("Pakistan", "586.0", "PAK"): 169,
    ("Bangladesh", "50.0", "BGD"): 167, ("Nigeria", "566.0", "NGA"): 160,
    ("Ghana", "288.0", "GHA"): 152, ("Ethiopia", "231.0", "ETH"): 140,
    ("Canada", "124.0", "CAN"): 123, ("France", "250.0", "FRA"): 115,
    ("United Kingdom of Great Britain and Northern Ireland", "826.0", "GBR"): 107,
    ("Democratic Republic of the Congo", "180.0", "COD"): 105, ("Senegal", "686.0", "SEN"): 97,
    ("Nepal", "524.0", "NPL"): 92, ("Ireland", "372.0", "IRL"): 91, ("Chad", "148.0", "TCD"): 90,
    ("Zambia", "894.0", "ZMB"): 84, ("United States of America", "840.0", "USA"): 79,
    ("Fiji", "242.0", "FJI"): 71, ("Sweden", "752.0", "SWE"): 69, ("Kenya", "404.0", "KEN"): 69,
    ("Côte dIvoire", "", ""): 29, ("ZZ [Undetermined]", "", ""): 14, ("", "", ""): 1,
}  # fmt: skip
GROUPS = {
    "Military": 3003, "Local ": 534, "International Civilian": 341, "Police": 308,
    "Military Observer": 95, "Other": 69,
}  # fmt: skip
CAUSES = {
    "Illness": 1516, "Accident": 1395, "Malicious Act": 1118, "To Be Determined": 144,
    "Self-Inflicted": 138, "Unknown": 39,
}  # fmt: skip
TWICE = 6 / 4350
"""How many rows list a death once more, under another nationality."""


def deaths(rows: int) -> Iterator[dict[str, str]]:
    """Each row by our own names of the columns, day after day."""
    source = random.Random(SEED)
    row: dict[str, str] = {}
    for number in range(rows):
        if row and source.random() < TWICE:
            yield row | nationality(source)
            continue
        day = (FIRST + timedelta(days=DAYS * number // rows)).isoformat()
        mission = one_of(source, MISSIONS)
        row = {
            "key": f"{mission}-{day[:7]}-{number:07}",
            "date": day,
            "mission": mission,
            "outcome": "Fatality",
            "group": one_of(source, GROUPS),
            "cause": one_of(source, CAUSES),
            "updated": UPDATED,
            **nationality(source),
        }
        yield row


def nationality(source: random.Random) -> dict[str, str]:
    """A country by its name and both its codes, or as the dataset writes it."""
    name, m49, iso3 = one_of(source, COUNTRIES)
    return {"nationality": name, "m49": m49, "iso3": iso3}


def one_of(source: random.Random, frequencies: Mapping[Item, int]) -> Item:
    """One of some, the frequent ones more often."""
    return source.choices(list(frequencies), list(frequencies.values()))[0]


def write(path: Path, rows: int) -> Path:
    """Make a file of so many rows."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(COLUMNS), lineterminator="\n")
        writer.writerow({**COLUMNS})
        writer.writerows(deaths(rows))
    return path


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
