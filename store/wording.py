"""Numbers of things in words: the one place that puts a number and its noun together."""

from __future__ import annotations

from collections.abc import Iterable

from store.language import _, ngettext, pgettext, plural_form


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: ``1 article``, ``1,914 articles``, ``1,914 篇文章``.

    :param one: the noun of one thing, with all that belongs to it: ``row without a quote``.
    :param many: the same for any other number. Both are literals and written out, never derived: not every
        plural ends in s, and each is a text to be translated, with the measure word of the language.
    """
    return f"{number:,} {plural_form((one, many), number)}"


def noun(number: int, one: str, many: str) -> str:
    """Return the form of a noun that stands with a number of things: ``pages``, as in ``pages 3–5``."""
    return plural_form((one, many), number)


def times(number: int) -> str:
    """Return how often: ``once``, ``1,914 times``."""
    return ngettext("once", "{count:,} times", number)


def in_quotes(words: str) -> str:
    """Return words of an article in the quotation marks of the language."""
    return _("「{words}」", words=words)


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them: ``a, b``, in Chinese ``a、b``."""
    return pgettext("names", ", ").join(names)
