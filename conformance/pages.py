"""The pages and the charts, in the browser that people have and in the tools that dashboards are made with."""

import json
import sys
from pathlib import Path
from typing import Any

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
    "/missions/minusma/casualties",
    "/bases/minusma-gao",
    "/events/attacks-in-the-sahel",
    "/people/antonio-guterres",
    "/missions/nowhere",
)
MARKS = dict.fromkeys(("performance", "accessibility", "best-practices", "seo"), 0.95)
TRIES = 3

FLAGS = (
    "--headless=new --disable-gpu --disable-background-networking --disable-component-update"
    " --no-sandbox"
)

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


def types(bench: Bench) -> None:
    """The programs that use the browser are sound in their types, as everything else is."""
    bench.run(
        *("mypy", "--strict", "--untyped-calls-exclude=nbformat"),
        *("--cache-dir", bench.folder, PROGRAMS),
        cwd=PROGRAMS,
    )


def markup(bench: Bench) -> None:
    """html-validate finds nothing in any kind of page."""
    for number, path in enumerate(VALIDATED):
        page = httpx.get(bench.address + path, timeout=60)
        (bench.folder / f"{number}.html").write_text(page.text, encoding="utf-8")
    bench.run("html-validate", "--config", HERE / "html-validate.json", bench.folder)


def loading(bench: Bench) -> None:
    """The page of a mission is light, with its charts and without, and is soon seen."""
    program("loading", bench)


def lighthouse(bench: Bench) -> None:
    """Lighthouse's marks: the best of a few, for what else the machine does can only lower them."""
    low: dict[str, float] = {}
    faults: list[str] = []
    for _ in range(TRIES):
        told = lit(bench)
        marks = {name: told["categories"][name]["score"] or 0 for name in MARKS}
        low = {name: mark for name, mark in marks.items() if mark < MARKS[name]}
        if not low:
            return
        audits = told["audits"].values()
        faults = [audit["title"] for audit in audits if audit.get("score") in (0, 0.5)]
    raise Failed(f"{low}: {'; '.join(faults)}")


def lit(bench: Bench) -> dict[str, Any]:
    """What Lighthouse tells of the first page."""
    report = bench.folder / "lighthouse.json"
    bench.run(
        "lighthouse",
        f"{bench.address}/",
        f"--chrome-flags={FLAGS}",
        "--only-categories=" + ",".join(MARKS),
        "--output=json",
        f"--output-path={report}",
        "--quiet",
        CHROME_PATH="/usr/bin/chromium",
    )
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return told


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
    Check("types", types, (PYTHON,)),
    Check("loading", loading, (PYTHON, CHROMIUM)),
    Check("lighthouse", lighthouse, (NODE, CHROMIUM)),
    Check("dashboards", dashboards, (PYTHON,)),
)
