"""Memory: small answers that stay the same as long as the data does.

Page after page asks what a place is called, whether there is a mission of that id, and how many rows
match. Such answers are kept while one release is held, and forgotten with it (docs/decisions/0019).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.queries.readiness import HeldRelease

Answer = TypeVar("Answer")

MOST_ANSWERS = 4096
MOST_ROWS = 16_384
MISSING = object()


class Memory:
    """What was asked of one release, and the answers; many threads read it, and none changes an answer.

    It has room for so many; when it is full, it begins anew: that is rare, and takes one statement more.
    """

    def __init__(self, release: HeldRelease | None) -> None:
        self.release = release
        self.answers: dict[Hashable, Any] = {}
        self.rows: dict[Hashable, dict[str, Any]] = {}

    def recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question: asked once."""
        answer = self.answers.get(question, MISSING)
        if answer is MISSING:
            answer = ask()
            if len(self.answers) >= MOST_ANSWERS:
                self.answers = {}
            self.answers[question] = answer
        return answer  # type: ignore[no-any-return]

    def by_id(
        self, of: Hashable, ids: Iterable[str], ask: Callable[[list[str]], Mapping[str, Answer]]
    ) -> Mapping[str, Answer]:
        """Rows of one sort by their ids, those of other ids perhaps among them; only new ones are asked."""
        known = self.rows.setdefault(of, {})
        new = [id for id in ids if id not in known]
        if not new:
            return known
        found = ask(new)
        if len(known) + len(found) > MOST_ROWS:
            known = self.rows[of] = {id: known[id] for id in ids if id in known}
        known.update(found)
        return known


class Memories:
    """The memory of the release that is held; that of the one before is gone with it."""

    def __init__(self) -> None:
        self.kept = Memory(None)

    def of(self, release: HeldRelease | None) -> Memory:
        """The memory of a release; where there is none, nothing tells when an answer is out of date."""
        if release is None:
            return Memory(None)
        kept = self.kept
        if kept.release != release:
            kept = self.kept = Memory(release)
        return kept


def remember(session: Session, memory: Memory) -> None:
    """Let a session, which reads one release, share what is remembered of it."""
    session.info["memory"] = memory


def once(session: Session, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """An answer that may be too large to keep, but is the same for every kind of fact: asked once."""
    answers: dict[Hashable, Answer] = session.info.setdefault("answers", {})
    if question not in answers:
        answers[question] = ask()
    return answers[question]


def memory_of(session: Session) -> Memory:
    """What a session remembers: shared, or else its own."""
    memory: Memory = session.info.setdefault("memory", Memory(None))
    return memory
