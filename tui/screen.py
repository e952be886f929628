"""The main screen: connects the panes with the controllers.

Panes post messages. This screen passes each to a controller, which calls the library. When the library has
changed, the screen receives a message and updates the panes. No pane knows another one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.chinese.words import Segmenter
from store.language import LANGUAGES, Language, _, current_language, lazy, use_language
from store.library import Library
from store.library.transactions import Change
from store.model.listing.order import Order
from store.query.tree import Query
from tui.config import Config
from tui.controllers.history import HistoryController
from tui.controllers.notes import NoteController
from tui.controllers.open_article import OpenArticleController
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue
from tui.keys.action import Scope
from tui.keys.keymap import bind, bindings, key_for
from tui.looks.error_toasts import shows_errors
from tui.looks.themes import INK, PAPER
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.articles import ArticlesPane
from tui.panes.find_bar import FindBar
from tui.panes.finding import FindRequested
from tui.panes.layout import PaneScreen
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane, PaneNotice, PaneRequest
from tui.panes.reading import Aids, ReadingPane
from tui.panes.resizing.sizes import PaneSizes
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.recent_list import RecentList
from tui.user_folders import cache_folder, config_file

if TYPE_CHECKING:
    from tui.controllers.dispatch import AnyRequest, Dispatcher
    from tui.controllers.filters.evaluation import QueryEvaluation
    from tui.controllers.filters.saved_searches import SavedSearchController
    from tui.controllers.settings.live_settings import LiveSettings
    from tui.controllers.settings.settings import SettingsController
    from tui.controllers.team.coding import CodingController
    from tui.controllers.transfer.exporting import ExportController
    from tui.controllers.transfer.importing import ImportController
    from tui.discovery.tour import Tour

NO_ARTICLE_TO_TOUR = lazy("The tour needs an article: I imports one, pizhu --starters adds ten")
TOUR_LEFT = lazy("You have left the tour: {key} starts it again")
TOUR_DONE = lazy("That was the tour. {key} repeats it, u takes back what you changed")


class MainScreen(PaneScreen, inherit_bindings=False):
    """Owns the panes and the controllers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP)]

    class LibraryChanged(Message):
        """The library has been changed, by this process or another one."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    def __init__(
        self,
        library: Library,
        segmenter: Segmenter,
        *,
        config: Config,
        reading_speed: ReadingSpeed,
        first: str | None = None,
        first_annotation: str | None = None,
    ) -> None:
        """Create the screen for a library.

        :param config: the settings.
        :param reading_speed: the reading speed of the user.
        :param first: the ID of the article to open first. The reading pane gets the focus then.
        :param first_annotation: the ID of the annotation of that article to go to.
        """
        self._articles_pane = ArticlesPane(library, first=first)
        self._articles_pane.columns = config.columns
        self._articles_pane.order = Order(config.sort, config.sort_reversed)
        self._reading_pane = ReadingPane(segmenter, Aids.of(config), reading_speed, self._show_status)
        self._articles_pane.punctuation = config.punctuation
        self._tags_pane = TagsPane()
        self._notes_pane = NotesPane()
        panes: tuple[Pane, ...] = (
            self._articles_pane, self._reading_pane, self._tags_pane, self._notes_pane,
        )  # fmt: skip
        super().__init__(
            dict(zip(PaneName, panes, strict=True)), PaneName.ARTICLES if first is None else PaneName.READING
        )
        bind(self, Scope.APP)
        self.hide_panes({PaneName(name) for name in config.hidden_panes})
        self.resize_panes(PaneSizes(config.list_width, config.side_width, config.tags_height))
        self._config = config
        self._live: LiveSettings | None = None
        """The settings in use. None until they are asked for."""
        self._library = library
        self._segmenter = segmenter
        self._find_bar = FindBar(self.hints)
        self._first = first
        self._first_annotation = first_annotation
        self._was_shown = False
        self._status = ""
        """The status of the reading pane."""
        self._team_status = ""
        """What stands before it: how much of the user's work in the team is done."""
        self._is_counting = False
        """Whether the articles of the saved searches are counted after each change."""
        self._tour: Tour | None = None
        self._recent_lists: dict[str, RecentList] = {}
        """What was used last in the palette and in the command line, by file."""

    def compose(self) -> ComposeResult:
        """The panes, and below them the key hints or the find bar."""
        yield from super().compose()
        yield self._find_bar

    def on_mount(self) -> None:
        """Create the controllers, subscribe to changes, and open the first article."""
        self._make_controllers()
        self._library.subscribe(self._library_changed)
        self._open_first()
        self.show_panes()

    def _library_changed(self, change: Change) -> None:
        """Called by the library in the thread that made the change."""
        self.post_message(self.LibraryChanged(change))

    @property
    def has_written(self) -> bool:
        """Whether all changes have been written or have failed."""
        return self._writes.is_empty

    @shows_errors
    def _open_first(self) -> None:
        if self._first is not None:
            self._open_article.open(self._first)
            if self._first_annotation is not None:
                self._open_article.go_to_annotation(self._first_annotation)

    def _make_controllers(self) -> None:
        app, library = self.app, self._library
        self._writes = WriteQueue(app, library, self.hints.show_progress)
        self._history = HistoryController(app, library, self._writes)
        self._notes = NoteController(self, library, self._writes, self._notes_pane)
        self._open_article = OpenArticleController(
            self,
            library,
            self._writes,
            articles_pane=self._articles_pane,
            reading_pane=self._reading_pane,
            tags_pane=self._tags_pane,
            notes_pane=self._notes_pane,
        )

    # Controllers that are imported when they are first asked

    @cached_property
    def _dispatcher(self) -> Dispatcher:
        from tui.controllers.wiring import make_dispatcher

        return make_dispatcher(
            self,
            self._library,
            self._segmenter,
            writes=self._writes,
            notes=self._notes,
            creator_filter=self._open_article.creator_filter,
            evaluation=self._evaluation,
            saved_searches=self._saved_searches,
            articles_pane=self._articles_pane,
            reading_pane=self._reading_pane,
            tags_pane=self._tags_pane,
            open_article=self._open_article.go_to,
        )

    @cached_property
    def _imports(self) -> ImportController:
        from tui.controllers.transfer.importing import ImportController

        return ImportController(self, self._library, self.hints.show_begin, self.hints.show_progress)

    @cached_property
    def _exports(self) -> ExportController:
        from tui.controllers.transfer.exporting import ExportController

        return ExportController(self, self._library, self.hints.show_begin, self.hints.show_progress)

    @cached_property
    def _evaluation(self) -> QueryEvaluation:
        from tui.controllers.filters.evaluation import QueryEvaluation

        return QueryEvaluation(self, self._library, self.hints.show_begin, self.hints.show_progress)

    @cached_property
    def _saved_searches(self) -> SavedSearchController:
        from tui.controllers.filters.saved_searches import SavedSearchController

        return SavedSearchController(
            self.app,
            self._library,
            self._writes,
            articles_pane=self._articles_pane,
            filter_list=self._filter_list,
        )

    @cached_property
    def _coding(self) -> CodingController:
        from tui.controllers.team.coding import CodingController

        return CodingController(self.app, self._library, self._writes, self._read_next)

    def _read_next(self, article: str) -> None:
        self._open_article.go_to(article)
        self.go_to_pane(PaneName.READING)
        self._show_team_status()
        self._coding.opened(article)

    def _filter_list(self, query: Query) -> None:
        self._dispatcher.article_filter.filter(query)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Close the find bar when a pane is clicked."""
        if self._tour is not None:
            self._tour.check()
        clicked = event.widget is self.focused and event.widget is self.current_pane
        if clicked and self._find_bar.display:
            self._find_bar.action_leave()

    def on_unmount(self) -> None:
        """Save the position and the open note, and finish all writes."""
        self._open_article.save_position()
        self._notes.finish()
        self._writes.finish()

    # Changes

    @on(LibraryChanged)
    @shows_errors
    def show_change(self, event: LibraryChanged) -> None:
        """Update the panes that show what has changed."""
        if self._tour is not None:
            self._tour.library_changed()
        change, article = event.change, self._open_article
        if self._is_counting:
            self._saved_searches.library_changed(change)
        if article.is_removed:
            article.close()
        if change.articles or change.team:
            self._articles_pane.reload()
        if change.words:
            self._learn_words()
        if change.team:
            self._show_team_status()
        if change.codebook or article.id in change.articles:
            article.reload()
        elif change.articles:
            self._tags_pane.show_uses(self._library.codebook.uses())
            article.check_links()

    @shows_errors
    def _learn_words(self) -> None:
        self._segmenter.learn(self._library.dictionary.frequencies())
        self._reading_pane.words_are_ready()

    # From pane to pane

    def leave_pane(self) -> None:
        """Save the position in the article."""
        self._reading_pane.clear_find_status()
        self._open_article.save_position()

    @on(ArticlesPane.Highlighted)
    @shows_errors
    def preview(self, event: ArticlesPane.Highlighted) -> None:
        """Show the highlighted article next to the list."""
        if event.article != self._open_article.id:
            self._open_article.open(event.article)
            self._show_team_status()

    @on(ArticlesPane.Opened)
    @shows_errors
    def read(self, event: ArticlesPane.Opened) -> None:
        """Open an article and go to the reading pane."""
        if event.article != self._open_article.id:
            self._open_article.open(event.article)
        self._show_team_status()
        self.go_to_pane(PaneName.READING)
        if self._is_counting:
            self._coding.opened(event.article)

    @on(ReadingPane.NeighbourRequested)
    def go_to_neighbour(self, event: ReadingPane.NeighbourRequested) -> None:
        """Go to another article of the list."""
        self._open_article.save_position()
        self._articles_pane.go_by(event.step)

    @on(ReadingPane.PlaceRequested)
    @shows_errors
    def go_to_place(self, event: ReadingPane.PlaceRequested) -> None:
        """Go to a place in another article."""
        self._open_article.go_to(event.place.article)
        self._reading_pane.move(event.place.offset)

    @on(ReadingPane.NextPlaceRequested)
    @shows_errors
    def go_to_next_place(self, event: ReadingPane.NextPlaceRequested) -> None:
        """Go to another place that the search of the library found."""
        self._dispatcher.search.go_by(event.step)

    @on(ReadingPane.CursorMoved)
    def highlight_note(self, event: ReadingPane.CursorMoved) -> None:
        """Highlight the annotation under the cursor in the notes pane."""
        if event.annotation is not None:
            self._notes_pane.highlight(event.annotation)

    @on(ReadingPane.PunctuationChanged)
    def show_titles(self) -> None:
        """Show titles with the punctuation of the text."""
        self._articles_pane.punctuation = self._reading_pane.aids.punctuation
        self._articles_pane.refresh()
        self._open_article.show_title()

    @on(NotesPane.Opened)
    def go_to_words(self, event: NotesPane.Opened) -> None:
        """Go to the text of an annotation."""
        self._reading_pane.go_to(event.annotation.start)
        self.go_to_pane(PaneName.READING)

    def _show_status(self, status: str) -> None:
        """Show the status of the reading pane on the bottom line.

        It is not in the title of the pane, because setting that repaints the whole pane.
        """
        self._status = status
        self.hints.show_status(" · ".join(filter(None, (self._team_status, status))))

    def _show_team_status(self) -> None:
        """Show how many of the user's articles are done, and whether others' annotations are hidden."""
        if self._is_counting:
            self._team_status = self._coding.status(self._open_article.id)
            self._show_status(self._status)

    @on(PaneNotice)
    def show_notice(self, event: PaneNotice) -> None:
        """Show a message of a pane."""
        self.say(event.text)

    @on(FindRequested)
    async def open_find_bar(self, event: FindRequested) -> None:
        """Open the find bar."""
        await self._find_bar.open(event.pane)

    @on(PaneRequest)
    @shows_errors
    def dispatch(self, event: AnyRequest) -> None:
        """Pass a request to the controllers."""
        self._dispatcher.dispatch(event)

    # Called by the app

    def say(self, message: str) -> None:
        """Show a short message."""
        say(self.app, message)

    def library_is_ready(self) -> None:
        """Called when the index of the library is up to date."""
        self._articles_pane.library_is_ready()
        self._is_counting = True
        self._saved_searches.count()
        self._show_team_status()
        self._reading_pane.library_is_ready()

    def words_are_ready(self) -> None:
        """Called when the word dictionary has been loaded."""
        self._reading_pane.words_are_ready()

    def terminal_is_wide(self) -> None:
        """Called if the terminal draws ambiguous characters two cells wide."""
        self._reading_pane.terminal_is_wide()

    # Actions that work everywhere

    @shows_errors
    def action_search(self) -> None:
        """Open the search screen."""
        self._dispatcher.search.open()

    @shows_errors
    def action_saved_searches(self) -> None:
        """List the saved searches."""
        self._saved_searches.ask()

    @shows_errors
    def action_next_mine(self) -> None:
        """Go to the next article of the user that is not done."""
        self._coding.go_on(self._open_article.id)
        self._show_team_status()

    @shows_errors
    def action_done_next(self) -> None:
        """Say that the work on the open article is done, and go to the user's next one."""
        self._coding.finish(self._open_article.id)

    @property
    def saved_searches(self) -> list[str]:
        """The names of the saved searches."""
        return [folder.name for folder in self._articles_pane.folders if not folder.is_own_work]

    @shows_errors
    def show_saved_search(self, name: str) -> None:
        """Show the articles of a saved search, in the list."""
        self._saved_searches.show(name)
        self.go_to_pane(PaneName.ARTICLES)

    @shows_errors
    def action_mark_terms(self) -> None:
        """Mark the terms of a list in the articles of the list."""
        self._dispatcher.terms.ask(self._articles_pane.filter_query)

    @shows_errors
    def action_clip(self) -> None:
        """List what fills the gap of a pattern in the articles of the list."""
        selected = self._reading_pane.selected_range
        words = selected.exact.strip() if selected is not None else ""
        self._dispatcher.clipper.open(self._articles_pane.filter_query, words)

    @shows_errors
    def action_undo(self) -> None:
        """Undo the last change."""
        self._history.undo()

    @shows_errors
    def action_redo(self) -> None:
        """Redo the change that was undone last."""
        self._history.redo()

    async def action_repaint(self) -> None:
        """Paint the whole screen again."""
        await self.run_action("app.repaint")

    # The tour

    @shows_errors
    def action_tour(self) -> None:
        """Start the tour in the text of the first starter article. Without it, in the open article."""
        from tui.discovery.tour import Tour
        from tui.starters import first_starter

        row = self._articles_pane.row(self._articles_pane.cursor)
        article = first_starter(self._library) or self._open_article.id or (row.id if row else None)
        if article is None:
            self.say(str(NO_ARTICLE_TO_TOUR))
            return
        self._open_article.go_to(article)
        self._end_tour()
        self._tour = Tour(self, self._reading_pane, self._articles_pane)
        self.mount(self._tour, after="#panes")
        self.add_class("-touring")
        self.go_to_pane(PaneName.READING)

    def action_ran(self, name: str) -> None:
        """Called after each action of this screen and its panes."""
        if self._tour is not None:
            self._tour.action_ran(name)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Go on with the tour when a dialog is closed."""
        if not self._was_shown:
            event.refresh_styles = False  # the first screen has just got its styles
            self._was_shown = True
        if self._tour is not None:
            self._tour.check()

    def on_tour_ended(self, event: Tour.Ended) -> None:
        """Say how to start the tour again."""
        self._end_tour()
        message = TOUR_DONE if event.is_complete else TOUR_LEFT
        self.say(message.format(key=key_for(Scope.APP, "tour")))

    def _end_tour(self) -> None:
        if self._tour is not None:
            self._tour.remove()
            self.remove_class("-touring")
            self._tour = None

    def action_palette(self) -> None:
        """Find an action by its name, and run it."""
        from tui.palette.choices import Choice, choices_of
        from tui.palette.dialog import PaletteDialog

        async def run(choice: Choice | None) -> None:
            if choice is not None:
                recent.add(choice.id)
                ran = choice.run()
                if ran is not None:
                    await ran

        recent = self._recent("palette.json")
        self.app.push_screen(
            PaletteDialog(choices_of(self), recent, theme=self.app.theme, show_theme=self.set_theme), run
        )

    def action_command_line(self) -> None:
        """Ask for a command, as vim does after a colon, and run it."""
        from tui.command_line.controller import CommandLineController

        CommandLineController(
            self,
            self._library,
            self._dispatcher,
            live_settings=self._live_settings(),
            open_article=self._open_article,
            articles_pane=self._articles_pane,
            reading_pane=self._reading_pane,
            imports=self._imports,
            exports=self._exports,
        ).ask(self._recent("commands.json"))

    @shows_errors
    def action_settings(self) -> None:
        """Show and change the settings."""
        self._settings().ask()

    @shows_errors
    def action_save_looks(self) -> None:
        """Write the present looks into the settings file."""
        self._settings().save_looks()

    def _settings(self) -> SettingsController:
        from tui.controllers.settings.settings import SettingsController

        return SettingsController(self, self._live_settings(), config_file())

    def _live_settings(self) -> LiveSettings:
        from tui.controllers.settings.live_settings import LiveSettings

        if self._live is None:
            self._live = LiveSettings(
                self,
                self._config,
                articles_pane=self._articles_pane,
                reading_pane=self._reading_pane,
                open_article=self._open_article,
                show_in=self._show_in,
            )
        return self._live

    def _recent(self, file: str) -> RecentList:
        """What was used last, by the name of its file; it is not kept where there is no terminal."""
        if file not in self._recent_lists:
            self._recent_lists[file] = RecentList(None if self.app.is_headless else cache_folder() / file)
        return self._recent_lists[file]

    def action_export(self) -> None:
        """Export articles and notes to a file."""
        self._exports.ask(self._articles_pane.filtered_articles, self._open_article.id)

    def action_import(self) -> None:
        """Import files."""
        self._imports.ask(self._articles_pane)

    def action_import_report(self) -> None:
        """List what became of the files of the last import."""
        self._imports.show_report()

    def action_stop(self) -> None:
        """Stop the long change, the export, the import or the search that is running."""
        running = (self._writes, self._exports, self._imports, self._evaluation)
        if not any(each.stop() for each in running):
            self.say(_("There is nothing to stop"))

    async def action_leave(self) -> None:
        """Go back to the list of articles. From the list, quit."""
        if self.current is PaneName.ARTICLES:
            await self.action_quit()
        else:
            self.go_to_pane(PaneName.ARTICLES)

    async def action_interrupt(self) -> None:
        """Cancel what has begun in the current pane, and say how to quit."""
        await self.current_pane.run_action("cancel")
        self.say(_("Cancelled. q goes back to the list, ctrl+q quits"))

    async def action_quit(self) -> None:
        """Quit once a long change is done. Warn first if an export is running."""
        if self._writes.long_work:
            self.say(
                _("{work}: the reader quits when that is done, ctrl+x stops it", work=self._writes.long_work)
            )
            self._writes.when_empty(self.app.exit)
        elif self._exports.needs_warning():
            self.say(_("An export is being written: q again quits without it, ctrl+x stops it"))
        else:
            await self.app.action_quit()

    def action_language(self) -> None:
        """Ask for the language of the interface, and show everything in it until the reader is closed."""
        from tui.dialogs.base.choice import ChoiceDialog

        languages = list(Language)
        dialog = ChoiceDialog(
            _("Language of the interface"),
            [LANGUAGES[each] for each in languages],
            languages.index(current_language()),
        )

        def choose(place: int | None) -> None:
            if place is not None:
                self._live_settings().set("language", languages[place].value)

        self.app.push_screen(dialog, choose)

    @shows_errors
    def _show_in(self, language: Language) -> None:
        use_language(language)
        self.show_texts()
        self._articles_pane.reload()
        self._open_article.show()
        if self._tour is not None:
            self._tour.refresh(layout=True)

    def action_switch_theme(self) -> None:
        """Switch between ink and paper."""
        self.set_theme(PAPER.name if self.app.current_theme.dark else INK.name)

    def set_theme(self, theme: str) -> None:
        """Show everything in another theme, until the reader is closed."""
        self._live_settings().set("theme", theme)
