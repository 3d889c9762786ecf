"""Pieces of numbers are joined only as an identity confirms."""

from decimal import Decimal

from ingest.repair import confirmed, joins, unwrapped


def test_pieces_may_share_digits() -> None:
    assert set(joins("142689", "915.71")) == {"142689915.71", "14268915.71"}
    assert confirmed(joins("142689", "915.71"), Decimal("14268915.71")) == "14268915.71"


def test_nothing_is_confirmed_by_a_near_value() -> None:
    assert confirmed(joins("12", "3.45"), Decimal("123.46")) is None


def test_a_number_broken_over_lines_is_joined_and_two_numbers_are_not() -> None:
    assert unwrapped("9,746.5\n0") == ("9,746.50", "9,746.5\n0")
    assert unwrapped("12.50\n13.50") == ("12.50\n13.50", None)
    assert unwrapped("12.50") == ("12.50", None)
