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
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t].*)?")
_TASK = re.compile(r"[ \t]*+(?:[-*+]|\d{1,3}\.)[ \t]*+(?:\[[ xX]\])?[ \t]*+")
"""A task or an item of a list without words."""
_PROPERTY = re.compile(r"^[^\s:：][^:：\n]{0,60}[:：]", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]{0,200}`")
_END_OF_SENTENCE = ("。", "！", "？", ".", "!", "?")
_BEGINNING = 4_000
"""Code points that tell drawings and templates."""
_MOST_OF_TEMPLATE = 60
"""Letters beside the places to be filled in."""
_LETTERS_FOR_PLACE = 12
"""Letters beside each of them."""
_LATIN_FOR_HAN = 3
"""Latin letters that say as much as one Han character."""


def kind_of_note(name: str, text: str) -> str:
    """Return what a Markdown file is that is no article; empty if it may be one.

    :param name: its path.
    :param text: its beginning.
    """
    if name.lower().endswith(".excalidraw.md") or _DRAWING.search(text[:_BEGINNING]):
        return DRAWINGS
    front = _FRONT.match(text)
    if front and (front["properties"] or "").strip() and not _PROPERTY.search(front["properties"]):
        front = None
    body = text[front.end() :] if front else text
    if _PLACE.search(text[:_BEGINNING]):
        folders = {each.lower() for each in PurePosixPath(name.replace("\\", "/")).parts[:-1]}
        if _TEMPLATE_FOLDERS & folders or _is_template(text[:_BEGINNING], body):
            return TEMPLATES
    return EMPTY if text.strip() and _is_empty(body, has_properties=front is not None) else ""


def _is_template(beginning: str, body: str) -> bool:
    """Whether places to be filled in make up much of a text, and stand in no sentence.

    :param beginning: the beginning of the file, with its properties.
    :param body: what stands below the properties.
    """
    lines = _CODE.sub("", beginning).splitlines()
    if any(_PLACE.search(line) and line.rstrip().endswith(_END_OF_SENTENCE) for line in lines):
        return False
    places = sum(len(_PLACE.findall(line)) for line in lines)
    beside = [line for line in body[: _BEGINNING * 2].splitlines() if not _HEADING.fullmatch(line)]
    letters = [each for each in _PLACE.sub("", "\n".join(beside)) if each.isalpha()]
    latin = sum(each < "\u0250" for each in letters)
    said = len(letters) - latin + latin // _LATIN_FOR_HAN
    return said < min(_MOST_OF_TEMPLATE, _LETTERS_FOR_PLACE * places + 1)


def _is_empty(body: str, *, has_properties: bool) -> bool:
    """Whether a note has only a head: properties, headings without letters, or tasks without words.

    Headings with letters and nothing below them are an outline, which is kept.
    """
    has_head, has_tasks, has_outline = has_properties, False, False
    for line in body.splitlines():
        if _HEADING.fullmatch(line):
            has_head = True
            has_outline = has_outline or any(map(str.isalpha, line))
        elif _TASK.fullmatch(line):
            has_tasks = True
        elif any(map(str.isalnum, line)):
            return False
    return has_head and (has_tasks or not has_outline)


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
