"""Changes articles: their tags, note, star and status, and the kinds of their paragraphs. Removes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from textual.app import App

from store.errors import PizhuError, UnknownArticle
from store.language import _
from store.library import Library
from store.library.corrections import typed_fields
from store.model.article import Article, BlockKind, Status
from store.model.listing.rows import Row
from store.model.note_draft import NoteDraft, NoteSubject
from tui.controllers.notes import NoteController, NoteEdit, saved_together
from tui.controllers.shared.notices import quoted, say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.article_wording import BLOCK_NAMES, MARKED_AS
from tui.looks.error_toasts import show_error, when_answered

NEXT_STATUS = {Status.UNREAD: Status.READING, Status.READING: Status.READ, Status.READ: Status.UNREAD}


class ArticleController:
    """Changes and removes articles: the open one, or one in the list."""

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
        """Ask for the tags of an article. Changes that others make to them meanwhile are preserved.

        :raises PizhuError: the user may not change them.
        """
        self._library.articles.check_not_blind(article.id)
        before = article.tags

        def retag(after: tuple[str, ...]) -> None:
            on = [name for name in after if name not in before]
            off = [name for name in before if name not in after]
            self._writes.run(
                lambda: self._library.articles.retag(article.id, add=on, remove=off), self._say_tags
            )

        self._tags.ask(_("Tag the article {title}", title=quoted(article.title)), article.id, before, retag)

    def add_tags(self, article: str, tags: Iterable[str]) -> None:
        """Add tags to an article."""
        given = tuple(tags)

        def done(now: tuple[str, ...]) -> None:
            self._tags.remember(given)
            self._say_tags(now)

        self._writes.run(lambda: self._library.articles.tag(article, given), done)

    def toggle_tag(self, article: Article, tag: str) -> None:
        """Add a tag to an article, or remove it."""
        change = self._library.articles.untag if tag in article.tags else self._library.articles.tag
        self._writes.run(lambda: change(article.id, [tag]))

    def _say_tags(self, tags: tuple[str, ...]) -> None:
        say(self._app, _("Tags: {tags}", tags=" ".join(tags)) if tags else _("Tags: none"))

    # The note

    def note(self, article: str, title: str, *, outside: bool = False) -> None:
        """Ask for the note on an article.

        :raises PizhuError: the user may not write it.
        """
        self._library.permissions.check_articles()
        self._library.articles.check_not_blind(article)
        before = self._library.articles.get(article).note

        def save(note: str) -> None:
            self._library.articles.write_note(article, note, before=before)
            say(self._app, _("Note saved"))

        def save_both(note: str) -> None:
            from store.notes.all_notes import combine_versions

            now = self._library.articles.get(article).note
            together = combine_versions(before, now, note)
            self._library.articles.write_note(article, together, before=now)
            say(self._app, saved_together(together, now, note))

        draft = NoteDraft(NoteSubject(article), "", before=before)
        edit = NoteEdit(_("Note on {title}", title=quoted(title)), before, save, draft, save_both)
        self._notes.edit(edit, outside=outside)

    def tick(self, article: Article) -> None:
        """Tick off the first open to-do of the note on an article. If none is open, reopen the last."""

        def save(note: str) -> None:
            self._library.articles.write_note(article.id, note, before=article.note)

        self._notes.tick(article.note, save)

    def delete_note(self, article: Article) -> None:
        """Delete the note on an article, if it has one."""
        if article.note:
            self._writes.run(
                lambda: self._library.articles.write_note(article.id, ""),
                lambda _deleted: say(self._app, undoable(_("Deleted the note on the article"))),
            )

    # The article itself

    def star(self, article: Row | Article) -> None:
        """Star an article, or remove the star."""
        self._writes.run(lambda: self._library.articles.set_starred(article.id, starred=not article.starred))

    def next_status(self, article: Row | Article) -> None:
        """Give an article its next status in turn: unread, reading, read."""
        status = NEXT_STATUS[article.status]
        self._writes.run(
            lambda: self._library.articles.set_status(article.id, status),
            lambda _marked: say(self._app, str(MARKED_AS[status])),
        )

    def remove(self, row: Row) -> None:
        """Remove an article."""
        self._writes.run(
            lambda: self._library.articles.remove([row.id]),
            lambda _removed: say(self._app, undoable(_("Removed {title}", title=quoted(row.title)))),
        )

    def correct(self, article: str) -> None:
        """Ask for the title, authors, date and other fields of an article."""
        before = typed_fields(self._library.articles.get(article), self._library.attributes.names())
        self._ask_fields(article, before, before)

    def _ask_fields(
        self, article: str, before: Mapping[str, str], typed: Mapping[str, str], message: str = ""
    ) -> None:
        """Ask for fields. If they cannot be saved, show why and ask again with what was typed.

        :param before: the fields of the article as they are.
        :param typed: the values that the form starts with.
        """
        from tui.dialogs.metadata import MetadataDialog

        def save(after: Mapping[str, str]) -> None:
            fields = {name: value for name, value in after.items() if value != before[name]}
            if not fields:
                return
            self._writes.run(
                lambda: self._library.articles.correct(article, fields, before=before),
                lambda _corrected: say(self._app, undoable(_("Corrected"))),
                failed=partial(self._ask_fields_again, article, before, after),
            )

        subject = _("Correct {title}", title=quoted(before["title"]))
        dialog = MetadataDialog(
            subject, before, typed, attributes=self._library.attributes.all(), message=message
        )
        self._app.push_screen(dialog, when_answered(self._app, save))

    def _ask_fields_again(
        self, article: str, before: Mapping[str, str], typed: Mapping[str, str], error: PizhuError
    ) -> None:
        """Ask again for fields that could not be saved, beside those that were changed elsewhere."""
        if isinstance(error, UnknownArticle):
            show_error(self._app, str(error))
            return
        try:
            now = typed_fields(self._library.articles.get(article), self._library.attributes.names())
        except PizhuError as gone:
            show_error(self._app, str(gone))
            return
        # What the user has not touched follows the change.
        merged = {
            name: value if typed.get(name) in (None, before.get(name)) else typed[name]
            for name, value in now.items()
        }
        self._ask_fields(
            article, now, merged, _("{error} enter saves this, esc leaves it as it is.", error=error)
        )

    def correct_kind(self, article: Article, block: int) -> None:
        """Ask for the kind of a paragraph."""
        from tui.dialogs.base.choice import ChoiceDialog

        kinds = list(BlockKind)

        def correct(place: int) -> None:
            self._writes.run(
                lambda: self._library.articles.set_block_kind(article.id, block, kinds[place]),
                lambda _corrected: say(
                    self._app, _("This paragraph is now: {kind}", kind=BLOCK_NAMES[kinds[place]])
                ),
            )

        now = kinds.index(article.blocks[block].kind)
        subject = _("This paragraph is a {kind}. What should it be?", kind=BLOCK_NAMES[kinds[now]])
        names = [str(BLOCK_NAMES[kind]) for kind in kinds]
        answers = [_("{kind} (now)", kind=name) if place == now else name for place, name in enumerate(names)]
        dialog = ChoiceDialog(subject, answers, now)
        self._app.push_screen(dialog, when_answered(self._app, correct))
