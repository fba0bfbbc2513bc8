"""The numbers of several workers, which keep theirs in files of a folder that they share."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which several workers keep their numbers; `serve` makes it."""


def of_all(shared: str) -> CollectorRegistry:
    """The numbers of all workers that keep theirs in a shared folder."""
    registry = CollectorRegistry()
    registry.register(Together(shared))
    return registry


class Together(Collector):
    """Adds up the numbers of all workers; how those stand that have ended is left out."""

    def __init__(self, shared: str) -> None:
        self.shared = shared

    def collect(self) -> Iterable[Metric]:
        """Read the files of all."""
        for pid in pids(Path(self.shared)):
            if not is_running(pid):
                mark_process_dead(pid, self.shared)  # type: ignore[no-untyped-call]
        found: Iterable[Metric] = MultiProcessCollector(None, self.shared).collect()  # type: ignore[no-untyped-call]
        return found


def pids(folder: Path) -> Iterator[int]:
    """The processes that tell in a folder how they stand, as `gauge_livesum_123.db`."""
    for pid in {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}:
        yield int(pid)


def is_running(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
