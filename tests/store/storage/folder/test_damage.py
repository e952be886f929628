"""Whatever bytes a file of a library has: no traceback, the check reports it, and one repair restores it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import PizhuError
from store.library import open_library
from store.storage.folder.backup import back_up
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from store.storage.record_check import Damage, Kind
from tests.conftest import STATION, draft
from tests.lengths import by_length
from tests.store.storage.folder.test_check import rewrite

ORIGIN = "station.txt"

BITS = by_length(short=(3,), long=tuple(range(8)))
"""The bits of a byte that are flipped, one at a time."""


def make_library(root: Path) -> str:
    """Create a library with two articles, annotations, tags with descriptions, a word; return an article."""
    with open_library(root, creator="tester") as library:
        station = library.articles.add(msgspec.structs.replace(STATION, origin=ORIGIN))[0]
        library.articles.add(draft("另一篇文章，说的是河。", title="水"), tags=["水"])
        library.annotations.annotate_quote(station, "油菜花", tags=["植物"], note="黄色的")
        library.annotations.annotate_quote(station, "列车", tags=["铁路"], note="只停两分钟")
        library.annotations.annotate_quote(station, "月台", note="种花的地方")
        library.codebook.describe("植物", "花、草和树")
        library.dictionary.join("油菜花")
        library.dismissals.for_words("列车", "交通")
    return station


def contents(root: Path) -> dict[str, Any]:
    """Return what a library says, without revisions and cursor positions."""
    with open_library(root) as library:
        library.resync()
        assert library.damage() == []
        opened = [library.articles.open(row.id) for row in library.articles.rows()]
        return {
            "codebook": sorted(library.codebook.tags(), key=lambda tag: tag.name),
            "words": library.dictionary.words(),
            "dismissals": library.dismissals.all(),
            "articles": {
                article.id: (plain(article), [plain(each) for each in annotations])
                for article, annotations in opened
            },
        }


def plain(record: Any) -> Any:
    return msgspec.structs.replace(record, rev=0)


def use(root: Path) -> None:
    """Do what people do with a library. Errors with a message are allowed; all others are not."""
    for act in (
        lambda library: [library.articles.open(row.id) for row in library.articles.rows()],
        lambda library: [library.annotations.of(row.id) for row in library.articles.rows()],
        lambda library: [
            library.annotations.annotate(row.id, 0, 1, tags=["新"]) for row in library.articles.rows()
        ],
        lambda library: library.codebook.tags(),
        lambda library: library.drafts.abandoned(),
        lambda library: library.undo(),
        lambda library: library.redo(),
    ):
        with suppress(PizhuError), open_library(root) as library:
            library.resync()
            act(library)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that no test changes."""
    root = tmp_path_factory.mktemp("original") / "library"
    make_library(root)
    return root


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory, original: Path) -> Path:
    """The same library with a backup."""
    root = tmp_path_factory.mktemp("backed_up") / "library"
    shutil.copytree(original, root)
    backup_of(root)
    return root


def backup_of(root: Path) -> None:
    store = FolderStore(root)
    store.backups_folder.mkdir()
    back_up(store, store.backups_folder / "2026-01-01.zip")


def copied(original: Path, folder: Path) -> Path:
    shutil.copytree(original, folder, ignore=shutil.ignore_patterns(".cache"))
    return folder


def checked(root: Path) -> list[Damage]:
    return list(check(FolderStore(root)))


def repaired(root: Path) -> None:
    """Repair a library once and check it."""
    repair(FolderStore(root))
    assert checked(root) == []


# Single kinds of damage


def station_file(root: Path, suffix: str = "json") -> Path:
    return next(path for path in root.glob(f"articles/*/*.{suffix}") if "油菜花" in path.read_text("utf-8"))


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def position(path: Path, words: str) -> int:
    return path.read_bytes().index(words.encode())


@pytest.mark.parametrize(
    "words", ["黄色", '"annotations"', 'annotations"', '": {\n"', "油菜花", '"id"', '"sum":"', "{\n"]
)
@pytest.mark.longer
@pytest.mark.parametrize("bit", BITS)
def test_a_flipped_bit_in_a_record_file_is_reported_and_undone(
    original: Path, tmp_path: Path, words: str, bit: int
) -> None:
    root = copied(original, tmp_path / "damaged")
    path = station_file(root)
    flip(path, position(path, words), bit)
    FolderStore(root).journal.rewrite([])  # the checksums alone must suffice
    assert checked(root)
    use(copied(root, tmp_path / "used"))
    repaired(root)
    assert contents(root) == contents(original)


