"""A cell is one number, exactly as printed, or it is not a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import is_blank, parse_amount, parse_quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("463,544.53", "463544.53"),
        ("12.50", "12.50"),
        ("43", "43"),
        ("－1,234.5", "-1234.5"),
        ("(1,234.50)", "-1234.50"),
        ("１２，３４５．６７", "12345.67"),
        ("0.00", "0.00"),
        (" 9746.50 ", "9746.50"),
    ],
)
def test_amounts_keep_their_digits(text: str, value: str) -> None:
    numeral = parse_amount(text)
    assert numeral is not None
    assert str(numeral.value) == value


@pytest.mark.parametrize("text", ["12.5 13.5", "1,23.45", "1,2345", "≥150", "2024年", "12.5.3", "", "—", "无", "12a"])
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert parse_amount(text) is None


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_printing_and_reading_is_the_identity(value: Decimal) -> None:
    numeral = parse_amount(f"{value:,.2f}")
    assert numeral is not None
    assert numeral.value == value
    assert numeral.decimals == 2


def test_a_percent_sign_is_seen() -> None:
    numeral = parse_amount("99.67%")
    assert numeral is not None
    assert numeral.percent
    assert numeral.value == Decimal("99.67")


@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "_", "/", "无"])
def test_marks_for_nothing(text: str) -> None:
    assert is_blank(text)


def test_a_weight_may_carry_its_unit() -> None:
    quantity = parse_quantity("10 分")
    assert quantity is not None
    assert (quantity[0].value, quantity[1]) == (Decimal(10), "分")
    assert parse_quantity("2024-01-01") is None
