"""The user dictionary: corrections of word segmentation, as in a user dictionary of jieba.

A line has a word and its frequency. Without a frequency jieba chooses one that is high enough for the word to
be segmented as one. The frequency 0 means that the characters are not one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from store.errors import UsageError
from store.language import _
from store.library.library_table import LibraryTable
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.edits import WORDS
from store.model.tables.user_word import UserWord
from store.patterns import late_pattern
from store.storage.document_store import DocumentStore
from store.storage.documents import words_of

JOINED = 100_000
"""The frequency of a word that a user has joined: high enough in any context."""

LONGEST_WORD = 40
"""Code points of a word."""

_LINE = late_pattern(r"\ufeff?(?P<word>\S(?:.*?\S)?)(?:\s+(?P<frequency>\d+))?(?:\s+(?P<kind>[a-z]+))?\s*")


def parse(lines: Iterable[str]) -> Iterator[UserWord]:
    """Yield the words of a user dictionary in jieba's format. Blank lines and parts of speech are ignored.

    :raises UsageError: the word in a line is not valid.
    """
    for line in lines:
        parts = _LINE.fullmatch(line)
        if parts is not None:
            frequency = parts["frequency"]
            yield UserWord(_clean(parts["word"]), None if frequency is None else int(frequency))


class UserDictionary:
    """The words of one library. Every change is a step that can be undone."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        self._table = LibraryTable(store, WORDS, words_of, lambda entry: entry.word)
        self._transactions = transactions

    def words(self) -> tuple[UserWord, ...]:
        """Return all words, sorted."""
        return tuple(sorted(self._table.records().values(), key=lambda entry: entry.word))

    def frequencies(self) -> dict[str, int | None]:
        """Return the frequency of each word, as a segmenter takes them."""
        return {entry.word: entry.frequency for entry in self._table.records().values()}

    def join(self, word: str) -> None:
        """Segment ``word`` as one word from now on.

        :raises UsageError: it is not valid: one line of at least two characters.
        """
        self._put(step_labels.join_word(word=_clean(word)), [UserWord(_clean(word), JOINED)])

    def split(self, first: str, second: str) -> None:
        """Segment ``first + second`` as two words from now on.

        :raises UsageError: one of them is not valid.
        """
        parts = [_clean(first, shortest=1), _clean(second, shortest=1)]
        entries = [UserWord("".join(parts), 0)] + [UserWord(part) for part in parts if len(part) > 1]
        self._put(step_labels.split_word(word="·".join(parts)), entries)

    def add(self, words: Iterable[UserWord]) -> int:
        """Add words in one step, in place of those that are there; return how many were given."""
        added = list(words)
        self._put(step_labels.add_words(), added)
        return len(added)

    def join_all(self, words: Iterable[str]) -> int:
        """Make each of these one word, in one step; return how many. What cannot be a word is left out."""
        joined = []
        for word in words:
            with suppress(UsageError):
                joined.append(UserWord(_clean(word), JOINED))
        return self.add(joined)

    def remove(self, words: Iterable[str]) -> None:
        """Remove words from the dictionary.

        :raises UsageError: one of them is not in it; nothing is changed.
        """
        with self._transactions.begin():
            try:
                edits = self._table.removal_edits(words)
            except KeyError as error:
                raise UsageError(
                    _(
                        "The word {word!r} is not in the user dictionary: see `pizhu words`.",
                        word=error.args[0],
                    )
                ) from error
            self._transactions.commit(step_labels.remove_words(), edits)

    def _put(self, label: str, words: Iterable[UserWord]) -> None:
        with self._transactions.begin():
            self._transactions.commit(label, self._table.upsert_edits(words))


def _clean(word: str, *, shortest: int = 2) -> str:
    """Return a word without white space at its ends.

    :raises UsageError: it is too short or too long, or holds control characters.
    """
    stripped = word.strip()
    if len(stripped) < shortest or not stripped.isprintable() or len(stripped) > LONGEST_WORD:
        raise UsageError(
            _(
                "{word!r} cannot be a word: a word has {shortest} to {longest} characters and no line "
                "breaks.",
                word=stripped[:12],
                shortest=shortest,
                longest=LONGEST_WORD,
            )
        )
    return stripped
