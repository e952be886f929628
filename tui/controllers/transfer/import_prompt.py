"""Asks what to import, reads it, and shows what was found before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from msgspec.structs import replace
from textual.app import App

from store.errors import BadInput, UsageError
from store.library import Library
from store.library.ingest import Outcome
from tui.config import expanded
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import cut
from tui.late_answers import unless_gone

if TYPE_CHECKING:
    from store.importing.inputs.arguments import Inputs
    from store.importing.inputs.completion import Entry
    from store.importing.parallel import ReadResult
    from store.importing.piece import Piece
    from tui.dialogs.importing import ImportDialog

BEGINNING = 200
"""Code points of the text that a preview shows."""

MOST_TITLES = 500
"""Titles that the preview of a file of several articles lists."""

PASTED = "the pasted text"

SUBJECTS = {
    Outcome.ADDED: "Import",
    Outcome.UPDATED: "Update",
    Outcome.UNCHANGED: "Already in the library",
}

Read: TypeAlias = "Inputs | ReadResult"
"""Files to be imported as they are, or the articles that were read of one thing."""


class ImportPrompt:
    """Asks what to import."""

    def __init__(self, app: App[None], library: Library, answer: Callable[[Read], None]) -> None:
        """Ask for one import.

        :param answer: called with what is to be imported.
        """
        self._app = app
        self._library = library
        self._answer = answer

    def ask(self) -> None:
        """Open the dialog."""
        from tui.dialogs.importing import ImportDialog

        self._app.push_screen(ImportDialog(self._look, self._accept, self._accept_text))

    def _look(self, dialog: ImportDialog, typed: str) -> None:
        """Find what a path may become, and count what is in a folder."""
        from store.importing.inputs.completion import entries_for

        def show(found: tuple[list[Entry], str]) -> None:
            dialog.offer(typed, *found)

        look_up(self._app, dialog, lambda: (entries_for(_unquoted(typed)), _content(typed)), show)

    def _accept(self, dialog: ImportDialog, typed: str) -> None:
        look_up(self._app, dialog, partial(self._read, typed), partial(self._preview, dialog), dialog.fail)

    def _accept_text(self, dialog: ImportDialog, text: str) -> None:
        look_up(
            self._app, dialog, partial(self._read_text, text), partial(self._preview, dialog), dialog.fail
        )

    # In a thread

    def _read(self, typed: str) -> tuple[Read, Outcome]:
        """Read what was typed.

        :raises PizhuError: there is no such file, or it cannot be read.
        """
        from store.importing.addresses import is_address, read_address
        from store.importing.folders import is_folder
        from store.importing.input_file import open_input
        from store.importing.inputs.arguments import find_inputs
        from store.importing.piece import ReadOptions
        from store.importing.reading import read_file

        if is_address(typed):
            return self._found(typed, read_address(typed, ReadOptions()))
        path = expanded(_unquoted(typed))
        inputs = find_inputs([str(path)])
        if inputs.files == [path] and not is_folder(path):
            return self._found(path, read_file(path))
        if inputs.refused and not inputs.files:
            raise BadInput(inputs.refused[0].reason)
        for bundle in inputs.bundles:
            open_input(bundle).close()
        return inputs, Outcome.ADDED

    def _read_text(self, text: str) -> tuple[Read, Outcome]:
        from store.importing.inputs.arguments import read_bytes
        from store.importing.piece import ReadOptions

        data = text.encode("utf-8", "replace")
        return self._found(PASTED, read_bytes(data, "", PASTED, ReadOptions()))

    def _found(self, place: Path | str, pieces: list[Piece]) -> tuple[Read, Outcome]:
        if not pieces:
            raise BadInput(f"{place}: there is no article in it; choose another file.")
        return (place, pieces), self._library.articles.outcome_of(pieces[0].article.draft)

    # In the app's thread

    def _preview(self, dialog: ImportDialog, found: tuple[Read, Outcome]) -> None:
        """Show what was read. Files of a folder are imported as they are."""
        read, outcome = found
        if not isinstance(read, tuple):
            self._done(dialog, read)
        elif isinstance(read[1], list) and len(read[1]) == 1:
            self._preview_one(dialog, read[0], read[1][0], outcome)
        elif isinstance(read[1], list):
            self._preview_many(dialog, read, read[1])

    def _preview_one(self, dialog: ImportDialog, place: Path | str, piece: Piece, outcome: Outcome) -> None:
        from store.library.corrections import checked, typed_fields, with_fields
        from tui.dialogs.metadata import KEYS_OF_IMPORT, MetadataDialog

        draft = piece.article.draft
        before = typed_fields(draft)

        def keep(after: Mapping[str, str] | None) -> None:
            if after is None:
                dialog.resume()
                return
            fields = checked({name: value for name, value in after.items() if value != before[name]})
            given = (*piece.article.given, *fields)
            article = replace(piece.article, draft=with_fields(draft, fields), given=given)
            self._done(dialog, (place, [replace(piece, article=article)]))

        facts = [piece.file_format, piece.encoding, f"{len(draft.text):,} characters", *piece.remarks]
        beginning = f"{' · '.join(filter(None, facts))}\n{draft.text[:BEGINNING]}"
        subject = f"{SUBJECTS[outcome]}: {cut(place.name if isinstance(place, Path) else place)}"
        form = MetadataDialog(subject, before, beginning=beginning, keys=KEYS_OF_IMPORT)
        self._app.push_screen(form, unless_gone(dialog, keep))

    def _preview_many(self, dialog: ImportDialog, read: ReadResult, pieces: list[Piece]) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        def keep(answer: int | None) -> None:
            if answer is None:
                dialog.resume()
            else:
                self._done(dialog, read)

        titles = [piece.article.draft.title for piece in pieces[:MOST_TITLES]]
        self._app.push_screen(
            ChoiceDialog(f"Import these {len(pieces):,} articles?", titles), unless_gone(dialog, keep)
        )

    def _done(self, dialog: ImportDialog, read: Read) -> None:
        dialog.dismiss(None)
        self._answer(read)


def _unquoted(typed: str) -> str:
    """Return a path without the quotation marks that terminals put around a file that is dropped on them."""
    path = typed.strip()
    if path.startswith("file://"):
        return unquote(path.removeprefix("file://"))
    return path[1:-1] if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"" else path


def _content(typed: str) -> str:
    """Return what is in a folder; empty if it is none."""
    from store.importing.inputs.completion import content_of

    try:
        return content_of(expanded(_unquoted(typed)))
    except UsageError:
        return ""
