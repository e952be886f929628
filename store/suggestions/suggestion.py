"""A suggested tag: under which name, why, and which come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.library import Library
from store.model.tag import Tag, clean_tag_name

MOST = 20
"""Suggestions that are given."""


class Kind(StrEnum):
    """Why a tag is suggested."""

    KEYWORD = "keyword"
    """It tells what the article is about."""
    NEIGHBOURS = "neighbours"
    """Articles near to this one have it."""
    SAME = "same"
    """The same words have it elsewhere."""
    SIMILAR = "similar"
    """Similar words have it: a part of these, with these as a part, or of mostly the same characters."""


class Suggestion(msgspec.Struct, frozen=True):
    """A tag that may fit."""

    tag: str
    """Its name: the codebook's, where there is such a tag under any of its names."""
    kind: Kind
    reason: str
    """Why, as a phrase for a person."""
    score: float
    """How well it is thought to fit, from 0 to 1."""
    new: bool
    """Whether the codebook does not have it yet."""


class Why(NamedTuple):
    """One reason for a tag."""

    kind: Kind
    reason: str
    score: float


class Names:
    """The names of the tags there are: a suggestion takes theirs, so that no tag gets a twin."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        known = list(tags)
        self.there = {tag.name for tag in known}
        self._names: dict[str, str] = {}
        ends: defaultdict[str, list[str]] = defaultdict(list)
        for tag in known:
            ends[fold(tag.name.rpartition("/")[2])].append(tag.name)
        self._names.update((end, tags[0]) for end, tags in ends.items() if len(tags) == 1)
        self._names.update((fold(alias), tag.name) for tag in known for alias in tag.aliases)
        self._names.update((fold(tag.name), tag.name) for tag in known)

    def of(self, name: str) -> str:
        """The name in the codebook: the same in either script and width, an alias, or the end of one path.

        :raises BadTagName: there is none, and that can be no tag's name.
        """
        cleaned = clean_tag_name(name)
        return cleaned if cleaned in self.there else self._names.get(fold(cleaned), cleaned)


def ranked(why: Mapping[str, list[Why]], names: Names, left_out: Collection[str]) -> list[Suggestion]:
    """Suggestions from the reasons for each tag, those of the codebook first: the more reasons, the better.

    :param left_out: the folded names of tags that are not to be suggested.
    """
    made = []
    for tag, reasons in why.items():
        if fold(tag) in left_out:
            continue
        doubt = 1.0
        for each in reasons:
            doubt *= 1 - each.score
        best = max(reasons, key=lambda each: each.score)
        reason = "; ".join(each.reason for each in reasons)
        made.append(Suggestion(tag, best.kind, reason, round(1 - doubt, 3), tag not in names.there))
    made.sort(key=lambda each: (each.new, -each.score, each.tag))
    return made[:MOST]


def codebook_name(library: Library, name: str) -> str:
    """The name under which the codebook has a tag, whichever of its names is given; else the name, cleaned.

    :raises BadTagName: that is no tag's name.
    """
    return Names(library.codebook.tags()).of(name)
