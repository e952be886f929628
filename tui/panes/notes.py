"""The notes pane: lists the note on the article and its annotations, and contains the note composer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from rich.markup import escape
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets.option_list import Option

from store.language import _, lazy
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.tag import Tag
from store.note_syntax.wikilinks import Link, links_in
from store.wording import counted, in_quotes
from tui.keys.action import Scope
from tui.keys.keymap import bindings
from tui.keys.requests import AnnotationRequest
from tui.looks.themes import tag_colour
from tui.looks.wording import NAMELESS
from tui.note_editing.composer import NoteComposer
from tui.note_editing.rendering import linked_lines
from tui.panes.jump_target import JumpTarget
from tui.panes.options import OptionsPane
from tui.panes.pane import PaneRequest
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted, wrapped

LONGEST_QUOTE = 80
"""The width in cells to which a quote is cut."""

ORPHAN_HINT = lazy("no longer in the text: select other words, and P puts it there")

MOVED_HINT = lazy("was {quote}: g c confirms it here, g v moves it")

NO_ARTICLE = lazy("No text is open:\nenter in the list\nof articles opens one.")
NO_NOTES = lazy("No notes yet: v selects words,\nc writes a note on them, t tags them.")
NONE_BY_PERSON = lazy("No notes by this person here:\ng w shows other people's.")

NO_WIDTH = Text()
"""Stands for a note while the pane has no width, so that keys typed ahead have a target."""

ARTICLE = "article"
"""The option ID of the note on the article. The other options have the IDs of their annotations."""


class NotesPane(OptionsPane):
    """Lists the notes and annotations of the open article, in text order."""

    SCOPE = Scope.NOTES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.NOTES)]

    class Opened(Message):
        """The user wants to go to the text of an annotation."""

        def __init__(self, annotation: Annotation) -> None:
            super().__init__()
            self.annotation = annotation

    class Requested(PaneRequest):
        """A request about the highlighted note."""

        def __init__(
            self,
            request: AnnotationRequest,
            article: Article,
            annotation: Annotation | None,
            link: Link | None = None,
        ) -> None:
            super().__init__()
            self.request = request
            self.article = article
            self.annotation = annotation
            """The annotation, or None for the note on the article."""
            self.link = link
            """The link to follow. If None, any link of the note."""

    def __init__(self) -> None:
        super().__init__(id="notes", classes="pane")
        self.composer = NoteComposer()
        """The composer, below the list."""
        self._annotations: dict[str, Annotation] = {}
        self._shown: tuple[Article | None, tuple[Annotation, ...], tuple[Tag, ...], str] = (None, (), (), "")
        self._width = 0
        self._broken: Collection[Link] = ()
        """The targets of links in the notes that lead nowhere."""

    @property
    def parts(self) -> tuple[Widget, ...]:
        """The list and the composer."""
        return (self, self.composer)

    @property
    def focus_target(self) -> Widget:
        """The editor while a note is written, otherwise the list."""
        return self.composer.editor or self

    def on_resize(self) -> None:
        """Wrap the notes for the new width, and keep the highlighted one visible."""
        width = self.scrollable_content_region.width - 2
        if width != self._width:
            self._width = width
            self.show(*self._shown)
        self.call_after_refresh(self.scroll_to_highlight)

    def show(
        self, article: Article | None, annotations: Iterable[Annotation], tags: Iterable[Tag], by: str = ""
    ) -> None:
        """Show the notes of an article.

        :param by: the creator that the annotations are filtered by, or empty.
        """
        here, place = self._highlighted_id(), self.highlighted or 0
        if article is None or self._shown[0] is None or article.id != self._shown[0].id:
            self._broken = ()
        self._shown = (article, tuple(annotations), tuple(tags), by)
        self._annotations = {annotation.id: annotation for annotation in annotations}
        theme = self.app.current_theme
        colours = {"": tag_colour("", theme).hex}  # for annotations without a tag
        colours |= {tag.name: tag_colour(tag.colour, theme).hex for tag in tags}
        self.clear_options()
        lost = sum(annotation.orphan for annotation in self._annotations.values())
        counts = f" {len(self._annotations)}" if self._annotations else ""
        moved = sum(annotation.moved for annotation in self._annotations.values())
        facts = [
            f"{self.SCOPE.label}{counts}",
            _("{count:,} lost", count=lost) if lost else "",
            _("{count:,} changed", count=moved) if moved else "",
        ]
        broken = len(self._broken)
        facts += [counted(broken, "broken link", "broken links") if broken else ""]
        facts += [_("by {creator}", creator=displayed(by)) if by else ""]
        self.border_title = escape(_(", ").join(filter(None, facts)))
        if article is not None and article.note:
            self.add_option(Option(self._article_lines(article.note), id=ARTICLE))
        several = len({annotation.creator for annotation in self._annotations.values()}) > 1
        for annotation in self._annotations.values():
            self.add_option(
                Option(self._annotation_lines(annotation, colours, signed=several), id=annotation.id)
            )
        if not self.option_count:
            hint = NONE_BY_PERSON if by else NO_NOTES if article else NO_ARTICLE
            self.add_option(Option(Text(str(hint), "dim"), disabled=True))
        elif here in self._annotations or (here == ARTICLE and article and article.note):
            self.highlighted = self.get_option_index(here)
        elif self.is_in_use:
            self.highlight_near(place)

    def show_broken(self, article: str, broken: Collection[Link]) -> None:
        """Show which links lead nowhere, if the article is still shown.

        :param article: the ID of the article whose notes have the links.
        :param broken: their targets: see :attr:`Link.target`.
        """
        here = self._shown[0]
        if here is not None and here.id == article and set(broken) != set(self._broken):
            self._broken = broken
            self.show(*self._shown)

    def highlight(self, annotation: Annotation) -> None:
        """Highlight an annotation, if it is shown."""
        if annotation.id in self._annotations and self.option_count:
            self.highlighted = self.get_option_index(annotation.id)

    def _highlighted_id(self) -> str | None:
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def _annotation(self) -> Annotation | None:
        """The highlighted annotation, or None."""
        return self._annotations.get(self._highlighted_id() or "")

    def action_go(self) -> None:
        """Go to the text of the highlighted note."""
        annotation = self._annotation()
        if annotation is not None and not annotation.orphan:
            self.post_message(self.Opened(annotation))

    def on_option_list_option_selected(self, event: OptionsPane.OptionSelected) -> None:
        """Do the same on a click as on the key."""
        event.stop()
        self.action_go()

    def jump_targets(self) -> Iterator[JumpTarget]:
        """The visible notes and the links in them, each where it begins."""
        region, seen = self.content_region, set[tuple[int, int | None]]()
        for y in range(region.height):
            x = region.x
            for segment in self.render_line(y):
                meta = segment.style.meta if segment.style else {}
                option, link = meta.get("option"), meta.get("link")
                if option is not None and self._is_note(option) and (option, link) not in seen:
                    seen.add((option, link))
                    go = partial(self._go, option) if link is None else partial(self._follow, option, link)
                    yield JumpTarget(x, region.y + y, go)
                x += segment.cell_length

    def _is_note(self, option: int) -> bool:
        return option < self.option_count and self.get_option_at_index(option).id is not None

    def _follow(self, option: int, start: int) -> None:
        """Follow the link that begins at an offset of the note of an option."""
        self._go(option)
        article, annotation = self._shown[0], self._annotation()
        if article is None:
            return
        links = links_in((annotation or article).note)
        link = next((each for each in links if each.start == start), None)
        self.post_message(self.Requested(AnnotationRequest.FOLLOW, article, annotation, link))

    def action_ask(self, request: str) -> None:
        """Post a request about the highlighted annotation, or about the article if no annotation is."""
        article = self._shown[0]
        if article is not None:
            self.post_message(self.Requested(AnnotationRequest(request), article, self._annotation()))

    def _article_lines(self, note: str) -> Text:
        """The option of the note on the article."""
        return (
            self._add_note(Text.assemble((_("The article") + "\n", "bold")), note)
            if self._width > 0
            else NO_WIDTH
        )

    def _annotation_lines(self, annotation: Annotation, colours: Mapping[str, str], *, signed: bool) -> Text:
        """The option of an annotation: its quote, its tags, its creator if ``signed``, and its note."""
        width = self._width
        if width <= 0:
            return NO_WIDTH
        colour = next((colours[tag] for tag in annotation.tags if tag in colours), colours[""])
        text = Text()
        for line in wrapped(fitted(annotation.exact, LONGEST_QUOTE), width - 1):
            text.append("▌", colour).append(f"{line}\n", "italic dim" if annotation.orphan else "italic")
        if annotation.orphan:
            for line in wrapped(str(ORPHAN_HINT), width - 2):
                text.append(f"  {line}\n", "dim")
        if annotation.moved:
            was = MOVED_HINT.format(quote=in_quotes(fitted(annotation.former, LONGEST_QUOTE)))
            for line in wrapped(was, width - 2):
                text.append(f"  {line}\n", "dim")
        if annotation.tags:
            text.append(" ")
            for tag in annotation.tags:
                text.append(f" #{displayed(tag)}", colours.get(tag, colours[""]))
            text.append("\n")
        if signed:
            text.append(f"  {fitted(annotation.creator or str(NAMELESS), width - 2)}\n", "dim")
        return self._add_note(text, annotation.note)

    def _add_note(self, text: Text, note: str) -> Text:
        """Add a note to an option, with its links underlined or, if they are broken, struck through."""
        error = self.app.current_theme.error
        lines = linked_lines(note, self._width - 2, broken=self._broken, error_colour=error) if note else ()
        for line in lines:
            text.append("  ").append_text(line).append("\n")
        return text
