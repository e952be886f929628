"""The undo log: the steps that can be undone and redone, in this session and after a restart.

The journal keeps it on the disk: one line for each part of a step, and one when a step is undone, redone or
discarded. A line is written by :meth:`DocumentStore.apply` together with the change that it is about: after a
crash or a power cut both are there or neither is. Each process undoes its own steps first, the last one
first, then those from before it was opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum, auto

import msgspec

from store.errors import LibraryUnavailable
from store.model.annotation import timestamp
from store.model.edits import Edit, compose, read_edits
from store.storage.checksums import Seal, seal_of, signed
from store.storage.document_store import DocumentStore

PLACE = b"history "
"""What the checksums of the journal's lines cover in addition to the lines."""

KEPT = 1000
"""Steps that can be undone after a restart. Within a session there is no limit."""


class Direction(Enum):
    """Whether a step is undone or redone."""

    UNDO = auto()
    REDO = auto()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a user did, however many documents it changed."""

    label: str
    """What was done, as a phrase for the screen: ``tag “服务”``."""
    edits: tuple[Edit, ...]

    def inverse(self) -> Step:
        """Return the step that undoes this one: the inverse of each edit, in reverse order."""
        return msgspec.structs.replace(self, edits=tuple(edit.inverse() for edit in reversed(self.edits)))

    def articles(self) -> frozenset[str]:
        """Return the IDs of the articles that the step changes."""
        return frozenset(edit.article for edit in self.edits if edit.article)


class LogEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the journal: a part of a step, or the ID of a step that was undone, redone or discarded."""

    step: str = ""
    """The ID of the step that this is a part of."""
    label: str = ""
    when: str = ""
    """When it was written: UTC, ISO 8601 with ``Z``."""
    edits: msgspec.Raw = msgspec.Raw(b"")
    files: int = 0
    """How many files the edits change."""
    undone: str = ""
    redone: str = ""
    dropped: str = ""
    committed: bool = False
    """Whether the line was written together with its change."""


class StepGroup(msgspec.Struct, eq=False):
    """Changes that are one step, although other changes may come between them."""

    label: str
    """What the step is called with the changes made so far: it may be changed before each."""
    step: LoggedStep | None = None


class LoggedStep(msgspec.Struct, eq=False):
    """A step as it is held in memory: its edits stay in the journal."""

    id: str
    label: str
    positions: list[int]
    """Where the lines of its parts start in the journal, in bytes."""
    edits: list[Edit]
    """The edits that could not be written to the journal."""
    files: int = 0
    """How many files its parts change; a file counts once for each part that changes it."""


class StepPart(msgspec.Struct, eq=False):
    """Edits that are about to be written as a step or a part of one."""

    step: LoggedStep
    line: bytes
    """The line of the journal."""
    edits: Sequence[Edit]
    files: int
    group: StepGroup | None


