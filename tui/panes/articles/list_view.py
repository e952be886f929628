"""Reads the list of articles: all or those of a query, in an order."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from store.errors import UsageError
from store.index.filtered_list import FilteredList
from store.language import _
from store.language.amounts import amount
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.query.tree import SAVED, Query
from tui.looks.article_wording import ORDERS
from tui.looks.error_toasts import show_error
from tui.panes.articles.layout_view import ListLayout
from tui.panes.folders.smart_folders import Folder
from tui.typesetting import displayed

WINDOW = 64
"""The number of articles that are read from the catalogue in one call."""


class ArticleList(ListLayout):
    """Reads the rows that are visible, and keeps the highlight on its article."""

    def on_mount(self) -> None:
        """Show the articles of the catalogue."""
        place = None if self._first is None else self._library.articles.position(self._first)
        self.set_reactive(ListLayout.cursor, place or 0)
        self.reload()

    def library_is_ready(self) -> None:
        """Show the list again, because the index is up to date now. If it is empty, say so."""
        self._is_ready = True
        self.reload()
        if not self._has_moved and self._first is None:
            self.cursor = 0  # starter articles may have been added at the top

    def reload(self) -> None:
        """Read the list again. The highlight stays on its article if that still exists.

        The highlighted article stays in the list even if it no longer matches the query. Otherwise an article
        would vanish from a list of unread articles as soon as it is opened.
        """
        row = self.row(self.cursor)
        self._load(keep=row.id if row else "", otherwise=self.cursor)

    def filter(self, query: Query) -> None:
        """Show the articles that match a query. The highlight stays on its article if that matches."""
        self.filter_query = query
        self._leave_folders()
        self._load(keep="", otherwise=0)
        self._folders.take_count(self.filter_query, self._count)
        self._scroll_to_cursor()

    def _load(self, *, keep: str, otherwise: int) -> None:
        """Read the list.

        :param keep: the ID of an article that stays in the list.
        :param otherwise: the place to highlight if the highlighted article is no longer in the list.
        """
        row = self.row(self.cursor)
        self._windows.clear()
        every = self._library.articles
        is_plain = not self.filter_query and self.order == ADDED_LAST_FIRST
        try:
            self._listed = every if is_plain else every.filtered(self.filter_query, keep, self.order)
        except UsageError as error:  # a pattern takes too long on a text that has come since
            show_error(self.app, str(error))
            self.filter_query, self._listed = Query(), every.filtered(Query(), keep, self.order)
        self._find.forget_places()
        self._keep_picks()
        self._count = self._listed.count()
        place = None if row is None else self._listed.position(row.id)
        cursor = min(otherwise, max(0, self._count - 1)) if place is None else place
        moved = cursor - self.cursor
        self.set_reactive(ListLayout.cursor, cursor)
        self._update_title()
        self._fit()
        if moved:  # articles added above must not push the user's place away
            self.scroll_to(y=self.scroll_offset.y + moved * self._lines, animate=False, force=True)
        self.refresh()
        now = self.row(cursor)
        if (now and now.id) != (row and row.id):
            self.post_message(self.Highlighted(now.id if now else None))

    @property
    def folders(self) -> tuple[Folder, ...]:
        """The saved searches, as far as they are known."""
        return self._folders.every

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Show saved searches above the articles."""
        self._folders.replace(folders)
        self._update_title()
        self._fit()
        self._scroll_to_cursor()
        self.refresh()

    def sort(self, order: Order) -> None:
        """Show the articles in an order. The highlight stays on its article."""
        self.order = order
        self.reload()
        self._scroll_to_cursor()

    def show_columns(self, attributes: tuple[str, ...]) -> None:
        """Show attributes as columns of the table, where it is wide enough."""
        self.columns = attributes
        self.refresh()

    def _update_title(self) -> None:
        if self.filter_query:
            every = self._library.articles.count()
            count = " " + _("{count} of {every}", count=amount(self._count), every=amount(every))
        else:
            count = f" {amount(self._count)}" if self._count else ""
        picked = len(self.picked_articles if self._picks else self._range_places)
        facts = [f"{self.SCOPE.label}{count}", _("{count:,} picked", count=picked) if picked else ""]
        self.border_title = _(", ").join(filter(None, facts))
        order = "" if self.order == ADDED_LAST_FIRST else str(ORDERS[self.order])
        find = f"/{self._find.query} {self.find_status}" if self._find.query else ""
        folder = self._folders.of(self.filter_query)
        sign = "" if folder is not None and folder.is_own_work else SAVED[0]
        query = f"{sign}{folder.name}" if folder else str(self.filter_query)
        parts = (displayed(query), displayed(find), order)
        self.border_subtitle = escape(" · ".join(filter(None, parts)))

    @property
    def filtered_articles(self) -> list[str] | None:
        """The IDs of the picked articles; without any, those of the filtered list. None if it shows all.

        They are in the order of picking or of the list, as a file is to have them. The list that has the
        article added last on top is read from below: a file has the articles in the order of their addition.
        """
        if self.picked_articles:
            return list(self.picked_articles)
        if not isinstance(self._listed, FilteredList):
            return None
        listed = self._listed.articles
        return listed[::-1] if self.order == ADDED_LAST_FIRST else listed

    def go_by(self, step: int) -> None:
        """Highlight the article ``step`` places further, or the last or first one."""
        self._go(self.cursor + step)

    def row(self, number: int) -> Row | None:
        """The row of the article at a place in the list, counted from 0, or None."""
        if not 0 <= number < self._count:
            return None
        window, place = divmod(number, WINDOW)
        if window not in self._windows:
            self._windows[window] = self._listed.rows(window * WINDOW, WINDOW)
        rows = self._windows[window]
        return rows[place] if place < len(rows) else None

    def highlight(self, article: str) -> None:
        """Highlight an article. If the list is filtered and lacks the article, show all articles."""
        place = self._listed.position(article)
        if place is None and self._library.articles.position(article) is not None:
            self.filter(Query())
            place = self._listed.position(article)
        if place is not None:
            self._has_moved = True
            self.cursor = place

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint both articles, and post which one is highlighted."""
        self._leave_folders()
        if self._picks.range_start is not None:
            self._show_picks()
        self._refresh_article(before)
        self._refresh_article(after)
        self._scroll_to_cursor()
        row = self.row(after)
        self.post_message(self.Highlighted(row.id if row else None))

    def _leave_folders(self) -> None:
        """Highlight the article again, not a saved search."""
        if self._folders.place is not None:
            self._folders.place = None
            self.refresh()

    def _go(self, number: int) -> None:
        self._has_moved = True
        self._leave_folders()
        self.cursor = max(0, min(number, self._count - 1))

    def _ordered_ids(self) -> list[str]:
        """The IDs of all articles of the list. Any thread may call this."""
        listed = self._listed
        return (listed if isinstance(listed, FilteredList) else listed.filtered(Query())).articles

    def _keep_picks(self) -> None:
        """Unpick articles that are no longer in the library, and keep the start of the range."""
        picks = self._picks
        if picks:
            there = self._library.articles.rows_of(picks.with_range(()))
            picks.keep({row.id for row in there})
        if picks.range_start is not None:
            picks.move_start(self._listed.position(picks.range_start))

    @property
    def picked_articles(self) -> tuple[str, ...]:
        """The IDs of the picked articles, in the order of picking, with the range that has begun."""
        return self._picks.with_range(self._range)

    @property
    def _range_places(self) -> range:
        """The places in the list of the range that has begun."""
        return self._picks.range_to(self.cursor)

    @property
    def _range(self) -> list[str]:
        """The IDs of the articles in the range that has begun."""
        places = self._range_places
        if isinstance(self._listed, FilteredList):
            return self._listed.articles[places.start : places.stop]
        return [row.id for row in self._listed.rows(places.start, len(places))] if places else []

    def _is_picked(self, number: int, article: str) -> bool:
        return article in self._picks or number in self._range_places

    def _show_picks(self) -> None:
        self._update_title()
        self.refresh()

    @property
    def find_status(self) -> str:
        """The number of the current match and of all: ``3/17``. Empty without a search."""
        return self._find.status(self.cursor)
