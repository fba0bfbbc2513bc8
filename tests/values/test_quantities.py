"""Quantity: the range that the words around a number allow."""

import contextlib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.quantities import LARGEST, Quantity
from app.values.terms import Qualifier

numbers = st.one_of(st.integers(0, 10_000), st.integers(0, 10**14))
hedged = st.builds(
    Quantity,
    numbers,
    st.sampled_from(
        [
            Qualifier.EXACTLY,
            Qualifier.ABOUT,
            Qualifier.MORE_THAN,
            Qualifier.AT_LEAST,
            Qualifier.UP_TO,
        ]
    ),
)
magnitudes = st.integers(0, 14).map(lambda n: Quantity(10**n, Qualifier.ORDER_OF_MAGNITUDE))
pairs = st.lists(numbers, min_size=2, max_size=2, unique=True).map(sorted)
betweens = pairs.map(lambda pair: Quantity.between(*pair))
quantities = st.one_of(hedged, magnitudes, betweens)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("311", 311, 311, 311),
        ("0", 0, 0, 0),
        ("about 180", 180, 171, 189),
        ("about 311", 311, 296, 326),
        ("about 300", 300, 250, 350),
        ("about 1000", 1000, 500, 1500),
        ("about 13000", 13000, 12350, 13650),
        ("about 12000", 12000, 11400, 12600),
        ("about 9000", 9000, 8500, 9500),
        ("about 7", 7, 7, 7),
        ("about 10", 10, 5, 15),
        ("about 11", 11, 11, 11),
        ("about 25", 25, 24, 26),
        ("about 0", 0, 0, 0),
        ("more-than 300", 300, 301, None),
        ("at-least 5", 5, 5, None),
        ("up-to 10", 10, 0, 10),
        ("between 3 7", None, 3, 7),
        ("order-of-magnitude 1", 1, 1, 9),
        ("order-of-magnitude 1000", 1000, 1000, 9999),
        ("9007199254740991", LARGEST, LARGEST, LARGEST),
    ],
)
def test_a_quantity_has_the_range_that_its_words_allow(
    text: str, value: int | None, low: int, high: int | None
) -> None:
    quantity = Quantity.parse(text)
    assert (quantity.value, quantity.low, quantity.high) == (value, low, high)
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "an empty text"),
        ("1,000", "1,000: not a number in plain digits"),
        ("1.000", "without sign, separators or leading zeros"),
        ("1 000", "not a number in plain digits"),
        ("1\u00a0000", "not a number in plain digits"),
        ("1_000", "not a number in plain digits"),
        ("1'000", "not a number in plain digits"),
        ("-5", "not a number in plain digits"),
        ("+5", "not a number in plain digits"),
        ("007", "leading zeros"),
        ("3.5", "not a number in plain digits"),
        ("1e3", "not a number in plain digits"),
        ("300+", "not a number in plain digits"),
        ("٣٠٠", "not a number in plain digits"),
        ("5\n", "not a number in plain digits"),
        ("nan", "not a number in plain digits"),
        ("exactly 5", "stands alone"),
        ("about", "about takes one number"),
        ("about 1 000", "about takes one number"),
        ("about  180", "about takes one number"),
        ("about 1,000", "1,000: not a number"),
        ("About 180", "About 180: not a number"),
        ("more than 300", "more than 300: not a number"),
        ("between 3", "between takes two numbers"),
        ("between 3 and 7", "between takes two numbers"),
        ("between 7 3", "the first must be the smaller"),
        ("between 3 3", "the first must be the smaller"),
        ("order-of-magnitude 2000", "2000: this is not a power of ten"),
        ("order-of-magnitude 0", "0: this is not a power of ten"),
        ("9007199254740992", "numbers are 0 to 9007199254740991"),
        ("9" * 5000, "not a number in plain digits"),
        ("more-than 9007199254740991", "ranges too"),
        ("about 9007199254740991", "ranges too"),
        ("order-of-magnitude 1000000000000000", "ranges too"),
    ],
)
def test_a_text_that_is_no_quantity_is_refused_with_the_reason(text: str, fragment: str) -> None:
    with pytest.raises(ValueError, match="write for example") as caught:
        Quantity.parse(text)
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "fragment"),
    [
        ((300, Qualifier.MORE_THAN, 300, None), "it has low 301 and high None"),
        ((300, Qualifier.MORE_THAN, 301, 400), "it has low 301 and high None"),
        ((300, Qualifier.EXACTLY, 300, None), "it has low 300 and high 300"),
        ((None, Qualifier.EXACTLY), "needs a value"),
        ((None, Qualifier.BETWEEN), "has a low and a high"),
        ((None, Qualifier.BETWEEN, 3), "has a low and a high"),
        ((None, Qualifier.BETWEEN, 3, None), "has a low and a high"),
        ((5, Qualifier.BETWEEN, 3, 7), "no value"),
        ((None, Qualifier.BETWEEN, -3, 7), "numbers are 0 to"),
        ((-5,), "numbers are 0 to"),
        ((3.5,), "not a whole number"),
        ((True,), "not a whole number"),
        (("5",), "not a whole number"),
        ((5, "roughly"), "roughly"),
    ],
)
def test_a_quantity_at_odds_with_itself_cannot_be_built(
    fields: tuple[Any, ...], fragment: str
) -> None:
    with pytest.raises(ValueError, match=fragment):
        Quantity(*fields)


