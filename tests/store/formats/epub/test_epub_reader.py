"""E-books become articles."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import pytest

from store.errors import BadInput
from store.importing import limits
from store.model.article import BlockKind
from tests.store.formats.documents import blocks, epub, lines, piece, pieces

NCX = (
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
)


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


def test_chapters_stand_in_the_order_of_the_spine_without_the_contents() -> None:
    ncx = "<ncx><navMap><navPoint><navLabel><text>第二回</text></navLabel><content src='b%20b.xhtml'/></navPoint></navMap></ncx>"
    data = epub(
        {"a.xhtml": page("<h1>第一回</h1><p>甲。</p>"), "b b.xhtml": page("<p>第二回</p><p>乙。</p>")},
        metadata="<dc:title>书</dc:title>",
        manifest=NCX,
        spine='<itemref idref="nav"/>',
        OEBPS__text__toc_ncx=ncx,
        OEBPS__text__nav_xhtml=page("<nav><a href='a.xhtml'>第一回</a></nav>"),
    )
    found = piece(data, "a.epub")
    assert blocks(found) == [
        (BlockKind.HEADING, "第一回"), (BlockKind.PARAGRAPH, "甲。"),
        (BlockKind.HEADING, "第二回"), (BlockKind.PARAGRAPH, "乙。"),
    ]  # fmt: skip
    assert found.article.draft.title == "书"


def test_a_path_may_lead_up_but_not_out_of_the_archive() -> None:
    data = epub(
        {"../%E7%AB%A0.xhtml": "", "../../../../etc/passwd": "", "x.xhtml": page("<p>乙。</p>")},
        OEBPS__章_xhtml=page("<p>甲。</p>"),
    )
    found = piece(data, "a.epub")
    assert lines(found) == ["甲。", "乙。"]
    assert found.remarks == ("1 chapter is missing in the file",)


def test_metadata_name_the_authors_and_the_day_of_publication() -> None:
    data = epub(
        {"a.xhtml": page("<p>甲。</p>")},
        metadata='<dc:title>书</dc:title><dc:creator opf:role="aut">陈小满</dc:creator><dc:creator opf:role="trl">某译者'
        '</dc:creator><dc:date opf:event="modification">2024-01-01</dc:date><dc:date opf:event="publication">1999-05'
        "</dc:date><dc:publisher>出版社</dc:publisher>",
    )
    draft = piece(data, "a.epub").article.draft
    assert (draft.authors, draft.date, draft.source) == (("陈小满",), "1999-05", "出版社")


@pytest.mark.parametrize(
    ("algorithm", "is_read"),
    [("http://www.idpf.org/2008/embedding", True), ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", False)],
)
def test_an_encrypted_text_is_refused_and_an_obfuscated_font_is_not(algorithm: str, is_read: bool) -> None:
    encryption = (
        f"<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/><CipherData>"
        "<CipherReference URI='OEBPS/text/a.xhtml'/></CipherData></EncryptedData></encryption>"
    )
    data = epub({"a.xhtml": page("<p>甲。</p>")}, **{"META-INF__encryption_xml": encryption})
    if is_read:
        assert lines(piece(data, "a.epub")) == ["甲。"]
    else:
        with pytest.raises(BadInput, match="DRM"):
            piece(data, "a.epub")


def test_a_book_too_long_for_one_article_is_one_a_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 100)
    data = epub(
        {name: page(f"<h1>第{name}回</h1><p>{'春' * 20}。</p>") for name in ("一", "二")},
        metadata="<dc:title>书</dc:title>",
    )
    found = pieces(data, "a.epub")
    assert [(each.article.draft.title, each.article.draft.column) for each in found] == [
        ("第一回", "书"),
        ("第二回", "书"),
    ]
    assert [each.key for each in found] == ["一", "二"]


def test_a_book_of_pandoc_has_its_title_once_and_its_notes_and_lists_as_other_documents() -> None:
    chapter = page(
        '<h1>钟楼</h1><p>钟响了<a href="#fn1" class="footnote-ref" epub:type="noteref">1</a>。</p>'
        '<ul><li>齿轮</li><li>发条</li></ul><section class="footnotes"><ol>'
        '<li id="fn1"><p>在冬天。<a href="#r" class="footnote-back" role="doc-backlink">↩︎</a></p></li>'
        "</ol></section>"
    )
    title_page = page("<h1>钟楼</h1><p>赵一鸣</p>")
    data = epub({"a.xhtml": title_page, "b.xhtml": chapter}, metadata="<dc:title>钟楼</dc:title>")
    assert lines(piece(data, "a.epub")) == [
        "钟楼",
        "赵一鸣",
        "钟响了[1]。",
        "• 齿轮",
        "• 发条",
        "[1] 在冬天。",
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        'href="b.html" referrerpolicy="no-referrer"',
        'href="https://x.example/backlinks#a"',
        'class="backlink"',
    ],
)
def test_a_link_that_does_not_lead_back_from_a_note_keeps_its_words(attributes: str) -> None:
    data = epub({"a.xhtml": page(f"<p>见<a {attributes}>青石日报的报道</a>。</p>")})
    assert "见青石日报的报道。" in piece(data, "a.epub").article.draft.text
