"""An event loop that can tell when it is quiet: nothing is left to do until something comes from outside.

Textual's pilot takes the program for idle when it has used little processor time during 20 ms, which costs
every key press 40 ms on an idle machine and tells nothing on a busy one. This loop knows: it asks its
selector to wait only when no callback is ready.
"""

from __future__ import annotations

import asyncio
import selectors
from selectors import SelectorKey

SOON = 0.01
"""Seconds: a timer that ends within them is waited for: to repaint, or to take up a new size (8.3 ms)."""

PATIENCE = 60.0
"""Seconds after which a loop that is never quiet is a failure."""

REPAINT = 0.002
"""Seconds after which Textual repaints a screen under test, in place of a sixtieth of a second."""


class QuietSelector(selectors.DefaultSelector):
    """Tells whoever has asked when the loop is about to wait."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: list[asyncio.Future[None]] = []

    def tell_when_quiet(self, asked: asyncio.Future[None]) -> None:
        """Give ``asked`` its result when the loop next has nothing to do."""
        self._asked.append(asked)

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """Wait for files as any selector does; without waiting when somebody is told that all is quiet."""
        if self._asked and (timeout is None or timeout > SOON):
            found = super().select(0)
            if found:  # a thread has something for the loop
                return found
            asked, self._asked = self._asked, []
            for each in asked:
                if not each.done():
                    each.set_result(None)
            return []
        return super().select(timeout)


class QuietLoop(asyncio.SelectorEventLoop):
    """A loop that :func:`quiet` can ask."""

    def __init__(self) -> None:
        self.watched = QuietSelector()
        super().__init__(self.watched)


class QuietLoopPolicy(asyncio.DefaultEventLoopPolicy):
    """Makes such loops."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A new one."""
        return QuietLoop()


async def quiet(*_: float) -> None:
    """Wait until the loop has nothing to do; the seconds of Textual's ``wait_for_idle`` are ignored."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QuietLoop)
    asked = loop.create_future()
    loop.watched.tell_when_quiet(asked)
    await asyncio.wait_for(asked, PATIENCE)
