"""Makes an article of the paragraphs of a document: styles tell their kinds, else the press rules do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from store.errors import BadInput
from store.formats.documents.file_properties import FileProperties
from store.formats.documents.paragraph import CONTROL, DocumentParagraph, Look, length
from store.importing.limits import check_text
from store.importing.piece import Source
from store.importing.plain_text import press_draft
from store.language import _
from store.model.annotation import QuotedAnnotation
from store.model.article import BlockKind, Draft, join_blocks
from store.model.new_article import NewArticle
from store.press.byline import is_byline, is_date
from store.press.lines import could_be_heading, ends_sentence, width
from store.press.parts import find_parts

_LONGEST_HEADING = 160
"""Terminal cells: a longer paragraph that ends a sentence is none, whatever its style."""
_MOST_PARAGRAPHS = 300_000
"""Paragraphs of one document, of about a kilobyte each while they are read; a novel has a third of them."""
_ABOVE_TITLE = 3
"""Paragraphs that may stand above a heading that is the title: a section, a kicker."""
_BELOW_TITLE = 8
"""Paragraphs below the title among which are a byline and a date."""
_HEAD = 6
"""Paragraphs among which the title of the properties is looked for."""
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LARGER = 1.15
"""The size of display lines, by that of the text, at least."""
_LONGEST_DISPLAY = 100
"""Terminal cells of a line that is told by its look."""
_ABOUT_TITLE = {BlockKind.KICKER, BlockKind.COLUMN, BlockKind.SUBTITLE}
_MOST_PLACES = 2_000_000
"""Places of the words of comments that are looked at, in one document."""


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment on words of a document. Places count the characters of all paragraphs, white space aside."""

    start: int
    end: int
    note: str
    tags: tuple[str, ...] = ()


class _Line(msgspec.Struct):
    text: str
    kind: BlockKind | None
    level: int
    gap: int
    """Empty lines before it."""
    look: Look


def document_article(
    paragraphs: Iterable[DocumentParagraph],
    properties: FileProperties,
    source: Source,
    comments: Sequence[Comment] = (),
) -> NewArticle:
    """Return the article of a document. Its origin is left empty.

    No character except white space and controls is lost, added or moved.

    :raises BadInput: there is no text, or too much.
    """
    lines = _lines(paragraphs)
    if not lines:
        raise no_text(source.name)
    if len(lines) > _MOST_PARAGRAPHS:
        raise BadInput(
            _(
                "{name}: it has more than {most:,} paragraphs, too many for an article; split it first.",
                name=source.name,
                most=_MOST_PARAGRAPHS,
            )
        )
    check_text("\n".join(line.text for line in lines), source.name)
    _mark_authors(lines, properties.authors)
    is_certain = properties.is_certain and bool(properties.title)
    _find_title(lines, properties.title, is_certain=is_certain)
    text, blocks = join_blocks(_with_press_rules(lines, is_certain=is_certain))
    has_title = any(block.kind is BlockKind.TITLE for block in blocks)
    draft = press_draft(text, blocks, properties.title if is_certain or not has_title else "")
    return NewArticle(draft=complete(draft, properties, source), marks=marks_of(comments, text))


def complete(draft: Draft, properties: FileProperties, source: Source) -> Draft:
    """Return a draft with what its text does not say from the properties of its file."""
    return replace(
        draft,
        title=draft.title or properties.title or PurePath(source.name).stem or "—",
        authors=draft.authors or properties.authors,
        date=draft.date or properties.date,
        source=draft.source or properties.source,
        column=draft.column or properties.column,
        url=draft.url or properties.url or source.url,
    )


def no_text(name: str) -> BadInput:
    """Return the error for a document without text."""
    return BadInput(
        _(
            "{name}: it has no text; if its pages are pictures, recognise their text with another "
            "program first.",
            name=name,
        )
    )


def _lines(paragraphs: Iterable[DocumentParagraph]) -> list[_Line]:
    lines: list[_Line] = []
    gap = 0
    for each in paragraphs:
        for raw in _LINE_END.split(each.text):
            words = CONTROL.sub("", raw).strip()
            if not words:
                gap += 1
                continue
            is_prose = (
                each.kind is BlockKind.HEADING and width(words) > _LONGEST_HEADING and ends_sentence(words)
            )
            lines.append(
                _Line(words, BlockKind.PARAGRAPH if is_prose else each.kind, each.level, gap, each.look)
            )
            gap = 0
            if len(lines) > _MOST_PARAGRAPHS:
                return lines
    return lines


