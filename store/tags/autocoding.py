"""Autocoding: finds all occurrences of a phrase and tags them in one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.chinese.variants import SPELLING, VariantKind, Variants
from store.errors import Conflict
from store.index.search import Hit, hit
from store.language import _
from store.library import Library
from store.model import step_labels
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.labels import quoted
from store.model.new_annotations import new_annotation
from store.model.tag import clean_tag_names
from store.progress import Progress, halves, no_progress

MAX_PLACES = 1000
"""The maximum number of occurrences that are listed."""


class Place(msgspec.Struct, frozen=True):
    """An occurrence of the phrase."""

    article: str
    """The article's ID."""
    title: str
    hit: Hit


def places_in(
    article: Article,
    words: str,
    most: int | None = MAX_PLACES,
    *,
    kinds: frozenset[VariantKind] = SPELLING,
) -> list[Place]:
    """Return the occurrences of a phrase and its variants in one article.

    :param most: the maximum number of occurrences; None for no limit.
    :param kinds: the differences that a variant may have, beside script and width.
    """
    text = article.text
    found = islice(Variants(words, kinds=kinds).matches(text), most)
    return [
        Place(article.id, article.title, hit(text, each.start, each.end, each.differences)) for each in found
    ]


def places(
    library: Library,
    words: str,
    first: str = "",
    most: int | None = MAX_PLACES,
    *,
    kinds: frozenset[VariantKind] = SPELLING,
) -> list[Place]:
    """Return the occurrences of a phrase and its variants in the library, exact matches first.

    :param first: the ID of an article whose occurrences come before all others.
    :param most: the maximum number of occurrences; None for no limit.
    :param kinds: the differences that a variant may have, beside script and width.
    :raises UsageError: the phrase is empty or too long.
    """
    found = places_in(library.articles.get(first), words, most, kinds=kinds) if first else []
    for each in library.texts.search_variants(words, kinds=kinds):
        if most is not None and len(found) >= most:
            break
        if each.id != first:
            found += [Place(each.id, each.title, hit) for hit in each.hits]
    return found[:most]


def tag_everywhere(
    library: Library, chosen: Iterable[Place], tags: Iterable[str], progress: Progress = no_progress
) -> int:
    """Tag occurrences as one undo step, except those that have the tags; return how many were tagged.

    :param progress: called with the work done and the total, as long as the operation can be cancelled.
    :raises BadTagName: when a name is invalid; nothing is changed.
    :raises Conflict: when the text at one of the occurrences has changed; nothing is changed.
    """
    by_article: dict[str, list[Place]] = {}
    for place in chosen:
        by_article.setdefault(place.article, []).append(place)
    reading, writing = halves(progress)
    made: dict[str, list[Annotation]] = {}
    label = step_labels.tag_places(
        count=sum(map(len, by_article.values())), tags=quoted(clean_tag_names(tags))
    )
    with library.one_step(label):
        names = library.codebook.names(tags)
        for done, (article, wanted) in enumerate(by_article.items()):
            reading(done, len(by_article))
            opened, annotations = library.articles.open(article)
            made[article] = _annotations(opened.text, annotations, wanted, names, library.signature(article))
        library.annotations.put(made, label, writing)
    return sum(map(len, made.values()))


def _annotations(
    text: str,
    annotations: Sequence[Annotation],
    wanted: Iterable[Place],
    names: tuple[str, ...],
    creator: str,
) -> list[Annotation]:
    """Return new annotations for those occurrences in one article that do not have the tags yet."""
    there = {
        (annotation.start, annotation.end)
        for annotation in annotations
        if set(names) <= set(annotation.tags) and not annotation.orphan
    }
    made = []
    for place in wanted:
        start, end = place.hit.start, place.hit.end
        if hit(text, start, end, place.hit.differences) != place.hit:
            raise Conflict(
                _("The article “{title}” was changed in the meantime: search again.", title=place.title)
            )
        if (snap_start(text, start), snap_end(text, end)) not in there:
            made.append(new_annotation(text, start, end, tags=names, note="", creator=creator))
    return made
