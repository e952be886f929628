"""Tells what the figures of a table of words mean, and on what they rest: what was counted, against what."""

from __future__ import annotations

from store.language import Lazy, _, lazy
from store.wording import counted
from tui.keys.action import Scope
from tui.keys.keymap import key_for
from tui.search.state import TableSettings, View
from tui.search.tables.word_table import Basis

MEANINGS: dict[View, Lazy] = {
    View.WORDS: lazy(
        "{open} shows the lines of this word. DP is 0 where it is spread evenly, up to 1. "
        "{base}: the articles found, or the whole library."
    ),
    View.NGRAMS: lazy(
        "{open} shows the lines of these words. {longer} and {shorter}: more or fewer words, {size} now. "
        "{base}: the articles found, or the whole library. {learn} makes it one word in the dictionary."
    ),
    View.COLLOCATES: lazy(
        "{open} shows the lines with both. Up to 5 words on each side are counted; logDice is 14 at most. "
        "{base}: the articles found, or the whole library."
    ),
    View.KEY_WORDS: lazy(
        "{open} shows the lines of this word. LL: how certain it is that it is more frequent here; "
        "%DIFF: by how much. {base}: the articles found, or the whole library; {reference}: against the "
        "other articles, or general Chinese."
    ),
    View.GAP: lazy(
        "{open} shows the lines of this. {unit}: words, names, characters; {longer} and {shorter}: how many "
        "at most. {tag} tags what is picked, {learn} adds it to the dictionary, {terms} writes it to a file."
    ),
}
"""What the figures of a table of words mean, and the keys that change what is counted."""

KEYS = {
    "open": "open",
    "base": "base",
    "reference": "reference",
    "longer": "length(1)",
    "shorter": "length(-1)",
    "unit": "unit",
    "tag": "ask('tag')",
    "learn": "ask('learn')",
    "terms": "ask('terms')",
}
"""The actions whose keys :data:`MEANINGS` names."""


def meaning(view: View, settings: TableSettings) -> str:
    """Return what the figures of a table mean, and the keys that change what is counted."""
    keys = {name: key_for(Scope.SEARCH, action) for name, action in KEYS.items()}
    return MEANINGS[view].format(size=settings.size, **keys)


def told(view: View, basis: Basis) -> str:
    """Return a phrase that tells what was counted."""
    articles = counted(basis.articles, "article", "articles")
    words = (
        counted(basis.tokens, "n-gram", "n-grams")
        if view is View.NGRAMS
        else counted(basis.tokens, "word", "words")
    )
    if view is View.COLLOCATES:
        return _of_collocates(basis, articles, words)
    if view is View.KEY_WORDS:
        return _of_key_words(basis, articles, words)
    if view is View.GAP:
        return _of_gap(basis, articles)
    if basis.is_whole:
        return _(
            "{words} ({types:,} different) in the whole library ({articles})",
            words=words,
            types=basis.types,
            articles=articles,
        )
    return _(
        "{words} ({types:,} different) in the {articles} found",
        words=words,
        types=basis.types,
        articles=articles,
    )


def _of_collocates(basis: Basis, articles: str, words: str) -> str:
    places = counted(basis.nodes, "place", "places")
    if basis.is_whole:
        return _(
            "{places} of the words found, among {words} in the whole library ({articles})",
            places=places,
            words=words,
            articles=articles,
        )
    return _(
        "{places} of the words found, among {words} in the {articles} found",
        places=places,
        words=words,
        articles=articles,
    )


def _of_key_words(basis: Basis, articles: str, words: str) -> str:
    if basis.other_articles:
        return _(
            "the {articles} found ({words}) against the other {others} ({other_words})",
            articles=articles,
            words=words,
            others=counted(basis.other_articles, "article", "articles"),
            other_words=counted(basis.other_tokens, "word", "words"),
        )
    if basis.is_whole:
        return _(
            "the whole library ({articles}, {words}) against general Chinese (jieba's dictionary)",
            articles=articles,
            words=words,
        )
    return _(
        "the {articles} found ({words}) against general Chinese (jieba's dictionary)",
        articles=articles,
        words=words,
    )


def _of_gap(basis: Basis, articles: str) -> str:
    places = counted(basis.tokens, "place", "places")
    if basis.is_whole:
        return _("{places} in {articles} of the whole library", places=places, articles=articles)
    return _("{places} in {articles} of those found", places=places, articles=articles)
