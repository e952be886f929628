"""Splits a text into sentences and clauses by its punctuation.

A sentence ends at ``。！？!?……``, including the closing quotes and brackets that follow, and at a half-width
full stop that is not part of a number or an abbreviation. A clause also ends at ``，；：,;:``. Neither
extends beyond a newline. Spaces belong to the sentence or clause before them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter

from store.patterns import late_pattern

_MARK = late_pattern(
    r"""
      (?P<ender>  [。！？｡…⋯]+ )
    | (?P<narrow> [!?]+ | [.．]+ )
    | (?P<pause>  [，；：､] )
    | (?P<narrow_pause> [,;:] )
    | (?P<closer> [”’」』）〉》】〕］｝〗〙〞〟｣)\]}] )
    | (?P<quote>  ["＂] | (?<![A-Za-z])' | '(?![A-Za-z]) )
    """,
    re.VERBOSE,
)

_PAUSES = {"pause", "narrow_pause"}

_inside_a_token = re.compile(r"(?<=[0-9A-Za-z/])[!?.．,:;]+(?=[0-9A-Za-z/])").match
"""Matches a half-width mark inside a token: 25.9, 12:30, 1,500, a URL."""

_FOLLOWED_BY_LOWER_CASE = late_pattern(r"[.．][^\S\n]+[a-z]")

_LABEL = late_pattern(r"\s*[(（]?(?:\d{1,3}(?:\.\d+)*|[A-Za-z])")
"""The number of a heading or list item. The full stop after it does not end a sentence."""


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as (start, end) in code points, without gaps.

    A newline is a range by itself.
    """
    return _ranges(text, start, end, of_clauses=False)


def clauses(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The clauses of ``text[start:end]``, in the form of :func:`sentences`. They subdivide sentences."""
    return _ranges(text, start, end, of_clauses=True)


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """The sentence at ``offset``, as (start, end) in code points.

    At a newline and at the end of the text it is the last one of the paragraph; in an empty paragraph the
    range is empty.
    """
    offset = min(max(offset, 0), len(text))
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    found = _sentences_of(text, start, len(text) if end < 0 else end)
    place = bisect_right(found, offset, key=itemgetter(1))
    return found[min(place, len(found) - 1)] if found else (start, start)


@lru_cache(maxsize=4)
def _sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a paragraph. Callers often ask for several of the same paragraph."""
    return sentences(text, start, end)


def _ranges(text: str, start: int, end: int | None, *, of_clauses: bool) -> list[tuple[int, int]]:
    start, end, _ = slice(start, end).indices(len(text))
    cuts = {start, end}
    while start < end:
        newline = text.find("\n", start, end)
        line_end = end if newline < 0 else newline
        cuts.update(_ends(text, start, line_end, of_clauses=False))
        if of_clauses:  # in addition: at the start of a clause, “1.” may look like a list label
            cuts.update(_ends(text, start, line_end, of_clauses=True))
        start = min(line_end + 1, end)
        cuts.update((line_end, start))
    return list(pairwise(sorted(cuts)))


def _ends(text: str, start: int, end: int, *, of_clauses: bool) -> Iterator[int]:
    """The ends of the sentences or clauses of a line, after their closing marks and spaces."""
    ending: int | None = None  # the end of the current sentence, unless a closing mark follows there
    opened: set[str] = set()
    for mark in _MARK.finditer(text, start, end):
        if ending is not None and mark.start() > ending:
            yield (start := _after_spaces(text, ending, end))
            ending = None
        if _closes(mark, opened):
            ending = ending and mark.end()
        elif _is_end(mark, start, of_clauses=of_clauses):
            ending = mark.end()
        elif ending is not None and mark.lastgroup not in _PAUSES:
            yield (start := ending)
            ending = None
        else:
            ending = None  # “天地！”，he said: after a comma the sentence continues
    if ending is not None:
        yield _after_spaces(text, ending, end)


def _closes(mark: re.Match[str], opened: set[str]) -> bool:
    """Whether ``mark`` closes a quotation or bracket. ``opened`` are the straight quotes open so far."""
    quote = mark.group()
    if mark.lastgroup != "quote":
        return mark.lastgroup == "closer"
    opened ^= {quote}
    return quote not in opened


def _is_end(mark: re.Match[str], start: int, *, of_clauses: bool) -> bool:
    """Whether ``mark`` ends the sentence or clause that begins at ``start``."""
    if mark.lastgroup == "quote":
        return False
    if mark.lastgroup in _PAUSES and not of_clauses:
        return False
    if mark.lastgroup in {"narrow", "narrow_pause"} and _inside_a_token(mark.string, mark.start()):
        return False
    return mark.group() not in {".", "．"} or _is_full_stop(mark.string, start, mark.start())


def _is_full_stop(text: str, start: int, at: int) -> bool:
    """Whether the half-width full stop at ``at`` ends the sentence from ``start``."""
    if _LABEL.fullmatch(text, start, at) or _FOLLOWED_BY_LOWER_CASE.match(text, at):
        return False
    return _abbreviation().search(text, max(start, at - 16), at) is None


@cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(
        r"""(?<![A-Za-z])
        (?: [A-Z] | (?:[A-Za-z]\.)+[A-Za-z]
          | Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Col|Gov|Sen|Rep|Rev|Capt|Lt|Inc|Ltd|Co|Corp|No|Nos|Vol|Fig|Eq
          | pp|p|eds?|vs|etc|al|cf|ca|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        )\Z""",
        re.VERBOSE,
    )


def _after_spaces(text: str, at: int, end: int) -> int:
    """The first offset from ``at`` that has no space after it, or ``end``."""
    while at < end and text[at].isspace():
        at += 1
    return at
