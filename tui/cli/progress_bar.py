"""Progress of long work in a command: a bar on standard error, if somebody sees it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from store.progress import Progress, no_progress

UNSHOWN = 0.5
"""Seconds of work before a bar appears: what is quick needs none."""


@contextmanager
def progress_bar(work: str) -> Iterator[Progress]:
    """A function to be told how much of how much is done; ``work`` says of what, as a phrase.

    Nothing is shown where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # What is printed meanwhile goes above the bar, but never from a file or a pipe to the terminal.
    bar = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    )
    task = bar.add_task(work, total=None)
    began, is_shown = time.monotonic(), False

    def tell(done: int, total: int) -> None:
        nonlocal is_shown
        if not is_shown and done < total and time.monotonic() - began > UNSHOWN:
            is_shown = True
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()
