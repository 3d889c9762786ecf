"""shape: what every row, code or cell of a table must be like; `must` says which of these.

非负 no negative amount · 数值 numbers only in amount columns · 位数一致 the decimals of the column
有上下级 parents, children, no code twice, ascending · 编码合规 code lengths, printed prefix
其他命名 a code ending in 99 is 其他 of its parent · 序号连续 ordinals and row numbers unbroken
细化 every 类 is broken down to the last level · 非基金科目 no code of the fund budget
经济分类 a known economic class · 在科目表中 in the list the user gave
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from expectations import quality, reasons
from expectations.book import Book, Grid, absurd
from expectations.ends import below_the_end, no_row_read
from expectations.kinds.linear import Draft
from expectations.kinds.ordinals import ordinals
from expectations.kinds.placing import ANY_ROW, Verdict, cell_of, doubtful, drafted, lacking, place_of
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.unseen import lost_below, lost_rows
from expectations.words import bare, folded
from ingest.facts import UNITS, Fact, economic_classes, fund_codes

Found = Iterator[tuple[str, Verdict]]
_BLANKS = frozenset({"", "-", "—", "–", "－", "――", "——", "--", "/", "\\", "_", "*", "**", "…", "……", "无", "*—*"})
_MORE_THAN = 1
_LEAVES = {"functional": (3, 5, 7), "economic": (3, 5)}


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check a fault, and one for each table in which there is none."""
    hindered = lacking(rule, clause, book)
    if hindered is not None:
        yield hindered
        return
    for grid in (grid for template in clause.tables for grid in book.grids[template]):
        if clause.must == "在科目表中" and not grid.subjects:
            yield drafted(rule, clause, book, (grid,), grid.info.title, Verdict("not_applicable", because("no_list")))
            continue
        if grid.empty:
            verdict = Verdict("not_applicable", because("empty"))
            yield drafted(rule, clause, book, (grid,), grid.info.title, verdict)
            continue
        count = 0
        for place, found in MUST[clause.must](clause, grid):
            count += 1
            yield drafted(rule, clause, book, (grid,), place, _seen(found, grid, book))
        if not count:
            yield drafted(rule, clause, book, (grid,), grid.info.title, Verdict("passed"))


def _seen(verdict: Verdict, grid: Grid, book: Book) -> Verdict:
    """What fails for want of a row is not checked where rows may not have been seen."""
    if verdict.status != "failed" or not verdict.wants:
        return verdict
    at = next((at for at, row in enumerate(grid.rows) if row.code == verdict.wants), None)
    unseen = lost_rows(grid, book) if at is None else lost_below(grid, at, book)
    if unseen is not None:
        return replace(verdict, status="not_checked", reason=unseen)
    return doubtful(verdict, no_row_read(grid) if at is None else below_the_end(grid, at))


def _facts(grid: Grid) -> Iterator[tuple[int, Fact]]:
    for (at, _), facts in grid.cells.items():
        for fact in facts:
            yield at, fact


def _not_negative(clause: Clause, grid: Grid) -> Found:
    for at, fact in _facts(grid):
        counted = not clause.columns or fact.column_concept in clause.columns
        # Beside 预算数 and 决算数 the “三公” table may print what changed (增减额): a difference may be negative.
        counted &= grid.template.shape != "items" or fact.row_concept in grid.template.rows
        right = grid.template.shape != "two_sided" or grid.side(at) == "right"
        if counted and right and fact.value is not None and fact.value < 0 and "年末" not in fact.row_concept:
            place = f"{grid.label(at)} / {fact.column_label}"
            yield place, Verdict("failed", because("negative", raw=fact.raw), (cell_of(fact),), f"格:{fact.fact_id}")


def _numbers(_clause: Clause, grid: Grid) -> Found:
    held = {(fact.row, fact.column) for _, fact in _facts(grid)}
    for _, fact in _facts(grid):
        if fact.value is None and fact.doubt is not None:
            place, printed = f"{fact.row_label} / {fact.column_label}", (cell_of(fact),)
            if quality.is_printed_so(fact.doubt):
                reason, subject = reasons.no_number(fact.raw), f"数值:{grid.info.id}"
                yield place, Verdict("failed", reason, printed, subject, unsure=True)
            else:
                yield place, Verdict("not_checked", reasons.doubted(fact), printed)
    if grid.template.shape == "items":
        return
    filled = {column for _, column in held}
    for row in grid.rows:
        for column in (info for info in grid.info.columns if info.index in filled):
            texts = grid.info.grid[row.index] if row.index < len(grid.info.grid) else ()
            text = texts[column.index] if column.index < len(texts) else ""
            if folded(text) in _BLANKS or (row.index, column.index) in held:
                continue
            if grid.template.shape == "two_sided" and column.concept not in _side_columns(grid, row.concept):
                continue
            cell = Place(f"{row.label} / {column.label}", text, row.location)
            subject = f"格:{grid.info.id}:{row.index}:{column.index}"
            yield cell.label, Verdict("failed", reasons.no_number(text), (cell,), subject, unsure=True)


