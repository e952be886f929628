"""The user dictionary of a library: words that were put right, as jieba's user dictionaries have them.

A line of such a dictionary is a word, and how frequent it is taken to be; without a number jieba finds one
that is enough to have the word cut out. 0 keeps the word from being one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from store.errors import UsageError
from store.library.transactions import Transactions
from store.model.edits import WORDS, Edit, fields_of
from store.model.user_word import UserWord
from store.storage.document_edits import upsert_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import words_of

JOINED = 100_000
"""The frequency of a word that was joined by hand: enough to be cut out whatever stands beside it."""

LONGEST_WORD = 40
"""Code points of a word."""

_LINE = re.compile(r"\ufeff?(?P<word>\S(?:.*?\S)?)(?:\s+(?P<frequency>\d+))?(?:\s+(?P<kind>[a-z]+))?\s*")


def parse(lines: Iterable[str]) -> Iterator[UserWord]:
    """The words of a user dictionary in jieba's format; blank lines and the parts of speech are left out.

    :raises UsageError: what a line has for a word cannot be one.
    """
    for line in lines:
        parts = _LINE.fullmatch(line)
        if parts is not None:
            frequency = parts["frequency"]
            yield UserWord(_clean(parts["word"]), None if frequency is None else int(frequency))


class UserDictionary:
    """The words of one library; every change is a step that can be taken back."""

    def __init__(self, store: DocumentStore, transactions: Transactions) -> None:
        self._store = store
        self._transactions = transactions

    def words(self) -> tuple[UserWord, ...]:
        """All words, in order."""
        return tuple(sorted(self._entries().values(), key=lambda entry: entry.word))

    def frequencies(self) -> dict[str, int | None]:
        """The words and their frequencies, as a segmenter learns them."""
        return {entry.word: entry.frequency for entry in self._entries().values()}

    def join(self, word: str) -> None:
        """Have this be one word from now on.

        :raises UsageError: it is not one of two characters or more, in one line.
        """
        self._put(f"join {_clean(word)}", [UserWord(_clean(word), JOINED)])

    def split(self, first: str, second: str) -> None:
        """Have these be two words from now on, where they were taken for one."""
        parts = [_clean(first, shortest=1), _clean(second, shortest=1)]
        entries = [UserWord("".join(parts), 0)] + [UserWord(part) for part in parts if len(part) > 1]
        self._put(f"split {'·'.join(parts)}", entries)

    def add(self, words: Iterable[UserWord]) -> int:
        """Take in words, in one step; how many."""
        taken = list(words)
        self._put("words", taken)
        return len(taken)

    def remove(self, words: Iterable[str]) -> None:
        """Forget what was said of words.

        :raises UsageError: nothing was said of one of them.
        """
        with self._transactions.begin():
            known = {entry.word: (number, entry) for number, entry in self._entries().items()}
            edits = []
            for word in dict.fromkeys(words):
                if word not in known:
                    raise UsageError(f"The word {word!r} is not in the user dictionary: see `pizhu words`.")
                number, entry = known[word]
                edits.append(Edit.between("", WORDS, number, fields_of(entry), None))
            self._transactions.commit("forget words", edits)

    def _put(self, label: str, words: Iterable[UserWord]) -> None:
        with self._transactions.begin():
            self._transactions.commit(
                label, upsert_edits(WORDS, self._entries(), words, lambda entry: entry.word)
            )

    def _entries(self) -> dict[int, UserWord]:
        return words_of(self._store.table(WORDS))


def _clean(word: str, *, shortest: int = 2) -> str:
    kept = word.strip()
    if len(kept) < shortest or not kept.isprintable() or len(kept) > LONGEST_WORD:
        raise UsageError(
            f"{kept[:12]!r} cannot be a word: a word has {shortest} to {LONGEST_WORD} characters of one line."
        )
    return kept
