"""How much the page of a mission loads, and how soon there is something to see: python loading.py ADDRESS."""

import sys
from collections.abc import Mapping
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from browsing import chromium, context, draw_all
from playwright.sync_api import Browser, Page

MOST_BYTES = {False: 60_000, True: 450_000}
"""As they are sent, without the charts and with them."""

MOST_PAINT_MS = 1_000
TIMES = 5
PAINTED = 'performance.getEntriesByName("first-contentful-paint")[0].startTime'


class Loaded(NamedTuple):
    """The bytes that were sent, by what they are, and when the first of it was seen."""

    sizes: Mapping[str, int]
    painted_ms: float


def counted(page: Page) -> dict[str, int]:
    """The bytes of each answer to a page from now on, as they are sent."""
    paths: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def answered(told: dict[str, Any]) -> None:
        paths[told["requestId"]] = urlsplit(told["response"]["url"]).path

    def finished(told: dict[str, Any]) -> None:
        if size := round(told["encodedDataLength"]):
            path = paths[told["requestId"]]
            sizes[path] = sizes.get(path, 0) + size

    session = page.context.new_cdp_session(page)
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return sizes


def load(browser: Browser, url: str, *, has_charts: bool) -> Loaded:
    """Load it as a reader who has never been here before."""
    with context(browser, java_script_enabled=has_charts) as reader:
        page = reader.new_page()
        sizes = counted(page)
        page.goto(url)
        if has_charts:
            assert draw_all(page), "it has no charts"
        page.wait_for_load_state("networkidle")
        return Loaded(sizes, float(page.evaluate(PAINTED)))


def main(address: str) -> None:
    """Light without charts, and with them; seen soon."""
    url = f"{address}/"
    with chromium() as browser:
        load(browser, url, has_charts=True)  # a browser's first page waits for the browser, too
        times = [load(browser, url, has_charts=True) for _ in range(TIMES)]
        seen = {False: load(browser, url, has_charts=False).sizes, True: times[0].sizes}
    for has_charts, sizes in seen.items():
        whole = sum(sizes.values())
        print(f"{whole} bytes {'with' if has_charts else 'without'} charts: {sizes}")
        assert whole <= MOST_BYTES[has_charts], f"{whole} bytes: {sizes}"
    assert len(seen[False]) < len(seen[True]), "no charts are loaded"
    painted = median(each.painted_ms for each in times)
    print(f"first contentful paint after {painted:.0f} ms, the median of {TIMES}")
    assert painted <= MOST_PAINT_MS, f"first contentful paint after {painted:.0f} ms"


if __name__ == "__main__":
    main(*sys.argv[1:])
