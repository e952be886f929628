"""Style sheets parsed once: Textual parses that of each widget in each app, a tenth of the time of a test."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse = Stylesheet._parse_rules  # noqa: SLF001 - Textual keeps what it parsed for one app only

_parsed: dict[frozenset[tuple[str, str]], dict[tuple[Any, ...], list[RuleSet]]] = defaultdict(dict)
"""Rules by the variables of the theme and by the arguments of :func:`parse_once`."""


def parse_once(sheet: Stylesheet, css: str, *where: Any, **which: Any) -> list[RuleSet]:
    """In place of ``Stylesheet._parse_rules``: return the rules that any app has parsed."""
    parsed = _parsed[frozenset(sheet._variables.items())]  # noqa: SLF001
    key = (css, *where, *which.items())
    if key not in parsed:
        parsed[key] = _parse(sheet, css, *where, **which)
    return parsed[key]
