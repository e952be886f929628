"""Reads the terminal with :class:`tui.terminal.paste_parser.PasteParser`, in place of Textual's parser."""

from __future__ import annotations

import os
import selectors
import struct
import sys
from codecs import getincrementaldecoder
from functools import partial

from textual.driver import Driver

from tui.terminal.exit_watch import GONE
from tui.terminal.paste_parser import PasteParser

READ_SIZE = 1 << 14
"""Bytes that are read at once."""

TICK = 0.1
"""Seconds between two calls of the parser's ``tick`` without input."""


def bytes_waiting(terminal: int) -> int:
    """How many bytes of a terminal's input wait to be read; 0 where that cannot be known.

    When the reader starts, they were typed before: the shell had the terminal.
    """
    import fcntl
    import termios

    try:
        return int(struct.unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, b"\0" * 4))[0])
    except OSError:
        return 0


def with_enter(data: bytes, ahead: int) -> bytes:
    """Input, of which the first ``ahead`` bytes were typed before the reader had the terminal.

    A terminal that a shell has turns the byte of the key enter into a newline (``ICRNL`` of termios(3)),
    which would be ctrl+j here.
    """
    return data[:ahead].replace(b"\n", b"\r") + data[ahead:]


def with_whole_pastes(driver: type[Driver]) -> type[Driver]:
    """A subclass of the driver that keeps pasted text whole. Bytes that are not UTF-8 become U+FFFD."""
    if sys.platform == "win32":
        from textual.drivers import win32

        win32.XTermParser = PasteParser  # its thread looks the class up there
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class PasteDriver(driver):  # type: ignore[misc, valid-type]  # its class depends on the platform
        """Reads input with a parser for pasted text."""

        def run_input_thread(self) -> None:
            """Read and parse the input until the driver is stopped. Quit when the input ends.

            :raises OSError: the terminal is gone.
            """
            parser = PasteParser(self._debug)
            decode = getincrementaldecoder("utf-8")(errors="replace").decode
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                ahead = bytes_waiting(self.fileno)
                is_last = False
                while not is_last:
                    is_last = self.exit_event.is_set()  # what was typed before is read once more
                    if selector.select(TICK):
                        data = os.read(self.fileno, READ_SIZE)
                        if not data:  # the input has ended: no key can quit any more
                            self._app.call_later(partial(self._app.exit, return_code=GONE))
                            return
                        data, ahead = with_enter(data, ahead), max(0, ahead - len(data))
                        # An empty string would end the parser.
                        for message in parser.feed(text) if (text := decode(data)) else ():
                            self.process_message(message)
                    for message in parser.tick():
                        self.process_message(message)

    return PasteDriver
