"""Searches the library: opens the search screen, tags what it found, and goes from place to place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.chinese.words import Segmenter
from store.errors import Conflict, UsageError
from store.language import _, lazy
from store.library import Library
from store.library.transactions import Change
from store.progress import Progress
from store.query import tree
from store.wording import counted, listed
from tui.controllers.history import HistoryController
from tui.controllers.picked_articles import PickedArticlesController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import quoted, say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.controllers.terms.clipping import ClipController
from tui.looks.error_toasts import show_error, when_answered
from tui.panes.reading import ReadingPane
from tui.recent_list import RecentList
from tui.user_folders import cache_folder

if TYPE_CHECKING:
    from store.finding.concordance import Contexts, Line, SortKey
    from store.tags.autocoding import Place
    from tui.controllers.notes import NoteController
    from tui.search.results.result_list import Result
    from tui.search.screen import SearchScreen
    from tui.search.state import Destination, SearchState

ORDERS = ("R1", "R2", "R3", "L1", "L2", "L3", "node", "source", "date", "title", "article")
"""The orders of lines that are offered."""


ASK, EXPORTED = lazy("Export {results} to which file?"), lazy("Exported {results} to {path}")
ASK_FIRST = lazy("Export the first {results} of {total:,} to which file?")
EXPORTED_FIRST = lazy("Exported the first {results} of {total:,} to {path}")
"""What is said before and after all results, or the first ones, are written to a file."""


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
        notes: NoteController,
        picked_articles: PickedArticlesController,
        clips: ClipController,
        save_query: Callable[[str], None],
        reading_pane: ReadingPane,
        open_article: Callable[[str], None],
        go_to_text: Callable[[], None],
    ) -> None:
        """Create a controller.

        :param save_query: asks for a name and saves a query under it.
        :param open_article: opens the article with an ID, unless it is already open.
        :param go_to_text: moves the focus to the reading pane.
        """
        self._app = app
        self._library = library
        self._segmenter = segmenter
        self._writes = writes
        self._history = HistoryController(app, library, writes)
        self._tags = tags
        self._notes = notes
        self._picked_articles = picked_articles
        self._clips = clips
        self._save_query = save_query
        self._reading_pane = reading_pane
        self._open_article = open_article
        self._go_to_text = go_to_text
        self._state: SearchState | None = None
        self._screen: SearchScreen | None = None
        """The screen, while it is open."""
        self._found: Sequence[Result] = ()
        self._here = 0
        """Which of the places found is shown."""
        self._recent = RecentList(None if app.is_headless else cache_folder() / "searches.json")
        self._recent_actions = RecentList(None)
        self._untold: set[str] = set()
        """The changed articles whose tags the results do not show yet."""
        library.subscribe(self._library_changed)

    def open(self, words: str = "") -> None:
        """Open the search screen.

        :param words: words to search for; empty for the query that was typed last.
        """
        from tui.search.screen import SearchScreen
        from tui.search.state import SearchState, View

        if self._state is None:
            self._state = SearchState()
        if words:
            self._state.typed = str(tree.words(words))
            self._state.view = View.LINES
            self._state.cursor, self._state.group = 0, None
        self._untold.clear()
        self._screen = SearchScreen(
            self._library,
            self._state,
            parse=self._library.codebook.query,
            hint=self._library.codebook.hint,
            ask=self._answer,
            recent=self._recent,
        )
        self._app.push_screen(self._screen, self._close)

    def _close(self, destination: Destination | None) -> None:
        self._screen = None
        if destination is not None:
            self._found = destination.results
            self._here = destination.place
            when_answered(self._app, self._go)(self._here)

    def go_through(self, found: Sequence[Result]) -> None:
        """Show the first of some places in its article; keys go on to the others."""
        self._found = found
        when_answered(self._app, self._go)(0)

    def go_by(self, step: int) -> None:
        """Go to another place that was found. After the last comes the first."""
        if self._found:
            when_answered(self._app, self._go)((self._here + step) % len(self._found))

    def _go(self, here: int) -> None:
        """Show one of the places that were found in its article."""
        from tui.search.results.places import article_of, range_of

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
            "save": self._save,
            "note": self._note,
            "export": self._export,
            "count": self._count,
            "facets": self._read_facets,
            "palette": self._palette,
            "learn": self._learn,
            "terms": self._write_terms,
        }
        answers[what](screen)

    def _save(self, screen: SearchScreen) -> None:
        """Save the query under a name, as it was typed."""
        typed = screen.state.typed.strip()
        if not typed:
            say(self._app, _("There is no query to save: write one."))
            return
        try:
            self._library.codebook.query(typed)
        except UsageError as error:
            show_error(self._app, str(error))
        else:
            self._save_query(typed)

    def _copy(self, screen: SearchScreen) -> None:
        """Copy the command that prints what is shown."""
        import shlex

        from tui.looks.clipboard import copy
        from tui.search.command import arguments_of
        from tui.user_folders import is_same_place, library_location

        if not (screen.query_shown or screen.view.counts_words):
            say(self._app, _("There is nothing to copy: search for something"))
            return
        try:
            arguments = arguments_of(
                screen.view,
                screen.query_shown,
                screen.state,
                group=screen.group,
                has_others=screen.has_others,
            )
        except UsageError as error:  # a query without a gap
            show_error(self._app, str(error))
            return
        library, _is_default = library_location(None)
        if not is_same_place(library, self._library.location):
            arguments += ("--library", self._library.location)
        where = copy(self._app, shlex.join(("pizhu", *arguments)))
        say(self._app, _("Copied the command {place}", place=where))

    def _palette(self, screen: SearchScreen) -> None:
        """Find an action of the screen by its name, and run it."""
        from tui.keys.action import Action, Scope
        from tui.palette.choices import Choice, choices_in
        from tui.palette.dialog import PaletteDialog

        async def act(action: Action) -> None:
            await screen.run_action(action.name)

        async def run(choice: Choice | None) -> None:
            if choice is not None:
                self._recent_actions.add(choice.id)
                ran = choice.run()
                if ran is not None:
                    await ran

        dialog = PaletteDialog(choices_in(Scope.SEARCH, act), self._recent_actions)
        self._app.push_screen(dialog, run)

    def _read_facets(self, screen: SearchScreen) -> None:
        """Count the values of the library, which complete queries."""
        from tui.search.known_values import KnownValues

        look_up(
            self._app, screen, partial(KnownValues.of, self._library), screen.complete_values, group="facets"
        )

    def _count(self, screen: SearchScreen) -> None:
        """Count the words of what the query finds, in a thread."""
        from tui.search.tables.counting import Counting

        view = screen.view
        counting: list[Counting] = []

        def later(call: Callable[..., None], *values: object) -> None:
            screen.call_later(lambda: call(counting[0], *values))

        counting.append(
            Counting(
                self._library,
                screen.query_shown,
                view,
                screen.state.tables,
                segmenter=self._segmenter,
                cache=cache_folder() / "words",
                deliver=lambda table: later(screen.take_words, view, table),
                report=partial(later, screen.report_counting),
                fail=partial(later, screen.report_failure),
            )
        )
        screen.counts(counting[0])

    def _tag(self, screen: SearchScreen) -> None:
        """Ask for tags, and tag the chosen results in one step."""
        from tui.keys.action import Scope
        from tui.keys.keymap import key_for
        from tui.search.gathering import FoundRow
        from tui.search.results.places import article_of
        from tui.search.tables.word_table import WordRow

        chosen = screen.results.chosen()
        if not chosen:
            say(self._app, _("There is nothing to tag: search for something"))
        elif isinstance(chosen[0], WordRow) and screen.clip is not None:
            self._clips.tag_fillers(screen.clip, [each.item for each in chosen if isinstance(each, WordRow)])
        elif isinstance(chosen[0], WordRow):
            say(
                self._app,
                _("{key} shows the lines of this word: tag these", key=key_for(Scope.SEARCH, "open")),
            )
        elif isinstance(chosen[0], FoundRow):
            self._picked_articles.tag(tuple(each.row.id for each in chosen if isinstance(each, FoundRow)))
        else:
            subject = _("Tag {places}", places=counted(len(chosen), "place", "places"))
            self._tags.ask(subject, article_of(chosen[0]), (), partial(self._tag_places, chosen))

    def _learn(self, screen: SearchScreen) -> None:
        """Add the chosen words to the user dictionary."""
        if words := self._words(screen):
            self._clips.add_words(words)

    def _write_terms(self, screen: SearchScreen) -> None:
        """Ask for a file, and write the chosen words to it as a list of terms."""
        if words := self._words(screen):
            self._clips.write_fillers(words)

    def _words(self, screen: SearchScreen) -> list[str]:
        """Return the chosen words of a table; tell if there are none."""
        from tui.search.tables.word_table import WordRow

        words = [each.item for each in screen.results.chosen() if isinstance(each, WordRow)]
        if not words:
            say(self._app, _("There are no words here: show a table of words, such as n-grams"))
        return words

    def _note(self, screen: SearchScreen) -> None:
        """Ask for a note on the place of the highlighted result."""
        from tui.controllers.notes import NoteEdit
        from tui.search.results.places import article_of, range_of, words_of

        result = screen.results.current
        if result is None or range_of(result)[1] <= range_of(result)[0]:
            say(self._app, _("There is no place to write a note on: go to a line or a passage"))
            return
        article, (start, end) = article_of(result), range_of(result)

        def save(note: str) -> None:
            self._places([result])  # refuses a place that was changed meanwhile
            self._library.annotations.annotate(article, start, end, note=note)
            say(self._app, undoable(_("Note saved")))

        title = _("Note on {title}", title=quoted(words_of(result)))
        self._notes.edit_over(NoteEdit(title, "", save))

    def _export(self, screen: SearchScreen) -> None:
        """Ask for a file, and write what is shown to it."""
        from tui.dialogs.base.prompt import PromptDialog
        from tui.search.results.result_file import SUFFIXES, write_results

        results = list(screen.results.results)
        if not results:
            say(self._app, _("There is nothing to export: search for something"))
            return

        def write(answer: str) -> None:
            path = write_results(answer, results, screen.row, self._library.attributes.all())
            dialog.dismiss(answer)
            say(self._app, exported.format(results=number, total=total, path=path))

        number, total = counted(len(results), "result", "results"), screen.total
        subject, exported = (ASK_FIRST, EXPORTED_FIRST) if total > len(results) else (ASK, EXPORTED)
        hint = _("Its name ends in one of these: {suffixes}", suffixes=listed(SUFFIXES))
        asked = subject.format(results=number, total=total)
        dialog = PromptDialog(asked, hint, f"~/{screen.view.replace('_', '-')}.csv", act=write)
        self._app.push_screen(dialog)

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
        from tui.search.results.places import article_of, range_of, words_of

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
        from tui.search.tables.word_table import HEADS

        if screen.view.counts_words:
            heads = [str(head) for head in HEADS[screen.view]]
            dialog = ChoiceDialog(_("Sort the words by what?"), heads, screen.column)
            self._app.push_screen(dialog, when_answered(self._app, screen.sort_words))
            return
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
        from store.finding.concordance import having, sorted_lines

        state, group, lines = screen.state, screen.group, screen.lines

        def read() -> Sequence[Line]:
            contexts = self._contexts(screen)
            kept = lines if group is None else list(having(lines, *group, contexts))
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
        """Show the tags that results in changed articles have now."""
        from tui.search.retagging import retagged

        screen.note_change()
        self._untold |= articles
        results, changed = screen.all_results, frozenset(self._untold)

        def read() -> dict[int, Result]:
            return retagged(self._library, results, changed)

        def show(replaced: dict[int, Result]) -> None:
            self._untold -= changed
            screen.retag(replaced)

        look_up(self._app, screen, read, screen.of_this_search(show), group="tags")


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