def _side_columns(grid: Grid, concept: str) -> set[str]:
    """The columns of the half of a two-sided table that a row belongs to."""
    spec = grid.template.rows.get(concept)
    side = spec.side if spec else "right" if concept == "类" else ""
    return {name for name, sides in grid.template.column_sides.items() if side in sides and len(sides) == 1}


def _decimals(_clause: Clause, grid: Grid) -> Found:
    amounts = [fact for _, fact in _facts(grid) if fact.value is not None and fact.unit in UNITS and not absurd(fact)]
    counts = Counter(fact.decimals for fact in amounts if fact.value)
    if not counts:
        return
    norm = max(counts, key=lambda decimals: (counts[decimals], decimals))
    more = [fact for fact in amounts if fact.decimals > norm]
    if more and counts[norm] > _MORE_THAN and len(more) * 4 <= len(amounts):
        reason = reasons.more_digits(norm, [fact.raw for fact in more])
        yield grid.info.title, Verdict("failed", reason, tuple(map(cell_of, more)), f"位数:{grid.info.id}")


def _family(_clause: Clause, grid: Grid) -> Found:
    codes = [(at, row.code) for at, row in enumerate(grid.rows) if row.code]
    held = {code for _, code in codes}
    times = Counter(code for _, code in codes)
    for code, count in times.items():
        if count > 1:
            rows = [place_of(grid, grid.rows[at]) for at, other in codes if other == code]
            yield (
                code,
                Verdict(
                    "failed", because("code_twice", code=code, count=count), tuple(rows), f"科目:{grid.info.id}:{code}"
                ),
            )
    if grid.template.shape == "coded":
        previous = ""
        for at, code in codes:
            if previous and code < previous and code[:3] >= previous[:3] and len(code) >= len(previous):
                reason = because("not_ascending", code=code, previous=previous)
                yield code, Verdict("failed", reason, (place_of(grid, grid.rows[at]),), f"次序:{grid.info.id}:{code}")
            previous = code
        for at, code in codes:
            if len(code) < grid.leaf_digits and not any(o != code and o.startswith(code) for o in held):
                reason, place = because("no_children", label=grid.label(at)), place_of(grid, grid.rows[at])
                yield code, Verdict("failed", reason, (place,), f"科目:{grid.info.id}:{code}", wants=code)


def _codes(_clause: Clause, grid: Grid) -> Found:
    lengths = _LEAVES.get(grid.template.codes, (3, 5, 7))
    held = {row.code for row in grid.rows if row.code}
    for row in grid.rows:
        code = row.code
        if code is None:
            continue
        place = place_of(grid, row)
        if len(code) not in lengths:
            reason = reasons.code_length(code, lengths)
            yield code, Verdict("failed", reason, (place,), f"科目:{grid.info.id}:{code}")
        elif len(code) > lengths[0] and not any(code[:n] in held for n in lengths if n < len(code)):
            reason = because("code_orphan", code=code)
            yield code, Verdict("failed", reason, (place,), f"科目:{grid.info.id}:{code}", "warning", wants=ANY_ROW)
    stray = re.compile(r"\d{4}|\d{6}|\d{8,}")
    for at, row in enumerate(grid.rows):
        if row.concept == "未识别行" and grid.has_amounts(at):
            code = next((word for word in grid.info.grid[row.index] if stray.fullmatch(word.strip())), None)
            if code is not None:
                reason = reasons.code_length(code.strip(), lengths)
                yield (
                    code.strip(),
                    Verdict("failed", reason, (Place(grid.info.title, code, row.location),), f"行:{row.index}"),
                )


