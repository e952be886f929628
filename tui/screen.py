"""The main screen: what the panes ask for, and what is done to the article being read.

Panes say what is wanted by messages; this screen asks what must be asked, calls the library, and shows each
pane what has changed. No pane knows of another.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from store.chinese.pinyin import load_phrases
from store.chinese.words import Segmenter
from store.library import Library
from store.library.transactions import Change
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.query import Field, Query
from tui.controllers.annotation import AnnotationController
from tui.controllers.codebook import CodebookController
from tui.controllers.creator_filter import CreatorFilter, CreatorFilterRequested
from tui.controllers.dispatch import Dispatcher
from tui.controllers.exporting import ExportController
from tui.controllers.importing import ImportController, Imported
from tui.controllers.links import LinkController
from tui.controllers.notes import NoteController
from tui.controllers.suggestions import SuggestionController
from tui.controllers.words import WordController
from tui.controllers.write_queue import WriteQueue
from tui.keys.keymap import Scope, bindings
from tui.looks.error_toasts import shows_errors
from tui.looks.themes import INK, PAPER
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.articles import ArticlesPane
from tui.panes.layout import ArrangedScreen
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane
from tui.panes.reading import Aids, ReadingPane
from tui.panes.reading.find_bar import FindBar
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName

if TYPE_CHECKING:
    from store.notes.backlinks import Target

NOW_AND_THEN = 0.1
"""Seconds between two words on how far work in the background is."""


class MainScreen(ArrangedScreen, inherit_bindings=False):
    """The reader."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP)]

    class Working(Message):
        """Work in the background goes on."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """How far it is; empty when it is done."""

    class LibraryChanged(Message):
        """Something in the library has changed, here or in a worker."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change
            """What."""

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

        :param aids: how the text is to be set, and what helps to read it.
        :param pace: how quickly the reader reads.
        :param first: the ID of the article to open at once, its text in focus.
        """
        self._articles = ArticlesPane(library, first=first)
        self._reading = ReadingPane(segmenter, aids, pace)
        self._tags = TagsPane()
        self._notes = NotesPane()
        panes: tuple[Pane, ...] = (self._articles, self._reading, self._tags, self._notes)
        super().__init__(
            dict(zip(PaneName, panes, strict=True)), PaneName.ARTICLES if first is None else PaneName.READING
        )
        self._library = library
        self._segmenter = segmenter
        self._find_bar = FindBar()
        self._first = first
        self._article: Article | None = None
        self._marks: tuple[Annotation, ...] = ()
        self._uses: Mapping[str, int] = {}
        """How often each tag is used, as the tags pane shows it."""
        self._told_progress = 0.0

    def compose(self) -> ComposeResult:
        """The panes, the keys below them, and the find line in their place."""
        yield from super().compose()
        yield self._find_bar

    def on_mount(self) -> None:
        """Open the first article and take note of changes."""
        self._deeds = WriteQueue(self.app, self._library, self.tell_progress)
        self._noting = NoteController(self, self._library, self._deeds, self._notes)
        self._marking = AnnotationController(self.app, self._library, self._deeds, self._noting)
        self._coding = CodebookController(self.app, self._library, self._deeds, self._marking, self._noting)
        self._exchange = ImportController(self, self._library, self.tell_progress)
        self._exporting = ExportController(self, self._library, self.tell_progress)
        self._lexicon = WordController(self, self._library, self._segmenter, self._deeds)
        self._following = LinkController(self, self._library, self._marking, self._go_to)
        suggesting = SuggestionController(self, self._library, self._segmenter, self._deeds, self._marking)
        self._requests = Dispatcher(self._marking, suggesting, self._lexicon, self._following, self._reading)
        self._whose = CreatorFilter(self.app, self._library.creator, self._show, self._marking.say)
        self._library.subscribe(self._library_changed)
        self._open_first()
        self.show_panes()
        if self._reading.aids.pinyin:
            self._load_readings()

    @property
    def has_written(self) -> bool:
        """Whether every change that was asked for has been made or refused."""
        return self._deeds.is_empty

    @shows_errors
    def _open_first(self) -> None:
        if self._first is not None:
            self._open(self._first)

    def _library_changed(self, change: Change) -> None:
        """Called by the library, on whichever thread made the change."""
        self.post_message(self.LibraryChanged(change))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The reading view was clicked while one typed what to find: that is over."""
        clicked = event.widget is self.focused and event.widget is self.current_pane
        if clicked and self._find_bar.display:
            self._find_bar.action_leave()

    def leave_pane(self) -> None:
        """Remember where the reader stands."""
        self._reading.tell_no_more()
        self._leave_at()

    # The article being read

    def _open(self, article: str | None) -> None:
        """Show an article in the panes, or none."""
        self._leave_at()
        if article is None:
            self._article, self._marks = None, ()
        else:
            self._article, self._marks = self._library.open_article(article)
        self._show()

    @shows_errors
    def _reload(self) -> None:
        """Read the article again: something about it has changed."""
        if self._article is not None:
            before = self._marks
            self._article, self._marks = self._library.open_article(self._article.id)
            self._whose.take_news(before, self._marks)
        self._show()

    def _show(self) -> None:
        tags = self._library.codebook.tags()
        marks = self._whose.of(self._marks)
        self._reading.show(self._article, marks, tags)
        self._uses = self._library.codebook.uses()
        self._tags.show(self._article, tags, self._uses)
        self._notes.show(self._article, marks, tags, self._whose.name)

    @shows_errors
    def _leave_at(self) -> None:
        """Remember where the reader stands in the article, if it was being read."""
        if self._article is None or self.current is not PaneName.READING:
            return
        if self._library.position(self._article.id) is not None:
            self._deeds.run(partial(self._library.leave_at, self._article.id, self._reading.cursor))

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
        """Go to the next article of the list, or to the one before."""
        self._leave_at()
        self._articles.go_by(event.step)

    @on(ReadingPane.CursorMoved)
    def show_note_here(self, event: ReadingPane.CursorMoved) -> None:
        """Highlight the note on the words under the cursor."""
        if event.mark is not None:
            self._notes.highlight(event.mark)

    @on(ReadingPane.Whereabouts)
    def show_whereabouts(self, event: ReadingPane.Whereabouts) -> None:
        """Show how far the cursor is."""
        self.hints.tell(event.words)

    @on(ReadingPane.Said)
    def say_in_passing(self, event: ReadingPane.Said) -> None:
        """Say what the reading view has to tell."""
        self._marking.say(event.sentence)

    @on(ReadingPane.Revisited)
    @shows_errors
    def revisit(self, event: ReadingPane.Revisited) -> None:
        """Go back to a place in another article."""
        self._open(event.place.article)
        self._articles.highlight(event.place.article)
        self._reading.move(event.place.offset)

    # Finding, and the aids to reading

    @on(ReadingPane.FindAsked)
    async def ask_what_to_find(self) -> None:
        """Let the reader type it, on the bottom line."""
        self.hints.display = False
        await self._find_bar.open()

    @on(FindBar.Sought)
    def find_live(self, event: FindBar.Sought) -> None:
        """Find what was typed so far."""
        self._reading.find_live(event.query)
        self._find_bar.tell(self._reading.outcome)

    @on(FindBar.Settled)
    def find_settled(self, event: FindBar.Settled) -> None:
        """Go on reading at what was found."""
        self._back_from_finding()
        self._reading.find_settled(event.query)

    @on(FindBar.Dropped)
    def find_dropped(self) -> None:
        """Go on reading where the reader was."""
        self._back_from_finding()
        self._reading.find_dropped()

    def _back_from_finding(self) -> None:
        self.hints.display = True
        self.set_focus(self._reading)

    @on(ReadingPane.Aided)
    def say_aid(self, event: ReadingPane.Aided) -> None:
        """Have what an aid needs loaded."""
        if event.aids.pinyin:
            self._load_readings()

    def _load_readings(self) -> None:
        """Load how words are read, in the background; until then characters are read one by one."""

        def load() -> None:
            load_phrases()
            self.app.call_from_thread(self._reading.words_are_ready)

        self.run_worker(load, thread=True, group="readings", exclusive=True)

    def terminal_is_wide(self) -> None:
        """The terminal draws ambiguous characters two cells wide: set the text so."""
        self._reading.aids = replace(self._reading.aids, ambiguous=2)

    @on(NotesPane.Went)
    def go_to_words(self, event: NotesPane.Went) -> None:
        """Go to the words of a note."""
        self._reading.go_to(event.mark.start)
        self.go_to_pane(PaneName.READING)

    @on(LibraryChanged)
    @shows_errors
    def show_change(self, event: LibraryChanged) -> None:
        """Show what has changed in the panes that show it."""
        change = event.change
        if self._article is not None and self._library.position(self._article.id) is None:
            self._article, self._marks = None, ()
            self._show()
        if change.articles:
            self._articles.reload()
        if change.words:
            self._learn_words()
        if change.codebook or (self._article is not None and self._article.id in change.articles):
            self._reload()
        elif change.articles:
            self._count_tags()

    def _count_tags(self) -> None:
        """Show how often each tag is used now, if any is used more or less than before."""
        uses = self._library.codebook.uses()
        if uses != self._uses:
            self._uses = uses
            self._tags.show(self._article, self._library.codebook.tags(), uses)

    def tell_progress(self, work: str, done: int, total: int) -> None:
        """Show how far long work in the background is, now and then; called on any thread."""
        now = time.monotonic()
        if done >= total:
            self.post_message(self.Working(""))
        elif done and now - self._told_progress > NOW_AND_THEN:
            self.post_message(self.Working(f"{work} {done:,}/{total:,}"))
        elif done:
            return
        self._told_progress = now

    @on(Working)
    def show_progress(self, event: Working) -> None:
        """Show how far work in the background is."""
        self.hints.tell_work(event.words)

    def say(self, sentence: str) -> None:
        """Say something that was done."""
        self._marking.say(sentence)

    def library_is_ready(self) -> None:
        """The list is in step with the files."""
        self._articles.library_is_ready()

    def words_are_ready(self) -> None:
        """The dictionary has been loaded."""
        self._reading.words_are_ready()

    @shows_errors
    def _learn_words(self) -> None:
        self._lexicon.learn()
        self._reading.words_are_ready()

    def on_unmount(self) -> None:
        """Remember where the reader stands."""
        self._leave_at()
        self._noting.finish()
        self._deeds.finish()

    # What is asked of the reading view, the list, the tags and the notes

    @on(CreatorFilterRequested)
    def ask_whose(self) -> None:
        """Show the annotations of another person, or everybody's."""
        self._whose.ask(self._marks)

    @on(ReadingPane.Asked)
    @shows_errors
    def do_to_words(self, event: ReadingPane.Asked) -> None:
        """Carry out what was asked about words of the article."""
        if self._article is not None:
            self._requests.of_reading(event, self._article, self._marks)

    @on(NotesPane.AllAsked)
    def show_all_notes(self) -> None:
        """Show all notes of the library."""
        self._following.show_all_notes()

    def _go_to(self, target: Target) -> None:
        """Go where a link leads, or to the words of a note; ``ctrl+o`` in the reading view leads back."""
        mark = target.annotation
        self._reading.remember_place()
        if target.tag:
            self._tags.highlight(target.tag)
            self.go_to_pane(PaneName.TAGS)
            return
        self._reading.drop_selection()
        if self._article is None or self._article.id != target.article:
            self._open(target.article)
            self._articles.highlight(target.article)
        if mark is not None and mark.orphan:
            self.say("The words of this note are no longer in the text")
        elif mark is not None:
            self._reading.move(mark.start)
        self.go_to_pane(PaneName.READING)

    @on(NotesPane.Asked)
    @shows_errors
    def do_to_note(self, event: NotesPane.Asked) -> None:
        """Carry out what was asked about a note."""
        if self._article is not None:
            self._requests.of_notes(event, self._article)

    @on(ArticlesPane.Asked)
    @shows_errors
    def do_to_article(self, event: ArticlesPane.Asked) -> None:
        """Carry out what was asked about an article of the list."""
        self._requests.of_articles(event)

    @on(TagsPane.Toggled)
    @shows_errors
    def toggle_tag(self, event: TagsPane.Toggled) -> None:
        """Put a tag on the article being read, or take it off."""
        if self._article is not None:
            self._marking.toggle_tag(self._article, event.tag)
        else:
            self.say("There is no article here to put a tag on")

    @on(TagsPane.Asked)
    @shows_errors
    def do_to_tag(self, event: TagsPane.Asked) -> None:
        """Carry out what was asked of a tag."""
        if event.deed == "backlinks":
            self._following.show_backlinks_of_tag(event.tags[0])
        else:
            self._coding.do(event.deed, event.tags)

    @on(TagsPane.Narrowed)
    @shows_errors
    def narrow_by_tag(self, event: TagsPane.Narrowed) -> None:
        """Narrow the list of articles by a tag, or no longer."""
        query = self._articles.shown_by
        changes = {"&": query.also, "|": query.either, "!": query.never}
        self._narrow(changes[event.sign](Field.TAG, event.tag) if event.sign else Query())

    @on(ArticlesPane.Narrowed)
    @shows_errors
    def ask_query(self, event: ArticlesPane.Narrowed) -> None:
        """Show other articles, asking which if that has not been said."""
        if event.query is not None:
            self._narrow(event.query)
            return
        from tui.dialogs.filtering import FilterDialog

        dialog = FilterDialog(self._articles.shown_by)

        def count() -> None:
            self.app.call_from_thread(dialog.offer, self._library.facets())

        self.app.push_screen(dialog, lambda query: None if query is None else self._narrow(query))
        self.run_worker(count, thread=True, group="facets", exclusive=True)

    def _narrow(self, query: Query) -> None:
        """Narrow the list of articles, and show by what."""
        self._articles.narrow(query)
        self._tags.mark(query)

    # Everywhere

    @shows_errors
    def action_undo(self) -> None:
        """Take the last change back."""
        self._marking.undo()

    @shows_errors
    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._marking.redo()

    def action_export(self) -> None:
        """Write articles and notes to a file."""
        self._exporting.ask(self._articles.narrowed_to, self._article.id if self._article else None)

    def action_import(self) -> None:
        """Bring in files."""
        self._exchange.ask_import()

    def action_stop(self) -> None:
        """Stop the long change, the export or the import that is going on."""
        if not self._deeds.stop() and not self._exporting.stop():
            self._exchange.stop_import()

    @on(Imported)
    def show_imported(self, event: Imported) -> None:
        """Say what came in, and highlight the last of it."""
        self._exchange.say_imported(event)
        if event.last is not None and self.current is PaneName.ARTICLES:
            self._articles.highlight(event.last)

    def action_help(self) -> None:
        """Show all keys."""
        from tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.scope))

    def action_palette(self) -> None:
        """Find an action by name."""
        self.app.action_command_palette()

    async def action_quit(self) -> None:
        """Leave the reader; first what is at work comes to its end."""
        if self._deeds.long_work:
            self.say(f"{self._deeds.long_work}: the reader leaves when that is done, ctrl+x stops it")
            self._deeds.run_afterwards(self.app.exit)
        elif self._exporting.holds_back():
            self.say("An export is being written: q again leaves without it, ctrl+x stops it")
        else:
            await self.app.action_quit()

    def action_switch_theme(self) -> None:
        """Change between ink and paper."""
        self.app.theme = PAPER.name if self.app.current_theme.dark else INK.name
        self._show()
