"""A check tells of every damage and changes nothing; a repair mends it and deletes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import LibraryUnavailable
from store.library import Library, open_library
from store.storage.folder.backup import back_up
from store.storage.folder.check import Damage, Kind, check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import STATION, draft, root_of


def files(root: Path) -> dict[str, bytes]:
    """All that stands in a library, but for what is derived, and what repairs keep."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".cache", "aside", "lock")
    }


def found(root: Path) -> list[Damage]:
    """What a check tells of, which must leave every file as it is."""
    before = files(root)
    damage = list(check(FolderStore(root)))
    assert files(root) == before
    return damage


def kinds(root: Path) -> list[Kind]:
    return [damage.kind for damage in found(root)]


@pytest.fixture
def marked(library: Library, station: str) -> str:
    """The ID of an article with a tag and two annotations."""
    library.articles.tag(station, ["铁路"])
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"], note="黄色的")
    library.annotations.annotate_quote(station, "列车", note="只停两分钟")
    return station


def record(library: Library, article: str) -> Path:
    return FolderStore(root_of(library)).article_file(article)


def rewrite(path: Path, change: Callable[[dict[str, dict[str, dict[str, object]]]], object]) -> None:
    """Change a file of the library behind its back, a document a line as ever."""
    from store.storage.folder.tinydb_storage import encode

    tables = json.loads(path.read_text("utf-8"))
    change(tables)
    path.write_bytes(encode(tables))


def first(tables: dict[str, dict[str, dict[str, object]]]) -> dict[str, object]:
    return next(iter(tables["annotations"].values()))


def test_a_sound_library_has_nothing_wrong(library: Library, marked: str) -> None:
    assert found(root_of(library)) == []
    mended, aside = repair(FolderStore(root_of(library)))
    assert mended == []
    assert not aside.exists()


def test_there_must_be_a_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable):
        list(check(FolderStore(tmp_path / "none")))
    assert not (tmp_path / "none").exists()


def break_json(library: Library, article: str) -> None:
    path = record(library, article)
    path.write_bytes(path.read_bytes()[:-4])


def break_article_line(library: Library, article: str) -> None:
    path = record(library, article)
    path.write_bytes(path.read_bytes().replace(b'"title"', b'"tit\xff', 1))


def cut_text(library: Library, article: str) -> None:
    path = FolderStore(root_of(library)).text_file(article)
    path.write_bytes(path.read_bytes()[:30])


def lose_text(library: Library, article: str) -> None:
    FolderStore(root_of(library)).text_file(article).unlink()


def break_annotation(library: Library, article: str) -> None:
    rewrite(record(library, article), lambda tables: first(tables).pop("created"))


def move_annotation(library: Library, article: str) -> None:
    rewrite(record(library, article), lambda tables: first(tables).update(start=0, end=3))


def put_annotation_outside(library: Library, article: str) -> None:
    rewrite(record(library, article), lambda tables: first(tables).update(start=10_000, end=10_003))


def change_context(library: Library, article: str) -> None:
    rewrite(record(library, article), lambda tables: first(tables).update(prefix="别的"))


def forget_tags(library: Library, article: str) -> None:
    rewrite(FolderStore(root_of(library)).library_file, lambda tables: tables["codebook"].clear())


def break_library(library: Library, article: str) -> None:
    path = FolderStore(root_of(library)).library_file
    path.write_bytes(path.read_bytes().replace(b"}\n}\n", b"", 1))


def leave_temporary(library: Library, article: str) -> None:
    (record(library, article).parent / ".half.json.12345678.tmp").write_text("{")


def leave_temporary_on_top(library: Library, article: str) -> None:
    (root_of(library) / ".library.json.12345678.tmp").write_text("{")


def leave_conflict_copy(library: Library, article: str) -> None:
    path = record(library, article)
    path.with_name(f"{path.stem} (conflict).json").write_bytes(path.read_bytes())


def leave_link(library: Library, article: str) -> None:
    other = f"{article[:2]}{'0' * 14}"
    FolderStore(root_of(library)).article_file(other).symlink_to("/etc/hostname")


def lose_record(library: Library, article: str) -> None:
    record(library, article).unlink()


def tear_history(library: Library, article: str) -> None:
    with FolderStore(root_of(library)).journal_file.open("ab") as log:
        log.write(b'{"step": "ab')


def leave_broken_intent(library: Library, article: str) -> None:
    (root_of(library) / "intent.json").write_text("[{")


