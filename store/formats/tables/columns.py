"""Which column of a table holds which field of an article: by its name, else by its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from statistics import median

import msgspec

from store.errors import BadInput, NoSuchColumn
from store.formats.tables.column_names import NAMES
from store.language import _
from store.model.metadata.web_address import web_address
from store.press.dates import date
from store.wording import listed

FIELDS = (
    "text",
    "title",
    "date",
    "author",
    "source",
    "url",
    "tags",
    "id",
    "note",
    "kicker",
    "subtitle",
    "column",
)
"""The fields of an article that a column can hold. ``id`` is that of the row, ``column`` is 栏目."""

MOST_TOLD = 12
"""Columns, or numbers of rows, that one remark lists."""

_SHARED = ("text", "title", "date", "author", "source", "url")
"""Fields that several columns may hold: in a file from several programs, rows have other names for them."""

_ALIASES = {"authors": "author", "tag": "tags", "body": "text", "content": "text", "key": "id"}
"""Other names of fields, as users type them."""

_BY_NAME = {name: field for field, names in NAMES.items() for name in names.split()}
_PARTS = (
    ("subtitle", re.compile("副标题|副題|副题")),
    ("title", re.compile("标题|標題|题名|篇名|title|headline")),
    ("url", re.compile("链接|网址|網址|url$|^url|link$")),
    ("text", re.compile("正文|全文|content$|fulltext|body$|内容$|內容$")),
    ("date", re.compile("日期|时间$|時間$|date$|^date|publishedat|pubtime")),
    ("author", re.compile("作者|记者$|author")),
    ("source", re.compile("来源|來源|媒体名|报纸名|刊名|publisher|publication$")),
    ("tags", re.compile("标签|关键词|關鍵詞|keyword|tags$")),
    ("id", re.compile("编号$|(?:^|[^a-z])id$")),
)
"""What names of columns contain, such as 新闻标题（必填）."""

_COUNT = re.compile("(?:字数|字數|长度|長度|count|length)$")
"""How the name of a column ends that counts something."""

_TEXT_LENGTH = 40
"""Code points of the median cell of a column that is taken for the text although its name does not say so."""

_TITLE_LENGTH = 60
"""Code points of the longest median title."""

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_OTHER_TABLES = (
    {"quote"}, {"highlight"}, {"exact"}, {"annotation"}, {"划线"}, {"摘录"}, {"标注内容"}, {"start", "end"},
    {"document", "tag", "content"}, {"name", "colour"}, {"name", "color"}, {"tag", "colour"},
    {"tag", "color"},
    {"name", "aliases"}, {"tag", "description"}, {"path", "description"}, {"path", "color"},
    {"path", "colour"},
)  # fmt: skip
"""Names of columns that show that a table has notes or tags, not articles."""


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a table and the fields that they hold."""

    names: tuple[str, ...]
    """The names of all columns; without a header ``column 1`` and so on."""
    fields: dict[str, int]
    """The number of the column, from 0, of each field of :data:`FIELDS` that the table has."""
    has_header: bool
    """Whether the first row has the names."""
    others: dict[str, tuple[int, ...]] = {}
    """Columns that hold a field too, by their names: of each row the first one that is not empty counts."""

    attributes: dict[str, int] = {}
    """The number of the column of each attribute of the library that the table has."""

    @property
    def unused(self) -> tuple[str, ...]:
        """The names of the columns that hold no field."""
        used = {at for field in self.fields for at in self.of(field)} | {*self.attributes.values()}
        return tuple(name for at, name in enumerate(self.names) if name and at not in used)

    def of(self, field: str) -> tuple[int, ...]:
        """Return the numbers of the columns of a field, in the order in which they count."""
        return (self.fields[field], *self.others.get(field, ())) if field in self.fields else ()

    def described(self) -> str:
        """Return which column is what, as ``--map`` takes it: ``columns: title=标题, text=正文``."""
        pairs = sorted(self.fields.items(), key=lambda pair: pair[1])
        told = (
            f"{field}={_(' or ').join(self.names[at] for at in self.of(field))}" for field, _unused in pairs
        )
        attributes = (f"{name}={self.names[at]}" for name, at in self.attributes.items())
        return _("columns: {columns}", columns=listed((*told, *attributes)))

    def remarks(self) -> list[str]:
        """Return what a preview says of the columns: which hold a field, and which do not."""
        if not self.unused:
            return [self.described()]
        unused = listed(self.unused[:MOST_TOLD])
        if len(self.unused) > MOST_TOLD:
            unused = _("{names}, …", names=unused)
        return [self.described(), _("columns not used: {names}", names=unused)]


def guess_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    chosen: Mapping[str, str] | None = None,
    name: str = "the table",  # untranslated: errors are not shown without a name
    *,
    named: bool = False,
) -> Columns:
    """Guess which column holds which field. The text is missing if no column looks like one.

    :param header: the first row, which may be the names of the columns or the first article.
    :param rows: some of the rows after it.
    :param chosen: the columns that the user has named for fields: their names, or their numbers from 1; an
        empty name for a field that no column holds.
    :param name: what errors call the table.
    :param named: whether the first row certainly has the names of the columns.
    :raises BadInput: a field or a column that the user has named does not exist.
    """
    width = max([len(header), *map(len, rows)])
    cells = [[row[at].strip() if at < len(row) else "" for row in rows] for at in range(width)]
    known = {at: field for at, cell in enumerate(header) if (field := field_of(cell))}
    has_header = named or bool(known) or _differs(header, cells)
    chosen = {_field(field, name): column for field, column in (chosen or {}).items()}
    if not has_header and any(column in header for column in chosen.values()):
        has_header = True
    names = tuple(
        (header[at].strip() if at < len(header) and has_header else "") or f"column {at + 1}"
        for at in range(width)
    )
    fields = {field: number_of(column, names, name) for field, column in chosen.items() if column}
    for at, field in sorted(known.items(), key=lambda pair: (not _is_exact(header[pair[0]]), pair[0])):
        if field not in chosen and at not in fields.values():
            fields.setdefault(field, at)
    if not has_header:
        cells = [[header[at].strip() if at < len(header) else "", *column] for at, column in enumerate(cells)]
    if not _is_other_table(names) or "text" in chosen:
        _add_by_content(fields, cells, chosen)
    else:
        fields.pop("text", None)
    others = {
        field: tuple(
            at
            for at, each in known.items()
            if each == field and at not in fields.values() and names.index(names[at]) == at
        )
        for field in _SHARED
        if field in fields and field not in chosen and known.get(fields[field]) == field
    }
    return Columns(names=names, fields=fields, has_header=has_header, others=others)


