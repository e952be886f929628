"""Where the cursor goes: pure functions from a code point of an article to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from store.article import Article
from store.chinese.graphemes import snap_end, snap_start
from store.chinese.sentences import sentences
from store.chinese.words import Segmenter, is_word

Span = tuple[int, int]


class Motion:
    """The motions over one article. A motion that finds nothing further gives the offset it was given.

    Words and sentences are found paragraph by paragraph, when first asked for, and kept.
    """

    def __init__(self, article: Article, segmenter: Segmenter) -> None:
        self._text = article.text
        self._blocks = [(block.start, block.end) for block in article.blocks]
        self._starts = [start for start, _ in self._blocks]
        self._segmenter = segmenter
        self._words: dict[int, list[Span]] = {}

    def forget_words(self) -> None:
        """Find words anew: the segmenter knows more by now."""
        self._words.clear()

    def left(self, offset: int) -> int:
        """The character before, in the paragraph before at a paragraph's start."""
        before = snap_start(self._text, offset - 1) if offset else offset
        if self._text[before : before + 1] == "\n" and before:
            before = snap_start(self._text, before - 1)
        return before

    def right(self, offset: int) -> int:
        """The character after, in the next paragraph at a paragraph's end."""
        after = snap_end(self._text, offset + 1)
        if self._text[after : after + 1] == "\n":
            after += 1
        return after if after < len(self._text) else offset

    def word_at(self, offset: int) -> Span:
        """The word under the offset; a range of one character where there is none."""
        words = self._words_in(self._block(offset))
        place = bisect_right(words, offset, key=lambda span: span[0]) - 1
        if place >= 0 and words[place][0] <= offset < words[place][1]:
            return words[place]
        return offset, min(offset + 1, len(self._text))

    def next_word(self, offset: int) -> int:
        """The start of the next word, punctuation and spaces passed over."""
        for block in range(self._block(offset), len(self._blocks)):
            for start, end in self._words_in(block):
                if start > offset and is_word(self._text, (start, end)):
                    return start
        return offset

    def previous_word(self, offset: int) -> int:
        """The start of this word, or of the one before when already there."""
        for block in range(self._block(offset), -1, -1):
            for start, end in reversed(self._words_in(block)):
                if start < offset and is_word(self._text, (start, end)):
                    return start
        return offset

    def word_end(self, offset: int) -> int:
        """The last character of this word, or of the next when already there."""
        for block in range(self._block(offset), len(self._blocks)):
            for start, end in self._words_in(block):
                last = snap_start(self._text, end - 1)
                if last > offset and is_word(self._text, (start, end)):
                    return last
        return offset

    def sentence_at(self, offset: int) -> Span:
        """The sentence under the offset, in its paragraph."""
        found = self._sentences_in(self._block(offset))
        return next(
            (span for span in found if offset < span[1]), found[-1] if found else (offset, offset + 1)
        )

    def next_sentence(self, offset: int) -> int:
        """The start of the next sentence."""
        for block in range(self._block(offset), len(self._blocks)):
            for start, _ in self._sentences_in(block):
                if start > offset:
                    return start
        return offset

    def previous_sentence(self, offset: int) -> int:
        """The start of this sentence, or of the one before when already there."""
        for block in range(self._block(offset), -1, -1):
            for start, _ in reversed(self._sentences_in(block)):
                if start < offset:
                    return start
        return offset

    def next_paragraph(self, offset: int) -> int:
        """The start of the next paragraph."""
        place = bisect_right(self._starts, offset)
        return self._starts[place] if place < len(self._starts) else offset

    def previous_paragraph(self, offset: int) -> int:
        """The start of this paragraph, or of the one before when already there."""
        place = bisect_left(self._starts, offset) - 1
        return self._starts[place] if place >= 0 else offset

    def _block(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _words_in(self, block: int) -> list[Span]:
        if block not in self._words:
            if block >= len(self._blocks):
                return []
            start, end = self._blocks[block]
            self._words[block] = [
                (start + first, start + last) for first, last in self._segmenter.spans(self._text[start:end])
            ]
        return self._words[block]

    def _sentences_in(self, block: int) -> list[Span]:
        if block >= len(self._blocks):
            return []
        start, end = self._blocks[block]
        return sentences(self._text, start, end)
