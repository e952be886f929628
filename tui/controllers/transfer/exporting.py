"""Exports articles and notes to a file, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from textual.worker import Worker

from store.errors import UsageError
from store.language import _, lazy
from store.progress import Progress
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.transfer.background import BackgroundController
from tui.keys.keymap import key_name
from tui.looks.error_toasts import when_answered
from tui.typesetting import displayed
from tui.user_folders import expanded

if TYPE_CHECKING:
    from tui.dialogs.export import ExportRequest, ExportScope

PREVIEW_ARTICLES = 2
"""The number of articles in the preview."""


class ExportController(BackgroundController):
    """Asks what to export, shows a preview of the file, and writes it in the background."""

    NAME = lazy("Exporting")
    STOPPED = lazy("Stopped: nothing was written.")

    _warned_of: Worker[None] | None = None
    """The export that the user was warned of when they wanted to quit."""

    def ask(self, listed: Sequence[str] | None, article: str | None) -> None:
        """Ask what to export, and write it in the background.

        :param listed: the IDs of the articles of the list, in the order of the file, or None for all.
        :param article: the ID of the open article, or None.
        """
        from tui.dialogs.export import ExportDialog, ExportScope

        if self._library.articles.is_empty() and not self._library.codebook.tags():
            key = key_name("app.import")
            say(self._app, _("There is nothing to export yet: {key} imports articles", key=key))
            return
        chosen: dict[ExportScope, Sequence[str] | None] = {ExportScope.ALL: None}
        if listed is not None:
            chosen[ExportScope.LISTED] = listed
        if article is not None:
            chosen[ExportScope.ONE] = [article]
        counts = {
            scope: self._library.articles.count() if articles is None else len(articles)
            for scope, articles in chosen.items()
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

    def export(self, kind: str, path: str, listed: Sequence[str] | None, *, force: bool) -> None:
        """Write the articles of the list to a file in the background, without asking.

        :param kind: the name of the format.
        :param force: overwrite a file that Pizhu has not written.
        :param listed: the IDs of the articles of the list, in the order of the file, or None for all.
        :raises UsageError: the list is empty.
        """
        from store.exporting.registry import format_of
        from tui.dialogs.export import NOTHING_LISTED, ExportRequest, ExportScope

        if listed is not None and not listed:
            raise UsageError(str(NOTHING_LISTED))
        scope = ExportScope.ALL if listed is None else ExportScope.LISTED
        request = ExportRequest(format_of(kind), scope, path, force)
        self._start(partial(self._write, request, listed))

    def needs_warning(self) -> bool:
        """Whether to warn the user, who wants to quit, of a running export. True once for each export."""
        warned, self._warned_of = self._warned_of, self._worker
        return self.is_running and warned is not self._worker

    # In the thread

    def _preview(self, request: ExportRequest, articles: Sequence[str] | None) -> str:
        """Return the beginning of the file."""
        from store.exporting.selection import Selection
        from tui.dialogs.export import NOTHING_LISTED

        if articles is not None and not articles:
            return str(NOTHING_LISTED)
        if not request.kind.is_text:
            return _("{format} is a binary format: there is no preview.", format=request.kind.name)
        selection = Selection(self._library, articles=articles).first(PREVIEW_ARTICLES)
        beginning = BytesIO()
        request.kind.writer()(selection, beginning)
        text = beginning.getvalue().decode("utf-8-sig")
        if articles is not None and len(articles) == 1:
            return text
        few = _("The first {articles}:", articles=counted(len(selection), "article", "articles"))
        return f"{few}\n{text}"

    def _write(self, request: ExportRequest, articles: Sequence[str] | None, progress: Progress) -> None:
        from store.exporting import export
        from store.exporting.selection import Selection

        selection = Selection(self._library, articles=articles, progress=progress)
        path = expanded(request.path)
        export(selection, request.kind, path, force=request.force)
        self._show(
            _(
                "Wrote {articles} to {file}",
                articles=counted(len(selection), "article", "articles"),
                file=displayed(str(path.resolve())),
            )
        )
        for message in selection.damage.values():
            self._show_error(message)
