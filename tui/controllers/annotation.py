"""What a reader does to articles and their words: ask what must be asked, do it, and say what was done.

Dialogs are imported when they are opened: together they would add a tenth to the time of the first screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from textual.app import App

from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation, Motivation
from store.model.article import Article, BlockKind, Status
from store.model.note_draft import NoteDraft, NoteSubject
from store.model.rows import Row
from store.tags.fuzzy_finder import TagFinder
from tui.controllers.notes import NoteController, Question
from tui.controllers.write_queue import WriteQueue
from tui.looks.error_toasts import show_error, when_answered
from tui.panes.reading.row_renderer import Selection
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.tags.autocoding import Place
    from tui.dialogs.autocoding import AutocodingDialog

NEXT_STATUS = {Status.UNREAD: Status.READING, Status.READING: Status.READ, Status.READ: Status.UNREAD}

MARKS = "，。、；：！？“”‘’（）《》,.;:!?\"'()"
"""Left out at both ends of words that become a tag."""

BOTH_KEPT = "Both notes kept, with a line between them: u takes it back"

LATELY = 20
"""Tags used last that are remembered."""

LONGEST_QUOTED = 36
"""Cells of an article's words in a title or a message."""


P = ParamSpec("P")


def _deed(
    method: Callable[Concatenate[AnnotationController, P], None],
) -> Callable[Concatenate[AnnotationController, P], None]:
    """A change that waits its turn while another process is writing; its refusal is told."""

    @wraps(method)
    def wait_for_turn(self: AnnotationController, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._deeds.run(lambda: method(self, *args, **kwargs))

    return wait_for_turn


class AnnotationController:
    """The deeds of one reader. Each is on the disk when the screen says so."""

    def __init__(self, app: App[None], library: Library, deeds: WriteQueue, noting: NoteController) -> None:
        self._app = app
        self._library = library
        self._deeds = deeds
        self._noting = noting
        self._lately: list[str] = []
        """The tags given last, the last ones first."""
        self.last_tags: tuple[str, ...] = ()
        """Those of the last tagging, to be repeated."""

    # Articles

    def tag_article(self, article: str, title: str, tags: Iterable[str]) -> None:
        """Ask for the tags of an article; what others do to them meanwhile stays done."""
        before = tuple(tags)

        def retag(chosen: Iterable[str]) -> None:
            after = tuple(chosen)
            off = [name for name in before if name not in after]
            on = [name for name in after if name not in before]
            now = self._library.articles.retag(article, add=on, remove=off)
            self.say(f"Tags now: {' '.join(now) or 'none'}")

        self._ask_tags(
            f"Tag the article 「{_cut(title)}」", article, before, self._deeds.when_answered(retag)
        )

    @_deed
    def add_to_article(self, article: str, tags: Iterable[str]) -> None:
        """Put tags on an article besides those it has."""
        given = tuple(tags)
        now = self._library.articles.tag(article, given)
        self._remember(given)
        self.say(f"Tags now: {' '.join(now)}")

    @_deed
    def toggle_tag(self, article: Article, tag: str) -> None:
        """Put a tag on an article, or take it off."""
        if tag in article.tags:
            self._library.articles.untag(article.id, [tag])
        else:
            self._library.articles.tag(article.id, [tag])

    def note_article(self, article: str, title: str, *, outside: bool = False) -> None:
        """Ask for the note on an article."""
        before = self._library.articles.get(article).note

        def rewrite(note: str) -> None:
            self._library.articles.write_note(article, note, before=before)
            self.say("Note kept")

        def keep_both(note: str) -> None:
            from store.notes.all_notes import both

            now = self._library.articles.get(article).note
            self._library.articles.write_note(article, both(before, now, note), before=now)
            self.say(BOTH_KEPT)

        started = NoteDraft(NoteSubject(article), "", before=before)
        subject = f"Note on 「{_cut(title)}」"
        self._noting.ask(Question(subject, before, rewrite, started, keep_both), outside=outside)

    @_deed
    def delete_note(self, article: Article) -> None:
        """Delete the note on an article."""
        self._library.articles.write_note(article.id, "")
        self.say("Deleted the note on the article: u brings it back")

    @_deed
    def star(self, row: Row) -> None:
        """Star an article, or take the star off."""
        self._library.articles.set_starred(row.id, starred=not row.starred)

    @_deed
    def next_status(self, row: Row) -> None:
        """Mark an article as the next in turn: unread, reading, read."""
        self._library.articles.set_status(row.id, NEXT_STATUS[row.status])
        self.say(f"Marked as {NEXT_STATUS[row.status]}")

    @_deed
    def remove(self, row: Row) -> None:
        """Remove an article."""
        self._library.articles.remove([row.id])
        self.say(f"Removed 「{_cut(row.title)}」: u brings it back")

    def correct_kind(self, article: Article, block: int) -> None:
        """Ask what a paragraph of the article is."""
        from tui.dialogs.base.choice import ChoiceDialog

        kinds = list(BlockKind)

        def correct(place: int) -> None:
            self._library.articles.set_block_kind(article.id, block, kinds[place])
            self.say(f"This paragraph is now: {kinds[place]}")

        now = kinds.index(article.blocks[block].kind)
        dialog = ChoiceDialog("What is this paragraph?", list(kinds), now)
        self._app.push_screen(dialog, self._deeds.when_answered(correct))

    # Words

    def tag_words(self, article: Article, words: Selection, done: Callable[[], None]) -> None:
        """Ask for the tags of words of an article; ``done`` is called when they are kept."""

        def annotate(tags: Iterable[str]) -> None:
            self.mark_words(article, words, done, tags=tags)

        subject = f"Tag 「{_cut(article.text[words.start : words.end])}」"
        self._ask_tags(subject, article.id, (), self._deeds.when_answered(annotate))

    def note_words(
        self, article: Article, words: Selection, done: Callable[[], None], *, outside: bool = False
    ) -> None:
        """Ask for a note on words of an article; ``done`` is called when it is kept."""

        def annotate(note: str) -> None:
            self.mark_words(article, words, done, note=note)

        subject = f"Note on 「{_cut(article.text[words.start : words.end])}」"
        exact = article.text[words.start : words.end]
        started = NoteDraft(NoteSubject(article.id, start=words.start, end=words.end, exact=exact), "")
        self._noting.ask(Question(subject, "", annotate, started), outside=outside)

    def repeat_tags(self, article: Article, words: Selection, done: Callable[[], None]) -> None:
        """Give words the tags that were given last; ``done`` is called when they have them."""
        if self.last_tags:
            self.mark_words(article, words, done, tags=self.last_tags)
        else:
            self.say("No words have been tagged yet: t tags them, and . does it again")

    def tag_in_vivo(self, article: Article, words: Selection, done: Callable[[], None]) -> None:
        """Make a tag of words, and give it to them (in-vivo coding); ``done`` is called when they have it."""
        name = " ".join(article.text[words.start : words.end].split()).strip(MARKS)
        self.mark_words(article, words, done, tags=[name.replace("/", "／")])

    def tag_everywhere(self, article: Article, words: Selection) -> None:
        """Ask at which of the places where the same words stand they are to be tagged, and how.

        Those of the article are listed at once, those of the others when they have been found.
        """
        from store.tags.autocoding import places_in
        from tui.dialogs.autocoding import AutocodingDialog

        text = article.text[words.start : words.end].strip()
        if not text:
            self.say("Put the cursor on a word, or select some, to tag it everywhere")
            return

        def ask_tags(chosen: list[Place]) -> None:
            if chosen:
                subject = f"Tag 「{_cut(text)}」 in {len(chosen):,} places"
                tag = when_answered(self._app, partial(self._tag_places, chosen))
                self._ask_tags(subject, article.id, (), tag)

        dialog = AutocodingDialog(text, places_in(article, text), article.id)
        self._app.push_screen(dialog, when_answered(self._app, ask_tags))
        look = partial(self._look_everywhere, text, article.id, dialog)
        self._app.run_worker(look, thread=True, group="everywhere", exclusive=True)

    def _look_everywhere(self, words: str, first: str, dialog: AutocodingDialog) -> None:
        """On a worker's thread: find the places in the whole library."""
        from store.tags.autocoding import places

        try:
            found = places(self._library, words, first)
        except PizhuError as error:
            self._app.call_from_thread(show_error, self._app, str(error))
        else:
            self._app.call_from_thread(dialog.show, found)

    def _tag_places(self, chosen: list[Place], tags: tuple[str, ...]) -> None:
        """Give tags to places, by one step."""
        from store.tags.autocoding import tag_everywhere

        def done(count: int) -> None:
            self._remember(tags)
            self.say(f"Tagged {count:,} of {len(chosen):,} places: u takes it back")

        if tags:
            work = f"Tagging {len(chosen):,} places"
            self._deeds.run_long(work, partial(tag_everywhere, self._library, chosen, tags), done)

    def tag_pinned(self, article: Article, words: Selection, digit: str, done: Callable[[], None]) -> None:
        """Give words the tag that is pinned to a digit; ``done`` is called when they have it."""
        tag = next((tag for tag in self._library.codebook.tags() if tag.key == digit), None)
        if tag is None:
            self.say(f"No tag is pinned to {digit}")
        else:
            self.mark_words(article, words, done, tags=[tag.name])

    @_deed
    def move_ends(self, article: str, mark: Annotation, words: Selection, done: Callable[[], None]) -> None:
        """Put an annotation on other words; ``done`` is called when it is kept."""
        placed = self._library.annotations.place(article, mark.id, words.start, words.end)
        done()
        self.say(f"Now on 「{_cut(placed.exact)}」: u takes it back")

    @_deed
    def mark_words(
        self,
        article: Article,
        words: Selection,
        done: Callable[[], None],
        *,
        tags: Iterable[str] = (),
        note: str = "",
    ) -> None:
        """Mark words of an article; ``done`` is called when the mark is kept."""
        exact = article.text[words.start : words.end]
        made = self._library.annotations.annotate(
            article.id, words.start, words.end, tags=tags, note=note, exact=exact
        )
        done()
        if made.tags:
            self.last_tags = made.tags
            self._remember(made.tags)
        deeds = {
            Motivation.TAGGING: f"Tagged {' '.join(made.tags)}",
            Motivation.COMMENTING: "Note kept",
            Motivation.QUESTIONING: "Question kept",
        }
        self.say(f"{deeds.get(made.kind, 'Marked')}: 「{_cut(made.exact)}」")

    def place_orphan(
        self, article: Article, marks: Iterable[Annotation], words: Selection, done: Callable[[], None]
    ) -> None:
        """Put an annotation that lost its words on others, asking which if there are several."""
        orphans = [mark for mark in marks if mark.orphan]

        def place(number: int) -> None:
            placed = self._library.annotations.place(article.id, orphans[number].id, words.start, words.end)
            done()
            self.say(f"Placed on 「{_cut(placed.exact)}」: u takes it back")

        if not orphans:
            self.say("No note of this article has lost its words")
        elif len(orphans) == 1:
            self._deeds.run(partial(place, 0))
        else:
            from tui.dialogs.base.choice import ChoiceDialog

            names = [displayed(f"「{_cut(mark.exact)}」 {_cut(mark.note)}") for mark in orphans]
            dialog = ChoiceDialog("Which note stands here?", names)
            self._app.push_screen(dialog, self._deeds.when_answered(place))

    def tag_mark(self, article: str, mark: Annotation) -> None:
        """Ask for the tags of an annotation."""

        def retag(tags: Iterable[str]) -> None:
            self._library.annotations.edit(article, mark.id, tags=tags, rev=mark.rev)
            self.say("Tags kept")

        subject = f"Tags of 「{_cut(mark.exact)}」"
        self._ask_tags(subject, article, mark.tags, self._deeds.when_answered(retag))

    @_deed
    def add_to_mark(self, article: str, mark: Annotation, tags: Iterable[str]) -> None:
        """Give an annotation tags besides those it has."""
        given = tuple(tags)
        made = self._library.annotations.edit(article, mark.id, tags=(*mark.tags, *given), rev=mark.rev)
        self.last_tags = given
        self._remember(given)
        self.say(f"Tagged {' '.join(given)}: 「{_cut(made.exact)}」")

    def note_mark(self, article: str, mark: Annotation, *, outside: bool = False) -> None:
        """Ask for the note of an annotation."""

        def now() -> Annotation:
            every = self._library.annotations.of(article)
            return next((each for each in every if each.id == mark.id), mark)

        def rewrite(note: str) -> None:
            current = now()
            # Its tags or its place may be others by now: that is no other note.
            rev = current.rev if current.note == mark.note else mark.rev
            self._library.annotations.edit(article, mark.id, note=note, rev=rev)
            self.say("Note kept")

        def keep_both(note: str) -> None:
            from store.notes.all_notes import both

            current = now()
            together = both(mark.note, current.note, note)
            self._library.annotations.edit(article, mark.id, note=together, rev=current.rev)
            self.say(BOTH_KEPT)

        started = NoteDraft(NoteSubject(article, annotation=mark.id), "", rev=mark.rev)
        subject = f"Note on 「{_cut(mark.exact)}」"
        self._noting.ask(Question(subject, mark.note, rewrite, started, keep_both), outside=outside)

    @_deed
    def tick(self, article: Article, mark: Annotation | None) -> None:
        """Tick the first open to-do of a note off; where none is open, open the last again.

        :param mark: the annotation that the note is on; None for the note on the article.
        """
        from store.note_syntax.tasks import ticked

        before = mark.note if mark else article.note
        again = ticked(before)
        if again is None:
            self.say("This note has no to-do: a line that begins with - [ ] is one")
            return
        note, todo = again
        if mark:
            self._library.annotations.edit(article.id, mark.id, note=note, rev=mark.rev)
        else:
            self._library.articles.write_note(article.id, note, before=before)
        self.say(f"{'Done' if todo.done else 'Open again'}: {_cut(todo.words)}")

    @_deed
    def delete_mark(self, article: str, mark: Annotation) -> None:
        """Delete an annotation."""
        self._library.annotations.delete(article, mark.id)
        self.say(f"Deleted the mark on 「{_cut(mark.exact)}」: u brings it back")

    # Undo

    def undo(self) -> None:
        """Take the last change back."""

        def done(undone: str | None) -> None:
            self.say("There is nothing to undo" if undone is None else f"Undone: {undone}")

        self._deeds.run_long("Undoing", self._library.undo, done, is_long=self._library.is_undo_long)

    def redo(self) -> None:
        """Do again what was taken back."""

        def done(redone: str | None) -> None:
            self.say("There is nothing to redo" if redone is None else f"Done again: {redone}")

        self._deeds.run_long("Doing again", self._library.redo, done, is_long=self._library.is_redo_long)

    # Asking and telling

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._app.notify(displayed(sentence), timeout=3, markup=False)

    def _ask_tags(
        self,
        subject: str,
        article: str,
        chosen: Iterable[str],
        answer: Callable[[tuple[str, ...] | None], None],
    ) -> None:
        """Ask for tags of something in an article, those chosen before ticked."""
        from tui.dialogs.tagging import TaggingDialog

        self._app.push_screen(TaggingDialog(subject, self.finder(article), chosen), answer)

    def finder(self, article: str = "") -> TagFinder:
        """Finds tags as they are typed: those in use on an article first, then those used lately."""
        codebook = self._library.codebook
        return TagFinder(
            codebook.tags(), uses=codebook.uses(), here=codebook.used_on(article), lately=self._lately
        )

    def _remember(self, tags: Iterable[str]) -> None:
        """Remember tags as the ones used last."""
        used = [*tags]
        self._lately = [*used, *(name for name in self._lately if name not in used)][:LATELY]


def _cut(words: str) -> str:
    return fitted(" ".join(words.split()), LONGEST_QUOTED)
