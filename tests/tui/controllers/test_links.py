"""Links, backlinks and to-dos in notes by keys."""

from __future__ import annotations

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from store.library import Library, open_library
from store.model.annotation import Annotation
from store.model.tag import Tag
from store.note_syntax.wikilinks import links_in
from tests.conftest import draft, root_of
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
    shown,
    strips,
    tags,
)
from tui.app import PizhuApp
from tui.dialogs.all_notes import AllNotesDialog
from tui.dialogs.annotation import AnnotationDialog
from tui.dialogs.base.choice import ChoiceDialog


@pytest.fixture
def other(library: Library, station: str) -> str:
    """Return a second article, 银行, in addition to 春天的小站."""
    return library.articles.add(draft("银行开门。", "后来银行关门。", title="银行"))[0]


@pytest.fixture
def gate(library: Library, other: str) -> Annotation:
    """Return an annotation in the second article."""
    return library.annotations.annotate_quote(other, "关门", tags=["时间/晚"], note="几点")


@pytest.mark.long
async def test_a_single_link_is_followed_and_the_jump_list_leads_back(
    library: Library, station: str, other: str, gate: Annotation
) -> None:
    mark = library.annotations.annotate_quote(station, "月台", note=f"比较[[银行#^{gate.id[:8]}]]")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "]", "a", "g", "d")
        assert article_shown(app) == other
        assert reading(app).cursor == gate.start
        await press(pilot, "ctrl+o")
        assert article_shown(app) == station
        assert reading(app).cursor == mark.start


@pytest.mark.long
async def test_several_links_and_several_articles_with_one_title_offer_a_choice(
    library: Library, station: str, other: str
) -> None:
    again = library.articles.add(draft("另一家。", title="银行"))[0]
    library.articles.write_note(station, "[[没有]]、[[银行]]")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "d")
        await seen(pilot, "Which link?")
        await press(pilot, "j", "enter")
        await seen(pilot, "Which “银行”?")
        await seen(pilot, again[:6])
        await press(pilot, "j", "enter")
        assert article_shown(app) == other
        await press(pilot, "ctrl+o", "g", "d", "enter")
        await seen(pilot, "There is no article “没有”")
        assert article_shown(app) == station


@pytest.mark.long
async def test_a_link_to_a_tag_moves_to_the_tags_pane(
    library: Library, station: str, gate: Annotation
) -> None:
    library.articles.tag(station, ["甲", "乙"])
    library.annotations.annotate_quote(station, "列车", note="[[#时间/晚]]")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "j", "g", "d")
        assert tags(app).has_focus
        assert "晚" in str(tags(app).get_option_at_index(tags(app).highlighted or 0).prompt)
        await press(pilot, "g", "b")
        await seen(pilot, "Links to #时间/晚 1, newest first")
        await press(pilot, "enter")
        assert reading(app).has_focus
        assert library.articles.get(station).text[reading(app).cursor :].startswith("列车")


@pytest.mark.long
async def test_a_note_without_links_or_backlinks_shows_a_message(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="`[[码]]`")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "d")
        await seen(pilot, "This note has no link")
        await press(pilot, "g", "b")
        await seen(pilot, "No note links here")
        await press(pilot, "enter", "escape")
        assert reading(app).has_focus


@pytest.mark.long
async def test_backlinks_of_a_note_are_listed_and_opened(
    library: Library, station: str, other: str, gate: Annotation
) -> None:
    library.annotations.annotate_quote(station, "列车", note=f"见[[{other[:6]}#^{gate.id[:8]}]]")
    library.annotations.annotate_quote(station, "旅客", note="见[[銀行]]")
    app = reader(library, article=other)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "g", "b")
        await seen(pilot, "Links to “银行” 2, newest first")
        await press(pilot, "escape", "tab", "tab", "j", "g", "b")
        await seen(pilot, "Links to 「关门」 1, newest first")
        await press(pilot, "enter")
        assert article_shown(app) == station
        assert library.articles.get(station).text[reading(app).cursor :].startswith("列车")


@pytest.mark.long
async def test_the_annotation_dialog_shows_links_and_backlinks(
    library: Library, station: str, other: str, gate: Annotation
) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="见[[银行]]\n和[[没有|那个]]")
    library.articles.write_note(other, f"从[[春天的小站#^{mark.id[:8]}]]来")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "]", "a", "enter")
        await seen(pilot, "1 → 银行")
        await seen(pilot, "2 → 那个  leads nowhere")
        await seen(pilot, "3 ← 银行  从[[春天的小站")
        underlined = [
            segment.text
            for strip in strips(app)
            for segment in strip
            if segment.style is not None and segment.style.underline
        ]
        assert "[[银行]]" in underlined
        assert "[[没有|那个]]" in _struck(app)
        await press(pilot, "9")
        assert isinstance(app.screen, AnnotationDialog)
        await press(pilot, "1")
        assert article_shown(app) == other
        await press(pilot, "ctrl+o", "enter")
        await seen(pilot, "3 ← 银行")
        await press(pilot, "3")
        assert article_shown(app) == other
        await press(pilot, "ctrl+o", "enter")
        await press(pilot, "g", "d")
        assert isinstance(app.screen, ChoiceDialog)


