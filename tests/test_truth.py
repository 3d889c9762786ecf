"""A small round of benchmarks/truth: clean reports are silent, every kind of fault is found."""

import pytest

from benchmarks.truth import one
from fixtures.faults import KINDS
from fixtures.slips import SLIPS


@pytest.mark.parametrize("seed", range(6))
def test_a_clean_report_is_silent(seed: int) -> None:
    _, outcome, said = one(("clean", seed))
    assert outcome == "silent", said


@pytest.mark.parametrize("kind", [*KINDS, *SLIPS])
def test_a_fault_is_found(kind: str) -> None:
    for seed in (1001, 1002, 1003):
        _, outcome, said = one((kind, seed))
        assert outcome in ("found", "found, small", "no place", "small"), said
