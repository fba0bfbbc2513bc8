"""Figures as a reader can judge them: the median, the spread, and how busy the machine was."""

import os
import statistics
from collections.abc import Sequence


def summary(values: Sequence[float], unit: str = "", digits: int = 2) -> str:
    """`1.21 [1.15-1.40] s`: the median, the least and the most."""
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:.{digits}f} [{least:.{digits}f}-{most:.{digits}f}] {unit}".rstrip()


def machine() -> str:
    """How many cores there are, and how many processes wanted one over the last minute."""
    return f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.2f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