def _find_title(lines: list[_Line], known: str, *, is_certain: bool) -> None:
    """Change the kind of the title: a heading above all others, or the line that the properties name."""
    if is_certain:
        _mark_known_title(lines, known)
        return
    styled = [place for place, line in enumerate(lines) if line.kind is BlockKind.TITLE]
    if styled:
        following = styled[0]
        for place in styled:
            if place > following + 1:
                lines[place].kind = BlockKind.HEADING
            else:
                following = place
        return
    headings = [line for line in lines if line.kind is BlockKind.HEADING]
    if headings:
        highest = min(line.level for line in headings)
        if not any(line.level == highest for line in headings[: _ABOVE_TITLE + 1]):
            highest = headings[0].level
        first = next(
            place
            for place, line in enumerate(lines)
            if line.kind is BlockKind.HEADING and line.level <= highest
        )
        above = lines[:first]
        if (
            sum(line.level <= highest for line in headings) == 1
            and len(above) <= _ABOVE_TITLE
            and not any(ends_sentence(line.text) for line in above)
        ):
            _mark_title(lines, first)
            return
    _mark_known_title(lines, known)
    _mark_by_look(lines)


def _mark_title(lines: list[_Line], title: int) -> None:
    """Mark a heading as the title, those above it as its kicker, and one above the byline as its subtitle."""
    lines[title].kind = BlockKind.TITLE
    for line in lines[:title]:
        if line.kind is BlockKind.HEADING:
            line.kind = BlockKind.KICKER
    below = lines[title + 1 : title + 3]
    is_signed = len(below) > 1 and (is_byline(below[1].text) or is_date(below[1].text))
    if is_signed and below[0].kind is BlockKind.HEADING:
        below[0].kind = BlockKind.SUBTITLE


