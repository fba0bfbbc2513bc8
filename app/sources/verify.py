"""Citations against the documents: is each passage where the database says, and does it say that?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select

from app.database import Database, check_revision
from app.errors import OperatorError
from app.records import FACTS, Document, Fact
from app.records.counted import Counted
from app.sources.numerals import magnitudes_in, numbers_in
from app.sources.reading import HEADER_ROW, read_file
from app.sources.rows import LeftOutRow
from app.sources.seed import seed_files
from app.sources.texts import Text, read_files
from app.values.quantities import Quantity
from app.values.terms import DocumentKind, Qualifier

SHORT = 12
"""So many digits of a hash tell two apart."""


class Mismatch(NamedTuple):
    """Something in the database that the documents do not bear out."""

    document: str
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.document}: {self.subject}: expected {self.expected}, found {self.found}"


@dataclass
class Verification:
    """What was held against the documents, and what did not match; what has no text is not counted."""

    documents: int = 0
    citations: int = 0
    left_out: int = 0
    numbers: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether everything matched."""
        return not self.mismatches

    def lines(self) -> Iterator[str]:
        """What does not match, a line each, and what was checked."""
        yield from map(str, self.mismatches)
        yield (
            f"{self.documents} documents, {self.citations} citations, {self.left_out} passages left"
            f" out and {self.numbers} numbers checked: {len(self.mismatches)} do not match"
        )


class Passage(Protocol):
    """What a citation and a passage left out have in common."""

    @property
    def paragraph(self) -> int | None: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def sha256(self) -> str | None: ...


def verify(database: Database, documents: Path, seed: Path | None = None) -> Verification:
    """Hold every citation, and every passage that the seed leaves out, against the texts."""
    if not check_revision(database) or not has_documents(database):
        raise OperatorError(
            f"database {database.name} holds no documents:"
            " run `mission-kb migrate` and `mission-kb seed`"
        )
    done = Verification()
    texts = read_texts(database, documents, done)
    for fact, citation in citations(database):
        text = texts.get(citation.document_id)
        if text is None:
            continue
        done.citations += 1
        subject = f"{fact.kind} {fact.id}"
        wrong = list(misplaced(citation.document_id, subject, citation, text))
        done.mismatches += wrong
        if not wrong:
            check_numbers(done, subject, citation, quantities(fact, citation), text)
    for subject, row in left_out(seed):
        if (text := texts.get(row.document)) is not None:
            done.left_out += 1
            done.mismatches += misplaced(row.document, subject, row, text)
    return done


def has_documents(database: Database) -> bool:
    """Whether there is anything to verify."""
    with database.session() as session:
        return session.scalars(select(Document.id).limit(1)).first() is not None


def citations(database: Database) -> Iterator[tuple[Fact, Any]]:
    """Every citation of a passage, with its fact; rows of datasets have no passages."""
    with database.session() as session:
        for kind in FACTS:
            citation: Any = kind.citations.property.mapper.class_
            query = select(kind, citation).join(citation, citation.fact_id == kind.id)
            query = query.where(citation.record.is_(None)).order_by(kind.id, citation.position)
            yield from session.execute(query)


def left_out(seed: Path | None) -> Iterator[tuple[str, Any]]:
    """The passages that no fact is made of, each with how to speak of it."""
    if seed is None:
        return
    name = f"{LeftOutRow.file}.csv"
    rows = read_file(name, seed_files(seed).get(name), LeftOutRow)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        yield f"{name} row {number}", row


def read_texts(database: Database, folder: Path, done: Verification) -> dict[str, Text]:
    """The texts of the documents that the folder holds, found by their hash, else by their name."""
    files = read_files(folder)
    by_hash = {hashlib.sha256(content).hexdigest(): content for content in files.values()}
    texts: dict[str, Text] = {}
    with database.session() as session:
        articles = select(Document).where(Document.kind == DocumentKind.ARTICLE)
        for document in session.scalars(articles.order_by(Document.id)):
            content = by_hash.get(document.sha256)
            if content is None:
                content = files.get(document.file_name or "")
                done.mismatches.append(not_at_hand(document, content))
            if content is not None and (text := decoded(document.id, content, done)) is not None:
                texts[document.id] = text
    done.documents = len(texts)
    return texts


def not_at_hand(document: Document, content: bytes | None) -> Mismatch:
    """No file has the hash that the database knows: it is another one, or there is none."""
    expected = f"a text with SHA-256 {document.sha256[:SHORT]}"
    if content is None:
        return Mismatch(document.id, "document", expected, "no such file: it is missing")
    other = hashlib.sha256(content).hexdigest()[:SHORT]
    found = f"{document.file_name} with SHA-256 {other}: it was altered"
    return Mismatch(document.id, "document", expected, found)


def decoded(document: str, content: bytes, done: Verification) -> Text | None:
    """The text as UTF-8; line ends and a byte order mark count as characters, as offsets do."""
    try:
        return Text(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = f"byte {error.start}, which is not"
        done.mismatches.append(Mismatch(document, "document", "UTF-8", found))
        return None


def misplaced(document: str, subject: str, passage: Passage, text: Text) -> Iterator[Mismatch]:
    """What is wrong with where a passage is said to be."""
    start, end = passage.start or 0, passage.end or 0
    length = len(text.text)
    if not start < end <= length:
        found = f"a text of {length} characters"
        yield Mismatch(document, subject, f"a passage at {start} to {end}", found)
        return
    digest = hashlib.sha256(text.text[start:end].encode()).hexdigest()
    if digest != passage.sha256:
        expected = f"SHA-256 {(passage.sha256 or 'none')[:SHORT]} at {start} to {end}"
        yield Mismatch(document, subject, expected, digest[:SHORT])
    paragraph = text.paragraph_of(start, end)
    if paragraph != passage.paragraph:
        expected = f"{start} to {end} in paragraph {passage.paragraph}"
        found = "no single one" if paragraph is None else f"paragraph {paragraph}"
        yield Mismatch(document, subject, expected, found)


def check_numbers(
    done: Verification, subject: str, citation: Any, wanted: list[Quantity], text: Text
) -> None:
    """Each number has to stand in the cited passage, in digits or in words."""
    passage = text.text[citation.start : citation.end]
    for quantity in wanted:
        done.numbers += 1
        if not says(passage, quantity):
            there = sorted(numbers_in(passage) | magnitudes_in(passage))
            found = ", ".join(map(str, there)) or "no number"
            done.mismatches.append(
                Mismatch(citation.document_id, subject, f"the number {quantity}", found)
            )


def quantities(fact: Fact, citation: Any) -> list[Quantity]:
    """The numbers that this passage has to have: the document's own where it states one.

    A figure that was derived need not stand anywhere; a `quantity` of null says that this passage
    gives none.
    """
    stated: dict[str, Any] = dict(citation.stated or {})
    own = stated.pop("quantity", False)
    found = [Quantity(value) for value in stated.values() if type(value) is int]
    if own:
        found.append(Quantity.parse(str(own)))
    elif own is False and isinstance(fact, Counted) and not getattr(fact, "is_derived", False):
        found += [fact.quantity] if fact.quantity is not None else []
    return found


def says(passage: str, quantity: Quantity) -> bool:
    """Whether a passage has the number of a quantity, as its qualifier needs it."""
    if quantity.qualifier == Qualifier.ORDER_OF_MAGNITUDE:
        return quantity.value in magnitudes_in(passage)
    needed = {quantity.low, quantity.high} if quantity.value is None else {quantity.value}
    return needed <= numbers_in(passage)
