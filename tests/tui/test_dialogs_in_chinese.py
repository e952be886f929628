"""In Chinese, no dialog and no message of the reader has an English word."""

from __future__ import annotations

import re

import pytest
from textual.app import App

from store.language import Language, use_language
from store.library import Library
from tests.tui.dialogs.test_late_answers import DIALOGS, made, mounted
from tests.tui.painting import paint
from tests.tui.reader import WIDE, press, reader, settled, shown
from tui.keys.action import Scope
from tui.keys.actions import ACTIONS
from tui.panes.visibility import PaneName

pytestmark = pytest.mark.asyncio

KEYS = "enter esc tab space backspace ctrl shift alt del home end pgup pgdn bksp lmb"
FORMATS = (
    "markdown html docx epub pdf json jsonl csv tsv xlsx org anki zotero obsidian bibtex refi qda csl txt md"
)
PROGRAMS = "pizhu kindle koreader readwise hypothesis taguette brat doccano qdpx qdc https cc cedict vim"
TYPED = "is has tag by author source column date words tagged untagged starred unread reading read note mark"
ALLOWED = frozenset(f"{KEYS} {FORMATS} {PROGRAMS} {TYPED}".split())
"""What is the same in Chinese: names of keys, formats and programs, and what one types in a filter."""

PANES = {
    Scope.ARTICLES: PaneName.ARTICLES,
    Scope.READING: PaneName.READING,
    Scope.TAGS: PaneName.TAGS,
    Scope.NOTES: PaneName.NOTES,
}


def english(text: str) -> set[str]:
    """Return the English words of a text."""
    return set(re.findall(r"[a-z]{2,}", text.lower())) - ALLOWED


async def test_explore(library: Library, station: str) -> None:
    use_language(Language.SIMPLIFIED)
    library.articles.tag(station, ["铁路/小站"])
    library.annotations.annotate_quote(station, "列车", tags=["铁路"], note="？见 [[春天]]")
    app = reader(library, article=station)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        for action in ACTIONS:
            if not action.english_title.endswith("…") and "card" not in action.english_title:
                continue
            for scope in [action.scope] if action.scope in PANES else [Scope.ARTICLES]:
                app._main_screen.go_to_pane(PANES[scope])
                await settled(pilot)
                keys = action.keys[0].split()
                await press(pilot, *keys)
                await settled(pilot)
                depth = len(app.screen_stack)
                print(action.id, depth, type(app.screen).__name__, english(shown(app)))
                if english(shown(app)):
                    print("\n".join("    " + l.strip()[:160] for l in shown(app).splitlines() if english(l)))
                for _ in range(3):
                    if len(app.screen_stack) > 1:
                        await press(pilot, "escape")
                app.clear_notifications()
                await settled(pilot)


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
async def test_dia(kind) -> None:
    use_language(Language.SIMPLIFIED)
    app: App[None] = App()
    async with app.run_test(size=WIDE) as pilot:
        dialog = made(kind)
        app.push_screen(dialog)
        await mounted(pilot, dialog)
        paint(app)
        print(kind.__name__, english(shown(app)))
        print("\n".join("    " + l.strip()[:160] for l in shown(app).splitlines() if english(l)))
