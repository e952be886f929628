"""A check reports all damage and changes nothing; a repair corrects it and deletes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import DamagedFile, LibraryUnavailable
from store.library import Library, open_library
from store.storage.folder.backup import back_up
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from store.storage.record_check import Damage, Kind
from tests.conftest import STATION, draft, root_of


def files(root: Path) -> dict[str, bytes]:
    """Return the files of a library by path, without the cache, the lock and what repairs set aside."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".cache", "aside", "lock")
    }


def check_unchanged(root: Path) -> list[Damage]:
    """Return the damage that a check reports, and assert that it changes no file."""
    before = files(root)
    damage = list(check(FolderStore(root)))
    assert files(root) == before
    return damage


def kinds_of_damage(root: Path) -> list[Kind]:
    return [damage.kind for damage in check_unchanged(root)]


@pytest.fixture
def annotated(library: Library, station: str) -> str:
    """The ID of an article with a tag and two annotations."""
    library.articles.tag(station, ["铁路"])
    library.annotations.annotate_quote(station, "油菜花", tags=["植物"], note="黄色的")
    library.annotations.annotate_quote(station, "列车", note="只停两分钟")
    return station


def article_file(library: Library, article: str) -> Path:
    return FolderStore(root_of(library)).article_file(article)


def rewrite(path: Path, change: Callable[[dict[str, dict[str, dict[str, object]]]], object]) -> None:
    """Change a file of the library directly, in the usual layout with one document per line."""
    from store.storage.folder.tinydb_storage import encode

    tables = json.loads(path.read_text("utf-8"))
    change(tables)
    path.write_bytes(encode(tables))


def first_annotation(tables: dict[str, dict[str, dict[str, object]]]) -> dict[str, object]:
    return next(iter(tables["annotations"].values()))


def test_an_intact_library_has_no_damage(library: Library, annotated: str) -> None:
    assert check_unchanged(root_of(library)) == []
    repaired, aside = repair(FolderStore(root_of(library)))
    assert repaired == []
    assert not aside.exists()


@pytest.mark.parametrize("key", ["007", "x1", "-5", "１２", "1_0", " 5", "", "1e3", "+7"])
def test_an_annotation_under_a_key_that_is_no_id_is_damage_that_a_repair_mends(
    library: Library, annotated: str, key: str
) -> None:
    expected = [(each.id, each.exact, each.note) for each in library.annotations.of(annotated)]
    path = article_file(library, annotated)
    first = next(iter(json.loads(path.read_text("utf-8"))["annotations"]))
    path.write_text(path.read_text("utf-8").replace(f'"{first}": ', f'"{key}": '), "utf-8")
    with pytest.raises(DamagedFile):
        library.annotations.of(annotated)
    assert kinds_of_damage(root_of(library)) == [Kind.DAMAGED]
    repaired, _ = repair(FolderStore(root_of(library)))
    assert [damage.kind for damage in repaired] == [Kind.DAMAGED]
    assert check_unchanged(root_of(library)) == []
    assert [(each.id, each.exact, each.note) for each in library.annotations.of(annotated)] == expected


def test_checking_a_missing_library_raises_and_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable):
        list(check(FolderStore(tmp_path / "none")))
    assert not (tmp_path / "none").exists()


def break_json(library: Library, article: str) -> None:
    path = article_file(library, article)
    path.write_bytes(path.read_bytes()[:-4])


def break_article_line(library: Library, article: str) -> None:
    path = article_file(library, article)
    path.write_bytes(path.read_bytes().replace(b'"title"', b'"tit\xff', 1))


def cut_text(library: Library, article: str) -> None:
    path = FolderStore(root_of(library)).text_file(article)
    path.write_bytes(path.read_bytes()[:30])


def lose_text(library: Library, article: str) -> None:
    FolderStore(root_of(library)).text_file(article).unlink()


def break_annotation(library: Library, article: str) -> None:
    rewrite(article_file(library, article), lambda tables: first_annotation(tables).pop("created"))


def move_annotation(library: Library, article: str) -> None:
    rewrite(article_file(library, article), lambda tables: first_annotation(tables).update(start=0, end=3))


def put_annotation_outside(library: Library, article: str) -> None:
    rewrite(
        article_file(library, article),
        lambda tables: first_annotation(tables).update(start=10_000, end=10_003),
    )


def change_context(library: Library, article: str) -> None:
    rewrite(article_file(library, article), lambda tables: first_annotation(tables).update(prefix="别的"))


def forget_tags(library: Library, article: str) -> None:
    store = FolderStore(root_of(library))
    rewrite(store.library_file, lambda tables: tables["codebook"].clear())
    store.journal.rewrite([])


def break_library(library: Library, article: str) -> None:
    path = FolderStore(root_of(library)).library_file
    path.write_bytes(path.read_bytes().replace(b"}\n}\n", b"", 1))


def leave_conflict_copy(library: Library, article: str) -> None:
    path = article_file(library, article)
    path.with_name(f"{path.stem} (conflict).json").write_bytes(path.read_bytes())


def test_a_repair_leaves_conflict_copies_to_be_merged(library: Library, annotated: str) -> None:
    leave_conflict_copy(library, annotated)
    before = files(root_of(library))
    assert kinds_of_damage(root_of(library)) == [Kind.COPY]
    assert repair(FolderStore(root_of(library)))[0] == []
    assert files(root_of(library)) == before


def leave_link(library: Library, article: str) -> None:
    other = f"{article[:2]}{'0' * 14}"
    FolderStore(root_of(library)).article_file(other).symlink_to("/etc/hostname")


