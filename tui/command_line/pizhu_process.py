"""Runs a command of ``pizhu`` in another process, which can be stopped from another thread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Lock
from typing import NamedTuple

from store.language import _, current_language
from store.language.choice import VARIABLE

LIMIT = 120.0
"""The most seconds that a command may take."""


class Printed(NamedTuple):
    """What a command has printed."""

    text: str
    is_error: bool
    """Whether the command failed. The text is its error message then."""


class PizhuProcess:
    """One run of a command."""

    def __init__(self, library: str, arguments: Sequence[str], width: int) -> None:
        """Prepare a run.

        :param library: the folder of the library.
        :param arguments: the command and its arguments.
        :param width: the cells of a line of what it prints.
        """
        self._command = [sys.executable, "-P", "-m", "tui", *arguments]
        self._environment = {
            **os.environ,
            "PIZHU_LIBRARY": library,
            "PIZHU_COLUMNS": str(width),
            VARIABLE: current_language(),  # it may have changed since the reader was started
        }
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = Event()

    def run(self, limit: float = LIMIT) -> Printed | None:
        """Run the command, and wait for its end.

        :param limit: seconds.
        :return: what it has printed, or None if it was stopped.
        """
        with self._lock:
            if self._stopped.is_set():
                return None
            self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env=self._environment,
            )
        try:
            out, error = self._process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            self.stop()
            self._process.communicate()
            return Printed(
                _("The command took more than {seconds:.0f} seconds and was stopped.", seconds=limit),
                is_error=True,
            )
        if self._stopped.is_set():
            return None
        printed, said = (part.decode("utf-8", "replace").strip("\n") for part in (out, error))
        if self._process.returncode:
            message = (
                said or printed or _("The command ended with code {code}.", code=self._process.returncode)
            )
            return Printed(message.removeprefix("pizhu: "), is_error=True)
        return Printed("\n".join(filter(None, (printed, said))), is_error=False)

    def stop(self) -> None:
        """End the process, if it runs. Any thread may call this."""
        with self._lock:
            self._stopped.set()
            if self._process is not None and self._process.poll() is None:
                with suppress(OSError):
                    if sys.platform == "win32":
                        self._process.terminate()
                    else:
                        os.killpg(self._process.pid, signal.SIGTERM)
