"""Where tags are after a change of the codebook, so that what stood on a tag can follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.model.tag import Tag


def followed(paths: Iterable[str], before: Mapping[int, Tag], after: Mapping[int, Tag]) -> dict[str, str]:
    """Return the new path of each path that is another now: of a tag, or of one that only has tags below it.

    :param before: the tags before the change, by the ID of their document.
    :param after: the tags after it.
    """
    renamed = {
        tag.name: after[document].name
        for document, tag in before.items()
        if document in after and after[document].name != tag.name
    }
    found = {}
    for path in paths:
        for old, new in renamed.items():
            rest = old.removeprefix(path)
            if old == path or (rest != old and rest.startswith("/") and new.endswith(rest)):
                found[path] = new.removesuffix(rest)
                break
    return found
