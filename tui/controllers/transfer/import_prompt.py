"""Asks what to import, reads it, and shows what was found before it is kept."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from textual.app import App

from store.errors import BadInput, UsageError
from store.language import lazy
from store.library import Library
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.transfer.column_preview import ColumnPreview
from tui.controllers.transfer.folder_preview import FolderPreview
from tui.controllers.transfer.import_preview import PASTED, ImportPreview, Previewed, Reader
from tui.keys.keymap import key_name
from tui.user_folders import expanded, is_there

if TYPE_CHECKING:
    from store.formats.tables.table_head import TableHead
    from store.importing.inputs.arguments import Inputs
    from store.importing.inputs.completion import Entry
    from store.importing.piece import Piece, ReadOptions
    from tui.dialogs.importing import ImportDialog

Preview: TypeAlias = "ImportPreview | FolderPreview | ColumnPreview"
"""What is shown before something is imported."""

_ESCAPED = re.compile(r"\\([\s\\'\"()&;!$`*?\[\]{}<>|#~])")
"""A character that shells treat in their own way, after a backslash."""
KEPT = lazy("The pasted text is kept: {key} shows it again")


class ImportPrompt:
    """Asks what to import. It keeps a pasted text until that is imported or dropped."""

    def __init__(
        self, app: App[None], library: Library, answer: Callable[[Inputs | Previewed, str], None]
    ) -> None:
        """Ask for nothing yet.

        :param answer: called with what is to be imported: files as they are, or the articles that were read
            of one thing; and with the pasted text that they were read of, which is empty for anything else.
            Once that is imported, :meth:`forget` is to be called.
        """
        self._app = app
        self._library = library
        self._answer = answer
        self._pasted = ""

    def ask(self) -> None:
        """Open the dialog."""
        from tui.dialogs.importing import ImportDialog

        dialog = ImportDialog(self._look, self._accept, self._accept_text, self._pasted)
        self._app.push_screen(dialog, self._keep)

    def forget(self, pasted: str) -> None:
        """Forget a pasted text, which has been imported, unless another one was pasted since."""
        if self._pasted == pasted:
            self._pasted = ""

    def _keep(self, pasted: str | None) -> None:
        """Keep the text that the dialog held when it was left; None if it was closed by :meth:`_done`."""
        if pasted is None:
            return
        self._pasted = pasted
        if pasted:
            say(self._app, KEPT.format(key=key_name("app.import")))

    def _look(self, dialog: ImportDialog, typed: str) -> None:
        """Find what a path may become, and count what is in a folder."""
        from store.importing.inputs.completion import entries_for

        def show(found: tuple[list[Entry], str]) -> None:
            dialog.offer(typed, *found)

        look_up(self._app, dialog, lambda: (entries_for(_unquoted(typed)), _content(typed)), show)

    def _accept(self, dialog: ImportDialog, typed: str) -> None:
        self._read_for(dialog, partial(self._read, typed))

    def _accept_text(self, dialog: ImportDialog, text: str) -> None:
        self._read_for(dialog, partial(self._read_pasted, text))

    def _read_for(self, dialog: ImportDialog, read: Callable[[], Inputs | Preview]) -> None:
        """Read in a thread, and show what was found. A file of another program is merged at once."""

        def show(found: Inputs | Preview) -> None:
            if isinstance(found, (ImportPreview, FolderPreview, ColumnPreview)):
                dialog.resume()
                found.show(dialog, partial(self._done, dialog))
            else:
                self._done(dialog, found)

        look_up(self._app, dialog, read, show, dialog.fail)

    def _done(self, dialog: ImportDialog, read: Inputs | Previewed) -> None:
        """Close the dialog and import what was read. The pasted text stays until it is imported itself."""
        self._pasted = dialog.pasted
        dialog.dismiss(None)
        is_pasted = isinstance(read, Previewed) and read.read[0] == str(PASTED)
        if self._pasted and not is_pasted:
            say(self._app, KEPT.format(key=key_name("app.import")))
        self._answer(read, self._pasted if is_pasted else "")

    # In a thread

    def _read_pasted(self, text: str) -> Preview:
        """Read a pasted text, which may be a table.

        :raises PizhuError: it cannot be read.
        """
        from store.formats.tables.table_head import table_head
        from store.importing.piece import Source

        name = str(PASTED)
        head = table_head(text.encode("utf-8", "replace"), Source(name=name))
        return self._found(name, partial(_read_text, text), head)

    def _read(self, typed: str) -> Inputs | Preview:
        """Read what was typed.

        :raises PizhuError: there is no such file, or it cannot be read.
        """
        from store.formats.tables.table_head import table_head, table_head_of
        from store.importing.addresses import fetch, is_address, read_fetched
        from store.importing.folders import is_folder, is_pattern
        from store.importing.input_file import open_input
        from store.importing.inputs.arguments import find_inputs
        from store.importing.piece import Source
        from store.importing.reading import read_file
        from store.importing.registry import is_data

        if is_address(typed):
            fetched = fetch(typed)
            named = Source(name=fetched.url.partition("?")[0], charset=fetched.charset)
            return self._found(typed, partial(read_fetched, fetched), table_head(fetched.data, named))
        path = expanded(_unquoted(typed))
        if is_folder(path) or is_pattern(str(path)):
            return FolderPreview(self._app, self._library, path, _content(typed))
        inputs = find_inputs([str(path)])
        if inputs.files == [path]:
            return self._found(path, partial(read_file, path), table_head_of(path))
        if inputs.refused and not inputs.files:
            raise BadInput(inputs.refused[0].reason)
        if inputs.bundles == [path] and is_data(path):  # the user can say which of its keys has the texts
            return self._found(path, partial(read_file, path), table_head_of(path))
        for bundle in inputs.bundles:
            open_input(bundle).close()
        return inputs

    def _found(
        self, place: Path | str, read: Reader, head: TableHead | None = None
    ) -> ImportPreview | ColumnPreview:
        """Return the preview of something.

        :param head: its first rows if it is a table, whose columns are then shown.
        """
        from store.importing.piece import ReadOptions

        if head is not None:
            return ColumnPreview(self._app, self._library, place, head=head, read=read)
        return ImportPreview.of(
            self._app, self._library, place, read, ReadOptions(attributes=self._library.attributes.names())
        )


def _read_text(text: str, options: ReadOptions) -> list[Piece]:
    from store.importing.inputs.arguments import read_bytes

    return read_bytes(text.encode("utf-8", "replace"), "", str(PASTED), options)


def _unquoted(typed: str) -> str:
    """Return a path without what terminals write when a file is dropped on them: quotation marks, a backslash
    before each space, or ``file:`` at its beginning.
    """
    from store.importing.inputs.hints import path_of_file_address

    path = typed.strip()
    is_quoted = len(path) > 1 and path[0] == path[-1] and path[0] in "'\""
    if is_quoted:
        path = path[1:-1]
    if not is_there(path) and (named := path_of_file_address(path)) is not None:
        return os.path.join(named, "") if path.endswith("/") else str(named)  # noqa: PTH118 - for the slash
    if is_quoted:
        return path
    return _ESCAPED.sub(r"\1", path) if sys.platform != "win32" and not is_there(path) else path


def _content(typed: str) -> str:
    """Return what is in a folder; empty if it is none."""
    from store.importing.inputs.completion import content_of

    try:
        return content_of(expanded(_unquoted(typed)))
    except UsageError:
        return ""
