"""What other programs write is told by its content: it is read, or refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.file_formats import detect
from store.importing.registry import is_bundle
from tests.store.formats.documents import lines, packed, piece

LOGSEQ = (
    "title:: 渡口\nauthor:: [[周小满]]\ndate:: [[2023-11-02]]\n\n"
    "- 船来了。\n  id:: 65-a\n\t- 人走了。\n\t  collapsed:: true\n"
)


@pytest.mark.parametrize("name", ["渡口.brat", "渡口", "渡口.zip", "渡口.qdpx"])
def test_an_archive_with_annotations_is_known_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed({"a.txt": "船来了。", "a.ann": "T1\t人 0 1\t船\n"}))
    assert is_bundle(path)


def test_a_page_of_logseq_has_its_properties_and_none_of_its_blocks() -> None:
    found = piece(LOGSEQ.encode(), "a.md")
    draft = found.article.draft
    assert (draft.title, draft.authors, draft.date) == ("渡口", ("周小满",), "2023-11-02")
    assert "::" not in draft.text
    assert "properties of blocks left out: id, collapsed" in found.remarks


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("% 一\n\\documentclass{ctexart}\n", "pandoc"),
        ("<?xml version='1.0'?><FictionBook xmlns='x'>", "pandoc"),
        ("<?xml version='1.0'?><TEI xmlns='x'>", "HTML"),
        ("# 渡口\nimport os\n", "source code"),
        ("2024-01-01 08:00:00 INFO 启动\n" * 3, "logs"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>B</TITLE>", "list of links"),
        ("<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head>", "list of links"),
        ("标题,链接,全文\n渡口,https://a.example/1,\n", "list of 1 address"),
    ],
)
def test_what_is_no_article_is_refused(text: str, remedy: str) -> None:
    with pytest.raises(BadInput, match=remedy):
        piece(text.encode(), "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "# 渡口\n\nimport 是“进口”的意思。\n",
        "[08:30] 船来了。\n[08:35] 人走了。\n",
        "2024-01-01 08:00:00 船来了。\n" * 3,
    ],
)
def test_an_article_that_only_looks_like_something_else_is_read(text: str) -> None:
    assert "".join(lines(piece(text.encode(), "a.txt"))).count("。") == text.count("。")


@pytest.mark.parametrize(
    "text", [" " * 60_000 + "甲", "#\n" * 30_000 + "甲", "%\n \n" * 15_000 + "甲", "\n" * 60_000 + "甲"]
)
def test_long_white_space_and_comments_cost_no_time(text: str) -> None:
    assert detect(text.encode(), b"", "a.txt").name == "text"


def test_ass_and_lrc_are_subtitles() -> None:
    ass = (
        "[Script Info]\nTitle: 渡口\n[Events]\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\i1}船来了，人走了。\n"
    )
    assert lines(piece(ass.encode(), "a.ass")) == ["船来了，人走了。"]
    assert (
        piece("[ti:渡口]\n[00:01.00]船来了，\n[00:05.00]人走了。\n".encode(), "a.txt").article.draft.title
        == "渡口"
    )


def test_a_table_is_read_below_lines_above_its_header() -> None:
    rows = "检索结果,,,\n时间：2024,,,\n题名,正文,日期,正文字数\n渡口,船来了。人走了。,45232,9\n"
    found = piece(rows.encode(), "a.csv").article.draft
    assert (found.title, found.date) == ("渡口", "2023-11-02")


def test_a_note_of_evernote_in_html_keeps_its_address_and_tags() -> None:
    page = (
        '<html><head><meta name="exporter-version" content="Evernote Win"/><title>渡口</title>'
        '<meta name="keywords" content="河, 桥"/><meta name="source-url" content="https://a.example/1"/>'
        "</head><body><h1>渡口</h1><div>渡口的船夫今天没有来，等船的人坐在石阶上说话。</div></body></html>"
    )
    article = piece(page.encode(), "a.html").article
    assert (article.draft.title, article.draft.url, article.tags) == (
        "渡口",
        "https://a.example/1",
        ("河", "桥"),
    )
    other = piece(page.replace("Evernote", "Other").encode(), "a.html").article
    assert other.tags == ()


def test_a_document_of_google_has_its_title_and_its_headings() -> None:
    page = (
        '<html><body class="c1 doc-content"><p class="c0 title" id="h.x"><span>渡口</span></p>'
        "<h1><span>船夫</span></h1><p><span>渡口的船夫今天没有来，等船的人坐在石阶上说话。</span></p>"
        "<h1><span>河水</span></h1><p><span>河水比昨天高了一点，对岸的炊烟升起来了。</span></p></body></html>"
    )
    draft = piece(page.encode(), "a.html").article.draft
    headings = [draft.text[each.start : each.end] for each in draft.blocks if each.kind == "heading"]
    assert (draft.title, headings) == ("渡口", ["船夫", "河水"])


def test_a_page_of_onenote_is_known_without_the_headers_of_a_mail() -> None:
    html = "<html><body><p>渡口的船夫今天没有来，等船的人坐在石阶上说话。</p></body></html>"
    data = (
        'MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="x"\n\n'
        f'--x\nContent-Type: text/html; charset="utf-8"\n\n{html}\n--x--\n'
    )
    assert piece(data.encode(), "a.mht").file_format == "MHTML"
