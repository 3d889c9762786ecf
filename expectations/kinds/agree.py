"""agree: what a document says in several places is one and the same.

`what` is 年度 or 名称 (of the document, wherever it stands), 科目名称 (one code, one name), 类名称 (class names of the
two-sided tables against the tables by code), 单位名称 (one spelling) or 单位数 (as stated and as listed).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from expectations import reasons
from expectations.book import Book, Grid
from expectations.kinds.linear import Draft
from expectations.kinds.placing import Verdict, drafted, lacking, place_of
from expectations.model import Place
from expectations.reasons import because
from expectations.rule import Clause, Rule
from expectations.words import bare, folded, one_apart
from ingest.facts import Mention, RowInfo

_CODED = frozenset({"类", "款", "项"})
_SEVERAL = 2
"""A report of one body lists no units."""
_TORN = 4
"""So many rows below a name the rest of it may stand, a repeated header between them."""
_COUNTED = frozenset({"单位数", "单位名称"})
"""What an unread page may have more of."""
Found = Iterator[tuple[str, tuple[Grid, ...], Verdict]]


def check(rule: Rule, clause: Clause, book: Book) -> Iterator[Draft]:
    """One check in all, or one a code, a class, a unit."""
    hindered = lacking(rule, clause, book)
    if hindered is not None:
        yield hindered
        return
    count = 0
    for place, grids, verdict in KINDS_OF[clause.what](clause, book):
        count += 1
        pages = book.document.pages_unread
        unsure = verdict.status == "failed" and clause.what in _COUNTED and pages
        said = Verdict("not_checked", reasons.pages_unread(pages), verdict.places) if unsure else verdict
        yield drafted(rule, clause, book, grids, place, said)
    if not count:
        yield drafted(rule, clause, book, (), clause.what, Verdict("not_applicable", because("nothing_named")))


def _place(mention: Mention) -> Place:
    return Place(mention.place, mention.raw, mention.location)


def _years(_clause: Clause, book: Book) -> Found:
    mine = [mention for mention in book.mentions if mention.what == "年度"]
    year = book.document.fiscal_year
    if year is None:
        yield "年度", (), Verdict("not_checked", because("no_year"), tuple(map(_place, mine)))
        return
    for spot in dict.fromkeys(mention.place for mention in mine):
        here = [mention for mention in mine if mention.place == spot]
        wrong = [mention for mention in here if mention.value != str(year)]
        if not wrong:
            yield spot, (), Verdict("passed", None, tuple(map(_place, here)))
        for mention in wrong:
            # 2024 printed as 2023 or 202 is a slip; a year far away may be meant.
            near = len(mention.value) != 4 or abs(int(mention.value) - year) <= 2
            severity = "" if near else "warning"
            reason = because("year_differs", raw=mention.raw, year=year)
            yield spot, (), Verdict("failed", reason, (_place(mention),), f"年度:{spot}:{mention.value}", severity)


def _names(_clause: Clause, book: Book) -> Found:
    mine = [mention for mention in book.mentions if mention.what == "名称"]
    own = book.document.entity
    if own is None or not mine:
        yield "名称", (), Verdict("not_checked" if own is None else "not_applicable", because("no_name"))
        return
    wrong = [mention for mention in mine if folded(mention.value) != folded(own)]
    if not wrong:
        yield "名称", (), Verdict("passed", None, tuple(map(_place, mine[:3])))
        return
    counts = Counter(mention.value for mention in wrong)
    reason = reasons.names_differ(own, counts)
    yield "名称", (), Verdict("failed", reason, tuple(map(_place, wrong)), "名称")


def _rows(grids: list[Grid], concepts: frozenset[str]) -> Mapping[str, list[tuple[Grid, RowInfo]]]:
    found: defaultdict[str, list[tuple[Grid, RowInfo]]] = defaultdict(list)
    for grid in grids:
        for row in grid.rows:
            if row.code is not None and row.concept in concepts and row.label:
                found[row.code].append((grid, row))
    return found


def _codes(clause: Clause, book: Book) -> Found:
    grids = [grid for template in clause.tables for grid in book.grids[template]]
    for code, held in sorted(_rows(grids, _CODED).items()):
        whole = [(grid, row) for grid, row in held if not any(_torn(grid, row, other) for _, other in held)]
        names = Counter(_name(row.label) for _, row in whole)
        if len(held) < 2 or not all(names):
            continue
        tables = tuple(dict.fromkeys(grid for grid, _ in held))
        if len(names) == 1:
            yield code, tables, Verdict("passed")
            continue
        usual = names.most_common(1)[0][0]
        places = sorted((place_of(grid, row) for grid, row in held), key=lambda place: _name(place.raw).endswith(usual))
        printed = list(dict.fromkeys(row.label for _, row in held))
        yield code, tables, Verdict("failed", reasons.code_names(code, printed), tuple(places), f"科目:{code}")


def _name(label: str) -> str:
    """Compared without an ordinal; the ending 支出 may come and go (domain.md §10.19)."""
    return bare(label).removesuffix("支出")


def _classes(clause: Clause, book: Book) -> Found:
    """A class row of a two-sided table carries the name that the tables by code print for its code."""
    coded = [grid for template in clause.tables for grid in book.grids[template] if grid.template.shape == "coded"]
    names = _rows(coded, frozenset({"类"}))
    for template in clause.tables:
        for grid in book.grids[template]:
            if grid.template.shape != "two_sided":
                continue
            for at, row in enumerate(grid.rows):
                if row.concept != "类":
                    continue
                yield from _class(grid, at, row, names.get(row.code or "", []), book)


def _class(grid: Grid, at: int, row: RowInfo, theirs: list[tuple[Grid, RowInfo]], book: Book) -> Found:
    place = grid.label(at)
    said = book.profile.classes.get(row.code or "")
    if row.code is None:
        if any(fact.value for (i, _), facts in grid.cells.items() if i == at for fact in facts):
            reason = because("unknown_class", name=row.label)
            yield place, (grid,), Verdict("failed", reason, (place_of(grid, row),), f"类:{grid.info.id}:{row.label}")
        return
    other = next(
        (pair for pair in theirs if not _torn(grid, row, pair[1]) and _name(pair[1].label) != _name(row.label)), None
    )
    if other is not None:
        places = (place_of(grid, row), place_of(*other))
        reason = reasons.code_names(row.code, [row.label, other[1].label])
        yield place, (grid, other[0]), Verdict("failed", reason, places, f"科目:{row.code}")
    elif theirs:
        yield place, (grid, theirs[0][0]), Verdict("passed")
    elif said is not None and _name(said) != _name(row.label):
        reason = because("name_of_year", name=row.label, said=said, year=book.document.fiscal_year)
        yield place, (grid,), Verdict("failed", reason, (place_of(grid, row),), f"类:{grid.info.id}:{row.code}", "info")


def _torn(grid: Grid, row: RowInfo, other: RowInfo) -> bool:
    """Is the name only the beginning of the other's, and its rest, torn off by a page break, alone in a row below?"""
    mine, theirs = bare(row.label), bare(other.label)
    rest = theirs.removeprefix(mine)
    below = {folded("".join(line)) for line in grid.info.grid[row.index + 1 : row.index + 1 + _TORN]}
    return rest != theirs and rest in below | {folded(line.label) for line in grid.rows if line.code is None}


