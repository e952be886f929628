"""Regular expressions that users type: compiled and matched within bounds.

This is the one place where an expression that comes from outside is compiled. A repeat such as
``a{1000000000}`` is written out when it is compiled, and repeats in each other multiply. The size is
therefore estimated first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import UsageError
from store.language import _
from store.patterns import late_pattern
from store.reasons import reason_of

PREFIX = "re:"
"""Marks a query as a regular expression."""

TIMEOUT = 0.25
"""Seconds that matching a text may take, beside what its length allows."""

TIMEOUT_PER_CHARACTER = 1e-6
"""Seconds that each code point of a text adds to :data:`TIMEOUT`."""

MAX_LENGTH = 1_000
"""The longest expression, in code points."""

MAX_SIZE = 10_000
"""The largest expression, in characters with its repeats written out: 3 MB and 0.05 s to compile."""

_QUANTIFIER = late_pattern(r"\{([^{}]*)\}")
_CALL = late_pattern(r"\(\?(?:R|&|P>|[+-]?\d)")
_FLAGS = late_pattern(r"\(\?[A-Za-z0-9]*(?:x|V1)[A-Za-z0-9-]*[:)]")
_ESCAPE = late_pattern(r"\\(?:[pPN]\{[^{}]*\}|.)?", re.DOTALL)
_CLASS = late_pattern(r"\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]?", re.DOTALL)
_COMMENT = late_pattern(r"\(\?#[^)]*\)?")


class BadPattern(UsageError):
    """A regular expression that is not valid, is too large, or takes too long."""

    def __init__(self, message: str, position: int = 0) -> None:
        """An error at a place of the expression, in code points; 0 if it is the whole."""
        super().__init__(message)
        self.position = position


class _Sequence:
    """What stands side by side in a group: its size so far, and the size of its last item."""

    def __init__(self) -> None:
        self.size = 0
        self.last = 0

    def add(self, size: int) -> None:
        self.size += size
        self.last = size

    def repeat(self, times: int) -> None:
        self.size += self.last * (times - 1)
        self.last *= times


def spans_of(pattern: str, text: str, *, timeout: float = TIMEOUT) -> tuple[tuple[int, int], ...]:
    """Return the matches of a regular expression in a text, without empty ones, as (start, end).

    Other threads may run meanwhile.

    :param timeout: seconds that it may take.

    :raises BadPattern: the expression is not valid, is too large, or takes too long on this text.
    """
    return RegularExpression(pattern).spans(text, timeout=timeout)


def check(pattern: str) -> None:
    """Check that a regular expression is valid and not too large.

    :raises BadPattern: it is not; the error has the place in it.
    """
    RegularExpression(pattern)


class RegularExpression:
    """A regular expression, compiled once for many texts."""

    def __init__(self, pattern: str, *, typed: str = "") -> None:
        """Compile an expression.

        :param typed: what the user typed, for messages; empty if it is the expression.
        :raises BadPattern: it is not valid, or too large.
        """
        _check_size(pattern)
        import regex

        self._typed = typed or pattern
        with _wrong(self._typed):
            self._compiled = regex.compile(pattern, regex.MULTILINE | regex.V0, cache_pattern=False)

    def spans(self, text: str, *, timeout: float | None = None) -> tuple[tuple[int, int], ...]:
        """Return the matches in a text, without empty ones, as (start, end); see :func:`spans_of`.

        :param timeout: seconds that it may take; None for as many as the length of the text allows.
        :raises BadPattern: it takes too long on this text.
        """
        if timeout is None:
            timeout = TIMEOUT + len(text) * TIMEOUT_PER_CHARACTER
        with _wrong(self._typed):
            found = self._compiled.finditer(text, timeout=timeout, concurrent=True)
            return tuple(match.span() for match in found if match.end() > match.start())


@contextmanager
def _wrong(pattern: str) -> Iterator[None]:
    """Turn what the library of regular expressions raises into an error for the user."""
    import regex

    try:
        yield
    except TimeoutError as error:
        raise BadPattern(
            _("{pattern} takes too long on this article: make it simpler.", pattern=_shown(pattern))
        ) from error
    except (regex.error, ValueError, OverflowError, LookupError) as error:
        raise BadPattern(
            _(
                "{pattern} is not a regular expression: {reason}.",
                pattern=_shown(pattern),
                reason=reason_of(error),
            ),
            getattr(error, "pos", None) or 0,
        ) from error
    except (RecursionError, MemoryError) as error:
        raise BadPattern(
            _("{pattern} is too deeply nested: make it simpler.", pattern=_shown(pattern))
        ) from error


def escaped(words: str) -> str:
    """Return a query that finds words as they are, although they begin with :data:`PREFIX`."""
    return PREFIX + re.escape(words)


def _shown(pattern: str) -> str:
    return pattern if len(pattern) <= 40 else f"{pattern[:39]}…"


def _check_size(pattern: str) -> None:
    if len(pattern) > MAX_LENGTH:
        raise BadPattern(
            _(
                "{pattern} is too long: use at most {longest:,} characters.",
                pattern=_shown(pattern),
                longest=MAX_LENGTH,
            )
        )
    if _CALL.search(pattern):
        raise BadPattern(_("{pattern} calls a group: write the group out instead.", pattern=_shown(pattern)))
    if _FLAGS.search(pattern):
        raise BadPattern(_("{pattern} sets the flag x or V1: leave it out.", pattern=_shown(pattern)))
    if written_out(pattern) > MAX_SIZE:
        raise BadPattern(_("{pattern} repeats too often: use smaller numbers.", pattern=_shown(pattern)))


def written_out(pattern: str) -> int:
    """Estimate the size of an expression with its repeats written out, in characters; never too small."""
    groups, place = [_Sequence()], 0
    while place < len(pattern):
        here, char, end = groups[-1], pattern[place], place + 1
        if match := _item_at(pattern, place):
            end = match.end()
            here.add(end - place)
        elif char == "(":
            groups.append(_Sequence())
        elif char == ")":
            _close(groups)
        elif char == "{" and (quantifier := _QUANTIFIER.match(pattern, place)):
            end = quantifier.end()
            here.repeat(max(map(int, re.findall(r"\d+", quantifier[1], re.ASCII)), default=1) or 1)
        elif char not in "*+?":
            here.add(1)
        place = end
    while len(groups) > 1:
        _close(groups)
    return groups[0].size


def _item_at(pattern: str, place: int) -> re.Match[str] | None:
    """Match an escape, a class or a comment, within which brackets mean nothing."""
    return _ESCAPE.match(pattern, place) or _CLASS.match(pattern, place) or _COMMENT.match(pattern, place)


def _close(groups: list[_Sequence]) -> None:
    """End the innermost group, which becomes an item of the one around it."""
    if len(groups) > 1:
        groups[-2].add(groups.pop().size)
    else:
        groups[0].last = groups[0].size  # a bracket that closes nothing
