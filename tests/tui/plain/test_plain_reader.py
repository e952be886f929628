"""The plain reader: what each command says and does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import Library
from store.model.article import BlockKind, Draft, Status, join_blocks
from tests.store.library.team.teams import assign, opened, with_team
from tui.plain.reader import EndOfInput, PlainReader

TEXT, BLOCKS = join_blocks(
    [
        (BlockKind.TITLE, "山里的邮路"),
        (BlockKind.BYLINE, "林夏"),
        (BlockKind.PARAGRAPH, "把信送到最后一户人家，然后回来。"),
        (BlockKind.HEADING, "雨天"),
        (BlockKind.PARAGRAPH, "信很短。"),
    ]
)

Session = Callable[..., str]


@pytest.fixture
def article(library: Library) -> str:
    draft = Draft(text=TEXT, blocks=BLOCKS, title="山里的邮路", authors=("林夏",), date="2020-03-18")
    made, _ = library.articles.add(draft)
    library.annotations.annotate_quote(made, "一户人家", tags=["地方"], note="在山那边")
    return made


@pytest.fixture
def session(library: Library, article: str) -> Session:
    """Types lines to a plain reader and returns all that it says. Without `opened`, it lists the articles."""

    def type_lines(*lines: str, opened: bool = True) -> str:
        said: list[str] = []
        waiting = iter(lines)

        def ask(prompt: str) -> str:
            said.append(prompt)
            line = next(waiting, None)
            if line is None:
                raise EndOfInput
            return line

        PlainReader(library, ask, said.append).run(article if opened else None)
        return "\n".join(said)

    return type_lines


def test_the_articles_are_listed_in_words(session: Session) -> None:
    said = session(opened=False)
    assert "1. 山里的邮路, by 林夏, 2020-03-18, 33 characters, 1 annotation, unread" in said


def test_an_article_is_opened_by_its_number_and_says_what_it_is(session: Session) -> None:
    said = session("open 1", opened=False)
    assert "Title: 山里的邮路." in said
    assert "By: 林夏." in said
    assert "It has 5 paragraphs and 1 annotation." in said
    assert "Paragraph 1 of 5, title.\n山里的邮路" in said


def test_annotations_are_said_where_they_begin(session: Session) -> None:
    said = session("3")
    assert "Paragraph 3 of 5.\n" in said
    assert "把信送到最后[Annotation on 「一户人家」; tags 地方; note: 在山那边] 一户人家，" in said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["n"], "Paragraph 2 of 5, by-line."),
        (["", ""], "Paragraph 3 of 5."),
        (["go 4"], "Paragraph 4 of 5, heading."),
        (["p"], "This is the first paragraph."),
        (["5", "next"], "This is the end of the article."),
        (["find 信很短"], "Paragraph 5 of 5."),
        (["5", "f 邮路"], "From the beginning again.\nParagraph 1 of 5"),
        (["f 回來"], "Paragraph 3 of 5."),
        (["annotations"], "Paragraph 3. Annotation on 「一户人家」"),
        (["list 雨天"], "1 article matching 雨天."),
        (["help"], "(q)uit: leave."),
    ],
    ids=lambda value: " / ".join(value) if isinstance(value, list) else "",
)
def test_commands_say(session: Session, lines: list[str], said: str) -> None:
    assert said in session(*lines)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("dance", "There is no command dance: type help for the commands."),
        ("go 99", "Type go and the number of a paragraph, from 1 to 5."),
        ("99", "Type go and the number of a paragraph, from 1 to 5."),
        ("find", "Type find and the words to find."),
        ("find 海", "The article does not contain 海."),
        ("open 7777", "There is no article 7777 in the list"),
        ("open", "Type open and the number of an article in the list."),
        ("more", "There are no more articles in the list"),
        ("undo now", "Undone"),
    ],
)
def test_wrong_commands_are_answered_in_a_sentence(session: Session, line: str, sentence: str) -> None:
    assert sentence in session(line)


def test_commands_need_an_open_article(session: Session) -> None:
    for command in ("next", "tag", "note article", "find 信", "annotations", "info"):
        assert "No article is open" in session(command, opened=False)


def test_words_are_tagged_and_the_tag_is_undone(session: Session, library: Library, article: str) -> None:
    said = session("3", "tag", "回来", "动作，人物")
    assert "Which words of this paragraph?" in said
    assert "Annotation on 「回来」; tags 动作, 人物" in said
    assert [each.tags for each in library.annotations.of(article)] == [("地方",), ("动作", "人物")]
    assert "Undone: tag “动作” “人物” on 「回来」." in session("undo")
    assert "Done again" in session("redo")


def test_tags_of_the_same_words_are_added(session: Session, library: Library, article: str) -> None:
    session("3", "tag", "一户人家", "人物")
    assert [each.tags for each in library.annotations.of(article)] == [("地方", "人物")]


def test_notes_are_written_on_words_and_on_the_article(
    session: Session, library: Library, article: str
) -> None:
    said = session("5", "note", "", "真的短", "note article", "好文章", "note article", "")
    assert "The note so far: 好文章" in said
    assert [each.note for each in library.annotations.of(article)] == ["在山那边", "真的短"]
    assert library.articles.get(article).note == "好文章"


def test_words_that_are_not_in_the_paragraph_are_told(session: Session) -> None:
    assert "The words “海” do not stand in the article" in session("tag", "海", "x")


def test_the_place_is_kept(session: Session, library: Library, article: str) -> None:
    session("5", "quit")
    assert library.articles.get(article).status is Status.READING
    assert "Paragraph 5 of 5." in session()


def test_an_article_that_was_removed_meanwhile_is_told(library: Library, article: str) -> None:
    said: list[str] = []

    def ask(_prompt: str) -> str:
        if library.articles.position(article) is None:
            raise EndOfInput
        library.articles.remove([article])
        return "next"

    PlainReader(library, ask, said.append).run(article)
    assert said[-1] == "The article has been removed: type list, then open and a number."


@pytest.mark.parametrize("typed", ["1", "go 1", "open 1"])
def test_a_number_of_any_length_is_answered(typed: str, session: Session) -> None:
    said = session(typed + "1" * 5000, "info")
    assert "from 1 to" in said or "There is no article" in said
    assert said.count("Command: ") == 3


@pytest.mark.parametrize("space", [" ", "　", "\t", "  "])
def test_any_space_may_be_after_a_command(space: str, session: Session) -> None:
    assert "信很短" in session(f"go{space}5")
    assert "There is no command" not in session(f"open{space}1", opened=False)


@pytest.mark.long
def test_an_article_in_which_others_marks_are_hidden_says_so(root: Path) -> None:
    here, other, *_rest = with_team(root, "林", "陈")
    assign(root, [(here, "林"), (here, "陈")])
    with opened(root, "陈") as library:
        library.annotations.annotate_quote(here, "站长")
    with opened(root, "林") as library:
        said: list[str] = []
        lines = iter(("info", "quit"))
        PlainReader(library, lambda _prompt: next(lines), said.append).run(here)
        assert sum("Blind" in each for each in said) == 2
        said.clear()
        lines = iter(("quit",))
        PlainReader(library, lambda _prompt: next(lines), said.append).run(other)
        assert not any("Blind" in each for each in said)
