"""`pizhu serve` where it cannot serve: one sentence each."""

from __future__ import annotations

import socket
import sys

import pytest

from tui.cli import run


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run(["serve", *arguments])
    return code, capsys.readouterr().err


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = refused(capsys, "--host", "127.0.0.1", "--port", str(port))
    assert (code, said) == (
        1,
        f"pizhu: Port {port} is in use by another program: choose another with --port.\n",
    )


def test_other_computers_need_a_token(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = refused(capsys, "--host", "0.0.0.0")
    assert code == 2
    assert "add --token with a secret word" in said


@pytest.mark.parametrize("token", ["short", "with a blank", "批注批注批注批注"])
def test_a_token_is_long_and_plain(capsys: pytest.CaptureFixture[str], token: str) -> None:
    code, said = refused(capsys, "--token", token)
    assert (code, said) == (2, "pizhu: The token must be 8 or more letters and digits from ASCII.\n")


def test_an_address_of_another_computer_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = refused(capsys, "--host", "192.0.2.1", "--token", "qingfeng2026", "--port", "0")
    assert code == 1
    assert "192.0.2.1 is no address of this computer" in said


def test_a_missing_extra_is_told_with_the_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [name for name in sys.modules if name.startswith("tui.serving")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    code, said = refused(capsys)
    assert code == 1
    assert "needs textual-serve: install it with" in said
    assert "[web]" in said
