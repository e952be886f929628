"""Bringing articles in and taking notes out, from within the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from store.accession import Outcome
from store.errors import PizhuError
from store.library import Library
from tui.config import expanded
from tui.refusals import answered, tell
from tui.typesetting import displayed

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


class Exchange:
    """Imports and exports of one reader."""

    def __init__(
        self, screen: Screen[None], library: Library, progress: Callable[[str, int, int], None]
    ) -> None:
        """Imports and exports of ``library``.

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

        from tui.dialogs.prompt import PromptDialog  # noqa: PLC0415 - see marking

        explained = "A text file (UTF-8, GB18030, Big5, UTF-16), or a folder of them."
        self._screen.app.push_screen(PromptDialog("Import", explained), answered(self._screen.app, read))

    def _import(self, path: Path) -> None:
        """Import on a worker's thread; what came of it is told by a message."""
        from store.intake import Refused, look_up, take_in  # noqa: PLC0415 - used rarely

        files, unread = look_up([path])
        last, outcomes, refusals, done, lost = (
            None,
            Counter[Outcome](),
            [each.reason for each in unread],
            0,
            0,
        )
        with self._library.patiently():
            for done, each in enumerate(take_in(self._library, files), 1):
                if isinstance(each, Refused):
                    refusals.append(each.reason)
                else:
                    last = each.article
                    lost += each.lost
                    outcomes[each.outcome] += 1
                self._progress("Importing, ctrl+x stops:", done, len(files))
                if get_current_worker().is_cancelled:
                    break
        self._progress("", 0, 0)
        self._screen.post_message(Imported(last, outcomes, refusals, lost=lost, left=len(files) - done))

    def stop_import(self) -> None:
        """Stop the import that is going on; what is in already stays."""
        if self._importing is None or self._importing.is_finished:
            self._screen.app.notify("There is nothing at work that could be stopped", timeout=3)
        else:
            self._importing.cancel()

    def say_imported(self, event: Imported) -> None:
        """Say how an import ended."""
        for refusal in event.refusals[:MOST_TOLD]:
            tell(self._screen.app, refusal)
        if len(event.refusals) > MOST_TOLD:
            tell(self._screen.app, f"{len(event.refusals) - MOST_TOLD} more files could not be imported.")
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

    def ask_export(self) -> None:
        """Ask for a file, and write the notes to it in the background."""
        from tui.dialogs.prompt import PromptDialog  # noqa: PLC0415 - see marking

        def write(answer: str) -> None:
            work = partial(self._export, expanded(answer))
            self._screen.run_worker(work, thread=True, group="export")

        explained = "Markdown, all articles: each quote with its tags and its note."
        dialog = PromptDialog("Export the notes to", explained, "pizhu-notes.md")
        self._screen.app.push_screen(dialog, answered(self._screen.app, write))

    def _export(self, path: Path) -> None:
        """Export on a worker's thread, and say what came of it."""
        from store.exporters import export, format_of  # noqa: PLC0415 - used rarely
        from store.exporters.selection import Selection  # noqa: PLC0415

        app = self._screen.app
        selection = Selection(self._library)
        try:
            export(selection, format_of("markdown"), path)
        except PizhuError as error:
            app.call_from_thread(tell, app, str(error))
        else:
            wrote = f"Wrote the notes on {len(selection)} articles to {displayed(str(path))}"
            app.call_from_thread(app.notify, wrote, markup=False)
