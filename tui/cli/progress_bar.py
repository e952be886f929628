"""A progress bar for commands that take long, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from store.progress import Progress, no_progress

DELAY = 0.5
"""Seconds before the bar appears, so that quick work shows none."""


@contextmanager
def progress_bar(work: str) -> Iterator[Progress]:
    """Show a progress bar while the block runs; yields a function that is called with (done, total).

    Nothing is shown if standard error is not a terminal.

    :param work: the work as a phrase, such as "Importing".
    """
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Rich prints redirected output above the bar; output to a file or a pipe must not be redirected to it.
    bar = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    )
    task = bar.add_task(work, total=None)
    started, is_shown = time.monotonic(), False

    def update(done: int, total: int) -> None:
        nonlocal is_shown
        if not is_shown and done < total and time.monotonic() - started > DELAY:
            is_shown = True
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield update
    finally:
        bar.stop()
