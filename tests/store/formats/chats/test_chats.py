"""Chats that messengers export are articles whose speakers and times stay in the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.importing.piece import Piece, ReadOptions
from store.importing.reading import read_file
from store.model.article import BlockKind

WECHAT = """2024-03-05 12:34:56 张三
今天去不去河边？
2024-03-05 12:35:10 李四(wxid_a)
去，我带伞。
来源：天气预报

2024-03-06 08:00:01 张三
好的。
"""
COPIED = "张三 2024/3/5 12:34\n去河边？\n李四 2024/3/5 12:35\n去。\n张三 2024/3/6 08:36\n好的\n"
QQ = """消息记录（此消息记录为文本格式，不支持重新导入）

================================
消息对象:河边读书会
================================

2024-03-05 12:34:56 【管理员】张三(123456)
去河边？

2024-03-05 12:35:10 李四<li@example.com>
去。

2024-03-06 8:36:00 张三(123456)
好的
"""
WHATSAPP = """[2024/3/5 下午12:34:56] 张三: 去河边？
[2024/3/5 下午12:35:10] 李四: 去。
第二行也是我说的。
[2024/3/6 上午8:00:01] 王五: 好的
"""
ANDROID = """03/05/2024, 12:30 - Messages are encrypted.
03/05/2024, 12:34 - 张三: 去河边？
03/25/2024, 12:35 - 李四: 去。
"""
LINE = """[LINE] 與河邊讀書會的聊天記錄
儲存日期：2024/03/09 10:00

2024/03/05（二）
12:34	張三	去河邊？
12:35	李四	去。
2024/03/06（三）
08:00	王五	好的
"""
DAYS = """—————  2024-03-05  —————

张三  12:34

去河边？

李四  12:35

去。

—————  2024-03-06  —————

张三  08:36

好的
"""


def pieces(tmp_path: Path, text: str, split: str = "", name: str = "聊天.txt") -> list[Piece]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_file(path, ReadOptions(split=split))


@pytest.mark.parametrize(
    ("text", "title", "last"),
    [
        (WECHAT, "聊天", "2024-03-06"),
        (COPIED, "聊天", "2024-03-06"),
        (QQ, "河边读书会", "2024-03-06"),
        (WHATSAPP, "聊天", "2024-03-06"),
        (ANDROID, "聊天", "2024-03-25"),
        (LINE, "河邊讀書會", "2024-03-06"),
        (DAYS, "聊天", "2024-03-06"),
    ],
    ids=["wechat", "copied", "qq", "whatsapp", "android", "line", "days"],
)
def test_a_chat_is_one_article_with_all_its_lines_or_one_a_day(
    text: str, title: str, last: str, tmp_path: Path
) -> None:
    (piece,) = pieces(tmp_path, text)
    draft = piece.article.draft
    assert (piece.file_format, draft.title, draft.date) == ("chat", title, "2024-03-05")
    assert (draft.authors, draft.source) == ((), "")
    assert draft.text.splitlines() == [line.rstrip() for line in text.splitlines() if line.strip()]
    first, second = pieces(tmp_path, text, "days")
    assert [each.article.draft.title for each in (first, second)] == [
        f"{title} 2024-03-05",
        f"{title} {last}",
    ]
    assert (first.article.draft.date, second.article.draft.date) == ("2024-03-05", last)
    assert f"{first.article.draft.text}\n{second.article.draft.text}" == draft.text


def test_lines_with_the_speaker_and_the_time_are_told_from_what_is_said(tmp_path: Path) -> None:
    draft = pieces(tmp_path, WECHAT)[0].article.draft
    heads = [draft.text[each.start : each.end] for each in draft.blocks if each.kind is BlockKind.CREDIT]
    assert heads == [
        "2024-03-05 12:34:56 张三",
        "2024-03-05 12:35:10 李四(wxid_a)",
        "2024-03-06 08:00:01 张三",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "渡口\n2024-03-05 12:34 张三\n灯。\n桥\n2024-03-05 12:40 李四\n修。\n船\n2024-03-06 8:30 王\n开。\n",
        "2024-03-05 12:34 张三\n渡口的灯亮着，等船的人坐在石阶上。\n",
        "日程\n8:00 起床\n9:00 开会\n12:00 吃饭\n",
    ],
)
def test_articles_with_dates_and_times_are_no_chats(text: str, tmp_path: Path) -> None:
    assert pieces(tmp_path, text)[0].file_format == "text"


def test_chats_of_telegram_are_read_with_links_and_pictures(tmp_path: Path) -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2024-03-05T12:30:00", "actor": "张三", "action": "x"},
        {"id": 2, "type": "message", "date": "2024-03-05T12:34:56", "from": "张三", "text": "去河边？"},
        {"id": 3, "type": "message", "date": "2024-03-06T12:35:10", "from": "李四", "from_id": "user2",
         "text": ["看", {"type": "link", "text": "https://a.example/x"}, "，\n去。"], "photo": "a.jpg"},
    ]  # fmt: skip
    chat = {"name": "河边", "type": "private_group", "id": 12, "messages": messages}
    (piece,) = pieces(tmp_path, json.dumps(chat, ensure_ascii=False), name="result.json")
    draft = piece.article.draft
    assert (draft.title, draft.date, piece.file_format) == ("河边", "2024-03-05", "chat")
    assert draft.text.splitlines() == [
        "张三 2024-03-05 12:30:00", "x", "张三 2024-03-05 12:34:56", "去河边？",
        "李四 2024-03-06 12:35:10", "看https://a.example/x，", "去。", "[photo: a.jpg]",
    ]  # fmt: skip
    assert len(pieces(tmp_path, json.dumps(chat), "days", "result.json")) == 2
    everything = {"about": "x", "chats": {"about": "y", "list": [chat, {**chat, "id": 13, "name": "山上"}]}}
    both = pieces(tmp_path, json.dumps(everything), name="result.json")
    assert [each.article.draft.title for each in both] == ["河边", "山上"]
    assert len({each.article.draft.origin for each in both}) == 2
