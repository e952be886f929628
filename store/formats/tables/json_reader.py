"""Reads JSON and JSON Lines of articles, one object an article, whatever program wrote them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeGuard

import msgspec

from store.errors import BadInput
from store.formats.shared.json_reading.located_json import BOM, JSON_ERRORS, problem_of
from store.formats.tables.article_rows import MAX_COLUMNS, SAMPLE_ROWS, Row, read_rows
from store.formats.tables.columns import field_of
from store.formats.tables.json_values import has_text, is_text, keys_in, nested_paths, quotes_in, value_at
from store.importing.decoding.encodings import decode
from store.importing.file_formats import HEAD_BYTES, is_telegram
from store.importing.input_file import open_input
from store.importing.limits import MAX_FILE_BYTES, check_json, too_large
from store.importing.piece import Piece, Source
from store.language import _
from store.wording import counted, listed

_HEAD_BYTES = 1 << 18
"""Bytes at the start of a file that tell whether it has articles."""

_OBJECTS = re.compile(r'(?:\[\s*)?\{\s*"')
"""How a text begins that is an object of JSON, or a list of them."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_TOKENS = 3_000
_MAX_CELLS = 20_000_000
"""Objects by different keys of all of them."""

_WRAPPERS = 3
"""Objects in each other that may wrap the list of articles."""

_MOST_EXAMINED = 20
"""Objects that tell whether a file has articles: not each needs to have a text."""

_LONG = 200
"""Characters of a string that is probably a text."""

_OTHERS = frozenset({
    "pizhu", "@context", "target", "entities", "relations", "spans", "itemType", "annotationText", "aliases",
    "colour",
})  # fmt: skip
"""Keys of objects that other readers know: Pizhu, W3C, Hypothesis, doccano, Zotero, codebooks."""

_LISTED_LABELS = re.compile(r'"labels?"\s*:\s*\[\s*\[')


def is_file_of_articles(path: Path) -> bool:
    """Whether the first object of a JSON file looks like an article, and like nothing known otherwise."""
    try:
        with open_input(path) as file:
            return is_start_of_articles(file.read(_HEAD_BYTES) or b"")
    except (BadInput, OSError):
        return False


def is_start_of_articles(head: bytes) -> bool:
    """Whether this is the start of JSON of articles; see :func:`is_file_of_articles`."""
    if is_telegram(head):
        return True
    try:
        text = (
            decode(head, "")[0]
            if head.startswith((b"\xff\xfe", b"\xfe\xff"))
            else head.removeprefix(BOM).decode("utf-8", "replace")
        )
    except BadInput:
        return False
    if not re.match(r"\s*(?:\{|\[\s*\{)", text) or _LISTED_LABELS.search(text):
        return False
    first = True
    for keys, longest, has_prose in islice(_first_objects(text), _MOST_EXAMINED):
        if _OTHERS & set(keys) or (first and keys[0] == "type"):
            return False
        fields = [field_of(key) for key in keys]
        if "text" in fields or ("title" in fields and longest >= _LONG) or has_prose:
            return True
        first = False
    return False


def is_json(head: bytes) -> bool:
    """Whether a text without a name is JSON: an object, or a list or lines of them.

    :param head: its beginning. The rest is not looked at.
    """
    start = head.decode("utf-8-sig", "ignore").lstrip()
    if not _OBJECTS.match(start):
        return False
    is_whole = len(head) < HEAD_BYTES
    try:
        _unused, end = json.JSONDecoder().raw_decode(start)
    except (ValueError, RecursionError):
        return not is_whole
    rest = start[end:].lstrip()
    return not rest or rest.startswith("{")


def _first_objects(text: str) -> Iterator[tuple[list[str], int, bool]]:
    """Yield the keys of each of the first objects, the length of the longest string in it, and whether one of
    its strings is the text of an article, whatever its key.
    """
    keys: list[str] = []
    longest = depth = 0
    has_prose = False
    last = ""
    for count, match in enumerate(_TOKEN.finditer(text)):
        sign = match[0]
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if sign == "}" and depth <= 1 and keys:
                yield keys, longest, has_prose
                keys, longest, has_prose = [], 0, False
        elif sign == ":" and last.startswith('"'):
            keys.append(_unescaped(last))
        elif sign.startswith('"'):
            longest = max(longest, len(sign))
            has_prose = has_prose or is_text(_unescaped(sign))
        last = sign
        if count > _TOKENS:
            break
    if keys:
        yield keys, longest, has_prose


