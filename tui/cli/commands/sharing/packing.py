"""The commands `pack` and `unpack`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import writable_path
from tui.cli.command import Command, Usage
from tui.cli.commands.sharing.printing import print_package, print_unpacked
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.library import Library


def pack(options: Namespace) -> int:
    """Write a package for a person, or the one that goes back from an unpacked package."""
    from store.exporting import is_somebody_elses
    from store.exporting.file_names import file_name
    from store.exporting.writing import write_error
    from store.formats.pizhu.package_writer import kept_package, write_package, write_returned_package
    from store.storage.atomic_write import replacing
    from tui.user_folders import expanded

    with (
        opened_library(options, create=False) as library,
        progress_bar(_("Packing"), quiet=options.json) as progress,
    ):
        kept = None if options.person else kept_package(library)
        person = kept[1].person if kept else _person(library, options.person)
        if kept and options.query:
            raise UsageError(_("All of an unpacked package goes back: leave the query out."))
        path = (
            expanded(options.output) if options.output else Path(file_name(person, "package", "", ".pizhu"))
        )
        if is_somebody_elses(path):
            raise UsageError(_("{path} exists already and is no package: choose another name.", path=path))
        articles = _every_article(library) if kept else _articles_for(library, options.query, person)
        try:
            with replacing(path.resolve()) as file:
                count = (
                    write_returned_package(library, file, progress)
                    if kept
                    else write_package(
                        library,
                        articles,
                        person,
                        file,
                        with_annotations=options.with_annotations,
                        progress=progress,
                    )
                )
        except OSError as error:
            raise write_error(path, error) from error
    print_package(options.json, path, person, count, is_returned=kept is not None)
    return DONE if count == len(articles) and not library.damage() else SOME_FAILED


def _person(library: Library, name: str) -> str:
    """Return whom a package is for: in a team a member, by the name that they have in it.

    :raises UsageError: nobody is named, or nobody in the team has this name.
    """
    if not name.strip():
        raise UsageError(_("Name the person whom the package is for: `--for NAME`."))
    roster = library.team.roster
    return roster.member(name).member if roster.members else name.strip()


def _every_article(library: Library) -> list[str]:
    return [row.id for row in reversed(library.articles.rows())]


def _articles_for(library: Library, query: Sequence[str], person: str) -> list[str]:
    """Return the IDs of the articles that go into a package, those added first at the beginning.

    Without a query they are those that are assigned to the person in the open round, else all.

    :raises UsageError: there are none.
    """
    if not query:
        roster = library.team.roster
        member = roster.find(person)
        assigned = {each.article for each in roster.open_work(member)} if member else set()
        every = _every_article(library)
        if not every:
            raise UsageError(_("The library has no articles: there is nothing to pack."))
        return [each for each in every if each in assigned] or every
    typed = " ".join(query)
    found = library.articles.filtered(typed_query(library, typed)).articles[::-1]
    if not found:
        raise UsageError(_("No article matches {query}.", query=typed))
    return found


def unpack_package(options: Namespace) -> int:
    """Unpack a package to an empty folder, as a library."""
    from store.formats.pizhu.package_reader import unpack
    from tui.user_folders import expanded, folder_here

    folder = folder_here(options.folder)
    with progress_bar(_("Unpacking"), quiet=options.json) as progress:
        manifest, count = unpack(expanded(options.file), folder, progress)
    print_unpacked(options.json, folder, manifest, count)
    with opened_library(Namespace(library=folder, json=options.json)) as library:
        return SOME_FAILED if library.damage() else DONE  # it was told


def _add_pack_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        type=writable,
        metavar="QUERY",
        help=_("which articles, as `pizhu list` takes it (default: all)"),
    )
    parser.add_argument(
        "--for",
        dest="person",
        default="",
        type=writable,
        metavar="NAME",
        help=_("for whom: a member of the team, else the name that signs the annotations of this person"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=writable_path,
        metavar="FILE",
        help=_("the package to write (default: NAME.pizhu)"),
    )
    parser.add_argument(
        "--with-annotations",
        action="store_true",
        help=_("with what others have annotated, and the notes on articles"),
    )


def _add_unpack_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=writable_path, metavar="FILE.pizhu", help=_("the package"))
    parser.add_argument("folder", type=writable_path, metavar="DIR", help=_("the folder of the new library"))


PACK = Command(
    name="pack",
    summary=lazy("Write a package: articles that somebody takes along, annotates and brings back."),
    usages=(
        Usage("pack [QUERY…] --for NAME [-o FILE] [--with-annotations]"),
        Usage(
            "pack [-o FILE]",
            lazy("For the library of an unpacked package (`--library DIR`): write the one that goes back."),
        ),
    ),
    examples=(lazy("pack tag:待编码 --for lin -o lin.pizhu"), "pack --library lin -o lin.pizhu"),
    configure=_add_pack_arguments,
    run=pack,
    takes_query=True,
)
UNPACK = Command(
    name="unpack",
    summary=lazy("Unpack a package to an empty folder, as a library to work in."),
    usages=(Usage("unpack FILE.pizhu DIR"),),
    examples=("unpack lin.pizhu lin",),  # untranslated: a command
    configure=_add_unpack_arguments,
    run=unpack_package,
)
