"""Takes the numbers and running heads of printed pages out of a text, where they tear its paragraphs.

A line is a page number only if at least three lines count up by one, with text between them, and most of
them stand within a sentence or beside a running head: numbers of sections do neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from store.press.lines import ends_sentence, width
from store.press.vocabulary import SPEAKER, SPEAKERS

_NUMBER = re.compile(
    r"[-—–－─·•・~～.\s(（\[【<《第]*(?:[Pp](?:age|\.)\s*)?(?P<value>\d{1,4})"
    r"(?:\s*(?:/|of)\s*\d{1,4}|\s*[页頁]\s*[,，/]?\s*共\s*\d{1,4})?[-—–－─·•・~～.\s)）\]】>》页頁]*"
)
_FEWEST, _FEWEST_LINES = 3, 3
"""Page numbers, and lines with text between two of them."""
_LONGEST_HEAD = 40
"""Code points of a running head."""
_NARROWEST = 30
"""Terminal cells of a line within a paragraph: verse, which has numbers too, is narrower."""
_UNFINISHED = "—–─~～-"
"""Marks with which the speech of somebody breaks off, so that the line is whole."""
_SHORT = 60
"""Terminal cells of a line that may be a paragraph of its own, if the others are wider."""
_RAGGED = 8
"""Terminal cells by which the full lines of a paragraph differ."""
_IN_TEXT = re.compile("[，。；！？…]")
"""Marks that a running head does not have."""
_DIGITS = re.compile(r"\d+")


class PageLines(NamedTuple):
    """A text without the lines of its printed pages, and what was taken out."""

    text: str
    numbers: int = 0
    heads: tuple[str, ...] = ()
    """The running heads, each once."""


def without_page_lines(text: str) -> PageLines:
    """Return a text without page numbers and running heads; the same text if it surely has none."""
    lines = text.splitlines()
    filled = [at for at, line in enumerate(lines) if line.strip()]
    chain = _chain(filled, lines)
    if len(chain) < _FEWEST:
        return PageLines(text)
    widest = _widest(filled, lines)
    beside = _beside(chain, filled, lines, widest)
    wordings = _repeated([lines[filled[place]].strip() for place in beside])
    heads = {place for place in beside if _wording(lines[filled[place]].strip()) in wordings}
    torn = {place for place in chain if _is_torn(place, heads.union(chain), filled, lines, widest)}
    wordings = _above_torn_text(heads, torn, filled, lines)
    heads = {place for place in heads if _wording(lines[filled[place]].strip()) in wordings}
    heads |= _before_first(chain[0], wordings, filled, lines)
    out = set(chain) | heads
    number = sum(_is_torn(place, out, filled, lines, widest) for place in chain)
    if number * 3 < len(chain) and not (heads and number):
        return PageLines(text)
    kept = _without({filled[place] for place in out}, lines)
    told = tuple(dict.fromkeys(lines[filled[place]].strip() for place in sorted(heads)))
    return PageLines("\n".join(kept), len(chain), told)


def _chain(filled: Sequence[int], lines: Sequence[str]) -> list[int]:
    """Return the longest run of numbers that count up by one, with text between, as places in ``filled``."""
    best: list[int] = []
    run: list[int] = []
    last = -1
    for place, at in enumerate(filled):
        if len(lines[at]) > _LONGEST_HEAD or (match := _NUMBER.fullmatch(lines[at])) is None:
            continue
        value = int(match["value"])
        enough = 1 if len(run) >= _FEWEST else _FEWEST_LINES  # the last page may have a line only
        if run and value == last + 1 and place - run[-1] > enough:
            run.append(place)
        elif run and value != last + 1 and place - run[-1] <= _FEWEST_LINES:
            continue  # a number in the text
        else:
            run = [place]
        last = value
        if len(run) > len(best):
            best = list(run)
    return best


def _widest(filled: Sequence[int], lines: Sequence[str]) -> int:
    """Return the width of the full lines of a text, in terminal cells."""
    widths = sorted(width(lines[at].strip()) for at in filled)
    return widths[len(widths) * 3 // 4]


def _beside(chain: Sequence[int], filled: Sequence[int], lines: Sequence[str], widest: int) -> set[int]:
    """Return the places of lines above and below page numbers that are shorter than those of the text."""
    numbers = set(chain)
    near = {place + step for place in chain for step in (-1, 1)} - numbers
    return {place for place in near if 0 <= place < len(filled) and _may_head(lines[filled[place]], widest)}


def _above_torn_text(
    heads: set[int], torn: set[int], filled: Sequence[int], lines: Sequence[str]
) -> set[str]:
    """Return the wordings of running heads: at a third of their places, a paragraph goes on around them.

    A line between whole paragraphs is a heading, or says who speaks.
    """
    places = Counter(_wording(lines[filled[place]].strip()) for place in heads)
    within = Counter(
        _wording(lines[filled[place]].strip()) for place in heads if {place - 1, place + 1} & torn
    )
    return {words for words, count in places.items() if within[words] * 3 >= count}


def _may_head(line: str, widest: int) -> bool:
    words = line.strip()
    is_short = len(words) <= _LONGEST_HEAD and width(words) < widest - 4
    return is_short and not _IN_TEXT.search(words) and not _names_speaker(words)


def _names_speaker(words: str) -> bool:
    """Whether a line says who speaks, such as 问 or 记者：, perhaps with the words."""
    label = SPEAKER.match(f"{words}：")
    return words[-1:] in "：:" or bool(label and SPEAKERS.fullmatch(label[1]))


def _wording(line: str) -> str:
    """Return a line as running heads are compared: the numbers in them count."""
    return _DIGITS.sub("0", "".join(line.split()))


def _repeated(lines: Sequence[str]) -> set[str]:
    return {words for words, count in Counter(map(_wording, lines)).items() if count > 1}


def _before_first(first: int, wordings: set[str], filled: Sequence[int], lines: Sequence[str]) -> set[int]:
    """Return the running head of the first page; the first line of all may be the title, and stays."""
    return {place for place in range(1, min(first, 6)) if _wording(lines[filled[place]].strip()) in wordings}


def _is_torn(place: int, out: set[int], filled: Sequence[int], lines: Sequence[str], widest: int) -> bool:
    """Whether the text above a page number goes on below it."""
    above = place
    while above in out:
        above -= 1
    if above < 0 or place + 1 >= len(filled):
        return False
    words = lines[filled[above]].strip()
    narrowest = max(_NARROWEST, min(widest - _RAGGED, _SHORT))
    return width(words) >= narrowest and not ends_sentence(words) and words[-1] not in _UNFINISHED


def _without(out: set[int], lines: Sequence[str]) -> list[str]:
    """Return the lines that stay. Where a sentence goes on, so do they; else one empty line may stay."""
    kept: list[str] = []
    gap: list[str] = []
    is_cut = False
    for at, line in enumerate(lines):
        if at in out:
            is_cut = True
        elif not line.strip():
            gap.append(line)
        else:
            goes_on = is_cut and bool(kept) and not ends_sentence(kept[-1].strip())
            kept += [] if goes_on else gap[: 1 if is_cut else None]
            kept.append(line)
            gap, is_cut = [], False
    return kept
