"""Finding among five thousand tags while typing, beside Textual's fuzzy matcher and a plain substring."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from textual.fuzzy import Matcher

from bench.corpus import drafts
from bench.timing import Row, milliseconds
from store.model.tag import Tag
from store.tags.fuzzy_finder import TagFinder

COUNT = 5000
RUNS = 15


def rows(_folder: Path) -> Iterator[Row]:
    """Yield a query, the times and how many tags Pizhu found.

    Pizhu's time is that of the slowest key; the peers' is that of the whole query.
    """
    names = _names()
    tags = [Tag(name=name) for name in names]
    for typed in ("f", "fw", "fwx", "zh", "shi/", "服务", "qqqq", "fuwuxianshan", "zhzhzhzhzhzh"):
        ours = _slowest_key(tags, typed)
        fuzzy, plain = (
            median(milliseconds(partial(find, typed, names)) for _ in range(RUNS))
            for find in (_find_fuzzy, _find_substring)
        )
        found = len(TagFinder(tags).find(typed))
        yield typed, f"{ours:.1f} ms", f"{fuzzy:.1f} ms", f"{plain:.2f} ms", f"{found:,}"


def _slowest_key(tags: list[Tag], typed: str) -> float:
    """Return the median milliseconds of the slowest key when a query is typed character by character."""
    runs: list[list[float]] = []
    for _ in range(RUNS):
        finder, keys = TagFinder(tags), []
        for length in range(1, len(typed) + 1):
            started = time.perf_counter()
            finder.find(typed[:length])
            keys.append((time.perf_counter() - started) * 1000)
        runs.append(keys)
    return max(median(run[key] for run in runs) for key in range(len(typed)))


def _find_fuzzy(typed: str, names: list[str]) -> list[str]:
    matcher = Matcher(typed)
    return [name for name in names if matcher.match(name)]


def _find_substring(typed: str, names: list[str]) -> list[str]:
    return [name for name in names if typed in name]


def _names() -> list[str]:
    """Return tag names of one to three levels, made from random articles."""
    chance = random.Random(1)
    text = "".join(character for draft in drafts(20) for character in draft.text if "一" <= character <= "鿿")
    names: set[str] = set()
    while len(names) < COUNT:
        levels = []
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(text) - 4)
            levels.append(text[start : start + chance.randint(2, 4)])
        names.add("/".join(levels))
    return sorted(names)
