"""The list of articles, drawn through the line API from the rows that are in sight alone."""

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
from tui.keys.keymap import Scope, bindings
from tui.keys.requests import ArticleRequest
from tui.panes.pane import Pane, PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

ROWS_EACH = 2
"""Rows of the screen an article takes: its title, and what is known of it."""

WINDOW = 64
"""Articles read at once from the catalogue."""

SIGNS = {Status.UNREAD: "▪", Status.READING: "▸", Status.READ: " "}
"""What stands before a title: how far it is read."""

OPENING = ("Opening the library…",)

NONE_FITS = (
    "No article fits:",
    "",
    "{query}",
    "",
    "esc shows all again.",
)

EMPTY = (
    "No articles yet.",
    "",
    "Press I to import text files,",
    "or leave with q and type:",
    "pizhu import FILE…",
)


class ArticlesPane(ScrollView, Pane, can_focus=True):
    """The articles of the library, those added last first."""

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
    """Which article is highlighted, counted from 0."""

    class Highlighted(Message):
        """Another article is highlighted."""

        def __init__(self, article: str | None) -> None:
            super().__init__()
            self.article = article
            """Its ID; None when the list is empty."""

    class Opened(Message):
        """An article is to be read."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article
            """Its ID."""

    class Requested(PaneRequest):
        """Do something with the highlighted article."""

        def __init__(self, request: ArticleRequest, row: Row) -> None:
            super().__init__()
            self.request = request
            self.row = row
            """The article's row."""

    class FilterRequested(PaneRequest):
        """Show other articles in the list."""

        def __init__(self, query: Query | None) -> None:
            super().__init__()
            self.query = query
            """The articles to show; None to ask the reader for a query."""

    def __init__(self, library: Library, *, first: str | None = None) -> None:
        """The articles of ``library``; ``first`` is the ID of the one to highlight at first."""
        super().__init__(id="articles", classes="pane")
        self._library = library
        self._listed: Articles | FilteredList = library.articles
        """What is shown: all, or those that a query means."""
        self.shown_by = Query()
        """That query."""
        self._first = first
        self._ready = False
        self._touched = False
        self._count = 0
        self._windows: dict[int, list[Row]] = {}

    def on_mount(self) -> None:
        """Show the list as the catalogue has it."""
        place = None if self._first is None else self._library.articles.position(self._first)
        self.set_reactive(ArticlesPane.cursor, place or 0)
        self.reload()

    def library_is_ready(self) -> None:
        """The list is in step with the files: if it is empty, that is how it is."""
        self._ready = True
        self.reload()
        if not self._touched and self._first is None:
            self.cursor = 0  # starters were added above the one that was there first

    def reload(self) -> None:
        """Read the list again; the highlight stays on its article where that is still there.

        So it does if the query means the article no longer: one that is read must not fall out of a list of
        the unread.
        """
        row = self.row(self.cursor)
        self._list(keep=row.id if row else "", otherwise=self.cursor)

    def narrow(self, query: Query) -> None:
        """Show the articles that a query means; the highlight stays on its article if it is one of them."""
        self.shown_by = query
        self._list(keep="", otherwise=0)
        self._bring_into_view()

    def _list(self, *, keep: str, otherwise: int) -> None:
        """Read the list.

        :param keep: an article that stays in it.
        :param otherwise: the place to highlight when the one highlighted is gone.
        """
        row = self.row(self.cursor)
        self._windows.clear()
        self._listed = (
            self._library.articles.filtered(self.shown_by, keep) if self.shown_by else self._library.articles
        )
        self._count = self._listed.count()
        place = None if row is None else self._listed.position(row.id)
        cursor = min(otherwise, max(0, self._count - 1)) if place is None else place
        moved = cursor - self.cursor
        self.set_reactive(ArticlesPane.cursor, cursor)
        self._entitle()
        self.virtual_size = Size(self.size.width, self._count * ROWS_EACH)
        if moved:  # what came in above must not push the reader's place away
            self.scroll_to(y=self.scroll_offset.y + moved * ROWS_EACH, animate=False, force=True)
        self.refresh()
        now = self.row(cursor)
        if (now and now.id) != (row and row.id):
            self.post_message(self.Highlighted(now.id if now else None))

    def _entitle(self) -> None:
        if self.shown_by:
            self.border_title = f"Articles {self._count:,} of {self._library.articles.count():,}"
            self.border_subtitle = escape(displayed(str(self.shown_by)))
        else:
            self.border_title = f"Articles {self._count:,}" if self._count else "Articles"
            self.border_subtitle = ""

    @property
    def narrowed_to(self) -> list[str] | None:
        """The IDs of the articles that the list is narrowed to, in its order; None when it shows all."""
        return self._listed.articles if isinstance(self._listed, FilteredList) else None

    def go_by(self, step: int) -> None:
        """Highlight the article so many places on, or the last or first one."""
        self._go(self.cursor + step)

    def row(self, number: int) -> Row | None:
        """The article at a place of the list, from 0; None when there is none."""
        if not 0 <= number < self._count:
            return None
        window, place = divmod(number, WINDOW)
        if window not in self._windows:
            self._windows[window] = self._listed.rows(window * WINDOW, WINDOW)
        rows = self._windows[window]
        return rows[place] if place < len(rows) else None

    def highlight(self, article: str) -> None:
        """Put the highlight on an article, if it is in the list."""
        place = self._listed.position(article)
        if place is None and self._library.articles.position(article) is not None:
            self.narrow(Query())  # the reader goes where the query does not reach
            place = self._listed.position(article)
        if place is not None:
            self.cursor = place

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two articles concerned, and say which is highlighted."""
        self.refresh_lines(before * ROWS_EACH, ROWS_EACH)
        self.refresh_lines(after * ROWS_EACH, ROWS_EACH)
        self._bring_into_view()
        row = self.row(after)
        self.post_message(self.Highlighted(row.id if row else None))

    def _bring_into_view(self) -> None:
        height = self.scrollable_content_region.height
        top, first = self.scroll_offset.y, self.cursor * ROWS_EACH
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif first + ROWS_EACH > top + height:
            self.scroll_to(y=first + ROWS_EACH - height, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the highlight in sight."""
        self.virtual_size = Size(self.size.width, self._count * ROWS_EACH)
        self._bring_into_view()

    # Painting

    def render_line(self, y: int) -> Strip:
        """One row of the pane, ``y`` counted from its top."""
        width = self.scrollable_content_region.width
        if not self._count:
            lines = NONE_FITS if self.shown_by else EMPTY if self._ready else OPENING
            words = (
                lines[y - 1].format(query=fitted(str(self.shown_by), max(1, width - 2)))
                if 0 < y <= len(lines)
                else ""
            )
            quiet = self.get_component_rich_style("articles--facts")
            return Strip([Segment(" " + words, quiet)]).adjust_cell_length(width, self.rich_style)
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
        """The colour of a component alone, to write with on any ground."""
        return Style(color=self.get_component_rich_style(name).color)

    def _title(self, row: Row, ground: Style, width: int) -> list[Segment]:
        sign = ground + self._ink("articles--sign")
        title = ground
        if row.status is Status.UNREAD:
            title += Style(bold=True)
        star = [Segment(" ✶", ground + self._ink("articles--star"))]
        words = fitted(row.title, width - (5 if row.starred else 3))
        return [Segment(f"{SIGNS[row.status]} ", sign), Segment(words, title), *(star if row.starred else [])]

    def _facts(self, row: Row, ground: Style, width: int) -> list[Segment]:
        facts = [row.date, f"{row.chars:,}字", row.authors[0] if row.authors else row.column]
        if row.annotations:
            facts.insert(2, f"{row.annotations}注")
        facts += [f"#{tag}" for tag in row.tags]
        words = fitted(" ".join(filter(None, facts)), width - 2)
        return [Segment(f"  {words}", ground + self._ink("articles--facts"))]

    # Actions

    def action_down(self) -> None:
        """Down an article."""
        self._go(self.cursor + (self.take_count() or 1))

    def action_up(self) -> None:
        """Up an article."""
        self._go(self.cursor - (self.take_count() or 1))

    def action_page_down(self) -> None:
        """Down a page."""
        self._go(self.cursor + self._page())

    def action_page_up(self) -> None:
        """Up a page."""
        self._go(self.cursor - self._page())

    def action_half_down(self) -> None:
        """Down half a page."""
        self._go(self.cursor + max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Up half a page."""
        self._go(self.cursor - max(1, self._page() // 2))

    def action_first(self) -> None:
        """To the first article, or to the one whose number was typed."""
        self._go((self.take_count() or 1) - 1)

    def action_last(self) -> None:
        """To the last article, or to the one whose number was typed."""
        self._go((self.take_count() or self._count) - 1)

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height // ROWS_EACH) * (self.take_count() or 1)

    def _go(self, number: int) -> None:
        self._touched = True
        self.cursor = max(0, min(number, self._count - 1))

    def action_open(self) -> None:
        """Read the highlighted article."""
        self.take_count()
        row = self.row(self.cursor)
        if row is not None:
            self.post_message(self.Opened(row.id))

    def action_narrow(self) -> None:
        """Ask which articles to show."""
        self.post_message(self.FilterRequested(None))

    def action_show_all(self) -> None:
        """Show all articles again."""
        if self.shown_by:
            self.post_message(self.FilterRequested(Query()))

    def action_ask(self, request: str) -> None:
        """Post a request about the highlighted article."""
        self.take_count()
        row = self.row(self.cursor)
        if row is not None:
            self.post_message(self.Requested(ArticleRequest(request), row))

    def on_click(self, event: events.Click) -> None:
        """Highlight the article under the mouse; a double click reads it."""
        content = event.get_content_offset(self)
        if content is None:
            return
        number = (content.y + self.scroll_offset.y) // ROWS_EACH
        if number < self._count:
            self._go(number)
            if event.chain > 1:
                self.action_open()
