"""Reads a table of corrections: the title, authors, date… of many articles, one a row."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePath

import msgspec

from store.chinese.folding import fold
from store.errors import BadInput, PizhuError
from store.formats.tables.csv_cells import unescape_formula
from store.importing.decoding.encodings import decode
from store.importing.input_file import read_input
from store.importing.limits import MAX_CODEBOOK_BYTES
from store.language import _
from store.library import Library
from store.library.attributes.attributes import named
from store.library.corrections import checked, field_named, field_names
from store.model.bundle import Sentences
from store.model.tables.attribute import ArticleAttribute
from store.reasons import reason_of
from store.wording import listed

_IDS = ("id", "article", "编号", "編號")
_FILES = ("file", "origin", "path", "filename", "文件", "文件名", "檔案")

_LONGEST_CELL = 1 << 20
"""Characters of a cell, at most."""

_MOST_COMPARED = 50
"""The columns that set nothing of which the nearest name is looked for."""
_LONGEST_COMPARED = 50
"""Characters of the head of such a column, at most."""

Find = Callable[[str], Iterable[str]]
"""Returns the IDs of the articles that the cell of a row names."""


class Corrections(msgspec.Struct):
    """The corrections in a table."""

    fields: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """By article, the new values by field."""
    left_out: Sentences = msgspec.field(default_factory=Sentences)
    """One sentence for each row that is left out: it names no article, or several, or has a bad value."""
    ignored: dict[str, str] = msgspec.field(default_factory=dict)
    """The columns that set nothing, each with the nearest name of one that would; empty if none is near."""


def read_corrections(path: Path, library: Library) -> Corrections:
    """Return the corrections in a CSV file, or one with tabs or semicolons, whose first line names columns.

    An article is found by the first of these columns that there is: ID, file, address, title. The others are
    new values; an empty cell leaves its field as it is. No value is written.

    :raises BadInput: the file cannot be read, or its first line names no article or no field.
    """
    text, _unused = decode(
        read_input(path, MAX_CODEBOOK_BYTES, _("too large for a table; split it")), str(path)
    )
    rows = _rows(text.removeprefix("\ufeff"), path)
    header = next(rows, (0, []))[1]
    key, find = _key(header, library, path)
    attributes = library.attributes.all()
    columns: dict[int, str] = {}
    ignored: dict[str, str] = {}
    for place, cell in enumerate(header):
        name = _target(cell, attributes)
        if place == key:
            continue
        if name and name not in columns.values():
            columns[place] = name
        elif cell.strip():
            is_compared = not name and len(ignored) < _MOST_COMPARED and len(cell) <= _LONGEST_COMPARED
            ignored[cell.strip()] = _nearest(cell, attributes) if is_compared else ""
    if not columns:
        raise BadInput(
            _(
                "{path}: its first line names no field and no attribute to set; write columns such as "
                "id,title,date.",
                path=path,
            )
        )
    read = _Reading(Corrections(ignored=ignored), find, {}, attributes)
    for line, cells in rows:
        if key < len(cells) and cells[key].strip():
            read.add(line, cells[key].strip(), {columns[n]: c for n, c in enumerate(cells) if n in columns})
        elif any(cell.strip() for cell in cells):
            read.result.left_out.append(_("Line {line} names no article: nothing is set.", line=line))
    return read.result


class _Reading(msgspec.Struct):
    """The rows that were read so far."""

    result: Corrections
    find: Find
    lines: dict[str, int]
    """The line that each article is in."""
    attributes: tuple[ArticleAttribute, ...]
    """The attributes of the library."""

    def add(self, line: int, name: str, cells: dict[str, str]) -> None:
        """Add a row, or say why it is left out."""
        found = list(dict.fromkeys(self.find(name)))
        values = {field: cell for field, cell in cells.items() if cell.strip()}
        if not found:
            self._leave_out(line, _("no article is {name!r}", name=name))
        elif len(found) > 1:
            ids = listed(each[:8] for each in found[:5])
            self._leave_out(
                line,
                _(
                    "{number} articles are {name!r} ({ids}); name one by its ID",
                    number=len(found),
                    name=name,
                    ids=ids,
                ),
            )
        elif found[0] in self.lines:
            self._leave_out(
                line, _("{name!r} is also in line {other}", name=name, other=self.lines[found[0]])
            )
        else:
            try:
                checked(values, self.attributes)
            except PizhuError as error:
                self.result.left_out.append(_("Line {line}: {error}", line=line, error=error))
            else:
                self.lines[found[0]] = line
                if values:
                    self.result.fields[found[0]] = values

    def _leave_out(self, line: int, why: str) -> None:
        self.result.left_out.append(_("Line {line}: {why}: nothing is set.", line=line, why=why))


def _target(header: str, attributes: tuple[ArticleAttribute, ...]) -> str | None:
    """Return the field or the attribute that a column sets; None when it sets none."""
    attribute = named(attributes, header)
    return attribute.name if attribute else field_named(header)


def _nearest(header: str, attributes: tuple[ArticleAttribute, ...]) -> str:
    """Return the name of a field or an attribute that a column may mean; empty if none is near."""
    names = {fold(each): each for each in (*(each.name for each in attributes), *field_names())}
    near = get_close_matches(fold(header.strip()), names, n=1, cutoff=0.6)
    return names[near[0]] if near else ""


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the last line of each row, and its cells."""
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [unescape_formula(cell) for cell in cells]
    except csv.Error as error:
        raise BadInput(
            _(
                "{path}: line {line_num} is not CSV ({error}); correct it.",
                path=path,
                line_num=reader.line_num,
                error=reason_of(error),
            )
        ) from None


def _key(header: list[str], library: Library, path: Path) -> tuple[int, Find]:
    """Return the column that names the articles, and how they are found by it.

    :raises BadInput: there is none.
    """
    names = [unicodedata.normalize("NFKC", cell).strip().lower() for cell in header]
    fields = [field_named(cell) for cell in header]
    for wanted, find in ((_IDS, _by_id), (_FILES, _by_file)):
        for name in wanted:
            if name in names:
                return names.index(name), find(library)
    for field, find in (("url", _by_address), ("title", _by_title)):
        if field in fields:
            return fields.index(field), find(library)
    raise BadInput(
        _("{path}: its first line names no article; write a column id, file, address or title.", path=path)
    )


def _by_id(library: Library) -> Find:
    def find(name: str) -> list[str]:
        try:
            return [library.ids.resolve(name)]
        except PizhuError:
            return []

    return find


def _by_title(library: Library) -> Find:
    return lambda title: [row.id for row in library.links.titled(title)]


def _by_file(library: Library) -> Find:
    found: dict[str, list[str]] = defaultdict(list)
    for article, _unused, origin in library.articles.places():
        for name in {origin, PurePath(origin).name, PurePath(origin).stem}:
            if name:
                found[name].append(article)
    return lambda name: found.get(name) or found.get(str(Path(name).absolute()), [])


def _by_address(library: Library) -> Find:
    found: dict[str, list[str]] = defaultdict(list)
    for article, url, origin in library.articles.places():
        for address in {url, origin} - {""}:
            found[address.rstrip("/")].append(article)
    return lambda address: found.get(address.rstrip("/"), [])
