"""Changes several picked articles at once, each time in one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from textual.app import App

from store.language import _, lazy
from store.library import Library
from store.library.corrections import as_typed
from store.model.article import CORRECTABLE, Status
from store.progress import Progress
from store.wording import counted
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.article_wording import MARKED_SEVERAL_AS, STATUS_NAMES
from tui.looks.error_toasts import when_answered

T = TypeVar("T")

QUICK = 8
"""Up to this many articles are changed at once without a thread and a progress display."""


SET_ON_ALL = lazy("What you change is set on all of them. A field that differs among them is empty here.")


class PickedArticlesController:
    """Asks how to change picked articles, and changes them."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue, tags: TagPrompt) -> None:
        self._app = app
        self._articles = library.articles
        self._library = library
        self._writes = writes
        self._tags = tags

    def tag(self, picked: tuple[str, ...]) -> None:
        """Ask for tags. Those that all articles have are ticked; the others stay as they are."""
        rows = self._articles.rows_of(picked)
        common = [tag for tag in rows[0].tags if all(tag in row.tags for row in rows)] if rows else []

        def retag(after: tuple[str, ...]) -> None:
            on = [name for name in after if name not in common]
            off = [name for name in common if name not in after]
            write = partial(self._articles.retag_all, picked, add=on, remove=off)

            def done(changed: int) -> None:
                self._tags.remember(on)
                say(self._app, undoable(_("Tagged {articles}", articles=_counted(changed))))

            if on or off:
                self._write(
                    _("Tagging {articles}", articles=_counted(len(picked))),
                    picked,
                    lambda progress: write(progress=progress),
                    done,
                )

        self._tags.ask(_("Tag {articles}", articles=_counted(len(picked))), "", common, retag)

    def star(self, picked: tuple[str, ...]) -> None:
        """Star the articles. If all have a star, remove it."""
        starred = not all(row.starred for row in self._articles.rows_of(picked))
        write = partial(self._articles.set_starred_all, picked, starred=starred)

        def done(changed: int) -> None:
            articles = _counted(changed)
            done = _("Starred {articles}", articles=articles)
            say(
                self._app,
                undoable(done if starred else _("Removed the star of {articles}", articles=articles)),
            )

        self._write(
            _("Starring {articles}", articles=_counted(len(picked))),
            picked,
            lambda progress: write(progress=progress),
            done,
        )

    def ask_status(self, picked: tuple[str, ...]) -> None:
        """Ask for the status of the articles."""
        from tui.dialogs.base.choice import ChoiceDialog

        states = list(Status)

        def mark(place: int) -> None:
            status = states[place]
            write = partial(self._articles.set_status_all, picked, status)

            def done(changed: int) -> None:
                say(self._app, undoable(MARKED_SEVERAL_AS[status].format(articles=_counted(changed))))

            self._write(
                _("Marking {articles}", articles=_counted(len(picked))),
                picked,
                lambda progress: write(progress=progress),
                done,
            )

        dialog = ChoiceDialog(
            _("Mark {articles} as…", articles=_counted(len(picked))),
            [str(STATUS_NAMES[each]) for each in states],
        )
        self._app.push_screen(dialog, when_answered(self._app, mark))

    def correct(self, picked: tuple[str, ...]) -> None:
        """Ask for fields, and set those that were changed on all articles."""
        from tui.dialogs.metadata import MetadataDialog

        rows = self._articles.rows_of(picked)
        before = {name: "" for name in CORRECTABLE if name != "title"}
        for name in before:
            values = {as_typed(getattr(row, name, "")) for row in rows}
            before[name] = values.pop() if len(values) == 1 else ""
        attributes = self._library.attributes.all()
        for each in attributes:
            values = {row.attributes.get(each.name, "") for row in rows}
            before[each.name] = values.pop() if len(values) == 1 else ""

        def save(after: Mapping[str, str]) -> None:
            fields = {name: value for name, value in after.items() if value != before[name]}
            if not fields:
                return
            write = partial(self._articles.correct_all, dict.fromkeys(picked, fields))

            def done(changed: Mapping[str, tuple[str, ...]]) -> None:
                count = sum(bool(names) for names in changed.values())
                say(self._app, undoable(_("Corrected {articles}", articles=_counted(count))))

            self._write(
                _("Correcting {articles}", articles=_counted(len(picked))),
                picked,
                lambda progress: write(progress=progress),
                done,
            )

        dialog = MetadataDialog(
            _("Edit the details of {articles}", articles=_counted(len(picked))),
            before,
            attributes=attributes,
            facts=str(SET_ON_ALL),
        )
        self._app.push_screen(dialog, when_answered(self._app, save))

    def remove(self, picked: tuple[str, ...]) -> None:
        """Remove the articles."""

        def done(_removed: None) -> None:
            say(self._app, undoable(_("Removed {articles}", articles=_counted(len(picked)))))

        self._write(
            _("Removing {articles}", articles=_counted(len(picked))),
            picked,
            partial(self._articles.remove, picked),
            done,
        )

    def _write(
        self,
        work: str,
        picked: tuple[str, ...],
        write: Callable[[Progress], T],
        done: Callable[[T], None],
    ) -> None:
        """Change the articles, in a thread if there are many.

        :param work: the work as a phrase for the screen.
        """
        self._writes.run_long(work, write, done, is_long=lambda: len(picked) > QUICK)


def _counted(number: int) -> str:
    return counted(number, "article", "articles")
