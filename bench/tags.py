"""Finding among five thousand tags as one types, beside Textual's fuzzy matcher and a plain substring."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from textual.fuzzy import Matcher

from bench.corpus import drafts
from store.codebook import Tag
from store.tag_finding import TagFinder

COUNT = 5000
RUNS = 15

Row = tuple[str, ...]


def rows() -> Iterator[Row]:
    """What was typed; what ours took, the fuzzy matcher, a substring; how many ours found."""
    names = _names()
    finder = TagFinder(Tag(name=name) for name in names)
    for typed in ("f", "fw", "fwx", "zh", "shi/", "服务", "qqqq"):
        finder.find(typed)
        ours = _time(partial(finder.find, typed))
        fuzzy, plain = _time(partial(_fuzzily, typed, names)), _time(partial(_plainly, typed, names))
        yield typed, f"{ours:.1f} ms", f"{fuzzy:.1f} ms", f"{plain:.2f} ms", f"{len(finder.find(typed)):,}"


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
