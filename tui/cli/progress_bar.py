"""A progress bar for commands that take long, on standard error."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from store.language import _
from store.progress import Progress, no_progress
from tui.cli.output.visible import visible_console, write_visible

INTERVAL = 10.0
"""Seconds between two lines of progress where there is no terminal."""

DELAY = 0.5
"""Seconds before the bar appears, so that quick work shows none."""


@contextmanager
def progress_bar(work: str, *, quiet: bool = False) -> Iterator[Progress]:
    """Show a progress bar while the block runs; yields a function that is called with (done, total).

    It appears after :data:`DELAY` and moves also while nothing is reported. If standard error is not a
    terminal, it gets a line every :data:`INTERVAL`.

    :param work: the work as a phrase, such as "Importing".
    :param quiet: whether to print no lines, for a program that reads what is printed.
    """
    if not sys.stderr.isatty():
        with nullcontext(no_progress) if quiet else _progress_lines(work) as progress:
            yield progress
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


@contextmanager
def _progress_lines(work: str) -> Iterator[Progress]:
    """Print a line every :data:`INTERVAL` while the block runs, also while nothing is reported."""
    reported = [(0, 0)]
    is_done = threading.Event()

    def print_lines() -> None:
        while not is_done.wait(INTERVAL):
            done, total = reported[0]
            with suppress(OSError, ValueError):  # nobody listens any more
                state = (
                    _("{work}: {done:,} of {total:,}", work=work, done=done, total=total)
                    if total
                    else f"{work}…"
                )
                write_visible(sys.stderr, f"{state}\n")
                sys.stderr.flush()

    def report(done: int, total: int) -> None:
        reported[0] = done, total

    thread = threading.Thread(target=print_lines, name="progress", daemon=True)
    thread.start()
    try:
        yield report
    finally:
        is_done.set()
        thread.join()
