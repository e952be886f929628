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

CURSOR_GROUND = "d8d3c8"
"""The colour under the cursor of the reading view, in the dark theme."""

NAMED_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "ctrl+s": "\x13",
    "ctrl+r": "\x12",
    "down": "\x1b[B",
    "ctrl+d": "\x04",
    "ctrl+u": "\x15",
    "ctrl+f": "\x06",
    "ctrl+b": "\x02",
    "ctrl+o": "\x0f",
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
        environment = {
            **own,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        self._child = pexpect.spawn(
            str(command),
            list(arguments),
            dimensions=(rows, columns),
            env=environment,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None
        self._asked = False
        self.raw = ""
        """All that the program has written."""

    @property
    def text(self) -> str:
        """What stands on the screen, without the second cells of wide characters."""
        columns, buffer = range(self._screen.columns), self._screen.buffer
        lines = ("".join(buffer[row][column].data for column in columns) for row in range(self._screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    @property
    def from_cursor(self) -> str:
        """What stands on the screen from the cursor of the reading view to the end of its row."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            places = [column for column, cell in enumerate(cells) if cell.bg == CURSOR_GROUND]
            if places:
                return "".join(cell.data for cell in cells[places[0] :])
        return ""

    def ground_of(self, words: str) -> set[str]:
        """The colours under words where they first stand on the screen."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            place = "".join(cell.data or "\0" for cell in cells).replace("\0", "").find(words)
            if place >= 0:
                drawn = [cell for cell in cells if cell.data]
                return {cell.bg for cell in drawn[place : place + len(words)]}
        return set()

    def see_at_cursor(self, words: str) -> None:
        """Wait until the cursor of the reading view stands on these words."""
        self._wait(
            lambda: self.from_cursor.startswith(words),
            f"the cursor never stood on {words!r}, but on ",
            here=True,
        )

    def see_own_cursor_behind(self, words: str) -> None:
        """Wait until the terminal's own cursor, where an input method composes, stands right behind words."""
        self._wait(lambda: self._up_to_own_cursor.endswith(words), f"no cursor came behind {words!r}")

    @property
    def _up_to_own_cursor(self) -> str:
        row, column = self._screen.cursor.y, self._screen.cursor.x
        return "".join(self._screen.buffer[row][before].data for before in range(column))

    def see_no_cursor_on(self, words: str) -> None:
        """Wait until the cursor of the reading view stands elsewhere."""
        self._wait(
            lambda: bool(self.from_cursor) and not self.from_cursor.startswith(words),
            f"the cursor never left {words!r}",
        )

    def place_of(self, words: str) -> tuple[int, int]:
        """The row and column, from 1, where words first stand on the screen."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column].data for column in range(self._screen.columns)]
            for column in range(len(cells)):
                if cells[column] and "".join(cells[column:]).startswith(words):
                    return row + 1, column + 1
        raise AssertionError(f"{words!r} is not on the screen")

    def mouse(self, button: int, row: int, column: int, *, up: bool = False) -> None:
        """A report of the mouse, as xterm sends it (SGR)."""
        self._child.send(f"\x1b[<{button};{column};{row}{'m' if up else 'M'}")

    def click(self, row: int, column: int, *, times: int = 1) -> None:
        """Click so many times in a row."""
        for _ in range(times):
            self.mouse(0, row, column)
            self.mouse(0, row, column, up=True)

    def answer_position(self, column: int) -> None:
        """Answer the question for the position of the cursor: it is in that column, from 1."""
        self._wait(lambda: self._asked, "the position of the cursor was never asked for")
        self._child.send(f"\x1b[1;{column}R")

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

    def wait_for(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened elsewhere."""
        self._wait(happened, "it never happened")

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

    def _wait(self, seen: Callable[[], bool], complaint: str, *, here: bool = False) -> None:
        deadline = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > deadline:
                raise AssertionError(f"{complaint}{self.from_cursor if here else ''}:\n{self.text}")
            try:
                self._feed(self._child.read_nonblocking(65536, timeout=0.2))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                raise AssertionError(f"the program ended, {complaint}:\n{self.text}") from None

    def _feed(self, output: str) -> None:
        self._asked = self._asked or "\x1b[6n" in output
        self.raw += output
        self._stream.feed(output.replace("\x1b[>", "\x1b["))
