"""What is known of a word: how it is read, what it means, how often it stands where, which tags it has."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import msgspec

from store.chinese.folding import fold
from store.chinese.glosses import Gloss, glosses
from store.chinese.pinyin import load_phrases, reading
from store.library import Library
from store.model.anchoring import occurrences

READ = 50
"""Articles of which the annotations are looked through for tags, the most relevant ones."""


class WordCard(msgspec.Struct, frozen=True):
    """One word."""

    word: str
    pinyin: str
    """With tone marks; empty for a word without Han characters."""
    glosses: tuple[Gloss, ...]
    """What the dictionary has; empty without one."""
    here: int
    """How often it stands in the article; 0 without one."""
    articles: int
    """In how many articles of the library it stands."""
    tags: dict[str, int]
    """The tags of annotations on it, anywhere in the library, and how many have each."""


def word_card(library: Library, word: str, text: str = "") -> WordCard:
    """What is known of a word; from any thread, for it may take half a second.

    :param text: the article in which it is read.
    """
    load_phrases()
    folded = fold(word)
    return WordCard(
        word=word,
        pinyin=reading(word),
        glosses=glosses(word),
        here=sum(1 for _ in occurrences(fold(text), folded)),
        articles=library.texts.count_with(word),
        tags=dict(_tags(library, word).most_common()),
    )


def _tags(library: Library, word: str) -> Counter[str]:
    folded, tags = fold(word), Counter[str]()
    for found in islice(library.texts.search(word), READ):
        for mark in library.annotations.of(found.id):
            if folded in fold(mark.exact):
                tags.update(mark.tags)
    return tags
