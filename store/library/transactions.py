"""Applies changes to a library: write, record for undo, refresh the index, notify subscribers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import cast

import msgspec

from store.index.article_index import ArticleIndex
from store.index.counts import AnnotationCounts
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    ASSIGNMENTS,
    ATTRIBUTES,
    CODEBOOK,
    LIBRARY,
    MEMBERS,
    ROUNDS,
    SEARCHES,
    THE_ONE,
    WORDS,
    Edit,
    Json,
    by_article,
    compose,
    lasting,
    matches_before,
)
from store.model.step_labels import StepLabel
from store.progress import Progress, halves, no_progress
from store.query.tree import ANY, Attribute, Comparison, Query
from store.storage.document_store import DocumentStore
from store.storage.history.undo_log import Direction, Step, StepGroup, UndoLog

UNNOTICEABLE = 8
"""Up to this many files are written before a user notices: each takes about a millisecond."""


class Change(msgspec.Struct, frozen=True):
    """What has changed. Subscribers get it after the change is on the disk."""

    articles: frozenset[str]
    """The IDs of the articles that were added, changed or removed."""
    codebook: bool = False
    """Whether the codebook has changed, or the order of the tags in it, or the definition of an attribute."""
    words: bool = False
    """Whether the user dictionary has changed."""
    searches: bool = False
    """Whether the saved searches have changed."""
    team: bool = False
    """Whether the team, its rounds or assignments have changed."""

    def merged_with(self, other: Change) -> Change:
        """Return this change and another as one."""
        return Change(
            self.articles | other.articles,
            codebook=self.codebook or other.codebook,
            words=self.words or other.words,
            searches=self.searches or other.searches,
            team=self.team or other.team,
        )


class Transactions:
    """Makes every change of a library, one at a time."""

    def __init__(self, store: DocumentStore, index: ArticleIndex) -> None:
        """Write to ``store`` and keep ``index`` up to date with it."""
        self._store = store
        self._index = index
        self._undo_log = UndoLog(store)
        self._subscribers: list[Callable[[Change], None]] = []
        self._check_undo: Callable[[tuple[Edit, ...]], None] = lambda _edits: None
        self._widen: Callable[[Change], Change] = lambda change: change
        self._complete: Callable[[Sequence[Edit]], Iterable[Edit]] = lambda _edits: ()
        self._deferred: list[Change] | None = None
        """Changes that subscribers hear of at the end of :meth:`grouped`; None outside of it."""

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._subscribers.append(listener)

    def limit_undo(self, check: Callable[[tuple[Edit, ...]], None]) -> None:
        """Refuse to undo and redo steps for whose edits ``check`` raises."""
        self._check_undo = check

    def widen_changes(self, widen: Callable[[Change], Change]) -> None:
        """Tell subscribers of each change what ``widen`` makes of it, as soon as it is on the disk."""
        self._widen = widen

    def complete_edits(self, complete: Callable[[Sequence[Edit]], Iterable[Edit]]) -> None:
        """Write with each change what ``complete`` finds that it makes necessary, before it is written."""
        self._complete = complete

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Hold the library's lock, so that no other thread and no other process changes anything.

        The lock is always taken before the index's own lock, so that the two cannot deadlock.
        """
        with self._store.locked():
            yield

    def commit(
        self,
        label: str,
        edits: Iterable[Edit],
        group: StepGroup | None = None,
        progress: Progress = no_progress,
    ) -> None:
        """Write edits durably, all or none. The caller holds the lock.

        :param label: the step's name for undo; an empty one records no step.
        :param group: the group that the edits belong to, when several commits are one step.
        :param progress: called with articles done and articles in total, until the writing can no longer be
            stopped.
        """
        composed = compose(edits)
        if composed:
            composed = compose((*composed, *self._complete(composed)))
            predicted = self._index.predict(composed)
            part = self._undo_log.prepare(label, composed, group)
            position = self._store.apply(composed, progress, part.line if part else b"")
            if part:
                self._undo_log.record(part, position)
            self._publish(composed, predicted)

    @contextmanager
    def grouped(self, label: str) -> Iterator[None]:
        """Record all changes made within this context as one step, and notify subscribers once at its end.

        With an empty label they are no step.
        """
        with self.begin(), self._undo_log.grouped(label):
            outer, self._deferred = self._deferred, []
            try:
                yield
            finally:
                changes, self._deferred = self._deferred, outer
                self.notify(*changes)

    def announce(self, change: Change) -> None:
        """Notify subscribers of a change, as it is widened at once; within :meth:`grouped`, at its end."""
        self.notify(self._widen(change))

    def notify(self, *changes: Change) -> None:
        """Notify subscribers of changes, merged into one; within :meth:`grouped`, at its end."""
        if self._deferred is not None:
            self._deferred.extend(changes)
        elif changes:
            merged = reduce(Change.merged_with, changes)
            for listener in self._subscribers:
                listener(merged)

    def _publish(
        self, edits: Iterable[Edit], predicted: Mapping[str, AnnotationCounts] | None = None
    ) -> None:
        """Refresh the index and notify subscribers after edits were written."""
        groups = by_article(edits)
        self._index.refresh(groups, predicted or {})
        tables = {edit.table for edit in groups.pop("", [])}
        self.announce(
            Change(
                frozenset(groups),
                codebook=not tables.isdisjoint({CODEBOOK, LIBRARY, ATTRIBUTES}),
                words=WORDS in tables,
                searches=SEARCHES in tables,
                team=not tables.isdisjoint({MEMBERS, ROUNDS, ASSIGNMENTS}),
            )
        )

    # Undo and redo

    def undo(self, progress: Progress = no_progress) -> str | None:
        """Undo the last step; return its label, None when there is nothing to undo.

        :param progress: called with articles done and articles in total, until the undo can no longer be
            stopped.
        :raises Conflict: what the step changed has been changed elsewhere since; nothing is done, and the
            step can no longer be undone.
        """
        return self._replay(Direction.UNDO, progress)

    def redo(self, progress: Progress = no_progress) -> str | None:
        """Redo the step undone last; return its label, None when there is none.

        :param progress: as for :meth:`undo`.
        :raises Conflict: what the step changed has been changed elsewhere since; nothing is done, and the
            step can no longer be redone.
        """
        return self._replay(Direction.REDO, progress)

    def is_undo_long(self) -> bool:
        """Whether :meth:`undo` would write so many files that a user notices."""
        return self._is_long(Direction.UNDO)

    def is_redo_long(self) -> bool:
        """Whether :meth:`redo` would."""
        return self._is_long(Direction.REDO)

    def load_undo_log(self) -> None:
        """Learn which steps can be undone, before the journal is rewritten with those of another one."""
        with self.begin():
            self._undo_log.load()

    def trim_undo_log(self, before: str) -> None:
        """Delete old steps from the undo log: see :meth:`UndoLog.trim`."""
        with self.begin():
            self._undo_log.trim(before)

    def _is_long(self, direction: Direction) -> bool:
        with self.begin():
            return self._undo_log.file_count(direction) > UNNOTICEABLE

    def _replay(self, direction: Direction, progress: Progress) -> str | None:
        """Undo or redo the next step and return its label."""
        with self.begin():
            recorded = self._undo_log.next_step(direction)
            if recorded is None:
                return None
            recorded = msgspec.structs.replace(recorded, edits=lasting(recorded.edits))
            step = recorded.inverse() if direction is Direction.UNDO else recorded
            self._check_undo(recorded.edits)
            checking, writing = halves(progress)
            if not self._applies(step, checking):
                self._undo_log.discard(direction)
                from store.storage.history.replay_conflict import replay_conflict

                after = self._undo_log.next_step(direction)
                raise replay_conflict(
                    StepLabel(step.label), direction, StepLabel(after.label) if after else None
                )
            edits = [edit for edit in step.edits if not self._removes_what_is_used(edit, step)]
            predicted = self._index.predict(edits)
            self._store.apply(edits, writing, self._undo_log.replay_line(direction))
            self._undo_log.mark_replayed(direction)
            self._publish(recorded.edits, predicted)
            return StepLabel(step.label)

    def _applies(self, step: Step, progress: Progress) -> bool:
        """Whether all documents still match the ``before`` fields of the step's edits."""
        groups = by_article(step.edits)
        for done, group in enumerate(groups.values()):
            progress(done, len(groups))
            for edit in group:
                current = self._store.document(edit.article, edit.table, edit.document)
                if not matches_before(current, edit) or self._removes_other_annotations(edit, step):
                    return False
        return True

    def _removes_other_annotations(self, edit: Edit, step: Step) -> bool:
        """Whether an edit removes an article together with annotations that the step does not remove."""
        if edit.table != ARTICLE or edit.after is not None:
            return False
        known = {other.document for other in step.edits if other.article == edit.article}
        return not self._store.read(edit.article).annotations.keys() <= known

    def _removes_what_is_used(self, edit: Edit, step: Step) -> bool:
        """Whether an edit removes a tag or an attribute that is still used once the step is applied."""
        if edit.after is not None or edit.before is None:
            return False
        if edit.table == ATTRIBUTES:
            return self._has_values_after(str(edit.before.get("name")), step)
        if edit.table != CODEBOOK:
            return False
        name = str(edit.before.get("name"))
        users, changed = self._index.tagged(name), by_article(step.edits)
        return any(
            article not in changed or name in self._tags_after(article, changed[article]) for article in users
        )

    def _has_values_after(self, attribute: str, step: Step) -> bool:
        """Whether an article has a value of an attribute once the step is applied."""
        users = self._index.filtered(Query((Attribute(attribute, Comparison.IS, ANY),)))
        changed = {
            edit.article: {**(edit.before or {}), **edit.after} if edit.after is not None else {}
            for edit in step.edits
            if edit.table == ARTICLE and (edit.after is None or "attributes" in edit.after)
        }
        return any(
            article not in changed
            or attribute in cast("dict[str, Json]", changed[article].get("attributes", {}))
            for article in users
        )

    def _tags_after(self, article: str, edits: Iterable[Edit]) -> set[Json]:
        """Return the tags that an article and its annotations have once the edits are applied."""
        record = self._store.read(article, with_text=False)
        documents: dict[tuple[str, int], Mapping[str, Json]] = {(ARTICLE, THE_ONE): record.article}
        documents.update({(ANNOTATIONS, document): fields for document, fields in record.annotations.items()})
        for edit in edits:
            place = edit.table, edit.document
            documents[place] = {} if edit.after is None else {**documents.get(place, {}), **edit.after}
        return {name for fields in documents.values() for name in cast("list[Json]", fields.get("tags", ()))}
