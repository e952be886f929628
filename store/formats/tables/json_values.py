"""Tells what the values in JSON are: the text of an article, by what it says; a nested value, by its path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

import msgspec

from store.formats.shared.json_reading.located_json import BOM, JSON_ERRORS
from store.formats.tables.columns import field_of

QUOTE_LISTS = (
    *("entries", "highlights", "annotations", "bookmarks", "marks", "clippings", "quotes", "updated"),
    *("划线", "标注", "摘录"),
)
"""The keys of lists of quotes in an article or a book."""

_LEAST_MARKUP = 20
"""Han characters of markup that is the text of an article."""

_LEAST_PROSE = 100
"""Han characters of a plain string that is one."""

_LOOKED_AT = 5_000
"""Code points of a string that tell whether it is one."""

_TAG = re.compile(
    r"<(?:p|div|br|section|article|h[1-6]|span|blockquote|figure|ul|ol|table)\b[^<>]*>", re.IGNORECASE
)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_SENTENCE_END = re.compile("[。！？!?…]")

_MOST_KEYS = 12
_MOST_PATHS = 200
_DEEPEST = 6
_MOST_VISITED = 2_000


def is_text(value: object) -> bool:
    """Whether a value is the text of an article: markup with words in it, or long prose."""
    if not isinstance(value, str) or len(value) < _LEAST_MARKUP:
        return False
    beginning = value[:_LOOKED_AT]
    if _TAG.search(beginning):
        return len(_HAN.findall(beginning)) >= _LEAST_MARKUP
    return len(_HAN.findall(beginning)) >= _LEAST_PROSE and bool(_SENTENCE_END.search(beginning))


def has_text(value: object) -> bool:
    """Whether an object has the text of an article, by its key or by what it says."""
    if not isinstance(value, dict):
        return False
    return any(
        is_text(each) or (field_of(str(key)) == "text" and not isinstance(each, (dict, bool, int, float)))
        for key, each in value.items()
    )


def quotes_in(value: object) -> int:
    """Return how many quotes an object has in its lists of quotes."""
    if not isinstance(value, dict):
        return 0
    lists = [each for key in QUOTE_LISTS if isinstance(each := value.get(key), list)]
    return sum(isinstance(each, dict) for found in lists for each in found)


def value_at(value: object, path: str) -> object:
    """Return the value of a nested key such as ``attributes.body``; None if there is none.

    The path may also begin above the object, as in ``data.list.attributes.body``.
    """
    names = [name for name in re.split(r"\[\d*\]\.?|\.", path) if name]
    for first in range(len(names)):
        found = value
        for name in names[first:]:
            if isinstance(found, list) and name.isdecimal():
                found = found[int(name)] if int(name) < len(found) else None
            elif isinstance(found, list):
                found = next((each[name] for each in found if isinstance(each, dict) and name in each), None)
            else:
                found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            return found
    return None


def nested_paths(objects: Iterable[object]) -> list[str]:
    """Return the paths of the nested values of objects, such as ``attributes.body``, in their order.

    :func:`value_at` finds them. Objects with a ``$`` key, which are dates or numbers, count as values.
    """
    found: dict[str, None] = {}
    waiting: list[tuple[str, object]] = [("", each) for each in objects]
    for _ in range(_MOST_VISITED):
        if not waiting or len(found) >= _MOST_PATHS:
            break
        path, value = waiting.pop(0)
        if isinstance(value, list):
            value = next((each for each in value if isinstance(each, dict)), None)
        if not isinstance(value, dict) or path.count(".") >= _DEEPEST:
            continue
        for key, each in islice(value.items(), 50):
            here = f"{path}.{key}".lstrip(".")
            if _has_keys(each):
                waiting.append((here, each))
            elif path and "[" not in here:
                found.setdefault(here)
    return list(islice(found, _MOST_PATHS))


def _has_keys(value: object) -> bool:
    """Whether a value is an object, or a list that has one."""
    if isinstance(value, list):
        return any(isinstance(each, dict) for each in value[:_MOST_KEYS])
    return isinstance(value, dict) and not any(str(key).startswith("$") for key in value)


def keys_in(data: bytes) -> list[str]:
    """Return the first keys of JSON, nested ones by their path (``data.list[].title``); none if invalid."""
    try:
        document = msgspec.json.decode(data.removeprefix(BOM))
    except JSON_ERRORS:
        return []
    found: dict[str, None] = {}
    waiting: list[tuple[str, object]] = [("", document)]
    for _ in range(_MOST_VISITED):
        if not waiting or len(found) > _MOST_KEYS:
            break
        path, value = waiting.pop(0)
        if path.count(".") >= _DEEPEST:
            continue
        if isinstance(value, list):
            waiting += ((f"{path}[]", each) for each in islice(value, 1))
        elif isinstance(value, dict):
            inner = [(f"{path}.{str(key)[:40]}".lstrip("."), each) for key, each in islice(value.items(), 50)]
            found.update((each, None) for each, below in inner if not isinstance(below, (dict, list)))
            waiting += inner
    return [*islice(found, _MOST_KEYS), *["…"] * (len(found) > _MOST_KEYS)]
