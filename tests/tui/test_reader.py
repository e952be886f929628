"""What a person does in the reader, key by key, and what is then in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Input, TextArea

from store.library import Library, open_library
from store.model.article import BlockKind, Status
from tests.conftest import STATION, draft, root_of
from tests.tui.reader import (
    NARROW,
    WIDE,
    article_shown,
    articles,
    notes,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    strips,
    tags,
)
from tui.dialogs.note import NoteDialog
from tui.dialogs.tagging import TaggingDialog

pytestmark = pytest.mark.asyncio


async def test_an_empty_library_says_what_to_do(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await settled(pilot)
        assert "No articles yet" in shown(app)
        assert "pizhu import FILE" in shown(app)


async def test_no_key_does_harm_in_an_empty_library(library: Library) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for key in [
            "enter",
            "j",
            "G",
            "t",
            "c",
            "x",
            "s",
            "S",
            "m",
            "u",
            "ctrl+r",
            "tab",
            "w",
            "b",
            "V",
            "t",
            "s",
            "c",
            "x",
            "B",
            "]",
            "a",
            "tab",
            "enter",
            "tab",
            "enter",
            "c",
            "x",
        ]:
            await press(pilot, key)
        await settled(pilot)
        assert app.is_running
        assert library.articles.count() == 0


async def test_the_starters_come_once_and_a_removed_one_stays_away(library: Library) -> None:
    app = reader(library, starters=True)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "Articles 10")
        await app.workers.wait_for_complete()
        await settled(pilot)
        count = library.articles.count()
        assert sum(row.annotations > 0 for row in library.articles.rows()) >= 6
        assert articles(app).cursor == 0
        assert article_shown(app) == library.articles.rows()[0].id
        await press(pilot, "x")
        assert library.articles.count() == count - 1
    app = reader(library, starters=True)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert library.articles.count() == count - 1


async def test_a_selection_is_tagged_and_on_the_disk_when_the_screen_says_so(
    library: Library, another: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "v", "l", "t", *"kaitou", "enter")
        await seen(pilot, "Tagged kaitou")
        (mark,) = another.annotations.of(station)
        assert (mark.exact, mark.tags) == ("列车", ("kaitou",))
        assert reading(app).selection is None


async def test_with_nothing_selected_the_article_is_tagged(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "t", *"tielu", "enter")
        assert library.articles.get(station).tags == ("tielu",)
        assert "#tielu" in shown(app)


async def test_several_tags_are_ticked_and_old_ones_taken_off(library: Library, station: str) -> None:
    library.articles.tag(station, ["a1", "b2", "c3"])
    library.articles.untag(station, ["b2", "c3"])
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", *"b,c，a1,", "enter")
        assert library.articles.get(station).tags == ("b2", "c3")


async def test_a_bad_tag_name_is_refused_in_the_dialog_which_stays(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", "a", "/", "/", "b", "enter")
        assert isinstance(app.screen, TaggingDialog)
        assert "empty part" in shown(app)
        assert library.articles.get(station).tags == ()


async def test_a_name_that_differs_in_width_or_case_takes_the_tag_there_is(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["AI"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t", *"ａｉ")
        assert "new tag" not in shown(app)
        await press(pilot, "ctrl+y")
        await seen(pilot, "only in width or case")
        await press(pilot, "enter")
        await seen(pilot, "Tagged AI")
    assert [tag.name for tag in library.codebook.tags()] == ["AI"]


@pytest.mark.parametrize(
    ("name", "why"), [("  ", "needs a name"), ("长" * 101, "101")], ids=["only spaces", "too long"]
)
async def test_a_name_that_cannot_be_kept_is_refused_by_the_dialog_for_new_ones(
    library: Library, station: str, name: str, why: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t")
        app.screen.query_one(Input).value = name
        await press(pilot, "ctrl+y")
        await seen(pilot, why)
    assert library.codebook.tags() == ()


async def test_a_note_on_a_sentence_is_kept_and_stands_in_the_notes_pane(
    library: Library, another: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "V", "c", *"short stop", "ctrl+s")
        (mark,) = another.annotations.of(station)
        assert (mark.exact, mark.note) == ("列车每天只停两分钟。", "short stop")
        assert notes(app).option_count == 1
        assert "short stop" in shown(app)


async def test_c_on_a_mark_edits_its_note_and_elsewhere_the_articles(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "]", "a", "c", *" two", "ctrl+s")
        assert library.annotations.of(station)[0].note == "one two"
        await press(pilot, "g", "g", "c", *"whole", "ctrl+s")
        assert library.articles.get(station).note == "whole"


async def test_a_note_that_was_begun_is_not_dropped_by_one_escape(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "c", *"begun", "escape")
        await seen(pilot, "Not kept yet")
        await press(pilot, "escape")
        assert "begun" not in shown(app)
        assert library.articles.get(station).note == ""


async def test_a_note_that_cannot_be_kept_is_offered_again(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "]", "a", "c", *" mine")
        another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, NoteDialog)
        assert app.screen.query_one(TextArea).text == "one mine"
        assert library.annotations.of(station)[0].note == "theirs"


async def test_undo_takes_the_last_change_back_and_redo_does_it_again(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "V", "t", "x", "enter", "u")
        assert library.annotations.of(station) == ()
        await press(pilot, "ctrl+r")
        assert len(library.annotations.of(station)) == 1


async def test_a_mark_is_deleted_under_the_cursor(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "x")
        assert len(library.annotations.of(station)) == 1
        await press(pilot, "]", "a", "x")
        assert library.annotations.of(station) == ()


async def test_the_kind_of_a_paragraph_is_put_right_by_hand(library: Library) -> None:
    article, _ = library.articles.add(draft("林夏", "正文在这里，写了一句话。"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "B", "k", "k", "k", "enter")
        assert library.articles.get(article).blocks[1].kind is BlockKind.BYLINE
        assert library.articles.get(article).authors == ("林夏",)


async def test_reading_an_article_keeps_the_place_for_the_next_time(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "G")
    assert library.articles.get(station).position == len(STATION.text) - 1
    assert library.articles.get(station).status is Status.READING
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        assert reading(app).cursor == len(STATION.text) - 1
        assert reading(app).has_focus


async def test_looking_at_an_article_in_the_list_does_not_count_as_reading(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "j", "k")
    assert library.articles.get(station).status is Status.UNREAD


async def test_tab_goes_round_the_panes_at_any_width(library: Library, station: str) -> None:
    for size in (WIDE, (120, 40), NARROW):
        app = reader(library)
        async with app.run_test(notifications=True, size=size) as pilot:
            seen = []
            for _ in range(5):
                await settled(pilot)
                assert app.focused is not None
                assert app.focused.display
                seen.append(app.focused.id)
                await press(pilot, "tab")
            assert seen == ["articles", "reading", "tags", "notes", "articles"]
            await press(pilot, "shift+tab", "shift+tab")
            assert app.focused is notes(app)


async def test_zoom_shows_one_pane_and_then_all_again(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "z")
        assert [pane.display for pane in (articles(app), reading(app), tags(app), notes(app))] == [
            False,
            True,
            False,
            False,
        ]
        await press(pilot, "z")
        assert all(pane.display for pane in (articles(app), reading(app), tags(app), notes(app)))


async def test_a_hidden_pane_is_passed_over_until_it_is_called_back(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "f4", "tab", "tab")
        assert not tags(app).display
        assert notes(app).has_focus
        await press(pilot, "f4")
        assert tags(app).has_focus


async def test_the_last_pane_cannot_be_put_away(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "backslash", "backslash", "backslash", "backslash")
        assert [pane.display for pane in (articles(app), reading(app), tags(app), notes(app))].count(
            True
        ) == 1
        await seen(pilot, "last pane")


async def test_resizing_keeps_the_cursor_in_sight(library: Library) -> None:
    paragraphs = [
        f"这是第{number}段，它有一些字，好让每一段都排成几行，不多也不少。" * 3 for number in range(60)
    ]
    article, _ = library.articles.add(draft(*paragraphs))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=(120, 40)) as pilot:
        await press(pilot, "3", "0", "G")
        pane = reading(app)
        cursor = pane.cursor
        for size in [(80, 24), (200, 60), (40, 12), (120, 40)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert pane.cursor == cursor
            ground = pane.get_component_rich_style("reading--cursor").bgcolor
            assert any(part.style and part.style.bgcolor == ground for row in strips(app) for part in row)


async def test_a_terminal_too_small_gets_a_sentence(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(20, 5)) as pilot:
        await settled(pilot)
        assert "Pizhu needs a" in shown(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "春天的小站" in shown(app)


async def test_removing_the_article_being_read_shows_the_next(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("第二篇的话。", title="第二篇"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "x")
        assert [row.id for row in library.articles.rows()] == [station]
        assert article_shown(app) == station
        await press(pilot, "u")
        assert [row.id for row in library.articles.rows()] == [other, station]


async def test_a_change_from_outside_is_shown_without_moving_the_place(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "G")
        before = reading(app).cursor
        library.annotations.annotate_quote(station, "列车", note="from a worker")
        library.articles.add(draft("新来的。", title="新来的"))
        await settled(pilot)
        await seen(pilot, "from a worker")
        assert "新来的" in shown(app)
        assert reading(app).cursor == before
        assert article_shown(app) == station


async def test_files_are_imported_from_within(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "来稿.txt"
    path.write_bytes("山里的邮路\n\n她每天走二十里山路，把信送到最后一户。\n".encode("gb18030"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert [row.title for row in library.articles.rows()] == ["山里的邮路"]
        await seen(pilot, "1 added")
        await press(pilot, "I")
        app.screen.query_one(Input).value = str(tmp_path / "没有.txt")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await settled(pilot)
        await seen(pilot, "there is no such file")


async def test_notes_are_exported_from_within(
    library: Library, station: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "E")
        app.screen.query_one(Input).value = str(tmp_path / "notes.md")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        assert "> 油菜花" in (tmp_path / "notes.md").read_text("utf-8")
        await press(pilot, "E")
        monkeypatch.chdir(tmp_path)  # of a short name, so that the refusal is one line
        app.screen.query_one(Input).value = "home"
        await press(pilot, "enter")
        await seen(pilot, "is a folder")


async def test_a_library_that_can_no_longer_be_written_is_told_and_the_reader_goes_on(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            await press(pilot, "V", "t", "x", "enter")
            await seen(pilot, "space left on device")
        await press(pilot, "t", "y", "enter")
        assert [mark.tags for mark in library.annotations.of(station)] == [("y",)]


async def test_the_notes_pane_leads_to_the_words(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="一")
    mark = library.annotations.annotate_quote(station, "油菜花", note="二")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "G", "enter")
        assert reading(app).has_focus
        assert reading(app).cursor == mark.start


async def test_the_tags_pane_puts_tags_on_and_takes_them_off(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "enter")
        assert library.articles.get(station).tags == ("甲",)
        await press(pilot, "enter")
        assert set(library.articles.get(station).tags) == {"甲", "乙"}


async def test_an_action_can_be_found_by_name_in_the_palette(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "ctrl+p", *"star this")
        await seen(pilot, "Star this article")
        await press(pilot, "enter")
        await seen(pilot, "✶")
        assert library.articles.get(station).starred


async def test_in_a_terminal_too_small_keys_still_work(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=(20, 5)) as pilot:
        await press(pilot, "j", "j", "q")
        assert not app.is_running


async def test_a_full_disk_does_not_stand_in_the_way_of_going_on(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "w")
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", full)
            await press(pilot, "tab")
            await seen(pilot, "space left on device")
        assert tags(app).has_focus


async def test_tags_that_another_process_gave_meanwhile_are_kept(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "t", *"mine")
        with open_library(root_of(library)) as other:
            other.articles.tag(station, ["theirs"])
        await press(pilot, "enter")
        assert set(library.articles.get(station).tags) == {"mine", "theirs"}


async def test_a_mark_never_lands_on_words_that_were_not_seen(library: Library) -> None:
    article, _ = library.articles.add(draft("第一段话。", "第二段话。", origin="/a.txt"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "}", "v", "l")
        with open_library(root_of(library)) as other:
            other.articles.add(draft("天只有这么大。", "第一段话。", "第二段话。", origin="/a.txt"))
        await press(pilot, "enter")
        await seen(pilot, "changed elsewhere")
        assert library.annotations.of(article) == ()


async def test_opening_one_article_leaves_the_others_unread(library: Library, station: str) -> None:
    library.articles.add(draft("第二篇的话。", title="第二篇"))
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "w", "tab")
    assert [row.status for row in library.articles.rows()] == [Status.UNREAD, Status.READING]


async def test_words_of_an_article_are_neither_markup_nor_orders_to_the_terminal(library: Library) -> None:
    article, _ = library.articles.add(draft("[/图片]\x1b]0;owned\x07[red]红[/red]"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t")
        await seen(pilot, "Tag 「[/图片]␛]0;owned␇[red]红[/red]」")
        await press(pilot, "x", "enter")
        await seen(pilot, "Tagged x: 「[/图片]␛]0;owned␇")
        await press(pilot, "c", "escape", "T", "escape")
        assert "\x1b" not in shown(app)


async def test_a_count_does_not_outlive_the_key_it_was_for(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "1", "0", "v", "v", "}")
        assert reading(app).cursor == STATION.blocks[1].start


async def test_correcting_a_paragraph_does_not_move_the_view(library: Library) -> None:
    article, _ = library.articles.add(draft(*[f"这是第{number}段。" for number in range(200)]))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *"100", "G", "B", "k", "enter")
        top = reading(app).scroll_offset.y
        await press(pilot, "u")
        assert reading(app).scroll_offset.y == top


async def test_what_is_pasted_comes_after_what_was_typed(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        for event in [Key("c", "c"), Paste("粘贴的话"), Key("ctrl+s", None)]:
            app.post_message(event)
        await seen(pilot, "Note kept")
        assert library.articles.get(station).note == "粘贴的话"


@pytest.mark.parametrize("lost", [1, 2])
async def test_notes_that_lost_their_words_are_counted_and_placed_by_hand(
    library: Library, lost: int
) -> None:
    article = library.articles.add(draft("山上有一座小庙，庙里住着三个人。", "山下是河。", origin="一"))[0]
    for words in ("小庙", "庙里住着三个人")[:lost]:
        library.annotations.annotate_quote(article, words, note=f"记{words}")
    library.articles.add(draft("山上种菜，挑水。", "山下是河。", origin="一"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, f"{lost} lost")
        await press(pilot, "P")
        await seen(pilot, "Select words first")
        await press(pilot, "j", "j", "v", "l", "P")
        if lost > 1:
            await seen(pilot, "Which note stands here?")
            await press(pilot, "enter")
        await seen(pilot, "Placed on")
        placed = [mark for mark in library.annotations.of(article) if not mark.orphan]
        assert len(placed) == 1
        assert library.articles.get(article).text[placed[0].start : placed[0].end] == placed[0].exact
        assert reading(app).selection is None


async def test_a_folder_of_many_files_is_imported(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.importing.parallel.PARALLEL_MIN_FILES", 8)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"第{number}篇\n\n这是第{number}篇文章的话。\n", "utf-8")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "No articles yet")
        await press(pilot, "I", *str(folder), "enter")
        await app.workers.wait_for_complete()
        await seen(pilot, "Import: 20 added")
        await seen(pilot, "Articles 20")
        await press(pilot, "ctrl+x")
        await seen(pilot, "There is nothing at work")
        await press(pilot, "u")
        await seen(pilot, "Undone: import 20 files")
    assert library.articles.is_empty()


async def test_a_tag_is_found_by_its_pinyin_initials(library: Library, station: str) -> None:
    library.articles.tag(station, ["金融服务", "重庆"])
    library.articles.untag(station, ["金融服务", "重庆"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "t", *"jrfw", "enter")
        await seen(pilot, "Tagged 金融服务")
        await press(pilot, ")", "V", ".")
        assert [mark.tags for mark in library.annotations.of(station)] == [("金融服务",), ("金融服务",)]


async def test_a_pinned_digit_tags_the_selection_in_two_keys(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "p", "7")
        await seen(pilot, "服务 is pinned to 7")
        await press(pilot, "shift+tab", "}", "V", "7")
        await seen(pilot, "Tagged 服务")
        await press(pilot, "tab", "p", "7")
        await seen(pilot, "pinned to no digit")


async def test_the_selected_words_become_a_tag(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "i", "i")
        await seen(pilot, "Tagged 列车")
        (mark,) = library.annotations.of(station)
        assert (mark.exact, mark.tags) == ("列车", ("列车",))


async def test_a_tag_is_renamed_merged_and_deleted_in_its_pane(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲", "乙"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "G", "r", "2", "enter")
        await seen(pilot, "Renamed in 1 article")
        assert set(library.articles.get(station).tags) == {"乙", "甲2"}
        await press(pilot, "g", "g", "m", *"jia", "enter")
        await seen(pilot, "Merged into 甲2")
        assert library.articles.get(station).tags == ("甲2",)
        await press(pilot, "g", "g", "x")
        await seen(pilot, "Take it off in 1 article")
        await press(pilot, "j", "enter")
        await seen(pilot, "Deleted, in 1 article")
        assert library.articles.get(station).tags == ()
        await press(pilot, "u", "u", "u")
        assert set(library.articles.get(station).tags) == {"甲", "乙"}


async def test_words_are_tagged_wherever_they_stand_in_one_step(library: Library) -> None:
    here, _ = library.articles.add(draft("银行开门，银行关门。", title="甲"))
    there, _ = library.articles.add(draft("銀行在東邊。", title="乙"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "A")
        await seen(pilot, "in 3 places")
        await press(pilot, "a", "enter", *"place", "enter")
        await seen(pilot, "Tagged 3 of 3 places")
        assert [len(library.annotations.of(article)) for article in (here, there)] == [2, 1]
        await press(pilot, "u")
        assert [len(library.annotations.of(article)) for article in (here, there)] == [0, 0]


async def test_the_places_of_this_article_alone_are_tagged_when_that_is_chosen(library: Library) -> None:
    here, _ = library.articles.add(draft("大数据来了，“大”数据走了。", title="甲"))
    there, _ = library.articles.add(draft("大數據在東邊。", title="乙"))
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "l", "A")
        await seen(pilot, "in 3 places of the library")
        await press(pilot, "a", "w")
        await seen(pilot, "in 2 places of this article")
        await press(pilot, "space", "enter", *"place", "enter")
        await seen(pilot, "Tagged 1 of 1 places")
    assert [mark.exact for mark in library.annotations.of(here)] == ["大”数据"]
    assert library.annotations.of(there) == ()


async def test_tags_in_use_on_the_article_are_offered_before_others(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("另一篇。", title="别处"))
    library.articles.tag(other, ["常用"])
    library.annotations.annotate_quote(other, "另一篇", tags=["常用"])
    library.annotations.annotate_quote(station, "列车", tags=["这里用"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", ")", "V", "t", "enter")
        await seen(pilot, "Tagged 这里用")


async def test_all_notes_of_the_library_are_found_and_gone_to(library: Library) -> None:
    here, _ = library.articles.add(draft("银行开门。", title="甲"))
    there, _ = library.articles.add(draft("邮路很长。", title="乙"))
    library.annotations.annotate_quote(here, "开门", note="早上")
    library.annotations.annotate_quote(there, "很长", note="二十里")
    app = reader(library, article=here)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "N")
        await seen(pilot, "All notes 2, newest first")
        await press(pilot, *"二十")
        await seen(pilot, "All notes 1")
        await press(pilot, "enter")
        assert article_shown(app) == there
        assert reading(app).has_focus
        assert reading(app).article is not None
        assert library.articles.get(there).text[reading(app).cursor :].startswith("很长")
        await press(pilot, "ctrl+o")
        assert article_shown(app) == here
