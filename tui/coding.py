"""The codebook by keyboard: what is asked of the tags pane, asked about and done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import App

from store.codebook import PALETTE, Tag
from store.library import Library
from tui.deeds import Deeds
from tui.marking import Marking
from tui.output import number_of
from tui.refusals import answered


class Coding:
    """What one reader does to tags, wherever they are used."""

    def __init__(self, app: App[None], library: Library, deeds: Deeds, marking: Marking) -> None:
        self._app = app
        self._codebook = library.codebook
        self._deeds = deeds
        self._marking = marking

    def do(self, deed: str, tag: str) -> None:
        """Carry out what was asked of a tag: ``rename``, ``merge``, ``move``, ``describe``, ``colour``,
        ``alias``, ``delete`` or ``pin`` and a digit.
        """
        if deed.startswith("pin"):
            self._pin(tag, deed.removeprefix("pin").strip())
            return
        deeds = {
            "rename": self._rename,
            "merge": self._merge,
            "move": self._move,
            "describe": self._describe,
            "colour": self._colour,
            "alias": self._alias,
            "delete": self._delete,
        }
        deeds[deed](tag)

    def _pin(self, tag: str, digit: str) -> None:
        def pin() -> None:
            self._codebook.pin(tag, "" if self._entry(tag).key == digit else digit)
            pinned = self._entry(tag).key
            self._marking.say(
                f"{tag} is pinned to {pinned}" if pinned else f"{tag} is pinned to no digit any more"
            )

        self._deeds.do(pin)

    def _rename(self, tag: str) -> None:
        def rename(name: str) -> None:
            self._deeds.do_long(
                f"Renaming {tag}",
                partial(self._codebook.rename, tag, name),
                lambda articles: self._marking.say(
                    f"Renamed in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        self._ask(f"Rename the tag {tag}", "its new name, with its path", tag, rename)

    def _move(self, tag: str) -> None:
        def move(under: str) -> None:
            self._deeds.do_long(
                f"Moving {tag}",
                partial(self._codebook.move, tag, "" if under == "/" else under),
                lambda articles: self._marking.say(
                    f"Moved, in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        self._ask(f"Move the tag {tag}", "the tag to put it under; / for the top", "", move)

    def _merge(self, tag: str) -> None:
        from tui.dialogs.tagging import TaggingDialog  # noqa: PLC0415 - see marking

        def merge(chosen: tuple[str, ...]) -> None:
            (into,) = chosen
            self._deeds.do_long(
                f"Merging {tag} into {into}",
                partial(self._codebook.merge, [tag], into),
                lambda articles: self._marking.say(
                    f"Merged into {into}, in {number_of(articles, 'article')}: u takes it back"
                ),
            )

        dialog = TaggingDialog(f"Merge the tag {tag} into…", self._marking.finder(), only_one=True)
        self._app.push_screen(dialog, answered(self._app, merge))

    def _describe(self, tag: str) -> None:
        def describe(description: str) -> None:
            self._codebook.describe(tag, description)
            self._marking.say("Description kept")

        self._marking.ask_note(
            f"What belongs to {tag}, and what does not", self._entry(tag).description, describe
        )

    def _colour(self, tag: str) -> None:
        from tui.dialogs.choice import ChoiceDialog  # noqa: PLC0415 - see marking

        names = list(PALETTE)

        def colour(place: int) -> None:
            self._codebook.colour(tag, names[place])

        now = self._entry(tag).colour
        dialog = ChoiceDialog(f"Colour of {tag}", names, names.index(now) if now in names else 0)
        self._app.push_screen(dialog, self._deeds.answered(colour))

    def _alias(self, tag: str) -> None:
        def alias(names: str) -> None:
            others = [name for name in names.replace("，", ",").split(",") if name.strip()]
            self._deeds.do(partial(self._codebook.alias, tag, others))

        before = ", ".join(self._entry(tag).aliases)
        self._ask(f"Other names of {tag}", "by which it is found too, with commas between", before, alias)

    def _delete(self, tag: str) -> None:
        from tui.dialogs.choice import ChoiceDialog  # noqa: PLC0415 - see marking

        uses = self._codebook.uses_of(tag)
        below = f" and {len(uses.tags) - 1} below it" if len(uses.tags) > 1 else ""

        def delete(place: int) -> None:
            if place == 1:
                self._deeds.do_long(
                    f"Deleting {tag}",
                    partial(self._codebook.delete, tag),
                    lambda articles: self._marking.say(
                        f"Deleted, in {number_of(articles, 'article')}: u brings it back"
                    ),
                )

        choices = [
            "Keep it",
            f"Take it{below} off in {number_of(uses.articles, 'article')}; their annotations stay",
        ]
        dialog = ChoiceDialog(f"Delete the tag {tag}{below}?", choices)
        self._app.push_screen(dialog, answered(self._app, delete))

    def _entry(self, name: str) -> Tag:
        return next((tag for tag in self._codebook.tags() if tag.name == name), Tag(name=name))

    def _ask(self, subject: str, explained: str, answer: str, deed: Callable[[str], None]) -> None:
        """Ask for a line; what is to be done with it takes its turn by itself."""
        from tui.dialogs.prompt import PromptDialog  # noqa: PLC0415 - see marking

        self._app.push_screen(PromptDialog(subject, explained, answer), answered(self._app, deed))
