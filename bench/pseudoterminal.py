"""A program on a pseudo-terminal, timed from outside as its user feels it."""

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

QUIET = 0.06
"""Seconds without output after which an answer is taken to be complete."""

IDLE = 0.05
"""Seconds of processor time in a second below which a program is taken to be at rest."""

PATIENCE = 60.0
"""Seconds to wait for a program to show what it is waited for."""


class Timed:
    """A program at work, its screen read by a terminal emulator."""

    def __init__(self, command: list[str], environment: dict[str, str], size: tuple[int, int]) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._started = time.perf_counter()
        self._child = pexpect.spawn(
            command[0], command[1:], dimensions=(rows, columns), env={**os.environ, **environment}
        )

    def __enter__(self) -> Self:
        """Nothing more."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program."""
        self._child.kill(signal.SIGKILL)
        self._child.close(force=True)

    def first_seen(self, words: str) -> float:
        """Seconds from the start until the words stood on the screen."""
        while words not in self._text():
            if self._read(PATIENCE) is None:
                raise TimeoutError(words)
        return time.perf_counter() - self._started

    def _text(self) -> str:
        columns, buffer = range(self._screen.columns), self._screen.buffer
        lines = ("".join(buffer[row][column].data for column in columns) for row in range(self._screen.lines))
        return "\n".join(lines)

    def settle(self) -> None:
        """Wait until nothing more comes, and the program does nothing more in the background."""
        before = -1.0
        while self._read(1.0) is not None or self.processor_time() > before + IDLE:
            before = self.processor_time()

    def key(self, key: str) -> float:
        """Seconds from a key to the last byte of its answer."""
        started = last = time.perf_counter()
        self._child.send(key)
        wait = 2.0
        while (seen := self._read(wait)) is not None:
            last, wait = seen, QUIET
        return last - started

    def resize(self, columns: int, rows: int) -> float:
        """Seconds from a new size of the terminal to the last byte of the answer."""
        self._screen.resize(rows, columns)
        started = last = time.perf_counter()
        self._child.setwinsize(rows, columns)
        wait = 2.0
        while (seen := self._read(wait)) is not None:
            last, wait = seen, QUIET
        return last - started

    def memory(self) -> int:
        """Megabytes the program has had in memory at most."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024

    def processor_time(self) -> float:
        """Seconds of processor time so far, user and system, of the program itself."""
        fields = Path(f"/proc/{self._child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _read(self, wait: float) -> float | None:
        """Take in what comes within ``wait`` seconds; when it came, or None."""
        if not select.select([self._child.child_fd], [], [], wait)[0]:
            return None
        output = os.read(self._child.child_fd, 1 << 16)
        seen = time.perf_counter()
        self._stream.feed(output.replace(b"\x1b[>", b"\x1b["))
        return seen
