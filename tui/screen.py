"""The main screen: four panes, the article that is open, and who handles what the panes ask for.

Panes post messages; this screen hands each to a controller, which calls the library. What has changed in the
library comes back as a message, and is shown in the panes. No pane knows another.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.chinese.words import Segmenter
from store.library import Library
from store.library.transactions import Change
from store.model.article import Article
from tui.controllers.dispatch import AnyRequest
from tui.controllers.filters.creator_filter import CreatorFilter
from tui.controllers.history import HistoryController
from tui.controllers.notes import NoteController
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue
from tui.controllers.transfer.exporting import ExportController
from tui.controllers.transfer.importing import ImportController
from tui.controllers.wiring import make_dispatcher
from tui.keys.keymap import Scope, bindings
from tui.looks.error_toasts import shows_errors
from tui.looks.themes import INK, PAPER
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.articles import ArticlesPane
from tui.panes.layout import ArrangedScreen
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane, PaneRequest
from tui.panes.reading import Aids, ReadingPane
from tui.panes.reading.find_bar import FindBar
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName


class MainScreen(ArrangedScreen, inherit_bindings=False):
    """The reader; owns the open article with its annotations, the panes and the controllers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP)]

    class LibraryChanged(Message):
        """Something in the library has changed, here, on a worker's thread or in another process."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    def __init__(
        self,
        library: Library,
        segmenter: Segmenter,
        *,
        aids: Aids,
        pace: ReadingSpeed,
        first: str | None = None,
    ) -> None:
        """The reader on a library.

        :param aids: how the text is set, and what helps to read it.
        :param pace: how quickly the reader reads.
        :param first: the ID of the article to open at once, its text in focus.
        """
        self._articles_pane = ArticlesPane(library, first=first)
        self._reading_pane = ReadingPane(segmenter, aids, pace)
        self._tags_pane = TagsPane()
        self._notes_pane = NotesPane()
        panes: tuple[Pane, ...] = (
            self._articles_pane, self._reading_pane, self._tags_pane, self._notes_pane,
        )  # fmt: skip
        super().__init__(
            dict(zip(PaneName, panes, strict=True)), PaneName.ARTICLES if first is None else PaneName.READING
        )
        self._library = library
        self._segmenter = segmenter
        self._find_bar = FindBar(self._reading_pane, self.hints)
        self._first = first
        self._article: Article | None = None

    def compose(self) -> ComposeResult:
        """The panes, the keys below them, and the find line in the place of the keys."""
        yield from super().compose()
        yield self._find_bar

    def on_mount(self) -> None:
        """Make the controllers, open the first article, and listen to changes."""
        self._make_controllers()
        self._library.subscribe(self._library_changed)
        self._open_first()
        self.show_panes()

    def _library_changed(self, change: Change) -> None:
        """Called by the library, on the thread that made the change."""
        self.post_message(self.LibraryChanged(change))

    @property
    def has_written(self) -> bool:
        """Whether every change that was asked for has been made or refused."""
        return self._writes.is_empty

    @shows_errors
    def _open_first(self) -> None:
        if self._first is not None:
            self._open(self._first)

    def _make_controllers(self) -> None:
        app, library, progress = self.app, self._library, self.hints.tell_progress
        self._writes = WriteQueue(app, library, progress)
        self._history = HistoryController(app, library, self._writes)
        self._notes = NoteController(self, library, self._writes, self._notes_pane)
        self._imports = ImportController(self, library, progress)
        self._exports = ExportController(self, library, progress)
        self._creator_filter = CreatorFilter(app, library.creator, self._show)
        self._dispatcher = make_dispatcher(
            self,
            library,
            self._segmenter,
            writes=self._writes,
            notes=self._notes,
            creator_filter=self._creator_filter,
            articles_pane=self._articles_pane,
            reading_pane=self._reading_pane,
            tags_pane=self._tags_pane,
            open_article=self.open_article,
        )

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Close the find line when the reading pane is clicked."""
        clicked = event.widget is self.focused and event.widget is self.current_pane
        if clicked and self._find_bar.display:
            self._find_bar.action_leave()

    def on_unmount(self) -> None:
        """Write what is still to be written."""
        self._leave_at()
        self._notes.finish()
        self._writes.finish()

    # The open article

    def open_article(self, article: str) -> None:
        """Open an article, unless it is open, and highlight it in the list."""
        if self._article is None or self._article.id != article:
            self._open(article)
            self._articles_pane.highlight(article)

    def _open(self, article: str | None) -> None:
        """Show an article in the panes, or none."""
        self._leave_at()
        self._article, annotations = (None, ()) if article is None else self._library.articles.open(article)
        self._creator_filter.take(annotations)
        self._show()

    @shows_errors
    def _reload(self) -> None:
        """Read the open article again: something about it has changed."""
        if self._article is not None:
            self._article, annotations = self._library.articles.open(self._article.id)
            self._creator_filter.update(annotations)
        self._show()

    def _show(self) -> None:
        codebook = self._library.codebook
        tags, annotations = codebook.tags(), self._creator_filter.shown
        self._reading_pane.show(self._article, annotations, tags)
        self._tags_pane.show(self._article, tags, codebook.uses())
        self._notes_pane.show(self._article, annotations, tags, self._creator_filter.name)

    @shows_errors
    def _leave_at(self) -> None:
        """Remember where the reader stands in the article, if it was being read."""
        if self._article is None or self.current is not PaneName.READING:
            return
        if self._library.articles.position(self._article.id) is not None:
            self._writes.run(
                partial(self._library.articles.set_position, self._article.id, self._reading_pane.cursor)
            )

    @on(LibraryChanged)
    @shows_errors
    def show_change(self, event: LibraryChanged) -> None:
        """Show what has changed, in the panes that show it."""
        change = event.change
        if self._article is not None and self._library.articles.position(self._article.id) is None:
            self._article = None
            self._creator_filter.take(())
            self._show()
        if change.articles:
            self._articles_pane.reload()
        if change.words:
            self._learn_words()
        if change.codebook or (self._article is not None and self._article.id in change.articles):
            self._reload()
        elif change.articles:
            self._tags_pane.show_uses(self._library.codebook.uses())

    @shows_errors
    def _learn_words(self) -> None:
        self._segmenter.learn(self._library.dictionary.frequencies())
        self._reading_pane.words_are_ready()

    # From pane to pane

    def leave_pane(self) -> None:
        """Remember where the reader stands."""
        self._reading_pane.tell_no_more()
        self._leave_at()

    @on(ArticlesPane.Highlighted)
    @shows_errors
    def preview(self, event: ArticlesPane.Highlighted) -> None:
        """Show the highlighted article beside the list."""
        if event.article != (self._article and self._article.id):
            self._open(event.article)

    @on(ArticlesPane.Opened)
    @shows_errors
    def read(self, event: ArticlesPane.Opened) -> None:
        """Read an article."""
        if self._article is None or event.article != self._article.id:
            self._open(event.article)
        self.go_to_pane(PaneName.READING)

    @on(ReadingPane.Left)
    def back_to_list(self) -> None:
        """Go back to the list."""
        self.go_to_pane(PaneName.ARTICLES)

    @on(ReadingPane.Turned)
    def turn(self, event: ReadingPane.Turned) -> None:
        """Go to another article of the list."""
        self._leave_at()
        self._articles_pane.go_by(event.step)

    @on(ReadingPane.Revisited)
    @shows_errors
    def revisit(self, event: ReadingPane.Revisited) -> None:
        """Go back to a place in another article."""
        self.open_article(event.place.article)
        self._reading_pane.move(event.place.offset)

    @on(ReadingPane.CursorMoved)
    def highlight_note(self, event: ReadingPane.CursorMoved) -> None:
        """Highlight the note on the words under the cursor."""
        if event.annotation is not None:
            self._notes_pane.highlight(event.annotation)

    @on(NotesPane.Opened)
    def go_to_words(self, event: NotesPane.Opened) -> None:
        """Go to the words of a note."""
        self._reading_pane.go_to(event.annotation.start)
        self.go_to_pane(PaneName.READING)

    @on(ReadingPane.Whereabouts)
    def show_whereabouts(self, event: ReadingPane.Whereabouts) -> None:
        """Show how far the cursor is."""
        self.hints.tell(event.words)

    @on(ReadingPane.Said)
    def show_message(self, event: ReadingPane.Said) -> None:
        """Show a message of the reading pane."""
        self.say(event.sentence)

    @on(ReadingPane.FindRequested)
    async def open_find_bar(self) -> None:
        """Let the reader type what to find, on the bottom line."""
        await self._find_bar.open()

    @on(PaneRequest)
    @shows_errors
    def dispatch(self, event: AnyRequest) -> None:
        """Handle a request."""
        self._dispatcher.dispatch(event)

    # What the app tells

    def say(self, sentence: str) -> None:
        """Show a short message."""
        say(self.app, sentence)

    def library_is_ready(self) -> None:
        """The list is in step with the files."""
        self._articles_pane.library_is_ready()

    def words_are_ready(self) -> None:
        """The dictionary has been loaded."""
        self._reading_pane.words_are_ready()

    def terminal_is_wide(self) -> None:
        """The terminal draws ambiguous characters two cells wide."""
        self._reading_pane.terminal_is_wide()

    # Actions that work everywhere

    @shows_errors
    def action_undo(self) -> None:
        """Undo the last change."""
        self._history.undo()

    @shows_errors
    def action_redo(self) -> None:
        """Redo the change that was undone last."""
        self._history.redo()

    def action_export(self) -> None:
        """Write articles and notes to a file."""
        self._exports.ask(self._articles_pane.narrowed_to, self._article.id if self._article else None)

    def action_import(self) -> None:
        """Import files."""
        self._imports.ask(self._articles_pane)

    def action_stop(self) -> None:
        """Stop the long change, the export or the import that is going on."""
        if not (self._writes.stop() or self._exports.stop() or self._imports.stop()):
            self.say("There is nothing at work that could be stopped")

    async def action_quit(self) -> None:
        """Leave the reader, once a long change is done; warn first if an export is being written."""
        if self._writes.long_work:
            self.say(f"{self._writes.long_work}: the reader leaves when that is done, ctrl+x stops it")
            self._writes.when_empty(self.app.exit)
        elif self._exports.warns_before_leaving():
            self.say("An export is being written: q again leaves without it, ctrl+x stops it")
        else:
            await self.app.action_quit()

    def action_switch_theme(self) -> None:
        """Switch between ink and paper."""
        self.app.theme = PAPER.name if self.app.current_theme.dark else INK.name
        self._show()
