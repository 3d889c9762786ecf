"""Which column a figure is of where blank cells left no trace: by sums, by other tables, by places on the page."""

from decimal import Decimal

from ingest.plaintext.places import Places
from ingest.plaintext.placing import UNKNOWN, Family, Puzzle, Relation, placed

CENT = Decimal("0.01")
SUM = (Relation((0,), (1, 2)),)


def puzzle(*rows: str, width: int = 3, **more: object) -> Puzzle:
    figures = tuple(tuple(map(Decimal, row.split())) for row in rows)
    return Puzzle(figures, width, CENT, SUM, **{"families": (), **more})  # type: ignore[arg-type]


def test_a_row_with_a_figure_for_every_column_is_taken_as_printed() -> None:
    assert placed(puzzle("9.00 5.00 3.00")) == ((0, 1, 2),)


def test_what_two_ways_agree_on_is_taken_and_the_rest_stays_open() -> None:
    assert placed(puzzle("9.00 9.00")) == ((0, UNKNOWN, UNKNOWN),)


def test_a_short_row_that_adds_up_in_no_way_is_not_laid() -> None:
    assert placed(puzzle("9.00 8.00")) == ((UNKNOWN,) * 3,)


def test_rows_of_one_level_tell_where_each_stands() -> None:
    rows = ("10.00 7.00 3.00", "7.00 7.00", "3.00 3.00")
    assert placed(puzzle(*rows, families=(Family(0, (1, 2)),))) == ((0, 1, 2), (0, 1, None), (0, None, 1))


def test_equal_amounts_stay_open_since_either_may_be_of_either_column() -> None:
    rows = ("10.00 5.00 5.00", "5.00 5.00", "5.00 5.00")
    found = placed(puzzle(*rows, families=(Family(0, (1, 2)),)))
    assert found[1:] == ((0, UNKNOWN, UNKNOWN), (0, UNKNOWN, UNKNOWN))


def test_sums_that_fail_narrow_nothing() -> None:
    rows = ("10.00 6.00 4.00", "7.00 7.00", "3.00 3.00")
    found = placed(puzzle(*rows, families=(Family(0, (1, 2)),)))
    assert found[1:] == ((0, UNKNOWN, UNKNOWN), (0, UNKNOWN, UNKNOWN))


def test_a_column_that_another_table_shows_filled_is_not_blank_in_the_total() -> None:
    rows = ("7.00 7.00", "7.00 7.00")
    found = placed(puzzle(*rows, families=(Family(0, (1,)),), totals=(0,), filled=frozenset({2})))
    assert found == ((0, None, 1), (0, None, 1))


def test_lines_out_of_order_must_add_up_even_where_all_columns_are_filled() -> None:
    assert placed(puzzle("9.00 5.00 3.00", strict=True)) == ((UNKNOWN,) * 3,)


def test_one_place_is_one_column_all_over_a_page() -> None:
    rows = ("9.00 9.00", "5.00 5.00", "4.00 4.00")
    places = Places(((0, 1), (0, 1), (0, 1)), (0, 0, 0), {0: (0, 2)})
    assert placed(puzzle(*rows, places=places)) == ((0, None, 1),) * 3


def test_a_row_that_does_not_add_up_where_it_stands_is_left_there_and_can_be_found_wrong() -> None:
    rows = ("9.00 9.00", "5.00 5.00", "4.00 4.00", "8.00 7.00")
    places = Places(((0, 1),) * 4, (0,) * 4, {0: (0, 2)})
    assert placed(puzzle(*rows, places=places))[3] == (0, None, 1)
