"""Random articles: words of jieba's dictionary, by their frequency, in sentences.

They have no meaning, but the distribution of characters and words is that of real text, which determines the
work of an index and a store.
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
    """Yield random articles, the same ones for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        title = f"第{number}篇 {_sentence(chance)[:12]}"
        parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, text) for text in _paragraphs(chance))]
        text, blocks = join_blocks(parts)
        yield Draft(text=text, blocks=blocks, title=title)


def sample_phrases(text: str, count: int, *, seed: int = 1, lengths: tuple[int, int] = (2, 4)) -> list[str]:
    """Return random phrases of a text, without punctuation and spaces.

    :param lengths: the fewest and the most characters of a phrase.
    """
    chance = random.Random(seed)
    phrases: list[str] = []
    while len(phrases) < count:
        start = chance.randrange(len(text) - lengths[1])
        phrase = text[start : start + chance.randint(*lengths)]
        if phrase.isalpha():
            phrases.append(phrase)
    return phrases


def _paragraphs(chance: random.Random) -> Iterator[str]:
    length = 0
    while length < LENGTH:
        paragraph = "".join(_sentence(chance) for _ in range(chance.randint(3, 6)))
        length += len(paragraph) + 1
        yield paragraph


def _sentence(chance: random.Random) -> str:
    dictionary, weights = _dictionary()
    words = chance.choices(dictionary, cum_weights=weights, k=chance.randint(6, 14))
    words.insert(len(words) // 2, "，")
    return "".join(words) + "。"


@cache
def _dictionary() -> tuple[list[str], list[int]]:
    """Return the words of jieba's dictionary with up to four characters, and their cumulative frequencies."""
    words, frequencies = [], []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        if len(word) <= 4:
            words.append(word)
            frequencies.append(int(frequency))
    return words, list(accumulate(frequencies))
