"""Many documents, read by workers."""

import pickletools
import sys
from contextlib import ExitStack
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest

from ingest import batch
from ingest.facts import Canonical

FIXTURES = Path(__file__).parent.parent / "fixtures"
REPORTS = ("clean", "form_clean")


def canonicals(jobs: int, out: Path) -> tuple[Canonical, ...]:
    how = batch.Reading(sys.stdin.buffer, jobs)
    with ExitStack() as stack:
        found = batch.sources([str(FIXTURES / name / "report.txt") for name in REPORTS], out, how, stack)
        return batch.read_all(found, jobs, lambda *_: None)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Canonical, ...]:
    return canonicals(2, tmp_path_factory.mktemp("out"))


def test_what_a_worker_hands_over_is_what_it_read(read: tuple[Canonical, ...], tmp_path: Path) -> None:
    how = batch.Reading(sys.stdin.buffer)
    for name, handed in zip(REPORTS, read, strict=True):
        path = str(FIXTURES / name / "report.txt")
        with ExitStack() as stack:
            (here,) = batch.read_all(batch.sources([path], tmp_path, how, stack), 0, lambda *_: None)
        assert handed == here


def test_everything_in_a_document_is_taken_apart_the_short_way(read: tuple[Canonical, ...]) -> None:
    """BUILD is the long way: it looks up the fields of its class for every object."""
    for canonical in read:
        assert "BUILD" not in {code.name for code, _, _ in pickletools.genops(bytes(ForkingPickler.dumps(canonical)))}
