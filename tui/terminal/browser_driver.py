"""Textual's driver for a browser, in a process that ends when its server is gone."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial

from textual.drivers.web_driver import WebDriver

from tui.terminal.exit_watch import GONE


class BrowserDriver(WebDriver):
    """Writes nothing when the server is gone, and then quits the reader."""

    def write(self, data: str) -> None:
        """Write to the browser. If the server is gone, write nothing."""
        payload = data.encode("utf-8", "replace")
        self._send(b"D%s%s" % (len(payload).to_bytes(4, "big"), payload))

    def write_meta(self, data: dict[str, object]) -> None:
        """Send the server a message. If it is gone, send nothing."""
        with suppress(BrokenPipeError):
            super().write_meta(data)

    def run_input_thread(self) -> None:
        """Read keys until the reader ends. Quit when the input ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_later(partial(self._app.exit, return_code=GONE))

    def _send(self, packet: bytes) -> None:
        with suppress(BrokenPipeError):
            while packet:
                packet = packet[os.write(self.fileno, packet) :]
