import pytest

from app.sources.numerals import magnitudes_in, numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13,000 troops", {13000}),
        ("13.000 soldats", {13000}),
        ("13'000 and 13’001", {13000, 13001}),
        ("10 500 left", {10500}),
        ("10\u00a0500 left", {10500}),
        ("10\u202f500 left", {10500}),
        ("1,234,567 people.", {1234567}),
        ("700+ injured", {700}),
        ("a 10-year mission", {10}),
        ("in 2013, 311 died", {2013, 311}),
        ("in 2013 180 died", {2013, 180}),
        ("thirteen positions", {13}),
        ("Twenty-one agencies", {21}),
        ("three hundred and eleven", {311}),
        ("a hundred and eighty", {180}),
        ("one million two hundred thousand and six", {1200006}),
        ("one hundred, two hundred", {100, 200}),
        ("two hundred three hundred", {200, 300}),
        ("13 thousand five hundred", {13500}),
        ("1.2 million readers", {1200000}),
        ("two dozen camps", {24}),
        ("no number, a man and an ox", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, numbers: set[int]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        *("13,000", "13.5", "13,0001", "113", "130", "28/13", "13/28", "1.13.2"),
        *("13th", "A13", "13 %", "13%", "13 thousand", "13 million", "the thirteenth"),
    ],
)
def test_a_part_of_a_longer_number_is_no_number(text: str) -> None:
    assert 13 not in numbers_in(text)


@pytest.mark.parametrize(
    ("text", "magnitudes"),
    [
        ("Thousands were killed", {1000}),
        ("hundreds of thousands displaced", {100000}),
        ("tens of thousands", {10000}),
        ("hundreds", {100}),
        ("millions", {1000000}),
        ("dozens", set()),
        ("several thousand", set()),
        ("13,000", set()),
    ],
)
def test_plurals_of_powers_of_ten_are_orders_of_magnitude(text: str, magnitudes: set[int]) -> None:
    assert magnitudes_in(text) == magnitudes
    assert not magnitudes & numbers_in(text)
