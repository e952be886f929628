"""Reads tables of quotes, one row a quote, from CSV and Excel: those of Pizhu, Readwise, Taguette and others.

The names of the columns tell the program. A table of tags is a codebook.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from store.errors import BadInput
from store.formats.note_tables.names import tag_names_in
from store.formats.note_tables.rows import header_of, read_rows
from store.formats.shared.document_names import without_suffix
from store.formats.shared.notebook import Notebook, Notes, Quote
from store.formats.shared.offsets import normalise_newlines
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.spoken_dates import spoken_timestamp
from store.formats.shared.timestamps import UNKNOWN_TIME, utc_timestamp
from store.formats.shared.uuids import is_uuid
from store.formats.shared.wording import join_paragraphs
from store.formats.tables.article_rows import only_addresses
from store.formats.tables.csv_cells import VALUE_SEPARATOR
from store.formats.taguette.tag_names import taguette_tag
from store.importing.limits import MAX_ANNOTATIONS, MAX_LOOSE_ANNOTATIONS, MAX_TAGS_OF_ONE, check_count
from store.language import _, pgettext, plural
from store.model.annotation import Annotation, clean_note, motivation_of
from store.model.bundle import Bundle, IncomingArticle
from store.model.stable_ids import guid
from store.wording import counted

CODEBOOK_COLUMNS = frozenset(
    {
        *("name", "tag", "path", "description", "colour", "color", "key", "aliases"),
        *("number of highlights", "quotes", "articles", "parent", "shortened"),  # untranslated: a column
    }
)
"""The columns of codebooks that Pizhu and Taguette write."""

_PIZHU = frozenset(("article", "quote", "annotation", "start", "end"))
_TAGUETTE = frozenset(("document", "content"))
_TAGUETTE_TAGS = ("tag", "tags")

_QUOTES = (
    *(
        "highlight",
        "quote",
        "quotation",
        "highlighted text",  # untranslated: a column
        "highlights",
        "clipping",
        "selection",
        "excerpt",
    ),
    *("划线", "划线内容", "标注", "标注内容", "摘录", "摘抄", "引文", "引用", "劃線", "標註", "摘錄"),
)
_TITLES = (
    *("book title", "title", "article title", "document title"),  # untranslated: columns
    *("book", "document", "article"),
    *("书名", "标题", "文章", "文章标题", "篇名", "文档", "書名", "標題"),
)
_AUTHORS = ("book author", "authors", "author", "document author", "作者")  # untranslated: a column
_NOTES = ("note", "notes", "comment", "annotation", "笔记", "想法", "批注", "评论", "備註", "備注", "筆記")
_TAGS = ("tags", "tag", "标签", "標籤")
_ARTICLE_TAGS = ("document tags",)  # untranslated: a column
_URLS = ("url", "source url", "link", "链接", "网址")  # untranslated: a column
_TIMES = (
    "highlighted at",  # untranslated: a column
    "created",
    "created at",  # untranslated: a column
    "timestamp",
    "date",
    "date added",  # untranslated: a column
    "time",
    "时间",
    "日期",
    "创建时间",
)

_CELL_OF_QUOTES = "highlights"
"""The column in which Raindrop has all quotes of a page, each after ``Highlight:``, some with a ``Note:``."""

_PART_OF_CELL = re.compile(r"^(Highlight|Note):[ \t]*", re.MULTILINE)

_READING_LIST = frozenset(("url", "title", "selection", "folder"))
"""The columns of Instapaper, which has a quote of some pages."""
_WITHOUT_QUOTE = plural("row without a quote", "rows without a quote")
_WITHOUT_TEXT = plural("highlight without text", "highlights without text")


def is_table_of_notes(path: Path) -> bool:
    """Whether the columns of a table are those of quotes or of a codebook."""
    return _kind(header_of(path)) != ""


def _kind(header: Collection[str]) -> str:
    """Return what a table has, by its columns; empty if these are no notes."""
    names = {name for name in header if name}
    if names >= _PIZHU:
        return "pizhu"
    if names >= _TAGUETTE and not names.isdisjoint(_TAGUETTE_TAGS):
        return "taguette"
    if names >= _READING_LIST or (not names.isdisjoint(_QUOTES) and not names.isdisjoint((*_TITLES, *_URLS))):
        return "quotes"
    is_codebook = names <= CODEBOOK_COLUMNS and not names.isdisjoint(("name", "tag", "path"))
    return "codebook" if is_codebook else ""


def read(path: Path) -> Bundle:
    """Read a table of quotes or of tags.

    :raises BadInput: when it cannot be read, or has no quotes.
    """
    kind = _kind(header_of(path))
    if kind == "codebook":
        from store.formats.codebook import files

        return files.read(path)
    if kind == "pizhu":
        return _read_own(path)
    if kind == "taguette":
        return _read_taguette(path)
    if kind == "quotes":
        return _read_quotes(path)
    raise BadInput(
        _(
            "{path}: its first line names no columns of notes: quotes need “quote” and “title”, tags "
            "need “tag”.",
            path=path,
        )
    )


def _read_quotes(path: Path) -> Bundle:
    """Read the table of Readwise, or one with columns of such names."""
    notebook = Notebook("readwise", str(path))
    addresses = 0
    for row in read_rows(path):
        authors = re.split(";| and |、|，", _cell(row, _AUTHORS))
        notes = notebook.on(_cell(row, _TITLES), authors=authors, url=_cell(row, _URLS))
        _add_tags(notes, _cell(row, _ARTICLE_TAGS))
        words, note = _cell(row, _QUOTES), _cell(row, _NOTES)
        if _CELL_OF_QUOTES in row and "excerpt" in row:
            addresses += not _add_page(notebook, notes, row)
        elif words:
            tags = tuple(tag_names_in(_cell(row, _TAGS)))
            created = spoken_timestamp(_cell(row, _TIMES))
            notebook.add(notes, Quote(exact=words, note=note, tags=tags, created=created))
        elif note:
            notebook.add_paragraph(notes, note)
        elif _cell(row, _URLS):
            addresses += 1
        else:
            notebook.losses[_WITHOUT_QUOTE] += 1
    if addresses and notebook.is_empty:
        raise BadInput(only_addresses(str(path), addresses))
    if addresses:
        notebook.remarks.append(
            _(
                "Skipped: {what} without a quote, of which the file has only the address: import the "
                "address to read it.",
                what=counted(addresses, "page", "pages"),
            )
        )
    return notebook.bundle()


def _add_page(notebook: Notebook, notes: Notes, row: Mapping[str, str]) -> bool:
    """Add the quotes of a page in Raindrop; return whether it has any, or a note."""
    note = _cell(row, ("note",))
    created = spoken_timestamp(_cell(row, _TIMES))
    quotes: list[Quote] = []
    parts = _PART_OF_CELL.split(_cell(row, (_CELL_OF_QUOTES,)))
    if parts[0].strip():
        quotes.append(Quote(exact=parts[0], created=created))
    for kind, words in zip(parts[1::2], parts[2::2], strict=True):
        if kind == "Highlight":
            quotes.append(Quote(exact=words, created=created))
        elif quotes:
            quotes[-1].note = join_paragraphs([quotes[-1].note, words.strip()])
    for quote in quotes:
        notebook.add(notes, quote)
    if note:
        notebook.add_paragraph(notes, note)
    if quotes or note:
        _add_tags(notes, _cell(row, ("tags",)))
    return bool(quotes or note)


def _cell(row: Mapping[str, str], names: Collection[str]) -> str:
    """Return the first cell in one of several columns that is not blank."""
    return next((normalise_newlines(cell) for name in names if (cell := row.get(name, "").strip())), "")


def _add_tags(notes: Notes, cell: str) -> None:
    known = set(notes.tags)
    notes.tags += [tag for tag in tag_names_in(cell) if tag not in known]
    check_count(len(notes.tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags of one article"))


def _read_taguette(path: Path) -> Bundle:
    """Read Taguette's export of highlights: one row a highlight and tag, or one with all tags."""
    notebook = Notebook("taguette", str(path))
    found: dict[tuple[str, str, str], Quote] = {}
    for row in read_rows(path):
        document, words = row.get("document", "").strip(), normalise_newlines(row.get("content", "")).strip()
        if not words:
            notebook.losses[_WITHOUT_TEXT] += 1
            continue
        key = (row.get("id", ""), document, words)
        if key not in found:
            found[key] = Quote(exact=words, identity=f"{document}\0{row.get('id', '')}\0{words}")
            notebook.add(notebook.on(without_suffix(document)), found[key])
        tags = [row.get("tag", ""), *row.get("tags", "").split(",")]
        names = [taguette_tag(tag) for tag in tags if tag.strip()]
        found[key].tags = tuple(dict.fromkeys((*found[key].tags, *names)))
        check_count(len(found[key].tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags of one highlight"))
    return notebook.bundle()


class _OwnNotes(msgspec.Struct):
    """The quotes of one article in a table of Pizhu."""

    title: str
    authors: tuple[str, ...]
    url: str
    annotations: list[Annotation] = msgspec.field(default_factory=list)


def _read_own(path: Path) -> Bundle:
    """Read the table of quotes that Pizhu writes."""
    articles: dict[str, _OwnNotes] = {}
    count = without_quote = 0
    for row in read_rows(path):
        count += 1
        check_count(count, MAX_LOOSE_ANNOTATIONS, pgettext("more than", "annotations"))
        if not row.get("quote"):
            without_quote += 1
            continue
        article = articles.setdefault(
            row.get("article", ""),
            _OwnNotes(row.get("title", ""), tuple(_values(row.get("authors", ""))), row.get("url", "")),
        )
        article.annotations.append(_own_annotation(row))
        check_count(
            len(article.annotations), MAX_ANNOTATIONS, pgettext("more than", "annotations of one article")
        )
    if not articles:
        raise BadInput(_("{path}: there is no quote in it.", path=path))
    bundle = Bundle(count=len(articles))
    bundle.pieces = [
        IncomingArticle(
            id=article,
            title=own.title,
            authors=own.authors,
            url=own.url,
            annotations=tuple(limited_quotes(own.annotations)),
        )
        for article, own in articles.items()
    ]
    if without_quote:
        rows = counted(without_quote, *_WITHOUT_QUOTE)
        bundle.left_out.append(_("Left out: {rows}.", rows=rows))
    return bundle


def _own_annotation(row: Mapping[str, str]) -> Annotation:
    tags = tuple(dict.fromkeys(_values(row.get("tags", ""))))
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags of one annotation"))
    note, identity = clean_note(row.get("note", "")), row.get("annotation", "").strip().lower()
    created = utc_timestamp(row.get("created"), keep_precision=True) or UNKNOWN_TIME
    start, end, quote = _number(row.get("start", "")), _number(row.get("end", "")), row["quote"]
    return Annotation(
        id=identity if is_uuid(identity) else guid("table", row.get("article", ""), quote, str(start)),
        start=start,
        end=end if end > start else start + len(quote),
        exact=quote,
        prefix="",
        suffix="",
        tags=tags,
        note=note,
        kind=motivation_of(tags, note),
        creator=row.get("creator", ""),
        created=created,
        modified=utc_timestamp(row.get("modified"), keep_precision=True) or created,
        orphan=row.get("orphan", "").strip().lower() == "true",
    )


def _values(cell: str) -> list[str]:
    return [value for value in cell.split(VALUE_SEPARATOR) if value]


def _number(cell: str) -> int:
    digits = cell.strip().removesuffix(".0")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else 0
