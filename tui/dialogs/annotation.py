"""Shows an annotation in full: its words, tags, note, creator, links and backlinks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar, TypeAlias

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.language import _, lazy
from store.model.annotation import Annotation, is_known_time
from store.note_syntax.wikilinks import Link
from store.notes.all_notes import Note
from tui.dialogs.base.dialog import PageDialog, set_frame
from tui.keys.keymap import key_name
from tui.late_answers import late_answer
from tui.note_editing.rendering import linked_lines
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted, wrapped

KEYS = lazy("c edit · esc close")
KEYS_WITH_LINKS = lazy("1-9 follow · c edit · esc close")

WIDTH, MARGIN = 72, 5
"""The greatest width of the dialog, and that of its frame, padding and scrollbar, in cells."""

DIGITS = 9
"""The number of links that have a digit as their key."""

EDIT = "edit"

NextStep: TypeAlias = str | Sequence[Link] | Note
"""What to do next: edit the note (:data:`EDIT`), follow one of some links, or go to a note."""


class AnnotationDialog(PageDialog[NextStep | None]):
    """Shows an annotation. Returns the next step, or None if closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Leave"),
        Binding("c", "edit", "Edit"),
        # The second key of `g d`. The first has no effect here.
        Binding("d", "follow", "Follow"),
        *(Binding(str(digit), f"follow_number({digit})", "Follow") for digit in range(1, DIGITS + 1)),
    ]

    def __init__(self, annotation: Annotation, links: Sequence[Link] = ()) -> None:
        """Create the dialog. ``links`` are those of the note. :meth:`show` adds more about them."""
        super().__init__()
        self._annotation = annotation
        self._links = links
        self._dead: Collection[Link] = ()
        self._backlinks: Sequence[Note] = ()

    def compose(self) -> ComposeResult:
        """The annotation, in a window that scrolls."""
        with VerticalScroll(classes="dialog"):
            yield Static()

    def on_mount(self) -> None:
        """Show what is known so far."""
        self._update()

    def on_resize(self) -> None:
        """Wrap the lines for the new width."""
        # After the refresh, because an update during the resize would not change the height.
        self.call_after_refresh(self._update)

    @late_answer
    def show(self, dead: Collection[Link], backlinks: Sequence[Note]) -> None:
        """Show which links have no target, and the notes that link to this annotation."""
        self._dead, self._backlinks = dead, backlinks
        self._update()

    def _update(self) -> None:
        keys = KEYS_WITH_LINKS if self._links or self._backlinks else KEYS
        set_frame(self.query_one(VerticalScroll), _("Annotation"), keys)
        self.query_one(Static).update(self._page())

    def _page(self) -> Text:
        width = min(WIDTH, self.app.size.width * 96 // 100) - MARGIN
        annotation, page = self._annotation, Text()
        for line in wrapped(annotation.exact, width):
            page.append(f"{line}\n", "italic")
        if annotation.moved:
            was = _(
                "It was on 「{words}」 before the text changed: {key} confirms it here.",
                words=displayed(annotation.former),
                key=key_name("reading.confirm-annotation"),
            )
            page.append("\n" + "\n".join(wrapped(was, width)) + "\n", "dim")
        if annotation.tags:
            page.append("\n" + "  ".join(f"#{displayed(tag)}" for tag in annotation.tags) + "\n")
        page.append("\n")
        for linked in self._note_lines(width):
            page.append_text(linked).append("\n")
        modified = annotation.modified[:16].replace("T", " ") if is_known_time(annotation.modified) else ""
        when = f"{modified} UTC" if modified else ""
        page.append("\n" + "  ".join(filter(None, (displayed(annotation.creator), when))), "dim")
        self._add_links(page, width)
        return page

    def _note_lines(self, width: int) -> list[Text]:
        """The note, with its links underlined or, if they lead nowhere, struck through."""
        return linked_lines(
            self._annotation.note or _("No note yet. Press c to write one."),
            width,
            broken={link.target for link in self._dead},
            error_colour=self.app.current_theme.error,
        )

    def _add_links(self, page: Text, width: int) -> None:
        """Add the links and backlinks, the first nine with a digit."""
        lines = []
        for link in self._links:
            dead = f"  {_('leads nowhere')}" if link in self._dead else ""
            lines.append(f"→ {fitted(link.shown, width - cell_len(dead) - 4)}{dead}")
        for note in self._backlinks:
            title = fitted(note.title, width // 3)
            lines.append(f"← {title}  {fitted(note.note, width - width // 3 - 8)}")
        for number, line in enumerate(lines, 1):
            page.append("\n\n" if number == 1 else "\n")
            page.append(f"{number} " if number <= DIGITS else "  ", "bold").append(line)

    def action_follow_number(self, digit: int) -> None:
        """Follow the link or backlink with this digit."""
        if digit <= len(self._links):
            self.dismiss(self._links[digit - 1 : digit])
        elif digit <= len(self._links) + len(self._backlinks):
            self.dismiss(self._backlinks[digit - len(self._links) - 1])

    def action_follow(self) -> None:
        """Follow a link of the note. If there are several, the caller asks which one."""
        if self._links:
            self.dismiss(self._links)

    def action_edit(self) -> None:
        """Edit the note."""
        self.dismiss(EDIT)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)
