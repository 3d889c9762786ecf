"""The ground the other tests stand on holds."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443)])
def test_no_socket_leaves_the_machine(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(RuntimeError, match="reached for the network"):
        connection.connect(address)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(RuntimeError, match="reached for the network"):
        socket.getaddrinfo("name.invalid", 443)


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_a_missing_need_is_a_skip_and_in_ci_a_failure(
    need: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Path(need("no-such-program", "sh")).name == "sh"
    monkeypatch.delenv("GOUJI_TEST_STRICT", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program"):
        need("no-such-program")
    monkeypatch.setenv("GOUJI_TEST_STRICT", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-program"):
        need("no-such-program")


def test_a_golden_file_holds_exactly_what_was_made(golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    expected = tmp_path / "expected.txt"
    with pytest.raises(AssertionError, match="--update-golden writes it"):
        golden(expected, "合计 1.00\n")
    expected.write_text("合计 1.00\n", encoding="utf-8")
    golden(expected, "合计 1.00\n")
    with pytest.raises(AssertionError, match="--update-golden rewrites it"):
        golden(expected, "合计 1.01\n")
