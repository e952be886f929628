"""Which articles are not adjudicated any more, because an annotation of a case has been changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from store.library.adjudication.cases import cases_of
from store.library.team.roster import Roster
from store.library.team.team_tables import assignments_table
from store.model.annotation import Annotation
from store.model.edits import ANNOTATIONS, ARTICLE, ASSIGNMENTS, Edit, Fields
from store.model.tables.assignment import Assignment
from store.storage.document_store import DocumentStore


class ReopenedArticles:
    """Completes edits of annotations: what was adjudicated is only done, as soon as a case of it is open."""

    def __init__(self, store: DocumentStore, roster: Callable[[], Roster]) -> None:
        """Look at the annotations in ``store``, and at the team that ``roster`` returns."""
        self._store = store
        self._table = assignments_table(store)
        self._roster = roster

    def edits(self, edits: Sequence[Edit]) -> list[Edit]:
        """Return what some edits make necessary; the caller holds the lock and has not applied them yet.

        Edits that change assignments themselves say how far the work is: they need no others.
        """
        changed = {edit.article for edit in edits if edit.table == ANNOTATIONS}
        adjudicated = self._roster().adjudicated
        if changed.isdisjoint(adjudicated) or any(edit.table == ASSIGNMENTS for edit in edits):
            return []
        removed = {edit.article for edit in edits if edit.table == ARTICLE and edit.after is None}
        opened = [
            replace(each, adjudicated="")
            for article in sorted((changed & adjudicated.keys()) - removed)
            for each in self._opened(article, adjudicated[article], edits)
        ]
        return self._table.upsert_edits(opened) if opened else []

    def _opened(
        self, article: str, assignments: Iterable[Assignment], edits: Iterable[Edit]
    ) -> Iterable[Assignment]:
        """Yield the assignments of the rounds in which a case of an article is open once it is edited."""
        annotations = self._edited(article, edits)
        rounds: defaultdict[int, list[Assignment]] = defaultdict(list)
        for each in assignments:
            rounds[each.round].append(each)
        for assigned in rounds.values():
            cases = cases_of(annotations, [each.signature for each in assigned])
            if not all(case.is_decided for case in cases):
                yield from assigned

    def _edited(self, article: str, edits: Iterable[Edit]) -> list[Annotation]:
        """Return the annotations of an article as they are once it is edited."""
        record = self._store.read(article, with_text=False)
        documents: dict[int, Fields] = {key: fields.fields for key, fields in record.annotations.items()}
        for edit in edits:
            if edit.article == article and edit.table == ANNOTATIONS:
                if edit.after is None:
                    documents.pop(edit.document, None)
                else:
                    documents[edit.document] = {**documents.get(edit.document, {}), **edit.after}
        return [msgspec.convert(fields, Annotation) for fields in documents.values()]
