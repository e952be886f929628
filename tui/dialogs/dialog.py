"""What all dialogs have in common: how they look, over the panes, which stay in sight."""

from __future__ import annotations

from typing import TypeVar

from rich.markup import escape
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.typesetting import displayed

T = TypeVar("T")


def entitle(box: Widget, title: str, keys: str) -> None:
    """Write a title and the keys into the frame of a dialog, as words, not as markup."""
    box.border_title = escape(displayed(title))
    box.border_subtitle = escape(keys)


class Dialog(ModalScreen[T]):
    """A question; its look is read when the first one opens, not before the first screen."""

    SCOPED_CSS = False  # the rules are of the dialog itself, too
    CSS = """
    Dialog {
        align: center middle;
        background: $background 55%;
    }

    .dialog {
        width: 72;
        max-width: 96%;
        height: auto;
        max-height: 90%;
        background: $surface;
        border: round $border;
        border-title-color: $primary;
        border-title-style: bold;
        border-subtitle-color: $foreground 60%;
        padding: 0 1;

        Input { border: none; height: 1; padding: 0; margin: 1 0; background: $panel; }
        OptionList {
            border: none; background: $surface; max-height: 14; padding: 0; scrollbar-size-vertical: 1;
            & > .option-list--option-highlighted {
                color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
            }
        }
        TextArea { border: none; height: 10; margin: 1 0; background: $panel; padding: 0 1; }
        .refusal { color: $error; height: auto; }
        .explained { color: $foreground 60%; height: auto; }
    }

    .help { width: 90; height: 90%; scrollbar-size-vertical: 1; }
    """
