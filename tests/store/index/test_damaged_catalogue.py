"""A damaged catalogue never answers wrongly: it is noticed, and built again from the articles."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.index.sqlite import catalogue_file
from store.index.sqlite.sqlite_index import SqliteIndex
from store.library import Library, open_library
from store.library.checking import check_library, repair_library
from store.model.article import Status
from store.query.parser import parse
from store.storage.folder.folder_store import FolderStore
from store.storage.record_check import Damage as Problem
from store.storage.record_check import Kind
from tests.conftest import draft, root_of
from tests.lengths import by_length, examples

PAGE = 4096

Answers = dict[str, object]


def fill(library: Library, number: int) -> None:
    """Add articles with all that a catalogue stores."""
    first = library.articles.count()
    for index in range(first, first + number):
        article, _ = library.articles.add(
            draft(f"第{index}艘渡船停在河湾里。" * 12, title=f"渡口{index}", origin=f"/{index}.txt")
        )
        library.articles.tag(article, [f"水/{index % 5}"])
        library.annotations.annotate_quote(
            article, f"第{index}艘渡船停在河湾里。第{index}艘", tags=["船"], note=f"见 [[渡口{index // 2}]]"
        )
        if index % 3 == 0:
            library.articles.set_status(article, Status.READ)


def answers(index: SqliteIndex) -> Answers:
    """Ask an index everything that it can be asked."""
    rows = index.rows()
    ids = [row.id for row in rows]

    def articles(numbers: list[int]) -> list[list[tuple[str, str]]]:
        return sorted(index.with_text(number) for number in numbers)

    return {
        "rows": rows,
        "page": index.rows(3, 4),
        "count": index.count(),
        "positions": [index.position(each) for each in ids],
        "rows of": index.rows_of(ids[::-1]),
        "filtered": [
            index.filtered(parse(query))
            for query in ("is:read", "tag:水/1", "has:note", "by:tester", "渡船", "is:untagged")
        ],
        "facets": index.facets(),
        "newest": index.newest(),
        "prefixes": [index.starting_with(each[:8], 3) for each in ids],
        "origins": [index.from_origin(f"/{number}.txt") for number in range(len(ids))],
        "titled": [index.titled(row.title) for row in rows],
        "uses": sorted(index.uses().items()),
        "tagged": index.tagged("船"),
        "tags on": [index.tags_on(each) for each in ids],
        "links": [index.linking_to([row.title]) for row in rows],
        "search": [articles(index.search(words)) for words in ("渡船", "第7艘", "河", "。第1")],
        "near": articles(index.near(["渡船", "河湾"], 10, "")),
        "counts": [index.count_with(words) for words in ("渡船", "第7艘", "河")],
        "texts": articles(index.texts_with("河湾")),
        "tagged texts": articles([number for _, number in index.tagged_texts("", 1000)]),
    }


def index_of(library: Library) -> SqliteIndex:
    index = library._index  # noqa: SLF001
    assert isinstance(index, SqliteIndex)
    return index


def file_of(root: Path) -> Path:
    return root / ".cache" / "catalogue.sqlite"


class Damaged:
    """A library of whose catalogue there are an early and a late state, and the right answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with open_library(root, creator="tester") as library:
            fill(library, 9)
        self.early = file_of(root).read_bytes()
        with open_library(root, creator="tester") as library:
            fill(library, 9)
        self.late = file_of(root).read_bytes()
        store = FolderStore(root)
        fresh = SqliteIndex(store, None)
        fresh.resync()
        self.right = answers(fresh)
        fresh.close()

    def damage(self, content: bytes) -> None:
        """Write to the file of a proven catalogue."""
        with open_library(self.root) as library:
            library.resync()
        file_of(self.root).write_bytes(content)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    return Damaged(tmp_path_factory.mktemp("damaged") / "library")


Damage = Callable[[Damaged], bytes]


