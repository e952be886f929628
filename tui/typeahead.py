"""Keys one at a time: what is typed ahead reaches the dialog that it is meant for.

Textual hands each key to whatever has the focus when it arrives, and looks its binding up when it has
bubbled up to the app. Over a slow line several keys arrive at once; the letters after the one that opens
a dialog would then be commands to the pane below.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode

PATIENCE = 0.5
"""Seconds after which a node is no longer waited for, should it be closing or busy."""

ROUNDS = 2
"""How often messages may go up the tree for one key: the key itself, and what its action posts."""


class Typeahead:
    """A queue of keys before the app, of which each is handled wholly before the next."""

    def __init__(self, app: App[None], handle: Callable[[events.Key], Awaitable[None]]) -> None:
        """A queue before ``handle``, which gives a key to the app."""
        self._app = app
        self._handle = handle
        self._typed: deque[events.Key] = deque()
        self._at_work: asyncio.Task[None] | None = None

    def type(self, key: events.Key) -> None:
        """Take a key; it is handled as soon as those before it have been."""
        self._typed.append(key)
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._hand_on())

    async def _hand_on(self) -> None:
        while self._typed:
            await self._handle(self._typed.popleft())
            with suppress(ScreenStackError):  # the key may have ended the program
                await self._settled()

    async def _settled(self) -> None:
        """Wait until the key has been up the tree, and what it led to as well."""
        for _ in range(ROUNDS):
            for node in (self._app.focused or self._app.screen).ancestors_with_self:
                await _caught_up(node)
        await self._focused()

    async def _focused(self) -> None:
        """Wait until a dialog that was opened has the focus where its typing goes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._app.focused is None:
                    await _caught_up(self._app.screen)
                    await asyncio.sleep(0)


async def _caught_up(node: DOMNode) -> None:
    """Wait until the node has handled the messages that it has now."""
    reached = asyncio.Event()
    if node.post_message(events.Callback(callback=reached.set)):
        with suppress(TimeoutError):
            await asyncio.wait_for(reached.wait(), PATIENCE)
