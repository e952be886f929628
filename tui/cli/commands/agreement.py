"""The command `agreement`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_articles_option, proportion
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.figures.agreement import print_agreement, print_coders
from tui.cli.output.views.blindness import tell_blindness


def measure_agreement(options: Namespace) -> int:
    """Measure how far two coders agree; without coders, list all."""
    from store.tags.intercoder_agreement import agreement, coders

    if len(options.coders) not in (0, 2):
        raise UsageError(_("Name two coders: `pizhu agreement A B`; without coders, all are listed."))
    with opened_library(options, create=False) as library:
        tell_blindness(library)
        articles = [library.ids.resolve(name) for name in options.articles]
        if options.coders:
            first, second = options.coders
            rows = agreement(library, first, second, articles, options.overlap)
            print_agreement(options.json, rows, first, second)
        else:
            print_coders(options.json, coders(library, articles))
    return DONE


def _add_agreement_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "coders", nargs="*", type=writable, metavar="CODER", help=_("two coders; if omitted, all are listed")
    )
    add_articles_option(parser)
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


AGREEMENT = Command(
    name="agreement",
    summary=lazy("Measure how far two coders agree: Cohen's kappa, Krippendorff's alpha, F1."),
    usages=(Usage("agreement [CODER CODER] [--article ID]… [--overlap PART]"),),
    examples=(
        "agreement",
        "agreement 林夏 周屿 --overlap 0.8",
    ),
    configure=_add_agreement_arguments,
    run=measure_agreement,
)
