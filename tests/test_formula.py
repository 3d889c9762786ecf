"""What reviewers write is read as meant, or refused with what would be right; nothing is evaluated."""

import contextlib
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.errors import FormulaError
from expectations.formula import Constant, Expression, Implication, Operation, Ref, Relation, linear, parse, refs


def name(word: str, *, total: bool = False) -> Ref:
    return Ref(None, None, None, word, total)


def written(node: Expression) -> str:
    """Write an expression out again, with all its brackets."""
    if isinstance(node, Constant):
        return str(node.value)
    if isinstance(node, Ref):
        place = f"{node.table}[{node.row}, {node.column}]" if node.name is None else node.name
        return f"Σ{place}" if node.total else place
    if node.operator == "min":
        return f"min({written(node.left)}, {written(node.right)})"
    return f"({written(node.left)} {node.operator} {written(node.right)})"


words = st.sampled_from(["本年收入合计", "因公出国（境）费", "Σ类", "其他收入"])
leaves = st.one_of(
    words.map(lambda word: name(word.removeprefix("Σ"), total=word.startswith("Σ"))),
    st.sampled_from([Ref("T01", "收入总计", "决算数", None), Ref("T06", "301", "决算数", None, total=True)]),
    st.integers(0, 999).map(lambda n: Constant(Decimal(n))),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda inner: st.builds(Operation, st.sampled_from(["+", "-", "×", "/", "min"]), inner, inner),
    max_leaves=8,
)


@given(expressions, st.sampled_from("=≤≥"), expressions)
def test_reading_is_the_inverse_of_writing(left: Expression, sign: str, right: Expression) -> None:
    assert parse(f"{written(left)} {sign} {written(right)}") == Relation(left, sign, right)


def test_what_reviewers_write() -> None:
    assert parse("本年收入合计 = Σ收入项目") == Relation(name("本年收入合计"), "=", name("收入项目", total=True))
    tie = parse("T05[合计, 基本支出] = T06[人员经费合计] + T06[公用经费合计, 决算数]")
    assert [(ref.table, ref.row, ref.column) for ref in refs(tie)] == [
        ("T05", "合计", "基本支出"),
        ("T06", "人员经费合计", None),
        ("T06", "公用经费合计", "决算数"),
    ]
    assert isinstance(parse("全年预算数 = 0 ⇒ 执行率 = 0"), Implication)
    assert parse('人员经费合计 = "301" + "303"') == Relation(
        name("人员经费合计"), "=", Operation("+", name("301"), name("303"))
    )


def test_spellings_of_one_sign_are_one() -> None:
    assert parse("得分 <= 分值 * min(1, 执行率)") == parse("得分 ≤ 分值 × min(1，执行率)")
    assert parse("a1 − b1 = c1/d1") == parse("a1 - b1 ＝ c1 ÷ d1")


def test_minus_binds_to_the_left_and_times_before_plus() -> None:
    assert linear(parse("x1 = a1 - b1 - c1 + d1").right) == tuple(  # type: ignore[union-attr]
        (weight, name(word)) for weight, word in [(1, "a1"), (-1, "b1"), (-1, "c1"), (1, "d1")]
    )
    assert linear(parse("x1 = a1 - (b1 - 2 × c1)").right) == (  # type: ignore[union-attr]
        (1, name("a1")),
        (-1, name("b1")),
        (2, name("c1")),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the end"),
        ("合计", "“=”"),
        ("合计 = ", "a name or a number"),
        ("合计 = 甲 乙", "“乙”"),
        ("合计 = (甲 + 乙", "“)”"),
        ("T01[合计 = 甲", "“]”"),
        ("T01[] = 甲", "row or column"),
        ("合计 = 甲 % 乙", "cannot read"),
        ("合计 = Σ", "a name or a number"),
        ("合计 = __import__('os')", "cannot read"),
        ("合计 = exec(甲)", "“(”"),
    ],
)
def test_a_bad_formula_is_refused_with_what_was_expected(text: str, says: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(says)):
        parse(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(FormulaError):
        assert list(refs(parse(text))) is not None


def test_a_product_of_printed_numbers_is_no_sum() -> None:
    with pytest.raises(FormulaError, match="ratio"):
        linear(parse("x1 = a1 × b1").right)  # type: ignore[union-attr]
