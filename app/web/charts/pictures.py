"""Pictures: drawn once for an edition, however many ask for it at once, and kept while there is room."""

import asyncio
from collections import OrderedDict
from typing import Any

from app.web.charts.renderer import Renderer

MOST_BYTES = 4 << 20
PNG_SCALE = 2.0
"""Two pixels for each: newspapers print what screens show."""


class Pictures:
    """The pictures of one worker, by the tag of their edition; the one not asked for longest goes first."""

    def __init__(self, renderer: Renderer, most_bytes: int = MOST_BYTES) -> None:
        self.renderer = renderer
        self.most = most_bytes
        self.size = 0
        self.kept: OrderedDict[str, bytes] = OrderedDict()
        self.drawing: dict[str, asyncio.Task[bytes]] = {}

    def get(self, key: str) -> bytes | None:
        """A picture that was drawn already."""
        picture = self.kept.get(key)
        if picture is not None:
            self.kept.move_to_end(key)
        return picture

    async def draw(self, key: str, form: str, spec: dict[str, Any]) -> bytes:
        """The picture; who asks for one that is being drawn waits for that."""
        task = self.drawing.get(key)
        if task is None:
            task = asyncio.create_task(self.drawn(key, form, spec))
            self.drawing[key] = task
            task.add_done_callback(lambda _: self.drawing.pop(key, None))
        return await asyncio.shield(task)

    async def drawn(self, key: str, form: str, spec: dict[str, Any]) -> bytes:
        """Draw it, and keep it."""
        picture = await self.renderer.draw(form, spec, PNG_SCALE if form == "png" else 1.0)
        if len(picture) <= self.most:
            self.kept[key] = picture
            self.size += len(picture)
            while self.size > self.most:
                _, given_up = self.kept.popitem(last=False)
                self.size -= len(given_up)
        return picture

    def close(self) -> None:
        """End what draws."""
        self.renderer.close()
