"""The pictures of the README, as Chromium shows the pages: python pictures.py ADDRESS FOLDER."""

import sys
from pathlib import Path
from typing import Any

from browsing import chromium, context, draw_all
from kinds import MISSION

PICTURES = {
    "mission": (MISSION, "main", 1180),
    "map": ("/embed/map?mission=minusma", "figure", 900),
}
"""What is shown: the page, the part of it, and how far down it goes (px)."""


def main(address: str, folder: str) -> None:
    """One file each, light, 1280 px wide."""
    with chromium() as browser, context(browser, color_scheme="light") as reader:
        page = reader.new_page()
        for name, (path, part, most) in PICTURES.items():
            page.goto(address + path)
            draw_all(page)
            page.evaluate("() => scrollTo(0, 0)")
            box = page.locator(part).first.bounding_box()
            assert box is not None
            clip: Any = {"x": 0, "y": box["y"], "width": 1280, "height": min(box["height"], most)}
            page.screenshot(path=Path(folder) / f"{name}.png", clip=clip, full_page=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
