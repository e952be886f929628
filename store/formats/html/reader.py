"""Reads a web page, or one of our own HTML exports with one article, as an article."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.evernote.page import note_page
from store.formats.html.around_headline import kickers, subtitles
from store.formats.html.blocks import Part
from store.formats.html.body.main_body import find_body
from store.formats.html.encoding import decode_page
from store.formats.html.encyclopedia import without_apparatus, without_empty_headings
from store.formats.html.entries import NAME, possible_entries, read_entries
from store.formats.html.headline import bare, find_headline, lines_of
from store.formats.html.metadata.imprint import is_nobody
from store.formats.html.metadata.page_metadata import PageMetadata, find_metadata
from store.formats.html.own_export import is_own_export, read_own_export
from store.formats.html.page_kinds import (
    page_kinds,
    with_title_of_document,
    without_comments,
    without_notices,
)
from store.formats.html.page_scan import PageScan
from store.formats.markup.front_matter_reader import left_out, stated_attributes, stated_fields
from store.formats.markup.notion import take_html_properties
from store.importing.limits import check_text
from store.importing.piece import Piece, Source
from store.importing.plain_text import press_draft
from store.importing.splits.split_pieces import offer
from store.language import _
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.lines import is_prose
from store.press.parts import find_parts
from store.press.sites.bulletin_board import read_board_header
from store.wording import counted

_TITLES = (BlockKind.TITLE,)


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of a page.

    :raises BadInput: the page has no text, or is too large.
    """
    page, encoding = decode_page(data, source.name, source.charset)
    if is_own_export(page):
        for each in read_own_export(page, source.name):
            yield replace(each, encoding=encoding)
        return
    if source.options.split == NAME and len(found := list(_entries(page, source.name))) > 1:
        yield from (replace(each, encoding=encoding) for each in found)
        return
    page = with_title_of_document(page)
    about, page = take_html_properties(page) if "page-title" in page[:_HEAD] else (None, page)
    draft, remarks = read_page(page, source.name, url=source.url)
    if about is not None:
        draft = replace(draft, **stated_fields(about), attributes=stated_attributes(about, source.options))
        remarks += tuple(left_out(about, source.options))
    tags: tuple[str, ...] = about.tags if about else ()
    if note := note_page(page[:_HEAD]):
        draft, tags = replace(draft, url=draft.url or note.url), note.tags
    article = NewArticle(draft=draft, tags=tags)
    split = None if about else possible_entries(page, draft.text)
    remarks += (offer(split),) if split else ()
    yield Piece(article=article, encoding=encoding, remarks=remarks, split=split)


def _entries(page: str, name: str) -> Iterator[Piece]:
    """Yield the entries of a page, with its title as their column."""
    yield from read_entries(page, name, find_headline(PageScan(page, name))[0])


_HEAD = 300_000
"""Code points in which the title of a page of Notion stands, below its style sheet."""


def read_page(page: str, name: str, *, url: str = "") -> tuple[Draft, tuple[str, ...]]:
    """Return the article of a page, and what was left out or is doubtful.

    :param name: what errors call the page.
    :param url: the address that it came from; else the page's own one is taken.
    :raises BadInput: the page has no text, or is too large.
    """
    page, left_out = without_apparatus(page)
    scan = PageScan(page, name)
    if not scan.parts:
        raise BadInput(
            _(
                "{name}: this page has no text: it may be made by scripts; save it from a browser when "
                "it is shown.",
                name=name,
            )
        )
    check_text("\n".join(words for _unused, words in scan.parts), name)
    headline, index = find_headline(scan)
    body = find_body(scan, index)
    about = find_metadata(scan, index, body.parts, url)
    if post := _board_post(scan.parts):
        return _post_draft(post, about.url, name)
    parts = _article_parts(scan, headline, index, body.parts, about)
    if left_out:
        parts = without_empty_headings(parts)
    text, blocks = join_blocks(parts)
    check_text(text, name)
    draft = press_draft(text, blocks, headline)
    draft = replace(
        draft,
        date=about.date or draft.date,
        authors=about.authors or _authors_of_text(draft, about),
        source=about.source or _source_of_text(draft, about),
        url=about.url,
    )
    told = (left_out,) if left_out else ()
    return draft, told + body.remarks + _list_of_links(scan, parts) + _left_out(scan, parts)


def _board_post(parts: list[Part]) -> list[Part]:
    """Return the post of a bulletin board in a page, from its header on; empty if there is none."""
    for at, (_unused, words) in enumerate(parts[:_MOST_ABOVE_POST]):
        if words[:4].lstrip().startswith(_SENDERS) and read_board_header(
            [line for _unused, line in parts[at : at + _MOST_REPEATED]]
        ):
            return parts[at:]
    return []


