"""Cases: the places of an article that coders marked, and how far they differ there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

import msgspec

from store.language import lazy
from store.library.adjudication.answers import Answer, Consensus, answer_of, consensus
from store.library.adjudication.linking import linked
from store.model.annotation import Annotation
from store.model.decisions.decision import Decision
from store.model.stable_ids import guid


class CaseKind(StrEnum):
    """How coders differ at a place."""

    AGREED = "agreed"
    """All coders marked the same words with the same tags."""
    ENDS = "ends"
    """All gave the same tags, to other words."""
    TAGS = "tags"
    """All marked the same words, with other tags."""
    ENDS_AND_TAGS = "ends-and-tags"
    """All marked something, but neither the same words nor with the same tags."""
    MISSING = "missing"
    """Only some of the coders marked anything."""


KIND_NAMES = {
    CaseKind.AGREED: lazy("agreed", "case"),
    CaseKind.ENDS: lazy("different ends", "case"),
    CaseKind.TAGS: lazy("different tags", "case"),
    CaseKind.ENDS_AND_TAGS: lazy("ends and tags", "case"),
    CaseKind.MISSING: lazy("only some", "case"),
}
"""The kinds in words."""


class Case(msgspec.Struct, frozen=True, dict=True):
    """A place that coders marked, with all that they marked there."""

    coders: tuple[str, ...]
    """All coders who are compared, in their order, also those who marked nothing there."""
    annotations: tuple[Annotation, ...]
    """The annotations, in text order."""

    @property
    def start(self) -> int:
        """Where the first annotation begins."""
        return self.annotations[0].start

    @cached_property
    def end(self) -> int:
        """Where the last annotation ends."""
        return max(each.end for each in self.annotations)

    @cached_property
    def key(self) -> str:
        """What tells the case from others, and from itself with an annotation added, changed or deleted."""
        return key_of(self.annotations)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What each coder says who marked something, in the order of the coders."""
        own: dict[str, list[Annotation]] = {}
        for each in self.annotations:
            own.setdefault(each.creator, []).append(each)
        return {coder: answer_of(own[coder]) for coder in self.coders if coder in own}

    @cached_property
    def kind(self) -> CaseKind:
        """How the coders differ."""
        answers = list(self.answers.values())
        if len(answers) < len(self.coders):
            return CaseKind.MISSING
        if all(answer == answers[0] for answer in answers):
            return CaseKind.AGREED
        places = {tuple(span[:2] for span in answer) for answer in answers}
        tags = {frozenset(tag for span in answer for tag in span.tags) for answer in answers}
        if len(tags) == 1:
            return CaseKind.ENDS
        return CaseKind.TAGS if len(places) == 1 else CaseKind.ENDS_AND_TAGS

    @cached_property
    def decision(self) -> Decision | None:
        """What was decided; None while nothing was, or since an annotation was added, changed or deleted."""
        decisions = [each.decision for each in self.annotations]
        first = decisions[0]
        return first if all(each and each.case == self.key for each in decisions) else None

    @property
    def is_decided(self) -> bool:
        """Whether it was decided."""
        return self.decision is not None

    def agreed(self, threshold: Threshold) -> Consensus | None:
        """Return what coders agree on; None if they do not, by a threshold."""
        found = consensus(self.answers, self.coders, threshold.overlap)
        return found if len(found.coders) >= threshold.share * len(self.coders) else None


class Threshold(msgspec.Struct, frozen=True):
    """From when on coders count as agreed."""

    share: Fraction = Fraction(1)
    """The share of the coders who must say the same: more than a half, so that no two answers can have it."""
    overlap: float = 1.0
    """The Jaccard index from which they mark the same words, above 0 and up to 1 (the same ends)."""


def key_of(annotations: Sequence[Annotation]) -> str:
    """Return the key of the case with some annotations, in text order: see :attr:`Case.key`."""
    first = annotations[0].start
    content = [
        "\0".join((each.id, str(each.start - first), each.exact, *sorted(each.tags))) for each in annotations
    ]
    return guid("case", *content).replace("-", "")[:16]


def cases_of(annotations: Iterable[Annotation], coders: Sequence[str]) -> tuple[Case, ...]:
    """Return the places that coders marked, in text order; each annotation of theirs is in exactly one.

    :param annotations: those of an article. Others' annotations, results of decisions, and orphans, which
        have no place, do not count.
    :param coders: what the coders' annotations are signed with, in the order in which they are shown.
    """
    known = frozenset(coders)
    marked = (
        each for each in annotations if each.creator in known and not each.orphan and not each.is_result
    )
    return tuple(Case(tuple(coders), tuple(group)) for group in linked(marked))
