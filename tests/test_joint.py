"""Relations that hold one by one: narrowed together, exactly."""

from hypothesis import given, settings
from hypothesis import strategies as st

from in_words import check, english

TREE = """T05 万元 | 本年支出合计
合计 | {total}
201 甲 | {top}
20101 乙 | {a}
20102 丙 | {b}
2010101 子 | {p}
2010102 丑 | {q}
2010201 寅 | {r}
2010202 卯 | {s}
"""


def two(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def tree(total: int, top: int, a: int, b: int, leaves: tuple[int, int, int, int]) -> str:
    p, q, r, s = map(two, leaves)
    return TREE.format(total=two(total), top=two(top), a=two(a), b=two(b), p=p, q=q, r=r, s=s)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100_000), min_size=4, max_size=4))
def test_numbers_rounded_from_true_ones_always_hold_together(raw: list[int]) -> None:
    """`raw` are thousandths; every number is rounded half up on its own from exact sums."""

    def cut(value: int) -> int:
        return (value + 5) // 10

    leaves = tuple(map(cut, raw))
    text = tree(cut(sum(raw)), cut(sum(raw)), cut(raw[0] + raw[1]), cut(raw[2] + raw[3]), leaves)  # type: ignore[arg-type]
    assert {o.status for o in check("X-18", text)} == {"passed"}


def test_each_sum_is_rounding_and_together_they_are_impossible() -> None:
    """Both subtotals lie as low as they can, and the total as high as those subtotals could be: 4 half units apart."""
    text = tree(2003, 2002, 1001, 1001, (500, 500, 500, 500))
    single = [o.status for o in check("T05-1", text) if o.place.startswith(("合计", "201", "20101", "20102"))]
    assert set(single) <= {"rounding", "passed", "not_applicable"}
    (failed,) = [o for o in check("X-18", text) if o.status == "failed"]
    assert failed.severity == "warning"
    assert "no values satisfy all of them" in english(failed)
    assert failed.places


def test_exact_sums_need_no_narrowing() -> None:
    (outcome,) = check("X-18", tree(2000, 2000, 1000, 1000, (500, 500, 500, 500)))
    assert outcome.status == "passed"
    assert "hold exactly" in english(outcome)
