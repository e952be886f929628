"""The parts of a press article: turns a scraped text into paragraphs with kinds.

Invariant: no character except white space is lost, added or moved. White space within a line is kept, except
where a line is split in two. A line of uncertain kind is a paragraph.
"""

from __future__ import annotations

from statistics import median

from store.model.article import BlockKind
from store.press.body import body_kinds
from store.press.display.titles import Part
from store.press.head import find_head
from store.press.headings import is_plain_heading
from store.press.lines import join_labels, read_lines
from store.press.machine_files import is_machine_file
from store.press.unwrapping import join_torn, unwrap

_MOST_LINES = 20_000
"""Lines after the head. A longer file is not an article; all its lines become paragraphs."""


def find_parts(source: str, *, wrapped: bool = True) -> list[tuple[BlockKind, str]]:
    """The parts of ``source``, in order. Each is one paragraph, without newlines.

    Torn paragraphs and hard-wrapped lines are joined again. Head and body are distinguished by the form and
    spacing of their lines. Returns ``[]`` if there is only white space.

    :param wrapped: whether its lines may be parts of paragraphs, all of about one length.
    """
    lines = read_lines(source)
    if is_machine_file(lines):
        return [(BlockKind.PARAGRAPH, line.text) for line in lines]
    lines = join_labels(lines)
    if wrapped:
        lines = unwrap(lines)
    head = find_head(lines)
    if len(lines) - head.used > _MOST_LINES:
        return head.parts + [(BlockKind.PARAGRAPH, line.text) for line in lines[head.used :]]
    body = join_torn(lines[head.used :])
    signed = any(kind is BlockKind.BYLINE for kind, _ in head.parts)
    kinds = body_kinds(body, signed=signed)
    parts = [(kind, line.text) for kind, line in zip(kinds, body, strict=True)]
    return _correct_subtitle(head.parts, parts) + parts


def _correct_subtitle(head: list[Part], body: list[Part]) -> list[Part]:
    """Turn a subtitle at the end of the head into a heading if the body has several similar headings."""
    if (
        not head
        or not body
        or head[-1][0] is not BlockKind.SUBTITLE
        or head[-1][1].startswith(("—", "-", "─", "－"))
    ):
        return head
    lengths = [len(words) for kind, words in body if kind is BlockKind.HEADING and is_plain_heading(words)]
    if len(lengths) < 2 or abs(len(head[-1][1]) - median(lengths)) > 3:
        return head
    return [*head[:-1], (BlockKind.HEADING, head[-1][1])]
