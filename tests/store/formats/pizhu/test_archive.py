"""``.pizhu`` archives: unpacked they are libraries, other libraries import them, and malicious ones are
refused.
"""

from __future__ import annotations

import io
import stat
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.exporting import export, format_of
from store.exporting.selection import Selection
from store.formats.pizhu import archive_reader
from store.formats.pizhu.archive_writer import write
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.model.bundle import IncomingArticle
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from tests.conftest import STATION, draft
from tests.lengths import examples
from tests.store.formats.pizhu.round_trips import (
    CODEBOOK,
    article_lists,
    bundle_of,
    contents_of,
    empty_library,
    exported,
    fill,
    import_into,
)


@pytest.fixture
def archive(library: Library, station: str) -> bytes:
    """An archive of two articles with notes."""
    other, _ = library.articles.add(draft("第二篇，有𠮷和😀。", title="第二篇"))
    library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="一\n\n二")
    library.annotations.annotate_quote(other, "𠮷", note="😀")
    return exported(library, "pizhu")


def repacked(archive: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return the archive with changed entries; entries for which ``change`` returns None are left out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def with_member(archive: bytes, entry: ZipInfo | str, data: bytes = b"x") -> bytes:
    out = io.BytesIO(archive)
    with warnings.catch_warnings(), ZipFile(out, "a") as added:
        warnings.simplefilter("ignore")  # duplicate names
        added.writestr(entry, data)
    return out.getvalue()


@pytest.mark.long
@given(coming=article_lists())
@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_an_archive_round_trips(coming: list[IncomingArticle]) -> None:
    with empty_library() as ours, empty_library() as theirs:
        fill(ours, coming)
        data = exported(ours, "pizhu")
        merged = import_into(theirs, data, ".pizhu")
        assert (merged.left_out, merged.conflicts) == ([], [])
        assert contents_of(theirs) == contents_of(ours)
        assert theirs.codebook.tags() == ours.codebook.tags()
        assert exported(theirs, "pizhu") == data


def test_an_unpacked_archive_is_a_library(library: Library, archive: bytes, tmp_path: Path) -> None:
    library.dictionary.join("油菜花")
    library.dismissals.for_words("油菜花", "花")
    folder = tmp_path / "unpacked"
    with ZipFile(io.BytesIO(exported(library, "pizhu"))) as packed:
        packed.extractall(folder)
    assert list(check(FolderStore(folder))) == []
    with open_library(folder) as unpacked:
        unpacked.resync()
        assert contents_of(unpacked) == contents_of(library)
        assert unpacked.codebook.tags() == library.codebook.tags()
        assert unpacked.dictionary.words() == library.dictionary.words()
        assert unpacked.dismissals.all() == library.dismissals.all()
        unpacked.annotations.annotate_quote(unpacked.articles.rows()[0].id, "第二篇")


def test_the_bytes_do_not_depend_on_the_history_of_the_library(library: Library, station: str) -> None:
    before = exported(library, "pizhu")
    library.articles.tag(station, ["站"])
    library.articles.untag(station, ["站"])
    library.codebook.delete("站")
    assert exported(library, "pizhu") == before


def test_an_export_of_a_selection_has_only_that_selection(library: Library, archive: bytes) -> None:
    library.dictionary.join("油菜花")
    with ZipFile(io.BytesIO(exported(library, "pizhu", tags=["细节"]))) as packed:
        assert len(packed.namelist()) == 3
        assert b"\xe6\xb2\xb9\xe8\x8f\x9c" not in packed.read("library.json")


def test_a_pipe_gets_the_same_bytes_as_a_file(library: Library, archive: bytes) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    write(Selection(library), pipe)
    assert pipe.getvalue() == archive


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda name, data: None if name.endswith(".txt") else data, "its text is missing"),
        (lambda name, data: data[:-3] if name.endswith(".json") and "/" in name else data, "was left out"),
        (lambda name, data: data + b"!" if name.endswith(".txt") else data, "does not match the digest"),
        (lambda name, data: b"\xff" if name.endswith(".txt") else data, "was left out"),
        (lambda name, data: b"{}" if name.endswith(".json") and "/" in name else data, "was left out"),
    ],
)
def test_a_damaged_article_is_left_out_and_reported(
    archive: bytes, change: Callable[[str, bytes], bytes | None], message: str, tmp_path: Path
) -> None:
    bundle = bundle_of(repacked(archive, change), tmp_path / "a.pizhu")
    assert bundle.pieces == []
    assert len(bundle.left_out) == 2
    assert all(message in sentence for sentence in bundle.left_out)


def test_articles_are_imported_without_a_damaged_codebook(archive: bytes, tmp_path: Path) -> None:
    broken = repacked(archive, lambda name, data: data[:40] if name == "library.json" else data)
    bundle = bundle_of(broken, tmp_path / "a.pizhu")
    assert (len(list(bundle.pieces)), bundle.tags) == (2, ())
    assert "library.json" in bundle.left_out[0]


