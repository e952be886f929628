"""What a reader of a file format returns for each article of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

from store.chinese.folding import fold
from store.importing.splits.splitting import Split
from store.model.new_article import NewArticle


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One article of a file."""

    article: NewArticle
    """The origin of its draft is empty, so that :func:`store.importing.reading.read_file` fills it in, unless
    the format knows an origin that is the same for every copy of the file."""
    key: str = ""
    """Which article of the file it is, such as the GUID of a feed's entry; empty if it is the only one."""
    other_keys: tuple[str, ...] = ()
    """Keys that it may have had when the file was read otherwise before."""
    file_format: str = ""
    """The name of the format, such as ``HTML``."""
    encoding: str = ""
    """The encoding of a text file, with what was repaired: ``gb18030 (damaged, 1 place)``."""
    remarks: tuple[str, ...] = ()
    """What was left out or is doubtful, each a phrase such as ``12 lines of navigation left out``."""
    split: Split | None = None
    """How its text may be split, if it seems to hold several articles."""

    refused: tuple[tuple[str, int], ...] = ()
    """Why other parts of its file are no articles, such as rows without a text, and how many of them."""
    skipped: tuple[tuple[str, int], ...] = ()
    """What kinds of files an archive has that were left alone, and how many of them."""


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the user has said about the files to be imported."""

    columns: dict[str, str] = {}
    """The column or key of a table for a field of an article, by field: ``{"title": "标题"}``."""
    more_columns: tuple[dict[str, str], ...] = ()
    """Other columns, which are tried in turn for a table that lacks those; they need not be those of any."""
    is_one_of_several: bool = False
    """Whether a table that lacks all these columns is read as if nothing had been said of its columns."""
    attributes: tuple[str, ...] = ()
    """The names of the attributes of the library: columns and properties with these names are taken."""
    split: str = ""
    """What begins the next article of a text: see :mod:`store.importing.splits.splitting`. Empty for one."""

    def attribute_named(self, name: str) -> str:
        """Return the attribute with a name, in any script, width and case; empty if there is none."""
        wanted = fold(name.strip())
        return next((each for each in self.attributes if fold(each) == wanted), "")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bytes of a file come from."""

    name: str
    """What messages call it: its path, its address, or its name in an archive."""
    path: Path | None = None
    """The file; None for bytes of another origin. Readers open no other file."""
    url: str = ""
    """The address that it was fetched from."""
    charset: str = ""
    """The encoding that the server named; empty if it named none."""
    options: ReadOptions = ReadOptions()
    depth: int = 0
    """How many files hold it: an attachment of a mail in an archive has 2."""

    def inside(self, name: str) -> Source:
        """Return where the bytes of a file in this one come from.

        :param name: its name in this file.
        """
        return Source(name=f"{self.name}/{name}", options=self.options, depth=self.depth + 1)


Reader: TypeAlias = Callable[[bytes, Source], Iterable[Piece]]
"""The function ``read`` of a format's module. It raises BadInput if the bytes are not valid."""
