"""Exports of Evernote become articles."""

from __future__ import annotations

import pytest

from store.errors import BadInput
from tests.store.formats.documents import enex, enex_of_piece, lines, note, piece, pieces


def test_a_note_brings_its_tags_and_its_address() -> None:
    article = piece(enex_of_piece(), "a.enex").article
    assert (article.tags, article.draft.url) == (("铁路",), "https://a.example/1")


def test_each_note_is_an_article_and_one_without_text_is_told() -> None:
    found = pieces(
        enex(note("一", "<div>甲。</div>"), note("空", ""), note("一", "<div>乙。</div>")), "a.enex"
    )
    assert [each.article.draft.title for each in found] == ["一", "一"]
    assert len({each.key for each in found}) == 2
    assert "not imported" in found[-1].remarks[0]


def test_a_title_that_the_program_made_up_gives_way_to_the_first_words() -> None:
    assert piece(enex(note("Untitled Note", "<div>甲说乙。</div>")), "a.enex").article.draft.title == "甲说乙"


def test_tasks_and_files_are_told() -> None:
    content = "<div><en-todo checked='true'/>买票</div><div><en-crypt>xx</en-crypt></div>"
    found = piece(enex(note("一", content, "<resource><data>AAAA</data></resource>")), "a.enex")
    assert lines(found)[0] == "☑ 买票"
    assert set(found.remarks) == {"1 attached file left out", "1 encrypted passage left as encrypted"}


def test_entities_are_refused() -> None:
    data = (
        enex(note("一", "甲"))
        .replace(b'enex4.dtd"', b"")
        .replace(b"<!DOCTYPE en-export SYSTEM", b'<!DOCTYPE en-export [<!ENTITY a "b">] SYSTEM')
    )
    with pytest.raises(BadInput):
        piece(data, "a.enex")
