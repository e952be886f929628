"""Tells which files of a folder of notes are no articles: drawings, templates, notes without text, databases.

The folders are vaults of Obsidian and exports of Notion.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from store.language import lazy

NOTE_KINDS = (
    lazy("drawings of Excalidraw"),
    lazy("templates of notes"),
    lazy("notes without text"),
    lazy("databases of Notion, whose pages are files"),
    lazy("notes in the trash"),
)
DRAWINGS, TEMPLATES, EMPTY, DATABASES, TRASH = (each.message for each in NOTE_KINDS)
"""What such files are called that are skipped. :func:`store.importing.folders.of_kind` translates it."""

NOTION_HASH = re.compile(r"[ _-]?[0-9a-f]{32}(?=_all$|$)")
"""What Notion adds to the name of each page."""

_FRONT = re.compile(r"\s*---[ \t]*\n(?P<properties>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_DRAWING = re.compile(r"^excalidraw-plugin:|^```compressed-json", re.MULTILINE)
_PLACE = re.compile(
    r"\{\{\s*(?:title|date|time|name|标题|日期|时间)(?::[^{}\n]{0,40})?\s*\}\}|<%[-_*+]*\s*(?:tp|await)[.\s]",
    re.IGNORECASE,
)
"""A place that Obsidian or its plug-in Templater fills in."""
_TEMPLATE_FOLDERS = frozenset(("template", "templates", "_templates", "模板", "模版", "模板库"))
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_HEADING = re.compile(r"^\s{0,3}#{1,6}(?:\s.*)?$", re.MULTILINE)
_MOST_OF_TEMPLATE = 60
"""Han characters beside the places to be filled in."""


def kind_of_note(name: str, text: str) -> str:
    """Return what a Markdown file is that is no article; empty if it may be one.

    :param name: its path.
    :param text: its beginning.
    """
    if name.lower().endswith(".excalidraw.md") or _DRAWING.search(text[:4000]):
        return DRAWINGS
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    if _PLACE.search(text[:4000]):
        folders = {each.lower() for each in PurePosixPath(name.replace("\\\\", "/")).parts[:-1]}
        if _TEMPLATE_FOLDERS & folders or len(_HAN.findall(_HEADING.sub("", body))) < _MOST_OF_TEMPLATE:
            return TEMPLATES
    bare = _HEADING.sub("", re.sub(r"^\s*(?:[-*+]|\d{1,3}\.)\s*\[[ xX]\]\s*$", "", body, flags=re.MULTILINE))
    if text.strip() and not any(map(str.isalnum, bare)) and (front or _HEADING.search(body)):
        return EMPTY
    return ""


def is_database(name: str, folders: Collection[str]) -> bool:
    """Whether a table is a database of Notion, whose pages are in a folder beside it.

    :param folders: the paths of the folders that there are.
    """
    path = PurePosixPath(name)
    if path.suffix.lower() != ".csv" or not NOTION_HASH.search(path.stem):
        return False
    whole = path.stem.removesuffix("_all")
    return any(
        str(path.with_name(each)) in folders for each in (whole, NOTION_HASH.sub("", whole).strip()) if each
    )
