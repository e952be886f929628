"""Changes tags in the codebook and wherever they are used: renames, merges, moves and deletes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.errors import PizhuError
from store.language import _, lazy
from store.library import Library
from store.model.tag import PALETTE, Tag, clean_tag_name
from store.progress import Progress
from store.wording import counted, listed
from tui.controllers.notes import NoteController, NoteEdit
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import when_answered

if TYPE_CHECKING:
    from tui.dialogs.base.prompt import PromptDialog

MAX_NAMED = 2
"""The number of tags that are named in a title or a message."""

NO_IDENTITY = "-"
"""What is typed to remove the identity of a tag."""

COLOUR_NAMES = {
    "vermilion": lazy("vermilion"),
    "azure": lazy("azure"),
    "amber": lazy("amber"),
    "jade": lazy("jade"),
    "violet": lazy("violet"),
    "teal": lazy("teal"),
    "rose": lazy("rose"),
    "olive": lazy("olive"),
}
"""The colours of :data:`store.model.tag.PALETTE`."""


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
            if before == tag:
                say(self._app, _("Unpinned {tag}", tag=tag))
            elif before:
                pinned = _(
                    "Pinned {tag} to {digit}, {before} is unpinned", tag=tag, digit=digit, before=before
                )
                say(self._app, pinned)
            else:
                say(self._app, _("Pinned {tag} to {digit}", tag=tag, digit=digit))

        self._writes.run(pin, done)

    def arrange(self, parent: str, labels: Sequence[str]) -> None:
        """Set the order of the tags below a parent by hand."""
        self._writes.run(lambda: self._codebook.arrange(parent, labels))

    def rename(self, tag: str) -> None:
        """Ask for a new name, and rename a tag."""
        self._ask_name(tag, tag)

    def _ask_name(self, tag: str, name: str, error: str = "") -> None:
        """Ask for the new name of a tag; if that cannot be, ask again.

        :param name: what was typed before, of which ``error`` tells what is wrong.
        """

        def rename(dialog: PromptDialog, name: str) -> None:
            clean_tag_name(name)
            dialog.dismiss(name)  # the work can be stopped on the screen below
            self._recode(
                _("Renaming {tag}", tag=tag),
                partial(self._codebook.rename, tag, name),
                lambda articles: _("Renamed in {articles}", articles=articles),
                failed=lambda error: self._ask_name(tag, name, str(error)),
            )

        subject = _("Rename the tag {tag}", tag=tag)
        self._ask(subject, _("the new name with its path"), name, rename, error)

    def move(self, tags: tuple[str, ...]) -> None:
        """Ask for a parent, and move tags under it."""

        def move(under: str) -> None:
            write = partial(self._codebook.move, tags, under)
            self._recode(
                _("Moving {tags}", tags=_named(tags)),
                write,
                lambda articles: _("Moved in {articles}", articles=articles),
            )

        self._tags.ask_one(_("Move {tags} under…", tags=_named(tags)), move, top=_("to the top"))

    def merge(self, tags: tuple[str, ...]) -> None:
        """Ask for a tag, and merge tags into it."""

        def merge(into: str) -> None:
            merged = [tag for tag in tags if tag != into] if len(tags) > 1 else tags
            write = partial(self._codebook.merge, merged, into)
            work = _("Merging {tags} into {tag}", tags=_named(tags), tag=into)
            self._recode(
                work,
                write,
                lambda articles: _("Merged into {tag} in {articles}", tag=into, articles=articles),
            )

        self._tags.ask_one(_("Merge {tags} into…", tags=_named(tags)), merge)

    def describe(self, tag: str) -> None:
        """Ask for the description of a tag.

        :raises PizhuError: the user may not change it.
        """
        self._library.permissions.check_codebook()

        def describe(description: str) -> None:
            self._codebook.describe(tag, description)
            say(self._app, _("Description saved"))

        subject = _("What belongs to {tag}, and what does not", tag=tag)
        self._notes.edit(NoteEdit(subject, self._entry(tag).description, describe))

    def colour(self, tags: tuple[str, ...]) -> None:
        """Ask for the colour of tags."""
        from tui.dialogs.base.choice import ChoiceDialog

        names = list(PALETTE)

        def colour(place: int) -> None:
            self._writes.run(lambda: self._codebook.colour(tags, names[place]))

        now = self._entry(tags[0]).colour
        dialog = ChoiceDialog(
            _("Colour of {tags}", tags=_named(tags)),
            [str(COLOUR_NAMES.get(each, each)) for each in names],
            names.index(now) if now in names else 0,
        )
        self._app.push_screen(dialog, when_answered(self._app, colour))

    def alias(self, tag: str) -> None:
        """Ask for the aliases of a tag."""

        def alias(dialog: PromptDialog, names: str) -> None:
            others = [name for name in names.replace("，", ",").split(",") if name.strip()]

            def named(_none: None) -> None:
                dialog.dismiss(names)

            self._writes.run(lambda: self._codebook.alias(tag, others), named, failed=dialog.refuse)

        before = ", ".join(self._entry(tag).aliases)
        self._ask(
            _("Aliases of {tag}", tag=tag), _("other names to find it by, separated by commas"), before, alias
        )

    def identify(self, tag: str) -> None:
        """Ask what a tag stands for."""

        def identify(dialog: PromptDialog, identity: str) -> None:
            def identified(_none: None) -> None:
                dialog.dismiss(identity)
                say(self._app, _("Identity saved"))

            self._writes.run(
                lambda: self._codebook.identify(tag, "" if identity == NO_IDENTITY else identity),
                identified,
                failed=dialog.refuse,
            )

        self._ask(
            _("Identity of {tag}", tag=tag),
            _(
                "an address, or an ID of an authority file, such as {example}; {sign} removes it",
                example="CBDB:1762",  # untranslated: an ID
                sign=NO_IDENTITY,
            ),
            self._entry(tag).same_as,
            identify,
        )

    def delete(self, tags: tuple[str, ...]) -> None:
        """Ask whether to delete tags wherever they are used."""
        from tui.dialogs.base.choice import ChoiceDialog

        uses = self._codebook.uses_of(*tags)
        others = len(set(uses.tags) - set(tags))

        def delete(place: int) -> None:
            if place == 1:
                write = partial(self._codebook.delete, *tags)
                self._recode(
                    _("Deleting {tags}", tags=_named(tags)),
                    lambda progress: write(progress=progress),
                    lambda articles: _("Deleted in {articles}", articles=articles),
                )

        articles = counted(uses.articles, "article", "articles")
        if len(uses.tags) == 1:
            keep = _("Keep it")
            remove = _("Remove it from {articles}; the annotations stay", articles=articles)
        else:
            keep = _("Keep them")
            remove = _("Remove them from {articles}; the annotations stay", articles=articles)
        subject = (
            _("Delete {tags} and {count} below?", tags=_named(tags), count=others)
            if others
            else _("Delete {tags}?", tags=_named(tags))
        )
        dialog = ChoiceDialog(subject, [keep, remove])
        self._app.push_screen(dialog, when_answered(self._app, delete))

    def split(self, tag: str) -> None:
        """Ask which uses of a tag should get another tag, and which tag."""
        if all(each.name != tag for each in self._codebook.tags()):
            say(self._app, _("{tag} is only the parent of other tags: split one of those", tag=tag))
            return
        from store.tags.usage import Use, split, uses_of
        from tui.dialogs.uses import UsesDialog

        def ask_name(chosen: list[Use]) -> None:
            def say_split(into: str, count: int) -> None:
                uses = counted(count, "use", "uses")
                say(self._app, undoable(_("{uses} now {tag}", uses=uses, tag=into)))

            def part(into: str) -> None:
                self._writes.run_long(
                    _("Splitting {tag}", tag=tag),
                    partial(split, self._library, tag, chosen, into),
                    partial(say_split, into),
                )

            if chosen:
                uses = counted(len(chosen), "use", "uses")
                self._tags.ask_one(_("{uses} of {tag} become…", uses=uses, tag=tag), part)

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

    def _recode(
        self,
        work: str,
        write: Callable[[Progress], int],
        outcome: Callable[[str], str],
        *,
        failed: Callable[[PizhuError], None] | None = None,
    ) -> None:
        """Change tags wherever they are used, then show the outcome.

        :param outcome: makes a sentence of the number of articles.
        :param failed: called with the error if they cannot be changed. By default it is shown.
        """

        def done(articles: int) -> None:
            say(self._app, undoable(outcome(counted(articles, "article", "articles"))))

        self._writes.run_long(work, write, done, failed=failed)

    def _entry(self, name: str) -> Tag:
        return next((tag for tag in self._codebook.tags() if tag.name == name), Tag(name=name))

    def _ask(
        self,
        subject: str,
        hint: str,
        before: str,
        act: Callable[[PromptDialog, str], None],
        error: str = "",
    ) -> None:
        """Ask for a line of text.

        :param act: does something with it, and dismisses the dialog.
        :param error: what is wrong with the text before.
        """
        from tui.dialogs.base.prompt import PromptDialog

        dialog = PromptDialog(subject, hint, before, act=lambda typed: act(dialog, typed), error=error)
        self._app.push_screen(dialog)


def _named(tags: tuple[str, ...]) -> str:
    """Return tags for a title or a message: the name, or the number and the first names."""
    if len(tags) == 1:
        return _("the tag {tag}", tag=tags[0])
    names = listed((*tags[:MAX_NAMED], *["…"] * (len(tags) > MAX_NAMED)))
    return _("{count} tags ({names})", count=len(tags), names=names)
