"""Did we see the end? Of a table whose last rows, of a file whose last parts, may be printed and not be among ours.

A report may be cut off, and a page of it lost. What is missing below the last row that was read of a table, or behind
the last part that was read of a file, may be our loss: it is said, as a doubt, and accuses nobody.
"""

from collections.abc import Iterable, Mapping, Sequence

from expectations import reasons
from expectations.book import Book, Grid
from expectations.places import printed_order
from expectations.reasons import because
from expectations.words import bare, folded, reworded
from ingest.facts import templates
from ingest.model import Text

_TOTALS_OF_FORMS = ("总分", "总计")
_NOTES = 2
"""What a table is about and why it is empty: so many lines may stand below one."""
_LIKE = 2
"""So many names of its columns or rows tell a table that has lost its title."""
_CLOSING = ("合计", "总计", "小计")
_MONEY: Mapping[str, tuple[str, str, str]] = {
    "T02": ("T01", "本年收入合计", "决算数"),
    "T03": ("T01", "本年支出合计", "决算数"),
    "T05": ("T04", "本年支出合计", "一般公共预算财政拨款"),
    "T08": ("T04", "本年支出合计", "政府性基金预算财政拨款"),
    "T09": ("T04", "本年支出合计", "国有资本经营预算财政拨款"),
}
"""Tables by code → where another table prints the total of their money."""


def below_the_end(grid: Grid, at: int) -> Text | None:
    """Why parts of the row `at` may stand below the last row that was read: nothing closes the table there."""
    last = _open_rows(grid)
    row = grid.rows[at]
    if not last or (row.code is not None and not any((grid.rows[i].code or "").startswith(row.code) for i in last)):
        return None
    return reasons.end_unseen(grid.info.template, grid.label(last[-1]))


def open_form(grid: Grid) -> Text | None:
    """Why a form in a text may have indicators that were not read: no total closes it."""
    in_text = all(row.location.page is None for row in grid.rows)
    closed = any(grid.select(total) for total in _TOTALS_OF_FORMS)
    if closed or not in_text or not grid.rows:
        return None
    return reasons.end_unseen(grid.info.template, grid.label(len(grid.rows) - 1))


def no_row_read(grid: Grid) -> Text | None:
    """Why rows may stand below a table by code of which no row was read."""
    coded = any(row.code is not None for row in grid.rows)
    return None if coded else reasons.end_unseen(grid.info.template, grid.info.title)


def _open_rows(grid: Grid) -> Sequence[int]:
    """The last row of each block of columns of a table in a text that no total closes; none where one does.

    The pages of a PDF are all there, or known not to be read.
    """
    inner = [at for at, row in enumerate(grid.rows) if not row.concept.endswith(_CLOSING)]
    if not inner or grid.template.shape == "form" or any(row.location.page is not None for row in grid.rows):
        return ()
    bottom = max(grid.rows[at].index for at in inner)
    if any(row.concept.endswith(_CLOSING) and row.index >= bottom for row in grid.rows):
        return ()
    lowest: dict[int, int] = {}
    columns: dict[int, set[int]] = {}
    for (at, _), facts in grid.cells.items():
        columns.setdefault(at, set()).update(fact.column for fact in facts)
    for at in inner:
        for column in columns.get(at, {-1} if grid.rows[at].index == bottom else set()):
            if column not in lowest or grid.rows[at].index >= grid.rows[lowest[column]].index:
                lowest[column] = at
    return sorted(set(lowest.values()), key=lambda at: grid.rows[at].index)


def open_list(grid: Grid, lost: Iterable[str], book: Book) -> Text | None:
    """Why a table may list more than was read: codes behind the last one, units. None where its end was seen.

    Nor do units whose sums make the total of the table leave room for others.
    """
    last = _open_rows(grid)
    if grid.template.shape == "coded":
        code = max((row.code for row in grid.rows if row.code is not None), default="")
        behind = last and code and all(key > code for key in lost)
        return reasons.end_unseen(grid.info.template, code) if behind else None
    units, totals = grid.select("单位"), grid.select("合计")
    if grid.template.shape != "units" or (units and not last):
        return None
    if units and len(totals) == 1 and all(_adds_up(grid, totals[0], units, column, book) for column in grid.columns):
        return None
    return reasons.end_unseen(grid.info.template, grid.label(last[-1]) if last else grid.info.title)


