"""The keys of the reading pane, tested by their effect on the screen of a terminal."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from wcwidth import wcwidth

from store.library import open_library
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_annotations import new_annotation
from tests.lengths import by_length
from tests.terminal.screen import Terminal
from tui.cli import run

PARTS = [
    (BlockKind.TITLE, "山里的邮路"),
    (BlockKind.PARAGRAPH, "Every day she 走二十里山路。把信送到最后一户人家，然后回来。"),
    (BlockKind.HEADING, "雨天"),
    (BlockKind.PARAGRAPH, "雨天的时候，“她把邮包（很重）裹在雨衣里面”，自己淋得透湿。"),
    (BlockKind.HEADING, "银行"),
    *((BlockKind.PARAGRAPH, f"第{number}封信写给山那边的人。信很短。") for number in range(1, 60)),
]
TEXT, BLOCKS = join_blocks(PARTS)


@pytest.fixture
def article(root: Path) -> str:
    with open_library(root, creator="tester") as library:
        made, _ = library.articles.add(Draft(text=TEXT, blocks=BLOCKS, title=PARTS[0][1]))
        library.annotations.annotate_quote(made, "最后一户人家", tags=["地方"], note="在山那边")
        library.annotations.annotate_quote(made, "一户人家", tags=["人物"])
        library.annotations.annotate_quote(made, "裹在雨衣里面", tags=["衣物"])
    return made


@pytest.fixture
def opened(root: Path, article: str) -> Iterator[Terminal]:
    terminal = Terminal("--library", str(root), "read", article)
    terminal.see_at_cursor("山里的邮路")
    yield terminal
    terminal.kill()


MOTIONS = {
    "characters and lines": {
        "j": "Every", "jk": "山里", "ll": "的邮路", "llh": "里的", "}$": "人", "}$0": "Every",
    },
    "words and sentences": {
        "}w": "day she", "}wwb": "day she", "}e": "y day", "}2w": "she", "})": "把信", "})(": "Every",
    },
    "paragraphs, headings, annotations": {
        "}}": "雨天", "}}{": "Every", "]]": "雨天", "]]]]": "银行", "G[[": "银行", "6G": "第1封",
        "]a": "最后一户", "2]a": "一户", "G[a": "裹在",
    },
    "far": {"G": "。", "Ggg": "山里", "G''": "山里", "jG\x0f": "Every", "jG\x0f]o": "。", "}lmaG'a": "very"},
    "letters": {
        "}fr": "ry day", "}fx": "信送", "}}}fy": "邮包", "}}}fy;": "雨衣", "}}}fy;,": "邮包",
        "}}}Fx": "信送", "}}}f（%": "）裹", "}}}%": "”，自己",
    },
    "finds": {
        "/最后\r": "最后一户", "/雨\rn": "雨天的", "/雨\rnN": "雨天", "/youbao\r": "邮包",
        "/re:第1.封\r": "第10封", "/郵包\r": "邮包",
        "/没有的词\r": "山里", "]]*": "雨天的",
    },
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("kind", by_length(short=[*MOTIONS][::4], long=[*MOTIONS]))
def test_motions_move_the_cursor(opened: Terminal, kind: str) -> None:
    for keys, expected in MOTIONS[kind].items():
        opened.press("gg")
        opened.see_at_cursor("山里的邮路")
        opened.press(keys)
        opened.see_at_cursor(expected)


@pytest.mark.long
def test_scrolling_and_screen_motions(opened: Terminal) -> None:
    opened.press("L")
    opened.see_at_cursor("第")
    low = opened.text_from_cursor
    opened.press("H")
    opened.see_at_cursor("山里的邮路")
    opened.press("M")
    opened.see_cursor_leave("山里")
    assert (
        opened.text.index("山里的邮路")
        < opened.text.index(opened.text_from_cursor.rstrip(" │"))
        < opened.text.index(low)
    )
    opened.press("gg", " ")
    opened.see_no("雨天")
    opened.press("ctrl+b")
    opened.see("雨天")
    opened.press("50%")
    opened.see("50%")
    opened.press("G")
    opened.see("第59封")
    opened.press("ctrl+u")
    opened.see_no("100%")


@pytest.mark.long
def test_a_selection_grows_shrinks_and_swaps_its_ends(opened: Terminal) -> None:
    opened.press("})", "i", "c")
    opened.see("11 selected")
    for key, size in [("+", 16), ("+", 37), ("-", 16), ("-", 11)]:
        opened.press(key)
        opened.see(f" {size} selected")
    opened.press("o")
    opened.see_at_cursor("把信")
    opened.press("escape")
    opened.see_no("selected")


@pytest.mark.long
def test_text_objects_and_linewise_selection_of_sentences(opened: Terminal) -> None:
    opened.press("})", "i", "s")
    opened.see("16 selected")
    opened.press("i", "p")
    opened.see("37 selected")
    opened.press("v", "gg", "}", "V")
    opened.see("21 selected")
    opened.press(")")
    opened.see("37 selected")
    opened.press("enter")
    opened.see("Highlighted")


@pytest.mark.long
def test_the_ends_of_an_annotation_are_moved(opened: Terminal, root: Path, article: str) -> None:
    opened.press("3]a", "g", "v")
    opened.see("6 selected")
    opened.press("h", "h", "enter")
    opened.see("Now on 「裹在雨衣」")
    with open_library(root) as library:
        assert library.annotations.of(article)[2].exact == "裹在雨衣"


@pytest.mark.long
def test_overlapping_annotations_can_be_visited_and_opened(opened: Terminal) -> None:
    opened.press("2]a")
    opened.see_at_cursor("一户")
    opened.press("enter")
    opened.see("#人物")
    opened.press("q", "g", "a", "enter")
    opened.see("在山那边")


@pytest.mark.long
def test_a_digit_with_a_selection_is_a_pinned_tag(opened: Terminal) -> None:
    opened.press("}", "V", "3")
    opened.see("No tag is pinned to 3")


@pytest.mark.long
def test_search_matches_are_highlighted_and_counted_while_typing(opened: Terminal) -> None:
    opened.press("/信很短")
    opened.see("1/59")
    opened.wait_for(lambda: opened.background_of("信很短") != opened.background_of("写给山那边"))
    opened.press("x")
    opened.see("not found")
    opened.press("\x7f\r", "n")
    opened.see("2/59")
    opened.see("━")
    opened.press("escape")
    opened.see_no("2/59")


@pytest.mark.long
def test_cancelling_a_search_restores_the_cursor(opened: Terminal) -> None:
    opened.press("/最后")
    opened.see_at_cursor("最后")
    opened.press("escape")
    opened.see_at_cursor("山里")


@pytest.mark.long
def test_an_invalid_regular_expression_shows_an_error(opened: Terminal) -> None:
    opened.press("/re:(\r")
    opened.see("is not a regular expression")


@pytest.mark.long
def test_pinyin_is_shown_above_the_text(opened: Terminal) -> None:
    opened.press("g", "p")
    opened.see("yóulù")
    opened.press("g", "p")
    opened.see_no("yóulù")


@pytest.mark.long
def test_a_word_can_be_looked_up_joined_and_split(opened: Terminal, root: Path) -> None:
    opened.press("K")
    opened.see("in 1 article of the library")
    opened.see("here")
    opened.press("q", "}}}", "v", "lll", "J")
    opened.see_no("selected")
    opened.press("i", "w")
    opened.see("4 selected")
    opened.press("v", "h", "g", "J", "h", "i", "w")
    opened.see("2 selected")
    with open_library(root) as library:
        assert {entry.word for entry in library.dictionary.words()} >= {"雨天的时"}


@pytest.mark.long
def test_text_is_copied_through_the_terminal_with_or_without_a_citation(opened: Terminal) -> None:
    opened.press("})", "y")
    opened.see("Copied 16 characters")
    opened.press("Y")
    opened.see("with their source")
    copied = [
        base64.b64decode(found).decode() for found in re.findall(r"\x1b]52;c;([^\x07\x1b]+)", opened.raw)
    ]
    assert copied[0] == "把信送到最后一户人家，然后回来。"
    assert copied[1].endswith("《山里的邮路》")


@pytest.mark.long
def test_a_note_can_be_written_in_an_external_editor(
    root: Path, article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "written outside\n" >> "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))
    terminal = Terminal("--library", str(root), "read", article)
    try:
        terminal.see_at_cursor("山里的邮路")
        terminal.press("}", "V", "C")
        terminal.see("Note saved")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    finally:
        terminal.kill()
    with open_library(root) as library:
        assert library.annotations.of(article)[0].note == "written outside"


def width_of_wide_terminal(character: str) -> int:
    """Return the cells of a character in a terminal that draws ambiguous ones two cells wide."""
    return 2 if east_asian_width(character) == "A" else wcwidth(character)


@pytest.mark.long
@pytest.mark.parametrize("is_late", [False, True])
def test_rows_line_up_in_a_terminal_with_wide_ambiguous_characters(
    opened: Terminal, monkeypatch: pytest.MonkeyPatch, is_late: bool
) -> None:
    monkeypatch.setattr("pyte.screens.wcwidth", width_of_wide_terminal)
    if is_late:
        opened.see("“")
    opened.report_cursor_column(3)
    opened.see("+-")
    opened.see("“")
    for framed in "╭╮│─":
        opened.see_no(framed)


@pytest.mark.long
def test_a_triple_click_selects_a_sentence_and_a_drag_a_range(opened: Terminal) -> None:
    opened.see("第1封")
    row, column = opened.position_of("把信送到")
    opened.click(row, column, times=3)
    opened.see("16 selected")
    opened.send_mouse(0, row, column)
    opened.send_mouse(32, row, column + 6)
    opened.see("4 selected")
    opened.send_mouse(0, row, column + 6, up=True)


@pytest.mark.long
def test_a_sentence_is_tagged_in_three_keys(opened: Terminal, root: Path, article: str) -> None:
    assert run(["tags", "pin", "地方", "5", "--library", str(root)]) == 0
    opened.press("}", "V", "5")
    opened.see("Tagged 地方")
    opened.press(")", "V", "t", "rw", "enter")
    opened.see("Tagged 人物")


@pytest.mark.long
def test_merging_tags_of_a_thousand_annotations_is_one_undoable_step(
    opened: Terminal, root: Path, article: str
) -> None:
    with open_library(root) as library:
        text = library.articles.get(article).text
        made = [
            new_annotation(text, 70 + number, 72 + number, tags=["旧"], note="", creator="")
            for number in range(1000)
        ]
        library.annotations.put({article: made}, "many")
    opened.press("tab")
    opened.see("旧  1,000")
    opened.press("/", "jiu", "enter", "J")
    opened.see("Merge the tag 旧")
    opened.press("renwu", "enter")
    opened.see("Merged into 人物")
    opened.see("人物  1,001")
    opened.press("u")
    opened.see("旧  1,000")
