"""Finding among five thousand tags as one types, beside Textual's fuzzy matcher and a plain substring."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from textual.fuzzy import Matcher

from bench.corpus import drafts
from store.model.tag import Tag
from store.tags.fuzzy_finder import TagFinder

COUNT = 5000
RUNS = 15

Row = tuple[str, ...]


def rows() -> Iterator[Row]:
    """What was typed; what ours took for the slowest key, the fuzzy matcher and a substring for all of it at
    once; how many ours found.
    """
    names = _names()
    tags = [Tag(name=name) for name in names]
    for typed in ("f", "fw", "fwx", "zh", "shi/", "服务", "qqqq", "fuwuxianshan", "zhzhzhzhzhzh"):
        ours = _slowest_key(tags, typed)
        fuzzy, plain = _time(partial(_fuzzily, typed, names)), _time(partial(_plainly, typed, names))
        found = len(TagFinder(tags).find(typed))
        yield typed, f"{ours:.1f} ms", f"{fuzzy:.1f} ms", f"{plain:.2f} ms", f"{found:,}"


def _slowest_key(tags: list[Tag], typed: str) -> float:
    """Milliseconds that the slowest key of a word takes that is typed letter by letter; medians."""
    runs: list[list[float]] = []
    for _ in range(RUNS):
        finder, keys = TagFinder(tags), []
        for length in range(1, len(typed) + 1):
            started = time.perf_counter()
            finder.find(typed[:length])
            keys.append((time.perf_counter() - started) * 1000)
        runs.append(keys)
    return max(median(run[key] for run in runs) for key in range(len(typed)))


def _fuzzily(typed: str, names: list[str]) -> list[str]:
    matcher = Matcher(typed)
    return [name for name in names if matcher.match(name)]


def _plainly(typed: str, names: list[str]) -> list[str]:
    return [name for name in names if typed in name]


def _time(deed: Callable[[], object]) -> float:
    """Milliseconds, the median of several runs."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - started) * 1000)
    return median(taken)


def _names() -> list[str]:
    """So many names of one to three parts, from words of the corpus."""
    chance = random.Random(1)
    text = "".join(character for draft in drafts(20) for character in draft.text if "一" <= character <= "鿿")
    made: set[str] = set()
    while len(made) < COUNT:
        parts = []
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(text) - 4)
            parts.append(text[start : start + chance.randint(2, 4)])
        made.add("/".join(parts))
    return sorted(made)
