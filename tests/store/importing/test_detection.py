"""The content of a file tells its format, and its name where the content is plain text."""

from __future__ import annotations

import pytest

from store.importing.file_formats import FEED, HTML, MARKDOWN, PDF, RTF, SUBTITLES, TEXT, FileFormat, detect


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
        ("%PDF-1.4", "a.txt", PDF),
        ("{\\rtf1 ", "a.txt", RTF),
        ("WEBVTT\n", "a.txt", SUBTITLES),
    ],
)
def test_the_format_is_that_of_the_content(content: str, name: str, expected: FileFormat) -> None:
    assert detect(content.encode(), b"", name) is expected
    if expected is HTML:
        assert detect(content.encode("utf-16"), b"", name) is expected
