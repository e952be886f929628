"""The command `set`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted, listed
from tui.cli.arguments import path_argument
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.articles import print_corrected_article
from tui.cli.output.printing import Problems, print_json, print_text, warn


def correct_articles(options: Namespace) -> int:
    """Set fields of one article, or of many from a table, in one step of undo."""
    if options.table is not None:
        if options.words:
            raise UsageError(_("Write either an ID with fields, or --from with a table."))
        return _from_table(options)
    if len(options.words) < 2:
        raise UsageError(
            _("Write an ID and what to set, such as `pizhu set 3f9c title=春耕 date=2020-03-24`.")
        )
    from store.library.corrections import checked

    reference, *assignments = options.words
    fields = dict(_assignment(each) for each in assignments)
    with opened_library(options, create=False) as library:
        article = library.ids.resolve(reference)
        library.articles.correct(article, fields)
        names = checked(fields, library.attributes.all())
        print_corrected_article(options.json, library.articles.get(article), names)
    return DONE


def _from_table(options: Namespace) -> int:
    from store.formats.tables.corrections_csv import read_corrections

    problems = Problems(lazy("and {number:,} more lines; correct the table and run this again."))
    with opened_library(options, create=False) as library:
        read = read_corrections(options.table, library)
        changed = library.articles.correct_all(read.fields)
        for article, fields in changed.items():
            print_corrected_article(options.json, library.articles.get(article), fields)
    _tell_ignored(options, read.ignored)
    problems.report_all(read.left_out, read.left_out.total)
    problems.summarise()
    if not options.json:
        count = sum(bool(fields) for fields in changed.values())
        same = len(changed) - count
        print_text(
            _(
                "{articles} corrected, {same:,} unchanged, {lines} left out",
                articles=counted(count, "article", "articles"),
                same=same,
                lines=counted(read.left_out.total, "line", "lines"),
            )
        )
    return SOME_FAILED if read.left_out else DONE


def _tell_ignored(options: Namespace, ignored: Mapping[str, str]) -> None:
    """Name the columns that set nothing: on standard error, and as the last object of JSON."""
    if not ignored:
        return
    if options.json:
        print_json(ignored=[{"column": name, "nearest": near} for name, near in ignored.items()])
    names = [
        _("{name} (near: {near})", name=name, near=near) if near else name for name, near in ignored.items()
    ]
    warn(_("These columns set no field and no attribute: {names}.", names=listed(names)))


def _assignment(argument: str) -> tuple[str, str]:
    name, sign, value = argument.partition("=")
    if not sign:
        raise UsageError(
            _(
                "{argument!r} sets nothing: write a field and its value, such as date=2020-03-24.",
                argument=argument,
            )
        )
    return name, value


def _add_set_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        type=writable,
        metavar="ID FIELD=VALUE",
        help=_(
            "an article, and its title, kicker, subtitle, column, authors, date, source, url or an "
            "attribute; an empty value deletes one"
        ),
    )
    parser.add_argument(
        "--from",
        type=path_argument,
        metavar="TABLE",
        dest="table",
        help=_("a CSV file: a column id, file, url or title names the article, the others are set"),
    )


SET = Command(
    name="set",
    summary=lazy("Set the title, authors, date, source, attributes… of an article."),
    usages=(
        Usage("set ID FIELD=VALUE…"),
        Usage("set --from TABLE", lazy("Set those of many articles by a CSV file, a row each.")),
    ),
    examples=(
        lazy("set 3f9c12 date=2020-03-18 source=晚报"),
        lazy("set 3f9c12 地区=华东"),
        lazy("set --from 更正.csv"),
    ),
    configure=_add_set_arguments,
    run=correct_articles,
)
