"""Aligns two versions of a text in time proportional to their length.

A difference by dynamic programming takes time proportional to the product of the lengths, so it is used for
short pieces only. They are what is left between runs that stand once in each version, as in a patience diff,
from long runs to short ones.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

LENGTHS = (96, 48, 24, 12, 6)
"""Code points of the runs that are searched for, in this order."""

SMALL = 1 << 22
"""The largest product of the lengths of two pieces that are aligned code point by code point."""

SAMPLED = 300_000
"""Code points of a text from which ever fewer of its runs are compared, so that memory stays bounded."""

WINDOW = 2048
"""Code points of a window in which pieces without unique runs are aligned."""


class Run(NamedTuple):
    """Code points that are the same in both versions."""

    start: int
    """Where it begins in the former version."""
    now: int
    """Where it begins in the present version."""
    length: int

    @property
    def end(self) -> int:
        """Where it ends in the former version."""
        return self.start + self.length

    @property
    def now_end(self) -> int:
        """Where it ends in the present version."""
        return self.now + self.length


class Alignment:
    """Which code points of two versions of a text correspond to each other."""

    def __init__(self, former: str, text: str) -> None:
        """Align ``former`` with ``text``."""
        self.runs = _joined(sorted(_align(former, text)))
        """The runs, in the order of both versions."""
        self._starts = [run.start for run in self.runs]
        self._now_starts = [run.now for run in self.runs]

    def runs_in(self, start: int, end: int) -> list[Run]:
        """The parts of runs that are in a range of the former version."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found = []
        for run in self.runs[first : bisect_left(self._starts, end)]:
            begin, finish = max(run.start, start), min(run.end, end)
            if begin < finish:
                found.append(Run(begin, run.now + begin - run.start, finish - begin))
        return found

    def run_at(self, place: int) -> Run | None:
        """The whole run that a place of the former version is in, None when it is in none."""
        number = bisect_right(self._starts, place) - 1
        return self.runs[number] if number >= 0 and place < self.runs[number].end else None

    def before(self, place: int) -> tuple[int, int]:
        """The ends, in both versions, of the last code points aligned before a place of the former one."""
        number = bisect_left(self._starts, place) - 1
        if number < 0:
            return 0, 0
        run = self.runs[number]
        length = min(run.end, place) - run.start
        return run.start + length, run.now + length

    def after(self, place: int, length: int, now_length: int) -> tuple[int, int]:
        """The places, in both versions, of the first code points aligned at or after one of the former.

        :param length: the length of the former version.
        :param now_length: the length of the present version.
        """
        run = self.run_at(place)
        if run is not None:
            return place, run.now + place - run.start
        number = bisect_left(self._starts, place)
        if number == len(self.runs):
            return length, now_length
        return self.runs[number].start, self.runs[number].now

    def former_of(self, place: int) -> int | None:
        """The place in the former version that one of the present version is aligned with."""
        number = bisect_right(self._now_starts, place) - 1
        if number < 0 or place >= self.runs[number].now_end:
            return None
        return self.runs[number].start + place - self.runs[number].now


@lru_cache(maxsize=2)
def alignment(former: str, text: str) -> Alignment:
    """The alignment of two versions. The last ones are kept, since many annotations ask for the same."""
    return Alignment(former, text)


