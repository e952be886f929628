"""The commands `list`, `search` and `show`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import Lazy, _, lazy
from store.model.surrogates import writable
from store.patterns import late_pattern
from store.wording import counted, listed
from tui.cli.arguments import add_article_id, add_variants_option, positive_integer
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.limited import Limited, one_more
from tui.cli.opened_library import opened_library
from tui.cli.output.articles import (
    print_article,
    print_articles,
    print_former_text,
    print_search_results,
)
from tui.cli.output.figures.tables import Layout, add_csv_option, print_csv
from tui.cli.output.printing import warn
from tui.cli.output.variants import warn_of_kinds_without_effect
from tui.cli.output.views.blindness import tell_blindness
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.library import Library
    from store.model.listing.rows import Row

COMMAS = late_pattern("[,，、]")
"""What separates the names of columns."""

FURTHER_COLUMNS: dict[str, Lazy] = {
    "source": lazy("Source", "column"),
    "column": lazy("Column", "column"),
    "kicker": lazy("Kicker", "column"),
    "subtitle": lazy("Subtitle", "column"),
}
"""The fields that are columns of the list if they are asked for; attributes are too."""

SHOWN_ALWAYS = ("title", "authors", "date")


def list_articles(options: Namespace) -> int:
    """List the articles that match a query; all if there is none."""
    layout = Layout.of(options)
    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        columns = _columns(library, options.columns)
        rows = library.articles.filtered(query).rows() if query else library.articles.rows()
        if layout is Layout.CSV:
            from store.formats.results.result_table import row_table

            print_csv(row_table(rows, library.attributes.all()))
            return SOME_FAILED if library.damage() else DONE
        print_articles(options.json, rows, library.ids.short, query, columns)
        return SOME_FAILED if library.damage() else DONE


def _columns(library: Library, names: str) -> dict[str, Callable[[Row], str]]:
    """Return what columns have of a row, by their heads.

    :param names: attributes of the library and fields of articles, separated by commas.
    :raises UsageError: there is no such attribute or field.
    """
    from store.library.attributes.attributes import named
    from store.library.corrections import field_named

    columns: dict[str, Callable[[Row], str]] = {}
    attributes = library.attributes.all() if names else ()
    for name in filter(None, map(str.strip, COMMAS.split(names))):
        attribute, field = named(attributes, name), field_named(name) or ""
        if attribute is not None:
            columns[attribute.name] = partial(_attribute_of, attribute.name)
        elif field in FURTHER_COLUMNS:
            columns[str(FURTHER_COLUMNS[field])] = attrgetter(field)
        elif field not in SHOWN_ALWAYS:
            known = listed((*FURTHER_COLUMNS, *(each.name for each in attributes)))
            raise UsageError(_("There is no column {name!r}: use one of {known}.", name=name, known=known))
    return columns


def _attribute_of(name: str, row: Row) -> str:
    return row.attributes.get(name, "")


def search_articles(options: Namespace) -> int:
    """Find the articles that contain some words, and where they contain them."""
    limit = None if options.limit is None else one_more(options.limit)
    with opened_library(options, create=False) as library:
        if options.variants is None:
            found = library.texts.search(options.text, limit=limit)
        else:
            warn_of_kinds_without_effect(options.text, options.variants)
            found = library.texts.search_variants(options.text, kinds=options.variants, limit=limit)
        are_variants = options.variants is not None
        shown = Limited(found, options.limit)
        print_search_results(options.json, options.text, shown, library.ids.short, are_variants=are_variants)
        shown.tell()
        return SOME_FAILED if library.damage() else DONE


def show_article(options: Namespace) -> int:
    """Show an article with its annotations, or with those of one person; or an earlier text of it."""
    with opened_library(options, create=False) as library:
        if options.revision:
            return _show_former_text(library, library.ids.resolve(options.id), options)
        article, annotations = library.articles.open(library.ids.resolve(options.id))
        tell_blindness(library, article.id)
    if options.creator:
        creators = sorted({annotation.creator for annotation in annotations})
        annotations = tuple(each for each in annotations if each.is_by(options.creator))
        if creators and not annotations:
            others = listed(creators)
            warn(
                _(
                    "No annotation of this article is by {creator}; they are by {others}.",
                    creator=options.creator,
                    others=others,
                )
            )
    print_article(options.json, article, annotations)
    return DONE


def _show_former_text(library: Library, article: str, options: Namespace) -> int:
    former = library.articles.former_texts(article)
    if options.revision > len(former):
        title = library.articles.get(article).title
        raise UsageError(
            _(
                "“{title}” has {texts} in the history: number {revision} cannot be shown.",
                title=title,
                texts=counted(len(former), "earlier text", "earlier texts"),
                revision=options.revision,
            )
            if former
            else _(
                "“{title}” has no earlier text in the history: number {revision} cannot be shown.",
                title=title,
                revision=options.revision,
            )
        )
    print_former_text(options.json, article, options.revision, former[options.revision - 1])
    return DONE


_CONDITIONS = (
    "tag:T|U -tag:T is:unread has:note date:2020..2021 by:NAME source:S "  # untranslated: the query language
    'chars:>3000 A NEAR/5 B A*B /A.B/ ~"A"'
)


def _add_list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        type=writable,
        metavar="TERM",
        help=_(
            "words, and conditions such as {conditions}; {operators} combine them",
            conditions=_CONDITIONS,
            operators="AND OR NOT ( )",
        ),
    )

    parser.add_argument(
        "--columns",
        type=writable,
        default="",
        metavar="NAMES",
        help=_(
            "further columns, separated by commas: {fields}, and attributes by their names, such as 地区",
            fields=listed(map(str, FURTHER_COLUMNS)),
        ),
    )
    add_csv_option(parser)


def _add_search_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "text", type=writable, metavar="TEXT", help=_("the words; any characters, punctuation too")
    )
    parser.add_argument("--limit", type=positive_integer, metavar="N", help=_("print at most N articles"))
    add_variants_option(parser)


def _add_show_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument(
        "--creator", default="", type=writable, metavar="NAME", help=_("only the annotations by this person")
    )
    parser.add_argument(
        "--revision",
        type=positive_integer,
        metavar="N",
        help=_("an earlier text: 1 is the one that the last update replaced"),
    )


LIST = Command(
    name="list",
    summary=lazy("List the articles, all or those that match a query."),
    usages=(Usage("list [TERM…] [--columns NAMES] [--csv]"),),
    examples=(
        "list is:unread date:2020..2021",  # untranslated: a query
        "list tag:主题/老人 '!tag:核实' 车站",
        "list '(车站 OR 码头) 老人 NEAR/10 孩子'",
        "list --columns source,地区",
    ),
    configure=_add_list_arguments,
    run=list_articles,
    takes_query=True,
)
SEARCH = Command(
    name="search",
    summary=lazy("Find the articles that contain these words, the most relevant first."),
    usages=(Usage("search TEXT [--variants[=KINDS]] [--limit N]"),),
    examples=("search 菜篮子 --limit 5", "search --variants 想客户所想"),
    configure=_add_search_arguments,
    run=search_articles,
)
SHOW = Command(
    name="show",
    summary=lazy("Show an article with its parts, tags and annotations."),
    usages=(
        Usage("show ID [--creator NAME]"),
        Usage(
            "show ID --revision N",
            lazy("Show the text that an article had before its Nth last update."),
        ),
    ),
    examples=(
        "show 3f9c12",
        "show 3f9c12 --json",
    ),
    configure=_add_show_arguments,
    run=show_article,
)
