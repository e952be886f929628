"""A terminal driver that outlasts its terminal, and that can be stopped and continued at any time.

Textual's driver for POSIX blocks forever once its terminal is gone: the thread that writes has died, and the
queue in front of it is full. When the process is continued, it leaves the screen as the shell left it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import termios
from contextlib import suppress
from queue import Full
from threading import Thread
from typing import Any

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.window_title import RESTORE_TITLE, SAVE_TITLE, titled

CHECK_INTERVAL = 0.1
"""Seconds between checks whether the thread that writes has died, while its queue is full."""

PLAIN_TERMINAL = (
    "\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
    + RESTORE_TITLE
)
"""Ends what the driver has started: paste and mouse modes, keys, alternate screen, hidden cursor, title."""


class LastingDriver(LinuxDriver):
    """Writes nothing when the terminal is gone, and handles SIGTSTP and SIGCONT in the event loop."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._loop = asyncio.get_running_loop()
        self._title = ""

    @property
    def has_terminal(self) -> bool:
        """Whether the terminal is set up: not before the start, nor while another program has it."""
        return self._writer_thread is not None

    def write(self, data: str) -> None:
        """Write to the terminal. If it is gone or another program has it, write nothing."""
        self._enqueue(data)

    def start_application_mode(self) -> None:
        """Set up the terminal, with the title of the window."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.has_terminal:  # else the process was started in the background, and starts again later
            self.write(SAVE_TITLE)
            self.set_title(self._title)

    def stop_application_mode(self) -> None:
        """Give the terminal back, with its title."""
        if self.has_terminal:
            self.write(RESTORE_TITLE)
        super().stop_application_mode()

    def set_title(self, title: str) -> None:
        """Set the title of the window. Empty leaves it as it is."""
        self._title = title
        if title:
            self.write(titled(title))

    def close(self) -> None:
        """Wait until everything is written. If the terminal is gone, do not wait."""
        if self._enqueue(None) and self._writer_thread is not None:
            self._writer_thread.join()
        self._writer_thread = None
        self._drop_output_left_over()

    def _drop_output_left_over(self) -> None:
        """Empty the buffer of the file if the terminal is gone.

        Otherwise the interpreter fails to write it when it ends, and ends with its own exit code, 120.
        """
        if self._file is None:
            return
        try:
            self._file.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._file.fileno())  # the next flush, which is the interpreter's, succeeds
            os.close(nowhere)

    def _enqueue(self, data: str | None) -> bool:
        """Put output in the queue of the thread that writes; None ends the thread.

        :return: whether the thread is alive and gets it.
        """
        writer: Any = self._writer_thread
        while writer is not None and writer.is_alive():
            with suppress(Full):
                writer._queue.put(data, timeout=CHECK_INTERVAL)  # noqa: SLF001 - WriterThread.write blocks
                return True
        return False

    def _run_input_thread(self) -> None:
        """Read keys until the terminal is gone, which :class:`ExitWatch` notices."""
        try:
            self.run_input_thread()
        except OSError:
            return
        except Exception as error:  # noqa: BLE001 - the app must learn of every error
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001

    # A signal handler runs between any two instructions, perhaps while the queue of the writer is locked:
    # what these do waits for its turn in the event loop.

    def _sigtstp_application(self, *_: object) -> None:
        """Stop the process. While another program has the terminal, stop at once."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(super()._sigtstp_application)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        """Set up the terminal again, as the program that had it meanwhile may have left it in any state."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._continue)

    def _continue(self) -> None:
        if self.has_terminal:  # it was stopped by SIGSTOP, which no program can handle
            self.suspend_application_mode()
        self._must_signal_resume = True  # the app then paints the screen again
        self.resume_application_mode()

    def leave_terminal(self) -> None:
        """Give the terminal back as it was. For a process that is about to end, in any thread."""
        if not self.has_terminal or self._file is None:
            return
        os.write(self._file.fileno(), PLAIN_TERMINAL.encode())
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)


def run_for(seconds: float, *actions: Any) -> None:
    """Run actions in a thread, whatever they raise, and wait for their end, but not for longer."""

    def run() -> None:
        for action in actions:
            with suppress(Exception):
                action()

    thread = Thread(target=run, name="last", daemon=True)
    thread.start()
    thread.join(seconds)
