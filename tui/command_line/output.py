"""Shows what a command of ``pizhu`` prints."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from store.language import _, lazy
from tui.command_line.pizhu_process import PizhuProcess, Printed
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.dialogs.base.wrapped_text import WrappedText
from tui.late_answers import late_answer, unless_gone
from tui.typesetting.fitting import fitted

KEYS = lazy("j k scroll · g G top, end · esc close")
RUNNING = lazy("Running… esc stops it.")
NOTHING_PRINTED = lazy("Done: there is nothing to show.")

MAX_LINES = 2_000
"""The most lines that are shown."""

MAX_TITLE_WIDTH = 50
"""The greatest width of the command in the title, in cells."""


class OutputDialog(PageDialog[Printed | None]):
    """Runs a command and shows its output. If that is one line, it is returned instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("g,home", "top", "Top", priority=True),
        Binding("G,end", "end", "End", priority=True),
    ]

    def __init__(self, arguments: Sequence[str], start: Callable[[int], PizhuProcess]) -> None:
        """Create the dialog.

        :param arguments: the command, for the title.
        :param start: returns the process of the command, given the cells of a line.
        """
        super().__init__()
        self._title = f"pizhu {shlex.join(arguments)}"
        self._start = start
        self._process: PizhuProcess | None = None
        self._is_running = True

    def compose(self) -> ComposeResult:
        """The output, in a window that scrolls."""
        with VerticalScroll(classes="dialog -wide output") as dialog:
            set_frame(dialog, fitted(self._title, MAX_TITLE_WIDTH), RUNNING)
            yield WrappedText(str(RUNNING))

    def on_mount(self) -> None:
        """Run the command in a thread."""
        process = self._start(max(40, min(self.app.size.width * 96 // 100, 120) - 5))
        self._process = process

        def run() -> None:
            printed = process.run()
            if printed is not None:
                self.app.call_from_thread(unless_gone(self, self.show), printed)

        self.app.run_worker(run, thread=True, group="pizhu")

    def holds_keys(self) -> bool:
        """Keys wait for the output. Escape stops the command."""
        return self._is_running

    @late_answer
    def show(self, printed: Printed) -> None:
        """Show the output, or return it if it is one line."""
        self._is_running = False
        lines = printed.text.splitlines()
        if len(lines) <= 1:
            self.dismiss(printed if lines else Printed(str(NOTHING_PRINTED), is_error=False))
            return
        if len(lines) > MAX_LINES:
            lines = [*lines[:MAX_LINES], _("… and {count:,} more lines.", count=len(lines) - MAX_LINES)]
        self.query_one(WrappedText).show("\n".join(lines))
        set_frame(self.query_one(".dialog"), fitted(self._title, MAX_TITLE_WIDTH), KEYS)

    def on_unmount(self) -> None:
        """Stop the command if it still runs."""
        if self._process is not None:
            self._process.stop()

    def action_top(self) -> None:
        """Scroll to the beginning."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_end(self) -> None:
        """Scroll to the end."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_leave(self) -> None:
        """Close the dialog, and stop the command if it still runs."""
        self.dismiss(None)
