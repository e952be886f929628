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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("head", ["tag", "path", "name", "Tag ", "path;description"])
def test_the_csv_may_call_its_names_tags_or_paths(head: str, encoding: str) -> None:
    rows = f"{head}\r\n经济\r\n\r\n经济发展很快的地方\r\n"
    names = [tag.name for tag in parse(rows.encode(encoding), "book.csv")]
    assert names == ["经济", "经济发展很快的地方"]


def test_full_stops_separate_the_parts_of_a_name_in_files_of_taguette_alone() -> None:
    taguette = "tag,description,number of highlights\n主题.山/水,,3\n"
    assert [tag.name for tag in parse(taguette.encode(), "book.csv")] == ["主题/山／水"]
    assert [tag.name for tag in parse("path\n主题.山\n".encode(), "book.csv")] == ["主题/山"]
    assert [tag.name for tag in parse("path\n主题/3.1\n".encode(), "book.csv")] == ["主题/3.1"]
    assert [tag.name for tag in parse("name\n主题/3.1\n".encode(), "book.csv")] == ["主题/3.1"]


def test_a_csv_without_names_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no column “name”, “tag” or “path”"):
        parse(b"description\r\nx\r\n", "book.csv")


def test_an_invalid_colour_or_key_is_dropped() -> None:
    assert parse(b"name,colour,key\r\na,reddish,x\r\n", "book.csv") == [Tag(name="a")]
