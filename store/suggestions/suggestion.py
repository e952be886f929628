"""Suggested tags: their names, reasons and ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.language import _
from store.library import Library
from store.model.tag import Tag, clean_tag_name

MAX_SUGGESTIONS = 20
"""The maximum number of suggestions."""


class SuggestionKind(StrEnum):
    """Why a tag is suggested."""

    KEYWORD = "keyword"
    """It is a keyword of the article."""
    NEIGHBOURS = "neighbours"
    """Similar articles have it."""
    SAME = "same"
    """The same words have it elsewhere."""
    SIMILAR = "similar"
    """Similar words have it: a part of these words, words that contain them, or words with mostly the same
    characters."""


class Suggestion(msgspec.Struct, frozen=True):
    """A suggested tag."""

    tag: str
    """Its name; that in the codebook if the codebook has the tag under this or another name."""
    kind: SuggestionKind
    reason: str
    """Why it is suggested, as a phrase for the user."""
    score: float
    """How likely it fits, from 0 to 1."""
    new: bool
    """Whether it is missing from the codebook."""


class Reason(NamedTuple):
    """One reason to suggest a tag."""

    kind: SuggestionKind
    reason: str
    score: float


class TagNames:
    """Maps names to the codebook's, so that a suggestion does not duplicate an existing tag."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        known = list(tags)
        self.existing = {tag.name for tag in known}
        self._names: dict[str, str] = {}
        ends: defaultdict[str, list[str]] = defaultdict(list)
        for tag in known:
            ends[fold(tag.name.rpartition("/")[2])].append(tag.name)
        self._names.update((end, tags[0]) for end, tags in ends.items() if len(tags) == 1)
        self._names.update((fold(alias), tag.name) for tag in known for alias in tag.aliases)
        self._names.update((fold(tag.name), tag.name) for tag in known)

    def canonical(self, name: str) -> str:
        """Return the codebook's name for a tag: equal in another script or width, an alias, or the end of a
        single path.

        Returns the cleaned name if the codebook has no such tag.

        :raises BadTagName: when the name is invalid.
        """
        cleaned = clean_tag_name(name)
        return cleaned if cleaned in self.existing else self._names.get(fold(cleaned), cleaned)


def rank(why: Mapping[str, list[Reason]], names: TagNames, left_out: Collection[str]) -> list[Suggestion]:
    """Combine the reasons for each tag into suggestions: existing tags first, then by score.

    :param left_out: folded names of tags not to suggest.
    """
    made = []
    for tag, reasons in why.items():
        if fold(tag) in left_out:
            continue
        doubt = 1.0
        for each in reasons:
            doubt *= 1 - each.score
        best = max(reasons, key=lambda each: each.score)
        reason = _("; ").join(each.reason for each in reasons)
        made.append(Suggestion(tag, best.kind, reason, round(1 - doubt, 3), tag not in names.existing))
    made.sort(key=lambda each: (each.new, -each.score, each.tag))
    return made[:MAX_SUGGESTIONS]


def codebook_name(library: Library, name: str) -> str:
    """Return the codebook's name for a tag given by any of its names; otherwise the name, cleaned.

    :raises BadTagName: when the name is invalid.
    """
    return TagNames(library.codebook.tags()).canonical(name)
