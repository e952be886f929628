"""Style sheets parsed once: Textual parses that of each widget again in each app, a tenth of the time of a test."""

from __future__ import annotations

from collections import defaultdict

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Key = tuple[str, CSSLocation, bool, int, str]

_parse = Stylesheet._parse_rules  # noqa: SLF001 - Textual keeps what was parsed in each app only

_parsed: dict[frozenset[tuple[str, str]], dict[Key, list[RuleSet]]] = defaultdict(dict)
"""Rules by the variables of the theme and by what :func:`parse_once` is given."""


def parse_once(
    sheet: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """In place of ``Stylesheet._parse_rules``: return the rules that any app has parsed."""
    parsed = _parsed[frozenset(sheet._variables.items())]  # noqa: SLF001
    key = (css, read_from, is_default_rules, tie_breaker, scope)
    if key not in parsed:
        parsed[key] = _parse(sheet, css, read_from, is_default_rules, tie_breaker, scope)
    return parsed[key]