@given(quantities)
def test_a_quantity_keeps_its_text(quantity: Quantity) -> None:
    assert Quantity.parse(str(quantity)) == quantity


@given(quantities)
def test_a_quantity_can_be_built_again_from_its_four_columns(quantity: Quantity) -> None:
    columns = (quantity.value, quantity.qualifier, quantity.low, quantity.high)
    assert Quantity(*columns) == quantity


@given(quantities)
def test_the_range_is_in_order_and_holds_the_value(quantity: Quantity) -> None:
    assert quantity.low >= 0
    assert quantity.high is None or quantity.low <= quantity.high <= LARGEST
    if quantity.value is not None and quantity.qualifier is not Qualifier.MORE_THAN:
        assert quantity.contains(quantity.value)


@given(numbers, st.integers(0, 10**15))
def test_about_allows_what_is_within_its_margin_and_nothing_else(value: int, number: int) -> None:
    unit = 10 ** (len(str(value)) - len(str(value).rstrip("0"))) if value else 1
    distance = abs(number - value)
    is_near = distance <= Fraction(value, 20) or distance <= Fraction(unit, 2)
    assert Quantity(value, Qualifier.ABOUT).contains(number) == is_near


@given(quantities, quantities)
def test_quantities_agree_when_some_number_is_allowed_by_both(
    one: Quantity, other: Quantity
) -> None:
    ends = [one.low, other.low]
    assert one.agrees_with(other) == any(one.contains(n) and other.contains(n) for n in ends)
    assert one.agrees_with(other) == other.agrees_with(one)


@given(quantities)
def test_a_quantity_agrees_with_itself_and_its_ends(quantity: Quantity) -> None:
    assert quantity.agrees_with(quantity)
    assert quantity.agrees_with(Quantity(quantity.low))


@pytest.mark.parametrize(
    ("one", "other", "do_agree"),
    [
        ("311", "more-than 300", True),
        ("300", "more-than 300", False),
        ("300", "at-least 300", True),
        ("about 180", "174", True),
        ("174", "175", False),
        ("up-to 10", "between 10 20", True),
        ("up-to 10", "more-than 10", False),
        ("order-of-magnitude 1000", "12000", False),
    ],
)
def test_known_pairs_agree_or_do_not(one: str, other: str, do_agree: bool) -> None:
    assert Quantity.parse(one).agrees_with(Quantity.parse(other)) is do_agree


@given(st.text(alphabet="0123456789 -+.,aboutmre", max_size=20))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert str(Quantity.parse(text)) == text