def _mark_by_look(lines: list[_Line]) -> None:
    """Mark the title and headings that are only set so: larger or bolder than the text around them."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.look.size] += len(line.text)
    size = sizes.most_common(1)[0][0]
    displayed = [line for line in lines if line.kind is None and _is_display(line, size)]
    if len(displayed) * 2 > len(lines):
        return
    head = [line for line in lines[:_ABOVE_TITLE] if line in displayed]
    if head and not any(line.kind is BlockKind.TITLE for line in lines):
        largest = max(line.look.size for line in head)
        for line in head:
            if line.look.size == largest and not is_byline(line.text) and not is_date(line.text):
                line.kind = BlockKind.TITLE
    if any(line.kind is BlockKind.HEADING for line in lines):
        return
    in_text = False
    for line in lines:
        in_text = in_text or ends_sentence(line.text)
        if not in_text or line.kind is not None or not _is_display(line, size):
            continue
        is_imprint = is_byline(line.text) or is_date(line.text)
        if could_be_heading(line.text) and not is_imprint:
            line.kind = BlockKind.HEADING


def _is_display(line: _Line, size: float) -> bool:
    """Return whether a line is set larger than the text, or in bold type and as a line of its own."""
    look = line.look
    if width(line.text) > _LONGEST_DISPLAY or ends_sentence(line.text):
        return False
    return look.size >= size * _LARGER > 0 or (look.is_bold and look.size >= size)


def _mark_known_title(lines: list[_Line], known: str) -> None:
    bare = _bare(known)
    for line in lines[:_HEAD]:
        if bare and line.kind in (None, BlockKind.HEADING, BlockKind.TITLE) and _bare(line.text) == bare:
            line.kind = BlockKind.TITLE
            return


def _mark_authors(lines: list[_Line], authors: Sequence[str]) -> None:
    """Make a line at the beginning that has only the names of authors a byline."""
    names = {_bare(name) for name in authors} | {_bare("".join(authors))}
    for line in lines[1 : _HEAD + len(authors)]:
        if (
            line.kind is None
            and len(line.text) <= _LONGEST_HEADING
            and re.sub(r"[、,，；;\s]", "", _bare(line.text)) in names
        ):
            line.kind = BlockKind.BYLINE


def _bare(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _with_press_rules(lines: list[_Line], *, is_certain: bool) -> list[tuple[BlockKind, str]]:
    """Return the parts: those of the press rules where no style says what a line is."""
    parts = find_parts("".join("\n" * (line.gap + 1) + line.text for line in lines))
    styled = {line.kind for line in lines}
    unsure = set[BlockKind]()
    if BlockKind.HEADING in styled:
        unsure.add(BlockKind.HEADING)
    if BlockKind.TITLE in styled or is_certain:
        unsure.add(BlockKind.TITLE)
        unsure |= _ABOUT_TITLE if not _has_title(parts) else set()
    agreed: list[tuple[BlockKind, str]] = []
    for some_lines, some_parts in _groups(lines, parts):
        if all(line.kind is None for line in some_lines):
            agreed += [(BlockKind.PARAGRAPH if kind in unsure else kind, words) for kind, words in some_parts]
        elif len(some_lines) == 1 and some_lines[0].kind is BlockKind.TITLE and _has_title(some_parts):
            agreed += some_parts
        else:
            agreed += [(line.kind or BlockKind.PARAGRAPH, line.text) for line in some_lines]
    return _with_byline(agreed)


def _has_title(parts: Sequence[tuple[BlockKind, str]]) -> bool:
    return any(kind is BlockKind.TITLE for kind, _unused in parts)


def _groups(
    lines: list[_Line], parts: list[tuple[BlockKind, str]]
) -> list[tuple[list[_Line], list[tuple[BlockKind, str]]]]:
    """Return lines and parts with the same characters, in the smallest groups."""
    groups: list[tuple[list[_Line], list[tuple[BlockKind, str]]]] = []
    rest = iter(parts)
    some_lines: list[_Line] = []
    some_parts: list[tuple[BlockKind, str]] = []
    ahead = 0  # characters that the lines have more than the parts
    for line in lines:
        some_lines.append(line)
        ahead += length(line.text)
        while ahead > 0 and (part := next(rest, None)) is not None:
            some_parts.append(part)
            ahead -= length(part[1])
        if not ahead:
            groups.append((some_lines, some_parts))
            some_lines, some_parts = [], []
    if some_lines:
        groups.append((some_lines, some_parts))
    return groups


def _with_byline(parts: list[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """Return the parts with byline and date below the title, where the press rules saw no head.

    Above them may stand what a page had there, such as its navigation, and the title once more; no sentence.
    """
    kinds = [kind for kind, _unused in parts]
    if BlockKind.TITLE not in kinds:
        return parts
    below = kinds.index(BlockKind.TITLE) + 1
    for place in range(below, min(len(parts), below + _BELOW_TITLE)):
        kind, words = parts[place]
        if kind is BlockKind.PARAGRAPH and is_byline(words):
            parts[place] = (BlockKind.BYLINE, words)
        elif kind is BlockKind.PARAGRAPH and is_date(words):
            parts[place] = (BlockKind.DATE, words)
        elif ends_sentence(words):
            break
    return parts


def marks_of(comments: Sequence[Comment], text: str) -> tuple[QuotedAnnotation, ...]:
    """Return the comments as annotations of the words that they stand on."""
    wanted = {place for each in comments for place in (each.start, each.end - 1)}
    places: dict[int, int] = {}
    if wanted:
        for number, match in enumerate(re.finditer(r"\S", text)):
            if number in wanted:
                places[number] = match.start()
    marks = []
    budget = _MOST_PLACES
    for each in comments:
        start, last = places.get(each.start), places.get(each.end - 1)
        if start is None or last is None or last < start:
            continue
        quote = text[start : last + 1]
        budget -= text.count(quote) + len(text) // 1000
        if budget < 0:
            break
        marks.append(QuotedAnnotation(quote, _occurrence(text, quote, start), tags=each.tags, note=each.note))
    return tuple(marks)


def _occurrence(text: str, quote: str, start: int) -> int:
    """Return how many places with this quote begin at ``start`` or before it; places may overlap."""
    number, place = 1, text.find(quote)
    while 0 <= place < start:
        number += 1
        place = text.find(quote, place + 1)
    return number
