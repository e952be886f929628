"""The codebook: tags renamed, merged, moved, described and deleted, wherever they are used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App

from store.library import Library
from store.model.tag import PALETTE, Tag
from store.progress import Progress
from tui.controllers.notes import NoteController, Question
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered
from tui.looks.wording import number_of

MOST_NAMED = 2
"""Of several tags, those that are named."""


class CodebookController:
    """Asks what is to become of tags, and changes them in the codebook and wherever they are used."""

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
        """Pin a tag to a digit, or free the digit if the tag has it already."""

        def pin() -> str:
            before = next((each.name for each in self._codebook.tags() if each.key == digit), "")
            self._codebook.pin(tag, "" if before == tag else digit)
            return before

        def done(before: str) -> None:
            freed = f", {before} to none any more" if before and before != tag else ""
            now = "no digit any more" if before == tag else digit
            say(self._app, f"{tag} is pinned to {now}{freed}")

        self._writes.run(pin, done)

    def rename(self, tag: str) -> None:
        """Ask for another name of a tag."""

        def rename(name: str) -> None:
            write = partial(self._codebook.rename, tag, name)
            self._recode(f"Renaming {tag}", write, "Renamed in", "u takes it back")

        self._ask(f"Rename the tag {tag}", "its new name, with its path", tag, rename)

    def move(self, tags: tuple[str, ...]) -> None:
        """Ask below which tag to move some."""

        def move(under: str) -> None:
            write = partial(self._codebook.move, tags, under)
            self._recode(f"Moving {_named(tags)}", write, "Moved, in", "u takes it back")

        self._tags.ask_one(f"Move {_named(tags)} under…", move, top="to the top")

    def merge(self, tags: tuple[str, ...]) -> None:
        """Ask into which tag to merge some."""

        def merge(into: str) -> None:
            merged = [tag for tag in tags if tag != into] if len(tags) > 1 else tags
            write = partial(self._codebook.merge, merged, into)
            work = f"Merging {_named(tags)} into {into}"
            self._recode(work, write, f"Merged into {into}, in", "u takes it back")

        self._tags.ask_one(f"Merge {_named(tags)} into…", merge)

    def describe(self, tag: str) -> None:
        """Ask for the description of a tag."""

        def describe(description: str) -> None:
            self._codebook.describe(tag, description)
            say(self._app, "Description kept")

        subject = f"What belongs to {tag}, and what does not"
        self._notes.ask(Question(subject, self._entry(tag).description, describe))

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
        """Ask for other names of a tag."""

        def alias(names: str) -> None:
            others = [name for name in names.replace("，", ",").split(",") if name.strip()]
            self._writes.run(lambda: self._codebook.alias(tag, others))

        before = ", ".join(self._entry(tag).aliases)
        self._ask(f"Other names of {tag}", "by which it is found too, with commas between", before, alias)

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
                    "Deleted, in",
                    "u brings it back",
                )

        them = "it" if len(uses.tags) == 1 else "them"
        choices = [
            f"Keep {them}",
            f"Take {them} off in {number_of(uses.articles, 'article')}; their annotations stay",
        ]
        dialog = ChoiceDialog(f"Delete {_named(tags)}{below}?", choices)
        self._app.push_screen(dialog, when_answered(self._app, delete))

    def split(self, tag: str) -> None:
        """Ask which uses of a tag are to have another one, and which."""
        if all(each.name != tag for each in self._codebook.tags()):
            say(self._app, f"{tag} is no tag itself, but the beginning of others: split one of those")
            return
        from store.tags.usage import Use, split, uses_of
        from tui.dialogs.uses import UsesDialog

        def ask_name(chosen: list[Use]) -> None:
            def part(into: str) -> None:
                self._writes.run_long(
                    f"Splitting {tag}",
                    partial(split, self._library, tag, chosen, into),
                    lambda count: say(self._app, f"{number_of(count, 'use')} now {into}: u takes it back"),
                )

            if chosen:
                self._tags.ask_one(f"{number_of(len(chosen), 'use')} of {tag} become…", part)

        dialog = UsesDialog(tag)
        self._app.push_screen(dialog, when_answered(self._app, ask_name))
        look_up(self._app, dialog, lambda: list(uses_of(self._library, tag)), dialog.show)

    def show_card(self, tag: str) -> None:
        """Show what is known of a tag."""
        from store.tags.profile import tag_card
        from tui.dialogs.tag_card import TagCardDialog

        dialog = TagCardDialog(tag)
        self._app.push_screen(dialog)
        look_up(self._app, dialog, lambda: tag_card(self._library, tag), dialog.show)

    def _recode(self, work: str, write: Callable[[Progress], int], outcome: str, undo: str) -> None:
        """Change tags wherever they are used; then say the outcome, the number of articles, how to undo."""

        def done(articles: int) -> None:
            say(self._app, f"{outcome} {number_of(articles, 'article')}: {undo}")

        self._writes.run_long(work, write, done)

    def _entry(self, name: str) -> Tag:
        return next((tag for tag in self._codebook.tags() if tag.name == name), Tag(name=name))

    def _ask(self, subject: str, explained: str, before: str, answer: Callable[[str], None]) -> None:
        """Ask for a line of text."""
        from tui.dialogs.base.prompt import PromptDialog

        self._app.push_screen(PromptDialog(subject, explained, before), when_answered(self._app, answer))


def _named(tags: tuple[str, ...]) -> str:
    """Tags in a title or a message: the one, or how many, the first of them by name."""
    if len(tags) == 1:
        return f"the tag {tags[0]}"
    more = ", …" if len(tags) > MOST_NAMED else ""
    return f"{len(tags)} tags ({', '.join(tags[:MOST_NAMED])}{more})"
