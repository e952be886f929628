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
    wordings = _repeated([lines[filled[place]].strip() for place in _beside(chain, filled, lines)])
    heads = {
        place for place in _beside(chain, filled, lines) if _wording(lines[filled[place]].strip()) in wordings
    }
    heads |= _before_first(chain[0], wordings, filled, lines)
    out = set(chain) | heads
    torn = sum(_is_torn(place, out, filled, lines) for place in chain)
    if torn * 3 < len(chain) and not (heads and torn):
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


def _beside(chain: Sequence[int], filled: Sequence[int], lines: Sequence[str]) -> set[int]:
    """Return the places of lines above and below page numbers that are shorter than those of the text."""
    numbers = set(chain)
    near = {place + step for place in chain for step in (-1, 1)} - numbers
    widths = sorted(width(lines[at].strip()) for at in filled)
    widest = widths[len(widths) * 3 // 4]
    return {place for place in near if 0 <= place < len(filled) and _may_head(lines[filled[place]], widest)}


def _may_head(line: str, widest: int) -> bool:
    words = line.strip()
    return len(words) <= _LONGEST_HEAD and width(words) < widest - 4 and not _IN_TEXT.search(words)


def _wording(line: str) -> str:
    """Return a line as running heads are compared: the numbers in them count."""
    return _DIGITS.sub("0", "".join(line.split()))


def _repeated(lines: Sequence[str]) -> set[str]:
    return {words for words, count in Counter(map(_wording, lines)).items() if count > 1}


def _before_first(first: int, wordings: set[str], filled: Sequence[int], lines: Sequence[str]) -> set[int]:
    """Return the running head of the first page; the first line of all may be the title, and stays."""
    return {place for place in range(1, min(first, 6)) if _wording(lines[filled[place]].strip()) in wordings}


def _is_torn(place: int, out: set[int], filled: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether the text above a page number goes on below it."""
    above = place
    while above in out:
        above -= 1
    if above < 0 or place + 1 >= len(filled):
        return False
    words = lines[filled[above]].strip()
    return width(words) >= _NARROWEST and not ends_sentence(words)


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
