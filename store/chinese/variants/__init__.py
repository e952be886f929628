"""Finds words and their variants: 大数据 also matches “大”数据, and 想客户所想 its family: 想客户之所想.

Letters are compared folded (see :mod:`store.chinese.folding`), so script, width and case never matter. Each
further kind of difference is switched on by itself: see :class:`VariantKind`.
"""

from store.chinese.variants.differences import Difference, Variant, marked
from store.chinese.variants.kinds import FAMILY, SPELLING, VariantKind
from store.chinese.variants.marks import JOINING, MOST_BETWEEN, PARTING
from store.chinese.variants.variants import MAX_LENGTH, Candidates, Variants

__all__ = [
    "FAMILY",
    "JOINING",
    "MAX_LENGTH",
    "MOST_BETWEEN",
    "PARTING",
    "SPELLING",
    "Candidates",
    "Difference",
    "Variant",
    "VariantKind",
    "Variants",
    "marked",
]
