"""Limits the quotes of an article: thousands of annotations may each select nearly all of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.importing.limits import MAX_QUOTED, check_count
from store.language import pgettext
from store.model.annotation import Annotation


def limited_quotes(annotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Yield the annotations of an article.

    :raises BadInput: when they quote more than :data:`MAX_QUOTED` code points together.
    """
    quoted = 0
    for annotation in annotations:
        quoted += len(annotation.exact)
        check_count(quoted, MAX_QUOTED, pgettext("more than", "characters in its quotes together"))
        yield annotation
