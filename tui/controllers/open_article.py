"""Opens articles, and shows the open one in the panes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from store.errors import PizhuError
from store.language import lazy
from store.library import Library
from store.model.article import Article
from tui.controllers.filters.creator_filter import CreatorFilter
from tui.controllers.shared.notices import say
from tui.controllers.shared.write_queue import WriteQueue
from tui.late_answers import unless_gone
from tui.looks.error_toasts import show_error
from tui.panes.articles import ArticlesPane
from tui.panes.layout import PaneScreen
from tui.panes.notes import NotesPane
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.typesetting.punctuation import shown_title

ORPHAN = lazy("The text of this note is no longer in the article")


class OpenArticleController:
    """Holds the open article, shows it with its annotations in the panes, and saves the position in it."""

    def __init__(
        self,
        screen: PaneScreen,
        library: Library,
        writes: WriteQueue,
        *,
        articles_pane: ArticlesPane,
        reading_pane: ReadingPane,
        tags_pane: TagsPane,
        notes_pane: NotesPane,
    ) -> None:
        self._screen = screen
        self._library = library
        self._writes = writes
        self._articles_pane = articles_pane
        self._reading_pane = reading_pane
        self._tags_pane = tags_pane
        self._notes_pane = notes_pane
        self._article: Article | None = None
        self.creator_filter = CreatorFilter(screen.app, library.creator, self.show)
        """The filter of the annotations that are shown."""

    @property
    def id(self) -> str | None:
        """The ID of the open article, or None."""
        return self._article.id if self._article else None

    @property
    def is_removed(self) -> bool:
        """Whether the open article is no longer in the library."""
        return self._article is not None and self._library.articles.position(self._article.id) is None

    def go_to(self, article: str) -> None:
        """Open an article and highlight it in the list, unless it is already open."""
        if self.id != article:
            self.open(article)
            self._articles_pane.highlight(article)

    def open(self, article: str | None) -> None:
        """Open the article with an ID, or close the open one if it is None. Save the position first."""
        self.save_position()
        self._article, annotations = (None, ()) if article is None else self._library.articles.open(article)
        self.creator_filter.replace(annotations)
        self.show()

    def go_to_annotation(self, annotation: str) -> None:
        """Move the cursor to an annotation of the open article, given its ID."""
        here = next((each for each in self.creator_filter.shown if each.id == annotation), None)
        if here is not None and here.orphan:
            say(self._screen.app, str(ORPHAN))
        elif here is not None:
            self._reading_pane.move(here.start)

    def close(self) -> None:
        """Close an article that has been removed."""
        self._article = None
        self.creator_filter.replace(())
        self.show()

    def reload(self) -> None:
        """Read the open article again, because it has changed."""
        if self._article is not None:
            self._article, annotations = self._library.articles.open(self._article.id)
            self.creator_filter.update(annotations)
        self.show()

    def show(self) -> None:
        """Show the article, its annotations and the codebook in the panes."""
        codebook = self._library.codebook
        by_document, annotations = codebook.by_document(), self.creator_filter.shown
        tags = tuple(sorted(by_document.values(), key=lambda tag: tag.name))
        self.show_title()
        self._reading_pane.show(self._article, annotations, tags)
        self._tags_pane.show(self._article, by_document, codebook.uses(), codebook.hand_order())
        self._notes_pane.show(self._article, annotations, tags, self.creator_filter.name)
        self.check_links()

    def show_title(self) -> None:
        """Show the title of the article on the window, with its punctuation as the text has it."""
        app = self._screen.app
        if self._article is None:
            app.title = app.TITLE or ""
        else:
            title = shown_title(self._article.title, self._reading_pane.aids.punctuation)
            app.title = f"{title} - {app.TITLE}"

    def check_links(self) -> None:
        """Find out, in a thread, which links in the shown notes lead nowhere, and show that."""
        article = self._article
        if article is None:
            return
        notes = (article.note, *(annotation.note for annotation in self.creator_filter.shown))
        linking = [note for note in notes if "[[" in note]
        find = partial(self._find_broken_links, article.id, linking)
        if linking:
            self._screen.run_worker(find, thread=True, group="broken links", exclusive=True)
        else:
            self._notes_pane.show_broken(article.id, ())

    def _find_broken_links(self, article: str, notes: Sequence[str]) -> None:
        """In a thread: look up the targets of all links."""
        from store.note_syntax.wikilinks import links_in
        from store.notes.backlinks import broken_targets

        with suppress(PizhuError):  # what is wrong with the library is reported elsewhere
            links = [link for note in notes for link in links_in(note)]
            broken = broken_targets(self._library, links, article)
            show = unless_gone(self._notes_pane, self._notes_pane.show_broken)
            self._screen.app.call_from_thread(show, article, broken)

    def save_position(self) -> None:
        """Save the position of the cursor, if the user is reading the article."""
        article = self.id
        if article is None or self._screen.current is not PaneName.READING:
            return
        try:
            if self._library.articles.position(article) is not None:
                cursor = self._reading_pane.cursor
                self._writes.run(partial(self._library.articles.set_position, article, cursor))
        except PizhuError as error:
            show_error(self._screen.app, str(error))