def _unescaped(string: str) -> str:
    try:
        return msgspec.json.decode(string.encode("utf-8", "replace"), type=str)
    except JSON_ERRORS:
        return string[1:-1]


def read(data: bytes, source: Source) -> list[Piece]:
    """Return the articles in JSON, a list of objects or an object with such a list, or in JSON Lines.

    :raises BadInput: the JSON is invalid, or its objects have no text.
    """
    if not source.options.columns and not is_start_of_articles(data[:_HEAD_BYTES]):
        raise no_articles(data, source.name)
    found = objects_in(data, source.name)
    rows = found.rows(_paths(source))
    nested = nested_paths(each for _unused, each in found.objects[:SAMPLE_ROWS])
    quotes = sum(quotes_in(each) for _unused, each in found.objects)
    remarks = [_("{what} in it left out", what=counted(quotes, "quote", "quotes"))] if quotes else []
    return read_rows(
        rows, source, unit="object", encoding=found.encoding, remarks=remarks, named=True, nested=nested
    )


class FoundObjects(NamedTuple):
    """The objects of a file, one for each article."""

    name: str
    """What errors call the file."""
    objects: list[tuple[int, object]]
    """The number of each, or of its line, from 1, and the object."""
    invalid: list[Row]
    """Lines that are not valid."""
    encoding: str

    def rows(self, paths: Sequence[str]) -> Iterator[Row]:
        """Yield the keys of all objects as the first row, then their values, then the invalid lines.

        :param paths: nested keys that are columns too.
        :raises BadInput: they have too many different keys.
        """
        yield from _rows(self.objects, self.name, paths)
        yield from self.invalid


