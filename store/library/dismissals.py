"""Suggested tags that were dismissed for good: for an article, or for words wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.chinese.folding import fold
from store.errors import DamagedFile
from store.library.recoding import NewNames
from store.library.transactions import Transactions
from store.model.edits import DISMISSALS, Edit, fields_of
from store.model.new_annotations import quoted
from store.model.tag import clean_tag_name
from store.storage.documents import put
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.tinydb_storage import Line
from store.suggestions.similarity import bare

LONGEST_WORDS = 200
"""Code points by which words are known again."""


class Dismissal(msgspec.Struct, frozen=True):
    """A tag that is not to be suggested again: either for an article, or for words."""

    tag: str
    article: str = ""
    """The article's ID."""
    words: str = ""
    """The words without marks round them, folded."""

    @property
    def concerns(self) -> str:
        """What tells it from others: either script and width of the tag's name are the same."""
        return f"{self.article}\n{self.words}\n{fold(self.tag)}"


class Dismissals:
    """What was dismissed in one library; every change is a step that can be taken back."""

    def __init__(self, disk: FolderStore, transactions: Transactions) -> None:
        self._disk = disk
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
            edits = put(DISMISSALS, self._entries(), [dismissal], lambda entry: entry.concerns)
            self._transactions.commit(f"dismiss the suggestion {quoted([dismissal.tag])}", edits)

    def _entries(self) -> dict[int, Dismissal]:
        return dismissals_of(self._disk.table(DISMISSALS))


def dismissals_of(documents: Mapping[int, Line]) -> dict[int, Dismissal]:
    """The entries, by document.

    :raises DamagedFile: one of them is not what it should be.
    """
    try:
        return {document: line.read_as(Dismissal) for document, line in documents.items()}
    except msgspec.ValidationError as error:
        raise DamagedFile(f"A dismissed suggestion is damaged ({error})") from error


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
