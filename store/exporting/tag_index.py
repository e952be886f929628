"""Builds an index of tags while articles are exported, to be written after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from store.exporting.passages import NumberedAnnotation
from store.model.article import Article
from store.model.tag import Tag

MAX_EXCERPT = 16
"""The maximum length of the excerpts in the index, in characters."""


class Place(msgspec.Struct, frozen=True):
    """An annotation that has a tag."""

    number: int
    """The annotation's number in its article."""
    words: str
    """An excerpt of the annotated text."""


class ArticleUses(msgspec.Struct):
    """The uses of a tag in one article."""

    article: int
    """The position of the article in the export, from 0."""
    is_on_article: bool = False
    """Whether the article itself has the tag."""
    places: list[Place] = msgspec.field(default_factory=list)


class TagEntry(msgspec.Struct, frozen=True):
    """A tag in the index."""

    name: str
    description: str
    uses: list[ArticleUses]
    same_as: str = ""
    """The identity of the tag; see :attr:`store.model.tag.Tag.same_as`."""

    @property
    def count(self) -> int:
        """The number of articles and annotations that have the tag."""
        return sum(len(use.places) + use.is_on_article for use in self.uses)


class TagIndex:
    """The uses of each tag, grouped by article."""

    def __init__(self, codebook: Iterable[Tag]) -> None:
        self._tags = {tag.name: tag for tag in codebook}
        self._uses: dict[str, list[ArticleUses]] = {}
        self._articles = 0

    def add(self, article: Article, annotations: Iterable[NumberedAnnotation]) -> None:
        """Add the tags of the next article and of its annotations."""
        for tag in article.tags:
            self._of(tag).is_on_article = True
        for each in annotations:
            if each.annotation.tags:
                place = Place(each.number, excerpt(each.annotation.exact))
                for tag in each.annotation.tags:
                    self._of(tag).places.append(place)
        self._articles += 1

    def _of(self, tag: str) -> ArticleUses:
        """Return the uses of a tag in the article that is being added."""
        every = self._uses.setdefault(tag, [])
        if not every or every[-1].article != self._articles:
            every.append(ArticleUses(self._articles))
        return every[-1]

    def __iter__(self) -> Iterator[TagEntry]:
        """Yield the tags in use, each after its parent."""
        for name in sorted(self._uses, key=lambda name: name.split("/")):
            tag = self._tags.get(name, Tag(name=name))
            yield TagEntry(name, tag.description, self._uses[name], tag.same_as)


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, with an ellipsis if it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_EXCERPT else line[: MAX_EXCERPT - 1] + "…"
