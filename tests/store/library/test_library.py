"""What a library stores, what it rejects, and undo."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from store.errors import (
    AmbiguousId,
    BadRange,
    BadTagName,
    Conflict,
    DamagedFile,
    LibraryUnavailable,
    QuoteNotFound,
    UnknownArticle,
    UsageError,
)
from store.index.sqlite.catalogue import Catalogue
from store.library import Library, open_library
from store.library.ingest import Ingested, Outcome
from store.library.transactions import Change
from store.model.annotation import QuotedAnnotation
from store.model.article import BlockKind, Status
from store.model.tag import Tag
from store.storage.folder.folder_store import FolderStore
from store.storage.history.undo_log import StepGroup
from tests.conftest import STATION, draft, root_of


def test_an_added_article_is_visible_to_another_process(
    library: Library, another: Library, station: str
) -> None:
    article = another.articles.get(station)
    assert article.text == STATION.text
    assert article.title == "春天的小站"
    assert article.status is Status.UNREAD


def test_adding_the_same_text_again_changes_nothing(library: Library, station: str) -> None:
    assert library.articles.add(STATION) == (station, Outcome.UNCHANGED)
    assert library.articles.count() == 1


def test_rows_are_paged_newest_first(library: Library) -> None:
    ids = [library.articles.add(draft(f"第{number}段。", title=f"第{number}篇"))[0] for number in range(5)]
    assert [row.id for row in library.articles.rows()] == ids[::-1]
    assert [row.id for row in library.articles.rows(offset=1, limit=2)] == [ids[3], ids[2]]
    assert library.articles.position(ids[3]) == 1


def test_an_unambiguous_prefix_of_an_id_is_resolved(library: Library, station: str) -> None:
    assert library.ids.resolve(station[:4]) == station
    assert library.ids.resolve(library.ids.short(station)) == station


@pytest.mark.parametrize("reference", ["", "zzzz", "%", "\U0010ffff"])
def test_an_unknown_id_is_rejected(library: Library, station: str, reference: str) -> None:
    with pytest.raises(UnknownArticle):
        library.ids.resolve(reference)


def test_an_ambiguous_prefix_of_ids_is_rejected(library: Library) -> None:
    ids = [library.articles.add(draft(f"第{number}段。"))[0] for number in range(17)]
    shared = next(first for first in "0123456789abcdef" if sum(each[0] == first for each in ids) > 1)
    with pytest.raises(AmbiguousId, match="type more"):
        library.ids.resolve(shared)


def test_an_annotation_stores_its_quote_and_the_surrounding_text(
    library: Library, another: Library, station: str
) -> None:
    start = STATION.text.index("油菜花")
    made = library.annotations.annotate(station, start, start + 3, tags=["细节", "细节"], note=" 好 ")
    (stored,) = another.annotations.of(station)
    assert stored == made
    assert (stored.exact, stored.tags, stored.note, stored.creator) == ("油菜花", ("细节",), "好", "tester")
    assert STATION.text[: stored.start].endswith(stored.prefix)
    assert STATION.text[stored.end :].startswith(stored.suffix)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", stored.created)


def test_annotations_are_in_text_order(library: Library, station: str) -> None:
    for quote in ("油菜花", "列车", "月台"):
        library.annotations.annotate_quote(station, quote)
    assert [annotation.exact for annotation in library.annotations.of(station)] == ["列车", "月台", "油菜花"]


def test_a_quote_is_annotated_at_the_requested_occurrence(library: Library) -> None:
    article, _ = library.articles.add(draft("花开花落花又开。"))
    text = library.articles.get(article).text
    assert library.annotations.annotate_quote(article, "花", occurrence=3).start == text.rindex("花")
    with pytest.raises(QuoteNotFound, match="the last one is 3"):
        library.annotations.annotate_quote(article, "花", occurrence=4)
    with pytest.raises(QuoteNotFound, match="do not stand"):
        library.annotations.annotate_quote(article, "雪")
    with pytest.raises(QuoteNotFound):
        library.annotations.annotate_quote(article, "")


def test_a_range_is_extended_to_whole_graphemes(library: Library) -> None:
    article, _ = library.articles.add(draft("一家👨‍👩‍👧人"))
    start = library.articles.get(article).text.index("👩")
    assert library.annotations.annotate(article, start, start + 1).exact == "👨‍👩‍👧"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 2), (0, 10_000)])
def test_an_empty_range_or_one_outside_the_text_is_rejected(
    library: Library, station: str, start: int, end: int
) -> None:
    with pytest.raises(BadRange):
        library.annotations.annotate(station, start, end)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "服务//线上", "#", "字" * 101, "\x1b[31m"])
def test_an_invalid_tag_name_is_rejected_and_changes_nothing(
    library: Library, station: str, name: str
) -> None:
    with pytest.raises(BadTagName):
        library.articles.tag(station, ["好", name])
    with pytest.raises(BadTagName):
        library.annotations.annotate(station, 0, 2, tags=[name])
    assert library.articles.get(station).tags == ()
    assert library.annotations.of(station) == ()
    assert library.codebook.tags() == ()


def test_new_tags_get_a_codebook_entry_and_different_colours(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务/线上", "细节"])
    colours = {tag.name: tag.colour for tag in library.codebook.tags()}
    assert set(colours) == {"服务/线上", "细节"}
    assert len(set(colours.values())) == 2
    assert library.codebook.uses() == {"服务/线上": 1, "细节": 1}


def test_a_tag_that_the_article_does_not_have_cannot_be_removed(library: Library, station: str) -> None:
    library.articles.tag(station, ["好"])
    with pytest.raises(UsageError, match="坏"):
        library.articles.untag(station, ["好", "坏"])
    assert library.articles.untag(station, ["好"]) == ()


def test_correcting_a_byline_updates_the_authors(library: Library) -> None:
    article, _ = library.articles.add(draft("林夏", "正文在这里，写了一句话。"))
    library.articles.set_block_kind(article, 1, BlockKind.BYLINE)
    assert library.articles.get(article).blocks[1].kind is BlockKind.BYLINE
    assert library.articles.get(article).authors == ("林夏",)
    assert library.articles.rows()[0].authors == ("林夏",)
    with pytest.raises(UsageError, match="no block 9"):
        library.articles.set_block_kind(article, 9, BlockKind.TITLE)


def test_a_changed_file_updates_its_article_and_reanchors_the_annotations(library: Library) -> None:
    article, _ = library.articles.add(draft("甲乙丙丁。", "花开得很好。", origin="/a.txt"))
    library.annotations.annotate_quote(article, "花开")
    library.annotations.annotate_quote(article, "甲乙")
    assert library.articles.add(draft("新的一段。", "花开得很好。", origin="/a.txt")) == (
        article,
        Outcome.UPDATED,
    )
    stored = {annotation.exact: annotation for annotation in library.annotations.of(article)}
    text = library.articles.get(article).text
    assert text[stored["花开"].start : stored["花开"].end] == "花开"
    assert not stored["花开"].orphan
    assert stored["甲乙"].orphan
    library.undo()
    assert library.articles.get(article).text.startswith("春天的小站\n甲乙丙丁。")
    assert not any(annotation.orphan for annotation in library.annotations.of(article))


def test_a_different_text_in_a_file_of_the_same_name_is_a_new_article(library: Library) -> None:
    first, _ = library.articles.add(draft("甲乙丙丁戊己庚辛。", title="第一篇", origin="/a.txt"))
    library.annotations.annotate_quote(first, "甲乙", note="留着")
    second, outcome = library.articles.add(draft("完全不同的另一篇文章。", title="第二篇", origin="/a.txt"))
    assert outcome is Outcome.ADDED
    assert second != first
    assert [annotation.orphan for annotation in library.annotations.of(first)] == [False]


def snapshot(library: Library) -> object:
    """Return the contents of a library without revisions."""
    articles = []
    for row in sorted(library.articles.rows(), key=lambda row: row.id):
        article, annotations = library.articles.open(row.id)
        articles.append(
            (
                msgspec.structs.replace(article, rev=0),
                tuple(msgspec.structs.replace(m, rev=0) for m in annotations),
            )
        )
    return articles, library.codebook.tags(), library.codebook.uses()


def test_every_change_can_be_undone_and_redone(library: Library, station: str) -> None:
    annotation_id = ""

    def annotate() -> None:
        nonlocal annotation_id
        annotation_id = library.annotations.annotate(station, 0, 2, tags=["开头"], note="起").id

    changes: list[Callable[[], object]] = [
        lambda: library.articles.tag(station, ["细节"]),
        annotate,
        lambda: library.annotations.edit(station, annotation_id, note="起笔"),
        lambda: library.articles.write_note(station, "一篇小品"),
        lambda: library.articles.set_status(station, Status.READ),
        lambda: library.articles.set_starred(station, starred=True),
        lambda: library.articles.set_block_kind(station, 1, BlockKind.SUBTITLE),
        lambda: library.articles.untag(station, ["细节"]),
        lambda: library.annotations.delete(station, annotation_id),
        lambda: library.articles.add(draft("另一篇。", title="另一篇")),
        lambda: library.articles.remove([station]),
    ]
    states = [snapshot(library)]
    for change in changes:
        change()
        states.append(snapshot(library))
    for state in reversed(states[:-1]):
        assert library.undo() is not None
        assert snapshot(library) == state
    for state in states[1:]:
        assert library.redo() is not None
        assert snapshot(library) == state
    assert library.redo() is None


def test_undo_on_an_untouched_library_does_nothing(library: Library) -> None:
    assert library.undo() is None


def test_grouped_changes_are_one_step_and_notify_once(library: Library, station: str) -> None:
    changes: list[Change] = []
    library.subscribe(changes.append)
    with library.one_step("two tags"):
        library.articles.tag(station, ["甲"])
        library.articles.tag(station, ["乙"])
    assert [change.articles for change in changes] == [{station}]
    assert library.undo() == "two tags"
    assert library.articles.get(station).tags == ()
    assert library.codebook.tags() == ()


def test_a_step_that_cannot_be_undone_does_not_block_earlier_ones(
    library: Library, another: Library, station: str
) -> None:
    library.articles.tag(station, ["好"])
    library.articles.write_note(station, "我的")
    another.articles.write_note(station, "别人的")
    with pytest.raises(Conflict):
        library.undo()
    assert library.undo() == "tag “好”"
    assert library.articles.get(station).tags == ()


def test_undo_keeps_a_tag_that_another_process_uses_now(
    library: Library, another: Library, station: str
) -> None:
    other, _ = library.articles.add(draft("第二篇。", title="第二篇"))
    library.articles.tag(station, ["好"])
    another.articles.tag(other, ["好"])
    library.resync()
    library.undo()
    assert [tag.name for tag in library.codebook.tags()] == ["好"]
    assert library.codebook.uses() == {"好": 1}


def test_a_revision_number_is_never_reused(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "列车", note="一")
    stale = library.annotations.edit(station, annotation.id, note="二")
    library.undo()
    library.annotations.edit(station, annotation.id, note="三")
    with pytest.raises(Conflict):
        library.annotations.edit(station, annotation.id, note="四", rev=stale.rev)


def test_undo_works_on_a_record_that_lacks_a_newer_field(library: Library, station: str) -> None:
    path = FolderStore(root_of(library)).article_file(station)
    path.write_text(path.read_text("utf-8").replace('"note":"",', ""), "utf-8")
    library.articles.write_note(station, "新")
    library.undo()
    assert library.articles.get(station).note == ""


def test_a_removal_that_fails_halfway_removes_nothing(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, _ = library.articles.add(draft("第二篇。", title="第二篇"))
    stuck = FolderStore(root_of(library)).article_file(other)
    unlink = Path.unlink

    def failing(path: Path, missing_ok: bool = False) -> None:
        if path == stuck:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", failing)
        with pytest.raises(LibraryUnavailable, match="permission denied"):
            library.articles.remove([station, other])
    library.resync()
    assert {row.id for row in library.articles.rows()} == {station, other}
    assert library.articles.get(station).title == "春天的小站"
    assert not (root_of(library) / "intent.json").exists()


def test_a_text_changed_on_disk_cannot_be_annotated(library: Library, station: str) -> None:
    FolderStore(root_of(library)).text_file(station).write_text("春天的小站\n别的话。", "utf-8")
    with pytest.raises(DamagedFile, match="not the text that was imported"):
        library.annotations.annotate(station, 0, 2)


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[]",
        '{"article": {"1": {"title": 3}}, "annotations": {}}',
        '{"annotations": {"x": {}}, "article": {}}',
    ],
)
def test_a_damaged_record_raises_damaged_file(library: Library, station: str, record: str) -> None:
    FolderStore(root_of(library)).article_file(station).write_text(record, "utf-8")
    with pytest.raises(DamagedFile, match="check --repair"):
        library.articles.open(station)


def test_files_of_other_programs_are_not_articles(library: Library, station: str) -> None:
    shelf = FolderStore(root_of(library)).article_file(station).parent
    (shelf / f"{station}.sync-conflict-1.json").write_text("{}")
    (shelf / "notes.json").write_text("{}")
    assert library.resync() == frozenset()


def test_control_characters_are_removed_from_notes(library: Library, station: str) -> None:
    assert (
        library.annotations.annotate_quote(station, "列车", note="一\x1b[2J\r\n\t二\x07").note
        == "一[2J\n\t二"
    )


def test_new_articles_come_first_even_if_the_clock_was_set_back(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.library.ingest.timestamp", lambda: "2001-01-01T00:00:00.000Z")
    later, _ = library.articles.add(draft("后来的。", title="后来"))
    assert [row.id for row in library.articles.rows()] == [later, station]


def test_an_article_is_added_with_all_its_annotations_or_not_at_all(library: Library) -> None:
    with pytest.raises(QuoteNotFound):
        library.articles.add(
            draft("花开了。"), tags=["好"], marks=[QuotedAnnotation("花"), QuotedAnnotation("雪")]
        )
    assert library.articles.count() == 0
    article, _ = library.articles.add(
        draft("花开了。"), tags=["好"], marks=[QuotedAnnotation("花", tags=("细节",), note="一")]
    )
    (annotation,) = library.annotations.of(article)
    assert (annotation.exact, annotation.tags, annotation.note) == ("花", ("细节",), "一")
    assert {tag.name for tag in library.codebook.tags()} == {"好", "细节"}


def test_reading_on_does_not_prevent_undo(library: Library, station: str) -> None:
    library.articles.set_position(station, 7)
    assert library.articles.get(station).position == 7
    assert library.articles.get(station).status is Status.READING
    assert library.undo() is not None
    assert library.articles.count() == 0


def test_undo_does_not_overwrite_a_later_change_by_another_process(
    library: Library, another: Library, station: str
) -> None:
    library.articles.write_note(station, "我的")
    another.articles.write_note(station, "别人的")
    with pytest.raises(Conflict, match="changed elsewhere"):
        library.undo()
    assert library.articles.get(station).note == "别人的"


def test_undoing_an_import_does_not_remove_the_notes_of_another_process(
    library: Library, another: Library, station: str
) -> None:
    another.resync()
    another.annotations.annotate_quote(station, "月台", note="别人的")
    with pytest.raises(Conflict):
        library.undo()
    assert len(library.annotations.of(station)) == 1


def test_two_processes_can_annotate_the_same_article(
    library: Library, another: Library, station: str
) -> None:
    library.annotations.annotate_quote(station, "列车")
    another.annotations.annotate_quote(station, "月台")
    library.annotations.annotate_quote(station, "旅客")
    assert [annotation.exact for annotation in another.annotations.of(station)] == ["列车", "月台", "旅客"]


def test_editing_an_outdated_note_raises_conflict(library: Library, another: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "列车", note="一")
    another.annotations.edit(station, annotation.id, note="二", rev=annotation.rev)
    with pytest.raises(Conflict, match="changed elsewhere"):
        library.annotations.edit(station, annotation.id, note="三", rev=annotation.rev)
    assert library.annotations.of(station)[0].note == "二"


def test_resync_restores_missing_rows_of_the_catalogue(
    library: Library, another: Library, station: str
) -> None:
    article, _ = another.articles.add(draft("外面来的。", title="外来"))
    another.articles.tag(station, ["外"])
    catalogue = Catalogue(FolderStore(root_of(library)).cache_folder)
    for each in (station, article):  # as after a crash between writing the file and the catalogue
        catalogue.drop(each)
    catalogue.commit()
    catalogue.close()
    assert library.resync() == {station, article}
    assert {row.id for row in library.articles.rows()} == {station, article}
    assert library.resync() == frozenset()


def test_a_deleted_catalogue_is_rebuilt(library: Library, station: str, root: Path) -> None:
    library.close()
    for path in (root / ".cache").iterdir():
        path.unlink()
    with open_library(root) as again:
        again.resync()
        assert [row.id for row in again.articles.rows()] == [station]


def test_a_damaged_catalogue_is_rebuilt(library: Library, station: str, root: Path) -> None:
    library.close()
    for path in (root / ".cache").iterdir():
        path.write_bytes(b"not a database at all" * 400)
    with open_library(root) as again:
        again.resync()
        assert [row.id for row in again.articles.rows()] == [station]


def test_a_catalogue_that_fails_while_in_use_is_rebuilt_in_memory(library: Library, station: str) -> None:
    with sqlite3.connect(root_of(library) / ".cache" / "catalogue.sqlite") as elsewhere:
        elsewhere.execute("DROP TABLE tags")
    elsewhere.close()
    library.articles.tag(station, ["好"])
    assert library.codebook.uses() == {"好": 1}
    assert [row.id for row in library.articles.rows()] == [station]


def test_a_damaged_article_is_skipped_and_the_rest_stays_usable(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("好的。", title="好的"))
    FolderStore(root_of(library)).article_file(station).write_bytes(b'{"article": {"1": {"title"')
    library.resync()
    assert [row.id for row in library.articles.rows()] == [other]
    assert [station in sentence for sentence in library.damage()] == [True]


def test_a_library_of_a_newer_version_is_rejected_unchanged(library: Library, root: Path) -> None:
    library.close()
    path = root / "library.json"
    path.write_text(path.read_text().replace('"schema":1', '"schema":99'))
    before = path.read_bytes()
    with pytest.raises(LibraryUnavailable, match="version 99"):
        open_library(root)
    assert path.read_bytes() == before


def test_a_folder_with_other_files_does_not_become_a_library(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("hello")
    with pytest.raises(LibraryUnavailable, match="other files"):
        open_library(folder)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/nowhere/library"])
def test_a_path_that_cannot_be_written_is_rejected_with_a_message(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryUnavailable, match=r"\.$"):
        open_library(tmp_path / place)


def test_codebook_entries_are_replaced_by_name(library: Library) -> None:
    library.codebook.write([Tag(name="服务", colour="jade"), Tag(name="细节")])
    library.codebook.write([Tag(name="服务", colour="amber", key="1")])
    assert [(tag.name, tag.colour, tag.key) for tag in library.codebook.tags()] == [
        ("服务", "amber", "1"),
        ("细节", "", ""),
    ]


def test_several_articles_are_added_in_one_change(library: Library) -> None:
    changes: list[Change] = []
    library.subscribe(changes.append)
    drafts = [draft(f"第{number}段说的是山水。", title=f"第{number}篇") for number in range(5)]
    results = library.articles.add_all([*drafts, drafts[0]])
    assert [each.outcome for each in results if isinstance(each, Ingested)] == [*["added"] * 5, "unchanged"]
    assert [row.title for row in library.articles.rows()] == [
        f"第{number}篇" for number in reversed(range(5))
    ]
    assert len(changes) == 1
    assert library.undo() == "import 5 articles"
    assert library.articles.is_empty()


def test_two_versions_of_a_file_in_a_batch_become_one_article(library: Library) -> None:
    first = draft("同一篇文章的第一段话。", "旧的结尾", origin="一")
    second = draft("同一篇文章的第一段话。", "新的结尾", origin="一")
    added, updated = library.articles.add_all([first, second])
    assert isinstance(added, Ingested)
    assert isinstance(updated, Ingested)
    assert (updated.article, updated.outcome) == (added.article, "updated")
    assert library.articles.get(added.article).text == second.text


def test_a_damaged_article_does_not_prevent_the_rest_of_a_batch(library: Library) -> None:
    old = library.articles.add(draft("同一篇文章的第一段话。", origin="一"))[0]
    (root_of(library) / "articles" / old[:2] / f"{old}.txt").write_bytes(b"\xff")
    failed, added = library.articles.add_all(
        [draft("同一篇文章的第二段话。", origin="一"), draft("另一篇。", title="乙")]
    )
    assert isinstance(failed, DamagedFile)
    assert isinstance(added, Ingested)


def test_a_step_group_is_one_step_despite_other_steps_in_between(library: Library) -> None:
    group = StepGroup("import 2 files")
    library.articles.add_all([draft("第一段", title="一")], group)
    between = library.articles.add(draft("第三段", title="三"))[0]
    library.articles.add_all([draft("第二段", title="二")], group)
    with open_library(root_of(library)) as later:
        assert later.undo() == "import “三”"
        assert later.undo() == "import 2 files"
        assert later.articles.is_empty()
        assert later.redo() == "import 2 files"
        assert later.redo() == "import “三”"
        assert {row.title for row in later.articles.rows()} == {"一", "二", "三"}
    assert library.articles.get(between).title == "三"


def test_a_step_group_that_was_undone_midway_continues_as_a_new_step(library: Library) -> None:
    group = StepGroup("import 2 files")
    library.articles.add_all([draft("第一段", title="一")], group)
    library.undo()
    library.articles.add_all([draft("第二段", title="二")], group)
    assert library.undo() == "import 2 files"
    assert library.articles.is_empty()
    assert library.undo() is None


def test_placing_an_orphan_by_hand_can_be_undone(library: Library) -> None:
    article = library.articles.add(draft("山上有一座小庙，庙里住着三个人。", "山下是河。", origin="一"))[0]
    annotation = library.annotations.annotate_quote(article, "小庙", note="旧的")
    (ingested,) = library.articles.add_all([draft("山上住着三个人，种菜，挑水。", "山下是河。", origin="一")])
    assert isinstance(ingested, Ingested)
    assert ingested.lost == 1
    start = library.articles.get(article).text.index("三个人")
    placed = library.annotations.place(article, annotation.id, start, start + 3)
    assert (placed.exact, placed.orphan, placed.note) == ("三个人", False, "旧的")
    assert library.undo() == "move the annotation on 「三个人」"
    assert library.annotations.of(article)[0].orphan
    with pytest.raises(BadRange):
        library.annotations.place(article, annotation.id, 5, 5)


def test_annotations_are_resolved_by_a_prefix_of_their_ids(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "油菜花")
    assert library.annotations.resolve(station, annotation.id[:8]) == annotation
    for reference in ("", "zz"):
        with pytest.raises(UsageError):
            library.annotations.resolve(station, reference)


OLD = ("村里决定今年秋天修桥，大家同意出三万元。", "桥修在老磨坊旁边，石料从山上运。", "工期定为两个月。")


@pytest.mark.parametrize(
    ("changes", "lost", "moved"),
    [
        ({}, 0, 0),
        ({"同意": "不同意"}, 1, 0),
        ({"三万": "五万"}, 1, 0),
        ({"从山上运": "由山上运"}, 0, 1),
        ({"同意": "不同意", "从山上运": "由山上运"}, 1, 1),
        ({"桥": " 桥 ", "，": ","}, 0, 0),
    ],
)
def test_importing_again_counts_annotations_without_their_words_and_on_changed_ones(
    library: Library, changes: dict[str, str], lost: int, moved: int
) -> None:
    article = library.articles.add(draft(*OLD, origin="一"))[0]
    for quote in ("同意出三万元", "桥修在老磨坊旁边，石料从山上运", "工期定为两个月"):
        library.annotations.annotate_quote(article, quote)
    new = ["加了一段话。", *OLD]
    for before, after in changes.items():
        new = [paragraph.replace(before, after) for paragraph in new]
    (ingested,) = library.articles.add_all([draft(*new, origin="一")])
    assert isinstance(ingested, Ingested)
    assert (ingested.article, ingested.lost, ingested.moved) == (article, lost, moved)
    found = library.annotations.of(article)
    assert [each.former for each in found if each.moved] == [
        quote for quote in ("桥修在老磨坊旁边，石料从山上运",) if moved
    ]
    # The old text brings all of them back, also those that had lost their words.
    library.articles.add_all([draft("又加了一段。", *OLD, origin="一")])
    assert [(each.orphan, each.former) for each in library.annotations.of(article)] == [(False, "")] * 3


def test_changed_words_are_confirmed_by_a_step_that_can_be_undone(library: Library) -> None:
    article = library.articles.add(draft(*OLD, origin="一"))[0]
    annotation = library.annotations.annotate_quote(article, "石料从山上运").id
    library.articles.add(draft(OLD[0], OLD[1].replace("从", "由"), OLD[2], origin="一"))
    assert library.annotations.of(article)[0].former == "石料从山上运"
    confirmed = library.annotations.confirm(article, annotation)
    assert (confirmed.exact, confirmed.former) == ("石料由山上运", "")
    with pytest.raises(UsageError):
        library.annotations.confirm(article, annotation)
    assert library.undo() == "confirm the annotation on 「石料由山上运」"
    assert library.annotations.of(article)[0].moved
    library.redo()
    library.undo()
    library.undo()
    assert library.annotations.of(article)[0].exact == "石料从山上运"


def test_several_articles_are_changed_in_one_step_each(library: Library) -> None:
    several = [library.articles.add(draft(title, title=title))[0] for title in ("渡口", "春耕", "渡船")]
    library.articles.tag(several[0], ["水"])
    assert library.articles.retag_all(several, add=["水", "船"], remove=["土"]) == 3
    assert library.articles.set_status_all(several, Status.READ) == 3
    assert library.articles.set_starred_all(several[:2], starred=True) == 2
    assert library.articles.set_starred_all(several, starred=True) == 1
    now = [library.articles.get(each) for each in several]
    assert {(each.tags, each.status, each.starred) for each in now} == {(("水", "船"), Status.READ, True)}
    assert [library.undo() for _ in range(4)] == [
        "star 1 article",
        "star 2 articles",
        "mark 3 articles as read",
        "tag “水” “船” on 3 articles",
    ]
    assert [library.articles.get(each).tags for each in several] == [("水",), (), ()]
