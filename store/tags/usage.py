"""Finds the uses of a tag, and splits a tag by moving some of its uses to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from store.errors import PizhuError
from store.library import Library
from store.model import step_labels
from store.model.annotation import Annotation
from store.progress import Progress, no_progress
from store.query.tree import Field, Query


class Use(msgspec.Struct, frozen=True):
    """A use of a tag, on an annotation or on an article."""

    article: str
    """The article's ID."""
    title: str
    tags: tuple[str, ...]
    """All tags of the annotation or article."""
    annotation: Annotation | None = None
    """The annotation; None if the tag is on the article."""

    @property
    def words(self) -> str:
        """The text to list it by: the annotated text, or the article's title."""
        return self.annotation.exact if self.annotation else self.title


def uses_of(library: Library, tag: str, *, below: bool = False) -> Iterator[Use]:
    """Yield every use of a tag: articles in the order of the list, annotations in text order.

    Articles that cannot be read are skipped; ``check`` reports them.

    :param below: include the tags below it.
    """
    for row in library.articles.filtered(Query().also(Field.TAG, tag)).rows():
        try:
            annotations = library.annotations.of(row.id)
        except PizhuError:
            continue
        if _has(row.tags, tag, below=below):
            yield Use(row.id, row.title, row.tags)
        for annotation in annotations:
            if _has(annotation.tags, tag, below=below):
                yield Use(row.id, row.title, annotation.tags, annotation)


def _has(tags: Iterable[str], tag: str, *, below: bool) -> bool:
    return any(name == tag or (below and name.startswith(f"{tag}/")) for name in tags)


def split(
    library: Library, tag: str, chosen: Iterable[Use], into: str, progress: Progress = no_progress
) -> int:
    """Replace a tag by another on the chosen uses, as one undo step; return how many still had it.

    :param progress: called with the number of articles done and their total.
    :raises BadTagName: when the new name is invalid; nothing is changed.
    """
    by_article: defaultdict[str, set[str]] = defaultdict(set)
    for use in chosen:
        by_article[use.article].add(use.annotation.id if use.annotation else "")
    done = 0
    with library.one_step(step_labels.split_tag(into=f"“{into}”", tag=f"“{tag}”")):
        for number, (article, places) in enumerate(by_article.items()):
            progress(number, len(by_article))
            if "" in places and tag in library.articles.get(article).tags:
                library.articles.retag(article, add=[into], remove=[tag])
                done += 1
            for annotation in library.annotations.of(article):
                if annotation.id in places and tag in annotation.tags:
                    tags = [into if name == tag else name for name in annotation.tags]
                    library.annotations.edit(article, annotation.id, tags=tags)
                    done += 1
    return done
