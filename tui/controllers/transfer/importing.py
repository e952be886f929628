"""Imports articles from files, and notes from other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from store.errors import PizhuError, Stopped
from store.progress import Progress
from store.wording import counted
from tui.controllers.transfer.background import BackgroundController
from tui.looks.wording import on_changed_words
from tui.panes.articles import ArticlesPane
from tui.panes.visibility import PaneName
from tui.typesetting import displayed

if TYPE_CHECKING:
    from store.importing.batch import ImportedFile, RejectedFile
    from store.importing.inputs.arguments import Inputs
    from store.importing.parallel import ReadResult
    from store.importing.totals import Totals
    from store.storage.undo_log import StepGroup
    from tui.controllers.transfer.import_preview import Previewed
    from tui.controllers.transfer.import_prompt import ImportPrompt

NOTHING_TYPED: Mapping[int, Mapping[str, str]] = MappingProxyType({})

MAX_ERRORS_SHOWN = 3
"""The number of errors of one import that are shown. The others are counted."""


class ImportController(BackgroundController):
    """Asks for a file or a folder, imports it in the background, and highlights the last article."""

    NAME = "Importing"
    STOPPED = "Stopped: what was imported stays; u undoes it."

    _prompt: ImportPrompt | None = None
    """Keeps what was pasted."""

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

    def import_paths(self, paths: Sequence[str], articles_pane: ArticlesPane) -> None:
        """Import files, folders and addresses in the background, without asking."""

        def work(progress: Progress) -> None:
            from store.importing.inputs.arguments import find_inputs

            self._import(find_inputs(paths), "", articles_pane, progress)

        self._start(work)

    # In the thread

    def _import(
        self, read: Inputs | Previewed, pasted: str, articles_pane: ArticlesPane, progress: Progress
    ) -> None:
        from store.importing.batch import label_of
        from store.importing.inputs.arguments import read_inputs
        from store.importing.piece import ReadOptions
        from store.importing.totals import Totals
        from store.storage.undo_log import StepGroup

        with self._library.waiting_longer():
            if isinstance(read, tuple):
                last = self._import_previewed(read, pasted, progress)
            else:
                for path in read.bundles:
                    self._merge(path, progress)
                if not read.files and not read.refused:
                    return
                totals = Totals(skipped=read.skipped)
                for each in read.refused:
                    totals.refuse(each)
                errors = [each.reason for each in read.refused]
                count = len(read.files)
                group = StepGroup(label_of(count)) if count > 1 else None
                reading = read_inputs(read, ReadOptions())
                last, _ = self._import_read(reading, count, totals, group, progress, errors=errors)
            self._screen.call_later(self._highlight, articles_pane, last)

    def _import_previewed(self, read: Previewed, pasted: str, progress: Progress) -> str | None:
        """Import what was shown before; a pasted text is kept until it is in the library.

        :return: the ID of the last article, or None.
        """
        from store.importing.batch import label_of
        from store.importing.totals import Totals
        from store.storage.undo_log import StepGroup
        from tui.controllers.transfer.import_prompt import KEPT

        group = StepGroup(label_of(1)) if any(read.typed.values()) else None
        is_complete = False
        try:
            last, is_complete = self._import_read(
                [read.read], 1, Totals(), group, progress, typed=read.typed, shown=read.shown
            )
        finally:
            if pasted and is_complete and self._prompt is not None:
                self._prompt.forget(pasted)
            elif pasted:
                self._show(KEPT)
        return last

    def _import_read(
        self,
        read: Iterable[ReadResult],
        count: int,
        totals: Totals,
        group: StepGroup | None,
        progress: Progress,
        *,
        errors: Sequence[str] = (),
        typed: Mapping[int, Mapping[str, str]] = NOTHING_TYPED,
        shown: Collection[str] = (),
    ) -> tuple[str | None, bool]:
        """Import articles, and show the outcome.

        :param count: how many files there are.
        :param errors: messages about those that were not found.
        :param typed: the fields that the user has typed for an article, by its index.
        :param shown: remarks that a preview has shown.
        :return: the ID of the last article, or None; and whether all of it was imported.
        """
        from store.importing.batch import RejectedFile, import_read

        last, lost, moved = None, 0, 0
        failures, repaired, similar, remarks = [*errors], list[str](), list[str](), list[str]()
        done = set[str]()
        left = 0
        try:
            for number, imported in enumerate(import_read(self._library, read, group)):
                each, error = self._corrected(imported, typed.get(number), group)
                failures += error
                totals.add(each)
                done.add(each.place)
                if isinstance(each, RejectedFile):
                    failures.append(each.reason)
                else:
                    last = each.article
                    lost += each.lost
                    moved += each.moved
                    if each.repairs:
                        repaired.append(f"{each.path.name}: {each.encoding}")
                    if each.similar:
                        similar.append(f"Much of “{each.title}” is also in “{each.similar_title}”")
                    remarks += [f"{each.title}: {said}" for said in each.remarks if said not in shown]
                progress(len(done), count)
        except Stopped:
            left = count - len(done)
        self._show_errors(failures, "more files could not be imported.")
        if repaired:
            self._warn(f"Repaired: {repaired[0]}{_and_more(len(repaired) - 1, 'more file', 'more files')}")
        if similar:
            self._warn(f"{similar[0]}{_and_more(len(similar) - 1, 'more article', 'more articles')}")
        if remarks:
            self._warn(f"{remarks[0]}{_and_more(len(remarks) - 1, 'more remark', 'more remarks')}")
        if lost:
            notes = counted(lost, "note lost its text", "notes lost their text")
            self._warn(f"{notes}: see the notes of the updated articles")
        if moved:
            self._warn(f"{on_changed_words(moved)}: g/ has:moved shows the articles, ]m goes there")
        if left:
            self._show(
                f"Stopped: {counted(left, 'file was', 'files were')} not imported; u undoes the others", 4
            )
        self._show(displayed(f"Import: {totals.sentence()}"), 8 if totals.failed or totals.skipped else 4)
        return last, not failures and not left

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
            return imported, [f"“{imported.title}” was imported, but not corrected: {error}"]
        is_update = changed and imported.outcome is Outcome.UNCHANGED
        return replace(imported, outcome=Outcome.UPDATED) if is_update else imported, []

    def _warn(self, message: str) -> None:
        self._screen.call_later(
            self._app.notify, displayed(message), severity="warning", timeout=8, markup=False
        )

    def _merge(self, path: Path, progress: Progress) -> None:
        """Import a bundle: articles with their annotations, and a codebook."""
        from store.importing.batch import RejectedFile, import_bundle
        from tui.looks.wording import of_merged

        merged = import_bundle(self._library, path, progress)
        if isinstance(merged, RejectedFile):
            self._show_error(merged.reason)
            return
        if merged.remarks:
            more = merged.remarks.total - MAX_ERRORS_SHOWN
            told = [*merged.remarks[:MAX_ERRORS_SHOWN], *([f"{more:,} more remarks."] if more > 0 else [])]
            self._show(displayed(" ".join(told)), 10)
        self._show(
            f"Import: {of_merged(merged)}" + (": u undoes it" if merged.is_step else ": nothing new"), 6
        )
        self._show_errors(
            [*merged.conflicts, *merged.left_out],
            "more: `pizhu import --json` lists them",
            merged.conflicts.total + merged.left_out.total,
        )

    def _show_errors(self, errors: Sequence[str], more: str, total: int | None = None) -> None:
        for error in errors[:MAX_ERRORS_SHOWN]:
            self._show_error(error)
        hidden = (len(errors) if total is None else total) - MAX_ERRORS_SHOWN
        if hidden > 0:
            self._show_error(f"{hidden:,} {more}")

    def _highlight(self, articles_pane: ArticlesPane, article: str | None) -> None:
        """Highlight the last article, if the list is still the current pane."""
        if article is not None and self._screen.current is PaneName.ARTICLES:
            articles_pane.highlight(article)


def _and_more(count: int, one: str, many: str) -> str:
    return f", and {counted(count, one, many)}" if count else ""