def _units(clause: Clause, book: Book) -> Found:
    """Two names that differ by a character and never stand in one table may be one unit; 本级 is among the units."""
    names: dict[str, Place] = {}
    homes: defaultdict[str, set[str]] = defaultdict(set)
    grids = [grid for template in clause.tables for grid in book.grids[template]]
    for grid in grids:
        for at in grid.select("单位"):
            name = folded(grid.rows[at].label)
            names.setdefault(name, place_of(grid, grid.rows[at]))
            homes[name].add(grid.info.id)
    yield from _own_body(grids, names, book)
    for name, place in names.items():
        twins = (o for o in names if not homes[name] & homes[o] and one_apart(name, o) and not _telling(name, o))
        twin = next(twins, None)
        if twin is None:
            yield name, tuple(grids), Verdict("passed")
        elif name < twin:
            reason = because("spelt_twice", one=place.raw, other=names[twin].raw)
            yield name, tuple(grids), Verdict("failed", reason, (place, names[twin]), f"单位:{name}")


def _own_body(grids: list[Grid], names: Mapping[str, Place], book: Book) -> Found:
    """The department's own body stands among its units, as 本级, 机关 or under its own name."""
    own = folded(book.document.entity or "").removesuffix("（汇总）").removesuffix("（部门）")
    if len(names) < _SEVERAL or not own:
        return
    if any("本级" in name or "机关" in name or own in name or name in own for name in names):
        yield "本级", tuple(grids), Verdict("passed")
    else:
        place = next(iter(names.values()))
        yield "本级", tuple(grids), Verdict("failed", because("own_body_left_out", own=own), (place,), "单位:本级")


def _telling(a: str, b: str) -> bool:
    """Do they differ by a number or a direction, so that they are two bodies?"""
    return bool(
        set(a).symmetric_difference(b) & set("一二三四五六七八九十东西南北上下大小")
        or any(c.isdigit() for c in set(a) ^ set(b))
    )


def _count(clause: Clause, book: Book) -> Found:
    said = [mention for mention in book.mentions if mention.what == "单位数"]
    for grid in (grid for template in clause.tables for grid in book.grids[template]):
        listed = len(grid.select("单位"))
        for mention in said:
            # 本级 may or may not be counted.
            near = abs(int(mention.value) - listed) <= 1
            reason = None if near else because("unit_count", raw=mention.raw, listed=listed, title=grid.info.title)
            verdict = Verdict("passed" if near else "failed", reason, (_place(mention),), f"单位数:{mention.value}")
            yield f"{mention.raw} / {grid.info.title}", (grid,), verdict


KINDS_OF: Mapping[str, Callable[[Clause, Book], Found]] = {
    "年度": _years,
    "名称": _names,
    "科目名称": _codes,
    "类名称": _classes,
    "单位名称": _units,
    "单位数": _count,
}


def refuse(clause: Clause) -> str | None:
    """Why the clause names nothing that could agree."""
    if clause.what not in KINDS_OF:
        return f"what: {'、'.join(KINDS_OF)}"
    if clause.what not in ("年度", "名称") and not clause.tables:
        return "tables: [T02, T03]"
    return None
