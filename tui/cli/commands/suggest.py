"""The command `suggest`: suggests tags, and dismisses suggestions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_article_id, add_occurrence_option
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.tags import print_dismissed_suggestions, print_suggestions

if TYPE_CHECKING:
    from store.library import Library
    from store.suggestions.suggestion import Suggestion


def suggest(options: Namespace) -> int:
    """Suggest tags for an article or a quote of it, or dismiss the named suggestions.

    :raises QuoteNotFound: the quote does not occur in the article so often.
    :raises BadTagName: a name to dismiss cannot be a tag; nothing is dismissed.
    """
    with opened_library(options, create=False) as library:
        article = library.ids.resolve(options.id)
        if options.quote is None:
            _suggest_for_article(library, article, options)
        else:
            _suggest_for_quote(library, article, options)
    return DONE


def _suggest_for_article(library: Library, article: str, options: Namespace) -> None:
    if options.dismiss:
        _dismiss(library, options, lambda tag: library.dismissals.for_article(article, tag))
    else:
        print_suggestions(options.json, _suggestions_for_article(library, article))


def _suggest_for_quote(library: Library, article: str, options: Namespace) -> None:
    from store.model.new_annotations import find_quote
    from store.suggestions.for_words import suggest_for_words

    start, end = find_quote(library.articles.get(article).text, options.quote, options.occurrence)
    if options.dismiss:
        _dismiss(library, options, lambda tag: library.dismissals.for_words(options.quote, tag))
    else:
        print_suggestions(options.json, suggest_for_words(library, article, start, end))


def _suggestions_for_article(library: Library, article: str) -> list[Suggestion]:
    from store.chinese.words import Segmenter
    from store.suggestions.for_article import suggest_for_article
    from tui.user_folders import cache_folder

    segmenter = Segmenter(cache_folder() / "words")
    segmenter.learn(library.dictionary.frequencies())
    return suggest_for_article(library, article, segmenter)


def _dismiss(library: Library, options: Namespace, dismiss: Callable[[str], None]) -> None:
    from store.model import step_labels
    from store.suggestions.suggestion import codebook_name

    names = [codebook_name(library, name) for name in options.dismiss]
    with library.one_step(step_labels.dismiss_suggestions(names=" ".join(names))):
        for name in names:
            dismiss(name)
    print_dismissed_suggestions(options.json, names)


def _add_suggest_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument(
        "--quote", type=writable, metavar="TEXT", help=_("suggest tags for these words of it")
    )
    add_occurrence_option(parser)
    parser.add_argument(
        "--dismiss",
        action="append",
        default=[],
        type=writable,
        metavar="TAG",
        help=_("never suggest TAG here again; with --quote, for these words in any article; may be repeated"),
    )


SUGGEST = Command(
    name="suggest",
    summary=lazy("Suggest tags for an article or a quote, each with the reason; no tag is added."),
    usages=(Usage("suggest ID [--quote TEXT] [--occurrence N] [--dismiss TAG]…"),),
    examples=(
        "suggest 3f9c12",
        "suggest 3f9c12 --quote 四十天",
    ),
    configure=_add_suggest_arguments,
    run=suggest,
)
