"""Exports: asked for, previewed, and written in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from textual.worker import Worker

from store.progress import Progress
from tui.config import expanded
from tui.controllers.shared.lookups import look_up
from tui.controllers.transfer.background import BackgroundController
from tui.looks.error_toasts import when_answered
from tui.looks.wording import number_of
from tui.typesetting import displayed

if TYPE_CHECKING:
    from tui.dialogs.export import ExportRequest, ExportScope

PREVIEWED = 2
"""Articles of which the beginning of a file is made for the preview."""


class ExportController(BackgroundController):
    """Asks what to export, shows how the file would begin, and writes it in the background."""

    NAME = "Exporting"
    STOPPED = "Stopped: nothing was written."

    _warned_of: Worker[None] | None = None
    """The export about which a reader who wanted to leave was warned."""

    def ask(self, listed: Sequence[str] | None, article: str | None) -> None:
        """Ask what to write where, and write it in the background.

        :param listed: the articles in the filtered list; None when it shows all.
        :param article: the one that is being read.
        """
        from tui.dialogs.export import ExportDialog, ExportScope

        chosen: dict[ExportScope, Sequence[str]] = {ExportScope.ALL: ()}
        if listed is not None:
            chosen[ExportScope.LISTED] = listed[::-1]
        if article is not None:
            chosen[ExportScope.ONE] = [article]
        counts = {
            scope: len(articles) or self._library.articles.count() for scope, articles in chosen.items()
        }

        def preview(request: ExportRequest) -> None:
            look_up(
                self._app,
                dialog,
                partial(self._preview, request, chosen[request.scope]),
                partial(dialog.show, request),
                partial(dialog.show, request),
            )

        def write(request: ExportRequest) -> None:
            self._start(partial(self._write, request, chosen[request.scope]))

        dialog = ExportDialog(counts, preview)
        self._app.push_screen(dialog, when_answered(self._app, write))

    def warns_before_leaving(self) -> bool:
        """Whether to warn a reader who wants to leave that an export is being written: once for each."""
        warned, self._warned_of = self._warned_of, self._worker
        return self.is_running and warned is not self._worker

    # On the worker's thread

    def _preview(self, request: ExportRequest, articles: Sequence[str]) -> str:
        """How the file would begin."""
        from store.exporting.selection import Selection

        if not request.kind.is_text:
            return f"{request.kind.name} is for other programs: there is nothing to be read here."
        selection = Selection(self._library, articles=articles).first(PREVIEWED)
        beginning = BytesIO()
        request.kind.writer()(selection, beginning)
        few = f"Of the first {len(selection)}:\n" if len(articles) != 1 else ""
        return few + beginning.getvalue().decode("utf-8-sig")

    def _write(self, request: ExportRequest, articles: Sequence[str], progress: Progress) -> None:
        from store.exporting import export
        from store.exporting.selection import Selection

        selection = Selection(self._library, articles=articles, progress=progress)
        path = expanded(request.path)
        export(selection, request.kind, path)
        self._show(f"Wrote {number_of(len(selection), 'article')} to {displayed(str(path.resolve()))}")
        for sentence in selection.damage.values():
            self._show_error(sentence)
