"""The command `agreement`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_articles_option, add_tags_option, positive_integer, proportion
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.agreement import print_agreement, print_coders
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.views.blindness import tell_blindness
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.library import Library
    from store.tags.agreement.articles import Choice

BY = ("tag", "article", "round", "month")
UNITS = ("character", "span", "sentence", "paragraph")
MOST_SAMPLES = 20_000
"""The largest number of samples, as in :mod:`store.tags.agreement.bootstrap`."""

MEASURING = ("by", "unit", "tags", "parents", "everyone", "samples")
"""The options that ask for figures, so that without names the agreement of all coders is measured."""


def measure_agreement(options: Namespace) -> int:
    """Measure how far coders agree; without coders, list all."""
    from store.tags.agreement.agreement import agreement
    from store.tags.agreement.bootstrap import DEFAULT_SAMPLES
    from store.tags.agreement.coders import coders

    layout = Layout.of(options)
    if len(options.coders) == 1:
        raise UsageError(_("Name two coders or more: `pizhu agreement A B`; without coders, all are listed."))
    with opened_library(options, create=False) as library:
        tell_blindness(library)
        articles = _articles(library, options)
        if not options.coders and not any(getattr(options, name) is not None for name in MEASURING):
            print_coders(layout, coders(library, articles or ()))
            return DONE
        samples = DEFAULT_SAMPLES if options.samples is None else options.samples
        choice = _choice(library, options)
        with progress_bar(_("Counting"), quiet=layout is not Layout.ALIGNED) as progress:
            table = agreement(
                library,
                options.coders,
                articles,
                choice,
                assigned=library.team.roster.finished(),
                everyone=bool(options.everyone or (options.coders and options.articles)),
                samples=samples,
                seed=options.seed,
                progress=progress,
            )
    print_agreement(layout, table, choice, samples)
    return DONE


def _articles(library: Library, options: Namespace) -> Sequence[str] | None:
    """Return the articles of ``--article`` and ``--in``; None for all.

    :raises UsageError: no article matches.
    """
    named = [library.ids.resolve(name) for name in options.articles]
    if options.query is None:
        return named or None
    found = list(library.articles.filtered(typed_query(library, options.query)).articles)
    if named:
        found = [article for article in named if article in set(found)]
    if not found:
        raise UsageError(_("No article matches {query!r}: change --in.", query=options.query))
    return found


def _choice(library: Library, options: Namespace) -> Choice:
    from store.tags.agreement.articles import By, Choice
    from store.tags.agreement.units import Unit

    for name in options.tags or ():
        library.codebook.uses_of(name)  # refuses a tag that there is not
    return Choice(
        by=By(options.by or BY[0]),
        unit=Unit(options.unit or UNITS[0]),
        overlap=options.overlap,
        tags=frozenset(options.tags or ()),
        parents=bool(options.parents),
    )


def sample_count(number: str) -> int:
    """Parse a number of samples.

    :raises ArgumentTypeError: it is none, or there would be too many.
    """
    try:
        count = 0 if number == "0" else positive_integer(number)
    except ArgumentTypeError as error:
        raise ArgumentTypeError(
            _("{number!r} is not a number of samples: write 1000, or 0 for no intervals", number=number)
        ) from error
    if count > MOST_SAMPLES:
        raise ArgumentTypeError(
            _("{number:,} samples are too many: take at most {most:,}", number=count, most=MOST_SAMPLES)
        )
    return count


def _add_agreement_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "coders",
        nargs="*",
        type=writable,
        metavar="CODER",
        help=_("two coders or more; if omitted, all are listed or, with an option that follows, measured"),
    )
    parser.add_argument("--by", choices=BY, help=_("a row for each of these (default: tag)"))
    parser.add_argument("--unit", choices=UNITS, help=_("what has a tag or has not (default: character)"))
    add_articles_option(parser)
    parser.add_argument(
        "--in", dest="query", type=writable, metavar="QUERY", help=_("only the articles that match")
    )
    add_tags_option(parser, _("only this tag; may be repeated"))
    parser.set_defaults(tags=None)
    parser.add_argument(
        "--parents",
        action="store_true",
        default=None,
        help=_("count a tag also as each tag above it: 服务/线上 as 服务"),
    )
    parser.add_argument(
        "--all",
        dest="everyone",
        action="store_true",
        default=None,
        help=_("every coder has coded every article, also without annotations in it"),
    )
    parser.add_argument(
        "--overlap",
        type=proportion,
        default=0.5,
        metavar="PART",
        help=_(
            "annotations match if they share at least this part of the characters they cover "
            "together (default: 0.5)"
        ),
    )
    parser.add_argument(
        "--bootstrap",
        dest="samples",
        type=sample_count,
        metavar="N",
        help=_("samples for the intervals of alpha (default: 1000; 0: no intervals)"),
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help=_("where the random numbers of the samples begin (default: 0)"),
    )
    add_csv_option(parser)


AGREEMENT = Command(
    name="agreement",
    summary=lazy("Measure how far coders agree: kappa, Krippendorff's alpha with intervals, F1."),
    usages=(
        Usage("agreement", lazy("List the coders with the number of their annotations.")),
        Usage(
            "agreement [CODER…] [--by GROUP] [--unit UNIT] [--article ID]… [--in QUERY] [--tag T]… "
            "[--parents] [--all] [--overlap PART] [--bootstrap N] [--seed N] [--csv]"
        ),
    ),
    examples=(
        "agreement",
        "agreement 林夏 周屿 --overlap 0.8",
        "agreement 林夏 周屿 吴桐 --unit sentence --bootstrap 5000",
        "agreement 林夏/1 林夏/2",
        "agreement --by month --in 'source:晨报' --csv",
    ),
    configure=_add_agreement_arguments,
    run=measure_agreement,
)
