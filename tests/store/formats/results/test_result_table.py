"""Tables of what a query finds, and these as CSV."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from store.corpus.frequency import Frequency
from store.finding.concordance import concordance
from store.finding.passages import passages
from store.formats.results.result_csv import csv_pieces
from store.formats.results.result_table import (
    ResultTable,
    article_table,
    line_table,
    passage_table,
    record_table,
)
from store.formats.tables.csv_cells import BOM
from store.library import Library
from store.model.tables.attribute import AttributeKind
from store.query.parser import parse
from tests.conftest import draft


def read(table: ResultTable) -> list[dict[str, str]]:
    """The rows of a table after it was written as CSV."""
    written = "".join(csv_pieces(table))
    assert written.startswith(BOM)
    assert written.endswith("\r\n")
    return list(csv.DictReader(StringIO(written.removeprefix(BOM), newline=""), strict=True))


@pytest.fixture
def article(library: Library) -> str:
    """An article with an annotation and attributes."""
    library.attributes.add("地区")
    library.attributes.add("发行量", AttributeKind.NUMBER)
    article, _ = library.articles.add(draft("花开了，燕子来。", title="春"))
    values = {"authors": "林夏、周屿", "source": "=日报", "date": "2020-03", "地区": "华东", "发行量": "-3"}
    library.articles.correct(article, values)
    library.annotations.annotate_quote(article, "燕子", tags=["鸟", "春"], note="头一只")
    return article


def test_each_kind_of_result_begins_with_its_article_and_ends_with_its_attributes(
    library: Library, article: str
) -> None:
    row, attributes = library.articles.row(article), library.attributes.all()
    assert row is not None
    head = {
        "article": article, "title": "春", "authors": "林夏|周屿", "source": "'=日报", "date": "2020-03",
    }  # fmt: skip
    values = {"发行量": "-3", "地区": "华东"}
    assert read(article_table([(row, 2)], attributes)) == [{**head, "tags": "", "places": "2", **values}]
    lines = concordance(library, parse("燕子"))
    assert read(line_table(lines, library.articles.row, attributes)) == [
        {
            **head, "start": "6", "end": "8", "left": "花开了，", "node": "燕子", "right": "来。",
            "tags": "鸟|春", "notes": "头一只", **values,
        }
    ]  # fmt: skip
    found = passages(library, parse("燕子"))
    assert read(passage_table(found, library.articles.row, attributes)) == [
        {
            **head, "start": "2", "end": "10", "text": "花开了，燕子来。", "tags": "鸟|春", "notes": "头一只",
            **values,
        }
    ]  # fmt: skip


def test_tables_without_rows_have_their_heads(library: Library, article: str) -> None:
    attributes = library.attributes.all()
    for table in (
        article_table([], attributes),
        line_table([], library.articles.row, attributes),
        passage_table([], library.articles.row, attributes),
    ):
        assert "".join(csv_pieces(table)) == f"{BOM}{','.join(table.heads)}\r\n"
        assert table.heads[0] == "article"
        assert table.heads[-2:] == ("发行量", "地区")
    assert record_table(Frequency, []).heads[:2] == ("item", "count")


def test_a_line_of_an_article_that_was_deleted_keeps_its_words(library: Library, article: str) -> None:
    lines = list(concordance(library, parse("燕子")))
    library.articles.remove([article])
    (row,) = read(line_table(lines, library.articles.row, library.attributes.all()))
    assert (row["article"], row["title"], row["node"], row["地区"]) == (article, "", "燕子", "")


def test_a_record_has_a_column_for_each_field() -> None:
    (row,) = read(record_table(Frequency, [Frequency("花,", 3, 0.5, 1, 0.0, (1, 2))]))
    assert row == {
        "item": "花,", "count": "3", "per_million": "0.5", "articles": "1", "dispersion": "0.0",
        "parts": "1|2",
    }  # fmt: skip


def test_of_two_columns_with_one_name_a_record_has_the_first() -> None:
    (record,) = ResultTable(("start", "text", "start"), [(1, "花", "x")]).records()
    assert list(record.items()) == [("start", 1), ("text", "花")]