def _zeroed(place: int) -> Damage:
    def damage(of: Damaged) -> bytes:
        at = place * PAGE % len(of.late)
        return of.late[:at] + bytes(PAGE) + of.late[at + PAGE :]

    return damage


def _flipped(place: int) -> Damage:
    def damage(of: Damaged) -> bytes:
        content = bytearray(of.late)
        content[place % len(content)] ^= 1 << place % 8
        return bytes(content)

    return damage


def _torn(place: int) -> Damage:
    """A page, or the second half of it, is still the old one."""

    def damage(of: Damaged) -> bytes:
        at = place * PAGE // 2 % min(len(of.early), len(of.late))
        length = PAGE if at % PAGE == 0 else PAGE // 2
        return of.late[:at] + of.early[at : at + length] + of.late[at + length :]

    return damage


def _truncated(place: int) -> Damage:
    return lambda of: of.late[: place % len(of.late)]


def _mixed(place: int) -> Damage:
    """Each page is either the old or the new one."""

    def damage(of: Damaged) -> bytes:
        both = [of.early[at : at + PAGE] or of.late[at : at + PAGE] for at in range(0, len(of.late), PAGE)]
        new = [of.late[at : at + PAGE] for at in range(0, len(of.late), PAGE)]
        return b"".join((new if place >> page % 60 & 1 else both)[page] for page in range(len(new)))

    return damage


DAMAGES = st.one_of(
    st.builds(_zeroed, st.integers(0, 60)),
    st.builds(_flipped, st.integers(0, 10**7)),
    st.builds(_torn, st.integers(0, 120)),
    st.builds(_truncated, st.integers(0, 10**7)),
    st.builds(_mixed, st.integers(0, 2**60)),
    st.just(lambda of: of.early),
    st.just(lambda of: b""),
    st.just(lambda of: b"not a database at all" * 400),
)


def forge_proof(damaged: Damaged, content: bytes) -> None:
    """Write a content to the catalogue's file as if Pizhu had proven it."""
    file_of(damaged.root).write_bytes(content)
    status = file_of(damaged.root).stat()
    proof = {
        "inode": status.st_ino,
        "size": status.st_size,
        "modified": status.st_mtime_ns,
        "changed": status.st_ctime_ns,
    }
    file_of(damaged.root).with_suffix(".proof").write_bytes(msgspec.json.encode(proof))


@pytest.mark.long
@settings(max_examples=examples(12), deadline=None)
@given(DAMAGES)
def test_a_damaged_catalogue_answers_rightly_when_the_library_is_opened(
    damaged: Damaged, damage: Damage
) -> None:
    damaged.damage(damage(damaged))
    with open_library(damaged.root) as library:
        library.resync()
        assert answers(index_of(library)) == damaged.right
    with open_library(damaged.root) as library:
        assert answers(index_of(library)) == damaged.right
        assert not library.notices()


@pytest.mark.long
@settings(max_examples=examples(12), deadline=None)
@given(DAMAGES)
def test_a_catalogue_damaged_while_it_is_open_answers_rightly_at_once(
    damaged: Damaged, damage: Damage
) -> None:
    with open_library(damaged.root) as library:
        library.resync()
        answers(index_of(library))
        file_of(damaged.root).write_bytes(damage(damaged))
        assert answers(index_of(library)) == damaged.right
        assert len(library.notices()) == 1


@pytest.mark.long
@pytest.mark.parametrize("page", range(1, 24, by_length(short=12, long=1)))
def test_a_page_that_was_zeroed_behind_a_proof_hinders_no_opening(damaged: Damaged, page: int) -> None:
    with open_library(damaged.root) as library:
        library.resync()
    forge_proof(damaged, _zeroed(page)(damaged))
    for _ in range(2):
        with open_library(damaged.root) as library:
            answers(index_of(library))
            library.verify_index()
            library.resync()
            assert answers(index_of(library)) == damaged.right


