"""Every way in which a request or a command can be refused: a class a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ParameterError:
    """One thing that is wrong with one parameter, and what would be right."""

    parameter: str
    detail: str
    example: str | None = None


class Problem(Exception):
    """A request that cannot be answered, as RFC 9457 tells it: `detail` is safe to show to anyone."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal server error"
    slug: ClassVar[str] = "internal"

    def __init__(self, detail: str, errors: Sequence[ParameterError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)


class InvalidParameters(Problem):
    """The query asks for something that has no meaning here."""

    status = 400
    title = "Invalid parameter"
    slug = "invalid-parameter"

    def __init__(self, *errors: ParameterError) -> None:
        super().__init__(" ".join(dict.fromkeys(error.detail for error in errors)), errors)


class UnknownHost(InvalidParameters):
    """The request is for a host that this deployment does not answer for."""

    title = "Unknown host"
    slug = "unknown-host"


class NotFound(Problem):
    """There is nothing under this address."""

    status = 404
    title = "Not found"
    slug = "not-found"


class Gone(Problem):
    """There was something under this address, and no source says it any more."""

    status = 410
    title = "Gone"
    slug = "gone"


class MethodNotAllowed(Problem):
    """The knowledge base can be read, not written, over HTTP."""

    status = 405
    title = "Method not allowed"
    slug = "method-not-allowed"


class AddressTooLong(Problem):
    """The path and the query are longer than any question needs."""

    status = 414
    title = "Address too long"
    slug = "address-too-long"


class TooManyRequests(Problem):
    """The client has asked more often than it may."""

    status = 429
    title = "Too many requests"
    slug = "too-many-requests"


class HeadTooLarge(Problem):
    """The header fields are more, or longer, than any client needs."""

    status = 431
    title = "Request header fields too large"
    slug = "header-fields-too-large"


class InternalFault(Problem):
    """Something broke here; the reason is in the log and never in the answer."""


class NotInstalled(Problem):
    """This deployment lacks what it would take."""

    status = 501
    title = "Not installed here"
    slug = "not-installed"


class NotOffered(Problem):
    """A form that a standard has and this server does not."""

    status = 501
    title = "Not offered"
    slug = "not-offered"


class Unavailable(Problem):
    """What answers is not there just now, or has more to do than it can."""

    status = 503
    title = "Service unavailable"
    slug = "unavailable"


class Merged(Exception):
    """What was asked for has become part of another row."""

    def __init__(self, heir: str) -> None:
        super().__init__(heir)
        self.heir = heir


class OperatorError(Exception):
    """Something that whoever runs the program has to put right; said in one line."""


class SeedError(OperatorError):
    """A seed file that cannot be loaded, with the file, the row, the column and the reason."""

    def __init__(
        self, file: str, reason: str, row: int | None = None, column: str | None = None
    ) -> None:
        where = [file]
        if row is not None:
            where.append(f"row {row}")
        if column is not None:
            where.append(f"column {column}")
        super().__init__(f"{', '.join(where)}: {reason}")
