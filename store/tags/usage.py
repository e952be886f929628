"""Where a tag is used, place by place; and some of those places given another tag instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation
from store.model.query import Field, Query
from store.progress import Progress, no_progress


class Use(msgspec.Struct, frozen=True):
    """A place where a tag stands: on an annotation, or on a whole article."""

    article: str
    """The article's ID."""
    title: str
    tags: tuple[str, ...]
    """All that stand there."""
    annotation: Annotation | None = None
    """None: it is on the article."""

    @property
    def words(self) -> str:
        """What it stands on, for a list: the quote, or the title."""
        return self.annotation.exact if self.annotation else self.title


def uses_of(library: Library, tag: str, *, below: bool = False) -> Iterator[Use]:
    """Every use of a tag, in the order of the list, in an article in text order.

    :param below: also those of the tags below it.

    Articles that cannot be read are left out: ``check`` tells of them.
    """
    for row in library.articles.filtered(Query().also(Field.TAG, tag)).rows():
        try:
            marks = library.annotations.of(row.id)
        except PizhuError:
            continue
        if _has(row.tags, tag, below=below):
            yield Use(row.id, row.title, row.tags)
        for mark in marks:
            if _has(mark.tags, tag, below=below):
                yield Use(row.id, row.title, mark.tags, mark)


def _has(tags: Iterable[str], tag: str, *, below: bool) -> bool:
    return any(name == tag or (below and name.startswith(f"{tag}/")) for name in tags)


def split(
    library: Library, tag: str, chosen: Iterable[Use], into: str, progress: Progress = no_progress
) -> int:
    """Give the chosen uses of a tag another tag instead, in one step; how many had it still.

    :param progress: told how much of how much is done.
    :raises BadTagName: the name cannot be kept; nothing is changed.
    """
    by_article: defaultdict[str, set[str]] = defaultdict(set)
    for use in chosen:
        by_article[use.article].add(use.annotation.id if use.annotation else "")
    done = 0
    with library.one_step(f"split “{into}” from the tag “{tag}”"):
        for number, (article, places) in enumerate(by_article.items()):
            progress(number, len(by_article))
            if "" in places and tag in library.articles.get(article).tags:
                library.articles.retag(article, add=[into], remove=[tag])
                done += 1
            for mark in library.annotations.of(article):
                if mark.id in places and tag in mark.tags:
                    tags = [into if name == tag else name for name in mark.tags]
                    library.annotations.edit(article, mark.id, tags=tags)
                    done += 1
    return done
