"""Lines that would hold an expression for minutes, if it tried all ways to divide them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from store.errors import BadInput
from store.formats.email import reader as email
from store.formats.epub.footnotes import with_bracketed_notes
from store.formats.html.entries import _hashtags
from store.formats.html.headline import site_after_headline, without_site
from store.formats.html.own_export import read_own_export
from store.formats.pdf.beside_characters import _is_pinyin
from store.formats.tables.article_rows import _tags
from store.importing.file_formats import detect
from store.importing.file_names import read_file_name
from store.importing.piece import ReadOptions, Source
from store.importing.splits.split_pieces import read_markdown_pieces
from store.importing.splits.splitting import possible_split
from store.index.sqlite.names import TABLES, NameIndex
from store.model.article import BlockKind
from store.press.sites.bulletin_board import read_board_header
from store.press.sites.site_name import split_site

MARKS = (
    '<meta name="generator" content="Pizhu"/><article id="a"><p class="words">'
    + "".join(f'<mark data-note="{number}">' for number in range(20_000))
    + "<b>字</b>" * 20_000
    + "</p></article>"
)


def _detected(data: bytes) -> None:
    with suppress(BadInput):
        detect(data, b"", "a.txt")


def _split_at_headings(text: str) -> list[object]:
    source = Source(name="a.md", options=ReadOptions(split="headings"))
    return list(read_markdown_pieces(text.encode(), source, lambda data, source: iter(())))


def _read_mail(data: bytes) -> None:
    with suppress(BadInput):
        list(email.read(data, Source(name="a.eml")))


def _find_name(typed: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        NameIndex(connection).matching(typed)


@pytest.mark.parametrize(
    ("read", "line"),
    [
        (lambda line: read_board_header([line, "标题：船价"]), f"作者:a{' ' * 390}x"),
        (
            lambda line: read_board_header([line, "标题：船价"]),
            f"作者：张三{' ' * 200}编辑：李四{' ' * 100}x、,",
        ),
        (lambda line: read_board_header([line]), "\u3000" * 400),
        (lambda line: read_board_header(["发信人: a, 信区: b", *[line] * 5]), f"时间: a{' ' * 390}x"),
        (lambda line: read_board_header(["发信人: a, 信区: b", *[line] * 5]), f"标题:a{' ' * 392}"),
        (_is_pinyin, "xiao" * 60 + "m"),
        (_is_pinyin, "haomei" * 60 + "hm"),
        (read_file_name, "修改版" * 50 + "渡.txt"),
        (read_file_name, "文本文档" * 38 + "渡.txt"),
        (read_file_name, "我的新建" * 38 + "渡.txt"),
        (read_file_name, f"渡口{' ' * 150}口.txt"),
        (_detected, b"%a\n" + b" " * 65_000),
        (_detected, b"% \n" * 20_000),
        (_detected, b"1" + b"\n" * 65_000),
        (_detected, b"TY  - BOOK" + b"\n" * 65_000),
        (_detected, b"---\n" + b"title " * 10_000),
        (_split_at_headings, "# 一\n" + "\n" * 100_000 + "字\n# 二\n字"),
        (_split_at_headings, "# 一\n" + "\n---" * 30_000 + "x\n# 二\n字"),
        (_split_at_headings, "# 一\n" + " \n" * 60_000 + "- - -x\n# 二\n字"),
        (possible_split, "第一章\n" * 40_000 + "第二章\n第三章\n"),
        (possible_split, f"第一章\n第三{' ' * 200_000}章\n第二章\n第三章\n"),
        (_find_name, "a" * 20_000),
        (_detected, b"From " + b"00:00" * 13_000),
        (_read_mail, b"From " + b"00:00" * 100_000 + b"\n"),
        (_read_mail, b'Content-Type: text/plain; x="' + b";" * 200_000 + b"\n\nx"),
        (_read_mail, b'A: b\rContent-Disposition: x; x="' + b";\r " * 70_000 + b"\r\rx"),
        (lambda words: _hashtags([(BlockKind.PARAGRAPH, words)]), "字" + " #a" * 10_000 + " b"),
        (_tags, "字" + " " * 200_000 + "字"),
        (_tags, "#字" + " " * 200_000 + "字"),
        (split_site, "字" + " " * 400_000 + "字"),
        (split_site, "字" + "_ " * 100_000),
        (without_site, "字" + " " * 400_000 + "字"),
        (site_after_headline, "字" + " " * 400_000 + "字"),
        (with_bracketed_notes, 'noteref<li id="' + "a" * 100 + '" id="b"' * 60_000),
        (with_bracketed_notes, "noteref<li" + " id" + " " * 400_000),
        (lambda page: list(read_own_export(page, "a.html")), MARKS),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_no_line_takes_long(read: Callable[[object], object], line: object) -> None:
    read(line)
