"""Merging two versions of a file of a library, as a merge driver of git does."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import BadInput
from store.library import Library, open_library
from store.model.article import digest
from store.storage.checksums import Seal
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.merging.files import merge_files
from store.storage.folder.merging.journals import merged_journal
from store.storage.folder.tinydb_storage import decode, encode, seals
from tests.conftest import STATION, root_of


def record(library: Library, article: str) -> bytes:
    return FolderStore(root_of(library)).article_file(article).read_bytes()


def journal(library: Library) -> bytes:
    return FolderStore(root_of(library)).journal_file.read_bytes()


@pytest.fixture
def versions(library: Library, station: str) -> tuple[bytes, bytes, bytes]:
    """Three versions of a record: without annotations, with one, with another one."""
    base = record(library, station)
    library.annotations.annotate_quote(station, "列车", note="甲")
    ours = record(library, station)
    library.undo()
    library.annotations.annotate_quote(station, "油菜花", note="乙")
    return base, ours, record(library, station)


def test_each_line_of_the_result_has_its_checksum(versions: tuple[bytes, bytes, bytes]) -> None:
    merged = merge_files("record.json", *versions).content
    assert {seal for *_place, seal in seals(decode(merged, Path("record.json")))} == {Seal.INTACT}
    assert "甲".encode() in merged
    assert "乙".encode() in merged


def test_what_one_version_alone_changed_is_copied_byte_by_byte(versions: tuple[bytes, bytes, bytes]) -> None:
    base, ours, _theirs = versions
    assert merge_files("record.json", base, ours, base).content == ours
    assert merge_files("record.json", base, base, ours).content == ours


def test_a_file_that_both_added_is_merged_without_a_base(versions: tuple[bytes, bytes, bytes]) -> None:
    _base, ours, theirs = versions
    merged = merge_files("record.json", b"", ours, theirs).content
    assert "甲".encode() in merged
    assert "乙".encode() in merged


def test_a_damaged_version_is_refused(versions: tuple[bytes, bytes, bytes]) -> None:
    base, ours, theirs = versions
    with pytest.raises(BadInput, match="checksum"):
        merge_files("record.json", base, ours, theirs.replace("乙".encode(), "丙".encode()))
    with pytest.raises(BadInput, match="damaged"):
        merge_files("record.json", base, ours, theirs[:-20])


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"<p>", b'{"rows": {}}', "年".encode("gbk")])
def test_a_file_of_another_kind_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="not a file of a library that"):
        merge_files("other.json", content, content, content)


def test_versions_of_different_files_are_refused(
    library: Library, versions: tuple[bytes, bytes, bytes]
) -> None:
    other = FolderStore(root_of(library)).library_file.read_bytes()
    with pytest.raises(BadInput, match="same file"):
        merge_files("record.json", b"", versions[1], other)


def test_a_newer_library_is_refused(library: Library) -> None:
    content = FolderStore(root_of(library)).library_file.read_bytes()
    newer = b'{"library": {"1": {"schema": 99}}}'
    with pytest.raises(BadInput, match="newer"):
        merge_files("library.json", b"", content, newer)


def test_record_and_text_choose_the_same_one_of_two_texts(tmp_path: Path) -> None:
    records, texts = [], []
    for number, words in enumerate(("甲。", "乙。")):
        with open_library(tmp_path / str(number)) as library:
            article, _outcome = library.articles.add(STATION)
            store = FolderStore(root_of(library))
            edited = STATION.text + words
            tables = decode(store.article_file(article).read_bytes(), Path("x"))
            tables["article"]["1"] = {**tables["article"]["1"], "digest": digest(edited)}
            records.append(encode(tables))
            texts.append(edited.encode())
    merged = merge_files("a.json", b"", records[0], records[1])
    text = merge_files("0123456789abcdef.txt", STATION.text.encode(), texts[0], texts[1])
    assert f'"digest":"{digest(text.content.decode())}"'.encode() in merged.content
    assert text.conflicts


def test_journals_are_merged_step_by_step(library: Library, station: str) -> None:
    base = journal(library)
    library.annotations.annotate_quote(station, "列车")
    ours = journal(library)
    library.undo()
    library.annotations.annotate_quote(station, "油菜花")
    theirs = journal(library)
    merged = merged_journal(base, ours, theirs)
    assert merged == merged_journal(base, theirs, ours)
    assert merged == merged_journal(base, merged, theirs)
    lines = merged.splitlines()
    assert len([line for line in lines if line.startswith(b'{"step"')]) == 3
    assert lines[-1].startswith(b'{"commit"')


def test_lines_that_one_journal_has_trimmed_stay_away(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车")
    base = journal(library)
    trimmed = base[base.index(b"\n") + 1 :]
    assert merged_journal(base, base, trimmed).count(b'{"step"') == base.count(b'{"step"') - 1
