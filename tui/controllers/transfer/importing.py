"""Imports articles from files, and notes from other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from store.errors import PizhuError, Stopped
from store.language import _, lazy, ngettext, plural
from store.progress import Progress
from store.wording import counted
from tui.controllers.shared.notices import say, undoable
from tui.controllers.transfer.background import BackgroundController
from tui.keys.keymap import key_name
from tui.panes.articles import ArticlesPane
from tui.panes.visibility import PaneName
from tui.typesetting import displayed

if TYPE_CHECKING:
    from store.importing.batch import ImportedFile, RejectedFile
    from store.importing.inputs.arguments import Inputs
    from store.importing.parallel import ReadResult
    from store.importing.piece import ReadOptions
    from store.model.bundle import Merged
    from store.storage.history.undo_log import StepGroup
    from tui.controllers.transfer.import_preview import Previewed
    from tui.controllers.transfer.import_prompt import ImportPrompt
    from tui.controllers.transfer.import_record import ImportRecord

NOTHING_TYPED: Mapping[int, Mapping[str, str]] = MappingProxyType({})

MORE_FILES = plural("more file", "more files")
MORE_ARTICLES = plural("more article", "more articles")
MORE_REMARKS = plural("more remark", "more remarks")

REPORT = "app.last-import"
"""The action that lists what became of the files."""

MAX_ERRORS_SHOWN = 2
"""The number of errors of one import that are shown as toasts. A list has all."""


class ImportController(BackgroundController):
    """Asks for a file or a folder, imports it in the background, and highlights the last article."""

    NAME = lazy("Importing")
    STOPPED = lazy("Stopped: what was imported stays; {key} undoes it.")

    _prompt: ImportPrompt | None = None
    """Keeps what was pasted."""
    _record: ImportRecord | None = None
    """What became of the files of the last import."""

    def ask(self, articles_pane: ArticlesPane) -> None:
        """Ask what to import, and import it. Then highlight the last article in ``articles_pane``."""
        from tui.controllers.transfer.import_prompt import ImportPrompt

        if self._prompt is None:
            self._prompt = ImportPrompt(
                self._app,
                self._library,
                lambda read, pasted: self._start(partial(self._import, read, pasted, articles_pane)),
            )
        self._prompt.ask()

    def show_report(self) -> None:
        """List what became of the files of the last import."""
        from tui.dialogs.previews.import_report import ImportReportDialog

        if self.is_running:
            say(self._app, _("The import is running: its list comes when it ends"))
        elif self._record is None:
            say(self._app, _("Nothing was imported since the reader was opened"))
        elif not (lines := self._record.lines):
            say(self._app, _("Import: {name}", name=self._record.totals.sentence()))
        else:
            self._app.clear_notifications()  # what they say is in the list, which they would cover
            total = _("{totals}.", totals=self._record.totals.sentence())
            self._app.push_screen(ImportReportDialog(total, lines, self._record.details))

    def import_paths(self, paths: Sequence[str], articles_pane: ArticlesPane) -> None:
        """Import files, folders and addresses in the background, without asking."""

        def work(progress: Progress) -> None:
            self._import(_inputs_of(paths, progress, self._options()), "", articles_pane, progress)

        self._start(work)

    # In the thread

    def _import(
        self, read: Inputs | Previewed, pasted: str, articles_pane: ArticlesPane, progress: Progress
    ) -> None:
        with self._library.waiting_longer():
            if isinstance(read, tuple):
                record = self._import_previewed(read, pasted, progress)
            else:
                record = self._import_inputs(read, progress)
            self._screen.call_later(self._highlight, articles_pane, record.last)

    def _import_inputs(self, read: Inputs, progress: Progress) -> ImportRecord:
        """Import files, and merge those of other programs, whose notes then find their texts: one step."""
        from store.importing.batch import label_of
        from store.importing.inputs.arguments import read_inputs
        from store.importing.totals import Totals
        from store.storage.history.undo_log import StepGroup
        from tui.controllers.transfer.import_record import ImportRecord

        if read.has_more:
            read = _inputs_of(read.arguments, progress, read.options)
        record = ImportRecord(Totals(skipped=read.skipped))
        for each in read.refused:
            record.refuse(each)
        refused, count = len(record.done), read.count
        group = StepGroup(label_of(count)) if count > 1 else None
        is_stopped = False
        try:
            reading = _reported(read_inputs(read), count, progress)
            self._import_read(reading, group, record)
            for path in read.bundles:
                if group is not None:
                    group.label = label_of(len(record.done) - refused + 1)
                self._merge(path, group, progress, record)
        except Stopped:
            is_stopped = True
        if is_stopped or count > 1 or not read.bundles or record.refused:
            self._show_outcome(record, count + refused - len(record.done) if is_stopped else 0)
        self._record = record
        return record

    def _import_previewed(self, read: Previewed, pasted: str, progress: Progress) -> ImportRecord:
        """Import what was shown before; a pasted text is kept until it is in the library."""
        from store.importing.batch import label_of
        from store.importing.totals import Totals
        from store.storage.history.undo_log import StepGroup
        from tui.controllers.transfer.import_prompt import KEPT
        from tui.controllers.transfer.import_record import ImportRecord

        group = StepGroup(label_of(1)) if any(read.typed.values()) else None
        record = ImportRecord(Totals(), read.shown)
        left = 0
        is_complete = False
        try:
            try:
                self._import_read(_reported([read.read], 1, progress), group, record, read.typed)
            except Stopped:
                left = 1 - len(record.done)
            self._show_outcome(record, left)
            self._record = record
            is_complete = not record.refused and not record.uncorrected and not left
        finally:
            if pasted and is_complete and self._prompt is not None:
                self._prompt.forget(pasted)
            elif pasted:
                self._show(KEPT.format(key=key_name("app.import")))
        return record

    def _import_read(
        self,
        read: Iterable[ReadResult],
        group: StepGroup | None,
        record: ImportRecord,
        typed: Mapping[int, Mapping[str, str]] = NOTHING_TYPED,
    ) -> None:
        """Import articles, and record what became of them.

        :param typed: the fields that the user has typed for an article, by its index.
        :raises Stopped: the user stopped it.
        """
        from store.importing.batch import import_read

        for number, imported in enumerate(import_read(self._library, read, group)):
            each, error = self._corrected(imported, typed.get(number), group)
            record.add(each)
            record.uncorrected.tell_all(error)

    def _show_outcome(self, record: ImportRecord, left: int) -> None:
        """Show what became of the files; the list has everything.

        :param left: how many files were not imported, because the user stopped it.
        """
        from tui.controllers.transfer.import_record import lost_their_text, where_moved
        from tui.looks.wording import in_sequence

        refused, remarks = record.refused, record.remarks
        self._show_errors(refused[:1] if refused.total > MAX_ERRORS_SHOWN else refused)
        self._show_errors(record.uncorrected[:1])
        for lines, more in (
            (record.repaired, MORE_FILES),
            (record.similar, MORE_ARTICLES),
            (record.left_out, MORE_REMARKS),
            (remarks, MORE_REMARKS),
        ):
            if lines:
                first = _("Repaired: {file}", file=lines[0]) if lines is record.repaired else lines[0]
                self._warn(_and_more(first, lines.total - 1, more))
        if record.lost:
            self._warn(lost_their_text(record.lost))
        if record.moved:
            self._warn(where_moved(record.moved))
        listed = record.number_of_lines
        seconds = 8 if left or record.totals.failed or record.totals.skipped or listed else 4
        said = [_stopped(left, is_changed=record.totals.changed)] if left else []
        said.append(_total(record.totals.sentence(), listed))
        self._show(displayed(in_sequence(*said)), seconds)

    def _corrected(
        self, imported: ImportedFile | RejectedFile, fields: Mapping[str, str] | None, group: StepGroup | None
    ) -> tuple[ImportedFile | RejectedFile, list[str]]:
        """Give an article of the library the fields that were typed for it, also those that were corrected
        before. An added one has them already.

        :return: the article; and the error message if it could not be given them, though it is imported.
        """
        from msgspec.structs import replace

        from store.importing.batch import RejectedFile
        from store.library.ingest import Outcome

        if not fields or isinstance(imported, RejectedFile) or imported.outcome is Outcome.ADDED:
            return imported, []
        try:
            changed = self._library.articles.correct(imported.article, fields, group=group)
        except PizhuError as error:
            return imported, [
                _("“{title}” was imported, but not corrected: {error}", title=imported.title, error=error)
            ]
        is_update = changed and imported.outcome is Outcome.UNCHANGED
        return replace(imported, outcome=Outcome.UPDATED) if is_update else imported, []

    def _warn(self, message: str) -> None:
        self._screen.call_later(
            self._app.notify, displayed(message), severity="warning", timeout=8, markup=False
        )

    def _merge(self, path: Path, group: StepGroup | None, progress: Progress, record: ImportRecord) -> None:
        """Import a bundle: articles with their annotations, and a codebook.

        :raises Stopped: the user stopped it. What was written until then is recorded.
        """
        from store.importing.batch import RejectedFile, import_bundle
        from store.model.bundle import Merged

        merged = Merged()
        try:
            result = import_bundle(self._library, path, progress, group, merged)
        except Stopped:
            if merged.is_step:
                record.merge(path, merged)
            raise
        if isinstance(result, RejectedFile):
            record.refuse(result)
            return
        record.merge(path, result)
        if group is None:
            self._show_merged(result)

    def _show_merged(self, merged: Merged) -> None:
        """Show what the only file added."""
        from tui.looks.wording import in_sequence, of_merged

        if merged.remarks:
            more = merged.remarks.total - MAX_ERRORS_SHOWN
            told = [*merged.remarks[:MAX_ERRORS_SHOWN]]
            if more > 0:
                remarks = counted(more, "more remark", "more remarks")
                told.append(_("{remarks}: {key} lists them.", remarks=remarks, key=key_name(REPORT)))
            self._show(displayed(in_sequence(*told)), 10)
        added = of_merged(merged)
        self._show(
            undoable(_("Import: {name}", name=added))
            if merged.is_step
            else _("Import: {added}: nothing new", added=added),
            6,
        )
        errors = [*merged.conflicts, *merged.left_out]
        self._show_errors(errors[:MAX_ERRORS_SHOWN])
        if (hidden := merged.conflicts.total + merged.left_out.total - MAX_ERRORS_SHOWN) > 0:
            self._show_error(_("{count:,} more: {key} lists them", count=hidden, key=key_name(REPORT)))

    def _options(self) -> ReadOptions:
        """Return how files are read for this library."""
        from store.importing.piece import ReadOptions

        return ReadOptions(attributes=self._library.attributes.names())

    def _show_errors(self, errors: Sequence[str]) -> None:
        for error in errors:
            self._show_error(error)

    def _highlight(self, articles_pane: ArticlesPane, article: str | None) -> None:
        """Highlight the last article, if the list is still the current pane."""
        if article is not None and self._screen.current is PaneName.ARTICLES:
            articles_pane.highlight(article)


def _inputs_of(arguments: Sequence[str], progress: Progress, options: ReadOptions) -> Inputs:
    """Find all that is named, until the user stops it."""
    from store.importing.folders import Bounds
    from store.importing.inputs.arguments import find_inputs

    return find_inputs(arguments, options, Bounds(lambda: progress(0, 0)))


def _reported(read: Iterable[ReadResult], count: int, progress: Progress) -> Iterator[ReadResult]:
    """Yield what was read, and report each file before it is written.

    An import is therefore stopped between two files that are read, never between two that were written
    together, so that all that is written is counted.
    """
    for number, each in enumerate(read, 1):
        progress(number, count)
        yield each


def _and_more(first: str, count: int, more: tuple[str, str]) -> str:
    """The first of several remarks, and how many others there are."""
    return _("{first}, and {more}", first=first, more=counted(count, *more)) if count else first


def _stopped(left: int, *, is_changed: bool) -> str:
    """That the user stopped an import, and how many files were not imported."""
    if not is_changed:
        return ngettext(
            "Stopped: {count:,} file was not imported.", "Stopped: {count:,} files were not imported.", left
        )
    return ngettext(
        "Stopped: {count:,} file was not imported; {key} undoes the others.",
        "Stopped: {count:,} files were not imported; {key} undoes the others.",
        left,
        key=key_name("app.undo"),
    )


def _total(total: str, listed: int) -> str:
    """What an import did, and the key that lists what is to be said of its files."""
    if not listed:
        return _("Import: {name}", name=total)
    key = key_name(REPORT)
    if listed == 1:
        return _("Import: {total}; {key} lists it", total=total, key=key)
    return _("Import: {total}; {key} lists them", total=total, key=key)
