"""Reading: answers of tools, read through the API's own listings and showings, from one release.

Beside each answer stands the address where the API gives the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.api.asking import checked_id
from app.api.listing import Listing
from app.api.showing import Showing
from app.errors import Merged
from app.mcp.arguments import Pairs
from app.mcp.bounds import MOST_BYTES, MOST_ROWS, USUAL_ROWS, Row, fitted, fitting, size


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool reads with: a session, and the address of the deployment where that is known."""

    session: Any
    home: str = ""

    def rows(self, listing: Listing, given: Pairs, *id: str, room: int = MOST_BYTES) -> Row:
        """A page of a list: no more rows than fit into the room, and where it goes on."""
        query = listing.query.read(given)
        id = tuple(map(checked_id, id))
        wanted = query.limit if any(name == "limit" for name, _ in given) else USUAL_ROWS
        query = replace(query, limit=min(wanted, MOST_ROWS))
        found = listing.search(self.session, query, *id)
        page = listing.told(found, query, [])
        notices = []
        if wanted > MOST_ROWS:
            notices.append(
                f"limit={wanted} was asked for; {MOST_ROWS} rows are the most that an answer holds."
            )
        fit = max(1, fitting(page["items"], room))
        if fit < len(found.rows):
            notices.append(
                f"{fit} rows are here, for more do not fit into {MOST_BYTES} bytes;"
                " `cursor` leads to the next."
            )
            query = replace(query, limit=fit)
            found = listing.search(self.session, query, *id)
            page = listing.told(found, query, [])
        if fit == 1 and page["items"]:
            row, lacks = fitted(page["items"][0], room)
            page["items"] = [row]
            notices += [f"items[0].{lack}" for lack in lacks]
        asked = [(name, text) for name, text in given if name != "limit"]
        path = f"/v1{listing.path}".replace("{id}", "".join(id))
        return {
            "api": self.address(path, [*asked, ("limit", str(query.limit))]),
            **{name: told for name, told in page.items() if name != "links"},
            "cursor": found.cursor,
            "notice": joined(notices),
        }

    def one(self, showing: Showing, given: Pairs, id: str, room: int = MOST_BYTES) -> Row:
        """One row by its id, or what it has become part of; what was withdrawn or never was is raised."""
        query = showing.query.read(given)
        id = checked_id(id)
        notices = []
        try:
            row = showing.shown(self.session, query, id)
        except Merged as merged:
            notices.append(f"{id} has become part of {merged.heir}.")
            id = merged.heir
            row = showing.shown(self.session, query, id)
        row, lacks = fitted(row, room)
        return {
            "api": self.address(f"/v1{showing.path}".replace("{id}", id), given),
            "item": row,
            "notice": joined([*notices, *(f"item.{lack}" for lack in lacks)]),
        }

    def address(self, path: str, given: Pairs) -> str:
        """Where the API gives the same: a path alone where it is not known who serves it."""
        home = self.home.rstrip("/") + path
        return f"{home}?{urlencode(given, safe='/:,')}" if given else home


def joined(notices: Iterable[str]) -> str | None:
    """What is to be said of an answer; None where it is all that was asked for."""
    return " ".join(notices) or None


def left(answer: Row) -> int:
    """How much room an answer leaves to another one beside it."""
    return max(0, MOST_BYTES - size(answer))
