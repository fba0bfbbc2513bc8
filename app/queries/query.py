"""What all filters share: declared parameters, read strictly, that yield SQL predicates."""

import difflib
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import product
from typing import Any, ClassVar, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from app.database.dialects import unindexed
from app.errors import InvalidParameters, ParameterError
from app.queries.rows import NOTHING, Columns
from app.queries.show import EVERYTHING, Only

LONGEST_VALUE = 200
MOST_VALUES = 200
KEPT = 256
"""Conditions of a kind that are kept: to make one takes longer than to run it, and some 20 kB."""
TEXT: Mapping[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_VALUE,
    "pattern": r"^[^\x00]+$",
}

Code = TypeVar("Code", bound=enum.StrEnum)
Self = TypeVar("Self", bound="Query")


class Aspect(enum.Enum):
    """What a predicate is about, so that a page can tell why rows were left out."""

    DATE = "date"
    LOCATION = "location"
    OTHER = "other"


class Keys(NamedTuple):
    """A column that has to hold one of some ids, and is the first one of an index by date."""

    column: ColumnElement[str]
    ids: Select[str]


class Condition(NamedTuple):
    """A predicate, what it is about, and what marks rows that could never meet it.

    A row has at most one of the marks in `lacking`. `parts` are the same predicate once more, as
    several of which a row meets at most one: each is a range of an index, where the whole would be
    none. `keys` are the same once more, too. `rows` gives the ids of the rows that meet it, some of
    them several times, from an index of another table. `is_narrow` tells that a single range of an
    index by date has them: then `beside` stands for the predicates that it is to be chosen before.
    """

    predicate: ColumnElement[bool]
    aspect: Aspect = Aspect.OTHER
    lacking: Sequence[ColumnElement[bool]] = ()
    parts: Sequence[ColumnElement[bool]] = ()
    keys: Keys | None = None
    rows: Select[str] | None = None
    is_narrow: bool = False
    beside: ColumnElement[bool] | None = None


def holding(column: Any, wanted: tuple[enum.StrEnum, ...]) -> Condition:
    """That a column, or what is computed, holds one of some codes."""
    return Condition(column.in_(wanted), beside=unindexed(column).in_(wanted))


@lru_cache(maxsize=KEPT)
def coded(record: Any, name: str, wanted: tuple[enum.StrEnum, ...]) -> Condition:
    """That a column holds one of some codes: few are asked for again and again."""
    return holding(getattr(record, name), wanted)


def ranked(conditions: Iterable[Condition]) -> list[Condition]:
    """The conditions, so written that the narrowest is the one that an index is chosen for."""
    ranked = list(conditions)
    if not any(condition.is_narrow for condition in ranked):
        return ranked
    return [one if one.beside is None else one._replace(predicate=one.beside) for one in ranked]


def in_parts(conditions: Sequence[Condition]) -> list[list[Condition]]:
    """The conditions in as many lists as their predicates have parts; a row meets one list or none."""
    parts = (
        [condition._replace(predicate=part, parts=()) for part in condition.parts] or [condition]
        for condition in conditions
    )
    return [list(one) for one in product(*parts)]


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter is read and documented."""

    parse: Callable[[str], Any]
    description: str
    example: str
    schema: Mapping[str, Any]
    is_repeatable: bool = False
    is_list: bool = False
    is_column: bool = False
    is_required: bool = False
    longest: int = LONGEST_VALUE


def parameter(
    parse: Callable[[str], Any],
    description: str,
    *,
    example: str,
    schema: Mapping[str, Any] = TEXT,
    **more: Any,
) -> Any:
    """A field of a query that is a parameter taken once; `default` and the like go in `more`."""
    default = more.pop("default", None)
    declared = Parameter(parse, description, example, schema, **more)
    return field(default=default, metadata={"parameter": declared})


def repeatable(
    parse: Callable[[str], Any],
    description: str,
    *,
    example: str,
    schema: Mapping[str, Any] = TEXT,
    is_column: bool = False,
) -> Any:
    """A field of a query that may be given several times: any of the values will do."""
    return parameter(
        parse,
        f"{description} Repeat it for any of several.",
        example=example,
        schema=schema,
        default=(),
        is_repeatable=True,
        is_column=is_column,
    )


def codes(vocabulary: type[enum.StrEnum], description: str) -> Any:
    """A filter on the record's attribute of the same name, by codes of a vocabulary."""
    return repeatable(
        lambda text: code_of(vocabulary, text),
        description,
        example=str(next(iter(vocabulary))),
        schema=schema_of(vocabulary),
        is_column=True,
    )


def schema_of(vocabulary: type[enum.StrEnum]) -> Mapping[str, Any]:
    """The named schema of a vocabulary."""
    return {"$ref": f"#/components/schemas/{vocabulary.__name__}"}


