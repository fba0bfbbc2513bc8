"""Watching: a question that is asked again and again, so that no request need ask it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 2.0
PATIENCE_SECONDS = 2.0
"""How long an end waits for a question under way; the thread ends by itself, whatever it waits for."""


class Watch(Generic[Answer]):
    """Asks in a thread and over a connection of its own, from the first moment until it is closed.

    `tell` hears each answer, and the instant (monotonic) before it was asked for: what was there by
    then, the answer knows. While the database cannot be read nothing is told, and pauses grow.
    """

    def __init__(
        self,
        engine: Engine,
        question: Callable[[Session], Answer],
        tell: Callable[[Answer, float], None],
    ) -> None:
        self.engine = engine
        self.question = question
        self.tell = tell
        self.pause = PAUSE_SECONDS
        self.is_answered = False
        self.is_closed = False
        self.woken = threading.Event()
        self.thread = threading.Thread(target=self.run, name="watch", daemon=True)
        self.thread.start()

    def run(self) -> None:
        """Ask, pause, and ask again."""
        try:
            while not self.is_closed:
                self.ask()
                self.woken.wait(self.pause)
                self.woken.clear()
        finally:
            self.engine.dispose()

    def ask(self) -> None:
        """Ask once; the next time is soon, or later where the database did not answer."""
        asked_at = time.monotonic()
        try:
            with Session(self.engine) as session:
                answer = self.question(session)
        except DBAPIError:
            self.is_answered = False
            if self.pause == PAUSE_SECONDS:
                log.warning("the database cannot be watched just now", exc_info=True)
            self.pause = min(2 * self.pause, LONGEST_PAUSE_SECONDS)
            return
        self.pause = PAUSE_SECONDS
        self.is_answered = True
        self.tell(answer, asked_at)

    def wake(self) -> None:
        """Ask at once: something is known to have changed."""
        self.woken.set()

    def close(self) -> None:
        """Ask no more."""
        self.is_closed = True
        self.wake()
        self.thread.join(PATIENCE_SECONDS)
