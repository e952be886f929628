"""Cursor motions: pure functions from an offset in an article to another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import StrEnum

from store.chinese.folding import fold
from store.chinese.graphemes import snap_end, snap_start
from store.chinese.pinyin import initials
from store.chinese.sentences import clauses, sentences
from store.chinese.words import Segmenter, is_word
from store.model.article import Article, BlockKind
from tui.navigation.segments import Segments, Span

_PAIRS = dict(zip("“‘「『（《〈【〔([{", "”’」』）》〉】〕)]}", strict=True))
_OPENINGS = {closing: opening for opening, closing in _PAIRS.items()}

_HEADINGS = {BlockKind.TITLE, BlockKind.HEADING}


class Unit(StrEnum):
    """The units by which a selection grows, smallest first."""

    WORD = "word"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    ARTICLE = "article"


class Motions:
    """The motions in one article. A motion that finds no target returns the offset that it was given.

    Words and sentences are found one segment at a time, when they are first needed, and cached.
    """

    def __init__(self, article: Article, segmenter: Segmenter) -> None:
        self._text = article.text
        self._blocks = [(block.start, block.end) for block in article.blocks]
        self._starts = [start for start, _ in self._blocks]
        self.headings = [block.start for block in article.blocks if block.kind in _HEADINGS]
        """Where headings start, in text order."""
        self._segmenter = segmenter
        self._segments = Segments(self._text, self._blocks)
        self._words: dict[Span, list[Span]] = {}
        self._sentences: dict[Span, list[Span]] = {}

    def forget_words(self) -> None:
        """Discard cached words, because the segmenter has changed."""
        self._words.clear()

    # By characters

    def left(self, offset: int) -> int:
        """The previous character. At the start of a paragraph, the last one of the previous paragraph."""
        before = snap_start(self._text, offset - 1) if offset else offset
        if self._text[before : before + 1] == "\n" and before:
            before = snap_start(self._text, before - 1)
        return before

    def right(self, offset: int) -> int:
        """The next character. At the end of a paragraph, the first one of the next paragraph."""
        after = snap_end(self._text, offset + 1)
        if self._text[after : after + 1] == "\n":
            after += 1
        return after if after < len(self._text) else offset

    def next_with_initial(self, offset: int, letter: str) -> int:
        """The next character that is ``letter`` or whose pinyin can start with it."""
        for place in range(offset + 1, len(self._text)):
            if self._has_initial(place, letter):
                return place
        return offset

    def previous_with_initial(self, offset: int, letter: str) -> int:
        """The previous character that is ``letter`` or whose pinyin can start with it."""
        for place in range(offset - 1, -1, -1):
            if self._has_initial(place, letter):
                return place
        return offset

    def _has_initial(self, place: int, letter: str) -> bool:
        character = self._text[place]
        return letter in initials(character) or fold(character) == fold(letter)

    def matching_mark(self, offset: int) -> int:
        """The match of the quote or bracket at the offset, or of the next one in its paragraph."""
        _, end = self.paragraph_at(offset)
        marks = (place for place in range(offset, end) if self._text[place] in _PAIRS | _OPENINGS)
        at = next(marks, None)
        if at is None:
            return offset
        mark = self._text[at]
        step, match = (1, _PAIRS[mark]) if mark in _PAIRS else (-1, _OPENINGS[mark])
        depth, place = 0, at
        while 0 <= place < len(self._text) and self._text[place] != "\n":
            depth += (self._text[place] == mark) - (self._text[place] == match)
            if not depth:
                return place
            place += step
        return offset

    # By words

    def word_at(self, offset: int) -> Span:
        """The word at the offset. If there is none, a range of one character."""
        words = self._words_in(self._segments.at(offset))
        place = bisect_right(words, offset, key=lambda span: span[0]) - 1
        if place >= 0 and words[place][0] <= offset < words[place][1]:
            return words[place]
        return offset, min(offset + 1, len(self._text))

    def words_between(self, start: int, end: int) -> Iterator[Span]:
        """The words in a range of one paragraph, without punctuation and spaces."""
        for segment in self._segments.after(start):
            if segment[0] >= end:
                return
            for span in self._words_in(segment):
                if start <= span[0] and span[1] <= end and is_word(self._text, span):
                    yield span

    def next_word(self, offset: int) -> int:
        """The start of the next word. Skips punctuation and spaces."""
        for segment in self._segments.after(offset):
            for start, end in self._words_in(segment):
                if start > offset and is_word(self._text, (start, end)):
                    return start
        return offset

    def previous_word(self, offset: int) -> int:
        """The start of this word or, at its start, of the previous one."""
        for segment in self._segments.before(offset):
            for start, end in reversed(self._words_in(segment)):
                if start < offset and is_word(self._text, (start, end)):
                    return start
        return offset

    def word_end(self, offset: int) -> int:
        """The last character of this word or, at its end, of the next one."""
        for segment in self._segments.after(offset):
            for start, end in self._words_in(segment):
                last = snap_start(self._text, end - 1)
                if last > offset and is_word(self._text, (start, end)):
                    return last
        return offset

    # By sentences

    def sentence_at(self, offset: int) -> Span:
        """The sentence at the offset. It is within one paragraph."""
        found = self._sentences_in(self._segments.at(offset))
        place = bisect_right(found, offset, key=lambda span: span[0]) - 1
        return found[max(place, 0)] if found else (offset, min(offset + 1, len(self._text)))

    def clause_at(self, offset: int) -> Span:
        """The clause at the offset. It is within one sentence."""
        start, end = self.sentence_at(offset)
        found = clauses(self._text, start, end)
        return next((span for span in reversed(found) if span[0] <= offset), (start, end))

    def next_sentence(self, offset: int) -> int:
        """The start of the next sentence."""
        for segment in self._segments.after(offset):
            for start, _ in self._sentences_in(segment):
                if start > offset:
                    return start
        return offset

    def previous_sentence(self, offset: int) -> int:
        """The start of this sentence or, at its start, of the previous one."""
        for segment in self._segments.before(offset):
            for start, _ in reversed(self._sentences_in(segment)):
                if start < offset:
                    return start
        return offset

    # By paragraphs and sections

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph at the offset."""
        if not self._blocks:
            return offset, offset
        return self._blocks[max(0, bisect_right(self._starts, offset) - 1)]

    def next_paragraph(self, offset: int) -> int:
        """The start of the next paragraph."""
        return _after(self._starts, offset)

    def previous_paragraph(self, offset: int) -> int:
        """The start of this paragraph or, at its start, of the previous one."""
        return _before(self._starts, offset)

    def section_at(self, offset: int) -> Span:
        """The section at the offset: from its heading or title to the last paragraph before the next one."""
        place = bisect_right(self.headings, offset)
        start = self.headings[place - 1] if place else 0
        end = self.headings[place] - 1 if place < len(self.headings) else len(self._text)
        return start, end

    def next_heading(self, offset: int) -> int:
        """The start of the next heading."""
        return _after(self.headings, offset)

    def previous_heading(self, offset: int) -> int:
        """The start of the previous heading."""
        return _before(self.headings, offset)

    def unit_at(self, unit: Unit, offset: int) -> Span:
        """The unit at the offset: a word, a clause, a sentence…"""
        if unit is Unit.ARTICLE:
            return 0, len(self._text)
        return {
            Unit.WORD: self.word_at,
            Unit.CLAUSE: self.clause_at,
            Unit.SENTENCE: self.sentence_at,
            Unit.PARAGRAPH: self.paragraph_at,
            Unit.SECTION: self.section_at,
        }[unit](offset)

    def larger_unit(self, span: Span) -> Span:
        """The smallest unit that contains the span and is larger, or the span if there is none."""
        for unit in Unit:
            start, end = self.unit_at(unit, span[0])
            if start <= span[0] and span[1] <= end and (start, end) != span:
                return start, end
        return span

    def smaller_unit(self, span: Span, offset: int) -> Span:
        """The largest unit at the offset that is in the span and is smaller, or the span if there is none."""
        for unit in reversed(Unit):
            start, end = self.unit_at(unit, offset)
            if span[0] <= start and end <= span[1] and (start, end) != span:
                return start, end
        return span

    # Words and sentences of a segment

    def _words_in(self, segment: Span) -> list[Span]:
        if segment not in self._words:
            start, end = segment
            self._words[segment] = [
                (start + first, start + last) for first, last in self._segmenter.spans(self._text[start:end])
            ]
        return self._words[segment]

    def _sentences_in(self, segment: Span) -> list[Span]:
        if segment not in self._sentences:
            self._sentences[segment] = [
                span for span in sentences(self._text, *segment) if self._text[slice(*span)] != "\n"
            ]
        return self._sentences[segment]


def _after(places: list[int], offset: int) -> int:
    place = bisect_right(places, offset)
    return places[place] if place < len(places) else offset


def _before(places: list[int], offset: int) -> int:
    place = bisect_left(places, offset) - 1
    return places[place] if place >= 0 else offset
