"""The list of articles. It uses Textual's line API and reads only the visible rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.markup import escape
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.color import Color
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from store.errors import UsageError
from store.index.filtered_list import FilteredList
from store.language import Lazy, _, lazy
from store.language.amounts import amount
from store.library import Library
from store.library.articles import Articles
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.query.tree import Query
from tui.keys.action import Scope
from tui.keys.keymap import bindings, key_for
from tui.keys.requests import ArticleRequest, SearchRequest, ask
from tui.looks.article_wording import ORDERS
from tui.looks.colours import legible
from tui.looks.error_toasts import show_error
from tui.panes.article_find import ArticleFind
from tui.panes.article_picks import ArticlePicks
from tui.panes.article_rows import (
    TABLE_WIDTH,
    RowLook,
    ShownRow,
    facts_line,
    head_line,
    table_line,
    title_line,
)
from tui.panes.finding import FindRequested
from tui.panes.folders.smart_folders import Folder, SmartFolders
from tui.panes.pane import Pane, PaneNotice, PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted
from tui.typesetting.punctuation import Punctuation, shown_title

WINDOW = 64
"""The number of articles that are read from the catalogue in one call."""

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

FOLDER_KEYS = {
    "open": "open",
    "rename": ask(ArticleRequest.CORRECT),
    "remove": ask(ArticleRequest.REMOVE),
}
"""The actions whose keys work on a saved search, by their names in a message."""

OPENING = lazy("Opening the library…")

NO_MATCH = lazy("No article matches:\n\n{query}\n\nesc shows all articles again.")

ON_FOLDER = lazy(
    "This is a saved search: {open} shows its articles, {rename} renames it, {remove} removes it"
)

NO_FILTER = lazy("The list shows all articles: filter it first, and then save that")

NO_SEARCH = lazy("No search yet: / finds articles by title, author or source")
NOT_FOUND = lazy("No article in the list matches “{query}”")

EMPTY = lazy(
    "No articles yet.\n\nPress I to import text files,\nor leave with q and type:\npizhu import FILE…\n\n"
    "Ten articles to try it with:\npizhu --starters"
)


class ArticlesPane(ScrollView, Pane, can_focus=True):
    """Lists the articles of the library, those added last first unless another order is chosen."""

    SCOPE = Scope.ARTICLES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ARTICLES)]
    FIND_HINT: ClassVar[Lazy] = lazy("title, author or source: characters, pinyin or initials · ↑ last query")
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
        """A request about the highlighted article, or about those that are picked."""

        def __init__(self, request: ArticleRequest, row: Row, picked: tuple[str, ...] = ()) -> None:
            super().__init__()
            self.request = request
            self.row = row
            """The row of the highlighted article."""
            self.picked = picked
            """The IDs of the picked articles, if the request applies to them."""

    class SortRequested(PaneRequest):
        """A request to ask for the order of the list."""

        def __init__(self, order: Order) -> None:
            super().__init__()
            self.order = order
            """The present order."""

    class FilterRequested(PaneRequest):
        """A request to filter the list."""

        def __init__(self, query: Query | None) -> None:
            super().__init__()
            self.query = query
            """The query to filter by. If None, the user is asked for it."""

    class SavedSearchRequested(PaneRequest):
        """A request about a saved search."""

        def __init__(self, request: SearchRequest, name: str = "", query: Query | None = None) -> None:
            super().__init__()
            self.request = request
            self.name = name
            """The name of the search; empty for a new one or all."""
            self.query = query
            """The query to save."""

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
        self.set_reactive(ArticlesPane.cursor, cursor)
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

    def _keep_picks(self) -> None:
        """Unpick articles that are no longer in the library, and keep the start of the range."""
        picks = self._picks
        if picks:
            there = self._library.articles.rows_of(picks.with_range(()))
            picks.keep({row.id for row in there})
        if picks.range_start is not None:
            picks.move_start(self._listed.position(picks.range_start))

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
        query = f"@{folder.name}" if folder else str(self.filter_query)
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

    # Layout: two lines each, or a table with a head in a wide pane

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

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint the row ``y`` of the pane."""
        width = self.scrollable_content_region.width
        quiet = self.get_component_rich_style("articles--facts")
        if y < self._folders.height:
            return self._folder_line(y, width)
        if not self._count:
            y -= self._folders.height
            hint = NO_MATCH if self.filter_query else EMPTY if self._is_ready else OPENING
            lines = hint.format(query=fitted(str(self.filter_query), max(1, width - 2))).split("\n")
            text = lines[y - 1] if 0 < y <= len(lines) else ""
            return Strip([Segment(" " + text, quiet)]).adjust_cell_length(width, self.rich_style)
        if y < self._head:
            return Strip(head_line(width, quiet, self.columns)).adjust_cell_length(width, self.rich_style)
        number, part = divmod(y - self._head + self.scroll_offset.y, self._lines)
        row = self.row(number)
        if row is None:
            return Strip.blank(width, self.rich_style)
        look = self._look(number)
        if part == 1:
            segments = facts_line(row, look, width)
        else:
            shown = ShownRow(
                row,
                shown_title(row.title, self.punctuation),
                is_picked=self._is_picked(number, row.id),
                is_found=row.id in self._find,
            )
            segments = (
                table_line(shown, look, width, self.columns)
                if self._is_table
                else title_line(shown, look, width)
            )
        return Strip(segments).adjust_cell_length(width, look.ground)

    def _folder_line(self, place: int, width: int) -> Strip:
        """Paint a line of the saved searches."""
        look = self._ground_look(is_highlighted=place == self._folders.place)
        folder = self._folders.at(place)
        is_shown = folder is not None and folder == self._folders.of(self.filter_query)
        segments = self._folders.line(place, width, ground=look.ground, quiet=look.facts, is_shown=is_shown)
        return Strip(segments).adjust_cell_length(width, look.ground)

    def _look(self, number: int) -> RowLook:
        """The styles of the article at a place in the list."""
        return self._ground_look(is_highlighted=number == self.cursor and self._folders.place is None)

    def _ground_look(self, *, is_highlighted: bool) -> RowLook:
        """The styles of a line. All its text is legible on its background."""
        ground = self.rich_style
        if is_highlighted:
            name = "articles--cursor" if self.has_focus else "articles--cursor-blurred"
            ground = self.get_component_rich_style(name)
        behind = Color.from_rich_color(ground.bgcolor) if ground.bgcolor else self.background_colors[1]

        def ink(name: str) -> Style:
            colour = self.get_component_rich_style(f"articles--{name}").color
            return ground + Style(color=legible(Color.from_rich_color(colour), (behind,)).rich_color)

        return RowLook(ground, ink("sign"), ink("star"), ink("facts"))

    # Picking

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

    def action_pick(self) -> None:
        """Pick or unpick the highlighted article, and move to the next one. A range that has begun ends."""
        self.take_count()
        if self._is_on_folder():
            return
        row = self.row(self.cursor)
        if self._picks.range_start is not None:
            self._picks.end_range(self._range)
        elif row is not None:
            self._picks.toggle(row.id)
            self.action_down()
        self._show_picks()

    def action_pick_range(self) -> None:
        """Start a range of picks at the highlighted article, or end it there."""
        self.take_count()
        if self._is_on_folder():
            return
        row = self.row(self.cursor)
        if self._picks.range_start is not None:
            self._picks.end_range(self._range)
        elif row is not None:
            self._picks.start_range(row.id, self.cursor)
        self._show_picks()

    def action_pick_all(self) -> None:
        """Pick all articles of the list. If all are picked, unpick them."""
        self._picks.toggle_all(self._ordered_ids())
        self._show_picks()

    def _ordered_ids(self) -> list[str]:
        """The IDs of all articles of the list. Any thread may call this."""
        listed = self._listed
        return (listed if isinstance(listed, FilteredList) else listed.filtered(Query())).articles

    # Finding

    @property
    def find_status(self) -> str:
        """The number of the current match and of all: ``3/17``. Empty without a search."""
        return self._find.status(self.cursor)

    def action_find(self) -> None:
        """Open the find bar."""
        self.take_count()
        row = self.row(self.cursor)
        self._origin = row.id if row else None
        self.post_message(FindRequested(self))

    async def find_live(self, query: str) -> bool:
        """Find what was typed so far, and highlight the first match from where typing began.

        :return: False if meanwhile something else was typed: then nothing has changed.
        """
        if not query.strip():
            self._find.clear()
        elif not await self._find.find(query, self._ordered_ids) or not self.is_attached:
            return False
        start = self._origin_place
        place = self._find.first_from(start)
        self.cursor = start if place is None else place
        self._show_picks()
        return True

    @property
    def _origin_place(self) -> int:
        """Where typing began."""
        place = None if self._origin is None else self._listed.position(self._origin)
        return self.cursor if place is None else place

    async def finish_finding(self, query: str) -> None:
        """Stay at the match, and report if there is none."""
        self._has_moved = True
        if query != self._find.query and not await self.find_live(query):
            return
        if self._find.first_from(0) is None:
            self._find.clear()
            self._show_picks()
            self.post_message(PaneNotice(NOT_FOUND.format(query=query)))

    def cancel_finding(self) -> None:
        """Clear the search, and highlight the article where typing began."""
        self._find.clear()
        self.cursor = self._origin_place
        self._show_picks()

    async def action_find_next(self) -> None:
        """Highlight the next match. After the last comes the first."""
        await self._go_by_matches(1)

    async def action_find_previous(self) -> None:
        """Highlight the previous match. Before the first comes the last."""
        await self._go_by_matches(-1)

    async def _go_by_matches(self, step: int) -> None:
        steps, find = step * (self.take_count() or 1), self._find
        if not find.query:
            self.post_message(PaneNotice(str(NO_SEARCH)))
            return
        if not find.has_places and not await find.find(find.query, self._ordered_ids):
            return
        place = find.further(self.cursor, steps)
        if place is None:
            self.post_message(PaneNotice(NOT_FOUND.format(query=find.query)))
            return
        self._go(place)
        self._show_picks()

    # Actions

    def _leave_folders(self) -> None:
        """Highlight the article again, not a saved search."""
        if self._folders.place is not None:
            self._folders.place = None
            self.refresh()

    def _is_on_folder(self) -> bool:
        """Whether a saved search is highlighted. If so, say what can be done with it."""
        if self._folders.place is None:
            return False
        keys = {name: key_for(Scope.ARTICLES, action) for name, action in FOLDER_KEYS.items()}
        self.post_message(PaneNotice(ON_FOLDER.format(**keys)))
        return True

    def _move_in_folders(self, step: int) -> None:
        self._folders.move(step)
        self._has_moved = True
        self.refresh()

    def action_down(self) -> None:
        """Move down an article."""
        if self._folders.place is not None:
            self._move_in_folders(self.take_count() or 1)
            return
        self._go(self.cursor + (self.take_count() or 1))

    def action_up(self) -> None:
        """Move up an article; from the first one to the saved searches."""
        if self._folders.lines and (self._folders.place is not None or self.cursor == 0):
            self._move_in_folders(-(self.take_count() or 1))
            return
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
        return max(1, self._height // self._lines) * (self.take_count() or 1)

    def _go(self, number: int) -> None:
        self._has_moved = True
        self._leave_folders()
        self.cursor = max(0, min(number, self._count - 1))

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
