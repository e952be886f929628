"""An index of tags: where each is used, gathered while the articles go by, and written after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from store.exporting.passages import Numbered
from store.model.article import Article
from store.model.tag import Tag

LONGEST_QUOTE = 16
"""Characters of the marked words that an index shows."""


class Place(msgspec.Struct, frozen=True):
    """Marked words that have a tag."""

    number: int
    """The annotation's, in its article."""
    words: str
    """The beginning of its words."""


class Uses(msgspec.Struct):
    """Where in one article a tag is used."""

    article: int
    """How many articles came before it."""
    is_on_article: bool = False
    """Whether the article itself has the tag."""
    places: list[Place] = msgspec.field(default_factory=list)


class Entry(msgspec.Struct, frozen=True):
    """A tag of the index."""

    name: str
    description: str
    uses: list[Uses]

    @property
    def count(self) -> int:
        """How often the tag is used."""
        return sum(len(use.places) + use.is_on_article for use in self.uses)


class TagIndex:
    """The uses of each tag, by article."""

    def __init__(self, codebook: Iterable[Tag]) -> None:
        self._described = {tag.name: tag.description for tag in codebook}
        self._uses: dict[str, list[Uses]] = {}
        self._articles = 0

    def add(self, article: Article, marks: Iterable[Numbered]) -> None:
        """Note the tags of the next article and of its annotations."""
        for tag in article.tags:
            self._of(tag).is_on_article = True
        for each in marks:
            if each.mark.tags:
                place = Place(each.number, beginning(each.mark.exact))
                for tag in each.mark.tags:
                    self._of(tag).places.append(place)
        self._articles += 1

    def _of(self, tag: str) -> Uses:
        """The uses of a tag in the article that is being added."""
        every = self._uses.setdefault(tag, [])
        if not every or every[-1].article != self._articles:
            every.append(Uses(self._articles))
        return every[-1]

    def __iter__(self) -> Iterator[Entry]:
        """The tags that are used, each after the one above it."""
        for name in sorted(self._uses, key=lambda name: name.split("/")):
            yield Entry(name, self._described.get(name, ""), self._uses[name])


def beginning(words: str) -> str:
    """The beginning of marked words on one line, with an ellipsis when there is more."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"
