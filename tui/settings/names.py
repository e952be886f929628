"""What the settings are called in the interface. In English they are called as they are in the file."""

from __future__ import annotations

from store.language import lazy

NAMES = {
    "language": lazy("language", "name of a setting"),
    "theme": lazy("theme", "name of a setting"),
    "creator": lazy("creator", "name of a setting"),
    "measure": lazy("measure", "name of a setting"),
    "indent": lazy("indent", "name of a setting"),
    "punctuation": lazy("punctuation", "name of a setting"),
    "line_breaking": lazy("line_breaking", "name of a setting"),
    "justified": lazy("justified", "name of a setting"),
    "line_spacing": lazy("line_spacing", "name of a setting"),
    "paragraph_spacing": lazy("paragraph_spacing", "name of a setting"),
    "ambiguous": lazy("ambiguous", "name of a setting"),
    "cursor": lazy("cursor", "name of a setting"),
    "pinyin": lazy("pinyin", "name of a setting"),
    "focus": lazy("focus", "name of a setting"),
    "ruler": lazy("ruler", "name of a setting"),
    "sort": lazy("sort", "name of a setting"),
    "sort_reversed": lazy("sort_reversed", "name of a setting"),
    "columns": lazy("columns", "name of a setting"),
    "hidden_panes": lazy("hidden_panes", "name of a setting"),
    "list_width": lazy("list_width", "name of a setting"),
    "side_width": lazy("side_width", "name of a setting"),
    "tags_height": lazy("tags_height", "name of a setting"),
    "backups": lazy("backups", "name of a setting"),
    "backup_folder": lazy("backup_folder", "name of a setting"),
    "keys": lazy("keys", "name of a setting"),
}
"""The name of each setting, by its name in the file."""


def name_of(setting: str) -> str:
    """The name of a setting in the current language."""
    return str(NAMES[setting])
