"""Flashcards for Anki: the database of the deck, and the text form."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese import glosses
from store.formats.anki.deck import strip_markup
from store.formats.anki.flashcards import FIELDS, anki_tag, html_field
from store.library import Library
from tests.conftest import draft
from tests.store.exporting.exports import exported, fill


@pytest.fixture(autouse=True)
def without_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the optional dictionary."""
    monkeypatch.setattr(glosses, "is_installed", lambda: False)


def notes(data: bytes, folder: Path) -> list[dict[str, str]]:
    """Return the notes of a deck, each with its GUID, fields, tags, ID and time."""
    with ZipFile(BytesIO(data)) as archive:
        assert json.loads(archive.read("media")) == {}
        archive.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (models, decks) = database.execute("SELECT models, decks FROM col").fetchone()
        (model,), decks = json.loads(models).values(), json.loads(decks)
        names = [field["name"] for field in model["flds"]]
        rows = database.execute(
            "SELECT guid, flds, notes.tags, notes.id, notes.mod, sfld, csum, mid, did FROM notes "
            "JOIN cards ON nid = notes.id ORDER BY due"
        ).fetchall()
    found = []
    for guid, fields, tags, number, modified, word, checksum, note_type, deck in rows:
        assert note_type == model["id"]
        assert decks[str(deck)]["name"] == "Pizhu"
        assert checksum == int(hashlib.sha1(word.encode()).hexdigest()[:8], 16)
        values = fields.split("\x1f")
        own = {"guid": guid, "tags": tags, "id": str(number), "mod": str(modified), "sfld": word}
        found.append({**dict(zip(names, values, strict=True)), **own})
    return found


def test_each_annotation_is_a_card_with_its_sentence(library: Library, tmp_path: Path) -> None:
    fill(library)
    first, second, third, fourth, fifth = notes(exported("anki", library), tmp_path)
    assert second["Word"] == "𠮷野家"
    assert second["tags"] == " 数字 专名_A::饭馆 "
    assert strip_markup(second["Source"]) == "春天的小站 · 青山日报 · 2020-03-24"
    assert (fourth["Word"], fourth["Pinyin"], fourth["Gloss"], fourth["Note"]) == ("银行", "yínháng", "", "")
    assert fourth["Sentence"].endswith("油菜花&lt;/b&gt; &amp; <b>银行</b>。")
    assert fourth["Sentence"].startswith("𠮷野家的站长😀说：&#91;sound:a.mp3] &lt;b&gt;")
    assert third["Word"] == "&lt;b&gt;油菜花&lt;/b&gt; &amp; 银行"
    assert third["sfld"] == "<b>油菜花</b> & 银行"
    assert third["Note"] == "&lt;script&gt;x&lt;/script&gt; @me"
    assert first["Note"] == "+1,<br>-2"
    assert fifth["Sentence"] == "<b>旧的一句</b>，在这里。"


def test_a_sentence_gets_pinyin_syllable_by_syllable(library: Library, station: str, tmp_path: Path) -> None:
    library.annotations.annotate_quote(station, "列车每天只停两分钟。")
    (card,) = notes(exported("anki", library), tmp_path)
    assert card["Pinyin"] == "liè chē měi tiān zhǐ tíng liǎng fēn zhōng。"
    assert card["Sentence"] == "<b>列车每天只停两分钟。</b>"


def test_a_quote_across_sentences_shows_all_of_them(library: Library, tmp_path: Path) -> None:
    article, _ = library.articles.add(draft("一天。又一天。再一天。", "第二段。第三句。"))
    library.annotations.annotate_quote(article, "一天。\n第二")
    (card,) = notes(exported("anki", library), tmp_path)
    assert card["Sentence"] == "再<b>一天。<br>第二</b>段。"


def test_a_sentence_without_punctuation_is_cut_around_the_quote(library: Library, tmp_path: Path) -> None:
    article, _ = library.articles.add(draft("字" * 500 + "标记" + "字" * 500))
    library.annotations.annotate_quote(article, "标记")
    (card,) = notes(exported("anki", library), tmp_path)
    assert card["Sentence"] == "…" + "字" * 120 + "<b>标记</b>" + "字" * 120 + "…"


