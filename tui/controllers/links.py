"""Follows links, and lists backlinks and all notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.identity import identity_address
from store.note_syntax.wikilinks import Link, links_in
from store.wording import in_quotes
from tui.controllers.annotation import AnnotationController
from tui.controllers.open_article import ORPHAN
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.keys.keymap import key_name
from tui.looks.clipboard import copy
from tui.looks.error_toasts import show_error, when_answered
from tui.looks.identities import has_browser
from tui.panes.layout import PaneScreen
from tui.panes.reading import ReadingPane
from tui.panes.tags import TagsPane
from tui.panes.visibility import PaneName
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.notes.all_notes import Note
    from store.notes.backlinks import Target

NO_LINK = lazy("This note has no link: start one with [[ and a title, or [[# and a tag")
NO_BACKLINK = lazy("No note links here: [[ in a note starts a link")

MAX_SUBJECT_WIDTH = 24
"""The width in cells to which the target's name in a title is cut."""

MAX_NAME_WIDTH = 56
"""The width in cells to which a target's name in a list is cut."""


class LinkController:
    """Shows notes and their links, and goes to notes, articles, annotations and tags."""

    def __init__(
        self,
        screen: PaneScreen,
        library: Library,
        annotations: AnnotationController,
        *,
        reading_pane: ReadingPane,
        tags_pane: TagsPane,
        open_article: Callable[[str], None],
    ) -> None:
        """Create a controller for the links on ``screen``.

        :param open_article: opens the article with an ID, unless it is already open.
        """
        self._screen = screen
        self._app = screen.app
        self._library = library
        self._annotations = annotations
        self._reading_pane = reading_pane
        self._tags_pane = tags_pane
        self._open_article = open_article

    # Links

    def follow(self, links: Sequence[Link], here: str) -> None:
        """Follow a link. If there are several, ask which.

        :param here: the ID of the article that the note is on.
        """
        different = list({link.shown: link for link in links}.values())
        if not different:
            say(self._app, str(NO_LINK))
        elif len(different) == 1:
            self._follow(different[0], here)
        else:
            names = [link.shown for link in different]
            self._choose(_("Which link?"), names, lambda place: self._follow(different[place], here))

    def _follow(self, link: Link, here: str) -> None:
        from store.notes.backlinks import broken_link_message, targets

        found = targets(self._library, link, here)
        if not found:
            show_error(self._app, broken_link_message(link))
        elif len(found) == 1:
            self._go(found[0])
        else:
            names = [self._name(target) for target in found]
            self._choose(_("Which “{name}”?", name=link.shown), names, lambda place: self._go(found[place]))

    def _name(self, target: Target) -> str:
        """The name of a target, with details that distinguish it from others of the same name."""
        if target.tag:
            return f"#{target.tag}"
        exact = f"  {in_quotes(target.annotation.exact)}" if target.annotation else ""
        return f"{self._library.ids.short(target.article)}  {target.title}{exact}"

    def _choose(self, question: str, answers: Iterable[str], answer: Callable[[int], None]) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        dialog = ChoiceDialog(question, [fitted(each, MAX_NAME_WIDTH) for each in answers])
        self._app.push_screen(dialog, when_answered(self._app, answer))

    def _go(self, target: Target) -> None:
        """Go to a target. ``ctrl+o`` in the reading pane goes back."""
        self._reading_pane.remember_place()
        if target.tag:
            self._tags_pane.highlight(target.tag)
            self._screen.go_to_pane(PaneName.TAGS)
            return
        self._reading_pane.drop_selection()
        self._open_article(target.article)
        annotation = target.annotation
        if annotation is not None and annotation.orphan:
            say(self._app, str(ORPHAN))
        elif annotation is not None:
            self._reading_pane.move(annotation.start)
        self._screen.go_to_pane(PaneName.READING)

    def open_identity(self, tags: Iterable[str]) -> None:
        """Open the address of what one of some tags stands for. If several have one, ask which."""
        named = set(tags)
        found = [tag for tag in self._library.codebook.tags() if tag.name in named and tag.same_as]
        if not found:
            key = key_name("tags.identity-of-tag")
            say(self._app, _("No tag here has an identity: {key} in the tags pane gives it one", key=key))
        elif len(found) == 1:
            self._open(found[0].same_as)
        else:
            names = [f"{tag.name}  = {tag.same_as}" for tag in found]
            self._choose(_("Which tag?"), names, lambda place: self._open(found[place].same_as))

    def _open(self, identity: str) -> None:
        """Open the address of an identity in a web browser. Without one, copy it and say where it went."""
        address = identity_address(identity)
        if address and has_browser():
            self._app.open_url(address)
            say(self._app, _("Opening {address}", address=address))
        else:
            copied = copy(self._app, address or identity)
            say(self._app, _("Copied {what} {where}", what=address or identity, where=copied))

    # Notes

    def show_all_notes(self) -> None:
        """Show all notes of the library, and go to the one that the user chooses."""
        from store.notes.all_notes import notes

        self._ask_note(lambda: notes(self._library, with_moved=True))

    def show_backlinks(self, article: Article, annotation: Annotation | None) -> None:
        """Show the notes that link to an article or an annotation, and go to the chosen one."""
        from store.notes.backlinks import Target

        name = (
            in_quotes(" ".join(annotation.exact.split()))
            if annotation
            else _("“{title}”", title=article.title)
        )
        self._ask_backlink(Target(article.id, article.title, annotation), name)

    def show_backlinks_of_tag(self, tag: str) -> None:
        """Show the notes that link to a tag, and go to the one that the user chooses."""
        from store.notes.backlinks import Target

        self._ask_backlink(Target(tag=tag), f"#{tag}")

    def _ask_backlink(self, target: Target, name: str) -> None:
        from store.notes.backlinks import backlinks

        named = _("Links to {name}", name=fitted(name, MAX_SUBJECT_WIDTH))
        self._ask_note(lambda: backlinks(self._library, target), named, str(NO_BACKLINK))

    def _ask_note(self, read: Callable[[], Iterable[Note]], *named: str) -> None:
        """Ask which of some notes to go to.

        :param read: reads the notes. Called in a thread.
        :param named: the title, and the message if there are none.
        """
        from tui.dialogs.all_notes import AllNotesDialog

        dialog = AllNotesDialog(*named, me=self._library.creator)
        self._app.push_screen(dialog, when_answered(self._app, self._go_to_note))
        look_up(self._app, dialog, lambda: list(read()), dialog.show)

    def _go_to_note(self, note: Note) -> None:
        from store.notes.backlinks import Target

        self._go(Target(note.article, note.title, note.annotation))

    # An annotation in full

    def show_annotation(self, article: Article, annotation: Annotation) -> None:
        """Show an annotation in full with its links and backlinks, and do what the user chooses."""
        from store.notes.backlinks import Target, backlinks, targets
        from tui.dialogs.annotation import EDIT, AnnotationDialog, NextStep

        links = links_in(annotation.note)
        dialog = AnnotationDialog(annotation, links)

        def read() -> tuple[set[Link], list[Note]]:
            dead = {link for link in links if not targets(self._library, link, article.id)}
            return dead, list(backlinks(self._library, Target(article.id, article.title, annotation)))

        def act(step: NextStep) -> None:
            if step == EDIT:
                self._annotations.note_annotation(article.id, annotation)
            elif isinstance(step, Sequence) and not isinstance(step, str):
                self.follow(step, article.id)
            elif not isinstance(step, str):
                self._go_to_note(step)

        answer = when_answered(self._app, act)
        self._app.push_screen(dialog, answer)
        look_up(self._app, dialog, read, lambda found: dialog.show(*found))
