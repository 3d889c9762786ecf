"""A small round of benchmarks/truth: clean reports are silent, every kind of fault is found."""

import re
from pathlib import Path

import pytest

from benchmarks.truth import one
from fixtures.cases import HOME
from fixtures.faults import KINDS
from fixtures.slips import SLIPS
from ingest.errors import Refused
from ingest.pipeline import read


@pytest.mark.parametrize("seed", range(6))
def test_a_clean_report_is_silent(seed: int) -> None:
    _, outcome, said = one(("clean", seed))
    assert outcome == "silent", said


@pytest.mark.parametrize("kind", [*KINDS, *SLIPS])
def test_a_fault_is_found(kind: str) -> None:
    for seed in (1001, 1002, 1003):
        _, outcome, said = one((kind, seed))
        assert outcome in ("found", "found, small", "no place", "small"), said


def test_a_blank_template_is_refused_as_one(tmp_path: Path) -> None:
    """The committed report with its figures taken out again: placeholders in the text, blanks in the tables."""
    text = (HOME / "clean" / "report.txt").read_text(encoding="utf-8")
    text = re.sub(r"(?<![\d第])\d[\d,]*\.\d\d(?=万元|%)", "XX", text)
    path = tmp_path / "template.txt"
    path.write_text(re.sub(r"\t[\d,]+\.\d\d", "\t", text), encoding="utf-8")
    with pytest.raises(Refused, match="blank template"):
        read(str(path))