def _joined(runs: list[Run]) -> list[Run]:
    """Join runs that follow each other in both versions."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is not None and last.end == run.start and last.now_end == run.now:
            joined[-1] = Run(last.start, last.now, last.length + run.length)
        else:
            joined.append(run)
    return joined


def _align(former: str, text: str) -> Iterator[Run]:
    pieces = [(0, len(former), 0, len(text), 0)]
    while pieces:
        start, end, now, now_end, level = pieces.pop()
        before, after = _common_ends(former[start:end], text[now:now_end])
        if before:
            yield Run(start, now, before)
        if after:
            yield Run(end - after, now_end - after, after)
        start, now, end, now_end = start + before, now + before, end - after, now_end - after
        if start == end or now == now_end:
            continue
        if (end - start) * (now_end - now) <= SMALL:
            yield from _differences(former[start:end], text[now:now_end], start, now)
            continue
        while level < len(LENGTHS):
            anchors = _unique_runs(former[start:end], text[now:now_end], LENGTHS[level])
            level += 1
            if anchors:
                break
        else:
            yield from _in_windows(former, text, (start, end), (now, now_end))
            continue
        place, now_place = start, now
        for anchor in anchors:
            run = Run(start + anchor.start, now + anchor.now, anchor.length)
            pieces.append((place, run.start, now_place, run.now, level))
            yield run
            place, now_place = run.end, run.now_end
        pieces.append((place, end, now_place, now_end, level))


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """The lengths of the common beginning and, of the rest, of the common end."""
    from rapidfuzz.distance import Postfix, Prefix

    before = Prefix.similarity(one, other)
    return before, Postfix.similarity(one[before:], other[before:])


def _in_windows(former: str, text: str, piece: tuple[int, int], now_piece: tuple[int, int]) -> Iterator[Run]:
    """Align long pieces in which nothing is unique: repeated sentences, say. Window by window, from the left.

    The end of each window is left to the next one, since what belongs to it may be beyond it.
    """
    (start, end), (now, now_end) = piece, now_piece
    while start < end and now < now_end:
        last, now_last = min(end, start + WINDOW), min(now_end, now + WINDOW)
        is_last = last == end and now_last == now_end
        kept = last if is_last else start + WINDOW * 3 // 4
        place, now_place = start + WINDOW // 2, now + WINDOW // 2
        for run in _differences(former[start:last], text[now:now_last], start, now):
            if run.start >= kept:
                break
            cut = Run(run.start, run.now, min(run.length, kept - run.start))
            yield cut
            place, now_place = cut.end, cut.now_end
        if is_last:
            return
        start, now = place, now_place


def _differences(one: str, other: str, start: int, now: int) -> Iterator[Run]:
    """The runs of a longest common subsequence."""
    from rapidfuzz.distance import Indel

    for op in Indel.opcodes(one, other):
        if op.tag == "equal":
            yield Run(start + op.src_start, now + op.dest_start, op.src_end - op.src_start)


def _unique_runs(one: str, other: str, length: int) -> list[Run]:
    """Runs of at least ``length`` that begin with one that both have once, in the order of both."""
    modulus = max(length // 3, len(one) // SAMPLED, len(other) // SAMPLED)
    here, there = _unique(one, length, modulus), _unique(other, length, modulus)
    pairs = sorted((place, there[words]) for words, place in here.items() if words in there)
    runs: list[Run] = []
    for place, now in _longest_increasing(pairs):
        last = runs[-1] if runs else None
        if last is None or (place >= last.end and now >= last.now_end):
            runs.append(Run(place, now, length))
        elif place - last.start == now - last.now:
            runs[-1] = Run(last.start, last.now, place + length - last.start)
    return runs


def _unique(text: str, length: int, modulus: int) -> dict[str, int]:
    """Strings of this length that the text has once, and their places.

    Of long strings or texts a sample is enough, and takes less memory: those whose first two code points, as
    a number, are divisible by ``modulus``. It depends on the words alone, so it is the same in both versions.
    """
    places: dict[str, int] = {}
    codes = array("I", map(ord, text[: max(0, len(text) - length + 2)]))
    for place, (first, second) in enumerate(pairwise(codes)):
        if (first * 31 + second) % modulus == 0:
            words = text[place : place + length]
            places[words] = -1 if words in places else place
    return {words: place for words, place in places.items() if place >= 0}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest subsequence of pairs, sorted by the first, in which the second increases too."""
    tails: list[int] = []
    numbers: list[int] = []
    previous: list[int] = []
    for number, now in enumerate(map(itemgetter(1), pairs)):
        place = bisect_left(tails, now)
        previous.append(numbers[place - 1] if place else -1)
        tails[place : place + 1] = [now]
        numbers[place : place + 1] = [number]
    chain = []
    number = numbers[-1] if numbers else -1
    while number >= 0:
        chain.append(pairs[number])
        number = previous[number]
    return chain[::-1]
