"""The pages and the charts, in the browser that people have and in the tools that dashboards are made with."""

import json
import re
import sys
from pathlib import Path

import httpx

from conformance.check import Bench, Check, Failed, Kind, holds
from conformance.tools import CACHE, HERE, NODE, PYTHON, ROOT, debian

PROGRAMS = HERE / "browser"
AXE = CACHE / "node_modules" / "axe-core" / "axe.min.js"
VALIDATED = (
    "/",
    "/missions/minusma?lang=fr&datetime=2023-12-08",
    "/missions",
    "/resolutions/2690",
    "/places/mali",
    "/documents/africa-world-news-2023-12-30",
    "/search?q=gao",
    "/embed/map?mission=minusma",
    "/missions/nowhere",
)
MARKS = {"accessibility": 0.95, "best-practices": 0.95, "seo": 0.95}
"""Lighthouse's mark for performance depends on what else the machine does: `docs/benchmarks.md` has it."""

FLAGS = (
    "--headless=new --disable-gpu --disable-background-networking --disable-component-update"
    " --no-sandbox"
)
LOADED = re.compile(r'(?:src|href|data-vega)="(/static/[^"]+)"')
MOST_BYTES, MOST_BYTES_OF_CHARTS = 60_000, 450_000

CHROMIUM = debian("chromium", "chromium")


def program(name: str, bench: Bench, *more: Path) -> None:
    """Run one of the programs of conformance/browser against the live server."""
    bench.run("python", PROGRAMS / f"{name}.py", bench.address, *more, cwd=PROGRAMS)


def clicking(bench: Bench) -> None:
    """Filters, slider, sources, search, languages and shared addresses show what the API answers."""
    program("clicking", bench)


def fitting(bench: Bench) -> None:
    """No page complains, asks another host or is too wide, on three widths of screens."""
    program("fitting", bench)


def plain(bench: Bench) -> None:
    """Without scripts there are tables, a form and pictures."""
    program("plain", bench)


def framing(bench: Bench) -> None:
    """A page on another address frames embeds, cannot frame pages, and reads the API."""
    program("framing", bench)


def accessible(bench: Bench) -> None:
    """Axe finds nothing, on light and on dark pages."""
    program("accessible", bench, AXE)


def dashboards(bench: Bench) -> None:
    """The examples of docs/examples run, in Streamlit and in a notebook; a live chart is drawn elsewhere."""
    program("dashboards", bench, ROOT / "docs" / "examples")


def markup(bench: Bench) -> None:
    """html-validate finds nothing in any kind of page."""
    for number, path in enumerate(VALIDATED):
        page = httpx.get(bench.address + path, timeout=60)
        (bench.folder / f"{number}.html").write_text(page.text, encoding="utf-8")
    bench.run("html-validate", "--config", HERE / "html-validate.json", bench.folder)


def weight(bench: Bench) -> None:
    """What a browser loads for the page of a mission, compressed."""
    with httpx.Client(base_url=bench.address, headers={"Accept-Encoding": "gzip"}) as client:
        page = client.get("/")
        files = sorted(set(LOADED.findall(page.text)))
        sizes = {"/": wire(page)} | {path: wire(client.get(path)) for path in files}
    charts = {path for path in sizes if "vega" in path or "charts" in path}
    light = sum(size for path, size in sizes.items() if path not in charts)
    holds(any("vega" in path for path in charts), f"no charts are loaded: {files}")
    holds(light <= MOST_BYTES, f"{light} bytes without charts: {sizes}")
    outlines = ROOT / "seed_data" / "outlines.json"
    whole = sum(sizes.values()) + outlines.stat().st_size // 3
    holds(whole <= MOST_BYTES_OF_CHARTS, f"{whole} bytes with charts: {sizes}")


def wire(answer: httpx.Response) -> int:
    """The bytes of an answer as they were sent."""
    holds(answer.status_code == 200, f"{answer.url}: {answer.status_code}")
    return answer.num_bytes_downloaded


def lighthouse(bench: Bench) -> None:
    """Lighthouse's marks for what does not depend on the machine."""
    report = bench.folder / "lighthouse.json"
    only = "--only-categories=" + ",".join(MARKS)
    bench.run(
        "lighthouse",
        f"{bench.address}/",
        f"--chrome-flags={FLAGS}",
        only,
        "--output=json",
        f"--output-path={report}",
        "--quiet",
        CHROME_PATH="/usr/bin/chromium",
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    marks = {name: told["categories"][name]["score"] for name in MARKS}
    low = {name: mark for name, mark in marks.items() if mark is None or mark < MARKS[name]}
    if low:
        faults = [
            audit["title"] for audit in told["audits"].values() if audit.get("score") in (0, 0.5)
        ]
        raise Failed(f"{low}: {'; '.join(faults)}")


def screenshots(bench: Bench) -> None:
    """The README's pictures can be taken; they are put in place where only this is asked for."""
    is_wanted = sys.argv[1:] == ["pages.screenshots"]
    folder = ROOT / "docs" / "images" if is_wanted else bench.folder
    program("pictures", bench, folder)
    for name in ("mission", "map"):
        holds((folder / f"{name}.png").stat().st_size > 10_000, f"{name}.png is empty")


CHECKS = (
    Check("screenshots", screenshots, (PYTHON, CHROMIUM)),
    Check("clicking", clicking, (PYTHON, CHROMIUM), tuple(Kind)),
    Check("fitting", fitting, (PYTHON, CHROMIUM)),
    Check("plain", plain, (PYTHON, CHROMIUM)),
    Check("framing", framing, (PYTHON, CHROMIUM)),
    Check("accessible", accessible, (PYTHON, NODE, CHROMIUM)),
    Check("markup", markup, (NODE,)),
    Check("weight", weight),
    Check("lighthouse", lighthouse, (NODE, CHROMIUM)),
    Check("dashboards", dashboards, (PYTHON,)),
)
