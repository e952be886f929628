"""What is taken out of a library: some articles, with some of their annotations, read one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy

from store.errors import PizhuError
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.query import Field, Query, Term
from store.model.tag import Tag
from store.progress import Progress, no_progress
from store.tags.tree import ancestors


class Selection:
    """Articles with their annotations, in the order in which they were added.

    It may be gone through several times, and holds one article at a time. Who goes through it tells
    whoever watches how far it is; an article that cannot be read is left out, and told of in ``damage``.
    """

    def __init__(
        self,
        library: Library,
        *,
        articles: Iterable[str] = (),
        tags: Iterable[str] = (),
        progress: Progress = no_progress,
    ) -> None:
        """A selection of ``library``.

        :param articles: the IDs of those that are wanted, each once; all when none is named.
        :param tags: only annotations with one of these tags, or one below it, and articles that have such a
            one or such an annotation; all when none is named.
        :param progress: told how many of how many articles have been read, each time anew.
        """
        self.library = library
        self.tags = tuple(tags)
        """The tags that are asked for; none for all."""
        self.damage: dict[str, str] = {}
        """What is wrong with the articles that cannot be read, by ID."""
        self._progress = progress
        self._articles = list(dict.fromkeys(articles)) or self._every()

    def _every(self) -> list[str]:
        query = Query((Term(Field.TAG, self.tags),)) if self.tags else Query()
        rows = self.library.articles.filtered(query)
        return rows.articles[::-1]

    @property
    def articles(self) -> tuple[str, ...]:
        """The IDs of the articles that are looked into."""
        return tuple(self._articles)

    def __len__(self) -> int:
        """How many articles are looked into."""
        return len(self._articles)

    def __iter__(self) -> Iterator[tuple[Article, tuple[Annotation, ...]]]:
        """Each article, and those of its annotations that are wanted, in text order."""
        for done, article in enumerate(self._articles):
            self._progress(done, len(self._articles))
            try:
                opened, marks = self.library.articles.open(article)
            except PizhuError as error:
                self.damage[article] = str(error)
                continue
            wanted = tuple(mark for mark in marks if self._has(mark.tags))
            if wanted or self._has(opened.tags):
                yield opened, wanted
        self._progress(len(self._articles), len(self._articles))

    def _has(self, tags: Iterable[str]) -> bool:
        """Whether tags are wanted."""
        return not self.tags or any(
            f"{tag}/".startswith(f"{wanted}/") for tag in tags for wanted in self.tags
        )

    def whole_codebook(self) -> tuple[Tag, ...]:
        """:meth:`codebook`, with the entries of the tags that stand beside those asked for.

        So that what is exported uses no tag of which nothing is said. The articles are gone through for it.
        """
        if not self.tags:
            return self.codebook()
        names = {tag.name for tag in self.codebook()}
        for article, marks in self.first(len(self)):
            for tags in (article.tags, *(mark.tags for mark in marks)):
                names.update(tags, *map(ancestors, tags))
        return tuple(tag for tag in self.library.codebook.tags() if tag.name in names)

    def first(self, count: int) -> Selection:
        """The first so many articles of it, unwatched: to show what would come of it."""
        few = copy(self)
        few._articles, few._progress = self._articles[:count], no_progress  # noqa: SLF001 - of its own kind
        return few

    def codebook(self) -> tuple[Tag, ...]:
        """The entries of the codebook, by name: all, or those asked for with those above and below them."""
        every = self.library.codebook.tags()
        if not self.tags:
            return every
        above = {name for tag in self.tags for name in ancestors(tag)}
        return tuple(tag for tag in every if self._has([tag.name]) or tag.name in above)
