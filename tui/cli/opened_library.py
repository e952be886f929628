"""Opening the library for a command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy, ngettext
from tui.cli.output.printing import Problems, warn
from tui.cli.progress_bar import progress_bar
from tui.cli.words_of_library import use_words_of

if TYPE_CHECKING:
    from store.library import Library
    from store.location import Location


@contextmanager
def opened_library(
    options: Namespace, *, create: bool = False, may_be_absent: bool = False, tells_copies: bool = True
) -> Iterator[Library]:
    """The library that a command works on, with an up-to-date catalogue; it is closed at the end.

    :param create: whether to create the library if it does not exist; commands that need something in it
        do not.
    :param may_be_absent: whether one that does not exist and is not created is as an empty one. The default
        library always is: a fresh installation has none yet.
    :param tells_copies: whether to say that there are conflict copies, which `merge-copies` merges.
    :raises LibraryUnavailable: it does not exist, or cannot be opened.
    """
    from store.library import open_library
    from tui.cli.settings_file import usable_config
    from tui.user_folders import library_location, login_name

    creator = usable_config().creator or login_name()
    place, is_default = library_location(getattr(options, "library", None))
    must_exist = not (create or may_be_absent or is_default)
    library = open_library(place, creator=creator, on_wait=warn, create=create, must_exist=must_exist)
    try:
        with progress_bar(_("Reading the library"), quiet=options.json) as progress:
            library.resync(progress)
        use_words_of(library)
        problems = Problems(lazy("and {number:,} more problems; `pizhu check` lists all of them."))
        problems.report_all(library.damage())
        problems.summarise()
        if tells_copies:
            _tell_copies(library)
        yield library
    finally:
        for sentence in library.notices():
            warn(sentence)
        library.close()


def _tell_copies(library: Library) -> None:
    """Say that programs have left conflict copies in the folder of the library."""
    if copies := library.found_copies():
        warn(
            ngettext(
                "there is a conflict copy in the library: `pizhu merge-copies` merges it or says why not.",
                "there are {count:,} conflict copies in the library: `pizhu merge-copies` merges them or "
                "says why not.",
                len(copies),
            )
        )


def library_place(options: Namespace) -> Location:
    """Where the library is: what ``--library`` names, what ``PIZHU_LIBRARY`` does, or the default folder."""
    from tui.user_folders import library_location

    location, _is_default = library_location(getattr(options, "library", None))
    return location


def library_folder(options: Namespace) -> Path:
    """The folder of the library, for what is done with its files.

    :raises UsageError: the library is on a server.
    """
    place = library_place(options)
    if isinstance(place, Path):
        return place
    raise UsageError(_("{library} is on a server: this is for a library in a folder.", library=place))
