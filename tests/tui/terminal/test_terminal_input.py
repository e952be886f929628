"""What was typed before the reader had the terminal."""

from __future__ import annotations

import os
import pty
import select
import sys
import termios
from pathlib import Path

import pytest

from tests.tui.reader import PATIENCE
from tui.terminal.terminal_input import bytes_waiting, with_enter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals are others there")


def test_enter_typed_while_the_shell_has_the_terminal_is_enter() -> None:
    ours, theirs = pty.openpty()
    try:
        os.write(ours, b"Ia.txt\r")  # the terminal makes the carriage return a newline
        select.select([theirs], [], [], PATIENCE)
        attributes = termios.tcgetattr(theirs)
        attributes[0] &= ~termios.ICRNL
        attributes[3] &= ~termios.ICANON
        termios.tcsetattr(theirs, termios.TCSANOW, attributes)
        ahead = bytes_waiting(theirs)
        assert ahead == len("Ia.txt\r")
        assert with_enter(os.read(theirs, 100), ahead) == b"Ia.txt\r"
    finally:
        os.close(ours)
        os.close(theirs)


def test_ctrl_j_typed_later_stays_ctrl_j() -> None:
    assert with_enter(b"a\nb\n", 2) == b"a\rb\n"
    assert with_enter(b"\n", 0) == b"\n"


def test_a_file_has_nothing_waiting() -> None:
    with Path(os.devnull).open("rb") as nowhere:
        assert bytes_waiting(nowhere.fileno()) == 0
