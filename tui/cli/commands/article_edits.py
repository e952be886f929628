"""The commands `status`, `star`, `block` and `remove`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_article_id
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.articles import print_changed_field


def set_status(options: Namespace) -> int:
    """Set the reading status of an article."""
    from store.model.article import Status

    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_status(article, Status(options.status))
        print_changed_field(options.json, article, "status", options.status)
    return DONE


def star_article(options: Namespace) -> int:
    """Star an article, or remove its star."""
    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_starred(article, starred=not options.off)
        print_changed_field(options.json, article, "starred", not options.off)
    return DONE


def set_block_kind(options: Namespace) -> int:
    """Correct the kind of a paragraph."""
    from store.model.article import BlockKind

    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_block_kind(article, options.number, BlockKind(options.kind))
        print_changed_field(options.json, article, "kind", options.kind)
    return DONE


def remove_articles(options: Namespace) -> int:
    """Remove all named articles; if one cannot be removed, none is."""
    with opened_library(options) as library:
        articles = [library.ids.resolve(reference) for reference in options.ids]
        library.articles.remove(articles)
    for article in articles:
        print_changed_field(options.json, article, "removed", value=True)
    return DONE


def _add_status_arguments(parser: ArgumentParser) -> None:
    from store.model.article import Status

    add_article_id(parser)
    parser.add_argument("status", choices=[status.value for status in Status])


def _add_star_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument("--off", action="store_true", help=_("remove the star"))


def _add_block_arguments(parser: ArgumentParser) -> None:
    from store.model.article import BlockKind

    add_article_id(parser)
    parser.add_argument(
        "number", type=int, metavar="N", help=_("the number of the paragraph, from 0, as `show` prints it")
    )
    parser.add_argument("kind", choices=[kind.value for kind in BlockKind])


def _add_remove_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", type=writable, metavar="ID", help=_("the ID of an article"))


STATUS = Command(
    name="status",
    summary=lazy("Set the reading status of an article."),
    usages=(Usage("status ID unread|reading|read"),),
    examples=("status 3f9c12 read",),
    configure=_add_status_arguments,
    run=set_status,
)
STAR = Command(
    name="star",
    summary=lazy("Star an article."),
    usages=(Usage("star ID [--off]", lazy("Star an article, or remove its star.")),),
    examples=(
        "star 3f9c12",
        "star 3f9c12 --off",
    ),
    configure=_add_star_arguments,
    run=star_article,
)
BLOCK = Command(
    name="block",
    summary=lazy("Correct the kind of a paragraph."),
    usages=(Usage("block ID N KIND", lazy("Correct the kind of a paragraph, such as heading or caption.")),),
    examples=("block 3f9c12 4 heading",),
    configure=_add_block_arguments,
    run=set_block_kind,
)
REMOVE = Command(
    name="remove",
    summary=lazy("Remove articles with their annotations."),
    usages=(Usage("remove ID…"),),
    examples=("remove 3f9c12 8a01be",),
    configure=_add_remove_arguments,
    run=remove_articles,
)
