"""Renders one article of the HTML page: paragraphs with highlights, and notes beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from store.exporting.article_head import details, title_length
from store.exporting.highlight_colours import TagColours
from store.exporting.passages import NumberedAnnotation, Passage, Run, passages
from store.exporting.urls import split_urls
from store.exporting.xml_escape import escape_markup
from store.index.addresses import command, uri
from store.language import _, current_language
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind

NOTES_ONLY = "notes-only"
"""The class of an article of which the library has only notes: what stands there is what they quote."""

LONG_NOTE = 600
"""The length, in characters, from which a note may be split between two pages."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class PageNames:
    """The CSS classes of colours and the IDs of tags in a page, assigned on first use."""

    def __init__(self, colours: TagColours) -> None:
        self.colours = colours
        self.classes: dict[str, str] = {}
        """The class of each colour."""
        self._tags: dict[str, str] = {}

    def colour_class(self, colour: str) -> str:
        """Return the class of a colour."""
        return self.classes.setdefault(colour, f"c{len(self.classes) + 1}")

    def tag_id(self, name: str) -> str:
        """Return the ID of a tag's entry in the index."""
        return self._tags.setdefault(name, f"tag-{len(self._tags) + 1}")


def place_id(article: str, number: int) -> str:
    """Return the ID of the element with an annotation's number in the text."""
    return f"{escape_markup(article)}-{number}"


def render_article(
    article: Article,
    placed: Sequence[NumberedAnnotation],
    orphans: Sequence[NumberedAnnotation],
    names: PageNames,
) -> Iterator[str]:
    """Yield the HTML of an article, one paragraph at a time.

    :param placed: the annotations in the text.
    :param orphans: the annotations whose text is gone.
    """
    only = f' class="{NOTES_ONLY}"' if is_placeholder(article.origin) else ""
    language = escape_markup(article.language or "zh")
    yield f'<article id="{escape_markup(article.id)}"{only} lang="{language}">\n'
    titles = title_length(article)
    is_titled = not titles
    if not titles:
        yield from _about(article, names, untitled=True)
    for number, passage in enumerate(passages(article, placed), 1):
        is_first = not is_titled and passage.block.kind is BlockKind.TITLE
        is_titled |= is_first
        yield _paragraph(article, passage, names, is_title=is_first)
        if number == titles:
            yield from _about(article, names, untitled=False)
    if orphans:
        heading = _("Words no longer in the text")
        yield f'<section class="orphans">\n<h3 lang="{current_language()}">{heading}</h3>\n'
        for each in orphans:
            yield _orphan(article, each, names)
        yield "</section>\n"
    yield "</article>\n"


def _about(article: Article, names: PageNames, *, untitled: bool) -> Iterator[str]:
    """Yield the metadata of the article, its tags and note, and its title if the text has none."""
    said = [escape_markup(words) for words in details(article)]
    if article.url:
        said.append(linkify(article.url))
    said.append(_link_back(article.id))
    title = f'<h2 class="title">{escape_markup(article.title) or "—"}</h2>\n' if untitled else ""
    source = f'<p class="source">{" · ".join(said)}</p>\n'
    tags = f'<p class="tags">{_tags(article.tags, names)}</p>\n' if article.tags else ""
    note = _note_text(article.note) if article.note else ""
    whole = f'<div class="note whole">\n{tags}{note}</div>\n' if tags or note else ""
    yield f'<header class="about">\n{title}{source}{whole}</header>\n'


_ELEMENTS = {BlockKind.HEADING: "h3"}


def _paragraph(article: Article, passage: Passage, names: PageNames, *, is_title: bool) -> str:
    """Return a paragraph with the notes on the annotations that end in it."""
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


def _orphan(article: Article, each: NumberedAnnotation, names: PageNames) -> str:
    """Return an orphan with its former text."""
    colour, place = (
        names.colour_class(names.colours.of_annotation(each.annotation)),
        place_id(article.id, each.number),
    )
    quote = f'<blockquote id="{place}">{escape_markup(each.annotation.exact)}</blockquote>\n'
    return f'<div class="orphan {colour}">\n{quote}{_note(article, each, names)}</div>\n'


def _run(article: Article, run: Run, names: PageNames) -> str:
    words = escape_markup(article.text[run.start : run.end])
    for each in reversed(run.under):
        colour = names.colour_class(names.colours.of_annotation(each.annotation))
        words = f'<mark class="{colour}" data-note="{each.number}">{words}</mark>'
    return words + "".join(_reference(article.id, each.number) for each in run.closing)


def _reference(article: str, number: int) -> str:
    """Return the number after a highlight. A word joiner keeps it on the same line."""
    place = place_id(article, number)
    return f'<sup id="{place}">&#8288;<a href="#{place}-note">{number}</a></sup>'


def _note(article: Article, each: NumberedAnnotation, names: PageNames) -> str:
    annotation, place = each.annotation, place_id(article.id, each.number)
    is_long = " long" if len(annotation.note) > LONG_NOTE else ""
    colour = names.colour_class(names.colours.of_annotation(annotation))
    number = f'<a class="number" href="#{place}">{each.number}</a>'
    tags = f'<p class="tags">{number}{_tags(annotation.tags, names)}</p>\n' if annotation.tags else ""
    note = _note_text(annotation.note, "" if tags else number) if annotation.note else ""
    who = _attribution(article, annotation, "" if tags or note else number)
    return f'<div class="note {colour}{is_long}" id="{place}-note">\n{tags}{note}{who}</div>\n'


def _note_text(note: str, number: str = "") -> str:
    """Return a note: line breaks are kept, Markdown is shown as typed, web addresses become links."""
    return f'<p class="said">{number}{linkify(note)}</p>\n'


def _tags(tags: Iterable[str], names: PageNames) -> str:
    return " ".join(_tag(tag, names) for tag in tags)


def _tag(tag: str, names: PageNames) -> str:
    colour = names.colour_class(names.colours.of_tag(tag))
    return f'<a class="tag {colour}" href="#{names.tag_id(tag)}">{escape_markup(tag)}</a>'


def _attribution(article: Article, annotation: Annotation, number: str) -> str:
    """Return who made an annotation and when, when it was changed if that was on another day, and a link that
    opens it in Pizhu.
    """
    made, changed = (moment[:10] for moment in (annotation.created, annotation.modified))
    when = _day(annotation.created)
    if changed > made:
        when = _("{day} (changed {later})", day=when, later=_day(annotation.modified))
    said = " · ".join(
        part
        for part in (
            f"<bdi>{escape_markup(annotation.creator)}</bdi>" * bool(annotation.creator),
            when,
            _link_back(article.id, annotation.id),
        )
        if part
    )
    return f'<p class="who" lang="{current_language()}">{number}{said}</p>\n'


def _link_back(article: str, annotation: str = "") -> str:
    """Return a link that opens Pizhu at an article or annotation, shown as the command that does so."""
    address, shown = escape_markup(uri(article, annotation)), escape_markup(command(article, annotation))
    return f'<a class="open" lang="en" href="{address}">{shown}</a>'


def _day(moment: str) -> str:
    """Return the day of a timestamp; empty if it is not valid."""
    if not _DAY.match(moment):
        return ""
    return f'<time datetime="{escape_markup(moment)}">{moment[:10]}</time>'


def linkify(text: str) -> str:
    """Escape text and turn the web addresses in it into links."""
    return "".join(
        _link(part) if is_address else escape_markup(part) for part, is_address in split_urls(text)
    )


def _link(address: str) -> str:
    shown = escape_markup(address)
    return f'<a href="{shown}" rel="noreferrer noopener nofollow">{shown}</a>'
