"""The figures of corpus linguistics: keyness, association and dispersion.

All logarithms of association are to base 2, those of keyness natural, as in the sources. Counts are numbers
of tokens; a corpus of no tokens has no figures.
"""

from __future__ import annotations

from math import inf, log, log2, sqrt

MILLION = 1_000_000

NEVER = 1e-18
"""Stands for a relative frequency of 0 in :func:`percent_difference`, after Gabrielatos (2018)."""


def per_million(count: int, total: int) -> float:
    """Return how often something occurs in a million tokens."""
    return count * MILLION / total if total else 0.0


def log_likelihood(count: int, total: int, other: int, other_total: int) -> float:
    """Return the log-likelihood ratio G² of two frequencies; never negative.

    3.84, 6.63, 10.83 and 15.13 are its values for p < 0.05, 0.01, 0.001 and 0.0001.

    Rayson and Garside, "Comparing corpora using frequency profiling", 2000: with both expected counts
    proportional to the sizes of the corpora. AntConc calls it Log-Likelihood (2-term).

    :param count: how often the item occurs in a corpus of ``total`` tokens.
    :param other: how often it occurs in the other corpus, of ``other_total`` tokens.
    """
    both, size = count + other, total + other_total
    terms = ((count, total * both), (other, other_total * both))
    return max(2 * sum(seen * log(seen * size / share) for seen, share in terms if seen), 0.0)


def percent_difference(count: int, total: int, other: int, other_total: int) -> float:
    """Return %DIFF: the difference of two relative frequencies in percent of the second.

    Gabrielatos and Marchi, "Keyness: Matching metrics to definitions", 2011. It has no upper bound: an item
    that the other corpus lacks gets a value above 10¹⁵.
    """
    share = count / total if total else 0.0
    reference = (other / other_total if other_total else 0.0) or NEVER
    return (share - reference) * 100 / reference


def expected_together(node: int, collocate: int, span: int, total: int) -> float:
    """Return how often two items would occur together by chance.

    Evert, "Corpora and collocations", 2008: the surface co-occurrences within a window.

    :param node: how often the node occurs.
    :param collocate: how often the collocate occurs.
    :param span: tokens of the window, both sides together.
    :param total: tokens of the corpus.
    """
    return node * collocate * span / total


def mutual_information(together: int, expected: float) -> float:
    """Return MI = log₂(O/E). Church and Hanks, 1990; NLTK's ``pmi`` for a window of one token."""
    return log2(together / expected) if together and expected else -inf


def t_score(together: int, expected: float) -> float:
    """Return t = (O − E) / √O. Church, Gale, Hanks and Hindle, 1991; NLTK's ``student_t``."""
    return (together - expected) / sqrt(together) if together else 0.0


def log_dice(together: int, node: int, collocate: int) -> float:
    """Return logDice = 14 + log₂(2·O / (f(node) + f(collocate))): 14 at most if each node counts once.

    Rychlý, "A lexicographer-friendly association score", 2008.
    """
    return 14 + log2(2 * together / (node + collocate)) if together else -inf


class Dispersion:
    """DP, the deviation of proportions: 0 for an item that is spread as the tokens are, up to 1.

    Gries, "Dispersions and adjusted frequencies in corpora", 2008: half the sum, over the parts of the
    corpus, of how far the part of the item's occurrences there is from the part of the tokens there. What the
    parts without the item add is known without them.
    """

    __slots__ = ("_count", "_difference", "_total")

    def __init__(self, count: int, total: int) -> None:
        """Begin the sum.

        :param count: how often the item occurs in the whole corpus.
        :param total: tokens of the whole corpus.
        """
        self._count = count
        self._total = total
        self._difference = 0.0
        """What the parts with the item add to the sum, less what they add to the sum without the item."""

    def add(self, here: int, size: int) -> None:
        """Add a part of ``size`` tokens in which the item occurs ``here`` times."""
        if here:
            share = size / self._total
            self._difference += abs(here / self._count - share) - share

    @property
    def value(self) -> float:
        """DP of the parts that were added."""
        return (1 + self._difference) / 2 if self._count else 0.0
