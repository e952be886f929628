"""The codebook by keyboard: what is asked of the tags pane, asked about and done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App

from store.errors import PizhuError
from store.library import Library
from store.model.tag import PALETTE, Tag
from tui.controllers.annotation import AnnotationController
from tui.controllers.notes import NoteController, Question
from tui.controllers.write_queue import WriteQueue
from tui.looks.error_toasts import show_error, when_answered
from tui.looks.wording import number_of

MOST_NAMED = 2
"""Of several tags, those that are named."""


class CodebookController:
    """What one reader does to tags, wherever they are used."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        deeds: WriteQueue,
        marking: AnnotationController,
        noting: NoteController,
    ) -> None:
        self._app = app
        self._library = library
        self._codebook = library.codebook
        self._deeds = deeds
        self._marking = marking
        self._noting = noting

    def do(self, deed: str, tags: tuple[str, ...]) -> None:
        """Carry out what was asked of tags: ``merge``, ``move``, ``colour`` or ``delete`` of several or one;
        ``rename``, ``describe``, ``alias``, ``split``, ``card`` or ``pin`` and a digit of one.
        """
        if deed.startswith("pin"):
            self._pin(tags[0], deed.removeprefix("pin").strip())
            return
        of_several = {
            "merge": self._merge,
            "move": self._move,
            "colour": self._colour,
            "delete": self._delete,
        }
        of_one = {
            "rename": self._rename,
            "describe": self._describe,
            "alias": self._alias,
            "split": self._split,
            "card": self._show_card,
        }
        if deed in of_several:
            of_several[deed](tags)
        else:
            of_one[deed](tags[0])

    def _pin(self, tag: str, digit: str) -> None:
        def pin() -> None:
            before = next((each.name for each in self._codebook.tags() if each.key == digit), "")
            self._codebook.pin(tag, "" if before == tag else digit)
            freed = f", {before} to none any more" if before and before != tag else ""
            now = "no digit any more" if before == tag else digit
            self._marking.say(f"{tag} is pinned to {now}{freed}")

        self._deeds.run(pin)

    def _rename(self, tag: str) -> None:
        def rename(name: str) -> None:
            self._deeds.run_long(
                f"Renaming {tag}",
                partial(self._codebook.rename, tag, name),
                lambda articles: self._marking.say(
                    f"Renamed in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        self._ask(f"Rename the tag {tag}", "its new name, with its path", tag, rename)

    def _move(self, tags: tuple[str, ...]) -> None:
        from tui.dialogs.tagging import TaggingDialog

        def move(chosen: tuple[str, ...]) -> None:
            (under,) = chosen
            self._deeds.run_long(
                f"Moving {_named(tags)}",
                partial(self._codebook.move, tags, under),
                lambda articles: self._marking.say(
                    f"Moved, in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        subject = f"Move {_named(tags)} under…"
        dialog = TaggingDialog(subject, self._marking.finder(), only_one=True, top="to the top")
        self._app.push_screen(dialog, when_answered(self._app, move))

    def _merge(self, tags: tuple[str, ...]) -> None:
        from tui.dialogs.tagging import TaggingDialog

        def merge(chosen: tuple[str, ...]) -> None:
            (into,) = chosen
            merged = [tag for tag in tags if tag != into] if len(tags) > 1 else tags
            self._deeds.run_long(
                f"Merging {_named(tags)} into {into}",
                partial(self._codebook.merge, merged, into),
                lambda articles: self._marking.say(
                    f"Merged into {into}, in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        dialog = TaggingDialog(f"Merge {_named(tags)} into…", self._marking.finder(), only_one=True)
        self._app.push_screen(dialog, when_answered(self._app, merge))

    def _describe(self, tag: str) -> None:
        def describe(description: str) -> None:
            self._codebook.describe(tag, description)
            self._marking.say("Description kept")

        subject = f"What belongs to {tag}, and what does not"
        self._noting.ask(Question(subject, self._entry(tag).description, describe))

    def _colour(self, tags: tuple[str, ...]) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        names = list(PALETTE)

        def colour(place: int) -> None:
            self._codebook.colour(tags, names[place])

        now = self._entry(tags[0]).colour
        dialog = ChoiceDialog(f"Colour of {_named(tags)}", names, names.index(now) if now in names else 0)
        self._app.push_screen(dialog, self._deeds.when_answered(colour))

    def _alias(self, tag: str) -> None:
        def alias(names: str) -> None:
            others = [name for name in names.replace("，", ",").split(",") if name.strip()]
            self._deeds.run(partial(self._codebook.alias, tag, others))

        before = ", ".join(self._entry(tag).aliases)
        self._ask(f"Other names of {tag}", "by which it is found too, with commas between", before, alias)

    def _delete(self, tags: tuple[str, ...]) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        uses = self._codebook.uses_of(*tags)
        others = len(set(uses.tags) - set(tags))
        below = f" and {others} below" if others else ""

        def delete(place: int) -> None:
            if place == 1:
                self._deeds.run_long(
                    f"Deleting {_named(tags)}",
                    lambda progress: self._codebook.delete(*tags, progress=progress),
                    lambda articles: self._marking.say(
                        f"Deleted, in {number_of(articles, 'article')}: u brings it back"
                    ),
                )

        them = "it" if len(uses.tags) == 1 else "them"
        choices = [
            f"Keep {them}",
            f"Take {them} off in {number_of(uses.articles, 'article')}; their annotations stay",
        ]
        dialog = ChoiceDialog(f"Delete {_named(tags)}{below}?", choices)
        self._app.push_screen(dialog, when_answered(self._app, delete))

    def _split(self, tag: str) -> None:
        """Ask which uses of a tag are to have another one, and which."""
        if all(each.name != tag for each in self._codebook.tags()):
            self._marking.say(f"{tag} is no tag itself, but the beginning of others: split one of those")
            return
        from store.tags.usage import Use, split, uses_of
        from tui.dialogs.tagging import TaggingDialog
        from tui.dialogs.uses import UsesDialog

        dialog = UsesDialog(tag)

        def read() -> None:
            self._app.call_from_thread(dialog.show, list(uses_of(self._library, tag)))

        def ask_name(chosen: list[Use]) -> None:
            def part(names: tuple[str, ...]) -> None:
                (into,) = names
                self._deeds.run_long(
                    f"Splitting {tag}",
                    lambda progress: split(self._library, tag, chosen, into, progress),
                    lambda count: self._marking.say(f"{number_of(count, 'use')} now {into}: u takes it back"),
                )

            if chosen:
                subject = f"{number_of(len(chosen), 'use')} of {tag} become…"
                asked = TaggingDialog(subject, self._marking.finder(), only_one=True)
                self._app.push_screen(asked, when_answered(self._app, part))

        self._app.push_screen(dialog, when_answered(self._app, ask_name))
        self._app.run_worker(read, thread=True, group="uses", exclusive=True)

    def _show_card(self, tag: str) -> None:
        """Show what is known of a tag; its uses are read in the background."""
        from store.tags.profile import tag_card
        from tui.dialogs.tag_card import TagCardDialog

        dialog = TagCardDialog(tag)

        def read() -> None:
            try:
                card = tag_card(self._library, tag)
            except PizhuError as error:
                self._app.call_from_thread(show_error, self._app, str(error))
            else:
                self._app.call_from_thread(dialog.show, card)

        self._app.push_screen(dialog)
        self._app.run_worker(read, thread=True, group="card", exclusive=True)

    def _entry(self, name: str) -> Tag:
        return next((tag for tag in self._codebook.tags() if tag.name == name), Tag(name=name))

    def _ask(self, subject: str, explained: str, answer: str, deed: Callable[[str], None]) -> None:
        """Ask for a line; what is to be done with it takes its turn by itself."""
        from tui.dialogs.base.prompt import PromptDialog

        self._app.push_screen(PromptDialog(subject, explained, answer), when_answered(self._app, deed))


def _named(tags: tuple[str, ...]) -> str:
    """Tags in a title or a message: the one, or how many, the first of them by name."""
    if len(tags) == 1:
        return f"the tag {tags[0]}"
    more = ", …" if len(tags) > MOST_NAMED else ""
    return f"{len(tags)} tags ({', '.join(tags[:MOST_NAMED])}{more})"
