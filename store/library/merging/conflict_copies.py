"""Merges the conflict copies of a synced folder into the library: annotation by annotation, as one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from store.errors import PizhuError
from store.language import _
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.article import digest
from store.model.edits import ARTICLE, CODEBOOK, TEXT, THE_ONE, Edit
from store.progress import Progress, no_progress
from store.storage.conflict_copy import ConflictCopy, CopiedPart
from store.storage.document_store import DocumentStore, Record
from store.storage.documents import has_matching_text
from store.storage.history.edits_made import edits_made
from store.storage.three_way.ancestors import ancestor
from store.storage.three_way.articles import merge_article
from store.storage.three_way.documents import Documents, Tables, is_same
from store.storage.three_way.libraries import merge_library
from store.storage.three_way.merge_conflict import sentences
from store.storage.three_way.stored import added_tag_edits, edits_to, stored_article, stored_library, tags_in


class MergedCopies(msgspec.Struct):
    """What became of the conflict copies of a library."""

    merged: list[ConflictCopy] = []
    """Those that are merged and were moved aside; of some there was nothing to merge."""
    articles: list[str] = []
    """The IDs of the articles that changed."""
    conflicts: list[str] = []
    """One sentence for each thing that both versions changed differently."""
    left: list[str] = []
    """One sentence for each copy that stays where it is, with the reason."""
    aside: str = ""
    """Where the merged copies are now."""
    is_step: bool = False
    """Whether documents changed, so that the merge can be undone."""


class ConflictCopyMerger:
    """The conflict copies of one library."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        """The copies in ``store``."""
        self._store = store
        self._transactions = transactions

    def found(self) -> list[ConflictCopy]:
        """Return the copies that were come across when the index was last compared with the articles."""
        return self._store.copies.found()

    def merge(self, progress: Progress = no_progress) -> MergedCopies:
        """Merge all copies as one step, and move them aside.

        A copy that is damaged, or not there completely yet, stays where it is and is told.

        :param progress: called with articles done and articles in total; what it raises stops the merge, and
            no document is changed.
        :raises LibraryUnavailable: the library cannot be written.
        """
        if not self.found():
            return MergedCopies()
        with self._transactions.begin():
            self._transactions.load_undo_log()
            merge = _CopyMerge(self._store, self.found())
            merge.run(progress)
            result = merge.result
            self._transactions.commit(step_labels.merge_copies(files=len(result.merged)), merge.edits)
            result.is_step = bool(merge.edits)
            if result.merged:
                result.aside = self._store.copies.set_aside(result.merged)
        return result


class _CopyMerge:
    """One merge of the copies of a library. The caller holds the lock throughout."""

    def __init__(self, store: DocumentStore, copies: Sequence[ConflictCopy]) -> None:
        self._store = store
        self._copies = copies
        self.result = MergedCopies()
        self.edits: list[Edit] = []
        self._past: dict[str, list[Edit]] = defaultdict(list)
        """By article, the edits of the past."""
        self._left: set[ConflictCopy] = set()
        """The copies of which it was told that they stay."""

    def run(self, progress: Progress) -> None:
        """Merge the journals, which tell what was deleted, then the library, then article by article."""
        for copy in self._of(CopiedPart.JOURNAL):
            try:
                self._store.copies.take_steps(copy)
            except PizhuError as error:
                self._leave(copy, error)
            else:
                self.result.merged.append(copy)
        articles = {copy.article for copy in self._copies}
        wanted = lambda edit: edit if edit.article in articles else None  # noqa: E731
        for edit in edits_made(self._store.journal.lines(0), wanted):
            self._past[edit.article].append(edit)
        codebook = self._merge_library()
        groups: dict[str, None] = {copy.article: None for copy in self._copies if copy.article}
        used: set[str] = set()
        for done, article in enumerate(groups):
            progress(done, len(groups))
            used |= self._merge_article(article)
        progress(len(groups), len(groups))
        self.edits += added_tag_edits(codebook, used)

    def _of(self, part: CopiedPart, article: str = "") -> list[ConflictCopy]:
        return [copy for copy in self._copies if copy.part is part and copy.article == article]

    def _leave(self, copy: ConflictCopy, reason: object) -> None:
        if copy in self._left:
            return
        self._left.add(copy)
        said = str(reason)
        self.result.left.append(
            _("A conflict copy was left where it is: {reason}", reason=said)
            if copy.place in said
            else _("{path} is a conflict copy and was left there: {reason}", path=copy.place, reason=said)
        )

    # The library itself

    def _merge_library(self) -> Documents:
        """Merge the copies of the library's own documents; return the codebook that results."""
        versions = [(copy, each) for copy in self._of(CopiedPart.LIBRARY) if (each := self._tables(copy))]
        names = [name for _copy, version in versions for name in version]
        before = merged = stored_library(self._store, names)
        for copy, version in versions:
            found = merge_library(ancestor(self._past[""], merged, version), merged, version)
            merged = found.tables
            self.result.merged.append(copy)
            self.result.conflicts += sentences(found.conflicts, _("The library"))
        self.edits += edits_to("", before, merged)
        return merged.get(CODEBOOK, {})

    def _tables(self, copy: ConflictCopy) -> Tables | None:
        try:
            return self._store.copies.tables(copy)
        except PizhuError as error:
            self._leave(copy, error)
            return None

    # Articles

    def _merge_article(self, article: str) -> set[str]:
        """Merge the copies of an article; return the tags that it uses then."""
        versions = [
            (copy, each)
            for copy in self._of(CopiedPart.RECORD, article)
            if (each := self._tables(copy)) is not None
        ]
        texts = self._texts(article)
        if article not in self._store:
            self._look_at_removed(article, versions, texts)
            return set()
        record = self._present(article)
        if record is None:
            return set()
        before = merged = stored_article(record)
        known: dict[str, str | None] = {digest(record.text): record.text}
        known |= {digest(text): text for _copy, text in texts}
        for copy, version in versions:
            found = merge_article(ancestor(self._past[article], merged, version), merged, version, known)
            merged = found.tables
            self.result.merged.append(copy)
            self.result.conflicts += sentences(found.conflicts, _title(merged))
        self._judge_texts(texts, {digest(record.text), *(_digest(version) for _copy, version in versions)})
        edits = edits_to(article, before, merged)
        text = known.get(_digest(merged))
        if text is not None and text != record.text:
            edits.append(Edit.between(article, TEXT, THE_ONE, {TEXT: record.text}, {TEXT: text}))
        if edits:
            self.edits += edits
            self.result.articles.append(article)
        return tags_in(merged)

    def _present(self, article: str) -> Record | None:
        """Return an article of the library; None if it cannot be merged with: its copies are left then."""
        reason: object = _("its article is damaged, or not there completely yet.")
        try:
            record = self._store.read(article)
        except PizhuError as error:
            reason = error
        else:
            if has_matching_text(record):
                return record
        for copy in (each for each in self._copies if each.article == article):
            self._leave(copy, reason)
        return None

    def _texts(self, article: str) -> list[tuple[ConflictCopy, str]]:
        """Return the copies of a text that can be read."""
        found = []
        for copy in self._of(CopiedPart.TEXT, article):
            try:
                found.append((copy, self._store.copies.text(copy)))
            except PizhuError as error:
                self._leave(copy, error)
        return found

    def _judge_texts(self, texts: Sequence[tuple[ConflictCopy, str]], known: set[str]) -> None:
        """Move copies of a text aside that belong to a version; leave the others, and tell.

        :param known: the digests of the texts of all versions.
        """
        for copy, text in texts:
            if digest(text) in known:
                self.result.merged.append(copy)
            else:
                self._leave(
                    copy, _("it is another text than that of the article; import it if it is wanted.")
                )

    def _look_at_removed(
        self,
        article: str,
        versions: Sequence[tuple[ConflictCopy, Tables]],
        texts: Sequence[tuple[ConflictCopy, str]],
    ) -> None:
        """Move copies aside of an article that was removed as they have it; leave others, and tell."""
        removed = [
            edit.before for edit in self._past[article] if edit.table == ARTICLE and edit.after is None
        ]
        is_known = bool(removed and removed[-1] and versions) and all(
            is_same(version[ARTICLE][THE_ONE], removed[-1] or {}) for _copy, version in versions
        )
        for copy in [*(copy for copy, _version in versions), *(copy for copy, _text in texts)]:
            if is_known:
                self.result.merged.append(copy)
            else:
                self._leave(copy, _("its article is not in the library."))


def _digest(tables: Tables) -> str:
    return str(tables[ARTICLE][THE_ONE].get("digest"))


def _title(tables: Tables) -> str:
    return _("“{title}”", title=tables[ARTICLE][THE_ONE].get("title", ""))
