"""Tables of quotes of Readwise, Taguette, Pizhu and others, in CSV and Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter.workbook import Workbook

from store.errors import BadInput
from store.importing.registry import is_bundle, read_bundle
from store.library import Library
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import Tag
from tests.store.formats.pizhu.round_trips import contents_of, empty_library, exported, import_into

READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
    "Document tags\n"
    '"一排油菜花\n花开",春天的小站,林夏 and Lee,B1,=很好,yellow,"花, 春",page,3,'
    "2023-05-01 10:00:00+00:00,书\n"
    ",春天的小站,林夏 and Lee,B1,整本的,,,,,,\n"
    ",春天的小站,林夏 and Lee,B1,,,,,,,\n"
)
TAGUETTE = (
    "id,document,tag,content\n1,小站.docx,主题.花/草,油菜花\n1,小站.docx,好,油菜花\n2,小站.docx,,两分钟\n"
)


def write(path: Path, table: str) -> Path:
    """Write a table as CSV, or as a workbook."""
    import csv
    import io

    if path.suffix != ".xlsx":
        path.write_bytes(table.encode())
        return path
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(io.StringIO(table))):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
    return path


def read(path: Path) -> tuple[list[IncomingArticle], Bundle]:
    assert is_bundle(path)
    bundle = read_bundle(path)
    return list(bundle.pieces), bundle


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_the_table_of_readwise_is_read(name: str, tmp_path: Path) -> None:
    (article,), bundle = read(write(tmp_path / name, READWISE))
    assert (article.title, article.authors, article.tags) == ("春天的小站", ("林夏", "Lee"), ("书",))
    assert article.note == "整本的"
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.note, annotation.tags) == ("一排油菜花\n花开", "=很好", ("花", "春"))
    assert annotation.created == "2023-05-01T10:00:00.000Z"
    assert bundle.left_out == ["Left out: 1 row without a quote."]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_the_highlights_of_taguette_are_read(name: str, tmp_path: Path) -> None:
    (article,), _ = read(write(tmp_path / name, TAGUETTE))
    assert article.title == "小站"
    assert [(each.exact, each.tags) for each in article.annotations] == [
        ("油菜花", ("主题/花／草", "好")),
        ("两分钟", ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_with_chinese_columns_is_read(encoding: str, delimiter: str, tmp_path: Path) -> None:
    rows = [
        ["书名", "作者", "划线", "想法", "标签"],
        ["春天的小站", "林夏", "一排油菜花，开得很好", "好", "花"],
    ]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows * 3).encode(encoding))
    pieces, _ = read(path)
    assert (pieces[0].title, pieces[0].annotations[0].note) == ("春天的小站", "好")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_quotes_of_pizhu_come_back(kind: str, library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", tags=["细节/花"], note="-三月 𠮷😀\n二行")
    library.annotations.annotate_quote(station, "两分钟", tags=[], note="")
    data = exported(library, kind)
    again = import_into(library, data, f".{kind}")
    assert (again.annotations_known, again.annotations_added, again.is_step) == (2, 0, False)
    with empty_library() as other:
        merged = import_into(other, data, f".{kind}")
        assert (merged.placeholders, merged.annotations_added) == (1, 2)
        article, _ = other.articles.add(library.articles.get(station))
        there, here = contents_of(other)[article][1], contents_of(library)[station][1]
        assert there == here


@pytest.mark.parametrize(
    "table",
    ["tag,description\n经济,说明\n", "path\n经济.贸易\n", "Tag,Description,number of highlights\na,b,3\n"],
)
def test_a_table_of_tags_is_a_codebook(table: str, tmp_path: Path) -> None:
    _, bundle = read(write(tmp_path / "a.csv", table))
    (tag,) = bundle.tags
    assert tag in (
        Tag(name="经济", description="说明"),
        Tag(name="经济/贸易"),
        Tag(name="a", description="b"),
    )


@pytest.mark.parametrize(
    "table",
    [
        "title,text\n甲,正文\n",
        "标题,正文,日期\n甲,乙,2020\n",
        "a\n",
        "\n",
        "id,title,content,tags\n1,甲,正文,b\n",
    ],
)
def test_a_table_of_articles_is_none_of_notes(table: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", table)
    assert not is_bundle(path)
    with pytest.raises(BadInput, match="first line names no columns"):
        read_bundle(path)