@pytest.mark.long
def test_a_damaged_name_of_a_table_behind_a_proof_hinders_no_opening(damaged: Damaged) -> None:
    with open_library(damaged.root) as library:
        library.resync()
    row = re.search(rb"table(\w+)\1.{1,2}CREATE TABLE", damaged.late, re.DOTALL)
    assert row is not None
    content = bytearray(damaged.late)
    content[row.start(1)] = content[row.end() - 1] = 0xAC
    forge_proof(damaged, bytes(content))
    with open_library(damaged.root) as library:
        library.resync()
        assert answers(index_of(library)) == damaged.right


@pytest.mark.long
@settings(max_examples=examples(12), deadline=None)
@given(DAMAGES)
def test_damage_that_the_file_system_does_not_tell_of_is_found_by_reading_all_pages(
    damaged: Damaged, damage: Damage
) -> None:
    content = damage(damaged)
    damaged.damage(content)
    forge_proof(damaged, content)
    with open_library(damaged.root) as library:
        answers(index_of(library))
        library.verify_index()
        library.resync()
        assert answers(index_of(library)) == damaged.right


@pytest.mark.longer
@pytest.mark.parametrize("page", range(0, 24, by_length(short=12, long=1)))
def test_a_zeroed_page_is_told_of_once(damaged: Damaged, page: int) -> None:
    damaged.damage(_zeroed(page)(damaged))
    with open_library(damaged.root) as library:
        library.resync()
        assert answers(index_of(library)) == damaged.right
        assert ["damaged" in notice for notice in library.notices()] == [True]


