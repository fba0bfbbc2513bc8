"""Vintages: the facts of a dataset say what the newest of its releases says (docs/decisions/0010)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, func, select

from app.bulk import among, indexed_afterwards, insert_new
from app.errors import OperatorError
from app.records import FACTS, Document, Mission, Withdrawn
from app.records.dated import date_columns
from app.sources.ahead import ahead
from app.sources.dataset import Alike, Dataset, Thing, Told, Vintage
from app.sources.digests import Digests, dates_of
from app.sources.keeping import (
    REGISTER,
    Columns,
    Given,
    Keeper,
    given,
    table_of,
)
from app.sources.names import Names
from app.sources.progress import Progress
from app.sources.releases import Tally
from app.sources.staging import Staged, Staging
from app.values.dates import FuzzyDate
from app.values.terms import DocumentKind
from app.values.words import padded, words

if TYPE_CHECKING:
    from app.sources.importing import File

CITATIONS: dict[Table, Table] = {
    table_of(fact): table_of(fact.citations.property.mapper.class_) for fact in FACTS
}
REFERRING = (
    "type", "outcome", "cause", "category", "status", "unit_type",
    "mission_id", "contributor_id", "place_id",
)  # fmt: skip
"""The columns whose words a fact shares with many others: codes, then what it refers to."""

CODES = REFERRING.index("mission_id")


class Batch(NamedTuple):
    """Some rows to be kept, and the numbers of the file's rows that tell them, by their ids."""

    rows: Sequence[Given]
    numbers: Mapping[str, int]


def published_as(dataset: Dataset, vintage: Vintage, latest: date) -> FuzzyDate:
    """When a release was published, as precisely as its own rows say."""
    if vintage.published is not None:
        return FuzzyDate.parse(vintage.published)
    if latest == date.min:
        raise OperatorError(f"no row of this file of {dataset.name} says when it is of")
    day = latest.isoformat()
    return FuzzyDate.parse(day if vintage.updated_in is not None else f"[{day}..]")


