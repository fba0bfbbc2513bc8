"""The examples of docs/examples against a live server: python dashboards.py ADDRESS FOLDER_OF_EXAMPLES."""

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 120


def asked(address: str, path: str) -> Any:
    """What the API answers."""
    with urllib.request.urlopen(address + path, timeout=PATIENCE_SECONDS) as answer:
        return json.load(answer)


def streamlit_app(address: str, file: Path) -> None:
    """The dashboard shows as many figures as the API has, of whichever mission is chosen."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(file), default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception, app.exception
    chosen = app.selectbox[0]
    others = [mission["id"] for mission in asked(address, "/v1/missions")["items"]]
    for mission in dict.fromkeys(("minusma", *others)):
        chosen.set_value(mission).run()
        matched = asked(address, f"/v1/casualties?mission={mission}")["numberMatched"]
        assert app.metric[0].value == str(matched), (mission, app.metric[0].value, matched)
    assert not app.exception, app.exception


def notebook(address: str, file: Path) -> None:
    """The notebook runs from its top to its end, and reads as many rows as there are."""
    import nbformat
    from nbclient import NotebookClient

    read = nbformat.read(file, as_version=4)
    NotebookClient(read, timeout=PATIENCE_SECONDS, kernel_name="python3").execute()
    told = read.cells[-1].outputs[-1]["data"]["text/plain"]
    assert int(told) == asked(address, "/v1/strengths?mission=minusma")["numberMatched"]


def live_document(address: str) -> None:
    """A chart drawn elsewhere from the live document has a mark for each base that has a point."""
    import vl_convert

    document = asked(address, "/embed/map.vl.json?mission=minusma")
    drawn = vl_convert.vegalite_to_svg(document, allowed_base_urls=[address])
    marks = drawn.count('aria-roledescription="point"') + drawn.count(
        'aria-roledescription="square"'
    )
    bases = asked(address, "/v1/bases.geojson?mission=minusma")["features"]
    placed = {
        tuple(base["geometry"]["coordinates"]) for base in bases if base["geometry"] is not None
    }
    assert marks >= len(placed) > 0, (marks, len(placed))


def main(address: str, examples: str) -> None:
    """All of them."""
    os.environ["MISSION_KB"] = address
    streamlit_app(address, Path(examples) / "dashboard.py")
    notebook(address, Path(examples) / "charts.ipynb")
    live_document(address)


if __name__ == "__main__":
    main(*sys.argv[1:])
