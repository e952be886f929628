"""What a library needs of the index that answers questions about all its articles.

An index is derived from the documents and can be deleted: it is compared with the store when the library is
opened and rebuilt where it differs. :class:`store.index.sqlite.sqlite_index.SqliteIndex` keeps it in an
SQLite file, :class:`store.index.postgres.postgres_index.PostgresIndex` in tables of a server.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from store.index.counts import AnnotationCounts
from store.model.edits import Edit
from store.model.listing.order import ADDED_LAST_FIRST, Order
from store.model.listing.rows import Row
from store.progress import Progress, no_progress
from store.query.tree import And, Attribute, Field, Node, Not, Or, Query, Term, Thing, Together, children

FEW = 16
"""Up to this many texts :meth:`ArticleIndex.search` leaves unranked: to read them is the better way to rank
them."""

MOST_TOGETHER = 12
"""Runs of characters that an index is asked for together, at most: more take longer than they spare."""


def is_known(node: Node) -> bool:
    """Whether an index can tell which articles match a node of a query, without reading them.

    It knows fields, words of the texts and attributes, negated and combined at will, but neither the words of
    notes and quotes, nor remarks, nor decisions, nor patterns.
    """
    if isinstance(node, Term):
        if node.field is Field.HAS:
            return Thing.REMARK not in node.values
        return node.field not in (Field.NOTE, Field.QUOTE, Field.REMARK, Field.DISPUTED)
    if isinstance(node, And | Or | Not):
        return all(map(is_known, children(node)))
    return isinstance(node, Attribute | Together)


class Facet(msgspec.Struct, frozen=True):
    """A value that the list can be filtered by."""

    field: Field
    value: str
    articles: int
    """How many articles have it."""


class AttributeFacet(msgspec.Struct, frozen=True):
    """A value of an attribute that the list can be filtered by."""

    name: str
    """The name of the attribute."""
    value: str
    articles: int
    """How many articles have it."""


class ArticleIndex(Protocol):
    """Rows, filters, counts and full-text search over all articles; safe to call from any thread.

    Lists of articles are in the order of the list: those added last come first.
    """

    @property
    def damage(self) -> Mapping[str, str]:
        """By ID, what is wrong with each article that is left out because it cannot be read."""

    def close(self) -> None:
        """Release what the index holds open."""

    def notices(self) -> list[str]:
        """Return a sentence for each time that the index was found damaged since the last call."""

    def verify(self) -> None:
        """Read all of the index, and rebuild it if it is damaged. Call this in the background."""

    # Synchronisation with the store

    def resync(self, progress: Progress = no_progress) -> frozenset[str]:
        """Compare the index with the store and update it; return the IDs of the articles that had changed."""

    def predict(self, edits: Iterable[Edit]) -> dict[str, AnnotationCounts]:
        """Return, by article, how pending edits change its annotation counts, where they change nothing else.

        The caller holds the store's lock and passes the result to :meth:`refresh` once the edits are written,
        so that the other annotations of these articles need not be counted again.
        """

    def refresh(self, articles: Iterable[str], predicted: Mapping[str, AnnotationCounts]) -> None:
        """Update the rows of articles that were just written or removed, and announce them to other
        processes.

        :param articles: IDs; the empty ID stands for the documents of the library itself.
        :param predicted: what :meth:`predict` returned for them.
        """

    def news(self) -> set[str]:
        """Return the articles that other processes have written since the last call."""

    # The list

    def count(self) -> int:
        """Return how many articles there are."""

    def rows(self, offset: int = 0, limit: int = -1) -> list[Row]:
        """Return a part of the list; all of it from ``offset`` on when ``limit`` is negative."""

    def rows_of(self, articles: Iterable[str]) -> list[Row]:
        """Return the rows of articles in the given order, without those that are not in the list."""

    def position(self, article: str) -> int | None:
        """Return the position of an article in the list, from 0; None when it is not there."""

    def filtered(
        self,
        query: Query,
        keep: str = "",
        order: Order = ADDED_LAST_FIRST,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Return the IDs of the articles that match a query, and the article ``keep`` in its place.

        :param query: of nodes that an index knows, see :func:`is_known`; others are evaluated by
            :class:`store.index.evaluation.Evaluator`.
        :param order: the order of the IDs.
        :param among: the IDs of the only articles that are asked for; None for all.
        """

    def named(self, typed: str) -> set[str]:
        """Return the IDs of the articles whose title, source or an author contains what was typed.

        Characters match themselves, in either script, width and case. Letters match the beginning of the
        pinyin of a character, so that ``jrfw``, ``jinrfw`` and ``jr服`` all find 金融服务.
        """

    def facets(self) -> list[Facet]:
        """Return the values that the list can be filtered by, the most frequent of each field first."""

    def attribute_facets(self) -> list[AttributeFacet]:
        """Return the values of attributes, sorted by name, the most frequent of each first."""

    def newest(self) -> str:
        """Return when the article added last was added (UTC, ISO 8601); empty when there is none."""

    # Articles by what is known of them

    def starting_with(self, prefix: str, limit: int) -> list[str]:
        """Return the IDs that start with ``prefix``, sorted; at most ``limit`` unless it is negative."""

    def from_origin(self, origin: str) -> str | None:
        """Return the ID of the article imported last from a file or an address."""

    def from_origins(self, origins: Sequence[str]) -> dict[str, str]:
        """Return the ID of the article imported last from each of some files or addresses that have one."""

    def with_digest(self, digest: str) -> tuple[str, str] | None:
        """Return ID and title of the article with exactly the text of that digest."""

    def digests(self, articles: Sequence[str]) -> list[str]:
        """Return the digest of the text of each article; empty for one that is not in the list."""

    def resembling(self, sketch: Sequence[int]) -> list[str]:
        """Return the IDs of a few articles whose texts have sketches most like a given one.

        It takes no longer in a large library than in a small one. See :mod:`store.index.sketch`.
        """

    def titled(self, title: str) -> list[Row]:
        """Return the articles with a folded title."""

    # Tags and links

    def uses(self) -> dict[str, int]:
        """Return how often each tag is used, on articles and on annotations."""

    def tagged(self, tag: str) -> set[str]:
        """Return the IDs of the articles that use a tag, on themselves or on an annotation."""

    def tags_on(self, article: str) -> set[str]:
        """Return the tags used on an article or on its annotations."""

    def annotated_by(self, creators: Collection[str]) -> set[tuple[str, str]]:
        """Return the creators with the IDs of the articles that have an annotation by exactly them."""

    def linking_to(self, names: Collection[str]) -> list[str]:
        """Return the IDs of the articles whose notes link to one of the names."""

    # Text

    def search(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, the most relevant first."""

    def near(self, runs: Sequence[str], reach: int, marks: str) -> list[int]:
        """Return the numbers of the texts in which folded runs of characters are near each other.

        :param reach: code points between the end of the first run and the start of the last, at most.
        :param marks: the text must have one of these after a run and one before a run, unless it is empty.
        """

    def count_with(self, phrase: str) -> int:
        """Return how many articles contain a folded phrase."""

    def texts_with(self, phrase: str) -> list[int]:
        """Return the numbers of the texts that contain a folded phrase, in no order; removed articles
        included.
        """

    def tagged_texts(self, after: str, limit: int) -> list[tuple[str, int]]:
        """Return articles that use a tag with the numbers of their texts: ``limit`` at most, after an ID."""

    def with_text(self, number: int) -> list[tuple[str, str]]:
        """Return ID and title of each article that has the text of that number."""
