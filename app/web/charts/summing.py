"""Summing: which sums of a dataset a chart may show, for one that leaves facts out would mislead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.api.listing import Listing
from app.queries.adding import unsummed
from app.web.charts.chart import Calls
from app.web.charts.look import Asked
from app.web.view import Pairs


@dataclass(frozen=True, kw_only=True)
class Summing:
    """Sums of facts, told apart by their codes: `name` is the filter of these."""

    listing: Listing
    record: Any
    name: str
    codes: type[StrEnum]

    def calls(
        self, session: Any, asked: Asked, sources: Sequence[str], **keys: Sequence[Any]
    ) -> Calls:
        """A call for each source, of the codes of which every fact is in the sums."""
        calls: list[Pairs] = []
        left_out: list[tuple[str, StrEnum | None]] = []
        for source in sources:
            fixed: Mapping[str, Any] = {**keys, "source": [source]}
            call = asked.asked_of(self.listing, **fixed)
            amiss = self.amiss(session, call)
            wanted = fixed.get(self.name) or asked.given(self.name) or list(self.codes)
            sound = [code for code in wanted if code not in amiss]
            if amiss:
                call = asked.asked_of(self.listing, **{**fixed, self.name: sound})
            calls += [call] if sound else []
            left_out += [(source, code) for code in self.codes if code in amiss]
        return Calls(calls, left_out)

    def amiss(self, session: Any, call: Pairs) -> set[Any]:
        """The codes of which some facts would be left out."""
        query: Any = self.listing.query.read(call)
        return unsummed(session, self.record, query)
