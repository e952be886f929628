"""The user's settings."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from store.language import lazy
from store.model.listing.order import SortField

AT_START = {"at_start": True}
"""Marks a setting that takes effect when the reader starts. The others take effect at once."""

PaneId = Literal["articles", "reading", "tags", "notes"]
"""The name of a pane in the settings."""


class LineBreaking(StrEnum):
    """How strictly marks are kept away from the start and end of a line: CLREQ's levels of 避头尾."""

    BASIC = "basic"
    GB = "gb"
    STRICT = "strict"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings in ``config.toml``. Without the file, all have their defaults.

    The descriptions and limits are what the program, the JSON schema and ``docs/settings.md`` tell of them.
    They are in English, and translated where they are shown.

    A setting with a ``group`` begins a group, which goes on to the next one. ``environment`` is a variable
    that overrides the setting while it is set.
    """

    language: Annotated[
        Literal["auto", "en", "zh-Hans", "zh-Hant"],
        Meta(
            description=lazy(
                "The language of the interface. `auto`: that of the system. `PIZHU_LANG` comes "
                "before the setting."
            ).message,
            extra={"group": lazy("Looks", "settings"), "environment": "PIZHU_LANG"},
        ),
    ] = "auto"
    theme: Annotated[
        str,
        Meta(
            description=lazy(
                "`pizhu-ink` (dark), `pizhu-paper` (light), `pizhu-contrast`, `pizhu-terminal` and "
                "`pizhu-terminal-light` (the terminal's own colours), `pizhu-monochrome` (none), one of "
                "Textual, "
                "or one of your own, from `themes/` beside this file."
            ).message
        ),
    ] = "pizhu-ink"
    creator: Annotated[
        str,
        Meta(
            description=lazy(
                "The name that new annotations are signed with. If empty, the login name."
            ).message,
            extra={"group": lazy("Annotations", "settings"), **AT_START},
        ),
    ] = ""
    measure: Annotated[
        int,
        Meta(
            ge=10,
            le=120,
            description=lazy("The longest line in the reading view, in full-width characters.").message,
            extra={"group": lazy("Typography", "settings")},
        ),
    ] = 40
    indent: Annotated[
        int,
        Meta(
            ge=0,
            le=8,
            description=lazy("Full-width characters before the first line of a paragraph.").message,
        ),
    ] = 2
    punctuation: Annotated[
        Literal["auto", "full", "as-is"],
        Meta(
            description=lazy(
                "Whether half-width marks between Han characters are shown full-width. "
                "`auto`: where most are half-width."
            ).message
        ),
    ] = "auto"
    line_breaking: Annotated[
        LineBreaking,
        Meta(
            description=lazy(
                "How strictly marks are kept away from the start and end of a line, after CLREQ."
            ).message
        ),
    ] = LineBreaking.STRICT
    justified: Annotated[
        bool,
        Meta(description=lazy("Whether lines are filled to the measure. Otherwise they are ragged.").message),
    ] = False
    line_spacing: Annotated[
        int,
        Meta(
            ge=1,
            le=3,
            description=lazy("The rows of a line of text: 2 leaves a blank row between lines.").message,
        ),
    ] = 1
    paragraph_spacing: Annotated[
        int,
        Meta(
            ge=0, le=3, description=lazy("The blank rows between paragraphs; 0 as in printed books.").message
        ),
    ] = 1
    ambiguous: Annotated[
        Literal["ask", "narrow", "wide"],
        Meta(
            description=lazy(
                "The width of `“ ” ‘ ’ — … ·`: the terminal is asked, or one cell, or two."
            ).message,
            extra={"group": lazy("Terminal", "settings"), **AT_START},
        ),
    ] = "ask"
    cursor: Annotated[
        Literal["painted", "terminal"],
        Meta(
            description=lazy(
                "`terminal`: the terminal's own cursor is shown too, for braille displays and screen readers."
            ).message,
            extra=AT_START,
        ),
    ] = "painted"
    pinyin: Annotated[
        bool,
        Meta(
            description=lazy("Whether pinyin is shown above the words when the reader starts.").message,
            extra={"group": lazy("Reading aids", "settings")},
        ),
    ] = False
    focus: Annotated[
        bool,
        Meta(
            description=lazy(
                "Whether all but the sentence at the cursor is dimmed when the reader starts."
            ).message
        ),
    ] = False
    ruler: Annotated[
        bool,
        Meta(description=lazy("Whether the line of the cursor is coloured when the reader starts.").message),
    ] = False
    sort: Annotated[
        SortField,
        Meta(
            description=lazy("What the list of articles is sorted by when the reader starts.").message,
            extra={"group": lazy("Panes", "settings")},
        ),
    ] = SortField.ADDED
    sort_reversed: Annotated[
        bool, Meta(description=lazy("Whether the list is sorted from the other end.").message)
    ] = False
    columns: Annotated[
        tuple[str, ...],
        Meta(
            max_length=2,
            description=lazy(
                "Up to two attributes that the list of articles has as columns where it is wide enough."
            ).message,
        ),
    ] = ()
    hidden_panes: Annotated[
        tuple[PaneId, ...],
        Meta(description=lazy("The panes that are hidden when the reader starts.").message),
    ] = ()
    list_width: Annotated[
        int,
        Meta(ge=20, le=120, description=lazy("The width of the list of articles, in columns.").message),
    ] = 36
    side_width: Annotated[
        int,
        Meta(ge=20, le=120, description=lazy("The width of tags and notes, in columns.").message),
    ] = 40
    tags_height: Annotated[
        int,
        Meta(
            ge=10,
            le=90,
            description=lazy("The height of the tags, in per cent of that of tags and notes.").message,
        ),
    ] = 40
    backups: Annotated[
        int,
        Meta(
            ge=0,
            description=lazy(
                "The daily backups to keep, one for each day with a change; 0 for none."
            ).message,
            extra={"group": lazy("Backups", "settings"), **AT_START},
        ),
    ] = 10
    backup_folder: Annotated[
        str,
        Meta(
            description=lazy("The folder of the daily backups. If empty, `backups` in the library.").message,
            extra=AT_START,
        ),
    ] = ""
    keys: Annotated[
        dict[str, str | list[str]],
        Meta(
            description=lazy(
                "The keys of actions, by the names that `pizhu keys` shows; `preset` adds others."
            ).message,
            extra={"group": lazy("Keys", "settings"), **AT_START},
        ),
    ] = {}
