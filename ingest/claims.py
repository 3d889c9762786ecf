"""Prose → claims: one a number stated in words, with what it is about where the words leave no doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.facts import Claim, Paragraph, Sentence
from ingest.model import Location
from ingest.prose.numbering import mark
from ingest.prose.quantities import Quantity, quantities
from ingest.prose.roles import MONEY, Role, role
from ingest.prose.summaries import Head, is_summary, summary_claims, summary_head
from ingest.prose.terms import Term, Terms, triple
from ingest.wording import simplified

_BASES = (
    ("own", re.compile(r"自有资金")),
    ("fund", re.compile(r"政府性基金")),
    ("state_capital", re.compile(r"国有资本经营")),
    ("general", re.compile(r"一般公共预算")),
    ("fiscal", re.compile(r"财政拨款|财政资金")),
)
_OWN_SECTIONS = ("fund", "state_capital")
"""Budgets with a section of their own: what it says of 本年收入 is not of all money."""
_AGAINST = re.compile(
    r"(?:比|较|与|同)((?:上年度?|上一年度?|去年|20\d\d年度?|年初|全年|调整后?)[^，。；]{0,14}?)(?:相比|相较|$|增|减|上|下|多|少|持)"
)
_COMPARISON = re.compile(
    r"(?:比|较|与|同)(?:上年度?|上一年度?|去年|20\d\d年度?)[^，。；：、（）]{0,12}?(?:相比|相较)?，?$"
)
"""What is compared with, right before a change: 机关运行经费支出比上年减少 is about 机关运行经费."""
_YEAR = re.compile(r"(20\d\d)年")
_BODY = re.compile(
    r"(?:^|[，。；：、（）])((?:[^，。；：、（）\d]|（[^（）]{1,16}）){2,40}?"
    r"(?:局|院|中心|所|委|会|处|办公室|厅|学校|大学|医院|大队|支队|总队|站|馆|园|本级|公司))$"
)
"""A body named right before a concept: the number is its, not the department's."""
_FRESH = re.compile(r"[；;。]")
_CHANGES = frozenset({"增加额", "减少额", "增减额", "增长率", "下降率", "增减率"})
_CARRIED = _CHANGES | {"占比", "完成率", "上年数"}
_OF_ITEM = frozenset({"年初预算", "全年预算", "预算", "支出决算", "完成率"})
_SUBJECTS = frozenset({"金额", "支出决算"})
_ELLIPSIS = re.compile(r"\s*(?:比|较|与|同比|占|完成)")
"""A sentence that begins so goes on about what the one before it was about."""
_LEADING = re.compile(r"^[，,、。；;：:]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all claims of a document; `units` are the names of its bodies, longest first."""

    document: str
    fiscal_year: int | None
    terms: Terms
    units: Sequence[str] = ()


def read_claims(paragraphs: Sequence[Paragraph], context: Context) -> tuple[Claim, ...]:
    """Every number of the prose, in its order; those of a project's summary carry the project."""
    found: list[Claim] = []
    head: Head | None = None
    for paragraph in paragraphs:
        if paragraph.kind in ("item", "heading"):
            head = summary_head(paragraph, context.units) if is_summary(paragraph) else None
        if not paragraph.sentences:
            continue
        number = _number(paragraph.number) if paragraph.number is not None else _inherited(paragraph)
        claims = list(_paragraph(paragraph, number, context))
        if head is not None:
            claims, head = summary_claims(paragraph, claims, head)
        found += claims
    return tuple(replace(claim, claim_id=f"{context.document}.C{n:05d}") for n, claim in enumerate(found, start=1))


def _number(printed: str) -> str:
    return re.sub(r"[.．、]$", "", printed)


def _inherited(paragraph: Paragraph) -> str | None:
    """The number of the item a further paragraph belongs to: the innermost list number of its section."""
    found = mark(paragraph.section[-1]) if paragraph.section else None
    return _number(found.printed) if found is not None and found.kind not in ("part", "annex", "han") else None


def _paragraph(paragraph: Paragraph, number: str | None, context: Context) -> Iterator[Claim]:
    if not any(character.isdigit() for character in paragraph.text):
        return
    text = simplified(paragraph.text)
    found = mark(text) if paragraph.number is not None else None
    skip = found.end if found is not None else 0
    of_item = triple(_plain(text[skip : skip + 160])) if paragraph.kind == "item" else None
    subject: str | None = None
    for sentence in paragraph.sentences:
        words = text[sentence.start : sentence.end]
        subject = subject if _ELLIPSIS.match(words) else None
        if any(character.isdigit() for character in words):
            for claim in _sentence(
                paragraph, sentence, text, max(skip, sentence.start), number, (of_item, subject), context
            ):
                yield claim
                subject = claim.about if claim.unit_name is None and claim.quantity in _SUBJECTS else subject


def _sentence(
    paragraph: Paragraph,
    sentence: Sentence,
    text: str,
    start: int,
    number: str | None,
    subjects: tuple[str | None, str | None],
    context: Context,
) -> Iterator[Claim]:
    of_item, subject = subjects
    section = " / ".join(paragraph.section)
    place = replace(sentence.location, section=section or None)
    against: str | None = None
    pending: Role | None = None
    cut = start
    outer: list[str | None] = []
    for quantity in quantities(text, start, sentence.end, paragraph.joints):
        words = _plain(text[cut : quantity.start])
        cut = quantity.end
        # What stands in brackets is about its own things; behind them the sentence goes on about the former one.
        for bracket in re.findall("[（）]", words):
            if bracket == "（":
                outer.append(subject)
            elif outer:
                subject = outer.pop()
        known = role(words, quantity.unit)
        before = words[: known.start] if known is not None else words
        if known is not None and known.quantity in _CHANGES:
            before = _COMPARISON.sub("", before)
        if known is not None and words.startswith("支出", known.start):
            before += "支出"
        term = context.terms.last(before)
        compared = list(_AGAINST.finditer(words))
        against = compared[-1][1] if compared else against
        if known is None and pending is not None and re.fullmatch(r"(?:（[^（）]*|）)?的", words):
            known, pending = pending, None
        elif known is None and quantity.unit in MONEY:
            verb = re.search(r"(完成|占)[^，；]*$", words)
            pending = (
                Role("完成率" if verb[1] == "完成" else "占比", "current", 0, words[verb.end(1) :]) if verb else None
            )
        elif known is not None and "预算" in known.quantity and (verb := re.search(r"(完成|占)[^，；]*$", words)):
            pending = Role("完成率" if verb[1] == "完成" else "占比", "current", 0, words[verb.end(1) :])
        known = _dated(known, words, quantity, context.fiscal_year)
        prior = known is not None and known.quantity == "上年数"
        if term is not None and _is_listed(before, term):
            term = subject = None
        about = term.name if term is not None and (prior or not _is_base(words, term.start)) else None
        if about is None and known is not None and known.quantity in _CARRIED | _OF_ITEM:
            about = subject if known.quantity in _CARRIED or subject is not None else None
            about = about or (of_item if known.quantity in _OF_ITEM | _CARRIED else None)
        elif about is None and _FRESH.search(words):
            subject = None
        subject = about or subject
        body = _BODY.search(before[: term.start]) if term is not None and about is not None else None
        where = (section, number, body[1] if body is not None else None)
        yield _claim(paragraph, sentence, quantity, where, place, known, about, against, words, context)


def _is_listed(words: str, term: Term) -> bool:
    """Whether a concept is the last of several whose sum is told: 经营支出、对附属单位补助支出共…."""
    return words[: term.start].endswith("、") and "共" in words[term.end :]


def _is_base(words: str, start: int) -> bool:
    """Whether a concept stands behind 占, 比, 较: it is what something is compared with."""
    return re.search(r"(?:占|比|较|与)[^，；]{0,12}$", words[:start]) is not None


def _dated(known: Role | None, words: str, quantity: Quantity, year: int | None) -> Role | None:
    """A size of a year: last year's is 上年数, another year's is nothing we know the role of."""
    if known is not None and known.quantity not in ("支出决算", "上年数"):
        return known
    years = [int(match[1]) for match in _YEAR.finditer(words)]
    if not years or year is None or years[-1] == year:
        return known
    if years[-1] == year - 1 and (quantity.unit not in ("%", "") or known is not None):
        return Role("上年数", "prior", known.start if known is not None else 0)
    return None


def _claim(
    paragraph: Paragraph,
    sentence: Sentence,
    quantity: Quantity,
    where: tuple[str, str | None, str | None],
    place: Location,
    known: Role | None,
    about: str | None,
    against: str | None,
    words: str,
    context: Context,
) -> Claim:
    term = known.quantity if known is not None else None
    if term is None and about is not None and quantity.unit in MONEY:
        term = "金额"
    if term is None and quantity.unit not in MONEY and quantity.unit not in ("%", "‰", "百分点", "个百分点", "分", ""):
        term = "数量"
    compared = None
    if known is not None:
        compared = (
            known.base if term in ("占比", "完成率") else against if term in _CARRIED and term != "上年数" else None
        )
    basis = next((name for name, pattern in _BASES if pattern.search(words)), None)
    title = paragraph.section[-1] if paragraph.section else ""
    basis = basis or next((name for name, pattern in _BASES if name in _OWN_SECTIONS and pattern.search(title)), None)
    return Claim(
        claim_id="",
        document=context.document,
        location=place,
        section=where[0],
        item=where[1],
        sentence=paragraph.words(sentence).strip(),
        unit_name=where[2],
        project=None,
        about=about,
        quantity=term,
        compared_with=_LEADING.sub("", compared).removesuffix("的") or None if compared else None,
        raw=quantity.raw,
        value=quantity.value,
        decimals=quantity.decimals,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        basis=basis,
        period=known.period if known is not None else "current",
        doubt=quantity.doubt,
    )


_FOLD = str.maketrans(
    {"(": "（", ")": "）", ":": "：", ";": "；", ",": "，", " ": "", "“": "", "”": "", '"': "", "\u3000": ""}
)


def _plain(text: str) -> str:
    return text.translate(_FOLD)
