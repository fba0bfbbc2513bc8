"""The pages without scripts: python plain.py ADDRESS."""

import sys
from urllib.parse import parse_qs, urlsplit

from browsing import Watch, chromium, context
from kinds import CHARTS, MISSION


def main(address: str) -> None:
    """Everything is there as text and tables, the form works, embeds show their picture."""
    with chromium() as browser, context(browser, java_script_enabled=False) as reader:
        page = reader.new_page()
        watch = Watch(address)
        watch.over(page)
        page.goto(address + MISSION)
        assert page.locator("table tbody tr").count() > 10
        assert page.locator("#slider").count() == 0
        page.locator("#datetime").fill("2023-12-08")
        page.locator("form.filters button").click()
        page.wait_for_url("**datetime=2023-12-08**")
        assert parse_qs(urlsplit(page.url).query) == {"datetime": ["2023-12-08"]}
        page.locator("summary").first.click()
        assert page.locator("ul.citations a").first.is_visible()
        for chart in CHARTS:
            page.goto(f"{address}/embed/{chart}?mission=minusma")
            picture = page.locator("figure img")
            assert picture.is_visible(), chart
            box = picture.bounding_box()
            assert box, chart
            assert box["width"] > 200, chart
            assert box["height"] > 100, chart
        watch.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
