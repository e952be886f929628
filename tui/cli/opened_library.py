"""Opening the library for a command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.language import _, lazy
from tui.cli.output.printing import Problems, warn
from tui.cli.progress_bar import progress_bar
from tui.cli.words_of_library import use_words_of

if TYPE_CHECKING:
    from store.library import Library
    from store.location import Location


@contextmanager
def opened_library(options: Namespace, *, create: bool = True) -> Iterator[Library]:
    """The library that a command works on, with an up-to-date catalogue; it is closed at the end.

    :param create: whether to create the library if it does not exist; commands that only read do not.
    """
    from store.library import open_library
    from tui.cli.settings_file import usable_config
    from tui.user_folders import login_name

    creator = usable_config().creator or login_name()
    library = open_library(library_place(options), creator=creator, on_wait=warn, create=create)
    try:
        with progress_bar(_("Reading the library"), quiet=options.json) as progress:
            library.resync(progress)
        use_words_of(library)
        problems = Problems(lazy("and {number:,} more problems; `pizhu check` lists all of them."))
        problems.report_all(library.damage())
        problems.summarise()
        yield library
    finally:
        for sentence in library.notices():
            warn(sentence)
        library.close()


def library_place(options: Namespace) -> Location:
    """Where the library is: what ``--library`` names, what ``PIZHU_LIBRARY`` does, or the default folder."""
    from tui.user_folders import library_location

    location, _is_default = library_location(getattr(options, "library", None))
    return location