@pytest.mark.longer
@pytest.mark.parametrize("words", ["植物", '"codebook"', '"schema":1', "油菜花", '"sum":"', "花、草"])
def test_a_flipped_bit_in_the_library_file_is_reported_and_undone(
    original: Path, tmp_path: Path, words: str
) -> None:
    for bit in BITS:
        root = copied(original, tmp_path / str(bit))
        path = root / "library.json"
        flip(path, position(path, words) + len(words.encode()) - 1, bit)
        FolderStore(root).journal.rewrite([])
        assert checked(root)
        use(copied(root, tmp_path / f"{bit} used"))
        repaired(root)
        assert contents(root) == contents(original)


def test_a_line_edited_by_hand_is_kept_and_reported(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "edited")
    path = station_file(root)
    path.write_text(path.read_text("utf-8").replace("黄色的", "红色的花"), "utf-8")
    assert [damage.kind for damage in checked(root)] == [Kind.CHANGED]
    before = path.read_bytes()
    assert "红色的花" in notes(root)
    _, aside = repair(FolderStore(root))
    assert checked(root) == []
    assert "红色的花" in notes(root)
    assert (aside / path.relative_to(root)).read_bytes() == before


def test_a_line_edited_by_hand_against_the_text_is_restored(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "edited")
    path = station_file(root)
    path.write_text(path.read_text("utf-8").replace('"exact":"油菜花"', '"exact":"牡丹花"'), "utf-8")
    assert {damage.kind for damage in checked(root)} == {Kind.CHANGED, Kind.QUOTE}
    repaired(root)
    assert contents(root) == contents(original)


def notes(root: Path) -> list[str]:
    with open_library(root) as library:
        library.resync()
        return [each.note for row in library.articles.rows() for each in library.annotations.of(row.id)]


def test_files_without_checksums_load_and_are_not_reported(original: Path, tmp_path: Path) -> None:
    import json

    root = copied(original, tmp_path / "older")
    for path in [root / "library.json", *root.glob("articles/*/*.json")]:
        tables = json.loads(path.read_text("utf-8"))
        for table in tables.values():
            for document in table.values():
                del document["sum"]
        path.write_text(json.dumps(tables, ensure_ascii=False, indent=1), "utf-8")
    assert checked(root) == []
    assert contents(root) == contents(original)


@pytest.mark.parametrize("digits", [0, 3])
def test_a_line_that_lost_its_checksum_among_others_is_reported(
    original: Path, tmp_path: Path, digits: int
) -> None:
    root = copied(original, tmp_path / "damaged")
    path = root / "library.json"
    data = path.read_text("utf-8")
    words = data.index('"words":"列车') + len('"words":"列车')
    end = data.index('"}', words) - digits  # those of the checksum end the words now
    path.write_text(data[:words] + data[end:], "utf-8", newline="")
    assert [each.kind for each in checked(root)] == [Kind.CHANGED]
    repaired(root)
    assert words_kept(contents(root), contents(original))


@pytest.mark.parametrize("name", ["article", "library"])
@pytest.mark.parametrize("without", ["history", "backups"])
def test_an_emptied_file_comes_back_complete(
    backed_up: Path, tmp_path: Path, name: str, without: str
) -> None:
    root = copied(backed_up, tmp_path / "emptied")
    if without == "history":
        FolderStore(root).journal.rewrite([])
    else:
        shutil.rmtree(root / "backups")
    (station_file(root) if name == "article" else root / "library.json").write_bytes(b"")
    assert checked(root)
    repaired(root)
    assert contents(root) == contents(backed_up)


def test_a_removed_library_file_comes_back(backed_up: Path, tmp_path: Path) -> None:
    root = copied(backed_up, tmp_path / "damaged")
    (root / "library.json").unlink()
    use(root)
    assert checked(root)
    repaired(root)
    assert contents(root) == contents(backed_up)


@pytest.mark.parametrize("kind", ["folder", "pipe", "lost link"])
def test_something_else_in_place_of_the_library_file_is_set_aside(
    backed_up: Path, tmp_path: Path, kind: str
) -> None:
    root = copied(backed_up, tmp_path / "damaged")
    path = root / "library.json"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "nothing")
    use(root)
    assert [damage.path for damage in checked(root)] == [path]
    repaired(root)
    assert contents(root) == contents(backed_up)
    assert not path.is_symlink()


