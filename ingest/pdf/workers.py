"""Numbered pieces of work (pages) in forked children, with a bound on time and memory: a piece that dies costs itself.

    numbers → chunks → one forked child a chunk → (number, result) over a pipe, as they come
                              └─ dead or overdue: its current number is Lost, the rest goes to a fresh child

A child opens its file after the fork (MuPDF contexts do not survive one) and ends with its chunk, so that what
leaks in a library goes with it. Whatever is slow to import must be imported before.
"""

import gc
import multiprocessing
import resource
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Generic, TypeVar

from ingest.errors import GoujiError

T = TypeVar("T")

Job = Callable[[Sequence[int]], Iterator[tuple[int, T]]]
"""Runs in the child: opens what it needs and gives (number, result) for each number, in the order asked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one piece, seconds for all pieces that overran together, bytes that a child may add to its parent's.

    An ordinary page takes 0.02 s and 0.05 GB; these are for pages that were made, or damaged, to be unreadable.
    """

    seconds: float = 12.0
    patience: float = 24.0
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of a piece without a result; `zh` and `en` complete the sentence “page 3: …”."""

    zh: str
    en: str


OVERDUE = Lost("读取超时", "took too long to read")
GIVEN_UP = Lost("前面多页读取超时，未再读取", "was not tried: other pages took too long")
TOO_LARGE = Lost("读取所需内存过多", "needs too much memory")
DIED = Lost("读取进程意外终止", "the reader died on it")

LIMITS = Limits()
CHUNK = 64
"""Pieces a child: few enough that what leaks stays small, enough that forking (10-20 ms) costs nothing."""


@dataclass(slots=True)
class _Child(Generic[T]):
    """A child at work; its first number in `todo` is the one it is at. Never leaves this module."""

    process: BaseProcess
    pipe: Connection
    todo: deque[int]
    since: float


def each(
    job: Job[T], numbers: Iterable[int], *, workers: int = 1, chunk: int = CHUNK, limits: Limits = LIMITS
) -> dict[int, T | Lost]:
    """Do all pieces and return what became of each; a GoujiError raised in a child is raised here."""
    return _Crew(job, list(numbers), workers, chunk, limits).run()


class _Crew(Generic[T]):
    """All children of one call."""

    def __init__(self, job: Job[T], numbers: list[int], workers: int, chunk: int, limits: Limits) -> None:
        self.job = job
        self.workers = workers
        self.limits = limits
        self.patience = limits.patience
        self.queue = deque(deque(numbers[at : at + chunk]) for at in range(0, len(numbers), chunk))
        self.children: list[_Child[T]] = []
        self.done: dict[int, T | Lost] = {}

    def run(self) -> dict[int, T | Lost]:
        try:
            while self.queue or self.children:
                while self.queue and len(self.children) < self.workers:
                    self._start(self.queue.popleft())
                self._look()
        finally:
            for child in self.children:
                _end(child)
        return {number: self.done[number] for number in sorted(self.done)}

    def _start(self, todo: deque[int]) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        arguments = (self.job, list(todo), theirs, self.limits.memory)
        process = multiprocessing.get_context("fork").Process(target=_work, args=arguments, daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of forking beside threads; the children take no lock that a thread could hold
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()
        self.children.append(_Child(process, ours, todo, monotonic()))

    def _bound(self) -> float:
        return min(self.limits.seconds, max(self.patience, 0.0))

    def _look(self) -> None:
        """Wait for the next message, death or deadline."""
        next_deadline = min(child.since for child in self.children) + self._bound()
        ready = wait([child.pipe for child in self.children], max(0.0, next_deadline - monotonic()))
        for child in list(self.children):
            if child.pipe in ready:
                self._hear(child)
            elif monotonic() - child.since >= self._bound():
                self.patience -= monotonic() - child.since
                self._lose(child, OVERDUE)

    def _hear(self, child: _Child[T]) -> None:
        try:
            number, result = child.pipe.recv()
        except (EOFError, OSError):
            self._lose(child, DIED)
            return
        if isinstance(result, GoujiError):
            raise result
        child.since = monotonic()
        if number is None and isinstance(result, Lost):
            self._lose(child, result)
        elif number is None:
            self.children.remove(child)
            _end(child)
        else:
            child.todo.popleft()
            self.done[number] = result

    def _lose(self, child: _Child[T], why: Lost) -> None:
        """Note the piece a child was at as lost; the rest of its chunk goes to a new one, while patience lasts."""
        self.children.remove(child)
        _end(child)
        if child.todo:
            self.done[child.todo.popleft()] = why
        if self.patience <= 0:
            self._give_up(child.todo)
            while self.queue:
                self._give_up(self.queue.popleft())
        elif child.todo:
            self.queue.appendleft(child.todo)

    def _give_up(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.done[number] = GIVEN_UP


def _end(child: _Child[T]) -> None:
    if child.process.is_alive():
        child.process.kill()
    child.process.join()
    child.pipe.close()
    child.process.close()


def _work(job: Job[T], numbers: Sequence[int], pipe: Connection, memory: int) -> None:
    """Run in the child: send each result as it comes, and (None, None) at the end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.freeze()  # or the collector would touch, and so copy, everything inherited
    _bound_memory(memory)
    try:
        for number, result in job(numbers):
            pipe.send((number, result))
        pipe.send((None, None))
    except GoujiError as error:
        pipe.send((None, error))
    except MemoryError:
        pipe.send((None, TOO_LARGE))
    except BrokenPipeError:
        return
    except Exception as error:  # noqa: BLE001 - the edge of a process: what fails costs its page, and is said
        name = type(error).__name__
        pipe.send((None, Lost(f"读取失败（{name}）", f"the reader failed on it ({name})")))


def _bound_memory(memory: int) -> None:
    """Limit the address space to what the child has of its parent and `memory` bytes more."""
    size = Path("/proc/self/statm")
    if size.exists():
        held = int(size.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
