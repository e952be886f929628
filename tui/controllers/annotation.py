"""Creates annotations, and changes, moves and deletes them.

Dialogs are imported when they are opened. Together they would make the first screen a tenth slower.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App

from store.language import Lazy, _, lazy
from store.library import Library
from store.model.annotation import Annotation, Motivation
from store.model.note_draft import NoteDraft, NoteSubject
from tui.controllers.notes import NoteController, NoteEdit, saved_together
from tui.controllers.shared.notices import cut, quoted, say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.keys.keymap import key_name
from tui.looks.error_toasts import when_answered
from tui.panes.reading.sticky_tag import StickyTag
from tui.panes.reading.text_range import TextRange
from tui.typesetting import displayed

PUNCTUATION = "，。、；：！？“”‘’（）《》,.;:!?\"'()"
"""Removed from both ends of a text that becomes a tag."""

PLACED = lazy("Placed on {quote}")


class AnnotationController:
    """Creates, changes and deletes annotations. Remembers the last tags, to give them again."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        writes: WriteQueue,
        notes: NoteController,
        tags: TagPrompt,
        *,
        sticky: StickyTag,
    ) -> None:
        self._app = app
        self._library = library
        self._writes = writes
        self._notes = notes
        self._tags = tags
        self._sticky = sticky
        self._last_tags: tuple[str, ...] = ()

    # Creating

    def highlight(self, chosen: TextRange, tags: Iterable[str] = ()) -> None:
        """Annotate a range, with or without tags."""
        given = tuple(tags)

        def done(made: Annotation) -> None:
            self._show_annotated(chosen, made)

        self._writes.run(lambda: self._annotate(chosen, tags=given), done)

    def tag_range(self, chosen: TextRange) -> None:
        """Annotate a range with tags that the user is asked for."""

        def tag(tags: tuple[str, ...]) -> None:
            self.highlight(chosen, tags)

        self._tags.ask(_("Tag {quote}", quote=quoted(chosen.exact)), chosen.article.id, (), tag)

    def note_range(self, chosen: TextRange, *, outside: bool = False) -> None:
        """Annotate a range with a note that the user is asked for."""

        def save(note: str) -> None:
            self._show_annotated(chosen, self._annotate(chosen, note=note))

        subject = NoteSubject(chosen.article.id, start=chosen.start, end=chosen.end, exact=chosen.exact)
        edit = NoteEdit(_("Note on {title}", title=quoted(chosen.exact)), "", save, NoteDraft(subject, ""))
        self._notes.edit(edit, outside=outside)

    def repeat_tags(self, chosen: TextRange) -> None:
        """Annotate a range with the last tags."""
        if self._last_tags:
            self.highlight(chosen, self._last_tags)
        else:
            tag, again = key_name("reading.tag"), key_name("reading.tag-again")
            say(
                self._app,
                _(
                    "Nothing has been tagged yet: {tag} tags text, and {again} gives the same tags again",
                    tag=tag,
                    again=again,
                ),
            )

    def tag_in_vivo(self, chosen: TextRange) -> None:
        """Annotate a range with its own text as the tag (in-vivo coding)."""
        name = " ".join(chosen.exact.split()).strip(PUNCTUATION)
        self.highlight(chosen, [name.replace("/", "／")])

    def tag_pinned(self, chosen: TextRange, digit: str) -> None:
        """Annotate a range with the tag that is pinned to a digit."""
        tag = next((tag for tag in self._library.codebook.tags() if tag.key == digit), None)
        if tag is None:
            say(self._app, _("No tag is pinned to {digit}", digit=digit))
        else:
            self.highlight(chosen, [tag.name])

    def ask_sticky(self) -> None:
        """Ask for a tag that every new highlight gets, until the user cancels it."""

        def stick(tag: str) -> None:
            name = self._library.codebook.names([tag])[0]
            self._sticky.stick(name)
            say(self._app, _("Every new highlight gets {tag} until esc", tag=name))

        self._tags.ask_one(_("Give every new highlight the tag…"), stick)

    def _annotate(self, chosen: TextRange, *, tags: Iterable[str] = (), note: str = "") -> Annotation:
        return self._library.annotations.annotate(
            chosen.article.id,
            chosen.start,
            chosen.end,
            tags=tuple(dict.fromkeys((*tags, *self._sticky.names))),
            note=note,
            exact=chosen.exact,
        )

    def _show_annotated(self, chosen: TextRange, made: Annotation) -> None:
        """Drop the selection, remember the tags, and show a message about the new annotation."""
        chosen.drop()
        if made.tags:
            self._remember(made.tags)
        quote = quoted(made.exact)
        messages = {
            Motivation.TAGGING: _("Tagged {tags}: {quote}", tags=" ".join(made.tags), quote=quote),
            Motivation.COMMENTING: _("Note saved: {quote}", quote=quote),
            Motivation.QUESTIONING: _("Question saved: {quote}", quote=quote),
        }
        say(self._app, messages.get(made.kind) or _("Highlighted: {quote}", quote=quote))

    # Moving

    def move_ends(self, annotation: Annotation, chosen: TextRange) -> None:
        """Move an annotation to another range of its article."""
        self._place(annotation, chosen, lazy("Now on {quote}"))

    def place_orphan(self, chosen: TextRange) -> None:
        """Move an orphan, whose text was lost, to a range. If there are several orphans, ask which."""
        orphans = [each for each in self._library.annotations.of(chosen.article.id) if each.orphan]
        if not orphans:
            say(self._app, _("No annotation of this article has lost its text"))
        elif len(orphans) == 1:
            self._place(orphans[0], chosen, PLACED)
        else:
            from tui.dialogs.base.choice import ChoiceDialog

            def place(number: int) -> None:
                self._place(orphans[number], chosen, PLACED)

            names = [displayed(f"{quoted(each.exact)} {cut(each.note)}") for each in orphans]
            dialog = ChoiceDialog(_("Which note belongs here?"), names)
            self._app.push_screen(dialog, when_answered(self._app, place))

    def _place(self, annotation: Annotation, chosen: TextRange, outcome: Lazy) -> None:
        def place() -> Annotation:
            return self._library.annotations.place(chosen.article.id, annotation.id, chosen.start, chosen.end)

        def done(placed: Annotation) -> None:
            chosen.drop()
            say(self._app, undoable(outcome.format(quote=quoted(placed.exact))))

        self._writes.run(place, done)

    # Changing

    def tag_annotation(self, article: str, annotation: Annotation) -> None:
        """Ask for the tags of an annotation.

        :raises PizhuError: the user may not change it.
        """
        self._library.annotations.check_may_change(article, annotation)

        def retag(tags: tuple[str, ...]) -> None:
            self._writes.run(
                lambda: self._library.annotations.edit(article, annotation.id, tags=tags, rev=annotation.rev),
                lambda _saved: say(self._app, _("Tags saved")),
            )

        self._tags.ask(_("Tags of {quote}", quote=quoted(annotation.exact)), article, annotation.tags, retag)

    def add_tags(self, article: str, annotation: Annotation, tags: Iterable[str]) -> None:
        """Add tags to an annotation."""
        given = tuple(tags)

        def add() -> Annotation:
            every = (*annotation.tags, *given)
            return self._library.annotations.edit(article, annotation.id, tags=every, rev=annotation.rev)

        def done(changed: Annotation) -> None:
            self._remember(given)
            say(self._app, _("Tagged {tags}: {quote}", tags=" ".join(given), quote=quoted(changed.exact)))

        self._writes.run(add, done)

    def note_annotation(self, article: str, annotation: Annotation, *, outside: bool = False) -> None:
        """Ask for the note of an annotation.

        :raises PizhuError: the user may not change it.
        """
        self._library.annotations.check_may_change(article, annotation)

        def now() -> Annotation:
            every = self._library.annotations.of(article)
            return next((each for each in every if each.id == annotation.id), annotation)

        def save(note: str) -> None:
            current = now()
            # A change of only its tags or its range is not a conflict.
            rev = current.rev if current.note == annotation.note else annotation.rev
            self._library.annotations.edit(article, annotation.id, note=note, rev=rev)
            say(self._app, _("Note saved"))

        def save_both(note: str) -> None:
            from store.notes.all_notes import combine_versions

            current = now()
            together = combine_versions(annotation.note, current.note, note)
            self._library.annotations.edit(article, annotation.id, note=together, rev=current.rev)
            say(self._app, saved_together(together, current.note, note))

        draft = NoteDraft(NoteSubject(article, annotation=annotation.id), "", rev=annotation.rev)
        title = _("Note on {title}", title=quoted(annotation.exact))
        self._notes.edit(NoteEdit(title, annotation.note, save, draft, save_both), outside=outside)

    def tick(self, article: str, annotation: Annotation) -> None:
        """Tick off the first open to-do of an annotation's note. If none is open, reopen the last."""

        def save(note: str) -> None:
            self._library.annotations.edit(article, annotation.id, note=note, rev=annotation.rev)

        self._notes.tick(annotation.note, save)

    def confirm(self, article: str, annotation: Annotation) -> None:
        """Confirm that an annotation belongs on the changed words that it stands on."""
        if not annotation.moved:
            say(self._app, _("Nothing to confirm: {quote} has not changed", quote=quoted(annotation.exact)))
            return
        self._writes.run(
            lambda: self._library.annotations.confirm(article, annotation.id),
            lambda confirmed: say(
                self._app, undoable(_("Confirmed on {quote}", quote=quoted(confirmed.exact)))
            ),
        )

    def delete(self, article: str, annotation: Annotation) -> None:
        """Delete an annotation."""
        self._writes.run(
            lambda: self._library.annotations.delete(article, annotation.id),
            lambda _deleted: say(
                self._app, undoable(_("Deleted the annotation on {quote}", quote=quoted(annotation.exact)))
            ),
        )

    def _remember(self, tags: tuple[str, ...]) -> None:
        self._last_tags = tags
        self._tags.remember(tags)
