"""The commands `tag` and `untag`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_article_id
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.annotations import warn_of_substituted_tags
from tui.cli.output.articles import print_article_tags


def tag_article(options: Namespace) -> int:
    """Add tags to an article."""
    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        tags = library.articles.tag(article, options.tags)
        warn_of_substituted_tags(options.tags, tags)
        print_article_tags(options.json, article, tags)
    return DONE


def untag_article(options: Namespace) -> int:
    """Remove tags from an article."""
    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        print_article_tags(options.json, article, library.articles.untag(article, options.tags))
    return DONE


def _add_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument("tags", nargs="+", type=writable, metavar="TAG", help=_("a tag"))


TAG = Command(
    name="tag",
    summary=lazy("Add tags to an article."),
    usages=(Usage("tag ID TAG…"),),
    examples=("tag 3f9c12 主题/老人 叙事/引语",),
    configure=_add_arguments,
    run=tag_article,
)
UNTAG = Command(
    name="untag",
    summary=lazy("Remove tags from an article."),
    usages=(Usage("untag ID TAG…"),),
    examples=("untag 3f9c12 主题/老人",),
    configure=_add_arguments,
    run=untag_article,
)