class UndoLog:
    """The steps of one library that can be undone and redone. The caller holds the library's lock."""

    def __init__(self, store: DocumentStore) -> None:
        """Read the journal of ``store`` when it is first needed."""
        self._journal = store.journal
        self._undoable: list[LoggedStep] = []
        self._redoable: list[LoggedStep] = []
        self._group: LoggedStep | None = None
        self._opened_at = store.journal.size()
        """Where the journal ended when the library was opened, in bytes."""
        self._read_to = self._opened_at
        """Up to where the journal has been read, in bytes."""
        self._is_loaded = False
        self._has_recorded = False

    # Recording

    @contextmanager
    def grouped(self, label: str) -> Iterator[None]:
        """Record all changes made within this context as one step; as none if the label is empty.

        A group inside another becomes part of the outer one.
        """
        outer = self._group
        if outer is None or not label:
            self._group = _new_step(label)
        try:
            yield
        finally:
            self._group = outer

    def prepare(self, label: str, edits: Sequence[Edit], group: StepGroup | None = None) -> StepPart | None:
        """Prepare a step, to be written with its edits and then passed to :meth:`record`.

        :param group: the group that the edits belong to. If its step has been undone, a new step begins.
        :return: None if the label is empty: the edits are then no step.
        """
        step = self._group or (group and group.step) or _new_step(group.label if group else label)
        if not (label and step.label):
            return None
        if step not in self._undoable and (step.positions or step.edits):
            step = _new_step(step.label)
        if group and self._group is None:
            step.label = group.label
        entry = LogEntry(
            step=step.id,
            label=step.label,
            when=timestamp(),
            edits=msgspec.Raw(msgspec.json.encode(edits)),
            files=len({edit.article for edit in edits}),
            committed=True,
        )
        return StepPart(step, encoded_entry(entry), edits, entry.files, group)

    def record(self, part: StepPart, position: int | None) -> None:
        """Record that a part was written. Steps that had been undone can no longer be redone.

        :param position: where its line is in the journal; None if it could not be written there.
        """
        step = part.step
        if position is not None:
            self._try_to_follow_until(position)
        if step not in self._undoable:
            self._undoable.append(step)
        if part.group and self._group is None:
            part.group.step = step
        self._redoable.clear()
        self._has_recorded = True
        step.files += part.files
        if position is None:
            step.edits += part.edits
        else:
            step.positions.append(position)
            self._skip(position)

    # Undo and redo

    def next_step(self, direction: Direction) -> Step | None:
        """Return the step that would be undone or redone next, as it was recorded; None if there is none."""
        self._try_to_catch_up()
        steps = self._steps(direction)
        while steps:
            edits = self._edits_of(steps[-1])
            if edits is not None:
                return Step(label=steps[-1].label, edits=compose(edits))
            steps.pop()  # the journal was truncated or deleted
        return None

    def file_count(self, direction: Direction) -> int:
        """Return about how many files undoing or redoing the next step would change."""
        self._try_to_catch_up()
        steps = self._steps(direction)
        return steps[-1].files if steps else 0

    def replay_line(self, direction: Direction) -> bytes:
        """Return the line of the journal that says that the next step was undone or redone."""
        step = self._steps(direction)[-1].id
        if direction is Direction.UNDO:
            return encoded_entry(LogEntry(undone=step, when=timestamp(), committed=True))
        return encoded_entry(LogEntry(redone=step, when=timestamp(), committed=True))

    def mark_replayed(self, direction: Direction) -> None:
        """Record that the next step was undone or redone, and its :meth:`replay_line` written."""
        step = self._steps(direction).pop()
        if direction is Direction.UNDO:
            self._redoable.append(step)
        else:
            self._undoable.append(step)

    def discard(self, direction: Direction) -> None:
        """Drop the next step, which can no longer be undone or redone."""
        line = encoded_entry(LogEntry(dropped=self._steps(direction).pop().id))
        with suppress(LibraryUnavailable):
            self._skip(self._journal.append(line))

    def _steps(self, direction: Direction) -> list[LoggedStep]:
        return self._undoable if direction is Direction.UNDO else self._redoable

    def _edits_of(self, step: LoggedStep) -> list[Edit] | None:
        """Read the edits of a step from the journal; None when they are no longer there."""
        lines = [self._journal.line(position) for position in step.positions]
        entries = [read_log_entry(line) for line in lines]
        if not all(entry is not None and entry.step == step.id for entry in entries):
            entries = [entry for _, entry in self._entries(0) if entry is not None and entry.step == step.id]
        parts = [edits_in(entry) for entry in entries if entry is not None]
        if (step.positions and not parts) or None in parts:
            return None
        return [edit for part in parts for edit in part or ()] + step.edits

    # The journal

    def _skip(self, position: int) -> None:
        """Note that the last lines, from ``position`` on, are from this process and need not be read."""
        if position == self._read_to:
            self._read_to = self._journal.size()

    def _entries(self, start: int) -> Iterator[tuple[int, LogEntry | None]]:
        """Yield the lines from a position on, each with its position; None for one that cannot be read."""
        position = start
        for line in self._journal.lines(start):
            yield position, read_log_entry(line)
            position += len(line)

    def _try_to_catch_up(self) -> None:
        with suppress(LibraryUnavailable):  # the steps of this process are known without the journal
            self._catch_up()

    def _try_to_follow_until(self, position: int) -> None:
        """Learn what other processes have written before a line of this one, so that its step is the last."""
        if position > self._read_to:
            with suppress(LibraryUnavailable):
                self._follow_until(position)

    def _catch_up(self) -> None:
        """Learn what other processes have undone and redone; the first time, also the steps from before."""
        self._load_once()
        end = self._journal.size()
        if end < self._read_to:
            self._read_to = 0  # it was truncated
        if end > self._read_to:
            self._follow_until(end)

    def _follow_until(self, end: int) -> None:
        self._load_once()
        for position, entry in self._entries(self._read_to):
            if position >= end:
                break
            if entry is not None:
                _follow(entry, self._undoable, self._redoable)
        self._read_to = end

    def _load_once(self) -> None:
        if not self._is_loaded:
            self._is_loaded = True
            self._load()

    def _load(self) -> None:
        """Read the steps from before the library was opened."""
        undoable: list[LoggedStep] = []
        redoable: list[LoggedStep] = []
        known: dict[str, LoggedStep] = {}
        own = {step.id for step in self._undoable + self._redoable}
        for position, entry in self._entries(0):
            if position >= self._opened_at:
                break
            if entry is None or entry.step in own:
                continue
            if entry.step in known:
                known[entry.step].label = entry.label or known[entry.step].label
                known[entry.step].positions.append(position)
                known[entry.step].files += entry.files
            elif entry.step:
                known[entry.step] = LoggedStep(entry.step, entry.label, [position], [], entry.files)
                undoable.append(known[entry.step])
                redoable.clear()
            _follow(entry, undoable, redoable)
        self._undoable[:0] = undoable[-KEPT:]
        if not self._has_recorded:
            self._redoable[:0] = redoable[-KEPT:]

    def load(self) -> None:
        """Learn the steps from before now: the journal is about to be rewritten with those of another one."""
        self._try_to_catch_up()

    def trim(self, before: str) -> None:
        """Delete from the journal the steps beyond the last :data:`KEPT`, if they are older than ``before``.

        :param before: UTC, ISO 8601 with ``Z``. Sessions opened earlier can no longer undo the deleted steps.
        """
        steps = {entry.step: entry.when for _, entry in self._entries(0) if entry and entry.step}
        deleted = {step for step in list(steps)[:-KEPT] if steps[step] < before}
        if deleted:
            self._journal.rewrite(
                line for line in self._journal.lines(0) if _step_of(read_log_entry(line)) not in deleted
            )


