"""How much memory one server holds: after its start, and after many lists.

.venv/bin/python -m benchmarks.memory [REQUESTS]

Linux only: the figures are VmRSS and VmHWM of /proc/PID/status.
"""

import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from benchmarks.figures import machine, table
from benchmarks.server import SERVE, Server, serving

TARGET_MB = 120
LISTS = (
    "/v1/missions",
    "/v1/bases?datetime=2024-01",
    "/v1/contingents?place=mali",
    "/v1/casualties?outcome=death",
    "/v1/strengths",
    "/v1/events?datetime=2023-06/2023-12",
    "/v1/events?bbox=-5,12,2,20&limit=1000",
    "/v1/statements?q=mali",
    "/v1/tasks",
    "/v1/places?country=MLI",
    "/v1/places?limit=1000",
    "/v1/countries?limit=1000",
    "/v1/organisations",
    "/v1/people",
    "/v1/documents",
    "/v1/resolutions",
    "/openapi.json",
)


def megabytes(server: Server, field: str) -> str:
    """A figure of the server's process."""
    for line in Path(f"/proc/{server.pid}/status").read_text(encoding="ascii").splitlines():
        name, _, rest = line.partition(":")
        if name == field:
            return f"{int(rest.split()[0]) * 1024 / 1_000_000:.1f} MB"
    return "?"


def main(requests: int) -> None:
    """Of a first start, which loads the seed, and of a second one, which does not."""
    print(f"Memory: {requests} requests, {machine()}, target {TARGET_MB} MB\n")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first start", "second start"):
            with serving(SERVE, Path(folder) / "memory.sqlite3") as server:
                start = megabytes(server, "VmRSS")
                for path in islice(cycle(LISTS), requests):
                    server.get(path)
                rows.append([name, start, megabytes(server, "VmRSS"), megabytes(server, "VmHWM")])
    print(table(["", "after the first answer", f"after {requests} requests", "the most"], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
