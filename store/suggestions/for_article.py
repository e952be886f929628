"""Tags for an article: its keywords, and what the articles nearest to it are tagged with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from store.chinese.folding import fold
from store.chinese.keywords import Keyword, keywords
from store.chinese.words import Segmenter
from store.errors import BadTagName, PizhuError
from store.library import Library
from store.model.article import Article, BlockKind
from store.model.labels import cut
from store.suggestions.neighbours import tagged_neighbours
from store.suggestions.suggestion import Kind, Names, Suggestion, Why, ranked

KEYWORDS = 10
"""Keywords that are suggested; more of them serve to find neighbours."""

NEAR = 10
"""Nearest articles with tags of their own whose tags are suggested."""

LOOKED_AT = 300
"""Articles near to one that are asked for tags of their own."""

SHARED = 2
"""Keywords that an article shares with another, at least, to be near it."""

NEAR_AT_ALL, NEAR_ENOUGH = 0.1, 0.25
"""The nearness from which an article is a neighbour, and the one from which it counts wholly. Articles on
different subjects have up to a tenth of their keywords' weight in common, those on one a fifth to a half."""

AS_A_KEYWORD, AS_A_NEIGHBOURS = 0.8, 0.9
"""What the heaviest keyword counts, and a tag that all neighbours have, where certainty would be 1."""

_NOT_WHAT_IT_IS_ABOUT = {BlockKind.BYLINE, BlockKind.DATE, BlockKind.CREDIT, BlockKind.COLUMN}


def suggest_for_article(library: Library, article: str, segmenter: Segmenter) -> list[Suggestion]:
    """The tags that may fit an article, those of the codebook first, the best first; from any thread.

    :param segmenter: what finds words; it is loaded if it is not yet, which takes a second.
    :raises PizhuError: jieba cannot be loaded.
    """
    read = library.articles.get(article)
    names = Names(library.codebook.tags())
    try:
        segmenter.load()
        found = _keywords(read, segmenter)
    except (ImportError, OSError, ValueError) as error:
        raise PizhuError(f"Keywords cannot be found, since jieba cannot be loaded ({error}).") from error
    why: defaultdict[str, list[Why]] = defaultdict(list)
    for tag, reason in _of_neighbours(_near(library, read, found)):
        why[tag].append(reason)
    for word in found[:KEYWORDS]:
        with suppress(BadTagName):  # a word that cannot be a tag is none
            why[names.of(word.word)].append(_of_keyword(library, word, found[0]))
    left_out = {fold(tag) for tag in read.tags} | library.dismissals.of_article(article)
    return ranked(why, names, left_out)


def _keywords(article: Article, segmenter: Segmenter) -> list[Keyword]:
    spans = [(block.start, block.end) for block in article.blocks if block.kind not in _NOT_WHAT_IT_IS_ABOUT]
    return keywords(article.text, spans, segmenter, most=2 * KEYWORDS)


def _of_keyword(library: Library, word: Keyword, heaviest: Keyword) -> Why:
    others = library.texts.count_with(word.word) - 1
    elsewhere = f"in {_articles(others, 'other')}" if others > 0 else "in no other article"
    times = "once" if word.times == 1 else f"{word.times:,} times"
    score = AS_A_KEYWORD * word.weight / heaviest.weight
    return Why(Kind.KEYWORD, f"keyword: {times} here, {elsewhere}", score)


class _Near(NamedTuple):
    """A neighbour with tags of its own."""

    nearness: float
    shared: tuple[str, ...]
    title: str
    tags: tuple[str, ...]


def _near(library: Library, article: Article, found: Iterable[Keyword]) -> list[_Near]:
    """The articles nearest to one, of those with tags of their own."""
    words = {fold(word.word): word.weight for word in found}
    shared = min(SHARED, len(words))
    near: list[_Near] = []
    near_or_far = tagged_neighbours(library, words, library.texts.tagged())
    for each in islice((each for each in near_or_far if each.article != article.id), LOOKED_AT):
        if each.nearness < NEAR_AT_ALL or len(near) == NEAR:
            break
        row = library.articles.row(each.article) if len(each.shared) >= shared else None
        if row is not None and row.tags:
            near.append(_Near(each.nearness, each.shared, row.title, row.tags))
    return near


def _of_neighbours(near: list[_Near]) -> Iterator[tuple[str, Why]]:
    """The tags of the nearest articles, each with how many of them have it."""
    whole = sum(each.nearness for each in near)
    for tag in dict.fromkeys(tag for each in near for tag in each.tags):
        those = [each for each in near if tag in each.tags]
        nearest = those[0]
        on = "on the near article" if len(near) == 1 else f"on {len(those)} of {len(near)} near articles, as"
        reason = f"{on} 「{cut(nearest.title)}」 by {'、'.join(nearest.shared[:3])}"
        agreeing = sum(each.nearness for each in those) / whole
        score = AS_A_NEIGHBOURS * agreeing * min(1.0, nearest.nearness / NEAR_ENOUGH)
        yield tag, Why(Kind.NEIGHBOURS, reason, score)


def _articles(count: int, which: str) -> str:
    return f"{count:,} {which} article{'' if count == 1 else 's'}"
