"""Merging two versions of the journal: the lines of both, step by step, in the order of their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter

from store.storage.folder.journal import is_commit_record, settled_lines
from store.storage.history.undo_log import is_log_entry, read_log_entry


def merged_journal(base: bytes | None, ours: bytes, theirs: bytes) -> bytes:
    """Return the lines of two journals; those are left out that one of them had and has no more.

    :param base: the journal that both were made from; None if it is not known: no line is left out then.
    """
    first, second = _lines(ours), _lines(theirs)
    if base is not None:
        former = _lines(base)
        gone = {line for line in former if line not in first or line not in second}
        first, second = ([line for line in lines if line not in gone] for lines in (first, second))
    mine, other = _timed(first), _timed(second)
    one, two = (mine, other) if first <= second else (other, mine)
    lines = dict.fromkeys(line for _when, line in merge(one, two, key=itemgetter(0)))
    return b"".join(settled_lines(lines))


def damaged_lines(journal: bytes) -> int:
    """Return how many lines of a journal cannot be read."""
    return sum(not is_log_entry(line) for line in _lines(journal))


def _lines(journal: bytes) -> list[bytes]:
    """Return the lines of a journal without those that only tell what a change began with."""
    lines = (line + b"\n" for line in journal.split(b"\n") if line.strip())
    return list(dict.fromkeys(line for line in lines if not is_commit_record(line)))


def _timed(lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each line with its time; with that of a line before it if it has none, or an earlier one."""
    latest = ""
    for line in lines:
        entry = read_log_entry(line)
        latest = max(latest, entry.when if entry else "")
        yield latest, line
