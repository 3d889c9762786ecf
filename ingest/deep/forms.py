"""Deep-tree self-assessment forms (F19): fund table, use table and score tree, over page breaks, into facts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.deep.counters import counted
from ingest.deep.funds import Funds, read_funds
from ingest.deep.regions import Region, regions
from ingest.deep.repair import Decisions, decide
from ingest.deep.tree import Tree, joined, read_trees
from ingest.deep.units import BUDGET, cut_short, implied_unit, printed_unit
from ingest.facts import Doubt, Fact, Form, Indicator
from ingest.forms import Forms
from ingest.mapping import Frame, Mapped, Owner, build
from ingest.model import Cell, Line, Location, RawTable, Row, Table, Text, Why, verbatim
from ingest.statutory.slots import Slot
from ingest.templates import Template, templates
from ingest.wording import normalise

TEMPLATE = "F19"
LONGEST_OVERVIEW = 2000
"""Characters of a project's description that are kept."""
_YEAR = re.compile(r"(20[12]\d)年度?")
_BODY = re.compile(r".{2,}(?:局|中心|院|会|所|处|厅|部|馆|队|站|办|办公室|秘书处)")


@dataclass(frozen=True, slots=True)
class _Read:
    """One form on its way: what stands where, before the facts are made."""

    region: Region
    funds: Funds
    trees: tuple[Tree, ...]
    decisions: Decisions
    unit: str


def read_deep_forms(blocks: Sequence[Line | RawTable | Table], owner: Owner) -> Forms:
    """Read every deep-tree form of a document, in its order; the counters' disagreements are among the doubts."""
    template = templates()[TEMPLATE]
    found, silent = _with_units(_named([_read(region, template) for region in regions(blocks)]), owner)
    forms = [_form(read, f"{TEMPLATE}-{n:03d}", template, owner) for n, read in enumerate(found, start=1)]
    doubts = [doubt for form in forms for doubt in form.doubts]
    spans = [(read.region, read.funds, read.trees) for read in found]
    return Forms(
        tables=tuple(table for form in forms for table in form.tables),
        facts=tuple(fact for form in forms for fact in form.facts),
        forms=tuple(made for form in forms for made in form.forms),
        indicators=tuple(leaf for form in forms for leaf in form.indicators),
        doubts=(*doubts, *counted(spans, owner.document), *silent),
    )


def _read(region: Region, template: Template) -> _Read:
    funds = read_funds(region.rows, template)
    trees = read_trees(region.rows, funds.end, template)
    decisions = decide(funds, trees, template)
    return _Read(region, funds, trees, decisions, printed_unit(region.rows[: funds.end]))


# --- whose form, in which unit --------------------------------------------------------------------------------


def _named(found: Sequence[_Read]) -> list[_Read]:
    """Part body and project where a title prints them in one word: by a project that other forms name, and a body."""
    projects = {read.region.project for read in found if read.region.unit is not None}
    return [replace(read, region=_parted(read.region, projects)) for read in found]


def _parted(region: Region, projects: set[str | None]) -> Region:
    title = region.project or ""
    if region.unit is not None:
        return region
    ends = sorted((name for name in projects if name and title.endswith(name) and title != name), key=len)
    if not ends or _BODY.fullmatch(title.removesuffix(ends[-1])) is None:
        return region
    return replace(region, unit=title.removesuffix(ends[-1]), project=ends[-1])


def _with_units(found: Sequence[_Read], owner: Owner) -> tuple[list[_Read], tuple[Doubt, ...]]:
    """Give each form its money unit: printed, or implied by its own budget leaf, else what all others agree on.

    The doubt names the forms that show none of their own.
    """
    own = [read if read.unit else replace(read, unit=_implied(read)) for read in found]
    silent = [read for read in own if not read.unit]
    agreed = {read.unit for read in own if read.unit}
    shared = agreed.pop() if len(agreed) == 1 and len(own) - len(silent) >= _ENOUGH else ""
    if not silent:
        return own, ()
    taken = Text(f"，按同一附件其他表取{shared}", f", taken as {shared} like the other forms of the annex")
    known = taken if shared else verbatim("")
    places = [str(read.region.start.line or read.region.start.page) for read in silent]
    reason = Why(
        f"{len(silent)} 份表未印金额单位{known.zh}：{'、'.join(places)}",
        f"{len(silent)} forms print no money unit{known.en}: {', '.join(places)}",
        "unit",
    )
    doubt = Doubt(owner.document, silent[0].region.start, (), reason, repaired=bool(shared))
    return [read if read.unit else replace(read, unit=shared) for read in own], (doubt,)


def _implied(read: _Read) -> str:
    return implied_unit(read.funds, read.trees, read.decisions)


_ENOUGH = 5
"""So many forms of one annex must show their unit, and all the same, before it counts for the others."""


