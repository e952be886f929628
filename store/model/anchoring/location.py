"""Re-anchors annotations in a changed text.

Follows the fuzzy anchoring of Hypothesis (https://web.hypothes.is/blog/fuzzy-anchoring/), with two
differences. An uncertain match is no match: an annotation on words that its reader did not choose is worse
than an orphan, which can be anchored by hand. And if the former text is known, the two texts are aligned
once for all annotations, so that the cost grows with their length and not with the number of annotations.

Words are compared in normal form (see :mod:`store.model.anchoring.normal_form`). In this module, offsets are
offsets in normal forms unless they are said to be offsets in a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from store.chinese.graphemes import snap_end, snap_start
from store.model.anchoring.alignment import Alignment, alignment
from store.model.anchoring.normal_form import NormalForm, normal_form
from store.model.annotation import CONTEXT, Anchor

SHORT = 8
"""Code points: a shorter quote can occur anywhere, so its context must match too."""

SHORTEST = 4
"""Code points: in a shorter quote, one character more or less changes the meaning, so a similar wording never
matches."""

ALIKE, NEARLY_SAME = 0.7, 0.9
"""Indel similarities, 0 to 1: the least for a new version of a quote, and the least with which context on
one side is enough."""

SOME_CONTEXT, STRONG_CONTEXT = 0.5, 0.8
"""Indel similarities of the context on one side: the least that counts, and the least for short quotes."""

FAMILIAR = 3
"""Code points of identical context next to the quote that identify its place."""

MOST_PLACES = 50
"""Places of a quote that are compared by their context, at most."""

AROUND = 10_000
"""Code points before and after the expected position in which a new version is searched."""

LONGEST_ALIGNED = 20_000
"""Code points: of a longer quote only the two ends are aligned with the text, since that takes memory in
proportion to the product of both lengths."""

END = 2_000
"""Code points of each end of such a quote."""


def occurrences(text: str, quote: str) -> Iterator[int]:
    """The offsets of ``quote`` in ``text``, in order, including overlapping occurrences.

    Takes time in proportion to the text. Where two occurrences overlap by half or more, the quote repeats its
    first characters, as many as are between the two (Fine and Wilf's theorem). It occurs again that far on as
    long as the text repeats them too, so only that many characters are compared: one for each occurrence in
    a run of equal characters, not the whole quote. The next run begins half a quote later or more.
    """
    place = text.find(quote)
    while quote and place >= 0:
        yield place
        following = text.find(quote, place + 1)
        period = following - place
        if 0 < period <= len(quote) // 2:
            repeated = quote[-period:]
            while text.startswith(repeated, following + len(quote)):
                yield following
                following += period
        place = following


def same_words(one: str, other: str) -> bool:
    """Whether words differ only in their typesetting: script, width, case, spaces, quotation marks."""
    return one == other or NormalForm(one).text == NormalForm(other).text


def locate(anchor: Anchor, text: str, former: str | None = None) -> tuple[int, int] | None:
    """The place of ``anchor`` in ``text``, as (start, end), or None if it is uncertain.

    Searches for the same words, whatever their typesetting, then for a new version of them. Words that are
    negated there and were not, or have another number, are not a new version: the place is uncertain.

    :param former: the text that the anchor was created in, if known.
    """
    if former is not None and former[anchor.start : anchor.end] == anchor.exact:
        if former == text:
            return anchor.start, anchor.end
        return _Revision(former, text).locate(anchor)
    return _Search(anchor, text).place()


class _Quote(NamedTuple):
    """A quote in the normal form of its text, or of its context."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def prefix(self) -> str:
        return self.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def suffix(self) -> str:
        return self.text[self.end : self.end + CONTEXT]


class _Revision:
    """A text and the former one, aligned."""

    def __init__(self, former: str, text: str) -> None:
        self._former_text, self._present_text = former, text
        self._former, self._text = normal_form(former), normal_form(text)
        self._alignment: Alignment = alignment(self._former.text, self._text.text)

    def locate(self, anchor: Anchor) -> tuple[int, int] | None:
        """The place of an anchor of the former text."""
        start, end = self._former.range_in(anchor.start, anchor.end)
        if start == end:
            return self._locate_typesetting(anchor, start)
        quote = _Quote(self._former.text, start, end)
        place = self._place(quote)
        if place is None:
            return None
        found = _in_text(self._text, self._present_text, place)
        return _with_typesetting(anchor, self._former, self._present_text, found)

    def _place(self, quote: _Quote) -> tuple[int, int] | None:
        if self._former.text == self._text.text:
            return quote.start, quote.end
        place = self._same_words(quote) or self._new_version(quote)
        return place if place is not None and self._asserts_the_same(quote, place) else None

    def _locate_typesetting(self, anchor: Anchor, place: int) -> tuple[int, int] | None:
        """The place of a quote of spaces or invisible characters alone, between the same neighbours."""
        _, begin = self._alignment.before(place)
        _, finish = self._alignment.after(place, len(self._former.text), len(self._text.text))
        if begin != finish:
            return None
        first = self._text.range_of(begin - 1, begin)[1] if begin else 0
        is_last = finish == len(self._text.text)
        last = len(self._present_text) if is_last else self._text.range_of(finish, finish + 1)[0]
        between = self._present_text[first:last]
        if between.count(anchor.exact) != 1:
            return None
        start = first + between.index(anchor.exact)
        return start, start + len(anchor.exact)

    # The same words

    def _same_words(self, quote: _Quote) -> tuple[int, int] | None:
        for find in (self._aligned_words, self._moved_words):
            place = find(quote)
            if place is not None and self._is_familiar(quote, place):
                return place, place + len(quote.words)
        return None

    def _aligned_words(self, quote: _Quote) -> int | None:
        """The place of the words where the alignment says that they are."""
        parts = self._alignment.runs_in(quote.start, quote.end)
        if len(parts) == 1 and parts[0].length == len(quote.words):
            return parts[0].now
        begin, finish = self._between(quote)
        if finish - begin > 2 * len(quote.words) + CONTEXT:
            return None
        places = list(islice(occurrences(self._text.text[begin:finish], quote.words), 2))
        return begin + places[0] if len(places) == 1 else None

    def _between(self, quote: _Quote) -> tuple[int, int]:
        """The range between what is aligned before the quote and after it."""
        _, begin = self._alignment.before(quote.start)
        _, finish = self._alignment.after(quote.end, len(self._former.text), len(self._text.text))
        return begin, finish

    def _moved_words(self, quote: _Quote) -> int | None:
        """The place of the words elsewhere, if that is no other place of them in the former text."""
        places = _places_with_context(self._text.text, quote)
        shared = {place: _shared_context(self._text.text, place, quote) for place in places}
        best = max(shared, key=shared.__getitem__, default=None)
        if best is None or list(shared.values()).count(shared[best]) > 1:
            return None
        former = self._alignment.former_of(best)
        last = self._alignment.former_of(best + len(quote.words) - 1)
        is_another = former is not None and last is not None and last - former == len(quote.words) - 1
        return None if is_another and former != quote.start else best

    def _is_familiar(self, quote: _Quote, place: int) -> bool:
        """Whether the words are long, or in their context, or occur once in both texts."""
        text, words = self._text.text, quote.words
        if len(words) >= SHORT or _has_known_context(text, place, quote):
            return True
        return text.count(words) == 1 and quote.text.count(words) == 1

    # A new version of the words

    def _new_version(self, quote: _Quote) -> tuple[int, int] | None:
        parts = self._alignment.runs_in(quote.start, quote.end)
        if len(quote.words) < SHORTEST or not parts:
            return None
        begin, finish = self._between(quote)
        # What was inserted before the first of the words that stayed does not belong to them.
        start = parts[0].now if parts[0].start == quote.start else begin
        end = parts[-1].now_end if parts[-1].end == quote.end else finish
        words = self._text.text[start:end]
        alike = 2 * sum(part.length for part in parts) / (len(words) + len(quote.words))
        if not _is_certain(quote, self._text.text, start, end, alike):
            return None
        return None if words in quote.text else (start, end)  # the former text had these words too

    def _asserts_the_same(self, quote: _Quote, place: tuple[int, int]) -> bool:
        from store.model.anchoring.assertions import MOST_BEFORE, Wording, same_assertions  # long patterns

        start, end = place
        before, before_now = self._alignment.before(quote.start)
        if not start - MOST_BEFORE <= before_now <= start:
            before, before_now = quote.start, start  # moved, with other words before it
        one = Wording(quote.text, quote.start, quote.end, before)
        return same_assertions(one, Wording(self._text.text, start, end, before_now))


class _Search:
    """The search for a quote in a text, when the text that it is from is not known."""

    def __init__(self, anchor: Anchor, text: str) -> None:
        self._anchor, self._present_text, self._text = anchor, text, normal_form(text)
        own = NormalForm(anchor.prefix + anchor.exact + anchor.suffix)
        first = len(anchor.prefix)
        self._quote = _Quote(own.text, *own.range_in(first, first + len(anchor.exact)))
        self._own = own

    def place(self) -> tuple[int, int] | None:
        """The place of the quote in the text."""
        if not self._quote.words:
            return None
        same = self._same_words()
        place = same or self._new_version()
        is_bare = not self._quote.prefix and not self._quote.suffix  # nobody knows what was before it
        if place is None or not ((same and is_bare) or self._asserts_the_same(place)):
            return None
        found = _in_text(self._text, self._present_text, place)
        anchor = self._anchor
        own = Anchor(len(anchor.prefix), len(anchor.prefix) + len(anchor.exact), anchor.exact, "", "")
        return _with_typesetting(own, self._own, self._present_text, found)

    def _same_words(self) -> tuple[int, int] | None:
        text, quote = self._text.text, self._quote
        expected, _ = self._text.range_in(self._anchor.start, self._anchor.start)
        places = list(islice(occurrences(text, quote.words), MOST_PLACES))
        if len(places) == MOST_PLACES:
            places = _places_with_context(text, quote)
        if not places:
            return None
        if not quote.prefix and not quote.suffix:  # another program's quote: only a single place is certain
            return (places[0], places[0] + len(quote.words)) if len(places) == 1 < len(quote.words) else None
        best = min(places, key=lambda place: (-_shared_context(text, place, quote), abs(place - expected)))
        if len(quote.words) < SHORT and not _has_known_context(text, best, quote):
            return None
        return best, best + len(quote.words)

    def _new_version(self) -> tuple[int, int] | None:
        text, quote = self._text.text, self._quote
        if len(quote.words) < SHORTEST:
            return None
        expected, _ = self._text.range_in(self._anchor.start, self._anchor.start)
        if len(quote.words) <= LONGEST_ALIGNED:
            return _new_place(quote, text, expected)
        first = _new_place(_Quote(quote.text, quote.start, quote.start + END), text, expected)
        expected += len(quote.words) - END
        last = _new_place(_Quote(quote.text, quote.end - END, quote.end), text, expected)
        return (first[0], last[1]) if first and last and first[0] < last[1] else None

    def _asserts_the_same(self, place: tuple[int, int]) -> bool:
        from store.model.anchoring.assertions import Wording, same_assertions

        start, end = place
        one = Wording(self._quote.text, self._quote.start, self._quote.end, self._quote.start)
        return same_assertions(one, Wording(self._text.text, start, end, start))


# Places


def _in_text(form: NormalForm, text: str, place: tuple[int, int]) -> tuple[int, int]:
    """The range in the text of a range in its normal form, in whole grapheme clusters."""
    start, end = form.range_of(*place)
    return snap_start(text, start), snap_end(text, end)


def _with_typesetting(anchor: Anchor, form: NormalForm, text: str, found: tuple[int, int]) -> tuple[int, int]:
    """Widen a range by the spaces at the ends of the quote, if the text has them there too."""
    start, end = form.range_of(*form.range_in(anchor.start, anchor.end))
    first, last = found[0] - (start - anchor.start), found[1] + anchor.end - end
    return (first, last) if first >= 0 and text[first:last] == anchor.exact else found


def _places_with_context(text: str, quote: _Quote) -> list[int]:
    """Some places of the quote with the longest identical context before or after it, at least FAMILIAR."""
    for length in (CONTEXT, CONTEXT // 2, CONTEXT // 4, FAMILIAR):
        before, after = quote.prefix[-length:], quote.suffix[:length]
        places = []
        if len(before) >= min(length, FAMILIAR):
            found = islice(occurrences(text, before + quote.words), MOST_PLACES)
            places += [place + len(before) for place in found]
        if len(after) >= min(length, FAMILIAR):
            places += islice(occurrences(text, quote.words + after), MOST_PLACES)
        if places:
            return places
    return list(islice(occurrences(text, quote.words), 1))


def _shared_context(text: str, place: int, quote: _Quote) -> int:
    """How many code points of prefix and suffix are identical around ``place``, counted outwards."""
    before, after = _context(text, place, place + len(quote.words))
    return _common_length(reversed(before), reversed(quote.prefix)) + _common_length(after, quote.suffix)


def _has_known_context(text: str, place: int, quote: _Quote) -> bool:
    """Whether the context is the old one, or similar to it."""
    if _shared_context(text, place, quote) >= FAMILIAR:
        return True
    before, after = _context(text, place, place + len(quote.words))
    sides = ((quote.prefix, before), (quote.suffix, after))
    return any(former and similarity(former, now) >= SOME_CONTEXT for former, now in sides)


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def _common_length(one: Iterable[str], other: Iterable[str]) -> int:
    """The length of the common beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


# A new version of the words


def _new_place(quote: _Quote, text: str, expected: int) -> tuple[int, int] | None:
    """The range of a new version of a quote around the expected position, or None if it is uncertain."""
    begin = max(0, expected - AROUND)
    found = _aligned(quote, text[begin : expected + len(quote.words) + AROUND])
    if found is None:
        return None
    start, end = begin + found[0], begin + found[1]
    alike = similarity(quote.words, text[start:end])
    return (start, end) if _is_certain(quote, text, start, end, alike) else None


def _aligned(quote: _Quote, text: str) -> tuple[int, int] | None:
    """The range of the text that aligns with the quote when quote and context are aligned with the text."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    whole = quote.prefix + quote.words + quote.suffix
    near = fuzz.partial_ratio_alignment(whole, text)
    if near is None or not near.score:
        return None
    first = max(0, near.dest_start - CONTEXT)
    opcodes = Indel.opcodes(whole, text[first : near.dest_end + CONTEXT])
    start, end = len(quote.prefix), len(quote.prefix) + len(quote.words)
    same = [
        (source, op.dest_start + source - op.src_start)
        for op in opcodes
        if op.tag == "equal"
        for source in range(op.src_start, op.src_end)
    ]
    inside = [place for source, place in same if start <= source < end]
    if not inside:
        return None
    # The quote begins after the part aligned with the prefix, and ends before that of the suffix.
    begin = max((place + 1 for source, place in same if source < start), default=inside[0])
    finish = min((place for source, place in same if source >= end), default=inside[-1] + 1)
    return first + begin, first + finish


def _is_certain(quote: _Quote, text: str, start: int, end: int, alike: float) -> bool:
    """Whether a range is a new version of the quote, to which it is ``alike``, 0 to 1."""
    if start >= end:
        return False
    before, after = _context(text, start, end)
    prefix, suffix = similarity(quote.prefix, before), similarity(quote.suffix, after)
    if len(quote.words) < SHORT:
        same_ends = text[start] + text[end - 1] == quote.words[0] + quote.words[-1]
        return same_ends and alike >= ALIKE and min(prefix, suffix) >= STRONG_CONTEXT
    if alike >= NEARLY_SAME:
        return max(prefix, suffix) >= SOME_CONTEXT
    return alike >= ALIKE and min(prefix, suffix) >= SOME_CONTEXT


def similarity(one: str, other: str) -> float:
    """The similarity of two strings in normal form, 0 to 1. Two empty strings are identical."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)
