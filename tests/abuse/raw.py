"""Clients below HTTP: bytes as they are sent, at whatever pace."""

import socket
import time
from urllib.parse import urlsplit

PATIENCE_SECONDS = 30


def connected(address: str) -> socket.socket:
    """A connection to a server."""
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_SECONDS)


def request(path: str = "/health", *fields: bytes, host: bytes = b"localhost") -> bytes:
    """A request that asks for the connection to be ended."""
    lines = [b"GET %b HTTP/1.1" % path.encode("latin-1"), b"Host: " + host, b"Connection: close"]
    return b"\r\n".join([*lines, *fields, b"", b""])


def answered(address: str, sent: bytes) -> bytes:
    """All that a server answers to some bytes, until it ends the connection."""
    with connected(address) as link:
        link.sendall(sent)
        return rest(link)


def rest(link: socket.socket) -> bytes:
    """All that still comes."""
    parts = []
    while part := link.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def status(answer: bytes) -> int:
    """The status of an answer; 0 where there is none."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


def until_open(port: int) -> None:
    """Wait until something listens on a port of this machine."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nothing listens on port {port}")
