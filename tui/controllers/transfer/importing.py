"""Imports articles from files, and notes from other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from store.errors import Stopped
from store.library.ingest import Outcome
from store.progress import Progress
from tui.config import expanded
from tui.controllers.transfer.background import BackgroundController
from tui.looks.error_toasts import when_answered
from tui.looks.wording import on_changed_words
from tui.panes.articles import ArticlesPane
from tui.panes.visibility import PaneName
from tui.typesetting import displayed

MAX_ERRORS_SHOWN = 3
"""The number of errors of one import that are shown. The others are counted."""

HINT = (
    "A text file (UTF-8, GB18030, Big5, UTF-16), or a folder of them; or notes from other programs: Kindle, "
    "微信读书, KOReader, Readwise, Zotero, Hypothesis, Taguette, brat, doccano, .qdpx, .qdc, .pizhu."
)


class ImportController(BackgroundController):
    """Asks for a file or a folder, imports it in the background, and highlights the last article."""

    NAME = "Importing"
    STOPPED = "Stopped: what was imported stays; u undoes it."

    def ask(self, articles_pane: ArticlesPane) -> None:
        """Ask for a file or a folder, and import it. Then highlight the last article in ``articles_pane``."""
        from tui.dialogs.base.prompt import PromptDialog

        def read(answer: str) -> None:
            self._app.notify(displayed(f"Importing {answer}…"), timeout=2, markup=False)
            self._start(partial(self._import, expanded(answer), articles_pane))

        self._app.push_screen(PromptDialog("Import", HINT), when_answered(self._app, read))

    # In the thread

    def _import(self, path: Path, articles_pane: ArticlesPane, progress: Progress) -> None:
        from store.importing.registry import is_bundle

        with self._library.waiting_longer():
            if is_bundle(path) and not path.is_dir():
                self._merge(path, progress)
            else:
                last = self._import_files(path, progress)
                self._screen.call_later(self._highlight, articles_pane, last)

    def _import_files(self, path: Path, progress: Progress) -> str | None:
        """Import articles, and show the outcome.

        :return: the ID of the last article, or None.
        """
        from store.importing.batch import RejectedFile, find_files, import_files

        files, unread = find_files([path])
        last, done, lost, moved = None, 0, 0, 0
        outcomes, errors = Counter[Outcome](), [each.reason for each in unread]
        repaired: list[str] = []
        try:
            for done, each in enumerate(import_files(self._library, files), 1):
                if isinstance(each, RejectedFile):
                    errors.append(each.reason)
                else:
                    last = each.article
                    lost += each.lost
                    moved += each.moved
                    outcomes[each.outcome] += 1
                    if each.repairs:
                        repaired.append(f"{each.path.name}: {each.encoding}")
                progress(done, len(files))
        except Stopped:
            left = len(files) - done
        else:
            left = 0
        self._show_errors(errors, "more files could not be imported.")
        if repaired:
            more = f", and {len(repaired) - 1:,} more files" if len(repaired) > 1 else ""
            warning = displayed(f"Repaired: {repaired[0]}{more}")
            self._screen.call_later(self._app.notify, warning, severity="warning", timeout=8, markup=False)
        if lost:
            orphans = f"{lost:,} notes lost their text: see the notes of the updated articles"
            self._screen.call_later(self._app.notify, orphans, severity="warning", timeout=8, markup=False)
        if moved:
            changed = f"{on_changed_words(moved)}: f has:moved shows the articles, ]m goes there"
            self._screen.call_later(self._app.notify, changed, severity="warning", timeout=8, markup=False)
        if left:
            self._show(f"Stopped: {left:,} files were not imported; u undoes the others", 4)
        if outcomes:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
            self._show(f"Import: {counts}", 4)
        return last

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
