"""The command `export`."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from io import BytesIO
from typing import IO, TYPE_CHECKING, cast

from store.errors import PizhuError, UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_articles_option, add_tags_option, path_text, writable_path
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.exporting import print_export_as_json, print_exported_file, print_exported_folder
from tui.cli.output.printing import Problems
from tui.cli.output.views.blindness import tell_blindness
from tui.cli.output.visible import TerminalBytes
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.exporting import Format
    from store.exporting.registry import Writer
    from store.exporting.selection import Selection
    from store.formats.markup.templates import Template
    from store.library import Library

STDOUT = "-"
"""The value of ``--output`` that prints the export."""


def export_notes(options: Namespace) -> int:
    """Export articles with their notes in a format: those named, or all in the order they were added."""
    from store.exporting import export, format_of
    from store.exporting.selection import Selection
    from tui.user_folders import expanded

    kind = format_of(options.format)
    template = _template(options)
    with (
        opened_library(options, create=False) as library,
        progress_bar(_("Exporting"), quiet=options.json) as progress,
    ):
        tell_blindness(library)
        tags = library.codebook.known(options.tags)
        selection = Selection(library, articles=_articles(library, options), tags=tags, progress=progress)
        write = template.writer() if template else kind.writer()
        is_complete = True
        if _is_folder_export(options, kind):
            is_complete = _export_folder(options, selection, kind, template)
        elif options.output == STDOUT:
            _print_export(options, selection, kind, write)
        else:
            path = expanded(options.output)
            export(selection, kind, path, force=options.force, write=write)
            print_exported_file(options.json, kind.name, path, len(selection))
        problems = Problems(
            lazy("and {number:,} more articles could not be read; `pizhu check` lists all of them.")
        )
        problems.report_all(selection.damage.values())
        problems.summarise()
        is_complete = is_complete and not selection.damage and (options.articles or not library.damage())
        return DONE if is_complete else SOME_FAILED


def _articles(library: Library, options: Namespace) -> list[str] | None:
    """The articles that are named or match the query, in the order of the file; None for all.

    :raises UsageError: none of them matches the query.
    """
    named = [library.ids.resolve(reference) for reference in options.articles]
    if not options.query:
        return named or None
    query = typed_query(library, options.query)
    matching = library.articles.filtered(query).articles[::-1]
    found = [each for each in named if each in set(matching)] if named else matching
    if not found:
        raise UsageError(_("No article matches {query}.", query=query))
    return found


def _print_export(options: Namespace, selection: Selection, kind: Format, write: Writer) -> None:
    """Print an export: as it is, or as a field of a JSON object."""
    if not kind.is_text and sys.stdout.isatty():
        raise UsageError(_("{name} is binary; write it to a file with -o FILE.", name=kind.name))
    if not options.json:
        sys.stdout.flush()
        write(selection, cast("IO[bytes]", TerminalBytes()) if sys.stdout.isatty() else sys.stdout.buffer)
    elif kind.is_text:
        content = BytesIO()
        write(selection, content)
        print_export_as_json(kind.name, content.getvalue().decode(), len(selection))
    else:
        raise UsageError(_("{name} cannot be embedded in JSON output; use -o FILE.", name=kind.name))


def _is_folder_export(options: Namespace, kind: Format) -> bool:
    """Whether the output is a folder: an existing one, or a path that ends in a slash."""
    from store.exporting import FORMATS
    from tui.user_folders import expanded

    if options.output.endswith(("/", os.sep)) and not kind.folder_module:
        others = _(" and ").join(each.name for each in FORMATS.values() if each.folder_module)
        raise UsageError(
            _(
                "{output} is a folder, and only {others} are written to one: name a file.",
                output=options.output,
                others=others,
            )
        )
    if options.output == STDOUT or not kind.folder_module:
        return False
    return options.output.endswith(("/", os.sep)) or expanded(options.output).is_dir()


def _template(options: Namespace) -> Template | None:
    """The template of ``--template``, if it is given."""
    from tui.user_folders import expanded

    if options.template is None:
        return None
    try:
        from store.formats.markup.templates import Template
    except ImportError as error:
        from store.extras import how_to_install

        remedy = how_to_install("export")
        raise PizhuError(
            _("A template needs {name}: install it with {remedy}.", name=error.name, remedy=remedy)
        ) from error
    return Template(expanded(options.template), options.format)


def _export_folder(options: Namespace, selection: Selection, kind: Format, template: Template | None) -> bool:
    """Write the files of each article to a folder; returns whether all could be written."""
    from tui.user_folders import expanded

    folder = expanded(options.output)
    layout = {"layout": template.layout(selection)} if template else {}
    write_folder = import_module(f"store.formats.{kind.folder_module}").write_folder
    written = write_folder(selection, folder, force=options.force, **layout)
    print_exported_folder(options.json, options.format, folder, len(selection), written)
    return not written.refused


def _add_export_arguments(parser: ArgumentParser) -> None:
    from store.exporting import FORMATS

    parser.add_argument("format", metavar="FORMAT", help=", ".join(FORMATS))
    add_articles_option(parser)
    parser.add_argument(
        "--query",
        default="",
        type=writable,
        metavar="QUERY",
        help=_("only the articles that match, as `pizhu list` lists them"),
    )
    add_tags_option(parser, _("only annotations with this tag or one below it; may be repeated"))
    parser.add_argument(
        "-o",
        "--output",
        default=STDOUT,
        type=path_text,
        metavar="PATH",
        help=_("the file; - prints (default); for markdown and brat also a FOLDER/, with files per article"),
    )
    parser.add_argument(
        "--template",
        type=writable_path,
        metavar="FILE.j2",
        help=_("a Jinja2 template for each article; for markdown, org and html"),
    )
    parser.add_argument(
        "--force", action="store_true", help=_("overwrite PATH even if Pizhu has not written it")
    )


EXPORT = Command(
    name="export",
    summary=lazy("Write the notes to a file that other programs open."),
    usages=(
        Usage(
            "export FORMAT [--article ID]… [--query QUERY] [--tag T]… [-o PATH|-] [--force] "
            "[--template FILE.j2]",
            lazy("Write the notes to a file that other programs open; see the formats below."),
        ),
    ),
    examples=(
        lazy("export docx -o 笔记.docx"),
        "export csv --tag 主题/老人 -o 编码.csv",
        lazy("export markdown -o 笔记/"),
        "export json --query 'tag:服务 date:2020..' -o 服务.json",
    ),
    configure=_add_export_arguments,
    run=export_notes,
)
