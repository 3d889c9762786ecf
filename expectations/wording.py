"""Sentences a reviewer can paste into a rectification notice, in Chinese and English, and how numbers are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from expectations.model import Outcome, Term
from expectations.places import location_of
from ingest.facts import Fact, TableInfo
from ingest.model import Text

MOST_OPERANDS = 6
"""A longer sum is abbreviated in a message; the evidence has all of it."""

LONGEST_NAME = 80

MECHANISMS: Mapping[str, Text] = {
    "digit": Text("一位数字不同", "one digit differs"),
    "swap": Text("相邻两位数字颠倒", "two neighbouring digits are swapped"),
    "dropped digit": Text("少一位数字", "one digit is missing"),
    "added digit": Text("多一位数字", "one digit too many"),
    "sign": Text("正负号相反", "the sign is reversed"),
    "unit": Text("单位错误（元与万元）", "wrong unit (元 for 万元 or the reverse)"),
    "scale": Text("小数点错位", "the decimal point is misplaced"),
}


def plain(value: Decimal) -> str:
    """A decimal string without exponent, without a negative zero: `1234.50`."""
    return f"{value or abs(value):f}"


def grouped(value: Decimal) -> str:
    """As `plain`, with thousands commas and a real minus sign, for people."""
    return f"{value or abs(value):,f}".replace("-", "−")


def shortest(value: Decimal) -> Decimal:
    """Without trailing zeros, but never with an exponent above zero: 0.0150 → 0.015."""
    short = value.normalize()
    return short if int(short.as_tuple().exponent) <= 0 else value.quantize(Decimal(1))


def short(label: str) -> str:
    """A printed name for a sentence: on one line, cut where it is longer than any real one."""
    line = " ".join(label.split())
    return line if len(line) <= LONGEST_NAME else line[:LONGEST_NAME] + "…"


@dataclass(frozen=True, slots=True)
class Names:
    """How the facts of a document are called in a sentence."""

    facts: Mapping[str, Fact]
    tables: Mapping[str, TableInfo]

    def fact(self, term: Term) -> Fact | None:
        """Give the printed number behind an operand."""
        return self.facts.get(term.fact_id or "")

    def table(self, fact: Fact) -> str:
        """Give the printed title."""
        info = self.tables.get(fact.table)
        title = info.title if info else fact.location.table or fact.template
        # Bodies of one department fill in forms of one title: a form is named with its body.
        body = fact.entity if fact.template.startswith("F") else None
        return title if not body or body in title else f"{body} {title}"

    def row(self, fact: Fact) -> str:
        """Give the row as printed, with its code where the table prints codes."""
        label = fact.row_label or fact.row_concept
        info = self.tables.get(fact.table)
        printed = "".join(info.grid[fact.row][: fact.column]) if info and fact.row < len(info.grid) else ""
        return f"{fact.code} {label}" if fact.code and fact.code in printed and fact.code not in label else label

    def place(self, fact: Fact) -> dict[str, object]:
        """Its Location as the contract writes it, with every name filled in; `table` is the id."""
        column = fact.column_label or fact.column_concept
        return location_of(fact.location, table=fact.table, row=self.row(fact), column=column)

    def cell(self, fact: Fact) -> Text:
        """Table, row and column."""
        column = short(fact.column_label or fact.column_concept)
        table, row = short(self.table(fact)), short(self.row(fact))
        return Text(
            f"《{table}》“{row}”行“{column}”列",
            f"“{table}”, row “{row}”, column “{column}”",
        )

    def operand(self, term: Term, beside: Fact | None) -> Text:
        """What tells an operand apart from `beside`: its row, its column, or all of it."""
        fact = self.fact(term)
        if fact is None:
            return Text(short(term.label), short(term.label))
        if beside and beside.table == fact.table:
            if beside.column == fact.column and beside.row != fact.row:
                return Text(short(self.row(fact)), short(self.row(fact)))
            if beside.row == fact.row:
                column = short(fact.column_label or fact.column_concept)
                return Text(column, column)
        return self.cell(fact)


def words_message(checks: Sequence[Outcome], title: Text) -> Text:
    """Write the sentence for several checks of words that accuse one thing: every reason once."""
    said = list({o.reason["zh"]: o.reason for o in checks if o.reason}.values())
    place = checks[0].place
    return Text(
        f"{place}：不符合“{title['zh']}”。" + "；".join(reason["zh"] for reason in said),
        f"{place}: “{title['en']}” does not hold. " + "; ".join(reason["en"] for reason in said),
    )


def check_message(outcome: Outcome, title: Text, names: Names, *, on_right: bool) -> Text:
    """Write the sentence for a check that fails by itself; `on_right` says which side is the one in question."""
    reason = outcome.reason or Text("", "")
    if outcome.left is None or outcome.right is None or not outcome.terms:
        return Text(
            f"{outcome.place}：不符合“{title['zh']}”。{reason['zh']}".strip(),
            f"{outcome.place}: “{title['en']}” does not hold. {reason['en']}".strip(),
        )
    mine, others = ("right", "left") if on_right else ("left", "right")
    subject = next((fact for t in outcome.terms if t.side == mine and (fact := names.fact(t))), None)
    unit = outcome.unit or ""
    here = _side(outcome, mine, names, subject, whole=True)
    there = _side(outcome, others, names, subject, whole=False)
    gap = grouped(abs(outcome.residual or Decimal(0)))
    tolerance = _tolerance(outcome)
    must = {
        "=": ("应等于", "should equal"),
        "≤": ("不应大于", "should not exceed"),
        "≥": ("不应小于", "should be at least"),
    }
    turned = {"≤": "≥", "≥": "≤"}
    zh, en = must.get(turned.get(outcome.relation, outcome.relation) if on_right else outcome.relation, must["="])
    zh, en = f"{here['zh']}，{zh}{there['zh']}，", f"{here['en']}; it {en} {there['en']}. "
    if outcome.status == "implausible":
        return Text(
            f"{zh}相差{gap}{unit}：四舍五入最多可致{tolerance}{unit}，但差到这个程度的可能性极小，请核实。",
            f"{en}The difference of {gap} {unit} is within what rounding allows ({tolerance} {unit}) "
            "but very unlikely; please verify.",
        )
    return Text(
        f"{zh}相差{gap}{unit}，超出四舍五入可以解释的{tolerance}{unit}。{reason['zh']}",
        f"{en}The difference of {gap} {unit} is more than rounding can explain ({tolerance} {unit}). "
        f"{reason['en']}".strip(),
    )


def cell_message(cell: Fact, right: Decimal, slip: str | None, titles: Sequence[Text], names: Names) -> Text:
    """Write the sentence for one cell that breaks several checks, with the value that would satisfy all of them."""
    at, value = names.cell(cell), cell.value or Decimal(0)
    gap, count = grouped(abs(value - right)), len(titles)
    why = MECHANISMS.get(slip or "")
    zh_why, en_why = (f"（{why['zh']}）", f" ({why['en']})") if why else ("", "")
    zh_titles, en_titles = (dict.fromkeys(t[lang] for t in titles) for lang in ("zh", "en"))
    return Text(
        f"{at['zh']}为{grouped(value)}{cell.unit}，与{count}项勾稽关系不符（{'；'.join(zh_titles)}）；"
        f"若为{grouped(right)}{cell.unit}则全部成立，相差{gap}{cell.unit}{zh_why}。",
        f"{at['en']} shows {grouped(value)} {cell.unit} and breaks {count} checks ({'; '.join(en_titles)}); with "
        f"{grouped(right)} {cell.unit} all of them hold, a difference of {gap} {cell.unit}{en_why}.",
    )


def exchange_message(one: Fact, other: Fact, titles: Sequence[Text], names: Names) -> Text:
    """Write the sentence for two cells whose numbers stand in each other's place."""
    first, second = names.cell(one), names.cell(other)
    a, b = (grouped(cell.value or Decimal(0)) + cell.unit for cell in (one, other))
    zh, en = (dict.fromkeys(t[lang] for t in titles) for lang in ("zh", "en"))
    count = len(titles)
    return Text(
        f"{first['zh']}（{a}）与{second['zh']}（{b}）疑为互换："
        f"互换后{count}项不符的勾稽关系（{'；'.join(zh)}）全部成立。",
        f"{first['en']} ({a}) and {second['en']} ({b}) seem to be exchanged: the other way round all {count} "
        f"broken checks hold ({'; '.join(en)}).",
    )


