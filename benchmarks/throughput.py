"""Throughput: how many times a second a server answers one question, by wrk where it is installed, else by Python."""

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.server import used_cpu

CONNECTIONS = 32
WRK = shutil.which("wrk")
GENERATOR = (
    "wrk" if WRK else "a generator in Python (wrk is not installed), which may be the limit itself"
)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load."""

    per_second: float
    cpu_us: float
    """Processor time of the server for a request, in microseconds; 0 where it is not to be had."""


def load(address: str, path: str, headers: Mapping[str, str], pid: int, seconds: float) -> Load:
    """Ask over and over, and see what the process that answers takes for it."""
    used, began = used_cpu(pid), time.perf_counter()
    if WRK:
        count = by_wrk(address + path, headers, seconds)
    else:
        count = asyncio.run(by_python(address, path, headers, seconds))
    took, used = time.perf_counter() - began, used_cpu(pid) - used
    return Load(count / took, used / max(1, count) * 1e6)


def by_wrk(url: str, headers: Mapping[str, str], seconds: float) -> int:
    """How many requests wrk made."""
    given = [part for name, text in headers.items() for part in ("-H", f"{name}: {text}")]
    command = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", *given, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    made = re.search(r"(\d+) requests in", said)
    if made is None or "Socket errors" in said:
        raise SystemExit(said)
    return int(made[1])


async def by_python(address: str, path: str, headers: Mapping[str, str], seconds: float) -> int:
    """How many requests so many connections of our own made."""
    host = urlsplit(address).netloc
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *map(": ".join, headers.items()), "", ""]
    request = "\r\n".join(lines).encode()
    deadline = time.monotonic() + seconds
    name, _, port = host.rpartition(":")

    async def ask() -> int:
        reader, writer = await asyncio.open_connection(name, int(port), limit=1 << 22)
        count = 0
        while time.monotonic() < deadline:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            count += 1
        writer.close()
        await writer.wait_closed()
        return count

    return sum(await asyncio.gather(*(ask() for _ in range(CONNECTIONS))))
