"""The kinds of differences between words and their variants."""

from __future__ import annotations

from enum import StrEnum


class VariantKind(StrEnum):
    """A kind of difference. What none of the kinds allows must be the same."""

    MARKS = "marks"
    """Quotation marks, middle dots, hyphens and spaces within the words: “大”数据."""
    FUNCTION = "function"
    """Function characters that are present or absent between words: 想客户[之]所想."""
    NUMBERS = "numbers"
    """Other numbers: 增长5% and 增长百分之八."""
    WORDS = "words"
    """Other words, one in five: of a formula of five words one, of ten words two."""


SPELLING = frozenset({VariantKind.MARKS})
"""The same words, spelt in another way."""

FAMILY = frozenset(VariantKind)
"""All kinds."""
