"""Notes written in the notes pane, next to the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App
from textual.events import Paste
from textual.geometry import Offset
from textual.pilot import Pilot

from store.errors import LibraryUnavailable
from store.library import Library
from store.model.note_draft import StoredDraft
from tests.conftest import draft
from tests.lengths import by_length
from tests.tui.reader import (
    NARROW,
    WIDE,
    article_shown,
    happened,
    notes,
    press,
    reader,
    reading,
    seen,
    settled,
    shown,
    tags,
)
from tui.dialogs.note import NoteDialog
from tui.note_editing import editor as note_editor
from tui.note_editing.editor import NoteEditor
from tui.unsaved_notes import unsaved_notes

pytestmark = pytest.mark.asyncio

TO_NOTES = ("tab", "tab", "tab")
"""Keys that lead from the articles pane to the notes pane."""

MEDIUM = (120, 40)
"""A terminal in which the reading pane is next to either the articles or the notes."""


def editor(app: App[None]) -> NoteEditor:
    """Return the editor in the notes pane."""
    return app.screen_stack[0].query_one(NoteEditor)


def drafts(library: Library) -> list[StoredDraft]:
    """Return the drafts on disk."""
    return library.drafts.stored()


@pytest.fixture
def both_libraries(library: Library, another: Library) -> tuple[Library, Library]:
    """Return the library as opened by the reader and by another process."""
    return library, another


async def note_saved(pilot: Pilot[None]) -> None:
    """Wait until the note is saved."""
    await seen(pilot, "Note saved")


@pytest.mark.long
@pytest.mark.parametrize(
    "size",
    by_length(short=[NARROW, WIDE], long=[NARROW, MEDIUM, WIDE]),
    ids=lambda size: "x".join(map(str, size)),
)
async def test_a_note_is_written_in_the_notes_pane_at_any_width(
    library: Library, station: str, size: tuple[int, int]
) -> None:
    mark = library.annotations.annotate_quote(station, "油菜花", note="花期")
    app = reader(library)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, *TO_NOTES, "j", "c", *"在三月")
        await seen(pilot, "Note on 「油菜花」")
        assert len(app.screen_stack) == 1
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert [each.note for each in library.annotations.of(station)] == ["花期在三月"]
        assert app.screen.focused is notes(app)
        assert notes(app).highlighted == 0
        assert not app.screen.query(NoteEditor)
    assert mark.note == "花期"


@pytest.mark.long
async def test_the_text_stays_visible_while_a_note_is_written(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "油菜花", note="花期")
    app = reader(library)
    async with app.run_test(notifications=True, size=MEDIUM) as pilot:
        await press(pilot, *TO_NOTES, "j", "c")
        await seen(pilot, "Note on 「油菜花」")
        assert "站长在月台上种了一排油菜花" in shown(app)


@pytest.mark.long
async def test_c_in_the_reading_pane_opens_the_editor_in_a_visible_notes_pane(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "c", *"two minutes", "ctrl+s")
        await note_saved(pilot)
        assert [mark.note for mark in library.annotations.of(station)] == ["two minutes"]
        assert app.screen.focused is reading(app)
        assert reading(app).selection is None


@pytest.mark.long
async def test_c_in_the_reading_pane_opens_a_dialog_if_the_notes_pane_is_hidden(
    library: Library, station: str
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=MEDIUM) as pilot:
        await press(pilot, "}", "V", "c", *"two")
        assert isinstance(app.screen, NoteDialog)
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert [mark.note for mark in library.annotations.of(station)] == ["two"]


@pytest.mark.long
async def test_keys_typed_in_the_editor_never_run_commands(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="kept")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(
            pilot, "g", "S", *TO_NOTES, "j", "c", "enter", *"q?u3zgg:x<", "ctrl+r", "ctrl+x", "ctrl+z"
        )
        assert app.is_running
        assert editor(app).text == "kept\nq?u3zgg:x<"
        assert library.articles.rows()[0].starred
        assert len(library.annotations.of(station)) == 1


@pytest.mark.long
async def test_the_editor_has_its_own_undo_and_redo(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"好的", "ctrl+z")
        assert editor(app).text == ""
        await press(pilot, "ctrl+r")
        assert editor(app).text == "好的"
        await press(pilot, "ctrl+z", "ctrl+y", "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "好的"


@pytest.mark.long
async def test_the_footer_shows_the_keys_of_the_editor_while_writing(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, *TO_NOTES, "c")
        await seen(pilot, "ctrl+s Save")
        line = shown(app).splitlines()[-1]
        assert "esc Leave" in line
        assert "tab Pane" in line
        assert "q Back" not in line
        await press(pilot, "escape")
        await seen(pilot, "c Edit")


@pytest.mark.long
async def test_escape_asks_before_it_discards_an_unsaved_note(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"begun")
        editor(app).save_draft()
        assert [each.text for each in drafts(library)] == ["begun"]
        await press(pilot, "escape")
        await seen(pilot, "Not saved yet")
        await press(pilot, "!")
        assert "Not saved yet" not in shown(app)
        await press(pilot, "escape", "escape")
        await seen(pilot, "c Edit")
        assert library.articles.get(station).note == ""
        assert drafts(library) == []


@pytest.mark.long
async def test_a_note_that_cannot_be_saved_stays_in_the_editor_with_the_reason(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "j", "c", *" mine")
        another.annotations.edit(station, mark.id, note="theirs")
        editor(app).save_draft()
        await press(pilot, "ctrl+s")
        await seen(pilot, "was changed")
        assert app.screen.focused is editor(app)
        assert editor(app).text == "one mine"
        assert library.annotations.of(station)[0].note == "theirs"
        assert [each.text for each in drafts(library)] == ["one mine"]


@pytest.mark.long
@pytest.mark.parametrize(
    "size", by_length(short=[WIDE], long=[NARROW, WIDE]), ids=lambda size: "x".join(map(str, size))
)
@pytest.mark.parametrize(
    ("subject", "place"),
    [("article", "pane"), ("annotation", "pane"), ("article", "dialog"), ("annotation", "dialog")],
)
async def test_saving_twice_merges_a_note_that_was_changed_elsewhere(
    both_libraries: tuple[Library, Library], station: str, subject: str, place: str, size: tuple[int, int]
) -> None:
    library, another = both_libraries
    library.articles.write_note(station, "one")
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    keys = {
        ("article", "pane"): [*TO_NOTES, "c"],
        ("annotation", "pane"): [*TO_NOTES, "j", "c"],
        ("article", "dialog"): ["f5", "enter", "c"],
        ("annotation", "dialog"): ["f5", "enter", "]", "a", "c"],
    }[subject, place]
    async with app.run_test(notifications=True, size=size) as pilot:
        if size == NARROW:
            keys = [key for key in keys if key != "f5"]
        await press(pilot, *keys, *" mine")
        if subject == "article":
            another.articles.write_note(station, "theirs")
        else:
            another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        await seen(pilot, "was changed")
        assert isinstance(app.screen, NoteDialog) is (place == "dialog")
        assert app.screen.query_one(NoteEditor).text == "one mine"
        await press(pilot, "ctrl+s")
        await seen(pilot, "Both notes saved")
        kept = (
            library.articles.get(station).note
            if subject == "article"
            else library.annotations.of(station)[0].note
        )
        assert kept == "theirs\n———\none mine"
        assert drafts(library) == []
        assert not app.screen.query(NoteEditor)


@pytest.mark.long
@pytest.mark.parametrize("subject", ["article", "annotation"])
async def test_saving_twice_says_that_one_note_was_saved_if_the_other_was_undone_meanwhile(
    library: Library, another: Library, station: str, subject: str
) -> None:
    library.articles.write_note(station, "one")
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, *(["c"] if subject == "article" else ["j", "c"]), *" mine")
        if subject == "article":
            another.articles.write_note(station, "theirs")
        else:
            another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        await seen(pilot, "was changed")
        another.undo()
        await press(pilot, "ctrl+s")
        await seen(pilot, "Note saved")
    kept = (
        library.articles.get(station).note
        if subject == "article"
        else library.annotations.of(station)[0].note
    )
    assert kept == "one mine"


@pytest.mark.long
async def test_escape_after_a_conflict_discards_ones_own_note(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *" mine")
        another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        await seen(pilot, "was changed")
        await press(pilot, "escape")
        await seen(pilot, "c Edit")
        assert library.annotations.of(station)[0].note == "theirs"
        assert drafts(library) == []


@pytest.mark.long
async def test_tags_added_elsewhere_do_not_conflict_with_a_note(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *" mine")
        another.annotations.edit(station, mark.id, tags=["铁路"])
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        (now,) = library.annotations.of(station)
        assert (now.note, now.tags) == ("one mine", ("铁路",))


@pytest.mark.long
@pytest.mark.parametrize("gone", ["article", "annotation"])
@pytest.mark.parametrize("size", [MEDIUM, WIDE], ids=["dialog", "pane"])
async def test_a_note_on_a_deleted_target_can_be_copied_and_saved_once_it_is_restored(
    library: Library, another: Library, station: str, gone: str, size: tuple[int, int]
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, "]", "a", "c", *" mine")
        if gone == "article":
            another.articles.remove([station])
        else:
            another.annotations.delete(station, mark.id)
        await press(pilot, "ctrl+s")
        await seen(pilot, "any more")
        written = app.screen.query_one(NoteEditor)
        assert written.text == "one mine"
        assert [each.text for each in drafts(library)] == ["one mine"]
        assert app.clipboard == ""
        await press(pilot, "ctrl+s")
        await seen(pilot, "is copied")
        assert app.clipboard == "one mine"
        assert app.screen.query_one(NoteEditor).text == "one mine"
        another.undo()
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert library.annotations.of(station)[0].note == "one mine"
        assert drafts(library) == []


@pytest.mark.long
async def test_quitting_merges_a_note_that_was_changed_elsewhere(
    library: Library, another: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"mine")
        another.articles.write_note(station, "theirs")
        await press(pilot, "ctrl+q")
    assert library.articles.get(station).note == "theirs\n———\nmine"
    assert drafts(library) == []


@pytest.mark.long
async def test_an_emptied_note_stays_empty_after_a_conflict(
    library: Library, another: Library, station: str
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="one")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "j", "c", "ctrl+u")
        another.annotations.edit(station, mark.id, note="theirs")
        await press(pilot, "ctrl+s")
        await seen(pilot, "was changed")
        assert editor(app).text == ""


@pytest.mark.long
async def test_an_unsaved_note_is_autosaved_as_a_draft(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_editor, "AUTOSAVE_INTERVAL", 0.03)
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"自动")
        await happened(pilot, lambda: [each.text for each in drafts(library)] == ["自动"])
        assert library.articles.get(station).note == ""


@pytest.mark.long
async def test_tab_leaves_the_editor_without_discarding_the_note(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, *TO_NOTES, "c", *"begun", "tab")
        await seen(pilot, "Articles")
        assert "begun" not in shown(app)
        await press(pilot, "shift+tab", *" again")
        await seen(pilot, "begun again")
        await press(pilot, "shift+tab")
        assert app.screen.focused is notes(app)
        await press(pilot, "c", *" and on", "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "begun again and on"


@pytest.mark.long
async def test_only_one_note_is_edited_at_a_time(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="one")
    library.annotations.annotate_quote(station, "油菜花", note="two")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"!", "shift+tab", "j", "c")
        await seen(pilot, "Another note is being written")
        assert app.screen.focused is editor(app)
        assert editor(app).text == "one!"


@pytest.mark.long
async def test_a_note_is_saved_to_the_article_it_was_started_on(library: Library, station: str) -> None:
    other, _ = library.articles.add(draft("磨坊停了很多年。", title="河边的磨坊"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await settled(pilot)
        assert article_shown(app) == other
        await press(pilot, *TO_NOTES, "c", *"mill", "tab", "j")
        assert article_shown(app) == station
        await press(pilot, "shift+tab", "ctrl+s")
        await note_saved(pilot)
        assert (library.articles.get(other).note, library.articles.get(station).note) == ("mill", "")


@pytest.mark.long
async def test_quitting_saves_the_note_being_written(library: Library, station: str) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"last words", "ctrl+q")
    assert library.articles.get(station).note == "last words"
    assert drafts(library) == []


@pytest.mark.long
async def test_the_terminal_cursor_follows_the_editor_cursor(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="宽的字")
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, *TO_NOTES, "j", "c")
        await seen(pilot, "Note on")
        await settled(pilot)
        left, top = editor(app).content_region.offset
        assert app.cursor_position == (left + 6, top)
        await press(pilot, *"再a")
        assert app.cursor_position == (left + 9, top)
        await pilot.resize_terminal(*MEDIUM)
        await settled(pilot)
        moved = editor(app).content_region.offset
        assert moved != (left, top)
        assert app.cursor_position == moved + Offset(9, 0)


@pytest.mark.long
async def test_pasted_text_is_split_into_lines_without_control_characters(
    library: Library, station: str
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c")
        app.post_message(Paste("一行\r\n二行\r三\x1b[31m行\x07"))
        await settled(pilot)
        await press(pilot, *"完")
        assert editor(app).text == "一行\n二行\n三[31m行完"
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "一行\n二行\n三[31m行完"


@pytest.mark.long
async def test_a_click_places_the_cursor_in_the_note(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="宽的字")
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "j", "c", "tab")
        padding = editor(app).styles.padding.left
        await pilot.click(NoteEditor, offset=(padding + 2, 0))
        await press(pilot, "大")
        assert editor(app).text == "宽大的字"
        await pilot.click(tags(app))
        await settled(pilot)
        assert app.screen.focused is tags(app)


@pytest.mark.long
async def test_markup_in_a_title_is_shown_literally(library: Library) -> None:
    library.articles.add(draft("一。", title="[red]山[/red]"))
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c")
        await seen(pilot, "Note on 「[red]山[/red]」")


@pytest.mark.long
async def test_links_are_suggested_in_the_notes_pane(library: Library, station: str) -> None:
    library.articles.tag(station, ["时间/晚上"])
    app = reader(library)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, *TO_NOTES, "c", *"[[sjws")
        await seen(pilot, "#时间/晚上")
        await press(pilot, "tab")
        assert app.screen.focused is editor(app)
        assert editor(app).text == "[[#时间/晚上]]"
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "[[#时间/晚上]]"


def refuse(*_: object, **__: object) -> None:
    raise LibraryUnavailable("The library is read-only.")


@pytest.mark.long
@pytest.mark.parametrize("size", [MEDIUM, WIDE], ids=["dialog", "pane"])
async def test_what_is_written_in_a_library_that_cannot_be_written_is_kept_in_a_file_that_is_told(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=size) as pilot:
        await press(pilot, "g", "g", "c", *"mine")
        with monkeypatch.context() as patched:
            patched.setattr(library.drafts, "keep", refuse)
            patched.setattr(library.articles, "write_note", refuse)
            app.screen.query_one(NoteEditor).save_draft()
            await seen(pilot, "What you write is kept in")
            (kept,) = unsaved_notes()
            assert kept.text == "mine"
            await press(pilot, "!", "ctrl+s")
            await seen(pilot, "It is kept")
            assert [note.text for note in unsaved_notes()] == ["mine!"]
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "mine!"
        assert unsaved_notes() == []


@pytest.mark.long
async def test_quitting_tells_where_a_note_is_that_cannot_be_saved(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = reader(library)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, *TO_NOTES, "c", *"mine")
        monkeypatch.setattr(library.drafts, "keep", refuse)
        monkeypatch.setattr(library.articles, "write_note", refuse)
        await press(pilot, "ctrl+q")
    (kept,) = unsaved_notes()
    assert kept.text == "mine"
    said = "".join(capsys.readouterr().err.split())
    assert "yournotecouldnotbesaved" in said
    assert kept.where in said


@pytest.mark.long
async def test_a_note_that_can_be_kept_nowhere_is_said_to_be_only_on_the_screen(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=MEDIUM) as pilot:
        await press(pilot, "g", "g", "c", *"mine")
        with monkeypatch.context() as patched:
            patched.setattr("tui.unsaved_notes.unsaved_folder", lambda: tmp_path / "file")
            patched.setattr(library.drafts, "keep", refuse)
            patched.setattr(library.articles, "write_note", refuse)
            await press(pilot, "ctrl+s")
            await seen(pilot, "It is kept nowhere else: copy it.")
        await press(pilot, "ctrl+s")
        await note_saved(pilot)
        assert library.articles.get(station).note == "mine"
