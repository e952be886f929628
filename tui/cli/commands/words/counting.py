"""The actions of the command `words` that count: word list, n-grams, key items and collocates."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import listed
from tui.cli.arguments import add_line_limit_option, path_argument, positive_integer, whole_number
from tui.cli.command import Action
from tui.cli.exit_codes import DONE
from tui.cli.limited import Limited, one_more
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.corpus import print_collocates, print_frequencies, print_key_items
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.corpus.frequency import WordList
    from store.corpus.tokens import TokenReader
    from store.library import Library
    from store.progress import Progress
    from store.query.tree import Query

LINES = 50
"""The lines of an aligned table unless ``--limit`` says otherwise. Programs get all."""

FUNCTION = Path()
"""Stands for function words as the value of ``--stop``."""

UNITS = ("word", "character")
SORTS = {
    "freq": ("count", "articles", "dispersion", "item"),
    "ngrams": ("count", "articles", "dispersion", "item"),
    "keyness": ("ll", "diff", "count", "reference", "item"),
    "collocates": ("logdice", "mi", "t", "count", "left", "right", "frequency", "item"),
}
"""By action, the values of ``--sort``; the first is the default."""

SIZE = 2
"""How many items an n-gram has unless ``--size`` says otherwise."""

WINDOW = 5
"""How many items of a side of the node count unless ``--left`` or ``--right`` says otherwise."""

LONGEST = 20
"""The items of an n-gram, at most: those of a long text take as many times its memory."""
WIDEST = 100
"""The items of a side of the node, at most."""

OPTIONS_OF_ONE_ACTION = {
    "size": ("--size", "ngrams"),
    "against": ("--against", "keyness"),
    "rarer": ("--rarer", "keyness"),
    "query": ("--in", "collocates"),
    "left": ("--left", "collocates"),
    "right": ("--right", "collocates"),
}
"""The options that only one action takes, by what they set: each with its action."""


def list_frequencies(options: Namespace) -> int:
    """List the words of articles, or their n-grams, with how often they occur."""
    from msgspec.structs import replace

    from store.corpus.frequency import FrequencySort, frequency_table, ngrams_of, words_of

    items = ngrams_of(options.size or SIZE) if options.action == "ngrams" else words_of
    with _reader(options) as (library, reader), _progress(options) as progress:
        table = frequency_table(
            reader,
            _articles(library, " ".join(options.arguments)),
            items,
            sort=FrequencySort(_sort(options)),
            is_reversed=options.reverse,
            limit=one_more(_limit(options)),
            least=options.least or 1,
            without=_stop_words(options),
            progress=progress,
        )
    lines = Limited(table.lines, _limit(options))
    shown = replace(table, lines=tuple(lines))
    print_frequencies(_layout(options), shown, least=options.least or 1)
    lines.tell()
    return DONE


def list_key_items(options: Namespace) -> int:
    """List what is more frequent in the articles of a query than in others, or than in jieba's corpus."""
    from store.corpus.frequency import word_list
    from store.corpus.keyness import LEAST_COUNT, KeynessSort, key_items

    if options.against is None and options.unit != "word":
        raise UsageError(_("Name articles to compare with by --against: jieba's dictionary has words only."))
    with _reader(options) as (library, reader), _progress(options) as progress:
        without = _stop_words(options)
        here = word_list(
            reader, _articles(library, " ".join(options.arguments)), without=without, progress=progress
        )
        items = key_items(
            here,
            _reference(library, reader, options, progress),
            sort=KeynessSort(_sort(options)),
            is_reversed=options.reverse,
            rarer=options.rarer,
            least=options.least or LEAST_COUNT,
            limit=one_more(_limit(options)),
        )
    shown = Limited(items, _limit(options))
    print_key_items(_layout(options), tuple(shown), articles=here.articles)
    shown.tell()
    return DONE


