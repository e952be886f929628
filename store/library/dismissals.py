"""Suggested tags that were dismissed for good: for an article, or for words in any article."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.chinese.folding import comparison_form, fold
from store.library.library_table import LibraryTable
from store.library.recoding import NewNames
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.edits import DISMISSALS, Edit, fields_of
from store.model.labels import quoted
from store.model.tables.dismissal import Dismissal
from store.model.tag import clean_tag_name
from store.storage.document_store import DocumentStore
from store.storage.documents import dismissals_of

LONGEST_WORDS = 200
"""Code points of the words that are compared; longer words are cut."""


class Dismissals:
    """The dismissed suggestions of one library. Every change is a step that can be undone."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        self._table = LibraryTable(store, DISMISSALS, dismissals_of, lambda dismissal: dismissal.key)
        self._transactions = transactions

    def all(self) -> tuple[Dismissal, ...]:
        """Return all dismissals, sorted by what they concern."""
        return tuple(sorted(self._table.records().values(), key=lambda dismissal: dismissal.key))

    def of_article(self, article: str) -> frozenset[str]:
        """Return the folded names of the tags dismissed for an article."""
        return frozenset(fold(each.tag) for each in self._table.records().values() if each.article == article)

    def of_words(self, words: str) -> frozenset[str]:
        """Return the folded names of the tags dismissed for words, in either script and width."""
        wanted = _normalised(words)
        for_words = (each for each in self._table.records().values() if not each.article)
        return frozenset(fold(each.tag) for each in for_words if each.words == wanted)

    def for_article(self, article: str, tag: str) -> None:
        """Never suggest a tag for an article again.

        :raises BadTagName: the name is not valid.
        """
        self._add(Dismissal(clean_tag_name(tag), article=article))

    def for_words(self, words: str, tag: str) -> None:
        """Never suggest a tag for these words again, in any article.

        :raises BadTagName: the name is not valid.
        """
        self._add(Dismissal(clean_tag_name(tag), words=_normalised(words)))

    def _add(self, dismissal: Dismissal) -> None:
        with self._transactions.begin():
            self._transactions.commit(
                step_labels.dismiss_suggestion(tag=quoted([dismissal.tag])),
                self._table.upsert_edits([dismissal]),
            )


def recoded_dismissals(dismissals: Mapping[int, Dismissal], names: NewNames) -> list[Edit]:
    """Build the edits that give dismissed tags their new names; dismissals of deleted tags stay.

    :param dismissals: all dismissals by document ID.
    """
    known = {each.key for each in dismissals.values() if each.tag not in names}
    edits = []
    for document, before in dismissals.items():
        name = names.get(before.tag)
        if name is not None:
            after = msgspec.structs.replace(before, tag=name)
            is_repeat = after.key in known
            known.add(after.key)
            fields = None if is_repeat else fields_of(after)
            edits.append(Edit.between("", DISMISSALS, document, fields_of(before), fields))
    return edits


def _normalised(words: str) -> str:
    return comparison_form(words)[:LONGEST_WORDS]
