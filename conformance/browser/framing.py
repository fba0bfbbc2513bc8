"""A page of somebody else's, on another address, that frames and fetches: python framing.py ADDRESS."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browsing import chromium, context
from kinds import MISSION

PAGE = """<!DOCTYPE html><title>Somebody else's</title>
<iframe name="embed" src="{address}/embed/map?mission=minusma" width="640" height="480"></iframe>
<iframe name="page" src="{address}{mission}"></iframe>"""
FETCH = """async (address) => {
    const answer = await fetch(`${address}/v1/bases?limit=2`);
    const page = await answer.json();
    return [page.numberReturned, answer.headers.get("ETag"), answer.headers.get("Link")];
}"""


@contextmanager
def somebody_else(content: str) -> Iterator[str]:
    """A server of one page; its address."""

    class OnePage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), OnePage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def main(address: str) -> None:
    """Embeds may be framed and pages may not; whatever the API answers may be read by scripts."""
    content = PAGE.format(address=address, mission=MISSION)
    with somebody_else(content) as other, chromium() as browser, context(browser) as reader:
        page = reader.new_page()
        page.goto(other)
        embed, framed = page.frame("embed"), page.frame("page")
        assert embed is not None
        assert framed is not None
        embed.locator("figure[data-drawn='yes'] svg").wait_for()
        assert embed.locator("svg path[aria-roledescription]").count() > 0
        assert framed.locator("h1", has_text="MINUSMA").count() == 0, "a page was framed"
        returned, tag, link = page.evaluate(FETCH, address)
        assert returned == 2
        assert tag.startswith('W/"')
        assert 'rel="next"' in link


if __name__ == "__main__":
    main(*sys.argv[1:])
