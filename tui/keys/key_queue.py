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
from textual.screen import ModalScreen

PATIENCE = 10.0
"""Seconds after which a node, or a dialog that is opening, is waited for no longer."""

LOOK_AGAIN = 0.05
"""Seconds after which it is seen whether a node that is waited for is still there, or has been closed."""

QUIET = 0.03
"""Seconds after a key in which all that it leads to has begun, if the loop has been free."""

BUSY = 0.005
"""Seconds by which a timer is late when the loop is not free."""

ROUNDS = 2
"""How often messages may go up the tree for one key: the key itself, and what its action posts."""

Typed = events.Key | events.Paste


class KeyQueue:
    """A queue of keys before the app, of which each is handled wholly before the next."""

    def __init__(
        self,
        app: App[None],
        handle: Callable[[events.Event], Awaitable[None]],
        fail: Callable[[Exception], None],
    ) -> None:
        """A queue before ``handle``, which gives a key to the app; ``fail`` is told what goes wrong."""
        self._app = app
        self._handle = handle
        self._fail = fail
        self._typed: deque[Typed] = deque()
        self._at_work: asyncio.Task[None] | None = None
        self._is_settled = True
        """Whether the last key is known to have been handled wholly."""
        self._handled = 0
        """How many keys have been."""

    def type(self, typed: Typed) -> None:
        """Take a key or a paste; it is handled as soon as those before it have been."""
        self._typed.append(typed)
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._hand_on())

    @property
    def is_empty(self) -> bool:
        """Whether every key that was taken has been given to the app."""
        return not self._typed and (self._at_work is None or self._at_work.done())

    async def _hand_on(self) -> None:
        while self._typed:
            try:
                if not self._is_settled or self._opening():
                    await self._settled()
                await self._handle(self._typed.popleft())
                self._is_settled, self._handled = False, self._handled + 1
                self._look_again()
            except ScreenStackError:
                self._typed.clear()  # the program has come to its end
            except Exception as error:  # noqa: BLE001 - whatever it is, the app is to know
                self._fail(error)

    def _look_again(self) -> None:
        """See in a while whether all is quiet, so that the next key of a slow typist need not wait."""
        loop = asyncio.get_running_loop()
        when = loop.time() + QUIET
        loop.call_at(when, self._look, when, self._handled)

    def _look(self, when: float, handled: int) -> None:
        """Take the key of that number for settled, if it is the last and the loop was free all the while."""
        if handled != self._handled or self._typed:
            return
        with suppress(ScreenStackError):
            if asyncio.get_running_loop().time() - when > BUSY or self._opening():
                self._look_again()
            else:
                self._is_settled = True

    async def _settled(self) -> None:
        """Wait until the last key has been up the tree, and what it led to as well."""
        for _ in range(ROUNDS):
            for node in (self._app.focused or self._app.screen).ancestors_with_self:
                await _caught_up(node)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while self._opening() and asyncio.get_running_loop().time() < deadline:
            await _caught_up(self._app.screen)
            await asyncio.sleep(0.001)

    def _opening(self) -> bool:
        """Whether a dialog has been opened, and its typing has nowhere to go yet."""
        return isinstance(self._app.screen, ModalScreen) and self._app.focused is None


async def _caught_up(node: DOMNode) -> None:
    """Wait until the node has handled the messages that it has now, or is closed; not for ever."""
    loop, reached = asyncio.get_running_loop(), asyncio.Event()
    if not node.post_message(events.Callback(callback=reached.set)):
        return
    deadline, was_running = loop.time() + PATIENCE, node.is_running
    next_look: asyncio.TimerHandle | None = None

    def look() -> None:
        nonlocal was_running, next_look
        if loop.time() > deadline or (was_running and not node.is_running):
            reached.set()
        else:
            was_running, next_look = node.is_running, loop.call_later(LOOK_AGAIN, look)

    next_look = loop.call_later(LOOK_AGAIN, look)
    await reached.wait()
    next_look.cancel()
