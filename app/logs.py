"""The log of a server: lines to read, or a line of JSON an event, each with the id of its request."""

import json
import logging
from contextvars import ContextVar
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Literal

LogFormat = Literal["text", "json"]

REQUEST_ID: ContextVar[bytes] = ContextVar("request_id", default=b"")
"""The id of the request that is being answered; none outside of one."""

EVENT = "event"
"""What a line tells beside its message: `log.info("GET /", extra={EVENT: {"status": 200}})`."""

OURS = "app"


class Json(logging.Formatter):
    """`{"time": "2026-11-22T06:00:00.123Z", "level": "error", "logger": "app.api", "message": …}`.

    What was raised is told whole under `exception`. Line ends are escaped: an event is a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id := REQUEST_ID.get():
            told["request_id"] = id.decode("ascii")
        told |= getattr(record, EVENT, {})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str)


class Text(logging.Formatter):
    """The message, and the id of the request where there is one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """The first line; what was raised comes below it."""
        id = REQUEST_ID.get()
        return f"{record.message} (request {id.decode('ascii')})" if id else record.message


def logging_as(form: LogFormat) -> dict[str, Any]:
    """How a server logs, as `logging.config` reads it; each worker is handed it as well.

    In JSON all goes to standard error. In text uvicorn's lines are its own.
    """
    if form == "text":
        return in_text()
    handler = {"class": "logging.StreamHandler", "formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": f"{Json.__module__}.{Json.__name__}"}},
        "handlers": {"json": handler},
        "root": {"handlers": ["json"], "level": "WARNING"},
        "loggers": {name: {"level": "INFO"} for name in (OURS, "uvicorn")},
    }


def in_text() -> dict[str, Any]:
    """As uvicorn logs; what is ours is told as it would be without any set-up, with its request."""
    from uvicorn.config import LOGGING_CONFIG

    told = deepcopy(LOGGING_CONFIG)
    told["formatters"]["ours"] = {"()": f"{Text.__module__}.{Text.__name__}"}
    told["handlers"]["ours"] = {"class": "logging.StreamHandler", "formatter": "ours"}
    told["loggers"][OURS] = {"handlers": ["ours"], "level": "WARNING"}
    return told