def test_a_file_without_a_name_is_no_error_of_ours(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pizhu"
    path.write_bytes(with_member(archive, ZipInfo("")))
    try:
        bundle = read_bundle(path)
    except BadInput:
        return
    assert len(list(bundle.pieces)) == 1


def test_unknown_files_are_left_out_and_counted(archive: bytes, tmp_path: Path) -> None:
    bundle = bundle_of(with_member(archive, "__MACOSX/articles.json"), tmp_path / "a.pizhu")
    assert len(list(bundle.pieces)) == 2
    assert "Left out: 1 file" in bundle.left_out[0]


@pytest.mark.parametrize(
    "name", ["../library.json", "/etc/passwd", "articles/../../x", "C:/x", "a\\..\\..\\x", "articles//x"]
)
def test_paths_outside_the_folder_are_refused(name: str, archive: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a regular file"):
        bundle_of(with_member(archive, name), tmp_path / "a.pizhu")


def test_links_and_unusual_compression_are_refused(archive: bytes, tmp_path: Path) -> None:
    link = ZipInfo("articles/aa/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed = ZipInfo("articles/aa/packed")
    packed.compress_type = ZIP_LZMA
    for entry in (link, packed):
        with pytest.raises(BadInput, match="not a regular file"):
            bundle_of(with_member(archive, entry), tmp_path / "a.pizhu")


def test_a_duplicate_file_is_refused(archive: bytes, station: str, tmp_path: Path) -> None:
    name = f"articles/{station[:2]}/{station}.txt"
    with pytest.raises(BadInput, match="twice"):
        bundle_of(with_member(archive, name), tmp_path / "a.pizhu")


def test_a_zip_bomb_is_refused(archive: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_reader, "SMALL_SIZE", 1 << 20)
    bomb = ZipInfo("articles/aa/aaaaaaaaaaaaaaaa.txt")
    bomb.compress_type = ZIP_DEFLATED
    with pytest.raises(BadInput, match="MiB unpacked"):
        bundle_of(with_member(archive, bomb, bytes(1 << 24)), tmp_path / "a.pizhu")


def test_a_file_that_is_too_large_is_left_out(
    archive: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_reader, "MAX_PIECE_BYTES", 300)
    bundle = bundle_of(archive, tmp_path / "a.pizhu")
    assert any("larger than" in sentence for sentence in bundle.left_out)


@pytest.mark.parametrize("data", [b"words", b"PK\x05\x06" + bytes(18)])
def test_other_files_are_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.pizhu"):
        bundle_of(data, tmp_path / "a.pizhu")


def test_an_archive_of_a_newer_version_is_refused(archive: bytes, tmp_path: Path) -> None:
    newer = repacked(archive, lambda name, data: data.replace(b'"schema":1', b'"schema":99'))
    with pytest.raises(BadInput, match=r"newer Pizhu.*update Pizhu"):
        bundle_of(newer, tmp_path / "a.pizhu")


@cache
def small() -> bytes:
    """An archive of one article."""
    with empty_library() as library:
        article = IncomingArticle(draft=STATION, id="0123456789abcdef", added="2020-01-01T00:00:00.000Z")
        fill(library, [article], CODEBOOK)
        return exported(library, "pizhu")


@pytest.mark.long
@given(data=st.data())
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_changed_bytes_are_reported_or_have_no_effect(data: st.DataObject) -> None:
    changed = bytearray(small())
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with empty_library() as library:
        try:
            merged = import_into(library, bytes(changed), ".pizhu")
        except BadInput:
            return
        # Either the article is unchanged, or something was reported.
        assert [article.text for article, _ in contents_of(library).values()] == [
            STATION.text
        ] or merged.left_out


def test_an_archive_whose_list_hides_entries_is_refused(library: Library) -> None:
    changed = bytearray(small())
    changed[changed.index(b"PK\x01\x02") + 33] = 1  # the first entry has a comment of 256 bytes
    with pytest.raises(BadInput, match="entries"):
        import_into(library, bytes(changed), ".pizhu")


def test_articles_are_read_one_at_a_time(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pizhu"
    path.write_bytes(archive)
    incoming_articles = iter(read_bundle(path).pieces)
    assert next(incoming_articles).id
    path.unlink()
    assert next(incoming_articles).id  # from the open file


def test_an_export_of_a_selection_has_all_tags_that_it_uses(library: Library, tmp_path: Path) -> None:
    article, _ = library.articles.add(draft("列车每天只停两分钟。"))
    library.annotations.annotate_quote(article, "列车", tags=["车", "物/铁路"])
    library.articles.tag(article, ["站"])
    library.codebook.describe("物/铁路", "铁做的路")
    for name in ("pizhu", "json", "jsonl"):
        path = tmp_path / f"some.{name}"
        export(Selection(library, tags=["车"]), format_of(name), path)
        with open_library(tmp_path / name) as other:
            other.merger.merge(read_bundle(path), "import")
            described = {tag.name: tag.description for tag in other.codebook.tags()}
        assert described == {"车": "", "物/铁路": "铁做的路", "站": ""}
