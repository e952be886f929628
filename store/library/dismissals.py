"""Suggested tags that were dismissed for good: for an article, or for words wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.chinese.folding import bare, fold
from store.library.recoding import NewNames
from store.library.transactions import Transactions
from store.model.dismissal import Dismissal
from store.model.edits import DISMISSALS, Edit, fields_of
from store.model.labels import quoted
from store.model.tag import clean_tag_name
from store.storage.document_edits import upsert_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import dismissals_of

LONGEST_WORDS = 200
"""Code points by which words are known again."""


class Dismissals:
    """What was dismissed in one library; every change is a step that can be taken back."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        self._store = store
        self._transactions = transactions

    def all(self) -> tuple[Dismissal, ...]:
        """All of them, in order."""
        return tuple(sorted(self._entries().values(), key=lambda entry: entry.concerns))

    def of_article(self, article: str) -> frozenset[str]:
        """The folded names of the tags dismissed for an article."""
        return frozenset(fold(each.tag) for each in self._entries().values() if each.article == article)

    def of_words(self, words: str) -> frozenset[str]:
        """The folded names of the tags dismissed for words, in either script and width."""
        known = _known_by(words)
        there = (each for each in self._entries().values() if not each.article)
        return frozenset(fold(each.tag) for each in there if each.words == known)

    def for_article(self, article: str, tag: str) -> None:
        """Never suggest a tag for an article again.

        :raises BadTagName: that is no tag's name.
        """
        self._add(Dismissal(clean_tag_name(tag), article=article))

    def for_words(self, words: str, tag: str) -> None:
        """Never suggest a tag for these words again, wherever they stand.

        :raises BadTagName: that is no tag's name.
        """
        self._add(Dismissal(clean_tag_name(tag), words=_known_by(words)))

    def _add(self, dismissal: Dismissal) -> None:
        with self._transactions.begin():
            edits = upsert_edits(DISMISSALS, self._entries(), [dismissal], lambda entry: entry.concerns)
            self._transactions.commit(f"dismiss the suggestion {quoted([dismissal.tag])}", edits)

    def _entries(self) -> dict[int, Dismissal]:
        return dismissals_of(self._store.table(DISMISSALS))


def recoded_dismissals(dismissals: Mapping[int, Dismissal], names: NewNames) -> list[Edit]:
    """The edits by which dismissals follow tags to their new names; those of deleted tags stay."""
    there = {each.concerns for each in dismissals.values() if each.tag not in names}
    edits = []
    for document, before in dismissals.items():
        name = names.get(before.tag)
        if name is not None:
            after = msgspec.structs.replace(before, tag=name)
            goes = after.concerns in there
            there.add(after.concerns)
            edits.append(
                Edit.between("", DISMISSALS, document, fields_of(before), None if goes else fields_of(after))
            )
    return edits


def _known_by(words: str) -> str:
    return bare(words)[:LONGEST_WORDS]
