"""Word documents become articles: what is kept, what is left out, and what tells the parts."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import BadInput
from store.exporting import export, format_of
from store.exporting.selection import Selection
from store.formats.documents import package
from store.library import Library
from store.model.article import BlockKind
from tests.conftest import draft
from tests.store.formats.documents import TITLE, blocks, docx, lines, packed, paragraph, piece, pieces

H, P, T = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TITLE


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_insertions_are_kept_and_deletions_left_out() -> None:
    body = paragraph(
        f"{run('他')}<w:ins><w:r><w:t>不</w:t></w:r></w:ins><w:del><w:r><w:delText>常</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo>"
    )
    found = piece(docx(body), "a.docx")
    assert found.article.draft.text == "他不来"
    assert "2 tracked deletions left out" in found.remarks


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    body = paragraph("前半句，", properties="<w:rPr><w:del/></w:rPr>") + paragraph("后半句。")
    assert lines(piece(docx(body), "a.docx")) == ["前半句，后半句。"]


def test_readings_and_hidden_text_are_left_out_and_told() -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('chūn')}</w:rt><w:rubyBase>{run('春')}</w:rubyBase></w:ruby></w:r>"
        f"{run('天')}{run('看不见', '<w:vanish/>')}"
    )
    found = piece(docx(paragraph(ruby)), "a.docx")
    assert found.article.draft.text == "春天"
    assert set(found.remarks) == {"1 reading above characters left out", "1 hidden text left out"}


def test_a_text_box_is_read_once_in_whichever_form_it_has_text() -> None:
    box = f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent>"
    both = (
        f"{run('正文')}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"{run('又一段')}<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert lines(piece(docx(paragraph(both) + paragraph(old)), "a.docx")) == [
        "正文",
        "框里的话",
        "又一段",
        "框里的话",
    ]


def test_notes_stand_at_the_end_in_the_order_of_the_text() -> None:
    text = f"{run('甲')}<w:r><w:endnoteReference w:id='5'/></w:r>{run('乙')}<w:r><w:footnoteReference w:id='2'/></w:r>"
    found = piece(
        docx(
            paragraph(text),
            footnotes="<w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
            f"<w:footnote w:id='2'>{paragraph('脚注')}</w:footnote><w:footnote w:id='3'>{paragraph('没有人用')}</w:footnote>",
            endnotes=f"<w:endnote w:id='5'>{paragraph('尾注')}</w:endnote>",
        ),
        "a.docx",
    )
    assert lines(found) == ["甲[1]乙[2]", "[2] 脚注", "[1] 尾注"]


def test_styles_tell_headings_by_name_by_base_and_by_outline_level() -> None:
    words = "说明的话在这里，一句接着一句，一直说到天黑才停下来。"
    body = "".join(
        paragraph(text, style) + paragraph(words)
        for text, style in ((TITLE, "T"), ("一章", "1"), ("二节", "2"), ("三节", "mine"), ("四节", "o"))
    )
    body += paragraph("五节", properties="<w:outlineLvl w:val='2'/>") + paragraph("图：站台", "c")
    found = piece(docx(body), "a.docx")
    assert [each for each in blocks(found) if each[0] is not P] == [
        (T, TITLE), (H, "一章"), (H, "二节"), (H, "三节"), (H, "四节"), (H, "五节"), (BlockKind.CAPTION, "图：站台"),
    ]  # fmt: skip


def test_the_only_highest_heading_at_the_top_is_the_title() -> None:
    words = "说明的话在这里，一句接着一句，一直说到天黑才停下来。"
    body = (
        paragraph(TITLE, "1")
        + paragraph("陈小满")
        + paragraph(words)
        + paragraph("二节", "2")
        + paragraph(words)
    )
    found = piece(docx(body, title="Word 文档", creator="Administrator"), "a.docx")
    assert found.article.draft.title == TITLE
    assert found.article.draft.authors == ("陈小满",)


@pytest.mark.parametrize(
    "creator", ["Administrator", "user", "微软用户", "Windows 用户", "python-docx", "USER-20240305", "lenovo"]
)
def test_a_name_that_a_program_made_up_is_no_author(creator: str) -> None:
    expected = (creator,) if creator.startswith("USER-") else ()
    assert piece(docx(paragraph("春天。"), creator=creator), "a.docx").article.draft.authors == expected


@pytest.mark.parametrize("title", ["新建 Microsoft Word 文档", "无标题", "文档1", "Normal.dotm", "稿件.docx"])
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    body = paragraph("油菜花开了，列车在小站停两分钟，站长挥了挥手里的旗子。")
    found = piece(docx(body, title=title, creator="陈小满", created="2024-03-05T00:00:00Z"), "a.docx")
    draft = found.article.draft
    assert draft.title.startswith("油菜花开了")
    assert (draft.authors, draft.date) == (("陈小满",), "2024-03-05")


def test_the_date_below_what_a_page_had_above_its_text_is_no_day_of_conversion() -> None:
    body = (
        paragraph(f"{TITLE}_河湾新闻网", "Title") + paragraph("陈小满") + paragraph("首页 新闻 交通") + paragraph(TITLE, "1")
        + paragraph("2024-03-18 09:20 来源：河湾日报") + paragraph("列车在小站停两分钟，站长挥了挥手里的旗子。")
    )  # fmt: skip
    found = piece(docx(body, creator="陈小满", created="2026-11-26T04:38:27Z"), "a.docx")
    assert (found.article.draft.date, found.article.draft.source) == ("2024-03-18", "河湾日报")


def test_title_and_headings_that_are_only_set_larger_or_bold_are_found() -> None:
    words = "说明的话在这里，一句接着一句，一直说到天黑才停下来。"
    large, bold = "<w:b/><w:sz w:val='44'/>", "<w:b/>"
    body = (
        paragraph(run("灯火通明处", large), properties="<w:jc w:val='center'/>") + paragraph("陈小满") + paragraph(words)
        + paragraph(run("渡口的夜", bold)) + paragraph(words) + paragraph(run("黎明之前", bold)) + paragraph(words + "但是。")
    )  # fmt: skip
    found = piece(docx(body), "a.docx")
    assert [each for each in blocks(found) if each[0] is not P] == [
        (T, "灯火通明处"), (BlockKind.BYLINE, "陈小满"), (H, "渡口的夜"), (H, "黎明之前"),
    ]  # fmt: skip


def test_lists_have_the_numbers_that_are_printed() -> None:
    levels = (
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='第%1条'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2'/></w:lvl>"
    )
    numbering = (
        f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:abstractNum w:abstractNumId='1'>"
        "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\uf0b7'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    )

    def item(words: str, level: int, number: int) -> str:
        return paragraph(
            words, properties=f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
        )

    body = (
        item("总则。", 0, 1)
        + item("目的。", 1, 1)
        + item("范围。", 1, 1)
        + item("分则。", 0, 1)
        + item("灯。", 0, 2)
    )
    assert lines(piece(docx(body, numbering=numbering), "a.docx")) == [
        "第一条 总则。", "一.1 目的。", "一.2 范围。", "第二条 分则。", "• 灯。",
    ]  # fmt: skip


def test_a_row_is_a_line_and_a_layout_is_its_paragraphs() -> None:
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    body = table(paragraph("时间"), paragraph("车次")) + table(
        paragraph("甲。") + paragraph("乙。"), paragraph("丙。")
    )
    assert lines(piece(docx(body), "a.docx")) == ["时间\u3000车次", "甲。", "乙。", "丙。"]


def test_tabs_breaks_and_symbols_are_characters() -> None:
    text = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FC'/>"
        "<w:br/><w:t>丙</w:t></w:r>"
    )
    assert lines(piece(docx(paragraph(text)), "a.docx")) == ["甲\t乙\u2011✓", "丙"]


def test_fields_show_their_results_and_contents_are_left_out() -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('三月')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    found = piece(docx(paragraph("目录一……1", "toc1") + paragraph(field)), "a.docx")
    assert lines(found) == ["三月"]
    assert found.remarks == ("1 line of the table of contents left out",)


def test_comments_become_annotations_of_their_words() -> None:
    text = f"{run('春天来了。春天')}<w:commentRangeStart w:id='1'/>{run('来了')}<w:commentRangeEnd w:id='1'/>{run('。')}"
    comment = f"<w:comment w:id='1' w:author='李一丁'>{paragraph('第二次')}</w:comment>"
    (mark,) = piece(docx(paragraph(text), comments=comment), "a.docx").article.marks
    assert (mark.quote, mark.occurrence, mark.note) == ("来了", 2, "李一丁：第二次")


def test_what_pizhu_exports_is_read_back(library: Library, tmp_path: Path) -> None:
    first = library.articles.add(draft("油菜花开了，列车停两分钟。", "站长说：再见。"))[0]
    library.articles.add(draft("桥上有风。", "河里有船。", title="秋天的桥"))
    library.annotations.annotate_quote(first, "油菜花", tags=["细节/花"], note="三月")
    library.articles.tag(first, ["铁路"])
    export(Selection(library), format_of("docx"), tmp_path / "a.docx")
    found = pieces((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert [each.article.draft.title for each in found] == ["春天的小站", "秋天的桥"]
    assert found[0].article.draft.text == library.articles.get(first).text
    assert found[0].article.tags == ("铁路",)
    (mark,) = found[0].article.marks
    assert (mark.quote, mark.tags, mark.note) == ("油菜花", ("细节/花",), "三月")


def test_a_document_type_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PIECE_BYTES", 2 << 20)
    bomb = packed({"word/document.xml": bytes(3 << 20)})
    with pytest.raises(BadInput, match="unpacks to 3 MiB"):
        piece(bomb, "a.docx")
    with pytest.raises(BadInput, match="document type"):
        piece(packed({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "a.docx")


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(BadInput, match=r"a\.docx: it has no text"):
        piece(docx(paragraph("")), "a.docx")


def test_headings_around_the_highest_one_are_kicker_and_subtitle() -> None:
    body = (
        paragraph("入梅以来水位上涨", "2") + paragraph("渡口的第九场雨", "1") + paragraph("老船工的六月", "2")
    )
    text = "".join(paragraph("六月的第一场雨落下来时，渡口的吊机已经停了三天。") for _ in range(3))
    draft = piece(docx(body + paragraph("本报记者 许砚秋") + text), "a.docx").article.draft
    assert (draft.kicker, draft.title, draft.subtitle) == (
        "入梅以来水位上涨",
        "渡口的第九场雨",
        "老船工的六月",
    )
