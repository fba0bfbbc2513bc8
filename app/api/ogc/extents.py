"""Extents kept: worked out once for each release, for they may take a walk through an index."""

from typing import Any

from app.queries.extent import Extent, extent
from app.queries.readiness import HeldRelease, held_release


class Extents:
    """The extents of the collections in the release that is held."""

    def __init__(self) -> None:
        self.kept: tuple[HeldRelease | None, dict[Any, Extent]] = (None, {})

    def of(self, session: Any, record: Any) -> Extent:
        """The extent of all rows of a record; without a release nothing tells when it is out of date."""
        release = held_release(session)
        if release is None:
            return extent(session, record)
        of_release, known = self.kept
        if of_release != release:
            known = {}
            self.kept = (release, known)
        if record not in known:
            known[record] = extent(session, record)
        return known[record]
