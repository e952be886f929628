"""A progress bar for commands that take long, on standard error."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from store.progress import Progress, no_progress
from tui.cli.output.visible import visible_console

DELAY = 0.5
"""Seconds before the bar appears, so that quick work shows none."""


@contextmanager
def progress_bar(work: str) -> Iterator[Progress]:
    """Show a progress bar while the block runs; yields a function that is called with (done, total).

    It appears after :data:`DELAY` and moves also while nothing is reported.

    Nothing is shown if standard error is not a terminal.

    :param work: the work as a phrase, such as "Importing".
    """
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Rich prints redirected output above the bar; output to a file or a pipe must not be redirected to it.
    bar = Progress(
        *columns, console=visible_console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    )
    task = bar.add_task(work, total=None)
    timer = threading.Timer(DELAY, bar.start)  # one file that takes long reports nothing before its end
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, total: bar.update(task, completed=done, total=total)
    finally:
        timer.cancel()
        timer.join()  # the bar may be starting at this moment
        bar.stop()
