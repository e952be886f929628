"""Looks at the files of a folder before they are imported: what would come in, and what would be refused."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from textual.app import App
from textual.worker import get_current_worker

from store.errors import BadInput, PizhuError, Stopped
from store.importing.file_formats import TABLE_SUFFIXES, format_label
from store.language import _, lazy
from store.library import Library
from store.library.ingest import Outcome
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import cut
from tui.controllers.transfer.column_preview import ColumnPreview
from tui.dialogs.previews.folder import FolderDialog, FolderLine
from tui.late_answers import unless_gone

if TYPE_CHECKING:
    from collections.abc import Generator

    from store.importing.batch import ImportedFile, RejectedFile
    from store.importing.inputs.arguments import Inputs
    from store.importing.parallel import ReadResult
    from store.importing.piece import Piece
    from store.importing.totals import Totals
    from tui.dialogs.importing import ImportDialog

MOST_FILES = 2_000
"""Files that are looked at, and articles that are listed. The others are read when they are imported."""

MOST_FOUND = 20_000
"""Files that are counted before the user decides."""

_MOST_KINDS = 8
"""Kinds of files that are counted by themselves."""
_SECONDS_BETWEEN = 0.2
"""How often the dialog shows what was found."""
_PAUSE = 0.001
"""Seconds after each file in which the screen can answer keys."""

MARKS = {Outcome.ADDED: "+", Outcome.UPDATED: "~", Outcome.UNCHANGED: "="}
OUTCOMES = {
    Outcome.ADDED: lazy("added", "article"),
    Outcome.UPDATED: lazy("updated", "article"),
    Outcome.UNCHANGED: lazy("unchanged", "article"),
}
REFUSED = "✗"

KEYS_OF_COLUMNS = lazy("enter take for this folder · h l column · space pick · v view · esc back")
TABLE = lazy("c chooses the columns of this table, and of all that have the same ones.")
NO_TABLE = lazy("{name}: this is no table with columns to choose; move to a .csv, .tsv, .xlsx or .json.")

LOOKED_AT_SO_FAR = lazy("{done:,} of {files} looked at…: {totals}.")
LOOKED_AT_SOME = lazy("{done:,} of {files} looked at: {totals}. The others are read when they are imported.")


class FolderPreview:
    """The preview of the files that a path or a pattern names."""

    def __init__(self, app: App[None], library: Library, path: Path, content: str) -> None:
        """Look at nothing yet.

        :param path: the folder or the pattern.
        :param content: what is known of the folder, as a sentence; empty if nothing is.
        """
        self._app = app
        self._library = library
        self._path = path
        self._content = content
        self._inputs: Inputs | None = None
        self._problem = ""
        """Why there is nothing to import."""
        self._done = 0
        self._chosen: list[dict[str, str]] = []
        """The columns that were chosen for tables, the last ones first."""
        self._looks = 0
        """How often the files were looked at: what was found before is dropped."""
        self._is_over = False

    def show(self, dialog: ImportDialog, done: Callable[[Inputs], None]) -> None:
        """Show what would come in, over the dialog.

        :param done: called with the files once the user accepts them.
        """

        def keep(accepted: bool | None) -> None:
            if self._problem:
                dialog.fail(self._problem)
            elif accepted and self._inputs is not None:
                done(self._inputs)
            else:
                dialog.resume()

        subject = _("Import: {name}", name=cut(str(self._path)))
        self._app.push_screen(
            FolderDialog(subject, self._content, self._look, self._choose_columns), unless_gone(dialog, keep)
        )

    def _look(self, dialog: FolderDialog) -> None:
        self._looks += 1
        self._is_over = False
        self._done = 0

        def work() -> None:
            try:
                if (inputs := self._find(dialog)) is None:
                    self._tell(dialog, dialog.give_up)
                    return
                self._tell(dialog, dialog.begin, kinds_of(inputs))
                self._read(dialog, inputs)
            except Stopped:
                pass
            except (PizhuError, OSError) as error:
                self._tell(dialog, dialog.fail, str(error))

        self._app.run_worker(work, thread=True, group=type(dialog).__name__, exclusive=True)

    def _choose_columns(self, dialog: FolderDialog, place: str) -> None:
        """Let the user choose the columns of a table, and look again at all files with them."""

        def read() -> ColumnPreview:
            from store.formats.tables.table_head import table_head_of
            from store.importing.reading import read_file

            path = Path(place)
            head = table_head_of(path)
            if head is None:
                raise BadInput(NO_TABLE.format(name=path.name))
            return ColumnPreview(self._app, self._library, path, head=head, read=partial(read_file, path))

        def show(preview: ColumnPreview) -> None:
            def keep(_previewed: object) -> None:
                self._chosen.insert(0, preview.options)
                dialog.look_again()

            dialog.resume()
            preview.show(dialog, keep, str(KEYS_OF_COLUMNS), back)

        def back() -> None:
            if not self._is_over:
                dialog.look_again()

        def fail(message: str) -> None:
            back()
            dialog.refuse(message)

        look_up(self._app, dialog, read, show, fail)

    # In the thread

    def _find(self, dialog: FolderDialog) -> Inputs | None:
        """Find the files; None if there are none, and a sentence says why.

        :raises Stopped: the user has left the dialog.
        """
        from store.importing.folders import Bounds
        from store.importing.inputs.arguments import find_inputs
        from store.importing.piece import ReadOptions

        worker = get_current_worker()

        def check() -> None:
            if dialog.is_dismissed or worker.is_cancelled:
                raise Stopped

        options = ReadOptions(
            more_columns=tuple(self._chosen),
            is_one_of_several=True,
            attributes=self._library.attributes.names(),
        )
        inputs = find_inputs([str(self._path)], options, Bounds(check, MOST_FOUND))
        if inputs.refused and not inputs.count:
            self._problem = inputs.refused[0].reason
            return None
        self._inputs = inputs
        return inputs

    def _read(self, dialog: FolderDialog, inputs: Inputs) -> None:
        from store.importing.batch import preview_read
        from store.importing.inputs.arguments import read_inputs
        from store.importing.totals import Totals

        worker = get_current_worker()
        totals = Totals()
        lines: list[FolderLine] = []
        for each in inputs.refused:
            totals.refuse(each)
            lines.append(_refused_line(each))
        looked_at = replace(inputs, files=inputs.files[:MOST_FILES])
        last = time.monotonic() - _SECONDS_BETWEEN
        listed = 0
        reading = cast("Generator[ReadResult, None, None]", read_inputs(looked_at))
        with closing(reading) as read:
            for result, piece in preview_read(self._library.articles.preview(), self._counted(read)):
                if dialog.is_dismissed or worker.is_cancelled:
                    return
                totals.add(result)
                listed += 1
                lines.append(_line_of(result, piece))
                if listed >= MOST_FILES:
                    break
                if time.monotonic() - last >= _SECONDS_BETWEEN:
                    self._tell(dialog, dialog.add, lines, self._total(totals, inputs, is_over=False))
                    lines, last = [], time.monotonic()
                time.sleep(_PAUSE)
        self._tell(dialog, dialog.add, lines, self._total(totals, inputs, is_over=True))
        self._is_over = True

    def _counted(self, read: Iterable[ReadResult]) -> Iterator[ReadResult]:
        for each in read:
            self._done += 1
            yield each

    def _total(self, totals: Totals, inputs: Inputs, *, is_over: bool) -> str:
        """Return what is known by now, as a sentence."""
        of_all = len(inputs.files)
        if self._done >= of_all:
            return _("All files were looked at: {totals}.", totals=totals.sentence())
        values = {"done": self._done, "files": counted(of_all, "file", "files"), "totals": totals.sentence()}
        if not is_over:
            return LOOKED_AT_SO_FAR.format(**values)
        return LOOKED_AT_SOME.format(**values)

    def _tell(self, dialog: FolderDialog, show: Callable[..., None], *values: object) -> None:
        looks = self._looks

        def show_if_newest(*shown: object) -> None:
            if looks == self._looks:
                show(*shown)

        if not get_current_worker().is_cancelled:
            self._app.call_from_thread(unless_gone(dialog, show_if_newest), *values)


def kinds_of(inputs: Inputs) -> str:
    """Return how many files of which kinds there are: ``12 files: 10 .txt, 2 .html; left alone: 3 .jpg``."""
    from store.importing.folders import of_skipped

    kinds = Counter(path.suffix.lower() or _("without a suffix") for path in inputs.files)
    common = Counter(dict(kinds.most_common(_MOST_KINDS)))
    files = counted(len(inputs.files), "file", "files")
    if not kinds:
        parts = [_("No articles")]
    elif others := kinds.total() - common.total():
        parts = [
            _("{files}: {kinds}, {others:,} others", files=files, kinds=of_skipped(common), others=others)
        ]
    else:
        parts = [_("{files}: {kinds}", files=files, kinds=of_skipped(common))]
    if inputs.bundles:
        files = counted(len(inputs.bundles), "file", "files")
        parts.append(_("{files} of notes or of other libraries, merged last", files=files))
    if inputs.skipped:
        skipped = of_skipped(Counter(dict(inputs.skipped.most_common(_MOST_KINDS))))
        parts.append(_("left alone: {kinds}", kinds=skipped))
    if inputs.has_more:
        parts.append(_("more files are found when they are imported"))
    return _("; ").join(parts)


def _line_of(result: ImportedFile | RejectedFile, piece: Piece | None) -> FolderLine:
    from store.importing.batch import RejectedFile

    if isinstance(result, RejectedFile) or piece is None:
        return _refused_line(result)  # type: ignore[arg-type]
    draft = piece.article.draft
    authors = "、".join(draft.authors)
    about = " · ".join(filter(None, [authors, draft.date, draft.source]))
    where = " · ".join(
        filter(None, [result.place, format_label(result.file_format), str(OUTCOMES[result.outcome])])
    )
    detail = "\n".join(filter(None, [draft.title, about, where, *result.remarks]))
    return FolderLine(
        MARKS[result.outcome],
        draft.title,
        authors,
        draft.date,
        draft.source,
        detail,
        is_refused=False,
        place=result.place,
    )


def _refused_line(refused: RejectedFile) -> FolderLine:
    from store.importing.totals import refusal_reason

    title = _("{name}: {remark}", name=Path(refused.place).name, remark=refusal_reason(refused))
    is_table = Path(refused.place).suffix.lower() in TABLE_SUFFIXES
    detail = f"{refused.reason}\n{TABLE}" if is_table else refused.reason
    return FolderLine(REFUSED, title, "", "", "", detail, is_refused=True, place=refused.place)
