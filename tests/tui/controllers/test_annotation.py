"""Annotations by keys: tagged, deleted, placed again."""

from __future__ import annotations

import pytest

from store.library import Library, open_library
from store.library.team.permissions import Permissions
from tests.conftest import draft, root_of
from tests.tui.reader import WIDE, press, reader, reading, seen, shown
from tui.note_editing.editor import NoteEditor

pytestmark = pytest.mark.asyncio


@pytest.mark.long
async def test_a_tagged_selection_is_on_disk_when_the_confirmation_appears(
    library: Library, another: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "}", "v", "l", "t", *"kaitou", "enter")
        await seen(pilot, "Tagged kaitou")
        (mark,) = another.annotations.of(station)
        assert (mark.exact, mark.tags) == ("列车", ("kaitou",))
        assert reading(app).selection is None


@pytest.mark.long
async def test_tagging_without_a_selection_tags_the_article(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "t", *"tielu", "enter")
        assert library.articles.get(station).tags == ("tielu",)
        assert "#tielu" in shown(app)


async def test_the_selected_words_can_become_a_tag(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "v", "l", "i", "i")
        await seen(pilot, "Tagged 列车")
        (mark,) = library.annotations.of(station)
        assert (mark.exact, mark.tags) == ("列车", ("列车",))


@pytest.mark.long
async def test_a_pinned_digit_tags_the_selection(library: Library, station: str) -> None:
    library.articles.tag(station, ["服务"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "p", "7")
        await seen(pilot, "Pinned 服务 to 7")
        await press(pilot, "shift+tab", "}", "V", "7")
        await seen(pilot, "Tagged 服务")
        await press(pilot, "tab", "p", "7")
        await seen(pilot, "Unpinned 服务")


@pytest.mark.long
async def test_x_deletes_only_an_annotation_under_the_cursor(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "enter", "x")
        assert len(library.annotations.of(station)) == 1
        await press(pilot, "]", "a", "x")
        assert library.annotations.of(station) == ()


async def test_annotating_fails_when_the_text_was_changed_elsewhere(library: Library) -> None:
    article, _ = library.articles.add(draft("第一段话。", "第二段话。", origin="/a.txt"))
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "}", "v", "l")
        with open_library(root_of(library)) as other:
            other.articles.add(draft("天只有这么大。", "第一段话。", "第二段话。", origin="/a.txt"))
        await press(pilot, "enter")
        await seen(pilot, "changed elsewhere")
        assert library.annotations.of(article) == ()


@pytest.mark.long
@pytest.mark.parametrize("lost", [1, 2])
async def test_orphaned_notes_are_counted_and_can_be_placed_by_hand(library: Library, lost: int) -> None:
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
            await seen(pilot, "Which note belongs here?")
            await press(pilot, "enter")
        await seen(pilot, "Placed on")
        placed = [mark for mark in library.annotations.of(article) if not mark.orphan]
        assert len(placed) == 1
        assert library.articles.get(article).text[placed[0].start : placed[0].end] == placed[0].exact
        assert reading(app).selection is None


@pytest.mark.long
async def test_annotations_on_changed_words_are_found_and_confirmed(library: Library) -> None:
    old = draft("山上有一座很旧的小庙，庙里住着几个人。", "山下是河，河上有桥，桥边有树。", origin="一")
    article = library.articles.add(old)[0]
    library.annotations.annotate_quote(article, "山上有一座很旧的小庙")
    library.annotations.annotate_quote(article, "山下是河，河上有桥", note="看桥")
    new = draft("山上有一座很老的小庙，庙里住着几个人。", "山下是河，河上架桥，桥边有树。", origin="一")
    library.articles.add(new)
    app = reader(library, article=article)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "2 changed")
        await seen(pilot, "was 「山上有一座很旧的小庙」")
        await press(pilot, "G", "[", "m")
        assert reading(app).cursor == library.articles.get(article).text.index("山下")
        await press(pilot, "g", "c")
        await seen(pilot, "Confirmed on")
        await seen(pilot, "1 changed")
        await press(pilot, "g", "c")
        await seen(pilot, "Nothing to confirm")
        await press(pilot, "[", "m")
        assert reading(app).cursor == library.articles.get(article).text.index("山上")
        await press(pilot, "u")
        await seen(pilot, "2 changed")
        await press(pilot, "f5")
        assert [each.former for each in library.annotations.of(article)] == [
            "山上有一座很旧的小庙",
            "山下是河，河上有桥",
        ]


@pytest.mark.long
async def test_what_a_server_would_refuse_is_said_before_a_note_is_written(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = library.annotations.annotate_quote(station, "列车")
    monkeypatch.setattr(Permissions, "_is_limited", True)
    monkeypatch.setattr(library.permissions, "_creator", "somebody")
    app = reader(library, article=station, annotation=made.id)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "c")
        await seen(pilot, "Only tester and managers change the annotation on 「列车」")
        assert not app.screen.query(NoteEditor)
        await press(pilot, "t")
        assert len(app.screen_stack) == 1
        await press(pilot, "shift+tab", "c")
        await seen(pilot, "Only managers write notes on articles here")
        assert not app.screen.query(NoteEditor)
