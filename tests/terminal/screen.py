"""The real command on a real pseudo-terminal, its screen read back by a terminal emulator."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30.0
"""Seconds to wait for something to be seen; a machine may be busy."""

NAMED_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "ctrl+s": "\x13",
    "ctrl+r": "\x12",
    "down": "\x1b[B",
}


class Terminal:
    """A program at work in a terminal of so many columns and rows."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (100, 30)) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        command = Path(sys.executable).with_name("pizhu")
        # A test runner may have set its own size, which would be believed before the terminal's.
        own = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**own, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self._child = pexpect.spawn(
            str(command),
            list(arguments),
            dimensions=(rows, columns),
            env=environment,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None

    @property
    def text(self) -> str:
        """What stands on the screen, without the second cells of wide characters."""
        columns, buffer = range(self._screen.columns), self._screen.buffer
        lines = ("".join(buffer[row][column].data for column in columns) for row in range(self._screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    def press(self, *keys: str) -> None:
        """Press keys, by name or as characters."""
        for key in keys:
            self._child.send(NAMED_KEYS.get(key, key))

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and wait until the program has filled it."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)
        self._wait(lambda: self.text.partition("\n")[0].endswith("╮"), "the new size was never filled")

    def see(self, words: str) -> None:
        """Wait until the words stand on the screen."""
        self._wait(lambda: words in self.text, f"{words!r} never came")

    def see_no(self, words: str) -> None:
        """Wait until the words stand on the screen no longer."""
        self._wait(lambda: words not in self.text, f"{words!r} never went")

    def leave(self) -> int:
        """Wait for the end of the program; its exit code."""
        self._child.expect(pexpect.EOF)
        self._feed(self._child.before or "")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def terminate(self) -> None:
        """Ask the program to end, as the system does before it shuts down."""
        self._child.kill(signal.SIGTERM)

    def kill(self) -> None:
        """End the program at once, as a lost connection would."""
        self._child.kill(9)
        self._child.close(force=True)

    def _wait(self, seen: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > deadline:
                raise AssertionError(f"{complaint}:\n{self.text}")
            try:
                self._feed(self._child.read_nonblocking(65536, timeout=0.2))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                raise AssertionError(f"the program ended, {complaint}:\n{self.text}") from None

    def _feed(self, output: str) -> None:
        self._stream.feed(output.replace("\x1b[>", "\x1b["))