def _adds_up(grid: Grid, total: int, units: Sequence[int], column: str, book: Book) -> bool:
    facts = [fact for at in (total, *units) for fact in grid.cells.get((at, column), ())]
    if any(fact.value is None for fact in facts):
        return False
    numbers = [book.number(fact) for fact in facts]
    rest = sum(n.value if n.fact.row_concept == "合计" else -n.value for n in numbers)
    return abs(rest) <= sum(n.half for n in numbers)


def open_items(grid: Grid, wanted: Sequence[str], lost: Sequence[str]) -> Text | None:
    """Why items that a “三公” table seems to lack may stand below (or right of) the last one that was read.

    Known is that they do not where an item that the form prints behind them was read.
    """
    held = [column for column in wanted if column not in lost]
    if held and wanted.index(held[-1]) > min(map(wanted.index, lost)):
        return None
    return reasons.end_unseen(grid.info.template, grid.columns.get(held[-1], held[-1]) if held else grid.info.title)


def untitled(template: str, book: Book) -> Text | None:
    """Name a table without a known title that has the rows or columns of a template: its title may be lost."""
    spec = templates()[template]
    words = {folded(word) for names in spec.columns.values() for word in names if word not in _CLOSING}
    words |= {folded(word) for row in spec.rows.values() for word in row.labels if word not in _CLOSING}
    for info in book.canonical.tables:
        if info.template == "raw":
            cells = {bare(cell) for line in info.grid for cell in line if cell}
            if len(words & cells) >= _LIKE:
                return reasons.title_lost(info.title, info.location)
    return None


def lost_body(grid: Grid, book: Book) -> Text | None:
    """Why a table that seems to be printed empty may have lost its rows: it has none, and its money is elsewhere.

    Or the text ends with it.
    """
    if not grid.empty or grid.info.statement is not None:
        return None
    table, row, column = _MONEY.get(grid.info.template, ("", "", "")) if not grid.rows else ("", "", "")
    for other in book.grids[table] if table else ():
        facts = [fact for at in other.select(row) for fact in other.cells.get((at, column), ())]
        if any(fact.value for fact in facts):
            return reasons.body_lost(grid.info.template, table)
    return at_the_end(grid, book)


def at_the_end(grid: Grid, book: Book) -> Text | None:
    """Why what is blank in a table may not be blank: the text ends with this table, perhaps before its own end."""
    return reasons.end_unseen(grid.info.template, grid.info.title) if _is_last(grid, book) else None


def _is_last(grid: Grid, book: Book) -> bool:
    """Is nothing but a note printed behind the table, in a text? The pages of a PDF are all there, or known unread."""
    if grid.info.location.line is None:
        return False
    begin = printed_order(grid.info.location)
    if any(printed_order(info.location) > begin for info in book.canonical.tables if info is not grid.info):
        return False
    behind = [p.kind for p in book.canonical.paragraphs if printed_order(p.location) > begin and p.kind != "caption"]
    return len(behind) <= _NOTES and "heading" not in behind


def breaks_off(book: Book) -> Text | None:
    """Why tables may be missing from a text only: it has no 目录 to tell, and ends among the rows of a table."""
    if any(m.place == "目录" and m.what in ("表", "章节") for m in book.mentions):
        return None
    grids = [grid for held in book.grids.values() for grid in held]
    last = max(grids, key=lambda grid: printed_order(grid.info.location), default=None)
    if last is None or not _is_last(last, book):
        return None
    at = _open_rows(last)
    return reasons.end_unseen(last.info.template, last.label(at[-1])) if at else None


def unfinished(book: Book, template: str = "") -> Text | None:
    """Why a part (or the table of a template) may be missing from a text only: its 目录 goes on where it ends.

    The last entries of the 目录 stand nowhere in the file; annexes, which may be published apart, do not count. A table
    listed before the first of them is just missing.
    """
    own = (m for m in book.mentions if m.place == "目录" and m.what in ("表", "章节") and m.location.page is None)
    listed = [m for m in own if not bare(m.raw).startswith(("附件", "附表", "附录"))]
    listed.sort(key=lambda mention: printed_order(mention.location))
    there = {m.value for m in book.mentions if m.place in ("正文", "标题") and m.what in ("表", "章节")}
    headings = [bare(p.text) for p in book.paragraphs if p.kind in ("heading", "item")]
    tail: list[int] = []
    for number in range(len(listed) - 1, -1, -1):
        mention = listed[number]
        if mention.value in there or book.grids.get(mention.value) or reworded(mention.value, headings):
            break
        tail.append(number)
    if not tail or len(tail) == len(listed):
        return None
    if template and any(m.value == template for m in listed[: min(tail)]):
        return None
    return because("file_ends", name=bare(listed[min(tail)].raw))
