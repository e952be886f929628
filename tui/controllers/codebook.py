"""Changes tags in the codebook and wherever they are used: renames, merges, moves and deletes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import App

from store.library import Library
from store.model.tag import PALETTE, Tag
from store.progress import Progress
from store.wording import counted
from tui.controllers.notes import NoteController, NoteEdit
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered

MAX_NAMED = 2
"""The number of tags that are named in a title or a message."""


class CodebookController:
    """Asks how to change tags, and changes them in the codebook and wherever they are used."""

    def __init__(
        self, app: App[None], library: Library, writes: WriteQueue, notes: NoteController, tags: TagPrompt
    ) -> None:
        self._app = app
        self._library = library
        self._codebook = library.codebook
        self._writes = writes
        self._notes = notes
        self._tags = tags

    def pin(self, tag: str, digit: str) -> None:
        """Pin a tag to a digit, or unpin it if it has that digit already."""

        def pin() -> str:
            before = next((each.name for each in self._codebook.tags() if each.key == digit), "")
            self._codebook.pin(tag, "" if before == tag else digit)
            return before

        def done(before: str) -> None:
            unpinned = f", {before} is unpinned" if before and before != tag else ""
            say(self._app, f"Unpinned {tag}" if before == tag else f"Pinned {tag} to {digit}{unpinned}")

        self._writes.run(pin, done)

    def arrange(self, parent: str, labels: Sequence[str]) -> None:
        """Set the order of the tags below a parent by hand."""
        self._writes.run(lambda: self._codebook.arrange(parent, labels))

    def rename(self, tag: str) -> None:
        """Ask for a new name, and rename a tag."""

        def rename(name: str) -> None:
            write = partial(self._codebook.rename, tag, name)
            self._recode(f"Renaming {tag}", write, "Renamed in")

        self._ask(f"Rename the tag {tag}", "the new name with its path", tag, rename)

    def move(self, tags: tuple[str, ...]) -> None:
        """Ask for a parent, and move tags under it."""

        def move(under: str) -> None:
            write = partial(self._codebook.move, tags, under)
            self._recode(f"Moving {_named(tags)}", write, "Moved in")

        self._tags.ask_one(f"Move {_named(tags)} under…", move, top="to the top")

    def merge(self, tags: tuple[str, ...]) -> None:
        """Ask for a tag, and merge tags into it."""

        def merge(into: str) -> None:
            merged = [tag for tag in tags if tag != into] if len(tags) > 1 else tags
            write = partial(self._codebook.merge, merged, into)
            work = f"Merging {_named(tags)} into {into}"
            self._recode(work, write, f"Merged into {into} in")

        self._tags.ask_one(f"Merge {_named(tags)} into…", merge)

    def describe(self, tag: str) -> None:
        """Ask for the description of a tag."""

        def describe(description: str) -> None:
            self._codebook.describe(tag, description)
            say(self._app, "Description saved")

        subject = f"What belongs to {tag}, and what does not"
        self._notes.edit(NoteEdit(subject, self._entry(tag).description, describe))

    def colour(self, tags: tuple[str, ...]) -> None:
        """Ask for the colour of tags."""
        from tui.dialogs.base.choice import ChoiceDialog

        names = list(PALETTE)

        def colour(place: int) -> None:
            self._writes.run(lambda: self._codebook.colour(tags, names[place]))

        now = self._entry(tags[0]).colour
        dialog = ChoiceDialog(f"Colour of {_named(tags)}", names, names.index(now) if now in names else 0)
        self._app.push_screen(dialog, when_answered(self._app, colour))

    def alias(self, tag: str) -> None:
        """Ask for the aliases of a tag."""

        def alias(names: str) -> None:
            others = [name for name in names.replace("，", ",").split(",") if name.strip()]
            self._writes.run(lambda: self._codebook.alias(tag, others))

        before = ", ".join(self._entry(tag).aliases)
        self._ask(f"Aliases of {tag}", "other names to find it by, separated by commas", before, alias)

    def delete(self, tags: tuple[str, ...]) -> None:
        """Ask whether to delete tags wherever they are used."""
        from tui.dialogs.base.choice import ChoiceDialog

        uses = self._codebook.uses_of(*tags)
        others = len(set(uses.tags) - set(tags))
        below = f" and {others} below" if others else ""

        def delete(place: int) -> None:
            if place == 1:
                write = partial(self._codebook.delete, *tags)
                self._recode(
                    f"Deleting {_named(tags)}",
                    lambda progress: write(progress=progress),
                    "Deleted in",
                )

        them = "it" if len(uses.tags) == 1 else "them"
        choices = [
            f"Keep {them}",
            f"Remove {them} from {counted(uses.articles, 'article', 'articles')}; the annotations stay",
        ]
        dialog = ChoiceDialog(f"Delete {_named(tags)}{below}?", choices)
        self._app.push_screen(dialog, when_answered(self._app, delete))

    def split(self, tag: str) -> None:
        """Ask which uses of a tag should get another tag, and which tag."""
        if all(each.name != tag for each in self._codebook.tags()):
            say(self._app, f"{tag} is only the parent of other tags: split one of those")
            return
        from store.tags.usage import Use, split, uses_of
        from tui.dialogs.uses import UsesDialog

        def ask_name(chosen: list[Use]) -> None:
            def part(into: str) -> None:
                self._writes.run_long(
                    f"Splitting {tag}",
                    partial(split, self._library, tag, chosen, into),
                    lambda count: say(self._app, f"{counted(count, 'use', 'uses')} now {into}: u undoes it"),
                )

            if chosen:
                self._tags.ask_one(f"{counted(len(chosen), 'use', 'uses')} of {tag} become…", part)

        dialog = UsesDialog(tag)
        self._app.push_screen(dialog, when_answered(self._app, ask_name))
        look_up(self._app, dialog, lambda: list(uses_of(self._library, tag)), dialog.show)

    def show_card(self, tag: str) -> None:
        """Show the card of a tag."""
        from store.tags.profile import tag_card
        from tui.dialogs.tag_card import TagCardDialog

        dialog = TagCardDialog(tag)
        self._app.push_screen(dialog)
        look_up(self._app, dialog, lambda: tag_card(self._library, tag), dialog.show)

    def _recode(self, work: str, write: Callable[[Progress], int], outcome: str) -> None:
        """Change tags wherever they are used, then show the outcome and the number of articles."""

        def done(articles: int) -> None:
            say(self._app, f"{outcome} {counted(articles, 'article', 'articles')}: u undoes it")

        self._writes.run_long(work, write, done)

    def _entry(self, name: str) -> Tag:
        return next((tag for tag in self._codebook.tags() if tag.name == name), Tag(name=name))

    def _ask(self, subject: str, hint: str, before: str, answer: Callable[[str], None]) -> None:
        """Ask for a line of text."""
        from tui.dialogs.base.prompt import PromptDialog

        self._app.push_screen(PromptDialog(subject, hint, before), when_answered(self._app, answer))


def _named(tags: tuple[str, ...]) -> str:
    """Return tags for a title or a message: the name, or the number and the first names."""
    if len(tags) == 1:
        return f"the tag {tags[0]}"
    more = ", …" if len(tags) > MAX_NAMED else ""
    return f"{len(tags)} tags ({', '.join(tags[:MAX_NAMED])}{more})"
