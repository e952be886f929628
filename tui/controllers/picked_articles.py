"""Changes several picked articles at once, each time in one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from textual.app import App

from store.library import Library
from store.library.corrections import as_typed
from store.model.article import CORRECTABLE, Status
from store.progress import Progress
from store.wording import counted
from tui.controllers.shared.notices import say
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.article_wording import STATUS_NAMES
from tui.looks.error_toasts import when_answered

T = TypeVar("T")

QUICK = 8
"""Up to this many articles are changed at once without a thread and a progress display."""


SET_ON_ALL = "What you change is set on all of them. A field that differs among them is empty here."


class PickedArticlesController:
    """Asks how to change picked articles, and changes them."""

    def __init__(self, app: App[None], library: Library, writes: WriteQueue, tags: TagPrompt) -> None:
        self._app = app
        self._articles = library.articles
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
                say(self._app, f"Tagged {_counted(changed)}: u undoes it")

            if on or off:
                self._write("Tagging", picked, lambda progress: write(progress=progress), done)

        self._tags.ask(f"Tag {_counted(len(picked))}", "", common, retag)

    def star(self, picked: tuple[str, ...]) -> None:
        """Star the articles. If all have a star, remove it."""
        starred = not all(row.starred for row in self._articles.rows_of(picked))
        write = partial(self._articles.set_starred_all, picked, starred=starred)

        def done(changed: int) -> None:
            stars = "Starred" if starred else "Removed the star of"
            say(self._app, f"{stars} {_counted(changed)}: u undoes it")

        self._write("Starring", picked, lambda progress: write(progress=progress), done)

    def ask_status(self, picked: tuple[str, ...]) -> None:
        """Ask for the status of the articles."""
        from tui.dialogs.base.choice import ChoiceDialog

        states = list(Status)

        def mark(place: int) -> None:
            status = states[place]
            write = partial(self._articles.set_status_all, picked, status)

            def done(changed: int) -> None:
                say(self._app, f"Marked {_counted(changed)} as {status}: u undoes it")

            self._write("Marking", picked, lambda progress: write(progress=progress), done)

        dialog = ChoiceDialog(
            f"Mark {_counted(len(picked))} as…", [str(STATUS_NAMES[each]) for each in states]
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

        def save(after: Mapping[str, str]) -> None:
            fields = {name: value for name, value in after.items() if value != before[name]}
            if not fields:
                return
            write = partial(self._articles.correct_all, dict.fromkeys(picked, fields))

            def done(changed: Mapping[str, tuple[str, ...]]) -> None:
                count = sum(bool(names) for names in changed.values())
                say(self._app, f"Corrected {_counted(count)}: u undoes it")

            self._write("Correcting", picked, lambda progress: write(progress=progress), done)

        dialog = MetadataDialog(f"Edit the details of {_counted(len(picked))}", before, facts=SET_ON_ALL)
        self._app.push_screen(dialog, when_answered(self._app, save))

    def remove(self, picked: tuple[str, ...]) -> None:
        """Remove the articles."""

        def done(_: None) -> None:
            say(self._app, f"Removed {_counted(len(picked))}: u undoes it")

        self._write("Removing", picked, partial(self._articles.remove, picked), done)

    def _write(
        self,
        work: str,
        picked: tuple[str, ...],
        write: Callable[[Progress], T],
        done: Callable[[T], None],
    ) -> None:
        """Change the articles, in a thread if there are many.

        :param work: the work as a word for the screen.
        """
        name = f"{work} {_counted(len(picked))}"
        self._writes.run_long(name, write, done, is_long=lambda: len(picked) > QUICK)


def _counted(number: int) -> str:
    return counted(number, "article", "articles")
