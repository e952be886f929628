"""The same piece in each format comes out the same: title, authors, date, headings and text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.model.article import BlockKind
from tests.store.formats.documents import (
    AUTHORS,
    BODY,
    DATE,
    HEADINGS,
    TITLE,
    blocks,
    docx_of_piece,
    enex_of_piece,
    epub_of_piece,
    jex_of_piece,
    mail_of_piece,
    odt_of_piece,
    packed,
    piece,
    rtf_of_piece,
)

FILES: dict[str, Callable[[], bytes]] = {
    "a.docx": docx_of_piece,
    "strict.docx": lambda: docx_of_piece(strict=True),
    "a.odt": odt_of_piece,
    "a.epub": epub_of_piece,
    "a.rtf": rtf_of_piece,
    "gbk.rtf": lambda: rtf_of_piece("gb18030", 936),
    "gbk-by-font.rtf": lambda: rtf_of_piece("gb18030", 1252, 134),
    "a.eml": mail_of_piece,
    "gbk.eml": lambda: mail_of_piece("gb18030"),
    "a.enex": enex_of_piece,
    "a.jex": jex_of_piece,
    "a.zip": lambda: packed({"文/a.docx": docx_of_piece()}, stored=["文/a.docx"]),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("says_its_name", [True, False])
def test_the_same_piece_comes_out_the_same(name: str, says_its_name: bool) -> None:
    found = piece(FILES[name](), name if says_its_name else "file.bin")
    draft = found.article.draft
    assert (draft.title, draft.authors, draft.date) == (TITLE, AUTHORS, DATE)
    body = [(kind, words.replace("𠮷", "吉")) for kind, words in blocks(found) if words != TITLE]
    assert body == [(kind, words.replace("𠮷", "吉")) for kind, words in BODY]
    assert [words for kind, words in blocks(found) if kind is BlockKind.HEADING] == list(HEADINGS)
    assert draft.language == "zh-Hans"


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.rtf", "a.enex", "a.jex"])
def test_a_character_beyond_the_basic_plane_is_kept(name: str) -> None:
    assert "𠮷野先生" in piece(FILES[name](), name).article.draft.text


def test_traditional_text_in_rtf_is_decoded_by_its_code_page() -> None:
    words = "\\'ac\\'4b\\'a4\\'d1"  # 春天 in Big5; the second byte of 春 is the letter K
    for literal in (words, words.replace("\\'4b", "K")):
        data = f"{{\\rtf1\\ansi\\ansicpg950 {literal}\\par}}".encode()
        assert piece(data, "a.rtf").article.draft.text == "春天"
