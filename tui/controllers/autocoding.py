"""Autocoding: tags every occurrence of the same words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.language import _
from store.library import Library
from store.wording import counted
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import quoted, say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.panes.reading.text_range import TextRange

if TYPE_CHECKING:
    from store.chinese.variants import VariantKind
    from store.tags.autocoding import Place


class AutocodingController:
    """Asks which occurrences to tag and with which tags, and tags them in one step."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue, tags: TagPrompt) -> None:
        self._app = app
        self._library = library
        self._writes = writes
        self._tags = tags

    def tag_everywhere(self, chosen: TextRange) -> None:
        """Ask which occurrences of the same words to tag, and with which tags.

        The occurrences in the article are listed immediately, the others as soon as they are found, with all
        variants that can be switched on.
        """
        from store.chinese.variants import FAMILY, Variants
        from store.tags.autocoding import places, places_in
        from tui.dialogs.autocoding import AutocodingDialog

        chosen.drop()
        article, text = chosen.article, chosen.exact.strip()
        if not text:
            say(self._app, _("Put the cursor on a word, or select text, to tag it everywhere"))
            return

        def ask_tags(selected: list[Place]) -> None:
            if selected:
                subject = _(
                    "Tag {text} in {places}",
                    text=quoted(text),
                    places=counted(len(selected), "place", "places"),
                )
                self._tags.ask(subject, article.id, (), partial(self._tag, selected))

        dialog = AutocodingDialog(text, places_in(article, text), article.id)
        self._app.push_screen(dialog, when_answered(self._app, ask_tags))

        def read() -> tuple[list[Place], frozenset[VariantKind]]:
            return places(self._library, text, article.id, kinds=FAMILY), Variants(text, kinds=FAMILY).kinds

        look_up(self._app, dialog, read, dialog.show)

    def _tag(self, places: list[Place], tags: tuple[str, ...]) -> None:
        """Tag places in one step."""
        from store.tags.autocoding import tag_everywhere

        def done(count: int) -> None:
            self._tags.remember(tags)
            of_all = counted(len(places), "place", "places")
            say(self._app, undoable(_("Tagged {count:,} of {places}", count=count, places=of_all)))

        if tags:
            work = _("Tagging {places}", places=counted(len(places), "place", "places"))
            self._writes.run_long(work, partial(tag_everywhere, self._library, places, tags), done)
