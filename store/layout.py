"""Names in a library: which files and folders are its own, and where each article's stand."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from store.durable import TEMPORARY

_SHELF = re.compile("[0-9a-f]{2}").fullmatch
_ID = re.compile("[0-9a-f]{16}").fullmatch


def is_shelf(name: str) -> bool:
    """Whether the name is that of a folder of articles: the first two digits of their IDs."""
    return _SHELF(name) is not None


def is_id(name: str) -> bool:
    """Whether the name is that of an article: 16 hexadecimal digits, so never a way out of the library."""
    return _ID(name) is not None


@lru_cache(maxsize=256)
def on_shelf(articles: Path, article: str, suffix: str) -> Path:
    """Where a file of an article stands, below the folder ``articles``."""
    return articles / article[:2] / f"{article}.{suffix}"


def article_and_suffix(name: str, shelf: str) -> tuple[str, str]:
    """The article that a file on a shelf belongs to, and its ending; two empty strings for any other file."""
    article, dot, suffix = name.partition(".")
    belongs = is_id(article) and article.startswith(shelf) and suffix in ("json", "txt")
    return (article, dot + suffix) if belongs else ("", "")


def is_temporary(name: str) -> bool:
    """Whether the name is that of a file that is being written, or was when a crash came."""
    return name.startswith(".") and name.endswith(TEMPORARY)


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where there is none."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def has_visible(folder: Path) -> bool:
    """Whether something that is not hidden stands in a folder."""
    return any(not entry.name.startswith(".") for entry in folder.iterdir())