# --- one form -------------------------------------------------------------------------------------------------


def _form(read: _Read, form_id: str, template: Template, owner: Owner) -> Forms:
    region = read.region
    year = _YEAR.search(region.title or "")
    owner = replace(owner, entity=region.unit or owner.entity, fiscal_year=int(year[1]) if year else owner.fiscal_year)
    grid = _grid(region)
    made = [_mapped(read, index, form_id, template, owner, grid) for index in range(max(1, len(read.trees)))]
    facts = tuple(fact for mapped in made for fact in mapped.facts)
    tree = read.trees[0] if read.trees else None
    totals = {fact.column_concept: fact.value for fact in made[0].facts if fact.row_concept == "总计"}
    form = Form(
        form_id=form_id,
        document=owner.document,
        family=TEMPLATE,
        unit=region.unit,
        project=region.project,
        fiscal_year=owner.fiscal_year,
        location=replace(region.start, table=form_id),
        total_weight=totals.get("分值"),
        total_score=totals.get("得分"),
        grade=tree.grade if tree is not None else None,
        overview=region.overview[:LONGEST_OVERVIEW],
    )
    indicators = tuple(_indicators(tree, made[0].facts, form_id, owner)) if tree is not None else ()
    cut = cut_short(read.funds, read.trees, read.decisions)
    if cut is not None:
        indicators = tuple(
            replace(leaf, doubt=leaf.doubt or cut) if leaf.indicator == BUDGET else leaf for leaf in indicators
        )
    doubts = tuple(doubt for mapped in made for doubt in mapped.doubts)
    return Forms(tuple(mapped.table for mapped in made), facts, (form,), indicators, doubts)


def _grid(region: Region) -> Table:
    width = max(len(row.cells) for row in region.rows)
    rows: list[Row] = []
    for printed in region.rows:
        lacking = width - len(printed.row)
        rows.append((*printed.row, *(Cell("", printed.location),) * lacking) if lacking else printed.row)
    last = region.rows[-1].location
    first = region.rows[0].location
    place = Location(page=first.page, bbox=first.bbox, line=first.line, line_end=last.line_end or last.line)
    return Table(tuple(rows), place, "deep", spans_known=False, before=(), after=())


def _mapped(read: _Read, index: int, form_id: str, template: Template, owner: Owner, grid: Table) -> Mapped:
    """The facts of a form; a second score table under the same title is a table of its own (F19-001-2)."""
    tree = read.trees[index] if read.trees else None
    places: list[Slot] = list(read.funds.slots) if index == 0 else []
    if tree is not None:
        places += [entry.slot for entry in tree.entries]
    table_id = form_id if index == 0 else f"{form_id}-{index + 1}"
    frame = Frame(table_id, read.region.title or "", read.unit, owner, read.decisions.repairs, _rates(template))
    mapped = build(grid, template, places, frame)
    facts = tuple([_in_doubt(fact, read.decisions) for fact in mapped.facts])
    doubtful = {fact.location for fact in facts if fact.doubt is not None}
    doubts = [
        *(doubt for doubt in mapped.doubts if doubt.location not in doubtful),
        *(
            Doubt(fact.document, fact.location, ((fact.raw, None, "first"),), fact.doubt, repaired=False)
            for fact in facts
            if fact.doubt is not None
        ),
    ]
    return Mapped(mapped.table, facts, tuple(doubts))


def _rates(template: Template) -> frozenset[str]:
    """Rows 6 to 8 of the fund table."""
    return frozenset(name for name, spec in template.rows.items() if spec.group == "资金比率")


def _in_doubt(fact: Fact, decisions: Decisions) -> Fact:
    reason = decisions.doubts.get((fact.row, fact.column))
    return fact if reason is None else replace(fact, value=None, doubt=reason, repaired_from=None)


def _indicators(tree: Tree, facts: Iterable[Fact], form_id: str, owner: Owner) -> Iterator[Indicator]:
    at = {(fact.row, fact.column_concept): fact for fact in facts if fact.row_concept == "指标"}
    labels = {entry.slot.row: entry.slot.row_label for entry in tree.entries if entry.node is not None}
    for node in tree.nodes:
        weight, score = at.get((node.row, "分值")), at.get((node.row, "得分"))
        place = weight or score
        if node.kind != "leaf" or place is None:
            continue
        yield Indicator(
            form_id=form_id,
            document=owner.document,
            location=place.location,
            dimension=node.dimension or None,
            path=labels[node.row],
            indicator=joined(node.name),
            weight=weight.value if weight is not None else None,
            target_raw=joined(node.target),
            actual_raw=joined(node.actual),
            score=score.value if score is not None else None,
            criteria=normalise("".join(node.criteria)) or None,
            doubt=(weight.doubt if weight is not None else None) or (score.doubt if score is not None else None),
        )