def row_message(checks: Sequence[Outcome], title: Text, names: Names) -> Text:
    """Write the sentence for one row of which several columns fail, by amounts that are a row by themselves."""
    wholes = [(fact, o) for o in checks if (fact := names.fact(o.terms[0])) is not None]
    gaps = list(
        dict.fromkeys(
            f"{short(f.column_label or f.column_concept)} {grouped(o.residual or Decimal(0))}" for f, o in wholes
        )
    )
    fact, count = wholes[0][0], len(gaps)
    table, row, unit = short(names.table(fact)), short(names.row(fact)), fact.unit
    return Text(
        f"《{table}》“{row}”行有{count}列同时不符合“{title['zh']}”，各列相差：{'、'.join(gaps)}（{unit}）。"
        "这些差额自成一行，疑为有一整行缺少、多出或错印。",
        f"“{table}”, row “{row}”: {count} columns at once break “{title['en']}”, by {', '.join(gaps)} {unit}. "
        "The differences are a row by themselves: a whole row seems to be missing, one too many, or wrong.",
    )


def unit_message(tables: Sequence[str], count: int, names: Names) -> Text:
    """Write the sentence for a table whose numbers are all off by a factor of ten thousand against others."""
    titles = [short(names.tables[t].title if t in names.tables else t) for t in tables]
    zh, en = "、".join(f"《{t}》" for t in titles), " / ".join(f"“{t}”" for t in titles)
    if len(titles) == 1:
        return Text(
            f"{zh}与其他各表的{count}项数字均恰好相差一万倍，该表的金额单位（元、万元）有误。",
            f"{count} numbers of {en} differ from other tables by exactly ten thousand: its unit (元, 万元) is wrong.",
        )
    return Text(
        f"{zh}之间的{count}项数字均恰好相差一万倍，其中一张表的金额单位（元、万元）有误。",
        f"{count} numbers differ between {en} by exactly ten thousand: the unit (元, 万元) of one of them is wrong.",
    )


