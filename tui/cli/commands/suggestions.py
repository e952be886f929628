"""The command `suggest`: tags that may fit an article or words of it, and the dismissing of them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from store.chinese.words import Segmenter
from store.library import Library
from store.model.new_annotations import find_quote
from store.suggestions.for_article import suggest_for_article
from store.suggestions.for_words import suggest_for_words
from store.suggestions.suggestion import Suggestion, codebook_name
from tui.cli import output
from tui.cli.exit_codes import DONE
from tui.config import cache_folder


def suggest(library: Library, article: str, options: Namespace) -> int:
    """Suggest, or dismiss what is named.

    :raises QuoteNotFound: the words do not stand in the article so often.
    :raises BadTagName: what is to be dismissed can be no tag; nothing is dismissed.
    """
    if options.quote is None:
        if options.dismiss:
            return _dismiss(library, options, lambda tag: library.dismissals.for_article(article, tag))
        output.suggestions(options.json, _for_article(library, article))
        return DONE
    start, end = find_quote(library.articles.get(article).text, options.quote, options.occurrence)
    if options.dismiss:
        return _dismiss(library, options, lambda tag: library.dismissals.for_words(options.quote, tag))
    output.suggestions(options.json, suggest_for_words(library, article, start, end))
    return DONE


def _for_article(library: Library, article: str) -> list[Suggestion]:
    segmenter = Segmenter(cache_folder() / "words")
    segmenter.learn(library.dictionary.frequencies())
    return suggest_for_article(library, article, segmenter)


def _dismiss(library: Library, options: Namespace, dismiss: Callable[[str], None]) -> int:
    names = [codebook_name(library, name) for name in options.dismiss]
    with library.one_step(f"dismiss the suggestions {' '.join(names)}"):
        for name in names:
            dismiss(name)
    output.dismissed(options.json, names)
    return DONE
