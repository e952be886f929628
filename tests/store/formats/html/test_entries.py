"""Pages with several entries: they are offered as several articles, each with its date and writer."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.formats.html.entries import find_entries
from store.importing.piece import Piece, ReadOptions
from store.importing.reading import read_file

MEMO = (
    '<div class="memo"><div class="time">2023-11-0{0} 08:15:00</div>'
    '<div class="content"><p>#手艺 第{0}天，木匠在桥上铺松木板。</p></div></div>'
)
POST = (
    '<div class="item"><div class="info">作者：{1} 时间：2011-0{0}-12 10:20</div>'
    '<div class="text">第{0}楼：桥面很新，走上去还会轻轻地响。<br>孩子们都从这里回家。</div></div>'
)
MESSAGE = (
    '<div class="message default" id="message{0}">'
    '<div class="date details" title="0{0}.01.2024 10:00:00">10:00</div>'
    '<div class="from_name">{1}</div><div class="text">读到木匠那一段很感动，第{0}次。</div></div>'
)
DAYS = {MEMO: "2023-11-0{}", POST: "2011-0{}-12", MESSAGE: "2024-01-0{}"}


def page(entry: str, title: str = "读书群") -> str:
    names = ("陶一鸣", "王芳", "李明")
    entries = "".join(entry.format(number, name) for number, name in enumerate(names, 1))
    return f"<html><head><title>{title}</title></head><body><div class='all'>{entries}</div></body></html>"


def read(path: Path, content: str, split: str = "") -> list[Piece]:
    path.write_text(content, encoding="utf-8")
    return read_file(path, ReadOptions(split=split))


@pytest.mark.parametrize("entry", [MEMO, POST, MESSAGE])
def test_entries_are_offered_and_become_articles_with_their_dates(entry: str, tmp_path: Path) -> None:
    (whole,) = read(tmp_path / "a.html", page(entry))
    assert whole.split is not None
    assert whole.remarks[-1] == "looks like 3 articles: import it with --split entries"
    drafts = [each.article.draft for each in read(tmp_path / "a.html", page(entry), "entries")]
    assert [draft.date for draft in drafts] == [DAYS[entry].format(number) for number in (1, 2, 3)]
    if entry != MEMO:
        assert [draft.authors for draft in drafts] == [("陶一鸣",), ("王芳",), ("李明",)]


def test_hashtags_of_a_memo_are_its_tags_and_not_its_title(tmp_path: Path) -> None:
    first = read(tmp_path / "a.html", page(MEMO), "entries")[0].article
    assert first.tags == ("手艺",)
    assert first.draft.title == "第1天，木匠在桥上铺松木板"
    assert "#手艺" in first.draft.text


def test_the_comments_below_an_article_are_no_entries() -> None:
    text = "<p>木匠修好了那座旧桥，桥面铺了新的松木，孩子们放学以后都从这里回家。</p>" * 20
    comments = "".join(f'<div class="comment">好文，2024-01-0{n}，写得真好。</div>' for n in range(1, 9))
    assert (
        find_entries(f"<html><body><div class='text'>{text}</div><div>{comments}</div></body></html>") == []
    )
    long = comments.replace("好文", "好文" * 40)
    assert find_entries(f"<html><body><div class='text'>{text}</div><div>{long}</div></body></html>") == []


def test_the_title_of_a_message_is_what_it_says(tmp_path: Path) -> None:
    content = page(MESSAGE)
    titles = [each.article.draft.title for each in read(tmp_path / "a.html", content, "entries")]
    assert titles == [f"读到木匠那一段很感动，第{number}次" for number in (1, 2, 3)]