def lose_record(library: Library, article: str) -> None:
    article_file(library, article).unlink()


def tear_history(library: Library, article: str) -> None:
    with FolderStore(root_of(library)).journal_file.open("ab") as log:
        log.write(b'{"step": "ab\n')


def leave_broken_intent(library: Library, article: str) -> None:
    (root_of(library) / "intent.json").write_text("[{")


def rename_in_record(library: Library, article: str) -> None:
    rewrite(article_file(library, article), lambda tables: tables["article"]["1"].update(id="0" * 16))


@pytest.mark.parametrize(
    ("damage_library", "expected"),
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
        (leave_link, Kind.STRAY),
        (tear_history, Kind.JOURNAL),
        (leave_broken_intent, Kind.INTERRUPTED),
    ],
)
def test_every_kind_of_damage_is_reported_and_repaired_without_loss(
    library: Library, annotated: str, damage_library: Callable[[Library, str], None], expected: Kind
) -> None:
    other = library.articles.add(draft("另一篇文章，什么事也没有。", title="别处"))[0]
    damage_library(library, annotated)
    damaged = files(root_of(library))
    damage = check_unchanged(root_of(library))
    assert {each.kind for each in damage} == {expected}
    assert all(each.sentence.endswith(".") for each in damage)

    repaired, aside = repair(FolderStore(root_of(library)))
    assert repaired == damage
    assert check_unchanged(root_of(library)) == []

    after = files(root_of(library))
    for name, data in damaged.items():
        original = aside / name
        assert after.get(name) == data or (original.is_file() and original.read_bytes() == data), name
    with open_library(root_of(library)) as again:
        again.resync()
        assert again.damage() == []
        article, annotations = again.articles.open(annotated)
        assert article.text == STATION.text
        assert article.title == STATION.title
        assert {annotation.exact for annotation in annotations if not annotation.orphan} >= {"列车"}
        assert {"铁路", "植物"} & set(again.codebook.uses()) <= {tag.name for tag in again.codebook.tags()}
        assert again.articles.get(other).title == "别处"


def test_repair_moves_a_displaced_annotation_back_to_its_quote(library: Library, annotated: str) -> None:
    move_annotation(library, annotated)
    repair(FolderStore(root_of(library)))
    text = library.articles.get(annotated).text
    assert {text[annotation.start : annotation.end] for annotation in library.annotations.of(annotated)} == {
        "油菜花",
        "列车",
    }


def test_repair_takes_a_text_from_a_backup_if_it_is_not_in_the_history(
    library: Library, annotated: str
) -> None:
    FolderStore(root_of(library)).backups_folder.mkdir()
    back_up(FolderStore(root_of(library)), FolderStore(root_of(library)).backups_folder / "2026-01-01.zip")
    FolderStore(root_of(library)).journal.rewrite([])
    lose_text(library, annotated)
    repair(FolderStore(root_of(library)))
    assert library.articles.get(annotated).text == STATION.text


def test_repair_accepts_a_text_edited_by_hand(library: Library, annotated: str) -> None:
    FolderStore(root_of(library)).journal.rewrite([])
    path = FolderStore(root_of(library)).text_file(annotated)
    path.write_text(path.read_text("utf-8").replace("两分钟", "三分钟"), "utf-8")
    assert kinds_of_damage(root_of(library)) == [Kind.TEXT]
    repair(FolderStore(root_of(library)))
    assert check_unchanged(root_of(library)) == []
    article, annotations = library.articles.open(annotated)
    assert "三分钟" in article.text
    assert {annotation.exact for annotation in annotations if not annotation.orphan} == {"油菜花", "列车"}
    assert article.tags == ("铁路",)


def test_repair_moves_an_article_without_any_text_aside(library: Library, annotated: str) -> None:
    FolderStore(root_of(library)).journal.rewrite([])
    lose_text(library, annotated)
    content = article_file(library, annotated).read_bytes()
    _, aside = repair(FolderStore(root_of(library)))
    assert check_unchanged(root_of(library)) == []
    assert library.resync() == {annotated}
    assert (aside / article_file(library, annotated).relative_to(root_of(library))).read_bytes() == content


def test_repair_moves_a_text_without_a_record_aside(library: Library, annotated: str) -> None:
    lose_record(library, annotated)
    assert kinds_of_damage(root_of(library)) == [Kind.STRAY]
    _, aside = repair(FolderStore(root_of(library)))
    assert check_unchanged(root_of(library)) == []
    assert (
        aside / FolderStore(root_of(library)).text_file(annotated).relative_to(root_of(library))
    ).read_text() == STATION.text


def test_repair_rolls_back_an_interrupted_change(
    library: Library, annotated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.storage.folder.test_crashes import Crash, crash_at

    with monkeypatch.context() as patched:
        crash_at(2, patched)
        with pytest.raises(Crash):
            library.articles.remove([annotated])
    assert Kind.INTERRUPTED in kinds_of_damage(root_of(library))
    repair(FolderStore(root_of(library)))
    assert check_unchanged(root_of(library)) == []
    assert library.articles.get(annotated).text == STATION.text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_an_unreadable_file_is_reported_and_left_unchanged(library: Library, annotated: str) -> None:
    article_file(library, annotated).chmod(0)
    assert kinds_of_damage(root_of(library)) == [Kind.UNREADABLE]
    repair(FolderStore(root_of(library)))
    assert kinds_of_damage(root_of(library)) == [Kind.UNREADABLE]
