"""Starts the process that reads PDFs, and waits for it no longer than it should take."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TypeAlias, cast

import msgspec

import store
from store.errors import BadInput
from store.formats.pdf.framing import read_message, write_message
from store.formats.pdf.messages import Answer, Opened, Page, Refused, Request
from store.language import _
from store.reasons import reason_of

START_SECONDS = 30.0
"""Seconds to start the process and to open the document."""

PAGE_SECONDS = 5.0
"""Seconds to read one page."""

DOCUMENT_SECONDS = 180.0
"""Seconds to read a document, on a machine that does much else."""

PROCESSOR_SECONDS = 60.0
"""Seconds of processor time to read a document: 5,000 pages of a book."""

MAX_FAILURES = 5
"""Pages that may fail before the rest of the document is given up."""

COMMAND = ("-P", "-m", "store.formats.pdf.worker")
"""The arguments of the Python interpreter that start the process; the current folder is not searched."""

_MAX_DOCUMENTS = 500
"""Documents that one process reads, in case that pdfium keeps memory."""

PageResult: TypeAlias = Page | None
"""A page; None for one that took too long, or whose reading crashed."""


class _Failed(Exception):
    """The process ended, or was ended because it took too long."""


class _Process:
    """A process that reads PDFs one by one."""

    def __init__(self) -> None:
        folder = str(Path(store.__file__).parent.parent)
        known = os.environ.get("PYTHONPATH")
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([folder, known] if known else [folder])},
        )
        self._stdin = cast("IO[bytes]", self._process.stdin)
        self._stdout = cast("IO[bytes]", self._process.stdout)
        self.documents = 0

    @property
    def usable(self) -> bool:
        """Whether it still runs, and has not read too many documents."""
        return self._process.poll() is None and self.documents < _MAX_DOCUMENTS

    def send(self, data: bytes, request: Request, seconds: float) -> None:
        """Send a document."""
        self.documents += 1
        with self._within(seconds), suppress(OSError):  # a process that has ended is noticed by receive()
            write_message(self._stdin, msgspec.msgpack.encode(request))
            self._stdin.write(data)
            self._stdin.flush()

    def receive(self, seconds: float) -> Answer:
        """Return the next answer.

        :raises _Failed: the process ended, or did not answer in time.
        """
        with self._within(seconds):
            data = b""
            with suppress(OSError):
                data = read_message(self._stdout)
        if not data:
            raise _Failed
        try:
            return cast("Answer", msgspec.msgpack.decode(data, type=Answer))
        except msgspec.MsgspecError:
            raise _Failed from None

    def _within(self, seconds: float) -> _Deadline:
        return _Deadline(self._process, seconds)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        with suppress(OSError):
            self._stdin.close()
        with suppress(OSError):
            self._stdout.close()
        self._process.wait()


class _Deadline:
    """Kills a process that is not done in time: what waits for its answer then reads the end."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._timer = threading.Timer(max(0.0, seconds), process.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_unused: object) -> None:
        self._timer.cancel()


class PdfReader:
    """Reads documents in a process of its own, which it keeps for the next one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.process: _Process | None = None
        """The process, if one has been started."""

    def read(self, data: bytes, name: str) -> Iterator[Opened | PageResult]:
        """Yield what is known of a document, then its pages: see :func:`read_pages`."""
        with self._lock:
            try:
                yield from self._read(data, name)
            except BaseException:
                self.close()
                raise

    def _read(self, data: bytes, name: str) -> Iterator[Opened | PageResult]:
        ends = time.monotonic() + DOCUMENT_SECONDS
        opened = self._open(data, name, 0)
        yield opened
        failures = number = 0
        while number < opened.pages:
            remaining = ends - time.monotonic()
            try:
                answer: Answer | None = self._running().receive(min(PAGE_SECONDS, remaining))
            except _Failed:
                answer = None
            if time.monotonic() > ends:
                raise BadInput(
                    _(
                        "{name}: reading this PDF took more than {most:.0f} seconds: split it first.",
                        name=name,
                        most=DOCUMENT_SECONDS,
                    )
                )
            number += 1
            if isinstance(answer, Page):
                yield answer
                continue
            failures += 1
            if failures > MAX_FAILURES:
                raise BadInput(
                    _(
                        "{name}: more than {most} pages of this PDF cannot be read: print it to a new PDF "
                        "and import that.",
                        name=name,
                        most=MAX_FAILURES,
                    )
                )
            self.close()
            yield None
            if number < opened.pages:
                self._open(data, name, number)

    def _open(self, data: bytes, name: str, first: int) -> Opened:
        """Send a document to the process, which is started if necessary."""
        process = self.process
        if process is None or not process.usable:
            self.close()
            process = self._start(name)
        process.send(data, Request(size=len(data), first=first, seconds=PROCESSOR_SECONDS), START_SECONDS)
        try:
            answer = process.receive(START_SECONDS)
        except _Failed:
            self.close()
            raise _damaged(name) from None
        if isinstance(answer, Opened):
            return answer
        if isinstance(answer, Refused) and answer.password:
            raise BadInput(
                _("{name}: this PDF needs a password: save it without one and import that.", name=name)
            )
        raise _damaged(name)

    def _start(self, name: str) -> _Process:
        try:
            self.process = _Process()
        except OSError as error:
            reason = reason_of(error)
            raise BadInput(
                _(
                    "{name}: the process that reads PDFs cannot be started: {reason}; try again.",
                    name=name,
                    reason=reason,
                )
            ) from None
        return self.process

    def _running(self) -> _Process:
        if self.process is None:
            raise _Failed
        return self.process

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.close()
            self.process = None


READER = PdfReader()
atexit.register(READER.close)


def read_pages(data: bytes, name: str) -> Iterator[Opened | PageResult]:
    """Yield what is known of the document, then its pages.

    :param name: what errors call it.
    :raises BadInput: it needs a password, is damaged, or takes too long.
    """
    return READER.read(data, name)


def _damaged(name: str) -> BadInput:
    return BadInput(
        _(
            "{name}: this PDF is damaged: open it in another program, print it to a new PDF and import that.",
            name=name,
        )
    )
