"""One article as a part of the exported page: its paragraphs with their highlights, notes beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from store.exporting.highlight_colours import Colours
from store.exporting.passages import Numbered, Passage, Run, passages
from store.exporting.urls import split_urls
from store.exporting.xml_escape import escape_markup
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind

LONG_NOTE = 600
"""Characters from which on a note may be parted between two pages."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Names:
    """What colours and tags are called in the page, each from when it is first met."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self.classes: dict[str, str] = {}
        """The class of each colour."""
        self._tags: dict[str, str] = {}

    def colour(self, colour: str) -> str:
        """The class of a colour."""
        return self.classes.setdefault(colour, f"c{len(self.classes) + 1}")

    def tag(self, name: str) -> str:
        """The ID of a tag's entry in the index."""
        return self._tags.setdefault(name, f"tag-{len(self._tags) + 1}")


def place_of(article: str, number: int) -> str:
    """The ID of the place where an annotation's number stands in the text."""
    return f"{escape_markup(article)}-{number}"


def article_part(
    article: Article, placed: Sequence[Numbered], orphans: Sequence[Numbered], names: Names
) -> Iterator[str]:
    """The HTML of an article, a paragraph at a time.

    :param placed: the annotations that stand in the text.
    :param orphans: those whose words are gone from it.
    """
    yield f'<article id="{escape_markup(article.id)}" lang="{escape_markup(article.language or "zh")}">\n'
    untitled = all(block.kind is not BlockKind.TITLE for block in article.blocks)
    yield from _about(article, names, untitled=untitled)
    for passage in passages(article, placed):
        is_first = not untitled and passage.block.kind is BlockKind.TITLE
        untitled |= is_first
        yield _row(article, passage, names, is_title=is_first)
    if orphans:
        yield '<section class="orphans">\n<h3 lang="en">Words no longer in the text</h3>\n'
        for each in orphans:
            yield _orphan(article, each, names)
        yield "</section>\n"
    yield "</article>\n"


def _about(article: Article, names: Names, *, untitled: bool) -> Iterator[str]:
    """What is known of the article, its tags and its note; its title where the text has none."""
    said = [
        escape_markup(words) for words in (article.source, article.date, "、".join(article.authors)) if words
    ]
    if article.url:
        said.append(linked(article.url))
    title = f'<h2 class="title">{escape_markup(article.title) or "—"}</h2>\n' if untitled else ""
    source = f'<p class="source">{" · ".join(said)}</p>\n' if said else ""
    tags = f'<p class="tags">{_tags(article.tags, names)}</p>\n' if article.tags else ""
    note = _said(article.note) if article.note else ""
    whole = f'<div class="note whole">\n{tags}{note}</div>\n' if tags or note else ""
    if title or source or whole:
        yield f'<header class="about">\n{title}{source}{whole}</header>\n'


_ELEMENTS = {BlockKind.HEADING: "h3"}


def _row(article: Article, passage: Passage, names: Names, *, is_title: bool) -> str:
    """A paragraph and the notes on what ends in it."""
    kind, text = passage.block.kind, article.text
    element = "h2" if is_title else _ELEMENTS.get(kind, "p")
    indented = " indented" if text[passage.block.start : passage.block.end][:1].isspace() else ""
    words = "".join(_run(article, run, names) for run in passage.runs)
    paragraph = f'<{element} class="words {kind}{indented}">{words}</{element}>\n'
    notes = passage.closing
    if not notes:
        return paragraph
    beside = "".join(_note(article, each, names) for each in notes)
    numbers = f"{notes[0].number}–{notes[-1].number}" if len(notes) > 1 else str(notes[0].number)
    aside = f'<aside class="notes" aria-label="{numbers}">\n{beside}</aside>\n'
    return f'<div class="row">\n{aside}{paragraph}</div>\n'


def _orphan(article: Article, each: Numbered, names: Names) -> str:
    """An annotation whose words are gone, with them."""
    colour, place = names.colour(names.colours.of(each.mark)), place_of(article.id, each.number)
    quote = f'<blockquote id="{place}">{escape_markup(each.mark.exact)}</blockquote>\n'
    return f'<div class="orphan {colour}">\n{quote}{_note(article, each, names)}</div>\n'


def _run(article: Article, run: Run, names: Names) -> str:
    words = escape_markup(article.text[run.start : run.end])
    for each in reversed(run.under):
        colour = names.colour(names.colours.of(each.mark))
        words = f'<mark class="{colour}" data-note="{each.number}">{words}</mark>'
    return words + "".join(_reference(article.id, each.number) for each in run.closing)


def _reference(article: str, number: int) -> str:
    """The number after marked words. A word joiner keeps it on their line."""
    place = place_of(article, number)
    return f'<sup id="{place}">&#8288;<a href="#{place}-note">{number}</a></sup>'


def _note(article: Article, each: Numbered, names: Names) -> str:
    mark, place = each.mark, place_of(article.id, each.number)
    is_long = " long" if len(mark.note) > LONG_NOTE else ""
    colour = names.colour(names.colours.of(mark))
    number = f'<a class="number" href="#{place}">{each.number}</a>'
    tags = f'<p class="tags">{number}{_tags(mark.tags, names)}</p>\n' if mark.tags else ""
    note = _said(mark.note, "" if tags else number) if mark.note else ""
    who = _who(mark, "" if tags or note else number)
    return f'<div class="note {colour}{is_long}" id="{place}-note">\n{tags}{note}{who}</div>\n'


def _said(note: str, number: str = "") -> str:
    """A note as it was written: its lines as they are, its Markdown as signs, its addresses as links."""
    return f'<p class="said">{number}{linked(note)}</p>\n'


def _tags(tags: Iterable[str], names: Names) -> str:
    return " ".join(_tag(tag, names) for tag in tags)


def _tag(tag: str, names: Names) -> str:
    colour = names.colour(names.colours.of_tag(tag))
    return f'<a class="tag {colour}" href="#{names.tag(tag)}">{escape_markup(tag)}</a>'


def _who(mark: Annotation, number: str) -> str:
    """Who made an annotation and when, and when it was changed if that was on another day."""
    made, changed = (moment[:10] for moment in (mark.created, mark.modified))
    when = _time(mark.created) + (f" (changed {_time(mark.modified)})" if changed > made else "")
    said = " · ".join(
        part for part in (f"<bdi>{escape_markup(mark.creator)}</bdi>" * bool(mark.creator), when) if part
    )
    return f'<p class="who" lang="en">{number}{said}</p>\n' if number or said else ""


def _time(moment: str) -> str:
    """The day of a moment; nothing for what is none."""
    if not _DAY.match(moment):
        return ""
    return f'<time datetime="{escape_markup(moment)}">{moment[:10]}</time>'


def linked(words: str) -> str:
    """Words as HTML, with links for the addresses of the web in them, and for no others."""
    return "".join(
        _link(part) if is_address else escape_markup(part) for part, is_address in split_urls(words)
    )


def _link(address: str) -> str:
    shown = escape_markup(address)
    return f'<a href="{shown}" rel="noreferrer noopener nofollow">{shown}</a>'
