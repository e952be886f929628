"""Marks the terms of a list in a library: finds their places, and tags these in one step of undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import Conflict, PizhuError
from store.index.evaluation import requirement
from store.language import _
from store.library import Library
from store.model import step_labels
from store.model.annotation import Annotation
from store.model.labels import quoted
from store.model.new_annotations import new_annotation
from store.progress import Progress, halves, no_progress
from store.query.tree import Query
from store.terms.listed_term import ListedTerm
from store.terms.term_finder import TermFinder, TermPlace
from store.terms.term_list import with_tags_of_identities

FEW_TERMS = 50
"""The index is asked for the texts that have one of so few terms; for more, all texts are read."""

FEW_TAGS = 3
"""The most tags that the label of a step names."""


class TermCount(msgspec.Struct, frozen=True):
    """A term and how often it stands in texts."""

    term: str
    tags: tuple[str, ...]
    same_as: str
    places: int
    articles: int


class FoundTerms:
    """The places of the terms of a list, by article."""

    def __init__(self, terms: Sequence[ListedTerm]) -> None:
        """Start without places."""
        self.terms = terms
        self.by_article: dict[str, list[TermPlace]] = {}
        self._texts: dict[str, int] = {}

    def add(self, article: str, text: str, places: list[TermPlace]) -> None:
        """Add the places in the text of an article."""
        if places:
            self.by_article[article] = places
            self._texts[article] = hash(text)

    def has_text(self, article: str, text: str) -> bool:
        """Whether the article has this text still."""
        return self._texts[article] == hash(text)

    @property
    def places(self) -> int:
        """How many places there are."""
        return sum(map(len, self.by_article.values()))

    def tag_untagged(self, tags: tuple[str, ...]) -> None:
        """Give tags to the terms that have none."""
        self.terms = with_tags_of_identities(
            [term if term.tags else msgspec.structs.replace(term, tags=tags) for term in self.terms]
        )

    def counts(self) -> list[TermCount]:
        """Return each term with how often it stands in how many articles, in the order of the list."""
        places, articles = [0] * len(self.terms), [0] * len(self.terms)
        for found in self.by_article.values():
            here = set()
            for place in found:
                for number in place.terms:
                    places[number] += 1
                    here.add(number)
            for number in here:
                articles[number] += 1
        return [
            TermCount(term.written, term.tags, term.same_as, places[number], articles[number])
            for number, term in enumerate(self.terms)
        ]


def find_terms(
    library: Library,
    terms: Sequence[ListedTerm],
    query: Query = Query(),  # noqa: B008  # an immutable value
    *,
    overlapping: bool = False,
    progress: Progress = no_progress,
) -> FoundTerms:
    """Find terms in the articles that match a query.

    :param overlapping: see :meth:`store.terms.term_finder.TermFinder.places`.
    :param progress: called with articles read and articles in total; what it raises stops the search.
    :raises UsageError: a pattern takes too long on a text.
    """
    finder = TermFinder(terms)
    needed = requirement(finder.node()) if len(terms) <= FEW_TERMS else None
    if needed is not None:
        query = query.joined(Query((needed,)))
    articles = library.articles.filtered(query).articles
    found = FoundTerms(terms)
    for done, article in enumerate(articles):
        progress(done, len(articles))
        text = ""
        with suppress(PizhuError):  # damaged, or removed meanwhile
            text = library.texts.text(article)
        found.add(article, text, finder.places(text, overlapping=overlapping))
    progress(len(articles), len(articles))
    return found


class MarkedTerms(msgspec.Struct, frozen=True):
    """What marking terms has done."""

    tagged: int
    """How many places got tags that they did not have."""
    other_identities: dict[str, tuple[str, str]]
    """By tag, the identity that it kept, and the one of the list, where they differ."""


def mark_terms(
    library: Library,
    found: FoundTerms,
    picked: Collection[int] | None = None,
    progress: Progress = no_progress,
) -> MarkedTerms:
    """Tag the places of terms with their tags, as one step; a place that has a tag does not get it again.

    Their tags get the identities of the list, unless they have one.

    :param picked: the numbers of the terms whose places are tagged; None for all.
    :param progress: called with the work done and the total, as long as the operation can be stopped.
    :raises Conflict: a text has changed meanwhile; nothing is changed.
    """
    terms = [
        term if picked is None or number in picked else ListedTerm("")
        for number, term in enumerate(found.terms)
    ]
    wanted = {
        article: tagged
        for article, places in found.by_article.items()
        if (
            tagged := [
                (place.start, place.end, _tags(terms, place)) for place in places if _tags(terms, place)
            ]
        )
    }
    tags = {tag for places in wanted.values() for _start, _end, here in places for tag in here}
    identities = {
        term.tags[0]: term.same_as for term in terms if term.same_as and term.tags and term.tags[0] in tags
    }
    count = sum(map(len, wanted.values()))
    label = step_labels.mark_terms(count=count)
    if len(tags) <= FEW_TAGS:
        label = step_labels.tag_places(count=count, tags=quoted(sorted(tags)))
    with library.one_step(label):
        kept = library.codebook.identify_all(identities)
        count = tag_ranges(library, wanted, label, found.has_text, progress)
    return MarkedTerms(count, kept)


def _tags(terms: Sequence[ListedTerm], place: TermPlace) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for number in place.terms for tag in terms[number].tags))


TaggedRange = tuple[int, int, tuple[str, ...]]
"""A start and an end in code points of a text, and tags."""


def tag_ranges(
    library: Library,
    wanted: Mapping[str, Iterable[TaggedRange]],
    label: str,
    has_text: Callable[[str, str], bool],
    progress: Progress = no_progress,
) -> int:
    """Tag ranges of texts in one step, each with those of its tags that it does not have yet.

    :param wanted: by the ID of an article, the ranges.
    :param has_text: takes an article and its text: whether the ranges belong to it.
    :param progress: called with the work done and the total, as long as the operation can be stopped.
    :return: how many ranges got a tag.
    :raises Conflict: a text has changed; nothing is changed.
    """
    reading, writing = halves(progress)
    made: dict[str, list[Annotation]] = {}
    with library.one_step(label):
        names = library.codebook.spelled(
            {tag: None for ranges in wanted.values() for _start, _end, tags in ranges for tag in tags}
        )
        for done, (article, ranges) in enumerate(wanted.items()):
            reading(done, len(wanted))
            opened, annotations = library.articles.open(article)
            if not has_text(article, opened.text):
                raise Conflict(
                    _("The article “{title}” was changed in the meantime: search again.", title=opened.title)
                )
            made[article] = _annotations(opened.text, annotations, ranges, names, library.signature(article))
        library.annotations.put(made, label, writing)
    return sum(map(len, made.values()))


def _annotations(
    text: str,
    annotations: Iterable[Annotation],
    ranges: Iterable[TaggedRange],
    names: Mapping[str, str],
    creator: str,
) -> list[Annotation]:
    """Return new annotations with the tags that ranges of one text do not have yet."""
    there: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for annotation in annotations:
        if not annotation.orphan:
            there[annotation.start, annotation.end].update(annotation.tags)
    made = []
    for start, end, tags in ranges:
        place = snap_start(text, start), snap_end(text, end)
        missing = [name for tag in tags if (name := names[tag]) not in there[place]]
        if missing:
            there[place].update(missing)
            made.append(new_annotation(text, *place, tags=missing, note="", creator=creator))
    return made
