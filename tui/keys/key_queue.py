"""Processes keys one at a time, so that keys typed ahead reach the dialog or input that they are meant for.

Textual sends each key to the widget that has the focus when the key arrives, and looks up its binding once
the key has bubbled up to the app. Over a slow connection several keys arrive at the same time. Without this
queue, the letters typed after the key that opens a dialog would run commands of the pane below it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol, runtime_checkable

import msgspec
from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode

CHECK_INTERVAL = 0.05
"""Seconds between checks whether a widget has been closed."""

CHECKS = 200
"""How often to check before giving up: 10 seconds.

Checks are counted, not seconds: on a busy machine the program itself may stand still for seconds.
"""

DIALOG_CHECKS = 10_000
"""How often to check whether a dialog has opened, a millisecond apart, before giving up."""

ROUNDS = 2
"""How often messages may bubble up the tree for one key: the key itself, and what its action posts."""

LEAVING = ("escape", "ctrl+c", "ctrl+q")
"""Keys that do not wait for a screen that is busy. What was typed before them, for its answer, is dropped."""


@runtime_checkable
class Busy(Protocol):
    """A screen that may hold keys back while it reads something.

    What is typed meanwhile is meant for the screen that shows the answer, as it would be on a faster
    machine.
    """

    def holds_keys(self) -> bool:
        """Whether keys wait."""


Typed = events.Key | events.Paste


class KeyQueue:
    """A queue in front of the app. Each key is processed completely before the next one."""

    def __init__(
        self,
        app: App[None],
        handle: Callable[[events.Event], Awaitable[None]],
        fail: Callable[[Exception], None],
    ) -> None:
        """Create an empty queue.

        :param handle: sends a key to the app.
        :param fail: called with an exception that ``handle`` raised.
        """
        self._app = app
        self._handle = handle
        self._fail = fail
        self._typed: deque[Typed] = deque()
        self._task: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        """Waits until the last key has been processed completely."""

    def type(self, typed: Typed) -> None:
        """Add a key or pasted text to the queue."""
        self._typed.append(typed)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._process())

    @property
    def is_empty(self) -> bool:
        """Whether all keys have been processed completely."""
        return not self._typed and all(task is None or task.done() for task in (self._task, self._settling))

    async def _process(self) -> None:
        while self._typed:
            try:
                await self._until_started()
                if self._settling is not None:
                    await self._settling
                await self._until_ready()
                if self._is_opening():
                    await self._settle()
                typed, target = self._typed.popleft() if self._typed else None, self._app.focused
                if typed is not None:
                    await self._handle(typed)
                self._settling = asyncio.create_task(self._settle(typed, target))
            except ScreenStackError:
                self._typed.clear()  # the app has ended
            except Exception as error:  # noqa: BLE001 - the app must learn of every error
                self._fail(error)

    async def _settle(self, typed: Typed | None = None, target: object = None) -> None:
        """Wait until the last key and the messages that it caused have been processed.

        :param target: the widget that the key was sent to. Its ``handled_key`` is the last key that it
            handled itself, with all that the action waits for.
        """
        with suppress(ScreenStackError):
            for _ in range(ROUNDS):
                await _processed((self._app.focused or self._app.screen).ancestors_with_self)
                if typed is not None and getattr(target, "handled_key", None) is typed:
                    break  # it did not bubble, and the messages of its action were sent before the round
            for _ in range(DIALOG_CHECKS):
                if not self._is_opening() or self._app.return_code is not None:
                    break
                await _processed([self._app.screen])
                await asyncio.sleep(0.001)

    async def _until_started(self) -> None:
        """Wait for the first screen, which keys typed at the start of the app are meant for."""
        while not self._has_screen() and self._app.return_code is None:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(CHECK_INTERVAL)

    def _has_screen(self) -> bool:
        try:
            return self._app.screen is not None
        except ScreenStackError:
            return False

    async def _until_ready(self) -> None:
        """Wait until the screen takes keys: see :class:`Busy`."""
        while isinstance(screen := self._app.screen, Busy) and screen.holds_keys():
            if self._app.return_code is not None:
                return
            if any(isinstance(each, events.Key) and each.key in LEAVING for each in self._typed):
                while not (isinstance(each := self._typed[0], events.Key) and each.key in LEAVING):
                    self._typed.popleft()
                return
            await asyncio.sleep(CHECK_INTERVAL)

    def _is_opening(self) -> bool:
        """Whether the first screen or a dialog has been opened, but its widgets do not exist yet, of which
        one gets the focus.

        An open screen may have no focus either: after a click beside its widgets, in a terminal that is too
        small for them, or while another window has the focus.
        """
        return self._app.focused is None and not self._app.screen.is_mounted


async def _processed(nodes: Sequence[DOMNode]) -> None:
    """Wait until each node, one after the other, has processed the messages that are in its queue by then.

    A node is passed over when it is closed, or after :data:`CHECKS`.
    """
    await _Round(nodes).finished()


class _Round:
    """One message that is sent to each node, to the next when the one before has come to it."""

    def __init__(self, nodes: Sequence[DOMNode]) -> None:
        self._nodes = nodes
        self._next = 0
        self._checks = 0
        self._was_running = False
        self._finished = asyncio.Event()

    async def finished(self) -> None:
        """Send the message and wait until the last node has come to it."""
        self._send()
        self._check_later()
        try:
            await self._finished.wait()
        finally:
            self._timer.cancel()

    def _check_later(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(CHECK_INTERVAL, self._check)

    def _check(self) -> None:
        """Pass over a node that was closed, or that does not come to the message."""
        node = self._nodes[self._next - 1]
        self._checks += 1
        if self._checks > CHECKS or (self._was_running and not node.is_running):
            self._send()
        else:
            self._was_running = node.is_running
        self._check_later()

    def _send(self) -> None:
        """Send the message to the next node that is not closed."""
        while self._next < len(self._nodes):
            node = self._nodes[self._next]
            self._next += 1
            if node.post_message(events.Callback(callback=_Probe(self, self._next).arrived)):
                self._checks, self._was_running = 0, node.is_running
                return
        self._finished.set()

    def reached(self, number: int) -> None:
        """Send the message to the next node, unless the node with this number was passed over."""
        if number == self._next:
            self._send()


class _Probe(msgspec.Struct, frozen=True):
    """The message of a round to one node.

    A method, since Textual inspects the parameters of each new partial.
    """

    round: _Round
    number: int

    def arrived(self) -> None:
        self.round.reached(self.number)
