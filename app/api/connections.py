"""Connections: what a client may send before it is answered, and how slowly it may send and take.

uvicorn with httptools waits for ever for the head of a request, however long that grows, and for ever for
a client to take an answer. Here all of it has an end.
"""

from asyncio import TimerHandle
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.api.middleware import OPEN
from app.api.problems import MEDIA_TYPE, UNKEPT, body
from app.api.secured import SECURITY
from app.errors import AddressTooLong, HeadTooLarge, InvalidParameters, ParameterError, Problem

LONGEST_ADDRESS = 16_384
"""Bytes of path and query: 200 ids of the usual length, and more than proxies let through."""

LARGEST_HEAD = 32_768
MOST_FIELDS = 100
MOST_PIPELINED = 100

HEAD_SECONDS = 10.0
"""How long the head of a request may take, from the connection or from its first byte on."""

LINGER_SECONDS = 2.0
"""How long a client that is refused may go on sending, so that it reads why."""

TAKING_SECONDS = 60.0
LEAST_TAKEN = 60_000
"""Bytes that a client has to take in that time while an answer waits for it: 1 kB/s."""

MALFORMED = InvalidParameters(ParameterError("", "This is no request of HTTP/1.1."))


class Refusal(Exception):
    """The request is refused while it is read; the parser passes it on as its own error."""


class Connection(HttpToolsProtocol):
    """A connection on which nothing lasts for ever."""

    problem: Problem = MALFORMED
    url = b""
    is_refused: bool = False
    is_in_head = True
    has_begun = False
    head_size = 0
    waiting: TimerHandle | None = None
    taking: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """From now on the client has to say what it wants."""
        super().connection_made(transport)
        self.wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self.stop_waiting()
        self.stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the client is refused already, or has sent too much of a head."""
        if self.is_refused:
            return
        self.has_begun = False
        super().data_received(data)
        if self.is_idle() and not self.transport.is_closing():
            self.go_on(len(data))

    def go_on(self, size: int) -> None:
        """A request is not whole: see how much of its head there is, and how long it takes."""
        self.head_size += 0 if self.has_begun else size
        if self.is_refused:
            return
        if self.is_in_head and self.head_size > LARGEST_HEAD:
            self.problem = HeadTooLarge(f"More than {LARGEST_HEAD:,} bytes of head are too many.")
            self.send_400_response("")
        else:
            self.wait()

    def is_idle(self) -> bool:
        """Whether no answer is under way."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def wait(self) -> None:
        """Wait for the rest of a head, but not for longer than it may take from its beginning."""
        if self.waiting is None:
            self.waiting = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def stop_waiting(self) -> None:
        """The head is there, or will not come."""
        if self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.is_in_head = self.has_begun = True
        self.head_size = 0

    def on_url(self, url: bytes) -> None:
        """Part of the address."""
        super().on_url(url)
        if len(self.url) > LONGEST_ADDRESS:
            self.problem = AddressTooLong(f"More than {LONGEST_ADDRESS:,} bytes are too long.")
            raise Refusal

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header field."""
        super().on_header(name, value)
        self.head_size += len(name) + len(value)
        if self.head_size > LARGEST_HEAD or len(self.headers) > MOST_FIELDS:
            self.problem = HeadTooLarge(
                f"More than {MOST_FIELDS} fields, or {LARGEST_HEAD:,} bytes of head, are too many."
            )
            raise Refusal

    def on_headers_complete(self) -> None:
        """The head is there; those that nobody has waited an answer for are not collected for ever."""
        super().on_headers_complete()
        self.url, self.is_in_head = b"", False
        self.stop_waiting()
        if len(self.pipeline) > MOST_PIPELINED:
            raise Refusal

    def on_message_complete(self) -> None:
        """The next byte belongs to another request."""
        super().on_message_complete()
        self.is_in_head, self.head_size = True, 0

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong, unless another answer is under way, and end the connection."""
        self.is_refused = True
        self.stop_waiting()
        if not self.is_idle():
            self.transport.close()
            return
        self.transport.write(written(self.problem, self.url))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.waiting = self.loop.call_later(LINGER_SECONDS, self.transport.abort)

    def on_response_complete(self) -> None:
        """An answer has been handed over; where the connection ends with it, it has to be taken."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.watch()

    def timeout_keep_alive_handler(self) -> None:
        """End an idle connection; what it has not taken yet it may take."""
        super().timeout_keep_alive_handler()
        self.watch()

    def pause_writing(self) -> None:
        """The client takes more slowly than it is answered."""
        super().pause_writing()
        self.watch()

    def resume_writing(self) -> None:
        """It has taken nearly all."""
        super().resume_writing()
        if not self.transport.is_closing():
            self.stop_watching()

    def watch(self) -> None:
        """See later how much the client has taken of what waits for it now."""
        left = self.transport.get_write_buffer_size()
        if left and self.taking is None:
            self.taking = self.loop.call_later(TAKING_SECONDS, self.see_taken, left)

    def see_taken(self, before: int) -> None:
        """Give the client up where it took next to nothing."""
        self.taking = None
        if before - self.transport.get_write_buffer_size() < LEAST_TAKEN:
            self.transport.abort()
        else:
            self.watch()

    def stop_watching(self) -> None:
        """Nothing waits for the client."""
        if self.taking is not None:
            self.taking.cancel()
            self.taking = None


def written(problem: Problem, address: bytes) -> bytes:
    """A refusal as it goes over the wire."""
    path = address.partition(b"?")[0][:LONGEST_ADDRESS].decode("latin-1")
    content = body(problem, path).model_dump_json().encode()
    headers = {
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(content)),
        "Connection": "close",
        **UNKEPT,
        **OPEN,
        **SECURITY,
    }
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}"]
    lines += [f"{name.lower()}: {text}" for name, text in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content
