"""Quotes, matrices and the codebook as CSV and Excel."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from store.errors import PizhuError
from store.exporting import FORMATS
from store.exporting.sanitise import clean_text
from store.exporting.selection import Selection
from store.formats.tables import xlsx
from store.formats.tables.csv_cells import csv_row, escape_formula, unescape_formula
from store.formats.tables.rows import QUOTE_COLUMNS
from store.formats.tables.xlsx import MAX_CELL_LENGTH, shorten
from store.library import Library
from tests.conftest import draft
from tests.store.exporting.exports import CONTROL, exported, fill

SIGNS = st.text(st.sampled_from("=+-@＝＋－＠'\t\r\n \u3000,\"列1"), max_size=8)


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_each_quote_has_a_row_with_its_article_tags_and_note(library: Library) -> None:
    first = fill(library)
    found = rows(exported("csv", library))
    assert [row["quote"] for row in found] == [
        "'=1+1 列车",
        "𠮷野家",
        "<b>油菜花</b> & 银行",
        "银行",
        "旧的一句",
    ]
    annotation = library.annotations.of(first)[1]
    assert found[1] == {
        "article": first,
        "title": "春天的小站",
        "authors": "欧阳小满|John Smith",
        "date": "2020-03-24",
        "source": "青山日报",
        "url": "https://example.org/a?b=1&c=2",
        "quote": "𠮷野家",
        "tags": "数字|专名 A/饭馆",
        "note": "",
        "creator": "tester",
        "created": annotation.created,
        "modified": annotation.modified,
        "start": str(annotation.start),
        "end": str(annotation.end),
        "orphan": "false",
        "annotation": annotation.id,
        "link": f"pizhu://read/{first}@{annotation.id}",
        **dict.fromkeys(("decision", "decided_by", "taken_from", "reason"), ""),
    }
    assert [row["orphan"] for row in found] == ["false"] * 4 + ["true"]
    assert unescape_formula(found[0]["quote"]) == "=1+1 列车"
    assert unescape_formula(found[0]["note"]) == "+1,\n-2"


def test_lines_end_in_crlf_and_control_characters_are_replaced(library: Library) -> None:
    article, _ = library.articles.add(draft("一"))
    library.articles.write_note(article, "x")
    data = exported("csv", library)
    assert data == b"\xef\xbb\xbf" + ",".join(QUOTE_COLUMNS).encode() + b"\r\n"
    assert csv_row([CONTROL, 3]) == "钟�声��响,3\r\n"


@given(SIGNS)
def test_no_cell_is_a_formula_and_unescaping_restores_it(words: str) -> None:
    cell = escape_formula(words)
    assert not cell.strip().startswith(tuple("=+-@＝＋－＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert unescape_formula(cell) == words


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_a_csv_reader_reads_any_row_back(cells: list[str]) -> None:
    read = list(csv.reader(StringIO(csv_row(cells), newline=""), strict=True))
    assert [[unescape_formula(cell) for cell in row] for row in read] == [
        [clean_text(cell) for cell in cells]
    ]


def test_the_matrix_has_counts_and_presence_of_tags(library: Library) -> None:
    fill(library)
    first, second, third = rows(exported("csv-matrix", library))
    assert {name: value for name, value in first.items() if name.endswith(")")} == {
        "专名 A/饭馆 (count)": "1",
        "数字 (count)": "3",
        "铁路/小站 (count)": "0",
        "专名 A/饭馆 (0/1)": "1",
        "数字 (0/1)": "1",
        "铁路/小站 (0/1)": "1",
    }
    assert second["数字 (count)"] == third["数字 (0/1)"] == "0"


def test_a_matrix_of_selected_tags_has_only_their_columns(library: Library) -> None:
    fill(library)
    (row,) = rows(exported("csv-matrix", library, tags=("数字",)))
    assert [name for name in row if name.endswith(")")] == ["数字 (count)", "数字 (0/1)"]


def test_the_workbook_has_frozen_filtered_sheets_without_formulas(library: Library) -> None:
    fill(library)
    book = load_workbook(BytesIO(exported("xlsx", library)))
    assert book.sheetnames == ["Quotes", "Matrix 0-1", "Matrix counts", "Articles", "Codebook"]
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    quotes = book["Quotes"]
    assert [cell.value for cell in quotes[1]] == [*QUOTE_COLUMNS, "shortened"]
    assert [quotes.cell(row, 7).value for row in (2, 3)] == ["=1+1 列车", "𠮷野家"]
    assert quotes.cell(2, 7).quotePrefix
    count_tags = list(book["Matrix counts"].iter_rows(min_col=6, values_only=True))
    assert count_tags == [("专名 A/饭馆", "数字", "铁路/小站"), (1, 3, 0), (0, 0, 0), (0, 0, 0)]
    zero_one = list(book["Matrix 0-1"].iter_rows(min_col=6, values_only=True))
    assert zero_one[1:] == [(1, 1, 1), (0, 0, 0), (0, 0, 0)]
    tags = list(book["Codebook"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], *row[6:8]) for row in tags] == [
        ("专名 A/饭馆", 1, 1),
        ("数字", 3, 1),
        ("铁路/小站", 0, 1),
    ]
    assert [row[0] for row in book["Articles"].iter_rows(min_row=2, min_col=2, values_only=True)] == [
        *("春天的小站", "空", "改过的")
    ]


def test_columns_are_as_wide_as_their_content_needs_and_long_texts_are_wrapped(library: Library) -> None:
    article = fill(library)
    library.articles.tag(article, ["一个很长很长很长很长很长很长的标签"])
    book = load_workbook(BytesIO(exported("xlsx", library)))
    for sheet in book:
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        heads = [str(cell.value) for cell in sheet[1]]
        assert all(min(24, len(head)) <= width <= 51 for head, width in zip(heads, widths, strict=True))
    quotes = book["Quotes"]
    heads = [cell.value for cell in quotes[1]]
    wrapped = {
        heads[cell.column - 1] for row in quotes.iter_rows(2) for cell in row if cell.alignment.wrap_text
    }
    assert wrapped == {"title", "authors", "source", "quote", "tags", "note"}
    assert {cell.alignment.vertical for row in quotes.iter_rows(2) for cell in row if cell.value} == {"top"}


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_marked(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="𠮷" * MAX_CELL_LENGTH)
    library.annotations.annotate_quote(station, "列车", note="_x0041_")
    sheet = load_workbook(BytesIO(exported("xlsx", library)))["Quotes"]
    short, long = sheet.iter_rows(min_row=2, values_only=True)
    assert (unescape(str(short[8])), short[21]) == ("_x0041_", None)
    assert long[8] == "𠮷" * (MAX_CELL_LENGTH // 2) + "…"
    assert long[21] == "note"


@given(st.text(st.sampled_from("a列𠮷😀"), max_size=40).map(lambda words: words * 1000))
def test_shortened_text_is_the_beginning_and_fits(words: str) -> None:
    shortened = shorten(words)
    assert len(shortened.encode("utf-16-le")) <= 2 * MAX_CELL_LENGTH
    assert shortened == words or (shortened.endswith("…") and words.startswith(shortened[:-1]))


def test_more_rows_or_columns_than_a_sheet_has_are_refused(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library)
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    with pytest.raises(PizhuError, match="export csv"):
        exported("xlsx", library)
    monkeypatch.setattr(xlsx, "MAX_COLUMNS", 21)
    library.articles.tag(library.articles.add(draft("多"))[0], [str(number) for number in range(20)])
    with pytest.raises(PizhuError, match="export csv-matrix"):
        exported("xlsx", library)


def test_an_empty_library_gives_tables_without_rows(library: Library) -> None:
    assert rows(exported("csv", library)) == []
    assert rows(exported("csv-matrix", library)) == []
    assert load_workbook(BytesIO(exported("xlsx", library)))["Quotes"].max_row == 1


@pytest.mark.parametrize("name", ["csv", "csv-matrix", "xlsx"])
def test_the_same_library_gives_the_same_bytes(library: Library, name: str) -> None:
    fill(library)
    assert exported(name, library) == exported(name, library)


def test_the_workbook_has_a_constant_date(library: Library) -> None:
    archive = ZipFile(BytesIO(exported("xlsx", library)))
    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_workbook_can_be_written_to_a_pipe(library: Library) -> None:
    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    fill(library)
    out = Pipe()
    FORMATS["xlsx"].writer()(Selection(library), out)
    assert load_workbook(BytesIO(out.getvalue()))["Quotes"].max_row == 6
