"""Going from note to note: links followed, what links back listed, all notes gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import Link, links_in
from tui.controllers.annotation import AnnotationController
from tui.looks.error_toasts import show_error, when_answered
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.notes.all_notes import Note
    from store.notes.backlinks import Target

NO_LINK = "This note has no link: [[ and a title, or [[# and a tag, begin one"
NO_BACKLINK = "No note links here: [[ in a note begins a link"

LONGEST_SUBJECT = 24
"""Cells of what is linked to, in a title."""

LONGEST_NAME = 56
"""Cells of what a link leads to, in a list to choose from."""


class LinkController:
    """The ways of one reader between notes, and from them to articles, words and tags."""

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        marking: AnnotationController,
        go: Callable[[Target], None],
    ) -> None:
        """The ways of the reader on ``screen``; ``go`` leads to a target."""
        self._screen = screen
        self._library = library
        self._marking = marking
        self._go = go

    # Links

    def follow(self, links: Sequence[Link], here: str) -> None:
        """Go where a link leads, asking which one if there are several.

        :param here: the ID of the article that the note is on.
        """
        different = list({link.shown: link for link in links}.values())
        if not different:
            self._marking.say(NO_LINK)
        elif len(different) == 1:
            self._follow(different[0], here)
        else:
            names = [link.shown for link in different]
            self._choose("Which link?", names, lambda place: self._follow(different[place], here))

    def _follow(self, link: Link, here: str) -> None:
        from store.notes.backlinks import nothing_named, targets

        found = targets(self._library, link, here)
        if not found:
            show_error(self._screen.app, nothing_named(link))
        elif len(found) == 1:
            self._go(found[0])
        else:
            names = [self._name(target) for target in found]
            self._choose(f"Which “{link.shown}”?", names, lambda place: self._go(found[place]))

    def _name(self, target: Target) -> str:
        """A target, told from others of the same name."""
        if target.tag:
            return f"#{target.tag}"
        exact = f"  「{target.annotation.exact}」" if target.annotation else ""
        return f"{self._library.ids.short(target.article)}  {target.title}{exact}"

    def _choose(self, question: str, answers: Iterable[str], deed: Callable[[int], None]) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        dialog = ChoiceDialog(question, [fitted(answer, LONGEST_NAME) for answer in answers])
        self._screen.app.push_screen(dialog, when_answered(self._screen.app, deed))

    # Notes

    def show_all_notes(self) -> None:
        """Show all notes, read in the background, and go to the one that is chosen."""
        from store.notes.all_notes import notes

        self._ask_note(lambda: notes(self._library))

    def show_backlinks(self, article: Article, mark: Annotation | None) -> None:
        """Show the notes that link to an article or to an annotation of it; go to the one that is chosen."""
        from store.notes.backlinks import Target

        name = f"「{' '.join(mark.exact.split())}」" if mark else f"“{article.title}”"
        self._ask_backlink(Target(article.id, article.title, mark), name)

    def show_backlinks_of_tag(self, tag: str) -> None:
        """Show the notes that link to a tag; go to the one that is chosen."""
        from store.notes.backlinks import Target

        self._ask_backlink(Target(tag=tag), f"#{tag}")

    def _ask_backlink(self, target: Target, name: str) -> None:
        from store.notes.backlinks import backlinks

        named = f"Links to {fitted(name, LONGEST_SUBJECT)}"
        self._ask_note(lambda: backlinks(self._library, target), named, NO_BACKLINK)

    def _ask_note(self, read: Callable[[], Iterable[Note]], *named: str) -> None:
        """Ask which of some notes to go to.

        :param read: reads them, on a thread of its own.
        :param named: what they are called, and what is said when there are none.
        """
        from tui.dialogs.all_notes import AllNotesDialog

        dialog = AllNotesDialog(*named)

        def work() -> None:
            found = list(read())
            self._screen.app.call_from_thread(dialog.show, found)

        self._screen.app.push_screen(dialog, when_answered(self._screen.app, self._go_to_note))
        self._screen.run_worker(work, thread=True, group="notes", exclusive=True)

    def _go_to_note(self, note: Note) -> None:
        from store.notes.backlinks import Target

        self._go(Target(note.article, note.title, note.annotation))

    # An annotation in full

    def show_mark(self, article: Article, mark: Annotation) -> None:
        """Show an annotation in full, with what it links to and what links to it; do what is asked then."""
        from store.notes.backlinks import Target, backlinks, targets
        from tui.dialogs.annotation import EDIT, AnnotationDialog

        links = links_in(mark.note)
        dialog = AnnotationDialog(mark, links)

        def look() -> None:
            dead = {link for link in links if not targets(self._library, link, article.id)}
            back = list(backlinks(self._library, Target(article.id, article.title, mark)))
            self._screen.app.call_from_thread(dialog.show, dead, back)

        def do(asked: str | Sequence[Link] | Note) -> None:
            if asked == EDIT:
                self._marking.note_mark(article.id, mark)
            elif isinstance(asked, Sequence) and not isinstance(asked, str):
                self.follow(asked, article.id)
            elif not isinstance(asked, str):
                self._go_to_note(asked)

        answer = when_answered(self._screen.app, do)
        self._screen.app.push_screen(dialog, answer)
        self._screen.run_worker(look, thread=True, group="notes", exclusive=True)
