"""Great Expectations takes seconds to import: start early, in a thread, and wait only where it is needed."""

import importlib
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import Lock
from types import ModuleType

_lock = Lock()


def start_importing() -> None:
    """Begin importing `expectations.gx` in the background; returns at once, and does nothing the second time.

    Start worker processes before this call unless they are spawned: a fork made while a thread imports inherits
    the import lock as it stands.
    """
    _future()


def gx() -> ModuleType:
    """Return `expectations.gx`, imported; waits for the background import and raises what that raised."""
    return _future().result()


def _future() -> Future[ModuleType]:
    with _lock:
        return _started()


@cache
def _started() -> Future[ModuleType]:
    pool = ThreadPoolExecutor(1, "import great_expectations")
    future = pool.submit(importlib.import_module, "expectations.gx")
    pool.shutdown(wait=False)
    return future
