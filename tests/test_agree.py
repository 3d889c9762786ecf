"""Names that agree although a page has torn one of them."""

from in_words import check


def test_a_name_whose_rest_stands_torn_off_below_is_no_other_name() -> None:
    income = "T02 万元 | 本年收入合计\n21208 国有土地使用权出 | 10.00\n{}2120803 城市建设支出 | 10.00\n"
    spent = "\nT03 万元 | 本年支出合计\n21208 国有土地使用权出让收入安排的支出 | 10.00\n"
    torn = {o.place: o.status for o in check("LB-02", income.format("行:让收入安排的支出 |\n") + spent)}
    other = {o.place: o.status for o in check("LB-02", income.format("") + spent)}
    assert (torn["21208"], other["21208"]) == ("passed", "failed")
