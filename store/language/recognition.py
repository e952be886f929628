"""Shows in the current language what was written in English: by this program earlier, or by another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from string import Formatter
from typing import NamedTuple

from store.language.choice import Language
from store.language.messages import Lazy, current_language

LONGEST = 2_000
"""Code points of what is recognised: a pattern with several values takes a power of them in time."""


def as_it_is(_name: str, value: str) -> str:
    """Return a value unchanged."""
    return value


class Recogniser:
    """Finds which of several texts with values has been written, and translates it."""

    def __init__(
        self,
        texts: Iterable[Lazy],
        patterns: Mapping[str, str],
        show: Callable[[str, str], str] = as_it_is,
    ) -> None:
        """Recognise texts in English with names in braces where their values are.

        :param patterns: regular expressions that values match, by name; others may be anything.
        :param show: gives a value in the current language, from its name and what was written.
        """
        self._texts = texts
        self._patterns = patterns
        self._show = show

    def shown(self, written: str) -> str:
        """Return what was written in the current language; what is not recognised or very long, as it is."""
        if current_language() is Language.ENGLISH or len(written) > LONGEST:
            return written
        for pattern, text in self._readings:
            if found := pattern.fullmatch(written):
                values = {name: self._show(name, value) for name, value in found.groupdict().items()}
                return text.format(**values)
        return written

    @cached_property
    def _readings(self) -> list[_Reading]:
        """The patterns of all texts. Those with more words of their own come first."""

        def words(text: Lazy) -> int:
            return sum(len(part) for part, *_rest in Formatter().parse(text.message))

        ordered = sorted(self._texts, key=words, reverse=True)
        return [_Reading(re.compile("".join(self._pattern(text)), re.DOTALL), text) for text in ordered]

    def _pattern(self, text: Lazy) -> Iterator[str]:
        for part, name, _form, _conversion in Formatter().parse(text.message):
            yield re.escape(part)
            if name is not None:
                yield f"(?P<{name}>{self._patterns.get(name, '.+')})"


class _Reading(NamedTuple):
    pattern: re.Pattern[str]
    text: Lazy
