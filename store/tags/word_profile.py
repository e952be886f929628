"""Summarises a word: its reading and meaning, how often it occurs, and the tags on it."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import msgspec

from store.chinese.folding import fold
from store.chinese.glosses import Gloss, glosses
from store.chinese.pinyin import load_phrases, reading
from store.library import Library

MAX_ARTICLES_READ = 50
"""The maximum number of articles searched for tags on the word, most relevant first."""


class WordCard(msgspec.Struct, frozen=True):
    """The summary of a word."""

    word: str
    pinyin: str
    """With tone marks; empty if the word has no Han characters."""
    glosses: tuple[Gloss, ...]
    """The dictionary's entries; empty if no dictionary is installed."""
    here: int
    """Occurrences in the current article that do not overlap; 0 without one."""
    articles: int
    """The number of articles in the library that contain it."""
    tags: dict[str, int]
    """The tags on annotations that contain it, with the number of such annotations."""


def word_card(library: Library, word: str, text: str = "") -> WordCard:
    """Return the summary of a word. Thread-safe; may take half a second.

    :param text: the text of the current article.
    """
    load_phrases()
    folded = fold(word)
    return WordCard(
        word=word,
        pinyin=reading(word),
        glosses=glosses(word),
        here=fold(text).count(folded) if folded else 0,
        articles=library.texts.count_with(word),
        tags=dict(_tags(library, word).most_common()),
    )


def _tags(library: Library, word: str) -> Counter[str]:
    folded, tags = fold(word), Counter[str]()
    for found in islice(library.texts.search(word), MAX_ARTICLES_READ):
        for annotation in library.annotations.of(found.id):
            if folded in fold(annotation.exact):
                tags.update(annotation.tags)
    return tags