@pytest.mark.long
@pytest.mark.parametrize("source", ["history", "backup", "both"])
def test_articles_come_back_when_a_file_is_in_place_of_their_folder(
    original: Path, backed_up: Path, tmp_path: Path, source: str
) -> None:
    root = copied(original if source == "history" else backed_up, tmp_path / "damaged")
    if source == "backup":
        FolderStore(root).journal.rewrite([])
    expected = contents(root)
    shutil.rmtree(root / "articles")
    (root / "articles").write_bytes("谁写的".encode())
    use(root)
    with open_library(root) as library:
        assert ["so that the library looks empty" in notice for notice in library.notices()] == [True]
    assert root / "articles" in [damage.path for damage in checked(root)]
    repaired(root)
    assert contents(root) == expected
    assert [path.read_text() for path in root.glob("aside/*/articles") if path.is_file()] == ["谁写的"]


def test_an_article_that_was_removed_after_the_backup_does_not_come_back_with_the_folder(
    backed_up: Path, tmp_path: Path
) -> None:
    root = copied(backed_up, tmp_path / "damaged")
    with open_library(root) as library:
        library.articles.remove([station_file(root).stem])
    expected = contents(root)
    shutil.rmtree(root / "articles")
    (root / "articles").write_bytes(b"")
    repaired(root)
    assert contents(root) == expected


def test_what_was_deleted_after_the_backup_does_not_come_back(backed_up: Path, tmp_path: Path) -> None:
    root = copied(backed_up, tmp_path / "damaged")
    path = station_file(root)
    with open_library(root) as library:
        library.annotations.delete(path.stem, library.annotations.of(path.stem)[0].id)
        library.annotations.annotate_quote(path.stem, "站长", note="后来的")
        edited = library.annotations.of(path.stem)[1]
        library.annotations.edit(path.stem, edited.id, note="改过了")
    expected = contents(root)
    path.write_bytes(b"")
    repaired(root)
    assert contents(root) == expected


@pytest.mark.long
def test_an_annotation_with_an_id_that_is_none_is_repaired(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "damaged")
    path = station_file(root)
    FolderStore(root).journal.rewrite([])
    rewrite(path, lambda tables: next(iter(tables["annotations"].values())).update(id="xyz"))
    assert {damage.kind for damage in checked(root)} == {Kind.ANNOTATION}
    use(copied(root, tmp_path / "used"))
    repaired(root)
    assert sorted(notes(root)) == sorted(notes(original))


def test_a_line_that_stands_twice_is_reported(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "damaged")
    path = station_file(root)
    line = path.read_bytes().split(b"\n")[-4]
    path.write_bytes(path.read_bytes().replace(line, line.removesuffix(b",") + b",\n" + line))
    assert checked(root)
    repaired(root)
    assert contents(root) == contents(original)


@pytest.mark.parametrize(("words", "name"), [("只停两分钟", "article"), ("花、草和树", "library")])
def test_a_line_that_was_cut_out_is_reported_and_restored(
    original: Path, tmp_path: Path, words: str, name: str
) -> None:
    root = copied(original, tmp_path / "damaged")
    path = station_file(root) if name == "article" else root / "library.json"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if words not in line), "utf-8")
    assert {damage.kind for damage in checked(root)} >= {Kind.MISSING}
    repaired(root)
    assert contents(root) == contents(original)


def test_an_annotation_that_was_deleted_or_undone_is_not_missing(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "used")
    article = station_file(root).stem
    with open_library(root) as library:
        library.annotations.delete(article, library.annotations.of(article)[0].id)
        library.annotations.annotate_quote(article, "站长", note="后来的")
        library.undo()
        library.codebook.rename("植物", "花草")
        library.undo()
        library.redo()
    assert checked(root) == []


def test_a_damaged_line_of_the_history_is_reported_and_never_undone(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "damaged")
    path = root / "history.jsonl"
    at = path.read_bytes().rindex("油菜花".encode())
    flip(path, at)
    assert [damage.kind for damage in checked(root)] == [Kind.JOURNAL]
    before = contents(root)
    with open_library(root) as library:
        while library.undo():
            pass
        while library.redo():
            pass
    assert contents(root)["articles"].keys() <= before["articles"].keys()
    repaired(root)


def test_a_folder_in_place_of_the_history_is_reported_and_set_aside(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "damaged")
    (root / "history.jsonl").unlink()
    (root / "history.jsonl").mkdir()
    use(root)
    assert [damage.kind for damage in checked(root)] == [Kind.JOURNAL]
    repaired(root)


