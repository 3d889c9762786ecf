"""What every test lives under: no network, goldens rewritten only on purpose, needs that cannot be skipped in CI."""

import ipaddress
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from fixtures.producers.making import produce
from fixtures.producers.style import Style
from fixtures.report import Report

LOOPBACK_NAMES = frozenset({"localhost", "", None})


def _is_loopback(host: object) -> bool:
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Raise for every socket that would leave this machine; an audit hook sees them all, whoever opens them."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not _is_loopback(host):
        message = f"a test reached for the network: {event} {host!r}"
        raise RuntimeError(message)


sys.addaudithook(_refuse_network)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files; review them as a diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a golden file: it must hold exactly that text; --update-golden writes it instead."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(actual, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} does not exist: pytest --update-golden writes it"
        assert actual == path.read_text(encoding="utf-8"), f"{path} differs: pytest --update-golden rewrites it"

    return compare


@pytest.fixture
def need() -> Callable[..., str]:
    """Find what a test needs: the path of the first one installed, else skip; fail where GOUJI_TEST_STRICT=1 (CI)."""

    def find(*programs: str) -> str:
        for program in programs:
            if found := shutil.which(program):
                return found
        lacking(f"needs one of {', '.join(programs)}")

    return find


def lacking(message: str) -> NoReturn:
    """Skip for want of something that can be installed; fail where GOUJI_TEST_STRICT=1 (CI)."""
    if os.environ.get("GOUJI_TEST_STRICT") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def printer() -> Callable[[str, Report, Style], bytes]:
    """Print a report by a producer of `fixtures.producers`; without what makes it, skip, or fail in CI."""

    def make(producer: str, made: Report, style: Style) -> bytes:
        try:
            return produce(producer, made, style)
        except (ImportError, FileNotFoundError) as error:
            lacking(f"{producer} cannot print: {error}")

    return make
