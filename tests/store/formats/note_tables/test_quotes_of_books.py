"""JSON of books with their quotes, and tables of pages with quotes or only with addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.reading import read_file
from store.importing.registry import is_bundle, read_bundle
from store.model.bundle import IncomingArticle

ENTRY = {"text": "先坐下喝一口茶", "note": "好句", "time": 1700000000, "sort": "highlight"}
BOOK = {"title": "桥头", "author": "陶一鸣\n王芳", "entries": [ENTRY, {"text": "", "sort": "bookmark"}]}


def pieces(path: Path, content: object) -> list[IncomingArticle]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    assert is_bundle(path)
    return list(read_bundle(path).pieces)


@pytest.mark.parametrize("document", [BOOK, [BOOK], {"documents": [BOOK], "version": "1"}])
def test_books_of_koreader_have_their_quotes(document: object, tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path / "a.json", document)
    assert (piece.title, piece.authors) == ("桥头", ("陶一鸣", "王芳"))
    (annotation,) = piece.annotations
    assert (annotation.exact, annotation.note, annotation.created[:10]) == (
        "先坐下喝一口茶",
        "好句",
        "2023-11-14",
    )


def test_pages_of_readwise_have_tags_and_addresses(tmp_path: Path) -> None:
    highlight = {"id": 1, "text": "先坐下喝一口茶", "note": "", "tags": [{"id": 2, "name": "句子"}]}
    page = {
        "title": "桥头",
        "source_url": "https://a.example/1",
        "book_tags": [{"name": "手艺"}],
        "highlights": [highlight],
    }
    (piece,) = pieces(tmp_path / "a.json", {"count": 1, "results": [page]})
    assert (piece.url, piece.tags, piece.annotations[0].tags) == ("https://a.example/1", ("手艺",), ("句子",))


def test_articles_with_titles_in_a_list_of_entries_are_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    entries = [
        {"title": "旧桥", "content": "木匠修好了那座旧桥。"},
        {"title": "渡口", "content": "船夫走了。"},
    ]
    path.write_text(json.dumps({"title": "县报", "entries": entries}, ensure_ascii=False), encoding="utf-8")
    assert not is_bundle(path)
    assert [each.article.draft.title for each in read_file(path)] == ["旧桥", "渡口"]


def test_articles_with_highlights_keep_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    page = {
        "title": "文章甲",
        "content": "人们说那座桥修好了。" * 44,
        "highlights": [{"text": "人们说"}, {"text": "桥"}],
    }
    path.write_text(json.dumps([page], ensure_ascii=False), encoding="utf-8")
    assert not is_bundle(path)
    (piece,) = read_file(path)
    assert piece.article.draft.text.count("修好了") == 44
    assert "2 quotes in it left out" in piece.remarks


@pytest.mark.parametrize(
    ("time", "year"), [(int("9" * 400), ""), (-1, ""), (1e308, ""), (17e11, "2023")], ids=range(4)
)
def test_a_time_out_of_range_is_unknown(time: float, year: str, tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path / "a.json", {**BOOK, "entries": [{**ENTRY, "time": time}]})
    assert piece.annotations[0].created[:4] == year
    assert piece.annotations[0].exact == ENTRY["text"]


def test_authors_are_parted_in_linear_time(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path / "a.json", {**BOOK, "author": f"陶一鸣 & 王芳{' ' * 50_000}x"})
    assert piece.authors == ("陶一鸣", "王芳 x")


RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    '1,桥头,随想,摘要文字,https://a.example/1,读,"手艺, 桥",2023-11-02T00:15:00.000Z,,'
    '"Highlight:先坐下喝一口茶\nNote:好句\nNote:又一句\n\nHighlight:一把伞",false\n'
    "2,书摊,,又一段摘要,https://a.example/2,读,,2023-11-02T00:15:00.000Z,,,false\n"
)


def test_the_quotes_of_a_page_of_raindrop_are_told_apart(tmp_path: Path) -> None:
    (piece,) = pieces(tmp_path / "a.csv", RAINDROP)
    assert (piece.note, piece.tags) == ("随想", ("手艺", "桥"))
    assert [(each.exact, each.note) for each in piece.annotations] == [
        ("先坐下喝一口茶", "好句\n\n又一句"),
        ("一把伞", ""),
    ]
    bundle = read_bundle(tmp_path / "a.csv")
    list(bundle.pieces)
    assert bundle.remarks[0].startswith("Skipped: 1 page without a quote")


def test_a_reading_list_says_that_it_has_only_addresses(tmp_path: Path) -> None:
    pocket = tmp_path / "pocket.csv"
    pocket.write_text("title,url,time_added,tags,status\n桥头,https://a.example/1,1700000000,,unread\n")
    with pytest.raises(BadInput, match="a list of addresses without the texts"):
        read_file(pocket)
    row = "https://a.example/1,桥头,{},Unread,1700000000,[]\n"
    header = "URL,Title,Selection,Folder,Timestamp,Tags\n"
    (piece,) = pieces(tmp_path / "a.csv", header + row.format("一把伞") + row.format("").replace("/1", "/2"))
    assert [each.exact for each in piece.annotations] == ["一把伞"]
    with pytest.raises(BadInput, match="a list of 1 address without"):
        pieces(tmp_path / "b.csv", header + row.format(""))


def test_quotes_of_hypothesis_in_a_table_need_no_title(tmp_path: Path) -> None:
    table = "Created at,Author,Page,URL,Group,Type,Quote,Comment,Tags\n2024-01-02,a,,https://a.example/1,P,A,一把伞,好,手艺\n"
    (piece,) = pieces(tmp_path / "a.csv", table)
    assert (piece.url, piece.annotations[0].note, piece.annotations[0].tags) == (
        "https://a.example/1",
        "好",
        ("手艺",),
    )
