"""The layers of docs/architecture.md hold: imports go one way, and each library enters through one door."""

import ast
import re
import sys
from pathlib import Path
from typing import TypeGuard

import pytest

from code_tree import EVERYTHING, PRODUCT, ROOT, Import, calls, dotted, imports, modules, tree

MAY_IMPORT = {
    "cli": {"run", "expectations", "ingest"},
    "run": {"expectations", "ingest"},
    "expectations": {"expectations", "ingest.model", "ingest.facts", "ingest.errors"},
    "ingest": {"ingest"},
    "fixtures": {"fixtures", "ingest", "expectations"},
}
"""Top-level name → what of the project it may import."""

BESIDES = {"expectations.gx": {"ingest.arrow"}}
"""A GX batch is a data frame of facts: this package alone turns it back into the document."""

DOORS = {
    "PIL": {"fixtures.producers.scan", "fixtures.producers.seal"},
    "camelot": {"ingest.tables"},
    "click": {"cli"},
    "cv2": {"ingest.pdf.scanpixels"},
    "docx": {"fixtures.producers.docx"},
    "great_expectations": {"expectations.gx"},
    "jinja2": {"expectations.report.html"},
    "numpy": {
        *(f"ingest.pdf.scan{part}" for part in ("colour", "glyphs", "page", "pixels", "read", "upright")),
        "fixtures.producers.scan",
        "fixtures.producers.seal",
    },
    "onnxruntime": {"ingest.pdf.scanread"},
    "opencc": {"ingest.wording"},
    "openpyxl": {"fixtures.producers.xlsx"},
    "pandas": {"ingest.arrow", "expectations.gx"},
    "pyarrow": {"ingest.arrow", "expectations.report.parquet"},
    "pymupdf": {"ingest.documents", "fixtures.pdf", "fixtures.producers.scan"},
    "reportlab": {"fixtures.producers.reportlab"},
    "rich": {"cli", "expectations.report.terminal"},
    "weasyprint": {"fixtures.producers.weasyprint"},
    "xlsxwriter": {"expectations.report.xlsx"},
    "yaml": {"ingest.templates", "expectations.yamlines"},
}
"""Library → the only modules (with their submodules) that may import it. A new library needs a line here."""

LAZY = {
    "cli": {"run", "expectations", "ingest"},
    "expectations": {"great_expectations"},
    "ingest": {"camelot", "pymupdf"},
}
"""Top-level name → what its functions may import: start-up would pay for it, up to 4 s."""

EXACT = {f"expectations.{name}" for name in ("intervals", "formula", "kinds", "confront", "blame")}
"""Where verdicts are made."""

SPEAKS = re.compile(r"^(print|input|breakpoint|click\.\w+|sys\.(argv|stdout|stderr|exit))$")


def within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def where(path: Path, item: Import) -> str:
    return f"{path}:{item.line} imports {item.module}"


def is_float(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


OWN = {*MAY_IMPORT, "tests", "docs", "benchmarks"}


@pytest.mark.parametrize("path", modules(*PRODUCT, "fixtures"), ids=str)
def test_imports_go_one_way(path: Path) -> None:
    allowed = MAY_IMPORT[dotted(path).split(".")[0]].union(
        *(names for package, names in BESIDES.items() if within(dotted(path), {package}))
    )
    wrong = [where(path, item) for item in imports(path) if item.top in OWN and not within(item.module, allowed)]
    assert not wrong


@pytest.mark.parametrize("path", modules(*PRODUCT, "fixtures"), ids=str)
def test_each_library_enters_through_its_door(path: Path) -> None:
    outside = [
        item
        for item in imports(path)
        if item.top not in OWN and item.top not in sys.stdlib_module_names and not item.typing_only
    ]
    wrong = [where(path, item) for item in outside if not within(dotted(path), DOORS.get(item.top, set()))]
    assert not wrong


@pytest.mark.parametrize("path", modules(*PRODUCT, "fixtures"), ids=str)
def test_no_import_hides_in_a_function(path: Path) -> None:
    allowed = LAZY.get(dotted(path).split(".")[0], set())
    assert not [where(path, item) for item in imports(path) if item.lazy and item.top not in allowed]


@pytest.mark.parametrize("path", [path for path in modules(*PRODUCT) if path.name != "cli.py"], ids=str)
def test_nothing_below_cli_prints_or_reads_arguments(path: Path) -> None:
    assert not [f"{path}:{line} {name}" for name, line in calls(path) if SPEAKS.match(name)]


@pytest.mark.parametrize("path", modules(*PRODUCT, "fixtures", "docs", "benchmarks"), ids=str)
def test_the_project_knows_nothing_of_the_folder_beside_it(path: Path) -> None:
    assert not re.search(r"\bshared/|/shared\b", (ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", modules("expectations"), ids=str)
def test_no_float_decides(path: Path) -> None:
    """Points on paper are floats; a number that is checked never is."""
    if within(dotted(path), EXACT):
        assert not [f"{path}:{line}" for name, line in calls(path) if name in {"float", "math.isclose", "math.sqrt"}]
        assert not [f"{path}:{node.lineno}" for node in ast.walk(tree(path)) if is_float(node)]


def test_the_doors_are_all_in_use() -> None:
    used = {item.top for path in modules(*EVERYTHING) for item in imports(path)}
    assert set(DOORS) <= used
