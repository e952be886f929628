"""Shows what the columns of a table become, and takes other columns, before the table is read."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import App
from textual.worker import get_current_worker

from store.errors import BadInput
from store.language import _
from store.library import Library
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import cut
from tui.controllers.transfer.import_preview import PASTED, ImportPreview, Previewed, Reader
from tui.dialogs.previews.column_list import NO_COLUMN, ColumnLine
from tui.dialogs.previews.columns import MOST_ARTICLES, NOTHING, ArticleLines, ColumnsDialog, Mapped
from tui.late_answers import unless_gone
from tui.looks.clipboard import copy

if TYPE_CHECKING:
    from store.formats.tables.table_head import TableHead
    from store.importing.piece import Piece, ReadOptions
    from tui.dialogs.importing import ImportDialog
    from tui.dialogs.previews.folder import FolderDialog

_BEGINNING = 200
"""Code points of a text that are shown."""


class ColumnPreview:
    """The preview of a table: the fields of its columns, and its first rows as articles."""

    def __init__(
        self, app: App[None], library: Library, place: Path | str, *, head: TableHead, read: Reader
    ) -> None:
        """Show nothing yet.

        :param place: the path or the address.
        :param read: reads the whole table.
        """
        self._app = app
        self._library = library
        self._place = place
        self._head = head
        self._whole = read
        self._looking = Lock()
        self._previewed: Previewed | None = None
        """The articles that are to be imported."""
        self.options: dict[str, str] = {}
        """The columns that were chosen for them, as :class:`ReadOptions` has them."""

    def show(
        self,
        dialog: ImportDialog | FolderDialog,
        done: Callable[[Previewed], None],
        keys: str = "",
        back: Callable[[], None] | None = None,
    ) -> None:
        """Show what the columns become, over the dialog.

        :param done: called with the articles once the user accepts them.
        :param back: called if the user leaves it; the dialog takes keys again.
        :param keys: what the bottom line says if accepting them does not import them.
        """

        def keep(accepted: bool | None) -> None:
            if accepted and self._previewed is not None:
                done(self._previewed)
            elif back is not None:
                back()
            else:
                dialog.resume()

        name = self._place.name if isinstance(self._place, Path) else self._place
        columns = ColumnsDialog(
            _("Columns: {name}", name=cut(name)),
            self._facts,
            [ColumnLine(each.name, each.sample) for each in self._head.choices],
            look=self._look,
            accept=self._accept,
            view=self._view,
            copy=partial(copy, self._app),
            keys=keys,
        )
        self._app.push_screen(columns, unless_gone(dialog, keep))

    @property
    def _facts(self) -> str:
        columns = counted(len(self._head.choices), "column", "columns")
        if not (count := self._head.count):
            return columns
        return _("{rows}, {columns}", rows=counted(count, "row", "rows"), columns=columns)

    def _look(self, dialog: ColumnsDialog, chosen: Mapping[str, int]) -> None:
        look_up(
            self._app, dialog, partial(self._newest, chosen), partial(dialog.show, dict(chosen)), dialog.fail
        )

    def _accept(self, dialog: ColumnsDialog, chosen: Mapping[str, int]) -> None:
        def show(preview: ImportPreview) -> None:
            self._finish(dialog, preview.previewed, chosen)

        look_up(self._app, dialog, partial(self._read, chosen), show, dialog.fail)

    def _view(self, dialog: ColumnsDialog, chosen: Mapping[str, int]) -> None:
        def show(preview: ImportPreview) -> None:
            dialog.resume()
            preview.show(dialog, lambda previewed: self._finish(dialog, previewed, chosen))

        look_up(self._app, dialog, partial(self._read, chosen), show, dialog.fail)

    def _finish(self, dialog: ColumnsDialog, previewed: Previewed, chosen: Mapping[str, int]) -> None:
        self._previewed = self._without_shown(previewed, chosen)
        self.options = self._options(chosen)
        dialog.close()

    def _without_shown(self, previewed: Previewed, chosen: Mapping[str, int]) -> Previewed:
        """Return articles with what the dialog said of the columns marked as seen."""
        told = frozenset(self._head.columns(self._options(chosen)).remarks())
        return previewed._replace(shown=previewed.shown | told)

    def _options(self, chosen: Mapping[str, int]) -> dict[str, str]:
        """Return the columns that were chosen, as :class:`ReadOptions` has them."""
        return {
            field: "" if column == NO_COLUMN else self._head.choices[column].reference
            for field, column in chosen.items()
        }

    # In the thread

    def _read(self, chosen: Mapping[str, int]) -> ImportPreview:
        from store.importing.piece import ReadOptions

        columns = self._options(chosen)

        def read(options: ReadOptions) -> list[Piece]:
            return self._whole(replace(options, columns=columns))

        return ImportPreview.of(
            self._app,
            self._library,
            self._place,
            read,
            ReadOptions(attributes=self._library.attributes.names()),
        )

    def _newest(self, chosen: Mapping[str, int]) -> Mapped:
        """Return what the columns become; nothing if others have been chosen while others were looked at."""
        with self._looking:
            return NOTHING if get_current_worker().is_cancelled else self._mapped(chosen)

    def _mapped(self, chosen: Mapping[str, int]) -> Mapped:
        options = self._options(chosen)
        columns = self._head.columns(options)
        places = self._head.choices_of(columns)
        pieces: list[Piece] = []
        problem = ""
        if "text" in places:
            try:
                pieces = self._head.articles(options, MOST_ARTICLES)
            except BadInput:
                problem = _("None of the first rows has a text in this column: choose another one.")
        return Mapped(
            columns=places,
            unused=self._head.unused(columns),
            articles=list(map(_lines, pieces)),
            problem=problem,
            command=self._command(options),
        )

    def _command(self, options: Mapping[str, str]) -> str:
        from store.formats.tables.table_head import map_argument
        from store.importing.inputs.arguments import STANDARD_INPUT

        place = STANDARD_INPUT if self._place == str(PASTED) else str(self._place)
        words = ["pizhu", "import", place]
        return shlex.join([*words, "--map", map_argument(options)] if options else words)


def _lines(piece: Piece) -> ArticleLines:
    draft = piece.article.draft
    about = ["、".join(draft.authors), draft.date, draft.source, " ".join(piece.article.tags)]
    beginning = " ".join(draft.text[:_BEGINNING].split())
    return ArticleLines(draft.title, " · ".join(filter(None, about)), beginning)
