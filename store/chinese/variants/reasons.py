"""Why words have no variants of a kind, for the user."""

from __future__ import annotations

from store.chinese.variants.formula import DIFFERING_IN, FEWEST_BESIDE_NUMBER, FEWEST_LETTERS, MOST_WORDS
from store.chinese.variants.kinds import VariantKind
from store.language import _


def why_without(kind: VariantKind) -> str:
    """Return a sentence that says what words need to have variants of a kind."""
    if kind is VariantKind.FUNCTION:
        return _(
            "Function characters differ only between words, in a formula with {fewest} other characters "
            "or more.",
            fewest=FEWEST_LETTERS,
        )
    if kind is VariantKind.NUMBERS:
        return _(
            "Numbers differ only in a formula with a number and {fewest} other characters or more.",
            fewest=FEWEST_BESIDE_NUMBER,
        )
    if kind is VariantKind.WORDS:
        return _(
            "Words differ only in a formula of {fewest} to {most} words.",
            fewest=DIFFERING_IN,
            most=MOST_WORDS,
        )
    return _("Marks differ only in a formula with letters or characters.")
