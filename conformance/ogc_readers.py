"""What OWSLib and pyogrio read, as counts: python ogc_readers.py ADDRESS BOX DATETIME."""

import json
import sys
from collections.abc import Mapping

import pyogrio
from owslib.ogcapi.features import Features

Counts = Mapping[str, int]


def by_owslib(api: Features, name: str, box: list[float], when: str) -> Counts:
    """OWSLib asks for a page and is told how many there are on all."""
    return {
        "all": api.collection_items(name)["numberMatched"],
        "box": api.collection_items(name, bbox=box)["numberMatched"],
        "dates": api.collection_items(name, datetime_=when)["numberMatched"],
    }


def by_pyogrio(source: str, name: str, box: list[float]) -> Counts:
    """Pyogrio reads every page."""
    return {
        "all": len(pyogrio.read_dataframe(source, layer=name)),
        "box": len(pyogrio.read_dataframe(source, layer=name, bbox=tuple(box))),
    }


def main(address: str, box: str, when: str) -> None:
    """Read every collection that OWSLib finds."""
    api = Features(f"{address}/ogc/")
    numbers = [float(number) for number in box.split(",")]
    counts = {
        name: {
            "OWSLib": by_owslib(api, name, numbers, when),
            "pyogrio": by_pyogrio(f"OAPIF:{address}/ogc", name, numbers),
        }
        for name in api.feature_collections()
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
