"""What the user says about all articles of an import: fields, tags, and how files are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from store.importing.inputs.file_name_pattern import FileNamePattern
from store.importing.piece import Piece
from store.language import _
from store.library.corrections import Value, with_fields

NAMELESS = "-"
"""What standard input is called, which has no name that a pattern could fit."""


class BatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the user has said about the articles of one import."""

    fields: dict[str, Value] = {}
    """The fields that all articles get: see :func:`store.library.corrections.checked`."""
    tags: tuple[str, ...] = ()
    """The tags that all articles get."""
    pattern: FileNamePattern | None = None
    """The pattern of the names of the files."""

    def applied_to(self, pieces: Iterable[Piece], place: Path | str) -> list[Piece]:
        """Return the articles of a file with the fields and tags of this import.

        A title in the name of a file is that of its only article.

        :param place: the path of the file, or what it is called if it has none.
        """
        given = list(pieces)
        if not (self.fields or self.tags or self.pattern):
            return given
        has_name = str(place) not in ("", NAMELESS)
        named = self.pattern.fields_of(Path(place)) if self.pattern and has_name else None
        if named and len(given) > 1:
            named = {name: value for name, value in named.items() if name != "title"}
        return [self._applied(piece, named or {}, fits=named is not None) for piece in given]

    def _applied(self, piece: Piece, named: Mapping[str, Value], *, fits: bool) -> Piece:
        article = replace(
            piece.article,
            draft=with_fields(with_fields(piece.article.draft, named), self.fields),
            given=(*piece.article.given, *self.fields),
            given_tags=(*piece.article.given_tags, *self.tags),
        )
        remarks = piece.remarks
        if self.pattern and not fits:
            remarks = (
                *remarks,
                _("its name does not fit the pattern {pattern}", pattern=self.pattern.pattern),
            )
        return replace(piece, article=article, remarks=remarks)


NOTHING_SAID = BatchOptions()
"""The options of an import about which nothing was said."""
