"""Articles as a merge leaves them, with their annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.model.annotation import Annotation
from store.model.article import Article
from store.storage.document_store import DocumentStore
from store.storage.documents import annotations_of, article_of, read_consistent

ANNOTATION_WEIGHT = 400
"""Code points of text that take as much memory as an annotation."""


class OpenedArticles:
    """The articles that a merge has created, changed or looked at."""

    def __init__(self, store: DocumentStore) -> None:
        """Start without any; those of the library are read when they are needed."""
        self._store = store
        self._articles: dict[str, tuple[Article, dict[str, Annotation]]] = {}
        """By ID, the articles with their annotations by ID."""
        self._weights: dict[str, int] = {}
        """By ID, what they take, as code points of text that take as much memory."""
        self.remembered = 0
        """What they all take."""
        self._by_place: dict[str, dict[tuple[int, int], list[Annotation]]] = {}
        """By article, the annotations on each range, as far as somebody asked."""
        self._forgotten: set[str] = set()
        """The IDs of those that are not in the library: see :meth:`forget`."""

    def __contains__(self, article: str) -> bool:
        """Whether an article is here, remembered or forgotten, or in the library."""
        return self.has(article) or article in self._store

    def has(self, article: str) -> bool:
        """Whether an article was created here or looked at."""
        return article in self._articles or article in self._forgotten

    def is_forgotten(self, article: str) -> bool:
        """Whether nothing is remembered of an article that was created but its ID."""
        return article in self._forgotten

    def open(self, article: str) -> tuple[Article, Mapping[str, Annotation]]:
        """Return an article with its annotations by ID. It must not be forgotten."""
        if article not in self._articles:
            record = read_consistent(self._store, article)
            self._articles[article] = article_of(record), {}
            self._weigh(article, _weight(self._articles[article][0]))
            for annotation in annotations_of(record):
                self.add(article, annotation)
        return self._articles[article]

    def put(self, article: Article) -> None:
        """Take what an article becomes; its annotations stay."""
        before, annotations = self._articles.get(article.id, (None, {}))
        self._articles[article.id] = article, annotations
        self._weigh(article.id, _weight(article) - (_weight(before) if before else 0))

    def add(self, article: str, annotation: Annotation) -> None:
        """Add an annotation to an article that was opened or put."""
        self._articles[article][1][annotation.id] = annotation
        self._weigh(article, ANNOTATION_WEIGHT + len(annotation.exact) + len(annotation.note))
        if article in self._by_place:
            self._by_place[article].setdefault((annotation.start, annotation.end), []).append(annotation)

    def on(self, article: str, start: int, end: int) -> Sequence[Annotation]:
        """Return the annotations on a range."""
        if article not in self._by_place:
            places = self._by_place[article] = {}
            for each in self.open(article)[1].values():
                places.setdefault((each.start, each.end), []).append(each)
        return self._by_place[article].get((start, end), ())

    def forget(self, most: int) -> None:
        """Forget the oldest ones until the others take no more memory than so many code points of text.

        One of the library is read again when it is needed, without what the merge would have changed.
        """
        while self.remembered > most and len(self._articles) > 1:
            oldest = next(iter(self._articles))
            del self._articles[oldest]
            self._by_place.pop(oldest, None)
            self.remembered -= self._weights.pop(oldest)
            if oldest not in self._store:
                self._forgotten.add(oldest)

    def _weigh(self, article: str, more: int) -> None:
        self._weights[article] = self._weights.get(article, 0) + more
        self.remembered += more


def _weight(article: Article) -> int:
    return len(article.text) + len(article.note)
