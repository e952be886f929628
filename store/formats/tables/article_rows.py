"""Makes articles of the rows of a table, one each."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from store.errors import BadInput, PizhuError, phrase_of
from store.formats.tables.cell_markup import without_markup
from store.formats.tables.columns import MOST_TOLD, Columns, field_of, guess_columns
from store.importing.limits import MAX_TAGS_OF_ONE, check_text
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.plain_text import press_draft
from store.language import Lazy, _, lazy, pgettext, plural, plural_form
from store.model.article import BlockKind, Draft, join_blocks
from store.model.metadata.web_address import web_address
from store.model.new_article import NewArticle
from store.model.surrogates import writable
from store.model.tag import clean_tag_name
from store.press import byline
from store.press.parts import find_parts
from store.press.stated_dates import stated_date, what_is_not_kept
from store.wording import counted, listed

SAMPLE_ROWS = 200
"""Rows by which columns are guessed."""

MAX_ROWS = 50_000
"""Rows of a table: an article takes about 2 kB of memory beside its text."""

MAX_COLUMNS = 2_000
"""Columns of a table."""


class _Unit(NamedTuple):
    """How messages name the rows of a table."""

    place: Lazy
    left_out: tuple[str, str]
    nothing: Lazy


_NOTHING_IN_LINES = lazy(
    "{name}: no line of this table has a text ({told}): choose its column with "
    "`pizhu import --map text=COLUMN`."
)
_NOTHING_IN_ROWS = lazy(
    "{name}: no row of this table has a text ({told}): choose its column with "
    "`pizhu import --map text=COLUMN`."
)
_NOTHING_IN_OBJECTS = lazy(
    "{name}: no object of this table has a text ({told}): choose its column with "
    "`pizhu import --map text=COLUMN`."
)
_UNITS = {
    "line": _Unit(
        lazy("line {number}"),
        plural("line {numbers} left out: {reason}", "lines {numbers} left out: {reason}"),
        _NOTHING_IN_LINES,
    ),
    "row": _Unit(
        lazy("row {number}"),
        plural("row {numbers} left out: {reason}", "rows {numbers} left out: {reason}"),
        _NOTHING_IN_ROWS,
    ),
    "object": _Unit(
        lazy("object {number}"),
        plural("object {numbers} left out: {reason}", "objects {numbers} left out: {reason}"),
        _NOTHING_IN_OBJECTS,
    ),
}
""":class:`_Unit` by the name of one."""

NO_TEXT = lazy("no text")
"""Why a row is left out that has no text."""

_MOST_ABOVE = 10
"""Lines above the header of a table."""

_MOST_KEPT = 40
"""Cells of a row that are kept beside its article."""

_LONGEST_AUTHORS = 2_000
"""Code points of the authors of an article."""

_LIST = re.compile(r"\s*[;；|、，,\n]\s*")
_MARK_OF_LIST = re.compile(r"[;；|、，,\n]")
_ROLE = re.compile(r"^(?:本报|本刊)?(?:作者|记者|記者|通讯员|文|撰文|by)[\s:：]+", re.IGNORECASE)
_HAN_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4})+")


class Row(NamedTuple):
    """A row of a table."""

    number: int
    """Where it stands in the file, as the user counts: the line, or the row of the sheet, from 1."""
    cells: Sequence[str]
    problem: str = ""
    """Why it cannot be read, as a phrase; empty if it can."""


class _Problems:
    """Rows that are left out, by reason."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def add(self, number: int, reason: str) -> None:
        self._rows.setdefault(reason, []).append(number)

    def are_all(self, reason: str) -> bool:
        """Whether rows are left out, and all for this reason."""
        return self._rows.keys() == {reason}

    def counts(self) -> tuple[tuple[str, int], ...]:
        """Return how many rows there are, by reason."""
        return tuple((reason, len(numbers)) for reason, numbers in self._rows.items())

    def remarks(self, unit: str) -> list[str]:
        told = []
        for reason, numbers in self._rows.items():
            which = listed(map(str, numbers[:MOST_TOLD]))
            if (rest := len(numbers) - MOST_TOLD) > 0:
                which = _("{numbers} and {rest:,} more", numbers=which, rest=rest)
            sentence = plural_form(_UNITS[unit].left_out, len(numbers))
            told.append(sentence.format(numbers=which, reason=reason))
        return told


Rows: TypeAlias = Iterable[Row]


