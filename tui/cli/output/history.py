"""Printing undone and redone changes."""

from __future__ import annotations

from store.language import _
from tui.cli.output.printing import print_json, print_text


def print_step(as_json: bool, direction: str, label: str | None) -> None:
    """Print the change that was undone or redone.

    :param direction: ``undone`` or ``redone``.
    :param label: the change in words; None if there was none.
    """
    if as_json:
        print_json(**{direction: label})
    elif label is None:
        print_text(
            _("There is nothing to undo.") if direction == "undone" else _("There is nothing to redo.")
        )
    else:
        print_text(
            _("Undone: {label}", label=label) if direction == "undone" else _("Redone: {label}", label=label)
        )
