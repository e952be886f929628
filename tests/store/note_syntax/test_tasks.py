"""To-dos and questions in notes: found, ticked off, gathered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library, open_library
from store.model.annotation import Motivation
from store.note_syntax.tasks import has_open, ticked, todos_in
from store.notes.all_notes import NoteKind, notes
from tests.conftest import root_of


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("- [ ] 买书", [("买书", False)]),
        ("先说\n  * [x] 买书\n1. [X] 还书\n+ [ ]", [("买书", True), ("还书", True), ("", False)]),
        ("TODO: call\n- TODO 还书", [("call", False), ("还书", False)]),
        ("待办：买书\n　待辦 寄信", [("买书", False), ("寄信", False)]),
        ("TODOS\n- [] x\n-[ ] x\n[ ] x\n- [ ]x\n说 TODO", []),
        ("```\n- [ ] 买书\n```", []),
    ],
)  # fmt: skip
def test_task_lines_are_to_dos(note: str, found: list[tuple[str, bool]]) -> None:
    assert [(todo.words, todo.done) for todo in todos_in(note)] == found


def test_the_first_open_to_do_is_ticked_off_and_when_none_is_open_the_last_is_opened() -> None:
    note = "记\n- [x] 一\n  - [ ] 二\nTODO: 三"
    states = []
    for _ in range(4):
        again = ticked(note)
        assert again is not None
        note, todo = again
        states.append((todo.words, todo.done))
    assert states == [("二", True), ("三", True), ("三", False), ("三", True)]
    assert note == "记\n- [x] 一\n  - [x] 二\n- [x] 三"
    assert ticked("没有") is None


@given(st.text("-*+ []xX1.\nTODO待办：　`~字", max_size=80))
def test_ticking_changes_one_to_do_and_nothing_else(note: str) -> None:
    before, again = todos_in(note), ticked(note)
    assert (again is None) == (not before)
    if again is not None:
        after = todos_in(again[0])
        assert len(after) == len(before)
        changed = [
            (one.done, two.done) for one, two in zip(before, after, strict=True) if one.done != two.done
        ]
        assert changed == [(not again[1].done, again[1].done)]
        assert has_open(again[0]) == any(not todo.done for todo in after)


def test_a_note_that_begins_with_a_question_mark_is_a_question(library: Library, station: str) -> None:
    asked = library.annotations.annotate_quote(station, "列车", note="？停多久")
    told = library.annotations.annotate_quote(station, "站长", note="停多久？")
    assert asked.kind is Motivation.QUESTIONING
    assert told.kind is Motivation.COMMENTING
    assert library.annotations.edit(station, told.id, note="? 停多久").kind is Motivation.QUESTIONING
    assert library.annotations.edit(station, asked.id, note="").kind is Motivation.HIGHLIGHTING
    with open_library(root_of(library)) as again:
        assert {mark.note for mark in again.annotations.of(station)} == {"", "? 停多久"}


def test_questions_and_open_to_dos_are_gathered(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="？停多久")
    library.annotations.annotate_quote(station, "站长", note="- [x] 问他")
    library.annotations.annotate_quote(station, "油菜花", note="看\n- [x] 花\n- [ ] 叶")
    library.articles.write_note(station, "?TODO\nTODO")

    def gathered(*kinds: NoteKind) -> set[str]:
        return {note.note for note in notes(library, kinds=kinds)}

    assert gathered(NoteKind.QUESTION) == {"？停多久", "?TODO\nTODO"}
    assert gathered(NoteKind.TODO) == {"看\n- [x] 花\n- [ ] 叶", "?TODO\nTODO"}
    assert len(gathered(*NoteKind)) == 3
    assert len(gathered()) == 4
