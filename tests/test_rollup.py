"""Codes add up level by level, whatever levels are printed and wherever 合计 stands."""

from in_words import check, english

HEAD = "T03 万元 | 本年支出合计\n"


def statuses(rows: str, rule: str = "T03-2", head: str = HEAD) -> list[tuple[str, str]]:
    text = head + "\n".join(line.strip() for line in rows.strip().splitlines())
    return [(o.place.split(" / ")[0], o.status) for o in check(rule, text)]


def test_a_row_without_its_parent_counts_under_the_nearest_one() -> None:
    assert statuses("""
        合计    | 6.00
        201     | 6.00
        20101   | 1.00
        2010101 | 1.00
        2010201 | 5.00
    """) == [("合计", "passed"), ("201", "passed"), ("20101", "passed")]


def test_classes_without_items_are_no_failure() -> None:
    assert statuses("""
        合计 | 6.00
        201  | 2.00
        205  | 4.00
    """) == [("合计", "passed"), ("201", "not_applicable"), ("205", "not_applicable")]


def test_items_alone_add_up_to_the_total() -> None:
    assert statuses("""
        2010101 | 2.00
        2050101 | 4.50
        合计    | 6.00
    """) == [("合计", "failed")]


def test_levels_are_never_added_together() -> None:
    found = check("T03-2", HEAD + "201 | 6.00\n20101 | 6.00\n2010101 | 6.00\n合计 | 6.00")
    assert [o.status for o in found] == ["passed"] * 3
    assert [len(o.terms) for o in found] == [2, 2, 2]


def test_a_repeated_code_spoils_only_its_own_sum() -> None:
    found = check("T03-2", HEAD + "合计 | 6.00\n201 | 6.00\n2010101 | 3.00\n2010101 | 3.00")
    assert [(o.place.split(" / ")[0], o.status) for o in found] == [("合计", "passed"), ("201", "not_checked")]
    assert "2 times" in english(found[1])


def test_two_totals_are_not_guessed() -> None:
    assert statuses("合计 | 6.00\n2010101 | 6.00\n合计 | 7.00") == [("合计", "not_checked"), ("合计", "not_checked")]


def test_a_table_without_its_total_says_so() -> None:
    assert statuses("201 | 6.00\n2010101 | 6.00") == [("201", "passed"), ("合计", "not_checked")]


def test_economic_items_are_leaves() -> None:
    head = "T06 万元 | 决算数\n"
    assert statuses("301 | 3.00\n30101 | 3.00\n302 | 1.00", "T06-1", head) == [
        ("301", "passed"),
        ("302", "not_applicable"),
    ]


def test_a_blank_beside_other_amounts_is_zero_but_only_a_warning() -> None:
    text = """
    T05 万元 | 本年支出合计 | 基本支出 | 项目支出
    合计     | 5.00 | 5.00 |
    20101    | 5.00 | 5.00 |
    2010101  | 5.00 |      | 5.00
    """
    rolled = [o for o in check("T05-1", text) if " / " in o.place]
    assert [(o.place, o.status) for o in rolled if o.status == "failed"] == [
        ("20101 / 基本支出", "failed"),
        ("20101 / 项目支出", "failed"),
    ]
    assert {o.severity for o in rolled if o.status == "failed"} == {"warning"}
    assert "blank" in english(next(o for o in rolled if o.status == "failed"))


def test_an_empty_table_has_no_object() -> None:
    (outcome,) = check("T03-2", HEAD)
    assert (outcome.status, english(outcome)) == ("not_applicable", "the table is printed empty")