def field_of(cell: str) -> str:
    """Return the field of which this is a usual name; empty if it is none."""
    words = unicodedata.normalize("NFKC", cell).strip().lower()
    bare = _bare(words)
    if field := _BY_NAME.get(bare) or _BY_NAME.get(_bare(re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", words))):
        return field
    if len(words) > 30 or _COUNT.search(bare):
        return ""
    return next((field for field, part in _PARTS if part.search(bare)), "")


def _is_exact(cell: str) -> bool:
    return _bare(unicodedata.normalize("NFKC", cell).strip().lower()) in _BY_NAME


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


def is_field(name: str) -> bool:
    """Whether a word that a user has typed is the name of a field."""
    return _ALIASES.get(name.strip().lower(), name.strip().lower()) in FIELDS


def _field(field: str, name: str) -> str:
    known = _ALIASES.get(field.strip().lower(), field.strip().lower())
    if known not in FIELDS:
        raise BadInput(
            _(
                "{name}: there is no field “{field}”: use {names}.",
                name=name,
                field=field,
                names=listed(FIELDS),
            )
        )
    return known


def number_of(column: str, names: Sequence[str], name: str) -> int:
    """Return the number of a column that the user has named, from 0.

    :param column: its name, or its number from 1.
    :param name: what errors call the table.
    :raises NoSuchColumn: there is no such column.
    """
    wanted = column.strip()
    for alike in (str, str.lower, _bare_name):
        for at, each in enumerate(names):
            if alike(each) == alike(wanted):
                return at
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise NoSuchColumn(
        _(
            "{name}: there is no column “{column}”: name one of {names}.",
            name=name,
            column=column,
            names=listed(names[:20]),
        )
    )


def _bare_name(name: str) -> str:
    return _bare(unicodedata.normalize("NFKC", name).lower())


def _differs(header: Sequence[str], cells: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has another form than the others: short words above texts, dates or addresses."""
    if not cells or not cells[0] or not all(cell.strip() for cell in header[: len(cells)]):
        return False
    if not may_be_names(header):
        return False
    return any(
        _length(column) >= _TEXT_LENGTH
        or _share(column, _is_number) > 0.5
        or _share(column, _is_url) > 0.5
        or _share(column, _is_day) > 0.5
        for column in cells
    )


def may_be_names(header: Sequence[str]) -> bool:
    """Whether the cells of a row may be the names of columns: they are short, and no numbers or dates."""
    return not any(
        len(cell) > 30 or _is_number(cell.strip()) or _URL.match(cell.strip()) or _is_url(cell) or date(cell)
        for cell in header
    )


def _is_other_table(names: Sequence[str]) -> bool:
    """Whether the names of the columns are those of notes or tags."""
    known = {unicodedata.normalize("NFKC", name).strip().lower() for name in names}
    exact_text = any(_BY_NAME.get(_bare(name)) == "text" for name in known)
    return any(
        sign <= known and (len(sign) > 1 or not exact_text) and not ({"正文", "全文", "text"} & known)
        for sign in _OTHER_TABLES
    )


def _add_by_content(
    fields: dict[str, int], cells: Sequence[Sequence[str]], chosen: Mapping[str, str]
) -> None:
    """Add text, address, date and title by the form of the cells of columns that have no field yet.

    Looking at the cells of many columns takes long: it is done for the fields that are missing only.
    """

    def best(field: str, score: Callable[[Sequence[str]], float], least: float) -> None:
        if field in fields or field in chosen:
            return
        free = [(score(column), -at) for at, column in enumerate(cells) if at not in fields.values()]
        if free and max(free)[0] >= least:
            fields[field] = -max(free)[1]

    best("text", _length, _TEXT_LENGTH)
    best("url", lambda column: _share(column, _is_url), 0.5)
    best("date", lambda column: _share(column, _is_day), 0.5)
    if "text" in fields:
        best("title", _title_share, 0.6)


def _title_share(column: Sequence[str]) -> float:
    return _share(column, _is_title) if _length(column) <= _TITLE_LENGTH else 0.0


def _length(column: Sequence[str]) -> float:
    lengths = [len(cell) for cell in column if cell]
    return median(lengths) if lengths else 0.0


def _share(column: Sequence[str], form: Callable[[str], bool]) -> float:
    """Return the share of the cells that have a form, empty ones aside."""
    filled = [cell for cell in column if cell]
    return sum(map(form, filled)) / len(filled) if filled else 0.0


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,]+%?", cell) is not None


def _is_url(cell: str) -> bool:
    return _URL.fullmatch(cell) is not None or bool(web_address(cell))


def _is_day(cell: str) -> bool:
    return len(cell) <= 40 and bool(date(cell))


def _is_title(cell: str) -> bool:
    return 4 <= len(cell) <= 2 * _TITLE_LENGTH and not cell.replace(".", "").isdecimal() and "\n" not in cell
