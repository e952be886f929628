"""Annotations: words highlighted, tagged and noted, and annotations changed, moved and deleted.

Dialogs are imported when they are opened: together they would add a tenth to the time of the first screen.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App

from store.library import Library
from store.model.annotation import Annotation, Motivation
from store.model.note_draft import NoteDraft, NoteSubject
from tui.controllers.notes import BOTH_KEPT, NoteController, Question
from tui.controllers.shared.notices import cut, quoted, say
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.panes.reading.selecting import Words
from tui.typesetting import displayed

PUNCTUATION = "，。、；：！？“”‘’（）《》,.;:!?\"'()"
"""Left out at both ends of words that become a tag."""


class AnnotationController:
    """Makes, changes and deletes annotations; owns the tags of the last tagging, which can be repeated."""

    def __init__(
        self, app: App[None], library: Library, writes: WriteQueue, notes: NoteController, tags: TagPrompt
    ) -> None:
        self._app = app
        self._library = library
        self._writes = writes
        self._notes = notes
        self._tags = tags
        self._last_tags: tuple[str, ...] = ()

    # Words become an annotation

    def highlight(self, words: Words, tags: Iterable[str] = ()) -> None:
        """Put an annotation on words, with tags or without."""
        given = tuple(tags)

        def done(made: Annotation) -> None:
            self._annotated(words, made)

        self._writes.run(lambda: self._annotate(words, tags=given), done)

    def tag_words(self, words: Words) -> None:
        """Ask for the tags of words."""

        def tag(tags: tuple[str, ...]) -> None:
            self.highlight(words, tags)

        self._tags.ask(f"Tag {quoted(words.exact)}", words.article.id, (), tag)

    def note_words(self, words: Words, *, outside: bool = False) -> None:
        """Ask for a note on words."""

        def keep(note: str) -> None:
            self._annotated(words, self._annotate(words, note=note))

        subject = NoteSubject(words.article.id, start=words.start, end=words.end, exact=words.exact)
        question = Question(f"Note on {quoted(words.exact)}", "", keep, NoteDraft(subject, ""))
        self._notes.ask(question, outside=outside)

    def repeat_tags(self, words: Words) -> None:
        """Give words the tags that were given last."""
        if self._last_tags:
            self.highlight(words, self._last_tags)
        else:
            say(self._app, "No words have been tagged yet: t tags them, and . does it again")

    def tag_in_vivo(self, words: Words) -> None:
        """Make a tag of words, and give it to them (in-vivo coding)."""
        name = " ".join(words.exact.split()).strip(PUNCTUATION)
        self.highlight(words, [name.replace("/", "／")])

    def tag_pinned(self, words: Words, digit: str) -> None:
        """Give words the tag that is pinned to a digit."""
        tag = next((tag for tag in self._library.codebook.tags() if tag.key == digit), None)
        if tag is None:
            say(self._app, f"No tag is pinned to {digit}")
        else:
            self.highlight(words, [tag.name])

    def _annotate(self, words: Words, *, tags: Iterable[str] = (), note: str = "") -> Annotation:
        return self._library.annotations.annotate(
            words.article.id, words.start, words.end, tags=tags, note=note, exact=words.exact
        )

    def _annotated(self, words: Words, made: Annotation) -> None:
        """Drop the selection, remember the tags, and say what was made."""
        words.drop()
        if made.tags:
            self._remember(made.tags)
        sentences = {
            Motivation.TAGGING: f"Tagged {' '.join(made.tags)}",
            Motivation.COMMENTING: "Note kept",
            Motivation.QUESTIONING: "Question kept",
        }
        say(self._app, f"{sentences.get(made.kind, 'Marked')}: {quoted(made.exact)}")

    # An annotation moves to other words

    def move_ends(self, annotation: Annotation, words: Words) -> None:
        """Put an annotation on other words of its article."""
        self._place(annotation, words, "Now on")

    def place_orphan(self, words: Words) -> None:
        """Put an annotation that lost its words on others; if several did, ask which."""
        orphans = [each for each in self._library.annotations.of(words.article.id) if each.orphan]
        if not orphans:
            say(self._app, "No note of this article has lost its words")
        elif len(orphans) == 1:
            self._place(orphans[0], words, "Placed on")
        else:
            from tui.dialogs.base.choice import ChoiceDialog

            def place(number: int) -> None:
                self._place(orphans[number], words, "Placed on")

            names = [displayed(f"{quoted(each.exact)} {cut(each.note)}") for each in orphans]
            dialog = ChoiceDialog("Which note stands here?", names)
            self._app.push_screen(dialog, when_answered(self._app, place))

    def _place(self, annotation: Annotation, words: Words, outcome: str) -> None:
        def place() -> Annotation:
            return self._library.annotations.place(words.article.id, annotation.id, words.start, words.end)

        def done(placed: Annotation) -> None:
            words.drop()
            say(self._app, f"{outcome} {quoted(placed.exact)}: u takes it back")

        self._writes.run(place, done)

    # An annotation changes

    def tag_annotation(self, article: str, annotation: Annotation) -> None:
        """Ask for the tags of an annotation."""

        def retag(tags: tuple[str, ...]) -> None:
            self._writes.run(
                lambda: self._library.annotations.edit(article, annotation.id, tags=tags, rev=annotation.rev),
                lambda _: say(self._app, "Tags kept"),
            )

        self._tags.ask(f"Tags of {quoted(annotation.exact)}", article, annotation.tags, retag)

    def add_tags(self, article: str, annotation: Annotation, tags: Iterable[str]) -> None:
        """Give an annotation more tags."""
        given = tuple(tags)

        def add() -> Annotation:
            every = (*annotation.tags, *given)
            return self._library.annotations.edit(article, annotation.id, tags=every, rev=annotation.rev)

        def done(changed: Annotation) -> None:
            self._remember(given)
            say(self._app, f"Tagged {' '.join(given)}: {quoted(changed.exact)}")

        self._writes.run(add, done)

    def note_annotation(self, article: str, annotation: Annotation, *, outside: bool = False) -> None:
        """Ask for the note of an annotation."""

        def now() -> Annotation:
            every = self._library.annotations.of(article)
            return next((each for each in every if each.id == annotation.id), annotation)

        def keep(note: str) -> None:
            current = now()
            # If only its tags or its place have changed, that is no conflict.
            rev = current.rev if current.note == annotation.note else annotation.rev
            self._library.annotations.edit(article, annotation.id, note=note, rev=rev)
            say(self._app, "Note kept")

        def keep_both(note: str) -> None:
            from store.notes.all_notes import combine_versions

            current = now()
            together = combine_versions(annotation.note, current.note, note)
            self._library.annotations.edit(article, annotation.id, note=together, rev=current.rev)
            say(self._app, BOTH_KEPT)

        draft = NoteDraft(NoteSubject(article, annotation=annotation.id), "", rev=annotation.rev)
        title = f"Note on {quoted(annotation.exact)}"
        self._notes.ask(Question(title, annotation.note, keep, draft, keep_both), outside=outside)

    def tick(self, article: str, annotation: Annotation) -> None:
        """Tick off the first open to-do of an annotation's note; if none is open, reopen the last."""

        def keep(note: str) -> None:
            self._library.annotations.edit(article, annotation.id, note=note, rev=annotation.rev)

        self._notes.tick(annotation.note, keep)

    def delete(self, article: str, annotation: Annotation) -> None:
        """Delete an annotation."""
        self._writes.run(
            lambda: self._library.annotations.delete(article, annotation.id),
            lambda _: say(self._app, f"Deleted the mark on {quoted(annotation.exact)}: u brings it back"),
        )

    def _remember(self, tags: tuple[str, ...]) -> None:
        self._last_tags = tags
        self._tags.remember(tags)
