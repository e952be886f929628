"""The list of articles. It uses Textual's line API and reads only the visible rows."""

from __future__ import annotations

from typing import ClassVar

from rich.markup import escape
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.index.filtered_list import FilteredList
from store.library import Library
from store.library.articles import Articles
from store.model.article import Status
from store.model.query import Query
from store.model.rows import Row
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.keys.requests import ArticleRequest
from tui.panes.pane import Pane, PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

ROWS_EACH = 2
"""The number of screen rows of an article: its title, and its details."""

WINDOW = 64
"""The number of articles that are read from the catalogue in one call."""

SIGNS = {Status.UNREAD: "▪", Status.READING: "▸", Status.READ: " "}
"""The sign before a title, by status."""

OPENING = ("Opening the library…",)

NO_MATCH = (
    "No article matches:",
    "",
    "{query}",
    "",
    "esc shows all articles again.",
)

EMPTY = (
    "No articles yet.",
    "",
    "Press I to import text files,",
    "or leave with q and type:",
    "pizhu import FILE…",
    "",
    "Ten articles to try it with:",
    "pizhu --starters",
)


class ArticlesPane(ScrollView, Pane, can_focus=True):
    """Lists the articles of the library, newest first."""

    SCOPE = Scope.ARTICLES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ARTICLES)]
    BORDER_TITLE = "Articles"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "articles--facts",
        "articles--sign",
        "articles--star",
        "articles--cursor",
        "articles--cursor-blurred",
    }

    cursor: var[int] = var(0, init=False)
    """The place of the highlighted article, counted from 0."""

    class Highlighted(Message):
        """Another article is highlighted."""

        def __init__(self, article: str | None) -> None:
            super().__init__()
            self.article = article
            """The ID of the article, or None if the list is empty."""

    class Opened(Message):
        """The user wants to read an article."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article
            """The ID of the article."""

    class Requested(PaneRequest):
        """A request about the highlighted article."""

        def __init__(self, request: ArticleRequest, row: Row) -> None:
            super().__init__()
            self.request = request
            self.row = row
            """The row of the article."""

    class FilterRequested(PaneRequest):
        """A request to filter the list."""

        def __init__(self, query: Query | None) -> None:
            super().__init__()
            self.query = query
            """The query to filter by. If None, the user is asked for it."""

    def __init__(self, library: Library, *, first: str | None = None) -> None:
        """Create the list for ``library``. ``first`` is the ID of the article to highlight first."""
        super().__init__(id="articles", classes="pane")
        self._library = library
        self._listed: Articles | FilteredList = library.articles
        """The articles in the list: all, or those that match the query."""
        self.filter_query = Query()
        """The query that the list is filtered by. Empty if it shows all articles."""
        self._first = first
        self._is_ready = False
        """Whether the index of the library is up to date."""
        self._has_moved = False
        """Whether the user has moved the highlight."""
        self._count = 0
        self._windows: dict[int, list[Row]] = {}

    def on_mount(self) -> None:
        """Show the articles of the catalogue."""
        place = None if self._first is None else self._library.articles.position(self._first)
        self.set_reactive(ArticlesPane.cursor, place or 0)
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
        self._load(keep="", otherwise=0)
        self._scroll_to_cursor()

    def _load(self, *, keep: str, otherwise: int) -> None:
        """Read the list.

        :param keep: the ID of an article that stays in the list.
        :param otherwise: the place to highlight if the highlighted article is no longer in the list.
        """
        row = self.row(self.cursor)
        self._windows.clear()
        every = self._library.articles
        self._listed = every.filtered(self.filter_query, keep) if self.filter_query else every
        self._count = self._listed.count()
        place = None if row is None else self._listed.position(row.id)
        cursor = min(otherwise, max(0, self._count - 1)) if place is None else place
        moved = cursor - self.cursor
        self.set_reactive(ArticlesPane.cursor, cursor)
        self._update_title()
        self.virtual_size = Size(self.size.width, self._count * ROWS_EACH)
        if moved:  # articles added above must not push the user's place away
            self.scroll_to(y=self.scroll_offset.y + moved * ROWS_EACH, animate=False, force=True)
        self.refresh()
        now = self.row(cursor)
        if (now and now.id) != (row and row.id):
            self.post_message(self.Highlighted(now.id if now else None))

    def _update_title(self) -> None:
        if self.filter_query:
            self.border_title = f"Articles {self._count:,} of {self._library.articles.count():,}"
            self.border_subtitle = escape(displayed(str(self.filter_query)))
        else:
            self.border_title = f"Articles {self._count:,}" if self._count else "Articles"
            self.border_subtitle = ""

    @property
    def filtered_articles(self) -> list[str] | None:
        """The IDs of the articles in the filtered list, in its order. None if the list shows all articles."""
        return self._listed.articles if isinstance(self._listed, FilteredList) else None

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
            self.cursor = place

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint both articles, and post which one is highlighted."""
        self.refresh_lines(before * ROWS_EACH, ROWS_EACH)
        self.refresh_lines(after * ROWS_EACH, ROWS_EACH)
        self._scroll_to_cursor()
        row = self.row(after)
        self.post_message(self.Highlighted(row.id if row else None))

    def _scroll_to_cursor(self) -> None:
        height = self.scrollable_content_region.height
        top, first = self.scroll_offset.y, self.cursor * ROWS_EACH
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif first + ROWS_EACH > top + height:
            self.scroll_to(y=first + ROWS_EACH - height, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the highlight visible."""
        self.virtual_size = Size(self.size.width, self._count * ROWS_EACH)
        self._scroll_to_cursor()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint the row ``y`` of the pane."""
        width = self.scrollable_content_region.width
        if not self._count:
            lines = NO_MATCH if self.filter_query else EMPTY if self._is_ready else OPENING
            text = (
                lines[y - 1].format(query=fitted(str(self.filter_query), max(1, width - 2)))
                if 0 < y <= len(lines)
                else ""
            )
            quiet = self.get_component_rich_style("articles--facts")
            return Strip([Segment(" " + text, quiet)]).adjust_cell_length(width, self.rich_style)
        number, part = divmod(y + self.scroll_offset.y, ROWS_EACH)
        row = self.row(number)
        if row is None:
            return Strip.blank(width, self.rich_style)
        ground = self._ground(number)
        segments = self._title(row, ground, width) if part == 0 else self._facts(row, ground, width)
        return Strip(segments).adjust_cell_length(width, ground)

    def _ground(self, number: int) -> Style:
        if number != self.cursor:
            return self.rich_style
        name = "articles--cursor" if self.has_focus else "articles--cursor-blurred"
        return self.get_component_rich_style(name)

    def _ink(self, name: str) -> Style:
        """A style with only the text colour of a component, for any background."""
        return Style(color=self.get_component_rich_style(name).color)

    def _title(self, row: Row, ground: Style, width: int) -> list[Segment]:
        sign = ground + self._ink("articles--sign")
        title = ground
        if row.status is Status.UNREAD:
            title += Style(bold=True)
        star = [Segment(" ✶", ground + self._ink("articles--star"))]
        text = fitted(row.title, width - (5 if row.starred else 3))
        return [Segment(f"{SIGNS[row.status]} ", sign), Segment(text, title), *(star if row.starred else [])]

    def _facts(self, row: Row, ground: Style, width: int) -> list[Segment]:
        facts = [row.date, f"{row.chars:,}字", row.authors[0] if row.authors else row.column]
        if row.annotations:
            facts.insert(2, f"{row.annotations}注")
        facts += [f"#{tag}" for tag in row.tags]
        text = fitted(" ".join(filter(None, facts)), width - 2)
        return [Segment(f"  {text}", ground + self._ink("articles--facts"))]

    # Actions

    def action_down(self) -> None:
        """Move down an article."""
        self._go(self.cursor + (self.take_count() or 1))

    def action_up(self) -> None:
        """Move up an article."""
        self._go(self.cursor - (self.take_count() or 1))

    def action_page_down(self) -> None:
        """Move down a page."""
        self._go(self.cursor + self._page())

    def action_page_up(self) -> None:
        """Move up a page."""
        self._go(self.cursor - self._page())

    def action_half_down(self) -> None:
        """Move down half a page."""
        self._go(self.cursor + max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Move up half a page."""
        self._go(self.cursor - max(1, self._page() // 2))

    def action_first(self) -> None:
        """Move to the first article, or to the one whose number was typed."""
        self._go((self.take_count() or 1) - 1)

    def action_last(self) -> None:
        """Move to the last article, or to the one whose number was typed."""
        self._go((self.take_count() or self._count) - 1)

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height // ROWS_EACH) * (self.take_count() or 1)

    def _go(self, number: int) -> None:
        self._has_moved = True
        self.cursor = max(0, min(number, self._count - 1))

    def action_open(self) -> None:
        """Read the highlighted article."""
        self.take_count()
        row = self.row(self.cursor)
        if row is not None:
            self.post_message(self.Opened(row.id))

    def action_filter(self) -> None:
        """Post a request to ask for a query."""
        self.post_message(self.FilterRequested(None))

    def action_cancel(self) -> None:
        """Drop the count, and show all articles again."""
        super().action_cancel()
        if self.filter_query:
            self.post_message(self.FilterRequested(Query()))

    def action_ask(self, request: str) -> None:
        """Post a request about the highlighted article."""
        self.take_count()
        row = self.row(self.cursor)
        if row is not None:
            self.post_message(self.Requested(ArticleRequest(request), row))

    def on_click(self, event: events.Click) -> None:
        """Highlight the article under the mouse. A double click opens it."""
        content = event.get_content_offset(self)
        if content is None:
            return
        number = (content.y + self.scroll_offset.y) // ROWS_EACH
        if number < self._count:
            self._go(number)
            if event.chain > 1:
                self.action_open()
