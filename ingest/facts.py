"""The canonical schema: what a document says, number by number, in the standard terms.

This is all that `expectations` ever sees. Column by column documentation: `docs/schema.md`.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from ingest.model import Location, Text, Why
from ingest.statutory.profiles import GENERIC, Profile, profile
from ingest.templates import Identity, RowSpec, Template, classes, economic_classes, fund_codes, templates

__all__ = [
    "GENERIC",
    "REPEATED",
    "UNITS",
    "Canonical",
    "Claim",
    "ColumnInfo",
    "DocumentInfo",
    "Doubt",
    "Fact",
    "Form",
    "Identity",
    "Indicator",
    "Mention",
    "Paragraph",
    "Profile",
    "RowInfo",
    "RowSpec",
    "Sentence",
    "TableInfo",
    "Template",
    "classes",
    "economic_classes",
    "fund_codes",
    "profile",
    "row_key",
    "templates",
]

UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""Money units and their scale in 元; every other unit (%, 分, 个) has scale 1 and is never converted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed number.

    `value` keeps the printed digits (Decimal("12.50") has two decimals) in `unit`; it is None where digits were
    printed but could not be read, and then `doubt` says why. `row` and `column` are 0-based indexes into the grid
    of the table `table` (TableInfo.grid). `row_concept`/`column_concept` are the standard terms of the template;
    a coded row has the concept of its level (合计, 类, 款, 项) and its `code`.
    """

    fact_id: str
    document: str
    table: str
    template: str
    location: Location
    row: int
    row_label: str
    row_concept: str
    code: str | None
    column: int
    column_label: str
    column_concept: str
    entity: str | None
    fiscal_year: int | None
    period: str
    basis: str
    consolidation: str
    raw: str
    value: Decimal | None
    decimals: int
    unit: str
    doubt: Why | None = None
    repaired_from: str | None = None

    @property
    def scale(self) -> int:
        """How many 元 one unit is; 1 for what is not money."""
        return UNITS.get(self.unit, 1)

    @property
    def concept(self) -> str:
        """Row and column term in one word: `本年收入合计/决算数`, `项/财政拨款收入`."""
        return f"{self.row_concept}/{self.column_concept}"

    @property
    def row_key(self) -> str:
        """What names this row inside its table: the code, else the concept, else (units, 指标) concept and label."""
        return row_key(self.row_concept, self.code, self.row_label)


REPEATED = frozenset(
    {"单位", "指标", "加减分项", "一级指标", "二级指标", "使用项目", "未列名收入项目", "其中", "未识别行", "行", "小计"}
)
"""Row concepts of which a table has many; the label tells them apart."""


def row_key(concept: str, code: str | None, label: str) -> str:
    """Name a row inside its table; see Fact.row_key."""
    if code:
        return code
    return f"{concept}:{label}" if concept in REPEATED or concept == "类" else concept


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column of amounts that the table was found to have, filled or not."""

    index: int
    concept: str
    label: str


@dataclass(frozen=True, slots=True)
class RowInfo:
    """One body row the table was found to have, filled or not (a two-sided table has one per side and line)."""

    index: int
    concept: str
    code: str | None
    label: str
    location: Location

    @property
    def key(self) -> str:
        """As Fact.row_key."""
        return row_key(self.concept, self.code, self.label)


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One canonical table of a document: what was recognised, and the printed grid it came from.

    A cell of `rows` × `columns` without a fact is blank on paper; blank is zero where the form means it.
    """

    id: str
    document: str
    template: str
    title: str
    unit: str
    state: str
    """`filled`, or `empty`: the form is printed and holds no number."""
    location: Location
    rows: tuple[RowInfo, ...]
    columns: tuple[ColumnInfo, ...]
    header_rows: int
    grid: tuple[tuple[str, ...], ...] = field(repr=False)
    """The printed texts, headers included, one row a printed row; row and column of a Fact index into it."""
    statement: str | None = None
    """The printed sentence "…故本表无数据", if there is one."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something we may have misread."""

    document: str
    location: Location
    readings: tuple[tuple[str, str | None, str], ...]
    """(raw, value as a decimal string or None, reader)."""
    reason: Why
    repaired: bool
    template: str | None = None
    """Of a table that was not read: the one that its title names."""


