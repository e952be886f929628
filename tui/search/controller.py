"""Searches the library: opens the search screen, tags what it found, and goes from place to place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.errors import Conflict
from store.language import _
from store.library import Library
from store.library.transactions import Change
from store.progress import Progress
from store.query import tree
from store.wording import counted
from tui.controllers.history import HistoryController
from tui.controllers.picked_articles import PickedArticlesController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.panes.reading import ReadingPane

if TYPE_CHECKING:
    from store.finding.concordance import Contexts, Line, SortKey
    from store.tags.autocoding import Place
    from tui.search.result_list import Result
    from tui.search.screen import Destination, SearchScreen, SearchState

ORDERS = ("R1", "R2", "R3", "L1", "L2", "L3", "node", "source", "date", "title", "article")
"""The orders of lines that are offered."""


class SearchController:
    """Holds what is searched for and what was found, also while the search screen is closed."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        segmenter: Segmenter,
        writes: WriteQueue,
        *,
        tags: TagPrompt,
        picked_articles: PickedArticlesController,
        reading_pane: ReadingPane,
        open_article: Callable[[str], None],
        go_to_text: Callable[[], None],
    ) -> None:
        """Create a controller.

        :param open_article: opens the article with an ID, unless it is already open.
        :param go_to_text: moves the focus to the reading pane.
        """
        self._app = app
        self._library = library
        self._segmenter = segmenter
        self._writes = writes
        self._history = HistoryController(app, library, writes)
        self._tags = tags
        self._picked_articles = picked_articles
        self._reading_pane = reading_pane
        self._open_article = open_article
        self._go_to_text = go_to_text
        self._state: SearchState | None = None
        self._screen: SearchScreen | None = None
        """The screen, while it is open."""
        self._found: Sequence[Result] = ()
        self._here = 0
        """Which of the places found is shown."""
        self._untold: set[str] = set()
        """The changed articles whose tags the lines do not show yet."""
        library.subscribe(self._library_changed)

    def open(self, words: str = "") -> None:
        """Open the search screen.

        :param words: words to search for; empty for the query that was typed last.
        """
        from tui.search.screen import SearchScreen, SearchState, View

        if self._state is None:
            self._state = SearchState()
        if words:
            self._state.typed = str(tree.words(words))
            self._state.view = View.LINES
            self._state.cursor = 0
        self._untold.clear()
        self._screen = SearchScreen(
            self._library, self._state, parse=self._library.codebook.query, ask=self._answer
        )
        self._app.push_screen(self._screen, self._close)

    def _close(self, destination: Destination | None) -> None:
        self._screen = None
        if destination is not None:
            self._found = destination.results
            self._here = destination.place
            when_answered(self._app, self._go)(self._here)

    def go_by(self, step: int) -> None:
        """Go to another place that was found. After the last comes the first."""
        if self._found:
            when_answered(self._app, self._go)((self._here + step) % len(self._found))

    def _go(self, here: int) -> None:
        """Show one of the places that were found in its article."""
        self._here = here
        result = self._found[here]
        article, (start, _end) = article_of(result), range_of(result)
        self._open_article(article)
        status = f"{here + 1:,}/{len(self._found):,}"
        places = [range_of(each) for each in self._found if article_of(each) == article]
        self._reading_pane.show_places([place for place in sorted(places) if place[1] > place[0]], status)
        self._reading_pane.go_to(start)
        self._go_to_text()

    # What the keys of the screen ask for

    def _answer(self, what: str, screen: SearchScreen) -> None:
        answers: dict[str, Callable[[SearchScreen], None]] = {
            "tag": self._tag,
            "sort": self._ask_order,
            "order": self._order,
            "group": self._ask_group,
            "undo": lambda _screen: self._history.undo(),
            "redo": lambda _screen: self._history.redo(),
            "copy": self._copy,
        }
        answers[what](screen)

    def _copy(self, screen: SearchScreen) -> None:
        """Copy the command that prints what is shown."""
        import shlex

        from tui.looks.clipboard import copy

        command = {"articles": "find", "lines": "kwic", "passages": "passages"}[screen.state.view]
        where = copy(self._app, f"pizhu {command} {shlex.quote(str(screen.query_shown))}")
        say(self._app, _("Copied the command {place}", place=where))

    def _tag(self, screen: SearchScreen) -> None:
        """Ask for tags, and tag the chosen results in one step."""
        from tui.search.gathering import FoundRow

        chosen = screen.results.chosen()
        if not chosen:
            say(self._app, _("There is nothing to tag: search for something"))
        elif isinstance(chosen[0], FoundRow):
            self._picked_articles.tag(tuple(each.row.id for each in chosen if isinstance(each, FoundRow)))
        else:
            subject = _("Tag {places}", places=counted(len(chosen), "place", "places"))
            self._tags.ask(subject, article_of(chosen[0]), (), partial(self._tag_places, chosen))

    def _tag_places(self, chosen: Sequence[Result], tags: tuple[str, ...]) -> None:
        from store.tags.autocoding import tag_everywhere

        def write(progress: Progress) -> int:
            return tag_everywhere(self._library, self._places(chosen), tags, progress)

        def done(count: int) -> None:
            self._tags.remember(tags)
            if self._screen is not None:
                self._screen.results.drop_picks()
            of_all = counted(len(chosen), "place", "places")
            say(self._app, undoable(_("Tagged {count:,} of {places}", count=count, places=of_all)))

        if tags:
            work = _("Tagging {places}", places=counted(len(chosen), "place", "places"))
            self._writes.run_long(work, write, done)

    def _places(self, chosen: Iterable[Result]) -> list[Place]:
        """Return the places of results in the texts as they are now.

        :raises Conflict: a text was changed since it was searched.
        """
        from store.index.search import hit
        from store.tags.autocoding import Place

        texts: dict[str, str] = {}
        places = []
        for each in chosen:
            article, (start, end) = article_of(each), range_of(each)
            text = texts.setdefault(article, "") or self._library.texts.text(article)
            texts[article] = text
            if text[start:end].replace("\n", " ") != words_of(each).replace("\n", " "):
                raise Conflict(_("A text has changed since it was searched: search again."))
            places.append(Place(article, "", hit(text, start, end)))
        return places

    def _ask_order(self, screen: SearchScreen) -> None:
        """Ask how to sort the lines."""
        from store.finding.concordance import sort_key
        from tui.dialogs.base.choice import ChoiceDialog

        if not screen.lines:
            return
        keys = [sort_key(name) for name in ORDERS]
        present = screen.state.sort[:1]
        chosen = keys.index(present[0]) if present and present[0] in keys else 0

        def sort(place: int) -> None:
            screen.sort_by(keys[place])

        dialog = ChoiceDialog(_("Sort the lines by what?"), [order_name(key) for key in keys], chosen)
        self._app.push_screen(dialog, when_answered(self._app, sort))

    def _order(self, screen: SearchScreen) -> None:
        """Sort the lines, in a thread, and narrow them to a group."""
        from store.finding.concordance import sorted_lines

        state, group, lines = screen.state, screen.group, screen.lines

        def read() -> Sequence[Line]:
            contexts = self._contexts(screen)
            kept = [each for each in lines if contexts.at(each, group[0]) == group[1]] if group else lines
            if not state.sort:
                return kept[::-1] if state.is_reversed else kept
            return sorted_lines(self._library, kept, state.sort, contexts, is_reversed=state.is_reversed)

        look_up(self._app, screen, read, screen.of_this_search(screen.show_lines))

    def _ask_group(self, screen: SearchScreen) -> None:
        """List what stands at a position beside the nodes; the lines are narrowed to what is chosen."""
        from store.finding.concordance import Position, grouped
        from tui.dialogs.base.choice import ChoiceDialog

        if not screen.lines:
            return
        sort = screen.state.sort[:1]
        position = sort[0] if sort and isinstance(sort[0], Position) else Position(is_left=False, distance=1)
        lines = screen.lines

        def show(groups: Sequence[tuple[str, int]]) -> None:
            def narrow(place: int) -> None:
                screen.narrow_to(position, groups[place][0])

            answers = [f"{count:>7,}  {item or '—'}" for item, count in groups]
            dialog = ChoiceDialog(_("What stands at {position}?", position=position), answers)
            self._app.push_screen(dialog, when_answered(self._app, narrow))

        def read() -> Sequence[tuple[str, int]]:
            return [(group.item, group.lines) for group in grouped(lines, position, self._contexts(screen))]

        look_up(self._app, screen, read, screen.of_this_search(show))

    def _contexts(self, screen: SearchScreen) -> Contexts:
        """Return what finds the words or characters beside a node. Words wait until jieba is loaded."""
        from store.finding.concordance import Contexts

        if not screen.state.by_words:
            return Contexts()
        self._segmenter.load()
        return Contexts(self._segmenter)

    # Changes

    def _library_changed(self, change: Change) -> None:
        """Called by the library in the thread that made the change."""
        screen = self._screen
        if screen is not None and change.articles:
            screen.call_later(self._retag, screen, change.articles)

    def _retag(self, screen: SearchScreen, articles: frozenset[str]) -> None:
        """Show the tags that lines of changed articles have now."""
        from store.finding.concordance import tags_of

        screen.note_change()
        self._untold |= articles
        lines, changed = screen.lines, frozenset(self._untold)

        def read() -> list[tuple[int, tuple[str, ...]]]:
            return list(tags_of(self._library, lines, changed))

        def show(tags: list[tuple[int, tuple[str, ...]]]) -> None:
            self._untold -= changed
            screen.retag(tags)

        look_up(self._app, screen, read, screen.of_this_search(show), group="tags of lines")


