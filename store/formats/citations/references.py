"""What a bibliography says of an article: the same for BibTeX, CSL-JSON and RIS."""

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
_TITLE_IN_KEY = 4
"""Characters of the title that a key gives the reading of; of a title in letters, the first word."""
_ID_IN_KEY = 6
"""Characters of the article's ID at the end of a key."""


class Name(msgspec.Struct, frozen=True):
    """An author's name: in two parts, or whole, with ``family`` empty, where it has no such parts."""

    whole: str
    family: str = ""
    given: str = ""
    is_chinese: bool = False
    """Whether the family comes first, and nothing between the two."""


class Reference(msgspec.Struct, frozen=True):
    """An article as a bibliography has it; all words in one line, except those of the note."""

    key: str
    """Letters and digits of ASCII and one hyphen; no other reference of the same export has it."""
    title: str
    """With the subtitle, as GB/T 7714 joins them: a colon between."""
    names: tuple[Name, ...]
    date: tuple[int, ...]
    """Year, month, day, as far as they are known; empty when none is, or the date is none."""
    source: str
    column: str
    url: str
    language: str
    tags: tuple[str, ...]
    """Those of the article, then those of its annotations."""
    note: str


def references(selection: Selection) -> Iterator[Reference]:
    """The references of a selection, one at a time.

    A key is made of who wrote the article, its year, the beginning of its title and of its ID, as
    ``wang2020chuntiandexiao-3f9c2a``: it stays the same, whatever else is exported, as long as these do.
    """
    load_phrases()  # or readings would depend on whether somebody else had
    taken: set[str] = set()
    for article, marks in selection:
        names = tuple(name_of(author) for author in article.authors if author.strip())
        key = _key(article, names, taken)
        taken.add(key)
        yield Reference(
            key=key,
            title=one_line(_title(article)),
            names=names,
            date=parts_of(article.date),
            source=one_line(article.source),
            column=one_line(article.column),
            url=one_line(article.url),
            language=article.language,
            tags=tuple(dict.fromkeys([*article.tags, *(tag for mark in marks for tag in mark.tags)])),
            note=clean_text(article.note),
        )


def name_of(author: str) -> Name:
    """An author's name, in parts where it surely has them."""
    whole = one_line(author)
    if chinese := surname_and_given(whole):
        return Name(whole, *chinese, is_chinese=True)
    if latin := given_and_family(whole):
        return Name(whole, latin[1], latin[0])
    return Name(whole)


def parts_of(date: str) -> tuple[int, ...]:
    """The parts of a date as articles have it: ``2020-03`` → 2020, 3; none of what is no such date."""
    match = _DATE.fullmatch(date)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def iso_date(date: Iterable[int], separator: str = "-") -> str:
    """The parts of a date in digits: four of the year, two of the others."""
    return separator.join(f"{part:0{2 if at else 4}}" for at, part in enumerate(date))


def _title(article: Article) -> str:
    subtitle = _DASHES.sub("", article.subtitle.strip()).strip()
    if not subtitle:
        return article.title
    return f"{article.title.strip()}{'：' if article.language.startswith('zh') else ': '}{subtitle}"


def _key(article: Article, names: tuple[Name, ...], taken: set[str]) -> str:
    year = article.date[:4] if parts_of(article.date) else "nd"
    beginning = f"{_who(article, names)}{year}{_beginning(article.title)}-"
    key = beginning + _ascii(article.id[:_ID_IN_KEY])
    while key in taken:
        key = beginning + _ascii(article.id) if len(key) < len(beginning + article.id) else f"{key}x"
    return key


def _who(article: Article, names: tuple[Name, ...]) -> str:
    """The first author's family name in letters, else the paper's, else ``anon``."""
    for name in names:
        if name.is_chinese:
            return ascii_surname(name.family)
        if found := ascii_pinyin(name.family or name.whole[:_TITLE_IN_KEY]):
            return found
    return ascii_pinyin(article.source[:_TITLE_IN_KEY]) or "anon"


def _beginning(title: str) -> str:
    words = re.findall(r"[^\W_]+", title)
    first = next(iter(words), "")
    return ascii_pinyin(first if first.isascii() else "".join(words)[:_TITLE_IN_KEY])


def _ascii(words: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", words)