def list_collocates(options: Namespace) -> int:
    """List what occurs near the places of a query.

    :raises UsageError: the query names no words, or the window has none.
    """
    from msgspec.structs import replace

    from store.corpus.collocates import LEAST_TOGETHER, CollocateSort, collocates
    from store.query.places import merged, places, text_nodes
    from store.query.tree import Query

    left = WINDOW if options.left is None else options.left
    right = WINDOW if options.right is None else options.right
    if not left and not right:
        raise UsageError(_("The window has no words: make --left or --right at least 1."))
    with _reader(options) as (library, reader), _progress(options) as progress:
        node = typed_query(library, " ".join(options.arguments))
        nodes = text_nodes(node)
        if not nodes:
            raise UsageError(_("The query names no words that could stand in the middle: add some."))
        conditions = Query(tuple(each for each in node.terms if each not in nodes))
        table = collocates(
            reader,
            _found(library, typed_query(library, options.query or "").joined(conditions)),
            lambda text: merged(places(node, text)),
            left=left,
            right=right,
            sort=CollocateSort(_sort(options)),
            is_reversed=options.reverse,
            least=options.least or LEAST_TOGETHER,
            limit=one_more(_limit(options)),
            without=_stop_words(options),
            progress=progress,
        )
    lines = Limited(table.lines, _limit(options))
    shown = replace(table, lines=tuple(lines))
    print_collocates(_layout(options), shown, least=options.least or LEAST_TOGETHER)
    lines.tell()
    return DONE


@contextmanager
def _reader(options: Namespace) -> Iterator[tuple[Library, TokenReader]]:
    """The library and a reader of its tokens, by the unit that was asked for.

    :raises UsageError: an option was given that the action does not take.
    """
    _refuse_options_of_others(options)
    from store.chinese.segmentation.shared import shared_segmenter
    from store.corpus.tokens import TokenReader, Unit

    with opened_library(options, create=False) as library:
        segmenter = shared_segmenter() if options.unit == "word" else None
        yield library, TokenReader(library, Unit(options.unit), segmenter)


def _articles(library: Library, typed: str) -> Sequence[str]:
    """Return the articles that match a query, the earliest first; all if it is empty."""
    return _found(library, typed_query(library, typed))


def _found(library: Library, query: Query) -> Sequence[str]:
    """Return the articles that a query finds, the earliest first."""
    from store.model.listing.order import Order, SortField

    return library.articles.filtered(query, order=Order(SortField.DATE, is_reversed=True)).articles


def _reference(library: Library, reader: TokenReader, options: Namespace, progress: Progress) -> WordList:
    """Return what is compared with: the articles of ``--against``, or jieba's dictionary.

    :raises UsageError: there are no articles to compare with.
    """
    from store.corpus.frequency import word_list
    from store.corpus.keyness import dictionary_list
    from tui.user_folders import cache_folder

    if options.against is None:
        return dictionary_list(cache_folder() / "words")
    articles = _articles(library, options.against)
    if not articles:
        raise UsageError(
            _(
                "No article matches {query!r}: name other articles to compare with by --against.",
                query=options.against,
            )
        )
    return word_list(reader, articles, progress=progress)


def _stop_words(options: Namespace) -> frozenset[str]:
    """Return the words that are not listed: those of ``--stop``, or function words if it names no file."""
    from store.corpus.stop_words import FUNCTION_WORDS, stop_words
    from store.importing.input_file import read_input
    from store.importing.limits import MAX_CODEBOOK_BYTES

    if options.stop is None:
        return frozenset()
    if options.stop == FUNCTION:
        return FUNCTION_WORDS
    content = read_input(options.stop, MAX_CODEBOOK_BYTES, _("too large for a stop list"))
    return stop_words(content.decode("utf-8", "replace").splitlines())


def _refuse_options_of_others(options: Namespace) -> None:
    """Refuse options that another action takes: without effect they would leave a wrong list unnoticed."""
    for setting, (option, action) in OPTIONS_OF_ONE_ACTION.items():
        value = getattr(options, setting)
        if value is not None and value is not False and options.action != action:
            raise UsageError(
                _(
                    "`pizhu words {action}` does not take {option}, which belongs to `pizhu words {other}`: "
                    "see `pizhu words --help`.",
                    action=options.action,
                    option=option,
                    other=action,
                )
            )