def _others(_clause: Clause, grid: Grid) -> Found:
    """A code ending in 99 is 其他 of its parent; E where it carries another printed class's or parent's name."""
    names = {row.code: bare(row.label).removesuffix("支出") for row in grid.rows if row.code}
    tops = {name: code for code, name in names.items() if len(code) == 3 and len(name) > 2}
    for row in grid.rows:
        code = row.code
        if code is None or len(code) < 5 or (not code.endswith("99") and not row.label.startswith("其他")):
            continue
        name = names[code]
        if not name:
            yield code, Verdict("not_checked", because("name_unread"))
            continue
        above = [names[code[:n]] for n in (3, 5) if n < len(code) and code[:n] in names]
        place = place_of(grid, row)
        parents = [next((r for r in grid.rows if r.code == code[:n]), None) for n in (5, 3)]
        shown = (place, *(place_of(grid, r) for r in parents if r is not None and r.code != code))
        rest = name.removeprefix("其他").removesuffix("支出")
        stranger = tops.get(rest)
        if stranger is not None and stranger != code[:3]:
            yield (
                code,
                Verdict(
                    "failed", because("other_class", name=row.label, code=stranger), shown, f"科目:{code}", "error"
                ),
            )
        elif not name.startswith("其他"):
            yield code, Verdict("failed", because("not_other", code=code, name=row.label), shown, f"科目:{code}")
        elif code.endswith("99") and above and not _related(rest, above):
            yield (
                code,
                Verdict(
                    "failed",
                    because("not_parent", code=code, name=row.label, parent=above[-1]),
                    shown,
                    f"科目:{code}",
                    "info",
                ),
            )


def _related(rest: str, above: list[str]) -> bool:
    """Do two characters in a row of the name stand in a parent's name? 其他 alone is the other of whatever is above."""
    if not rest:
        return True
    whole = "".join(above)
    return any(rest[n : n + 2] in whole for n in range(len(rest) - 1))


def _broken_down(_clause: Clause, grid: Grid) -> Found:
    levels = _LEAVES.get(grid.template.codes, (3, 5, 7))
    held = {row.code for row in grid.rows if row.code}
    tops = [(at, row.code) for at, row in enumerate(grid.rows) if row.code and len(row.code) == levels[0]]
    for at, code in tops:
        if not any(fact.value for (i, _), facts in grid.cells.items() if i == at for fact in facts):
            continue
        lost = [n for n in levels[1:] if not any(o.startswith(code) and len(o) == n for o in held)]
        if lost:
            reason = reasons.not_broken_down(grid.label(at), lost)
            place = place_of(grid, grid.rows[at])
            yield code, Verdict("failed", reason, (place,), f"细化:{grid.info.id}:{code}", wants=code)
    if not tops and not any(len(code) == levels[-1] for code in held):
        yield (
            grid.info.title,
            Verdict("failed", reasons.not_broken_down(grid.info.title, [levels[-1]]), (), grid.info.id, wants=ANY_ROW),
        )


def _no_funds(_clause: Clause, grid: Grid) -> Found:
    for row in grid.rows:
        if row.code and row.code[:5] in fund_codes():
            yield row.code, Verdict("failed", reasons.fund_code(row.code), (place_of(grid, row),), f"基金:{row.code}")


def _economic(_clause: Clause, grid: Grid) -> Found:
    for row in grid.rows:
        names = economic_classes().get((row.code or "")[:3])
        if row.code is None:
            continue
        if names is None:
            reason = reasons.unknown_economic(row.code)
            yield row.code, Verdict("failed", reason, (place_of(grid, row),), f"科目:{grid.info.id}:{row.code}")


def _listed(_clause: Clause, grid: Grid) -> Found:
    names = dict(grid.subjects)
    for row in grid.rows:
        if row.code is None:
            continue
        said = names.get(row.code)
        place = (place_of(grid, row),)
        if said is None:
            yield (
                row.code,
                Verdict("failed", because("subject_unknown", code=row.code, name=row.label), place, f"科目:{row.code}"),
            )
        elif bare(said).removesuffix("支出") != bare(row.label).removesuffix("支出"):
            reason = because("subject_named", code=row.code, name=row.label, said=said)
            yield row.code, Verdict("failed", reason, place, f"科目:{row.code}")


MUST: Mapping[str, Callable[[Clause, Grid], Found]] = {
    "非负": _not_negative,
    "数值": _numbers,
    "位数一致": _decimals,
    "有上下级": _family,
    "编码合规": _codes,
    "其他命名": _others,
    "序号连续": lambda _clause, grid: ordinals(grid),
    "细化": _broken_down,
    "非基金科目": _no_funds,
    "经济分类": _economic,
    "在科目表中": _listed,
}


def refuse(clause: Clause) -> str | None:
    """Why the clause asks for nothing."""
    if clause.must not in MUST:
        return f"must: {'、'.join(MUST)}"
    return None if clause.tables else "tables: [T03, T05]"
