"""Bringing articles and notes in, from within the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from store.errors import Stopped
from store.library import Library
from store.library.ingest import Outcome
from tui.config import expanded
from tui.looks.error_toasts import show_error, when_answered
from tui.typesetting import displayed

WORK = "Importing, ctrl+x stops:"

MOST_TOLD = 3
"""Refusals of one import that are shown; the rest are counted."""


class Imported(Message):
    """An import has come to its end."""

    def __init__(
        self,
        last: str | None,
        outcomes: Counter[Outcome],
        refusals: list[str],
        *,
        lost: int = 0,
        left: int = 0,
    ) -> None:
        super().__init__()
        self.last = last
        """The ID of the last article."""
        self.outcomes = outcomes
        """How many articles came to which outcome."""
        self.refusals = refusals
        """A sentence for each file that failed."""
        self.lost = lost
        """How many annotations lost their words."""
        self.left = left
        """How many files were not imported because it was stopped."""


class ImportController:
    """The imports of one reader."""

    def __init__(
        self, screen: Screen[None], library: Library, progress: Callable[[str, int, int], None]
    ) -> None:
        """Imports into ``library``.

        :param progress: told on a worker's thread of what work how much of how much is done.
        """
        self._screen = screen
        self._library = library
        self._progress = progress
        self._importing: Worker[None] | None = None

    def ask_import(self) -> None:
        """Ask for a file or a folder, and import it in the background."""

        def read(answer: str) -> None:
            self._screen.app.notify(displayed(f"Importing {answer}…"), timeout=2, markup=False)
            work = partial(self._import, expanded(answer))
            self._importing = self._screen.run_worker(work, thread=True, group="import")

        from tui.dialogs.base.prompt import PromptDialog

        explained = (
            "A text file (UTF-8, GB18030, Big5, UTF-16), or a folder of them; or notes from elsewhere: "
            ".json, .jsonl, .jsonld, .qdpx, .qdc, .pizhu, Taguette's .sqlite3."
        )
        self._screen.app.push_screen(PromptDialog("Import", explained), when_answered(self._screen.app, read))

    def _import(self, path: Path) -> None:
        """Import on a worker's thread; what came of it is told by a message."""
        from store.importing.registry import is_bundle

        with self._library.waiting_longer():
            if is_bundle(path) and not path.is_dir():
                self._merge(path)
            else:
                self._take_in(path)
        self._progress("", 0, 0)

    def _take_in(self, path: Path) -> None:
        from store.importing.batch import RejectedFile, find_files, import_files

        files, unread = find_files([path])
        last, done, lost = None, 0, 0
        outcomes, refusals = Counter[Outcome](), [each.reason for each in unread]
        for done, each in enumerate(import_files(self._library, files), 1):
            if isinstance(each, RejectedFile):
                refusals.append(each.reason)
            else:
                last = each.article
                lost += each.lost
                outcomes[each.outcome] += 1
            self._progress(WORK, done, len(files))
            if get_current_worker().is_cancelled:
                break
        self._screen.post_message(Imported(last, outcomes, refusals, lost=lost, left=len(files) - done))

    def _merge(self, path: Path) -> None:
        """Take in what a file brings from elsewhere, annotations and all."""
        from store.importing.batch import RejectedFile, import_bundle
        from tui.cli.output import of_merged

        app, worker = self._screen.app, get_current_worker()

        def watch(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped("Stopped: what is in already stays; u takes it back.")
            self._progress(WORK, done, total)

        merged = import_bundle(self._library, path, watch)
        if isinstance(merged, RejectedFile):
            app.call_from_thread(show_error, app, merged.reason)
            return
        told = f"Import: {of_merged(merged)}" + (": u takes it back" if merged.is_step else ": nothing new")
        app.call_from_thread(app.notify, told, timeout=6, markup=False)
        odd = [*merged.conflicts, *merged.left_out]
        for sentence in odd[:MOST_TOLD]:
            app.call_from_thread(show_error, app, sentence)
        if len(odd) > MOST_TOLD:
            more = f"{len(odd) - MOST_TOLD} more: `pizhu import` tells of each"
            app.call_from_thread(show_error, app, more)

    def stop_import(self) -> None:
        """Stop the import that is going on; what is in already stays."""
        if self._importing is None or self._importing.is_finished:
            self._screen.app.notify("There is nothing at work that could be stopped", timeout=3)
        else:
            self._importing.cancel()

    def say_imported(self, event: Imported) -> None:
        """Say how an import ended."""
        for refusal in event.refusals[:MOST_TOLD]:
            show_error(self._screen.app, refusal)
        if len(event.refusals) > MOST_TOLD:
            show_error(
                self._screen.app, f"{len(event.refusals) - MOST_TOLD} more files could not be imported."
            )
        if event.lost:
            lost = f"{event.lost:,} notes lost their words: see the notes of what was updated"
            self._screen.app.notify(lost, severity="warning", timeout=8, markup=False)
        if event.left:
            self._screen.app.notify(
                f"Stopped: {event.left:,} files were left out; u undoes the rest", timeout=4
            )
        if event.outcomes:
            counts = ", ".join(f"{count} {outcome}" for outcome, count in event.outcomes.items())
            self._screen.app.notify(f"Import: {counts}", timeout=4, markup=False)
