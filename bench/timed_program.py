"""Runs a program on a pseudo-terminal and times it from outside, as its user sees it."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

RESPONSE_GAP = 0.06
"""Seconds without output after which a response is considered complete."""

IDLE_LOAD = 0.05
"""Seconds of processor time per second below which a program is considered idle."""

TIMEOUT = 60.0
"""Seconds to wait for a program to show what is expected."""


class TimedProgram:
    """A running program and its screen, read by a terminal emulator."""

    def __init__(self, command: list[str], environment: dict[str, str], size: tuple[int, int]) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._started = time.perf_counter()
        self._child = pexpect.spawn(
            command[0], command[1:], dimensions=(rows, columns), env={**os.environ, **environment}
        )

    def __enter__(self) -> Self:
        """Return the running program."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill the program."""
        self._child.kill(signal.SIGKILL)
        self._child.close(force=True)

    def first_seen(self, text: str) -> float:
        """Return the seconds from the start until the output came after which a text was on the screen.

        What the emulator takes to read the output is not the program's time.
        """
        received = self._started
        while text not in self._text():
            output = self._read(TIMEOUT)
            if output is None:
                raise TimeoutError(text)
            received = output
        return received - self._started

    def _text(self) -> str:
        columns, buffer = range(self._screen.columns), self._screen.buffer
        lines = ("".join(buffer[row][column].data for column in columns) for row in range(self._screen.lines))
        return "\n".join(lines)

    def settle(self) -> None:
        """Wait until there is no more output and the program is idle."""
        before = -1.0
        while self._read(1.0) is not None or self.processor_time() > before + IDLE_LOAD:
            before = self.processor_time()

    def key(self, key: str) -> float:
        """Return the seconds from a key to the last byte of the response."""
        started = last = time.perf_counter()
        self._child.send(key)
        wait = 2.0
        while (received := self._read(wait)) is not None:
            last, wait = received, RESPONSE_GAP
        return last - started

    def resize(self, columns: int, rows: int) -> float:
        """Return the seconds from a new terminal size to the last byte of the response."""
        self._screen.resize(rows, columns)
        started = last = time.perf_counter()
        self._child.setwinsize(rows, columns)
        wait = 2.0
        while (received := self._read(wait)) is not None:
            last, wait = received, RESPONSE_GAP
        return last - started

    def memory(self) -> int:
        """Return the peak memory of the program in megabytes."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024

    def processor_time(self) -> float:
        """Return the processor time of the program so far in seconds, user and system."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _read(self, wait: float) -> float | None:
        """Read output for at most ``wait`` seconds; return when it came, or None."""
        if not select.select([self._child.child_fd], [], [], wait)[0]:
            return None
        output = os.read(self._child.child_fd, 1 << 16)
        received = time.perf_counter()
        self._stream.feed(output.replace(b"\x1b[>", b"\x1b["))
        return received
