"""Every output of a run by name: what `--format` chooses from."""

from collections.abc import Callable, Collection, Mapping

from expectations import gxshape
from expectations.report import html, junit, markdown, output, sarif, xlsx
from expectations.report.files import write_bytes, write_text
from expectations.report.html import INDEX
from expectations.report.material import Material


def write(material: Material, formats: Collection[str]) -> None:
    """Write what is asked for into the folder of the run; raises OSError."""
    for name, writer in WRITERS.items():
        if name in formats:
            writer(material)


def first_file(formats: Collection[str]) -> str:
    """The file a person opens first, below the folder of the run."""
    return next((FIRST[name] for name in WRITERS if name in formats), "canonical")


def _html(material: Material) -> None:
    context = html.Context(
        run=material.record,
        lang=material.lang,
        because={rule.id: rule.because for rule in material.rules},
        sights=material.sights,
        known=material.known(),
        notes=material.notes,
        out=str(material.out),
    )
    for name, text in html.pages(material.results, context):
        write_text(material.out / name, text)


def _json(material: Material) -> None:
    output.write(material.out / FIRST["json"], material.results, material.record)


def _xlsx(material: Material) -> None:
    write_bytes(material.out / FIRST["xlsx"], xlsx.data(material))


def _sarif(material: Material) -> None:
    write_text(material.out / FIRST["sarif"], sarif.text(material))


def _junit(material: Material) -> None:
    write_text(material.out / FIRST["junit"], junit.text(material))


def _markdown(material: Material) -> None:
    write_text(material.out / FIRST["md"], markdown.text(material))


def _gx(material: Material) -> None:
    gxshape.write(material.rules, material.validation, material.out / "gx")


FIRST = {
    "html": INDEX,
    "json": "findings.json",
    "xlsx": "issues.xlsx",
    "sarif": "results.sarif",
    "junit": "junit.xml",
    "md": "summary.md",
    "gx": "gx/validation.json",
}
WRITERS: Mapping[str, Callable[[Material], None]] = {
    "html": _html,
    "json": _json,
    "xlsx": _xlsx,
    "sarif": _sarif,
    "junit": _junit,
    "md": _markdown,
    "gx": _gx,
}
