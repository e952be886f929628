"""Who coded what: coders, their rounds, and the articles that each has coded.

A coder is the creator of annotations. One who codes the same articles again does so under another name, with
a slash and the round: ``lin/1``, ``lin/2``. As two coders these measure how far lin agrees with herself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from store.errors import UsageError
from store.language import _
from store.library import Library
from store.model.annotation import Annotation
from store.model.decisions.decision import Outcome
from store.model.signatures import signed_by
from store.progress import Progress, no_progress
from store.wording import listed


def coders(library: Library, articles: Iterable[str] = ()) -> Counter[str]:
    """Return the number of annotations by each coder, in these articles or in all."""
    wanted = list(articles) or [row.id for row in library.articles.rows()]
    annotations = (each for article in wanted for each in library.annotations.of(article))
    return Counter(each.creator for each in annotations if not is_result(each))


def is_result(annotation: Annotation) -> bool:
    """Whether an annotation is what was decided where coders differ: its creator is no coder."""
    return annotation.decision is not None and annotation.decision.outcome is Outcome.RESULT


def coder_and_round(creator: str) -> tuple[str, str]:
    """Return the name of a coder without the round, and the round; empty if the name has none."""
    name, number = signed_by(creator)
    return name, str(number) if number else ""


class Team(msgspec.Struct, frozen=True):
    """The coders whose agreement is measured."""

    names: tuple[str, ...]
    """Their names; without rounds, if rounds are compared."""
    worked: Mapping[str, Mapping[str, int]]
    """By article and by round, those who coded it, as a bit mask of their numbers. If rounds are not
    compared, all is of the round with the empty name."""
    by_round: bool

    def number_of(self, creator: str, round_name: str) -> int | None:
        """Return the number of the coder who made an annotation in a round.

        None if the annotation does not count there.
        """
        name, number = coder_and_round(creator) if self.by_round else (creator, "")
        return self.names.index(name) if number == round_name and name in self.names else None


def team(
    library: Library,
    named: Sequence[str],
    articles: Sequence[str],
    *,
    by_round: bool = False,
    everyone: bool = False,
    assigned: Mapping[str, Collection[str]] | None = None,
    progress: Progress = no_progress,
) -> Team:
    """Find out who coded which articles.

    :param named: the coders who count. If there are none, all but what results of decisions are signed with.
        If rounds are compared, a name stands for all its rounds.
    :param everyone: whether every coder has coded every article. Otherwise it is those who annotated
        something in it, and those of ``assigned``.
    :param assigned: by article ID, coders who have coded it even if they marked nothing.
    :param progress: called with the number of articles read and their total.
    :raises UsageError: a coder has no annotations, or there are fewer than two.
    """
    creators: dict[str, set[str]] = {}
    coding: set[str] = set()
    for number, article in enumerate(articles):
        progress(number, len(articles))
        annotations = library.annotations.of(article)
        there = {each.creator for each in annotations} | set((assigned or {}).get(article, ()))
        coding |= there - {each.creator for each in annotations if is_result(each)}
        creators[article] = there
    known = {creator for there in creators.values() for creator in there}
    rounds = {creator: coder_and_round(creator) if by_round else (creator, "") for creator in known}
    names = tuple(dict.fromkeys(named)) or tuple(sorted({rounds[creator][0] for creator in coding}))
    _check(library, named, names, {name for name, _number in rounds.values()}, everyone=everyone)
    bits = {name: 1 << number for number, name in enumerate(names)}
    every = (1 << len(names)) - 1
    all_rounds = sorted({number for name, number in rounds.values() if name in bits} or {""})
    worked: dict[str, dict[str, int]] = {}
    for article, there in creators.items():
        here = worked[article] = dict.fromkeys(all_rounds, every) if everyone else {}
        for name, round_name in map(rounds.__getitem__, there):
            if name in bits:
                here[round_name] = here.get(round_name, 0) | bits[name]
    return Team(names, worked, by_round)


def _check(
    library: Library, named: Sequence[str], names: Sequence[str], known: set[str], *, everyone: bool
) -> None:
    unknown = [name for name in names if name not in known]
    if unknown and everyone:  # whoever has read these articles and marked nothing is known from others
        elsewhere = set(coders(library))
        unknown = [name for name in unknown if name not in elsewhere]
    if unknown:
        raise UsageError(
            _(
                "{coder!r} has no annotations here; coders who have some: {coders}.",
                coder=unknown[0],
                coders=listed(sorted(known)),
            )
            if known
            else _("{coder!r} has no annotations here, and nobody else has any.", coder=unknown[0])
        )
    if len(names) < 2:
        raise UsageError(
            _("Agreement needs two coders: name another one.")
            if named
            else _("Agreement needs two coders: these articles have annotations by fewer.")
        )