WRITER = """
import os, sys
from pathlib import Path
from store.library import open_library
from tests.store.index.test_damaged_catalogue import fill
fill(open_library(Path(sys.argv[1]), creator="tester"), 3)
os._exit(9)
"""


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A library whose writer was killed, so that a log is beside the catalogue; and an earlier log."""
    root = tmp_path / "library"
    with open_library(root, creator="tester") as library:
        fill(library, 3)
        shutil.copy(f"{file_of(root)}-wal", tmp_path / "log")
    assert subprocess.run([sys.executable, "-c", WRITER, root], check=False).returncode == 9
    return root


LOGS = ["flipped", "another", "as it is", "truncated", "shared memory", "none"]
"""What is done to the log of the killed writer."""


@pytest.mark.long
@pytest.mark.parametrize("what", by_length(short=LOGS[:2], long=LOGS))
def test_no_state_of_the_log_of_a_killed_writer_makes_an_answer_wrong(
    killed: Path, tmp_path: Path, what: str
) -> None:
    log = Path(f"{file_of(killed)}-wal")
    content = bytearray(log.read_bytes())
    assert len(content) > 10 * PAGE
    if what == "flipped":
        content[len(content) // 2] ^= 4
        log.write_bytes(content)
    elif what == "truncated":
        log.write_bytes(content[: len(content) // 2])
    elif what == "another":
        shutil.copy(tmp_path / "log", log)
    elif what == "shared memory":
        Path(f"{file_of(killed)}-shm").write_bytes(os.urandom(32768))
    elif what == "none":
        log.unlink()
    fresh = SqliteIndex(FolderStore(killed), None)
    fresh.resync()
    with open_library(killed) as library:
        library.resync()
        assert answers(index_of(library)) == answers(fresh)
        assert not library.notices()
    fresh.close()


def test_a_library_closed_in_order_is_not_read_again(damaged: Damaged) -> None:
    damaged.damage(b"")
    for changed in (18, 0, 0):
        with open_library(damaged.root) as library:
            assert len(library.resync()) == changed


def test_a_catalogue_that_another_process_rebuilds_is_followed(damaged: Damaged) -> None:
    with open_library(damaged.root) as one, open_library(damaged.root) as other:
        one.resync()
        file_of(damaged.root).write_bytes(damaged.early)
        assert answers(index_of(one)) == damaged.right
        assert answers(index_of(other)) == damaged.right
        assert (len(one.notices()), len(other.notices())) == (1, 0)
        article = one.articles.rows(0, 1)[0].id
        one.articles.tag(article, ["新"])
        assert other.codebook.uses()["新"] == 1
        one.undo()
    with open_library(damaged.root) as library:
        assert answers(index_of(library)) == damaged.right


def test_what_another_process_writes_after_it_rebuilt_the_catalogue_is_heard_of(
    library: Library, another: Library
) -> None:
    fill(library, 3)
    another.poll()
    heard: set[str] = set()
    another.subscribe(lambda change: heard.update(change.articles))
    article, removed = (row.id for row in library.articles.rows(0, 2))
    file_of(root_of(library)).write_bytes(b"")
    library.articles.tag(article, ["新"])
    library.articles.remove([removed])
    another.poll()
    assert heard >= {article, removed}


def test_a_value_of_another_type_makes_the_catalogue_be_built_again(damaged: Damaged) -> None:
    with open_library(damaged.root) as library:
        library.resync()
        connection = index_of(library)._catalogue._connection  # noqa: SLF001
        connection.execute("UPDATE articles SET row = NULL")  # as a misplaced page may read
        connection.commit()
        assert answers(index_of(library)) == damaged.right


def test_a_catalogue_that_fails_twice_is_kept_in_memory(damaged: Damaged) -> None:
    with open_library(damaged.root) as library:
        library.resync()
        for _ in range(2):
            file_of(damaged.root).write_bytes(b"")
            assert answers(index_of(library)) == damaged.right
        assert ["in memory" in notice for notice in library.notices()] == [False, True]
        library.articles.tag(library.articles.rows(0, 1)[0].id, ["新"])
        assert library.codebook.uses()["新"] == 1
        library.undo()


def test_an_annotation_made_when_the_catalogue_fails_is_counted_once(library: Library) -> None:
    fill(library, 2)
    article = library.articles.rows()[0].id
    file_of(root_of(library)).write_bytes(b"")
    library.annotations.annotate_quote(article, "第1艘渡船停在河湾里。第1艘", tags=["两"])
    assert library.codebook.uses()["两"] == 1
    assert library.articles.rows()[0].annotations == 2


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A library of two articles."""
    root = tmp_path / "library"
    with open_library(root) as library:
        fill(library, 2)
        library.resync()
    return root


OF_CATALOGUE = ("sqlite", "sqlite-wal", "sqlite-shm", "proof", "sums", "users")


@pytest.mark.parametrize("obstacle", ["", *(f"catalogue.{suffix}" for suffix in OF_CATALOGUE)])
def test_something_else_in_place_of_the_catalogue_is_moved_aside_and_told_of_once(
    small: Path, obstacle: str
) -> None:
    path = small / ".cache" / obstacle
    if obstacle:
        path.unlink(missing_ok=True)
        path.mkdir()
        (path / "mine").write_text("mine")
    else:
        shutil.rmtree(path)
        path.write_text("mine")
    assert [each.path for each in checked(small)] == [path]
    with open_library(small) as library:
        library.resync()
        assert library.articles.count() == 2
        [notice] = library.notices()
        assert f"the place of {path}" in notice
        library.verify_index()
        assert not library.notices()
    assert file_of(small).is_file()
    aside = path.with_name(f"{path.name}.aside")
    assert (aside / "mine" if obstacle else aside).read_text() == "mine"
    with open_library(small) as library:
        assert not library.resync()
        assert not library.notices()
    assert not checked(small)


def test_a_folder_that_takes_the_place_of_an_open_catalogue_is_moved_aside(small: Path) -> None:
    with open_library(small) as library:
        library.resync()
        file_of(small).unlink()
        file_of(small).mkdir()
        assert library.articles.count() == 2
        assert len(library.notices()) == 1
    with open_library(small) as library:
        assert not library.resync()


