"""Ends the process when it is told to or when its terminal is gone, whatever its threads are doing.

A thread waits for signals, which the interpreter writes into a socket as they arrive, and for the end of the
terminal. It first asks the app to quit, which saves everything. If that takes too long, as when the main
thread waits for an editor or a lock, it saves a draft of the note that is being written and ends the process.
A process may be ended at any moment: see `The library on the disk` in ARCHITECTURE.md.
"""

from __future__ import annotations

import contextvars
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from tui.terminal.lasting_driver import run_for

GRACE = 1.5
"""Seconds for the app to quit by itself."""

RESCUE = 0.7
"""Seconds for saving drafts and giving the terminal back. All together the process ends within 3 seconds."""

LINGER = 3.0
"""Seconds from when everything is saved to the end of the process, at most. Threads that only read may take
longer."""

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name))
"""The signals that end the reader."""

GONE = 128 + 1
"""The exit code when the terminal is gone: that of SIGHUP. Shells add 128 to the number of a signal."""


class ExitWatch:
    """Watches for the end of the process."""

    def __init__(
        self,
        *,
        quit_app: Callable[[int], None],
        wake: Callable[[], None],
        rescue: Callable[[], None],
        leave_terminal: Callable[[], None],
        is_lent: Callable[[], bool],
    ) -> None:
        """Create a watch. All functions are called in its threads.

        :param quit_app: asks the app to quit with an exit code.
        :param wake: wakes the event loop. Otherwise a signal that arrives just as the loop starts to wait
            would be noticed only at the next key.
        :param rescue: saves drafts of the notes that are being written.
        :param leave_terminal: gives the terminal back as it was.
        :param is_lent: whether another program has the terminal. ctrl+c in it is none of our business.
        """
        self._quit_app = quit_app
        self._wake = wake
        self._rescue = rescue
        self._leave_terminal = leave_terminal
        self._is_lent = is_lent
        self._arrived, self._arriving = socket.socketpair()

    def start(self) -> None:
        """Start watching. Called in the main thread."""
        for end in (self._arrived, self._arriving):
            end.setblocking(False)
        signal.set_wakeup_fd(self._arriving.fileno(), warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, _leave_to_the_watch)
        context = contextvars.copy_context()  # widgets find their app in it
        Thread(target=context.run, args=(self._watch,), name="exit", daemon=True).start()

    def end_soon(self, code: int) -> None:
        """End the process, which has saved everything, even if threads that only read are still at work.

        The interpreter would wait for them. The terminal has been given back already.
        """

        def end() -> None:
            time.sleep(LINGER)
            os._exit(code)

        Thread(target=end, name="linger", daemon=True).start()

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._arrived.fileno(), select.POLLIN)
        terminals = {
            stream.fileno() for stream in (sys.__stdin__, sys.__stderr__) if stream and stream.isatty()
        }
        for terminal in terminals:
            poll.register(terminal, 0)  # its end is reported anyway
        while True:
            for file, event in poll.poll():
                if file == self._arrived.fileno():
                    for number in self._arrived.recv(4096):
                        self._take(number)
                elif event & select.POLLNVAL:  # a platform that cannot poll terminals
                    poll.unregister(file)
                else:
                    self._end(GONE)

    def _take(self, number: int) -> None:
        if number in ENDING and not (number == signal.SIGINT and self._is_lent()):
            self._end(128 + number)
        with suppress(RuntimeError):  # the loop is closed
            self._wake()

    def _end(self, code: int) -> None:
        """End the process. Usually it ends by itself while this thread sleeps."""
        with suppress(RuntimeError):
            self._quit_app(code)
        time.sleep(GRACE)
        run_for(RESCUE, self._rescue, self._leave_terminal)
        os._exit(code)


def _leave_to_the_watch(_number: int, _frame: object) -> None:
    """Do nothing: the number of the signal is in the socket already."""
