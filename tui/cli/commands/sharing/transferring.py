"""The commands `pull` and `push`: changes between a library on a server and an offline copy in a folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.location import ServerLocation
from store.model.surrogates import writable
from tui.cli.command import Command, Usage
from tui.cli.commands.sharing.printing import print_transferred
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.output.printing import warn
from tui.cli.output.views.blindness import tell_blind_articles
from tui.cli.progress_bar import progress_bar

if TYPE_CHECKING:
    from store.library import Library
    from store.library.opening import AnyStore
    from store.library.transfers.offline_copy import Transferred
    from store.location import Location
    from store.storage.offline.transfer_base import TransferBase


def pull_changes(options: Namespace) -> int:
    """Bring what has changed on a server into the copy in a folder, which is made the first time."""
    from store.storage.offline.transfer_base import Side

    server, folder = _places(options)
    is_trial = options.dry_run
    with closing(_store(server)) as source:
        base, key = _base(server, folder)
        is_first = not base.exists()
        if is_first:
            _check_is_new(folder)
        is_step = not is_first and base.is_complete
        with (
            _library(folder, options, create=not is_trial) as library,
            progress_bar(_("Pulling"), quiet=options.json) as progress,
        ):
            if not is_trial:
                if is_first:
                    base.create(key, str(server))
                library.claim_starters()  # a copy has the articles of the server alone
            result = library.transfers.receive(source, base, Side.SERVER, progress, is_trial=is_trial)
    return _printed(options, result, server, folder, is_step=is_step)


def push_changes(options: Namespace) -> int:
    """Bring what has changed in an offline copy to its library on a server."""
    from store.storage.offline.transfer_base import Side

    server, folder = _places(options)
    base, _key = _base(server, folder)
    if not base.exists():
        raise UsageError(
            _(
                "{folder} is not an offline copy of a library on a server: make one with `pizhu pull`.",
                folder=folder,
            )
        )
    if not base.is_complete:
        raise UsageError(
            _("The copy in {folder} is not complete yet: continue it with `pizhu pull`.", folder=folder)
        )
    with closing(_store(folder)) as source:
        _store(server).close()  # says that there is no library, which would else be as an empty one
        with (
            _library(server, options, create=False) as library,
            progress_bar(_("Pushing"), quiet=options.json) as progress,
        ):
            result = library.transfers.receive(source, base, Side.FOLDER, progress, is_trial=options.dry_run)
    return _printed(options, result, folder, server, is_step=True)


def _printed(
    options: Namespace, result: Transferred, source: Location, target: Location, *, is_step: bool
) -> int:
    tell_blind_articles(result.blind)
    print_transferred(
        options.json, result, str(source), str(target), is_trial=options.dry_run, is_step=is_step
    )
    return SOME_FAILED if result.left_out else DONE


def _places(options: Namespace) -> tuple[ServerLocation, Path]:
    """Return the server and the folder that are named.

    :raises UsageError: one of them is not what it must be.
    """
    from tui.user_folders import library_location

    server, _is_default = library_location(options.server)
    folder, _is_default = library_location(options.folder)
    if isinstance(server, ServerLocation) and isinstance(folder, Path):
        return server, folder
    raise UsageError(
        _(
            "Changes go between a library on a server and a copy in a folder: name the address of the one "
            "(postgresql://…) and the folder of the other."
        )
    )


def _base(server: ServerLocation, folder: Path) -> tuple[TransferBase, str]:
    """Return the base of an offline copy, and the key of the library on the server.

    :raises UsageError: it is a copy of another library.
    """
    from store.library.opening import base_of

    base, key = base_of(folder, server)
    if base.exists() and base.key != key:
        raise UsageError(
            _(
                "{folder} is a copy of the library at {address}, not of {server}: name that address, as "
                "it was written, or another folder.",
                folder=folder,
                address=base.address,
                server=server,
            )
        )
    return base, key


def _check_is_new(folder: Path) -> None:
    """Check that there is nothing in a folder, or an empty library.

    :raises PizhuError: there is something else.
    """
    from store.library.opening import store_at
    from store.library.transfers.copying import has_something

    with closing(store_at(folder, creator=_creator(), on_wait=warn)) as store:
        store.open()
        if has_something(store):
            raise UsageError(
                _(
                    "The library in {folder} is not an offline copy of one on a server: name an empty folder "
                    "for a new copy.",
                    folder=folder,
                )
            )


@contextmanager
def _library(place: Location, options: Namespace, *, create: bool) -> Iterator[Library]:
    """The library that receives, with its index up to date."""
    from store.library import open_library

    with open_library(place, creator=_creator(), on_wait=warn, create=create) as library:
        with progress_bar(_("Reading the library"), quiet=options.json) as progress:
            library.resync(progress)
        yield library


def _store(place: Location) -> AnyStore:
    """Return the store of a library that must be there."""
    from store.library.opening import store_at

    with ExitStack() as stack:
        store = store_at(place, creator=_creator(), on_wait=warn)
        stack.callback(store.close)
        store.open()
        store.check_exists()
        stack.pop_all()
    return store


def _creator() -> str:
    """Return the name that the user signs with."""
    from tui.cli.settings_file import usable_config
    from tui.user_folders import login_name

    return usable_config().creator or login_name()


def _add_server(parser: ArgumentParser) -> None:
    parser.add_argument(
        "server",
        type=writable,
        metavar="ADDRESS",
        help=_("the library on a server: postgresql://…"),
    )


def _add_folder(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=writable, metavar="DIR", help=_("the folder of the offline copy"))


def _add_dry_run(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("only say what would be transferred, and write nothing"),
    )


def _add_pull_arguments(parser: ArgumentParser) -> None:
    _add_server(parser)
    _add_folder(parser)
    _add_dry_run(parser)


def _add_push_arguments(parser: ArgumentParser) -> None:
    _add_folder(parser)
    _add_server(parser)
    _add_dry_run(parser)


PULL = Command(
    name="pull",
    summary=lazy("Bring the changes of a library on a server into an offline copy in a folder."),
    usages=(
        Usage(
            "pull ADDRESS DIR [--dry-run]",
            lazy("Make an offline copy in an empty folder; later, merge into it what has changed since."),
        ),
    ),
    examples=("pull 'postgresql://db.example.org/corpus' 离线",),  # untranslated: a command
    configure=_add_pull_arguments,
    run=pull_changes,
)
PUSH = Command(
    name="push",
    summary=lazy("Bring the changes of an offline copy to its library on a server."),
    usages=(Usage("push DIR ADDRESS [--dry-run]"),),
    examples=("push 离线 'postgresql://db.example.org/corpus'",),  # untranslated: a command
    configure=_add_push_arguments,
    run=push_changes,
)
