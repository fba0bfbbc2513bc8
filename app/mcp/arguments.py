"""Arguments: what a tool is called with, as the parameters that the API reads.

{"mission": ["minusma"], "bbox": [-5, 14, 0, 17], "limit": 5}
# [("mission", "minusma"), ("bbox", "-5,14,0,17"), ("limit", "5")]
"""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from app.api.asking import MOST_PARAMETERS
from app.errors import InvalidParameters, ParameterError
from app.queries.query import Query, quoted

Pairs = list[tuple[str, str]]


def pairs_of(arguments: Mapping[str, Any], query: type[Query]) -> Pairs:
    """The parameters one by one; values that are no text, number or list of them are refused."""
    lists = {name for name, declared in query.parameters().items() if declared.is_list}
    pairs: Pairs = []
    for name, value in arguments.items():
        given = list(texts(name, value))
        if name in lists:
            given = [",".join(given)]
        pairs += [(name, text) for text in given]
    if len(pairs) > MOST_PARAMETERS:
        detail = f"More than {MOST_PARAMETERS} parameters are too many."
        raise InvalidParameters(ParameterError("", detail))
    return pairs


def texts(name: str, value: Any) -> Iterator[str]:
    """A value, or each of a list, as a query string writes it; nothing is an empty text."""
    for each in (value or [""]) if isinstance(value, list) else [value]:
        if not (is_readable(name) and is_readable(each)):
            shown, label = quoted(str(each)), name if is_readable(name) else quoted(name)
            detail = f"{label}: {shown} is no text and no number, nor a list of them."
            raise InvalidParameters(ParameterError(label[:40], detail))
        if isinstance(each, float) and each.is_integer():
            each = int(each)
        yield "" if each is None else str(each)


def is_readable(value: Any) -> bool:
    """Whether something is a number, nothing, or text: half of a pair of surrogates is none."""
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, float):
        return isfinite(value)
    return value is None or (isinstance(value, int) and not isinstance(value, bool))
