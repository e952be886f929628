"""Changes between a library on a server and an offline copy of it in a folder.

One side receives what has changed on the other since the last transfer. Its documents, those of the other
side and those that were transferred last, the base, are merged by :mod:`store.storage.three_way`. The base is
then what the other side has: whatever that side had done is in this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext

import msgspec

from store.errors import DamagedFile, UnknownArticle
from store.language import _
from store.library.batches import batches
from store.library.transactions import Transactions
from store.library.transfers.copying import creation_of
from store.library.transfers.left_out import left_out
from store.library.transfers.permitted_changes import PermittedChanges, Refusal, base_without
from store.library.transfers.right_library import check_identity, check_not_emptied
from store.model import step_labels
from store.model.article import digest
from store.model.edits import (
    ANNOTATIONS,
    ARTICLE,
    CODEBOOK,
    LIBRARY,
    READING_FIELDS,
    TEXT,
    THE_ONE,
    Edit,
    Fields,
    by_article,
)
from store.progress import Progress, no_progress
from store.storage.document_edits import removal_edits
from store.storage.document_store import DocumentStore, Record, Version
from store.storage.documents import annotations_of, article_of, read_consistent
from store.storage.offline.transfer_base import BaseEntry, Side, TransferBase
from store.storage.three_way.articles import merge_article
from store.storage.three_way.documents import REVISION, Documents, Tables
from store.storage.three_way.libraries import merge_library
from store.storage.three_way.merge_conflict import MergeConflict, Outcome, sentences
from store.storage.three_way.stored import added_tag_edits, edits_to, stored_article, stored_library, tags_in

_OWN_SETTINGS = {"schema", "starters"}
"""What each library knows of itself alone."""


class Transferred(msgspec.Struct):
    """What one side has received."""

    articles_added: int = 0
    articles_changed: int = 0
    articles_removed: int = 0
    annotations_added: int = 0
    annotations_changed: int = 0
    annotations_deleted: int = 0
    library_documents: int = 0
    """Documents of the library itself: tags, attributes, words, searches, members, rounds, assignments."""
    conflicts: list[str] = []
    """One sentence for each thing that both sides have changed differently."""
    left_out: list[str] = []
    """One sentence for each thing that was not transferred, with the reason."""
    blind: int = 0
    """Articles of which the server hides what others have marked until the user's work on them is done."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has changed."""
        return not any(
            (
                self.articles_added,
                self.articles_changed,
                self.articles_removed,
                self.library_documents,
            )
        )


