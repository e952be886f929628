"""Evaluates a query for the list: in the background if it must read many texts, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import ClassVar

from store.errors import Stopped
from store.index.article_index import is_known
from store.language import Lazy, lazy
from store.progress import Progress
from store.query.tree import Query
from tui.controllers.transfer.background import BackgroundController

PATIENCE = 0.15
"""Seconds that a query may take before it goes on in the background."""


class QueryEvaluation(BackgroundController):
    """Evaluates queries, one at a time. What was read for one is remembered by the library."""

    NAME: ClassVar[Lazy] = lazy("Searching")
    STOPPED: ClassVar[Lazy] = lazy("The search was stopped: the list is as it was.")

    def evaluate(self, query: Query, show: Callable[[], None]) -> None:
        """Evaluate a query, and then call ``show`` on the app's thread.

        :raises QuerySyntaxError: a pattern takes too long on a text. In the background the message is shown.
        """
        self.stop()
        if all(map(is_known, query.terms)):
            show()
            return
        with suppress(Stopped):
            self._library.articles.filtered(query, progress=_for(PATIENCE))
            show()
            return
        self._start(partial(self._evaluate, query, show))

    # In the thread

    def _evaluate(self, query: Query, show: Callable[[], None], report: Progress) -> None:
        self._library.articles.filtered(query, progress=report)
        self._screen.call_later(show)


def _for(seconds: float) -> Progress:
    """Return a progress callback that stops the operation after some time."""
    end = monotonic() + seconds

    def check(_done: int, _total: int) -> None:
        if monotonic() > end:
            raise Stopped

    return check
