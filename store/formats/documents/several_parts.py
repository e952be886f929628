"""Reads files that hold several others, such as archives and mailboxes: one that fails stops no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from store.errors import BadInput, reason_in
from store.importing.piece import Piece
from store.wording import counted

Part = tuple[str, Callable[[], Iterable[Piece]]]
"""The key of a part, and what reads it."""

_MOST_TOLD = 10
"""Parts that cannot be read, of which the reasons are told."""


def read_parts(parts: Iterable[Part], name: str, things: str) -> Iterator[Piece]:
    """Yield the articles of parts, with keys; the last one tells which parts could not be read, and why.

    :param name: what errors call the file.
    :param things: what the parts are, in the plural.
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
        reason = f"; {refused[0]}" if refused else ""
        raise BadInput(f"{name}: none of its {things} can be read as an article{reason or '.'}")
    if failed > len(refused):
        refused.append(f"{counted(failed - len(refused), 'more', 'more')} could not be read")
    yield replace(
        last,
        remarks=last.remarks + tuple(f"not imported: {each}" for each in refused),
        refused=(*last.refused, *reasons.items()),
    )
