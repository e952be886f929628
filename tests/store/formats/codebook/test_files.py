"""Codebook files in CSV and JSON. Tests of ``.qdc`` are with the other tests of REFI-QDA."""

from __future__ import annotations

import pytest

from store.errors import UsageError
from store.formats.codebook.files import parse, render
from store.model.tag import Tag


@pytest.mark.parametrize("suffix", [".csv", ".json"])
@pytest.mark.parametrize("description", ["'=1", "＝1", " +1", "'", "''-1", '"a",\nb'])
def test_a_description_that_looks_like_a_formula_round_trips(suffix: str, description: str) -> None:
    (tag,) = parse(render([Tag(name="标", description=description)], suffix).encode(), f"book{suffix}")
    assert tag.description == description.strip()


def test_the_csv_accepts_the_american_spelling_of_colour() -> None:
    assert parse(b"name,color\r\na,#AB12EF\r\n", "book.csv") == [Tag(name="a", colour="#ab12ef")]


def test_the_csv_accepts_the_columns_of_taguette() -> None:
    rows = "tag,description,number of highlights\r\n经济,说明,3\r\n"
    assert parse(rows.encode(), "book.csv") == [Tag(name="经济", description="说明")]


def test_a_csv_without_names_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no column “name”, “tag” or “path”"):
        parse(b"description\r\nx\r\n", "book.csv")


def test_an_invalid_colour_or_key_is_dropped() -> None:
    assert parse(b"name,colour,key\r\na,reddish,x\r\n", "book.csv") == [Tag(name="a")]
