"""Regular expressions that are compiled at their first use."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from store.patterns import _LatePattern, late_pattern
from tests.paths import ROOT


def modules_with_late_patterns() -> list[str]:
    sources = (path for package in ("store", "tui") for path in (ROOT / package).rglob("*.py"))
    found = (path for path in sources if "= late_pattern(" in path.read_text("utf-8"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in found]


def test_a_late_pattern_is_used_as_a_compiled_one() -> None:
    pattern = late_pattern(r"(?P<han>[一-鿿]+)|x", re.IGNORECASE)
    assert [match.span() for match in pattern.finditer("ab中文X")] == [(2, 4), (4, 5)]
    assert pattern.fullmatch("中文")
    assert pattern.sub("-", "a中b") == "a-b"
    assert pattern.pattern == r"(?P<han>[一-鿿]+)|x"
    assert pattern.groupindex == {"han": 1}


def test_a_pattern_that_is_not_valid_is_an_error_at_its_first_use() -> None:
    pattern = late_pattern("(")
    with pytest.raises(re.error):
        pattern.search("")


@pytest.mark.parametrize("module", modules_with_late_patterns())
def test_the_late_patterns_of_a_module_are_valid(module: str) -> None:
    late = [each for each in vars(import_module(module)).values() if isinstance(each, _LatePattern)]
    assert late
    assert all(re.compile(each.pattern, each.flags & ~re.UNICODE) for each in late)
