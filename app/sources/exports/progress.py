"""How far a long command is: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Advance = Callable[[int], None]
"""Told how much more is done."""


@contextmanager
def progress(label: str, length: int) -> Iterator[Advance]:
    """A bar of this length while something is done."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
