"""Opening the reader from the command line."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from store.errors import AmbiguousId, UnknownArticle, UsageError
from store.library import Library, open_library
from tui.config import expanded, library_root, load_config, login_name

PATIENCE = 0.05
"""Seconds the screen stands still for another process that is writing; see ``write_queue``."""


def open_reader(options: Namespace) -> int:
    """Open the reader as the options say; its exit code.

    :raises UsageError: there is no terminal to read in, or neither article nor file of that name.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise UsageError(
            "The reader needs a terminal: run pizhu in one, or use a command such as `pizhu list`."
        )
    config = load_config()
    root, is_default = library_root(getattr(options, "library", None))
    library = open_library(root, creator=config.creator or login_name(), patience=PATIENCE)
    try:
        with library.waiting_longer():
            article = _article(library, options.what) if options.what else None
        wanted = options.starters or (
            is_default and library.articles.is_empty() and not library.has_starters()
        )
        from tui.app import PizhuApp

        app = PizhuApp(library, config, article=article, starters=wanted)
        app.run()
        return app.return_code or 0
    finally:
        library.close()


def _article(library: Library, what: str) -> str:
    """The ID of the article that was named, by its ID or by a file to import first."""
    library.resync()
    path = expanded(what)
    if path.is_file():
        from store.importing.reading import read_file

        draft, _ = read_file(path)
        return library.articles.add(draft)[0]
    try:
        return library.ids.resolve(what)
    except AmbiguousId:
        raise
    except UnknownArticle as error:
        raise UsageError(f"There is no article or file {what!r}: see the IDs with `pizhu list`.") from error
