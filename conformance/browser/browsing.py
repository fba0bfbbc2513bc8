"""Chromium as readers have it, watched: what it complains of, whom it asks, how wide a page is."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
)
PATIENCE_MS = 30_000
TELLING = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
WIDER_THAN_SCREEN = """() => [...document.querySelectorAll("html, body, .drawn svg, figure img")]
    .filter((part) => Math.max(part.getBoundingClientRect().right, part.matches("html") ? part.scrollWidth : 0)
        > window.innerWidth)
    .map((part) => part.tagName)"""


class Watch:
    """What goes wrong while pages of one server are looked at."""

    def __init__(self, address: str, expected: Sequence[int] = ()) -> None:
        self.address = address
        self.expected = expected
        self.faults: list[str] = []

    def over(self, page: Page) -> None:
        """Note whatever a page complains of, from now on."""
        page.on("console", self.said)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self.asked)
        page.on("response", self.answered)
        page.add_init_script(TELLING)

    def said(self, message: ConsoleMessage) -> None:
        """An error or a warning on the console, but for the answers that are expected."""
        if message.type not in ("error", "warning"):
            return
        if any(f"status of {status} " in message.text for status in self.expected):
            return
        where = message.location.get("url", "")
        self.faults.append(f"console: {message.text} ({where})")

    def asked(self, request: Request) -> None:
        """A request to anyone else."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not self.is_home(request.url):
            self.faults.append(f"asks another host: {request.url}")

    def answered(self, response: Response) -> None:
        """An answer that is a refusal."""
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.url}: {response.status}")

    def is_home(self, url: str) -> bool:
        """Whether an address is of the server."""
        return urlsplit(url)[:2] == urlsplit(self.address)[:2]

    def end(self) -> None:
        """Fail where anything has gone wrong."""
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's browser; it reaches nothing but this machine."""
    as_root = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *as_root])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def context(
    browser: Browser, width: int = 1280, height: int = 900, **options: Any
) -> Iterator[BrowserContext]:
    """A reader who has never been here before."""
    size: Any = {"width": width, "height": height}
    settings: Mapping[str, Any] = {"viewport": size, "locale": "en-GB", "timezone_id": "UTC"}
    made = browser.new_context(**{**settings, **options})
    made.set_default_timeout(PATIENCE_MS)
    try:
        yield made
    finally:
        made.close()


def draw_all(page: Page) -> int:
    """Have every chart of a page drawn, as by scrolling to it; how many there are."""
    figures = page.locator("figure[data-chart]").all()
    for figure in figures:
        figure.scroll_into_view_if_needed()
        name = figure.get_attribute("data-chart")
        page.locator(f'figure[data-chart="{name}"][data-drawn]').wait_for(state="attached")
        assert figure.get_attribute("data-drawn") == "yes", f"{name} is not drawn on {page.url}"
    return len(figures)


def fits(page: Page) -> None:
    """Nothing reaches over the right edge of the screen."""
    wide = page.evaluate(WIDER_THAN_SCREEN)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert not wide, f"{page.url} at {width} px: {', '.join(wide)} is wider than the screen"