def test_damaged_drafts_and_backups_are_reported_and_set_aside(backed_up: Path, tmp_path: Path) -> None:
    root = copied(backed_up, tmp_path / "damaged")
    (root / "drafts").mkdir(exist_ok=True)
    (root / "drafts" / "0123.json").write_bytes(b'{"note": "\xff"}')
    archive = root / "backups" / "2026-01-01.zip"
    entry = max(ZipFile(archive).infolist(), key=lambda each: each.compress_size)
    flip(archive, entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2)
    use(root)
    assert {damage.kind for damage in checked(root)} == {Kind.DRAFT, Kind.BACKUP}
    repaired(root)


def test_an_article_that_is_only_aside_is_reported_and_restored(original: Path, tmp_path: Path) -> None:
    root = copied(original, tmp_path / "damaged")
    FolderStore(root).journal.rewrite([])
    path = station_file(root)
    folder = root / "aside" / "20250101T000000" / path.relative_to(root).parent
    folder.mkdir(parents=True)
    for each in path.parent.glob(f"{path.stem}.*"):
        each.rename(folder / each.name)
    assert [damage.kind for damage in checked(root)] == [Kind.ASIDE]
    repaired(root)
    assert contents(root) == contents(original)
    with open_library(root) as library:
        library.articles.remove([path.stem])
    FolderStore(root).journal.rewrite([])
    assert checked(root) == []


@pytest.mark.long
@pytest.mark.parametrize("kept", [".json", ".txt", ""])
def test_an_article_whose_files_were_deleted_comes_back(original: Path, tmp_path: Path, kept: str) -> None:
    root = copied(original, tmp_path / "damaged")
    path = station_file(root)
    for each in path.parent.glob(f"{path.stem}.*"):
        if each.suffix != kept:
            each.unlink()
    use(copied(root, tmp_path / "used"))
    assert checked(root)
    repaired(root)
    assert contents(root) == contents(original)


def test_an_article_that_was_removed_or_whose_import_was_undone_is_not_missing(
    original: Path, tmp_path: Path
) -> None:
    root = copied(original, tmp_path / "used")
    with open_library(root) as library:
        added, _ = library.articles.add(draft("第三篇。", title="三"))
        library.undo()
        assert added not in [row.id for row in library.articles.rows()]
        library.redo()
        library.undo()
        library.articles.remove([station_file(root).stem])
    assert checked(root) == []


# Random damage


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice([1, 10, 100, len(data)]) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[: at + chance.choice([1, 10, 100, len(data)])] + data[at:]


def zeroed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    length = min(chance.choice([1, 16, 512, len(data)]), len(data) - at)
    return data[:at] + bytes(length) + data[at + length :]


def overwritten(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice([1, 2, 30])) + data[at:]


DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, doubled, zeroed, overwritten]


def words_kept(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether the articles and annotations of a library are all there."""
    return all(
        article in found["articles"]
        and found["articles"][article][0].text == record.text
        and {each.id for each in annotations} <= {each.id for each in found["articles"][article][1]}
        for article, (record, annotations) in expected["articles"].items()
    ) and {tag.name for tag in expected["codebook"]} <= {tag.name for tag in found["codebook"]}


@pytest.mark.long
@pytest.mark.parametrize("part", range(by_length(short=1, long=8)))  # which the workers share
@settings(max_examples=by_length(short=6, long=80))
@given(seed=st.integers(0, 1 << 32))
def test_random_damage_is_reported_and_one_repair_restores_the_library(
    backed_up: Path, tmp_path_factory: pytest.TempPathFactory, part: int, seed: int
) -> None:
    chance = random.Random(seed + part)
    folder = tmp_path_factory.mktemp("random")
    root = copied(backed_up, folder / "damaged")
    expected = contents(backed_up)
    paths = [path for path in sorted(root.rglob("*")) if path.is_file() and path.name != "lock"]
    path = chance.choice(paths)
    before = path.read_bytes()
    path.write_bytes(chance.choice(DAMAGES)(before, chance))
    # A zip has bytes that mean nothing for its files; a history that ends early is one that was not synced;
    # spaces and line ends between documents mean nothing.
    is_changed = b"".join(path.read_bytes().split()) != b"".join(before.split())
    if is_changed and path.name != "history.jsonl" and path.suffix != ".zip":
        assert checked(root), path
    use(copied(root, folder / "used"))
    checked(folder / "used")
    repaired(root)
    assert words_kept(contents(root), expected), path
    shutil.rmtree(folder)
