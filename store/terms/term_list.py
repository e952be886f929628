"""Reads lists of terms: text with a term a line, or a table with the columns term, tag and identity.

A term is words, a regular expression between slashes, or the family of a formula as queries write it,
``~"想客户所想"``. In text, empty lines and lines that begin with ``#`` are left out. A table is a ``.csv`` or
``.tsv`` file. Its first line may name the columns, in English or Chinese; without names they are term, tag
and identity. Several tags are separated by ``|``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError, UsageError
from store.importing.decoding.encodings import decode
from store.importing.limits import MAX_TAGS_OF_ONE, check_count
from store.language import _, pgettext
from store.model.identity import clean_identity
from store.model.tag import clean_tag_names
from store.query.parser import parse as parse_query
from store.query.tree import Node, Regex, Variant
from store.terms.listed_term import ListedTerm

MOST_TERMS = 200_000
"""The longest list."""

LONGEST_TERM = 1_000
"""Code points of the longest term."""

SEPARATOR = "|"
"""Between several tags in one cell."""

COLUMNS = {
    "term": ("term", "word", "words", "keyword", "phrase", "词", "词语", "术语", "关键词", "名称"),
    "tag": ("tag", "tags", "category", "type", "标签", "类别", "分类", "类型"),
    "identity": ("identity", "id", "same_as", "sameas", "uri", "url", "标识", "编号", "网址"),
}
"""By column, the names that it may have."""


_SIGNS = '/~～"“”'
"""What a pattern has around it, and a tag's name does without."""


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def parse(data: bytes, name: str, tags: Iterable[str] = (), *, needs_tags: bool = True) -> list[ListedTerm]:
    """Return the terms of a list, each with its tags, in the order of the file and without repeats.

    Where the terms of one tag have different identities, each gets a tag of its own below it, named by the
    first term with that identity.

    :param name: the name of the file; its suffix says whether it is a table.
    :param tags: those of terms for which the file names none.
    :param needs_tags: whether a term without a tag is refused.
    :raises BadInput: the file is no text.
    :raises UsageError: a line is not valid, a term has no tag, or there is no term.
    """
    text = decode(data, name)[0].removeprefix("\ufeff")
    suffix = PurePath(name).suffix.lower()
    rows = _table(text, name) if suffix in (".csv", ".tsv") else _lines(text)
    standing = clean_tag_names(tags)
    terms: dict[ListedTerm, None] = {}
    for row in rows:
        try:
            term = _term(row.cells, standing)
            if needs_tags and not term.tags:
                raise UsageError(
                    _(
                        "the term “{term}” has no tag: give one with --tag, or in a column “tag”.",
                        term=term.written,
                    )
                )
            terms[term] = None
            check_count(len(terms), MOST_TERMS, pgettext("more than", "terms"))
        except PizhuError as error:
            raise UsageError(
                _("{name}, line {number}: {problem}", name=name, number=row.line, problem=error)
            ) from error
    if not terms:
        raise UsageError(_("{name} has no terms: write one a line.", name=name))
    return with_tags_of_identities(list(terms))


def pattern_of(written: str) -> Node | None:
    """Return the regular expression or the family that a term is; None if it is words.

    :raises QuerySyntaxError: it is not valid.
    """
    is_regex = len(written) > 2 and written[0] == written[-1] == "/"
    if not is_regex and (written[:1] not in ("~", "～") or len(written) < 2):
        return None
    terms = parse_query(written).terms
    return terms[0] if len(terms) == 1 and isinstance(terms[0], Regex | Variant) else None


def table(terms: Iterable[ListedTerm]) -> str:
    """Return a list of terms as the table that :func:`parse` reads."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((each.written, SEPARATOR.join(each.tags), each.same_as) for each in terms)
    return written.getvalue()


def _lines(text: str) -> Iterable[_Row]:
    for number, line in enumerate(text.splitlines(), 1):
        term = line.strip()
        if term and not term.startswith("#"):
            yield _Row(number, {"term": term})


def _table(text: str, name: str) -> Iterable[_Row]:
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: Sequence[str] | None = None
    try:
        for cells in reader:
            row = [cell.strip() for cell in cells]
            if columns is None:
                columns = _columns(row, name)
                if columns is not None:
                    continue
                columns = tuple(COLUMNS)
            if any(row[len(columns) :]):
                raise UsageError(
                    _(
                        "{name}, line {number}: there are more cells than columns: put a term with a comma "
                        "in quotation marks.",
                        name=name,
                        number=reader.line_num,
                    )
                )
            values = dict(zip(columns, row, strict=False))
            if values.get("term") and not values["term"].startswith("#"):
                yield _Row(reader.line_num, values)
    except csv.Error as error:
        raise UsageError(_("{name} is no table of terms: {error}.", name=name, error=error)) from error


def _columns(header: Sequence[str], name: str) -> Sequence[str] | None:
    """Return what the columns are, if the first line names them; None if it is a term already."""
    known = {fold(each): column for column, names in COLUMNS.items() for each in names}
    columns = [known.get(fold(cell), cell) for cell in header]
    if "term" in columns:
        return columns
    if not set(columns).isdisjoint(COLUMNS):
        raise UsageError(
            _("{name} has no column with the terms: name it “term” or “词” in the first line.", name=name)
        )
    return None


def _term(cells: dict[str, str], standing: tuple[str, ...]) -> ListedTerm:
    written = cells["term"]
    if len(written) > LONGEST_TERM:
        raise UsageError(
            _(
                "the term {term}… is too long: use at most {most:,} characters.",
                term=written[:12],
                most=LONGEST_TERM,
            )
        )
    pattern_of(written)
    given = cells.get("tag", "").split(SEPARATOR)
    tags = clean_tag_names(tag for tag in given if tag.strip()) or standing
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags"))
    return ListedTerm(written, tags, clean_identity(cells.get("identity", "")))


def with_tags_of_identities(terms: list[ListedTerm]) -> list[ListedTerm]:
    """Give each identity a tag of its own, below the one that terms with several identities share."""
    identities: dict[str, dict[str, str]] = {}
    for term in terms:
        if term.same_as and term.tags:
            identities.setdefault(term.tags[0], {}).setdefault(term.same_as, term.written)
    shared = {tag: names for tag, names in identities.items() if len(names) > 1}

    def separate(term: ListedTerm) -> ListedTerm:
        if not term.same_as or not term.tags or term.tags[0] not in shared:
            return term
        tag, *others = term.tags
        label = shared[tag][term.same_as].strip(_SIGNS).replace("/", "∕")  # a tag's name is a path
        own = clean_tag_names([f"{tag}/{label}"])
        return msgspec.structs.replace(term, tags=(*own, *others))

    return [separate(term) for term in terms]
