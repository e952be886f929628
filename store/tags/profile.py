"""A tag as coders know it: what belongs to it, where it is used, by whom, examples from the texts."""

from __future__ import annotations

from collections import Counter

import msgspec

from store.library import Library
from store.model.tag import Tag
from store.tags.usage import Use, uses_of

EXAMPLES = 8
"""Uses that are shown."""


class TagCard(msgspec.Struct, frozen=True):
    """One tag."""

    tag: Tag
    uses: int
    """On articles and on annotations."""
    below: int
    """How often the tags below it are used."""
    articles: int
    """In how many articles one of them is."""
    creators: dict[str, int]
    """How many of its annotations are by whom; where it has none itself, of those of the tags below it."""
    beside: dict[str, int]
    """The tags that stand on the same annotations, and how often, the most frequent first."""
    examples: tuple[Use, ...]
    """Some of its annotations, of as many articles as can be."""


def tag_card(library: Library, name: str) -> TagCard:
    """What is known of a tag; it reads all articles in which it is used.

    :raises UsageError: there is no such tag.
    """
    library.codebook.uses_of(name)
    found = list(uses_of(library, name, below=True))
    own = [use for use in found if name in use.tags]
    marks = [use.annotation for use in own or found if use.annotation]
    beside = Counter(tag for mark in marks for tag in mark.tags if tag != name)
    return TagCard(
        tag=next((tag for tag in library.codebook.tags() if tag.name == name), Tag(name=name)),
        uses=len(own),
        below=len(found) - len(own),
        articles=len({use.article for use in found}),
        creators=dict(Counter(mark.creator for mark in marks).most_common()),
        beside=dict(beside.most_common()),
        examples=tuple(_spread([use for use in own or found if use.annotation])[:EXAMPLES]),
    )


def _spread(uses: list[Use]) -> list[Use]:
    """The uses, the first of each article before the second of any."""
    turn: Counter[str] = Counter()
    turns = []
    for use in uses:
        turn[use.article] += 1
        turns.append(turn[use.article])
    return [use for _, use in sorted(zip(turns, uses, strict=True), key=lambda pair: pair[0])]