def test_the_dictionary_fills_the_gloss(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(glosses, "is_installed", lambda: True)
    entry = {"pinyin": "lie4 che1", "definitions": ["(railway) train", "<unit>"]}
    monkeypatch.setattr(glosses, "_entries", lambda: {"列车": [entry]})
    library.annotations.annotate_quote(station, "列车")
    (card,) = notes(exported("anki", library), tmp_path)
    assert card["Gloss"] == "<i>lièchē</i> (railway) train; &lt;unit&gt;"


def test_a_changed_note_keeps_its_guid_and_id(library: Library, station: str, tmp_path: Path) -> None:
    annotation = library.annotations.annotate_quote(station, "列车")
    before = notes(exported("anki", library), tmp_path)[0]
    library.annotations.annotate_quote(station, "油菜花")
    library.annotations.edit(station, annotation.id, note="改过")
    after = notes(exported("anki", library), tmp_path)[0]
    assert (after["guid"], after["id"], after["Note"]) == (before["guid"], before["id"], "改过")
    assert int(after["mod"]) >= int(before["mod"])


@pytest.mark.parametrize(
    "change",
    [
        lambda library, _: library.codebook.rename("数字", "数目"),
        lambda library, article: library.articles.write_note(article, "新的"),
        lambda library, _: library.undo(),
        lambda library, article: library.annotations.edit(
            article, library.annotations.of(article)[0].id, note="改"
        ),
    ],
)
def test_a_change_makes_the_cards_later(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Library, str], object],
) -> None:
    monkeypatch.setattr("store.formats.anki.flashcards.installation_time", lambda _: 0)
    article = fill(library)
    library.articles.tag(article, ["后来"])
    before = {card["guid"]: int(card["mod"]) for card in notes(exported("anki", library), tmp_path)}
    change(library, article)
    after = {card["guid"]: int(card["mod"]) for card in notes(exported("anki", library), tmp_path)}
    later = [guid for guid, modified in before.items() if after[guid] > modified]
    assert len(later) >= 4


def test_installing_the_dictionary_makes_a_card_with_a_gloss_later(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library.annotations.annotate_quote(station, "列车")
    before = notes(exported("anki", library), tmp_path)[0]
    monkeypatch.setattr(glosses, "is_installed", lambda: True)
    monkeypatch.setattr(
        glosses, "_entries", lambda: {"列车": [{"pinyin": "lie4 che1", "definitions": ["x"]}]}
    )
    monkeypatch.setattr(glosses, "installation_time", lambda _: 4_000_000_000)
    after = notes(exported("anki", library), tmp_path)[0]
    assert int(after["mod"]) > int(before["mod"])


def test_reading_an_article_leaves_its_cards_about_as_old(
    library: Library, station: str, tmp_path: Path
) -> None:
    library.annotations.annotate_quote(station, "列车")
    before = notes(exported("anki", library), tmp_path)[0]
    library.articles.set_position(station, 3)
    after = notes(exported("anki", library), tmp_path)[0]
    assert 0 <= int(after["mod"]) - int(before["mod"]) <= 1


def test_the_source_is_a_link_to_the_annotation(library: Library, station: str, tmp_path: Path) -> None:
    annotation = library.annotations.annotate_quote(station, "列车")
    (card,) = notes(exported("anki", library), tmp_path)
    assert card["Source"].startswith(f'<a href="pizhu://read/{station}@{annotation.id}">春天的小站')


def test_notes_created_in_the_same_millisecond_get_different_ids(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.formats.anki.flashcards._milliseconds", lambda _: 1_600_000_000_000)
    for word in ("列车", "站长", "月台", "旅客"):
        library.annotations.annotate_quote(station, word)
    found = [int(card["id"]) for card in notes(exported("anki", library), tmp_path)]
    assert found == [1_600_000_000_000 + number for number in range(4)]


def test_the_text_form_has_the_same_cards_and_names_its_columns(library: Library, tmp_path: Path) -> None:
    fill(library)
    text = exported("anki-text", library).decode()
    headers = [line for line in text.split("\n") if line.startswith("#")]
    assert headers == [
        *("#separator:tab", "#html:true", "#notetype:Pizhu", "#deck:Pizhu"),
        "#columns:GUID\t" + "\t".join(FIELDS) + "\tTags",
        *("#guid column:1", "#tags column:8"),
    ]
    body = text.split("\n", len(headers))[-1]
    rows = list(csv.reader(StringIO(body, newline=""), delimiter="\t", strict=True))
    cards = notes(exported("anki", library), tmp_path)
    wanted = [[card["guid"], *(card[name] for name in FIELDS), card["tags"].strip()] for card in cards]
    assert rows == wanted


@given(st.text(max_size=20))
def test_a_field_has_no_line_ends_tabs_or_markup(words: str) -> None:
    field = html_field(words)
    assert not set("\n\t\r\x1f") & set(field)
    assert "<" not in field.replace("<br>", "")
    assert "[" not in field


@given(st.text(st.sampled_from(' \u3000:"#/a标'), min_size=1, max_size=8))
def test_a_tag_has_no_spaces_and_keeps_its_hierarchy(name: str) -> None:
    tag = anki_tag(name)
    assert not set(' \u3000"#') & set(tag)
    assert [part for part in tag.split("::") if not part] in ([], [""])
    assert len(tag.split("::")) <= name.count("/") + 1


@pytest.mark.parametrize("name", ["anki", "anki-text"])
def test_the_same_library_gives_the_same_bytes(library: Library, name: str) -> None:
    fill(library)
    assert exported(name, library) == exported(name, library)


def test_an_empty_library_gives_an_empty_deck(library: Library, tmp_path: Path) -> None:
    assert notes(exported("anki", library), tmp_path) == []
