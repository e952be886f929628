"""Draws which coders work on which articles: some articles go to several coders, the others to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from random import Random

import msgspec

from store.errors import UsageError
from store.language import _
from store.patterns import late_pattern

MAX_SEED = 1_000_000
"""Seeds that are chosen when none is given are below this."""

_SHARE = late_pattern(
    r"(\d{1,9}(?:\.\d{1,9})?)\s*[%％]|(\d{1,9})\s*/\s*(\d{1,9})|(0?\.\d{1,9}|1\.0{1,9}|\d{1,9})"
)


class Overlap(msgspec.Struct, frozen=True):
    """How many articles go to several coders: a share of all, or a number."""

    share: Fraction | None = None
    number: int = 0

    def of(self, articles: int) -> int:
        """Return how many of some articles these are: of a share the nearest number, of a half the greater.

        :raises UsageError: there are not so many.
        """
        if self.share is not None:
            return int(self.share * articles + Fraction(1, 2))
        if self.number > articles:
            raise UsageError(
                _(
                    "The overlap of {number} is more than the articles there are, {articles}: write less.",
                    number=self.number,
                    articles=articles,
                )
            )
        return self.number


def parse_overlap(typed: str) -> Overlap:
    """Parse an overlap: ``20%``, ``1/3``, ``0.2``, or a number of articles, such as ``10``.

    :raises UsageError: it is none.
    """
    found = _SHARE.fullmatch(typed.strip())
    if found is not None:
        percent, above, below, plain = found.groups()
        if plain is not None and "." not in plain:
            return Overlap(number=int(plain))
        if below is None or int(below):
            share = Fraction(percent) / 100 if percent else Fraction(plain or f"{above}/{below}")
            if share <= 1:
                return Overlap(share=share)
    raise UsageError(
        _(
            "{typed!r} is not an overlap: write a share, such as 20% or 1/3, or a number of articles.",
            typed=typed,
        )
    )


def drawn(
    articles: Collection[str], coders: Sequence[str], overlap: Overlap, *, each: int = 0, seed: int = 0
) -> list[tuple[str, str]]:
    """Draw coders for articles; return articles, each with a coder, in a random order.

    The numbers of articles of any two coders differ by one at most. The same articles, coders, overlap and
    seed give the same result, whatever the order of the articles.

    :param coders: their names, all different.
    :param overlap: how many articles go to several coders.
    :param each: how many coders these go to; 0 for all.
    :raises UsageError: there are fewer coders or articles than that, no coder, or one for an overlap.
    """
    if not coders:
        raise UsageError(_("Articles need coders: name them with `--coders A,B`."))
    if each > len(coders):
        raise UsageError(
            _(
                "{each} coders are more than the {coders} that are named: write less, or name more.",
                each=each,
                coders=len(coders),
            )
        )
    several = overlap.of(len(articles))
    if several and len(set(coders)) == 1:
        raise UsageError(
            _("An overlap needs two coders or more, and only {coder} is named: name more.", coder=coders[0])
        )
    random = Random(seed)  # noqa: S311 - no secret: the same seed must give the same result
    ordered = sorted(articles)
    random.shuffle(ordered)
    loads = dict.fromkeys(coders, 0)
    found = list[tuple[str, str]]()
    for place, article in enumerate(ordered):
        number = (each or len(coders)) if place < several else 1
        for coder in _least_loaded(loads, number, random):
            loads[coder] += 1
            found.append((article, coder))
    random.shuffle(found)  # a coder gets shared and other articles mixed
    return found


def _least_loaded(loads: dict[str, int], number: int, random: Random) -> Iterable[str]:
    """Return the coders with the fewest articles; among equals, random ones."""
    mixed = list(loads)
    random.shuffle(mixed)
    return sorted(mixed, key=loads.__getitem__)[:number]