def rename_in_record(library: Library, article: str) -> None:
    rewrite(record(library, article), lambda tables: tables["article"]["1"].update(id="0" * 16))


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (break_json, Kind.DAMAGED),
        (break_article_line, Kind.DAMAGED),
        (rename_in_record, Kind.DAMAGED),
        (cut_text, Kind.TEXT),
        (lose_text, Kind.TEXT),
        (break_annotation, Kind.ANNOTATION),
        (move_annotation, Kind.QUOTE),
        (change_context, Kind.QUOTE),
        (put_annotation_outside, Kind.RANGE),
        (forget_tags, Kind.TAG),
        (break_library, Kind.DAMAGED),
        (leave_temporary, Kind.STRAY),
        (leave_temporary_on_top, Kind.STRAY),
        (leave_conflict_copy, Kind.STRAY),
        (leave_link, Kind.STRAY),
        (tear_history, Kind.JOURNAL),
        (leave_broken_intent, Kind.INTERRUPTED),
    ],
)
def test_every_damage_is_told_of_and_mended_with_nothing_lost(
    library: Library, marked: str, harm: Callable[[Library, str], None], expected: Kind
) -> None:
    other = library.articles.add(draft("另一篇文章，什么事也没有。", title="别处"))[0]
    harm(library, marked)
    damaged = files(root_of(library))
    damage = found(root_of(library))
    assert {each.kind for each in damage} == {expected}
    assert all(each.sentence.endswith((".", "mended.")) for each in damage)

    mended, aside = repair(FolderStore(root_of(library)))
    assert mended == damage
    assert found(root_of(library)) == []

    kept = files(root_of(library))
    for name, data in damaged.items():
        there = aside / name
        assert kept.get(name) == data or (there.is_file() and there.read_bytes() == data), name
    with open_library(root_of(library)) as again:
        again.resync()
        assert again.damage() == []
        article, marks = again.articles.open(marked)
        assert article.text == STATION.text
        assert article.title == STATION.title
        assert {mark.exact for mark in marks if not mark.orphan} >= {"列车"}
        assert {"铁路", "植物"} & set(again.codebook.uses()) <= {tag.name for tag in again.codebook.tags()}
        assert again.articles.get(other).title == "别处"


def test_an_annotation_that_was_moved_is_put_on_its_words_again(library: Library, marked: str) -> None:
    move_annotation(library, marked)
    repair(FolderStore(root_of(library)))
    text = library.articles.get(marked).text
    assert {text[mark.start : mark.end] for mark in library.annotations.of(marked)} == {"油菜花", "列车"}


def test_a_text_is_taken_from_a_backup_when_the_history_does_not_have_it(
    library: Library, marked: str
) -> None:
    FolderStore(root_of(library)).backups_folder.mkdir()
    back_up(FolderStore(root_of(library)), FolderStore(root_of(library)).backups_folder / "2026-01-01.zip")
    FolderStore(root_of(library)).journal.rewrite([])
    lose_text(library, marked)
    repair(FolderStore(root_of(library)))
    assert library.articles.get(marked).text == STATION.text


def test_a_text_that_was_edited_by_hand_is_taken_as_it_is(library: Library, marked: str) -> None:
    FolderStore(root_of(library)).journal.rewrite([])
    path = FolderStore(root_of(library)).text_file(marked)
    path.write_text(path.read_text("utf-8").replace("两分钟", "三分钟"), "utf-8")
    assert kinds(root_of(library)) == [Kind.TEXT]
    repair(FolderStore(root_of(library)))
    assert found(root_of(library)) == []
    article, marks = library.articles.open(marked)
    assert "三分钟" in article.text
    assert {mark.exact for mark in marks if not mark.orphan} == {"油菜花", "列车"}
    assert article.tags == ("铁路",)


def test_an_article_without_any_text_is_put_aside_whole(library: Library, marked: str) -> None:
    FolderStore(root_of(library)).journal.rewrite([])
    lose_text(library, marked)
    was = record(library, marked).read_bytes()
    _, aside = repair(FolderStore(root_of(library)))
    assert found(root_of(library)) == []
    assert library.resync() == {marked}
    assert (aside / record(library, marked).relative_to(root_of(library))).read_bytes() == was


def test_a_text_without_its_record_is_put_aside(library: Library, marked: str) -> None:
    lose_record(library, marked)
    assert kinds(root_of(library)) == [Kind.STRAY]
    _, aside = repair(FolderStore(root_of(library)))
    assert found(root_of(library)) == []
    assert (
        aside / FolderStore(root_of(library)).text_file(marked).relative_to(root_of(library))
    ).read_text() == STATION.text


def test_a_change_that_was_cut_short_is_taken_back(
    library: Library, marked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.storage.folder.test_crashes import Crash, crash_at

    with monkeypatch.context() as patched:
        crash_at(2, patched)
        with pytest.raises(Crash):
            library.articles.remove([marked])
    assert Kind.INTERRUPTED in kinds(root_of(library))
    repair(FolderStore(root_of(library)))
    assert found(root_of(library)) == []
    assert library.articles.get(marked).text == STATION.text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_that_may_not_be_read_is_told_of_and_left(library: Library, marked: str) -> None:
    record(library, marked).chmod(0)
    assert kinds(root_of(library)) == [Kind.UNREADABLE]
    repair(FolderStore(root_of(library)))
    assert kinds(root_of(library)) == [Kind.UNREADABLE]
