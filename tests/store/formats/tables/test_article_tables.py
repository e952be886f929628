"""Tables of articles: CSV, TSV, XLSX, JSON and JSON Lines give the same pieces, one a row."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from store.errors import BadInput
from store.formats.tables import article_rows, csv_reader, json_reader, xlsx_reader
from store.formats.tables.csv_reader import is_table_of_articles
from store.importing.batch import ImportedFile, find_files, import_files
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.reading import read_file
from store.importing.registry import is_bundle
from store.library import Library
from tests.lengths import examples

BRIDGE = "镇上的木匠修好了那座旧桥，桥面铺了新的松木，走上去还会轻轻地响。孩子们放学以后都从这里回家。"
FERRY = "老人说桥修好了路就近了，去县城不用再绕过东边的山口。渡口的船夫把船卖给了下游的渔民，“不后悔”。"
HEADER = ("标题", "正文", "日期", "作者", "来源", "链接", "标签", "阅读量")
ROWS = (
    (
        "旧桥",
        f"{BRIDGE}\n{FERRY}",
        "2024-05-13",
        "陈小满、李明",
        "青石日报",
        "https://a.example/1",
        "桥;渡口",
        "15",
    ),
    ("渡口", FERRY, "2024-05-14", "记者 王芳", "青石日报", "https://a.example/2", "", "16"),
)


def quoted(delimiter: str, rows: Iterable[Iterable[str]]) -> str:
    return "".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows
    )


def as_csv(encoding: str, delimiter: str = ",") -> bytes:
    return quoted(delimiter, (HEADER, *ROWS)).encode(encoding)


def as_xlsx() -> bytes:
    book = Workbook()
    book.active.append(["这个工作簿有两张表"])
    sheet = book.create_sheet("文章")
    sheet.append(HEADER)
    for title, text, day, *others in ROWS:
        sheet.append([title, text, datetime.datetime.fromisoformat(day), *others])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json() -> bytes:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]).encode()


def as_json_lines() -> bytes:
    return "\n".join(
        json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS
    ).encode()


FILES = {
    "utf8.csv": as_csv("utf-8"),
    "bom.csv": as_csv("utf-8-sig"),
    "gbk.csv": as_csv("gb18030"),
    "utf16.csv": as_csv("utf-16"),
    "semicolons.csv": as_csv("utf-8", ";"),
    "tabs.tsv": as_csv("utf-8", "\t"),
    "tabs.csv": as_csv("gb18030", "\t"),
    "book.xlsx": as_xlsx(),
    "array.json": as_json(),
    "lines.jsonl": as_json_lines(),
}


def read_csv(data: bytes | str, **columns: str) -> list[Piece]:
    content = data.encode() if isinstance(data, str) else data
    return csv_reader.read(content, Source(name="a.csv", options=ReadOptions(columns=columns)))


@pytest.mark.parametrize("name", FILES)
def test_each_format_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    assert not is_bundle(tmp_path / name)
    pieces = read_file(tmp_path / name)
    drafts = [piece.article.draft for piece in pieces]
    assert [draft.text for draft in drafts] == [row[1] for row in ROWS]
    assert [draft.title for draft in drafts] == ["旧桥", "渡口"]
    assert [draft.authors for draft in drafts] == [("陈小满", "李明"), ("王芳",)]
    assert [(draft.date, draft.source, draft.url) for draft in drafts] == [
        (row[2], row[4], row[5]) for row in ROWS
    ]
    assert [piece.article.tags for piece in pieces] == [("桥", "渡口"), ()]
    assert [piece.key for piece in pieces] == ["https://a.example/1", "https://a.example/2"]
    assert drafts[0].origin == f"{tmp_path / name}#https://a.example/1"
    assert pieces[0].remarks[:2] == (
        "columns: title=标题, text=正文, date=日期, author=作者, source=来源, url=链接, tags=标签",
        "columns not used: 阅读量",
    )


@pytest.mark.parametrize("cells", ["", ",,"])
def test_lines_above_the_header_are_left_out_whatever_cells_they_have(cells: str) -> None:
    pieces = read_csv(f"导出时间：2024-06-01{cells}\n标题,正文,日期\n旧桥,{BRIDGE},2024-05-13\n")
    assert [each.article.draft.title for each in pieces] == ["旧桥"]
    assert "line 1 is above the header: left out" in pieces[0].remarks


def test_a_table_without_a_header_is_understood_by_its_cells() -> None:
    rows = [
        ("旧桥的故事", BRIDGE, "2024/5/13", "http://a.example/1"),
        ("渡口的故事", FERRY, "2024/5/14", "http://a.example/2"),
    ]
    pieces = read_csv(quoted("\t", rows))
    assert [piece.article.draft.title for piece in pieces] == ["旧桥的故事", "渡口的故事"]
    assert pieces[1].article.draft.date == "2024-05-14"
    assert pieces[0].remarks == ("columns: title=column 1, text=column 2, date=column 3, url=column 4",)


def test_columns_with_unknown_names_are_understood_by_their_cells() -> None:
    (piece,) = read_csv(quoted(",", [("甲", "乙"), ("旧桥的故事", BRIDGE)]))
    assert (piece.article.draft.title, piece.article.draft.text) == ("旧桥的故事", BRIDGE)


def test_columns_that_the_user_names_are_used() -> None:
    table = quoted(",", [("摘要", "内容", "题"), (FERRY, BRIDGE, "旧桥")])
    (piece,) = read_csv(table, text="摘要", title="3")
    assert (piece.article.draft.title, piece.article.draft.text) == ("旧桥", FERRY)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"text": "没有"}, "there is no column “没有”: name one of 标题, 正文"),
        ({"word": "标题"}, "there is no field “word”"),
    ],
)
def test_columns_that_do_not_exist_are_refused(columns: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_csv(as_csv("utf-8"), **columns)


@pytest.mark.parametrize(
    "header",
    [
        "name,description,colour", "tag,description", "path,color,description", "id,document,tag,content",
        "Highlight,Book Title,Book Author,Note,Color,Tags", "article,title,authors,date,source",
        "article,title,quote,note,start,end",
        "编号,年龄,性别",
    ],
)  # fmt: skip
def test_tables_of_other_things_are_not_articles(header: str) -> None:
    table = f"{header}\n" + ",".join(["旧桥" * 30] * (header.count(",") + 1)) + "\n"
    if header.startswith(("编号", "article,title,authors")):
        table = f"{header}\n" + "1," * header.count(",") + "2\n"
    assert not is_table_of_articles(table.encode(), "a.csv")
    with pytest.raises(BadInput, match=r"no column with the texts.*`pizhu import --map text=COLUMN`\.$"):
        read_csv(table)


def test_lines_that_cannot_be_read_are_told_and_the_others_imported() -> None:
    table = (
        f'标题,日期,正文\n旧桥,2024,{BRIDGE}\n坏,2024,"没有关上\n空,2024,\n短,2,3,4,5\n渡口,2024,{FERRY}\n'
    )
    pieces = read_csv(table)
    assert [piece.article.draft.title for piece in pieces] == ["旧桥", "渡口"]
    assert pieces[0].remarks[1:] == (
        "line 3 left out: a quotation mark that is never closed",
        "line 4 left out: no text",
        "line 5 left out: more than 3 cells",
    )


def test_many_quotation_marks_that_do_not_match_lose_only_their_lines() -> None:
    bad = '坏,"甲"乙\n' * 300
    pieces = read_csv(f"标题,正文\n旧桥,{BRIDGE}\n{bad}渡口,{FERRY}\n")
    assert [piece.article.draft.title for piece in pieces] == ["旧桥", "渡口"]
    assert "and 288 more left out: quotation marks that do not match" in pieces[0].remarks[1]


def test_a_text_with_commas_that_are_not_quoted_is_kept_whole() -> None:
    (piece,) = read_csv(f"标题,正文\n旧桥,{BRIDGE},{FERRY}\n")
    assert piece.article.draft.text == f"{BRIDGE},{FERRY}"


def test_a_row_without_address_is_known_by_its_id_or_its_number() -> None:
    assert [each.key for each in read_csv(f"编号,正文\nA7,{BRIDGE}\nA7,{FERRY}\n,{FERRY}。\n")] == [
        "A7",
        "A7 (2)",
        "3",
    ]


def test_markup_in_cells_becomes_paragraphs() -> None:
    (piece,) = read_csv(f'标题,正文\n旧桥,"<p>{BRIDGE}</p><p>桥&amp;路<br>{FERRY}</p><script>x</script>"\n')
    assert piece.article.draft.text == f"{BRIDGE}\n桥&路\n{FERRY}"


@pytest.mark.parametrize("part", ["<!--", "<style>", "<a ", "<p>", "&#", "İ<script>"])
def test_markup_that_never_ends_takes_no_longer_than_its_length(part: str) -> None:
    (piece,) = read_csv(f'标题,正文\n旧桥,"<p>{BRIDGE}{part * 20_000}"\n')
    assert piece.article.draft.text.startswith(BRIDGE)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2024年5月13日 08:30", "2024-05-13"), ("2024/5/13", "2024-05-13"), ("20240513", "2024-05-13"),
        ("5/13/2024", "2024-05-13"), ("13/5/2024", "2024-05-13"), ("5/3/2024", "2024-03-05"),
        ("1715558400", "2024-05-13"),
        ("1715558400000", "2024-05-13"), ("2024", "2024"),
        ("昨天", ""), ("99999999999999", ""),
    ],
)  # fmt: skip
def test_dates_of_cells(cell: str, iso: str) -> None:
    assert article_rows.day(cell) == iso


def test_json_may_have_its_articles_in_a_member() -> None:
    document = {
        "status": "ok",
        "articles": [{"title": "旧桥", "body": BRIDGE, "source": {"id": None, "name": "青石日报"}}],
    }
    (piece,) = json_reader.read(json.dumps(document).encode(), Source(name="a.json"))
    assert (piece.article.draft.title, piece.article.draft.source) == ("旧桥", "青石日报")


@pytest.mark.parametrize(
    "content",
    [
        '{"pizhu": 1, "articles": [{"text": "x", "title": "y"}]}',
        '{"type": "article", "text": "x"}',
        '[{"uri": "https://a.example", "text": "note", "target": []}]',
        '{"text": "x", "label": [[0, 1, "A"]]}',
        '{"id": 1, "text": "x", "entities": []}',
        '{"name": "甲", "colour": "azure"}',
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "body": "x"}',
        "[1, 2]",
        "nothing",
    ],
)
def test_json_of_other_programs_stays_with_its_readers(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert is_bundle(tmp_path / "a.json")
    with pytest.raises(BadInput, match=r"^a\.json"):
        json_reader.read(content.encode(), Source(name="a.json"))


def test_a_workbook_that_unpacks_to_much_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "_MAX_UNPACKED", 1 << 20)
    out = io.BytesIO(as_xlsx())
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/large.xml", bytes(1 << 20))
    assert len(out.getvalue()) < 20_000
    with pytest.raises(BadInput, match="larger than 1 MiB"):
        xlsx_reader.read(out.getvalue(), Source(name="a.xlsx"))


def test_a_workbook_that_defines_entities_is_refused() -> None:
    out = io.BytesIO(as_xlsx())
    with ZipFile(out, "a") as archive:
        archive.writestr("xl/more.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    with pytest.raises(BadInput, match="document type"):
        xlsx_reader.read(out.getvalue(), Source(name="a.xlsx"))


def test_a_table_is_imported_and_known_again(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.csv").write_bytes(as_csv("utf-8"))
    (folder / "settings.json").write_text('{"theme": "dark"}')
    files, _ = find_files([folder])
    first = list(import_files(library, files))
    again = list(import_files(library, files))
    assert [str(getattr(each, "outcome", each)) for each in first + again] == ["added"] * 2 + [
        "unchanged"
    ] * 2


READERS: dict[str, Callable[[bytes, Source], list[Piece]]] = {
    "a.csv": csv_reader.read,
    "a.json": json_reader.read,
    "a.xlsx": xlsx_reader.read,
}


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "example"), [("a.csv", "gbk.csv"), ("a.json", "lines.jsonl"), ("a.xlsx", "book.xlsx")]
)
@given(data=st.data())
@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_a_changed_table_gives_pieces_or_a_sentence(name: str, example: str, data: st.DataObject) -> None:
    changed = bytearray(FILES[example])
    for _ in range(data.draw(st.integers(1, 10))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    try:
        assert all(piece.article.draft.text for piece in READERS[name](bytes(changed), Source(name=name)))
    except BadInput as error:
        assert str(error).startswith(name)  # noqa: PT017 - it may also succeed


@given(st.text(',;\t"\n甲乙a1 ', max_size=80))
@settings(max_examples=examples(25), deadline=None)
def test_any_text_is_a_table_or_refused(content: str) -> None:
    try:
        pieces = read_csv(f"标题,正文\n旧桥,{BRIDGE}\n{content}")
    except BadInput:
        return
    assert pieces


def test_rows_of_several_programs_have_other_names_for_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows: list[object] = [
        {"title": "旧桥", "content": BRIDGE},
        {"headline": "渡口", "text": FERRY, "content": ""},
        {"headline": "空的", "text": " "},
        {},
        7,
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    first, second = read_file(path)
    assert [each.article.draft.title for each in (first, second)] == ["旧桥", "渡口"]
    assert first.refused == (("no text", 2), ("no object", 1))
    assert "text=content or text" in first.remarks[0]


def test_the_first_object_may_have_no_text(tmp_path: Path) -> None:
    rows = [{"title": "空的", "summary": "短"}, {"title": "渡口", "text": FERRY}]
    for name, words in (("a.json", json.dumps(rows)), ("b.jsonl", "\n".join(map(json.dumps, rows)))):
        (tmp_path / name).write_text(words, "utf-8")
        assert not is_bundle(tmp_path / name)
        (piece,) = read_file(tmp_path / name)
        assert (piece.article.draft.title, piece.refused) == ("渡口", (("no text", 1),))


def test_an_empty_cell_gives_way_to_another_column_of_the_same_field(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"标题,正文,全文,备用标题\n旧桥,{BRIDGE},,\n渡口,,{FERRY},\n无,,,\n,,,\n", "utf-8")
    first, second = read_file(path)
    assert (first.article.draft.text, second.article.draft.text) == (BRIDGE, FERRY)
    assert first.refused == (("no text", 1),)
    (named,) = read_file(path, ReadOptions(columns={"text": "正文"}))
    assert named.refused == (("no text", 2),)


def test_the_key_of_a_row_does_not_depend_on_the_columns_that_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"编号,名,正文,网址\n7,旧桥,{BRIDGE},https://a.example/1\n", "utf-8")
    origins = set()
    for columns in ({}, {"title": "编号"}, {"text": "名"}, {"url": "", "title": "名"}):
        (piece,) = read_file(path, ReadOptions(columns=columns))
        origins.add(piece.article.draft.origin)
    assert origins == {f"{path}#https://a.example/1"}


def test_a_wrong_map_is_repaired_by_the_right_one(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"甲,乙,丙\n旧桥,{BRIDGE},一则短讯\n渡口,{FERRY},又一则短讯\n", "utf-8")
    for columns, status in (
        ({"title": "丙", "text": "甲"}, "added"),
        ({"title": "甲", "text": "乙"}, "updated"),
    ):
        told = list(import_files(library, [path], options=ReadOptions(columns=columns)))
        assert [each.outcome for each in told if isinstance(each, ImportedFile)] == [status, status]
    assert sorted(row.title for row in library.articles.rows()) == ["旧桥", "渡口"]


def test_an_address_of_another_kind_is_kept_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"标题,正文,链接\n旧桥,{BRIDGE},javascript:alert(1)\n", "utf-8")
    (piece,) = read_file(path)
    assert piece.article.draft.url == ""
    assert any("javascript:alert(1)" in remark for remark in piece.remarks)


def test_a_column_of_dois_is_one_of_addresses() -> None:
    rows = [("旧桥的故事", BRIDGE, "doi:10.1234/x.1"), ("渡口的故事", FERRY, "doi:10.1234/x.2")]
    found = [piece.article.draft.url for piece in read_csv(quoted("\t", rows))]
    assert found == [address for _, _, address in rows]


def test_articles_are_found_in_the_objects_that_wrap_them() -> None:
    body = "渡口的船夫每天早上把第一班船撑过去，雾里只听见篙声。" * 10
    document = {
        "code": 0,
        "data": {
            "total": 1,
            "list": [{"id": 7, "ctime": 1710000000, "attributes": {"name": "渡口", "body": body}}],
        },
    }
    (piece,) = json_reader.read(json.dumps(document).encode(), Source(name="a.json"))
    assert piece.article.draft.text.endswith(body)
    assert (piece.article.draft.date, piece.key) == ("2024-03-09", "7")
