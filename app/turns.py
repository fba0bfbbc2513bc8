"""Turns: what waits is taken client by client, so that one who asks much waits behind oneself."""

import threading
from collections import OrderedDict, deque
from contextvars import ContextVar
from queue import SimpleQueue
from typing import Generic, TypeVar

Waiting = TypeVar("Waiting")

CLIENT: ContextVar[str] = ContextVar("client", default="")
"""Who asks: as rates count it, an address or a network."""


class Turns(Generic[Waiting]):
    """A queue for threads: of each client the first in turn, then of each the second, and so on."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self.tokens: SimpleQueue[bool] = SimpleQueue()
        """One for each that waits; False tells a thread to end."""

    def __len__(self) -> int:
        return self.tokens.qsize()

    def has(self, client: str) -> bool:
        """Whether something of a client waits."""
        return client in self.waiting

    def put(self, client: str, one: Waiting) -> None:
        """Wait behind what this client has asked, and behind one of each other."""
        with self.lock:
            self.waiting.setdefault(client, deque()).append(one)
        self.tokens.put(True)

    def get(self) -> Waiting | None:
        """The next one; None where a thread is to end."""
        return self.taken() if self.tokens.get() else None

    def get_nowait(self) -> Waiting | None:
        """The next one; raises `queue.Empty` where nothing waits."""
        return self.taken() if self.tokens.get_nowait() else None

    def end_one(self) -> None:
        """Tell one thread to end."""
        self.tokens.put(False)

    def taken(self) -> Waiting:
        """The first of whoever is next, who then comes last."""
        with self.lock:
            client, theirs = self.waiting.popitem(last=False)
            one = theirs.popleft()
            if theirs:
                self.waiting[client] = theirs
        return one