def code_of(vocabulary: type[Code], text: str) -> Code:
    """The code itself, or an error that names the nearest one."""
    known = [str(code) for code in vocabulary]
    if text not in known:
        raise ValueError(
            f"{quoted(text)} is not known; did you mean {nearest(text, known)}?"
            f" One of: {', '.join(known)}."
        )
    return vocabulary(text)


def nearest(text: str, known: Iterable[str]) -> str:
    """The known word that is most like the text."""
    folded = {word.casefold(): word for word in known}
    return folded[difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0)[0]]


def quoted(text: str) -> str:
    """A value as an error may show it: short, and with nothing that does not print."""
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return repr(shown)


@dataclass(frozen=True, kw_only=True)
class Query:
    """The root of all queries; a filter is a subclass, a resource's query inherits from several.

    `asked` holds the parameters as they were written, without `limit` and `cursor`.
    """

    asked: tuple[tuple[str, str], ...] = ()
    unfiltered: ClassVar[frozenset[str]] = frozenset({"limit", "cursor"})

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter that this query takes, by name."""
        return {
            declared.name: declared.metadata["parameter"]
            for declared in fields(cls)
            if "parameter" in declared.metadata
        }

    @classmethod
    def read(cls: type[Self], pairs: Iterable[tuple[str, str]]) -> Self:
        """The query that a query string asks for; everything wrong with it is told at once."""
        known = cls.parameters()
        given: dict[str, list[str]] = {}
        for name, text in pairs:
            given.setdefault(name, []).append(text)
        values: dict[str, Any] = {}
        errors: list[ParameterError] = []
        for name, texts in given.items():
            if name not in known:
                errors.append(unknown_parameter(name, known))
                continue
            try:
                values[name] = read_value(known[name], texts)
            except ValueError as error:
                errors.append(ParameterError(name, f"{name}: {error}", known[name].example))
        for name, declared in known.items():
            if declared.is_required and name not in given:
                errors.append(missing_parameter(name, declared))
        if errors:
            raise InvalidParameters(*errors)
        asked = sorted(
            {(name, text) for name, texts in given.items() for text in texts
             if name not in cls.unfiltered}
        )  # fmt: skip
        query = cls(**values, asked=tuple(asked))
        query.check()
        return query

    def check(self) -> None:
        """Refuse parameters that make no sense together."""

    def conditions(self, record: Any, session: Session) -> Iterator[Condition]:
        """The predicates on the rows of a record: here, the coded fields by their own names."""
        for name, declared in self.parameters().items():
            wanted = getattr(self, name)
            if declared.is_column and wanted:
                yield self.coded(record, name, wanted)

    def coded(self, record: Any, name: str, wanted: tuple[enum.StrEnum, ...]) -> Condition:
        """That a coded field holds one of some codes."""
        return coded(record, name, wanted)

    def only(self) -> Only:
        """What of the facts and citations an answer shows."""
        return EVERYTHING

    def computed(self, record: Any) -> Columns:
        """What the database has to compute along with the rows, by name."""
        return NOTHING


def missing_parameter(name: str, declared: Parameter) -> ParameterError:
    """What cannot be answered without a parameter is refused, not guessed."""
    example = f"{name}={declared.example}"
    return ParameterError(name, f"{name}: it is missing; write for example {example}.", example)


def unknown_parameter(name: str, known: Mapping[str, Parameter]) -> ParameterError:
    """An unknown parameter is never ignored."""
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    if not known:
        return ParameterError(shown, f"{quoted(name)} is unknown here: no parameter is taken.")
    close = nearest(name, known)
    detail = (
        f"{quoted(name)} is not a parameter here; did you mean {close}?"
        f" Known: {', '.join(sorted(known))}."
    )
    return ParameterError(shown, detail, f"{close}={known[close].example}")


def read_value(declared: Parameter, texts: list[str]) -> Any:
    """The value of a parameter, or of all its repetitions."""
    if declared.is_list:
        texts = [",".join(texts)]
    for text in texts:
        check_text(text, declared.longest)
    if len(texts) > MOST_VALUES:
        raise ValueError(f"{len(texts)} values are too many; at most {MOST_VALUES} are taken.")
    if declared.is_repeatable:
        return tuple(dict.fromkeys(declared.parse(text) for text in texts))
    if len(texts) > 1:
        raise ValueError(f"it is given {len(texts)} times, and only one value can hold.")
    return declared.parse(texts[0])


def check_text(text: str, longest: int) -> None:
    """Refuse what no value can be, before anything else looks at it."""
    if "\x00" in text:
        raise ValueError("a null byte cannot be part of a value.")
    if len(text) > longest:
        raise ValueError(f"{len(text)} characters are too many; at most {longest} are taken.")
    if text == "":
        raise ValueError("it is empty; leave it out to filter nothing.")
