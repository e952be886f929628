"""Clippings of a Kindle: highlights with their notes, by book."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.registry import is_bundle
from store.library import Library
from store.model.bundle import IncomingArticle
from tests.store.formats.pizhu.round_trips import bundle_of

END = "==========\r\n"


def clipping(where: str, words: str, title: str = "春天的小站 (林夏)") -> str:
    return f"{title}\r\n- {where}\r\n\r\n{words}\r\n{END}"


def read(path: Path, *clippings: str, encoding: str = "utf-8-sig") -> tuple[list[IncomingArticle], list[str]]:
    file = path / "My Clippings.txt"
    bundle = bundle_of("".join(clippings).encode(encoding), file)
    assert is_bundle(file)
    return list(bundle.pieces), [*bundle.remarks, *bundle.left_out]


@pytest.mark.parametrize(
    ("where", "created"),
    [
        (
            "您在第 12 页（位置 #123-125）的标注 | 添加于 2023年5月1日星期一 上午10:00:00",
            "2023-05-01T10:00:00.000Z",
        ),
        ("您在位置 #123-125的标注 | 添加于 2023年5月1日星期一 下午1:02:03", "2023-05-01T13:02:03.000Z"),
        (
            "Your Highlight on page 12 | Location 123-125 | Added on Monday, May 1, 2023 12:05:06 AM",
            "2023-05-01T00:05:06.000Z",
        ),
        (
            "Your Highlight at location 123-125 | Added on Monday, 1 May 2023 22:05:06",
            "2023-05-01T22:05:06.000Z",
        ),
        ("Highlight Loc. 123-25 | Added on Monday, May 01, 2023, 10:05 PM", "2023-05-01T22:05:00.000Z"),
        ("您在位置 #123-125的標註 | 新增於 2023年5月1日星期一 下午12:02:03", "2023-05-01T12:02:03.000Z"),
    ],
)
def test_a_highlight_has_its_time_and_the_note_at_its_end(tmp_path: Path, where: str, created: str) -> None:
    note = where.replace("标注", "笔记").replace("標註", "筆記").replace("Highlight", "Note")
    note = note.replace("123-", "").replace(" 25 ", " 125 ")
    (article,), told = read(tmp_path, clipping(where, "一排油菜花"), clipping(note, "想起老家"))
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.note, annotation.created) == ("一排油菜花", "想起老家", created)
    assert (article.title, article.authors, article.note, told) == ("春天的小站", ("林夏",), "", [])


def test_books_are_kept_apart_by_title_and_authors(tmp_path: Path) -> None:
    titles = ["远方（甲;乙）", "Far (A Tale) (Lee, Ann)", "没有作者", "括号)不配"]
    pieces, _ = read(
        tmp_path, *(clipping("您在位置 #1-2的标注 | 添加于", "一", title) for title in titles * 2)
    )
    assert [(piece.title, piece.authors) for piece in pieces] == [
        ("远方", ("甲", "乙")),
        ("Far (A Tale)", ("Lee, Ann",)),
        ("没有作者", ()),
        ("括号)不配", ()),
    ]


def test_repeated_and_extended_highlights_come_once(tmp_path: Path) -> None:
    (article,), told = read(
        tmp_path,
        clipping("您在位置 #10-12的标注 | 添加于 2023年5月1日", "列车停两分钟"),
        clipping("您在位置 #10-13的标注 | 添加于 2023年5月2日", "列车停两分钟，又开走了"),
        clipping("您在位置 #10-12的标注 | 添加于 2023年5月3日", "列车 停两分钟"),
        clipping("您在位置 #90-91的标注 | 添加于 2023年5月3日", "列车停两分钟"),
        clipping("您在位置 #13 的笔记 | 添加于 2023年5月3日", "短"),
        clipping("您在位置 #13 的笔记 | 添加于 2023年5月4日", "短，可是够了"),
        clipping("您在位置 #50 的书签 | 添加于 2023年5月3日", ""),
        clipping("您在位置 #70 的笔记 | 添加于 2023年5月3日", "没有标注的笔记"),
    )
    assert [(each.exact, each.note) for each in article.annotations] == [
        ("列车停两分钟，又开走了", "短，可是够了"),
        ("列车停两分钟", ""),
    ]
    assert article.note == "没有标注的笔记"
    assert told == ["Skipped: 1 bookmark.", "Skipped: 2 highlights that longer ones repeat."]


def test_what_the_kindle_withheld_is_counted(tmp_path: Path) -> None:
    _, told = read(
        tmp_path,
        clipping("您在位置 #1-2的标注 | 添加于", "一"),
        clipping("您在位置 #3-4的标注 | 添加于", "<您已达到本内容的剪贴上限>"),
        clipping("您在位置 #5-6的标注 | 添加于", ""),
    )
    assert told == ["Left out: 1 quote that the Kindle withheld.", "Left out: 1 clipping without words."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_clippings_in_any_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    where = "您在位置 #1-2的标注 | 添加于 2023年5月1日星期一 上午10:00:00"
    (article,), _ = read(tmp_path, *[clipping(where, "一排油菜花，开得很好")] * 3, encoding=encoding)
    assert [each.exact for each in article.annotations] == ["一排油菜花，开得很好"]


def test_an_article_with_lines_of_equals_signs_is_no_clippings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("标题\n==========\n- 一\n\n正文\n==========\n", encoding="utf-8")
    assert not is_bundle(path)
    with pytest.raises(BadInput, match="neither clippings"):
        bundle_of(path.read_bytes(), path)


def test_importing_again_adds_only_what_is_new(library: Library, station: str, tmp_path: Path) -> None:
    from store.importing.batch import import_bundle
    from store.model.bundle import Merged

    path = tmp_path / "My Clippings.txt"
    first = clipping("您在位置 #1-2的标注 | 添加于 2023年5月1日", "一排油菜花")
    path.write_text(first, encoding="utf-8")
    merged = import_bundle(library, path)
    assert isinstance(merged, Merged)
    assert (merged.annotations_added, merged.orphans) == (1, 0)
    path.write_text(
        first + clipping("您在位置 #8-9的标注 | 添加于 2023年5月1日", "没有的话"), encoding="utf-8"
    )
    merged = import_bundle(library, path)
    assert isinstance(merged, Merged)
    assert (merged.annotations_added, merged.annotations_known, merged.orphans) == (1, 1, 1)
    assert len(library.annotations.of(station)) == 2
