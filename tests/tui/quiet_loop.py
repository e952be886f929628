"""An event loop that reports when it is quiet: it has nothing to do until an external event arrives.

Textual's pilot considers the program idle when it has used little processor time during 20 ms. This costs
40 ms per key press on an idle machine and is unreliable on a busy one. The loop itself knows: it lets its
selector wait only when no callback is ready.
"""

from __future__ import annotations

import asyncio
import selectors
from selectors import SelectorKey

SHORT_TIMER = 0.01
"""Seconds; with a timer that ends sooner, the loop is not quiet. Repaints and resizes (8.3 ms) use timers."""

PATIENCE = 60.0
"""Seconds to wait for the loop to become quiet."""

REPAINT = 0.002
"""Seconds between repaints under test, instead of Textual's sixtieth of a second."""


class QuietSelector(selectors.DefaultSelector):
    """A selector that resolves futures when the loop is about to wait."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: list[asyncio.Future[None]] = []

    def notify_when_quiet(self, asked: asyncio.Future[None]) -> None:
        """Resolve the future when the loop next has nothing to do."""
        self._asked.append(asked)

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        """Wait for files, but return immediately after resolving futures."""
        if self._asked and (timeout is None or timeout > SHORT_TIMER):
            found = super().select(0)
            if found:  # a thread has woken the loop
                return found
            asked, self._asked = self._asked, []
            for each in asked:
                if not each.done():
                    each.set_result(None)
            return []
        return super().select(timeout)


class QuietLoop(asyncio.SelectorEventLoop):
    """An event loop that :func:`quiet` can wait for."""

    def __init__(self) -> None:
        self.watched = QuietSelector()
        super().__init__(self.watched)


class QuietLoopPolicy(asyncio.DefaultEventLoopPolicy):
    """Creates quiet loops."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return a new quiet loop."""
        return QuietLoop()


async def quiet(*_: float) -> None:
    """Wait until the loop has nothing to do; the seconds of Textual's ``wait_for_idle`` are ignored."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QuietLoop)
    asked = loop.create_future()
    loop.watched.notify_when_quiet(asked)
    await asyncio.wait_for(asked, PATIENCE)