class Import:
    """What a file says, brought into the database in the order in which rows refer to each other."""

    def __init__(
        self,
        keeper: Keeper,
        dataset: Dataset,
        file: "File",
        published: FuzzyDate,
        names: Names,
        staging: Staging,
    ) -> None:
        self.keeper = keeper
        self.dataset = dataset
        self.file = file
        self.published = published
        self.names = names
        self.staging = staging
        self.is_dated = any(one.published == published.edtf for one in dataset.vintages)
        self.document = f"{dataset.name}-{published.began_earliest.isoformat()}"
        self.is_older = self.published.began_earliest < self.newest()
        self.missions: list[str] = []
        self.tally = Tally()
        self.is_change = False
        self.is_found_change = False
        """Whether anything has changed that an entry of the search is made of."""

        self.digests = Digests()
        self.shared: dict[tuple[Any, ...], tuple[str, ...]] = {}
        """The words that facts share which refer to the same; made once for all of them."""

    def newest(self) -> date:
        """The first day of the newest vintage that is loaded."""
        query = select(func.max(Document.began_earliest))
        held = self.keeper.connection.scalar(query.where(Document.source == self.dataset.name))
        return held or date.min

    def run(self, progress: Progress) -> "Import":
        """Keep the document and the missions that facts are on, then all that the rows tell."""
        self.keep_things(table_of(Document), [document_of(self)])
        self.keep_missions()
        known = [table for table in CITATIONS if self.keeper.owns(table)]
        with progress(f"Keeping {self.dataset.name}", self.staging.size()) as advance:
            for table in self.staging.tables():
                rows = self.staging.size_of(table)
                made = map(self.given, self.staging.batches(table))
                with (
                    indexed_afterwards(self.keeper.connection, table, rows),
                    ahead(made) as batches,
                ):
                    for batch in batches:
                        self.keep(table, batch)
                        advance(len(batch.rows))
        for table in known:
            self.withdraw(table)
        counts = self.staging.counts
        self.tally += Tally(
            repaired=counts.get("repaired", 0),
            refused=counts.get("refused", 0),
            aggregate=counts.get("aggregate", 0),
        )
        return self

    def given(self, batch: Sequence[Staged]) -> Batch:
        """Rows as they are kept, each with the number of the row that told it; made one batch ahead."""
        rows = [
            self.fact_of(staged.told, staged.key)
            if isinstance(staged.told, Told)
            else thing_of(staged.told)
            for staged in batch
        ]
        return Batch(rows, {staged.told.id: staged.row for staged in batch})

    def keep(self, table: Table, batch: Batch) -> None:
        """Keep things or facts."""
        if table in CITATIONS:
            self.keep_facts(table, batch)
        else:
            self.tally += self.keep_things(table, batch.rows)

    def keep_things(self, table: Table, rows: Sequence[Given]) -> Tally:
        """Add things, and change those that are ours to change; an older vintage only adds."""
        found = self.keeper.sort(table, rows)
        changed = () if self.is_older else found.changed
        self.keeper.write(table, found.added, changed)
        self.is_change |= bool(found.added or changed)
        self.is_found_change |= bool(found.added or changed)
        left = len(found.changed) - len(changed)
        return Tally(
            added=len(found.added),
            changed=len(changed),
            unchanged=len(found.same),
            superseded=left,
        )

    def keep_missions(self) -> None:
        """Make the missions that facts are on and that nobody has brought yet."""
        keeper = self.keeper._replace(source=REGISTER)
        rows = [mission_of(row) for row in self.names.needed.values()]
        found = keeper.sort(table_of(Mission), rows)
        keeper.write(table_of(Mission), found.added, ())
        self.missions = [row.id for row in found.added]
        self.is_change |= bool(self.missions)
        self.is_found_change |= bool(self.missions)

    def keep_facts(self, table: Table, batch: Batch) -> None:
        """Add, change or confirm facts; an older vintage only confirms."""
        rows, numbers = batch
        found = self.keeper.sort(table, rows)
        confirmed = self.confirm(table, found.same)
        unchanged = len(found.same) - confirmed
        if self.is_older:
            gone = self.remember(table, [row.id for row in found.added])
            for row in found.changed:
                why = "A newer vintage that is loaded says otherwise; this one changes nothing."
                self.staging.remark("superseded", numbers[row.id], row.id, why)
            self.tally += Tally(
                confirmed=confirmed,
                unchanged=unchanged + len(found.added) - gone,
                superseded=len(found.changed),
                withdrawn=gone,
            )
            return
        self.remark_changes(table, found.changed, numbers)
        self.keeper.write(table, found.added, found.changed)
        self.is_found_change |= self.dataset.is_searched and bool(found.added or found.changed)
        self.tally += Tally(
            added=len(found.added),
            changed=len(found.changed),
            confirmed=confirmed,
            unchanged=unchanged,
        )

    def fact_of(self, told: Told, key: str) -> Given:
        """A fact as it is kept: the hash is of what it says, not of which vintage says so."""
        columns = {
            "id": told.id,
            "mission_id": told.mission,
            "place_id": told.place,
            "summary": told.summary,
            "note": told.note,
            **told.columns,
            **dates_of(None if told.date is None else told.date.edtf),
        }
        columns["words"] = self.words(told, columns)
        digest = self.digests.digest(told, key)
        citation = self.citation(told.id, 1, key)
        own = {CITATIONS[table_of(told.record)]: [citation]}
        return Given(columns, {**told.parts, **own}, digest)

    def words(self, told: Told, columns: Columns) -> str:
        """What `q` looks through: the sentences, the codes, the names of what is referred to."""
        own = words(told.summary) + (words(told.note) if told.note else [])
        return f" {' '.join(dict.fromkeys([*own, *self.words_alike(told, columns)]))} "

    def words_alike(self, told: Told, columns: Columns) -> Sequence[str]:
        """The words of codes and of what is referred to: many facts refer to the same."""
        if type(told.columns) is Alike:
            referring: tuple[Any, ...] = (told.columns, told.mission, told.place)
        else:
            referring = tuple(map(columns.get, REFERRING))
        shared = self.shared.get(referring)
        if shared is None:
            codes = filter(None, map(columns.get, REFERRING[:CODES]))
            coded = (word for code in codes for word in words(code))
            shared = self.shared[referring] = (*coded, *self.names.words(columns))
        return shared

    def citation(self, fact: str, position: int, key: str) -> dict[str, Any]:
        """That this vintage says a fact, in the row of this key: no passage of a text, and nothing else."""
        return {
            "fact_id": fact,
            "position": position,
            "document_id": self.document,
            "record": key,
        }

    def confirm(self, table: Table, rows: Sequence[Given]) -> int:
        """Cite this vintage for facts that it says as others do; how many had not cited it."""
        if not rows:
            return 0
        cited = CITATIONS[table]
        connection = self.keeper.connection
        held = select(cited.c.fact_id, cited.c.position, cited.c.document_id)
        found = held.where(among(cited.c.fact_id)).order_by(cited.c.fact_id, cited.c.position)
        have, last = set(), {}
        for id, position, document in connection.execute(found, {"ids": [row.id for row in rows]}):
            last[id] = position
            if document == self.document:
                have.add(id)
        lacking = [row for row in rows if row.id not in have]
        if lacking:
            keys = {row.id: row.parts[cited][0]["record"] for row in lacking}
            citations = [self.citation(id, last[id] + 1, key) for id, key in keys.items()]
            insert_new(connection, cited, citations)
            self.keeper.touch(table, list(keys))
        return len(lacking)

    def remark_changes(
        self, table: Table, rows: Sequence[Given], numbers: Mapping[str, int]
    ) -> None:
        """Note what changed facts said before, and say now."""
        if not rows:
            return
        query = select(table).where(among(table.c.id))
        held = self.keeper.connection.execute(query, {"ids": [row.id for row in rows]})
        before = {row.id: row._asdict() for row in held}
        for row in rows:
            old = before[row.id]
            said = "; ".join(
                f"{name}: {old[name]} -> {new}"
                for name, new in row.columns.items()
                if name in TOLD_CHANGES and old[name] != new
            )
            self.staging.remark("changed", numbers[row.id], row.id, said or "its words")

    def remember(self, table: Table, ids: Sequence[str]) -> int:
        """Note ids that only an older vintage has; how many were not known to be gone."""
        query = select(Withdrawn.id).where(Withdrawn.kept_in == table.name, among(Withdrawn.id))
        known = set(self.keeper.connection.scalars(query, {"ids": ids}))
        new = [id for id in ids if id not in known]
        self.keeper.remember(table, new)
        return len(new)

    def withdraw(self, table: Table) -> None:
        """Take away the dataset's facts that its newest vintage no longer has.

        A fact whose row is there but could not be read stays as it was.
        """
        if self.is_older:
            return
        cited = CITATIONS[table]
        for ids in self.keeper.owned(table):
            missing = sorted(set(ids) - self.staging.has(table, ids))
            if not missing:
                continue
            query = select(cited.c.fact_id, cited.c.record).where(among(cited.c.fact_id))
            held = self.keeper.connection.execute(query, {"ids": missing})
            keys = {row.fact_id: row.record for row in held}
            refused = self.staging.was_refused(list(set(keys.values())))
            gone = [id for id in missing if keys.get(id) not in refused]
            self.keeper.withdraw(table, gone)
            for id in gone:
                self.staging.remark("withdrawn", 0, id, "No row of this vintage has its key.")
            self.is_found_change |= self.dataset.is_searched and bool(gone)
            self.tally += Tally(withdrawn=len(gone), unchanged=len(missing) - len(gone))


