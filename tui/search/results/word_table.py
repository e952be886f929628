"""The words of what a query finds as tables: word list, collocates, key words; counted in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from store.errors import PizhuError, Stopped
from store.language import Lazy, lazy
from tui.search.state import View

if TYPE_CHECKING:
    from pathlib import Path

    from store.chinese.words import Segmenter
    from store.corpus.frequency import WordList
    from store.corpus.tokens import TokenReader
    from store.library import Library
    from store.query.tree import Query

MOST_ROWS = 5000
"""The words of a table, those that come first by its own order."""

INTERVAL = 0.2
"""Seconds between two reports of progress."""

LEVELS = " ▁▂▃▄▅▆▇█"
"""The heights of a bar, from none to the greatest."""

HEADS: dict[View, tuple[Lazy, ...]] = {
    View.WORDS: (
        lazy("Item", "column"), lazy("Count", "column"), lazy("Per million", "column"),
        lazy("Articles", "column"), lazy("DP", "column"), lazy("Where", "column"),
    ),
    View.COLLOCATES: (
        lazy("Item", "column"), lazy("logDice", "column"), lazy("Together", "column"),
        lazy("Left", "column"), lazy("Right", "column"), lazy("Count", "column"),
        lazy("MI", "column"), lazy("t", "column"),
    ),
    View.KEY_WORDS: (
        lazy("Item", "column"), lazy("LL", "column"), lazy("Count", "column"),
        lazy("Per million", "column"), lazy("Reference", "column"), lazy("%DIFF", "column"),
    ),
}  # fmt: skip
"""The heads of the columns of each table. Its own order is by the second one."""


class WordRow(NamedTuple):
    """A word with its figures."""

    item: str
    figures: tuple[float, ...]
    """By which the table is sorted: a figure for each column after the first."""
    shown: tuple[str, ...]
    """The cells after the first one."""


Deliver = Callable[[list[WordRow]], object]
Report = Callable[[int, int], object]
Fail = Callable[[str], object]


class Counting:
    """Counts words in a thread of its own, until it ends or is stopped."""

    def __init__(
        self,
        library: Library,
        query: Query,
        view: View,
        *,
        segmenter: Segmenter,
        cache: Path,
        deliver: Deliver,
        report: Report,
        fail: Fail,
    ) -> None:
        """Begin to count.

        :param view: which table is wanted.
        :param cache: the folder of jieba's dictionary.
        :param deliver: called in the thread with the rows.
        :param report: called in the thread with articles read and articles in total.
        :param fail: called in the thread with the message of an error, instead of ``deliver``.
        """
        self._library = library
        self._query = query
        self.view = view
        """Which table is wanted."""
        self._segmenter = segmenter
        self._cache = cache
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

    def _run(self) -> None:
        with suppress(Stopped):
            try:
                rows = self._rows()
            except PizhuError as error:
                if isinstance(error, Stopped):
                    raise
                if not self._is_stopped.is_set():
                    self._fail(str(error))
            else:
                if not self._is_stopped.is_set():
                    self._deliver(rows)

    def _progress(self, done: int, total: int) -> None:
        if self._is_stopped.is_set():
            raise Stopped
        if monotonic() - self._reported > INTERVAL:
            self._reported = monotonic()
            self._report(done, total)

    def _rows(self) -> list[WordRow]:
        from store.corpus.tokens import TokenReader, Unit
        from store.model.listing.order import Order, SortField

        self._segmenter.load()
        reader = TokenReader(self._library, Unit.WORD, self._segmenter)
        by_date = Order(SortField.DATE, is_reversed=True)
        articles = self._library.articles.filtered(
            self._query, order=by_date, progress=self._progress
        ).articles
        tables = {View.WORDS: self._words, View.COLLOCATES: self._collocates, View.KEY_WORDS: self._key_words}
        return tables[self.view](reader, articles)

    def _words(self, reader: TokenReader, articles: Sequence[str]) -> list[WordRow]:
        from store.corpus.frequency import frequency_table

        table = frequency_table(reader, articles, limit=MOST_ROWS, progress=self._progress)
        return [
            WordRow(
                line.item,
                (line.count, line.per_million, line.articles, line.dispersion, line.dispersion),
                (f"{line.count:,}", f"{line.per_million:,.1f}", f"{line.articles:,}",
                 f"{line.dispersion:.3f}", _bar(line.parts)),
            )
            for line in table.lines
        ]  # fmt: skip

    def _collocates(self, reader: TokenReader, articles: Sequence[str]) -> list[WordRow]:
        from store.corpus.collocates import collocates
        from store.query.places import merged, places

        table = collocates(
            reader,
            articles,
            lambda text: merged(places(self._query, text)),
            limit=MOST_ROWS,
            progress=self._progress,
        )
        return [
            WordRow(
                line.item,
                (line.log_dice, line.together, line.left, line.right, line.count,
                 line.mutual_information, line.t_score),
                (f"{line.log_dice:.2f}", f"{line.together:,}", f"{line.left:,}", f"{line.right:,}",
                 f"{line.count:,}", f"{line.mutual_information:.2f}", f"{line.t_score:.2f}"),
            )
            for line in table.lines
        ]  # fmt: skip

    def _key_words(self, reader: TokenReader, articles: Sequence[str]) -> list[WordRow]:
        from store.corpus.frequency import word_list
        from store.corpus.keyness import key_items

        here = word_list(reader, articles, progress=self._progress)
        items = key_items(here, self._reference(reader, articles), limit=MOST_ROWS)
        return [
            WordRow(
                key.item,
                (key.log_likelihood, key.count, key.per_million, key.reference_count, key.percent_difference),
                (f"{key.log_likelihood:,.1f}", f"{key.count:,}", f"{key.per_million:,.1f}",
                 f"{key.reference_count:,}",
                 f"{key.percent_difference:+,.0f}" if key.reference_count else "∞"),
            )
            for key in items
        ]  # fmt: skip

    def _reference(self, reader: TokenReader, articles: Sequence[str]) -> WordList:
        """Return what is compared with: all other articles; jieba's own corpus where there are none."""
        from store.corpus.frequency import word_list
        from store.corpus.keyness import dictionary_list
        from store.query.tree import Query

        here = set(articles)
        others = [each for each in self._library.texts.matching(Query()) if each not in here]
        if not others:
            return dictionary_list(self._cache)
        return word_list(reader, others, progress=self._progress)


def sorted_rows(rows: Sequence[WordRow], column: int, *, is_reversed: bool) -> list[WordRow]:
    """Sort rows by a column: figures from the largest on, words by pinyin.

    :param column: from 0, which is the word itself.
    """
    if column == 0:
        from store.chinese.pinyin import collation_key

        return sorted(rows, key=lambda row: collation_key(row.item), reverse=is_reversed)
    return sorted(rows, key=lambda row: row.figures[column - 1], reverse=not is_reversed)


def _bar(parts: Sequence[int]) -> str:
    """Return a bar of one cell a part, as high as its share of the greatest part."""
    highest = max(parts, default=0)
    return "".join(LEVELS[-(-part * (len(LEVELS) - 1) // highest)] if highest else " " for part in parts)
