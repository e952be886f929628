"""The command `migrate`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import PizhuError, UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.output.maintenance import print_migrated_library
from tui.cli.output.printing import warn
from tui.cli.output.views.blindness import tell_blind_articles
from tui.cli.progress_bar import progress_bar

if TYPE_CHECKING:
    from store.library.opening import AnyStore
    from store.location import Location
    from store.progress import Progress


def migrate_library(options: Namespace) -> int:
    """Copy a whole library to another place, and compare the exports of both."""
    from tui.user_folders import is_same_place, library_location

    source, _is_default = library_location(options.source)
    target, _is_default = library_location(options.target)
    if is_same_place(source, str(target)):
        raise UsageError(_("{place} is named twice: name another place for the copy.", place=source))
    with progress_bar(_("Copying"), quiet=options.json) as progress:
        articles, blind = _copy(source, target, progress)
    with progress_bar(_("Comparing"), quiet=options.json) as progress:
        _compare(source, target, progress)
    tell_blind_articles(blind)
    print_migrated_library(options.json, str(source), str(target), articles)
    return DONE


def _copy(source: Location, target: Location, progress: Progress) -> tuple[int, int]:
    """Return how many articles were copied, and of how many the source hides what others have marked."""
    from store.library.opening import store_at
    from store.library.transfers.copying import copy_library

    with closing(_store(source)) as old, closing(store_at(target, creator=_creator(), on_wait=warn)) as new:
        new.create()
        return copy_library(old, new, progress), len(old.blind_articles())


def _compare(source: Location, target: Location, progress: Progress) -> None:
    """Compare what is exported from both.

    :raises PizhuError: it is not the same.
    """
    from filecmp import cmp
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        old, new = Path(folder) / "source.json", Path(folder) / "target.json"
        _export(source, old, progress)
        _export(target, new, progress)
        if not cmp(old, new, shallow=False):
            raise PizhuError(
                _(
                    "The copy at {target} is not the same as {source}, which may have been changed "
                    "meanwhile: delete the copy, and migrate again when nobody is writing.",
                    target=target,
                    source=source,
                )
            )


def _export(place: Location, file: Path, progress: Progress) -> None:
    from store.exporting import format_of
    from store.exporting.selection import Selection
    from store.library import open_library

    with (
        open_library(place, creator=_creator(), on_wait=warn, create=False) as library,
        file.open("wb") as out,
    ):
        library.resync(progress)
        format_of("json").writer()(Selection(library, progress=progress), out)


def _store(source: Location) -> AnyStore:
    from store.library.opening import store_at

    with ExitStack() as stack:
        store = store_at(source, creator=_creator(), on_wait=warn)
        stack.callback(store.close)
        store.open()
        store.check_exists()
        stack.pop_all()
    return store


def _creator() -> str:
    """Return the name that the user signs with, whose steps are copied."""
    from tui.cli.settings_file import usable_config
    from tui.user_folders import login_name

    return usable_config().creator or login_name()


def _add_migrate_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", type=writable, metavar="SOURCE", help=_("the library: a folder, or an address")
    )
    parser.add_argument(
        "target", type=writable, metavar="TARGET", help=_("where the copy is made: a folder, or an address")
    )


MIGRATE = Command(
    name="migrate",
    summary=lazy("Copy a whole library from a folder to a server, or back."),
    usages=(
        Usage(
            "migrate SOURCE TARGET",
            lazy("Copy a whole library to an empty folder or a new schema on a server, and compare both."),
        ),
    ),
    examples=(
        "migrate ~/文库 'postgresql://db.example.org/corpus?schema=语料'",  # untranslated: a command
        "migrate 'postgresql:///corpus' 副本",  # untranslated: a command
    ),
    configure=_add_migrate_arguments,
    run=migrate_library,
)
