"""What a form must have besides its numbers: head, description, kinds of indicators, use of earmarked funds."""

import re
from collections.abc import Iterator

from expectations import reasons
from expectations.kinds.linear import Draft, Site
from expectations.model import Place
from expectations.reasons import because
from expectations.sheets import Sheet, sound

SHORTEST = 12
"""A description of a project has more characters than a heading."""


def head(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F24-15: project, body and year are filled in; the year is the document's. A whole body has no project."""
    form = sheet.form
    fields = (("项目名称", form.project), ("实施单位", form.unit), ("年度", form.fiscal_year))
    lost = [name for name, value in fields if not value and not (name == "项目名称" and sheet.of_department)]
    place = (Place(sheet.name, form.project or "", form.location),)
    if lost:
        yield Draft(
            site.outcome("failed", because("blank_head", what="、".join(lost)), places=place, subject=site.rule.id)
        )
    else:
        yield Draft(site.outcome("passed", places=place))


def overview(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F19-14: the form says what the project is about, between its title and its fund table."""
    words = sheet.form.overview
    place = (Place(sheet.name, sheet.form.project or "", sheet.form.location),)
    if words is None:
        yield site.draft("not_checked", because("overview_unread"))
    elif len(re.sub(r"\s", "", words)) >= SHORTEST:
        yield Draft(site.outcome("passed", places=place))
    else:
        yield Draft(site.outcome("failed", because("no_overview"), places=place, subject=site.rule.id))


def parts(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F24-16: kinds of indicators that a project's form must have; options are words of their names at any level."""
    if sheet.of_department:
        yield site.draft("not_applicable", because("of_department"))
        return
    used = [leaf.item for leaf in sheet.leaves if leaf.item.weight]
    if not used:
        yield site.draft("not_applicable", because("nothing_to_compare"))
        return
    if not any(item.dimension for item in used):
        yield site.draft("not_applicable", because("no_dimensions"))
        return
    names = "\n".join(f"{item.dimension or ''}/{item.path}" for item in used)
    lost = [word for word in site.clause.options if word not in names]
    place = (Place(sheet.name, sheet.form.project or "", sheet.form.location),)
    if lost:
        yield Draft(
            site.outcome("failed", because("lacks_parts", what="、".join(lost)), places=place, subject=site.rule.id)
        )
    else:
        yield Draft(site.outcome("passed", places=place))


def earmarked(site: Site, sheet: Sheet) -> Iterator[Draft]:
    """F19-06: where fiscal funds were used, 专款专用 is filled in; practice differs."""
    used = [at for at in range(len(sheet.grid.rows)) if sheet.grid.rows[at].concept in ("使用合计", "使用项目")]
    unread = [fact for at in used for fact in sheet.grid.cells.get((at, "财政资金支出"), ()) if not sound(fact)]
    if unread:
        yield site.draft("not_checked", reasons.doubted(unread[0]))
        return
    spent = [at for at in used if (fact := sheet.cell(at, "财政资金支出")) is not None and fact.value]
    if not spent:
        yield site.draft("not_applicable", because("no_numbers"))
        return
    lost = [at for at in spent if (at, "专款专用") not in sheet.grid.cells and not sheet.grid.dash(at, "专款专用")]
    places = tuple(Place(sheet.grid.label(at), "", sheet.grid.rows[at].location) for at in lost)
    if lost:
        yield Draft(site.outcome("failed", because("earmark"), places=places, subject=site.rule.id))
    else:
        yield Draft(site.outcome("passed"))
