"""The bibliographic data of an article, shared by BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from store.chinese.pinyin import ascii_pinyin, ascii_surname, load_phrases
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.model.article import Article
from store.press.person_names import given_and_family, surname_and_given

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DASHES = re.compile("^[—―－–-]+")
_TITLE_LENGTH_IN_KEY = 4
"""Characters of a Chinese title that a key has the pinyin of. Of a title in Latin letters, a key has the
first word.
"""
_ID_LENGTH_IN_KEY = 6
"""Characters of the article's ID at the end of a key."""


class Name(msgspec.Struct, frozen=True):
    """The name of an author. ``family`` is empty if the name cannot be split with certainty."""

    full: str
    family: str = ""
    given: str = ""
    is_chinese: bool = False
    """Whether the family name comes first, without a space."""


class Reference(msgspec.Struct, frozen=True):
    """A bibliographic reference. All texts except the note are on one line."""

    key: str
    """ASCII letters and digits with one hyphen; unique in an export."""
    title: str
    """With the subtitle after a colon, as in GB/T 7714."""
    names: tuple[Name, ...]
    date: tuple[int, ...]
    """Year, month, day, as far as they are known; empty if the article has no valid date."""
    source: str
    column: str
    url: str
    language: str
    tags: tuple[str, ...]
    """The tags of the article, then those of its annotations."""
    note: str


def references(selection: Selection) -> Iterator[Reference]:
    """Yield the references of a selection, one at a time.

    A key consists of the first author, the year, the beginning of the title and of the ID, such as
    ``wang2020chuntiandexiao-3f9c2a``. It depends only on them, not on the other articles of the export.
    """
    load_phrases()  # otherwise the readings would depend on whether they had been loaded before
    taken: set[str] = set()
    for article, selected in selection:
        names = tuple(parse_name(author) for author in article.authors if author.strip())
        key = _key(article, names, taken)
        taken.add(key)
        yield Reference(
            key=key,
            title=one_line(_title(article)),
            names=names,
            date=date_parts(article.date),
            source=one_line(article.source),
            column=one_line(article.column),
            url=one_line(article.url),
            language=article.language,
            tags=tuple(
                dict.fromkeys([*article.tags, *(tag for annotation in selected for tag in annotation.tags)])
            ),
            note=clean_text(article.note),
        )


def parse_name(author: str) -> Name:
    """Return the name of an author, split if that is certain."""
    full = one_line(author)
    if chinese := surname_and_given(full):
        return Name(full, *chinese, is_chinese=True)
    if latin := given_and_family(full):
        return Name(full, latin[1], latin[0])
    return Name(full)


def date_parts(date: str) -> tuple[int, ...]:
    """Return the parts of an article's date: ``2020-03`` → 2020, 3; empty for any other text."""
    match = _DATE.fullmatch(date)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def iso_date(date: Iterable[int], separator: str = "-") -> str:
    """Return a date of four-digit year, two-digit month and day, as far as the parts go."""
    return separator.join(f"{part:0{2 if at else 4}}" for at, part in enumerate(date))


def _title(article: Article) -> str:
    subtitle = _DASHES.sub("", article.subtitle.strip()).strip()
    if not subtitle:
        return article.title
    return f"{article.title.strip()}{'：' if article.language.startswith('zh') else ': '}{subtitle}"


def _key(article: Article, names: tuple[Name, ...], taken: set[str]) -> str:
    year = article.date[:4] if date_parts(article.date) else "nd"
    beginning = f"{_author_part(article, names)}{year}{_title_part(article.title)}-"
    key = beginning + _ascii(article.id[:_ID_LENGTH_IN_KEY])
    while key in taken:
        key = beginning + _ascii(article.id) if len(key) < len(beginning + article.id) else f"{key}x"
    return key


def _author_part(article: Article, names: tuple[Name, ...]) -> str:
    """Return the first author's family name in letters; without one, the source; without both, ``anon``."""
    for name in names:
        if name.is_chinese:
            return ascii_surname(name.family)
        if found := ascii_pinyin(name.family or name.full[:_TITLE_LENGTH_IN_KEY]):
            return found
    return ascii_pinyin(article.source[:_TITLE_LENGTH_IN_KEY]) or "anon"


def _title_part(title: str) -> str:
    words = re.findall(r"[^\W_]+", title)
    first = next(iter(words), "")
    return ascii_pinyin(first if first.isascii() else "".join(words)[:_TITLE_LENGTH_IN_KEY])


def _ascii(text: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", text)