def below_caption(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the lines above a table, such as its title and the time of the export, and the rows from the
    header on: the first row in which several cells, among them one for texts, are names of fields.
    """
    for at, row in enumerate(rows[: _MOST_ABOVE + 1]):
        fields = {field_of(cell) for cell in row.cells if cell.strip()} - {""}
        if at == 0 and fields and sum(map(bool, map(str.strip, row.cells))) > 1:
            break
        if len(fields) >= 2 and ("text" in fields or len(fields) >= 3):
            return rows[:at], rows[at:]
        if sum(map(bool, map(str.strip, row.cells))) > 2:
            break
    return [], rows


def has_articles(columns: Columns) -> bool:
    """Whether a table has a column with texts."""
    return "text" in columns.fields


def guess(rows: Sequence[Row], source: Source, *, named: bool = False) -> Columns:
    """Guess the columns of a table by its first rows.

    :param named: whether the first row certainly has their names.

    :raises BadInput: a column that the user has named does not exist.
    """
    if not named:
        _unused, rows = below_caption(list(rows))
    readable = [row.cells for row in rows if not row.problem]
    header, *others = readable or [[]]
    columns = guess_columns(header, others, source.options.columns, source.name, named=named)
    return _with_attributes(columns, source.options)


def _with_attributes(columns: Columns, options: ReadOptions) -> Columns:
    """Return columns with those that have the name of an attribute, unless the user has named them."""
    chosen = {at for field, at in columns.fields.items() if field in options.columns}
    attributes = {
        attribute: at
        for at, name in enumerate(columns.names)
        if columns.has_header and at not in chosen and (attribute := options.attribute_named(name))
    }
    if not attributes:
        return columns
    taken = set(attributes.values())
    return replace(
        columns,
        attributes=attributes,
        fields={field: at for field, at in columns.fields.items() if at not in taken},
        others={
            field: tuple(at for at in every if at not in taken) for field, every in columns.others.items()
        },
    )


def read_rows(
    rows: Rows,
    source: Source,
    *,
    unit: str,
    encoding: str = "",
    remarks: Sequence[str] = (),
    named: bool = False,
    nested: Sequence[str] = (),
    most: int = 0,
) -> list[Piece]:
    """Return the articles of a table, one a row. The first one says which columns were used.

    :param unit: what messages call a row: ``line``, ``row`` or ``object``.
    :param named: whether the first row certainly has the names of the columns.
    :param nested: other columns that the user can name, which an error then lists.
    :param most: how many articles are made; 0 for all.
    :raises BadInput: it has no column with texts, too many rows, or no row with a text.
    """
    waiting = iter(rows)
    sample = list(islice(waiting, SAMPLE_ROWS))
    above: list[Row] = []
    if not named:
        above, sample = below_caption(sample)
        remarks = (*remarks, *(_above_header(unit, row) for row in above))
    columns = guess(sample, source, named=named)
    if not has_articles(columns):
        raise no_text(columns, source.name, nested)
    keys_of = _Keys(
        columns,
        guess(
            sample, replace(source, options=ReadOptions(attributes=source.options.attributes)), named=named
        ),
    )
    problems = _Problems()
    pieces: list[Piece] = []
    keys: Counter[str] = Counter()
    for ordinal, row in enumerate(_without_header(chain(sample, waiting), columns), 1):
        if ordinal > MAX_ROWS:
            raise too_many_rows(source.name)
        if row.problem:
            problems.add(row.number, row.problem)
            continue
        article = _Article(row, columns, keys_of, ordinal)
        if not article.text.strip():
            if named or any(cell.strip() for cell in row.cells):
                problems.add(row.number, str(NO_TEXT))
            continue
        try:
            piece = article.piece(source, place_of(unit, row.number))
        except PizhuError as error:
            problems.add(row.number, _without_place(error))
            continue
        keys[piece.key] += 1
        if keys[piece.key] > 1:
            piece = replace(piece, key=f"{piece.key} ({keys[piece.key]})")
        pieces.append(replace(piece, encoding=encoding))
        if len(pieces) == most:
            break
    told = [*columns.remarks(), *problems.remarks(unit), *remarks]
    if not pieces:
        raise _nothing_in(source.name, unit, columns, problems, told)
    first = replace(pieces[0], remarks=(*told, *pieces[0].remarks), refused=problems.counts())
    return [first, *pieces[1:]]


def _nothing_in(name: str, unit: str, columns: Columns, problems: _Problems, told: Sequence[str]) -> BadInput:
    """Return the error for a table of which no row has a text."""
    if {"url", "title"} <= columns.fields.keys() and problems.are_all(str(NO_TEXT)):
        return BadInput(only_addresses(name, problems.counts()[0][1]))
    return BadInput(_UNITS[unit].nothing.format(name=name, told=_("; ").join(told)))


def too_many_rows(name: str) -> BadInput:
    """Return the error for a table with more than :data:`MAX_ROWS` rows."""
    return BadInput(_("{name}: it has more than {most:,} rows: split it first.", name=name, most=MAX_ROWS))


def only_addresses(name: str, count: int) -> str:
    """Return the error for a list of pages that has only their addresses, such as a reading list."""
    if not count:
        return _(
            "{name}: this is a list of addresses without the texts of the pages (such as that of Pocket, "
            "Instapaper or Raindrop): import the addresses themselves, or pages that a browser saved.",
            name=name,
        )
    addresses = counted(count, "address", "addresses")
    return _(
        "{name}: this is a list of {addresses} without the texts of the pages (such as that of Pocket, "
        "Instapaper or Raindrop): import the addresses themselves, or pages that a browser saved.",
        name=name,
        addresses=addresses,
    )


def _above_header(unit: str, row: Row) -> str:
    return _("{place} is above the header: left out", place=place_of(unit, row.number))


def place_of(unit: str, number: int) -> str:
    """Return the name of a row in messages: ``line 3``."""
    return _UNITS[unit].place.format(number=number)


def _without_place(error: PizhuError) -> str:
    """Return an error about a row without the name of the file and the row before it."""
    phrase = phrase_of(error)
    parts = re.split(": |：", phrase, maxsplit=1)
    return parts[1] if len(parts) > 1 else phrase


def no_text(columns: Columns, name: str, nested: Sequence[str] = ()) -> BadInput:
    """Return the error for a table without a column with texts.

    :param nested: other columns that the user can name.
    """
    if {"url", "title"} <= columns.fields.keys():
        return BadInput(only_addresses(name, 0))
    if columns.names[:2] == ("article", "title") and any(each.endswith(" (count)") for each in columns.names):
        return BadInput(
            _(
                "{name}: this is a table of articles by tags that Pizhu exported, without their texts: "
                "export the library as json or pizhu and import that.",
                name=name,
            )
        )
    names = listed([*columns.names, *nested][:MOST_TOLD]) or pgettext("columns", "none")
    return BadInput(
        _(
            "{name}: this table has no column with the texts of articles (its columns: {names}): "
            "name it with `pizhu import --map text=COLUMN`.",
            name=name,
            names=names,
        )
    )


def _without_header(rows: Rows, columns: Columns) -> Iterator[Row]:
    waiting = iter(rows)
    if columns.has_header:
        for row in waiting:
            if not row.problem:
                break
            yield row
    yield from waiting


class _Keys:
    """What tells the rows of a table apart: an address, else an ID, else the number of the row.

    The columns are those that the table seems to have, so that the key of a row stays the same when the user
    names other columns.
    """

    def __init__(self, named: Columns, guessed: Columns) -> None:
        """Take the columns.

        :param named: those that the user has named, too.
        """
        self._columns = [
            (field, columns.fields[field])
            for field in ("url", "id")
            for columns in (guessed, named)
            if field in columns.fields
        ]

    def of(self, cells: Sequence[str], ordinal: int) -> list[str]:
        """Return the keys that a row may have been imported by, the present one first."""
        found = [
            key
            for field, at in self._columns
            if at < len(cells) and (key := _line(cells[at])) and (field == "id" or web_address(key))
        ]
        return list(dict.fromkeys(writable(key[:500]) for key in (*found, str(ordinal))))


class _Article:
    """The article in a row."""

    def __init__(self, row: Row, columns: Columns, keys: _Keys, ordinal: int) -> None:
        self._cells = {field: _first(row.cells, columns.of(field)) for field in columns.fields}
        self._keys = keys.of(row.cells, ordinal)
        self._row = [cell for cell in row.cells[:_MOST_KEPT] if cell and cell != self._cells["text"]]
        self.text = without_markup(self._cells["text"])
        self._attributes = {
            name: value
            for name, at in columns.attributes.items()
            if at < len(row.cells) and (value := writable(_line(row.cells[at])))
        }

    def piece(self, source: Source, place: str) -> Piece:
        """Return the article.

        :raises PizhuError: its text is too long, or it has too many lines.
        """
        check_text(self.text, f"{source.name}, {place}")
        draft = self._draft()
        tags, bad_tags = _tags(self._cells.get("tags", ""))
        remarks = [
            _("{place}: the tag “{tag}” left out", place=place, tag=each[:30])
            for each in bad_tags[:MOST_TOLD]
        ]
        stated = self._line("date")
        if not _of_unix_time(stated) and (remark := what_is_not_kept(stated)):
            remarks.append(_("{place}: {remark}", place=place, remark=remark))
        note = self._cells.get("note", "").strip()
        article = NewArticle(
            draft=draft,
            tags=tags,
            note=writable(note),
            given_tags=tags if "tags" in source.options.columns else (),
            row=tuple(writable(without_markup(cell)) for cell in self._row),
        )
        key, *others = self._keys
        return Piece(article=article, key=key, other_keys=tuple(others), remarks=tuple(remarks))

    def _draft(self) -> Draft:
        title = without_markup(self._line("title")).strip()
        parts = find_parts(writable(self.text))
        if title:
            parts = [(_kind(kind, words, title), words) for kind, words in parts]
        text, blocks = join_blocks(parts)
        draft = press_draft(text, blocks, writable(title))
        url = self._line("url")
        return replace(
            draft,
            attributes=self._attributes,
            authors=tuple(map(writable, authors(self._cells.get("author", "")))) or draft.authors,
            date=day(self._line("date")) or draft.date,
            source=writable(self._line("source")) or draft.source,
            url=url or draft.url,
            **{field: value for field in _PLAIN if (value := writable(self._line(field)))},
        )

    def _line(self, field: str) -> str:
        """Return a cell as one line."""
        return _line(self._cells.get(field, ""))


def _first(cells: Sequence[str], columns: Iterable[int]) -> str:
    """Return the first of some cells that is not blank; empty if all are."""
    return next((cells[at] for at in columns if at < len(cells) and cells[at].strip()), "")


def _line(cell: str) -> str:
    return " ".join(cell.split())


_PLAIN = ("kicker", "subtitle", "column")


def _kind(kind: BlockKind, words: str, title: str) -> BlockKind:
    """Return the kind of a paragraph of an article whose title is known: what only looks like one is text."""
    is_title = "".join(words.split()) == "".join(title.split())
    if kind in {BlockKind.TITLE, BlockKind.KICKER, BlockKind.SUBTITLE}:
        return BlockKind.TITLE if is_title else BlockKind.PARAGRAPH
    return kind


def authors(cell: str) -> tuple[str, ...]:
    """Return the names in a cell, without roles such as 记者."""
    names: list[str] = []
    for each in _LIST.split(cell.strip()[:_LONGEST_AUTHORS]):
        words = _ROLE.sub("", each.strip())
        if _HAN_NAMES.fullmatch(words):
            names += words.split()
        elif words:
            names += byline.authors(each) or (words,)
    return tuple(dict.fromkeys(names))


def day(cell: str) -> str:
    """Return a date in ISO 8601; empty if it is none. Unix times are understood too."""
    return stated_date(cell).iso or _of_unix_time(cell)


_EXCEL_EPOCH = datetime.date(1899, 12, 30)
"""The day 0 of Excel, by which serial dates from 1900-03-01 on are right."""


def _of_unix_time(cell: str) -> str:
    """Return the date of a Unix time, or of a serial date of Excel; empty if the cell is none."""
    bare = cell.strip()
    if re.fullmatch(r"\d{9,10}(?:\d{3})?(?:\.\d+)?", bare):
        seconds = float(bare) / (1000 if len(bare.partition(".")[0]) > 10 else 1)
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    if re.fullmatch(r"[234]\d{4}(?:\.\d+)?", bare):
        return (_EXCEL_EPOCH + datetime.timedelta(days=int(bare[:5]))).isoformat()
    return ""


def _tags(cell: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the tags in a cell, and what cannot be one."""
    good: list[str] = []
    bad: list[str] = []
    words = re.split(r"(?<=\s)#|^#", cell) if cell.lstrip().startswith("#") else [cell]
    for each in map(str.strip, chain.from_iterable(map(_MARK_OF_LIST.split, words))):
        if not each:
            continue
        if len(good) >= MAX_TAGS_OF_ONE:
            return tuple(dict.fromkeys(good)), [*bad, _("{each} and all after it", each=each)]
        try:
            good.append(clean_tag_name(each.strip("#")))
        except PizhuError:
            bad.append(each)
    return tuple(dict.fromkeys(good)), bad
