"""Summarises a tag for coders: its definition, where it is used and who uses it, and examples."""

from __future__ import annotations

from collections import Counter

import msgspec

from store.library import Library
from store.model.tag import Tag
from store.tags.usage import Use, uses_of

MAX_EXAMPLES = 8
"""The maximum number of examples."""


class TagCard(msgspec.Struct, frozen=True):
    """The summary of a tag."""

    tag: Tag
    uses: int
    """Uses of the tag itself, on articles and annotations."""
    below: int
    """Uses of the tags below it."""
    articles: int
    """The number of articles with any of these uses."""
    creators: dict[str, int]
    """The number of annotations by each creator; if the tag has none itself, of those with the tags below
    it."""
    beside: dict[str, int]
    """Other tags on the same annotations and how often they occur there, most frequent first."""
    examples: tuple[Use, ...]
    """Some of its annotations, from as many articles as possible."""


def tag_card(library: Library, name: str) -> TagCard:
    """Return the summary of a tag. Reads every article that uses it.

    :raises UsageError: when there is no such tag.
    """
    library.codebook.uses_of(name)
    found = list(uses_of(library, name, below=True))
    own = [use for use in found if name in use.tags]
    annotations = [use.annotation for use in own or found if use.annotation]
    beside = Counter(tag for annotation in annotations for tag in annotation.tags if tag != name)
    return TagCard(
        tag=next((tag for tag in library.codebook.tags() if tag.name == name), Tag(name=name)),
        uses=len(own),
        below=len(found) - len(own),
        articles=len({use.article for use in found}),
        creators=dict(Counter(annotation.creator for annotation in annotations).most_common()),
        beside=dict(beside.most_common()),
        examples=tuple(_alternate_articles([use for use in own or found if use.annotation])[:MAX_EXAMPLES]),
    )


def _alternate_articles(uses: list[Use]) -> list[Use]:
    """Reorder uses: the first of each article, then the second of each, and so on."""
    turn: Counter[str] = Counter()
    turns = []
    for use in uses:
        turn[use.article] += 1
        turns.append(turn[use.article])
    return [use for _, use in sorted(zip(turns, uses, strict=True), key=lambda pair: pair[0])]
