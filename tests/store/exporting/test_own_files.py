"""Exports are recognised by what is in them, so that no other file is overwritten."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.errors import UsageError
from store.exporting import FORMATS, check_destination, export
from store.exporting.own_files import is_own_export
from store.exporting.selection import Selection
from store.library import Library
from tests.store.exporting.exports import exported, fill


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_each_format_is_recognised(library: Library, tmp_path: Path, name: str) -> None:
    fill(library)
    path = tmp_path / f"own{FORMATS[name].suffixes[0]}"
    path.write_bytes(exported(name, library))
    assert is_own_export(path)
    export(Selection(library), FORMATS[name], path)


def test_exports_of_one_article_and_of_none_are_recognised(
    library: Library, station: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.md"
    for articles in ([station], []):
        export(Selection(library, articles=articles), FORMATS["markdown"], path, force=True)
        assert is_own_export(path)


def test_a_backup_is_recognised(library: Library, station: str, tmp_path: Path) -> None:
    assert library.back_up(tmp_path / "backup.zip")
    assert is_own_export(tmp_path / "backup.zip")


def test_a_backup_is_recognised_in_which_the_tables_have_another_order(tmp_path: Path) -> None:
    content = '{\n"assignments": {\n"1": {"coder":"林夏"}\n},\n"library": {\n"1": {"schema":1}\n}\n}\n'
    (tmp_path / "backup.zip").write_bytes(zipped("library.json", content))
    assert is_own_export(tmp_path / "backup.zip")


def zipped(name: str, content: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mine.csv", "article,title\n1,春\n".encode()),
        ("mine.csv", "\ufeffarticle,title,authors,date,source,我的一列\r\n".encode()),
        ("mine.md", b"---\ntitle: Notes\n---\n\nSee [it](pizhu://read/85bbe377f07d0fe7).\n"),
        ("mine.md", b"\x00\xff\xfe"),
        ("mine.org", "#+title: 日记\n\n* 今天\n".encode()),
        ("mine.html", b"<html><head><meta name='generator' content='Hugo'></head></html>"),
        ("mine.json", b'[{"id":"a","type":"book"}]'),
        ("mine.jsonl", b'{"text":"a","label":[]}\n'),
        ("mine.bib", b"@misc{jiang2018baoshupi-85bbe3,\n}\n\n@book{knuth84,\n}\n"),
        ("mine.ris", b"TY  - BOOK\nID  - knuth84\nER  - \n"),
        ("mine.txt", b"#separator:tab\n#deck:Words\n"),
        ("mine.docx", zipped("docProps/core.xml", "<dc:creator>张三</dc:creator>")),
        ("mine.zip", zipped("a.txt", "a")),
        ("mine.pizhu", b"PK\x03\x04"),
    ],
)
def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match="not written by Pizhu"):
        check_destination(path, (path.suffix,), force=False)
    check_destination(path, (path.suffix,), force=True)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_may_be_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes(content)
    check_destination(path, (".csv",), force=False)
