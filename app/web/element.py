"""Elements: pieces of a page, read through the API's own listings, each with the call behind it.

The parameters of a call are what the element is read with, so that a page and the API cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.api.listing import Listing
from app.api.showing import Showing
from app.errors import InvalidParameters
from app.web.view import View, address

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """A page of a list: its rows as the API answers them, how many match, and where it goes on.

    `page` is the whole answer. `refused` says why there are no rows, where the API refuses to tell.
    """

    api: str
    items: Sequence[Row] = ()
    page: Row | None = None
    cursor: str | None = None
    refused: str | None = None
    untaken: Sequence[str] = ()
    """The filters of the page that this list does not take."""

    @property
    def matched(self) -> int | None:
        """How many rows match; None where there are too many to count."""
        return None if self.page is None else self.page["numberMatched"]

    @property
    def is_whole(self) -> bool:
        """Whether all rows that match are here."""
        return self.matched == len(self.items)


class Reading:
    """Reads the elements of one page, all of them in one session: from one release."""

    def __init__(self, session: Any, view: View) -> None:
        self.session = session
        self.view = view

    def rows(self, listing: Listing, *id: str, **more: Any) -> Element:
        """A page of a list, with the filters of the view that it takes."""
        pairs = self.view.asked_of(listing.query, **more)
        query = listing.query.read(pairs)
        found = listing.search(self.session, query, *id)
        path = f"/v1{listing.path}".replace("{id}", "".join(id))
        return Element(
            api=address(path, pairs),
            items=(page := listing.told(found, query, []))["items"],
            page=page,
            cursor=found.cursor,
            untaken=self.untaken(listing),
        )

    def rows_if_told(self, listing: Listing, **more: Any) -> Element:
        """The same; where the API refuses to weigh or to add up, the element says so instead."""
        try:
            return self.rows(listing, **more)
        except InvalidParameters as refusal:
            pairs = self.view.asked_of(listing.query, **more)
            return Element(
                api=address(f"/v1{listing.path}", pairs),
                refused=refusal.detail,
                untaken=self.untaken(listing),
            )

    def one(self, showing: Showing, id: str, **more: Any) -> tuple[Row, str]:
        """One row by its id, and the call behind it; a merged, withdrawn or unknown id is raised."""
        pairs = self.view.asked_of(showing.query, **more)
        row = showing.shown(self.session, showing.query.read(pairs), id)
        return row, address(f"/v1{showing.path}".replace("{id}", id), pairs)

    def untaken(self, listing: Listing) -> list[str]:
        """The filters of the view that a list does not take."""
        known = listing.query.parameters()
        return sorted(
            {name for name, _ in self.view.filters if name not in known} - {"cursor", "q"}
        )