def order_name(key: SortKey) -> str:
    """Return the name of an order of lines, for a list."""
    from store.finding.concordance import LineSort, Position

    if isinstance(key, Position):
        if key.is_left:
            return _("{position}  the text before, from place {number}", position=key, number=key.distance)
        return _("{position}  the text after, from place {number}", position=key, number=key.distance)
    names = {
        LineSort.NODE: _("the words found"),
        LineSort.SOURCE: _("the source"),
        LineSort.DATE: _("the date"),
        LineSort.TITLE: _("the title"),
        LineSort.ARTICLE: _("as the articles are listed"),
    }
    return names[key]


def article_of(result: Result) -> str:
    """Return the ID of the article of a result."""
    from tui.search.gathering import FoundRow

    return result.row.id if isinstance(result, FoundRow) else result.article


def range_of(result: Result) -> tuple[int, int]:
    """Return the place of a result in its article, as (start, end) in code points."""
    from tui.search.gathering import FoundRow

    if isinstance(result, FoundRow):
        return (result.hit.start, result.hit.end) if result.hit else (0, 0)
    return result.start, result.end


def words_of(result: Result) -> str:
    """Return the words at the place of a result."""
    from store.finding.concordance import Line
    from tui.search.gathering import FoundRow

    if isinstance(result, FoundRow):
        return ""
    return result.node if isinstance(result, Line) else result.text
