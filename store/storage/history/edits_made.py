"""The edits that were made to a library, according to its journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.model.edits import Edit
from store.storage.history.undo_log import LogEntry, edits_in, read_log_entry


def edits_made(lines: Iterator[bytes], wanted: Callable[[Edit], Edit | None]) -> Iterator[Edit]:
    """Yield the edits that were made by the journal, in order: those of steps, and of their undo and redo.

    :param wanted: returns what is kept of an edit of a step, in memory too; None for nothing.
    """
    steps: dict[str, list[Edit]] = {}
    for line in lines:
        entry = read_log_entry(line)
        if entry is not None:
            yield from _edits_made(entry, steps, wanted)


def _edits_made(
    entry: LogEntry, steps: dict[str, list[Edit]], wanted: Callable[[Edit], Edit | None]
) -> list[Edit]:
    """Return the edits that an entry of the journal stands for."""
    if entry.step:
        kept = map(wanted, edits_in(entry) or ())
        edits = [edit for edit in kept if edit is not None]
        steps.setdefault(entry.step, []).extend(edits)
        return edits
    if entry.undone:
        return [edit.inverse() for edit in reversed(steps.get(entry.undone, []))]
    return steps.get(entry.redone, [])
