"""How changes are made: written, remembered, taken back, and told of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec

from store.disk import Disk
from store.edits import CODEBOOK, Edit, agrees, compose
from store.errors import Conflict
from store.history import History, Step


class Change(msgspec.Struct, frozen=True):
    """What has changed, told after it is on the disk."""

    articles: frozenset[str]
    codebook: bool = False
    listing: bool = False
    """Articles came or went, so that the list has other rows."""

    def also(self, other: Change) -> Change:
        """This change and another, as one."""
        return Change(
            self.articles | other.articles,
            codebook=self.codebook or other.codebook,
            listing=self.listing or other.listing,
        )


class Changes:
    """The way every change of a library goes, one at a time: lock, write, history, and who wants to know."""

    def __init__(self, disk: Disk, written: Callable[[frozenset[str]], None]) -> None:
        """Changes of the library on ``disk``.

        :param written: called with the IDs of the articles that were written, before the change is told of.
        """
        self.turn = threading.RLock()
        self._disk = disk
        self._written = written
        self._history = History()
        self._subscribers: list[Callable[[Change], None]] = []
        self._untold: list[Change] | None = None

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._subscribers.append(listener)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Hold the turn of this process's threads and the lock of all processes: nothing else changes."""
        with self.turn, self._disk.locked():
            yield

    def make(self, label: str, edits: Iterable[Edit]) -> None:
        """Write edits durably; with a label they are a step that can be taken back."""
        step = Step(label=label, edits=compose(edits))
        if not step.edits:
            return
        self._disk.apply(step.edits)
        if label:
            self._history.did(step)
        self._tell_of(step)

    def undo(self) -> str | None:
        """Take the last step back; what it was, or None when there is none.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        with self.making():
            if not self._history.done:
                return None
            step = self._history.done[-1]
            self._replay(step.inverse(), f"“{step.label}” cannot be taken back")
            self._history.undid()
            self._tell_of(step)
            return step.label

    def redo(self) -> str | None:
        """Do again the step last taken back; what it was, or None when there is none.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done.
        """
        with self.making():
            if not self._history.undone:
                return None
            step = self._history.undone[-1]
            self._replay(step, f"“{step.label}” cannot be done again")
            self._history.redid()
            self._tell_of(step)
            return step.label

    @contextmanager
    def as_one(self, label: str) -> Iterator[None]:
        """Make one step of all the changes made inside, told of at the end; no step without a label."""
        with self.making():
            first = len(self._history.done)
            self._untold = []
            try:
                yield
            finally:
                changes, self._untold = self._untold, None
                made = self._history.done[first:]
                del self._history.done[first:]
                if made and label:
                    edits = compose(edit for step in made for edit in step.edits)
                    self._history.did(Step(label=label, edits=edits))
                self.tell(*changes)

    def tell(self, *changes: Change) -> None:
        """Tell of changes, as one; inside of :meth:`as_one` not before its end."""
        if self._untold is not None:
            self._untold.extend(changes)
        elif changes:
            whole = changes[0]
            for change in changes[1:]:
                whole = whole.also(change)
            for listener in self._subscribers:
                listener(whole)

    def _tell_of(self, step: Step) -> None:
        self._written(step.articles())
        codebook = any(edit.table == CODEBOOK for edit in step.edits)
        listing = any(edit.lists for edit in step.edits)
        self.tell(Change(step.articles(), codebook=codebook, listing=listing))

    def _replay(self, step: Step, refusal: str) -> None:
        for edit in step.edits:
            if not agrees(self._disk.current(edit), edit.before) or self._would_take_more(edit, step):
                raise Conflict(f"{refusal}: it was changed elsewhere since. Nothing was done.")
        self._disk.apply(step.edits)

    def _would_take_more(self, edit: Edit, step: Step) -> bool:
        """Whether an article's removal would take annotations along that the step does not know of."""
        if not (edit.lists and edit.after is None):
            return False
        known = {other.document for other in step.edits if other.article == edit.article}
        return not self._disk.read(edit.article).annotations.keys() <= known