def _post_draft(post: list[Part], url: str, name: str) -> tuple[Draft, tuple[str, ...]]:
    """Return the article of a post of a bulletin board; the next post ends it."""
    end = next(
        (at for at, (_unused, words) in enumerate(post[1:], 1) if words[:4].lstrip().startswith(_SENDERS)),
        len(post),
    )
    text, blocks = join_blocks(find_parts("\n\n".join(words for _unused, words in post[:end]), wrapped=False))
    check_text(text, name)
    draft = replace(press_draft(text, blocks), url=url)
    return draft, (_("left out: {what} of other posts", what=counted(len(post) - end, "line", "lines")),) * (
        end < len(post)
    )


_SENDERS = ("发信人", "發信人", "寄信人")
_MOST_ABOVE_POST = 200
"""Paragraphs of a page above the post of a bulletin board."""


def _list_of_links(scan: PageScan, parts: list[Part]) -> tuple[str, ...]:
    """Say that the page is an index of other pages, if most of its text are links and none is a sentence."""
    text = [words for kind, words in parts if kind is not BlockKind.TITLE]
    if len(text) < _FEWEST_LINKS or any("。" in words and is_prose(words) for words in text):
        return ()
    linked = {scan.parts[index][1] for index in scan.linked}
    links = sum(words in linked for words in text)
    if links * 5 < len(text) * 3:
        return ()
    return (
        _(
            "this page is a list of {links:,} links, not an article: import the pages that it names",
            links=links,
        ),
    )


_FEWEST_LINKS = 10
"""Links of an index page."""


def _authors_of_text(draft: Draft, about: PageMetadata) -> tuple[str, ...]:
    """Return the authors that the text names, but no words of the lines that were read as the imprint."""
    return tuple(
        name
        for name in draft.authors
        if not is_nobody(name) and not any(name in words for words, _unused in about.lines)
    )


def _source_of_text(draft: Draft, about: PageMetadata) -> str:
    """Return the source that the text names, but no words of the lines that were read as the imprint."""
    return "" if any(draft.source in words for words, _unused in about.lines) else draft.source


def _article_parts(
    scan: PageScan, headline: str, index: int, body: list[Part], about: PageMetadata
) -> list[Part]:
    """Return the paragraphs of the article: headline, imprint and text, each once."""
    parts = kickers(scan, headline, index)
    if headline:
        parts.append((BlockKind.TITLE, headline))
        parts += subtitles(scan, headline, index, [words for words, _unused in about.lines])
    imprint = {bare(words) for words, _unused in about.lines}
    for words, found in about.lines:
        parts.append((BlockKind.BYLINE if found.authors or not found.date else BlockKind.DATE, words))
    heads = {"", *(bare(words) for _unused, words in parts)} | imprint | lines_of(scan, headline, index)
    own = body[:_MOST_REPEATED]
    repeats = [bare(words) in heads or _is_piece(words, about) for _unused, words in own]
    text = [is_prose(words) for _unused, words in own]
    text = text if any(text) or len(body) > len(own) else [not each for each in repeats]
    first = text.index(True) if True in text else len(own)
    own = [
        part
        for at, part in enumerate(own)
        if not (repeats[at] if at < first else bare(part[1]) in imprint - {""})
    ]
    rest = own + body[_MOST_REPEATED:] or body
    return parts + page_kinds(without_notices(without_comments(rest)))


_MOST_REPEATED = 8
"""Lines at the start of the text that may repeat headline and imprint."""


def _is_piece(words: str, about: PageMetadata) -> bool:
    """Whether a short line at the start of the text is a part of a line of the imprint."""
    return len(words) <= 60 and any(words in line for line, _unused in about.lines)


def _left_out(scan: PageScan, parts: list[Part]) -> tuple[str, ...]:
    """Say how many characters of the page are not in the article."""
    kept, whole = _characters(parts), _characters(scan.parts)
    if whole <= kept:
        return ()
    words = {words for _unused, words in parts}
    comments = _characters(
        [
            part
            for region in scan.regions
            if region.kind == "comments"
            for part in scan.parts[region.first : region.last]
            if part[1] not in words
        ]
    )
    what = counted(whole - kept, "character", "characters")
    if comments:
        return (
            _(
                "left out: {what} around the article, {comments:,} of them in comments",
                what=what,
                comments=comments,
            ),
        )
    return (_("left out: {what} around the article", what=what),)


def _characters(parts: list[Part]) -> int:
    """Return the number of characters in some paragraphs, white space excluded."""
    return sum(map(len, "".join(words for _unused, words in parts).split()))
