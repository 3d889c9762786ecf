"""Bounded children: what each piece costs when it lingers, dies, swells or fails."""

import os
import signal
import time
from collections.abc import Iterator, Sequence

import pytest

from ingest.errors import Refused
from ingest.model import Text
from ingest.pdf.workers import DIED, GIVEN_UP, OVERDUE, TOO_LARGE, Limits, Lost, each

QUICK = Limits(seconds=0.5, patience=1.2)


def job(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Give each number its name; 3 never ends, 5 dies, 7 wants too much memory, 9 fails."""
    for number in numbers:
        if number == 3:
            time.sleep(60)
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 7:
            bytearray(8 << 30)
        if number == 9:
            raise KeyError(number)
        yield number, f"n{number}"


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunk", [1, 3, 64])
def test_what_fails_costs_itself(workers: int, chunk: int) -> None:
    found = each(job, range(1, 11), workers=workers, chunk=chunk, limits=QUICK)
    lost = {number: result for number, result in found.items() if isinstance(result, Lost)}
    assert lost == {
        3: OVERDUE,
        5: DIED,
        7: TOO_LARGE,
        9: Lost("读取失败（KeyError）", "the reader failed on it (KeyError)"),
    }
    assert {number: result for number, result in found.items() if number not in lost} == {
        number: f"n{number}" for number in (1, 2, 4, 6, 8, 10)
    }
    assert list(found) == sorted(found)


def linger(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for number in numbers:
        time.sleep(60 if number > 2 else 0)
        yield number, number


def test_patience_ends() -> None:
    """Pieces that all linger must not add up: the rest is given up, and said to be."""
    start = time.monotonic()
    found = each(linger, range(1, 9), limits=QUICK)
    assert time.monotonic() - start < 10
    assert found[1] == 1
    assert [found[number] for number in (3, 4)] == [OVERDUE, OVERDUE]
    assert {found[number] for number in (6, 7, 8)} == {GIVEN_UP}


def refuse(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield numbers[0], 0
    raise Refused("a.pdf", Text("何事", "what"), Text("怎么办", "todo"))


def test_an_error_made_on_purpose_comes_through() -> None:
    with pytest.raises(Refused, match=r"a\.pdf: what; todo") as caught:
        each(refuse, [1, 2])
    assert caught.value.todo == Text("怎么办", "todo")


def test_work_is_done_in_another_process() -> None:
    assert each(lambda numbers: ((n, os.getpid()) for n in numbers), [1])[1] != os.getpid()


def test_nothing_to_do() -> None:
    assert each(job, []) == {}


def test_the_talk_of_a_failing_child_stays_inside(capfd: pytest.CaptureFixture[str]) -> None:
    each(job, [9], limits=QUICK)
    assert capfd.readouterr() == ("", "")