class Transfers:
    """What one library receives from the other side: a copy from its server, or the server from the copy."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        """The library in ``store`` is the one that receives."""
        self._store = store
        self._transactions = transactions

    def receive(
        self,
        source: DocumentStore,
        base: TransferBase,
        origin: Side,
        progress: Progress = no_progress,
        *,
        is_trial: bool = False,
    ) -> Transferred:
        """Merge what has changed in ``source`` since the last transfer, as one step, and renew the base.

        Articles are written in batches, each of which takes effect as a whole with its entries of the base.
        What is interrupted is continued by transferring again. The first transfer to a new copy is no step.

        :param origin: the side that ``source`` is on.
        :param progress: called with articles done and articles in total; what it raises stops the transfer.
        :param is_trial: whether it is only counted and nothing is written.
        :raises UsageError: the library on the server is not the one of the copy, or one side was emptied.
        :raises LibraryUnavailable: one side cannot be reached, read or written.
        """
        check_identity(source if origin is Side.SERVER else self._store, base, is_trial=is_trial)
        is_first = not base.exists() or not base.is_complete
        label = step_labels.pull() if origin is Side.SERVER else step_labels.push()
        transfer = _Transfer(source, self._store, self._transactions, base, origin, is_trial=is_trial)
        transfer.label = "" if is_first else label
        with self._locked(source, origin, transfer.label, is_trial=is_trial):
            transfer.run(progress)
            transfer.result.blind = len(source.blind_articles())
            if is_first and not is_trial:
                base.complete()
        return transfer.result

    @contextmanager
    def _locked(self, source: DocumentStore, origin: Side, label: str, *, is_trial: bool) -> Iterator[None]:
        """Hold the locks of a transfer: that of the folder first, whichever side it is."""
        if is_trial:
            yield
            return
        with source.locked() if origin is Side.FOLDER else nullcontext(), self._transactions.grouped(label):
            yield


class _Arrival(msgspec.Struct):
    """What becomes of one article."""

    article: str
    edits: list[Edit]
    entry: BaseEntry | None
    """Its new entry of the base; None for an article that the other side does not have."""
    is_alike: bool = False
    """Whether both sides have the same documents afterwards."""
    title: str = ""
    characters: int = 0
    tags: set[str] = set()
    """The tags that are used afterwards."""


class _Transfer:
    """One transfer. The caller holds the locks throughout."""

    def __init__(
        self,
        source: DocumentStore,
        target: DocumentStore,
        transactions: Transactions,
        base: TransferBase,
        origin: Side,
        *,
        is_trial: bool,
    ) -> None:
        self._source, self._target = source, target
        self._base = base if base.exists() else None
        self._origin = origin
        self._is_trial = is_trial
        self.label = ""
        """The name of the step; empty for none."""
        self._permitted = PermittedChanges(transactions)
        self._codebook: Documents = {}
        """The tags of the library that receives, as far as the transfer has come."""
        self.result = Transferred()

    def run(self, progress: Progress) -> None:
        """Transfer the library's own documents, then article by article."""
        there = {
            article: version
            for shelf in self._source.shelves()
            for article, version in self._source.versions(shelf)
        }
        known = self._base.versions(self._origin) if self._base else {}
        if known and not there:
            check_not_emptied(self._source, self._target)
        self._transfer_library()
        changed = sorted(article for article, version in there.items() if known.get(article) != version)
        gone = sorted(known.keys() - there.keys())
        total = len(changed) + len(gone)
        arrivals = self._arrivals(changed, gone, there)
        done = 0
        for batch in batches(arrivals, lambda each: each.characters):
            progress(done, total)
            self._write(batch)
            done += len(batch)
        progress(total, total)

    # The library itself

    def _transfer_library(self) -> None:
        theirs, ours = _own_documents(self._source), _own_documents(self._target)
        entry = self._base.entry("") if self._base else None
        self._codebook = ours[CODEBOOK]
        if entry is not None and entry.tables == theirs:
            return
        base = entry.tables if entry else None
        mine = _with_given_colours(base, ours, theirs) if self._origin is Side.SERVER else ours
        found = merge_library(base, mine, theirs)
        self.result.conflicts += sentences(found.conflicts, _("The library"))
        self._codebook = found.tables[CODEBOOK]
        self._write([_Arrival("", edits_to("", ours, found.tables), BaseEntry(theirs, {}))])

    # Articles

    def _arrivals(
        self, changed: Iterable[str], gone: Iterable[str], there: Mapping[str, Version]
    ) -> Iterator[_Arrival]:
        for article in changed:
            try:
                yield self._changed(article, there[article])
            except UnknownArticle:
                continue  # it was removed a moment ago, which the next transfer will find
            except DamagedFile as error:
                self._leave_out(_("The article {id}", id=article[:8]), error)
        for article in gone:
            try:
                yield self._gone(article)
            except DamagedFile as error:
                self._leave_out(_("The article {id}", id=article[:8]), error)

    def _leave_out(self, what: str, reason: object) -> None:
        self.result.left_out.append(_("{what} was left out: {reason}", what=what, reason=reason))

    def _changed(self, article: str, version: Version) -> _Arrival:
        """Decide on an article that is new or may have changed on the other side."""
        record, theirs = _read(self._source, article)
        was = self._base.entry(article) if self._base else None
        arrival = _Arrival(article, [], BaseEntry(theirs, {self._origin: version}), title=_title(record))
        arrival.characters = len(record.text)
        if was is not None and was.tables == theirs and arrival.entry:
            arrival.entry.versions = {**was.versions, self._origin: version}
        elif article in self._target:
            self._merge(arrival, record, theirs, was.tables if was else None)
        elif was is None or not _is_untouched(was.tables, theirs):
            arrival.edits = list(creation_of(article, record))
            arrival.is_alike = True
            arrival.tags = tags_in(theirs)
            if was is not None:
                self._report_kept(record)
        return arrival

    def _merge(self, arrival: _Arrival, record: Record, theirs: Tables, was: Tables | None) -> None:
        """Merge an article that both sides have."""
        own, ours = _read(self._target, arrival.article)
        texts: dict[str, str | None] = {digest(each): each for each in (own.text, record.text)}
        found = merge_article(was, ours, theirs, texts)
        arrival.edits = edits_to(arrival.article, ours, found.tables)
        text = texts.get(found.digest)
        if text is not None and text != own.text:
            arrival.edits.append(Edit.between(arrival.article, TEXT, THE_ONE, {TEXT: own.text}, {TEXT: text}))
        arrival.is_alike = found.tables == theirs
        arrival.tags = tags_in(found.tables)
        self.result.conflicts += sentences(found.conflicts, _("“{title}”", title=arrival.title))

    def _gone(self, article: str) -> _Arrival:
        """Decide on an article that was transferred and is not on the other side any more."""
        arrival = _Arrival(article, [], None)
        was = self._base.entry(article) if self._base else None
        if article in self._target:
            record, ours = _read(self._target, article)
            arrival.title = _title(record)
            if was is not None and _is_untouched(was.tables, ours):
                arrival.edits = removal_edits(article, record)
            else:
                self._report_kept(record)
        return arrival

    def _report_kept(self, record: Record) -> None:
        kept = MergeConflict(Outcome.KEPT, ARTICLE, THE_ONE, _title(record))
        self.result.conflicts += sentences([kept], _("The library"))

    # Writing

    def _write(self, batch: list[_Arrival]) -> None:
        """Write what arrived, and renew the base; what was refused is in it as before."""
        edits = [edit for arrival in batch for edit in arrival.edits]
        used = {name for arrival in batch for name in arrival.tags} if edits else set()
        added = added_tag_edits(self._codebook, used - self._permitted.refused_tags)
        self._codebook = {**self._codebook, **{edit.document: edit.after or {} for edit in added}}
        edits = [*added, *edits]
        if self._is_trial or self._base is None:
            self._count(edits)
            return
        written = self._permitted.write(self.label, edits)
        self._count(written.accepted)
        refused: dict[str, list[Refusal]] = {}
        for refusal in written.refused:
            refused.setdefault(refusal.edit.article, []).append(refusal)
        if "" in refused:
            self._codebook = _own_documents(self._target)[CODEBOOK]
        entries: dict[str, BaseEntry | None] = {}
        for arrival in batch:
            if refusals := refused.pop(arrival.article, None):
                if entry := self._refused(arrival, refusals, self._base.entry(arrival.article)):
                    entries[arrival.article] = entry
                continue
            version = self._target.version(arrival.article) if arrival.is_alike else None
            if version is not None and arrival.entry is not None:
                arrival.entry.versions[self._origin.other] = version
            entries[arrival.article] = arrival.entry
        for refusals in refused.values():  # tags that articles have which the other side does not define
            self.result.left_out += left_out(refusals, "", ())
        if entries:
            self._base.renew(entries)

    def _refused(self, arrival: _Arrival, refusals: list[Refusal], was: BaseEntry | None) -> BaseEntry | None:
        """Tell what of an article was refused.

        :return: its new entry of the base; None if the present one stays.
        """
        base = was.tables if was else {}
        told = [refusal for refusal in refusals if refusal.is_told]
        versions = [arrival.entry.tables] if arrival.entry else []
        self.result.left_out += left_out(told, arrival.title, (*versions, base))
        if was is None or arrival.entry is None:
            return None
        tables = base_without((refusal.edit for refusal in refusals), base, arrival.entry.tables)
        if tables is None:
            return None
        return BaseEntry(tables, {} if told else arrival.entry.versions)

    def _count(self, edits: Iterable[Edit]) -> None:
        result = self.result
        for article, group in by_article(edits).items():
            if not article:
                result.library_documents += len(group)
                continue
            of_article = [edit for edit in group if edit.table == ARTICLE]
            if any(edit.before is None for edit in of_article):
                result.articles_added += 1
            elif any(edit.after is None for edit in of_article):
                result.articles_removed += 1
            else:
                result.articles_changed += 1
            for edit in group:
                if edit.table == ANNOTATIONS:
                    result.annotations_added += edit.before is None
                    result.annotations_deleted += edit.after is None
                    result.annotations_changed += edit.before is not None and edit.after is not None