def is_log_entry(line: bytes) -> bool:
    """Whether a line of the journal can be read."""
    entry = read_log_entry(line)
    return entry is not None and (not entry.step or edits_in(entry) is not None)


def edits_in(entry: LogEntry) -> list[Edit] | None:
    """Return the edits of a part of a step; None when they are damaged."""
    with suppress(ValueError):
        return read_edits(entry.edits)
    return None


def _new_step(label: str) -> LoggedStep:
    return LoggedStep(os.urandom(6).hex(), label, [], [])


def encoded_entry(entry: LogEntry) -> bytes:
    """Return an entry as a line of the journal, with its checksum."""
    return signed(msgspec.json.encode(entry), PLACE) + b"\n"


def read_log_entry(line: bytes) -> LogEntry | None:
    """Return the entry of a line of the journal; None when the line is damaged."""
    with suppress(ValueError):
        line.decode()
        record = line.strip()
        entry = msgspec.json.decode(record, type=LogEntry)
        if seal_of(record, PLACE) is not Seal.CHANGED and (entry.step or entry.edits == msgspec.Raw(b"")):
            return entry
    return None


def _step_of(entry: LogEntry | None) -> str:
    """Return the ID of the step that a line is about."""
    return entry.step or entry.undone or entry.redone or entry.dropped if entry else ""


def _follow(entry: LogEntry, undoable: list[LoggedStep], redoable: list[LoggedStep]) -> None:
    """Move the step that was undone, redone or discarded from list to list."""
    if entry.undone:
        redoable += _take(undoable, entry.undone)
    elif entry.redone:
        undoable += _take(redoable, entry.redone)
    elif entry.dropped:
        _take(undoable, entry.dropped)
        _take(redoable, entry.dropped)


def _take(steps: list[LoggedStep], step: str) -> list[LoggedStep]:
    """Remove the step with this ID from the list and return it in a list; an empty list if there is none."""
    found = [each for each in steps if each.id == step]
    steps[:] = [each for each in steps if each.id != step]
    return found
