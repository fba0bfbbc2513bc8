"""The least that a server of this kind can do: an ASGI callable that has its answers ready.

python -m benchmarks.bare PORT FILE, started by the benchmarks that hold something against it.
"""

import pickle
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import Receive, Scope, Send

from benchmarks.server import Server, running


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it is sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""


class Bare:
    """Answers with what stands ready under a path."""

    def __init__(self, ready: Mapping[str, Ready]) -> None:
        self.ready = ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.ready[scope["path"]]
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(start)
        await send({"type": "http.response.body", "body": answer.body})


def serving_bare(ready: Mapping[str, Ready], folder: Path) -> AbstractContextManager[Server]:
    """A process that answers so, configured as the server is."""
    file = folder / "ready.pickle"
    file.write_bytes(pickle.dumps(dict(ready)))
    command = (sys.executable, "-m", "benchmarks.bare", "{port}", str(file))
    return running(command, next(iter(ready)))


def main(port: int, file: str) -> None:
    """Serve as `mission-kb serve` does."""
    app = Bare(pickle.loads(Path(file).read_bytes()))
    uvicorn.run(app, port=port, access_log=False, server_header=False, lifespan="off",
                log_level="warning")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
