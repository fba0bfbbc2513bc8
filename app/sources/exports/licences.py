"""Licences that let data be passed on and built on, as the Open Definition has them."""

from typing import NamedTuple


class Licence(NamedTuple):
    """A licence by its SPDX identifier, its title and its address."""

    id: str
    title: str
    url: str

    @property
    def names(self) -> set[str]:
        """Everything that a document may call it by, folded."""
        return {folded(name) for name in (self.id, self.title, self.url)}


CREATIVE_COMMONS = "https://creativecommons.org"
OURS = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    f"{CREATIVE_COMMONS}/licenses/by/4.0/",
)
"""What the facts of the seed are given away under."""

OPEN = (
    OURS,
    Licence("CC0-1.0", "CC0 1.0 Universal", f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/"),
    Licence(
        "CC-BY-3.0",
        "Creative Commons Attribution 3.0 Unported",
        f"{CREATIVE_COMMONS}/licenses/by/3.0/",
    ),
    Licence(
        "CC-BY-3.0-IGO",
        "Creative Commons Attribution 3.0 IGO",
        f"{CREATIVE_COMMONS}/licenses/by/3.0/igo/",
    ),
    Licence(
        "CC-BY-SA-3.0",
        "Creative Commons Attribution-ShareAlike 3.0 Unported",
        f"{CREATIVE_COMMONS}/licenses/by-sa/3.0/",
    ),
    Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Attribution-ShareAlike 4.0 International",
        f"{CREATIVE_COMMONS}/licenses/by-sa/4.0/",
    ),
    Licence(
        "PDDL-1.0",
        "Open Data Commons Public Domain Dedication and License 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
    ),
    Licence(
        "ODC-By-1.0",
        "Open Data Commons Attribution License 1.0",
        "https://opendatacommons.org/licenses/by/1-0/",
    ),
    Licence(
        "ODbL-1.0",
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    Licence(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
)


def folded(name: str) -> str:
    """A licence's name without regard to case, spaces and how an address begins and ends."""
    bare = name.casefold().removeprefix("http://").removeprefix("https://").rstrip("/")
    return "-".join(bare.split())


def open_licence(stated: str | None) -> Licence | None:
    """The open licence that is stated; None for any other, and where none is."""
    if stated is None:
        return None
    return next((each for each in OPEN if folded(stated) in each.names), None)
