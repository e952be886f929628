"""Where the words of a line begin and end, for the motions and deletions of a text area."""

from __future__ import annotations

from collections.abc import Sequence

from store.chinese.words import is_word

Spans = Sequence[tuple[int, int]]
"""The words of a line and what is between them, without gaps: see :meth:`Segmenter.spans`."""


def word_start_before(line: str, spans: Spans, column: int) -> int:
    """The start of the last word that begins before an offset; 0 if there is none."""
    starts = [span[0] for span in spans if span[0] < column and is_word(line, span)]
    return starts[-1] if starts else 0


def word_end_after(line: str, spans: Spans, column: int) -> int:
    """The end of the first word that ends after an offset; the end of the line if there is none."""
    return next((span[1] for span in spans if span[1] > column and is_word(line, span)), len(line))


def deletion_start(line: str, spans: Spans, column: int) -> int:
    """Where a deletion to the left of an offset starts: at a word or a run of marks.

    Spaces after it are deleted too. Marks are deleted without the word before them, so that a comma can be
    replaced.
    """
    at = len(line[:column].rstrip())
    before = [span for span in spans if span[0] < at]
    if not before or is_word(line, before[-1]):
        return before[-1][0] if before else 0
    while before and not is_word(line, before[-1]) and not line[before[-1][0] : before[-1][1]].isspace():
        at = before.pop()[0]
    return at


def deletion_end(line: str, spans: Spans, column: int) -> int:
    """Where a deletion to the right of an offset ends: after a word or a run of marks.

    Spaces before it are deleted too.
    """
    at = len(line) - len(line[column:].lstrip())
    after = [span for span in spans if span[1] > at]
    if not after or is_word(line, after[0]):
        return after[0][1] if after else len(line)
    for span in after:
        if is_word(line, span) or line[span[0] : span[1]].isspace():
            break
        at = span[1]
    return at
