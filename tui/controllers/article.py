"""Articles: their tags, note, star and status, their removal, and the kinds of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App

from store.library import Library
from store.model.article import Article, BlockKind, Status
from store.model.note_draft import NoteDraft, NoteSubject
from store.model.rows import Row
from tui.controllers.notes import BOTH_KEPT, NoteController, Question
from tui.controllers.shared.notices import quoted, say
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered

NEXT_STATUS = {Status.UNREAD: Status.READING, Status.READING: Status.READ, Status.READ: Status.UNREAD}


class ArticleController:
    """Changes and removes whole articles, the one that is read or one of the list."""

    def __init__(
        self, app: App[None], library: Library, writes: WriteQueue, notes: NoteController, tags: TagPrompt
    ) -> None:
        self._app = app
        self._library = library
        self._writes = writes
        self._notes = notes
        self._tags = tags

    # Tags

    def tag(self, article: Article | Row) -> None:
        """Ask for the tags of an article; what others do to them meanwhile stays done."""
        before = article.tags

        def retag(after: tuple[str, ...]) -> None:
            on = [name for name in after if name not in before]
            off = [name for name in before if name not in after]
            self._writes.run(
                lambda: self._library.articles.retag(article.id, add=on, remove=off), self._say_tags
            )

        self._tags.ask(f"Tag the article {quoted(article.title)}", article.id, before, retag)

    def add_tags(self, article: str, tags: Iterable[str]) -> None:
        """Give an article more tags."""
        given = tuple(tags)

        def done(now: tuple[str, ...]) -> None:
            self._tags.remember(given)
            self._say_tags(now)

        self._writes.run(lambda: self._library.articles.tag(article, given), done)

    def toggle_tag(self, article: Article, tag: str) -> None:
        """Put a tag on an article, or take it off."""
        change = self._library.articles.untag if tag in article.tags else self._library.articles.tag
        self._writes.run(lambda: change(article.id, [tag]))

    def _say_tags(self, tags: tuple[str, ...]) -> None:
        say(self._app, f"Tags now: {' '.join(tags) or 'none'}")

    # The note

    def note(self, article: str, title: str, *, outside: bool = False) -> None:
        """Ask for the note on an article."""
        before = self._library.articles.get(article).note

        def keep(note: str) -> None:
            self._library.articles.write_note(article, note, before=before)
            say(self._app, "Note kept")

        def keep_both(note: str) -> None:
            from store.notes.all_notes import combine_versions

            now = self._library.articles.get(article).note
            self._library.articles.write_note(article, combine_versions(before, now, note), before=now)
            say(self._app, BOTH_KEPT)

        draft = NoteDraft(NoteSubject(article), "", before=before)
        question = Question(f"Note on {quoted(title)}", before, keep, draft, keep_both)
        self._notes.ask(question, outside=outside)

    def tick(self, article: Article) -> None:
        """Tick off the first open to-do of the note on an article; if none is open, reopen the last."""

        def keep(note: str) -> None:
            self._library.articles.write_note(article.id, note, before=article.note)

        self._notes.tick(article.note, keep)

    def delete_note(self, article: Article) -> None:
        """Delete the note on an article, if it has one."""
        if article.note:
            self._writes.run(
                lambda: self._library.articles.write_note(article.id, ""),
                lambda _: say(self._app, "Deleted the note on the article: u brings it back"),
            )

    # The article itself

    def star(self, row: Row) -> None:
        """Star an article, or take the star off."""
        self._writes.run(lambda: self._library.articles.set_starred(row.id, starred=not row.starred))

    def next_status(self, row: Row) -> None:
        """Mark an article with the next status in turn: unread, reading, read."""
        status = NEXT_STATUS[row.status]
        self._writes.run(
            lambda: self._library.articles.set_status(row.id, status),
            lambda _: say(self._app, f"Marked as {status}"),
        )

    def remove(self, row: Row) -> None:
        """Remove an article."""
        self._writes.run(
            lambda: self._library.articles.remove([row.id]),
            lambda _: say(self._app, f"Removed {quoted(row.title)}: u brings it back"),
        )

    def correct_kind(self, article: Article, block: int) -> None:
        """Ask for the kind of a paragraph."""
        from tui.dialogs.base.choice import ChoiceDialog

        kinds = list(BlockKind)

        def correct(place: int) -> None:
            self._writes.run(
                lambda: self._library.articles.set_block_kind(article.id, block, kinds[place]),
                lambda _: say(self._app, f"This paragraph is now: {kinds[place]}"),
            )

        now = kinds.index(article.blocks[block].kind)
        dialog = ChoiceDialog("What is this paragraph?", list(kinds), now)
        self._app.push_screen(dialog, when_answered(self._app, correct))
