"""Regular expressions that are compiled when they are first used, so that no import waits for them.

Compiling a set of Chinese characters takes a millisecond or more: :mod:`re` marks each of them in a map.
"""

from __future__ import annotations

import re
from typing import Any, cast


def late_pattern(expression: str, flags: int | re.RegexFlag = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled at its first use. It is used as the result of :func:`re.compile` is.

    :raises re.error: at the first use: the expression is not valid.
    """
    return cast("re.Pattern[str]", _LatePattern(expression, flags))


class _LatePattern:
    """Has the attributes of a compiled pattern from its first use on."""

    def __init__(self, expression: str, flags: int | re.RegexFlag) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern. Called only for an attribute that is not set yet."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._expression, self._flags)
        vars(self).update((each, getattr(compiled, each)) for each in dir(compiled) if each[0] != "_")
        return getattr(compiled, name)