def objects_in(data: bytes, name: str) -> FoundObjects:
    """Return the objects in JSON or JSON Lines that may be articles.

    :raises BadInput: the JSON is invalid or too large, or has no list of objects.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name, MAX_FILE_BYTES, _("too large for a table; split it first"))
    text, encoding = decode(data, name)
    content = text.encode("utf-8", "surrogatepass")
    check_json(content, name)
    try:
        document = msgspec.json.decode(content)
    except JSON_ERRORS as error:
        return FoundObjects(name, *_lines(text, name, str(error)), encoding)
    objects = _objects(document)
    if not objects:
        raise BadInput(
            _(
                "{name}: this JSON has no list of objects, one for each article: choose another file.",
                name=name,
            )
        )
    return FoundObjects(name, list(enumerate(objects, 1)), [], encoding)


def no_articles(data: bytes, name: str) -> BadInput:
    """Return the error for JSON in which no text was found: it says which keys were looked at."""
    keys = keys_in(data)
    if not keys:
        return BadInput(
            _(
                "{name}: no text of an article was found in this JSON, nor notes of a program that is known: "
                "name the key of the text with `pizhu import --map text=KEY`, a nested one as "
                "text=attributes.body.",
                name=name,
            )
        )
    return BadInput(
        _(
            "{name}: no text of an article was found in this JSON (its keys: {keys}), nor notes of a program "
            "that is known: name the key of the text with `pizhu import --map text=KEY`, a nested one as "
            "text=attributes.body.",
            name=name,
            keys=listed(keys),
        )
    )


def _paths(source: Source) -> list[str]:
    """Return the nested keys that the user has named, such as ``attributes.body``."""
    return [column for column in source.options.columns.values() if "." in column]


def _lines(text: str, name: str, error: str) -> tuple[list[tuple[int, object]], list[Row]]:
    """Return the objects of JSON Lines with their lines, and the lines that are invalid, which say so.

    :raises BadInput: no line is valid.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    decoded: list[tuple[int, object]] = []
    bad: list[Row] = []
    for number, line in lines:
        try:
            decoded.append((number, msgspec.json.decode(line.encode("utf-8", "surrogatepass"))))
        except JSON_ERRORS:
            bad.append(Row(number, (), _("invalid JSON")))
    if len(decoded) < max(1, len(lines) // 2):
        raise BadInput(
            _(
                "{name} is not valid JSON: {reason}: export it again.",
                name=name,
                reason=problem_of(error),
            )
        )
    return [(number, _flat(each)) for number, each in decoded], bad


def _objects(document: object, depth: int = 0) -> list[object]:
    """Return the objects of a document: its own, those of its longest list, or the document itself.

    The list may stand in objects that wrap it, as interfaces of programs answer: ``{"data": {"list": […]}}``.
    Objects in which another one has the text are joined with that: ``{"id": 1, "attributes": {"body": …}}``.
    """
    if isinstance(document, list):
        return [_flat(each) for each in document]
    if not isinstance(document, dict):
        return []
    return [_flat(each) for each in _found_objects(document, depth)]


def _flat(document: object) -> object:
    """Return an object with the keys of the objects in it, if one of those has its text; else as it is.

    The texts of several are joined. What has a key that is taken is kept as ``attributes.title``.
    """
    if not isinstance(document, dict) or has_text(document):
        return document
    inner = {key: each for key, each in document.items() if isinstance(each, dict)}
    with_text = [key for key, each in inner.items() if has_text(each)]
    if not with_text:
        return document
    flat = {key: value for key, value in document.items() if key not in with_text}
    joined: list[str] = []
    for key in sorted(inner, key=lambda key: key not in with_text):
        for name, value in inner[key].items():
            if len(with_text) > 1 and key in with_text and _is_text_of(name, value):
                joined.append(value)
            elif name not in flat:
                flat[name] = value
            elif key in with_text and flat[name] != value:
                flat[f"{key}.{name}"] = value
    return flat | {"text": "\n\n".join(joined)} if joined else flat


def _is_text_of(name: object, value: object) -> TypeGuard[str]:
    return isinstance(value, str) and has_text({name: value})


def _found_objects(document: dict[str, object], depth: int) -> list[object]:
    lists = [
        each
        for each in document.values()
        if isinstance(each, list) and any(isinstance(one, dict) for one in each)
    ]
    if has_text(document):
        return [document]
    if depth < _WRAPPERS:
        lists += [_objects(each, depth + 1) for each in document.values() if _wraps_list(each)]
    if lists:
        return max(lists, key=lambda each: (any(map(has_text, map(_flat, each[:_MOST_EXAMINED]))), len(each)))
    if document and all(isinstance(each, dict) for each in document.values()):
        return list(document.values())
    return [document]


def _wraps_list(value: object, depth: int = 0) -> bool:
    """Whether a value is an object that has a list of objects, perhaps in another object."""
    return isinstance(value, dict) and any(
        (isinstance(each, list) and any(isinstance(one, dict) for one in each))
        or (depth < _WRAPPERS and _wraps_list(each, depth + 1))
        for each in value.values()
    )


def _rows(found: Sequence[tuple[int, object]], name: str, paths: Sequence[str]) -> Iterator[Row]:
    """Yield the keys of all objects as the first row, then their values.

    :param paths: nested keys that are columns too.
    """
    keys: dict[str, int] = {}
    nested = [each for each in paths if any(value_at(one, each) is not None for _unused, one in found)]
    keys.update((path, at) for at, path in enumerate(nested))
    for _unused, each in found:
        if isinstance(each, dict):
            for key in each:
                keys.setdefault(key, len(keys))
        if len(keys) > MAX_COLUMNS:
            raise BadInput(
                _(
                    "{name}: its objects have more than {most:,} different keys: choose another file.",
                    name=name,
                    most=MAX_COLUMNS,
                )
            )
    if len(found) * len(keys) > _MAX_CELLS:
        raise BadInput(_("{name}: its objects have too many different keys: split it first.", name=name))
    yield Row(0, list(keys))
    for number, each in found:
        if isinstance(each, dict):
            yield Row(number, [_cell(each[key] if key in each else value_at(each, key)) for key in keys])
        else:
            yield Row(number, (), _("no object"))


def _cell(value: object) -> str:
    """Return a value as the text of a cell: of a list its values, of an object its name or text."""
    if isinstance(value, str):
        return value
    if value is None or value is True or value is False:
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        cells = list(filter(None, map(_cell, value)))
        is_rich = any(isinstance(each, str) for each in value) and any(
            isinstance(each, dict) for each in value
        )
        return "".join(cells) if is_rich else _joined(cells)
    if isinstance(value, dict):
        known = next(
            (value[key] for key in ("name", "title", "text", "$date", "$oid", "value") if key in value), None
        )
        return _cell(known) if known is not None else ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _joined(cells: Sequence[str]) -> str:
    """Join the values of a list: paragraphs if they are long, else words."""
    return ("\n" if any(len(cell) > 40 for cell in cells) else ";").join(cells)
