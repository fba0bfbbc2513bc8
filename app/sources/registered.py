"""Missions as datasets bring them: what the register says of each, and how the dataset writes it."""

from collections.abc import Sequence

from app.records import Mission, mission_country
from app.sources.dataset import Thing
from app.sources.names import Names, folded


def mission_thing(
    names: Names, id: str, written: Sequence[str], countries: Sequence[str] = ()
) -> Thing | None:
    """A mission of the register; none where it is the seed's own, which knows more."""
    row = names.registered.get(id)
    if row is None:
        return None
    own = {"en": row.name_en, "fr": row.name_fr}
    called = [row.acronym, *filter(None, own.values()), *row.other_names]
    known = {folded(name) for name in called}
    more = [name for name in dict.fromkeys(written) if name and folded(name) not in known]
    return Thing(
        record=Mission,
        id=id,
        columns={
            "acronym": row.acronym,
            "names": {language: name for language, name in own.items() if name},
            "other_names": [*row.other_names, *more],
            "kind": row.kind,
            "lead": row.lead,
        },
        called=[*called, *more],
        parts={
            mission_country: [{"mission_id": id, "country_id": country} for country in countries]
        },
    )
