"""Flashcards of what was marked: one of each annotation, a word or a sentence, as Anki's fields want them.

The fields are HTML, with the words of articles and notes escaped. Anki is told a card again by its GUID,
which is made of the annotation's ID: importing again updates it, and how well it is known stays.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from store.chinese.glosses import glosses
from store.chinese.pinyin import load_phrases, reading, spaced_pinyin
from store.chinese.sentences import sentence_at
from store.exporting.sanitise import clean_text
from store.exporting.selection import Selection
from store.formats.tables.rows import in_order
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.stable_ids import guid

FIELDS = ("Word", "Pinyin", "Gloss", "Sentence", "Source", "Note")
"""The fields of a card, the first of which is asked for."""

NAME = "Pizhu"
"""How the deck and the note type are called."""

_LONGEST_WORD = 4
"""Code points of a quote whose syllables are joined, as those of a word are: yóucàihuā."""
_LONGEST_READ = 200
"""Code points of a quote whose reading is given."""
_LONGEST_CONTEXT = 120
"""Code points of the sentence before and after the quote; text without punctuation is cut there."""
_UNKNOWN_TIME = 946_684_800_000
"""Milliseconds; for an annotation whose time cannot be read: 1 January 2000."""
_UNSAFE = {'"': "＂", ":": "：", "#": "＃"}
"""What in a tag Anki would take for something else."""


class Flashcard(msgspec.Struct, frozen=True):
    """The note of Anki that a marked word or sentence becomes."""

    guid: str
    fields: tuple[str, ...]
    """HTML, by :data:`FIELDS`."""
    tags: tuple[str, ...]
    """As Anki has them: no spaces, ``服务::线上`` below ``服务``."""
    created: int
    """In milliseconds since 1970, UTC."""
    modified: int
    """In seconds since 1970, UTC."""


def flashcards(selection: Selection) -> Iterator[Flashcard]:
    """The flashcards of a selection, in the order of its articles and their text."""
    load_phrases()  # or readings would depend on whether somebody else had
    for article, marks in selection:
        source = as_html(_source(article))
        for mark in in_order(marks):
            yield _flashcard(article, mark, source)


def as_html(words: str) -> str:
    """Words as HTML that Anki shows as they are; brackets too, with which it names sounds and formulas."""
    escaped = html.escape(clean_text(words), quote=False).replace("[", "&#91;")
    return escaped.replace("\n", "<br>").replace("\t", "&emsp;")


def anki_tag(name: str) -> str:
    """A tag as Anki has it: ``服务/线上 业务`` → ``服务::线上_业务``.

    Anki parts tags at spaces, ideographic ones too, and takes no quotation marks.
    """
    parts = (re.sub(r"\s+", "_", clean_text(part).strip()) for part in name.split("/"))
    return "::".join("".join(_UNSAFE.get(sign, sign) for sign in part) for part in parts if part)


def _flashcard(article: Article, mark: Annotation, source: str) -> Flashcard:
    word = mark.exact.strip() or mark.exact
    fields = (
        as_html(word),
        as_html(_pinyin(word)),
        _gloss(word),
        _sentence(article, mark),
        source,
        as_html(mark.note),
    )
    return Flashcard(
        guid=guid("anki", mark.id),
        fields=fields,
        tags=tuple(dict.fromkeys(anki_tag(tag) for tag in mark.tags)),
        created=_milliseconds(mark.created),
        modified=_milliseconds(mark.modified) // 1000,
    )


def _pinyin(word: str) -> str:
    if len(word) <= _LONGEST_WORD:
        return reading(word)
    return (
        spaced_pinyin(word) if len(word) <= _LONGEST_READ and re.search("[\u2e80-\U0003ffff]", word) else ""
    )


def _gloss(word: str) -> str:
    """What the dictionary has, an entry a line; nothing without it, or of what is no word of it."""
    return "<br>".join(
        f"<i>{as_html(entry.pinyin)}</i> {as_html('; '.join(entry.senses))}" for entry in glosses(word)
    )


def _sentence(article: Article, mark: Annotation) -> str:
    """The sentence that the quote stands in, or those it reaches over, with the quote in bold.

    Of an orphan it is what is kept of the words around it.
    """
    text, start, end = article.text, mark.start, mark.end
    if mark.orphan:
        text = mark.prefix + mark.exact + mark.suffix
        start, end = len(mark.prefix), len(mark.prefix + mark.exact)
    first, last = sentence_at(text, start)[0], sentence_at(text, max(start, end - 1))[1]
    before, after = text[min(first, start) : start], text[end : max(last, end)]
    if len(before) > _LONGEST_CONTEXT:
        before = "…" + before[-_LONGEST_CONTEXT:]
    if len(after) > _LONGEST_CONTEXT:
        after = after[:_LONGEST_CONTEXT] + "…"
    return f"{as_html(before.lstrip())}<b>{as_html(text[start:end])}</b>{as_html(after.rstrip())}"


def _source(article: Article) -> str:
    return " · ".join(part for part in (article.title, article.source, article.date) if part)


def _milliseconds(moment: str) -> int:
    try:
        return int(datetime.fromisoformat(moment).timestamp() * 1000)
    except (ValueError, OverflowError):
        return _UNKNOWN_TIME
