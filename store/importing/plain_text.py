"""Reads the bytes of a text file as an article."""

from __future__ import annotations

from pathlib import PurePath

from msgspec.structs import replace

from store.chinese.language import detect_language
from store.errors import BadInput
from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.language import _
from store.model.article import Block, Draft, Metadata, join_blocks, shared_fields
from store.press.byline import derive_metadata
from store.press.parts import find_parts


def read_text(data: bytes, name: str) -> tuple[Draft, str]:
    """Return the article in the bytes of a text file, and their encoding. ``origin`` is left empty.

    If the text has no words, its title is the name of the file.

    :param name: the name of the file, for error messages and titles.
    :raises BadInput: when the bytes are not text, or only white space.
    """
    source, encoding = decode(data, name)
    return draft_of_text(source, name), encoding


def draft_of_text(source: str, name: str) -> Draft:
    """Return the article in a text: see :func:`read_text`.

    :raises BadInput: when the text is only white space, or too long.
    """
    check_text(source, name)
    parts = find_parts(source)
    if not parts:
        raise BadInput(
            _("{name}: the file contains only white space; choose one with text in it.", name=name)
        )
    text, blocks = join_blocks(parts)
    draft = press_draft(text, blocks)
    if not any(map(str.isalnum, draft.title)):  # marks alone do not tell articles apart
        draft = replace(draft, title=_name_without_suffix(name) or draft.title or name)
    return draft


def _name_without_suffix(name: str) -> str:
    """The name of a file without its folder and suffix; empty if it has no word either."""
    stem = PurePath(name).stem.strip()
    return stem if any(map(str.isalnum, stem)) else ""


def press_draft(text: str, blocks: tuple[Block, ...], title: str = "") -> Draft:
    """Return an article with the metadata that its blocks state, and its language.

    :param title: replaces the title found in the text.
    """
    metadata = shared_fields(derive_metadata(text, blocks), Metadata)
    metadata["title"] = title.strip() or metadata["title"]
    return Draft(text=text, blocks=blocks, language=detect_language(text), **metadata)
