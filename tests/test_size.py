"""A module that no longer fits in one reading is two modules."""

import re
import statistics
from pathlib import Path

import pytest

from code_tree import EVERYTHING, PRODUCT, ROOT, modules, tracked

LONGEST = 400
MEDIAN = 150
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
TEXT = {".py", ".yaml", ".md", ".j2", ".css", ".js", ".cfg", ".toml"}


def length(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", modules(*EVERYTHING), ids=str)
def test_no_module_is_too_long(path: Path) -> None:
    assert length(path) <= LONGEST


def test_half_of_the_modules_are_short() -> None:
    assert statistics.median(length(path) for path in modules(*PRODUCT)) <= MEDIAN


@pytest.mark.parametrize("path", [path for path in tracked() if path.suffix in TEXT], ids=str)
def test_nothing_is_left_for_later(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    assert not [f"{path}:{number}" for number, line in enumerate(lines, 1) if LEFT_FOR_LATER.search(line)]
