"""Motions and deletions by words in a text area."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset

from store.chinese.words import Segmenter
from tests.tui.reader import happened
from tui.note_editing.word_motions import deletion_end, deletion_start, word_end_after, word_start_before
from tui.note_editing.wrapped_text_area import WrappedTextArea

LINE = "站长在月台上，种了 GDP 25.9！？"
WORDS = ("站长", "在", "月台", "上", "，", "种", "了", " ", "GDP", " ", "25.9", "！", "？")


def spans() -> list[tuple[int, int]]:
    """Return the words of the line, and what is between them."""
    assert "".join(WORDS) == LINE
    found, at = [], 0
    for word in WORDS:
        found.append((at, at + len(word)))
        at += len(word)
    return found


def test_motions_stop_at_words_and_pass_marks_and_spaces() -> None:
    ends, at = [], 0
    while at < len(LINE):
        at = word_end_after(LINE, spans(), at)
        ends.append(LINE[:at])
    assert [end[-2:] for end in ends] == ["站长", "长在", "月台", "台上", "，种", "种了", "DP", ".9", "！？"]
    starts = []
    while at:
        at = word_start_before(LINE, spans(), at)
        starts.append(LINE[at:][:2])
    assert starts == ["25", "GD", "了 ", "种了", "上，", "月台", "在月", "站长"]


def test_deletions_take_a_word_or_a_run_of_marks() -> None:
    line, left = LINE, []
    while line:
        words = [span for span in spans() if span[1] <= len(line)]
        line = line[: deletion_start(line, words, len(line))]
        left.append(line[-2:])
    assert left == [".9", "P ", "了 ", "，种", "上，", "台上", "月台", "长在", "站长", ""]
    at, right = 0, []
    while at < len(LINE):
        at, before = deletion_end(LINE, spans(), at), at
        right.append(LINE[before:at])
    assert right == ["站长", "在", "月台", "上", "，", "种", "了", " GDP", " 25.9", "！？"]


@pytest.mark.parametrize("line", ["", "！", "   "])
def test_a_line_without_words_is_crossed_at_once(line: str) -> None:
    whole = [(0, len(line))] if line else []
    assert word_end_after(line, whole, 0) == len(line)
    assert word_start_before(line, whole, len(line)) == 0
    assert deletion_start(line, whole, len(line)) == 0
    assert deletion_end(line, whole, 0) == len(line)


class _WritingApp(App[None]):
    """An app with a text area, and a segmenter that has not loaded its dictionary."""

    segmenter = Segmenter()

    def compose(self) -> ComposeResult:
        yield WrappedTextArea("好的，three\n春天 two", soft_wrap=True)


@pytest.mark.asyncio
async def test_the_keys_move_and_delete_by_words_and_undo_restores_them() -> None:
    app = _WritingApp()
    async with app.run_test(size=(20, 8)) as pilot:
        area = app.query_one(WrappedTextArea)
        area.move_cursor((0, 0))
        await pilot.press("alt+f", "alt+f", "ctrl+right")
        await happened(pilot, lambda: area.cursor_location == (0, 8))
        await pilot.press("alt+f", "ctrl+right")
        await happened(pilot, lambda: area.cursor_location == (1, 1))
        await pilot.press("alt+b", "ctrl+left", "ctrl+left")
        await happened(pilot, lambda: area.cursor_location == (0, 3))
        await pilot.press("ctrl+w", "ctrl+backspace")
        await happened(pilot, lambda: area.text == "好three\n春天 two")
        await pilot.press("alt+d")
        await happened(pilot, lambda: area.text == "好\n春天 two")
        await pilot.press("ctrl+z")
        await happened(pilot, lambda: area.text == "好的，three\n春天 two")
        area.move_cursor((0, 0))
        await pilot.press("end", "ctrl+k")
        await happened(pilot, lambda: area.text == "好的，three春天 two")


@pytest.mark.asyncio
async def test_deleting_to_the_end_of_a_line_takes_its_last_character() -> None:
    app = _WritingApp()
    async with app.run_test(size=(20, 8)) as pilot:
        area = app.query_one(WrappedTextArea)
        area.text = "春天的小站，油菜花开了，站长说春天来了"
        first = area.wrapped_document.get_offsets(0)[0]
        area.move_cursor((0, 2))
        await pilot.press("ctrl+k")
        await happened(pilot, lambda: area.text == "春天" + "春天的小站，油菜花开了，站长说春天来了"[first:])


@pytest.mark.asyncio
async def test_clicks_and_selections_follow_the_lines_on_the_screen() -> None:
    app = _WritingApp()
    async with app.run_test(size=(20, 8)) as pilot:
        area = app.query_one(WrappedTextArea)
        text = area.text = "春天的小站，油菜花开了，站长说春天来了"
        first, second = area.wrapped_document.get_offsets(0)[:2]
        corner = area.content_region.offset - area.region.offset
        await pilot.click(area, offset=corner + Offset(2, 1))
        await happened(pilot, lambda: area.cursor_location == (0, first + 1))
        await pilot.press("home", "shift+down")
        await happened(pilot, lambda: area.selected_text == text[first:second])
        await pilot.press("up", "end", "shift+home")
        await happened(pilot, lambda: area.selected_text == text[first : second - 1])