def test_a_catalogue_that_cannot_be_kept_is_told_of_once_and_works_in_memory(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(small).unlink()
    file_of(small).mkdir()

    def refused(path: Path, _: Path) -> Path:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "rename", refused)
    with open_library(small) as library:
        library.resync()
        assert library.articles.count() == 2
        assert ["in memory" in notice for notice in library.notices()] == [True]
        assert not library.notices()


def checked(root: Path) -> list[Problem]:
    """Return what a check reports, and assert that it leaves the catalogue as it is."""
    before = files_of_catalogue(root)
    found = list(check_library(FolderStore(root)))
    assert files_of_catalogue(root) == before
    return found


def files_of_catalogue(root: Path) -> list[tuple[str, int, int, int]]:
    paths = [root / ".cache", *sorted((root / ".cache").glob("*"))]
    found = [(path.name, path.lstat()) for path in paths]
    return [(name, status.st_ino, status.st_size, status.st_mtime_ns) for name, status in found]


@pytest.mark.long
@settings(max_examples=examples(6), deadline=None)
@given(DAMAGES)
def test_a_check_reports_a_catalogue_that_is_not_as_it_was_written_and_a_repair_replaces_it(
    damaged: Damaged, damage: Damage
) -> None:
    damaged.damage(damaged.late)
    with open_library(damaged.root) as library:
        library.resync()
    right, content = file_of(damaged.root).read_bytes(), damage(damaged)
    forge_proof(damaged, content)
    assert [each.kind for each in checked(damaged.root)] == [Kind.INDEX] * (content != right)
    file_of(damaged.root).write_bytes(content)
    assert [each.kind for each in checked(damaged.root)] == [Kind.INDEX]
    repair_library(FolderStore(damaged.root))
    assert not checked(damaged.root)
    with open_library(damaged.root) as library:
        assert not library.resync()
        assert answers(index_of(library)) == damaged.right
        assert not library.notices()


def test_a_library_that_was_copied_or_is_open_has_no_damaged_catalogue(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "copy")
    assert not checked(tmp_path / "copy")
    with open_library(small) as library:
        fill(library, 1)
        assert not checked(small)
        assert library.articles.count() == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", ["catalogue.sqlite", "catalogue.proof", "catalogue.sums", "catalogue.users"])
def test_a_pipe_in_place_of_a_file_of_the_catalogue_hangs_nobody(damaged: Damaged, name: str) -> None:
    damaged.damage(damaged.late)
    path = file_of(damaged.root).with_name(name)
    path.unlink()
    os.mkfifo(path)
    for _ in range(2):
        with open_library(damaged.root) as library:
            library.resync()
            library.articles.set_status(library.articles.rows()[0].id, Status.READ)
            library.articles.set_status(library.articles.rows()[0].id, Status.UNREAD)
            library.verify_index()
            assert library.articles.count() == 18


def test_a_full_disk_moves_the_catalogue_into_memory(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(library, 2)

    def full(_: object) -> None:
        raise catalogue_file.CannotBeKept("no space left on device")

    monkeypatch.setattr(catalogue_file.CatalogueFile, "checkpoint", full)
    library.articles.tag(library.articles.rows()[0].id, ["新"])
    assert library.codebook.uses()["新"] == 1
    assert ["no space left" in notice for notice in library.notices()] == [True]


def test_a_proof_is_not_written_for_what_another_program_wrote(damaged: Damaged) -> None:
    with open_library(damaged.root) as library:
        library.resync()
        with sqlite3.connect(file_of(damaged.root)) as elsewhere:
            elsewhere.execute("DELETE FROM facts")
            elsewhere.commit()
            elsewhere.execute("PRAGMA wal_checkpoint(FULL)")
        elsewhere.close()
    with open_library(damaged.root) as library:
        library.resync()
        assert answers(index_of(library)) == damaged.right
