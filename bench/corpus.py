"""Made-up articles for measuring: words of the dictionary, as often as they are used, in sentences.

No sense is in them, but the share of each character and word is that of real text, which is what an index
and a store feel.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba

from store.model.article import BlockKind, Draft, join_blocks

LENGTH = 2000
"""Code points of an article."""


def drafts(count: int, *, seed: int = 1) -> Iterator[Draft]:
    """So many articles; the same ones for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        title = f"第{number}篇 {_sentence(chance)[:12]}"
        parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, words) for words in _paragraphs(chance))]
        text, blocks = join_blocks(parts)
        yield Draft(text=text, blocks=blocks, title=title)


def words_of(text: str, count: int, *, seed: int = 1) -> list[str]:
    """Phrases of two to four characters that stand in a text, none with a mark or a space in it."""
    chance = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        start = chance.randrange(len(text) - 4)
        phrase = text[start : start + chance.randint(2, 4)]
        if phrase.isalpha():
            found.append(phrase)
    return found


def _paragraphs(chance: random.Random) -> Iterator[str]:
    length = 0
    while length < LENGTH:
        words = "".join(_sentence(chance) for _ in range(chance.randint(3, 6)))
        length += len(words) + 1
        yield words


def _sentence(chance: random.Random) -> str:
    dictionary, shares = _dictionary()
    words = chance.choices(dictionary, cum_weights=shares, k=chance.randint(6, 14))
    words.insert(len(words) // 2, "，")
    return "".join(words) + "。"


@cache
def _dictionary() -> tuple[list[str], list[int]]:
    """The words of jieba's dictionary of up to four characters, and their frequencies, added up."""
    words, frequencies = [], []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        if len(word) <= 4:
            words.append(word)
            frequencies.append(int(frequency))
    return words, list(accumulate(frequencies))
