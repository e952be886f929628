"""The content of a file tells its format, and its name where the content is plain text."""

from __future__ import annotations

import pytest

from store.importing.file_formats import (
    CSV,
    FEED,
    HTML,
    JSON,
    MARKDOWN,
    PDF,
    RTF,
    SUBTITLES,
    TEXT,
    FileFormat,
    detect,
)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("春天来了。", "a.txt", TEXT),
        ("春天来了。", "a.md", MARKDOWN),
        ("---\ntitle: 春天\n---\n春天来了。", "a.txt", MARKDOWN),
        ("---\n春天: 来了\n---\n春天来了。", "a.txt", TEXT),
        ("春天来了。", "a.html", TEXT),
        ("<title>春</title><p>来了。", "a", HTML),
        ("春天<br>来了。", "a.html", HTML),
        ("春天<br>来了。", "a.txt", TEXT),
        ("<!-- 一 -->\n<!DOCTYPE html><p>", "a.txt", HTML),
        (
            '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N//DTD" "rss.dtd"><rss version="0.91">',
            "a.txt",
            FEED,
        ),
        ("<feed xmlns='x'>", "a", FEED),
        ("标题\t正文\n渡口\t船没有来。\n旧桥\t修好了。\n", "standard input", CSV),
        ("title,text\n渡口,船没有来。\n", "a.txt", CSV),
        ("标题,正文\n", "a.txt", TEXT),
        ("作者,日期\n渡口,船没有来。\n", "a.txt", TEXT),
        ("今天, 说标题, 正文\n船没有来。\n旧桥修好了。\n", "a", TEXT),
        ('[{"a": "船没有来。"}]', "the pasted text", JSON),
        ('{"a": 1}\n{"a": 2}\n', "a", JSON),
        ('{"title": "渡口"}\n\n船没有来。\n', "a", TEXT),
        ('[{"a": "船没有来。"}]', "a.txt", TEXT),
        ("[{船}]没有来。", "a", TEXT),
        ("%PDF-1.4", "a.txt", PDF),
        ("{\\rtf1 ", "a.txt", RTF),
        ("WEBVTT\n", "a.txt", SUBTITLES),
    ],
)
def test_the_format_is_that_of_the_content(content: str, name: str, expected: FileFormat) -> None:
    assert detect(content.encode(), b"", name) is expected
    if expected is HTML:
        assert detect(content.encode("utf-16"), b"", name) is expected
