"""The command `read`: opens the reader."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import AmbiguousId, NoLibrary, UnknownArticle, UsageError
from store.language import _, lazy
from tui.cli.arguments import path_text
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import SOME_FAILED
from tui.cli.output.printing import warn

if TYPE_CHECKING:
    from store.library import Library
    from tui.adjudicating.asked import Asked

LOCK_TIMEOUT = 0.05
"""Seconds that the screen may stand still while another process writes; see ``write_queue``."""


def open_reader(options: Namespace) -> int:
    """Open the reader, at an article or annotation if one is named.

    :raises UsageError: there is no terminal, or no article, annotation or file of that name.
    """
    if options.plain:
        from tui.cli.commands.reading.plainly import read_plainly

        return read_plainly(options, partial(_find_or_import, name=options.what) if options.what else None)
    if not (_is_in_browser() or is_in_terminal()):
        raise UsageError(
            _("The reader needs a terminal: run pizhu in one, or use a command such as `pizhu list`.")
        )
    return run_reader(options, options.what, starters=options.starters)


def run_reader(
    options: Namespace, what: str | None = None, *, starters: bool = False, adjudicated: Asked | None = None
) -> int:
    """Run the reader until it is closed; return the exit code.

    :param what: an article, an annotation or a file to open first.
    :param starters: whether the starter articles are added.
    :param adjudicated: what is adjudicated first; None for nothing.
    """
    gc.disable()  # until the first screen: the app enables it
    from store.library import open_library
    from tui.settings.reading import read_settings
    from tui.user_folders import config_file, library_location, login_name

    settings = read_settings(config_file())
    config = settings.config
    root, is_default = library_location(getattr(options, "library", None))
    opened = partial(open_library, root, creator=config.creator or login_name(), patience=LOCK_TIMEOUT)
    try:
        library = opened(create=isinstance(root, Path), must_exist=True)
    except NoLibrary as error:
        if _is_in_browser():  # nobody can answer
            raise
        if not is_creation_wanted(error):
            return SOME_FAILED
        library = opened()
    try:
        with library.waiting_longer():
            article, annotation = _find_or_import(library, what) if what else (None, None)
        wants_starters = starters or (
            is_default and library.articles.is_empty() and not library.has_starters()
        )
        from store.patience import impatient
        from tui.app import PizhuApp
        from tui.keys.keymap import REGISTERED, Keymap

        keymap = Keymap(config.keys) if config.keys else REGISTERED
        app = PizhuApp(
            library,
            config,
            article=article,
            annotation=annotation,
            starters=wants_starters,
            keymap=keymap,
            problems=(*settings.problems, *settings.sentences_about_keys(keymap.problems)),
            may_tour=wants_starters,
            adjudicated=adjudicated,
        )
        with impatient():
            app.run()
        return app.return_code or 0
    finally:
        gc.enable()
        library.close()


def _is_in_browser() -> bool:
    """Whether `pizhu serve` runs this reader, whose screen is a page."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def is_creation_wanted(absence: NoLibrary) -> bool:
    """Ask whether to make a library on a server where there is none, and return the answer.

    Others see what is made there, and a name may have been mistyped.
    """
    warn(str(absence))
    sys.stderr.write(_("Make an empty one there? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def is_in_terminal() -> bool:
    """Whether the reader can be shown: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _find_or_import(library: Library, name: str) -> tuple[str, str | None]:
    """The IDs of the article and the annotation at an address; a file of that name is imported first.

    :param name: the ID of an article, ``ID@ANNOTATION``, a URI of them, or the name of a file.
    """
    from store.index.addresses import is_uri
    from store.notes.places import find_place
    from tui.user_folders import expanded

    library.resync()
    path = expanded(name)
    if not is_uri(name) and path.is_file():
        from store.importing.reading import read_file

        article = read_file(path)[0].article
        return library.articles.add(article.draft, tags=article.tags, note=article.note)[0], None
    try:
        return find_place(library, name)
    except AmbiguousId:
        raise
    except UnknownArticle as error:
        if is_uri(name):
            raise
        raise UsageError(
            _("There is no article or file {name!r}: see the IDs with `pizhu list`.", name=name)
        ) from error


def _add_read_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        type=path_text,
        metavar="ID|FILE",
        help=_("an article, ID@ANNOTATION, a link pizhu://read/…, or a file to import and open"),
    )
    parser.add_argument("--starters", action="store_true", help=_("add the starter articles to the library"))
    parser.add_argument(
        "--plain", action="store_true", help=_("read line by line in words, for screen readers and pipes")
    )


READ = Command(
    name="read",
    summary=lazy("Open the reader, at an article or annotation if one is named."),
    usages=(
        Usage(
            "[read [ID|ID@ANNOTATION|FILE]] [--starters] [--plain]",
            lazy("Open the reader, at an article or annotation if one is named; a FILE is imported first."),
        ),
    ),
    examples=(
        "read --starters",
        "read 3f9c12",
        lazy("read 报道.txt"),
    ),
    configure=_add_read_arguments,
    run=open_reader,
    has_json=False,
)
