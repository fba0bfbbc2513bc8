"""How routes may refuse, for the OpenAPI document."""

from typing import Any

from app.api.problems import MEDIA_TYPE

PROBLEMS = {
    400: "A parameter is unknown or cannot be read; `errors` says which, and what would be right.",
    404: "There is nothing under this address.",
    410: "It was there, and no source says it any more.",
    405: "Only GET and HEAD are possible.",
    414: "The path and the query are longer than any question needs.",
    429: "This client has asked more often than it may; `Retry-After` says when it may again.",
    431: "The header fields are more, or longer, than any client needs.",
    500: "Something broke here.",
    501: "This deployment lacks what this format needs.",
    503: "The database cannot be read just now.",
}

ANYWHERE = (414, 429, 431)
"""What any address may refuse, before it is looked at."""

MERGED: dict[str, Any] = {
    "description": "It has become part of another row.",
    "headers": {
        "Location": {
            "description": "Where that row is.",
            "schema": {"type": "string"},
            "example": "http://127.0.0.1:8000/v1/events/mopti-camp-handed-over",
        }
    },
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, by their status."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": PROBLEMS[status], "content": content}
        for status in sorted({*statuses, *ANYWHERE})
    }


def unless_shown() -> dict[int | str, dict[str, Any]]:
    """How the route of one row may answer otherwise than with it."""
    return {308: MERGED, **refusals(400, 404, 405, 410, 500, 503)}
