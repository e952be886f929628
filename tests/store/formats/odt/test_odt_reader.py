"""OpenDocument texts become articles."""

from __future__ import annotations

import pytest

from store.errors import BadInput
from store.model.article import BlockKind
from tests.store.formats.documents import blocks, lines, odt, packed, piece


def test_white_space_is_that_of_the_format() -> None:
    body = '<text:p>甲\n  <text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>丁</text:p>'
    assert lines(piece(odt(body), "a.odt")) == ["甲   乙\t丙", "丁"]


def test_insertions_are_kept_and_deletions_and_readings_left_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>他<text:change-start/>不<text:change-end/>"
        "<text:ruby><text:ruby-base>来</text:ruby-base><text:ruby-text>lái</text:ruby-text></text:ruby></text:p>"
    )
    found = piece(odt(body), "a.odt")
    assert found.article.draft.text == "他不来"
    assert set(found.remarks) == {"1 tracked deletion left out", "1 reading above characters left out"}


def test_notes_stand_at_the_end_and_text_boxes_below_their_paragraph() -> None:
    body = (
        "<text:p>甲<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p>"
        "</text:note-body></text:note>乙<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
        "</text:p><text:p>丙</text:p>"
    )
    assert lines(piece(odt(body), "a.odt")) == ["甲[1]乙", "框", "丙", "[1] 注"]


def test_automatic_styles_have_the_kind_of_their_parents() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    )
    words = "说明的话在这里，一句接着一句，一直说到天黑才停下来。"
    body = "".join(
        f'<text:p text:style-name="{style}">{text}</text:p><text:p>{words}</text:p>'
        for style, text in (("P1", "题目在此"), ("P2", "一节"))
    )
    kinds = [kind for kind, _ in blocks(piece(odt(body, styles=styles), "a.odt"))]
    assert kinds == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_a_title_that_is_only_set_larger_is_found() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties xmlns:fo="urn:fo" '
        'fo:font-size="22pt"/></style:style>'
    )
    words = "说明的话在这里，一句接着一句，一直说到天黑才停下来。"
    title = "灯火通明，处处如昼"
    body = f'<text:p><text:span text:style-name="T1">{title}</text:span></text:p><text:p>{words}</text:p>'
    assert piece(odt(body, styles=styles), "a.odt").article.draft.title == title


def test_tables_are_lines_and_comments_annotations() -> None:
    body = (
        "<table:table><table:table-row><table:table-cell><text:p>时间</text:p></table:table-cell>"
        '<table:table-cell><text:p><office:annotation office:name="n"><dc:creator>李一丁</dc:creator>'
        '<text:p>哪一趟？</text:p></office:annotation>车次<office:annotation-end office:name="n"/></text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    found = piece(odt(body), "a.odt")
    assert lines(found) == ["时间\u3000车次"]
    (mark,) = found.article.marks
    assert (mark.quote, mark.note) == ("车次", "李一丁：哪一趟？")


def test_an_encrypted_document_is_refused() -> None:
    data = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x00\x01",
            "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
        },
        stored=["mimetype"],
    )
    with pytest.raises(BadInput, match="needs a password"):
        piece(data, "a.odt")
