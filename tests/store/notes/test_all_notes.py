from __future__ import annotations

import pytest

from store.library import Library
from store.notes.all_notes import combine_versions, notes
from tests.conftest import draft, root_of
from tui.cli import run


@pytest.fixture
def noted(library: Library) -> Library:
    first, _ = library.articles.add(draft("山里的邮路很长。", title="甲"))
    library.articles.write_note(first, "整篇")
    library.annotations.annotate_quote(first, "邮路", tags=["地方/路"], note="二十里")
    library.annotations.annotate_quote(first, "山里", tags=["地方"])
    second, _ = library.articles.add(draft("銀行在東邊。", title="乙"))
    library.annotations.annotate_quote(second, "銀行", tags=["机构"], note="問一問")
    return library


def found(library: Library, *query: str, **how: object) -> set[str]:
    return {note.note for note in notes(library, *query, **how)}  # type: ignore[arg-type]


def test_notes_are_found_by_text_quote_and_tag(noted: Library) -> None:
    assert found(noted) == {"整篇", "二十里", "問一問"}
    assert found(noted, "问一问") == {"問一問"}
    assert found(noted, "银行") == {"問一問"}
    assert found(noted, "路") == {"二十里"}
    assert found(noted, tags=["地方"]) == {"二十里"}
    assert found(noted, creator="tester") == {"二十里", "問一問"}
    assert found(noted, creator="nobody") == set()


def test_notes_can_be_sorted_newest_first(noted: Library) -> None:
    assert [note.note for note in notes(noted, newest_first=True)] == ["問一問", "二十里", "整篇"]


def test_the_command_prints_notes(noted: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["notes", "里", "--library", str(root_of(noted))]) == 0
    assert "「邮路」\n  二十里" in capsys.readouterr().out
    assert run(["notes", "--json", "--newest", "--library", str(root_of(noted))]) == 0
    assert capsys.readouterr().out.count("\n") == 3


def test_the_command_filters_questions_and_tasks(noted: Library, capsys: pytest.CaptureFixture[str]) -> None:
    article = noted.articles.rows()[0].id
    noted.annotations.annotate_quote(article, "東邊", note="？哪一边")
    noted.articles.write_note(article, "- [ ] 问")
    for option, found in (("--questions", "？哪一边"), ("--todos", "- [ ] 问")):
        assert run(["notes", option, "--library", str(root_of(noted))]) == 0
        printed = capsys.readouterr().out
        assert found in printed
        assert "二十里" not in printed
    assert run(["notes", "--todos", "--questions", "--json", "--library", str(root_of(noted))]) == 0
    assert capsys.readouterr().out.count("\n") == 2


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"),
    [
        ("theirs", "mine", "theirs\n———\nmine"),
        ("before", "mine", "mine"),
        ("theirs", "before", "theirs"),
        ("same", "same", "same"),
        ("", "mine", "mine"),
        ("theirs", " ", "theirs"),
        ("two\nlines\n", "\nmine", "two\nlines\n———\nmine"),
    ],
)
def test_versions_are_combined_unless_one_is_blank_or_unchanged(theirs: str, mine: str, kept: str) -> None:
    assert combine_versions("before", theirs, mine) == kept