def _read(store: DocumentStore, article: str) -> tuple[Record, Tables]:
    """Return an article and its documents without revisions.

    :raises UnknownArticle: there is no such article.
    :raises DamagedFile: it is damaged.
    """
    record = read_consistent(store, article)
    article_of(record)
    annotations_of(record)
    return record, _unrevised(stored_article(record))


def _own_documents(store: DocumentStore) -> Tables:
    """Return the documents of a library itself, without what it knows of itself alone."""
    tables = _unrevised(stored_library(store))
    settings = tables[LIBRARY][THE_ONE]
    shared = {name: value for name, value in settings.items() if name not in _OWN_SETTINGS}
    return {**tables, LIBRARY: {THE_ONE: shared}}


def _with_given_colours(base: Tables | None, ours: Tables, theirs: Tables) -> Tables:
    """Return the documents of a copy, where both sides have created a tag with the colour on the server.

    A new tag gets its colour by itself, and a coder could not change that on the server.
    """
    before = (base or {}).get(CODEBOOK, {})
    colours = {
        fields.get("name"): {"colour": fields["colour"]}
        for document, fields in theirs[CODEBOOK].items()
        if document not in before and "colour" in fields
    }
    tags = {
        document: fields if document in before else {**fields, **colours.get(fields.get("name"), {})}
        for document, fields in ours[CODEBOOK].items()
    }
    return {**ours, CODEBOOK: tags}


def _unrevised(tables: Tables) -> Tables:
    return {
        table: {document: _without(fields, {REVISION}) for document, fields in documents.items()}
        for table, documents in tables.items()
    }


def _without(fields: Fields, names: Iterable[str]) -> Fields:
    return {name: value for name, value in fields.items() if name not in names}


def _is_untouched(was: Tables, tables: Tables) -> bool:
    """Whether an article is as it was, apart from how far it was read, which does not keep it."""
    one, other = (
        {**each, ARTICLE: {key: _without(fields, READING_FIELDS) for key, fields in each[ARTICLE].items()}}
        for each in (was, tables)
    )
    return one == other


def _title(record: Record) -> str:
    return str(record.article.get("title", ""))
