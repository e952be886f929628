"""Counts the words of what a query finds, in a thread of its own, until it ends or is stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from store.errors import PizhuError, Stopped
from store.query.tree import Query
from tui.search.state import TableSettings, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.chinese.words import Segmenter
    from store.corpus.tokens import TokenReader
    from store.library import Library
    from tui.search.tables.word_table import WordTable

INTERVAL = 0.2
"""Seconds between two reports of progress."""

Deliver = Callable[["WordTable"], object]
Report = Callable[[int, int], object]
Fail = Callable[[str], object]


class Counting:
    """Counts words in a thread of its own, until it ends or is stopped."""

    def __init__(
        self,
        library: Library,
        query: Query,
        view: View,
        settings: TableSettings,
        *,
        segmenter: Segmenter,
        cache: Path,
        deliver: Deliver,
        report: Report,
        fail: Fail,
    ) -> None:
        """Begin to count.

        :param view: which table is wanted.
        :param settings: what is counted, and with what it is compared.
        :param cache: the folder of jieba's dictionary.
        :param deliver: called in the thread with the table.
        :param report: called in the thread with articles read and articles in total.
        :param fail: called in the thread with the message of an error, instead of ``deliver``.
        """
        self.library = library
        self.query = query
        self.view = view
        """Which table is wanted."""
        self.settings = settings
        self.segmenter = segmenter
        self.cache = cache
        self._deliver = deliver
        self._report = report
        self._fail = fail
        self._is_stopped = Event()
        self._reported = 0.0
        self._thread = Thread(target=self._run, name="words", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Deliver nothing from now on."""
        self._is_stopped.set()

    # In the thread

    @property
    def is_whole(self) -> bool:
        """Whether the whole library is counted."""
        return self.settings.is_whole or not self.query

    @property
    def selection(self) -> Query:
        """The query that selects the articles that are counted."""
        return Query() if self.is_whole else self.query

    @cached_property
    def articles(self) -> Sequence[str]:
        """The articles that are counted, the earliest first."""
        from store.model.listing.order import Order, SortField

        by_date = Order(SortField.DATE, is_reversed=True)
        return self.library.articles.filtered(self.selection, order=by_date, progress=self.progress).articles

    @cached_property
    def reader(self) -> TokenReader:
        """What divides texts into words. It waits until jieba is loaded."""
        from store.corpus.tokens import TokenReader, Unit

        self.segmenter.load()
        return TokenReader(self.library, Unit.WORD, self.segmenter)

    def progress(self, done: int, total: int) -> None:
        """Report articles read and articles in total, from time to time.

        :raises Stopped: nobody wants the table any more.
        """
        if self._is_stopped.is_set():
            raise Stopped
        if monotonic() - self._reported > INTERVAL:
            self._reported = monotonic()
            self._report(done, total)

    def _run(self) -> None:
        with suppress(Stopped):
            try:
                table = _tables()[self.view](self)
            except PizhuError as error:
                if isinstance(error, Stopped):
                    raise
                if not self._is_stopped.is_set():
                    self._fail(str(error))
            else:
                if not self._is_stopped.is_set():
                    self._deliver(table)


def _tables() -> Mapping[View, Callable[[Counting], WordTable]]:
    """Return what counts each table."""
    from tui.search.tables.collocates import collocate_table
    from tui.search.tables.gap import gap_table
    from tui.search.tables.key_words import key_word_table
    from tui.search.tables.word_list import ngram_table, word_list_table

    return {
        View.WORDS: word_list_table,
        View.NGRAMS: ngram_table,
        View.COLLOCATES: collocate_table,
        View.KEY_WORDS: key_word_table,
        View.GAP: gap_table,
    }
