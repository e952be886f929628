"""Taking notes out from within the reader: asked about, shown beforehand, written in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from store.errors import PizhuError, Stopped
from store.library import Library
from tui.config import expanded
from tui.looks.error_toasts import show_error, when_answered
from tui.looks.wording import number_of
from tui.typesetting import displayed

if TYPE_CHECKING:
    from tui.dialogs.export import ExportDialog, ExportRequest

SHOWN_OF = 2
"""Articles of which the beginning of a file is made to be looked at."""


class ExportController:
    """The exports of one reader."""

    def __init__(
        self, screen: Screen[None], library: Library, progress: Callable[[str, int, int], None]
    ) -> None:
        """Exports of ``library``.

        :param progress: told on a worker's thread of what work how much of how much is done.
        """
        self._screen = screen
        self._library = library
        self._progress = progress
        self._worker: Worker[None] | None = None
        self._told_of: Worker[None] | None = None
        """The export of which one who wanted to leave was told."""

    def ask(self, listed: Sequence[str] | None, article: str | None) -> None:
        """Ask what to write where, and write it in the background.

        :param listed: the articles that the list is narrowed to; None when it shows all.
        :param article: the one that is being read.
        """
        from tui.dialogs.export import ExportDialog, ExportScope

        chosen: dict[ExportScope, Sequence[str]] = {ExportScope.ALL: ()}
        if listed is not None:
            chosen[ExportScope.LISTED] = listed[::-1]
        if article is not None:
            chosen[ExportScope.ONE] = [article]
        counts = {
            which: len(articles) or self._library.articles.count() for which, articles in chosen.items()
        }

        def preview(request: ExportRequest) -> None:
            look = partial(self._look, dialog, request, chosen[request.scope])
            self._screen.run_worker(look, thread=True, group="preview", exclusive=True)

        def write(request: ExportRequest) -> None:
            work = partial(self._write, request, chosen[request.scope])
            self._worker = self._screen.run_worker(work, thread=True, group="export")

        dialog = ExportDialog(counts, preview)
        self._screen.app.push_screen(dialog, when_answered(self._screen.app, write))

    def _look(self, dialog: ExportDialog, request: ExportRequest, articles: Sequence[str]) -> None:
        """On a worker's thread: find out how the file would begin."""
        from store.exporting.selection import Selection

        selection = Selection(self._library, articles=articles).first(SHOWN_OF)
        try:
            beginning = BytesIO()
            write = request.kind.writer()
            if request.kind.is_text:
                write(selection, beginning)
                few = f"Of the first {len(selection)}:\n" if len(articles) != 1 else ""
                shown = few + beginning.getvalue().decode("utf-8-sig")
            else:
                shown = f"{request.kind.name} is for other programs: there is nothing to be read here."
        except PizhuError as error:
            shown = str(error)
        if not get_current_worker().is_cancelled:
            self._screen.app.call_from_thread(dialog.show, request, shown)

    def _write(self, request: ExportRequest, articles: Sequence[str]) -> None:
        """On a worker's thread: write the file, and say what came of it."""
        from store.exporting import export
        from store.exporting.selection import Selection

        app, worker = self._screen.app, get_current_worker()

        def watch(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped("Stopped: nothing was written.")
            self._progress("Exporting, ctrl+x stops:", done, total)

        selection = Selection(self._library, articles=articles, progress=watch)
        try:
            path = expanded(request.path)
            export(selection, request.kind, path)
        except PizhuError as error:
            app.call_from_thread(show_error, app, str(error))
        else:
            wrote = f"Wrote {number_of(len(selection), 'article')} to {displayed(str(path.resolve()))}"
            app.call_from_thread(app.notify, wrote, markup=False)
            for sentence in selection.damage.values():
                app.call_from_thread(show_error, app, sentence)
        self._progress("", 0, 0)

    def holds_back(self) -> bool:
        """Whether one who leaves is to be told that an export is being written: once for each."""
        held, self._told_of = self._told_of, self._worker
        return self._is_at_work and held is not self._worker

    @property
    def _is_at_work(self) -> bool:
        return self._worker is not None and self._worker.state is WorkerState.RUNNING

    def stop(self) -> bool:
        """Stop the export that is going on; whether there is one."""
        if self._worker is None or not self._is_at_work:
            return False
        self._worker.cancel()
        return True
