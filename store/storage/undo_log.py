"""Undo and redo: what was done, in a log, so that it can be turned round after a restart too.

The log is ``history.jsonl``: a line for each piece of a step, and one when a step is taken back, done
again or given up. It is written under the library's lock, but not synced: a power cut may cost the last
steps of it, never the changes themselves. Each process takes back its own steps, last first, then those
from before it was opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from store.errors import LibraryUnavailable
from store.model.annotation import timestamp
from store.model.edits import Edit, compose, read_edits
from store.storage.document_store import DocumentStore

KEPT = 1000
"""Steps that can be taken back after a restart; within a session there is no limit."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person did, however many documents it changed."""

    label: str
    """What it was, as a phrase for the screen: ``tag “服务”``."""
    edits: tuple[Edit, ...]

    def inverse(self) -> Step:
        """The step that takes this one back: its edits turned round, the last first."""
        return msgspec.structs.replace(self, edits=tuple(edit.inverse() for edit in reversed(self.edits)))

    def articles(self) -> frozenset[str]:
        """The IDs of the articles it concerns."""
        return frozenset(edit.article for edit in self.edits if edit.article)


class LogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the log: a piece of a step, or what became of one, named by its ID."""

    step: str = ""
    label: str = ""
    when: str = ""
    """UTC, ISO 8601 with ``Z``."""
    edits: msgspec.Raw = msgspec.Raw(b"")
    files: int = 0
    """How many files they change."""
    undone: str = ""
    redone: str = ""
    dropped: str = ""


class StepGroup(msgspec.Struct, eq=False):
    """Changes made one after another, while others may come between, that are to be one step."""

    label: str
    step: LoggedStep | None = None


class LoggedStep(msgspec.Struct, eq=False):
    """A step as it is remembered: its edits stay in the log."""

    id: str
    label: str
    places: list[int]
    """Where its pieces begin in the log, in bytes."""
    edits: list[Edit]
    """Those that could not be logged."""
    files: int = 0
    """How many files its pieces change, one counted as often as there are pieces that do."""


class UndoLog:
    """The steps that can be taken back, and those that can be done again. The caller holds the lock."""

    def __init__(self, store: DocumentStore) -> None:
        """The history of the library on ``store``."""
        self._store = store
        self._done: list[LoggedStep] = []
        self._undone: list[LoggedStep] = []
        self._group: LoggedStep | None = None
        self._seen = self._opened_at = store.journal.size()
        """How far the log is known, in bytes; and how long it was at first."""
        self._is_loaded = False
        self._has_done = False

    # What is done

    @contextmanager
    def grouped(self, label: str) -> Iterator[None]:
        """Make one step of what is done inside, none at all without a label.

        One inside another is part of the outer.
        """
        outer = self._group
        if outer is None or not label:
            self._group = _new(label)
        try:
            yield
        finally:
            self._group = outer

    def record(self, label: str, edits: Sequence[Edit], group: StepGroup | None = None) -> None:
        """Remember what was done; without a label it is no step.

        What had been undone can no longer be done again.

        :param together: the step that it is a part of; another begins if that one was taken back already.
        """
        step = self._group or (group and group.step) or _new(group.label if group else label)
        if not (label and step.label):
            return
        if step not in self._done:
            if step.places or step.edits:
                step = _new(step.label)
            self._done.append(step)
        if group and self._group is None:
            group.step = step
        self._undone.clear()
        self._has_done = True
        piece = LogEntry(
            step=step.id,
            label=step.label,
            when=timestamp(),
            edits=msgspec.Raw(msgspec.json.encode(edits)),
            files=len({edit.article for edit in edits}),
        )
        step.files += piece.files
        place = self._log(piece)
        if place is None:
            step.edits += edits
        else:
            step.places.append(place)

    # What is undone and done again

    def last_done(self) -> Step | None:
        """The step that would be taken back."""
        with suppress(LibraryUnavailable):  # what this process did, it knows by itself
            self._catch_up()
        return self._last(self._done)

    def last_undone(self) -> Step | None:
        """The step that would be done again."""
        with suppress(LibraryUnavailable):
            self._catch_up()
        return self._last(self._undone)

    def files_of_last_done(self) -> int:
        """How many files taking the last step back changes, about."""
        return self._files_of_last(self._done)

    def files_of_last_undone(self) -> int:
        """How many files doing the step again that was taken back last changes, about."""
        return self._files_of_last(self._undone)

    def _files_of_last(self, steps: list[LoggedStep]) -> int:
        with suppress(LibraryUnavailable):
            self._catch_up()
        return steps[-1].files if steps else 0

    def mark_undone(self) -> None:
        """The last step was taken back."""
        self._undone.append(self._done.pop())
        self._log(LogEntry(undone=self._undone[-1].id))

    def mark_redone(self) -> None:
        """The step last taken back was done again."""
        self._done.append(self._undone.pop())
        self._log(LogEntry(redone=self._done[-1].id))

    def discard_done(self) -> None:
        """The last step cannot be taken back any more."""
        self._log(LogEntry(dropped=self._done.pop().id))

    def discard_undone(self) -> None:
        """The step last taken back cannot be done again any more."""
        self._log(LogEntry(dropped=self._undone.pop().id))

    def _last(self, steps: list[LoggedStep]) -> Step | None:
        while steps:
            edits = self._edits_of(steps[-1])
            if edits is not None:
                return Step(label=steps[-1].label, edits=compose(edits))
            steps.pop()  # the log was cut or deleted meanwhile
        return None

    def _edits_of(self, step: LoggedStep) -> list[Edit] | None:
        pieces = [self._store.journal.line(place) for place in step.places]
        entries = [_entry(line) for line in pieces]
        if not all(entry is not None and entry.step == step.id for entry in entries):
            entries = [entry for _, entry in self._entries(0) if entry is not None and entry.step == step.id]
        if step.places and not entries:
            return None
        logged = (read_edits(entry.edits) for entry in entries if entry is not None)
        return [edit for piece in logged for edit in piece] + step.edits

    # The log

    def _log(self, entry: LogEntry) -> int | None:
        """Write a line; where it begins, or None when it could not be written."""
        line = msgspec.json.encode(entry) + b"\n"
        with suppress(LibraryUnavailable):
            place = self._store.journal.append(line)
            if place == self._seen:
                self._seen += len(line)
            return place
        return None

    def _entries(self, start: int) -> Iterator[tuple[int, LogEntry | None]]:
        """The lines from that byte on, each with its place; None for one that a crash tore."""
        place = start
        for line in self._store.journal.lines(start):
            yield place, _entry(line)
            place += len(line)

    def _catch_up(self) -> None:
        """Learn what others took back and, the first time, what was done before this was opened."""
        if not self._is_loaded:
            self._is_loaded = True
            self._load()
        if self._store.journal.size() < self._seen:
            self._seen = 0  # it was cut
        for place, entry in self._entries(self._seen):
            if entry is not None:
                _turn(entry, self._done, self._undone)
            self._seen = place

    def _load(self) -> None:
        done: list[LoggedStep] = []
        undone: list[LoggedStep] = []
        known: dict[str, LoggedStep] = {}
        for place, entry in self._entries(0):
            if place >= self._opened_at:
                break
            if entry is None:
                continue
            if entry.step in known:
                known[entry.step].places.append(place)
                known[entry.step].files += entry.files
            elif entry.step:
                known[entry.step] = LoggedStep(entry.step, entry.label, [place], [], entry.files)
                done.append(known[entry.step])
                undone.clear()
            _turn(entry, done, undone)
        self._done[:0] = done[-KEPT:]
        if not self._has_done:
            self._undone[:0] = undone[-KEPT:]

    def trim(self, before: str) -> None:
        """Leave out of the log what cannot be reached after a restart, if it was done before that time.

        :param before: UTC, ISO 8601 with ``Z``; sessions that are older than this lose what is left out.
        """
        steps = {entry.step: entry.when for _, entry in self._entries(0) if entry and entry.step}
        left_out = {step for step in list(steps)[:-KEPT] if steps[step] < before}
        if left_out:
            self._store.journal.rewrite(
                line for line in self._store.journal.lines(0) if _concerns(_entry(line)) not in left_out
            )


def is_step(line: bytes) -> bool:
    """Whether a line of the log can be read."""
    return _entry(line) is not None


def logged_edits(store: DocumentStore, article: str, table: str) -> Iterator[Edit]:
    """The edits of a table of an article in the log, in the order they were made."""
    for line in store.journal.lines(0):
        entry = _entry(line)
        if entry is not None and entry.step:
            for edit in read_edits(entry.edits):
                if (edit.article, edit.table) == (article, table):
                    yield edit


def _new(label: str) -> LoggedStep:
    return LoggedStep(os.urandom(6).hex(), label, [], [])


def _entry(line: bytes) -> LogEntry | None:
    with suppress(ValueError):
        return msgspec.json.decode(line, type=LogEntry)
    return None


def _concerns(entry: LogEntry | None) -> str:
    return entry.step or entry.undone or entry.redone or entry.dropped if entry else ""


def _turn(entry: LogEntry, done: list[LoggedStep], undone: list[LoggedStep]) -> None:
    """Follow what became of a step."""
    if entry.undone:
        undone += _taken(done, entry.undone)
    elif entry.redone:
        done += _taken(undone, entry.redone)
    elif entry.dropped:
        _taken(done, entry.dropped)
        _taken(undone, entry.dropped)


def _taken(steps: list[LoggedStep], step: str) -> list[LoggedStep]:
    """The step of that ID, taken out of the list."""
    found = [each for each in steps if each.id == step]
    steps[:] = [each for each in steps if each.id != step]
    return found
