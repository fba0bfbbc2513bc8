"""One batch ahead: the next is made in a thread while the database takes the one before."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")

IS_SHARED = sqlite3.threadsafety == 3
"""Whether SQLite was built to be used from several threads: what is kept aside is read in another one."""


@contextmanager
def ahead(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """The same items in their order, each asked for before the one before it is done with.

    The interpreter is free while a database works, so one processor makes rows and another keeps them.
    What goes wrong in making an item is raised where it is waited for. At the end nothing is made any more.
    """
    if not IS_SHARED:
        yield items
        return
    with ThreadPoolExecutor(1, "ahead") as thread:
        yield made_by(thread, items)


def made_by(thread: Executor, items: Iterator[Item]) -> Iterator[Item]:
    """The items, of which a thread makes the next while one is used; none of them is None."""
    coming = thread.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = thread.submit(next, items, None)
        yield item
