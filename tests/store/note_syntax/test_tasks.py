"""Tasks and questions in notes: finding, toggling and filtering them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.library import Library, open_library
from store.model.annotation import Motivation
from store.note_syntax.tasks import find_tasks, has_open_task, toggle_task
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
def test_task_list_items_and_todo_lines_are_tasks(note: str, found: list[tuple[str, bool]]) -> None:
    assert [(task.words, task.done) for task in find_tasks(note)] == found


def test_toggling_completes_the_first_open_task_or_reopens_the_last() -> None:
    note = "记\n- [x] 一\n  - [ ] 二\nTODO: 三"
    states = []
    for _ in range(4):
        again = toggle_task(note)
        assert again is not None
        note, task = again
        states.append((task.words, task.done))
    assert states == [("二", True), ("三", True), ("三", False), ("三", True)]
    assert note == "记\n- [x] 一\n  - [x] 二\n- [x] 三"
    assert toggle_task("没有") is None


@given(st.text("-*+ []xX1.\nTODO待办：　`~字", max_size=80))
def test_toggling_changes_exactly_one_task(note: str) -> None:
    before, again = find_tasks(note), toggle_task(note)
    assert (again is None) == (not before)
    if again is not None:
        after = find_tasks(again[0])
        assert len(after) == len(before)
        changed = [
            (one.done, two.done) for one, two in zip(before, after, strict=True) if one.done != two.done
        ]
        assert changed == [(not again[1].done, again[1].done)]
        assert has_open_task(again[0]) == any(not task.done for task in after)


def test_a_note_that_begins_with_a_question_mark_is_a_question(library: Library, station: str) -> None:
    question = library.annotations.annotate_quote(station, "列车", note="？停多久")
    comment = library.annotations.annotate_quote(station, "站长", note="停多久？")
    assert question.kind is Motivation.QUESTIONING
    assert comment.kind is Motivation.COMMENTING
    assert library.annotations.edit(station, comment.id, note="? 停多久").kind is Motivation.QUESTIONING
    assert library.annotations.edit(station, question.id, note="").kind is Motivation.HIGHLIGHTING
    with open_library(root_of(library)) as again:
        assert {mark.note for mark in again.annotations.of(station)} == {"", "? 停多久"}


def test_notes_are_filtered_by_questions_and_open_tasks(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="？停多久")
    library.annotations.annotate_quote(station, "站长", note="- [x] 问他")
    library.annotations.annotate_quote(station, "油菜花", note="看\n- [x] 花\n- [ ] 叶")
    library.articles.write_note(station, "?TODO\nTODO")

    def filtered(*kinds: NoteKind) -> set[str]:
        return {note.note for note in notes(library, kinds=kinds)}

    assert filtered(NoteKind.QUESTION) == {"？停多久", "?TODO\nTODO"}
    assert filtered(NoteKind.TODO) == {"看\n- [x] 花\n- [ ] 叶", "?TODO\nTODO"}
    assert len(filtered(*NoteKind)) == 3
    assert len(filtered()) == 4
