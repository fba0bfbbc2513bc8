"""The application as it is, counting what reaches it, so that a cache in front can be held to what it saves.

For `uvicorn --factory`. What is asked is written down, a line each, in the file that ASKED names.
"""

import asyncio
import os
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main import create_server
from app.settings import Settings

HOLD = "x-hold"
"""A header that names a file: the answer is worked out at once, and sent when the file is there."""

BROKEN = "/broken"
"""A stream that breaks in the middle."""


class Counted:
    """Writes down each request before the application has it."""

    def __init__(self, app: ASGIApp, asked: Path) -> None:
        self.app = app
        self.asked = os.open(asked, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, and answer as the application does: late where that is wanted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        os.write(self.asked, f"{scope['method']} {scope['path']}\n".encode())
        if scope["path"] == BROKEN:
            await broken(send)
        file = Headers(scope=scope).get(HOLD)

        async def held(message: Message) -> None:
            while file is not None and not Path(file).exists():
                await asyncio.sleep(0.01)
            await send(message)

        await self.app(scope, receive, held)


async def broken(send: Send) -> None:
    """Half an answer."""
    headers = [(b"content-type", b"text/csv"), (b"cache-control", b"public, max-age=0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for _ in range(3):
        await send({"type": "http.response.body", "body": b"id\n" * 10000, "more_body": True})
    raise RuntimeError("broken on purpose")


def create() -> ASGIApp:
    """The application of the environment's settings, counted."""
    return Counted(create_server(Settings()), Path(os.environ["ASKED"]))
