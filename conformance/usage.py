"""The programs that docs/clients.md shows, for them to be run as they are shown."""

import re
from pathlib import Path

from conformance.check import Bench, Failed
from conformance.tools import ROOT

DOCS = ROOT / "docs" / "clients.md"
DOCUMENTED_SERVER = "http://127.0.0.1:8000"
SECTION = re.compile(r"^## (?P<title>.+?)\n(?P<body>.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```\w+\n(?P<program>.*?)^```$", re.MULTILINE | re.DOTALL)


def in_docs(title: str, bench: Bench, file: str) -> Path:
    """The program under a heading, written to a file; it asks the live server."""
    text = DOCS.read_text(encoding="utf-8")
    bodies = [section["body"] for section in SECTION.finditer(text) if section["title"] == title]
    programs = [block["program"] for body in bodies for block in BLOCK.finditer(body)]
    if len(programs) != 1 or DOCUMENTED_SERVER not in programs[0]:
        raise Failed(f"docs/clients.md has no program under {title}")
    path = bench.folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(programs[0].replace(DOCUMENTED_SERVER, bench.address), encoding="utf-8")
    return path
