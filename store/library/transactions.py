"""How changes are made: written, remembered, taken back, and told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from typing import cast

import msgspec

from store.errors import Conflict
from store.index.article_index import ArticleIndex
from store.index.counts import AnnotationCounts
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    CODEBOOK,
    THE_ONE,
    WORDS,
    Edit,
    Json,
    by_article,
    compose,
    matches_before,
)
from store.progress import Progress, halves, no_progress
from store.storage.document_store import DocumentStore
from store.storage.undo_log import Step, StepGroup, UndoLog

AT_ONCE = 8
"""Files that are written before anybody would notice: each takes about a millisecond."""


class Change(msgspec.Struct, frozen=True):
    """What has changed, told after it is on the disk."""

    articles: frozenset[str]
    codebook: bool = False
    words: bool = False
    """Whether the user dictionary has."""

    def merged_with(self, other: Change) -> Change:
        """This change and another, as one."""
        return Change(
            self.articles | other.articles,
            codebook=self.codebook or other.codebook,
            words=self.words or other.words,
        )


class Transactions:
    """The way every change of a library goes, one at a time: lock, write, history, and who wants to know."""

    def __init__(self, store: DocumentStore, index: ArticleIndex) -> None:
        """Changes of the library on ``store``, of which ``index`` is kept in step."""
        self._store = store
        self._index = index
        self._undo_log = UndoLog(store)
        self._subscribers: list[Callable[[Change], None]] = []
        self._untold: list[Change] | None = None

    def subscribe(self, listener: Callable[[Change], None]) -> None:
        """Have ``listener`` called after each change, on the thread that made it."""
        self._subscribers.append(listener)

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Hold the library's lock: no other thread and no other process changes anything.

        The lock comes before the catalogue's turn, always, so that neither waits for the other for ever.
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
        """Write edits durably, all or none; with a label they are a step that can be taken back.

        :param together: the step that they are a part of.
        :param progress: told how much of how much is done, until it can no longer be stopped.
        """
        made = compose(edits)
        if made:
            predicted = self._index.predict(made)
            self._store.apply(made, progress)
            self._undo_log.record(label, made, group)
            self._publish(made, predicted)

    def undo(self, progress: Progress = no_progress) -> str | None:
        """Take the last step back; what it was, or None when there is none.

        :param progress: told how much of how much is done, until it can no longer be stopped.
        :raises Conflict: what it changed has been changed elsewhere since; nothing is done, and the step
            can no longer be taken back.
        """
        with self.begin():
            step = self._undo_log.last_done()
            if step is None:
                return None
            refusal = f"“{step.label}” cannot be taken back"
            predicted = self._replay(step.inverse(), refusal, self._undo_log.discard_done, progress)
            self._undo_log.mark_undone()
            self._publish(step.edits, predicted)
            return step.label

    def redo(self, progress: Progress = no_progress) -> str | None:
        """Do again the step last taken back; what it was, or None when there is none.

        :param progress: as for :meth:`undo`.
        :raises Conflict: what it changed has been changed elsewhere since; nothing is done, and the step
            can no longer be done again.
        """
        with self.begin():
            step = self._undo_log.last_undone()
            if step is None:
                return None
            refusal = f"“{step.label}” cannot be done again"
            predicted = self._replay(step, refusal, self._undo_log.discard_undone, progress)
            self._undo_log.mark_redone()
            self._publish(step.edits, predicted)
            return step.label

    def is_undo_long(self) -> bool:
        """Whether :meth:`undo` has so many files to write that it is not done at once."""
        with self.begin():
            return self._undo_log.files_of_last_done() > AT_ONCE

    def is_redo_long(self) -> bool:
        """Whether :meth:`redo` has."""
        with self.begin():
            return self._undo_log.files_of_last_undone() > AT_ONCE

    def trim_log(self, before: str) -> None:
        """Shorten the log of steps: see :meth:`UndoLog.cut`."""
        with self.begin():
            self._undo_log.trim(before)

    @contextmanager
    def grouped(self, label: str) -> Iterator[None]:
        """Make one step of all the changes made inside, told of at the end; no step without a label."""
        with self.begin(), self._undo_log.grouped(label):
            outer, self._untold = self._untold, []
            try:
                yield
            finally:
                changes, self._untold = self._untold, outer
                self.notify(*changes)

    def notify(self, *changes: Change) -> None:
        """Tell of changes, as one; inside of :meth:`grouped` not before its end."""
        if self._untold is not None:
            self._untold.extend(changes)
        elif changes:
            whole = reduce(Change.merged_with, changes)
            for listener in self._subscribers:
                listener(whole)

    def _publish(
        self, edits: Iterable[Edit], predicted: Mapping[str, AnnotationCounts] | None = None
    ) -> None:
        groups = by_article(edits)
        self._index.refresh(groups, predicted or {})
        tables = {edit.table for edit in groups.pop("", [])}
        self.notify(Change(frozenset(groups), codebook=CODEBOOK in tables, words=WORDS in tables))

    def _replay(
        self, step: Step, refusal: str, drop: Callable[[], None], progress: Progress
    ) -> dict[str, AnnotationCounts]:
        """Make the edits of a step; what was foreseen of them for the catalogue."""
        looking, writing = halves(progress)
        groups = by_article(step.edits)
        for done, group in enumerate(groups.values()):
            looking(done, len(groups))
            if not all(self._can_be_made(edit, step) for edit in group):
                drop()
                raise Conflict(f"{refusal}: it was changed elsewhere since. Nothing was done.")
        edits = [edit for edit in step.edits if not self._removes_used_tag(edit, step)]
        predicted = self._index.predict(edits)
        self._store.apply(edits, writing)
        return predicted

    def _can_be_made(self, edit: Edit, step: Step) -> bool:
        """Whether things are as an edit takes them to be."""
        now = self._store.document(edit.article, edit.table, edit.document)
        return matches_before(now, edit) and not self._would_take_more(edit, step)

    def _removes_used_tag(self, edit: Edit, step: Step) -> bool:
        """Whether an edit removes the entry of a tag that is used, when the step is done, all the same."""
        if edit.table != CODEBOOK or edit.after is not None or edit.before is None:
            return False
        name = str(edit.before.get("name"))
        users, concerned = self._index.tagged(name), by_article(step.edits)
        return any(
            article not in concerned or name in self._tags_left(article, concerned[article])
            for article in users
        )

    def _tags_left(self, article: str, edits: Iterable[Edit]) -> set[Json]:
        """The tags that an article and its annotations have after the edits."""
        record = self._store.read(article, with_text=False)
        documents: dict[tuple[str, int], Mapping[str, Json]] = {(ARTICLE, THE_ONE): record.article}
        documents.update({(ANNOTATIONS, document): line for document, line in record.annotations.items()})
        for edit in edits:
            here = edit.table, edit.document
            documents[here] = {} if edit.after is None else {**documents.get(here, {}), **edit.after}
        return {name for fields in documents.values() for name in cast("list[Json]", fields.get("tags", ()))}

    def _would_take_more(self, edit: Edit, step: Step) -> bool:
        """Whether an article's removal would take annotations along that the step does not know of."""
        if edit.table != ARTICLE or edit.after is not None:
            return False
        known = {other.document for other in step.edits if other.article == edit.article}
        return not self._store.read(edit.article).annotations.keys() <= known
