"""The pane with the list of articles: what it asks controllers for."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from store.language import lazy
from store.query.tree import Query
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.keys.requests import ArticleRequest, SearchRequest
from tui.panes.articles.find_view import FoundList
from tui.panes.pane import PaneNotice

REQUESTS_FOR_PICKED = (
    ArticleRequest.TAG,
    ArticleRequest.STAR,
    ArticleRequest.STATUS,
    ArticleRequest.CORRECT,
    ArticleRequest.REMOVE,
)
"""Requests that apply to all picked articles."""

REQUESTS_OF_FOLDERS = {
    ArticleRequest.CORRECT: SearchRequest.RENAME,
    ArticleRequest.REMOVE: SearchRequest.REMOVE,
}
"""What a request means while a saved search is highlighted."""

NO_FILTER = lazy("The list shows all articles: filter it first, and then save that")


OWN_WORK = lazy("These are the articles assigned to you: they go when you are done with them")


class ArticlesPane(FoundList, can_focus=True):
    """Lists the articles of the library, those added last first unless another order is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ARTICLES)]

    def action_open(self) -> None:
        """Read the highlighted article, or show the articles of the highlighted saved search."""
        self.take_count()
        if self._folders.place is not None:
            self._open_folder()
            return
        row = self.row(self.cursor)
        if row is not None:
            self.post_message(self.Opened(row.id))

    def _open_folder(self) -> None:
        """Show the articles of the highlighted saved search; on the last line, list all of them."""
        folder = self._folders.highlighted
        request = SearchRequest.SHOW if folder else SearchRequest.LIST
        self._leave_folders()
        if folder is not None and folder.is_own_work:
            self.post_message(self.FilterRequested(folder.query))
        else:
            self.post_message(self.SavedSearchRequested(request, folder.name if folder else ""))

    def action_save_search(self) -> None:
        """Post a request to save what the list is filtered by."""
        if self.filter_query:
            self.post_message(self.SavedSearchRequested(SearchRequest.SAVE, query=self.filter_query))
        else:
            self.post_message(PaneNotice(str(NO_FILTER)))

    def action_filter(self) -> None:
        """Post a request to ask for a query."""
        self.post_message(self.FilterRequested(None))

    def action_sort(self) -> None:
        """Post a request to ask for the order of the list."""
        self.take_count()
        self.post_message(self.SortRequested(self.order))

    def action_cancel(self) -> None:
        """Drop the count, and the first of these: the range of picks, the picks, the search, the filter."""
        super().action_cancel()
        if self._picks.range_start is not None:
            self._picks.drop_range()
            self._show_picks()
        elif self._picks:
            self._picks.clear()
            self._show_picks()
        elif self._find.query:
            self._find.clear()
            self._show_picks()
        elif self.filter_query:
            self._leave_folders()
            self.post_message(self.FilterRequested(Query()))
        else:
            self._leave_folders()

    def action_ask(self, request: str) -> None:
        """Post a request about the picked articles or, if it cannot apply to several, the highlighted one."""
        self.take_count()
        article_request, row = ArticleRequest(request), self.row(self.cursor)
        folder, of_folder = self._folders.highlighted, REQUESTS_OF_FOLDERS.get(article_request)
        if folder is not None and folder.is_own_work:
            self.post_message(PaneNotice(str(OWN_WORK)))
            return
        if folder is not None and of_folder is not None:
            self.post_message(self.SavedSearchRequested(of_folder, folder.name))
            return
        if self._is_on_folder():
            return
        if row is not None:
            picked = self.picked_articles if article_request in REQUESTS_FOR_PICKED else ()
            self.post_message(self.Requested(article_request, row, picked))

    def on_click(self, event: events.Click) -> None:
        """Highlight the article under the mouse. A double click opens it."""
        content = event.get_content_offset(self)
        if content is None:
            return
        if content.y < self._folders.lines:
            self._folders.place = content.y
            self._open_folder()
            return
        number = (content.y - self._head + self.scroll_offset.y) // self._lines
        if content.y >= self._head and number < self._count:
            self._go(number)
            if event.chain > 1:
                self.action_open()
