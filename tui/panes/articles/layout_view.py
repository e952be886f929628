"""What the list of articles shows, and where: two lines an article, or a table in a wide pane."""

from __future__ import annotations

from textual.geometry import Offset, Size
from textual.reactive import var
from textual.scroll_view import ScrollView

from store.index.filtered_list import FilteredList
from store.library import Library
from store.library.articles import Articles
from store.model.listing.order import ADDED_LAST_FIRST
from store.model.listing.rows import Row
from store.query.tree import Query
from tui.keys.action import Scope
from tui.panes.articles.article_find import ArticleFind
from tui.panes.articles.article_picks import ArticlePicks
from tui.panes.articles.article_rows import TABLE_WIDTH
from tui.panes.articles.messages import ArticleMessages
from tui.panes.folders.smart_folders import SmartFolders
from tui.panes.pane import Pane
from tui.typesetting.punctuation import Punctuation


class ListLayout(ScrollView, Pane, ArticleMessages):
    """Knows what is listed, and where each article stands on the screen."""

    SCOPE = Scope.ARTICLES

    cursor: var[int] = var(0, init=False)
    """The place of the highlighted article, counted from 0."""

    def __init__(self, library: Library, *, first: str | None = None) -> None:
        """Create the list for ``library``. ``first`` is the ID of the article to highlight first."""
        super().__init__(id="articles", classes="pane")
        self._library = library
        self._listed: Articles | FilteredList = library.articles
        """The articles in the list: all, or those that match the query."""
        self.columns: tuple[str, ...] = ()
        """The attributes that the table has as columns."""
        self.filter_query = Query()
        """The query that the list is filtered by. Empty if it shows all articles."""
        self.punctuation: Punctuation = "auto"
        """How the punctuation of titles is shown, as in the text."""
        self.order = ADDED_LAST_FIRST
        """The order of the list."""
        self._picks = ArticlePicks()
        self._find = ArticleFind(library)
        self._folders = SmartFolders()
        self._origin: str | None = None
        """The ID of the article that was highlighted when the user began to type."""
        self._first = first
        self._is_ready = False
        """Whether the index of the library is up to date."""
        self._has_moved = False
        """Whether the user has moved the highlight."""
        self._count = 0
        self._windows: dict[int, list[Row]] = {}

    @property
    def _is_table(self) -> bool:
        return self.scrollable_content_region.width >= TABLE_WIDTH

    @property
    def _lines(self) -> int:
        """The number of screen rows of an article."""
        return 1 if self._is_table else 2

    @property
    def _head(self) -> int:
        """The number of screen rows at the top that do not scroll."""
        return self._folders.height + (1 if self._is_table and self._count else 0)

    @property
    def _height(self) -> int:
        """The number of screen rows for articles."""
        return max(1, self.scrollable_content_region.height - self._head)

    def _fit(self) -> None:
        """Set how far the list can be scrolled."""
        self._folders.fit(self.scrollable_content_region.height)
        self.virtual_size = Size(self.size.width, self._count * self._lines + self._head)

    def _refresh_article(self, number: int) -> None:
        self.refresh_lines(number * self._lines + self._head, self._lines)

    def _scroll_to_cursor(self) -> None:
        top, first = self.scroll_offset.y, self.cursor * self._lines
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif first + self._lines > top + self._height:
            self.scroll_to(y=first + self._lines - self._height, animate=False, force=True)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the screen in which the highlighted article starts."""
        return self.content_region.offset + Offset(
            0, self.cursor * self._lines + self._head - self.scroll_offset.y
        )

    def on_resize(self) -> None:
        """Keep the highlight visible."""
        self._fit()
        self._scroll_to_cursor()
        self.refresh()
