"""The web server: textual-serve's, with our page, a check of every request, and an orderly end."""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from store.language import lazy
from tui.serving.access import Access

TEMPLATES = Path(__file__).parent / "templates"

TEXTS = {
    "opening": lazy("Opening the reader…"),
    "ended": lazy("The reader has ended."),
    "again": lazy("Open it again"),
}
"""What the page says."""

PATIENCE = 5.0
"""Seconds that the readers have to end when the server does. They end as well when it is gone."""

POLICY = (
    "default-src 'self' 'unsafe-inline' data:; "  # untranslated: a header
    "connect-src 'self' ws: wss:; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the page: nothing comes from the network but from this server."""


class ReaderServer(Server):
    """Starts a reader for each tab. A reader ends with its tab, and all end with the server."""

    def __init__(self, command: str, listening: socket.socket, *, token: str = "") -> None:
        """Create the server.

        :param command: the command line of a reader, for the shell.
        :param listening: the socket that listens already.
        :param token: see :class:`Access`.
        """
        super().__init__(command, title="Pizhu 批注", templates_path=TEMPLATES)
        self._listening = listening
        self._access = Access(token, listening.getsockname()[1])
        self._readers: set[asyncio.Task[Any]] = set()
        """The tasks of the websockets. Each ends its reader when it is cancelled."""

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        loop = asyncio.new_event_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows raises KeyboardInterrupt instead
                loop.add_signal_handler(number, self.request_exit)
        web.run_app(
            self._make_app(),
            sock=self._listening,
            loop=loop,
            handle_signals=False,
            access_log=None,
            print=lambda *_: None,
            shutdown_timeout=PATIENCE,
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        aiohttp_jinja2.get_env(app).globals["texts"] = TEXTS
        app.middlewares.append(self._access.middleware())
        app.on_response_prepare.append(_add_policy)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Print nothing: the command has printed the address."""

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - as its base
        """End all readers."""
        for reader in self._readers:
            reader.cancel()
        if self._readers:
            await asyncio.wait(self._readers, timeout=PATIENCE)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a reader for a tab until one of them ends."""
        task = asyncio.current_task()
        if task is not None:
            self._readers.add(task)
            task.add_done_callback(self._readers.discard)
        return await super().handle_websocket(request)


async def _add_policy(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