@dataclass(frozen=True, slots=True)
class Form:
    """One self-assessment form (项目支出绩效自评表)."""

    form_id: str
    document: str
    family: str
    unit: str | None
    project: str | None
    fiscal_year: int | None
    location: Location
    total_weight: Decimal | None
    total_score: Decimal | None
    grade: str | None
    overview: str | None = None
    """What the form says about its project above the fund table; None where its family has no such place."""
    goal: str | None = None
    """The goals of the year in words, in forms that have a place for them."""
    outcome: str | None = None
    """What became of them, in words."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One leaf of a form's indicator tree; weight and score are facts as well (template F24 or F19)."""

    form_id: str
    document: str
    location: Location
    dimension: str | None
    path: str
    indicator: str
    weight: Decimal | None
    target_raw: str
    actual_raw: str
    score: Decimal | None
    criteria: str | None
    doubt: Why | None = None
    target_operator: str | None = None
    target_value: Decimal | None = None
    target_unit: str | None = None
    target_kind: str = "blank"
    """number, percent, date (the value is yyyymmdd), range, serial_date, qualitative, text or blank."""
    actual_operator: str | None = None
    actual_value: Decimal | None = None
    actual_unit: str | None = None
    actual_kind: str = "blank"
    reason: str | None = None
    """Why points were lost, in forms that have a column for it (偏差原因分析及改进措施)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph: `start` and `end` cut it out of the paragraph's text."""

    start: int
    end: int
    location: Location


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside tables, rejoined over lines and pages, residue of mark-up removed.

    `section` is the path of the headings above it, as printed; `number` its own list number (`3.`, `（一）`) and
    `title` the words between the number and the first 。 or ：, where they read like a title.
    """

    kind: str
    """`heading`, `item` (it has a list number), `text`, `caption` (of a figure) or `contents` (a line of the 目录)."""
    section: tuple[str, ...]
    number: str | None
    title: str | None
    text: str
    location: Location
    sentences: tuple[Sentence, ...]
    joints: tuple[int, ...] = ()
    """Places in `text` where two digits met that stood on two lines: a number across one may be two."""

    def words(self, sentence: Sentence) -> str:
        """The text of one of its sentences."""
        return self.text[sentence.start : sentence.end]


@dataclass(frozen=True, slots=True)
class Claim:
    """One number stated in prose.

    A summary of a project gives claims with `project` set (and `unit_name`, if the document names its units):
    得分, 等级, 年初预算, 全年预算, 支出决算, 执行率. Every other number has the concept it is about, if the words
    around it leave no doubt, else None: nothing is guessed. `value` is None for a grade, and for digits that could
    not be read as one number (`doubt` says why).
    """

    claim_id: str
    document: str
    location: Location
    section: str
    """The headings above, outermost first, joined with ` / `."""
    item: str | None
    """The list number of the item it stands in: `16`, `（二）`."""
    sentence: str
    unit_name: str | None
    project: str | None
    about: str | None
    """What the number is about: a term of the templates, a 类/款/项 as printed; None where unsure."""
    quantity: str | None
    """Which number of it: 支出决算, 年初预算, 全年预算, 占比, 增加额, 下降率, 上年数, 数量 …; None where unsure."""
    compared_with: str | None
    """The base of a share or a rate, the other side of a difference, as printed."""
    raw: str
    value: Decimal | None
    decimals: int
    unit: str
    """元, 万元, 亿元, %, 分, 个 …; "" where none is printed."""
    qualifier: str | None
    """`about` (约, 近, 左右), `at_least` (超, 逾, 以上, 余), `at_most` (不足, 不超过, 以内)."""
    basis: str | None
    """`fiscal`, `own`, `general`, `fund`, `state_capital` where the words say so."""
    period: str
    """`current`, `prior`, `budget_initial`, `budget_final` or `budget` (which one is not said)."""
    doubt: Why | None = None

    @property
    def scale(self) -> int:
        """How many 元 one unit is; 1 for what is not money."""
        return UNITS.get(self.unit, 1)


@dataclass(frozen=True, slots=True)
class Mention:
    """What the document says about itself in one place: its year, its name, what it holds, what was left unfilled.

    `what` is `年度`, `名称`, `表`, `章节`, `占位`, `单位数` or `未填`; `place` is `封面`, `目录`, `标题`, `表头`,
    `正文` or `截至日`. `value` is comparable (a year of four digits, a name without blanks, a template id), `raw` as
    printed.
    """

    what: str
    place: str
    value: str
    raw: str
    location: Location


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the report says about one document; `kind`: `ingest.kinds.kind_of`, or `generic`, or `unknown`."""

    id: str
    path: str
    sha256: str
    kind: str
    entity: str | None
    fiscal_year: int | None
    profile: str
    pages: int | None
    status: str
    """`checked`, `partial`, `refused` or `unreadable`."""
    reason: Text | None = None
    pages_unread: tuple[int, ...] = ()
    notes: tuple[Text, ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()
    """(code, name) of the year's 政府收支分类科目, where the user gave a list."""
    pages_ocr: tuple[int, ...] = ()
    """Pages read from their pictures: a doubtful figure there is marked, a sign lost from a word may go unseen."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """Everything ingestion hands on about one document."""

    document: DocumentInfo
    tables: tuple[TableInfo, ...]
    facts: tuple[Fact, ...]
    forms: tuple[Form, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    claims: tuple[Claim, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    mentions: tuple[Mention, ...] = ()
