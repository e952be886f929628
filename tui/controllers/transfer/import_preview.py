"""Shows what was read of a file, an address or a pasted text, and takes corrections before it is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec.structs import replace
from textual.app import App

from store.errors import BadInput
from store.importing.file_formats import format_label
from store.language import Lazy, _, lazy
from store.library import Library
from store.library.ingest import Outcome
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import cut
from tui.late_answers import unless_gone

if TYPE_CHECKING:
    from store.importing.parallel import ReadResult
    from store.importing.piece import Piece, ReadOptions
    from store.importing.splits.splitting import Split
    from store.library.arrivals.stored_fields import StoredFields
    from tui.dialogs.importing import ImportDialog
    from tui.dialogs.previews.article_list import ArticleListDialog
    from tui.dialogs.previews.columns import ColumnsDialog

Opener: TypeAlias = "ImportDialog | ColumnsDialog"
"""The dialog over which a preview is shown, and which it leads back to."""

Reader: TypeAlias = "Callable[[ReadOptions], list[Piece]]"
"""Reads one thing again with other options."""

PASTED = lazy("the pasted text")

BEGINNING = 200
"""Code points of the text that a preview shows."""

SUBJECTS = {
    Outcome.ADDED: lazy("Import: {name}"),
    Outcome.UPDATED: lazy("Update: {name}"),
    Outcome.UNCHANGED: lazy("Already in the library: {name}"),
}


IN_LIBRARY = lazy("In the library now: {fields}.")
IN_FILE = lazy("In the file: {fields}; what the library has stays.")


class Previewed(NamedTuple):
    """The articles of one thing, as they are to be imported."""

    read: ReadResult
    typed: Mapping[int, Mapping[str, str]]
    """The fields that the user has typed in a preview, by the index of the article. The articles have them
    already; in an article of the library they replace what was corrected before."""
    shown: frozenset[str] = frozenset()
    """The remarks that the user has seen."""


class ImportPreview:
    """The preview of what was read of one thing."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        place: Path | str,
        *,
        pieces: list[Piece],
        stored: StoredFields,
        again: Reader,
    ) -> None:
        """Show nothing yet.

        :param place: the path, the address, or what the text is called.
        :param stored: what importing the first article would do.
        :param again: reads the thing again, to split it.
        """
        self._app = app
        self._library = library
        self._place = place
        self._pieces = pieces
        self._stored = stored
        self._again = again
        self._typed: dict[int, dict[str, str]] = {}
        self._looked_at: set[int] = set()

    @classmethod
    def of(
        cls, app: App[None], library: Library, place: Path | str, read: Reader, options: ReadOptions
    ) -> ImportPreview:
        """Read something. Called in a thread.

        :raises PizhuError: it cannot be read, or has no article.
        """
        pieces = read(options)
        if not pieces:
            raise BadInput(_("{file}: there is no article in it; choose another file.", file=place))
        stored = library.articles.stored_fields(pieces[0].article)
        return cls(app, library, place, pieces=pieces, stored=stored, again=read)

    def show(self, dialog: Opener, done: Callable[[Previewed], None]) -> None:
        """Show what was read, over the dialog.

        :param done: called with the articles once the user accepts them.
        """
        if len(self._pieces) > 1:
            self._show_many(dialog, done, back=dialog.resume)
        elif (split := self._pieces[0].split) is not None:
            self._ask_to_split(dialog, done, split)
        else:
            self._show_only(dialog, done, back=dialog.resume)

    @property
    def _name(self) -> str:
        return cut(self._place.name if isinstance(self._place, Path) else self._place)

    @property
    def previewed(self) -> Previewed:
        """The articles, with what was typed for them."""
        seen = self._pieces if len(self._pieces) == 1 else [self._pieces[index] for index in self._looked_at]
        shown = frozenset(remark for piece in seen for remark in piece.remarks)
        return Previewed((self._place, self._pieces), self._typed, shown)

    # One article

    def _show_only(self, dialog: Opener, done: Callable[[Previewed], None], back: Callable[[], None]) -> None:
        from tui.dialogs.metadata import KEYS_OF_IMPORT, NOT_IMPORTED

        def keep(after: Mapping[str, str] | None) -> None:
            if after is None:
                back()
            else:
                self._keep(0, self._stored.fields, after)
                done(self.previewed)

        subject = SUBJECTS[self._stored.outcome].format(name=self._name)
        self._show_form(
            dialog, 0, self._stored, subject=subject, keys=KEYS_OF_IMPORT, not_saved=NOT_IMPORTED, keep=keep
        )

    def _show_form(
        self,
        dialog: Opener | ArticleListDialog,
        index: int,
        stored: StoredFields,
        *,
        subject: str,
        keys: str | Lazy,
        not_saved: str | Lazy,
        keep: Callable[[Mapping[str, str] | None], None],
    ) -> None:
        from tui.dialogs.metadata import MetadataDialog

        piece = self._pieces[index]
        self._looked_at.add(index)
        form = MetadataDialog(
            subject,
            stored.fields,
            {**stored.fields, **self._typed.get(index, {})},
            attributes=self._library.attributes.all(),
            facts="\n".join(_facts(piece, stored)),
            beginning=piece.article.draft.text[:BEGINNING],
            keys=keys,
            not_saved=not_saved,
        )
        self._app.push_screen(form, unless_gone(dialog, keep))

    def _keep(self, index: int, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Give an article what was typed."""
        from store.library.corrections import checked, with_fields

        typed = {name: value for name, value in after.items() if value != before[name]}
        fields = checked(typed, self._library.attributes.all())
        piece = self._pieces[index]
        given = tuple(dict.fromkeys((*piece.article.given, *fields)))
        article = replace(piece.article, draft=with_fields(piece.article.draft, fields), given=given)
        self._pieces[index] = replace(piece, article=article)
        self._typed[index] = typed

    # Several articles

    def _ask_to_split(self, dialog: Opener, done: Callable[[Previewed], None], split: Split) -> None:
        from tui.dialogs.previews.split import SplitDialog

        def back() -> None:
            self._ask_to_split(dialog, done, split)

        def choose(answer: int | None) -> None:
            if answer is None:
                dialog.resume()
            elif answer == 0:
                self._show_only(dialog, done, back)
            else:
                self._split(dialog, done, split)

        self._app.push_screen(SplitDialog(self._name, split.what, split.example), unless_gone(dialog, choose))

    def _split(self, dialog: Opener, done: Callable[[Previewed], None], split: Split) -> None:
        from store.importing.piece import ReadOptions

        def show(parts: ImportPreview) -> None:
            dialog.resume()
            parts._show_many(dialog, done, back=lambda: self._ask_to_split(dialog, done, split))

        options = ReadOptions(split=split.pattern, attributes=self._library.attributes.names())
        read = partial(ImportPreview.of, self._app, self._library, self._place, self._again, options)
        dialog.wait()
        look_up(self._app, dialog, read, show, dialog.fail)

    def _show_many(self, dialog: Opener, done: Callable[[Previewed], None], back: Callable[[], None]) -> None:
        from tui.dialogs.previews.article_list import ArticleListDialog

        def keep(accepted: bool | None) -> None:
            if accepted:
                done(self.previewed)
            else:
                back()

        titles = [piece.article.draft.title for piece in self._pieces]
        listed = ArticleListDialog(
            _("{name}: {articles}", name=self._name, articles=counted(len(titles), "article", "articles")),
            titles,
            self._look_at,
        )
        self._app.push_screen(listed, unless_gone(dialog, keep))

    def _look_at(self, listed: ArticleListDialog, index: int) -> None:
        """Show one of several articles, over their list."""
        from tui.dialogs.metadata import KEYS_OF_ONE, NOT_KEPT

        def show(stored: StoredFields) -> None:
            def keep(after: Mapping[str, str] | None) -> None:
                listed.resume()
                if after is not None:
                    self._keep(index, stored.fields, after)
                    listed.rename(index, self._pieces[index].article.draft.title)

            subject = SUBJECTS[stored.outcome].format(
                name=_("{number:,} of {count:,}", number=index + 1, count=len(self._pieces))
            )
            self._show_form(
                listed, index, stored, subject=subject, keys=KEYS_OF_ONE, not_saved=NOT_KEPT, keep=keep
            )

        read = partial(self._library.articles.stored_fields, self._pieces[index].article)
        look_up(self._app, listed, read, show, listed.fail)


def _facts(piece: Piece, stored: StoredFields) -> list[str]:
    """What is known beyond the fields: the format, what differs, and what was left out."""
    from store.importing.splits.split_pieces import offer
    from store.library.corrections import typed_fields

    draft = piece.article.draft
    facts = [
        " · ".join(
            filter(
                None,
                [
                    format_label(piece.file_format),
                    piece.encoding,
                    counted(len(draft.text), "character", "characters"),
                ],
            )
        )
    ]
    if stored.present is not None:
        facts += _listed(IN_LIBRARY, stored.present, stored.fields)
        in_file = typed_fields(draft, draft.attributes)
        facts += _listed(
            IN_FILE, {name: in_file[name] for name in stored.fields if name in in_file}, stored.fields
        )
    said = offer(piece.split) if piece.split else ""
    return facts + [each for each in piece.remarks if each != said] + [*stored.refused]


def _listed(sentence: Lazy, values: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """A sentence about the fields that have other values; none if all are the same."""
    from tui.dialogs.metadata import LABELS

    differing = [
        f"{LABELS.get(name, name)} {value or _('(none)')}"
        for name, value in values.items()
        if value != others[name]
    ]
    return [sentence.format(fields=_("; ").join(differing))] if differing else []
