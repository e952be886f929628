"""Suggests tags for an article: its keywords, and the tags of similar articles."""

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
from store.language import _
from store.library import Library
from store.model.article import Article, BlockKind
from store.model.labels import cut
from store.reasons import reason_of
from store.suggestions.neighbours import tagged_neighbours
from store.suggestions.suggestion import Reason, Suggestion, SuggestionKind, TagNames, rank
from store.wording import counted, times

MAX_KEYWORDS = 10
"""The maximum number of suggested keywords. Twice as many are used to find similar articles."""

MAX_NEIGHBOURS = 10
"""The maximum number of similar articles whose tags are suggested."""

MAX_CANDIDATES = 300
"""The maximum number of articles examined to find them."""

MIN_SHARED = 2
"""The number of keywords that a similar article has in common with this one, at least."""

MIN_NEARNESS, FULL_NEARNESS = 0.1, 0.25
"""The nearness from which an article is similar, and that from which its tags score fully. Articles on
different subjects share up to a tenth of their keywords' weight, those on the same subject a fifth to a
half."""

KEYWORD_SCORE, NEIGHBOUR_SCORE = 0.8, 0.9
"""The scores of the heaviest keyword, and of a tag that all similar articles have; 1 would be certain."""

_METADATA_KINDS = {BlockKind.BYLINE, BlockKind.DATE, BlockKind.CREDIT, BlockKind.COLUMN}


def suggest_for_article(library: Library, article: str, segmenter: Segmenter) -> list[Suggestion]:
    """Return tags that may fit an article, best first, existing tags before new ones. Thread-safe.

    :param segmenter: splits text into words; loaded if it is not yet, which takes a second.
    :raises PizhuError: when jieba cannot be loaded.
    """
    read = library.articles.get(article)
    names = TagNames(library.codebook.tags())
    try:
        segmenter.load()
        found = _keywords(read, segmenter)
    except (ImportError, OSError, ValueError) as error:
        raise PizhuError(
            _("Keywords are unavailable because jieba cannot be loaded ({reason}).", reason=reason_of(error))
        ) from error
    why: defaultdict[str, list[Reason]] = defaultdict(list)
    for tag, reason in _neighbour_reasons(_neighbours(library, read, found)):
        why[tag].append(reason)
    for word in found[:MAX_KEYWORDS]:
        with suppress(BadTagName):  # not every keyword is a valid tag name
            why[names.canonical(word.word)].append(_keyword_reason(library, word, found[0]))
    left_out = {fold(tag) for tag in read.tags} | library.dismissals.of_article(article)
    return rank(why, names, left_out)


def _keywords(article: Article, segmenter: Segmenter) -> list[Keyword]:
    spans = [(block.start, block.end) for block in article.blocks if block.kind not in _METADATA_KINDS]
    return keywords(article.text, spans, segmenter, most=2 * MAX_KEYWORDS)


def _keyword_reason(library: Library, word: Keyword, heaviest: Keyword) -> Reason:
    others = library.texts.count_with(word.word) - 1
    reason = (
        _(
            "keyword: {times} here, in {articles}",
            times=times(word.times),
            articles=counted(others, "other article", "other articles"),
        )
        if others > 0
        else _("keyword: {times} here, in no other article", times=times(word.times))
    )
    score = KEYWORD_SCORE * word.weight / heaviest.weight
    return Reason(SuggestionKind.KEYWORD, reason, score)


class _TaggedNeighbour(NamedTuple):
    """A similar article that has tags of its own."""

    nearness: float
    shared: tuple[str, ...]
    title: str
    tags: tuple[str, ...]


def _neighbours(library: Library, article: Article, found: Iterable[Keyword]) -> list[_TaggedNeighbour]:
    """Return the most similar articles that have tags of their own."""
    words = {fold(word.word): word.weight for word in found}
    shared = min(MIN_SHARED, len(words))
    near: list[_TaggedNeighbour] = []
    near_or_far = tagged_neighbours(library, words, library.texts.tagged())
    for each in islice((each for each in near_or_far if each.article != article.id), MAX_CANDIDATES):
        if each.nearness < MIN_NEARNESS or len(near) == MAX_NEIGHBOURS:
            break
        row = library.articles.row(each.article) if len(each.shared) >= shared else None
        if row is not None and row.tags:
            near.append(_TaggedNeighbour(each.nearness, each.shared, row.title, row.tags))
    return near


def _neighbour_reasons(near: list[_TaggedNeighbour]) -> Iterator[tuple[str, Reason]]:
    """Yield the tags of similar articles, each with how many of them have it."""
    whole = sum(each.nearness for each in near)
    for tag in dict.fromkeys(tag for each in near for tag in each.tags):
        those = [each for each in near if tag in each.tags]
        nearest = those[0]
        title, words = _("“{title}”", title=cut(nearest.title)), "、".join(nearest.shared[:3])
        reason = (
            _("on the near article {title} by {words}", title=title, words=words)
            if len(near) == 1
            else _(
                "on {some} of {number} near articles, as {title} by {words}",
                some=len(those),
                number=len(near),
                title=title,
                words=words,
            )
        )
        agreeing = sum(each.nearness for each in those) / whole
        score = NEIGHBOUR_SCORE * agreeing * min(1.0, nearest.nearness / FULL_NEARNESS)
        yield tag, Reason(SuggestionKind.NEIGHBOURS, reason, score)
