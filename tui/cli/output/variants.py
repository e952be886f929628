"""Printing the variants of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from store.language import _
from tui.cli.output.printing import print_text, warn
from tui.cli.output.visible import visible

if TYPE_CHECKING:
    from store.chinese.variants import VariantKind
    from store.tags.autocoding import Place

MOST_FORMS = 20
"""The most variants that are printed; JSON has all."""


def forms_of(places: Iterable[Place]) -> dict[str, int]:
    """Return how often each variant was found, its differences written out, the most frequent first."""
    forms = Counter("".join(piece for piece, _is_other in place.hit.pieces()) for place in places)
    return dict(forms.most_common())


def print_forms(forms: Mapping[str, int]) -> None:
    """Print how often each variant was found."""
    width = len(f"{max(forms.values(), default=0):,}")
    for form, count in islice(forms.items(), MOST_FORMS):
        print_text(f"{count:>{width},}  {visible(form)}")
    if len(forms) > MOST_FORMS:
        print_text(_("and {number:,} more", number=len(forms) - MOST_FORMS))


def warn_of_kinds_without_effect(words: str, kinds: frozenset[VariantKind]) -> None:
    """Warn of kinds of differences that these words cannot have; if all are sought, only if they have none.

    :raises UsageError: the words are too long.
    """
    from store.chinese.variants import FAMILY, SPELLING, Variants
    from store.chinese.variants.reasons import why_without

    applied = Variants(words, kinds=kinds).kinds
    if kinds != FAMILY:
        for kind in sorted(kinds - applied):
            warn(why_without(kind))
    elif applied <= SPELLING:
        warn(_("These words are too few for a family: only variants of their spelling are found."))
