"""What looks like a field but is none stays words, and is told."""

from __future__ import annotations

import pytest

from store.library import Library
from store.query.unknown_fields import unknown_fields


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("地区:华东", ["地区"]),
        ("花 -地区：华东 OR (籍贯:浙江)", ["地区", "籍贯"]),
        ("来源:日报 title:花", []),
        ("体裁:通讯", []),
        ('"地区:华东"', []),
        ("上午9:30", []),
        ("他说：“好”", []),
        ("他说：", []),
        ("region:east", []),
        ("(地区:华东", ["地区"]),
        ('"', []),
    ],
)
def test_a_name_before_a_colon_that_is_no_field_is_found(query: str, names: list[str]) -> None:
    assert [each.name for each in unknown_fields(query, ["体裁"])] == names


def test_the_hint_names_the_remedy_until_the_field_is_defined(library: Library) -> None:
    hint = library.codebook.hint("花 地区:华东")
    assert "There is no field 地区" in hint
    assert "“地区:华东”" in hint
    assert "`pizhu attributes add 地区`" in hint
    library.attributes.add("地区")
    assert library.codebook.hint("花 地区:华东") == ""


def test_a_name_that_no_attribute_can_have_is_not_told(library: Library) -> None:
    assert library.codebook.hint("全文:花") == ""


def test_the_error_of_an_unknown_field_names_attributes_too(library: Library) -> None:
    library.attributes.add("地区")
    with pytest.raises(Exception, match=r"words, 地区|words and 地区"):
        library.codebook.query("xyz:华东")
