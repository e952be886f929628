"""Runs the installed command in a pseudo-terminal and reads its screen through a terminal emulator."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30.0
"""Seconds to wait for expected output; long, because the machine may be busy."""

CURSOR_BACKGROUND = "d8d3c8"
"""The background colour of the cursor in the reading pane, in the dark theme."""

NAMED_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "ctrl+s": "\x13",
    "ctrl+q": "\x11",
    "ctrl+r": "\x12",
    "down": "\x1b[B",
    "ctrl+d": "\x04",
    "ctrl+u": "\x15",
    "ctrl+f": "\x06",
    "ctrl+b": "\x02",
    "ctrl+o": "\x0f",
}


class Terminal:
    """A running `pizhu` in a terminal of a given size."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (100, 30)) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        command = Path(sys.executable).with_name("pizhu")
        # The runner of the tests may set these. Two take precedence over the size of the terminal; with the
        # third, output that is left over when the terminal is gone is not seen at the end of the process.
        others = ("COLUMNS", "LINES", "PYTHONUNBUFFERED")
        own = {name: value for name, value in os.environ.items() if name not in others}
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
        self._process = int(self._child.pid or 0)
        self._position_queried = False
        self.raw = ""
        """The complete output of the program."""

    @property
    def text(self) -> str:
        """The text on the screen, without the second cells of wide characters."""
        columns, buffer = range(self._screen.columns), self._screen.buffer
        lines = ("".join(buffer[row][column].data for column in columns) for row in range(self._screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    @property
    def text_from_cursor(self) -> str:
        """The text from the cursor of the reading pane to the end of its row."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            places = [column for column, cell in enumerate(cells) if cell.bg == CURSOR_BACKGROUND]
            if places:
                return "".join(cell.data for cell in cells[places[0] :])
        return ""

    def background_of(self, words: str) -> set[str]:
        """Return the background colours of the first occurrence of words on the screen."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            place = "".join(cell.data or "\0" for cell in cells).replace("\0", "").find(words)
            if place >= 0:
                drawn = [cell for cell in cells if cell.data]
                return {cell.bg for cell in drawn[place : place + len(words)]}
        return set()

    def see_at_cursor(self, words: str) -> None:
        """Wait until the cursor of the reading pane is on these words."""
        self._wait(
            lambda: self.text_from_cursor.startswith(words),
            f"the cursor was never on {words!r}, but on ",
            show_cursor=True,
        )

    def see_terminal_cursor_after(self, words: str) -> None:
        """Wait until the terminal cursor, where an input method composes, is right after these words."""
        self._wait(
            lambda: self._text_before_terminal_cursor.endswith(words),
            f"the terminal cursor was never after {words!r}",
        )

    def see_terminal_cursor_on(self, words: str) -> None:
        """Wait until the terminal cursor is visible and on these words."""
        self._wait(
            lambda: (
                not self._screen.cursor.hidden and self._text_from_terminal_cursor.lstrip().startswith(words)
            ),
            f"the terminal cursor was never on {words!r}",
        )

    @property
    def _text_from_terminal_cursor(self) -> str:
        row, column = self._screen.cursor.y, self._screen.cursor.x
        return "".join(self._screen.buffer[row][at].data for at in range(column, self._screen.columns))

    @property
    def _text_before_terminal_cursor(self) -> str:
        row, column = self._screen.cursor.y, self._screen.cursor.x
        return "".join(self._screen.buffer[row][before].data for before in range(column))

    def see_cursor_leave(self, words: str) -> None:
        """Wait until the cursor of the reading pane is elsewhere."""
        self._wait(
            lambda: bool(self.text_from_cursor) and not self.text_from_cursor.startswith(words),
            f"the cursor never left {words!r}",
        )

    def position_of(self, words: str) -> tuple[int, int]:
        """Return the row and column, from 1, of the first occurrence of words on the screen."""
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column].data for column in range(self._screen.columns)]
            for column in range(len(cells)):
                if cells[column] and "".join(cells[column:]).startswith(words):
                    return row + 1, column + 1
        raise AssertionError(f"{words!r} is not on the screen")

    def send_mouse(self, button: int, row: int, column: int, *, up: bool = False) -> None:
        """Send a mouse event in xterm's SGR encoding."""
        self._child.send(f"\x1b[<{button};{column};{row}{'m' if up else 'M'}")

    def click(self, row: int, column: int, *, times: int = 1) -> None:
        """Click `times` times in quick succession."""
        for _ in range(times):
            self.send_mouse(0, row, column)
            self.send_mouse(0, row, column, up=True)

    def report_cursor_column(self, column: int) -> None:
        """Answer the program's cursor position query with a column, counted from 1."""
        self._wait(lambda: self._position_queried, "the cursor position was never queried")
        self._child.send(f"\x1b[1;{column}R")

    def press(self, *keys: str) -> None:
        """Press keys, given by name or as characters."""
        for key in keys:
            self._child.send(NAMED_KEYS.get(key, key))

    def send_bytes(self, data: bytes) -> None:
        """Send bytes, while reading the program's output."""
        handle = self._child.child_fd
        for start in range(0, len(data), 512):
            select.select([], [handle], [], PATIENCE)
            os.write(handle, data[start : start + 512])

    def resize(self, columns: int, rows: int) -> None:
        """Resize the terminal and wait until the program fills it."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)
        self._wait(
            lambda: self.text.partition("\n")[0].endswith("╮"), "the program never filled the new size"
        )

    def see(self, words: str) -> None:
        """Wait until the words are on the screen."""
        self._wait(lambda: words in self.text, f"{words!r} never appeared")

    def see_no(self, words: str) -> None:
        """Wait until the words are no longer on the screen."""
        self._wait(lambda: words not in self.text, f"{words!r} never disappeared")

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition outside the screen holds."""
        self._wait(condition, "the condition never held")

    def wait_for_output(self, pattern: str) -> None:
        """Wait until the program has written what matches a regular expression, escape sequences included."""
        self._wait(lambda: re.search(pattern, self.raw) is not None, f"{pattern!r} was never written")

    def wait_for_exit(self) -> int:
        """Wait until the program ends and return its exit code."""
        self._child.expect(pexpect.EOF)
        self._feed(self._child.before or "")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def terminate(self) -> None:
        """Send SIGTERM, as the system does before it shuts down."""
        self._child.kill(signal.SIGTERM)

    def send_signal(self, name: str) -> None:
        """Send the program a signal, given by its name."""
        os.kill(self._process, getattr(signal, name))

    @property
    def is_stopped(self) -> bool:
        """Whether the program is stopped, as by ctrl+z."""
        state = Path(f"/proc/{self._process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        return state == "T"

    def scribble(self) -> None:
        """Clear the screen and reset its modes, as another program may do while this one is stopped."""
        self._screen.reset()

    def set_size(self, columns: int, rows: int) -> None:
        """Resize the terminal without waiting, as while the program is stopped."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def read_for(self, seconds: float) -> None:
        """Take the output of the program for some seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(pexpect.TIMEOUT):
                self._feed(self._child.read_nonblocking(65536, timeout=max(0, deadline - time.monotonic())))

    def end(self, how: str, limit: float) -> int:
        """Close the terminal, or send the program a signal, without taking its output any more.

        :param how: ``close``, or the name of a signal.
        :return: the exit code, or the negative number of the signal that killed it.
        :raises AssertionError: the program has not ended after ``limit`` seconds.
        """
        if how == "close":
            pseudo_terminal = self._child.ptyproc  # type: ignore[attr-defined] # the stubs lack it
            pseudo_terminal.fileobj.close()
            pseudo_terminal.closed = self._child.closed = True  # its file number may be used again
        else:
            os.kill(self._process, getattr(signal, how))
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            if ended:
                took = time.monotonic() - began
                assert took < limit, f"the program took {took:.1f} s to end"
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        raise AssertionError("the program never ended")

    def kill(self) -> None:
        """Kill the program immediately, if it has not ended."""
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(OSError, pexpect.ExceptionPexpect):
            self._child.close(force=True)

    def _wait(self, condition: Callable[[], bool], complaint: str, *, show_cursor: bool = False) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"{complaint}{self.text_from_cursor if show_cursor else ''}:\n{self.text}"
                )
            try:
                self._feed(self._child.read_nonblocking(65536, timeout=0.2))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                raise AssertionError(f"the program ended, {complaint}:\n{self.text}") from None

    def _feed(self, output: str) -> None:
        self._position_queried = self._position_queried or "\x1b[6n" in output
        self.raw += output
        self._stream.feed(output.replace("\x1b[>", "\x1b["))
