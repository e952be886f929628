"""jieba's tokenizer over a compact dictionary. Its words are the same."""

from __future__ import annotations

from collections.abc import Mapping

import jieba

from store.chinese.segmentation.dictionary import WordDictionary

_LONGEST = 32
"""Code points of the longest word that is looked for in the dictionary. jieba's longest has 16."""


class Frequencies:
    """What jieba calls ``FREQ``: the frequencies of words, with those of the user in front."""

    def __init__(self, dictionary: WordDictionary) -> None:
        """Start without words of the user."""
        self._dictionary = dictionary
        self._own: dict[str, int] = {}
        self._own_words: dict[str, list[str]] = {}
        """The words of the user by their first character."""

    def __contains__(self, word: str) -> bool:
        """Whether a word is known."""
        return word in self._own or self._dictionary.frequency(word) is not None

    def get(self, word: str, default: int | None = None) -> int | None:
        """Return the frequency of a word, or a default."""
        if self._own and (own := self._own.get(word)) is not None:
            return own
        frequency = self._dictionary.frequency(word)
        return default if frequency is None else frequency

    def __setitem__(self, word: str, frequency: int) -> None:
        """Set the frequency of a word of the user."""
        if word not in self._own:
            self._own_words.setdefault(word[0], []).append(word)
        self._own[word] = frequency

    def clear_own(self) -> None:
        """Forget the words of the user."""
        self._own.clear()
        self._own_words.clear()

    def ends(self, sentence: str, start: int) -> list[int]:
        """Return the offsets of the last characters of the words that begin at an offset, in order."""
        words = self._dictionary.words_at_start(sentence[start : start + _LONGEST])
        ends = [start + len(word) - 1 for word in words]
        if own := self._own_words.get(sentence[start]):
            own_ends = {
                start + len(word) - 1: self._own[word] for word in own if sentence.startswith(word, start)
            }
            ends = sorted({*ends, *own_ends} - {end for end, frequency in own_ends.items() if not frequency})
        return ends


class CompactTokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's tokenizer, whose dictionary is no ``dict`` with all prefixes."""

    FREQ: Frequencies

    def __init__(self, dictionary: WordDictionary) -> None:
        """Create a tokenizer that has read its dictionary."""
        super().__init__()
        self.FREQ = Frequencies(dictionary)
        self.total = dictionary.total
        self.initialized = True

    def get_DAG(self, sentence: str) -> Mapping[int, list[int]]:  # noqa: N802 - jieba's name
        """Return for each offset where the words that begin there end; at least its own character."""
        ends = self.FREQ.ends
        return {start: ends(sentence, start) or [start] for start in range(len(sentence))}
