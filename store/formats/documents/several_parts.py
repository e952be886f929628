"""Reads files that hold several others, such as archives and mailboxes: one that fails stops no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from store.errors import BadInput, reason_in
from store.importing.piece import Piece
from store.language import _, ngettext

Part = tuple[str, Callable[[], Iterable[Piece]]]
"""The key of a part, and what reads it."""

_MOST_TOLD = 10
"""Parts that cannot be read, of which the reasons are told."""


def read_parts(parts: Iterable[Part], name: str, things: str) -> Iterator[Piece]:
    """Yield the articles of parts, with keys; the last one tells which parts could not be read, and why.

    :param name: what errors call the file.
    :param things: what the parts are, in the plural and in the language of the reader.
    :raises BadInput: none of them can be read.
    """
    last: Piece | None = None
    refused: list[str] = []
    failed = 0
    reasons: Counter[str] = Counter()
    for key, read in parts:
        try:
            for piece in read():
                if last is not None:
                    yield last
                others = tuple(f"{key}#{each}" for each in piece.other_keys)
                last = replace(piece, key=f"{key}#{piece.key}" if piece.key else key, other_keys=others)
        except BadInput as error:
            failed += 1
            if len(refused) < _MOST_TOLD:
                refused.append(str(error))
            reasons[reason_in(str(error), f"{name}/{key}", key, name)] += 1
    if last is None:
        if not refused:
            raise BadInput(
                _("{name}: none of its {things} can be read as an article.", name=name, things=things)
            )
        raise BadInput(
            _(
                "{name}: none of its {things} can be read as an article; {reason}",
                name=name,
                things=things,
                reason=refused[0],
            )
        )
    if failed > len(refused):
        more = failed - len(refused)
        refused.append(ngettext("{count:,} more could not be read", "{count:,} more could not be read", more))
    yield replace(
        last,
        remarks=last.remarks + tuple(_("not imported: {reason}", reason=each) for each in refused),
        refused=(*last.refused, *reasons.items()),
    )


def tells_refusal(remark: str) -> bool:
    """Whether a remark is one of :func:`read_parts` on a part that could not be read."""
    return remark.startswith(_("not imported: {reason}", reason=""))