TOLD_CHANGES = frozenset(
    name
    for fact in FACTS
    for name in table_of(fact).columns.keys()  # noqa: SIM118 -- columns iterate as columns
    if name not in ("id", "words", "source", "digest", "updated_at")
    and not name.startswith(("began_", "ended_"))
)


def document_of(load: Import) -> Given:
    """The release of the dataset, as a document that facts cite."""
    dataset, file, published = load.dataset, load.file, load.published
    is_open = published.edtf.startswith("[")
    of = published.began_earliest.isoformat() if is_open else published.edtf
    title = f"{dataset.title} ({of})"
    note = "It does not say when it was published: no earlier than the latest day in its rows."
    if load.is_dated:
        note = "The file does not say when it was published; what was published with it does."
    elif published.began_earliest == published.ended_latest:
        note = "The day is the latest on which a row says that it was updated."
    called = [load.document, title, dataset.publisher, dataset.name]
    return given(
        {
            "id": load.document,
            "kind": DocumentKind.DATASET,
            "title": title,
            "publisher": dataset.publisher,
            "origin": dataset.origin,
            **date_columns(published),
            "language": dataset.language,
            "url": file.url or dataset.url,
            "licence": dataset.licence,
            "file_name": file.name,
            "sha256": file.sha256,
            "note": note,
            "words": padded(called),
        },
        {},
    )


def mission_of(row: Any) -> Given:
    """A mission with what the register says of it."""
    names = {"en": row.name_en, "fr": row.name_fr}
    return given(
        {
            "id": row.id,
            "acronym": row.acronym,
            "names": {language: name for language, name in names.items() if name},
            "other_names": row.other_names,
            "kind": row.kind,
            "lead": row.lead,
            "words": padded([row.id, row.acronym, row.name_en, row.name_fr, *row.other_names]),
        },
        {},
    )


def thing_of(told: Thing) -> Given:
    """A thing as it is kept."""
    called: Iterable[str | None] = (told.id, *told.called)
    return given({"id": told.id, **told.columns, "words": padded(called)}, told.parts)
