"""The command `import`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_tags_option, path_argument, path_text
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.printing import warn
from tui.cli.progress_bar import progress_bar

if TYPE_CHECKING:
    from store.model.tables.attribute import ArticleAttribute


def import_paths(options: Namespace) -> int:
    """Import files, folders, addresses and standard input; print a total.

    Files with annotations from other libraries and programs are merged.
    """
    if not options.paths and options.watch is None:
        raise UsageError(_("Name what to import: a file, a folder, an address, or - for standard input."))
    if options.watch is not None and not options.watch.is_dir():
        raise UsageError(_("{watch}: there is no such folder to watch; check the path.", watch=options.watch))
    from tui.cli.importing.question import is_wanted
    from tui.cli.importing.run import Import

    importing = Import(options, _attributes(options))
    importing.take_typed_text()
    if options.dry_run:
        with opened_library(options, may_be_absent=True) as library, progress_bar(_("Reading")) as progress:
            importing.preview(library, progress)
        return importing.end(is_preview=True)
    if not (options.yes or options.json or is_wanted(importing.inputs, len(options.paths))):
        warn(_("Nothing was imported; --yes imports them without a question."))
        return SOME_FAILED
    with opened_library(options, create=True) as library:
        try:
            with progress_bar(_("Importing")) as progress:
                importing.into(library, progress)
        except KeyboardInterrupt:
            importing.stopped()
            raise
        if options.watch is not None:
            try:
                importing.watch(library, options.watch)
            except KeyboardInterrupt:  # the way to end it
                return importing.end()
    return importing.end()


def _attributes(options: Namespace) -> tuple[ArticleAttribute, ...]:
    """Return the attributes of the library: options, columns and properties of files may name them."""
    with opened_library(options, may_be_absent=True) as library:
        return library.attributes.all()


def _add_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=path_text,
        metavar="PATH",
        help=_("a file, a folder, a pattern such as 'clips/**/*.txt', an address, or - for standard input"),
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("read everything and print what would come in; write nothing"),
    )
    parser.add_argument(
        "--yes", action="store_true", help=_("import a folder of many files without a question")
    )
    parser.add_argument(
        "--watch",
        type=path_argument,
        metavar="FOLDER",
        help=_("import the folder, and then what appears or changes in it until ctrl+c"),
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=writable,
        metavar="FIELD=VALUE",
        dest="fields",
        help=_("give all articles this source, date, column…; may be repeated"),
    )
    add_tags_option(parser, _("give all articles this tag; may be repeated"))
    parser.add_argument(
        "--name",
        default="",
        type=writable,
        metavar="PATTERN",
        help=_(
            "what file names say, such as '{date}-{title}': date, title, author, source, column, "
            "or {} for anything; with -, the name of standard input"
        ),
    )
    parser.add_argument(
        "--map",
        default="",
        type=writable,
        metavar="FIELD=COLUMN,…",
        help=_("the columns or keys of a table for title, text, date…"),
    )
    parser.add_argument(
        "--split",
        default="",
        type=writable,
        metavar="LINE",
        help=_(
            "what begins the next article of a text: titles (标题：…), numbers (第…篇), chapters "
            "(第…章), headings (# …), pages (…日报 2020年3月24日 …版), documents (Document 1 of 12), gaps "
            "(three empty lines), entries (the posts or memos of a page), days (those of a chat), a line "
            "of the text such as =====, or a regular expression"
        ),
    )


IMPORT = Command(
    name="import",
    summary=lazy("Import articles from files, folders, addresses and -, and notes from other programs."),
    usages=(
        Usage("import PATH… [--dry-run] [--yes]"),
        Usage(
            "import PATH… [--set FIELD=VALUE] [--tag T]",
            lazy("Import articles with this source, date, column… and tag."),
        ),
        Usage(
            "import PATH… [--name PATTERN]",
            lazy("Import articles whose file names are like '{date}-{title}'."),
        ),
        Usage(
            "import PATH… [--map FIELD=COLUMN,…] [--split LINE]",
            lazy("Import tables with these columns, and texts of several articles."),
        ),
        Usage("import --watch FOLDER", lazy("Import what appears or changes in a folder, until ctrl+c.")),
    ),
    examples=(
        lazy("import 剪报/ --dry-run"),
        lazy("import 'clips/**/*.txt' --name '{date}-{title}' --tag 来源/剪报"),
        lazy("import 文集.txt --split titles"),
        "import https://example.com/news/1.html",
    ),
    configure=_add_import_arguments,
    run=import_paths,
    takes_files=True,
)