def undecided_note(count: int) -> Text:
    """Said where several cells would explain a finding equally well; nothing for one or none."""
    if count < 2:
        return Text("", "")
    return Text(
        f"有{count}个单元格都可能是原因，仅凭表内数字无法确定。",
        f" Any of {count} cells may be the cause; the numbers alone do not tell.",
    )


def rivals_note(count: int) -> Text:
    """Said where other cells would explain it too, and only the kind of slip speaks for the one that is named."""
    if count < 1:
        return Text("", "")
    return Text(
        f"另有{count}个单元格改动后也能全部成立，按笔误类型以此处最为可能。",
        f" A change of {count} other cell{'' if count == 1 else 's'} would do as well; the kind of slip makes "
        "this one the most likely.",
    )


def unread_note(amount: Decimal | None) -> Text:
    """Said where the difference is a number that stands in the table and was not read as part of it."""
    if amount is None:
        return Text("", "")
    return Text(
        f"表中另有未能归类的数{grouped(amount)}恰好等于差额，可能是读取有误，请对照原件。",
        f" A number {grouped(amount)} that we could not place is exactly the difference: our reading may be "
        "at fault; compare the original.",
    )


def _tolerance(outcome: Outcome) -> str:
    return grouped(shortest(outcome.tolerance)) if outcome.tolerance is not None else "0"


def _side(outcome: Outcome, side: str, names: Names, subject: Fact | None, *, whole: bool) -> Text:
    """One side of a relation with its unit: `《…》“…”行“…”列为1.00元`, or `a 1.00 + b 2.00 = 3.00元`."""
    terms = [t for t in outcome.terms if t.side == side]
    total = outcome.left if side == "left" else outcome.right
    total = total if total is not None else Decimal(0)
    unit = outcome.unit or ""
    amount = Text(f"{grouped(total)}{unit}", f"{grouped(total)} {unit}".rstrip())
    filled = [t for t in terms if t.fact_id is not None or t.value]
    listed = terms if filled and 1 < len(terms) <= MOST_OPERANDS else filled
    if whole and len(filled) == 1 and subject is not None:
        at = names.cell(subject)
        return Text(f"{at['zh']}为{amount.zh}", f"{at['en']} shows {amount.en}")
    if not filled:
        label = terms[0].label if terms else outcome.place
        return Text(f"“{label}”（空白，计{amount.zh}）", f"“{label}” (blank, {amount.en})")
    beside = None if whole else subject
    if len(listed) == 1 and filled[0].value == total:
        name = names.operand(filled[0], beside)
        return Text(f"{name['zh']}的{amount.zh}", f"{amount.en} of {name['en']}")
    zh, en = (_sum(listed, total, amount, names, beside, lang, outcome) for lang in ("zh", "en"))
    return Text(zh, en)


def _sum(
    terms: Sequence[Term], total: Decimal, amount: Text, names: Names, beside: Fact | None, lang: str, outcome: Outcome
) -> str:  # fmt: skip
    first = names.fact(terms[0])
    parts = []
    for i, term in enumerate(terms):
        name = names.operand(term, beside if i == 0 else beside or first)[lang]
        blank = "（空白）" if lang == "zh" else "(blank)"
        value = blank if term.fact_id is None and not term.value else "?" if term.value is None else grouped(term.value)
        sign = "−" if term.sign < 0 else "+"
        parts.append(f"{sign} {name} {value}" if i or term.sign < 0 else f"{name} {value}")
    if len(parts) > MOST_OPERANDS:
        middle = f"…（共{len(parts)}项）…" if lang == "zh" else f"… ({len(parts)} items) …"
        parts = [*parts[: MOST_OPERANDS // 2], middle, parts[-1]]
    added = sum((t.sign * t.value for t in terms if t.value is not None), Decimal(0))
    if added == total or outcome.unit is None:
        return f"{' '.join(parts)} = {amount[lang]}"
    by = "由 {} 计算所得的{}" if lang == "zh" else "what follows from {}: {}"
    return by.format(("、" if lang == "zh" else ", ").join(p.lstrip("+ ") for p in parts), amount[lang])