@pytest.mark.long
async def test_all_notes_can_be_filtered_by_kind_and_creator(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", note="？停多久")
    library.annotations.annotate_quote(station, "月台", note="- [ ] 去看")
    library.annotations.annotate_quote(station, "旅客", note="- [x] 问过")
    with open_library(root_of(library), creator="林夏") as theirs:
        theirs.annotations.annotate_quote(station, "站长", note="？是谁")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "tab", "tab", "g", "n")
        await seen(pilot, "All notes 4, newest first")
        for line in ("? 停多久", "☐ - [ ] 去看", "☑ - [x] 问过"):
            await seen(pilot, line)
        await press(pilot, "ctrl+t")
        await seen(pilot, "All notes: questions 2, newest first")
        assert "去看" not in shown(app).partition("All notes")[2]
        await press(pilot, "ctrl+w", "ctrl+w")
        await seen(pilot, "All notes: questions by 林夏 1, newest first")
        await press(pilot, "ctrl+t")
        await seen(pilot, "All notes: to-dos by 林夏 0")
        await seen(pilot, "a line - [ ] in a note is a to-do")
        await press(pilot, "down", "enter")
        await press(pilot, "ctrl+w")
        await seen(pilot, "All notes: to-dos 1, newest first")
        await press(pilot, "ctrl+t", "down", "down", "up")
        await seen(pilot, "All notes 4, newest first")
        assert isinstance(app.screen, AllNotesDialog)
        assert app.screen.query_one(Input).has_focus


@pytest.mark.long
async def test_toggling_a_to_do_is_one_undoable_step(library: Library, station: str) -> None:
    mark = library.annotations.annotate_quote(station, "列车", note="看\n- [ ] 一\n- [ ] 二")
    library.articles.write_note(station, "没有")
    app = reader(library, article=station)

    def note() -> str:
        return library.annotations.of(station)[0].note

    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "tab", "G", "g", "t")
        await seen(pilot, "Done: 一")
        assert note() == "看\n- [x] 一\n- [ ] 二"
        assert notes(app).highlighted
        await press(pilot, "g", "t", "g", "t")
        await seen(pilot, "Reopened: 二")
        assert note() == "看\n- [x] 一\n- [ ] 二"
        await press(pilot, "u", "u", "u")
        assert note() == mark.note
        await press(pilot, "g", "g", "g", "t")
        await seen(pilot, "This note has no to-do")


@pytest.mark.long
async def test_articles_and_tags_are_suggested_while_typing_a_link(
    library: Library, station: str, gate: Annotation
) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=NARROW) as pilot:
        await press(pilot, "c", *"see [[yh")
        await seen(pilot, "银行")
        await press(pilot, "enter", *" and ")
        app.post_message(Paste("【【#sj"))
        await seen(pilot, "#时间/晚")
        await press(pilot, "tab", "enter", *"[[c")
        await seen(pilot, "春天的小站")
        await press(pilot, "escape", "h")
        await seen(pilot, "[[ch")
        await press(pilot, "enter")
        assert app.screen.query_one(TextArea).text == "see [[银行]] and [[#时间/晚]]\n[[ch\n"
        await press(pilot, *"\\[[yh", "enter", *"x", "ctrl+s")
        await seen(pilot, "Note saved")
        assert library.articles.get(station).note == "see [[银行]] and [[#时间/晚]]\n[[ch\n\\[[yh\nx"


@pytest.mark.long
async def test_a_suggested_link_replaces_the_existing_target(
    library: Library, station: str, other: str
) -> None:
    library.articles.add(draft("另一家。", title="银行"))
    library.articles.write_note(station, "[[yinh]]")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "c", "left", "left", "backspace")
        await seen(pilot, "银行")
        await press(pilot, "down", "up", "enter", "ctrl+s")
        await seen(pilot, "Note saved")
        (link,) = links_in(library.articles.get(station).note)
        assert link.alias == "银行"
        assert library.links.by_name(link.article)[0].title == "银行"


@pytest.mark.long
async def test_links_are_not_suggested_in_a_tag_description(library: Library, station: str) -> None:
    library.articles.tag(station, ["甲"])
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "tab", "g", "g", "c", *"[[c", "enter")
        assert app.screen.query_one(TextArea).text == "[[c\n"


@pytest.mark.long
async def test_a_link_to_a_deleted_tag_is_shown_as_broken_in_the_notes_pane(
    library: Library, station: str
) -> None:
    library.codebook.write([Tag(name="时间/晚")])
    library.annotations.annotate_quote(station, "列车", note="见[[#时间/晚]]和[[春天的小站]]")
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "见[[#时间/晚]]")
        assert _struck(app) == ""
        library.codebook.delete("时间/晚")
        await seen(pilot, "Notes 1, 1 broken link")
        assert _struck(app) == "[[#时间/晚]]"
        library.undo()
        await happened(pilot, lambda: "broken" not in shown(app), "the link is whole again")
        assert _struck(app) == ""


@pytest.mark.long
async def test_the_editor_shows_a_broken_link_and_says_why(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "c", *"[[no such]] [[春天的小站]]")
        await seen(pilot, "There is no article “no such”")
        assert _struck(app) == "[[no such]]"
        await press(pilot, "home", "ctrl+k")
        await happened(pilot, lambda: "There is no article" not in shown(app), "the message is gone")


@pytest.mark.long
async def test_the_completion_says_that_enter_accepts(library: Library, station: str) -> None:
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await press(pilot, "}", "V", "c", *"[[")
        await seen(pilot, "enter accepts · esc closes the list")
        await press(pilot, *"zzzz")
        await seen(pilot, "No article and no tag matches")
        await press(pilot, *["backspace"] * 6)
        await happened(pilot, lambda: "matches" not in shown(app), "the hint is gone")


def _struck(app: PizhuApp) -> str:
    """Return the words on the screen that are struck through."""
    return "".join(
        segment.text for strip in strips(app) for segment in strip if segment.style and segment.style.strike
    )
