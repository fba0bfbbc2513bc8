"""Every kind of page before axe, light and dark: python accessible.py ADDRESS AXE_SCRIPT."""

import sys
from pathlib import Path
from typing import Any

from browsing import chromium, context, draw_all
from kinds import EVERY
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
OPEN_ALL = "() => document.querySelectorAll('details').forEach((part) => { part.open = true; })"


def main(address: str, script: str) -> None:
    """Nothing that axe knows stands in anybody's way, whatever is folded away is unfolded."""
    axe = Path(script).read_text(encoding="utf-8")
    faults: dict[str, None] = {}
    with chromium() as browser:
        for scheme in ("light", "dark"):
            with context(browser, color_scheme=scheme) as reader:
                page = reader.new_page()
                for path in EVERY:
                    page.goto(address + path)
                    draw_all(page)
                    page.evaluate(OPEN_ALL)
                    page.evaluate(axe)
                    faults.update(dict.fromkeys(found(page, f"{path} ({scheme})")))
    assert not faults, "\n".join(faults)


def found(page: Page, where: str) -> list[str]:
    """What axe finds, with the first element of each fault."""
    told: Any = page.evaluate(RUN, RULES)
    assert told["testEngine"]["name"] == "axe-core"
    return [
        f"{where}: {fault['id']} ({len(fault['nodes'])}): {first['html'][:200]}"
        f"\n    {first['failureSummary']}"
        for fault in told["violations"]
        for first in fault["nodes"][:1]
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
