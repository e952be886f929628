"""Keeps what was counted in many articles, so that it is shown at once the next time.

A result is found by what was counted and how. It is valid as long as articles and texts are the same;
when they are not, a new result takes the place of an old one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from store.corpus.tokens import TokenReader

Counted = TypeVar("Counted", bound=msgspec.Struct)

FEWEST = 500
"""Articles that are counted again each time, at most: that takes half a second."""

LARGEST = 16 << 20
"""Bytes of a result that is kept, at most."""

PLACES = 16
"""Results that are kept of what is counted alike in other articles: two are compared for keyness."""

VERSION = 1
"""Of what is counted, and of how it is written."""

_DIGEST = 16


def kept(
    reader: TokenReader,
    articles: Sequence[str],
    how: Sequence[object],
    kind: type[Counted],
    count: Callable[[], Counted],
) -> Counted:
    """Return what was counted before, or count it and keep it.

    :param articles: those that are counted, in the order in which they are.
    :param how: all that decides on the result beside the articles and the reader. The first of it is the name
        of what is counted; without one, nothing is kept.
    :param count: counts; what it raises is raised. It is not kept if an article could not be read.
    """
    store = reader.kept
    if store is None or not how[0] or len(articles) <= FEWEST:
        return count()
    same = reader.fingerprint(articles)
    recipe = msgspec.json.encode((VERSION, kind.__name__, reader.recipe, how, same[0] % PLACES))
    key = blake2b(recipe, digest_size=_DIGEST).digest()
    found = store.get(key)
    if found is not None and found.startswith(same):
        try:
            return msgspec.msgpack.decode(
                memoryview(found)[len(same) :], type=kind, dec_hook=lambda as_type, value: as_type(value)
            )
        except (msgspec.MsgspecError, TypeError, ValueError):
            pass  # it is counted again
    result = count()
    written = msgspec.msgpack.encode(result)
    if not reader.unread and len(written) <= LARGEST:
        store.put(key, same + written)
        store.flush()
    return result
