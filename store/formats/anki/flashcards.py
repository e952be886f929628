"""Flashcards of annotations, each of a word or a sentence, with the fields of an Anki note.

The fields are HTML, in which the texts of articles and notes are escaped. Anki recognises a note by its GUID,
which is derived from the annotation's ID: importing again updates the note and keeps its learning progress.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from store.chinese.glosses import glosses, installed_at
from store.chinese.installation import installation_time
from store.chinese.pinyin import load_phrases, reading, spaced_pinyin
from store.chinese.sentences import sentence_at
from store.exporting.sanitise import clean_text
from store.exporting.selection import Selection
from store.formats.tables.rows import in_text_order
from store.index.addresses import uri
from store.model.annotation import Annotation
from store.model.article import Article
from store.model.stable_ids import guid

FIELDS = ("Word", "Pinyin", "Gloss", "Sentence", "Source", "Note")
"""The fields of a note. The first one is the front of the card."""

DECK_NAME = "Pizhu"
"""The name of the deck and of the note type."""

_MAX_WORD_LENGTH = 4
"""Code points of the longest quote whose syllables are joined into a word: yóucàihuā."""
_MAX_PINYIN_LENGTH = 200
"""Code points of the longest quote whose pinyin is given."""
_MAX_CONTEXT_LENGTH = 120
"""Code points of the context before and after the quote; a longer sentence is cut."""
_DEFAULT_TIME = 946_684_800_000
"""In milliseconds, for an annotation with an invalid time: 1 January 2000."""
_TAG_SUBSTITUTES = {'"': "＂", ":": "：", "#": "＃"}
"""Characters that have a meaning in Anki's tags, and their substitutes."""


class Flashcard(msgspec.Struct, frozen=True):
    """An Anki note."""

    guid: str
    fields: tuple[str, ...]
    """HTML, by :data:`FIELDS`."""
    tags: tuple[str, ...]
    """In Anki's form: no spaces, ``服务::线上`` below ``服务``."""
    created: int
    """In milliseconds since 1970, UTC."""
    modified: int
    """In seconds since 1970, UTC. It is later whenever anything on the card has changed; see
    :func:`flashcards`.
    """


def flashcards(selection: Selection) -> Iterator[Flashcard]:
    """Yield the flashcards of a selection, by article and in text order.

    A card counts as modified when its annotation was, when a step changed its article (a title, a renamed
    tag), and when the dictionary of its gloss or pinyin was installed. The number of writes of the article is
    added in seconds, so that the time also rises with changes that the journal of steps does not know.
    """
    load_phrases()  # otherwise the readings would depend on whether they had been loaded before
    changed = selection.library.last_changes()
    for article, selected in selection:
        since = _milliseconds(changed[article.id]) // 1000 if article.id in changed else 0
        for annotation in in_text_order(selected):
            yield _flashcard(article, annotation, since)


def html_field(text: str) -> str:
    """Return text as HTML. Anki marks sounds and formulas with brackets, so they are escaped too."""
    escaped = html.escape(clean_text(text), quote=False).replace("[", "&#91;")
    return escaped.replace("\n", "<br>").replace("\t", "&emsp;")


def anki_tag(name: str) -> str:
    """Return a tag in Anki's form: ``服务/线上 业务`` → ``服务::线上_业务``.

    Anki separates tags at white space, including ideographic spaces, and does not allow quotation marks.
    """
    parts = (re.sub(r"\s+", "_", clean_text(part).strip()) for part in name.split("/"))
    return "::".join("".join(_TAG_SUBSTITUTES.get(sign, sign) for sign in part) for part in parts if part)


def _flashcard(article: Article, annotation: Annotation, since: int) -> Flashcard:
    """Return the card of an annotation.

    :param since: when the article was last changed, in seconds since 1970; 0 if that is not known.
    """
    word = annotation.exact.strip() or annotation.exact
    pinyin, gloss = _pinyin(word), _gloss(word)
    fields = (
        html_field(word),
        html_field(pinyin),
        gloss,
        _sentence(article, annotation),
        _source(article, annotation),
        html_field(annotation.note),
    )
    times = (
        _milliseconds(annotation.modified) // 1000,
        since,
        installed_at() if gloss else 0,
        installation_time("pypinyin") if pinyin else 0,
    )
    return Flashcard(
        guid=guid("anki", annotation.id),
        fields=fields,
        tags=tuple(dict.fromkeys(anki_tag(tag) for tag in annotation.tags)),
        created=_milliseconds(annotation.created),
        modified=max(times) + article.rev,
    )


def _pinyin(word: str) -> str:
    if len(word) <= _MAX_WORD_LENGTH:
        return reading(word)
    return (
        spaced_pinyin(word)
        if len(word) <= _MAX_PINYIN_LENGTH and re.search("[\u2e80-\U0003ffff]", word)
        else ""
    )


def _gloss(word: str) -> str:
    """Return the entries of the dictionary, one per line; empty without a dictionary or an entry."""
    return "<br>".join(
        f"<i>{html_field(entry.pinyin)}</i> {html_field('; '.join(entry.senses))}" for entry in glosses(word)
    )


def _sentence(article: Article, annotation: Annotation) -> str:
    """Return the sentences that contain the quote, with the quote in bold.

    For an orphan, the stored context takes the place of the sentences.
    """
    text, start, end = article.text, annotation.start, annotation.end
    if annotation.orphan:
        text = annotation.prefix + annotation.exact + annotation.suffix
        start, end = len(annotation.prefix), len(annotation.prefix + annotation.exact)
    first, last = sentence_at(text, start)[0], sentence_at(text, max(start, end - 1))[1]
    before, after = text[min(first, start) : start], text[end : max(last, end)]
    if len(before) > _MAX_CONTEXT_LENGTH:
        before = "…" + before[-_MAX_CONTEXT_LENGTH:]
    if len(after) > _MAX_CONTEXT_LENGTH:
        after = after[:_MAX_CONTEXT_LENGTH] + "…"
    return f"{html_field(before.lstrip())}<b>{html_field(text[start:end])}</b>{html_field(after.rstrip())}"


def _source(article: Article, annotation: Annotation) -> str:
    """Return where the words are from, as a link that opens Pizhu there."""
    source = " · ".join(part for part in (article.title, article.source, article.date) if part)
    address = html.escape(uri(article.id, annotation.id))
    return f'<a href="{address}">{html_field(source) or "Pizhu"}</a>'


def _milliseconds(time: str) -> int:
    try:
        return int(datetime.fromisoformat(time).timestamp() * 1000)
    except (ValueError, OverflowError):
        return _DEFAULT_TIME
