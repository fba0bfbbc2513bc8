"""How long a start takes, from the command to the first 200 of /v1/missions.

.venv/bin/python -m benchmarks.start [ROUNDS]
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.figures import machine, summary, table
from benchmarks.server import MAKE_SERVE, SERVE, serving

TARGET_SECONDS = 2.0


def main(rounds: int) -> None:
    """The first start makes the tables and loads the seed; later ones find both."""
    print(f"Start: {rounds} rounds, {machine()}, target {TARGET_SECONDS:g} s for a second start\n")
    commands = {"mission-kb serve": SERVE, "make serve": MAKE_SERVE}
    first: list[float] = []
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            database = Path(folder) / f"{number}.sqlite3"
            with serving(SERVE, database) as server:
                first.append(server.seconds)
            for name, command in commands.items():
                with serving(command, database) as server:
                    seconds[name].append(server.seconds)
                cpu[name].append(server.cpu_seconds)
    rows = [["`mission-kb serve`, first start", summary(first, "s"), ""]]
    rows += [
        [f"`{name}`, second start", summary(seconds[name], "s"), summary(cpu[name], "s")]
        for name in commands
    ]
    print(table(["command", "to the first answer", "CPU, start to stop"], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
