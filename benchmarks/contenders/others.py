"""What others are installed into and started by: a virtual environment of the benchmark's own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.database import Database
from app.records import Base, Place

WANTED = ("datasette", "pygeoapi")


def install(folder: Path) -> Path:
    """The folder of their programs; the second time nothing is installed."""
    programs = folder / "others/bin"
    if not (programs / "datasette").exists() or not (programs / "pygeoapi").exists():
        subprocess.run([sys.executable, "-m", "venv", str(programs.parent)], check=True)
        subprocess.run([programs / "pip", "install", "-q", *WANTED], check=True)
    return programs


def versions(programs: Path) -> str:
    """Which ones they are."""
    told = subprocess.run(
        [programs / "pip", "list", "--format", "json"], capture_output=True, text=True, check=True
    ).stdout
    held = {each["name"]: each["version"] for each in json.loads(told)}
    return ", ".join(f"{name} {held[name]}" for name in WANTED)


def datasette(programs: Path, file: Path, port: int) -> Sequence[str]:
    """Datasette over the very file, told that nobody changes it: so it keeps its counts."""
    return [str(programs / "datasette"), "-i", str(file), "-p", str(port)]


def features(file: Path, into: Path) -> int:
    """The bases of a database as GeoJSON, as pygeoapi reads them; how many there are."""
    database = Database(f"sqlite:///{file}")
    with database.session() as session:
        rows = session.execute(
            select(Base.id, Base.names, Base.kind, Base.mission_id, Place.longitude, Place.latitude)
            .join(Place, Place.id == Base.place_id)
            .where(Place.longitude.is_not(None))
        ).all()
    database.close()
    made = [
        {
            "type": "Feature",
            "id": row.id,
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {"name": row.names["en"], "kind": row.kind, "mission": row.mission_id},
        }
        for row in rows
    ]
    into.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return len(made)


def pygeoapi(
    programs: Path, folder: Path, data: Path, port: int
) -> tuple[Sequence[str], dict[str, str]]:
    """Pygeoapi over the bases, by the server that it recommends least but has of its own: Flask's.

    Its configuration is YAML, of which JSON is a part.
    """
    config = folder / "pygeoapi.json"
    config.write_text(json.dumps(configuration(data, port)), encoding="utf-8")
    environment = {
        "PYGEOAPI_CONFIG": str(config),
        "PYGEOAPI_OPENAPI": str(folder / "pygeoapi-openapi.json"),
    }
    made = [str(programs / "pygeoapi"), "openapi", "generate", str(config), "--format", "json"]
    told = subprocess.run(made, capture_output=True, text=True, check=True, env=environment).stdout
    Path(environment["PYGEOAPI_OPENAPI"]).write_text(told, encoding="utf-8")
    return [str(programs / "pygeoapi"), "serve"], environment


def configuration(data: Path, port: int) -> dict[str, Any]:
    """The least that pygeoapi takes."""
    address = f"http://127.0.0.1:{port}"
    someone = {"name": "nobody", "url": address}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": address,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 50, "max_items": 1000},
            "map": {"url": address, "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "bases",
                "description": "bases",
                "keywords": ["bases"],
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": address,
            },
            "license": {"name": "none", "url": address},
            "provider": someone,
            "contact": {"name": "nobody", "email": "nobody@localhost"},
        },
        "resources": {
            "bases": {
                "type": "collection",
                "title": "bases",
                "description": "bases",
                "keywords": ["bases"],
                "links": [],
                "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}},
                "providers": [
                    {"type": "feature", "name": "GeoJSON", "data": str(data), "id_field": "id"}
                ],
            }
        },
    }
