"""How changes are made: written, remembered, taken back, and told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import reduce

import msgspec

from store.catalogue import Catalogue
from store.disk import Disk
from store.edits import ARTICLE, CODEBOOK, Edit, agrees, compose
from store.errors import Conflict
from store.history import History, Step
from store.listing import Listing


class Change(msgspec.Struct, frozen=True):
    """What has changed, told after it is on the disk."""

    articles: frozenset[str]
    codebook: bool = False

    def also(self, other: Change) -> Change:
        """This change and another, as one."""
        return Change(self.articles | other.articles, codebook=self.codebook or other.codebook)


class Changes:
    """The way every change of a library goes, one at a time: lock, write, history, and who wants to know."""

    def __init__(self, disk: Disk, listing: Listing) -> None:
        """Changes of the library on ``disk``, of which ``listing`` is kept in step."""
        self._disk = disk
        self._listing = listing
        self._history = History()
        self._subscribers: list[Callable[[Change], None]] = []
        self._untold: list[Change] | None = None

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._subscribers.append(listener)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Hold the turn of this process's threads and the lock of all processes: nothing else changes."""
        with self._listing.turn, self._disk.locked():
            yield

    def make(self, label: str, edits: Iterable[Edit]) -> None:
        """Write edits durably; with a label they are a step that can be taken back.

        Each article is written whole or not at all. When one cannot be written, those before it stay
        written, and are the step.
        """
        written: list[Edit] = []
        try:
            for article, group in _by_article(compose(edits)).items():
                self._disk.apply(article, group)
                written += group
        finally:
            step = Step(label=label, edits=tuple(written))
            if written and label:
                self._history.did(step)
            if written:
                self._tell_of(step)

    def undo(self) -> str | None:
        """Take the last step back; what it was, or None when there is none.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done, and the step
            can no longer be taken back.
        """
        with self.making():
            step = self._history.last_done()
            if step is None:
                return None
            self._replay(step.inverse(), f"“{step.label}” cannot be taken back", self._history.drop_done)
            self._history.undid()
            self._tell_of(step)
            return step.label

    def redo(self) -> str | None:
        """Do again the step last taken back; what it was, or None when there is none.

        :raises Conflict: what it changed has been changed elsewhere since; nothing is done, and the step
            can no longer be done again.
        """
        with self.making():
            step = self._history.last_undone()
            if step is None:
                return None
            self._replay(step, f"“{step.label}” cannot be done again", self._history.drop_undone)
            self._history.redid()
            self._tell_of(step)
            return step.label

    @contextmanager
    def as_one(self, label: str) -> Iterator[None]:
        """Make one step of all the changes made inside, told of at the end; no step without a label."""
        with self.making():
            first, outer = len(self._history.done), self._untold
            self._untold = []
            try:
                yield
            finally:
                changes, self._untold = self._untold, outer
                self._history.join(first, label)
                self.tell(*changes)

    def tell(self, *changes: Change) -> None:
        """Tell of changes, as one; inside of :meth:`as_one` not before its end."""
        with self._listing.turn:
            if self._untold is not None:
                self._untold.extend(changes)
                return
        if changes:
            whole = reduce(Change.also, changes)
            for listener in self._subscribers:
                listener(whole)

    def _tell_of(self, step: Step) -> None:
        self._listing.again(step.articles())
        self.tell(Change(step.articles(), codebook=any(edit.table == CODEBOOK for edit in step.edits)))

    def _replay(self, step: Step, refusal: str, drop: Callable[[], None]) -> None:
        for edit in step.edits:
            if not agrees(self._disk.current(edit), edit.before) or self._would_take_more(edit, step):
                drop()
                raise Conflict(f"{refusal}: it was changed elsewhere since. Nothing was done.")
        groups = _by_article(step.edits)
        codebook = groups.pop("", [])
        for article, group in groups.items():
            self._disk.apply(article, group)
        self._listing.again(step.articles())
        kept = [edit for edit in codebook if not self._removes_used_tag(edit)]
        if kept:
            self._disk.apply("", kept)

    def _removes_used_tag(self, edit: Edit) -> bool:
        """Whether others use a tag by now, whose entry was made by the step that is taken back."""
        if edit.table != CODEBOOK or edit.after is not None or edit.before is None:
            return False
        return str(edit.before.get("name")) in self._listing.ask(Catalogue.uses)

    def _would_take_more(self, edit: Edit, step: Step) -> bool:
        """Whether an article's removal would take annotations along that the step does not know of."""
        if edit.table != ARTICLE or edit.after is not None:
            return False
        known = {other.document for other in step.edits if other.article == edit.article}
        return not self._disk.read(edit.article).annotations.keys() <= known


def _by_article(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.article, []).append(edit)
    return groups