def _sort(options: Namespace) -> str:
    """Return the order that was asked for.

    :raises UsageError: the action has no such order.
    """
    known = SORTS[options.action]
    if options.sort and options.sort not in known:
        raise UsageError(
            _(
                "`pizhu words {action}` is not sorted by {sort}: use one of {known}.",
                action=options.action,
                sort=options.sort,
                known=listed(known),
            )
        )
    return options.sort or known[0]


def _layout(options: Namespace) -> Layout:
    return Layout.of(options)


def _limit(options: Namespace) -> int:
    """Return the largest number of lines; 0 for all."""
    if options.limit is not None:
        return int(options.limit)
    return LINES if _layout(options) is Layout.ALIGNED else 0


def _progress(options: Namespace) -> AbstractContextManager[Progress]:
    return progress_bar(_("Counting"), quiet=_layout(options) is not Layout.ALIGNED)


def add_corpus_arguments(parser: ArgumentParser) -> None:
    """Add the options of the actions."""
    parser.add_argument(
        "--in",
        dest="query",
        type=writable,
        metavar="QUERY",
        help=_("collocates: only in the articles that match"),
    )
    parser.add_argument(
        "--against",
        type=writable,
        metavar="QUERY",
        help=_("keyness: compare with the articles that match (default: with jieba's dictionary)"),
    )
    parser.add_argument(
        "--rarer", action="store_true", help=_("keyness: list what is rarer than in the reference")
    )
    parser.add_argument(
        "--unit", choices=UNITS, default=UNITS[0], help=_("count words or characters (default: word)")
    )
    parser.add_argument(
        "--size",
        type=whole_number(1, LONGEST),
        metavar="N",
        help=_("ngrams: how many words or characters (default: 2)"),
    )
    for side, explanation in (
        ("left", _("collocates: words or characters of the window before the node (default: 5)")),
        ("right", _("collocates: words or characters of the window after the node (default: 5)")),
    ):
        parser.add_argument(f"--{side}", type=whole_number(0, WIDEST), metavar="N", help=explanation)
    parser.add_argument(
        "--sort",
        choices=sorted({sort for sorts in SORTS.values() for sort in sorts}),
        metavar="KEY",
        help=_("the order of the lines; each action has its own"),
    )
    parser.add_argument("--reverse", action="store_true", help=_("reverse the order of the lines"))
    parser.add_argument(
        "--least",
        type=positive_integer,
        metavar="N",
        help=_("list only what occurs at least N times (freq, ngrams: 1; keyness, collocates: 3)"),
    )
    add_line_limit_option(parser)
    parser.add_argument(
        "--stop",
        nargs="?",
        const=FUNCTION,
        type=path_argument,
        metavar="FILE",
        help=_("leave out the words of FILE, one a line; without FILE, function words such as 的"),
    )
    add_csv_option(parser)


CORPUS_ACTIONS = (
    Action(
        "freq",
        "[QUERY…]",
        lazy("List words or characters by frequency, with their dispersion over the articles."),
        list_frequencies,
        options="[--unit UNIT] [--sort KEY [--reverse]] [--stop [FILE]]",
    ),
    Action(
        "ngrams",
        "[QUERY…]",
        lazy("List sequences of words or characters by frequency."),
        list_frequencies,
        options="[--size N] [--least N] [--limit N]",
    ),
    Action(
        "keyness",
        "[QUERY…]",
        lazy("List what is more frequent in these articles than in others, by log-likelihood and %DIFF."),
        list_key_items,
        options="[--against QUERY] [--rarer] [--csv]",
    ),
    Action(
        "collocates",
        "QUERY…",
        lazy("List what occurs near the words of a query, by logDice, MI and t."),
        list_collocates,
        options="[--in QUERY] [--left N] [--right N]",
    ),
)
