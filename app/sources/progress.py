"""How far a long command is: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import click

SECONDS = 10.0
"""How long it takes from one plain line to the next: a command that is quick says nothing."""

Advance = Callable[[int], None]
"""Told how much more is done."""

Progress = Callable[[str, int], AbstractContextManager[Advance]]
"""Says how far something is, by its label and its length."""


@contextmanager
def progress(label: str, length: int) -> Iterator[Advance]:
    """A bar of this length while something is done, or plain lines, on standard error."""
    if not sys.stderr.isatty():
        yield Lines(label, length)
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def quietly(label: str, length: int) -> Iterator[Advance]:
    """Say nothing."""
    yield lambda step: None


class Lines:
    """`Reading deaths.csv: 43%`, a line each time some seconds have passed."""

    def __init__(self, label: str, length: int) -> None:
        self.label = label
        self.length = length
        self.done = 0
        self.told_at = time.monotonic()

    def __call__(self, step: int) -> None:
        """So much more is done."""
        self.done += step
        if time.monotonic() - self.told_at >= SECONDS:
            share = self.done / max(self.length, 1)
            click.echo(f"{self.label}: {share:.0%}", err=True)
            self.told_at = time.monotonic()
