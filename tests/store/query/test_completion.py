"""Completion of queries: fields and values, by characters and by pinyin."""

from __future__ import annotations

import pytest

from store.query.completion import complete

VALUES = {
    "tag": ["服务/线上", "金融", "网点"],
    "source": ["山城日报", "河岸 周刊"],
    "地区": ["华东", "华北"],
    "@": ["服务", "待读 的"],
}


def inserted(query: str, *, cursor: int | None = None) -> list[str]:
    at = len(query) if cursor is None else cursor
    found = complete(query, at, lambda field: VALUES.get(field, []), attributes=["地区"])
    return [each.applied(query)[0] for each in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("so", "source:"),
        ("甲 ti", "甲 title:"),
        ("-ta", "-tag:"),
        ("(甲 OR ta", "(甲 OR tag:"),
        ("来", "来源:"),
        ("biaoq", "标签:"),
        ("地", "地区:"),
        ("tag:金", "tag:金融"),
        ("tag:jr", "tag:金融"),
        ("标签：wangd", "标签：网点"),
        ("tag:xs", "tag:服务/线上"),
        ("tag:网点|f", "tag:网点|服务/线上"),
        ("under:服", "under:服务/线上"),
        ("source:hean", 'source:"河岸 周刊"'),
        ('source:"河岸 周', 'source:"河岸 周刊"'),
        ("is:un", "is:unread"),
        ("is:weid", "is:未读"),
        ("has:批", "has:批注"),
        ("lang:zh-h", "lang:zh-Hans"),
        ("added:7", "added:7d"),
        ("地区:hd", "地区:华东"),
        ("信 -@dd", '信 -@"待读 的"'),
        ('＠"待', '@"待读 的"'),
        ("(@fw", "(@服务"),
    ],
)
def test_the_first_completion(typed: str, first: str) -> None:
    values = dict(VALUES, under=VALUES["tag"])
    found = complete(typed, len(typed), lambda field: values.get(field, []), attributes=["地区"])
    assert found[0].applied(typed) == (first, len(first))


def test_only_what_is_before_the_cursor_is_completed() -> None:
    assert inserted("tag:金 is:unread", cursor=5) == ["tag:金融 is:unread"]


def test_a_value_that_is_complete_is_not_offered_again() -> None:
    assert inserted("tag:金融") == []


def test_nothing_completes_words_notes_and_numbers() -> None:
    assert inserted("words:甲") == inserted("note:甲") == inserted("chars:>") == []


def test_every_field_is_offered_where_nothing_is_typed() -> None:
    assert {"tag:", "source:", "地区:"} <= set(inserted(""))
