"""Every kind of page on narrow, middling and wide screens: python fitting.py ADDRESS."""

import sys

from browsing import Watch, chromium, context, draw_all, fits
from kinds import EVERY

WIDTHS = (320, 768, 1280)


def main(address: str) -> None:
    """No page complains, asks another host, or has to be scrolled sideways."""
    faults: list[str] = []
    with chromium() as browser:
        for width in WIDTHS:
            with context(browser, width=width) as reader:
                page = reader.new_page()
                watch = Watch(address, expected=sorted(set(EVERY.values()) - {200}))
                watch.over(page)
                for path, status in EVERY.items():
                    answer = page.goto(address + path)
                    assert answer is not None
                    assert answer.status == status, f"{path}: {answer.status}, not {status}"
                    try:
                        draw_all(page)
                        fits(page)
                    except AssertionError as fault:
                        faults.append(str(fault))
                faults += watch.faults
    assert not faults, "\n".join(dict.fromkeys(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
