"""Reads a PDF with a text layer as an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import groupby

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.pdf.document_info import authors_of, date_of, title_of
from store.formats.pdf.messages import Line, Opened, Page
from store.formats.pdf.paragraphs import Paragraph, paragraphs
from store.formats.pdf.process import read_pages
from store.formats.pdf.running_heads import running_heads
from store.importing.limits import MAX_TEXT_BYTES, check_text, too_large
from store.importing.piece import Piece, Source
from store.importing.plain_text import press_draft
from store.language import _, ngettext, plural
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.parts import find_parts
from store.wording import counted, listed

if find_spec("pypdfium2") is None:  # the process that reads PDFs could not say so
    raise ModuleNotFoundError("No module named 'pypdfium2'", name="pypdfium2")  # untranslated: Python's own

_UNREADABLE = 0.3
"""The share of characters without a meaning from which a text is no text."""

_MAX_LINES = 300_000
"""Lines of a document: a book of 1,000 pages has 40,000."""

_TITLE_PARTS = 12
"""The first parts of a text, among which its title is."""

_URL = re.compile(r"https?://[^\s]+")


def read(data: bytes, source: Source) -> list[Piece]:
    """Return the article in a PDF.

    :raises BadInput: it needs a password, is damaged, or has no text.
    """
    info, pages = _pages(data, source.name)
    _check_has_text(pages, source.name)
    left_out = running_heads(pages)
    kept = [
        [line for at, line in enumerate(page.lines) if at not in left_out.get(number, ())] if page else []
        for number, page in enumerate(pages)
    ]
    heads = [pages[number].lines[at] for number, lines in left_out.items() for at in sorted(lines)]  # type: ignore[union-attr]
    found = paragraphs(kept)
    text = "\n\n".join(each.text for each in found)
    check_text(text, source.name)
    draft = _draft(text, found)
    dated = draft.date
    draft = _with_info(draft, info, _url(heads), source)
    remarks = _remarks(pages, heads, found)
    if draft.date and draft.date != dated:
        remarks.append(_("the date is the day on which the PDF was made"))
    return [Piece(article=NewArticle(draft=draft), remarks=tuple(remarks))]


def _pages(data: bytes, name: str) -> tuple[dict[str, str], list[Page | None]]:
    info: dict[str, str] = {}
    pages: list[Page | None] = []
    length = count = 0
    for answer in read_pages(data, name):
        if isinstance(answer, Opened):
            info = answer.info
            continue
        pages.append(answer)
        if answer is not None:
            length += sum(len(line.text.encode("utf-8", "replace")) for line in answer.lines)
            count += len(answer.lines)
        if length > MAX_TEXT_BYTES:
            raise too_large(name, MAX_TEXT_BYTES, _("too large for an article; split it first"))
        if count > _MAX_LINES:
            raise BadInput(
                _(
                    "{name}: it has more than {most:,} lines, too many for an article; split it first.",
                    name=name,
                    most=_MAX_LINES,
                )
            )
    return info, pages


def _check_has_text(pages: Sequence[Page | None], name: str) -> None:
    characters = sum(len(line.text) for page in pages if page for line in page.lines)
    if not characters:
        if any(page is None for page in pages):
            raise BadInput(
                _("{name}: this PDF cannot be read: print it to a new PDF and import that.", name=name)
            )
        raise BadInput(_("{name}: this PDF has no text: recognise it with an OCR program first.", name=name))
    unmapped = sum(page.unmapped for page in pages if page)
    if unmapped > _UNREADABLE * characters:
        raise BadInput(
            _(
                "{name}: this PDF does not say which characters it shows: recognise it with an OCR "
                "program first.",
                name=name,
            )
        )


def _draft(text: str, found: Sequence[Paragraph]) -> Draft:
    """Return the article, with title and headings by their size where the press rules saw paragraphs."""
    headings = {_bare(each.text): each for each in found if each.heading}
    parts = find_parts(text, wrapped=False)
    kinds = [
        BlockKind.HEADING if kind in _MAY_BE_HEADING and _bare(words) in headings else kind
        for kind, words in parts
    ]
    title = _printed_title(parts, headings)
    if title is not None:
        for at in range(min(_TITLE_PARTS, len(kinds))):
            if kinds[at] is BlockKind.TITLE:
                kinds[at] = BlockKind.KICKER if at < title else BlockKind.SUBTITLE
        kinds[title] = BlockKind.TITLE
    joined, blocks = join_blocks([(kind, words) for kind, (_unused, words) in zip(kinds, parts, strict=True)])
    return press_draft(joined, blocks)


_MAY_BE_HEADING = {BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.SUBTITLE}


def _printed_title(parts: Sequence[tuple[BlockKind, str]], headings: dict[str, Paragraph]) -> int | None:
    """Return the number of the part that is the title by its size: larger than all other headings."""
    large = {bare: each.size for bare, each in headings.items() if each.large}
    if not large:
        return None
    largest = max(large.values())
    for at, (_unused, words) in enumerate(parts[:_TITLE_PARTS]):
        size = large.get(_bare(words), 0.0)
        alike = sum(one >= size / 1.05 for one in large.values())
        if size >= largest / 1.05 and alike == 1:
            return at
    return None


def _bare(words: str) -> str:
    return "".join(words.split())


def _with_info(draft: Draft, info: dict[str, str], url: str, source: Source) -> Draft:
    """Add what the document info states: its title, and authors and date if the text has none."""
    stated, printed = title_of(info), draft.title
    alike = stated and printed and (_bare(stated) in _bare(printed) or _bare(printed) in _bare(stated))
    title = printed if alike and _has_title(draft) else stated or printed
    return replace(
        draft,
        title=title or re.sub(r".*[/\\]|\.pdf$", "", source.name, flags=re.IGNORECASE),
        authors=draft.authors or authors_of(info),
        date=draft.date or date_of(info),
        url=url or source.url,
    )


def _has_title(draft: Draft) -> bool:
    return any(block.kind is BlockKind.TITLE for block in draft.blocks)


def _url(heads: Sequence[Line]) -> str:
    """Return the address that a browser has printed on each page."""
    addresses = {match[0] for line in heads if (match := _URL.search(line.text)) and "…" not in match[0]}
    return addresses.pop() if len(addresses) == 1 else ""


_HEADS = plural("running head or page number", "running heads and page numbers")


def _remarks(pages: Sequence[Page | None], heads: Sequence[Line], found: Sequence[Paragraph]) -> list[str]:
    remarks = []
    if heads:
        shown = _some([line.text for line in heads])
        remarks.append(_("{what} left out: {shown}", what=counted(len(heads), *_HEADS), shown=shown))
    if notes := sum(each.footnote for each in found):
        remarks.append(_("{what} put after the text", what=counted(notes, "footnote", "footnotes")))
    if readings := [words for page in pages if page for words in page.readings]:
        count = counted(len(readings), "reading", "readings")
        remarks.append(_("{what} beside characters left out: {shown}", what=count, shown=_some(readings)))
    if marks := sum(page.marks for page in pages if page):
        remarks.append(
            _("{what} beside characters left out", what=counted(marks, "emphasis mark", "emphasis marks"))
        )
    if scanned := [number for number, page in enumerate(pages, 1) if page and page.pictured]:
        remarks.append(_("{pages} without text: recognise it with an OCR program", pages=_page_list(scanned)))
    if failed := [number for number, page in enumerate(pages, 1) if page is None]:
        remarks.append(_("{pages} could not be read", pages=_page_list(failed)))
    if outside := sum(page.outside for page in pages if page):
        remarks.append(
            _("{what} outside of the pages left out", what=counted(outside, "character", "characters"))
        )
    if unmapped := sum(page.unmapped for page in pages if page):
        remarks.append(
            counted(
                unmapped,
                "character that the PDF does not name is U+FFFD",
                "characters that the PDF does not name are U+FFFD",
            )
        )
    return remarks


def _some(words: Sequence[str]) -> str:
    """Return the first two of some words in quotation marks."""
    different = list(dict.fromkeys(words))
    shown = listed(f"“{each}”" for each in different[:2])
    return _("{names}, …", names=shown) if len(different) > 2 else shown


def _page_list(numbers: Sequence[int]) -> str:
    """Return the numbers of pages in words: ``pages 3–5, 8``."""
    spans = []
    for _unused, members in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _unused, number in members]
        spans.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    pages = listed(spans[:10])
    if len(spans) > 10:
        pages = _("{names}, …", names=pages)
    return ngettext("page {pages}", "pages {pages}", len(numbers), pages=pages)
