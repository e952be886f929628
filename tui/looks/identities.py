"""How identities of tags are shown, and what can open their addresses."""

from __future__ import annotations

import webbrowser

from rich.style import Style

from store.model.identity import identity_address
from tui.looks.addresses import hyperlink


def identity_style(identity: str) -> Style:
    """The style of an identity: a hyperlink if it has an address."""
    return hyperlink(identity_address(identity))


def has_browser() -> bool:
    """Whether there is a browser with a window. One without it would take the terminal from the reader."""
    try:
        return type(webbrowser.get()) is not webbrowser.GenericBrowser
    except webbrowser.Error:
        return False
